"""The pages in a real Chromium: clicking, copying, keys, narrow screens, no script, no network."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from werkzeug.serving import make_server

from indexer.engines import Engine
from tests.browser.chromium import clipboard, next_document
from tests.webui.invented import LONG, fill
from webui import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

CITED = "〔《2018年度党建工作述职报告》（云岫县妇女联合会），妇联，“一、主要做法”第2段〕"
PAGES = [
    "/",
    "/?q=党建",
    "/?q=红榜",
    "/?unit=unknown&page=2",
    "/?q=夜校 巡逻车 绣坊",
    "/?q=" + "a" * 400,
    "/reports/women?q=夜校#p-2",
    "/help",
]


@pytest.fixture(scope="module")
def address(engine: Engine) -> Iterator[str]:
    """The server over an invented archive on a free loopback port."""
    fill(engine, "women", "police", "nameless")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, create_app(engine), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_search_and_filter_by_clicking(page: Page, address: str) -> None:
    """The main job: type, narrow down, widen again; the address follows."""
    page.goto(address)
    page.keyboard.press("/")
    assert page.input_value("#q") == "", "the key that leads to the box types nothing into it"
    page.keyboard.type("党建")
    page.keyboard.press("Enter")
    page.wait_for_selector(".hit")
    page.wait_for_load_state()
    assert page.locator(".hit").count() == 3
    page.locator(".facet a.value", has_text="下步打算").click()
    page.wait_for_url("**section=plans*")
    assert page.locator(".hit").count() == 1
    assert "巡逻车" in page.locator(".hit .whole").inner_text()
    page.locator(".chip", has_text="下步打算").click()
    page.wait_for_selector(".hit >> nth=2")
    page.go_back()
    assert page.locator(".hit").count() == 1
    assert unquote(page.url) == f"{address}/?q=党建&section=plans"


def test_copy_puts_the_clean_text_in_the_clipboard(page: Page, address: str) -> None:
    """The whole paragraph without marks, also where only a part is shown."""
    page.goto(f"{address}/?q=红榜 例会")
    assert page.locator(".hit .rest").first.is_hidden()
    page.get_by_role("button", name="复制", exact=True).click()
    page.wait_for_selector("#said:not(:empty)")
    assert clipboard(page) == LONG


def test_copy_with_source_adds_one_line(page: Page, address: str) -> None:
    """The source line is in the agreed form."""
    page.goto(f"{address}/?q=红榜")
    page.get_by_role("button", name="连出处复制").click()
    page.wait_for_selector("#said:not(:empty)")
    assert clipboard(page).splitlines() == [LONG, CITED]


def test_copy_works_where_the_clipboard_api_is_missing(page: Page, address: str) -> None:
    """Older browsers and plain http addresses have none."""
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(f"{address}/reports/women")
    page.locator("#p-3").hover()
    page.locator("#p-3").get_by_role("button", name="复制", exact=True).click()
    page.wait_for_selector("#said:not(:empty)")
    page.goto(f"{address}/help")
    page.locator("#q").focus()
    page.keyboard.press("Control+V")
    assert page.locator("#q").input_value() == "夜校的桌椅还不够，<b>有的</b>姐妹站着听课。"


def test_unfolding_shows_the_whole_text(page: Page, address: str) -> None:
    """Three lines folded, a click unfolds, another folds."""
    page.goto(f"{address}/?q=红榜")
    page.locator(".fold").click()
    assert page.locator(".hit .whole").inner_text() == LONG
    page.locator(".fold").click()
    shown = page.locator(".hit .whole").inner_text()
    assert shown in LONG and len(shown) < 140
    page.locator(".hit .excerpt").click()
    assert page.locator(".hit .whole").inner_text() == LONG


def test_keys_walk_copy_and_open(page: Page, address: str) -> None:
    """/ j k c C Enter, as the help says."""
    page.goto(f"{address}/?q=党建&sort=oldest")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page) == "hit-2"
    page.keyboard.press("k")
    assert focused(page) == "hit-1"
    first = page.locator("#hit-1")
    page.keyboard.press("c")
    page.wait_for_selector("#said:not(:empty)")
    assert clipboard(page) == first.locator(".whole").text_content()
    page.keyboard.press("Shift+C")
    page.wait_for_selector("#said:has-text('连出处')")
    assert clipboard(page).splitlines()[1] == first.get_attribute("data-source")
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.press("Escape")
    assert focused(page) == "hit-1"
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/women?*#p-*")
    page.go_back()
    page.wait_for_function("() => document.activeElement.id === 'hit-1'")
    page.keyboard.press("j")
    assert focused(page) == "hit-2"
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/women?*#p-*")
    page.keyboard.press("?")
    page.wait_for_url("**/help")


def test_escape_leads_back_to_where_the_reader_was(page: Page, address: str) -> None:
    """In the middle of a report neither the paragraph that has the keyboard nor the place on the page is lost."""
    page.set_viewport_size({"width": 1000, "height": 300})
    page.goto(f"{address}/reports/women#p-2")
    scroll = "window.scrollTo(0, document.getElementById('p-3').getBoundingClientRect().top + scrollY - 120)"
    page.evaluate(scroll)
    top = page.evaluate("scrollY")
    assert top > 0
    for key in ("/", "click"):
        page.evaluate(scroll)
        if key == "/":
            page.locator("#p-3").focus()
            page.evaluate(scroll)
            page.keyboard.press("/")
        else:
            page.evaluate("document.activeElement.blur(); document.getElementById('q').focus({preventScroll: true})")
        assert focused(page) == "q"
        page.keyboard.press("Escape")
        assert (focused(page), page.evaluate("scrollY")) == ("p-3", top)


def test_the_address_of_a_report_tells_the_paragraph_by_its_text_too(page: Page, address: str) -> None:
    """Whoever keeps the address finds the paragraph again after others were written above; another place is told anew."""
    page.goto(f"{address}/reports/women?q=党建#p-2")
    told = [page.locator(f"#p-{at}").get_attribute("data-at") for at in (2, 3)]
    page.wait_for_url(f"**/reports/women?q=*&at={told[0]}#p-2")
    page.locator("#p-3 .number").click()
    page.wait_for_url(f"**/reports/women?q=*&at={told[1]}#p-3")
    page.go_back()
    page.wait_for_url(f"**/reports/women?q=*&at={told[0]}#p-2")


def test_keys_are_letters_inside_the_search_box_and_while_composing(page: Page, address: str) -> None:
    """Nothing is hijacked from somebody who types."""
    page.goto(f"{address}/?q=党建")
    page.locator("#q").fill("")
    page.keyboard.type("jkc/?")
    assert page.locator("#q").input_value() == "jkc/?"
    page.locator("#q").blur()
    page.evaluate(
        "document.body.dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'j', isComposing: true, bubbles: true}))"
    )
    page.keyboard.press("Control+j")
    assert not focused(page).startswith("hit-")


def test_years_can_be_dragged_over(page: Page, address: str) -> None:
    """From one bar to another selects the years between."""
    page.goto(f"{address}/?q=党建")
    first = page.locator("[data-year='2018'] .ground").bounding_box()
    last = page.locator("[data-year='2021'] .ground").bounding_box()
    assert first and last
    page.mouse.move(first["x"] + 3, first["y"] + 20)
    page.mouse.down()
    page.mouse.move(last["x"] + 3, last["y"] + 20, steps=8)
    page.mouse.up()
    page.wait_for_url("**year=2018-2021")


def test_theme_is_switched_and_remembered(page: Page, address: str) -> None:
    """◐ changes the ground, and the next page keeps it."""
    ground = "getComputedStyle(document.body).backgroundColor"
    page.goto(address)
    light = page.evaluate(ground)
    page.locator("#theme").click()
    dark = page.evaluate(ground)
    assert light != dark
    page.goto(f"{address}/help")
    assert page.evaluate(ground) == dark


@pytest.mark.parametrize("width", [390, 1366])
def test_no_page_scrolls_sideways(page: Page, address: str, width: int) -> None:
    """Nothing is wider than a phone, nor than an office screen."""
    page.set_viewport_size({"width": width, "height": 800})
    for url in PAGES:
        page.goto(address + url)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, url


def test_phone_opens_the_facets_as_a_drawer(page: Page, address: str) -> None:
    """On a narrow screen the results come first."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/?q=党建")
    assert page.locator(".facets").is_hidden()
    page.locator(".drawer-label").click()
    page.locator(".values.unit a.value", has_text="公安").click()
    page.wait_for_url("**unit=*")
    assert page.locator(".hit").count() == 1


