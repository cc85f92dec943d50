"""What a comparison has measured, and how it is told: as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import TypeVar

from bench.apart import Failed
from bench.children import Added, Built
from bench.memory import Memory

#: The engine that the others are held against.
BASE = "bigan"

#: With fewer questions of the same total no ratio is given.
_FEWEST = 5

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Timed:
    """One answer: number of the question in its class, milliseconds by the clock and of the processor, total."""

    number: int
    wall: float
    processor: float
    total: int

    def ms(self, clock: str) -> float:
        return self.processor if clock == "processor" else self.wall


#: By the clock on the wall, or the processor's time of the whole process: on a busy machine the steadier one.
CLOCKS = ("wall", "processor")


#: Class → peer → answers.
Answers = dict[str, dict[str, list[Timed]]]


@dataclass
class Measured:
    """Everything about one size. Steps that failed stand in ``problems`` and are left out elsewhere."""

    paragraphs: int
    built: dict[str, Built] = field(default_factory=dict)
    cold: dict[str, float] = field(default_factory=dict)
    memory: dict[str, Memory] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    added: Added | None = None
    problems: list[str] = field(default_factory=list)

    def attempt(self, work: Callable[[], _T]) -> _T | None:
        try:
            return work()
        except (Failed, OSError, ValueError) as error:
            self.problems.append(f"{type(error).__name__}: {error}")
            return None


def tables(measured: Measured, clock: str = "wall") -> Iterator[str]:
    """The figures of one size as lines of Markdown."""
    yield f"### {measured.paragraphs:,} paragraphs"
    yield ""
    yield from _built_table(measured)
    yield ""
    yield from _answer_table(measured.answers, clock)
    if measured.added is not None:
        yield ""
        yield from _added_lines(measured.added)
    for problem in measured.problems:
        yield f"\nNot measured: {problem}"


def _built_table(measured: Measured) -> Iterator[str]:
    yield from head(
        "engine", "build, s", "paragraphs/s", "peak while building, MB", "on disk, MB", "fresh process to first answer, s",
        "memory after 200 questions, MB", "of these mapped files",
    )  # fmt: skip
    for name in dict.fromkeys([*measured.built, *measured.cold, *measured.memory]):
        built, memory = measured.built.get(name), measured.memory.get(name)
        yield row(
            name,
            f"{built.seconds:.1f}" if built else "",
            f"{measured.paragraphs / built.seconds:,.0f}" if built else "",
            f"{built.peak:,.0f}" if built and built.peak else "",
            f"{built.bytes / 1e6:,.0f}" if built else "",
            f"{measured.cold[name]:.2f}" if name in measured.cold else "",
            f"{memory.resident:,.0f}" if memory else "",
            f"{memory.files:,.0f}" if memory else "",
        )


def _answer_table(answers: Answers, clock: str) -> Iterator[str]:
    names = list(dict.fromkeys(name for by_peer in answers.values() for name in by_peer))
    yield f"Milliseconds ({clock}), median / 95th percentile:"
    yield ""
    yield from head("questions", *names)
    for kind, by_peer in answers.items():
        asked = max(map(len, by_peer.values()), default=0)
        yield row(f"{kind} ({asked})", *(_times([t.ms(clock) for t in by_peer[name]]) for name in names))
    yield ""
    yield "Median beside Bigan's on the same questions (above 1 Bigan is faster); ≠ where totals differ: on how many of the"
    yield "questions they do not, and the ratio over these alone:"
    yield ""
    others = [name for name in names if name != BASE]
    yield from head("questions", *others)
    for kind, by_peer in answers.items():
        base = {timed.number: timed for timed in by_peer.get(BASE, ())}
        yield row(kind, *(_compared(by_peer[name], base, clock) for name in others))


def _times(ms: Sequence[float]) -> str:
    return f"{median(ms):.2f} / {_p95(ms):.2f}" if ms else "not understood"


def _compared(timed: Sequence[Timed], base: Mapping[int, Timed], clock: str) -> str:
    """The ratio where all totals are Bigan's; otherwise how many are, and the ratio over these."""
    both = [(t, base[t.number]) for t in timed if t.number in base]
    same = [(theirs, ours) for theirs, ours in both if theirs.total == ours.total]
    if not same:
        return f"≠ 0 of {len(both)}" if both else ""
    ratio = median(theirs.ms(clock) for theirs, _ in same) / median(ours.ms(clock) for _, ours in same)
    if len(same) == len(both):
        return f"{ratio:.2f}"
    return f"≠ {len(same)} of {len(both)}: {ratio:.2f}" if len(same) >= _FEWEST else f"≠ {len(same)} of {len(both)}"


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def _added_lines(added: Added) -> Iterator[str]:
    yield (
        f"One report added until a running server finds it, {len(added.only)} times: median {median(added.only):.2f} s, "
        f"p95 {_p95(added.only):.2f} s, most {max(added.only):.2f} s (looking at its folder only); {added.whole:.2f} s "
        f"(looking at the whole archive). Segments at most {max(added.segments)}, in the end {added.segments[-1]}."
    )


def head(*names: str) -> Iterator[str]:
    yield row(*names)
    yield "|---" * len(names) + "|"


def row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"
