"""Suggestions for something typed, each with the number of paragraphs that a search for it finds."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.engines import Engine
from indexer.errors import BiganError, QueryError
from indexer.language.pinyin import toneless
from indexer.model.reports import Hit
from indexer.querying.facet_kinds import ListedFacet
from indexer.querying.facets import FACETS
from indexer.querying.filters import Filters
from indexer.querying.request import build_request
from indexer.suggest.completion import CompletionIndex, Suggestion
from indexer.suggest.spelled_passages import spelled_passage
from indexer.suggest.wrong_character import put_right

#: How many completions are shown, and how many are looked at for those that find something.
MOST_SHOWN = 8
MOST_TRIED = 16
#: Of a vocabulary so many entries are kept, those of the most paragraphs.
MOST_WORDS, MOST_HEADINGS = 120_000, 60_000
#: A field and the beginning of its value, at the end of what is typed.
_LAST_FIELD = re.compile(r"(.*\s|)([^\s:：]+)([:：])(\S*)", re.DOTALL)
#: So many paragraphs of a word are searched for what sounds like something typed.
_READ_ALOUD = 50


@dataclass(frozen=True, slots=True)
class Suggestions:
    """``completions`` of what was typed; ``meant`` is what else it may be a slip for. Counts are those of a search.
    Without ``ready`` there is no vocabulary yet, and nothing is suggested."""

    completions: tuple[Suggestion, ...] = ()
    meant: Suggestion | None = None
    ready: bool = True


class Suggester:
    """Suggestions over an engine; for many threads. The vocabulary is made once a generation."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._building = threading.Lock()
        self._now: tuple[int, CompletionIndex] | None = None

    def ready(self) -> bool:
        """Whether there is a vocabulary, perhaps of an earlier generation."""
        return self._now is not None

    def refresh(self) -> None:
        """Makes the vocabulary of the newest generation, unless it is there. Takes a second or more for a large
        archive."""
        with self._building:
            self._refresh()

    def refresh_later(self) -> None:
        """The same in a thread of its own; does nothing while another thread does it."""
        if self._is_stale() and not self._building.locked():
            threading.Thread(target=self._try_refresh, name="vocabulary").start()

    def _try_refresh(self) -> None:
        if not self._building.acquire(blocking=False):
            return
        try:
            self._refresh()
        except BiganError:
            # The index is gone or damaged for now: a search says so; the next suggestion tries again.
            return
        finally:
            self._building.release()

    def _refresh(self) -> None:
        if self._is_stale():
            generation, found = self._engine.stats().generation, self._engine.vocabulary()
            built = CompletionIndex.build(found.words[:MOST_WORDS], found.headings[:MOST_HEADINGS])
            self._now = generation, built

    def _is_stale(self) -> bool:
        return self._now is None or self._now[0] != self._engine.stats().generation

    def suggest(self, typed: str, filters: Filters | None = None) -> Suggestions:
        """Completions of ``typed`` and what it may be a slip for, with the paragraphs each finds under
        ``filters``. Uses the vocabulary at hand and never waits for a newer one."""
        if self._now is None:
            return Suggestions(ready=False)
        vocabulary, allowed = self._now[1], filters or Filters()
        completions: list[Suggestion] = []
        begun = _values_begun(typed)
        for completed in self._counted(begun or vocabulary.complete(typed, MOST_TRIED), allowed):
            completions.append(completed)
            if len(completions) == MOST_SHOWN:
                break
        if begun:
            return Suggestions(tuple(completions))
        meant = vocabulary.did_you_mean(typed, lambda text: self._count(text, allowed))
        if meant is not None and any(meant.text == completed.text for completed in completions):
            meant = None
        return Suggestions(tuple(completions), meant)

    def mended(self, typed: str) -> str | None:
        """``typed`` with characters that sound alike put right, whether or not it is found in a row (支部书机抓党建:
        支部书记抓党建); ``None`` where nothing is to be put right, or without a vocabulary."""
        return self._now[1].mended(typed) if self._now else None

    def by_sound(self, typed: str) -> str | None:
        """What ``typed`` may mean when it is read aloud: another spelling that sounds like it, the words that its pinyin or
        initials stand for, what a text has of that sound, or has with one character put right. ``None`` where there is none, or
        no vocabulary yet."""
        plain = toneless(unicodedata.normalize("NFKC", typed))  # ＤＪ, zhǔtǐ
        typed = plain if plain.isascii() else typed
        found = self.suggest(typed)
        if found.meant is not None:
            return found.meant.text
        if typed.isascii() and typed.replace(" ", "").isalpha():
            for offered in found.completions:
                if offered.how != "characters":
                    return offered.text
        read = spelled_passage(typed, self._now[1], self._some_hits) if self._now else None
        joined = "".join(typed.split())
        if read is None and joined != typed and joined.isascii() and joined.isalpha():
            return self.by_sound(joined)  # zhu ti ze ren: one word, a syllable at a time
        return read or (put_right(typed, self._some_hits) if joined == typed and self._now else None)

    def _some_hits(self, words: str) -> tuple[Hit, ...]:
        """The best paragraphs for some words; none for what cannot be asked."""
        try:
            return self._engine.search(build_request(words, size=_READ_ALOUD)).hits
        except QueryError:
            return ()

    def _counted(self, offered: tuple[Suggestion, ...], filters: Filters) -> Iterator[Suggestion]:
        """Those that find something, with how much."""
        for suggestion in offered:
            number = self._count(suggestion.text, filters)
            if number:
                yield replace(suggestion, count=number)

    def _count(self, text: str, filters: Filters) -> int:
        """How many paragraphs a question finds; 0 for one that cannot be asked."""
        try:
            asked = build_request(text, size=1)
        except QueryError:
            return 0
        return self._engine.count(replace(asked, filters=filters))


def _values_begun(typed: str) -> tuple[Suggestion, ...]:
    """What is typed with the value of a facet completed (党建 单位:公 → 党建 单位:公安)."""
    last = _LAST_FIELD.fullmatch(typed)
    if last is None:
        return ()
    before, name, sign, value = last.groups()
    facets = (facet for facet in FACETS.values() if isinstance(facet, ListedFacet) and name in facet.field_names)
    return tuple(
        Suggestion(f"{before}{name}{sign}{word}", 0, "word", "characters") for facet in facets for word in facet.begun_by(value)
    )
