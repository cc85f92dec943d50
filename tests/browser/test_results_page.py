"""The results page and the report page as a writer uses them: what is in sight, what is copied, what holds still."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from indexer.engines import Engine, Source
from tests.browser.chromium import clipboard, next_document
from tests.engines.corpus import change, paragraph, report
from webui import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

UNITS = ("妇联", "工会", "团委", "地方党委", "政府", "机关", "公安", "检察院", "法院", "企业", "银行", "学校")
SENTENCE = "围绕灯塔建设压实责任，把台账记到人、把问题改到位，全年走访渔户三百余次，解决难题四十件，群众满意。"


@pytest.fixture(scope="module")
def address(engine: Engine) -> Iterator[str]:
    """The server over thirty reports of twelve unit types and thirty years, some with the word in their title."""
    reports = {
        f"r{number}": report(
            paragraph(0, SENTENCE + f"编号{number}。", ("work",), ("一、抓灯塔责任落实",)),
            paragraph(1, f"二是灯塔值守还有空档{number}处。" + SENTENCE, ("problems",), ("二、存在的不足",)),
            paragraph(2, f"下步把灯塔责任再压实{number}次。" + SENTENCE * 4, ("plans",), ("三、下步打算",)),
            title=f"灯塔责任述职报告（{UNITS[number % 12]}）",
            year=1991 + number,
            unit=UNITS[number % 12],
        )
        for number in range(30)
    }
    change(engine, add=reports, sources={key: Source((f"灯塔/{key}.txt",)) for key in reports})
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, create_app(engine), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def narrowed(address: str) -> str:
    """A question with title hits and with chips: the most that can stand above the first hit."""
    return f"{address}/?q=灯塔 责任&section=work&section=problems&year=1995-2020&fold=0"


@pytest.mark.parametrize(("width", "height", "most"), [(1366, 768, 260), (683, 728, 330), (390, 844, 380)])
def test_the_first_hit_stands_high(page: Page, address: str, width: int, height: int, most: int) -> None:
    """A writer scans hits, not what stands above them."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(narrowed(address))
    assert page.locator(".titles").is_visible() and page.locator(".chip").count() >= 3
    box = page.locator(".hit").first.bounding_box()
    assert box and box["y"] <= most


@pytest.mark.parametrize(("times", "lands_on"), [(60, "/similar"), (400, "/check-draft")])
def test_what_is_pasted_into_the_search_box_goes_where_it_is_compared(
    page: Page, address: str, times: int, lands_on: str
) -> None:
    """A paragraph finds similar ones, a whole draft is checked; neither is in the address, and a question stays one."""
    text = "围绕灯塔建设，把责任落实到每一个岗位。" * times
    page.goto(f"{address}/")
    page.locator("#q").fill(text)
    page.locator("#q").press("Enter")
    page.wait_for_url(f"{address}{lands_on}")
    assert page.locator(f"form[action='{lands_on}'] textarea").input_value() == text
    assert page.locator("main").inner_text().count("灯塔") > 1
    page.locator("#q").fill("灯塔 责任")
    page.locator("#q").press("Enter")
    page.wait_for_url(f"{address}/?q=*")


def test_the_space_bar_ticks_a_filter(page: Page, address: str) -> None:
    """Filters look like boxes to tick; they are links, which the space bar would pass by."""
    page.goto(f"{address}/?q=灯塔")
    page.locator(".values.section a.value").first.focus()
    page.keyboard.press("Space")
    page.wait_for_url("**section=*")
    assert page.locator(".values.section a.value.on").count() == 1


@pytest.mark.parametrize("view", ["paragraphs", "lines"])
def test_the_years_are_in_sight_on_an_office_screen(page: Page, address: str, view: str) -> None:
    """Whoever narrows by year need not scroll the sidebar for it."""
    page.goto(f"{address}/?q=灯塔 责任&view={view}")
    box = page.locator(".years-chart").bounding_box()
    assert box and box["y"] + box["height"] <= 768


