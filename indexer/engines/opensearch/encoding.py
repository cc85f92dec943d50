"""Texts as terms: the client cuts, the server only splits at white space, so that the two cannot disagree.

A search key is indexed one token a character: the position of a token is its offset in the key. White space, NUL, the
backslash and lone surrogates are written as a backslash with the code point's digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b

#: Whatever the server takes for white space is white space here too.
_SPECIAL = re.compile(r"[\s\x00-\x20\\\ud800-\udfff\u180e]")
_UNSTORABLE = re.compile(r"[\\\ud800-\udfff]")
_ESCAPED = re.compile(r"\\([0-9a-f]{6})")

#: Longer tokens are cut by the server: their hash stands for them.
_LONGEST_WORD = 120
#: Terms are limited in bytes; a heading or word beyond this is no heading and no word.
LONGEST_TERM = 8_000


def _escape(found: re.Match[str]) -> str:
    return f"\\{ord(found[0]):06x}"


def characters(text: str) -> str:
    """A text with one token for each character."""
    if _SPECIAL.search(text) is None:
        return " ".join(text)
    return " ".join([_SPECIAL.sub(_escape, sign) for sign in text])


def word(text: str) -> str:
    """A word as one token."""
    if len(text) > _LONGEST_WORD:
        return "\\#" + blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return _SPECIAL.sub(_escape, text)


def words(texts: Iterable[str]) -> str:
    """Words as tokens."""
    return " ".join(map(word, texts))


def storable(text: str) -> str:
    """A text as a keyword: everything that UTF-8 can hold stays as it is."""
    return _UNSTORABLE.sub(_escape, text)


def restored(stored: str) -> str:
    """The inverse of ``storable``."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), stored) if "\\" in stored else stored
