"""Protects that each part of a file in two encodings is read in its own, and that the owner hears of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import UnreadableFile
from indexer.reading import read
from indexer.reading.encoding import decode
from indexer.reading.plain import read_plain
from tests.campaign.encodings import make, run, sample_lines

_LINES = (
    "梅溪街道党工委2021年度工作总结",
    "一、坚持问题导向，把群众的事情办好。",
    "全年召开座谈会十二次，收集意见建议三百余条，办结率达到95%。",
    "（二）抓学习、强作风",
    "“三会一课”按时召开，党员参与率明显提高；",
    "存在的问题：一是学习不够深入，二是工作方法简单。",
)
_lines = st.lists(st.sampled_from(_LINES), min_size=1, max_size=12)
_ends = st.sampled_from(["\n", "\r\n"])
_pairs = st.sampled_from([("utf-8", "gb18030"), ("gb18030", "utf-8")])


@given(parts=st.lists(st.tuples(st.sampled_from(_LINES), st.booleans()), min_size=2, max_size=20), end=_ends)
def test_lines_in_turn_are_each_read_in_their_own_encoding(parts: list[tuple[str, bool]], end: str) -> None:
    data = b"".join((line + end).encode("gb18030" if is_gbk else "utf-8") for line, is_gbk in parts)
    assert decode(data).text == "".join(line + end for line, _ in parts)


@given(before=_lines, after=_lines, end=_ends, pair=_pairs)
def test_joined_texts_are_both_read(before: list[str], after: list[str], end: str, pair: tuple[str, str]) -> None:
    first, second = (end.join(lines) + end for lines in (before, after))
    decoded = decode(first.encode(pair[0]) + second.encode(pair[1]))
    assert decoded.text == first + second
    assert [segment.encoding for segment in decoded.segments] == list(pair)


@given(line=st.sampled_from(_LINES), block=st.sampled_from(_LINES), pair=_pairs, data=st.data())
def test_a_block_inside_a_line_is_read(line: str, block: str, pair: tuple[str, str], data: st.DataObject) -> None:
    """One character alone before or behind it may be a letter in the block's encoding, and stay one."""
    at = data.draw(st.sampled_from([0, *range(3, len(line) - 2), len(line)]))
    parts = (line[:at].encode(pair[0]), block.encode(pair[1]), line[at:].encode(pair[0]))
    assert decode(b"".join(parts) + b"\n").text == line[:at] + block + line[at:] + "\n"


@given(lines=_lines, at=st.integers(0, 400), byte=st.sampled_from([0x80, 0xFF]), codec=st.sampled_from(["utf-8", "gb18030"]))
def test_one_wrong_byte_changes_no_encoding(lines: list[str], at: int, byte: int, codec: str) -> None:
    data = "\n".join([*lines, *_LINES]).encode(codec)
    decoded = decode(data[:at] + bytes([byte]) + data[at:])
    assert decoded.encoding == codec and len(decoded.segments) <= 1
    assert abs(len(decoded.text) - len(data.decode(codec))) <= 3


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
@pytest.mark.parametrize("mark", [b"", b"\xff\xfe"])
@pytest.mark.parametrize("is_first", [True, False])
def test_utf16_joined_to_another_encoding(codec: str, mark: bytes, is_first: bool) -> None:
    """As PowerShell appends to a file, or ``copy /b`` joins two; a byte order mark is no text."""
    wide, other = "\n".join(_LINES[:3]) + "\n", "\n".join(_LINES[3:]) + "\n"
    parts = [mark + wide.encode("utf-16-le"), other.encode(codec)]
    text = decode(b"".join(parts if is_first else reversed(parts))).text
    assert text.replace("\ufeff", "") == (wide + other if is_first else other + wide)


