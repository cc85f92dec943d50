"""Protects that emphasis is taken off and that a masked figure or name never is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.parsing import parse
from indexer.reading import read
from indexer.reading.emphasis import plain_text

_SENTENCES = [
    ("全年共组织**岭长制**专题培训十八期。", "全年共组织岭长制专题培训十八期。"),
    ("完成*河道清淤*任务。", "完成河道清淤任务。"),
    ("推进==民生实事==落地。", "推进民生实事落地。"),
    ("抓好_河道清淤_工作。", "抓好河道清淤工作。"),
    ("**主要做法：**全年巡河。", "主要做法：全年巡河。"),
    ("**一、主要做法**", "一、主要做法"),
    ("坚持**党建引领**和**群众路线**两手抓。", "坚持党建引领和群众路线两手抓。"),
]
_MASKED = [
    "慰问张**同志。",
    "张**、李**同志带头。",
    "张**和李**到村走访。",
    "走访**户，慰问**人。",
    "投入***万元，修路**公里。",
    "引进**公司和**集团。",
    "投资*亿元，建成*个项目。",
    "召开*次会议，学习*月*日讲话。",
    "走访**户。",
    "发展党员__名，预备党员__名。",
    "发展党员_名、_户",
    "文件名a_b_c.txt",
    "5*8小时",
    "***",
    "* 第一项",
    "某**局和某**委",
]


@pytest.mark.parametrize("suffix", ["txt", "md"])
@pytest.mark.parametrize(("line", "expected"), _SENTENCES)
def test_emphasis_is_taken_off_between_chinese_characters(line: str, expected: str, suffix: str) -> None:
    source = read(f"关于水利工作的报告\n现将情况报告如下。\n{line}\n".encode(), f"总结.{suffix}")
    assert source.text.split("\n")[2] == expected
    (report,) = parse(source)
    assert not any(paragraph.placeholders for paragraph in report.paragraphs)


@pytest.mark.parametrize("line", _MASKED)
def test_a_masked_figure_or_name_stays(line: str) -> None:
    assert plain_text(line) == line


@pytest.mark.parametrize("line", _MASKED[:8])
def test_one_masked_figure_keeps_the_marks_in_all_sentences(line: str) -> None:
    """What a file uses a sign for decides: with masks in it a pair may be two of them."""
    assert line in plain_text(f"全年组织**岭长制**培训十八期。\n{line}")


@given(st.text("*_=张户公司和，。一、项目 \n", max_size=60))
def test_nothing_but_marks_ever_goes(text: str) -> None:
    def without_marks(text: str) -> str:
        return text.replace("*", "").replace("_", "").replace("=", "")

    assert without_marks(plain_text(text)) == without_marks(text)


@pytest.mark.parametrize("piece", ["*", "**a", "_a", "==a", "**张_", "***a**b*", "_"])
def test_endless_marks_cost_no_more_than_their_length(piece: str) -> None:
    assert plain_text(piece * 4000).count("a") == (piece * 4000).count("a")
