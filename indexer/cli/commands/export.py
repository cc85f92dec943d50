"""Commands that turn drafts into files of other programs, and back."""

from __future__ import annotations

from pathlib import Path

from indexer.cli.arguments import Arguments
from indexer.cli.exit_codes import OK
from indexer.config import Settings
from indexer.drafting.export.template import load_template, official_text
from indexer.drafting.export.word import to_dotx
from indexer.errors import ExportError, system_reason


def template(settings: Settings, arguments: Arguments) -> int:
    """``bigan template``: writes the form of official documents, as a template of Word or as the text that describes it."""
    path = Path(arguments.file)
    form = path.suffix.lower()
    if form == ".dotx":
        data = to_dotx(load_template(settings.word_template))
    elif form == ".ini":
        data = official_text().encode("utf-8")
    else:
        raise ExportError(f"不能写成“{path.name}”：文件名要以 .dotx（Word 模板）或 .ini（可以改的格式）结尾")
    write_new(path, data, arguments.force)
    print(f"已写出 {path}")
    return OK


def write_new(path: Path, data: bytes, force: bool) -> None:
    """Writes a file; one that is there stays as it is unless ``force``. Raises ``ExportError``."""
    try:
        with path.open("wb" if force else "xb") as file:
            file.write(data)
    except FileExistsError:
        raise ExportError(f"{path} 已经有了，没有改动它：请换个文件名，或加上 --force 覆盖") from None
    except OSError as error:
        raise ExportError(f"{path} 写不进去（{system_reason(error)}）：请检查文件夹和权限，关闭打开它的程序后再试") from error
