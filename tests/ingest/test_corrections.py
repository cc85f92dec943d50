"""What the user has corrected holds at every indexing, whatever becomes of files, rules and index."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.corrections.store import load_corrections
from indexer.engines.whoosh import WhooshEngine
from indexer.errors import CorrectionError
from indexer.ingest.changes import IndexReport
from indexer.ingest.corrector import Corrector
from indexer.model.reports import Evidence, StoredReport
from indexer.querying.request import build_request
from tests.ingest.zip_files import zipped
from tests.workbench import Workbench, as_docx, compilation, letter


class Desk:
    """A workbench whose runs use a file of corrections, as the commands do."""

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        self.path = bench.home / "更正.csv"

    def run(self, only: Sequence[Path] = (), **options: object) -> IndexReport:
        corrections = load_corrections(self.path).corrections
        return self.bench.run(corrections=corrections, only=only, **options)  # type: ignore[arg-type]

    def correct(self, identity: str, **values: str) -> None:
        corrector = Corrector(self.bench.engine, self.path, lambda folders: self.run(only=folders))
        corrector.correct(identity, values)

    def in_force(self, identity: str) -> list[str]:
        corrector = Corrector(self.bench.engine, self.path, self.run)
        return [correction.value for correction in corrector.in_force(identity)]

    def report(self, place: str) -> StoredReport:
        """The report that speaks of a place."""
        hits = self.bench.engine.search(build_request(phrases=[place])).hits
        (identity,) = {hit.paragraph.report_id for hit in hits}
        found = self.bench.engine.report(identity)
        assert found is not None
        return found

    def year(self, place: str) -> int | None:
        return self.report(place).year


@pytest.fixture
def desk(bench: Workbench) -> Desk:
    """Two reports of 2018, indexed."""
    bench.write("湖.txt", letter("白鹭湖"))
    bench.write("巷.txt", letter("青石巷"))
    bench.run()
    return Desk(bench)


def facet(desk: Desk, field: str) -> dict[str, int]:
    page = desk.bench.engine.search(build_request())
    (found,) = [f for f in page.facets if f.field == field]
    return {value.value: value.count for value in found.values if value.count}


def test_a_corrected_report_is_shown_filtered_and_counted_as_corrected(desk: Desk) -> None:
    """Report, paragraphs, search and facets all follow; the id stays."""
    identity = desk.report("白鹭湖").id
    desk.correct(identity, year="2015", unit_type="公安", title="二〇一五年旧稿")
    report = desk.report("白鹭湖")
    assert (report.id, report.year, report.unit_type, report.title) == (identity, 2015, "公安", "二〇一五年旧稿")
    assert report.year_evidence == Evidence("2015", "correction")
    assert report.unit_evidence == Evidence("公安", "correction")
    assert facet(desk, "year") == {"2015": 4, "2018": 4} and facet(desk, "unit") == {"公安": 4, "妇联": 4}
    found = desk.bench.engine.search(build_request(filters={"year": ["2015"], "unit": ["公安"]}))
    assert found.total == 4 and {hit.paragraph.title for hit in found.hits} == {"二〇一五年旧稿"}


def test_a_corrected_paragraph_changes_its_section_alone(desk: Desk) -> None:
    """One paragraph of one report; the facet counts it where the user put it."""
    (hit,) = [h for h in desk.bench.engine.search(build_request(phrases=["白鹭湖的调查"])).hits]
    desk.correct(hit.paragraph.id, sections="存在问题、原因分析")
    paragraphs = desk.bench.engine.paragraphs_of(hit.paragraph.report_id)
    assert [p.sections for p in paragraphs] == [("opening",), ("work",), ("problems", "causes"), ("plans",)]
    assert facet(desk, "section")["causes"] == 1


def test_only_the_concerned_file_is_read_again(desk: Desk, parsed: list[str]) -> None:
    """An archive of thousands of files must not be parsed anew for one year."""
    desk.correct(desk.report("白鹭湖").id, year="2015")
    assert len(parsed) == 1 and "白鹭湖" in parsed[0]
    outcome = desk.run()
    assert (outcome.unchanged, outcome.committed, len(parsed)) == (2, False, 1)


def test_changed_and_withdrawn_corrections_take_effect_though_no_file_changed(desk: Desk, parsed: list[str]) -> None:
    """The rows alone decide, also where another program has written them."""
    identity = desk.report("白鹭湖").id
    desk.correct(identity, year="2015")
    rows = desk.path.read_bytes()
    desk.path.write_bytes(rows.replace(b",2015,", b",2016,"))
    assert desk.run().changed == 1 and desk.year("白鹭湖") == 2016
    desk.path.unlink()
    assert desk.run().changed == 1 and desk.year("白鹭湖") == 2018
    desk.path.write_bytes(rows)
    assert desk.run().changed == 1 and desk.year("白鹭湖") == 2015
    desk.correct(identity, year="")
    assert desk.year("白鹭湖") == 2018 and desk.in_force(identity) == []
    assert all("白鹭湖" in text for text in parsed) and len(parsed) == 5


def test_a_correction_survives_all_that_happens_to_its_file(desk: Desk) -> None:
    """An edit, a new name, another format, new rules, a lost index: it is applied again each time."""
    bench = desk.bench
    desk.correct(desk.report("白鹭湖").id, year="2015")
    edited = letter("白鹭湖").replace("十七件", "三十件")
    path = bench.write("湖.txt", edited)
    desk.run()
    assert desk.year("白鹭湖") == 2015
    path.rename(bench.root / "新名.txt")
    desk.run()
    assert desk.year("白鹭湖") == 2015
    (bench.root / "新名.txt").unlink()
    bench.write("新名.docx", as_docx(edited))
    desk.run()
    assert desk.year("白鹭湖") == 2015
    desk.run(rules=replace(bench.rules, fingerprint="other rules"))
    assert desk.year("白鹭湖") == 2015
    bench.engine.close()
    shutil.rmtree(bench.home / "index")
    bench.engine = WhooshEngine(bench.home / "index", bench.tokenizer)
    assert desk.run().notes == [] and desk.year("白鹭湖") == 2015


def test_a_file_renamed_before_the_correction_is_indexed_is_corrected_all_the_same(desk: Desk) -> None:
    """Its bytes are known under the old name, but what they became is out of date."""
    desk.correct(desk.report("白鹭湖").id, year="2015")
    rows = desk.path.read_bytes()
    desk.path.unlink()
    desk.run()
    desk.path.write_bytes(rows)
    (desk.bench.root / "湖.txt").rename(desk.bench.root / "改名.txt")
    assert desk.run().notes == []
    assert desk.year("白鹭湖") == 2015


@pytest.mark.parametrize("what", ["file", "paragraph"])
def test_a_correction_that_fits_nothing_is_named_every_time_and_comes_back(desk: Desk, what: str) -> None:
    """Nothing is forgotten silently: moved away and brought back, it is in force again."""
    path = desk.bench.root / "湖.txt"
    if what == "file":
        desk.correct(desk.report("白鹭湖").id, year="2015")
        path.unlink()
    else:
        (hit,) = desk.bench.engine.search(build_request(phrases=["把白鹭湖的工作做得"])).hits
        desk.correct(hit.paragraph.id, sections="结尾")
        path.write_text(letter("白鹭湖").replace("做得更细更实", "做得又细又实"), encoding="utf-8")
    for _ in range(2):
        outcome = desk.run()
        (note,) = outcome.notes
        assert "湖.txt" in note and "暂不生效" in note and len(note.splitlines()) == 1
        assert outcome.ok
    path.write_text(letter("白鹭湖"), encoding="utf-8")
    assert desk.run().notes == []
    if what == "file":
        assert desk.year("白鹭湖") == 2015
    else:
        assert desk.bench.engine.paragraphs_of(desk.report("白鹭湖").id)[3].sections == ("closing",)


def test_two_copies_of_a_report_are_both_corrected(desk: Desk) -> None:
    """Whichever copy goes, the other stays corrected."""
    desk.bench.write("备份/湖.docx", as_docx(letter("白鹭湖")))
    desk.run()
    desk.correct(desk.report("白鹭湖").id, year="2015")
    assert desk.report("白鹭湖").files == ("备份/湖.docx", "湖.txt")
    (desk.bench.root / "湖.txt").unlink()
    desk.run()
    assert desk.year("白鹭湖") == 2015


def test_one_report_of_a_compilation_is_corrected_alone(desk: Desk, parsed: list[str]) -> None:
    """The others in the file keep what they say."""
    desk.bench.write("合集.txt", compilation("红枫岭", "长堤街"))
    desk.run()
    del parsed[:]
    desk.correct(desk.report("红枫岭").id, year="2015")
    assert (desk.year("红枫岭"), desk.year("长堤街"), len(parsed)) == (2015, 2018, 1)


def test_a_member_of_an_archive_is_corrected(desk: Desk, parsed: list[str]) -> None:
    """Reading it again means reading its archive; only it is parsed."""
    desk.bench.write("袋.zip", zipped(("内/岭.txt", letter("红枫岭")), ("内/街.txt", letter("长堤街"))))
    desk.run()
    del parsed[:]
    desk.correct(desk.report("红枫岭").id, year="2015")
    assert desk.year("红枫岭") == 2015 and len(parsed) == 1


def test_a_run_over_one_folder_leaves_corrections_of_the_others_to_the_next(desk: Desk) -> None:
    """Rows added or withdrawn by hand are not taken for done because another folder was updated."""
    bench = desk.bench
    bench.write("甲/岭.txt", letter("红枫岭"))
    bench.write("乙/街.txt", letter("长堤街"))
    desk.run()
    desk.correct(desk.report("红枫岭").id, year="2015")
    rows = desk.path.read_bytes()
    desk.path.unlink()
    desk.run(only=[bench.root / "乙"])
    assert desk.year("红枫岭") == 2015
    desk.run()
    assert desk.year("红枫岭") == 2018
    desk.path.write_bytes(rows)
    assert desk.run(only=[bench.root / "乙"]).notes == []
    assert desk.year("红枫岭") == 2018
    desk.run()
    assert desk.year("红枫岭") == 2015 and not desk.run().committed


def test_a_correction_made_while_a_disk_is_away_waits_for_it(desk: Desk) -> None:
    """It is written down and told; once the folder is back it holds, though no file has changed."""
    root, away = desk.bench.root, desk.bench.home / "拿走了"
    root.rename(away)
    with pytest.raises(CorrectionError, match="已记下") as caught:
        desk.correct(desk.report("白鹭湖").id, year="2015")
    assert len(str(caught.value).splitlines()) == 1
    desk.run()
    assert desk.year("白鹭湖") == 2018
    away.rename(root)
    assert desk.run().notes == []
    assert desk.year("白鹭湖") == 2015 and not desk.run().committed


def test_a_correction_made_while_another_process_indexes_is_kept_and_told(desk: Desk) -> None:
    """The lock is held elsewhere: nothing is lost, the next run applies it."""
    identity = desk.report("白鹭湖").id
    other = WhooshEngine(desk.bench.home / "index", desk.bench.tokenizer)
    with other.writer(), pytest.raises(CorrectionError, match="已记下") as caught:
        desk.correct(identity, year="2015")
    other.close()
    assert len(str(caught.value).splitlines()) == 1
    assert desk.year("白鹭湖") == 2018
    assert desk.run().changed == 1 and desk.year("白鹭湖") == 2015


def test_a_correction_is_undone_after_its_report_was_edited(desk: Desk) -> None:
    """The longest paragraph has changed, so the report is known by other marks now than the row names."""
    desk.correct(desk.report("白鹭湖").id, year="2015")
    desk.bench.write("湖.txt", letter("白鹭湖").replace("大家的一致好评", "街坊邻居和来往商户的一致好评"))
    desk.run()
    identity = desk.report("白鹭湖").id
    assert desk.year("白鹭湖") == 2015 and desk.in_force(identity) == ["2015"]
    desk.correct(identity, year="2016")
    assert desk.year("白鹭湖") == 2016
    desk.correct(identity, year="")
    assert desk.year("白鹭湖") == 2018 and desk.in_force(identity) == []


def test_a_correction_is_taken_back_by_one_row(desk: Desk) -> None:
    """A report that was not edited has its mark still: two rows for the same would be noise in a file that its owner reads."""
    identity = desk.report("白鹭湖").id
    desk.correct(identity, year="2015")
    desk.correct(identity, year="")
    assert desk.year("白鹭湖") == 2018 and len(desk.path.read_text(encoding="utf-8-sig").splitlines()) == 1 + 2


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8"])
def test_a_file_saved_by_a_spreadsheet_program_still_counts(desk: Desk, encoding: str) -> None:
    """The user changed a value in Excel or WPS; further corrections are added to the same file."""
    desk.correct(desk.report("白鹭湖").id, year="2015")
    text = desk.path.read_text(encoding="utf-8-sig").replace(",2015,", ",2016,")
    desk.path.write_bytes(text.encode(encoding))
    desk.run()
    assert desk.year("白鹭湖") == 2016
    desk.correct(desk.report("青石巷").id, unit_type="工会")
    assert desk.year("白鹭湖") == 2016 and desk.report("青石巷").unit_type == "工会"


def test_a_stale_report_keeps_its_correction(desk: Desk) -> None:
    """A file that cannot be read any more loses neither report nor correction."""
    desk.correct(desk.report("白鹭湖").id, year="2015")
    desk.bench.write("湖.txt", b"")
    outcome = desk.run()
    assert outcome.notes == [] and desk.year("白鹭湖") == 2015
    desk.bench.write("湖.txt", letter("白鹭湖"))
    desk.run()
    assert desk.year("白鹭湖") == 2015
