"""The terms of a segment through Whoosh's interface: look-up, iteration, cursors, matchers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from whoosh.codec.base import FieldCursor, TermsReader
from whoosh.matching import ListMatcher, ReadTooFar
from whoosh.reading import TermInfo
from whoosh.system import pack_uint

from indexer.engines.whoosh.codec.fields import InvertedField, inverted_fields
from indexer.engines.whoosh.dtypes import Counts, RowNumbers
from indexer.engines.whoosh.segment_columns import SegmentColumns


class ArrayTermsReader(TermsReader):  # type: ignore[misc]
    """Reads terms from the columns of one segment. Terms are ``(field name, bytes)``."""

    def __init__(self, columns: SegmentColumns) -> None:
        self._makers = inverted_fields(columns)
        self._field = lru_cache(maxsize=None)(lambda name: self._makers[name]())

    def indexed_field_names(self) -> list[str]:
        return list(self._makers)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._find(*term) is not None

    def _find(self, fieldname: str, text: bytes) -> tuple[InvertedField, int] | None:
        if fieldname not in self._makers:
            return None
        field: InvertedField = self._field(fieldname)
        number = field.first_from(text)
        return (field, number) if number < len(field) and field.term(number) == text else None

    def _found(self, fieldname: str, text: bytes) -> tuple[InvertedField, int]:
        found = self._find(fieldname, text)
        if found is None:
            raise KeyError((fieldname, text))
        return found

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for name in self._makers:
            yield from self.terms_from(name, b"", end_of_field=True)

    def terms_from(self, fieldname: str, prefix: bytes, end_of_field: bool = False) -> Iterator[tuple[str, bytes]]:
        """The terms from ``prefix`` on, on through the fields that follow unless ``end_of_field``."""
        for name in [name for name in self._makers if name == fieldname or (name > fieldname and not end_of_field)]:
            field: InvertedField = self._field(name)
            first = field.first_from(prefix) if name == fieldname else 0
            for number in range(first, len(field)):
                yield name, field.term(number)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Statistics of a term; deleted documents count, as everywhere in Whoosh. Raises ``KeyError``."""
        field, number = self._found(fieldname, text)
        return _info(field, *field.postings(number))

    def frequency(self, fieldname: str, text: bytes) -> float:
        field, number = self._found(fieldname, text)
        return float(field.postings(number)[1].sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        field, number = self._found(fieldname, text)
        return len(field.postings(number)[0])

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        field, number = self._found(fieldname, text)
        rows, counts = field.postings(number)
        return ArrayMatcher(
            rows.tolist(),
            counts.astype(float).tolist(),
            format=format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=_info(field, rows, counts),
        )

    def cursor(self, fieldname: str, fieldobj: Any) -> ArrayCursor:
        return ArrayCursor(self._field(fieldname), fieldobj)


def _info(field: InvertedField, rows: RowNumbers, counts: Counts) -> TermInfo:
    lengths = field.lengths[rows]
    return TermInfo(
        weight=float(counts.sum()),
        df=len(rows),
        minlength=int(lengths.min()),
        maxlength=int(lengths.max()),
        maxweight=float(counts.max()),
        minid=int(rows[0]),
        maxid=int(rows[-1]),
    )


class ArrayMatcher(ListMatcher):  # type: ignore[misc]
    """The documents of one term. Skips by bisection; gives the count as the posting's value where the format wants
    one."""

    def skip_to(self, id: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._i: int = bisect_left(self._ids, id, lo=self._i)

    def value(self) -> bytes:
        return pack_uint(int(self.weight())) if self._format.supports("frequency") else b""

    def copy(self) -> ArrayMatcher:
        return ArrayMatcher(
            self._ids,
            self._weights,
            None,
            self._format,
            self._scorer,
            self._i,
            term=self._term,
            terminfo=self._terminfo,
        )


class ArrayCursor(FieldCursor):  # type: ignore[misc]
    """Walks the terms of one field, decoded by ``fieldobj``."""

    def __init__(self, field: InvertedField, fieldobj: Any) -> None:
        self._field, self._fieldobj = field, fieldobj
        self._number = 0

    def first(self) -> Any:
        self._number = 0
        return self.text()

    def find(self, term: Any) -> Any:
        """Moves to the first term that is not less than ``term``."""
        self._number = self._field.first_from(term if isinstance(term, bytes) else self._fieldobj.to_bytes(term))
        return self.text()

    def next(self) -> Any:
        self._number += 1
        return self.text()

    def text(self) -> Any:
        """The present term; ``None`` behind the last one."""
        return self._fieldobj.from_bytes(self._field.term(self._number)) if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        return _info(self._field, *self._field.postings(self._number)) if self.is_valid() else None

    def is_valid(self) -> bool:
        return self._number < len(self._field)
