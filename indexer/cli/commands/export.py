"""Commands that turn drafts into files of other programs, and back."""

from __future__ import annotations

from pathlib import Path

from indexer.cli.arguments import Arguments
from indexer.cli.commands.tables import write_new
from indexer.cli.exit_codes import OK
from indexer.config import Settings
from indexer.drafting.export.template import load_template, official_text
from indexer.drafting.export.word import to_dotx
from indexer.errors import ExportError


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