@pytest.mark.parametrize("word", ["目录", "述职", "一、", "联系我们", "完"])
@pytest.mark.parametrize("pair", [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_a_short_stray_line(word: str, pair: tuple[str, str]) -> None:
    """Some are valid in the other encoding too, as letters that nobody writes."""
    text = "\n".join(_LINES)
    data = text.encode(pair[0]) + b"\n" + word.encode(pair[1]) + b"\n" + text.encode(pair[0])
    assert decode(data).text == f"{text}\n{word}\n{text}"


@pytest.mark.parametrize(
    "text",
    ["привет, товарищи, как дела\n", "αβγδ 与 λμν\n", "hào pǐn zhì nǚ\n", "خىزمەت دوكلاتى يىللىق\n", "བོད་ཡིག\n", "업무 보고\n"],
)
def test_other_scripts_in_utf8_are_left_alone(text: str) -> None:
    """Uyghur and Russian letters are also valid pairs in GB 18030."""
    for whole in (text, text * 30, "\n".join(_LINES) + "\n" + text * 3):
        assert decode(whole.encode()).text == whole


def test_the_owner_hears_which_lines_are_in_which_encoding() -> None:
    data = ("\n".join(_LINES) + "\n").encode() + "更多范文请访问范文网\n".encode("gbk")
    source = read(data, "总结.txt")
    assert source.encoding == "utf-8"
    assert source.notes == ("文件里混有几种编码：多数是 UTF-8，第 7 行是 GBK，已分别读出：请抽查",)
    assert read("\n".join(_LINES).encode(), "总结.txt").notes == ()


@pytest.mark.parametrize(
    ("line", "codec", "word", "other"),
    [(_LINES[1], "gbk", "目錄", "cp950"), ("全年召開座談會十二次，收集意見三百餘條。", "cp950", "附件", "gbk")],
)
def test_a_word_too_short_to_decide_is_named(line: str, codec: str, word: str, other: str) -> None:
    """Read in the encoding of the others it is two characters that nobody writes, and one line says where."""
    plain = read_plain(f"{line}\n".encode(codec) * 12 + word.encode(other))
    assert plain.text == f"{line}\n" * 12 + word.encode(other).decode(codec)
    assert plain.notes == ("第 13 行可能有乱码：请对照原文件核对",)
    assert read_plain(f"{line}\n".encode(codec) * 12).notes == ()


def test_where_the_encoding_changes_within_a_line_is_named() -> None:
    line, block = _LINES[2], _LINES[4]
    data = "\n".join(_LINES).encode() + b"\n" + line.encode() + block.encode("gbk") + b"\n" + _LINES[0].encode()
    (note,) = read_plain(data).notes
    assert note.endswith("已分别读出；第 7 行可能有乱码：请对照原文件核对")


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "utf-16"])
def test_a_zeroed_block_is_left_out_and_named(codec: str) -> None:
    """As a damaged disk leaves it; what is around it is read as ever, and the owner hears of the loss."""
    before, after = "\n".join(_LINES).encode(codec), ("\n".join(_LINES[:3])).encode(codec.replace("16", "16-le"))
    plain = read_plain(before + b"\0" * 512 + after)
    assert plain.text == "\n".join(_LINES) + "\n".join(_LINES[:3])
    assert "文件中间有 512 字节是空的，那里的内容已丢失：请用原文件或备份替换" in plain.notes


def test_a_damaged_line_of_utf16_leaves_the_others_alone() -> None:
    text = "\n".join(_LINES * 3)
    data = bytearray(text.encode("utf-16"))
    data[41] = 0xDC  # half of a surrogate pair
    got = read_plain(bytes(data)).text.split("\n")
    assert [line for line, want in zip(got, text.split("\n"), strict=True) if line != want] == [got[1]]


def test_a_page_with_the_navigation_of_another_program() -> None:
    """In one line, so that only tags lie between the encodings."""
    navigation = "<div>" + " ".join(["首页 新闻中心 政务公开"] * 5) + "</div>"
    body = "<p>" + "</p><p>".join(_LINES) + "</p>"
    page = b"<html><head><meta charset=utf-8></head><body>" + navigation.encode("gbk") + body.encode() + b"</body></html>"
    source = read(page, "总结.html")
    assert "政务公开" in source.text and all(line in source.text for line in _LINES)
    assert "GBK" in source.notes[0]


def test_the_campaign_in_short() -> None:
    """Files of two encodings in all proportions: exact or said, and nearly always exact."""
    outcomes = run(7, range(60), sample_lines())
    assert [(o.index, o.recipe, o.detail) for o in outcomes if o.verdict == "silent"] == []
    assert sum(o.verdict == "exact" for o in outcomes) >= 58
    assert len({outcome.recipe.split()[1] for outcome in outcomes}) == 6, "every layout must have its turn"


def test_the_campaign_notices_a_file_read_in_one_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that decides once for the whole file is what it looks for."""
    monkeypatch.setattr(
        "tests.campaign.encodings.read_plain", lambda data: read_plain(data.decode("utf-8", "ignore").encode())
    )
    assert sum(outcome.verdict == "silent" for outcome in run(7, range(20), sample_lines())) >= 8
    assert make(7, 3, sample_lines()) == make(7, 3, sample_lines())


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        read(data, "总结.txt").text.encode("utf-8")
    except UnreadableFile as error:
        assert len(str(error).splitlines()) == 1
