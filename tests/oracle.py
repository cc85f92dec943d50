"""A second, independent reading of what *clean text* and *search key* mean.

Written from the definition alone, character by character over the names and categories of the Unicode database
and OpenCC's own conversion, with nothing of ``indexer`` imported and no table shared, so that a mistake in
``indexer.language`` cannot hide here too. Slow on purpose: it is only ever asked about short texts.

Where the two may differ, tests keep such characters out and say so:

* Clean text: spaces beside full-width punctuation, control characters (Cc), visible format characters (Cf, such as
  Arabic number signs), radicals and ideographs of the compatibility blocks.
* Search key: the same control and format characters; radicals of the supplement block that look like whole
  characters (⻓), which Unicode does not decompose; private-use characters outside of the old GBK area.

Both go beyond the letter of the definition in the same few places, each of its kind: é equals e with its accent
(NFKD), ❶ is 1 as ① is, ー counts as a dash, the Greek and Cyrillic О and the heavy circles are zeros, ∕ and ⁄
are a slash, ∗ is an asterisk, ⋯ is an ellipsis.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

LINE_BREAK = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
BARRIER = "\n"
SENTENCE_ENDS = set("。！？；!?;")

#: Names of characters that the definition calls dashes, tildes and hyphens, and that are not of category Pd.
_DASH = re.compile(
    "(SMALL |REVERSED )?TILDE( OPERATOR)?|(HEAVY |MODIFIER LETTER )?MINUS SIGN|SWUNG DASH|HYPHEN BULLET|"
    "HORIZONTAL LINE EXTENSION|BOX DRAWINGS (LIGHT|HEAVY)( (DOUBLE|TRIPLE|QUADRUPLE) DASH)? HORIZONTAL|"
    "KATAKANA-HIRAGANA PROLONGED SOUND MARK"
)
#: … middle dots, quotes, commas and colons, that are not of the categories of brackets and quotes.
_DROPPED = re.compile(
    "(KATAKANA |WORD SEPARATOR |CANADIAN SYLLABICS FINAL )?MIDDLE DOT|(WHITE )?BULLET( OPERATOR)?|HYPHENATION POINT|"
    "DOT (OPERATOR|ABOVE)|Z NOTATION SPOT|RAISED DOT|LATIN LETTER SINOLOGICAL DOT|RUNIC SINGLE PUNCTUATION|"
    "QUOTATION MARK|APOSTROPHE|(GRAVE|ACUTE) ACCENT|(REVERSED )?((DOUBLE|TRIPLE) )?PRIME|"
    "MODIFIER LETTER ((DOUBLE )?PRIME|TURNED COMMA|APOSTROPHE|(RAISED |TRIANGULAR )?COLON)|"
    "HEAVY (SINGLE|DOUBLE) (TURNED )?COMMA QUOTATION MARK ORNAMENT|"
    "(IDEOGRAPHIC |ARABIC |TURNED |RAISED )?COMMA|COLON|RATIO|PROPORTION"
)
_TIMES = re.compile(
    "MULTIPLICATION SIGN|(HEAVY )?MULTIPLICATION X|BOX DRAWINGS LIGHT DIAGONAL CROSS|N-ARY TIMES OPERATOR|"
    "VECTOR OR CROSS PRODUCT"
)
_ZERO = re.compile(
    "DIGIT ZERO|(LATIN|CYRILLIC) (SMALL|CAPITAL) LETTER O|GREEK (SMALL|CAPITAL) LETTER OMICRON|"
    "IDEOGRAPHIC NUMBER ZERO|WHITE CIRCLE|LARGE CIRCLE|HEAVY (LARGE )?CIRCLE|CJK UNIFIED IDEOGRAPH-96F6"
)
_SLASH = re.compile("(FRACTION|DIVISION) SLASH|BOX DRAWINGS LIGHT DIAGONAL UPPER RIGHT TO LOWER LEFT")

#: What GB 18030 says since 2005 and 2022 of two-byte codes that its edition of 2000 left in private use.
_AMENDED = {
    b"\xfe\x51": 0x20087,
    b"\xfe\x52": 0x20089,
    b"\xfe\x53": 0x200CC,
    b"\xfe\x59": 0x9FB4,
    b"\xfe\x61": 0x9FB5,
    b"\xfe\x66": 0x9FB6,
    b"\xfe\x67": 0x9FB7,
    b"\xfe\x6c": 0x215D7,
    b"\xfe\x6d": 0x9FB8,
    b"\xfe\x76": 0x2298F,
    b"\xfe\x7e": 0x9FB9,
    b"\xfe\x90": 0x9FBA,
    b"\xfe\x91": 0x241FE,
    b"\xfe\xa0": 0x9FBB,
    b"\xa6\xd9": 0xFE10,
    b"\xa6\xda": 0xFE12,
    b"\xa6\xdb": 0xFE11,
    b"\xa6\xdc": 0xFE13,
    b"\xa6\xdd": 0xFE14,
    b"\xa6\xde": 0xFE15,
    b"\xa6\xdf": 0xFE16,
    b"\xa6\xec": 0xFE17,
    b"\xa6\xed": 0xFE18,
    b"\xa6\xf3": 0xFE19,
    b"\xa8\xbc": 0x1E3F,
    b"\xa3\xa0": 0x3000,
}


# --- clean text -----------------------------------------------------------------------------


def is_han(char: str) -> bool:
    return char in "〇○" or unicodedata.name(char, "").startswith("CJK UNIFIED IDEOGRAPH")


def is_invisible(char: str) -> bool:
    return unicodedata.category(char) == "Cf" or unicodedata.name(char, "").startswith("VARIATION SELECTOR")


def is_folded(char: str) -> bool:
    return unicodedata.name(char, "").startswith(("FULLWIDTH DIGIT", "FULLWIDTH LATIN", "KANGXI RADICAL"))


def clean_text(text: str) -> str:
    """The text with its Unicode repaired; punctuation stays."""
    lines = []
    for line in LINE_BREAK.split(text):
        chars = [
            unicodedata.normalize("NFKC", char) if is_folded(char) else " " if char.isspace() else char
            for char in line
            if not is_invisible(char)
        ]
        lines.append(_without_layout_spaces("".join(chars)))
    return "\n".join(lines)


def _without_layout_spaces(line: str) -> str:
    """Words parted by single spaces, and by none where both neighbours are Han."""
    joined = ""
    for word in line.split():
        if joined and not (is_han(joined[-1]) and is_han(word[0])):
            joined += " "
        joined += word
    return joined


# --- search key -----------------------------------------------------------------------------


def search_key(clean: str) -> str:
    """What a clean text is compared by."""
    return "".join(sign for sign, _ in key_with_offsets(clean))


def key_with_offsets(clean: str) -> list[tuple[str, int]]:
    """Each character of a clean text's key with the offset of the character that it was."""
    key: list[tuple[str, int]] = []
    between: list[tuple[str, int]] = []
    for at, char in enumerate(clean):
        for sign in character_key(char):
            if sign in ".-":
                between.append((sign, at))
                continue
            if between and key and _is_digit(key[-1][0]) and _is_digit(sign):
                dashes = [one for one in between if one[0] == "-"]
                key += dashes[:1] or (between if len(between) == 1 else [])
            between = []
            if not (sign == BARRIER and key and key[-1][0] == BARRIER):
                key.append((sign, at))
    return key


