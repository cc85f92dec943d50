"""``bigan outline``: outlines section by section for people and programs."""

from __future__ import annotations

from tests.cli.runner import Bigan


def ids(indexed: Bigan) -> list[str]:
    hits = indexed("search", "--json", "--limit", "100").data["hits"]
    return list(dict.fromkeys(hit["report_id"] for hit in hits))


def test_outlines_are_listed_section_by_section(indexed: Bigan) -> None:
    one, two = ids(indexed)[:2]
    data = indexed("outline", one, two, "--json").data
    assert [report["id"] for report in data["reports"]] == [one, two]
    ran = indexed("outline", one, two)
    assert ran.code == 0 and ran.out.startswith("A　《") and "\nB　《" in ran.out
    heading = next(h for report in data["reports"] for section in report["sections"] for h in section["headings"])
    assert heading["text"].rstrip("。：:") in ran.out


def test_what_cannot_be_compared_is_refused_in_one_line(indexed: Bigan) -> None:
    assert "没有编号为“gone”的报告" in indexed("outline", "gone").error_line
    assert "1 到 4 份" in indexed("outline", *"abcde").error_line
    one, two = ids(indexed)[:2]
    assert "--years 只能给一份" in indexed("outline", one, two, "--years").error_line