@pytest.mark.parametrize("width", [1366, 683])
def test_lines_stand_below_each_other_with_what_is_asked_in_one_column(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 728})
    page.goto(f"{address}/?q=责任&view=lines")
    marks = [box for mark in page.locator(".lines .line > mark").all() if (box := mark.bounding_box())]
    assert len(marks) >= 10 and max(box["x"] for box in marks) - min(box["x"] for box in marks) < 2
    assert marks[9]["y"] - marks[0]["y"] < 9 * 44, "a line each"


def test_compact_shows_more_hits_and_is_remembered(page: Page, address: str) -> None:
    """At least four whole hits on an office screen; the next page is compact too."""
    page.goto(narrowed(address))
    wide = whole_hits(page)
    page.get_by_role("button", name="紧凑").click()
    assert whole_hits(page) >= 4 > wide
    page.goto(f"{address}/?q=灯塔&fold=0")
    assert page.locator("#density").get_attribute("aria-pressed") == "true"
    cut = "all => all.filter(a => a.getBoundingClientRect().right > a.closest('.meta').getBoundingClientRect().right + 1).length"
    assert page.locator(".hit .meta a.open").count() and page.locator(".hit .meta a.open").evaluate_all(cut) == 0, "which report"
    assert whole_hits(page) >= 4


def whole_hits(page: Page) -> int:
    """How many hits stand whole in the window."""
    boxes = [hit.bounding_box() for hit in page.locator(".hit").all()]
    return sum(1 for box in boxes if box and box["y"] >= 0 and box["y"] + box["height"] <= 768)


def test_what_the_mouse_selects_is_copied_without_buttons(page: Page, address: str) -> None:
    """From the first hit to the second: headings and texts, a line each, sources apart, no buttons, no colours."""
    page.goto(f"{address}/?q=灯塔&section=work&fold=0")
    page.evaluate(
        """() => {
            const hits = document.querySelectorAll(".hit");
            window.getSelection().setBaseAndExtent(hits[0], 0, hits[1], hits[1].childNodes.length);
        }"""
    )
    page.keyboard.press("Control+C")
    lines = clipboard(page).splitlines()
    assert [line for line in lines if line.startswith("围绕灯塔建设")] == [
        page.locator(".hit .whole").nth(at).text_content() for at in (0, 1)
    ]
    assert lines[0] == "一、抓灯塔责任落实"
    assert not any("复制" in line or "相似" in line for line in lines)
    assert " · 做法成效 · " in lines[2]


def test_what_is_folded_away_is_not_in_a_selection(page: Page, address: str) -> None:
    """A selection over two folded hits copies what is seen of them; of unfolded ones all."""
    page.goto(f"{address}/?q=下步把灯塔&section=plans&fold=0")
    select = """() => {
        const hits = document.querySelectorAll(".hit");
        window.getSelection().setBaseAndExtent(hits[0].querySelector(".excerpt"), 0, hits[1], hits[1].childNodes.length);
    }"""
    page.evaluate(select)
    page.keyboard.press("Control+C")
    shown = [page.locator(".hit .excerpt").nth(at).inner_text() for at in (0, 1)]
    assert [line for line in clipboard(page).splitlines() if "下步把" in line] == shown
    page.locator(".hit .fold").nth(1).click()
    page.evaluate(select)
    page.keyboard.press("Control+C")
    wholes = [page.locator(".hit .whole").nth(at).text_content() for at in (0, 1)]
    assert [line for line in clipboard(page).splitlines() if "下步把" in line] == [shown[0], wholes[1]]
    assert len(shown[0]) < 140 < len(wholes[1] or "")


def test_a_piece_of_one_text_is_copied_as_it_stands(page: Page, address: str) -> None:
    """Half a sentence, marks inside it."""
    page.goto(f"{address}/?q=灯塔&section=work&fold=0")
    page.evaluate(
        """() => {
            const text = document.querySelector(".hit .whole");
            window.getSelection().setBaseAndExtent(text.firstChild, 0, text.lastChild, 6);
        }"""
    )
    page.keyboard.press("Control+C")
    assert clipboard(page) == "围绕灯塔建设压实责任"


