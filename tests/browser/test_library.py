"""From an empty start to a copied paragraph; folders, many corrections, settings, watching; keyboard, phone, no script."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.serving import make_server

from indexer.ingest.corrector import Corrector
from indexer.language.tokenizer import Tokenizer
from indexer.library.watching import Watcher
from indexer.parsing.rulebook import Rulebook
from tests.browser.chromium import clipboard, open_context
from tests.browser.rules import SIZES, broken_at_every_size
from tests.library.home import SECONDS, Home
from tests.workbench import Workbench, letter
from webui import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


@pytest.fixture
def home(tmp_path: Path, tokenizer: Tokenizer, rules: Rulebook) -> Iterator[Home]:
    """An empty archive, and a desktop with reports that is not in it."""
    bench = Workbench(tmp_path, tokenizer, rules)
    made = Home(bench)
    made.config.write_text("# 我的\n[archive]\nfolders =\n", encoding="utf-8")
    made.library.change({("server", "page_size"): "10"})
    desk = tmp_path / "桌面"
    bench.write("述职/白鹭湖.txt", letter("白鹭湖"), desk)
    bench.write("述职/青石巷.txt", letter("青石巷", 2020, "公安局"), desk)
    bench.write("述职/空.txt", b"", desk)
    made.library.places = (desk,)
    yield made
    assert made.library.job.wait(SECONDS)
    bench.engine.close()


@pytest.fixture
def address(home: Home) -> Iterator[str]:
    """The server over it on a free loopback port."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    corrector = Corrector(home.bench.engine, home.library.settings.corrections, home.library.at_once)
    app = create_app(home.bench.engine, corrector=corrector, library=home.library)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def fill(home: Home) -> None:
    home.library.add(str(home.bench.home / "桌面"))
    assert home.library.job.wait(SECONDS)


def focused(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        "({name: document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim(),"
        " tag: document.activeElement.tagName})"
    )
    return found


def test_from_an_empty_start_to_a_copied_paragraph(page: Page, address: str, home: Home) -> None:
    """Somebody who never saw Bigan: the own folder in one click, looked at, searched, copied."""
    page.goto(address)
    page.get_by_role("button", name=f"添加 {home.bench.home / '桌面' / '述职'}").click()
    page.wait_for_selector("h1:has-text('读完了')")
    assert page.locator(".card").count() == 2
    assert "新读入 2 个文件" in page.inner_text("main") and "1 个文件读不了" in page.inner_text("main")
    page.wait_for_load_state()
    page.keyboard.press("/")
    page.keyboard.type("白鹭湖 调查研究")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator(".hit [data-copy=text]").first.click()
    page.wait_for_function("() => document.getElementById('said').textContent.includes('已复制')")
    assert clipboard(page).startswith("对白鹭湖的调查研究还不够深入")


def test_progress_is_shown_while_it_goes_on_and_the_cards_at_its_end(page: Page, address: str, home: Home) -> None:
    with home.library.job.alone:
        home.library.add(str(home.bench.home / "桌面"))
        page.goto(f"{address}/library/run")
        assert page.inner_text("h1") == "正在读入"
        assert page.locator("progress").count() == 1
    page.wait_for_selector("h1:has-text('读完了')")
    page.locator(".card a", has_text="不对，更正").first.click()
    page.wait_for_selector("#correct[open]")
    page.fill("#correct [name=year]", "2001")
    page.click("#correct button[type=submit]")
    page.wait_for_selector(".notice:has-text('更正已保存')")
    assert 2001 in [head.year for head in home.bench.engine.reports()]


def test_a_folder_is_typed_refused_and_taken_away(browser: Browser, address: str, home: Home) -> None:
    """In a window of its own: Chromium complains on its console of every answer that refuses."""
    fill(home)
    page = open_context(browser).new_page()
    page.goto(f"{address}/library?tab=folders")
    page.fill(".line-form [name=folder]", str(home.bench.home / "没有的"))
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]:has-text('找不到文件夹')")
    assert page.input_value(".line-form [name=folder]") == str(home.bench.home / "没有的")
    page.goto(f"{address}/library?tab=folders")
    page.get_by_role("button", name="去掉").click()
    page.wait_for_selector("h1:has-text('去掉了')")
    page.goto(address)
    assert "材料放在哪里" in page.inner_text("h1")
    page.close()


