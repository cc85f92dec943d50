"""Which words occur in which documents, and how often: what ranking needs.

Words are collected as numbers while documents are added, and sorted once, with array operations.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.whoosh.dtypes import Bools, Bytes, Counts, Offsets, RowNumbers, Rows, offsets_of
from indexer.engines.whoosh.packed_lists import ListPacker, PackedLists

_MOST = np.iinfo(np.uint16).max

#: In a byte: look elsewhere.
_MANY = np.iinfo(np.uint8).max

#: Occurrences of words that are sorted at once: more take memory and no less time.
_AT_ONCE = 1 << 20

#: A word and a document are packed in one number, which orders by word first.
_DOCUMENT_BITS = np.uint64(32)


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
class PackedCounts:
    """How often something occurs each time, at most 65 535: nearly always once or twice, so ``few`` has a byte each; where that
    is 255, ``many`` has the count, in the order of the places ``many_at``."""

    few: Bytes
    many_at: Offsets
    many: Counts

    @classmethod
    def of(cls, counts: npt.NDArray[Any]) -> PackedCounts:
        """``counts`` are whole numbers."""
        few = np.minimum(counts, _MANY).astype(np.uint8)
        many_at = np.flatnonzero(few == _MANY)
        return cls(few, many_at, np.minimum(counts[many_at], _MOST).astype(np.uint16))

    def part(self, first: int, last: int) -> Counts:
        """The counts from place ``first`` to ``last`` (exclusive)."""
        counts = self.few[first:last].astype(np.uint16)
        if len(self.many_at):
            begin, end = np.searchsorted(self.many_at, (first, last)).tolist()
            counts[self.many_at[begin:end] - first] = self.many[begin:end]
        return counts


@dataclass(frozen=True, slots=True)
class Postings:
    """Where the words of one field occur: word ``i`` in the documents ``documents[i]`` (ascending), as often as ``counts``
    says from place ``starts[i]`` to ``starts[i + 1]``. ``lengths`` has a row a document: its words."""

    starts: Offsets
    documents: PackedLists
    counts: PackedCounts
    lengths: RowNumbers

    def of(self, word: int | None) -> tuple[Rows, Counts]:
        """Documents that hold a word, and how often; both empty where none does."""
        if word is None:
            return _NONE, _NO_COUNTS
        first, last = int(self.starts[word]), int(self.starts[word + 1])
        if first == last:  # most words stand in no title and in no heading
            return _NONE, _NO_COUNTS
        return self.documents[word], self.counts.part(first, last)

    def frequencies(self) -> Rows:
        """For each word how many documents hold it."""
        return np.diff(self.starts)


_NONE: Rows = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Triples:
    """Postings taken over from another segment, in the order of words: a word's number, a document's number, how often."""

    words: RowNumbers
    documents: RowNumbers
    counts: Counts

    def places_of(self, first: int, last: int) -> Rows:
        """Where the words from ``first`` to ``last`` (exclusive) stand, as positions in the order of words."""
        begin, end = np.searchsorted(self.words, (first, last)).tolist()
        return np.arange(begin, end)

    def documents_at(self, places: Rows) -> RowNumbers:
        """The documents of some of them."""
        return self.documents[places]

    def counts_at(self, places: Rows) -> Counts:
        """The counts of some of them."""
        return self.counts[places]


@dataclass(frozen=True, slots=True)
class _Occurrences:
    """Every occurrence of every word in documents added one by one: a word's number each, in the order of the documents,
    whose occurrences end at ``ends``. There are many millions, so that whose each is has no array of its own."""

    words: RowNumbers
    ends: Rows

    def places_of(self, first: int, last: int) -> Rows:
        """Where the words from ``first`` to ``last`` (exclusive) stand, as positions in the order of words."""
        return np.flatnonzero((self.words >= first) & (self.words < last))

    def documents_at(self, places: Rows) -> RowNumbers:
        """The documents of some of them."""
        return np.searchsorted(self.ends, places, side="right").astype(np.int32)

    def counts_at(self, places: Rows) -> Counts:
        """Each counts once."""
        return np.broadcast_to(np.uint16(1), len(places))


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
        """The kept documents of another segment; ``order_of`` are its words' numbers here. Some words at a time: unpacked, all
        documents would take several times the memory."""
        numbers = (np.cumsum(kept) - 1 + len(self.lengths)).astype(np.int32)
        starts = postings.starts
        first = 0
        while first < len(order_of):
            last = max(int(np.searchsorted(starts, starts[first] + _AT_ONCE, side="right")) - 1, first + 1)
            words = np.repeat(order_of[first:last], np.diff(starts[first : last + 1]))
            documents = postings.documents.between(first, last)[1]
            counts = postings.counts.part(int(starts[first]), int(starts[last]))
            of_kept = kept[documents]
            self.merged.append(_Triples(words[of_kept], numbers[documents[of_kept]], counts[of_kept]))
            first = last
        lengths = postings.lengths[kept].astype(np.int32)
        self.sizes.frombytes(np.zeros_like(lengths).tobytes())
        self.lengths.frombytes(lengths.tobytes())

    def build(self, order_of: RowNumbers) -> Postings:
        """``order_of`` gives for each word's number its position in the order of words. What was collected is used up:
        some words at a time are sorted, so that memory stays below that of what was collected."""
        lengths = np.array(self.lengths, dtype=np.int32)
        words = np.frombuffer(self.numbers, dtype=np.int32) if self.numbers else np.zeros(0, np.int32)
        everything: list[_Triples | _Occurrences] = [_Occurrences(words, np.cumsum(self.sizes, dtype=np.int64)), *self.merged]
        self.merged, self.numbers = [], array("i")
        total = np.zeros(len(order_of) + 1, dtype=np.int64)
        for part in everything:
            total[1:] += _put_in_order(part.words, order_of)
        ends = np.cumsum(total)
        packer, counts, frequencies = ListPacker(np.uint8), [_NO_COUNTS], [np.zeros(0, np.int64)]
        first = 0
        while first < len(order_of):
            last = int(np.searchsorted(ends, ends[first] + _AT_ONCE, side="right")) - 1
            last = min(max(last, first + 1), len(order_of))
            documents, own, of_each = _sorted(everything, first, last)
            packer.add(offsets_of(of_each), documents)
            counts.append(own)
            frequencies.append(of_each)
            first = last
        starts = offsets_of(np.concatenate(frequencies))
        return Postings(starts, packer.packed(), PackedCounts.of(np.concatenate(counts)), lengths)

_NO_COUNTS = np.zeros(0, dtype=np.uint16)


def _put_in_order(words: RowNumbers, order_of: RowNumbers) -> Rows:
    """Puts in the place of each word's number its position in the order of words, and counts them; without a second array
    of that size."""
    counts: Rows = np.zeros(len(order_of), dtype=np.int64)
    for first in range(0, len(words), _AT_ONCE):
        some = order_of[words[first : first + _AT_ONCE]]
        words[first : first + _AT_ONCE] = some
        counts += np.bincount(some, minlength=len(order_of))
    return counts


def _sorted(everything: Sequence[_Triples | _Occurrences], first: int, last: int) -> tuple[Rows, Counts, Rows]:
    """The postings of the words from ``first`` to ``last``: documents word by word, ascending, how often each holds the word,
    and how many documents there are for each word."""
    keys, counts = [], []
    for part in everything:
        at = part.places_of(first, last)
        words = (part.words[at] - first).astype(np.uint64)
        keys.append(words << _DOCUMENT_BITS | part.documents_at(at).astype(np.uint64))
        counts.append(part.counts_at(at))
    packed, each = _grouped(np.concatenate(keys), None if len(everything) == 1 else np.concatenate(counts))
    documents = (packed & ((np.uint64(1) << _DOCUMENT_BITS) - np.uint64(1))).astype(np.int64)
    frequencies = np.bincount((packed >> _DOCUMENT_BITS).astype(np.int64), minlength=last - first)
    return documents, np.minimum(each, _MOST).astype(np.uint16), frequencies


def _grouped(keys: npt.NDArray[np.uint64], counts: Counts | None) -> tuple[npt.NDArray[np.uint64], Rows]:
    """The different keys in order, with the sums of their counts (``None``: 1 each)."""
    if counts is None:
        keys.sort()
    else:
        order = np.argsort(keys, kind="stable")
        keys, counts = keys[order], counts[order]
    heads = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])
    if counts is None:
        return keys[heads], np.diff(np.append(heads, len(keys)))
    sums = np.add.reduceat(counts, heads, dtype=np.int64) if len(heads) else np.zeros(0, np.int64)
    return keys[heads], sums


def build_postings(
    collector: WordCollector, fields: Mapping[str, FieldCollector]
) -> tuple[Words, dict[str, Postings]]:
    """The words of a segment and, for each field, where they occur."""
    words, order_of = collector.sorted()
    return words, {name: collected.build(order_of) for name, collected in fields.items()}
