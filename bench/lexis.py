"""Words for made-up reports: drawn from jieba's own dictionary by class, length and how common they are, so that
the vocabulary of a made corpus grows as that of a real one does: fast at first, then slower, never to an end."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path

#: How many draws are made at once.
_BATCH = 8192

#: jieba's frequencies to this power: below 1, rare words come more often than in the newspapers it counted.
_FLATTENED = 0.95

#: jieba's classes that may stand for each other: nouns, verbs, adjectives, places, fixed phrases.
CLASSES = {"n": "n", "vn": "v", "v": "v", "a": "a", "an": "n", "ns": "p", "nz": "n", "l": "l", "i": "l", "j": "n"}

_HAN = re.compile("[\u4e00-\u9fff]{2,5}")
_LINE = re.compile("^(\\S+) (\\d+) (\\S+)$", re.MULTILINE)


class Lexis:
    """jieba's dictionary by class. ``kind_of`` gives the class and length of a word, such as ``n2``."""

    def __init__(self, fewest: int = 3) -> None:
        self._pools: dict[str, tuple[list[str], list[float]]] = {}
        self._kinds: dict[str, str] = {}
        for match in _LINE.finditer(_dictionary().read_text(encoding="utf-8")):
            word, count, tag = match[1], int(match[2]), match[3]
            if count < fewest or tag not in CLASSES or not _HAN.fullmatch(word):
                continue
            kind = f"{CLASSES[tag]}{len(word)}"
            words, weights = self._pools.setdefault(kind, ([], []))
            words.append(word)
            weights.append(count**_FLATTENED)
            self._kinds[word] = kind

    def kind_of(self, word: str) -> str | None:
        return self._kinds.get(word)

    def words(self, kind: str, chance: random.Random) -> Iterator[str]:
        """Words of a kind without end, the common ones often."""
        words, weights = self._pools[kind]
        return drawn(words, list(accumulate(weights)), chance)


def _dictionary() -> Path:
    found = find_spec("jieba")
    if found is None or found.origin is None:
        raise SystemExit("jieba is not installed")
    return Path(found.origin).with_name("dict.txt")


def drawn(values: Sequence[str], cumulative: Sequence[float] | None, chance: random.Random) -> Iterator[str]:
    """Values without end, evenly or by cumulative weights."""
    while True:
        yield from chance.choices(values, cum_weights=cumulative, k=_BATCH)
