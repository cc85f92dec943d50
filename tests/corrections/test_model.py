"""Corrections find their report by what it says, survive every change around it, and are never lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corrections.model import (
    HEADER,
    Correction,
    apply,
    fits,
    read_corrections,
    read_value,
    row_of,
    rows_text,
    written,
)
from indexer.corrections.paragraph_marks import anchors_of, mark
from indexer.corrections.store import add_corrections, load_corrections
from indexer.errors import CorrectionError
from indexer.model.reports import Evidence, Paragraph, Report

TEXTS = ("开头一句话。", "修了八里路，种了三千棵树，灯也亮了。", "路修得慢，树活得少。", "明年再修十里路，把树种到山脚下去。")


def report(*texts: str) -> Report:
    paragraphs = tuple(Paragraph(i, text, ("work",)) for i, text in enumerate(texts or TEXTS))
    return Report(0, "总结", 2019, None, "机关", paragraphs)


def correction(field: str = "year", value: str = "2020", paragraph: str = "") -> Correction:
    return Correction(field, value, anchors_of(TEXTS), mark(paragraph) if paragraph else "", "a.txt", "总结", paragraph)


def laid_on(report: Report, rows: Sequence[Correction]) -> tuple[Report, tuple[Correction, ...]]:
    """The report with all corrections that fit it, and these."""
    fitting = tuple(fits("f00d", report, rows))
    return apply(report, fitting), fitting


def test_each_field_is_corrected_with_its_evidence() -> None:
    """Title, year, unit type and a paragraph's sections become what the user says."""
    rows = [
        correction("title", "2020年总结"),
        correction("year", "2020年"),
        correction("unit_type", "公安"),
        correction("sections", "原因分析、存在问题", TEXTS[2]),
    ]
    changed, fitted = laid_on(report(), rows)
    assert fitted == tuple(rows)
    assert (changed.title, changed.year, changed.unit_type) == ("2020年总结", 2020, "公安")
    assert changed.year_evidence == Evidence("2020年", "correction")
    assert changed.unit_evidence == Evidence("公安", "correction")
    assert [p.sections for p in changed.paragraphs] == [("work",), ("work",), ("problems", "causes"), ("work",)]


def test_unknown_is_a_correction_too() -> None:
    """A year or a title that is wrong can be taken away."""
    changed, _ = laid_on(report(), [correction("year", "未知"), correction("title", "（无标题）")])
    assert (changed.year, changed.title) == (None, None)


def test_a_correction_survives_edits_elsewhere_in_the_report() -> None:
    """One changed or re-cut long paragraph does not lose it; another report does not get it."""
    edited = report(TEXTS[0], TEXTS[1] + "又添了一句。", TEXTS[2], TEXTS[3])
    assert laid_on(edited, [correction()])[0].year == 2020
    other = report("另一份的开头。", TEXTS[1], "另一份的问题写得很长很长很长很长。", "另一份的打算也写得很长很长很长。")
    assert laid_on(other, [correction()]) == (other, ())


