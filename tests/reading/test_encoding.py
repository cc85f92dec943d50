"""Protects the first step of everything: that no report becomes mojibake."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.encoding import decode as decode_bytes


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text and the name of its encoding."""
    decoded = decode_bytes(data, declared)
    return decoded.text, decoded.encoding


_POOL = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面"
    "方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性"
    "好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气"
    "党委书记述职报告落实责任监督，。、；：（）“”《》！？"
)
_SAMPLE = "一年来，在上级党委的坚强领导下，我认真履行第一责任人职责，抓基层、打基础。\r\n"
_TRADITIONAL = "一年來，我們認真學習，堅持問題導向，將各項工作落實到基層，群眾滿意度進一步提高。"
_texts = st.text(alphabet=_POOL, min_size=40, max_size=400)


@given(
    text=_texts,
    case=st.sampled_from(
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8-sig"),
            ("gb18030", "gb18030"),
            ("gbk", "gb18030"),
            ("utf-16-le", "utf-16-le"),
            ("utf-16-be", "utf-16-be"),
        ]
    ),
)
def test_common_chinese_comes_back_from_every_encoding(text: str, case: tuple[str, str]) -> None:
    codec, name = case
    assert decode(text.encode(codec)) == (text, name)


@given(text=_texts, mark=st.sampled_from([("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")]))
def test_utf16_with_a_byte_order_mark_comes_back_without_it(text: str, mark: tuple[str, bytes]) -> None:
    name, order = mark
    assert decode(order + text.encode(name)) == (text, name)


@pytest.mark.parametrize("length", [6, 15, len(_TRADITIONAL)])
def test_big5_is_told_from_gb18030(length: int) -> None:
    text = _TRADITIONAL[:length]
    assert decode(text.encode("big5")) == (text, "big5")
    assert decode(text.encode("gb18030")) == (text, "gb18030")


@pytest.mark.parametrize("text", ["党", "总结", "一二三", "联通"])
def test_two_characters_of_gbk_are_not_taken_for_greek_utf8(text: str) -> None:
    assert decode(text.encode("gbk")) == (text, "gb18030")


@pytest.mark.parametrize("text", ["", "plain ASCII only\n", "3·8 ×2", "café"])
def test_text_without_chinese_is_utf8(text: str) -> None:
    assert decode(text.encode("utf-8")) == (text, "utf-8")


def test_the_declared_charset_does_not_overrule_the_bytes() -> None:
    assert decode(_SAMPLE.encode("utf-8"), "gb2312") == (_SAMPLE, "utf-8")
    assert decode(_SAMPLE.encode("gb18030"), "utf-8") == (_SAMPLE, "gb18030")


def test_utf8_mark_before_gbk_bytes_is_not_believed() -> None:
    text, name = decode(b"\xef\xbb\xbf" + (_SAMPLE * 5).encode("gbk"))
    assert name == "gb18030"
    assert _SAMPLE * 4 in text


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le"])
def test_a_character_cut_off_by_the_end_is_left_out(codec: str) -> None:
    data = _SAMPLE.strip().encode(codec)
    assert decode(data[:-1]) == (_SAMPLE.strip()[:-1], codec)


@pytest.mark.parametrize(("codec", "odd"), [("utf-8", b"\xff"), ("gb18030", b"\xff")])
def test_a_broken_byte_costs_one_character_and_not_the_file(codec: str, odd: bytes) -> None:
    before, after = (_SAMPLE * 3).encode(codec), (_SAMPLE * 2).encode(codec)
    assert decode(before + odd + after) == (_SAMPLE * 3 + "\ufffd" + _SAMPLE * 2, codec)


def test_a_lost_byte_in_gbk_does_not_shift_the_rest_of_its_line() -> None:
    line = _SAMPLE.strip()
    data = (line * 2).encode("gbk")
    at = len("一年来，在上级".encode("gbk"))
    text, name = decode(data[:at] + data[at + 1 :])
    assert name == "gb18030"
    assert text.startswith("一年来，在上级")
    assert text.endswith("委的坚强领导下，我认真履行第一责任人职责，抓基层、打基础。" + line)
    assert text.count("\ufffd") == 1


def test_nul_padding_is_not_utf16() -> None:
    assert decode((_SAMPLE * 4).encode("utf-8") + b"\0" * 4097) == (_SAMPLE * 4, "utf-8")
    assert decode("工作A".encode("utf-16-le") + b"\0" * 512) == ("工作A", "utf-16-le")


@given(st.binary(max_size=300))
def test_any_bytes_decode_to_text_that_can_be_stored(data: bytes) -> None:
    text, _ = decode(data)
    text.encode("utf-8")
