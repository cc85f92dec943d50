"""A report that was written after the pattern of another has its long paragraphs, but not its corrections."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from indexer.corrections.store import add_corrections, load_corrections
from indexer.engines.whoosh import WhooshEngine
from indexer.ingest.corrector import Corrector
from indexer.ingest.manifest import manifest_from_dict
from indexer.querying.request import build_request
from tests.ingest.test_corrections import Desk
from tests.workbench import Workbench, letter

#: What tells the second report from the first: one of its three longest paragraphs, none of them, nothing but the title.
LAST_YEARS = letter("白鹭湖", 2018)
TWINS = {
    "two of three": letter("白鹭湖", 2019),
    "all three": LAST_YEARS.replace("更细更实", "再细再实"),
    "every paragraph": LAST_YEARS.replace("2018年度", "2016年度"),
}


@pytest.fixture(params=list(TWINS))
def twins(bench: Workbench, request: pytest.FixtureRequest) -> Desk:
    """The first report lies between two copies of its pattern, so that the order of reading does not matter."""
    bench.write("二.txt", LAST_YEARS)
    bench.write("一.txt", TWINS[request.param])
    bench.write("三.txt", TWINS[request.param].replace("（妇联）", "（工会）"))
    bench.run()
    assert len(bench.reports()) == 3
    return Desk(bench)


def identity_of(desk: Desk, file: str) -> str:
    (found,) = {hit.paragraph.report_id for hit in desk.bench.engine.search(build_request(size=100)).hits
                if file in hit.paragraph.files}  # fmt: skip
    return found


def correct(desk: Desk, file: str, year: str) -> None:
    desk.correct(identity_of(desk, file), year=year)


def shown(desk: Desk, *files: str) -> list[tuple[int | None, list[str]]]:
    """The year of each report, and what is in force for it."""
    found = []
    for identity in (identity_of(desk, file) for file in files):
        report = desk.bench.engine.report(identity)
        assert report is not None
        found.append((report.year, desk.in_force(identity)))
    return found


def index_anew(desk: Desk) -> None:
    bench = desk.bench
    bench.engine.close()
    shutil.rmtree(bench.home / "index")
    bench.engine = WhooshEngine(bench.home / "index", bench.tokenizer)
    assert desk.run().notes == []


def test_taking_back_one_correction_leaves_that_of_another_report(twins: Desk) -> None:
    """What the user said of the first report is not lost by what is said of its copies."""
    plain = shown(twins, "一.txt", "三.txt")
    correct(twins, "二.txt", "2001")
    correct(twins, "一.txt", "2002")
    correct(twins, "三.txt", "2003")
    assert shown(twins, "一.txt", "二.txt", "三.txt") == [(2002, ["2002"]), (2001, ["2001"]), (2003, ["2003"])]
    correct(twins, "一.txt", "")
    correct(twins, "三.txt", "")
    assert shown(twins, "一.txt", "二.txt", "三.txt") == [plain[0], (2001, ["2001"]), plain[1]]
    assert [row.value for row in load_corrections(twins.path).corrections] == ["2001"]


def test_a_correction_is_not_applied_to_a_copy_whatever_is_read_again(twins: Desk) -> None:
    """New rules, or an index that is made anew: the report with the row's marks is there, so it alone is corrected."""
    plain = shown(twins, "一.txt", "三.txt")
    correct(twins, "二.txt", "2001")
    right = [plain[0], (2001, ["2001"]), plain[1]]
    twins.run(rules=replace(twins.bench.rules, fingerprint="other rules"))
    assert shown(twins, "一.txt", "二.txt", "三.txt") == right
    index_anew(twins)
    assert shown(twins, "一.txt", "二.txt", "三.txt") == right
    assert not twins.run().committed


def test_several_are_corrected_and_put_back_in_one_go(twins: Desk) -> None:
    """As 资料库 does and undoes it."""
    plain = shown(twins, "一.txt", "三.txt")
    correct(twins, "二.txt", "2001")
    files = ("一.txt", "二.txt", "三.txt")
    corrector = Corrector(twins.bench.engine, twins.path, lambda folders: twins.run(only=folders))
    corrector.correct_many({identity_of(twins, file): {"year": "2008"} for file in files})
    assert shown(twins, *files) == [(2008, ["2008"])] * 3
    before = zip(files, ("", "2001", ""), strict=True)
    corrector.correct_many({identity_of(twins, file): {"year": year} for file, year in before})
    assert shown(twins, *files) == [plain[0], (2001, ["2001"]), plain[1]]


@pytest.mark.parametrize(
    ("old", "new"),
    [("十七件", "三十件"), ("坐在办公室里", "坐在屋里"), ("让每一位群众", "让每位群众"), ("2018年度", "二〇一八年度")],
)
def test_an_edited_report_keeps_its_correction_and_its_copies_do_not_get_it(twins: Desk, old: str, new: str) -> None:
    """A word of it is another one, or its title: the row then fits the copies as well as what the report has become."""
    plain = shown(twins, "一.txt", "三.txt")
    correct(twins, "二.txt", "2001")
    twins.run(rules=replace(twins.bench.rules, fingerprint="other rules"))  # all have been held against the row
    twins.bench.write("二.txt", LAST_YEARS.replace(old, new))
    assert twins.run().notes == []
    right = [plain[0], (2001, ["2001"]), plain[1]]
    assert shown(twins, "一.txt", "二.txt", "三.txt") == right
    assert not twins.run().committed
    index_anew(twins)
    assert shown(twins, "一.txt", "二.txt", "三.txt") == right
    correct(twins, "二.txt", "2004")
    assert shown(twins, "二.txt") == [(2004, ["2001", "2004"])]
    correct(twins, "二.txt", "")
    assert load_corrections(twins.path).corrections == ()
    assert shown(twins, "一.txt", "三.txt") == plain


