"""What is answered when a question finds nothing as typed: the gentlest other reading that finds something.

The steps, from the gentlest on; the answer names the one that it stands on:

1. ``all``: every word and phrase as typed;
2. ``filters``: years and names of unit types and sections among the words (公安 存在问题 警力) are taken for the filters they
   name;
3. ``segmented``: what was run together (党建业务融合) or remembered as one phrase, cut into its words, all of them; where no
   paragraph has these, ``filters`` again, for what is asked as one says it (2018年公安党建问题, 2018年的主体责任);
   Where a piece of what was run together is no word, a wrong character is the likeliest reason (支部书机抓党建): it is then put
   right by its sound and takes these steps once more, down to the most of its words; that is ``sound`` too;
   Filters that leave nothing are given up one kind at a time, before any word is;
4. ``most``: paragraphs that hold the most of the words, first those of the years that the question names, and with few hits those
   that hold one less; where none holds more than one of them, first ``reports``: the paragraphs of reports that have all of them,
   one here and one there;
5. ``sound``: another word that sounds like it, or what its pinyin spells (党健, dangjian, manbao guaca);
6. ``similar``: the paragraphs closest in their words.

Filters, exclusions and words of titles, headings and paths stay required at every step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from indexer.engines import Engine
from indexer.engines.relaxed_search import at_least, required_and_optional
from indexer.errors import QueryError
from indexer.language.normalize import query_key
from indexer.model.reports import ResultPage
from indexer.querying.formatting import query_text
from indexer.querying.request import build_request
from indexer.querying.tree import And, ExactPhrase, Phrase, Query, SearchRequest, Word, terms_of
from indexer.suggest.filter_steps import (
    as_filters,
    as_it_is_said,
    most_of_the_years,
    names_of,
    nothing,
    said,
    with_fewer_filters,
)
from indexer.suggest.other_readings import filter_reading, in_one_report
from indexer.suggest.run_on_text import EMPTY_WORDS, has_figures, pieces_of, puts_right

if TYPE_CHECKING:
    from indexer.model.results import SideBySide

#: What a question may mean when read by its sound; ``None`` where it sounds like nothing the archive has.
Sound = Callable[[str], "str | None"]

#: A text of so few characters is a word, which is not cut.
SHORTEST_CUT = 3

#: So many words that were cut out of what was typed are named in one line.
_MOST_NAMED = 6

#: How many paragraphs are shown when only likeness is left, and how alike they must be at least.
MOST_SIMILAR, LEAST_ALIKE = 5, 0.1


@dataclass(frozen=True)
class AnswerLadder:
    """Answers questions over ``engine``, step by step until something is found. ``sound`` is asked last but one; by
    default nothing sounds like anything; ``mended`` puts characters right that sound alike, without asking what holds them.
    Phrases in quotes are meant literally and stay whole, unless
    ``cut_phrases``: a reader sees by the notice what was asked instead, a program counts on them."""

    engine: Engine
    sound: Sound = lambda typed: None
    cut_phrases: bool = False
    mended: Sound = lambda typed: None

    def answer(self, request: SearchRequest) -> ResultPage:
        """The answer to ``request``, with ``step``, ``relaxed`` and a notice where it is not to the words as typed."""
        return self._answer(request)[0]

    def side_by_side(self, request: SearchRequest) -> SideBySide:
        """The answer to ``request`` in columns, by the facet that it groups by; all columns stand on the same step."""
        from indexer.engines.side_by_side import side_by_side

        page, answered = self._answer(replace(request, page=1, size=1, per_report=False))
        return side_by_side(self.engine, request, page, answered)

    def _answer(self, request: SearchRequest) -> tuple[ResultPage, SearchRequest | None]:
        """An answer and the question it is to; ``None`` where only likeness found it."""
        page = self.engine.search(request)
        optional, required = required_and_optional(request.query)
        if page.total or not optional:
            return page, request
        parts = self._segmented(optional)
        for found, answered in self._weaker(request, optional, parts, required):
            if found.total:
                weaker = replace(
                    found,
                    title_hits=page.title_hits or found.title_hits,
                    facets=found.facets or page.facets,
                    left_out=page.left_out,
                    took_ms=page.took_ms + found.took_ms,
                    relaxed=True,
                )
                return weaker, answered
        return page, request

    def _weaker(
        self, request: SearchRequest, typed: Sequence[Query], parts: Sequence[Query], required: Sequence[Query]
    ) -> Iterator[tuple[ResultPage, SearchRequest | None]]:
        """The answers of the steps with what they answer, each asked for only when the one before found nothing. What was typed
        is read aloud once, whichever step wants it."""
        free = all(map(self._is_free, typed))
        by_sound = cache(lambda: self._by_sound(request, typed))
        reading = filter_reading(And(tuple(typed))) if free else None
        yield as_filters(self.engine, request, reading, required)
        if tuple(parts) != tuple(typed):
            if free and not required and _falls_apart(parts, typed):
                yield by_sound()
            asked = replace(request, query=And((*parts, *required)))
            notice = f"没有连在一起的“{names_of(typed, '')}”，以下段落同时包含 {names_of(parts)}"
            yield said(self.engine.search(asked), "segmented", notice), asked
        yield from with_fewer_filters(self.engine, request, reading, required)
        if len(typed) > 1 and tuple(parts) != tuple(typed):
            yield self._in_one_report(request, typed, required)
        if len(parts) > 1:
            if free and not required and len(typed) == 1 and self._is_a_word(by_sound()[0].asked_instead):
                yield by_sound()
            if free and not required and len(typed) == 1 and self._has_a_slip(parts, typed):
                yield from self._mended(request, typed)
            if free and len(typed) == 1:
                yield from as_it_is_said(self.engine, request, names_of(typed, " "), required)
            yield from most_of_the_years(self.engine, request, reading, required)
            yield from self._fewer(request, typed, parts, required)
        if free and not required:
            yield by_sound()
            yield self._similar(request, typed), None

    def _segmented(self, parts: Sequence[Query]) -> tuple[Query, ...]:
        """The parts with every word and phrase cut into the words it is made of, each once."""
        cut: dict[Query, None] = {}
        for part in parts:
            cut.update(dict.fromkeys(self._pieces(part)))
        return tuple(cut)

    def _is_free(self, part: Query) -> bool:
        """Whether other words than those typed may be looked for in place of a part."""
        return self.cut_phrases or not all(isinstance(term, Phrase | ExactPhrase) for term in terms_of(part))

    def _pieces(self, part: Query) -> list[Query]:
        if not self._is_free(part) or not isinstance(part, Word | Phrase) or len(part.key) <= SHORTEST_CUT:
            return [part]
        words = [word for word in pieces_of(part.text, self.engine.words) if word not in EMPTY_WORDS]
        if 2 * sum(len(word) for word in words if len(word) > 1) < sum(map(len, words)):
            return [part]  # 一人多岗: its characters stand in any long paragraph
        pieces: list[Query] = [Word(word, key) for word in words if (key := query_key(word))]
        return pieces if len(pieces) > 1 else [part]

    def _fewer(
        self, request: SearchRequest, typed: Sequence[Query], parts: Sequence[Query], required: Sequence[Query]
    ) -> Iterator[tuple[ResultPage, SearchRequest]]:
        """Paragraphs that hold the most of ``parts``, see ``relaxed_search.at_least``; before those that hold a single one, those
        of reports that hold all. What was cut out of what was ``typed`` is named, a few of it: nobody has seen it yet."""
        least, found, asked = at_least(self.engine, request, tuple(parts), tuple(required))
        if least < 2:
            yield self._in_one_report(request, parts, required)
        measure = "个词" if all(isinstance(part, Word | Phrase) for part in parts) else "个部分"
        cut = tuple(parts) != tuple(typed) and len(parts) <= _MOST_NAMED
        wanted = f" {names_of(parts)} " if cut else f"全部 {len(parts)} {measure}"
        yield said(found, "most", f"没有同时包含{wanted}的段落，以下包含其中至少 {least} 个"), asked

    def _in_one_report(
        self, request: SearchRequest, parts: Sequence[Query], required: Sequence[Query]
    ) -> tuple[ResultPage, SearchRequest]:
        """The paragraphs with one of ``parts`` in reports that have all of them."""
        query = in_one_report(parts)
        if query is None:
            return nothing(request), request
        asked = replace(request, query=And((*query.parts, *required)))
        notice = f"没有同时包含 {names_of(parts)} 的段落；以下段落所在的报告，在不同段落里写到了全部 {len(parts)} 个词"
        found = self.engine.search(asked)
        if found.total and not found.title_hits:
            # A title is judged alone, and seldom has all words: those that have one are worth naming too.
            any_of_them = replace(request, query=And((query.parts[0], *required)), size=1)
            found = replace(found, title_hits=self.engine.search(any_of_them).title_hits)
        return said(found, "reports", notice, asked_instead=query_text(query)), asked

    def _is_a_word(self, text: str | None) -> bool:
        """Whether a text is one word of the dictionary: 形式主意 sounds like one (形式主义), 压力传导 like none (压力传到)."""
        return bool(text) and self.engine.words(text or "") == [text]

    def _has_a_slip(self, parts: Sequence[Query], typed: Sequence[Query]) -> bool:
        """Whether cutting leaves what is no word: single characters, or a word that no paragraph has."""
        words = (term.text for part in parts for term in terms_of(part))
        return _falls_apart(parts, typed) or not all(has_figures(word) or self._count(word) for word in words)

    def _count(self, word: str) -> int:
        """How many paragraphs have a word."""
        key = query_key(word)
        return self.engine.count(SearchRequest(And((Word(word, key),)))) if key else 0

    def _put_right(self, plain: str) -> str | None:
        """A text with its wrong characters put right; ``None`` where that would tear words that are right."""
        meant = self.mended(plain)
        if meant is None or not query_key(meant):
            return None
        typed, read = (pieces_of(query_key(text), self.engine.words) for text in (plain, meant))
        return meant if puts_right(typed, read, self._count) else None

    def _mended(self, request: SearchRequest, typed: Sequence[Query]) -> Iterator[tuple[ResultPage, SearchRequest]]:
        """What was typed, with its wrong characters put right: paragraphs that hold all its words, what it names as filters,
        reports that hold all, and the paragraphs that hold the most."""
        plain = "".join(term.text for part in typed for term in terms_of(part))
        meant = self._put_right(plain)
        optional, required = required_and_optional(build_request(meant).query) if meant else ((), ())
        parts = self._segmented(optional)
        if meant is None or required or len(parts) < 2:
            return
        query = And(parts)
        asked = replace(request, query=query, understood_as=meant)
        notice = f"没有找到“{plain}”，以下段落同时包含 {names_of(parts)}（“{meant}”）"
        yield said(self.engine.search(asked), "sound", notice, asked_instead=query_text(query)), asked
        read = replace(asked, notices=(*request.notices, f"没有找到“{plain}”，以下按“{meant}”查"))
        yield from as_it_is_said(self.engine, read, meant, ())
        yield self._in_one_report(read, parts, ())
        for found, most in self._fewer(read, typed, parts, ()):
            yield replace(found, step="sound", asked_instead=found.asked_instead or meant), most

    def _by_sound(self, request: SearchRequest, typed: Sequence[Query]) -> tuple[ResultPage, SearchRequest]:
        """What was typed as it sounds."""
        plain = " ".join(part.text for part in typed if isinstance(part, Word | Phrase))
        meant = self.sound(plain) if plain else None
        if not meant:
            return nothing(request), request
        try:
            query = build_request(meant).query
        except QueryError:
            return nothing(request), request
        asked = replace(request, query=query, understood_as=meant)
        notice = f"没有找到“{plain}”，以下是“{meant}”的结果"
        return said(self.engine.search(asked), "sound", notice, asked_instead=meant), asked

    def _similar(self, request: SearchRequest, typed: Sequence[Query]) -> ResultPage:
        text = "，".join(term.text for part in typed for term in terms_of(part))
        hits = self.engine.similar(text, request.filters, MOST_SIMILAR) if query_key(text) and request.page == 1 else ()
        hits = tuple(hit for hit in hits if hit.score >= LEAST_ALIKE)
        reports = len({hit.paragraph.report_id for hit in hits})
        found = replace(nothing(request), total=len(hits), report_total=reports, pages=min(len(hits), 1), hits=hits)
        return said(found, "similar", f"没有包含这些字的段落，以下 {len(hits)} 段说法最接近")


def _falls_apart(parts: Sequence[Query], typed: Sequence[Query]) -> bool:
    """Whether cutting leaves single characters of what was typed: more likely a word with a wrong character (乡村振新)."""
    return any(isinstance(part, Word) and len(part.key) == 1 and part not in typed for part in parts)