def test_punctuation_and_spaces_do_not_lose_a_correction() -> None:
    """The same words in another format are the same report."""
    half = report(*(text.replace("，", ",").replace("。", "。 ") for text in TEXTS))
    assert laid_on(half, [correction("sections", "开头", TEXTS[2])])[0].paragraphs[2].sections == ("opening",)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("year", "去年"), ("year", "208"), ("year", "一八"), ("year", "二十"), ("year", "٢٠٢٠"), ("unit_type", "妇女会"),
        ("title", ""), ("title", "甲\n乙"), ("sections", ""), ("sections", "做法"), ("sections", "开头、结尾、其他"),
        ("sections", "开头、开头"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused(field: str, text: str) -> None:
    """In one line of Chinese."""
    with pytest.raises(CorrectionError) as caught:
        read_value(field, text)
    assert "\n" not in str(caught.value)


@given(st.one_of(
    st.tuples(st.just("year"), st.none() | st.integers(1900, 2099)),
    st.tuples(st.just("unit_type"), st.sampled_from([None, "公安", "其他"])),
    st.tuples(st.just("sections"), st.sampled_from([("opening",), ("problems", "causes")])),
    st.tuples(st.just("title"), st.none() | st.sampled_from(["总结", "“甲”，乙\"丙\""])),
))  # fmt: skip
def test_values_and_rows_come_back_as_they_were_written(case: tuple[str, int | str | tuple[str, ...] | None]) -> None:
    """What is written to the file is what is read from it."""
    field, value = case
    assert read_value(field, written(field, value)) == value
    row = correction(field, written(field, value), TEXTS[2] if field == "sections" else "")
    assert read_corrections(rows_text([HEADER, row_of(row)])).corrections == (row,)


def test_the_newest_row_counts_and_an_empty_value_takes_back() -> None:
    """Rows are only added, so the last word on a target is the last row about it."""
    rows = [correction(value="2020"), correction("unit_type", "公安"), correction(value="2021")]
    text = rows_text(map(row_of, rows))
    assert read_corrections(text).corrections == (rows[1], rows[2])
    assert read_corrections(text + rows_text([row_of(correction(value=""))])).corrections == (rows[1],)


def test_a_bad_row_is_told_and_loses_no_other() -> None:
    """Somebody edits the file by hand: the wrong row is named by its number, the rest still counts."""
    good = rows_text([HEADER, row_of(correction())])
    bad = "年份,去年,,,,,abc,\r\n月份,3,,,,,abc,\r\n年份,2020\r\n章节,开头,,,,,abc,\r\n"
    found = read_corrections(good + bad)
    assert found.corrections == (correction(),)
    assert [problem[:5] for problem in found.problems] == ["第 3 行", "第 4 行", "第 5 行", "第 6 行"]


def test_the_file_is_made_added_to_and_read_back(tmp_path: Path) -> None:
    """The first row makes the file; a heading and a mark let spreadsheet programs open it."""
    path = tmp_path / "新" / "更正.csv"
    assert load_corrections(path).corrections == ()
    add_corrections(path, [correction()])
    add_corrections(path, [correction("unit_type", "公安")])
    assert load_corrections(path).corrections == (correction(), correction("unit_type", "公安"))
    assert path.read_bytes().startswith("\ufeff项目,更正为".encode())
    assert path.read_text(encoding="utf-8-sig").count("项目") == 1


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_a_file_saved_by_another_program_still_counts(tmp_path: Path, encoding: str) -> None:
    """Excel writes GBK; a line without its end does not swallow the next row."""
    path = tmp_path / "更正.csv"
    path.write_bytes(rows_text([HEADER, row_of(correction())]).rstrip().encode(encoding))
    add_corrections(path, [correction("unit_type", "公安")])
    found = load_corrections(path)
    assert found.problems == ()
    assert found.corrections == (correction(), correction("unit_type", "公安"))


@pytest.mark.parametrize(
    ("separator", "encoding"), [("\t", "utf-16"), ("\t", "utf-8"), (";", "gb18030"), (";", "utf-8-sig")]
)
def test_the_separator_is_told_by_the_first_row(tmp_path: Path, separator: str, encoding: str) -> None:
    """Excel's “Unicode 文本” is UTF-16 with tabs; other places part with semicolons. What is added follows suit."""
    path = tmp_path / "更正.csv"
    rows = [replace(correction("title", '甲,乙;丙"丁"'), file="a;b,c.txt"), correction("unit_type", "公安")]
    path.write_bytes(rows_text([HEADER, row_of(rows[0])], separator).encode(encoding))
    add_corrections(path, [rows[1]])
    found = load_corrections(path)
    assert (found.corrections, found.problems) == (tuple(rows), ())
    assert path.read_bytes().decode(encoding).splitlines()[2].startswith(f"单位类型{separator}公安{separator}")


def test_rows_of_either_separator_count_in_one_file() -> None:
    """A row added by hand, or before the file was saved in another form, is no stray row."""
    text = rows_text([HEADER, row_of(correction())], "\t") + rows_text([row_of(correction("unit_type", "公安"))])
    assert read_corrections(text).corrections == (correction(), correction("unit_type", "公安"))
    assert read_corrections(text).problems == ()


@pytest.mark.parametrize("before", [None, b"", rows_text([HEADER, row_of(correction())]).encode()])
def test_a_full_disk_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bytes | None
) -> None:
    """No empty file, no half row; the advice speaks of the disk."""
    path = tmp_path / "更正.csv"
    if before is not None:
        path.write_bytes(before)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CorrectionError, match=r"磁盘已满.*磁盘空间"):
        add_corrections(path, [correction("unit_type", "公安")])
    assert (path.read_bytes() if path.exists() else None) == before


