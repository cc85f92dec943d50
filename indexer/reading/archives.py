"""Zip archives that hold reports: their files one by one, never written to disk.

An archive is not trusted: the sizes it declares are not believed, and what it may unpack to
is bounded. Paths are only shown and used as keys.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from indexer.errors import UnreadableFile
from indexer.reading.archive_names import UTF8_FLAG, member_names
from indexer.reading.word.package import DOCUMENTS, damaged
from indexer.reading.word.reader import is_zip
from indexer.reading.zips import DAMAGE, STREAMED_METHODS, is_locked

_MB = 1024 * 1024
#: Parts that make a zip archive a document of some program: Office, OpenDocument, e-book, OFD.
_DOCUMENT_PARTS = frozenset(("[content_types].xml", "mimetype", "ofd.xml", "encryptedpackage"))
_DOCUMENT_FOLDERS = ("word/", "xl/", "ppt/", "_rels/")
_DIRECTORY_MARK = b"PK\x01\x02"
_LOCAL_MARK = b"PK\x03\x04"
_END_MARK = b"PK\x05\x06"
#: A file's own header: 26 bytes before the length of its name.
_LOCAL_HEADER = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
#: Files in an archive's directory, wanted or not: more is an attack on the memory.
_MOST_ENTRIES = 100_000
_CHUNK = 256 * 1024
#: Bytes that may be highly compressed without suspicion: a form of blanks does that.
_RATIO_FROM = _MB
_CLUTTER = frozenset(("__macosx", "thumbs.db", "desktop.ini"))
_UNPACK = "请先解压，再把里面的文件放入"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is unpacked: bytes of one file and of all, number of files, archives in archives,
    and unpacked bytes for one packed byte."""

    member_bytes: int = 50 * _MB
    total_bytes: int = 500 * _MB
    members: int = 5000
    depth: int = 3
    ratio: int = 300


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its path there with ``/``, unique, and its bytes or why there are none."""

    name: str
    data: bytes | UnreadableFile


class RestUnread(UnreadableFile):
    """From this file of an archive on none was read: the archive is too large."""


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a zip archive of files and not one document in zip form, as .docx is."""
    if not is_zip(data):
        return False
    try:
        with _open(data) as package:
            names = member_names(package.infolist())
    except DAMAGE:
        # Cut off: the names are also in front of each file.
        names = [_local_name(data, header) for header in _LOCAL_HEADER.finditer(data)]
    names = [name for name in names if name]
    lowered = [name.replace("\\", "/").lower() for name in names]
    return bool(names) and not any(n in _DOCUMENT_PARTS or n.startswith(_DOCUMENT_FOLDERS) for n in lowered)


def opens(data: bytes) -> bool:
    """Whether the list of files in an archive can be read."""
    try:
        with _open(data):
            return True
    except DAMAGE:
        return False


def unpack(
    data: bytes, name: str, suffixes: frozenset[str], limits: Limits | None = None
) -> Iterator[Member]:
    """The files of an archive, and of archives in it, whose lower-cased suffix is in ``suffixes``.

    Others, hidden files and the litter of file managers are left out. What cannot be unpacked
    is a member with its error. Raises ``UnreadableFile`` where the archive cannot be opened.
    """
    try:
        package = _open(data)
    except DAMAGE as error:
        raise _broken(name) from error
    return _Unpacking(name, suffixes, limits or Limits()).members(package, len(data), "", 1)


