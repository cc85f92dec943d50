"""A draft and what became of it in Word, sentence by sentence: what is the same, changed, moved, new and gone.

Equal sentences in the same order are the frame. Between them, sentences that share most of their characters belong together:
in the same gap of the frame they were changed, elsewhere they were moved (and changed). The rest is new or gone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from indexer.drafting.export.content import Content, visible
from indexer.language.text_diff import DiffSpan, differences
from indexer.reading.word.own_additions import is_added

Change = Literal["same", "changed", "moved", "new", "gone"]
CHANGES: Mapping[Change, str] = {"same": "相同", "changed": "改动", "moved": "移动", "new": "新增", "gone": "删去"}

#: A sentence with the signs that close it; a text without any is one sentence.
_SENTENCE = re.compile("[^。！？!?…]*(?:[。！？!?]+|…+|$)[”’」』）)》〉]*")
_BLANKS = re.compile(r"\s+")

#: Share of neighbouring characters that two sentences must have in common to be one that was changed.
_ALIKE = 0.4
#: What stands in another place must be more alike to be the same.
_ALIKE_ELSEWHERE = 0.6


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the paragraph (from 0) that it stands in; ``block_id`` is that of the draft's block."""

    text: str
    paragraph: int
    block_id: str = ""


@dataclass(frozen=True, slots=True)
class ComparedSentence:
    """What became of a sentence: ``before`` is missing where it is new, ``after`` where it is gone. ``spans`` lead from
    the draft's sentence (``same`` and ``only_here``) to the document's (``same`` and ``only_there``)."""

    change: Change
    before: Sentence | None
    after: Sentence | None
    spans: tuple[DiffSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """The sentences in the order of the document; what is gone stands where it was."""

    sentences: tuple[ComparedSentence, ...]

    @property
    def counts(self) -> dict[Change, int]:
        """How many there are of each kind."""
        found = Counter(each.change for each in self.sentences)
        return {change: found[change] for change in CHANGES}


def compare(content: Content, document: str) -> Comparison:
    """Compares what a draft says with the text of a document, a paragraph a line."""
    here = draft_sentences(content)
    there = _sentences((line, "") for line in _document_lines(content, document))
    frame = _frame(here, there)
    paired, moved = _pairs(here, there, frame)
    return Comparison(tuple(_merged(here, there, {**frame, **paired}, moved)))


# --- sentences -------------------------------------------------------------------------------------


def draft_sentences(content: Content) -> list[Sentence]:
    """The sentences of a draft in order."""
    return _sentences((line.text, line.block.id if line.block else "") for line in content.lines)


def _sentences(lines: Iterable[tuple[str, str]]) -> list[Sentence]:
    return [
        Sentence(text, number, block_id)
        for number, (line, block_id) in enumerate(lines)
        for text in map(str.strip, _SENTENCE.findall(line))
        if text
    ]


def _document_lines(content: Content, document: str) -> list[str]:
    """The document's paragraphs, without what the export had added to the text, its title in one piece."""
    lines = [text for line in document.splitlines() if (text := visible(line).strip()) and not is_added(text)]
    title = next((_bare(line.text) for line in content.lines if line.role == "title"), "")
    for at in range(len(lines) - 1):
        if title and _bare(lines[at] + lines[at + 1]) == title:
            return [*lines[:at], lines[at] + lines[at + 1], *lines[at + 2 :]]
    return lines


def _bare(text: str) -> str:
    return _BLANKS.sub("", text)


# --- what belongs together -------------------------------------------------------------------------


def _frame(here: Sequence[Sentence], there: Sequence[Sentence]) -> dict[int, int]:
    """Equal sentences in the order of both: the positions here and there."""
    matcher = SequenceMatcher(None, [each.text for each in here], [each.text for each in there], autojunk=False)
    return {
        block.a + at: block.b + at for block in matcher.get_matching_blocks() for at in range(block.size)
    }


def _pairs(
    here: Sequence[Sentence], there: Sequence[Sentence], frame: Mapping[int, int]
) -> tuple[dict[int, int], frozenset[int]]:
    """Sentences that are alike although not in the frame, the most alike first; and which of them were moved."""
    gaps_here = _gaps(len(here), frame.keys())
    gaps_there = _gaps(len(there), frame.values())
    grams_here = {at: _grams(here[at].text) for at in gaps_here}
    grams_there = {at: _grams(there[at].text) for at in gaps_there}
    holders: dict[str, list[int]] = defaultdict(list)
    for at, grams in grams_there.items():
        for gram in grams:
            holders[gram].append(at)
    candidates: list[tuple[bool, float, int, int]] = []
    for one, grams in grams_here.items():
        shared = Counter(other for gram in grams for other in holders.get(gram, ()))
        for other, count in shared.items():
            alike = 2 * count / (len(grams) + len(grams_there[other]))
            elsewhere = gaps_here[one] != gaps_there[other]
            if alike >= (_ALIKE_ELSEWHERE if elsewhere else _ALIKE):
                candidates.append((elsewhere, -alike, one, other))
    paired: dict[int, int] = {}
    moved, taken = set(), set()
    for elsewhere, _, one, other in sorted(candidates):
        if one not in paired and other not in taken:
            paired[one] = other
            taken.add(other)
            if elsewhere:
                moved.add(one)
    return paired, frozenset(moved)


def _gaps(length: int, framed: Iterable[int]) -> dict[int, int]:
    """Each position outside the frame with the number of framed ones before it."""
    inside = frozenset(framed)
    gaps: dict[int, int] = {}
    number = 0
    for at in range(length):
        if at in inside:
            number += 1
        else:
            gaps[at] = number
    return gaps


def _grams(text: str) -> frozenset[str]:
    """Two neighbouring characters each; blanks do not part them."""
    bare = _bare(text)
    return frozenset(bare[at : at + 2] for at in range(len(bare) - 1)) or frozenset((bare,))


def _merged(
    here: Sequence[Sentence], there: Sequence[Sentence], pairs: Mapping[int, int], moved: frozenset[int]
) -> Iterator[ComparedSentence]:
    """In the document's order; what is gone follows what stood before it in the draft."""
    sources = {other: one for one, other in pairs.items()}
    gone_after: dict[int, list[int]] = defaultdict(list)
    last = -1
    for one in range(len(here)):
        if one not in pairs:
            gone_after[last].append(one)
        elif one not in moved:
            last = pairs[one]
    yield from (ComparedSentence("gone", here[one], None) for one in gone_after[-1])
    for other, sentence in enumerate(there):
        source = sources.get(other)
        yield ComparedSentence("new", None, sentence) if source is None else _pair(here[source], sentence, source in moved)
        yield from (ComparedSentence("gone", here[one], None) for one in gone_after[other])


def _pair(before: Sentence, after: Sentence, is_moved: bool) -> ComparedSentence:
    change: Change = "moved" if is_moved else "same" if before.text == after.text else "changed"
    spans = differences(before.text, after.text) if change != "same" else ()
    return ComparedSentence(change, before, after, spans)
