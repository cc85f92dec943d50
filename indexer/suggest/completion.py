"""Completions from the archive's own words and headings, by characters, pinyin or initials, and corrections
("您是不是要找") of a word that sounds like another.

Entries are numbered by *rank*: 0 occurs in the most paragraphs.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice, product
from typing import Literal

from indexer.language import pinyin
from indexer.language.normalize import BARRIER, HAN, clean_text, query_key
from indexer.language.spoken import spoken_key
from indexer.suggest.phonetic_index import PhoneticIndex, SortedKeys
from indexer.suggest.run_on_text import SLIP_FACTOR
from indexer.suggest.spelling import Spelling

Kind = Literal["word", "heading"]
How = Literal["characters", "pinyin", "initials", "mixed"]

#: A longer heading is no help to somebody who types.
LONGEST_ENTRY = 40
#: How often ``did_you_mean`` may ask the engine.
MOST_COUNTS = 12

#: The pinyin of the longest entry.
_LONGEST_TYPED = 6 * LONGEST_ENTRY
#: Separates headings; no key contains it.
_BETWEEN = "\x00"
#: The last word of what is typed and all before it, with the signs of the query language.
_LAST_WORD = re.compile(r"(.*[\s\"“”「」『』()（）|｜:：]|)([-－]?)(.*)", re.DOTALL)
_LETTER = re.compile("[a-z]")
#: Where a run may not begin: with what a figure counts or dates. 2018年 is right, and its 年 no part of a word with what follows
#: (2018年的 is not 年底).
_NOT_COUNTED = "(?!(?<=[0-9０-９])[年月日号天个次名户项件届期批场万亿元]|(?<=[0-9０-９][年月])[度底初末份])"
#: What may contain a slip; a field's name may not.
_RUN = re.compile(rf"{_NOT_COUNTED}[{HAN}]+(?![{HAN}:：])|[A-Za-z]+(?![A-Za-z:：])")

#: Segmentation of a run of text: the price of each kind of piece. One word right is better than two, a slip
#: is dearer than a word, above all of a word that the archive has, and a character that is in no word
#: dearer than most.
_WORD, _CHARACTER, _LEFT_OVER = 1.0, 1.5, 2.5
_SLIP, _PER_DIFFERENCE, _PER_FUZZY, _PER_KNOWN = 1.4, 0.2, 0.4, 0.8
_LONGEST_QUERY, _LONGEST_RUN, _LONGEST_WINDOW, _MOST_COVERS, _MOST_WAYS = 100, 32, 24, 4, 256

Cover = tuple[float, str]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``count``: paragraphs that contain the completed word or heading; for a correction, the whole
    ``text``. ``how``: the way of typing it was found by."""

    text: str
    count: int
    kind: Kind
    how: How


@dataclass(frozen=True, slots=True)
class _Slip:
    """An entry that sounds like a word: 0 the same, 1 in fuzzy pinyin, 2 by another reading of a character;
    and how many characters differ."""

    kind: int
    differing: int
    rank: int

    @property
    def price(self) -> float:
        return _SLIP + _PER_FUZZY * self.kind + _PER_DIFFERENCE * self.differing


