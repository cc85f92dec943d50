"""Which words occur in which documents, and how often: what ranking needs.

Words are collected as numbers while documents are added, and sorted once, with array operations.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

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


@dataclass(frozen=True, slots=True)
class _Triples:
    """Postings taken over from another segment: a word's number, a document's number, how often."""

    words: RowNumbers
    documents: RowNumbers
    counts: Counts


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
    """The words of one field, document after document: of added documents every word (``numbers``, of which each
    document has ``sizes``), of other segments their postings as they are (``merged``)."""

    numbers: array[int] = field(default_factory=lambda: array("i"))
    sizes: array[int] = field(default_factory=lambda: array("i"))
    lengths: array[int] = field(default_factory=lambda: array("i"))
    merged: list[_Triples] = field(default_factory=list)

    def add(self, numbers: array[int]) -> None:
        """The next document."""
        self.numbers.extend(numbers)
        self.sizes.append(len(numbers))
        self.lengths.append(len(numbers))

    def add_all(self, postings: Postings, order_of: RowNumbers, kept: Bools) -> None:
        """The kept documents of another segment; ``order_of`` are its words' numbers here."""
        words = np.repeat(order_of, np.diff(postings.starts))
        numbers = (np.cumsum(kept) - 1 + len(self.lengths)).astype(np.int32)
        of_kept = kept[postings.documents]
        self.merged.append(
            _Triples(words[of_kept], numbers[postings.documents[of_kept]], postings.counts[of_kept])
        )
        lengths = postings.lengths[kept].astype(np.int32)
        self.sizes.frombytes(np.zeros_like(lengths).tobytes())
        self.lengths.frombytes(lengths.tobytes())

    def build(self, order_of: RowNumbers) -> Postings:
        """``order_of`` gives for each word's number its position in the order of words."""
        lengths = np.array(self.lengths, dtype=np.int32)
        bits = np.uint64(max(len(lengths).bit_length(), 1))
        packed, counts = self._added(order_of, bits)
        if self.merged:
            packed = np.concatenate([packed, *(_packed(order_of[m.words], m.documents, bits) for m in self.merged)])
            counts = np.concatenate([counts, *(m.counts for m in self.merged)])
            order = np.argsort(packed, kind="stable")
            packed, counts = packed[order], counts[order]
        documents = (packed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int32)
        frequencies = np.bincount((packed >> bits).astype(np.int64), minlength=len(order_of))
        return Postings(offsets_of(frequencies), documents, counts, lengths)

    def _added(self, order_of: RowNumbers, bits: np.uint64) -> tuple[npt.NDArray[np.uint64], Counts]:
        """The postings of the documents added one by one, packed and in order, and how often each word occurs."""
        documents = np.repeat(np.arange(len(self.sizes), dtype=np.int32), np.array(self.sizes, dtype=np.int32))
        packed = _packed(order_of[np.array(self.numbers, dtype=np.int32)], documents, bits)
        packed.sort()
        heads = np.flatnonzero(np.append(True, packed[1:] != packed[:-1])[: len(packed)])
        counts = np.minimum(np.diff(np.append(heads, len(packed))), _MOST).astype(np.uint16)
        return packed[heads], counts


def _packed(words: RowNumbers, documents: RowNumbers, bits: np.uint64) -> npt.NDArray[np.uint64]:
    """Word and document in one number, which orders by word first; a document's number has ``bits`` bits."""
    return words.astype(np.uint64) << bits | documents.astype(np.uint64)


def build_postings(
    collector: WordCollector, fields: Mapping[str, FieldCollector]
) -> tuple[Words, dict[str, Postings]]:
    """The words of a segment and, for each field, where they occur."""
    words, order_of = collector.sorted()
    return words, {name: collected.build(order_of) for name, collected in fields.items()}
