"""How Chinese is read aloud: the only user of pypinyin, of which it takes the two tables and no code.

Imported, that library keeps 57 MB for as long as the program runs; read straight from its files
and folded, what is needed of it takes a sixth of that. It is loaded on first use.

Syllables have no tones; ü is written ``v`` and reachable as ``u`` too. A character that is no
ideograph but a letter or digit reads as itself, one that is neither has no syllable.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from sys import intern

Syllables = tuple[str, ...]

#: Letters of the longest syllable (zhuang).
_LONGEST_SYLLABLE = 6
#: Enough for what anybody types without a space.
_MOST_LETTERS = 64
#: Ways to cut typed letters that are looked at, those of the fewest pieces first.
_MOST_WAYS = 8
_LETTERS_OR_SIGN = re.compile("[a-z]+|[^a-z]")
#: A further reading is worth offering when so many of the dictionary's phrases use it, and such a
#: share of those that hold the character: 会 kuài (会计) is, 大 tài is not.
_FEWEST_PHRASES = 3
_SMALLEST_SHARE = 0.01
_MOST_OF_A_CHARACTER = 3


@dataclass(frozen=True, slots=True)
class _Tables:
    """``characters``: readings of each, the usual one first. ``phrases``: how a phrase is read, empty
    where every character has its usual reading (such a phrase only keeps others from beginning
    inside it). ``longest``: length of the longest phrase that begins with a character."""

    characters: dict[str, Syllables]
    phrases: dict[str, Syllables]
    longest: dict[str, int]
    syllables: frozenset[str]


def toneless(text: str) -> str:
    """``text`` without tone marks, ü as ``v``; other characters as they are."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text).replace("u\u0308", "v")
    return unicodedata.normalize("NFC", "".join(c for c in apart if unicodedata.category(c) != "Mn"))


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    lines = _phrases()
    usual = _usual_readings()
    apart = map(str.split, lines.split("\n"))
    spoken = {p: tuple(map(intern, said)) for p, *said in apart if all(map(usual.__contains__, p))}
    characters = _frequent_readings(usual, spoken)
    phrases: dict[str, Syllables] = {}
    longest: dict[str, int] = {}
    for phrase, said in spoken.items():
        plain = all(characters[char][0] == syllable for char, syllable in zip(phrase, said, strict=True))
        phrases[phrase] = () if plain else said
        longest[phrase[0]] = max(longest.get(phrase[0], 1), len(phrase))
    syllables = {s for said in characters.values() for s in said if not set(s).isdisjoint("aeiouv")}
    return _Tables(characters, phrases, longest, frozenset(syllables))


def _data(name: str) -> dict[str, str]:
    spec = find_spec("pypinyin")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("No module named 'pypinyin'", name="pypinyin")
    loaded: dict[str, str] = json.loads(Path(spec.origin).with_name(name).read_text(encoding="utf-8"))
    return loaded


def _usual_readings() -> dict[str, str]:
    """Character of the basic plane → its first reading."""
    plain = lru_cache(maxsize=None)(toneless)
    found = _data("pinyin_dict.json").items()
    return {chr(int(code)): plain(said.partition(",")[0]) for code, said in found if int(code) < 0x10000}


def _phrases() -> str:
    """A line for each phrase and its syllables: one block, so that the parsed file's many small ones
    are all given back before anything that stays is made."""
    plain = lru_cache(maxsize=None)(toneless)
    found = _data("phrases_dict.json").items()
    lines = (
        f"{p} {' '.join([plain(readings[0]) for readings in said])}"
        for p, said in found
        if len(p) == len(said)
    )
    return "\n".join(lines)


def _frequent_readings(usual: dict[str, str], spoken: dict[str, Syllables]) -> dict[str, Syllables]:
    """The usual reading of each character and the further ones that phrases often give it."""
    times = Counter(pair for phrase, said in spoken.items() for pair in zip(phrase, said, strict=True))
    holding: Counter[str] = Counter()
    for (char, _), number in times.items():
        holding[char] += number
    further: dict[str, list[str]] = {}
    for (char, said), number in sorted(times.items(), key=lambda item: (-item[1], item[0])):
        often = number >= max(_FEWEST_PHRASES, _SMALLEST_SHARE * holding[char])
        if often and said != usual[char] and len(further.get(char, ())) < _MOST_OF_A_CHARACTER - 1:
            further.setdefault(char, []).append(said)
    same: dict[Syllables, Syllables] = {}
    readings = ((char, _with_twins([said, *further.get(char, ())])) for char, said in usual.items())
    return {char: same.setdefault(all_of_it, all_of_it) for char, all_of_it in readings}


def _with_twins(said: list[str]) -> Syllables:
    """Each lv, nv, lve, nve followed at the end by lu, nu …, as keyboards without ü have it."""
    return tuple(dict.fromkeys([*said, *(s.replace("v", "u") for s in said)]))


def of_character(char: str) -> Syllables:
    """The readings of one character, the usual one first; empty for a sign that has none."""
    return _tables().characters.get(char) or ((char,) if char.isalnum() else ())


def readable(text: str) -> str:
    """The characters of ``text`` that have a syllable each."""
    return text if text.isalnum() else "".join(filter(str.isalnum, text))


def syllables(text: str) -> Syllables:
    """The reading of ``text``: of its longest known phrases from the left, else of each character."""
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
    for place, char in enumerate(readable(text)):
        for said in of_character(char):
            if len(found) == most:
                return tuple(found)
            if said != usual[place]:
                found.append((*usual[:place], said, *usual[place + 1 :]))
    return tuple(found)


