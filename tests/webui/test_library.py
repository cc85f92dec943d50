"""The page 资料库: every report in a table, narrowed and in order; many corrected at once; what was not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.corrections.model import Correction
from indexer.ingest.corrector import Corrector
from indexer.library.job import Run
from indexer.model.results import ReportHead
from indexer.model.unread import Unread
from tests.library.home import SECONDS, Home
from tests.webui.correcting import HERE, FakeCorrector, html_of
from tests.webui.reading import links, page, words
from tests.workbench import Workbench, letter
from webui import create_app, messages
from webui.presenters.library import ROWS_ON_A_PAGE, report_list
from webui.state.library_state import LibraryState


def head(identity: str, **more: object) -> ReportHead:
    """A report of the list."""
    given: dict[str, object] = {
        "title": f"{identity}总结", "year": 2018, "unit_type": "妇联", "genre": "工作总结", "paragraphs": 4, "characters": 100,
        "placeholders": 0, "sections": {"work": 3, "problems": 1}, "files": (f"甲/{identity}.txt",), **more,
    }  # fmt: skip
    return ReportHead(id=identity, **given)  # type: ignore[arg-type]


HEADS = (
    head("a", year=2019, characters=300),
    head("b", year=None, unit_type=None, files=("b.txt", "乙/b.docx"), sections={}, placeholders=2),
    head("c", title=None, unit_type="公安", unread=(Unread("image", 2),), genre=None),
    head("d", year=2021, unit_type="公安", characters=50, stale_reason="打不开"),
)


def listed(**state: object) -> str:
    shown = report_list(HEADS, LibraryState(**state))  # type: ignore[arg-type]
    assert shown.total == len(shown.rows)
    return "".join(row.head.id for row in shown.rows)


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ({}, "dacb"),
        ({"sort": "oldest"}, "cadb"),
        ({"sort": "long"}, "abcd"),
        ({"sort": "short"}, "dbca"),
        ({"sort": "title"}, "abcd"),
        ({"sort": "unit"}, "adcb"),
        ({"unit": "公安"}, "dc"),
        ({"unit": "unknown"}, "b"),
        ({"year": "2018"}, "c"),
        ({"year": "unknown", "unit": "公安"}, ""),
        ({"genre": "unknown"}, "c"),
        ({"folder": "乙"}, "b"),
        ({"folder": "."}, "b"),
        ({"flag": "unread"}, "c"),
        ({"flag": "stale"}, "d"),
        ({"flag": "twice"}, "b"),
        ({"flag": "no_title"}, "c"),
        ({"q": "Ａ总结"}, "a"),
        ({"q": "乙/"}, "b"),
        ({"q": "没有"}, ""),
    ],
)
def test_the_list_is_narrowed_and_in_order(state: dict[str, object], found: str) -> None:
    assert listed(**state) == found


def test_every_choice_says_how_many_it_leaves() -> None:
    """Counted without its own selection, as the facets of a search are; the selected one is never missing."""
    shown = report_list(HEADS, LibraryState(unit="公安", year="2030"))
    units = {choice.label: (choice.count, choice.selected) for choice in shown.choices["unit"]}
    assert units == {"公安": (0, True)}
    years = [(choice.label, choice.count) for choice in shown.choices["year"]]
    assert years == [("2030年", 0), ("2021年", 1), ("2018年", 1)]
    everything = report_list(HEADS, LibraryState())
    assert [(c.label, c.count) for c in everything.choices["unit"]] == [("妇联", 1), ("公安", 2), ("未知", 1)]
    assert [c.label for c in everything.choices["folder"]] == ["最外层", "乙", "甲"]


def test_the_heads_of_columns_order_the_list_and_say_how_it_is_ordered() -> None:
    columns = {column.label: column for column in report_list(HEADS, LibraryState(unit="公安")).columns}
    assert columns["年份"].order == "descending" and columns["年份"].url == "/library?unit=公安&sort=oldest"
    assert columns["字数"].url == "/library?unit=公安&sort=long" and columns["留意"].url is None
    by_title = {column.label: column for column in report_list(HEADS, LibraryState(sort="title", page=2)).columns}
    assert (by_title["标题"].order, by_title["标题"].url, by_title["年份"].url) == ("ascending", None, "/library")


def test_a_long_list_has_pages() -> None:
    heads = [head(f"{number:03}", year=2000) for number in range(ROWS_ON_A_PAGE + 1)]
    first, last = (report_list(heads, LibraryState(page=number)) for number in (1, 2))
    assert (first.total, len(first.rows), len(last.rows)) == (ROWS_ON_A_PAGE + 1, ROWS_ON_A_PAGE, 1)
    assert first.pages.next == "/library?page=2" and last.pages.previous == "/library"
    assert report_list(heads, LibraryState(page=99)).rows == last.rows


def test_the_strip_shows_the_share_of_each_section() -> None:
    (row,) = report_list([HEADS[0]], LibraryState()).rows
    assert [(part.section, part.x, part.width) for part in row.strip] == [("work", 0, 75), ("problems", 75, 25)]
    assert row.strip_label == "做法成效 75%，存在问题 25%"


@pytest.mark.parametrize(
    "parameters", ["page=x", "page=-1", "tab=%00", "sort=<b>&flag=x", "page=" + "9" * 400, "edited=x&undone=x"]
)
def test_an_address_that_means_nothing_shows_the_list(client: FlaskClient, parameters: str) -> None:
    assert "2 份报告" in words(page(client, "/library?" + parameters))


# --- over an index --------------------------------------------------------------------------


@pytest.fixture
def home(bench: Workbench) -> Iterator[Home]:
    made = Home(bench)
    bench.write("妇联/a.txt", letter("白鹭湖"))
    bench.write("公安/b.txt", letter("青石巷", 2020, "公安局"))
    bench.write("空.txt", b"")
    made.refresh()
    yield made
    assert made.library.job.wait(SECONDS)


@pytest.fixture
def corrector(home: Home) -> Corrector:
    return Corrector(home.bench.engine, home.library.settings.corrections, home.library.at_once)


@pytest.fixture
def client(home: Home, corrector: Corrector) -> FlaskClient:
    return create_app(home.bench.engine, corrector=corrector, library=home.library).test_client()


def ids(home: Home) -> dict[str, str]:
    return {head.files[0]: head.id for head in home.bench.engine.reports()}


def years(home: Home) -> dict[str, tuple[int | None, str | None]]:
    return {head.files[0]: (head.year, head.unit_type) for head in home.bench.engine.reports()}


def test_the_table_names_every_report_with_a_link(home: Home, client: FlaskClient) -> None:
    html = page(client, "/library")
    for file, identity in ids(home).items():
        assert f'href="/reports/{identity}"' in html and file in html
    assert "2 份报告，来自 1 个文件夹的 3 个文件" in words(html)
    assert "妇联（1）" in words(html) and "2020年（1）" in words(html)


def test_many_are_corrected_in_one_go_and_taken_back(home: Home, client: FlaskClient) -> None:
    """One reading for all; what had been corrected before comes back as it was."""
    before = years(home)
    files = ids(home)
    client.post(f"/reports/{files['妇联/a.txt']}/corrections", data={"year": "1999"}, headers=HERE)
    home.runs.clear()
    answer = client.post("/library/corrections?sort=title", data={"id": list(files.values()), "year": "2011"}, headers=HERE)
    assert answer.status_code == 303 and answer.location.startswith("/library?sort=title&edited=")
    assert years(home) == {file: (2011, unit) for file, (_, unit) in before.items()}
    assert len(home.runs) == 1
    html = page(client, answer.location)
    assert "已更正 2 份报告：年份 2011" in words(html)
    token = re.search(r'name="token" value="([^"]*)"', html)
    assert token
    undone = client.post("/library/corrections/undo", data={"token": token[1]}, headers=HERE)
    assert undone.status_code == 303 and "2 份报告恢复原样" in words(page(client, undone.location))
    assert years(home) == {**before, "妇联/a.txt": (1999, "妇联")}
    again = client.post("/library/corrections/undo", data={"token": token[1]}, headers=HERE)
    assert again.status_code == 400 and "已经撤销过" in html_of(again)


def test_reports_that_share_paragraphs_are_put_back_each_as_it_was(home: Home, client: FlaskClient) -> None:
    """This year's report was written after last year's pattern: what was said of last year's comes back all the same."""
    home.bench.write("妇联/c.txt", letter("白鹭湖", 2019))
    home.refresh()
    files = ids(home)
    client.post(f"/reports/{files['妇联/a.txt']}/corrections", data={"year": "2001"}, headers=HERE)
    before = years(home)
    twins = [files["妇联/a.txt"], files["妇联/c.txt"]]
    answer = client.post("/library/corrections", data={"id": twins, "year": "2008"}, headers=HERE)
    assert [years(home)[file][0] for file in ("妇联/a.txt", "妇联/c.txt")] == [2008, 2008]
    token = re.search(r'name="token" value="([^"]*)"', page(client, answer.location))
    assert token
    undone = client.post("/library/corrections/undo", data={"token": token[1]}, headers=HERE)
    assert undone.status_code == 303 and "2 份报告恢复原样" in words(page(client, undone.location))
    assert years(home) == before == {"妇联/a.txt": (2001, "妇联"), "妇联/c.txt": (2019, "妇联"), "公安/b.txt": (2020, "公安")}


