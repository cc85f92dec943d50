"""What became of a draft in Word, as it is read: paragraph by paragraph, unchanged ones folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from indexer.drafting.export.comparison import CHANGES, Change, ComparedSentence, Comparison
from indexer.language.text_diff import DiffSpan


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence in pieces, and what happened to it."""

    change: Change
    label: str
    spans: tuple[DiffSpan, ...]


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """The sentences of one paragraph; ``number`` is that of the file's paragraph, ``None`` where it is gone."""

    number: int | None
    sentences: tuple[SentenceView, ...]

    @property
    def is_same(self) -> bool:
        return all(sentence.change == "same" for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """A comparison with a file: counts with their labels, and runs of paragraphs that are all the same or all not."""

    file: str
    total: int
    counts: tuple[tuple[Change, str, int], ...]
    runs: tuple[tuple[bool, tuple[ParagraphView, ...]], ...]

    @property
    def is_same(self) -> bool:
        return all(same for same, _ in self.runs)


def view_comparison(found: Comparison, file: str) -> ComparisonView:
    """A comparison as the page shows it."""
    counts = tuple((change, label, found.counts[change]) for change, label in CHANGES.items())
    runs = groupby(_paragraphs(found.sentences), key=lambda paragraph: paragraph.is_same)
    return ComparisonView(file, len(found.sentences), counts, tuple((same, tuple(run)) for same, run in runs))


def _paragraphs(sentences: Iterable[ComparedSentence]) -> Iterator[ParagraphView]:
    """What is gone from a paragraph stays in it; a paragraph that is gone stands alone."""
    number: int | None = None
    origin: int | None = None
    held: list[SentenceView] = []
    for each in sentences:
        starts = each.after.paragraph != number if each.after else each.before is not None and each.before.paragraph != origin
        if starts and held:
            yield ParagraphView(None if number is None else number + 1, tuple(held))
            held = []
        if starts:
            number = each.after.paragraph if each.after else None
        if each.before is not None and each.change != "moved":
            origin = each.before.paragraph
        held.append(_sentence(each))
    if held:
        yield ParagraphView(None if number is None else number + 1, tuple(held))


def _sentence(each: ComparedSentence) -> SentenceView:
    spans = each.spans
    if not spans and each.after is None:
        spans = (DiffSpan("only_here", each.before.text if each.before else ""),)
    elif not spans:
        spans = (DiffSpan("same" if each.before else "only_there", each.after.text if each.after else ""),)
    return SentenceView(each.change, CHANGES[each.change], spans)