def test_filters_hold_still(page: Page, address: str) -> None:
    """The column stays scrolled as far, and the list that was opened stays open."""
    page.set_viewport_size({"width": 1366, "height": 500})
    page.goto(f"{address}/?q=灯塔")
    page.locator("[data-facet=year] summary").click()
    page.evaluate("document.querySelector('.side').scrollTop = 300")
    value = page.locator("[data-facet=year] a.value").first
    before = page.locator(".side").evaluate("side => side.scrollTop")
    value.evaluate("link => link.click()")
    page.wait_for_url("**year=*")
    assert page.locator("[data-facet=year]").evaluate("list => list.open")
    assert abs(page.locator(".side").evaluate("side => side.scrollTop") - before) <= 2


def test_on_a_phone_several_filters_are_ticked_before_the_hits_are_looked_at(page: Page, address: str) -> None:
    """The drawer stays open from tick to tick and closes by its own button."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/?q=灯塔")
    page.locator(".drawer-label").click()
    page.locator("a.value", has_text="做法成效").click()
    page.wait_for_url("**section=work*")
    page.locator("a.value", has_text="存在问题").click()
    page.wait_for_url("**section=problems*")
    assert page.locator(".facets").is_visible()
    page.locator(".show-hits", has_text="看 60 段").click()
    assert page.locator(".facets").is_hidden()
    assert page.locator(".hit").first.is_visible()


def test_a_report_leads_from_hit_to_hit(page: Page, address: str) -> None:
    """By button and by key, round and round; the strip says which one it is."""
    page.goto(f"{address}/reports/r3?q=灯塔")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == "p-0"
    page.get_by_role("button", name="下一处").click()
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == "p-2"
    assert page.locator(".found-strip .now").inner_text() == "3"
    page.keyboard.press("Shift+N")
    assert page.evaluate("document.activeElement.id") == "p-1"
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == "p-0"


def test_pages_are_turned_by_keys(page: Page, address: str) -> None:
    """n forward, p back."""
    page.goto(f"{address}/?q=灯塔&fold=0")
    page.keyboard.press("n")
    page.wait_for_url("**page=2*")
    page.keyboard.press("p")
    page.wait_for_url("**q=*")
    page.wait_for_function("!location.search.includes('page=')")


def test_one_paragraph_a_report_then_its_problem_and_plan_without_script(browser: Browser, address: str) -> None:
    """On a phone: one of each report, the others of one, from its problem to the plan and back."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/?q=灯塔 责任&fold=0")
    page.get_by_role("link", name="每份一段").click()
    page.wait_for_url("**per_report=1*")
    assert page.locator(".hit").count() == 10 and "90 段，来自 30 份报告" in page.locator(".total").inner_text()
    with next_document(page):
        page.get_by_role("link", name="本份另有 2 段").first.click()
    page.locator("#p-1 .answers a").click()
    sync_api.expect(page.locator(".para:target")).to_have_id("p-2")
    page.locator(".para:target .answers a").click()
    sync_api.expect(page.locator(".para:target")).to_have_id("p-1")
    page.get_by_role("link", name="← 结果").click()
    switch = page.locator('nav[aria-label="每份报告列几段"] a', has_text="每份一段")
    sync_api.expect(switch).to_have_attribute("aria-current", "true")
    context.close()


def test_all_ways_to_list_are_in_sight_on_a_phone(page: Page, address: str) -> None:
    """Also with the most of them: one a report, columns, near-duplicates (what can be changed to), order, density."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/?q=灯塔 责任&fold=0")
    ways = page.locator(".ways-to-list a:visible, .ways-to-list button")
    names = [way.inner_text() for way in ways.all()]
    assert names == ["每份一段", "按单位并排", "折叠近似", "相关", "新→旧", "旧→新", "紧凑"]
    assert [name for name, way in zip(names, ways.all(), strict=True) if not _inside(page, way)] == []


def _inside(page: Page, way: Locator) -> bool:
    box, size = way.bounding_box(), page.viewport_size
    return bool(box and size and box["x"] >= 0 and box["x"] + box["width"] <= size["width"])
