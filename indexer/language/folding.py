"""What each character becomes in the search key, by its Unicode class; one at a time, whatever stands beside it.

A character is decomposed (NFKD: NFKC taken apart, so that é is one with e and its accent), lower-cased and made
simplified; what is left is folded by class. Every sign that only counts between two digits becomes ``.`` or ``-``
here; ``normalize`` decides about those when it sees what stands beside them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from indexer.language.simplified import simplified_characters

#: The sign in a search key where a sentence or line ends; no match crosses it unless the
#: question holds one too.
BARRIER = "\n"
DOT, DASH = ".", "-"

LINE_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
#: Signs that end a sentence.
SENTENCE_ENDS = "。！？；!?;"

#: Format characters and variation selectors: they take no room and mean nothing to a search.
ZERO_WIDTH_RANGES = (
    (0xAD, 0xAD),
    (0x61C, 0x61C),
    (0x180E, 0x180E),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x2064),
    (0x2066, 0x206F),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB),
    (0xE0000, 0xE01EF),
)

#: Radicals of the supplement block that PDF programs write for whole characters; Unicode gives
#: them no decomposition.
RADICALS = dict(
    zip(
        "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)

#: First code point → the characters that it and those after it stand for in fonts for GBK and GB 18030-2000,
#: by the mapping of GB 18030-2005 and -2022. HKSCS uses the same code points for others, so it is left out.
_PRIVATE_USE = {
    0xE5E5: "\u3000",
    0xE78D: "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19",
    0xE7C7: "ḿǹ",
    0xE7E7: "\u303e⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻",
    0xE815: (
        "⺁\U00020087\U00020089\U000200cc⺄㑳㑇⺈⺋\u9fb4㖞㘚㘎⺌⺗㥮㤘\u9fb5㧏㧟㩳㧐\u9fb6\u9fb7㭎㱮㳠⺧"
        "\U000215d7\u9fb8⺪䁖䅟⺮䌷⺳⺶⺷\U0002298f䎱䎬⺻䏝䓖䙡䙌\u9fb9"
        "䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶\u9fba\U000241fe䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮\u9fbb"
    ),
}

#: Signs that fold alike although Unicode does not say so, by what they become. The classes of brackets, quotes
#: and dashes (Ps, Pe, Pi, Pf, Pd) need no list; ー is typed for a dash in Chinese texts, 一 is none.
_SIGNS = {
    "0": "0oо\u03bf〇○◯⭕⭘零",
    "x": "×✕✖╳⨉⨯",
    DASH: "~−∼∽˜˗⁓⁃⎯─━┄┅┈┉╌╍➖ー",
    DOT: ".",
    "...": "⋯",
    "/": "⁄∕╱",
    "*": "∗",
    "": (
        "·•‧∙⋅・◦⦁⸱⸳ꞏᐧ᛫˙"  # middle dots
        "\"'`´′‵‶‷ʹʺʻʼ❛❜❝❞"  # quotes that are not of their class
        ",、،⸲⸴"  # commas
        ":∶∷꞉ː˸"  # colons
    ),
    BARRIER: SENTENCE_ENDS + LINE_ENDS,
    "σ": "ς",
}
_CLASSES = {"Ps": "", "Pe": "", "Pi": "", "Pf": "", "Zs": "", "Cc": "", "Pd": DASH}
#: Nearly all characters of a text: Unicode has nothing to say of them.
_FIRST_IDEOGRAPH, _LAST_IDEOGRAPH = "\u4e00", "\u9fff"
#: Code points above are in no table and are folded anew each time.
_LAST_KEPT = 0x3FFFF


class Folds(dict[int, str]):
    """Code point → its characters in the key, none to many; found out when a character is first met, so that
    ``str.translate`` is fast and nothing is computed at start-up."""

    def __missing__(self, code: int) -> str:
        folded = fold(chr(code))
        if code <= _LAST_KEPT:
            self[code] = folded
        return folded


@lru_cache(maxsize=1)
def folds() -> Folds:
    """The table of all characters met so far."""
    return Folds()


#: Where the characters stand that become ideographs without being in a table here: radicals, circled and squared
#: words, compatibility forms.
_IDEOGRAPHIC_BLOCKS = (
    (0x2E80, 0x2FDF),
    (0x3036, 0x303A),
    (0x3190, 0x33FF),
    (0xF900, 0xFAFF),
    (0x1F200, 0x1F2FF),
    (0x2F800, 0x2FA1F),
)


@lru_cache(maxsize=1)
def ideograph_forms() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Character of a key → the other characters that become it, and → those that become it and more (㋀ → 1月).

    Complete for ideographs; computing it takes a few milliseconds.
    """
    single: dict[str, str] = {}
    compound: dict[str, str] = {}
    blocks = (chr(code) for first, last in _IDEOGRAPHIC_BLOCKS for code in range(first, last + 1))
    for char, folded in (*_folded_tables(), *((char, folds()[ord(char)]) for char in blocks)):
        forms = single if len(folded) == 1 else compound
        for key_char in folded.replace(char, ""):
            forms[key_char] = forms.get(key_char, "") + char
    return single, compound


def _folded_tables() -> Iterator[tuple[str, str]]:
    """The characters that are listed, each with what it becomes: nearly always an ideograph that is not listed itself."""
    tables = _tables()
    for char, once in tables.items():
        settled = len(once) == 1 and _FIRST_IDEOGRAPH <= once <= _LAST_IDEOGRAPH and once not in tables
        yield char, once if settled else folds()[ord(char)]


def fold(char: str) -> str:
    """What one character becomes: folding that again changes nothing."""
    folded = _folded_once(char)
    if folded == char:
        return char
    while (again := "".join(map(_folded_once, folded))) != folded:
        folded = again
    return folded


def _folded_once(char: str) -> str:
    tables = _tables()
    if char in tables:
        return tables[char]
    if _FIRST_IDEOGRAPH <= char <= _LAST_IDEOGRAPH:
        return char
    kind = unicodedata.category(char)
    if (folded := _CLASSES.get(kind)) is not None:
        return folded
    apart = unicodedata.normalize("NFKD", char)
    if apart != char:
        return apart
    return (_circled_number(char) if kind == "No" else "") or char.lower()


def _circled_number(char: str) -> str:
    """The digits of ❶ or ⓫, which Unicode decomposes only where they are not filled; empty for other numbers."""
    number = unicodedata.numeric(char, -1.0) if "CIRCLED" in unicodedata.name(char, "") else -1.0
    return str(int(number)) if number >= 0 and number == int(number) else ""


@lru_cache(maxsize=1)
def _tables() -> dict[str, str]:
    """Character → what it becomes, for all that is listed rather than computed."""
    table = dict(simplified_characters())
    table.update(RADICALS)
    for first, chars in _PRIVATE_USE.items():
        table.update({chr(code): char for code, char in enumerate(chars, first)})
    table.update({chr(code): "" for first, last in ZERO_WIDTH_RANGES for code in range(first, last + 1)})
    table.update({sign: becomes for becomes, signs in _SIGNS.items() for sign in signs})
    return table
