"""The archive's entries by how they sound: sorted keys with the entries' ranks beside them, so that a
look-up is two bisections.

Entries are numbered by *rank*: 0 occurs in the most paragraphs.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product
from sys import intern

from indexer.language import pinyin
from indexer.suggest.spelling import Speller, Spelling

#: Sorts after every key that begins like it.
_AFTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class SortedKeys:
    """Keys in order, each with its rank; a key may be listed more than once."""

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
class PhoneticIndex:
    """Entries by rank.

    ``keys``: as they are read aloud. ``whole``: all syllables in the usual reading; ``initials``: their first
    letters; ``whole_otherwise``: with another frequent reading of one character; ``fuzzy``: all syllables,
    folded by ``pinyin.fuzzy``. ``by_letters``: what readings of the first two characters begin with (of one,
    where there is no second) → ranks in order. ``unusual``: rank → the readings of each character, where a
    phrase gives one a reading that is not among its frequent ones."""

    keys: Sequence[str]
    whole: SortedKeys
    initials: SortedKeys
    whole_otherwise: SortedKeys
    fuzzy: SortedKeys
    by_letters: Mapping[str, array[int]]
    unusual: Mapping[int, tuple[pinyin.Syllables, ...]]

    @classmethod
    def of(cls, keys: Sequence[str]) -> PhoneticIndex:
        """Of the entries' spoken keys, by rank; each has a readable character."""
        whole, initials, whole_otherwise, fuzzy = (list[tuple[str, int]]() for _ in range(4))
        by_letters: dict[str, array[int]] = {}
        unusual: dict[int, tuple[pinyin.Syllables, ...]] = {}
        for rank, key in enumerate(keys):
            usual, *further = pinyin.readings(key)
            whole.append(("".join(usual), rank))
            initials.append((intern(pinyin.initials(usual)), rank))
            fuzzy.append(("".join(map(pinyin.fuzzy, usual)), rank))
            whole_otherwise += [("".join(said), rank) for said in further]
            characters = pinyin.readable(key)
            readings = [pinyin.of_character(char) for char in characters]
            if any(map(_lacks, readings, usual)):
                readings = [(said, *others) for said, others in zip(usual, readings, strict=True)]
                unusual[rank] = tuple(readings)
            for letters in {"".join(pair) for pair in product(*map(_first_letters, readings[:2]))}:
                by_letters.setdefault(letters, array("i")).append(rank)
        return cls(
            keys,
            whole=SortedKeys.of(whole),
            initials=SortedKeys.of(initials),
            whole_otherwise=SortedKeys.of(whole_otherwise),
            fuzzy=SortedKeys.of(fuzzy),
            by_letters=by_letters,
            unusual=unusual,
        )

    def fuzzy_matches(self, letters: str) -> set[int]:
        """Entries whose folded syllables begin as these letters do when they are folded."""
        return set(chain.from_iterable(map(self.fuzzy.starting, pinyin.fuzzy_spellings(letters))))

    def spelled(self, typed: str) -> Iterator[tuple[int, Spelling]]:
        """Entries whose beginning is spelled by ``typed`` in characters, syllables and initials, by rank."""
        speller = Speller(typed)
        for rank in sorted(self._may_be_spelled(typed)):
            characters, readings = pinyin.readable(self.keys[rank]), self.unusual.get(rank)
            how = speller.spells_readings(characters, readings) if readings else speller.spells(characters)
            if how is not None:
                yield rank, how

    def _may_be_spelled(self, typed: str) -> set[int]:
        """Entries whose first two characters may be what ``typed`` begins with."""
        beginnings = _first_letters(pinyin.of_character(typed[0]))
        if len(typed) == 1 or pinyin.begins_syllable(typed):
            lists = [ranks for letters, ranks in self.by_letters.items() if letters[0] in beginnings]
        else:
            after = typed[1 : 1 + pinyin.LONGEST_SYLLABLE]
            following = {letter for char in after for letter in _first_letters(pinyin.of_character(char))}
            none = array("i")
            lists = [self.by_letters.get(b + letter, none) for b in beginnings for letter in following]
        return set(chain.from_iterable(lists))

    def like(self, key: str) -> Iterator[tuple[int, int]]:
        """Entries that are read as ``key`` is, with how well: 0 the same syllables, 1 fuzzy ones,
        2 by another reading of a character. Letters are taken for the pinyin of two characters or more."""
        if key.isascii():
            for rank in chain(self.whole.equal(key), self.whole_otherwise.equal(key)):
                if len(self.keys[rank]) > 1 and not self.keys[rank].isascii():
                    yield 0, rank
        elif len(key) > 1 and key.isalnum():
            said = pinyin.readings(key)
            whole = ["".join(way) for way in said]
            fuzzy = "".join(map(pinyin.fuzzy, said[0]))
            otherwise = (each.equal(way) for way in whole for each in (self.whole, self.whole_otherwise))
            yield from (
                (0, r) for r in self.whole.equal(whole[0]) if self._matches(key, r, pinyin.sound_same)
            )
            yield from (
                (1, r) for r in self.fuzzy.equal(fuzzy) if self._matches(key, r, pinyin.sound_alike)
            )
            yield from ((2, r) for r in chain(*otherwise) if self._matches(key, r, pinyin.sound_same))

    def _matches(self, key: str, rank: int, sounds: Callable[[str, str], bool]) -> bool:
        """Whether it is also the same character by character: fangan is read fang an and fan gan."""
        other = self.keys[rank]
        return len(other) == len(key) and all(map(sounds, key, other))


def _lacks(readings: pinyin.Syllables, said: str) -> bool:
    return said not in readings


def _first_letters(readings: pinyin.Syllables) -> set[str]:
    return {said[0] for said in readings}