def test_an_edit_that_is_undone_does_not_undo_what_was_said_meanwhile(twins: Desk) -> None:
    """The last word on the report counts, though an earlier one was said of just these words."""
    plain = shown(twins, "一.txt", "三.txt")
    correct(twins, "二.txt", "2001")
    twins.bench.write("二.txt", LAST_YEARS.replace("十七件", "三十件"))
    twins.run()
    correct(twins, "二.txt", "2004")
    twins.bench.write("二.txt", LAST_YEARS)
    assert twins.run().notes == []
    assert shown(twins, "一.txt", "二.txt", "三.txt") == [plain[0], (2004, ["2001", "2004"]), plain[1]]
    correct(twins, "二.txt", "")
    assert load_corrections(twins.path).corrections == ()


def test_a_correction_of_the_copy_does_not_give_way_to_one_that_has_lost_its_report(twins: Desk) -> None:
    """The first report is away for a while: its correction waits, the copies keep what was said of them, though earlier."""
    correct(twins, "一.txt", "2002")
    correct(twins, "三.txt", "2003")
    correct(twins, "二.txt", "2001")
    (twins.bench.root / "二.txt").rename(twins.bench.home / "二.txt")
    assert "暂不生效" in twins.run().notes[0]
    assert shown(twins, "一.txt", "三.txt") == [(2002, ["2002"]), (2003, ["2003"])]
    correct(twins, "一.txt", "2012")
    correct(twins, "三.txt", "2013")
    (twins.bench.home / "二.txt").rename(twins.bench.root / "二.txt")
    assert twins.run().notes == []
    assert shown(twins, "一.txt", "二.txt", "三.txt") == [(2012, ["2012"]), (2001, ["2001"]), (2013, ["2013"])]


def test_a_row_of_an_older_version_stays_with_the_file_that_it_names(twins: Desk) -> None:
    """Such rows do not say which report they are of, only which paragraphs it has."""
    plain = shown(twins, "一.txt", "三.txt")
    correct(twins, "二.txt", "2001")
    (row,) = load_corrections(twins.path).corrections
    twins.path.unlink()
    add_corrections(twins.path, [replace(row, anchors=row.anchors[:3])])
    index_anew(twins)
    assert shown(twins, "一.txt", "二.txt", "三.txt") == [plain[0], (2001, ["2001"]), plain[1]]
    correct(twins, "一.txt", "2002")
    correct(twins, "一.txt", "")
    correct(twins, "二.txt", "2004")
    correct(twins, "二.txt", "")
    assert load_corrections(twins.path).corrections == ()


def test_a_copy_takes_over_what_was_said_of_a_report_that_is_there_no_more(bench: Workbench) -> None:
    """Renamed and edited at once, nothing tells the report from a copy but that it is there: until the first comes back."""
    bench.write("二.txt", LAST_YEARS)
    bench.run()
    desk = Desk(bench)
    correct(desk, "二.txt", "2001")
    (bench.root / "二.txt").rename(bench.home / "二.txt")
    bench.write("新名.txt", LAST_YEARS.replace("十七件", "三十件"))
    assert desk.run().notes == []
    assert shown(desk, "新名.txt") == [(2001, ["2001"])]
    (bench.home / "二.txt").rename(bench.root / "二.txt")
    outcome = desk.run()
    assert (outcome.added, outcome.changed, outcome.unchanged) == (1, 1, 0)
    assert shown(desk, "新名.txt", "二.txt") == [(2018, []), (2001, ["2001"])]
    assert not desk.run().committed


def test_copies_in_one_file_are_told_apart(bench: Workbench) -> None:
    """Last year's report stands before this year's in one document."""
    bench.write("两年.txt", f"{LAST_YEARS}\n\n{letter('白鹭湖', 2019, '公安局')}")
    bench.run()
    desk = Desk(bench)
    by_year = {2018: "", 2019: ""}
    for identity in manifest_from_dict(bench.engine.manifest()).report_ids:
        report = bench.engine.report(identity)
        assert report is not None and report.year in by_year
        by_year[report.year] = identity
    desk.correct(by_year[2018], year="2001")
    desk.correct(by_year[2019], year="2002")
    desk.correct(by_year[2019], year="")
    assert [desk.in_force(identity) for identity in by_year.values()] == [["2001"], []]


def test_a_run_over_one_folder_leaves_the_copy_in_another_to_the_next(bench: Workbench) -> None:
    """The copy has taken over a correction; its file is not reached when the first report comes back, but by the run after."""
    bench.write("甲/二.txt", LAST_YEARS)
    bench.write("乙/一.txt", letter("白鹭湖", 2019))
    bench.run()
    desk = Desk(bench)
    correct(desk, "甲/二.txt", "2001")
    (bench.root / "甲/二.txt").rename(bench.home / "二.txt")
    desk.run(rules=replace(bench.rules, fingerprint="other rules"), prune=True)
    assert shown(desk, "乙/一.txt") == [(2001, ["2001"])]
    (bench.home / "二.txt").rename(bench.root / "甲/二.txt")
    other = replace(bench.rules, fingerprint="other rules")
    desk.run(only=[bench.root / "甲"], rules=other)
    assert shown(desk, "甲/二.txt") == [(2001, ["2001"])]
    assert desk.run(rules=other).changed == 1
    assert shown(desk, "甲/二.txt", "乙/一.txt") == [(2001, ["2001"]), (2019, [])]
    assert not desk.run(rules=other).committed
