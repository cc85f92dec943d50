"""One file of named arrays, mapped: only what an answer touches is read from disk.

Layout: ``MAGIC``, the header's length and its checksum (four bytes each, little-endian), the header (JSON: name → type, shape,
offset, checksum, and the size of all arrays), then the arrays, each at a multiple of 64 bytes. Sizes and the header are checked
whenever a file is opened; the arrays are checked by ``damaged_parts``, since that reads all of them. Checksums are CRC-32; files
that were written without have none checked.
"""

from __future__ import annotations

import json
import math
import os
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

MAGIC = b"BIGAN-1\n"
_ALIGNED = 64
_START = len(MAGIC) + 8
#: So many bytes are read at once to be checked.
_PIECE = 1 << 22

Array = npt.NDArray[Any]


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Writes arrays; the file appears whole or not at all."""
    whole = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    header, size = _header(whole)
    beside = path.with_name(path.name + ".tmp")
    with beside.open("wb") as file:
        _write(file, whole, header, size)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _header(arrays: Mapping[str, Array]) -> tuple[dict[str, Any], int]:
    """What stands where, with offsets counted from the end of the header; and the size of all arrays."""
    at, entries = 0, {}
    for name, array in arrays.items():
        entries[name] = [array.dtype.str, array.shape, at, zlib.crc32(_bytes_of(array))]
        at += -(-array.nbytes // _ALIGNED) * _ALIGNED
    return entries, at


def _write(file: BinaryIO, arrays: Mapping[str, Array], entries: dict[str, Any], size: int) -> None:
    text = json.dumps({"arrays": entries, "size": size}).encode()
    text += b" " * (-(_START + len(text)) % _ALIGNED)
    file.write(MAGIC + len(text).to_bytes(4, "little") + zlib.crc32(text).to_bytes(4, "little") + text)
    for array in arrays.values():
        file.write(_bytes_of(array))
        file.write(b"\0" * (-array.nbytes % _ALIGNED))


def _bytes_of(array: Array) -> memoryview | bytes:
    return array.reshape(-1).view(np.uint8).data if array.nbytes else b""


def read_arrays(path: Path) -> dict[str, Array]:
    """Maps the arrays of a file. Raises ``OSError`` where it is missing, ``ValueError`` where it is damaged."""
    mapped = np.memmap(path, dtype=np.uint8, mode="r")
    header, base = _parsed(mapped[:_START].tobytes(), lambda length: mapped[_START : _START + length].tobytes(), path.name)
    if len(mapped) != base + header["size"]:
        raise ValueError(f"{path.name} is cut off")
    return {
        name: np.ndarray(shape, dtype=np.dtype(kind), buffer=mapped, offset=base + offset)
        for name, (kind, shape, offset, *_) in header["arrays"].items()
    }


def damaged_parts(path: Path, pause: Callable[[], None] = lambda: None) -> list[str]:
    """The names of the arrays whose bytes are not those that were written; ``pause`` is called after each piece that was
    read. The file is read as a file, so that no memory is taken. Raises ``OSError`` or ``ValueError`` as ``read_arrays`` does."""
    with path.open("rb") as file:
        header, base = _parsed(file.read(_START), file.read, path.name)
        if os.fstat(file.fileno()).st_size != base + header["size"]:
            raise ValueError(f"{path.name} is cut off")
        return [
            name
            for name, (kind, shape, offset, *checksum) in header["arrays"].items()
            if checksum and _checksum(file, base + offset, math.prod(shape) * np.dtype(kind).itemsize, pause) != checksum[0]
        ]


def _parsed(start: bytes, read: Callable[[int], bytes], name: str) -> tuple[dict[str, Any], int]:
    """The header, and where the arrays begin."""
    if not start.startswith(MAGIC):
        raise ValueError(f"{name} is no file of arrays")
    length, checksum = (int.from_bytes(start[at : at + 4], "little") for at in (len(MAGIC), len(MAGIC) + 4))
    text = read(length)
    if checksum and zlib.crc32(text) != checksum:
        raise ValueError(f"{name} is damaged")
    header: dict[str, Any] = json.loads(text)
    return header, _START + length


def _checksum(file: BinaryIO, start: int, size: int, pause: Callable[[], None]) -> int:
    file.seek(start)
    checksum = 0
    while size > 0:
        piece = file.read(min(size, _PIECE))
        if not piece:
            return -1
        checksum, size = zlib.crc32(piece, checksum), size - len(piece)
        pause()
    return checksum
