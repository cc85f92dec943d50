"""Which words occur in which documents, and how often: what ranking needs.

Words are collected as numbers while documents are added, and sorted once, with array operations.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from indexer.engines.whoosh.dtypes import Bools, Bytes, Counts, Offsets, RowNumbers, offsets_of

_MOST = np.iinfo(np.uint16).max


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a segment, in the order of their UTF-8 bytes; word ``i`` is
    ``text[starts[i]:starts[i + 1]]``."""

    text: Bytes
    starts: Offsets

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> str:
        return self.encoded(number).decode("utf-8", "surrogatepass")

    def find(self, word: str) -> int | None:
        """The number of a word; ``None`` where it occurs nowhere."""
        wanted = word.encode("utf-8", "surrogatepass")
        number = self.first_from(wanted)
        return number if number < len(self) and self.encoded(number) == wanted else None

    def first_from(self, text: bytes) -> int:
        """The number of the first word whose bytes are not less than ``text``; ``len`` where all are less."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.encoded(middle) < text:
                low = middle + 1
            else:
                high = middle
        return low

    def encoded(self, number: int) -> bytes:
        """A word as UTF-8."""
        return self.text[int(self.starts[number]) : int(self.starts[number + 1])].tobytes()


@dataclass(frozen=True, slots=True)
class Postings:
    """Where the words of one field occur: word ``i`` in documents ``documents[starts[i]:starts[i + 1]]``
    (ascending), as often as ``counts`` says (at most 65 535). ``lengths`` has a row a document: its words."""

    starts: Offsets
    documents: RowNumbers
    counts: Counts
    lengths: RowNumbers

    def of(self, word: int | None) -> tuple[RowNumbers, Counts]:
        """Documents that hold a word, and how often; both empty where none does."""
        if word is None:
            return self.documents[:0], self.counts[:0]
        part = slice(int(self.starts[word]), int(self.starts[word + 1]))
        return self.documents[part], self.counts[part]


@dataclass
class WordCollector:
    """Numbers words in the order they are met; shared by the fields of a segment."""

    numbers: defaultdict[str, int] = field(default_factory=defaultdict)

    def __post_init__(self) -> None:
        self.numbers.default_factory = self.numbers.__len__

    def number(self, words: Iterable[str]) -> array[int]:
        """The numbers of ``words``; a new one gets the next."""
        return array("i", map(self.numbers.__getitem__, words))

    def sorted(self) -> tuple[Words, RowNumbers]:
        """All words in order, and for each number given out its position in that order."""
        encoded = [word.encode("utf-8", "surrogatepass") for word in self.numbers]
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        order_of = np.empty(len(order), dtype=np.int32)
        order_of[order] = np.arange(len(order), dtype=np.int32)
        lengths = np.fromiter((len(encoded[i]) for i in order), dtype=np.int64, count=len(order))
        text = np.frombuffer(b"".join(encoded[i] for i in order), dtype=np.uint8)
        return Words(text, offsets_of(lengths)), order_of


@dataclass
class FieldCollector:
    """The words of one field, document after document."""

    numbers: array[int] = field(default_factory=lambda: array("i"))
    lengths: array[int] = field(default_factory=lambda: array("i"))

    def add(self, numbers: array[int]) -> None:
        """The next document."""
        self.numbers.extend(numbers)
        self.lengths.append(len(numbers))

    def add_all(self, postings: Postings, order_of: RowNumbers, kept: Bools) -> None:
        """The kept documents of another segment; ``order_of`` are its words' numbers here."""
        words = np.repeat(order_of, np.diff(postings.starts))
        of_kept = kept[postings.documents]
        documents = np.repeat(postings.documents[of_kept], postings.counts[of_kept])
        repeated = np.repeat(words[of_kept], postings.counts[of_kept])
        order = np.argsort(documents, kind="stable")
        self.numbers.frombytes(repeated[order].astype(np.int32).tobytes())
        self.lengths.frombytes(postings.lengths[kept].astype(np.int32).tobytes())

    def build(self, order_of: RowNumbers) -> Postings:
        """``order_of`` gives for each word's number its position in the order of words."""
        lengths = np.frombuffer(self.lengths, dtype=np.int32) if self.lengths else np.zeros(0, np.int32)
        numbers = np.frombuffer(self.numbers, dtype=np.int32) if self.numbers else np.zeros(0, np.int32)
        bits = np.uint64(max(len(lengths).bit_length(), 1))
        packed = order_of[numbers].astype(np.uint64) << bits
        packed |= np.repeat(np.arange(len(lengths), dtype=np.uint64), lengths)
        packed.sort()
        heads = np.flatnonzero(np.append(True, packed[1:] != packed[:-1])[: len(packed)])
        counts = np.minimum(np.diff(np.append(heads, len(packed))), _MOST).astype(np.uint16)
        packed = packed[heads]
        documents = (packed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int32)
        frequencies = np.bincount((packed >> bits).astype(np.int64), minlength=len(order_of))
        starts = offsets_of(frequencies)
        return Postings(starts, documents, counts, lengths.copy())


def build_postings(
    collector: WordCollector, fields: Mapping[str, FieldCollector]
) -> tuple[Words, dict[str, Postings]]:
    """The words of a segment and, for each field, where they occur."""
    words, order_of = collector.sorted()
    return words, {name: collected.build(order_of) for name, collected in fields.items()}
