"""Report files as documents: most files are one, an archive holds many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import UnreadableFile, system_reason
from indexer.ingest.discovery import FoundFile
from indexer.reading import SUFFIXES
from indexer.reading.archives import Limits, is_archive, unpack


@dataclass(frozen=True, slots=True)
class Document:
    """One document of an archive folder.

    ``key`` names it in the manifest: the path of its file, and for a member of an archive the path
    of the archive with that of the member below it. ``shown`` is the same below the root.
    ``data`` are its bytes, or why they cannot be had.
    """

    key: str
    root: Path
    shown: str
    data: bytes | UnreadableFile

    @property
    def name(self) -> str:
        """What it is called: the last part of its path."""
        return self.shown.rpartition("/")[2]


def documents_of(file: FoundFile, max_bytes: int) -> Iterator[Document]:
    """The documents of a file, read one by one; ``max_bytes`` is the size of the largest that is read.

    A file that cannot be opened is one document that says why.
    """
    try:
        data = file.path.read_bytes()
    except OSError as error:
        reason = f"打不开（{system_reason(error)}）：请检查权限，或关闭占用它的程序"
        yield Document(str(file.path), file.root, file.shown, UnreadableFile(reason))
        return
    if not is_archive(data):
        yield Document(str(file.path), file.root, file.shown, data)
        return
    try:
        for member in unpack(data, file.path.name, SUFFIXES, Limits(member_bytes=max_bytes)):
            key, shown = f"{file.path}/{member.name}", f"{file.shown}/{member.name}"
            yield Document(key, file.root, shown, member.data)
    except UnreadableFile as error:
        yield Document(str(file.path), file.root, file.shown, error)