@dataclass(frozen=True, slots=True)
class CompletionIndex:
    """The archive's words and headings, indexed by characters and by sound; immutable. Made by ``build``."""

    _texts: Sequence[str]
    _keys: Sequence[str]
    _counts: array[int]
    _headings: frozenset[int]
    _characters: SortedKeys
    _phonetic: PhoneticIndex
    _joined: str
    _joined_ranks: array[int]
    _joined_starts: array[int]

    @classmethod
    def build(cls, terms: Iterable[tuple[str, int]], headings: Iterable[tuple[str, int]]) -> CompletionIndex:
        """Of texts with the number of paragraphs that contain each. Texts of one key are one entry with
        their sum; a heading that is also a word is a word, with the higher number. Entries without
        paragraphs, without a letter, digit or ideograph, or of more than 40 characters are left out."""
        words, heads = _merged(terms), _merged(headings)
        entries = [
            (-max(number, heads.get(key, ("", 0))[1]), "word", key, text)
            for key, (text, number) in words.items()
        ]
        entries += [(-number, "heading", k, text) for k, (text, number) in heads.items() if k not in words]
        entries.sort(key=lambda entry: (entry[0], entry[1] == "heading", entry[2]))
        keys = tuple([key for _, _, key, _ in entries])
        are_headings = [rank for rank, entry in enumerate(entries) if entry[1] == "heading"]
        starts, at = array("i"), 0
        for rank in are_headings:
            starts.append(at)
            at += len(keys[rank]) + len(_BETWEEN)
        return cls(
            _texts=tuple([k if k == text else text for _, _, k, text in entries]),
            _keys=keys,
            _counts=array("q", [-number for number, _, _, _ in entries]),
            _headings=frozenset(are_headings),
            _characters=SortedKeys.of((key, rank) for rank, key in enumerate(keys)),
            _phonetic=PhoneticIndex.of(tuple([_spoken(text, key) for _, _, key, text in entries])),
            _joined=_BETWEEN.join([keys[rank] for rank in are_headings]),
            _joined_ranks=array("i", are_headings),
            _joined_starts=starts,
        )

    def __len__(self) -> int:
        return len(self._keys)

    # --- completions -----------------------------------------------------------------------

    def complete(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Completions of the last word of ``typed``, with what precedes it kept. First what begins
        with its characters, then headings that contain them, then pinyin, initials, mixtures, other
        readings, fuzzy pinyin; within each, what occurs in more paragraphs first."""
        found = _LAST_WORD.fullmatch(typed)
        key = query_key(found[3]).strip(BARRIER) if found else ""
        if not found or not 0 < len(key) <= _LONGEST_TYPED or limit < 1:
            return ()
        ways: dict[int, How] = {}
        for how, ranks in self._ways(key, spoken_key(found[3]).strip(BARRIER)):
            for rank in ranks if isinstance(ranks, Iterator) else nsmallest(limit + len(ways), ranks):
                ways.setdefault(rank, how)
                if len(ways) == limit:
                    return self._suggestions(ways, found[1] + found[2])
        return self._suggestions(ways, found[1] + found[2])

    def _suggestions(self, ways: Mapping[int, How], before: str = "") -> tuple[Suggestion, ...]:
        return tuple(
            [
                Suggestion(before + self._texts[rank], self._counts[rank], self._kind(rank), how)
                for rank, how in ways.items()
            ]
        )

    def _kind(self, rank: int) -> Kind:
        return "heading" if rank in self._headings else "word"

    def _ways(self, key: str, spoken: str) -> Iterator[tuple[How, Iterable[int]]]:
        """The ranks that answer, class by class; an iterator gives them in order already. Each class is used
        up before the next is asked for."""
        yield "characters", self._characters.starting(key)
        yield "characters", self._within(key)
        letters, phonetic = pinyin.toneless(spoken), self._phonetic
        plain = letters.isascii() and letters.isalnum()
        if plain:
            yield "pinyin", phonetic.whole.starting(letters)
            yield "initials", phonetic.initials.starting(letters)
        in_syllables: list[int] = []
        if _LETTER.search(letters):
            yield "mixed", _mixed(phonetic.spelled(letters), in_syllables)
        if plain:
            yield "pinyin", iter(in_syllables)
            yield "pinyin", phonetic.fuzzy_matches(letters)

    def _within(self, key: str) -> Iterator[int]:
        """Headings that contain ``key`` after their beginning, most frequent first."""
        at = self._joined.find(key)
        while at >= 0:
            place = bisect_right(self._joined_starts, at)
            yield self._joined_ranks[place - 1]
            if place == len(self._joined_starts):
                return
            at = self._joined.find(key, self._joined_starts[place])

    # --- corrections -----------------------------------------------------------------------

    def corrections(self, word: str, limit: int = 3) -> tuple[Suggestion, ...]:
        """Entries that sound like ``word`` and are written otherwise: the same syllables, then in
        fuzzy pinyin, then one character by another of its readings; those that keep more characters first,
        then those of more paragraphs. Letters are read as pinyin. Nothing for a word that occurs in
        a similar number of paragraphs itself, or has one character only."""
        slips = self._slips(query_key(word), spoken_key(word))
        return self._suggestions({slip.rank: "pinyin" for slip in slips[:limit]})

    def did_you_mean(self, query: str, count: Callable[[str], int]) -> Suggestion | None:
        """``query`` with its slips corrected, where that has far more hits. ``count`` returns how many
        paragraphs contain a string or match a query; it is called at most twelve times. A query of more
        than 100 characters was not typed and gets no answer."""
        if len(query) > _LONGEST_QUERY:
            return None
        runs = [run for run in _RUN.finditer(query) if len(run[0]) <= _LONGEST_RUN]
        ways = islice(product(*(self._covers(run[0]) for run in runs)), _MOST_WAYS)
        priced = sorted(
            (sum(price for price, _ in way), _put(query, runs, [text for _, text in way])) for way in ways
        )
        mended = [text for _, text in priced if text != query][: MOST_COUNTS - 1]
        asked = count(query) if mended else 0
        for text in mended:
            number = count(text)
            if number >= max(1, SLIP_FACTOR * asked):
                return Suggestion(text, number, "word", "pinyin")
        return None

    def mended(self, query: str) -> str | None:
        """``query`` read at its cheapest, with slips corrected; ``None`` where it reads best as it is. Whether anything holds it
        is not asked."""
        runs = [run for run in _RUN.finditer(query) if len(run[0]) <= _LONGEST_RUN] if len(query) <= _LONGEST_QUERY else []
        best = [min(self._covers(run[0]))[1] for run in runs]
        text = _put(query, runs, best)
        return text if text != query else None

    def spelled_within(self, letters: str) -> list[str]:
        """Entries of two characters or more whose pinyin is a part of ``letters``, those of the longest parts first, of
        equal ones the rarest."""
        parts = ((start, end) for start in range(len(letters)) for end in range(start + 2, len(letters) + 1))
        found = {(start - end, -rank) for start, end in parts for _, rank in self._phonetic.like(letters[start:end])}
        return [self._texts[-rank] for _, rank in sorted(found)]

    def _known(self, key: str) -> int:
        """Paragraphs of the entry with this key; 0 for none."""
        ranks = self._characters.equal(key)
        return self._counts[ranks[0]] if ranks else 0

    def _slips(self, key: str, spoken: str, *, in_a_row: bool = False) -> list[_Slip]:
        """Less certain sounds must leave one character of the word, or all but one, and are nothing to
        a word that the archive has. Among other characters that word may be wrong itself: ``in_a_row``."""
        known = self._known(key)
        most = (len(key), 0 if known else len(key) - 1, 0 if known else 1)
        fewest = 1 if in_a_row else max(1, SLIP_FACTOR * known)
        found: dict[int, _Slip] = {}
        for kind, rank in self._phonetic.like(spoken):
            differing = sum(map(str.__ne__, spoken, self._phonetic.keys[rank]))
            if self._keys[rank] != key and self._counts[rank] >= fewest and differing <= most[kind]:
                found.setdefault(rank, _Slip(kind, differing, rank))
        return sorted(found.values(), key=lambda slip: (slip.kind, slip.differing, slip.rank))

    def _covers(self, run: str) -> list[Cover]:
        """The cheapest ways to read a run of text as words of the archive, slips corrected, by price."""
        key, spoken = query_key(run), spoken_key(run)
        if not len(key) == len(spoken) == len(run):
            return [(0.0, run)]
        best: list[list[Cover]] = [[(0.0, "")]]
        for end in range(1, len(run) + 1):
            ways: dict[str, float] = {}
            for start in range(max(0, end - _LONGEST_WINDOW), end):
                window = self._window(run[start:end], key[start:end], spoken[start:end], end - start < len(run))
                for price, text in window:
                    for before, begun in best[start]:
                        ways[begun + text] = min(before + price, ways.get(begun + text, before + price))
            best.append(sorted((price, text) for text, price in ways.items())[:_MOST_COVERS])
        return best[-1]

    def _window(self, text: str, key: str, spoken: str, in_a_row: bool) -> Iterator[Cover]:
        """What a part of a run may be: itself, or what it sounds like."""
        known = self._known(key)
        if known:
            yield (_WORD if len(key) > 1 else _CHARACTER), text
        elif len(key) == 1:
            yield _LEFT_OVER, text
        for slip in self._slips(key, spoken, in_a_row=in_a_row)[:2]:
            yield slip.price + (_PER_KNOWN if known else 0), self._texts[slip.rank]


def _mixed(spelled: Iterable[tuple[int, Spelling]], in_syllables: list[int]) -> Iterator[int]:
    """The ranks that are spelled by a mixture; those spelled by syllables alone go to ``in_syllables``."""
    for rank, how in spelled:
        if how == "mixed":
            yield rank
        else:
            in_syllables.append(rank)


def _merged(texts: Iterable[tuple[str, int]]) -> dict[str, tuple[str, int]]:
    """Key → the most frequent way to write it, and the paragraphs of all ways together."""
    ways: dict[str, list[tuple[int, str]]] = {}
    for text, number in texts:
        key = query_key(text).strip(BARRIER)
        if number > 0 and 0 < len(key) <= LONGEST_ENTRY and pinyin.readable(key):
            ways.setdefault(key, []).append((-number, clean_text(text)))
    return {key: (min(each)[1], -sum(number for number, _ in each)) for key, each in ways.items()}


def _spoken(text: str, key: str) -> str:
    """What is read aloud of an entry; the same object as its key where it is equal."""
    spoken = spoken_key(text).strip(BARRIER)
    return key if spoken == key else spoken


def _put(query: str, runs: Sequence[re.Match[str]], texts: Sequence[str]) -> str:
    """``query`` with each run replaced by its text."""
    pieces, at = [], 0
    for run, text in zip(runs, texts, strict=True):
        pieces += [query[at : run.start()], text]
        at = run.end()
    return "".join([*pieces, query[at:]])
