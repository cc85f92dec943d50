"""``bigan template``: the form of official documents as files."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from indexer.drafting.export.template import official_text
from tests.cli.runner import Bigan


def test_the_template_is_written_for_word_and_as_text(bigan: Bigan, tmp_path: Path) -> None:
    word, text = tmp_path / "公文.dotx", tmp_path / "格式.ini"
    assert bigan("template", str(word)).out == f"已写出 {word}\n"
    assert zipfile.is_zipfile(word)
    assert bigan("template", str(text)).code == 0
    assert text.read_text(encoding="utf-8") == official_text()


def test_a_file_that_is_there_stays_unless_forced(bigan: Bigan, tmp_path: Path) -> None:
    path = tmp_path / "格式.ini"
    path.write_text("我的", encoding="utf-8")
    assert "已经有了，没有改动它" in bigan("template", str(path)).error_line
    assert path.read_text(encoding="utf-8") == "我的"
    assert bigan("template", str(path), "--force").code == 0
    assert path.read_text(encoding="utf-8") == official_text()


@pytest.mark.parametrize("name", ["公文.docx", "公文", "没有这个文件夹/公文.dotx"])
def test_what_cannot_be_written_is_told(bigan: Bigan, tmp_path: Path, name: str) -> None:
    assert Path(name).name in bigan("template", str(tmp_path / name)).error_line
