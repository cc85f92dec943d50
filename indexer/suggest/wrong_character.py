"""A passage remembered with one wrong character that sounds right (新质生产里, 数字化律): what the texts have in its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from indexer.language import pinyin
from indexer.language.normalize import query_key, search_key
from indexer.model.reports import Hit

#: Finds the best paragraphs for some words.
Search = Callable[[str], Sequence[Hit]]

#: Less is a word of its own, more was pasted.
SHORTEST, LONGEST = 3, 16
#: One side of the wrong character has at least so many characters, so that what is found is the same passage.
_LEAST_SURE = 2


def put_right(typed: str, search: Search) -> str | None:
    """``typed`` with one character replaced by one that sounds like it, so that a paragraph has all of it in a row: the spelling
    that most of the paragraphs looked at have, one of the very same sound first; ``None`` where there is none."""
    key = query_key(typed)
    if not SHORTEST <= len(key) <= LONGEST or not key.isalpha() or key.isascii():
        return None
    found: Counter[str] = Counter()
    same: set[str] = set()
    for at, wrong in enumerate(key):
        for right in _in_its_place(key, at, search):
            if right != wrong and pinyin.sound_alike(right, wrong):
                whole = key[:at] + right + key[at + 1 :]
                found[whole] += 1
                same.update([whole] if pinyin.sound_same(right, wrong) else ())
    return max(found, key=lambda whole: (whole in same, found[whole], whole), default=None)


def _in_its_place(key: str, at: int, search: Search) -> Iterator[str]:
    """What stands between the two sides of a character, once a paragraph."""
    sides = [side for side in (key[:at], key[at + 1 :]) if side]
    if max(map(len, sides)) < _LEAST_SURE:
        return
    between = re.compile(f"{re.escape(key[:at])}(.){re.escape(key[at + 1 :])}")
    for hit in search(" ".join(f'"{side}"' for side in sides)):
        texts = [search_key(text) for text in (*hit.paragraph.headings_above, hit.paragraph.text)]
        yield from {right for text in texts for right in between.findall(text)}
