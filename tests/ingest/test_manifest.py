"""What the manifest keeps, and what a report's name depends on."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ingest.manifest import (
    FileEntry,
    Manifest,
    content_hash,
    former_reports,
    manifest_from_dict,
    manifest_to_dict,
    report_id,
    titles_gone,
)
from indexer.model.reports import Heading, Paragraph, Report
from indexer.parsing import parse
from indexer.reading import read
from tests.workbench import as_docx, compilation, letter

ENTRY = FileEntry("/报告", "甲/a.txt", "0f", "rules", ("r1", "r2"))
MANIFEST = Manifest(
    {"/报告/甲/a.txt": ENTRY}, ("/报告",), ("/报告",), {"c1": ("r1", "r2")}, "2026-01-02T03:04:05"
)

names = st.text(max_size=8)
entries = st.builds(
    FileEntry,
    root=names,
    shown=names,
    content=names,
    rules=names,
    reports=st.lists(names, max_size=3).map(tuple),
    status=st.sampled_from(["ok", "stale", "failed"]),
    reason=st.none() | names,
)
manifests = st.builds(
    Manifest,
    files=st.dictionaries(names, entries, max_size=4),
    roots=st.lists(names, max_size=3).map(tuple),
    built_at=st.none() | names,
    gone=st.dictionaries(names, names, max_size=3),
    skipped=st.dictionaries(names, names, max_size=3),
)


@given(manifests)
def test_a_manifest_survives_being_kept_as_json(manifest: Manifest) -> None:
    kept = json.loads(json.dumps(manifest_to_dict(manifest), ensure_ascii=False))
    assert manifest_from_dict(kept) == manifest


def test_titles_of_what_is_gone_are_remembered_until_it_is_there_again() -> None:
    """The latest ones: an archive that is renewed for years does not grow for it."""
    assert titles_gone({"r1": "甲", "r2": "乙"}, {"r3": "丙"}, {"r1"}) == {"r2": "乙", "r3": "丙"}
    many = {f"r{number}": "题" for number in range(1000)}
    kept = titles_gone(many, {"r1000": "末"}, frozenset())
    assert len(kept) < 1000 and kept["r1000"] == "末"
    assert "gone" not in manifest_to_dict(MANIFEST)


def test_a_new_index_has_an_empty_manifest() -> None:
    assert manifest_from_dict({}) == Manifest()


def test_the_time_of_a_run_is_not_content() -> None:
    """Otherwise every run would publish a new generation."""
    assert MANIFEST.same_content(replace(MANIFEST, built_at="2027-01-01T00:00:00"))
    assert not MANIFEST.same_content(replace(MANIFEST, roots=()))
    assert not MANIFEST.same_content(replace(MANIFEST, files={}))
    marked = {path: replace(entry, status="stale") for path, entry in MANIFEST.files.items()}
    assert not MANIFEST.same_content(replace(MANIFEST, files=marked))


def test_report_ids_are_those_some_file_holds() -> None:
    other = replace(ENTRY, reports=("r2", "r3"))
    assert Manifest({"a": ENTRY, "b": other}).report_ids == {"r1", "r2", "r3"}


def test_what_a_file_held_before_is_known_by_its_number_the_latest_last() -> None:
    """What it holds again is no longer what it held; fifty are kept."""
    once = replace(ENTRY, former=former_reports(ENTRY, ("r3", "r2")))
    assert once.former == (("r1", 0),)
    twice = former_reports(replace(once, reports=("r3", "r2")), ("r1",))
    assert dict(twice) == {"r3": 0, "r2": 1}
    assert former_reports(None, ("r1",)) == ()
    many = replace(ENTRY, reports=tuple(f"m{number}" for number in range(60)))
    assert [number for _, number in former_reports(many, ())] == list(range(10, 60))


def test_content_hash_tells_bytes_apart() -> None:
    assert content_hash(b"a") == content_hash(b"a") != content_hash(b"a ")


# --- names of reports ---------------------------------------------------------------------

REPORT = Report(
    0,
    "述职报告",
    2018,
    None,
    "妇联",
    (Paragraph(0, "走访群众，解决问题。", ("work",)), Paragraph(1, "明年更好。", ("plans",))),
    (Heading("一、主要做法", 1, 0, ()),),
    ("述职报告", "2018年12月"),
)


def one(data: bytes, name: str) -> str:
    (report,) = parse(read(data, name))
    return report_id(report)


def test_a_report_id_is_16_hexadecimal_digits() -> None:
    assert len(report_id(REPORT)) == 16
    int(report_id(REPORT), 16)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (letter("白鹭湖").encode(), "别名.txt"),
        (letter("白鹭湖").encode("gb18030"), "a.txt"),
        (letter("白鹭湖").encode("utf-16"), "a.txt"),
        (letter("白鹭湖").replace("\n\n", "\r\n　　").encode(), "a.txt"),
        (as_docx(letter("白鹭湖")), "a.docx"),
        (
            "".join(f"<p>{line}</p>" for line in letter("白鹭湖").split("\n\n"))
            .join(("<html><body>", "</body></html>"))
            .encode(),
            "a.html",
        ),
    ],
    ids=["other name", "GB18030", "UTF-16", "other layout", "docx", "html"],
)
def test_a_report_keeps_its_id_in_another_file(data: bytes, name: str) -> None:
    assert one(data, name) == one(letter("白鹭湖").encode(), "a.txt")


def test_where_a_report_stands_in_its_file_does_not_matter() -> None:
    ids = [report_id(r) for r in parse(read(compilation("白鹭湖", "青石巷").encode(), "a.txt"))]
    assert ids[0] == one(letter("白鹭湖").encode(), "b.txt")
    assert ids[1] == one(letter("青石巷", unit="公安局").encode(), "b.txt")


@pytest.mark.parametrize(
    "changed",
    [
        replace(REPORT, title="总结报告"),
        replace(REPORT, title_lines=("述职报告", "2019年12月")),
        replace(REPORT, paragraphs=(Paragraph(0, "走访群众，解决难题。", ("work",)), REPORT.paragraphs[1])),
        replace(REPORT, paragraphs=REPORT.paragraphs[::-1]),
        replace(REPORT, paragraphs=REPORT.paragraphs[:1]),
        replace(REPORT, headings=(Heading("一、工作成效", 1, 0, ()),)),
    ],
    ids=["title", "byline", "a word", "order", "less", "heading"],
)
def test_another_word_is_another_report(changed: Report) -> None:
    """Two reports that differ only in a byline's date must not be taken for one."""
    assert report_id(changed) != report_id(REPORT)


@pytest.mark.parametrize(
    "same",
    [
        replace(REPORT, index_in_file=3),
        replace(REPORT, year=2019, unit_type=None),
        replace(
            REPORT,
            paragraphs=(Paragraph(0, "走访群众,解决问题。", ("problems",)), REPORT.paragraphs[1]),
        ),
    ],
    ids=["place", "what rules made of it", "punctuation"],
)
def test_what_is_no_word_does_not_rename_a_report(same: Report) -> None:
    """Better rules may judge a report anew; links to it must last."""
    assert report_id(same) == report_id(REPORT)
