"""Builds zip archives of reports."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib


def zipped(*files: tuple[str, bytes | str]) -> bytes:
    """An archive with these files; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files:
            data = content.encode() if isinstance(content, str) else content
            package.writestr(zipfile.ZipInfo(name, (2024, 1, 8, 9, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def locked(data: bytes) -> bytes:
    """The archive with every file marked as needing a password."""
    out = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := data.find(mark, start + 1)) >= 0:
            out[start + at] |= 1
    return bytes(out)


def with_gbk_names(*files: tuple[str, bytes]) -> bytes:
    """As Windows packs it: names in GBK and no word about that. zipfile itself writes no such names."""
    locals_, entries = b"", b""
    for name, data in files:
        raw = name.encode("gbk")
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = packer.compress(data) + packer.flush()
        head = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0x4800, 0x5828, zlib.crc32(data), len(packed), len(data), len(raw), 0)
        entries += b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, len(locals_)) + raw
        locals_ += b"PK\x03\x04" + head + raw + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(entries), len(locals_), 0)
    return locals_ + entries + b"PK\x05\x06" + end
