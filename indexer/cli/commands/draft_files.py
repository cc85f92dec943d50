"""Files that commands about drafts are given: what is wrong with one, said to somebody who writes and has no index in mind."""

from __future__ import annotations

from pathlib import Path

from indexer.errors import QueryError


def refuse_no_file(path: Path, what: str, wanted: str) -> None:
    """Raises ``QueryError`` where there is no ordinary file: ``what`` it should be, and the kinds that are ``wanted``."""
    try:
        missing, folder, ordinary = not path.exists(), path.is_dir(), path.is_file()
    except OSError:
        missing, folder, ordinary = True, False, False
    if missing:
        raise QueryError(f"找不到{what}“{path}”：请检查文件名和它所在的文件夹")
    if folder:
        raise QueryError(f"“{path}”是文件夹，不是{what}：请给出里面的一个文件（{wanted}）")
    if not ordinary:
        raise QueryError(f"“{path}”不是普通文件（管道或设备），不能当作{what}：请给出 {wanted} 文件")
