"""Protects the doors: what is read as what, and one clear line for what cannot be read."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from indexer.errors import UnreadableFile
from indexer.parsing import parse
from indexer.reading import SUFFIXES, read, read_file
from indexer.reading.word import package as docx_module
from tests.reading.word_files import archive, docx, level, numbered, numbering, paragraph, part

_PROSE = "一年来，我认真履行职责，坚持问题导向，推动各项工作落实。\r\n一、主要做法\r\n（一）抓学习。\r\n" * 4
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def refusal(data: bytes, name: str = "年终总结.docx") -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(data, name)
    message = str(caught.value)
    assert name in message
    assert "\n" not in message
    return message


def test_line_ends_are_unified_and_nothing_else_is_touched() -> None:
    source = read("\ufeff甲\r\n乙\r丙\u2028丁\r\r\n\u3000２０１８年\u200b ⼀".encode(), "a.txt")
    assert source.text == "甲\n乙\n丙\n丁\n\u3000２０１８年\u200b ⼀"
    assert (source.format, source.encoding, source.boilerplate) == ("txt", "utf-8-sig", ())


def test_a_page_named_txt_is_read_as_a_page_and_prose_named_html_as_prose() -> None:
    assert read("<!DOCTYPE html><html><body><p>甲</p></body></html>".encode(), "a.txt").text == "甲"
    assert read(("<p>甲</p>" * 10).encode(), "a.txt").format == "html"
    assert read(_PROSE.encode("gbk"), "a.html").format == "txt"


def test_a_stray_tag_does_not_make_a_page_of_a_text() -> None:
    source = read(f"{_PROSE}党##paidbegin##组<br>成员 a<b".encode(), "a.txt")
    assert source.format == "txt"
    assert source.text.endswith("党##paidbegin##组<br>成员 a<b")


@pytest.mark.parametrize("tags", ["<img src=x onerror=alert(1)>", "<b>重点</b>" * 12, "改版后的<html>页面", "<body><p>"])
def test_inline_tags_do_not_make_a_page_of_a_text(tags: str) -> None:
    """Read as a page its lines would run together; only a page's structure makes one."""
    source = read(f"{tags}\n2021年工作总结\n{_PROSE}".encode(), "总结.txt")
    assert source.format == "txt"
    assert source.text.split("\n")[:2] == [tags, "2021年工作总结"]
    assert source.text.endswith(_PROSE.replace("\r\n", "\n"))


def test_markdown_is_known_by_its_name_but_a_page_is_a_page() -> None:
    """Signs of Markdown stand in plain texts too, so the name decides; tags that open a page do not."""
    assert read("# 总结\n正文<b>甲</b>".encode(), "a.MD").format == "md"
    assert read("# 总结\n正文".encode(), "a.txt").format == "txt"
    assert read(("<!DOCTYPE html><html><body>" + "<p>甲</p>" * 20).encode(), "a.md").format == "html"
    assert all(suffix == suffix.lower() for suffix in SUFFIXES)


def test_a_typed_table_of_contents_is_boilerplate_in_every_format() -> None:
    """It repeats the headings of the report and belongs to no section."""
    lines = ["目录", "一、主要做法……1", "二、存在问题……3", "三、下步打算……5", "正文从这里开始。"]
    source = read("\n".join(lines).encode(), "a.txt")
    assert [source.text[a:b].strip() for a, b in source.boilerplate] == lines[:4]
    assert {reason for report in parse(source) for reason in (piece.reason for piece in report.removed)} == {"目录"}


@pytest.mark.parametrize("data", [b"", b" \r\n\t", "\u3000\u00a0\n".encode(), b"\xef\xbb\xbf", b"\0" * 64])
def test_empty_files_are_named_as_empty(data: bytes) -> None:
    assert "空" in refusal(data, "空白.txt")


