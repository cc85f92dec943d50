"""Stored records, each packed by itself: a page reads ten of them from ten places, and should unpack no more.

Records are short and alike, so they are packed with a dictionary made of the first of them (Zstandard, RFC 8878), which costs a
segment 100 KB and halves the rest once more. The library is used here only.
"""

from __future__ import annotations

import threading
from array import array
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import zstandard

from indexer.engines.whoosh.dtypes import Bytes, Offsets, offsets_of

#: So many bytes of records are looked at before a dictionary is made of them; fewer are packed without.
_SEEN = 4_000_000
_LEAST = 500_000

#: The size of a dictionary: one part in so many of what it is made of, and at most so many bytes.
_SHARE = 40
_LARGEST = 112_640

_LEVEL = 3


@dataclass(frozen=True)
class Records:
    """Record ``n`` is packed in ``data[starts[n]:starts[n + 1]]`` with ``dictionary`` (empty for none), and has a checksum of its
    own."""

    data: Bytes
    starts: Offsets
    dictionary: Bytes

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> bytes:
        """A record. Raises ``ValueError`` where it is damaged."""
        packed = self.data[int(self.starts[number]) : int(self.starts[number + 1])].tobytes()
        try:
            unpacked: bytes = self._unpacker.decompress(packed)
        except zstandard.ZstdError as error:
            raise ValueError(f"record {number} is damaged") from error
        return unpacked

    def text(self, number: int) -> str:
        """A record as text."""
        return self[number].decode("utf-8", "surrogatepass")

    @property
    def _unpacker(self) -> zstandard.ZstdDecompressor:
        """One a thread: it has a state."""
        unpacker: zstandard.ZstdDecompressor | None = getattr(self._of_thread, "unpacker", None)
        if unpacker is None:
            unpacker = self._of_thread.unpacker = zstandard.ZstdDecompressor(dict_data=self._prepared)
        return unpacker

    @cached_property
    def _prepared(self) -> zstandard.ZstdCompressionDict | None:
        dictionary = self.dictionary.tobytes()
        return zstandard.ZstdCompressionDict(dictionary) if dictionary else None

    @cached_property
    def _of_thread(self) -> threading.local:
        return threading.local()


class RecordPacker:
    """Packs records as they come."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._seen = 0
        self._packer: zstandard.ZstdCompressor | None = None
        self._dictionary = b""
        self._data = bytearray()
        self._sizes = array("i")

    def __len__(self) -> int:
        return len(self._sizes) + len(self._waiting)

    def add(self, record: bytes) -> None:
        """The next record."""
        if self._packer is not None:
            self._pack(self._packer, record)
            return
        self._waiting.append(record)
        self._seen += len(record)
        if self._seen >= _SEEN:
            self._begin()

    def _begin(self) -> None:
        """Makes the dictionary, and packs what has waited for it."""
        dictionary = None
        if self._seen >= _LEAST:
            dictionary = _trained(self._waiting, min(_LARGEST, self._seen // _SHARE))
        if dictionary is not None:
            self._dictionary = dictionary.as_bytes()
        packer = zstandard.ZstdCompressor(
            level=_LEVEL, dict_data=dictionary, write_checksum=True, write_content_size=True, write_dict_id=False
        )
        for record in self._waiting:
            self._pack(packer, record)
        self._packer, self._waiting = packer, []

    def _pack(self, packer: zstandard.ZstdCompressor, record: bytes) -> None:
        packed = packer.compress(record)
        self._data += packed
        self._sizes.append(len(packed))

    def packed(self) -> Records:
        """All records that were added, in order."""
        if self._packer is None:
            self._begin()
        data, starts = np.frombuffer(self._data, dtype=np.uint8), offsets_of(self._sizes)
        return Records(data, starts, np.frombuffer(self._dictionary, dtype=np.uint8))


def _trained(records: list[bytes], size: int) -> zstandard.ZstdCompressionDict | None:
    """A dictionary made of some records; ``None`` where they give none, being too few or too much the same."""
    try:
        return zstandard.train_dictionary(size, [record for record in records if record])
    except zstandard.ZstdError:
        return None