def test_many_reports_are_corrected_at_once_and_taken_back(page: Page, address: str, home: Home) -> None:
    fill(home)
    page.goto(f"{address}/library")
    before = [row.inner_text() for row in page.locator(".reports tbody tr").all()]
    assert len(before) == 2 and not page.locator(".bulk.chosen").count()
    page.check("#check-all")
    assert page.inner_text(".bulk legend") == "更正选中的 2 份"
    page.uncheck("input[name=id] >> nth=0")
    assert page.inner_text(".bulk legend") == "更正选中的 1 份"
    page.check("#check-all")
    page.fill(".bulk-fields [name=year]", "2011")
    page.select_option(".bulk-fields [name=unit_type]", "法院")
    page.click(".bulk-fields button")
    page.wait_for_selector(".notice:has-text('已更正 2 份报告：年份 2011、单位类型 法院')")
    assert {(head.year, head.unit_type) for head in home.bench.engine.reports()} == {(2011, "法院")}
    page.click(".notice button")
    page.wait_for_selector(".notice:has-text('2 份报告恢复原样')")
    assert [row.inner_text() for row in page.locator(".reports tbody tr").all()] == before


def test_the_list_is_narrowed_by_choosing_and_the_address_says_it(page: Page, address: str, home: Home) -> None:
    fill(home)
    page.goto(f"{address}/library")
    page.select_option("[name=unit]", "公安")
    rows = "() => document.querySelectorAll('.reports tbody tr').length"
    page.wait_for_function(f"{rows} === 1")
    assert "unit=" in page.url
    page.click("text=清除筛选")
    page.wait_for_function(f"{rows} === 2")
    page.locator(".tabs a", has_text="读不了的").click()
    assert "空.txt" in page.inner_text(".unread-files")


def test_settings_change_the_pages_at_once(page: Page, address: str, home: Home) -> None:
    fill(home)
    page.goto(f"{address}/?q=群众")
    page.click("#density")
    page.goto(f"{address}/settings")
    page.check("text=宋体")
    page.check("text=宽松")
    page.fill("[name=page_size]", "2")
    page.click(".settings-form button")
    page.wait_for_selector("text=已保存")
    page.goto(f"{address}/?q=群众")
    assert page.locator(".hit").count() == 2
    assert "Song" in page.evaluate("getComputedStyle(document.querySelector('.hit .text')).fontFamily")
    assert page.get_attribute("html", "data-density") is None, "what is saved goes before what was pressed earlier"
    assert home.config.read_text(encoding="utf-8").startswith("# 我的\n")


def test_on_return_to_the_window_the_page_says_what_came_in(page: Page, address: str, home: Home) -> None:
    fill(home)
    watcher = Watcher(home.library)
    watcher.look()
    page.goto(address)
    home.bench.write("述职/红枫岭.txt", letter("红枫岭"), home.bench.home / "桌面")
    for _ in range(2):
        watcher.look()
        assert home.library.job.wait(SECONDS)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_function("() => document.getElementById('said').textContent === '有 1 个新文件，已读入'")


def test_recent_questions_are_kept_in_the_browser_and_cleared(page: Page, address: str, home: Home) -> None:
    fill(home)
    page.goto(address)
    assert page.locator("#recent").is_hidden()
    for question in ("白鹭湖", "没有这样的话写过", "青石巷"):
        page.goto(f"{address}/?q={question}")
    page.goto(address)
    links = page.locator("#recent li a")
    assert links.all_inner_texts()[0] == "青石巷" and "白鹭湖" in links.all_inner_texts()
    links.first.click()
    page.wait_for_selector(".hit")
    page.goto(address)
    page.click("#forget-recent")
    page.goto(address)
    assert page.locator("#recent").is_hidden()


def test_the_original_is_opened_and_its_path_copied(page: Page, address: str, home: Home) -> None:
    fill(home)
    page.goto(f"{address}/?q=白鹭湖")
    page.locator(".hit .act", has_text="原文件").first.click()
    page.wait_for_url("**/original")
    assert "在白鹭湖的带领下" in page.inner_text("body")
    page.goto(page.url.removesuffix("/original"))
    page.click("[data-copy=path]")
    page.wait_for_function("() => document.getElementById('said').textContent === '已复制路径'")
    assert clipboard(page) == str(home.bench.home / "桌面/述职/白鹭湖.txt")