def test_documents_without_text_say_so() -> None:
    assert "没有文字" in refusal(docx("<w:p/>"))
    assert "没有文字" in refusal(b"<html><body><img src=a.png></body></html>", "a.html")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (_OLE2, "旧版"),
        (_OLE2 + "EncryptedPackage".encode("utf-16-le"), "加密"),
        (b"{\\rtf1\\ansi text}", "RTF"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
        (b"%TSD-Header-###%" + bytes(range(256)), "加密软件"),
        (b"\x62\x14\x23E-SafeNet" + bytes(range(256)), "加密软件"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 30, "图片"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", "存档"),
        (archive({"xl/workbook.xml": "<workbook/>"}), "不是 Word"),
        (archive({"说明.txt": "文字"}), "压缩包"),
        (docx(paragraph("正文"))[:-40], "损坏"),
        (archive({"word/document.xml": "<w:document"}), "损坏"),
        (bytes(range(256)) * 8, "不是有效的 Word"),
    ],
)
def test_what_cannot_be_read_is_told_with_advice(data: bytes, says: str) -> None:
    message = refusal(data)
    assert says in message
    assert "请" in message


def test_binary_bytes_under_a_text_name_are_no_text() -> None:
    assert "不是文字文件" in refusal(random.Random(7).randbytes(4000), "a.txt")
    assert "不是文字文件" in refusal(bytes(range(256)) * 8, "a.html")


def test_a_document_with_a_password_inside_the_zip_is_encrypted() -> None:
    data = bytearray(docx(paragraph("正文")))
    # Bit 0 of the flags, in the local header and in the directory.
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "加密" in refusal(bytes(data))


def test_a_document_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_module, "_LARGEST_PART", 10_000)
    assert "MB" in refusal(docx(paragraph("长" * 20_000)))
    assert read(docx(paragraph("长" * 200)), "a.docx").text == "长" * 200


def test_damage_inside_a_compressed_part_is_told() -> None:
    data = bytearray(docx(paragraph(_PROSE.replace("\r\n", ""))))
    at = data.index(b"word/document.xml") + 60
    data[at : at + 8] = b"\xff" * 8
    assert "损坏" in refusal(bytes(data))


def test_files_that_cannot_be_opened_are_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"没有的\.txt"):
        read_file(tmp_path / "没有的.txt")
    with pytest.raises(UnreadableFile, match=tmp_path.name):
        read_file(tmp_path)


def test_a_file_on_disk_is_read(tmp_path: Path) -> None:
    path = tmp_path / "总结.txt"
    path.write_bytes(_PROSE.encode("gb18030"))
    assert read_file(path).text == _PROSE.replace("\r\n", "\n")


def _mutated(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data[: chance.randrange(len(data)) if chance.random() < 0.3 else len(data)])
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(out) + 1)
        kind = chance.randrange(3)
        if kind == 0:
            out[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del out[at : at + chance.randrange(1, 9)]
        else:
            out[at:at] = chance.randbytes(chance.randrange(1, 9))
    return bytes(out)


def _stored(data: bytes) -> bytes:
    """The same archive without compression, so that mutations reach the XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    return out.getvalue()


_WORD = docx(
    numbered("做法", 1) + paragraph(_PROSE.replace("\r\n", "")) + numbered("问题", 1),
    numbering=numbering(level(0, "chineseCounting", "%1、")),
    styles=part("styles", '<w:style w:styleId="a"><w:name w:val="b"/></w:style>'),
)
_PAGE = (
    f"<html><body><nav>导航</nav><table><tr><td>甲</td><td>乙</td></tr></table><p>{_PROSE}</p></body></html>"
)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(_WORD, id="docx"),
        pytest.param(_stored(_WORD), id="docx-stored"),
        pytest.param(_PAGE.encode("utf-8"), id="html"),
        pytest.param(_PAGE.encode("gbk"), id="html-gbk"),
        pytest.param(_PROSE.encode("gbk"), id="gbk"),
        pytest.param(_PROSE.encode("utf-16"), id="utf-16"),
        pytest.param(_PROSE.encode("utf-8"), id="utf-8"),
    ],
)
def test_damaged_bytes_raise_nothing_but_unreadable_file(data: bytes) -> None:
    chance = random.Random(20181231)
    for _ in range(80):
        damaged = _mutated(data, chance)
        try:
            source = read(damaged, "a.docx")
        except UnreadableFile as error:
            assert "\n" not in str(error)
        else:
            assert "\r" not in source.text
            assert all(0 <= a < b <= len(source.text) for a, b in source.boilerplate)
