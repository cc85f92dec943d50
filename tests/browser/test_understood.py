"""What was understood of a report, in a browser over a real index: points copied, facts corrected."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from indexer.cli import commands
from indexer.cli.commands import manage
from indexer.config import load_settings
from tests.browser.chromium import clipboard, next_document
from tests.workbench import letter
from webui import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

POINTS = "我们做了三件事：一是把灯修亮，全年换灯X盏；二是把路修平，请来😀师傅；三是把树种活。"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The server with what ``bigan serve`` corrects with, over two letters."""
    home = tmp_path_factory.mktemp("desk")
    (home / "archive").mkdir()
    (home / "archive" / "甲.txt").write_text(
        letter("白鹭湖").replace("二、存在的问题", POINTS + "\n\n二、存在的问题"), encoding="utf-8"
    )
    (home / "archive" / "乙.txt").write_text(letter("青石巷", 2020, "公安局"), encoding="utf-8")
    (home / "config.ini").write_text("[archive]\nfolders = archive\n", encoding="utf-8")
    settings = load_settings(str(home / "config.ini"))
    with closing(commands.open_engine(settings)) as engine:
        manage.run_update(engine, settings, [], prune=False, quiet=True)
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        server = make_server("127.0.0.1", 0, create_app(engine, corrector=manage.corrector(engine, settings)), threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
        server.server_close()


def years(page: Page) -> list[str]:
    """The years of the facet, with their counts."""
    return [text.replace("\n", " ") for text in page.locator(".values.year .value").all_inner_texts()]


def open_report(page: Page) -> None:
    """Opens the report of the first hit, and waits until its script is there: a key pressed before is lost."""
    page.locator(".hit .open").first.click()
    page.wait_for_url("**/reports/**")


def correct_year(page: Page, address: str, year: str) -> None:
    page.goto(f"{address}/?q=白鹭湖")
    open_report(page)
    page.locator(".report-head .correct summary").click()
    page.locator("[name=year]").fill(year)
    page.get_by_role("button", name="保存更正").click()
    page.wait_for_url("**saved=1")
    sync_api.expect(page.locator(".notice[role=status]")).to_have_text("更正已保存，索引已更新")


def test_a_corrected_year_changes_the_facet_until_it_is_taken_back(page: Page, address: str) -> None:
    """The whole way: form, file, index, facet; and back."""
    page.goto(f"{address}/?q=白鹭湖")
    assert years(page) == ["2018年 4"]
    correct_year(page, address, "2017")
    assert "人工更正：年份 2017" in page.locator(".made").inner_text()
    page.goto(f"{address}/?q=白鹭湖")
    assert years(page) == ["2017年 4"]
    page.go_back()
    page.get_by_role("button", name="撤销").click()
    page.wait_for_url("**saved=undone")
    page.locator(".back a").click()
    page.wait_for_selector(".hit")
    assert years(page) == ["2018年 4"]


def test_sections_are_corrected_in_the_margin_without_javascript(browser: Browser, address: str) -> None:
    """On a phone, with nothing but forms; the page comes back to the paragraph."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/?q=青石巷走访一次")
    open_report(page)
    page.wait_for_url("**#p-1")
    page.locator("#p-1 .correct summary").click()
    page.locator("#p-1 select").nth(1).select_option("problems")
    with next_document(page):
        page.locator("#p-1").get_by_role("button", name="保存").click()
    assert page.locator("#p-1 .kind .section").all_inner_texts() == ["做法成效", "存在问题"]
    assert page.locator("#p-1 .saved").inner_text() == "更正已保存，索引已更新"
    context.close()


def test_one_point_is_copied_alone_with_the_keyboard(page: Page, address: str) -> None:
    """Plain text from the number to the end of the point, whatever is marked in it."""
    page.goto(f"{address}/?q=换灯")
    open_report(page)
    assert page.locator(".found-strip .now").inner_text() == "1"
    paragraph = page.locator(".para", has_text="三件事")
    paragraph.focus()
    for sign, text in (("①", "一是把灯修亮，全年换灯X盏；"), ("②", "二是把路修平，请来😀师傅；")):
        button = paragraph.get_by_role("button", name=f"只复制第 {'①②'.index(sign) + 1} 点")
        assert button.inner_text() == sign
        button.press("Enter")
        sync_api.expect(page.locator("#said")).to_contain_text(f"已复制这一点 {len(text)} 字")
        assert clipboard(page) == text


def test_words_that_decided_are_one_click_away(page: Page, address: str) -> None:
    """依据 opens with the keyboard."""
    page.goto(f"{address}/?q=青石巷")
    open_report(page)
    page.locator(".because summary").press("Enter")
    sync_api.expect(page.locator(".because")).to_contain_text("单位类型 公安：标题“")


@pytest.mark.parametrize("width", [390, 1366])
def test_a_bar_is_as_long_as_its_text(page: Page, address: str, width: int) -> None:
    """Buttons that are not shown take no room beside it or below."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}/?q=换灯")
    open_report(page)
    page.wait_for_load_state("networkidle")  # the jump to the paragraph comes last
    page.wait_for_selector(".para")
    paragraphs = page.locator(".para").all()
    assert paragraphs
    for paragraph in paragraphs:
        bar, text = (paragraph.locator(part).bounding_box() for part in (".hues", ".text"))
        assert bar and text and text["y"] <= bar["y"] and 0 <= text["y"] + text["height"] - bar["y"] - bar["height"] < 10


@pytest.mark.parametrize("width", [390, 1100, 1366])
def test_open_forms_do_not_scroll_sideways(page: Page, address: str, width: int) -> None:
    """Every form open at once fits a phone."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}/?q=白鹭湖")
    open_report(page)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.removeAttribute('name'); d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
