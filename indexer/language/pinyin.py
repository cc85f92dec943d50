"""How Chinese is read aloud: syllables without tones, ü written ``v`` and reachable as ``u`` too.

A letter or digit that is no ideograph reads as itself; any other sign has no syllable. The readings are
two committed tables (`lexicon/pinyin_*.txt`), made from the library pypinyin by `tools/pinyin_tables.py`
and loaded on first use.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from sys import intern

from indexer.language.packaged import packaged_text

Syllables = tuple[str, ...]

#: Letters of the longest syllable (zhuang).
LONGEST_SYLLABLE = 6
#: Fuzzy spellings of some letters that are looked up, those of the fewest syllables first.
_MOST_SPELLINGS = 16
#: More than anybody types without a space.
_MOST_LETTERS = 64


@dataclass(frozen=True, slots=True)
class _Tables:
    """``characters``: the readings of each, the usual one first. ``phrases``: how a phrase is read, empty
    where each character has its usual reading (listed so that no other phrase is recognised across its
    border). ``longest``: length of the longest phrase that begins with a character. ``syllables``: all that
    occur."""

    characters: dict[str, Syllables]
    phrases: dict[str, Syllables]
    longest: dict[str, int]
    syllables: frozenset[str]


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    characters: dict[str, Syllables] = {}
    for line in _lines("pinyin_characters.txt"):
        said, _, those = line.partition("\t")
        characters.update(dict.fromkeys(those, tuple(map(intern, said.split()))))
    phrases: dict[str, Syllables] = {}
    longest: dict[str, int] = {}
    for line in _lines("pinyin_phrases.txt"):
        phrase, _, spoken = line.partition(" ")
        phrases[phrase] = tuple(map(intern, spoken.split())) if spoken else ()
        longest[phrase[0]] = max(longest.get(phrase[0], 1), len(phrase))
    syllables = {syllable for each in (characters, phrases) for said in each.values() for syllable in said}
    return _Tables(characters, phrases, longest, frozenset(syllables))


def _lines(name: str) -> list[str]:
    text = packaged_text(f"lexicon/{name}")
    return [line for line in text.splitlines() if not line.startswith("#")]


# --- readings ------------------------------------------------------------------------------


def toneless(text: str) -> str:
    """``text`` without tone marks, ü as ``v``; other characters as they are."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text).replace("u\u0308", "v")
    return unicodedata.normalize("NFC", "".join(c for c in apart if unicodedata.category(c) != "Mn"))


def of_character(char: str) -> Syllables:
    """The frequent readings of one character, the usual one first; empty for a sign that has none."""
    return _tables().characters.get(char) or ((char,) if char.isalnum() else ())


def readable(text: str) -> str:
    """The characters of ``text`` that have a syllable each."""
    return text if text.isalnum() else "".join(filter(of_character, text))


def syllables(text: str) -> Syllables:
    """The usual reading of ``text``, a syllable for each readable character: of its longest known phrases
    from the left, else of each character."""
    tables, found, at = _tables(), list[str](), 0
    while at < len(text):
        for end in range(min(len(text), at + tables.longest.get(text[at], 1)), at + 1, -1):
            said = tables.phrases.get(text[at:end])
            if said is not None:
                found += said or [tables.characters[char][0] for char in text[at:end]]
                at = end
                break
        else:
            found += of_character(text[at])[:1]
            at += 1
    return tuple(found)


def readings(text: str, most: int = 4) -> tuple[Syllables, ...]:
    """``syllables(text)``, then with another frequent reading of one character; at most ``most``."""
    usual = syllables(text)
    found = [usual]
    for position, char in enumerate(readable(text)):
        for said in of_character(char):
            if len(found) == most:
                return tuple(found)
            if said != usual[position]:
                found.append((*usual[:position], said, *usual[position + 1 :]))
    return tuple(found)


def initials(said: Iterable[str]) -> str:
    """The first letters of some syllables."""
    return "".join([syllable[0] for syllable in said])


def begins_syllable(letters: str) -> bool:
    """Whether some syllable begins with ``letters`` or is them."""
    return letters in _beginnings()


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    return frozenset(s[:length] for s in _tables().syllables for length in range(1, len(s) + 1))


def sound_same(one: str, other: str) -> bool:
    """Whether two characters share a reading."""
    return one == other or not set(of_character(one)).isdisjoint(of_character(other))


# --- fuzzy pinyin --------------------------------------------------------------------------


@lru_cache(maxsize=2048)
def fuzzy(syllable: str) -> str:
    """A syllable, or the beginning of one, folded as many southern speakers do not tell apart: zh/z, ch/c,
    sh/s, n/l, ang/an, eng/en, ing/in."""
    if syllable[:2] in ("zh", "ch", "sh"):
        syllable = syllable[0] + syllable[2:]
    elif syllable[:1] == "l":
        syllable = "n" + syllable[1:]
    return syllable[:-1] if syllable.endswith(("ang", "eng", "ing")) else syllable


def fuzzy_spellings(letters: str) -> set[str]:
    """What typed letters are when they are cut into whole syllables, the last maybe unfinished, and each is
    folded. There are several, as dangan is dan gan and dang an; at most 16 are given, those of the fewest
    syllables, and none for more than 64 letters. What is typed may be folded already (suang for shuang)."""
    end = len(letters)
    if end > _MOST_LETTERS:
        return set()
    #: For each length of a beginning of the letters: its foldings, with the fewest syllables each has.
    begun: list[dict[str, int]] = [{"": 0}]
    for to in range(1, end + 1):
        known = _fuzzy_beginnings() if to == end else _fuzzy_syllables()
        found: dict[str, int] = {}
        for start in range(max(0, to - LONGEST_SYLLABLE), to):
            folded = fuzzy(letters[start:to])
            if folded in known:
                for before, number in begun[start].items():
                    way = before + folded
                    found[way] = min(number + 1, found.get(way, number + 1))
        begun.append(dict(sorted(found.items(), key=lambda item: item[1])[:_MOST_SPELLINGS]))
    return set(begun[-1]) if end else set()


def sound_alike(one: str, other: str) -> bool:
    """Whether two characters share a reading when both are folded."""
    return one == other or not set(map(fuzzy, of_character(one))).isdisjoint(map(fuzzy, of_character(other)))


@lru_cache(maxsize=1)
def _fuzzy_syllables() -> frozenset[str]:
    """Without those that are no vowel (hm, n): letters would be cut at every n."""
    return frozenset(fuzzy(s) for s in _tables().syllables if not set(s).isdisjoint("aeiouv"))


@lru_cache(maxsize=1)
def _fuzzy_beginnings() -> frozenset[str]:
    return frozenset(map(fuzzy, _beginnings()))
