"""In how many reports a sentence stands, asked in a browser: on a hit, in a report, by keys, on a phone, without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from indexer.language.tokenizer import Tokenizer
from tests.browser.chromium import next_document, open_context
from tests.browser.desk_server import served
from tests.engines.corpus import report
from tests.reference_engine.engine import MemoryEngine
from webui import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

STOCK, OWN = "我们一定要把这件事情放在心上抓在手上。", "码头上的灯换成了带罩的马灯。"


@pytest.fixture(scope="module")
def address(tokenizer: Tokenizer) -> Iterator[str]:
    engine = MemoryEngine(tokenizer)
    with engine.writer() as writer:
        writer.add("own", report(OWN + STOCK, OWN, year=2019))
        writer.add("other", report(STOCK + "修了一座桥，又修了一条路。", unit="公安"))
        writer.commit({}, {})
    with served(create_app(engine)) as address:
        yield address


def test_a_hit_unfolds_it_in_place_and_folds_it_again(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=马灯 手上")
    page.locator("#hit-1 .uses-of").click()
    page.locator("#hit-1 .uses-list").wait_for()
    said = page.locator("#hit-1 .uses-list .said-of").all_inner_texts()
    assert said == ["只见于这一份", "见于 2 份报告、2 类单位"]
    assert page.locator("#hit-1 .uses-of").get_attribute("aria-expanded") == "true"
    page.locator("#hit-1 .uses-of").click()
    assert page.locator("#hit-1 .uses-place").is_hidden()
    page.locator("#hit-1 .uses-of").click()
    with page.expect_navigation():
        page.locator("#hit-1 .uses-list a").click()
    assert page.locator(".hit").count() == 2


def test_by_keys_in_a_report(page: Page, address: str) -> None:
    page.goto(f"{address}/reports/own")
    page.locator("#p-0 .uses-of").focus()
    page.keyboard.press("Enter")
    page.locator("#p-0 .uses-list li").first.wait_for()
    assert page.evaluate("document.activeElement.classList.contains('uses-of')")
    text, place = page.locator("#p-0 .text").bounding_box(), page.locator("#p-0 .uses-place").bounding_box()
    assert text and place and place["y"] >= text["y"] + text["height"] - 1


def test_what_one_report_alone_has_is_a_click_away_and_taken_back(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=马灯")
    with page.expect_navigation():
        page.get_by_role("link", name="只此一份").click()
    assert page.locator(".hit").count() == 1 and page.locator(".hit").get_attribute("data-id") == "own-1"
    with page.expect_navigation():
        page.locator(".tally .unshared[aria-current]").click()
    assert page.locator(".hit").count() == 2


def test_on_a_phone_it_takes_no_more_than_the_width(browser: Browser, address: str) -> None:
    context = open_context(browser, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{address}/?q=马灯")
    page.locator("#hit-1 .uses-of").tap()
    page.locator("#hit-1 .uses-list").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_without_a_script_it_is_a_page_of_its_own(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/reports/own")
    page.locator("#p-0 .text").hover()
    with next_document(page):
        page.locator("#p-0 .uses-of").click()
    assert page.locator(".uses-list .said-of").all_inner_texts() == ["只见于这一份", "见于 2 份报告、2 类单位"]
    with next_document(page):
        page.get_by_role("link", name="← 回到这一段").click()
    assert re.search(r"/reports/own\?at=0\.[0-9a-f]{8}#p-0$", page.url)
    page.goto(f"{address}/?q=马灯")
    with next_document(page):
        page.locator("#hit-1").get_by_role("link", name="见于几份").click()
    assert page.locator(".uses-list .said-of").first.is_visible()
    context.close()


def test_a_hit_has_one_way_to_it(page: Page, address: str) -> None:
    """The link for those without a script is not beside the one that unfolds it in place."""
    page.goto(f"{address}/?q=马灯")
    page.locator("#hit-1").hover()
    links = page.locator("#hit-1").get_by_role("link", name="见于几份")
    assert links.count() == 1 and "uses-of" in (links.get_attribute("class") or "")
