"""A second, independent reading of what *clean text* and *search key* mean.

Written from the definition alone, character by character over the Unicode database and with
nothing of ``indexer`` imported, so that a mistake in ``indexer.language.normalize`` cannot
hide here too. Slow on purpose: it is only ever asked about short texts.

Where the definition is silent (compatibility ideographs, control characters, letters whose
lower case is longer than they are) the two may differ; tests keep such characters out and say so.
"""

from __future__ import annotations

import re
import unicodedata

#: The definition's own list, and its own sentence ends.
IGNORED = set("，、：,:“”‘’\"'「」『』《》〈〉（）()【】[]〔〕—–·…~")
SENTENCE_ENDS = set("。！？；!?;")
LINE_BREAK = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
BARRIER = "\n"


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


def search_key(clean: str) -> str:
    """What a clean text is compared by."""
    key = ""
    for at, char in enumerate(clean):
        if char in SENTENCE_ENDS or LINE_BREAK.fullmatch(char):
            key += "" if key.endswith(BARRIER) else BARRIER
        elif char == ".":
            key += "." if _is_digit(clean[at - 1 : at]) and _is_digit(clean[at + 1 : at + 2]) else ""
        elif char in "〇○零":
            key += "〇"
        elif char not in IGNORED and not char.isspace():
            key += char.lower()
    return key


def _is_digit(char: str) -> bool:
    return char != "" and char in "0123456789"


def question_key(raw: str) -> str:
    """The key of what a user pasted."""
    return search_key(clean_text(raw))


def holds(text: str, raw: str) -> bool:
    """Whether a clean text holds what a user pasted."""
    return question_key(raw) in search_key(text)


def places(text: str, key: str) -> list[tuple[int, int]]:
    """Every stretch of a clean text whose key is ``key``, and that neither begins nor ends with
    a character that does not count; by trying all of them."""
    return [
        (start, end)
        for start in range(len(text))
        if search_key(text[start])
        for end in range(start + 1, len(text) + 1)
        if search_key(text[end - 1]) and search_key(text[start:end]) == key
    ]
