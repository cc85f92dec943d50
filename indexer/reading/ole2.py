"""What streams an OLE2 compound file holds: what tells .doc, .xls, .ppt and .msg apart. The only user
of olefile."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping

import olefile

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: How many bytes of each stream are given: enough for a header of a few fields.
_GLIMPSE = 32
#: What olefile raises on damaged bytes.
_DAMAGE = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, struct.error, RecursionError, MemoryError)


def is_ole2(data: bytes) -> bool:
    """Whether the bytes begin like a compound file."""
    return data.startswith(_MAGIC)


def root_streams(data: bytes) -> Mapping[str, bytes]:
    """The streams at the top of a compound file by name, with the first bytes of each; storages
    (folders) are named too, with no bytes. Empty where the directory is damaged."""
    streams: dict[str, bytes] = {}
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            for entry in compound.listdir(streams=True, storages=True):
                if len(entry) == 1:
                    streams[entry[0]] = _glimpse(compound, entry[0])
    except _DAMAGE:
        return streams
    return streams


def _glimpse(compound: olefile.OleFileIO, name: str) -> bytes:
    if compound.get_type(name) != olefile.STGTY_STREAM:
        return b""
    try:
        return bytes(compound.openstream(name).read(_GLIMPSE))
    except _DAMAGE:
        return b""
