"""Suggestions under the search box, near-duplicates in place, and the tabs, in a real Chromium."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from werkzeug.serving import make_server

from indexer.engines import Engine
from indexer.suggest.suggester import Suggester
from tests.browser.chromium import clipboard
from tests.webui.repeating import fill, text
from webui import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

PAGES = [
    "/?q=党建责任",
    "/?q=党建责任&view=lines",
    "/?q=责任&view=headings",
    "/?q=责任&view=trends",
    "/?view=trends",
    '/?q=(党建 | 业务) "两个*维护" 单位:机关 标题:总结&folder=水务局/旧&placeholders=no&fold=0',
    "/paragraphs/water2014-0/near?q=堤坝",
    "/paragraphs/water2014-0/similar",
    "/similar",
    "/help",
]


@pytest.fixture(scope="module")
def address(engine: Engine) -> Iterator[str]:
    """The server over reports that repeat themselves, its vocabulary read."""
    fill(engine, 2011, 2012, 2013, 2014)
    suggester = Suggester(engine)
    suggester.refresh()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, create_app(engine, suggester=suggester), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def options(page: Page) -> Locator:
    return page.locator("#suggested [role=option]")


def open_list(page: Page, typed: str) -> None:
    """Types and waits for suggestions."""
    page.locator("#q").press_sequentially(typed)
    page.wait_for_selector("#suggested:not([hidden])")


def test_a_suggestion_is_chosen_with_the_keyboard(page: Page, address: str) -> None:
    """Pinyin, arrow, Enter: the question is asked, with the filters and the count that was shown."""
    page.goto(f"{address}/?year=2012&q=渔船")
    page.locator("#q").fill("")
    open_list(page, "diba")
    box = page.locator("#q")
    assert box.get_attribute("role") == "combobox" and box.get_attribute("aria-expanded") == "true"
    chosen = options(page).filter(has_text="堤坝").first
    for _ in range(options(page).count()):
        page.keyboard.press("ArrowDown")
        if chosen.get_attribute("aria-selected") == "true":
            break
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    name, count = chosen.inner_text().split("\n")
    page.keyboard.press("Enter")
    page.wait_for_selector(".hit")
    page.wait_for_load_state()
    assert unquote(page.url) == f"{address}/?q={name}&year=2012"
    assert page.locator(".total strong").inner_text() + " 段" == count == "1 段"


def test_enter_asks_what_was_typed_unless_something_is_chosen(page: Page, address: str) -> None:
    """A list that opens must not steal the question."""
    page.goto(address)
    open_list(page, "堤")
    page.keyboard.press("Enter")
    page.wait_for_selector(".hit")
    page.wait_for_load_state()
    assert unquote(page.url) == f"{address}/?q=堤"


def test_escape_closes_the_list_first(page: Page, address: str) -> None:
    """Once for the list, once more for the box; the arrow opens it again."""
    page.goto(f"{address}/?q=党建责任")
    page.locator("#q").fill("")
    open_list(page, "堤")
    page.keyboard.press("Escape")
    assert page.locator("#suggested").is_hidden() and page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("ArrowDown")
    assert page.locator("#suggested").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "hit-1"


def test_nothing_is_suggested_while_composing(page: Page, address: str) -> None:
    """The input method's own list is open then, and its Enter and arrows are its own."""
    page.goto(address)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "suggest?" in request.url else None)
    page.evaluate(
        """() => {
          const box = document.getElementById("q");
          box.dispatchEvent(new CompositionEvent("compositionstart", {bubbles: true}));
          box.value = "di";
          box.dispatchEvent(new InputEvent("input", {bubbles: true, isComposing: true}));
        }"""
    )
    page.wait_for_timeout(300)
    assert not asked
    page.evaluate(
        """() => {
          const box = document.getElementById("q");
          box.value = "堤";
          box.dispatchEvent(new CompositionEvent("compositionend", {bubbles: true}));
        }"""
    )
    page.wait_for_selector("#suggested:not([hidden])")
    stolen = page.evaluate(
        """() => !document.getElementById("q").dispatchEvent(
          new KeyboardEvent("keydown", {key: "ArrowDown", isComposing: true, bubbles: true, cancelable: true}))"""
    )
    assert not stolen and page.locator("[aria-selected=true]").count() == 0


def test_a_server_that_suggests_nothing_still_searches(page: Page, address: str) -> None:
    """No answer, no list, no harm."""
    page.route("**/api/v1/suggest**", lambda route: route.fulfill(status=200, body="no json"))
    page.goto(address)
    page.locator("#q").press_sequentially("堤坝")
    page.wait_for_timeout(300)
    assert page.locator("#suggested").is_hidden()
    page.keyboard.press("Enter")
    page.wait_for_selector(".hit")
    page.wait_for_load_state()


def test_near_ones_unfold_in_place(page: Page, address: str) -> None:
    """What differs stands under the hit; each is copied whole and clean."""
    page.goto(f"{address}/?q=堤坝课堂")
    page.locator("details.near summary").click()
    page.wait_for_selector(".near-hit")
    assert page.locator(".near-hit").count() == 3 and page.locator(".near-hit ins").first.inner_text() == "14"
    page.locator(".near-hit").nth(1).get_by_role("button", name="复制", exact=True).click()
    page.wait_for_selector("#said:not(:empty)")
    assert clipboard(page) == text(2013)
    page.locator("details.near summary").click()
    assert page.locator(".near-hit").first.is_hidden()


def test_near_ones_and_tabs_need_no_script(browser: Browser, address: str) -> None:
    """Links and forms do it all."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/?q=堤坝课堂")
    assert page.locator("details.near").is_hidden()
    page.get_by_role("link", name="另有 3 处近似").click()
    page.wait_for_url("**/near?**")
    page.locator(".back a").click()
    page.locator(".tabs a", has_text="小标题").click()
    page.goto(f"{address}/?view=headings")
    page.locator(".of-form select").select_option("2")
    page.get_by_role("button", name="挑选").click()
    page.wait_for_url("**clauses=2**")
    assert page.locator(".head").count() == 1
    context.close()


def test_a_line_stays_on_its_line_and_shows_what_was_found_in_the_middle(page: Page, address: str) -> None:
    """However long the words around it are, and however narrow the window."""
    for width in (1366, 900):
        page.set_viewport_size({"width": width, "height": 768})
        page.goto(f"{address}/?q=责任&view=lines")
        found = page.evaluate("[...document.querySelectorAll('.line mark')].map(m => m.getBoundingClientRect().x)")
        heights = page.evaluate("[...document.querySelectorAll('.lines > li')].map(l => l.offsetHeight)")
        assert len(heights) == 12 and max(heights) < 40 and max(found) - min(found) < 1


@pytest.mark.parametrize("width", [390, 1366])
def test_no_page_scrolls_sideways(page: Page, address: str, width: int) -> None:
    """Nothing is wider than a phone, nor than an office screen."""
    page.set_viewport_size({"width": width, "height": 800})
    for url in PAGES:
        page.goto(address + url)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, url