def test_everything_but_copying_works_without_javascript(browser: Browser, address: str) -> None:
    """Search, unfold, filter, range of years, drawer, report, anchors."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address)
    page.locator("#q").fill("党建")
    page.locator("#q").press("Enter")
    page.wait_for_selector(".hit")
    sync_api.expect(page.get_by_role("button", name="复制", exact=True)).to_have_count(0)
    page.locator(".drawer-label").click()
    page.locator(".range input[name=year]").fill("2017-2019")
    page.get_by_role("button", name="选定").click()
    page.wait_for_url("**year=2017-2019")
    assert page.locator(".hit").count() == 2
    page.goto(f"{address}/?q=红榜")
    page.locator(".fold").click()
    assert page.locator(".hit .whole").inner_text() == LONG
    page.locator(".hit .open").click()
    page.wait_for_url("**/reports/women?*#p-2")
    with next_document(page):
        page.locator(".back a").click()
    assert unquote(page.url) == f"{address}/?q=红榜"
    context.close()


def test_the_left_edge_of_what_is_printed_is_whole(browser: Browser, address: str) -> None:
    """Chromium cut off the beginning of all that stands beside the bars of the sections: two equal blocks, of which one begins
    a little left of the text and one further in, are equally wide on paper."""
    pdfium = pytest.importorskip("pypdfium2")
    opened = browser.new_context(bypass_csp=True).new_page()
    opened.goto(f"{address}/reports/women")
    block = '<i style="display: inline-block; width: 20px; height: 20px; border: 10px solid #000; margin-left: {}px"></i>'
    blocks = f"{block.format(-4)}<br>{block.format(40)}"
    opened.evaluate("html => { document.querySelector('.report-head h1').innerHTML = html; }", blocks)
    opened.add_style_tag(content="* { color: transparent !important; }")
    picture = pdfium.PdfDocument(opened.pdf(format="A4"))[0].render(scale=4, grayscale=True).to_numpy()
    dark = (picture.reshape(picture.shape[:2]) < 64).sum(axis=1)
    widths = {int(width) for width in dark if width > 40}
    assert widths and max(widths) - min(widths) <= 1


def test_screenshots_are_drawn(page: Page, address: str, tmp_path: Path) -> None:
    """Search and report page can be printed to a picture on both widths."""
    for width in (390, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        for number, url in enumerate(("/?q=党建", "/reports/women")):
            page.goto(address + url)
            picture = tmp_path / f"{width}-{number}.png"
            page.screenshot(path=str(picture), full_page=True)
            assert picture.stat().st_size > 10_000
