"""A zip archive is a folder of documents: each is followed by itself, and none is lost with the archive."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from indexer.ingest import documents
from indexer.ingest.verify import check
from indexer.reading.archives import Limits
from tests.cli.runner import Bigan
from tests.ingest.zip_files import locked, with_gbk_names, zipped
from tests.workbench import OLE2, Workbench, as_docx, letter

LAKE = ("湖.txt", letter("白鹭湖"))
LANE = ("内部/巷.docx", as_docx(letter("青石巷")))


def files_of(bench: Workbench) -> list[str]:
    return sorted(name for names in bench.reports().values() for name in names)


def is_in_order(bench: Workbench) -> bool:
    return check(bench.engine, [bench.root], 1024 * 1024).ok


def stale_reasons(bench: Workbench) -> list[str | None]:
    found = [bench.engine.report(identity) for identity in bench.reports()]
    return [report.stale_reason if report else "" for report in found]


def test_members_are_indexed_under_their_paths_in_the_archive(bench: Workbench) -> None:
    """Each report says which file of which archive it is in; a second run does nothing."""
    bench.write("合集/a.zip", zipped(LAKE, LANE))
    outcome = bench.run()
    assert (outcome.ok, outcome.files, outcome.added, outcome.reports) == (True, 2, 2, 2)
    assert files_of(bench) == ["合集/a.zip/内部/巷.docx", "合集/a.zip/湖.txt"]
    assert is_in_order(bench)
    assert not bench.run().committed


def test_only_the_changed_member_is_read_again(bench: Workbench, parsed: list[str]) -> None:
    """The archive's bytes all change when one file in it does; the other reports do not."""
    bench.write("a.zip", zipped(LAKE, LANE))
    bench.run()
    bench.write("a.zip", zipped(("湖.txt", letter("黄花渡")), LANE))
    del parsed[:]
    outcome = bench.run()
    assert (outcome.changed, outcome.unchanged, len(parsed)) == (1, 1, 1)
    assert "黄花渡" in parsed[0]
    assert (bench.total("白鹭湖"), bench.total("黄花渡"), bench.total("青石巷")) == (0, 4, 4)


def test_a_member_taken_out_is_removed_and_one_added_is_read(bench: Workbench) -> None:
    """An archive is compared file by file."""
    bench.write("a.zip", zipped(LAKE, LANE))
    bench.run()
    bench.write("a.zip", zipped(LANE, ("渡.txt", letter("黄花渡"))))
    outcome = bench.run()
    assert (outcome.added, outcome.removed, outcome.unchanged) == (1, 1, 1)
    assert files_of(bench) == ["a.zip/内部/巷.docx", "a.zip/渡.txt"]


@pytest.mark.parametrize("how", ["renamed", "unpacked"])
def test_a_renamed_or_unpacked_archive_keeps_ids_and_is_not_parsed_again(
    bench: Workbench, parsed: list[str], how: str
) -> None:
    """Contents are known by their hashes wherever they lie."""
    path = bench.write("旧.zip", zipped(LAKE, LANE))
    bench.run()
    before = bench.paragraphs()
    del parsed[:]
    if how == "renamed":
        path.rename(bench.root / "新.zip")
    else:
        path.unlink()
        for name, content in (LAKE, LANE):
            bench.write(f"新.zip/{name}", content)
    outcome = bench.run()
    assert (outcome.added, outcome.removed, parsed) == (2, 2, [])
    assert bench.paragraphs() == before
    assert files_of(bench) == ["新.zip/内部/巷.docx", "新.zip/湖.txt"]


def test_a_deleted_archive_takes_its_members_along(bench: Workbench) -> None:
    bench.write("b.txt", letter("长堤街"))
    path = bench.write("a.zip", zipped(LAKE, LANE))
    bench.run()
    path.unlink()
    outcome = bench.run()
    assert (outcome.removed, outcome.ok) == (2, True)
    assert files_of(bench) == ["b.txt"] and is_in_order(bench)