def test_all_that_the_list_is_narrowed_to_can_be_meant(home: Home, client: FlaskClient) -> None:
    answer = client.post("/library/corrections?unit=公安", data={"all": "1", "unit_type": "法院"}, headers=HERE)
    assert answer.status_code == 303
    assert years(home) == {"妇联/a.txt": (2018, "妇联"), "公安/b.txt": (2020, "法院")}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"year": "2011"}, messages.NONE_CHOSEN),
        ({"all": "1"}, "没有说改成什么"),
        ({"all": "1", "year": "去年"}, "年份“去年”不对"),
        ({"all": "1", "unit_type": "妇女会"}, "没有单位类型“妇女会”"),
        ({"id": "没有的", "year": "2011"}, messages.NONE_CHOSEN),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(home: Home, client: FlaskClient, data: dict[str, str], said: str) -> None:
    answer = client.post("/library/corrections", data=data, headers=HERE)
    assert answer.status_code == 400 and said in html_of(answer)
    assert not home.library.settings.corrections.exists()
    assert client.get("/library/corrections?sort=title").location == "/library?sort=title"


def test_what_was_chosen_and_typed_is_kept_when_refused(home: Home, client: FlaskClient) -> None:
    identity = ids(home)["公安/b.txt"]
    answer = client.post("/library/corrections", data={"id": identity, "year": '去年">', "unit_type": "工会"}, headers=HERE)
    html = answer.get_data(as_text=True)
    assert f'value="{identity}" checked' in html and html.count(" checked") == 1
    assert 'value="去年&#34;&gt;"' in html and "<option selected>工会</option>" in html


