"""How Bigan's costs grow with the archive: ``python -m bench.curves FOLDER [--sizes 10000,30000,…] [--svg FILE] [--table]``.

For each size: makes an archive below FOLDER (``corpus.py``; one that is there is taken), indexes it by ``bigan index``, then
measures opening, memory and answers (``one_size.py``). Every step is kept in ``FOLDER/SIZE/figures.json`` once it is done, so
a run that was interrupted goes on where it was, and a run without anything left to do only draws and prints. ``--again`` takes
all steps of these sizes anew, ``--again latency memory`` only some. Memory is told on Linux only.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.apart import Failed
from bench.chart import Panel, Series, short, small_multiples
from bench.one_size import STEPS, Figures, OneSize, Unmeasurable, measure, read_figures
from bench.questions import CLASSES
from bench.tables import CLOCKS

_SIZES = "10000,30000,100000,300000,1000000"
_MOST = 10_000_000

#: Panels: title, and each line by its name, with the step, the figure in it, and what one of its units is of ours.
_PANELS: Mapping[str, Mapping[str, tuple[str, str, float]]] = {
    "Building, seconds": {"clock": ("build", "seconds", 1), "processor, all processes": ("build", "processor", 1)},
    "Most memory while building, MB": {
        "all processes": ("build", "peak_mb", 1), "of it not mapped files": ("build", "own_peak_mb", 1),
    },
    "On disk, MB": {"index": ("build", "bytes", 1e-6), "the files": ("build", "archive_bytes", 1e-6)},
    "bigan search, fresh process, seconds": {"clock": ("opening", "search", 1)},
    "bigan serve, fresh process, seconds": {
        "it listens": ("opening", "serve_listens", 1), "first answer": ("opening", "serve", 1),
    },
    "Private memory after questions, MB": {"bigan serve": ("memory", "serve", 1), "engine alone": ("memory", "process", 1)},
}  # fmt: skip


# --- figures -----------------------------------------------------------------------------------------


def value_of(figures: Figures, step: str, name: str) -> float | None:
    """One figure; of memory the part that is not mapped from files. ``None`` where it was not measured."""
    told = figures.get(step, {}).get(name)
    if isinstance(told, dict):
        return float(told["resident"] - told["files"])
    return None if told is None else float(told)


def times_of(figures: Figures, kind: str, clock: str) -> tuple[float, float] | None:
    """Median and 95th percentile of a class of questions, in milliseconds."""
    times: list[float] = figures.get("latency", {}).get(kind, {}).get(clock, [])
    if not times:
        return None
    return median(times), quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]


def panels(measured: Mapping[int, Figures], clock: str) -> list[Panel]:
    """All that is drawn: one panel for each cost, then one for each class of questions."""
    costs = [
        Panel(title, tuple(_series(name, _by_size(measured, *of)) for name, of in lines.items()))
        for title, lines in _PANELS.items()
    ]
    return costs + [_of_class(measured, kind, clock) for kind in CLASSES]


def _by_size(measured: Mapping[int, Figures], step: str, name: str, unit: float) -> dict[int, float | None]:
    values = {size: value_of(figures, step, name) for size, figures in measured.items()}
    return {size: None if value is None else value * unit for size, value in values.items()}


def _of_class(measured: Mapping[int, Figures], kind: str, clock: str) -> Panel:
    times = {size: times_of(figures, kind, clock) for size, figures in measured.items()}
    halves = {size: told[0] if told else None for size, told in times.items()}
    slowest = {size: told[1] if told else None for size, told in times.items()}
    lines = (_series("median", halves), _series("95th percentile", slowest))
    return Panel(f"{kind[0].upper()}{kind[1:]}, ms", lines)


def _series(name: str, values: Mapping[int, float | None]) -> Series:
    """Sizes without a figure are left out, and figures that a logarithm cannot show."""
    return Series(name, tuple((size, value) for size, value in values.items() if value is not None and value > 0))


def table(measured: Mapping[int, Figures], clock: str) -> Iterator[str]:
    """All figures as Markdown, a column for each size."""
    yield "| paragraphs | " + " | ".join(f"{size:,}".replace(",", " ") for size in measured) + " |"
    yield "|---" * (len(measured) + 1) + "|"
    for panel in panels(measured, clock):
        points = [dict(line.points) for line in panel.series]
        if any(points):
            cells = [" / ".join(short(of[size]) if size in of else "–" for of in points) for size in measured]
            yield f"| {panel.title}: {' / '.join(line.name for line in panel.series)} | " + " | ".join(cells) + " |"


# --- the command --------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures what is not measured yet, draws and prints; 1 where something could not be measured."""
    asked = _arguments(arguments)
    try:
        sizes = sizes_of(asked.sizes)
        again = steps_of(asked.again)
        measured, problems = _all(asked.folder.resolve(), sizes, asked.questions, again, only_draw=asked.only_draw)
        if asked.svg is not None and measured:
            drawn = small_multiples("Costs by size of the archive", panels(measured, asked.clock), "paragraphs in the archive")
            asked.svg.write_text(drawn, encoding="utf-8")
    except (Unmeasurable, OSError) as error:
        print(f"bench.curves: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("bench.curves: stopped; the same command goes on where it was", file=sys.stderr)
        return 1
    if asked.table and measured:
        print("\n".join(table(measured, asked.clock)))
    return 1 if problems else 0


def _arguments(arguments: Sequence[str] | None) -> Any:
    parser = argparse.ArgumentParser(prog="python -m bench.curves", description="How Bigan's costs grow with the archive")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where archives, indexes and figures stay")
    parser.add_argument("--sizes", default=_SIZES, help=f"numbers of paragraphs (default: {_SIZES})")
    parser.add_argument("--questions", type=int, default=100, help="of each class")
    parser.add_argument("--again", nargs="*", metavar="STEP", help=f"measure anew: {', '.join(STEPS)} (default: all)")
    parser.add_argument("--only-draw", action="store_true", help="from the figures that are there")
    parser.add_argument("--clock", choices=CLOCKS, default="wall", help="of answers; processor: not the time spent waiting")
    parser.add_argument("--svg", type=Path, metavar="FILE", help="draw the curves")
    parser.add_argument("--table", action="store_true", help="print the figures as Markdown")
    return parser.parse_args(arguments)


def sizes_of(typed: str) -> list[int]:
    """The sizes in growing order. Raises ``Unmeasurable``."""
    names = [name.strip() for name in typed.split(",") if name.strip()]
    for name in names:
        if not (name.isascii() and name.isdigit() and 0 < int(name) <= _MOST):
            raise Unmeasurable(f"{name!r} is no number of paragraphs from 1 to {_MOST}; write --sizes 10000,30000")
    if not names:
        raise Unmeasurable("no size was given; write --sizes 10000,30000")
    return sorted({int(name) for name in names})


def steps_of(named: Sequence[str] | None) -> list[str]:
    """The steps to be taken again: all where none is named, and all that come after building. Raises ``Unmeasurable``."""
    for name in named or ():
        if name not in STEPS:
            raise Unmeasurable(f"{name!r} is no step; there are {', '.join(STEPS)}")
    if named is None:
        return []
    return list(STEPS) if not named or "build" in named else list(named)


def _all(
    folder: Path, sizes: Sequence[int], questions: int, again: Sequence[str], *, only_draw: bool
) -> tuple[dict[int, Figures], int]:
    """The figures of each size that has some, and how many sizes have steps that failed; each is told in a line."""
    measured: dict[int, Figures] = {}
    problems = 0
    for size in sizes:
        one = OneSize(folder, size, questions)
        try:
            if not only_draw:
                measure(one, again)
        except (Failed, Unmeasurable) as error:
            print(f"bench.curves: {size} paragraphs: {' '.join(str(error).split())}", file=sys.stderr)
            problems += 1
        if figures := read_figures(one.file):
            measured[size] = figures
    if only_draw and not measured:
        raise Unmeasurable(f"nothing was measured below {folder} for {', '.join(map(str, sizes))} paragraphs")
    return measured, problems


if __name__ == "__main__":
    sys.exit(main())
