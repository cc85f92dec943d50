"""One file of named arrays, mapped: only what an answer touches is read from disk.

Layout: ``MAGIC``, the header's length (eight bytes, little-endian), the header (JSON: name → type, shape, offset,
and the file's whole size), then the arrays, each at a multiple of 64 bytes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

MAGIC = b"BIGAN-1\n"
_ALIGNED = 64

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
        entries[name] = [array.dtype.str, array.shape, at]
        at += -(-array.nbytes // _ALIGNED) * _ALIGNED
    return entries, at


def _write(file: BinaryIO, arrays: Mapping[str, Array], entries: dict[str, Any], size: int) -> None:
    text = json.dumps({"arrays": entries, "size": size}).encode()
    text += b" " * (-(len(MAGIC) + 8 + len(text)) % _ALIGNED)
    file.write(MAGIC + len(text).to_bytes(8, "little") + text)
    for array in arrays.values():
        file.write(array.reshape(-1).view(np.uint8).data if array.nbytes else b"")
        file.write(b"\0" * (-array.nbytes % _ALIGNED))


def read_arrays(path: Path) -> dict[str, Array]:
    """Maps the arrays of a file. Raises ``OSError`` where it is missing, ``ValueError`` where it is damaged."""
    mapped = np.memmap(path, dtype=np.uint8, mode="r")
    start = len(MAGIC) + 8
    if mapped[: len(MAGIC)].tobytes() != MAGIC:
        raise ValueError(f"{path.name} is no file of arrays")
    length = int.from_bytes(mapped[len(MAGIC) : start].tobytes(), "little")
    header = json.loads(mapped[start : start + length].tobytes())
    base = start + length
    if len(mapped) != base + header["size"]:
        raise ValueError(f"{path.name} is cut off")
    return {
        name: np.ndarray(shape, dtype=np.dtype(kind), buffer=mapped, offset=base + offset)
        for name, (kind, shape, offset) in header["arrays"].items()
    }