@pytest.mark.parametrize("text", ["二〇一八", "二零一八年", "二○一八", "２０１８年", "二◯一八", "二O一八年", "2018"])
def test_a_year_may_be_written_in_chinese(text: str) -> None:
    """As reports write it; the file then has 2018."""
    assert written("year", read_value("year", text)) == "2018"


def test_a_file_that_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    """Not silently an empty list of corrections."""
    with pytest.raises(CorrectionError, match="打不开"):
        load_corrections(tmp_path)
    with pytest.raises(CorrectionError, match="写不进去"):
        add_corrections(tmp_path, [correction()])


def test_a_digest_names_what_is_said() -> None:
    """Another value is another correction; when and from where it was made is not part of it."""
    assert correction().digest != correction(value="2021").digest
    assert replace(correction(), made_at="昨天", file="b.txt").digest == correction().digest


def test_a_quotation_mark_that_is_never_closed_swallows_no_row() -> None:
    """A row torn by a crash, or typed by hand: it is told by its number, the rows after it count."""
    torn = '年份,2019,a.txt,"没有写完的题'
    found = read_corrections(f"{rows_text([HEADER])}{torn}\r\n{rows_text([row_of(correction())])}")
    assert found.corrections == (correction(),)
    assert len(found.problems) == 1 and found.problems[0].startswith("第 2 行：")


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_any_line_end_and_any_byte_is_read(end: str) -> None:
    """Old Mac line ends, zero bytes, cells beyond every measure: problems at worst, never a crash."""
    text = rows_text([HEADER, row_of(correction())]).replace("\r\n", end)
    assert read_corrections(text).corrections == (correction(),)
    spoiled = read_corrections(f"{text}年份,\0{end}{'长' * 200_000}{end}")
    assert spoiled.corrections == (correction(),) and [p[:5] for p in spoiled.problems] == ["第 3 行", "第 4 行"]


def test_a_row_is_one_line_whatever_its_texts_hold() -> None:
    """A paragraph may begin with a line of its own; the file is read line by line."""
    row = replace(correction(), title="上\n下", file="甲\r\n乙.txt")
    text = rows_text([row_of(row)])
    assert text.count("\n") == 1
    assert read_corrections(text).corrections == (replace(row, title="上 下", file="甲 乙.txt"),)


@given(st.text(min_size=1))
def test_no_mark_looks_like_a_number(text: str) -> None:
    """Spreadsheet programs would write 1234567e8901 back as something else."""
    with pytest.raises(ValueError):
        float(mark(text))


@pytest.mark.parametrize("title", ["=1+1", "+总结", "-总结", "@甲", "'甲", "=HYPERLINK(1)"])
def test_no_cell_is_a_formula(title: str) -> None:
    """A downloaded report may be titled to run something when the file is opened in a spreadsheet."""
    row = replace(correction("title", title), title=title, file=title, quote=title)
    text = rows_text([row_of(row)])
    assert not any(cell[:1] in "=+-@" for cell in row_of(row) if cell)
    assert read_corrections(text).corrections == (row,)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("修了3.5公里路，种了三千棵树。“灯”也亮了！", "pf9a46ed746a9"),
        ("二○一九年—二零二一年：Ａ－B、c．d", "pc2ffc2a11b82"),
        ("2019-2021年，人均1.5万元／年；完成９９．９％", "p0cdbb22475ce"),
    ],
)
def test_a_mark_never_changes(text: str, kept: str) -> None:
    """Marks stand in the user's file: those that version 0.3 wrote must name the same paragraphs for good, however
    the search key folds since."""
    assert mark(text) == kept