def test_one_go_has_a_limit_that_is_told(home: Home, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.presenters.bulk_edits.MOST_REPORTS", 1)
    answer = client.post("/library/corrections", data={"all": "1", "year": "2011"}, headers=HERE)
    assert answer.status_code == 400 and "一次最多更正 1 份，选中的有 2 份" in html_of(answer)
    assert not home.library.settings.corrections.exists()


def test_what_is_so_already_is_no_correction(home: Home, client: FlaskClient) -> None:
    identity = ids(home)["公安/b.txt"]
    answer = client.post("/library/corrections", data={"id": identity, "year": "2020年", "unit_type": "公安"}, headers=HERE)
    assert answer.location == "/library?edited=0" and "没有要更正的" in words(page(client, answer.location))
    assert not home.library.settings.corrections.exists()


def test_files_that_were_not_read_stand_there_with_what_to_do(home: Home, client: FlaskClient) -> None:
    html = page(client, "/library?tab=unread")
    reason = home.library.manifest().files[str(home.bench.root / "空.txt")].reason
    assert reason and "空.txt" in html and reason in unescape(html)
    home.bench.write("空.txt", letter("红枫岭"))
    home.refresh()
    assert "没有读不了的文件" in words(page(client, "/library?tab=unread"))


def test_what_was_passed_over_stands_there_too_and_outlives_a_restart(home: Home, client: FlaskClient) -> None:
    """Named by the index itself: another server knows it. What is taken away or put right is named no more."""
    home.bench.write("公安/压缩.rar", b"Rar!\x1a\x07\x00")
    (home.bench.root / "链接").symlink_to(home.bench.home, target_is_directory=True)
    home.refresh()
    home.refresh()
    again = create_app(home.bench.engine, library=home.library).test_client()
    for server in (client, again):
        rows = BeautifulSoup(page(server, "/library?tab=unread"), "html.parser").select(".unread-files tr")
        said = [row.get_text(" ", strip=True) for row in rows]
        assert [line for line in said if line.startswith("公安/压缩.rar") and "请解压" in line], said
        assert [line for line in said if line.startswith("链接") and "文件夹链接" in line], said
    home.bench.write("公安/c.txt", letter("青石巷"))
    home.library.job.start(Run(only=[home.bench.root / "公安"]))
    assert home.library.job.wait(SECONDS) and len(home.library.manifest().skipped) == 2
    (home.bench.root / "链接").unlink()
    (home.bench.root / "公安" / "压缩.rar").unlink()
    home.refresh()
    assert not home.library.manifest().skipped and "跳过的文件" not in page(client, "/library?tab=unread")


def test_others_in_the_network_see_the_list_and_change_nothing(home: Home, client: FlaskClient) -> None:
    there = {"REMOTE_ADDR": "192.168.1.7"}
    for url in ("/library", "/library?tab=folders", "/library?tab=unread"):
        html = client.get(url, environ_overrides=there).get_data(as_text=True)
        assert 'method="post"' not in html
    below = ("corrections", "corrections/undo", "folders", "samples", "update", "stop")
    for url in map("/library/{}".format, below):
        answer = client.post(url, data={"all": "1", "year": "1999"}, headers=HERE, environ_overrides=there)
        assert answer.status_code == 403 and html_of(answer) == messages.NOT_THIS_MACHINE
        foreign = client.post(url, data={"all": "1", "year": "1999"}, headers={"Origin": "http://evil.example"})
        assert foreign.status_code == 403 and html_of(foreign) == messages.FOREIGN_ORIGIN
    assert years(home)["公安/b.txt"] == (2020, "公安")


def test_without_a_corrector_reports_are_chosen_for_their_outlines_only(home: Home) -> None:
    client = create_app(home.bench.engine, library=home.library).test_client()
    html = page(client, "/library")
    assert '<form action="/outlines" method="get">' in html and "更正选中的" not in html
    assert client.post("/library/corrections", data={"all": "1"}, headers=HERE).status_code == 404


def test_a_file_of_corrections_that_is_locked_keeps_all_from_being_written(home: Home) -> None:
    corrector = FakeCorrector(Correction("year", "2017", ("x",)))
    corrector.problem = "更正文件 更正.csv 写不进去（正被占用）"
    client = create_app(home.bench.engine, corrector=corrector, library=home.library).test_client()
    answer = client.post("/library/corrections", data={"all": "1", "year": "2011"}, headers=HERE)
    assert answer.status_code == 400 and corrector.problem in html_of(answer)
    assert corrector.asked == []


def test_an_archive_of_nothing_says_so(bench: Workbench) -> None:
    client = create_app(bench.engine, library=Home(bench).library).test_client()
    assert "还没有报告" in words(page(client, "/library"))


def test_what_is_chosen_to_be_compared_is_said_and_kept_but_not_ticked(home: Home, client: FlaskClient) -> None:
    """Ticks are what is corrected: a report that was chosen for its outline is not among them unless it is ticked."""
    women, police = ids(home)["妇联/a.txt"], ids(home)["公安/b.txt"]
    html = page(client, f"/library?unit=公安&compare={women}&compare=gone&compare={police}")
    found = BeautifulSoup(html, "html.parser")
    tray = found.select_one(".tray")
    assert tray is not None and tray["data-reports"] == f"{women} {police}" and "gone" not in html
    to = links(html)
    assert to["并排看这 2 份"] == f"/outlines?id={women}&id={police}" and to["✕"] == f"/library?unit=公安&compare={women}"
    assert to["清空"] == "/library?unit=公安" and to["清除筛选"] == f"/library?compare={women}&compare={police}"
    assert [mark.get_text() for mark in found.select(".reports .in-compare")] == ["在比 ✓"]
    assert not found.select(".reports [name=id][checked]") and "加进去比提纲" in words(html)
    kept = [[one["value"] for one in form.select("[name=compare]")] for form in found.select("form.facets, form.bulk")]
    assert kept == [[women, police], [women, police]]  # a filter keeps them, and the button adds to them
    sent = {"id": police, "compare": women, "year": "2011", "unit_type": ""}
    answer = client.post(f"/library/corrections?compare={women}", data=sent, headers=HERE)
    assert answer.location.startswith(f"/library?compare={women}&edited=")
    assert years(home)["妇联/a.txt"][0] == 2018 and years(home)["公安/b.txt"][0] == 2011
    assert "tray" not in page(client, "/library?compare=gone") and "在比" not in page(client, "/library")