def test_everything_can_be_reached_with_the_keyboard(page: Page, address: str, home: Home) -> None:
    """The first run: from the top of the page to a folder that is read."""
    page.goto(address)
    for _ in range(20):
        page.keyboard.press("Tab")
        if focused(page)["name"].startswith("添加 "):
            break
    assert focused(page) == {"name": f"添加 {home.bench.home / '桌面'}", "tag": "BUTTON"}
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('读完了')")
    page.goto(f"{address}/library")
    page.focus("#check-all")
    page.keyboard.press("Space")
    assert page.locator("input[name=id]:checked").count() == 2
    page.focus(".bulk-fields [name=year]")
    page.keyboard.type("2012")
    page.keyboard.press("Enter")
    page.wait_for_selector(".notice:has-text('已更正 2 份报告')")


def test_without_script_nothing_is_missing(browser: Browser, address: str, home: Home) -> None:
    """Added, seen through by a page that reloads itself, corrected and taken away with plain forms."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    with home.library.job.alone:
        page.locator(".proposals button").first.click()
        page.wait_for_selector("text=正在读入")
    page.wait_for_selector("h1:has-text('读完了')")
    page.goto(f"{address}/library")
    page.locator("input[name=id]").first.check()
    page.fill(".bulk-fields [name=year]", "2009")
    page.click(".bulk-fields button")
    page.wait_for_selector(".notice:has-text('已更正 1 份报告')")
    page.click(".notice button")
    page.wait_for_selector(".notice:has-text('1 份报告恢复原样')")
    page.goto(f"{address}/settings")
    page.fill("[name=page_size]", "5")
    page.click(".settings-form button")
    page.wait_for_selector("text=已保存")
    page.locator(".folders button").first.click()
    page.wait_for_selector("h1:has-text('去掉了')")
    assert home.bench.engine.stats().reports == 0
    context.close()


@pytest.mark.parametrize("width", [390, 683])
def test_narrow_screens_lose_nothing_and_scroll_one_way(browser: Browser, address: str, home: Home, width: int) -> None:
    long = "特别长的文件夹名" * 8
    home.bench.write(f"{long}/{long}.txt", letter("很长的地方" * 6), home.bench.home / "桌面")
    context = open_context(browser, viewport={"width": width, "height": 800}, has_touch=width < 500)
    page = context.new_page()
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    fill(home)
    for path in ("/", "/library", "/library?tab=folders", "/library?tab=unread", "/library/run", "/settings"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto(f"{address}/library")
    assert page.locator("[name=unit]").is_hidden()
    page.click(".drawer-label")
    assert page.locator("[name=unit]").is_visible()
    for target in page.locator(".narrow-form select, .bulk-fields select, .bulk-fields button").all():
        box = target.bounding_box()
        assert box is not None and box["height"] >= 40
    context.close()


def test_no_page_breaks_a_rule(browser: Browser, address: str, home: Home) -> None:
    """No violation of axe-core, light and dark, on a screen and on a phone, before and after there is anything, with what is
    refused and what was done."""
    context = open_context(browser, viewport=SIZES["screen"])
    page = context.new_page()
    broken: list[str] = []

    def look(label: str) -> None:
        broken.extend(broken_at_every_size(page, label))

    page.goto(address)
    look("first run")
    page.fill(".line-form [name=folder]", "没有的")
    with page.expect_navigation():
        page.click(".line-form button >> nth=0")
    look("refused")
    with home.library.job.alone:
        home.library.add(str(home.bench.home / "桌面"))
        page.goto(f"{address}/library/run")
        look("running")
    page.wait_for_selector("h1:has-text('读完了')")
    for path in ("/library/run", "/", "/?q=群众", "/library", "/library?tab=unread", "/library?tab=folders", "/settings"):
        page.goto(address + path)
        look(path)
    page.goto(f"{address}/library?compare={home.bench.engine.reports()[0].id}")
    look("one chosen to be compared")
    page.goto(f"{address}/library")
    page.check("input[name=id] >> nth=0")
    page.fill(".bulk-fields [name=year]", "2009")
    page.click(".bulk-fields button")
    page.wait_for_selector(".notice")
    look("corrected")
    page.goto(f"{address}/reports/{home.bench.engine.reports()[0].id}")
    look("report")
    context.close()
    assert broken == []
