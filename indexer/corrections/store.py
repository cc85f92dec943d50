"""The file of corrections on disk: read whole, written by adding rows."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from indexer.corrections.model import (
    HEADER,
    Correction,
    CorrectionFile,
    read_corrections,
    row_of,
    rows_text,
    separator_of,
)
from indexer.errors import CorrectionError, system_reason
from indexer.reading.encoding import decode

#: So that spreadsheet programs read the file as what it is.
_MARK = "\ufeff"


def load_corrections(path: Path) -> CorrectionFile:
    """The corrections in force; none where there is no file yet. A spreadsheet program may have saved
    it in another encoding. Raises ``CorrectionError`` where it is there and cannot be read."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return CorrectionFile()
    except OSError as error:
        raise CorrectionError(f"更正文件 {path} 打不开（{system_reason(error)}）：请检查权限，或关闭占用它的程序") from error
    return read_corrections(decode(data).text)


def add_corrections(path: Path, corrections: Sequence[Correction]) -> None:
    """Adds rows at the end; the file is made with a heading where there is none. Rows that are there
    stay as they are; new ones have their encoding and separator. Raises ``CorrectionError`` where it
    cannot be written; the file is then as it was."""
    rows = [row_of(correction) for correction in corrections]
    try:
        before = path.read_bytes() if path.exists() else None
        path.parent.mkdir(parents=True, exist_ok=True)
        _append(path, before, _added(rows, before or b""))
    except OSError as error:
        raise CorrectionError(
            f"更正文件 {path} 写不进去（{system_reason(error)}）：请检查磁盘空间和权限，关闭占用它的程序后再更正"
        ) from error


def _added(rows: Sequence[Sequence[str]], before: bytes) -> bytes:
    """The bytes of new rows in a file that holds ``before``."""
    if not before.strip():
        return (_MARK + rows_text([HEADER]) + rows_text(rows)).encode("utf-8")
    decoded = decode(before)
    text, name = decoded.text, decoded.encoding
    # A line torn by a crash, or saved without its end, must not swallow the new row.
    gap = "" if text.endswith("\n") else "\r\n"
    return (gap + rows_text(rows, separator_of(text))).encode("utf-8" if name.startswith("utf-8") else name)


def _append(path: Path, before: bytes | None, data: bytes) -> None:
    try:
        with path.open("ab") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        # What cannot be undone either is told by the error that is raised.
        with suppress(OSError):
            _undo(path, before, data)
        raise


def _undo(path: Path, before: bytes | None, data: bytes) -> None:
    """Takes away what was written of ``data``, unless somebody else has written meanwhile."""
    left = path.read_bytes()
    if left == (before or b"") + data[: len(left) - len(before or b"")]:
        if before is None:
            path.unlink()
        else:
            os.truncate(path, len(before))
