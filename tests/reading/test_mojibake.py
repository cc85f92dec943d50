"""Protects that garbled text is mended only where that is certain, and named where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading import read
from indexer.reading.mojibake import garbled_lines, mend

_TEXT = "关于梅溪街道2021年党建工作的报告。一是抓学习，“三会一课”按时召开；二是办实事"
_POOL = "的一是在不了有和人这中大为上个国工作党建学习报告会议群众基层服务项目年度问题加强落实，。、"


def as_windows(data: bytes) -> str:
    """Bytes as Windows-1252 reads them: five of them stay controls."""
    return "".join(
        chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252") for byte in data
    )


def as_936(data: bytes) -> str:
    """Bytes as Windows' code page 936 reads them; what it cannot read becomes a question mark."""
    out, at = "", 0
    while at < len(data):
        width = 1 if data[at] <= 0x80 else 2
        out += "€" if data[at] == 0x80 else data[at : at + width].decode("gbk", "replace").replace("\ufffd", "?")[:1]
        at += width
    return out


@pytest.mark.parametrize(
    "garbled",
    [
        _TEXT.encode("gbk").decode("latin-1"),
        as_windows(_TEXT.encode("gbk")),
        as_windows(_TEXT.encode()),
        _TEXT.encode().decode("latin-1"),
        as_windows(as_windows(_TEXT.encode()).encode()),
    ],
    ids=["gbk as latin-1", "gbk as cp1252", "utf-8 as cp1252", "utf-8 as latin-1", "utf-8 twice"],
)
def test_text_that_was_saved_in_a_western_encoding_is_mended(garbled: str) -> None:
    mended = mend(f"标题\n{garbled}\n结尾")
    assert mended.text == f"标题\n{_TEXT}\n结尾"
    assert mended.lines == (2,)
    assert garbled_lines(mended.text) == []


@given(text=st.text(_POOL, min_size=4, max_size=60).filter(lambda text: len(text) % 2 == 0))
def test_utf8_that_was_saved_as_gbk_is_mended(text: str) -> None:
    """An even number of characters has an even number of bytes: nothing was lost."""
    garbled = as_936(text.encode())
    assert mend(garbled).text == text or "?" in garbled


def test_what_was_lost_stays_and_is_named() -> None:
    """Half a character that became a question mark cannot be known; the rest of the line can."""
    mended = mend("完好的一行\n" + as_936("关于水土保持工作的报告如下。".encode()) + "?")
    assert "关于水土保持工作" in mended.text
    garbled = "鍏充簬姘村湡淇濇寔鐨?2021"
    assert mend(garbled).text == "关于水土保持鐨?2021"
    assert garbled_lines(mend(garbled).text) == [1]


@pytest.mark.parametrize(
    "text",
    [
        _TEXT,
        "瑕疵、踌躇、徘徊、涓涓细流、骞骞",
        "黨建工作報告：關於銀行業務發展與錢款問題，鐵路建設，閱讀",
        "张鑫淼、王喆、李堃、赵垚、冯翀",
        "café, naïve, Übergröße, señor, 25°C ±0.5 µm × 3²",
        "××县××镇····12％～15％",
    ],
)
def test_right_text_is_left_alone(text: str) -> None:
    """Rare names, traditional script, Western words and masked names are no mojibake."""
    assert mend(text).text == text
    assert garbled_lines(text) == []


@given(st.text(max_size=200))
def test_any_text_is_mended_to_a_text_and_then_no_more(text: str) -> None:
    mended = mend(text)
    assert mend(mended.text).text == mended.text
    assert bool(mended.lines) == (mended.text != text)


@pytest.mark.parametrize("sign", ["\ufffd", "锟斤拷", "\ue123\ue124", "烫烫烫"])
def test_marks_of_lost_text_are_named_with_their_line(sign: str) -> None:
    source = read(f"工作总结\n一、抓学习{sign}\n二、办实事".encode(), "总结.txt")
    assert source.notes == ("第 2 行有乱码，读不出原文：请对照原文件补正",)
    assert sign in source.text


def test_mended_text_is_said_with_an_example() -> None:
    source = read(("工作总结\n" + as_windows("关于党建工作的报告".encode()) + "\n").encode(), "总结.txt")
    assert source.text == "工作总结\n关于党建工作的报告\n"
    (note,) = source.notes
    assert note.startswith("第 2 行的乱码已还原") and "关于党建" in note
