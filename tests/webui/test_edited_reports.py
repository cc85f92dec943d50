"""A link to a report still leads somewhere after its file was edited or taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from indexer.library.job import Run
from tests.library.home import SECONDS, Home
from tests.webui.correcting import HERE, FakeCorrector
from tests.webui.reading import links, page, words
from tests.workbench import Workbench, letter
from webui import create_app, messages


@pytest.fixture
def home(bench: Workbench) -> Iterator[Home]:
    """An archive of two files."""
    made = Home(bench)
    made.config.write_text("[archive]\nfolders =\n", encoding="utf-8")
    bench.write("a.txt", letter("白鹭湖"), bench.home / "桌面")
    bench.write("b.txt", letter("青石巷", 2020, "公安局"), bench.home / "桌面")
    yield made
    assert made.library.job.wait(SECONDS)


@pytest.fixture
def client(home: Home) -> FlaskClient:
    client = create_app(home.bench.engine, corrector=FakeCorrector(), library=home.library).test_client()
    client.post("/library/folders", data={"folder": str(home.bench.home / "桌面")}, headers=HERE)
    assert home.library.job.wait(SECONDS)
    return client


def report_in(home: Home, name: str) -> str:
    (identity,) = (i for entry in home.library.manifest().files.values() if entry.shown.endswith(name) for i in entry.reports)
    return identity


def read_again(home: Home) -> None:
    home.library.job.start(Run())
    assert home.library.job.wait(SECONDS)


def edit(home: Home, text: str) -> None:
    home.bench.write("a.txt", text, home.bench.home / "桌面")
    read_again(home)


def test_an_old_link_leads_to_what_stands_in_the_file_now_and_says_so(home: Home, client: FlaskClient) -> None:
    """Also after a second edit, and with the question that the link leads back to."""
    first = report_in(home, "a.txt")
    for place in ("红枫岭", "黄石滩"):
        edit(home, letter(place))
        now = report_in(home, "a.txt")
        assert now != first
        answer = client.get(f"/reports/{first}?q=党建")
        assert (answer.status_code, answer.location) == (302, f"/reports/{now}?q={quote('党建')}&changed=1")
        shown = words(page(client, answer.location))
        assert messages.REPORT_CHANGED in shown and place in shown
        assert messages.REPORT_CHANGED not in words(page(client, f"/reports/{now}"))


def test_a_link_to_a_paragraph_leads_to_its_report_as_it_is_now(home: Home, client: FlaskClient) -> None:
    """At the same place; a part of a page that a script fetches is never a whole one, and a form that is sent is told."""
    first = report_in(home, "a.txt")
    edit(home, letter("红枫岭"))
    now = report_in(home, "a.txt")
    for below in ("similar", "near", "uses"):
        answer = client.get(f"/paragraphs/{first}-1/{below}?q=党建")
        assert (answer.status_code, answer.location) == (302, f"/reports/{now}?q={quote('党建')}&changed=1#p-1")
        assert client.get(f"/paragraphs/{first}-1/{below}?part=1").status_code == 404
    assert client.post(f"/reports/{first}/corrections", data={"year": "2020"}, headers=HERE).status_code == 404
    assert client.get(f"/paragraphs/{first}x-1/similar").status_code == 404


def test_the_original_and_the_outline_of_an_edited_report_are_those_of_its_file(home: Home, client: FlaskClient) -> None:
    first, other = report_in(home, "a.txt"), report_in(home, "b.txt")
    edit(home, letter("红枫岭"))
    now = report_in(home, "a.txt")
    assert "红枫岭" in client.get(f"/reports/{first}/original").get_data(as_text=True)
    shown = page(client, f"/outlines?id={first}&id={other}&id={now}")
    assert f"/reports/{now}" in shown and f"/reports/{first}" not in shown and "已不在资料库里" not in shown
    assert 'data-reports="2"' in shown


def test_a_program_is_told_which_report_stands_there_now(home: Home, client: FlaskClient) -> None:
    first = report_in(home, "a.txt")
    edit(home, letter("红枫岭"))
    now = report_in(home, "a.txt")
    for address in (f"reports/{first}", *(f"paragraphs/{first}-0{below}" for below in ("", "/similar", "/near", "/uses"))):
        answer = client.get(f"/api/v1/{address}")
        assert answer.status_code == 404 and answer.get_json()["allowed"][0] == f"GET /api/v1/reports/{now}", address
    assert client.get("/api/v1/reports/nothing").get_json()["allowed"] == ["GET /api/v1/search"]


def test_a_file_that_is_as_it_was_again_has_its_own_link_again(home: Home, client: FlaskClient) -> None:
    first = report_in(home, "a.txt")
    edit(home, letter("红枫岭"))
    edit(home, letter("白鹭湖"))
    assert report_in(home, "a.txt") == first
    assert client.get(f"/reports/{first}").status_code == 200
    assert all(identity != first for entry in home.library.manifest().files.values() for identity, _ in entry.former)


def test_where_the_file_is_gone_its_title_is_offered(home: Home, client: FlaskClient) -> None:
    """Also to a bookmark, which tells no title, and for a paragraph: what is gone is remembered, over further runs too."""
    first = report_in(home, "b.txt")
    title = "2020年度抓党建工作述职报告（公安局）"
    (home.bench.home / "桌面" / "b.txt").unlink()
    read_again(home)
    edit(home, letter("红枫岭"))
    for address in (f"/reports/{first}", f"/reports/{first}?q=党建&at=1.3fa2c1b2", f"/paragraphs/{first}-1/similar"):
        told = page(client, address, 404)
        assert messages.REPORT_GONE.format(title=title) in words(told)
        assert links(told)[f"按标题再找：{title}"] == f'/?q=标题:"{title}"'
    home.bench.write("b.txt", letter("青石巷", 2020, "公安局"), home.bench.home / "桌面")
    read_again(home)
    assert client.get(f"/reports/{first}").status_code == 200 and not home.library.manifest().gone.get(first)


def test_of_a_folder_that_was_taken_out_no_title_is_left(home: Home, client: FlaskClient) -> None:
    """Whoever takes out a folder to be rid of it finds nothing of it left in the index."""
    first = report_in(home, "b.txt")
    home.library.remove(str(home.bench.home / "桌面"))
    assert home.library.job.wait(SECONDS)
    assert home.bench.engine.stats().reports == 0 and not home.library.manifest().gone
    assert "公安局" not in words(page(client, f"/reports/{first}", 404))


def test_a_title_that_only_the_link_tells_is_offered_as_text(client: FlaskClient) -> None:
    """The draft knows the title of what was collected; a link that does not tell it gets the plain answer."""
    told = page(client, f"/reports/0123?was={quote('青石巷<b>')}", 404)
    assert "按标题再找：青石巷&lt;b&gt;" in told and "<b>" not in told.partition("<main")[2].partition("</main")[0]
    assert "按标题再找" not in page(client, "/reports/0123", 404)


#: Paragraphs that begin differently, as those of a report do.
_PARAGRAPHS = (
    "一年来，妇联把夜校办到了青石渡，三十多名姐妹学会了嫁接。",
    "渡口的摆渡船修好了两条，船工轮班，夜里也有人。",
    "到了冬天，又把漏雨的校舍翻修了一遍，孩子们搬了回去。",
)


def _written(*paragraphs: str) -> str:
    return "\n".join(["柳河县妇联2020年工作总结", *paragraphs]) + "\n"


def _hit_address(client: FlaskClient, word: str) -> str:
    (address,) = set(re.findall(r'href="(/reports/[^"#]+\?[^"]*#p-\d+)"', page(client, f"/?q={quote(word)}")))
    return unescape(address)


def test_a_link_to_a_paragraph_finds_it_where_others_were_written_above(home: Home, client: FlaskClient) -> None:
    """Also where its end was changed; by its number alone it would be the one above."""
    edit(home, _written(*_PARAGRAPHS))
    address = _hit_address(client, "漏雨的校舍")
    before = int(address.rpartition("-")[2])
    added = "年初，县里拨来一笔款子，用来修渡口和校舍，账目都贴在墙上。"
    edit(home, _written(added, *_PARAGRAPHS[:2], _PARAGRAPHS[2].replace("搬了回去", "都搬了回来")))
    answer = client.get(address)
    assert answer.status_code == 302 and answer.location.endswith(f"&changed=1#p-{before + 1}")
    shown = page(client, answer.location)
    assert re.search(rf'id="p-{before + 1}"[^>]*>.*?漏雨的校舍', shown, re.DOTALL)


def test_a_paragraph_that_is_not_found_again_leaves_the_place_to_the_browser(home: Home, client: FlaskClient) -> None:
    edit(home, _written(*_PARAGRAPHS))
    address = _hit_address(client, "漏雨的校舍")
    edit(home, _written(*_PARAGRAPHS[:2]))
    location = client.get(address).location
    assert "changed=1" in location and "#" not in location
    for broken in ("5", "x.3fa2c1b2", "99999999999.3fa2c1b2", "5.3FA2"):
        assert "#" not in client.get(re.sub("at=[^#&]*", f"at={broken}", address)).location


def test_a_paragraph_that_moved_to_another_report_of_its_file_is_found_there(home: Home, client: FlaskClient) -> None:
    edit(home, letter("红枫岭"))
    address = _hit_address(client, "红枫岭走访一次")
    edit(home, letter("黄石滩", unit="公安局") + "\n\n" + letter("红枫岭") + "明年还要办一所夜校，请老把式教剪枝。\n")
    (entry,) = (entry for entry in home.library.manifest().files.values() if entry.shown.endswith("a.txt"))
    assert len(entry.reports) == 2
    location = client.get(address).location
    assert f"/reports/{entry.reports[1]}?" in location and "红枫岭走访一次" in words(page(client, location))
