"""Files that commands about drafts are given: what is wrong with one, said to somebody who writes and has no index in mind."""

from __future__ import annotations

from pathlib import Path

from indexer.drafting.files import read_draft
from indexer.drafting.model import Draft
from indexer.errors import DraftError, ExportError, QueryError, system_reason


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


def load_draft(path: Path) -> Draft:
    """The draft in a file. Raises ``ExportError`` or, where there is no file, ``QueryError``."""
    refuse_no_file(path, "稿件", ".json")
    try:
        return read_draft(path.read_bytes())
    except OSError as error:
        raise ExportError(f"稿件 {path} 打不开（{system_reason(error)}）：请检查路径和权限") from error
    except DraftError as error:
        raise ExportError(f"{path} 不能当作稿件读：{error}；请给出“稿件”文件夹里或导出的 .json 文件") from error
