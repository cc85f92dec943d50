"""The file of corrections on disk: read whole, written by adding rows."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from indexer.corrections import HEADER, Correction, CorrectionFile, read_corrections, row_of, rows_text
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
    return read_corrections(decode(data)[0])


def add_corrections(path: Path, corrections: Sequence[Correction]) -> None:
    """Adds rows at the end; the file is made with a heading where there is none. Rows that are there
    stay as they are, in their encoding. Raises ``CorrectionError`` where it cannot be written."""
    rows = [row_of(correction) for correction in corrections]
    try:
        before = path.read_bytes() if path.exists() else b""
        text = rows_text(rows)
        if not before.strip():
            data = (_MARK + rows_text([HEADER]) + text).encode("utf-8")
        else:
            # A line torn by a crash, or saved without its end, must not swallow the new row.
            gap = "" if before.endswith((b"\n", b"\n\0")) else "\r\n"
            data = (gap + text).encode(_encoding(before))
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        reason = system_reason(error)
        raise CorrectionError(f"更正文件 {path} 写不进去（{reason}）：请检查权限，或关闭占用它的程序") from error


def _encoding(data: bytes) -> str:
    name = decode(data)[1]
    return "utf-8" if name.startswith("utf-8") else name
