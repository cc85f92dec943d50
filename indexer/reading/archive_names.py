"""The names of a zip archive's files as their writer meant them.

The format knows UTF-8, marked by a flag, and IBM's code page 437; programs write whatever their
system uses. All unmarked names of an archive were written by one program, so their encoding is
decided for all of them together: a short name alone may look right in several.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping, Sequence

from indexer.reading.plausibility import bits

UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
#: The encodings that names come in, in order of preference, with the codecs that read them.
_CODECS: Mapping[str, str] = {
    "utf-8": "utf-8",
    "gb18030": "gb18030",
    "big5": "cp950",
    "shift-jis": "cp932",
    "cp437": "cp437",
}
#: Bits added once for an encoding that is rarer than those before it: names are short, and a
#: chance reading must not win by a bit or two.
_RARER: Mapping[str, float] = {"utf-8": 0.0, "gb18030": 0.0, "big5": 6.0, "shift-jis": 12.0, "cp437": 24.0}
#: Bits of kana, which only Japanese names have; half-width ones, a byte each, hardly occur.
_KANA, _HALF_KANA = 8.0, 24.0
#: Bits of é or ü: rare in reports, but in names they stand for whole languages.
_WESTERN = 11.0


def member_names(entries: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The names of an archive's entries, in their order; never fails."""
    known = {at: name for at, entry in enumerate(entries) if (name := _declared(entry)) is not None}
    raw = {at: _bytes_of(entry) for at, entry in enumerate(entries) if at not in known}
    ranked = _ranked({name for name in raw.values() if not name.isascii()})
    return [known[at] if at in known else _decoded(raw[at], ranked) for at in range(len(entries))]


def _declared(entry: zipfile.ZipInfo) -> str | None:
    """The name of an entry that says its encoding, by flag or extra field."""
    if entry.flag_bits & UTF8_FLAG:
        return entry.orig_filename
    return _unicode_path(entry.extra, _bytes_of(entry))


def _bytes_of(entry: zipfile.ZipInfo) -> bytes:
    # zipfile has decoded it as the standard says.
    return entry.orig_filename.encode("cp437", "replace")


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """What Info-ZIP writes beside a name in an old encoding, if it is still about that name."""
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and int.from_bytes(field[1:5], "little") == zlib.crc32(raw):
            return field[5:].decode("utf-8", "replace")
    return None


def _ranked(names: set[bytes]) -> list[str]:
    """The encodings, the likeliest for these names first."""
    return sorted(_CODECS, key=lambda encoding: _RARER[encoding] + sum(_cost(name, encoding) for name in names))


def _decoded(raw: bytes, ranked: Sequence[str]) -> str:
    """A name in the first of the encodings that reads it; cp437 reads everything."""
    texts = (_read(raw, encoding) for encoding in ranked)
    return next((text for text in texts if text is not None), "")


def _cost(raw: bytes, encoding: str) -> float:
    """The bits of a name; where the encoding does not read it, more than any name that it reads."""
    text = _read(raw, encoding)
    return 30.0 * len(raw) if text is None else sum(map(_bits_of_name, text))


def _bits_of_name(char: str) -> float:
    if "\u3041" <= char <= "\u30fe":
        return _KANA
    if "\u00c0" <= char <= "\u00ff":
        return _WESTERN
    return _HALF_KANA if "\uff61" <= char <= "\uff9f" else bits(char)


def _read(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(_CODECS[encoding])
    except UnicodeDecodeError:
        return None