def _is_digit(char: str) -> bool:
    return char in "0123456789"


@cache
def character_key(char: str) -> str:
    """What one character becomes, whatever stands beside it."""
    folded = _by_class(_from_old_font(char))
    return folded if folded == char else "".join(map(character_key, folded))


def _by_class(char: str) -> str:
    name, category = unicodedata.name(char, ""), unicodedata.category(char)
    if char in SENTENCE_ENDS or LINE_BREAK.fullmatch(char):
        return BARRIER
    if char.isspace() or is_invisible(char) or category in ("Ps", "Pe", "Pi", "Pf") or _DROPPED.fullmatch(name):
        return ""
    for names, folded in ((_DASH, "-"), (_TIMES, "x"), (_ZERO, "0"), (_SLASH, "/")):
        if names.fullmatch(name):
            return folded
    if category == "Pd":
        return "-"
    if name == "ASTERISK OPERATOR":
        return "*"
    if name == "MIDLINE HORIZONTAL ELLIPSIS":
        return "..."
    if name == "GREEK SMALL LETTER FINAL SIGMA":
        return "σ"
    apart = unicodedata.normalize("NFKD", char)
    if apart != char:
        return apart
    number = unicodedata.numeric(char, 0.5) if "CIRCLED" in name else 0.5
    return str(int(number)) if number % 1 == 0 else _simplified(char.lower())


def _simplified(char: str) -> str:
    """A traditional ideograph as its simplified one, alone: no word around it changes that."""
    simple: str = _opencc().convert(char) if is_han(char) else char
    return simple if len(simple) == 1 else char


@lru_cache(maxsize=1)
def _opencc() -> OpenCC:
    return OpenCC("t2s")


def _from_old_font(char: str) -> str:
    """A private-use character of fonts for GBK as the character it stands for."""
    return _old_font().get(char, char)


@lru_cache(maxsize=1)
def _old_font() -> dict[str, str]:
    """Made from the order of GBK: the codes of FE50 to FEA0 are U+E815 and so on."""
    rows = [(0xE815, 0xFE, 0x50, 0xA0), (0xE78D, 0xA6, 0xD9, 0xDF), (0xE794, 0xA6, 0xEC, 0xED), (0xE796, 0xA6, 0xF3, 0xF3)]
    rows += [(0xE7C7, 0xA8, 0xBC, 0xBC), (0xE7C8, 0xA8, 0xBF, 0xBF), (0xE7E7, 0xA9, 0x89, 0x95), (0xE5E5, 0xA3, 0xA0, 0xA0)]
    found: dict[str, str] = {}
    for first, lead, begin, end in rows:
        trails = [trail for trail in range(begin, end + 1) if trail != 0x7F]
        for code, trail in enumerate(trails, first):
            pair = bytes((lead, trail))
            found[chr(code)] = chr(_AMENDED[pair]) if pair in _AMENDED else pair.decode("gb18030")
    return found


def question_key(raw: str) -> str:
    """The key of what a user pasted."""
    return search_key(clean_text(raw))


def holds(text: str, raw: str) -> bool:
    """Whether a clean text holds what a user pasted."""
    return question_key(raw) in search_key(text)


def positions(text: str, key: str) -> list[tuple[int, int]]:
    """Every stretch of a clean text whose key is ``key``, and that neither begins nor ends with
    a character that does not count; by trying all of them."""
    return [
        (start, end)
        for start in range(len(text))
        if search_key(text[start])
        for end in range(start + 1, len(text) + 1)
        if search_key(text[end - 1]) and search_key(text[start:end]) == key
    ]
