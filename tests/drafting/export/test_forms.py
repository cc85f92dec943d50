"""Markdown, plain text, CSV and HTML say the same as Word does, each in its way."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from indexer.drafting.export.content import SourcePlace, content_of
from indexer.drafting.export.forms import FORMS, Options, file_name, to_clipboard
from indexer.drafting.export.tables import HEADER
from indexer.drafting.export.template import read_template
from indexer.drafting.model import Draft
from indexer.reading import read
from tests.drafting.export.drafts import CITATION, SMALL, heading, long_draft, written
from tests.profiles import examples

TOLD = "草稿《2025年度抓党建工作述职报告》：5 个标题、5 段，其中 2 处取自资料库的 2 份报告；还有 2 处待改。"
TEXTS = [SMALL.title, *(block.text for block in SMALL.blocks)]


def made(form: str, draft: Draft = SMALL, sources: SourcePlace = "none", stated: bool = False) -> str:
    return FORMS[form].make(draft, Options(sources=sources, stated=stated)).decode("utf-8-sig")


@pytest.mark.parametrize("form", ["md", "csv", "html"])
def test_scope_and_open_places_stand_in_the_head_of_forms_that_have_one(form: str) -> None:
    assert TOLD in "\n".join(made(form).splitlines()[:7])


def test_plain_text_is_the_text_alone_unless_more_is_asked() -> None:
    assert made("txt") == "\n".join(TEXTS) + "\n"
    asked = made("txt", sources="end", stated=True)
    assert asked.startswith("\n".join(TEXTS))
    assert asked.splitlines()[-5:] == [
        "素材出处",
        f"1. “白天飞针，晚上识字，党建带妇建从一间……”：{CITATION}",
        f"2. “（二）码头开例会。全年开了26次——……”：{CITATION}",
        "",
        TOLD,
    ]


def test_markdown_has_headings_and_footnotes_and_is_read_again_as_it_was() -> None:
    text = made("md", sources="comments")
    assert "\n# 2025年度抓党建工作述职报告\n" in text and "\n## 一、主要做法\n" in text and "\n##### （1）谁经手\n" in text
    assert "到了某镇。[^1]\n" in text and f"\n[^2]: {CITATION}\n" in text
    assert "[^" not in made("md") and "〔" not in made("md")
    again = read(made("md").encode(), "a.md")
    assert [line for line in again.text.splitlines() if line.strip()] == TEXTS
    long = read(made("md", long_draft()).encode(), "a.md")
    headings = [long.text[start:end].strip() for start, end in long.headings]
    assert headings == [long_draft().title, *(block.text for block in long_draft().blocks if block.kind == "heading")]


#: Markdown of a later kind, or none at all, may be made of these signs; each must come out as it went in.
_SIGNS = st.text("甲乙1.)*_#>-+=`[]()<>&!~|\\$: ", min_size=1, max_size=12).map(str.strip).filter(bool)


@settings(max_examples=examples(150))
@given(_SIGNS)
def test_no_sign_of_the_text_is_taken_for_markdown(text: str) -> None:
    content = made("md", Draft("d", "", blocks=(written("a", text), heading("b", text), written("c", "末段。"))))
    page = BeautifulSoup(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(content), "lxml")
    shown = [(each.name, each.get_text()) for each in page.find_all(True) if each.name not in ("html", "body")]
    assert shown == [("p", text), ("h2", text), ("p", "末段。")]


def test_the_table_has_a_row_for_each_block_with_its_source() -> None:
    rows = list(csv.reader(io.StringIO(made("csv"), newline="")))
    assert rows[:3] == [[TOLD], [], list(HEADER)]
    table = [dict(zip(HEADER, row, strict=True)) for row in rows[3:]]
    assert [row["文字"] for row in table] == TEXTS
    taken = table[4]
    assert (taken["类型"], taken["章节"], taken["待填"]) == ("段落", "做法成效", "XX、某镇")
    assert (taken["出处"], taken["年份"], taken["段落编号"]) == (CITATION, "2018", "r1-2")
    assert [row["级别"] for row in table if row["类型"] == "小标题"] == ["1", "2", "3", "4", "1"]


def test_html_has_the_looks_of_the_template_at_each_paragraph() -> None:
    own = read_template("[text]\nline_spacing = 30\nlatin_font = Times New Roman\n", "own.ini")
    page = BeautifulSoup(to_clipboard(SMALL, Options(template=own))["html"], "lxml")
    rows = page.find_all(["p", "h1", "h2", "h3", "h4"])
    assert [row.get_text() for row in rows] == TEXTS
    assert [row.name for row in rows] == ["p", "p", "h1", "h2", "p", "p", "h3", "h4", "p", "h1", "p"]
    title, body, heading = (str(row["style"]) for row in rows[:3])
    assert "text-align:center" in title and "font-size:22pt" in title and "'方正小标宋简体','小标宋','宋体'" in title
    assert "text-indent:2em" in body and "line-height:30pt" in body and "mso-fareast-font-family:'仿宋_GB2312'" in body
    assert body.count("'Times New Roman'") == 1 and "'黑体'" in heading
    assert [mark.get_text() for mark in page.select("span[style*=yellow]")] == ["XX", "某镇"]
    assert [run.get_text() for run in page.select("p span[style*=楷体]")] == ["（二）码头开例会。"]


def test_html_can_do_without_marks() -> None:
    assert "yellow" not in to_clipboard(SMALL, Options(marked=False))["html"]


def test_the_clipboard_has_neither_sources_nor_notes() -> None:
    copied = to_clipboard(SMALL, Options(sources="end", stated=True))
    assert copied["text"] == "\n".join(TEXTS) + "\n"
    assert "〔" not in copied["html"] and copied["statement"] == TOLD


@pytest.mark.parametrize("form", FORMS)
def test_every_form_takes_every_draft(form: str) -> None:
    odd = Draft("d", "", blocks=(written("a", "\0\ud800𠮷"),))
    for draft in (Draft("d", ""), replace(SMALL, title=""), long_draft(20_000), odd):
        assert isinstance(FORMS[form].make(draft, Options()), bytes)
    assert made("txt", odd) == "𠮷\n"


def test_files_are_named_by_the_title() -> None:
    assert file_name(SMALL, "docx") == "2025年度抓党建工作述职报告.docx"
    assert file_name(replace(SMALL, title='a/b\\c:d*e?"f<g>h|i\n'), "md") == "a b c d e f g h i.md"
    assert file_name(replace(SMALL, title="", name=""), "txt") == "稿件.txt"
    assert file_name(replace(SMALL, title="..甲"), "csv") == "甲.csv"
    assert len(file_name(replace(SMALL, title="甲" * 900), "csv")) <= 84


def test_the_statement_counts_what_is_there() -> None:
    assert content_of(Draft("d", "空的")).statement == "草稿《空的》：0 个标题、0 段；没有待改的地方。"
    assert content_of(Draft("d", "")).statement.startswith("草稿：0 个标题")
