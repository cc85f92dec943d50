"""How many of the answers that are found people marked, and how many of those they marked are found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.drafting.answers import find_answers
from indexer.ingest.analysis import understand
from indexer.model.reports import Report
from indexer.parsing.rulebook import default_rulebook
from indexer.reading import read

ROOT = Path(__file__).resolve().parents[2]

#: A problem and an answer, by how they begin.
Pair = tuple[str, str]


@dataclass
class Score:
    """``marked`` pairs of problem and answer, those of them that were found, and what was found without being marked."""

    marked: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    problems: int = 0
    problems_right: int = 0

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        return self.right / max(1, self.marked)


def marked_reports() -> list[Any]:
    """The annotated reports, in the order of the file."""
    loaded: list[Any] = json.loads((ROOT / "tests/eval/answers.json").read_text(encoding="utf-8"))["reports"]
    return loaded


def score(reports: Iterable[Any]) -> Score:
    """The finder against what was marked in these reports."""
    total = Score()
    for marked in reports:
        _add(total, marked, report_of(marked))
    return total


def report_of(marked: Any) -> Report:
    """The sample report that was annotated."""
    path = ROOT / marked["file"]
    report: Report = understand(read(path.read_bytes(), path.name), path.name, default_rulebook())[marked["report"]]
    return report


def _add(total: Score, marked: Any, report: Report) -> None:
    found = {(a.problem.text, a.answer.text): a.by for a in find_answers(report.paragraphs)}
    for item in marked["problems"]:
        wanted = {(item["problem"], answer) for answer in item["answers"]}
        given = {pair: by for pair, by in found.items() if pair[0].startswith(item["problem"])}
        right = {pair for pair in wanted if any(_is(pair, found_pair) for found_pair in given)}
        wrong = [pair for pair in given if not any(_is(pair_wanted, pair) for pair_wanted in wanted)]
        total.marked += len(wanted)
        total.right += len(right)
        total.problems += 1
        total.problems_right += not wrong and bool(right) == bool(wanted)
        total.wrong += [f"{marked['file']} ({given[pair]}) {pair[0][:24]} → {pair[1][:24]}" for pair in wrong]
        total.missed += [f"{marked['file']} {problem} → {answer}" for problem, answer in wanted - right]


def _is(wanted: Pair, found: Pair) -> bool:
    return all(text.startswith(start) for start, text in zip(wanted, found, strict=True))


def _lines(name: str, result: Score) -> Iterator[str]:
    yield (
        f"{name}: {result.precision:.1%} of what is shown is right, {result.recall:.1%} of {result.marked} marked pairs are "
        f"shown, {result.problems_right} of {result.problems} problems without a fault"
    )


if __name__ == "__main__":
    every = marked_reports()
    whole = score(every)
    print(*_lines("all", whole), *_lines("odd", score(every[::2])), *_lines("even", score(every[1::2])), sep="\n")
    odd = score(every[::2])
    print(*("wrong  " + line for line in odd.wrong), *("missed " + line for line in odd.missed), sep="\n")
