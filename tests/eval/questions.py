"""Are questions answered that nobody typed as the archive has it? ``python -m tests.eval.questions [-v]``.

``questions.json`` holds sixty, ten of each kind, fixed before any of them was asked. Paragraphs of 60 to 600 characters of the
samples, shuffled by a fixed seed, at first one and then a second of each file, were given the kinds in turn; then a question
was written for each by hand, as somebody who has it in mind might type it:

- ``run-on``: words of the paragraph run together that do not stand so in any paragraph;
- ``wrong characters``: a few words of it with one or two characters exchanged for others that sound alike;
- ``pinyin``: a word or two by their letters;
- ``one word wrong``: a phrase with one word exchanged for another of like meaning;
- ``apart``: a word of it and one of another paragraph of its report that no paragraph holds together; any that holds one of
  them is meant;
- ``filters``: names of a unit type and a section, eight times with a word of the paragraph. Where there is no such word all
  that is shown among the first five has to be of this unit type and section.

A question is answered where a paragraph meant is among the first five that the page shows. ``meant`` are the beginnings of
paragraphs of ``file``.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.corpus import ARCHIVE
from bench.peers.bigan import Bigan
from indexer.model.reports import Hit, ResultPage
from indexer.querying.request import build_request
from indexer.suggest.answer_ladder import AnswerLadder
from indexer.suggest.suggester import Suggester

QUESTIONS = Path(__file__).with_name("questions.json")

#: So many are looked at.
FIRST = 5


@dataclass(frozen=True)
class Question:
    """One of the file. ``meant`` is empty where all of ``unit`` and ``section`` are."""

    kind: str
    typed: str
    file: str = ""
    meant: tuple[str, ...] = ()
    unit: str = ""
    section: str = ""

    def is_answered_by(self, hits: Sequence[Hit]) -> bool:
        """Whether the first of ``hits`` show what was meant."""
        first = [hit.paragraph for hit in hits[:FIRST]]
        if self.meant:
            return any(paragraph.text.startswith(self.meant) and self._is_of_file(paragraph.files) for paragraph in first)
        return bool(first) and all(p.unit_type == self.unit and self.section in p.sections for p in first)

    def _is_of_file(self, files: Sequence[str]) -> bool:
        return any(self.file in file for file in files)


def questions() -> list[Question]:
    """All of the file."""
    read: list[dict[str, Any]] = json.loads(QUESTIONS.read_text(encoding="utf-8"))
    return [Question(**{**one, "meant": tuple(one.get("meant", ()))}) for one in read]


def answers(asked: Sequence[Question], place: Path) -> Iterator[tuple[Question, ResultPage]]:
    """What the page answers over the samples, indexed in ``place``."""
    bigan = Bigan(place)
    bigan.build_from([ARCHIVE])
    suggester = Suggester(bigan.engine)
    suggester.refresh()
    ladder = AnswerLadder(bigan.engine, suggester.by_sound, cut_phrases=True, mended=suggester.mended)
    for question in asked:
        yield question, ladder.answer(build_request(question.typed))
    bigan.close()


def main() -> None:
    """Prints how many of each kind are answered; with ``-v`` those that are not, with what was shown instead."""
    right: dict[str, list[bool]] = {}
    with tempfile.TemporaryDirectory() as place:
        for question, page in answers(questions(), Path(place)):
            good = question.is_answered_by(page.hits)
            right.setdefault(question.kind, []).append(good)
            if "-v" in sys.argv and not good:
                print(question.kind, question.typed, "|", page.step, page.total, *page.notices)
                print(*(f"    {hit.paragraph.files[0]} {hit.paragraph.text[:40]}" for hit in page.hits[:FIRST]), sep="\n")
    for kind, found in right.items():
        print(f"{kind}: {sum(found)} of {len(found)}")
    print(f"all: {sum(map(sum, right.values()))} of {sum(map(len, right.values()))}")


if __name__ == "__main__":
    main()
