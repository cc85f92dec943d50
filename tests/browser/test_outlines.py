"""Outlines side by side in a browser: chosen from results, a report, the library; by keys, on a phone, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from indexer.language.tokenizer import Tokenizer
from tests.browser.chromium import next_document, open_context
from tests.browser.desk_server import served
from tests.reference_engine.engine import MemoryEngine
from tests.webui.repeating import fill
from webui import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tokenizer: Tokenizer) -> Iterator[str]:
    engine = MemoryEngine(tokenizer)
    fill(engine, *range(2010, 2016))
    with served(create_app(engine)) as address:
        yield address


def choose(page: Page, number: int) -> str:
    """Chooses a hit's report; its id."""
    hit = page.locator(f"#hit-{number}")
    report = (hit.get_attribute("data-id") or "").rpartition("-")[0]
    with page.expect_navigation():
        hit.get_by_role("link", name="比提纲").click()
    page.locator(f"#hit-{number} .compare", has_text="在比 ✓").wait_for()
    return report


def test_reports_are_chosen_from_results_and_the_address_holds_them(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=党建&fold=0&per_report=1")
    ids = [choose(page, 1), choose(page, 3)]
    assert page.url.endswith("".join(f"&compare={one}" for one in ids))
    page.get_by_role("link", name="并排看这 2 份").click()
    page.locator("table.outlines").wait_for()
    assert page.locator(".outlines thead th").count() == 2 and f"id={ids[0]}&id={ids[1]}" in page.url
    page.locator(".outlines tbody a", has_text="（一）压实责任").first.click()
    page.wait_for_url(f"**/reports/{ids[0]}?**#h-2")
    page.go_back()
    page.get_by_role("link", name="← 回到搜索结果").click()
    page.locator(".tray").wait_for()
    assert page.locator(".tray .chosen").count() == 2


def test_choosing_keeps_the_place_and_four_are_enough(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=党建&fold=0&per_report=1")
    page.locator("#hit-4").scroll_into_view_if_needed()
    before = page.evaluate("window.scrollY")
    choose(page, 4)
    assert abs(page.evaluate("window.scrollY") - before) < 3
    assert page.evaluate("document.activeElement.closest('.hit').id") == "hit-4"
    for number in (1, 2, 3):
        choose(page, number)
    assert page.locator(".hit .compare").count() == 4 and page.locator("#hit-5 .compare").count() == 0
    page.locator("#hit-4 .compare").click()
    page.locator("#hit-5 .compare").wait_for()
    assert page.locator(".tray .chosen").count() == 3


def test_deleted_reports_leave_room_for_others(page: Page, address: str) -> None:
    """Four in the address that are gone: hits still offer theirs, and one that is chosen is alone."""
    page.goto(f"{address}/?q=党建&fold=0&per_report=1&compare=a&compare=b&compare=c&compare=d")
    chosen = choose(page, 2)
    assert page.url.endswith(f"per_report=1&compare={chosen}") and page.locator(".tray .chosen").count() == 1


def test_by_keys_one_units_years_stand_side_by_side(page: Page, address: str) -> None:
    page.goto(f"{address}/reports/water2014")
    page.locator(".unit-years").get_by_role("link", name="并排看提纲").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".outlines thead th").count() == 3  # the folder's years
    page.locator(".outlines thead").get_by_role("link", name="不比《2013年水务局工作总结》").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".outlines thead th").count() == 2


@pytest.mark.parametrize("reports", [2, 3, 4])
def test_at_half_a_screen_two_stand_side_by_side_and_further_ones_are_scrolled_to(
    browser: Browser, address: str, reports: int
) -> None:
    """Beside an office program: the page itself never scrolls sideways, the sections' names stay in sight."""
    context = open_context(browser, viewport={"width": 683, "height": 728})
    page = context.new_page()
    page.goto(f"{address}/outlines?" + "&".join(f"id=water{2010 + number}" for number in range(reports)))
    assert page.evaluate("document.documentElement.scrollWidth") <= 683
    cells = [box for cell in page.locator(".outlines tbody tr").first.locator("td").all() if (box := cell.bounding_box())]
    assert len({cell["y"] for cell in cells}) == 1 and cells[1]["x"] + cells[1]["width"] <= 683
    assert all(cell["width"] > 240 for cell in cells)
    region = page.locator(".outlines-wide")
    assert region.evaluate("region => region.scrollWidth > region.clientWidth") == (reports > 2)
    region.evaluate("region => { region.scrollLeft = region.scrollWidth; }")
    last, name = page.locator(".outlines thead th").last.bounding_box(), page.locator(".outlines tbody th").first.bounding_box()
    assert last and last["x"] + last["width"] <= 683 and name and name["x"] >= 0
    context.close()


def test_on_a_phone_sections_are_stacked(browser: Browser, address: str) -> None:
    context = open_context(browser, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{address}/outlines?id=water2013&id=water2014&id=water2015")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    cells = [box for cell in page.locator(".outlines tbody tr").first.locator("td").all() if (box := cell.bounding_box())]
    assert len(cells) == 3 and cells[0]["y"] + cells[0]["height"] <= cells[1]["y"] < cells[2]["y"]
    assert page.locator(".outlines tbody .of").first.is_visible()
    page.goto(f"{address}/?q=党建&compare=water2013&compare=water2014")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = page.locator(".tray").bounding_box()
    assert box and box["height"] < 56  # one line, that leaves the hits in sight
    assert page.locator(".tray .chosen").first.is_hidden()
    page.locator(".tray .folded-label").click()
    assert [one.inner_text() for one in page.locator(".tray .whose").all()] == ["2013年 机关", "2014年 机关"]
    assert page.locator(".tray .whose").last.is_visible()
    context.close()


def test_without_a_script_reports_are_chosen_on_their_pages(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/reports/water2013?q=党建")
    with next_document(page):
        page.get_by_role("link", name="比提纲").click()
    with next_document(page):
        page.get_by_role("link", name="再选一份").click()
    assert page.locator(".tray .chosen").count() == 1
    with next_document(page):
        page.locator(".hit", has_text="2015").locator(".open").first.click()
    with next_document(page):
        page.get_by_role("link", name="加进去比提纲").click()
    assert page.locator(".outlines thead th").count() == 2
    context.close()
