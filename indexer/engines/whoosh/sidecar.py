"""Arrays beside one immutable Whoosh segment: everything an answer needs but the texts shown.

A row stands for a document of the segment, in Whoosh's order. The side-car is written before
the segment is published and never changed; Whoosh removes it with the segment because its
name begins with the segment's.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from indexer.engines.ranking import FIELD_WEIGHTS
from indexer.engines.records import FIELD_BREAK
from indexer.engines.whoosh.grams import LENGTHS, Grams, build_grams
from indexer.models import SECTIONS, UNIT_TYPES

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

#: Ends the key of a document in the joined text: no match can cross it.
DOCUMENT_BREAK = "\x01"

#: Bit of each section in ``SideCar.sections``.
SECTION_BITS: Mapping[str, int] = {key: 1 << i for i, key in enumerate(SECTIONS)}

#: Code of each unit type in ``SideCar.units``; 0 is unknown.
UNIT_CODES: Mapping[str | None, int] = {None: 0, **{u: i + 1 for i, u in enumerate(UNIT_TYPES)}}

NO_YEAR = 0

_GRAM_PARTS = ("codes", "starts", "documents")


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What is needed of a report to find it by its title and to count it."""

    id: str
    title: str | None
    title_key: str
    year: int | None
    unit_type: str | None


@dataclass(frozen=True, slots=True)
class Postings:
    """Where the words of one field stand: word ``i`` of ``words`` in documents
    ``docs[starts[i]:starts[i + 1]]``, as often as ``counts`` says. ``lengths`` has a row a document."""

    words: Mapping[str, int]
    starts: Ints
    docs: Ints
    counts: Ints
    lengths: Ints

    def of(self, word: str) -> tuple[Ints, Ints]:
        """Documents (ascending) that hold ``word``, and how often; both empty where none does."""
        at = self.words.get(word)
        if at is None:
            return self.docs[:0], self.counts[:0]
        part = slice(int(self.starts[at]), int(self.starts[at + 1]))
        return self.docs[part], self.counts[part]


@dataclass(frozen=True, slots=True)
class SideCar:
    """All arrays have one row a document. ``ordinals`` is −1 for the document of a report.

    ``keys`` joins the documents' search keys; document ``d`` is ``keys[key_starts[d]:key_starts[d + 1]]``
    (code points), its last character a ``DOCUMENT_BREAK``. ``grams`` say, by their length, which
    documents hold which characters side by side.
    """

    reports: tuple[ReportRow, ...]
    report_of: Ints
    ordinals: Ints
    sections: Ints
    units: Ints
    years: Ints
    characters: Ints
    keys: str
    key_starts: Ints
    postings: Mapping[str, Postings]
    grams: Mapping[int, Grams]

    def __len__(self) -> int:
        return len(self.ordinals)


@dataclass
class SideCarBuilder:
    """Collects documents in the order Whoosh numbers them."""

    reports: list[ReportRow] = field(default_factory=list)
    columns: dict[str, list[int]] = field(
        default_factory=lambda: {
            n: [] for n in ("report_of", "ordinals", "sections", "units", "years", "characters")
        }
    )
    keys: list[str] = field(default_factory=list)
    bags: dict[str, list[Mapping[str, int]]] = field(default_factory=lambda: {name: [] for name in FIELD_WEIGHTS})

    def add_report(self, row: ReportRow) -> None:
        """The document of a report; its paragraphs follow."""
        self.reports.append(row)
        self._add_row(-1, (), row, 0, "")
        for bags in self.bags.values():
            bags.append({})

    def add_paragraph(
        self, ordinal: int, sections: Sequence[str], characters: int, key: str, words: Mapping[str, Iterable[str]]
    ) -> None:
        """A paragraph of the report added last."""
        self._add_row(ordinal, sections, self.reports[-1], characters, key)
        for name, bags in self.bags.items():
            bags.append(Counter(words[name]))

    def add_segment(self, car: SideCar, live: Bools) -> None:
        """The living documents of another segment, as Whoosh appends them when it merges."""
        bags = {name: _bags(postings, len(car)) for name, postings in car.postings.items()}
        numbers: dict[int, int] = {}
        for doc in np.flatnonzero(live).tolist():
            old = int(car.report_of[doc])
            if old not in numbers:
                numbers[old] = len(self.reports)
                self.reports.append(car.reports[old])
            self.columns["report_of"].append(numbers[old])
            for name in ("ordinals", "sections", "units", "years", "characters"):
                self.columns[name].append(int(getattr(car, name)[doc]))
            self.keys.append(car.keys[int(car.key_starts[doc]) : int(car.key_starts[doc + 1])])
            for name in self.bags:
                self.bags[name].append(bags[name][doc])

    def _add_row(self, ordinal: int, sections: Sequence[str], row: ReportRow, characters: int, key: str) -> None:
        columns = self.columns
        columns["report_of"].append(len(self.reports) - 1)
        columns["ordinals"].append(ordinal)
        columns["sections"].append(sum(SECTION_BITS[s] for s in sections))
        columns["units"].append(UNIT_CODES[row.unit_type])
        columns["years"].append(row.year or NO_YEAR)
        columns["characters"].append(characters)
        self.keys.append(key + DOCUMENT_BREAK)

    def build(self) -> SideCar:
        columns = {name: np.array(values, dtype=np.int64) for name, values in self.columns.items()}
        lengths = np.array([len(key) for key in self.keys], dtype=np.int64)
        keys = "".join(self.keys)
        key_starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])
        return SideCar(
            reports=tuple(self.reports),
            keys=keys,
            key_starts=key_starts,
            grams=build_grams(keys, key_starts, FIELD_BREAK + DOCUMENT_BREAK),
            postings={name: _postings(bags) for name, bags in self.bags.items()},
            **columns,
        )