GOOD = zipped(LAKE, LANE)
DAMAGE = {
    "cut off": GOOD[: len(GOOD) // 2],
    "emptied": b"",
    "zeroed": b"\0" * 600,
    "overwritten with noise": "述职报告\n".encode(),
    "overwritten with an old document": OLE2,
    "without files": zipped(),
    "encrypted": locked(GOOD),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_broken_archive_keeps_its_reports_marked_until_it_is_whole(bench: Workbench, damage: str) -> None:
    """Whatever has become of the archive, what was read of it stays; a second run does not lose it either."""
    bench.write("b.txt", letter("长堤街"))
    path = bench.write("a.zip", GOOD)
    bench.run()
    before = bench.paragraphs()
    path.write_bytes(DAMAGE[damage])
    outcome = bench.run()
    members = {f"{path}/{name}" for name, _ in (LAKE, LANE)}
    assert set(outcome.stale) == members and not outcome.ok and outcome.removed == 0
    assert all(len(reason.splitlines()) == 1 for reason in (*outcome.stale.values(), *outcome.failed.values()))
    assert bench.paragraphs() == before
    assert sum(reason is not None for reason in stale_reasons(bench)) == 2
    again = bench.run()
    assert set(again.stale) == members and not again.committed
    assert bench.paragraphs() == before and not is_in_order(bench)
    path.write_bytes(GOOD)
    healed = bench.run()
    assert (healed.ok, healed.failed, healed.stale) == (True, {}, {})
    assert bench.paragraphs() == before and is_in_order(bench)
    assert stale_reasons(bench) == [None] * 3
    assert not bench.run().committed


def test_an_archive_grown_too_large_keeps_its_reports_marked(bench: Workbench) -> None:
    """It is passed over as a whole."""
    path = bench.write("a.zip", GOOD)
    bench.run()
    outcome = bench.run(max_bytes=100)
    assert list(outcome.skipped) == [str(path)] and len(outcome.stale) == 2
    assert (bench.total("白鹭湖"), bench.total("青石巷")) == (4, 4)
    assert not bench.run(max_bytes=100).committed
    healed = bench.run()
    assert healed.ok and stale_reasons(bench) == [None, None]


def test_what_lies_beyond_the_bounds_of_an_archive_is_kept(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has grown by files until the last are not unpacked any more: they are not gone."""
    path = bench.write("a.zip", GOOD)
    bench.run()
    with monkeypatch.context() as patch:
        patch.setattr(documents, "Limits", partial(Limits, members=1))
        grown = zipped(("渡.txt", letter("黄花渡")), ("街.txt", letter("长堤街")), LAKE, LANE)
        bench.write("a.zip", grown)
        outcome = bench.run()
        assert set(outcome.stale) == {f"{path}/{name}" for name, _ in (LAKE, LANE)} and outcome.removed == 0
        assert list(outcome.failed) == [f"{path}/街.txt"]
        assert [bench.total(place) for place in ("黄花渡", "白鹭湖", "青石巷")] == [4, 4, 4]
        assert not bench.run().committed
    assert bench.run().ok and bench.total("长堤街") == 4 and is_in_order(bench)


def test_a_member_that_becomes_unreadable_keeps_its_report_alone(bench: Workbench) -> None:
    """The other members are read as ever."""
    path = bench.write("a.zip", zipped(LAKE, LANE))
    bench.run()
    bench.write("a.zip", zipped(LAKE, (LANE[0], b"")))
    outcome = bench.run()
    assert list(outcome.stale) == [f"{path}/{LANE[0]}"] and outcome.unchanged == 1
    assert bench.total("青石巷") == 4


def test_a_broken_archive_never_indexed_is_one_failure_until_it_is_mended(bench: Workbench) -> None:
    """One line, for the archive itself; nothing of it stays behind."""
    path = bench.write("a.zip", GOOD[: len(GOOD) // 2])
    outcome = bench.run()
    ((file, reason),) = outcome.failed.items()
    assert file == str(path) and "已损坏" in reason and len(reason.splitlines()) == 1
    assert bench.run().failed == outcome.failed
    path.write_bytes(GOOD)
    healed = bench.run()
    assert healed.ok and healed.added == 2 and is_in_order(bench)


def test_an_archive_in_an_archive_is_opened_and_kept_when_it_breaks(bench: Workbench) -> None:
    """Its reports are shown under both archives' names; a break inside loses nothing."""
    inner = zipped(LANE)
    bench.write("外.zip", zipped(LAKE, ("里.zip", inner)))
    assert bench.run().ok
    assert files_of(bench) == ["外.zip/湖.txt", "外.zip/里.zip/内部/巷.docx"]
    bench.write("外.zip", zipped(LAKE, ("里.zip", inner[: len(inner) // 2])))
    outcome = bench.run()
    assert [Path(p).name for p in outcome.stale] == ["巷.docx"] and outcome.removed == 0
    assert bench.total("青石巷") == 4
    assert not bench.run().committed
    bench.write("外.zip", zipped(LAKE, ("里.zip", inner)))
    assert bench.run().ok and is_in_order(bench)


def test_what_a_file_is_is_told_by_its_content(bench: Workbench) -> None:
    """An archive called .docx; a .doc that is a new Word document, a text or a page; the same in an archive."""
    page = "<html><body>" + "".join(f"<p>{x}</p>" for x in letter("柳荫渡").splitlines() if x) + "</body></html>"
    bench.write("其实是压缩包.docx", zipped(LAKE))
    bench.write("a.doc", as_docx(letter("长堤街")))
    bench.write("b.doc", letter("黄花渡").encode("gb18030"))
    bench.write("c.doc", page)
    bench.write("d.zip", zipped(("e.doc", LANE[1])))
    outcome = bench.run()
    assert outcome.ok and outcome.reports == 5 and is_in_order(bench)
    assert "其实是压缩包.docx/湖.txt" in files_of(bench) and "d.zip/e.doc" in files_of(bench)
    assert [bench.total(place) for place in ("长堤街", "黄花渡", "柳荫渡", "青石巷")] == [4] * 4


def test_an_archive_replaced_by_a_document_of_its_name_leaves_only_that(bench: Workbench) -> None:
    """What is readable is believed."""
    bench.write("a.docx", zipped(LAKE))
    bench.run()
    bench.write("a.docx", LANE[1])
    assert bench.run().ok
    assert files_of(bench) == ["a.docx"] and is_in_order(bench)


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_two_members_of_one_name_are_both_indexed(bench: Workbench) -> None:
    """Archives may hold such; neither hides the other."""
    bench.write("a.zip", zipped(LAKE, ("湖.txt", letter("青石巷"))))
    assert bench.run().reports == 2
    assert files_of(bench) == ["a.zip/湖 (2).txt", "a.zip/湖.txt"]
    assert not bench.run().committed and is_in_order(bench)


def test_names_in_gbk_are_shown_as_they_were_meant(bench: Workbench) -> None:
    """As Windows packs them."""
    bench.write("a.zip", with_gbk_names(("妇联/湖.txt", letter("白鹭湖").encode("gb18030"))))
    bench.run()
    assert files_of(bench) == ["a.zip/妇联/湖.txt"]


def test_a_copy_outside_the_archive_is_the_same_report(bench: Workbench, parsed: list[str]) -> None:
    """The same bytes are parsed once, and the report stays while one of its files is there."""
    copy = bench.write("湖.txt", LAKE[1])
    bench.write("a.zip", zipped(LAKE))
    outcome = bench.run()
    assert (outcome.files, outcome.reports, len(parsed)) == (2, 1, 1)
    copy.unlink()
    bench.run()
    assert files_of(bench) == ["a.zip/湖.txt"]


# --- the commands ---------------------------------------------------------------------------------


def test_the_commands_know_members(indexed: Bigan, home: Path) -> None:
    """index, check and parse name a member by the path of its archive and its own; JSON and text alike."""
    path = home / "archive/袋.zip"
    path.write_bytes(zipped(("湖.txt", letter("芦花荡")), LANE, ("坏.docx", b"PK\x03\x04")))
    assert [line for line in indexed("check").out.splitlines() if f"{path}/湖.txt：还没有进索引" in line]
    ran = indexed("index", "--json")
    assert (ran.code, ran.data["files"], ran.data["added"]) == (1, 6, 2)
    assert [f["file"] for f in ran.data["failed"]] == [f"{path}/坏.docx"]
    assert f"{path}/坏.docx：" in indexed("index").out
    ran = indexed("check", "--json")
    assert ran.code == 1 and len(ran.data["differences"]) == 1
    assert ran.data["differences"][0].startswith(f"{path}/坏.docx：")
    hit = indexed("search", "芦花荡", "--json").data["hits"][0]
    assert hit["file"] == "袋.zip/湖.txt"


def test_parse_shows_each_member(bigan: Bigan, home: Path) -> None:
    """One report for each readable member, one line on stderr for each that is not."""
    (home / "a.zip").write_bytes(zipped(LAKE, LANE, ("坏.docx", b"PK\x03\x04")))
    ran = bigan("parse", "a.zip")
    assert ran.code == 1 and "a.zip/湖.txt" in ran.out and "a.zip/内部/巷.docx" in ran.out
    assert len(ran.err.splitlines()) == 1 and ran.err.startswith("a.zip/坏.docx：")
    ran = bigan("parse", "--json", "a.zip")
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert [line["file"] for line in lines] == ["a.zip/湖.txt", "a.zip/内部/巷.docx"]
    assert all(line["unit_type"] == "妇联" and len(line["paragraphs"]) == 4 for line in lines)


def test_parse_of_an_archive_without_reports_says_so(bigan: Bigan, home: Path) -> None:
    """Not silently nothing."""
    (home / "a.zip").write_bytes(zipped(("照片.jpg", b"x")))
    ran = bigan("parse", "a.zip")
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (1, "", 1)
    assert ran.err.startswith("a.zip：")
