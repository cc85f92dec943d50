"""How much of what people marked is found, and how much of what is found they marked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from indexer.drafting.slots.finding import Tagger, find_slots
from indexer.drafting.slots.units import unit_of_title

Found = tuple[str, int, int]


@dataclass(frozen=True)
class Score:
    recall: float
    precision: float
    missed: list[str]
    wrong: list[str]


def score(path: Path, tagger: Tagger) -> Score:
    """A slot is found where one of its kind overlaps it."""
    missed, wrong, marked_total, found_total = [], [], 0, 0
    for paragraph in json.loads(path.read_text(encoding="utf-8"))["paragraphs"]:
        text = paragraph["text"]
        marked: list[Found] = [(s["kind"], s["start"], s["end"]) for s in paragraph["slots"]]
        units = [unit_of_title(paragraph["title"])]
        found: list[Found] = [(s.kind, s.start, s.end) for s in find_slots(text, tagger, units)]
        marked_total += len(marked)
        found_total += len(found)
        missed += [f"{kind} {text[a:b]} in {text[max(0, a - 6) : b + 6]}" for kind, a, b in marked if not _met(kind, a, b, found)]
        wrong += [f"{kind} {text[a:b]} in {text[max(0, a - 6) : b + 6]}" for kind, a, b in found if not _met(kind, a, b, marked)]
    return Score(1 - len(missed) / marked_total, 1 - len(wrong) / found_total, missed, wrong)


def _met(kind: str, start: int, end: int, others: list[Found]) -> bool:
    return any(other == kind and a < end and start < b for other, a, b in others)


if __name__ == "__main__":
    import sys
    import tempfile

    from indexer.language.tokenizer import Tokenizer

    result = score(Path(sys.argv[1]), Tokenizer(Path(tempfile.gettempdir())).tagged)
    print(f"recall {result.recall:.1%}, precision {result.precision:.1%}")
    print(*("missed " + line for line in result.missed), *("wrong  " + line for line in result.wrong), sep="\n")