def _postings(bags: Sequence[Mapping[str, int]]) -> Postings:
    vocabulary = {word: i for i, word in enumerate(sorted({w for bag in bags for w in bag}))}
    entries = sorted((vocabulary[w], doc, n) for doc, bag in enumerate(bags) for w, n in bag.items())
    table = np.array(entries, dtype=np.int64).reshape(len(entries), 3)
    starts = np.searchsorted(table[:, 0], np.arange(len(vocabulary) + 1))
    return Postings(
        words=vocabulary,
        starts=starts.astype(np.int64),
        docs=table[:, 1].copy(),
        counts=table[:, 2].copy(),
        lengths=np.array([sum(bag.values()) for bag in bags], dtype=np.int64),
    )


def _bags(postings: Postings, size: int) -> list[dict[str, int]]:
    bags: list[dict[str, int]] = [{} for _ in range(size)]
    for word in postings.words:
        docs, counts = postings.of(word)
        for doc, count in zip(docs.tolist(), counts.tolist(), strict=True):
            bags[doc][word] = count
    return bags


def save(car: SideCar, path: Path) -> None:
    """Writes a side-car; the file appears whole or not at all."""
    arrays: dict[str, Any] = {
        name: getattr(car, name)
        for name in ("report_of", "ordinals", "sections", "units", "years", "characters", "key_starts")
    }
    arrays["keys"] = _bytes(car.keys)
    arrays["reports"] = _bytes(
        json.dumps([[r.id, r.title, r.title_key, r.year, r.unit_type] for r in car.reports], ensure_ascii=False)
    )
    for name, postings in car.postings.items():
        arrays[f"{name}.words"] = _bytes("\n".join(postings.words))
        for part in ("starts", "docs", "counts", "lengths"):
            arrays[f"{name}.{part}"] = getattr(postings, part)
    for length, grams in car.grams.items():
        for part in _GRAM_PARTS:
            _write(_gram_path(path, length, part), partial(np.save, arr=getattr(grams, part)))
    _write(path, partial(np.savez, **arrays))


def _gram_path(path: Path, length: int, part: str) -> Path:
    """A file of its own, so that it can be mapped; its name begins with the segment's too."""
    return path.with_name(f"{path.name}.{length}.{part}.npy")


def _write(path: Path, save_to: Callable[[BinaryIO], None]) -> None:
    beside = path.with_name(path.name + ".tmp")
    with beside.open("wb") as file:
        save_to(file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def load(path: Path) -> SideCar:
    """Reads a side-car. Raises ``OSError`` or ``ValueError`` where it is missing or damaged."""
    with np.load(path, allow_pickle=False) as arrays:
        data = {name: arrays[name] for name in arrays.files}
    return SideCar(
        reports=tuple(ReportRow(*row) for row in json.loads(_text(data["reports"]))),
        report_of=data["report_of"],
        ordinals=data["ordinals"],
        sections=data["sections"],
        units=data["units"],
        years=data["years"],
        characters=data["characters"],
        keys=_text(data["keys"]),
        key_starts=data["key_starts"],
        postings={
            name: Postings(
                words={w: i for i, w in enumerate(filter(None, _text(data[f"{name}.words"]).split("\n")))},
                starts=data[f"{name}.starts"],
                docs=data[f"{name}.docs"],
                counts=data[f"{name}.counts"],
                lengths=data[f"{name}.lengths"],
            )
            for name in FIELD_WEIGHTS
        },
        grams={length: _mapped(path, length) for length in LENGTHS},
    )


def _mapped(path: Path, length: int) -> Grams:
    """The grams of one length, read from disk only where they are asked for."""
    parts = {part: np.load(_gram_path(path, length, part), mmap_mode="r") for part in _GRAM_PARTS}
    return Grams(length, **parts)


def _bytes(text: str) -> npt.NDArray[np.uint8]:
    return np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8)


def _text(data: npt.NDArray[np.uint8]) -> str:
    return data.tobytes().decode("utf-8", "surrogatepass")
