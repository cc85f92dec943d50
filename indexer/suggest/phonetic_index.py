"""The archive's entries by how they sound: sorted keys with the numbers of the entries beside them, so
that a question is two bisections and a look at what lies between.

Entries are numbered by *rank*: 0 stands in the most paragraphs.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from sys import intern

from indexer.language import pinyin

#: Sorts after every key that begins like it.
_AFTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class SortedKeys:
    """Keys in order, each with its rank; a key may stand there more than once."""

    keys: Sequence[str]
    ranks: array[int]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, int]]) -> SortedKeys:
        ordered = sorted(pairs)
        return cls(tuple([key for key, _ in ordered]), array("i", [rank for _, rank in ordered]))

    def starting(self, beginning: str) -> array[int]:
        """The ranks of the keys that begin so."""
        start = bisect_left(self.keys, beginning)
        return self.ranks[start : bisect_left(self.keys, beginning + _AFTER, start)]

    def equal(self, key: str) -> array[int]:
        """The ranks of this key."""
        start = bisect_left(self.keys, key)
        return self.ranks[start : bisect_right(self.keys, key, start)]


@dataclass(frozen=True, slots=True)
class Heard:
    """``keys``, as they are read aloud, by rank. ``whole``: all syllables of each, ``initials``: their first letters, in the
    usual reading; ``whole_otherwise`` and ``initials_otherwise`` with another frequent reading at one
    place, the letters at several; ``blurred``: all syllables as southern speakers mix them up."""

    keys: Sequence[str]
    whole: SortedKeys
    initials: SortedKeys
    whole_otherwise: SortedKeys
    initials_otherwise: SortedKeys
    blurred: SortedKeys

    @classmethod
    def of(cls, keys: Sequence[str]) -> Heard:
        """Of the entries' spoken keys, by rank."""
        lists: tuple[list[tuple[str, int]], ...] = ([], [], [], [], [])
        whole, initials, whole_otherwise, initials_otherwise, blurred = lists
        for rank, key in enumerate(keys):
            usual, *further = pinyin.readings(key)
            first = pinyin.initials(usual)
            whole.append(("".join(usual), rank))
            initials.append((intern(first), rank))
            blurred.append(("".join(map(pinyin.blurred, usual)), rank))
            whole_otherwise += [("".join(said), rank) for said in further]
            others = set(map(pinyin.initials, further))
            if others:
                others |= pinyin.first_letters(tuple(pinyin.readable(key)))
            initials_otherwise += [(intern(o), rank) for o in others if o != first and len(o) == len(first)]
        return cls(keys, *map(SortedKeys.of, lists))

    def blurs(self, letters: str) -> set[int]:
        """Entries whose blurred syllables begin as these letters do when they are blurred."""
        return set(chain.from_iterable(map(self.blurred.starting, pinyin.blurs(letters))))

    def spelled(self, ways: Sequence[pinyin.Syllables]) -> Iterator[int]:
        """Entries that begin with what one of these mixtures stands for, by rank."""
        begun = {letters for way in ways for letters in pinyin.first_letters(way)}
        ranks: set[int] = set()
        for letters in begun:
            ranks.update(self.initials.starting(letters), self.initials_otherwise.starting(letters))
        allowed = [(len(way), pinyin.standing_for(way)) for way in ways]
        for rank in sorted(ranks):
            characters = pinyin.readable(self.keys[rank])
            for length, sets in allowed:
                if len(characters) >= length and all(map(frozenset.__contains__, sets, characters)):
                    yield rank
                    break

    def like(self, key: str) -> Iterator[tuple[int, int]]:
        """Entries that are read as ``key`` is, with how well: 0 the same syllables, 1 blurred ones,
        2 by another reading of a character. Letters are taken for the pinyin of two characters or more."""
        if key.isascii():
            for rank in chain(self.whole.equal(key), self.whole_otherwise.equal(key)):
                if len(self.keys[rank]) > 1 and not self.keys[rank].isascii():
                    yield 0, rank
        elif len(key) > 1 and key.isalnum():
            said = pinyin.readings(key)
            whole = ["".join(way) for way in said]
            blurred = "".join(map(pinyin.blurred, said[0]))
            otherwise = (each.equal(way) for way in whole for each in (self.whole, self.whole_otherwise))
            yield from (
                (0, r) for r in self.whole.equal(whole[0]) if self._matches(key, r, pinyin.sound_same)
            )
            yield from (
                (1, r) for r in self.blurred.equal(blurred) if self._matches(key, r, pinyin.sound_alike)
            )
            yield from ((2, r) for r in chain(*otherwise) if self._matches(key, r, pinyin.sound_same))

    def _matches(self, key: str, rank: int, sounds: Callable[[str, str], bool]) -> bool:
        """Whether it is also the same character by character: fangan is read fang an and fan gan."""
        other = self.keys[rank]
        return len(other) == len(key) and all(map(sounds, key, other))
