"""Concordances and trends by looking at every paragraph: the oracle, written to be obviously right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from indexer.engines.concordance import (
    CONTEXT,
    Cell,
    CellCounts,
    build_trend,
    kwic_line,
    strict_places,
)
from indexer.engines.ranking import FRAGMENT
from indexer.language.normalize import BARRIER, KeyMap
from indexer.model.orders import ConcordanceOrder
from indexer.model.reports import Span, StoredParagraph
from indexer.model.results import Concordance, KwicLine, Trend
from indexer.querying.concordance_request import searched_terms
from indexer.querying.matching import SearchFields, matches, occurrences
from indexer.querying.tree import ExactPhrase, SearchRequest, Term


@dataclass(frozen=True)
class _Occurrence:
    """``found`` is its place in the key of the field ``number`` of its paragraph."""

    paragraph: StoredParagraph
    number: int
    field: KeyMap
    found: Span

    @property
    def before(self) -> str:
        """The key from it back to where its sentence begins, nearest character first."""
        return self.field.key[: self.found[0]].rpartition(BARRIER)[2][::-1]

    @property
    def after(self) -> str:
        """The key from it on to where its sentence ends."""
        return self.field.key[self.found[1] :].partition(BARRIER)[0]

    def line(self, terms: Sequence[Term], width: int) -> KwicLine:
        return kwic_line(self.paragraph, self.number, self.field, self.found, terms, width)


def concordance(
    allowed: Iterable[tuple[StoredParagraph, SearchFields]],
    request: SearchRequest,
    order: ConcordanceOrder,
    width: int,
    is_word: Callable[[str], bool],
) -> Concordance:
    """The occurrences in those of the paragraphs, which all pass the filters, that answer the request."""
    terms = searched_terms(request.query)
    found = [
        one
        for paragraph, fields in allowed
        if matches(request.query, fields)
        for one in _occurrences(paragraph, terms)
    ]
    found.sort(key=_place)
    if order == "left":
        found.sort(key=lambda one: one.before[:CONTEXT])
    if order == "right":
        found.sort(key=lambda one: one.after[:CONTEXT])
    first = (request.page - 1) * request.size
    return Concordance(
        total=len(found),
        paragraph_total=len({one.paragraph.id for one in found}),
        page=request.page,
        pages=ceil(len(found) / request.size),
        size=request.size,
        lines=tuple(one.line(terms, width) for one in found[first : first + request.size]),
        before=_words([one.before[:4][::-1] for one in found], str.endswith, is_word),
        after=_words([one.after[:4] for one in found], str.startswith, is_word),
        understood_as=request.understood_as,
        notices=request.notices,
    )


def _words(
    contexts: Sequence[str], stands_in: Callable[[str, str], bool], is_word: Callable[[str], bool]
) -> tuple[tuple[str, int], ...]:
    """The words at the near end of contexts of four characters: all that stand there are counted, and named where half of them
    are the longest word there."""
    found: Counter[str] = Counter()
    longest: Counter[str] = Counter()
    for context in contexts:
        pieces = {context[a:b] for a in range(5) for b in range(a, 5)}
        ends = sorted((piece for piece in pieces if piece and stands_in(context, piece)), key=len)
        found.update(ends)
        longest.update([piece for piece in ends if len(piece) == 1 or is_word(piece)][-1:])
    named = [(text, count) for text, count in found.items() if 2 * longest[text] >= count]
    return tuple(sorted(named, key=lambda item: (-item[1], item[0]))[:20])


def trend(allowed: Iterable[tuple[StoredParagraph, SearchFields]], request: SearchRequest) -> Trend:
    """The occurrences in those of the paragraphs that answer the request, beside all of them."""
    terms = searched_terms(request.query)
    counts: dict[Cell, CellCounts] = {}
    for paragraph, fields in allowed:
        found = len(list(_occurrences(paragraph, terms))) if matches(request.query, fields) else 0
        cell = (paragraph.year, paragraph.unit_type)
        counts[cell] = counts.get(cell, CellCounts()) + CellCounts(found, int(found > 0), 1)
    return build_trend(request, counts)


def _occurrences(paragraph: StoredParagraph, terms: Sequence[Term]) -> Iterator[_Occurrence]:
    for number, text in enumerate((*paragraph.headings_above, paragraph.text)):
        field = KeyMap(text)
        for found in sorted({span for term in terms for span in _spans(term, field)}):
            yield _Occurrence(paragraph, number, field, found)


def _spans(term: Term, field: KeyMap) -> Iterator[Span]:
    """From where the first part of each occurrence begins to where the last one ends."""
    if isinstance(term, ExactPhrase):
        yield from (found for found, _ in strict_places(term.text, field))
    else:
        yield from ((parts[0][0], parts[-1][1]) for parts in occurrences(term, field.key))


def _place(one: _Occurrence) -> tuple[bool, int, str, int, int, Span]:
    """Fragments last, then the newest report first, then as it stands there."""
    paragraph = one.paragraph
    fragment = len(paragraph.text) < FRAGMENT
    return fragment, -(paragraph.year or 0), paragraph.report_id, paragraph.ordinal, one.number, one.found
