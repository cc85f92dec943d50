"""Protects that a page saved as one file is read like the page, and that nothing else is taken for one."""

from __future__ import annotations

import base64
import quopri
import random
from collections.abc import Callable

import pytest

from indexer.errors import UnreadableFile
from indexer.reading.web_archive import is_web_archive, read_web_archive

_PAGE = (
    "<html><head><meta charset=gb2312></head><body><nav>导航</nav><p>2021年工作总结</p><p>一、抓学习。</p></body></html>"
)


def web_archive(body: bytes, encoding: str = "8bit", charset: str = "", more: str = "") -> bytes:
    """A web archive with a style sheet, a page and a picture."""
    kind = f'text/html; charset="{charset}"' if charset else "text/html"
    head = (
        'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n'
        f'\tboundary="----=_Next"{more}\r\n\r\n------=_Next\r\nContent-Type: text/css\r\n\r\np{{}}\r\n'
        f"------=_Next\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n"
        "Content-Location: http://a.example/b.html\r\n\r\n"
    )
    tail = "\r\n------=_Next\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBO\r\n------=_Next--\r\n"
    return head.encode() + body + tail.encode()


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
@pytest.mark.parametrize(
    ("encoding", "written"),
    [("quoted-printable", quopri.encodestring), ("base64", base64.encodebytes), ("8bit", bytes)],
)
@pytest.mark.parametrize("charset", ["", "gb2312"])
def test_the_page_is_unpacked(codec: str, encoding: str, written: Callable[[bytes], bytes], charset: str) -> None:
    """Whatever the transfer encoding, and whatever charset is claimed over the text."""
    data = web_archive(written(_PAGE.encode(codec)), encoding, charset)
    assert is_web_archive(data)
    source = read_web_archive(data, "总结.mht")
    assert (source.text, source.format, source.encoding) == ("导航\n2021年工作总结\n一、抓学习。", "mhtml", codec)
    assert source.boilerplate == ((0, 2),)


def test_the_start_part_is_the_page() -> None:
    """Word puts headers and frames into parts of their own; the header says which is the page."""
    other = "\r\n------=_Next\r\nContent-Type: text/html\r\nContent-ID: <main>\r\n\r\n<p>正文一段</p>".encode()
    data = web_archive(_PAGE.encode() + other, more=';\r\n\tstart="<main>"')
    assert read_web_archive(data, "a.mht").text == "正文一段"


def test_a_page_inside_alternatives_and_a_frame_without_text() -> None:
    """A nested part is found, and an empty first page gives way to the one that has text."""
    inner = (
        b"<html><frameset></frameset></html>\r\n------=_Next\r\nContent-Type: multipart/alternative; boundary=in\r\n\r\n"
        b"--in\r\nContent-Type: text/plain\r\n\r\nx\r\n--in\r\nContent-Type: text/html\r\n\r\n" + _PAGE.encode() + b"\r\n--in--"
    )
    assert "一、抓学习。" in read_web_archive(web_archive(inner), "a.mhtml").text


def test_a_page_that_is_the_whole_archive() -> None:
    """Internet Explorer saved pages without pictures as a single part."""
    data = b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + _PAGE.encode()
    assert is_web_archive(data)
    assert "一、抓学习。" in read_web_archive(data, "a.mht").text


def test_a_cut_off_archive_is_read_as_far_as_it_goes() -> None:
    """The page stands before the pictures, so most of it survives a broken download."""
    data = web_archive(_PAGE.encode())
    assert "一、抓学习。" in read_web_archive(data[: data.index(b"image/png")], "a.mht").text


@pytest.mark.parametrize(
    "text",
    ["2021年工作总结", "Mime-Version: 1.0 是邮件的头", "说明\nMIME-Version: 1.0\nContent-Type: multipart/related", "<html>"],
)
def test_other_texts_are_no_web_archive(text: str) -> None:
    """A text that only mentions the header is a text."""
    assert not is_web_archive(text.encode())


def test_an_archive_without_a_page_is_told() -> None:
    """One line, with the name and what to do."""
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
    data = head + b"--x\r\nContent-Type: image/png\r\n\r\n1\r\n--x--"
    with pytest.raises(UnreadableFile, match=r"「总结\.mht」.*请"):
        read_web_archive(data, "总结.mht")


def test_parts_nested_without_end_are_refused() -> None:
    """An attack, or damage: one line, not the end of the program."""
    data = b"MIME-Version: 1.0\r\n" + b"".join(
        b"Content-Type: multipart/related; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level) for level in range(3000)
    )
    with pytest.raises(UnreadableFile, match="网页存档"):
        read_web_archive(data, "总结.mht")


def test_a_page_in_two_encodings_is_read_and_said() -> None:
    """Navigation from one program, body from another, whatever charset the part claims."""
    page = b"<html><body><nav>" + "网站首页 新闻中心".encode("gbk") + b"</nav><p>"
    data = web_archive(page + ("一年来，支部党员共同努力。" * 9).encode() + b"</p></body></html>", "8bit", "gb2312")
    source = read_web_archive(data, "总结.mht")
    assert source.text == "网站首页 新闻中心\n" + "一年来，支部党员共同努力。" * 9
    assert "GBK" in source.notes[0]


def test_damaged_archives_raise_nothing_but_unreadable_file() -> None:
    """Bytes lost, changed or put in, anywhere."""
    chance = random.Random(20181231)
    data = web_archive(quopri.encodestring(_PAGE.encode() * 4), "quoted-printable")
    read = 0
    for _ in range(300):
        damaged = bytearray(data[: chance.randrange(len(data)) if chance.random() < 0.3 else None])
        for _ in range(chance.randrange(1, 12)):
            at = chance.randrange(len(damaged) + 1)
            damaged[at : at + chance.randrange(4)] = chance.randbytes(chance.randrange(4))
        try:
            source = read_web_archive(bytes(damaged), "a.mht")
        except UnreadableFile as error:
            assert "\n" not in str(error)
        else:
            read += 1
            assert all(0 <= start < end <= len(source.text) for start, end in source.boilerplate)
    assert read > 150
