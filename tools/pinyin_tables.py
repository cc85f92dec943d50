"""Makes `indexer/language/lexicon/pinyin_{characters,phrases}.txt` from the pinyin library pypinyin.

    python -m tools.pinyin_tables

Bigan reads the two tables instead of importing pypinyin: that library takes half a second to load and
keeps 57 MB. What is committed is what this script makes, which `tests/language/test_pinyin.py` checks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pypinyin
from pypinyin.constants import PHRASES_DICT

from indexer.language.pinyin import Syllables, toneless

FOLDER = Path(__file__).resolve().parents[1] / "indexer" / "language" / "lexicon"

#: A further reading is kept when so many of the dictionary's phrases use it, and such a share of those that
#: contain the character: 会 kuài (会计) is, 大 tài is not.
_FEWEST_PHRASES = 3
_SMALLEST_SHARE = 0.01
_MOST_OF_A_CHARACTER = 3

_HEADER = """\
# {what}
# Made by tools/pinyin_tables.py from pypinyin {version}; do not edit.
# pypinyin: Copyright (c) 2016 mozillazg, 闲耘 <hotoo.cn@gmail.com>; MIT License.
"""
_CHARACTERS = "Readings of characters: the usual one first, then further frequent ones; a tab; the characters."
_PHRASES = "Readings of phrases; one without syllables has the usual reading of each of its characters."


def tables() -> dict[str, str]:
    """File name → content of both tables."""
    usual = usual_readings()
    spoken = phrase_readings(usual)
    header = _HEADER.format(what="{}", version=pypinyin.__version__)
    return {
        "pinyin_characters.txt": header.format(_CHARACTERS) + _character_lines(usual, spoken),
        "pinyin_phrases.txt": header.format(_PHRASES) + _phrase_lines(usual, spoken),
    }


def usual_readings() -> dict[str, str]:
    """Character of the basic plane → its first reading, without tones."""
    found = ((char, pypinyin.lazy_pinyin(char, errors="ignore")) for char in map(chr, range(0x10000)))
    return {char: toneless(said[0]) for char, said in found if said}


def phrase_readings(known: Iterable[str]) -> dict[str, Syllables]:
    """Phrase of the dictionary → its syllables; phrases with signs or unknown characters are left out."""
    characters = set(known)
    spoken = {}
    for phrase in PHRASES_DICT:
        if len(phrase) > 1 and characters.issuperset(phrase):
            said = tuple(map(toneless, pypinyin.lazy_pinyin(phrase)))
            if len(said) == len(phrase):
                spoken[phrase] = said
    return spoken


def _character_lines(usual: Mapping[str, str], spoken: Mapping[str, Syllables]) -> str:
    groups: dict[Syllables, list[str]] = {}
    for char, said in frequent_readings(usual, spoken).items():
        groups.setdefault(said, []).append(char)
    return "".join(f"{' '.join(said)}\t{''.join(sorted(groups[said]))}\n" for said in sorted(groups))


def frequent_readings(usual: Mapping[str, str], spoken: Mapping[str, Syllables]) -> dict[str, Syllables]:
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
    return {char: _with_u_for_v([said, *further.get(char, ())]) for char, said in usual.items()}


def _with_u_for_v(said: list[str]) -> Syllables:
    """Each lv, nv, lve, nve followed at the end by lu, nu …, as keyboards without ü have it."""
    return tuple(dict.fromkeys([*said, *(s.replace("v", "u") for s in said)]))


def _phrase_lines(usual: Mapping[str, str], spoken: Mapping[str, Syllables]) -> str:
    def line(phrase: str) -> str:
        plain = all(usual[char] == said for char, said in zip(phrase, spoken[phrase], strict=True))
        return phrase if plain else " ".join([phrase, *spoken[phrase]])

    return "".join(f"{line(phrase)}\n" for phrase in sorted(spoken))


def main() -> None:
    for name, text in tables().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{FOLDER / name}: {text.count(chr(10))} lines, {len(text.encode('utf-8'))} bytes")


if __name__ == "__main__":
    main()