class _Unpacking:
    """One archive being unpacked: what was spent so far, and which names were given."""

    def __init__(self, archive: str, suffixes: frozenset[str], limits: Limits) -> None:
        self._archive = archive
        self._suffixes = suffixes
        self._limits = limits
        self._bytes = 0
        self._count = 0
        self._is_full = False
        self._names: set[str] = set()

    def members(self, package: zipfile.ZipFile, size: int, inside: str, depth: int) -> Iterator[Member]:
        """The wanted files of ``package``, of ``size`` bytes, which lies at the path ``inside``."""
        with package:
            entries = package.infolist()
            for entry, name in zip(entries, member_names(entries), strict=True):
                if self._is_full:
                    return
                path = _path(name)
                # Not is_dir(): before Python 3.12 it fails on an entry without a name.
                if entry.filename.endswith("/") or not self._is_wanted(path):
                    continue
                shown = self._unique(inside + path)
                self._count += 1
                if self._count > self._limits.members:
                    yield self._stop(shown, f"里的文件超过 {self._limits.members} 个")
                    return
                try:
                    data = self._unpacked(package, entry, size)
                except _Refused as refused:
                    yield (
                        self._stop(shown, str(refused))
                        if self._is_full
                        else self._refusal(shown, str(refused))
                    )
                else:
                    yield from self._opened(shown, data, depth)

    def _opened(self, shown: str, data: bytes, depth: int) -> Iterator[Member]:
        """A file as it is, or what is in it if it is an archive itself."""
        if not is_archive(data):
            yield Member(shown, data)
        elif depth >= self._limits.depth:
            yield self._refusal(
                shown, f"是压缩包里的压缩包，超过 {self._limits.depth} 层，没有读取：{_UNPACK}"
            )
        else:
            try:
                package = _open(data)
            except DAMAGE:
                yield Member(shown, _broken(f"{self._archive}/{shown}"))
            else:
                yield from self.members(package, len(data), shown + "/", depth + 1)

    def _unpacked(self, package: zipfile.ZipFile, entry: zipfile.ZipInfo, size: int) -> bytes:
        """The bytes of a file. Raises ``_Refused``, with ``_is_full`` set where nothing more is read."""
        if is_locked(entry):
            raise _Refused("已加密：请用密码解压，再把里面的文件放入")
        if entry.compress_type not in STREAMED_METHODS:
            raise _Refused(f"的压缩方式（{_method(entry)}）不能直接读取：{_UNPACK}")
        limits, packed = self._limits, max(1, min(entry.compress_size, size))
        pieces: list[bytes] = []
        length = 0
        try:
            with package.open(entry) as part:
                while piece := part.read(_CHUNK):
                    pieces.append(piece)
                    length += len(piece)
                    self._bytes += len(piece)
                    if length > limits.member_bytes:
                        raise _Refused(
                            f"展开后超过 {_mb(limits.member_bytes)}：请解压后拆成几个较小的文件再放入"
                        )
                    if length > _RATIO_FROM and length > limits.ratio * packed:
                        raise _Refused(
                            f"压缩得异常（超过 {limits.ratio} 倍），没有读取：请检查来源，确认无误后解压放入"
                        )
                    if self._bytes > limits.total_bytes:
                        self._is_full = True
                        raise _Refused(f"展开后总计超过 {_mb(limits.total_bytes)}")
        except (*DAMAGE, RuntimeError) as error:
            raise _Refused("已损坏，无法解压：请重新下载压缩包，或解压修复后放入") from error
        return b"".join(pieces)

    def _stop(self, shown: str, why: str) -> Member:
        self._is_full = True
        return Member(shown, RestUnread(f"「{self._archive}」{why}，从「{shown}」起没有读取：{_UNPACK}"))

    def _refusal(self, shown: str, why: str) -> Member:
        return Member(shown, UnreadableFile(f"「{self._archive}/{shown}」{why}"))

    def _is_wanted(self, path: str) -> bool:
        parts = path.split("/")
        if any(part.startswith((".", "~$")) or part.lower() in _CLUTTER for part in parts):
            return False
        suffix = PurePosixPath(parts[-1]).suffix.lower()
        return suffix == ".zip" or suffix in self._suffixes

    def _unique(self, path: str) -> str:
        stem, dot, suffix = path.rpartition(".")
        shown, number = path, 1
        while shown in self._names:
            number += 1
            shown = f"{stem} ({number}){dot}{suffix}"
        self._names.add(shown)
        return shown


class _Refused(Exception):
    """Why a file of an archive is not read."""


def _open(data: bytes) -> zipfile.ZipFile:
    """The archive. Raises one of ``DAMAGE``."""
    if data.count(_DIRECTORY_MARK) > _MOST_ENTRIES:
        raise zipfile.BadZipFile("too many files")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except UnicodeDecodeError:
        return zipfile.ZipFile(io.BytesIO(_without_utf8_flags(data)))


def _without_utf8_flags(data: bytes) -> bytes:
    """Some programs say that names are UTF-8 which are not; zipfile then opens nothing at all."""
    out = bytearray(data)
    end = data.rfind(_END_MARK)
    at = max(0, end - int.from_bytes(data[end + 12 : end + 16], "little"))
    while (at := data.find(_DIRECTORY_MARK, at, max(0, end))) >= 0:
        local = int.from_bytes(data[at + 42 : at + 46], "little")
        out[at + 9] &= ~(UTF8_FLAG >> 8)
        if data.startswith(_LOCAL_MARK, local) and local + 7 < end:
            out[local + 7] &= ~(UTF8_FLAG >> 8)
        at += 46
    return bytes(out)


def _local_name(data: bytes, header: re.Match[bytes]) -> str:
    length = int.from_bytes(header[1], "little")
    return data[header.end() : header.end() + length].decode("cp437")


def _path(name: str) -> str:
    """A name as a harmless path: with ``/``, no root, no way up, nothing that breaks a line."""
    name = unicodedata.normalize("NFC", name.partition("\0")[0].replace("\\", "/"))
    shown = "".join(char if char.isprintable() else "_" for char in name)
    return "/".join(part.strip() for part in shown.split("/") if part.strip() not in ("", ".", ".."))


def _method(entry: zipfile.ZipInfo) -> str:
    known = {6: "Implode", 9: "Deflate64", 12: "BZip2", 14: "LZMA", 93: "Zstandard", 95: "XZ", 98: "PPMd"}
    return known.get(entry.compress_type, str(entry.compress_type))


def _mb(size: int) -> str:
    return f"{size / _MB:g} MB"


def _broken(name: str) -> UnreadableFile:
    return damaged(name, archive=not name.lower().endswith(DOCUMENTS))