def initials(said: Iterable[str]) -> str:
    """The first letters of some syllables."""
    return "".join([syllable[0] for syllable in said])


@lru_cache(maxsize=2048)
def blurred(syllable: str) -> str:
    """A syllable, or the beginning of one, as southern speakers mix it up: zh/z, ch/c, sh/s, n/l,
    ang/an, eng/en, ing/in become one."""
    if syllable[:2] in ("zh", "ch", "sh"):
        syllable = syllable[0] + syllable[2:]
    elif syllable[:1] == "l":
        syllable = "n" + syllable[1:]
    return syllable[:-1] if syllable.endswith(("ang", "eng", "ing")) else syllable


def blurs(letters: str) -> set[str]:
    """The ways to take typed letters as whole syllables, the last maybe unfinished, each blurred and
    joined again. What is typed may be blurred already (suang for shuang)."""
    return {"".join(map(blurred, way)) for way in _cut(letters, _is_blurred, _begins_blurred)}


def mixtures(typed: str) -> list[Syllables]:
    """The ways to take something typed as characters, syllables and initials (d, zh) in any order;
    only the last piece may be an unfinished syllable."""
    parts = _LETTERS_OR_SIGN.findall(typed)
    ways: list[Syllables] = [()]
    for place, part in enumerate(parts, 1):
        last = _begins if place == len(parts) else _is_short
        found = _cut(part, _is_short, last) if part.isascii() and part.isalpha() else [(part,)]
        ways = [(*way, *pieces) for way in ways for pieces in found][:_MOST_WAYS]
    return ways


def standing_for(pieces: Syllables) -> tuple[frozenset[str], ...]:
    """For each piece of a mixture the characters that it may stand for."""
    return tuple([_characters(piece, at == len(pieces)) for at, piece in enumerate(pieces, 1)])


def is_finished(pieces: Syllables) -> bool:
    """Whether a mixture is syllables only, the last maybe unfinished."""
    return _begins(pieces[-1]) and all(piece in _tables().syllables for piece in pieces[:-1])


def first_letters(pieces: Syllables) -> set[str]:
    """How ``initials`` of any text begins that the pieces of a mixture may stand for: all of it, or
    so much that no more than a few beginnings are left to look under."""
    found = {""}
    for piece in pieces:
        letters = {piece[0]} if piece.isascii() else {said[0] for said in of_character(piece)}
        if len(found) * len(letters) > _MOST_WAYS:
            break
        found = {begun + letter for begun in found for letter in letters}
    return found


def sound_same(one: str, other: str) -> bool:
    """Whether two characters share a reading."""
    return one == other or not set(of_character(one)).isdisjoint(of_character(other))


def sound_alike(one: str, other: str) -> bool:
    """Whether two characters share a blurred reading."""
    return one == other or not set(map(blurred, of_character(one))).isdisjoint(
        map(blurred, of_character(other))
    )


def _cut(letters: str, whole: Callable[[str], bool], last: Callable[[str], bool]) -> list[Syllables]:
    """Ways to cut letters into accepted pieces, those of the fewest first."""
    end = len(letters)
    ways: list[list[Syllables]] = [[()]]
    for to in range(1, end + 1 if end <= _MOST_LETTERS else 0):
        found: list[Syllables] = []
        for start in range(max(0, to - _LONGEST_SYLLABLE), to):
            piece = letters[start:to]
            if ways[start] and (whole(piece) or (to == end and last(piece))):
                found += [(*way, piece) for way in ways[start]]
        ways.append(sorted(found, key=len)[:_MOST_WAYS])
    return ways[-1] if len(ways) == end + 1 else []


@lru_cache(maxsize=1024)
def _characters(piece: str, last: bool) -> frozenset[str]:
    """The characters that a piece of a mixture may stand for; ``last``: it may be unfinished."""
    said = _said()
    if not (last or _is_initial(piece)):
        return said.get(piece, frozenset()) | {piece}
    return frozenset(
        {piece}.union(*(chars for syllable, chars in said.items() if syllable.startswith(piece)))
    )


@lru_cache(maxsize=1)
def _said() -> dict[str, frozenset[str]]:
    """Syllable → the characters read so."""
    found: dict[str, set[str]] = {}
    for char, said in _tables().characters.items():
        for syllable in said:
            found.setdefault(syllable, set()).add(char)
    return {syllable: frozenset(chars) for syllable, chars in found.items()}


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    return frozenset(s[:length] for s in _tables().syllables for length in range(1, len(s) + 1))


@lru_cache(maxsize=1)
def _blurred_syllables() -> frozenset[str]:
    return frozenset(map(blurred, _tables().syllables))


@lru_cache(maxsize=1)
def _blurred_beginnings() -> frozenset[str]:
    return frozenset(map(blurred, _beginnings()))


def _is_initial(piece: str) -> bool:
    return piece in ("zh", "ch", "sh") or (len(piece) == 1 and _begins(piece))


def _is_short(piece: str) -> bool:
    return piece in _tables().syllables or _is_initial(piece)


def _begins(piece: str) -> bool:
    return piece in _beginnings()


def _is_blurred(piece: str) -> bool:
    return blurred(piece) in _blurred_syllables()


def _begins_blurred(piece: str) -> bool:
    return blurred(piece) in _blurred_beginnings()
