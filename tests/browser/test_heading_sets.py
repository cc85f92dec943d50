"""Writers imitate sets of headings: find them, open, copy and collect them; by mouse and keys, on a phone, without script."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from indexer.drafting.store import DraftStore
from indexer.language.tokenizer import Tokenizer
from tests.browser.chromium import clipboard, next_document
from tests.engines.corpus import fill
from tests.engines.test_headings import report, under
from tests.reference_engine.engine import MemoryEngine
from webui import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

SIX = ("（一）强化担当意识，履行主体责任", "（二）打造过硬队伍，筑牢基层堡垒", "（三）紧盯关键少数，严肃正风肃纪")
GRASP = ("一是抓缆绳，一周一查", "二是抓灯芯不断档", "三是抓船坞")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sets") / "稿件"


@pytest.fixture
def store(folder: Path) -> DraftStore:
    """The drafts, without those of other tests."""
    store = DraftStore(folder)
    for draft in store.drafts():
        store.delete(draft.id)
    return store


@pytest.fixture(scope="module")
def address(folder: Path, tokenizer: Tokenizer) -> Iterator[str]:
    engine = MemoryEngine(tokenizer)
    reports = {
        "six": report(*(under("一、主要做法", heading + "。") for heading in SIX), under("二、存在问题")),
        "grasp": report(*(under("一、主要做法", heading) for heading in GRASP), year=2020),
        "plain": report(under("（一）把船修好"), under("（二）渡口有人守"), year=2021),
    }
    fill(engine, reports)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, create_app(engine, store=DraftStore(folder)), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_from_all_headings_to_a_copied_set(page: Page, address: str) -> None:
    """对仗 is ticked, 挑选, the set stands open, and is on the clipboard as in its source, one a line."""
    page.goto(f"{address}/?view=headings")
    assert page.locator(".head").count() == 10
    page.get_by_label("对仗").check()
    page.get_by_label("每句几个字，如 6+6").fill("6+6")
    with page.expect_navigation():
        page.get_by_role("button", name="挑选").click()
    assert page.locator(".head").count() == 3
    first = page.locator(".head").first
    assert first.locator(".sibling").all_inner_texts() == list(SIX) and first.locator(".set-list").is_visible()
    assert not page.locator(".head").nth(1).locator(".set-list").is_visible()
    first.get_by_role("button", name="复制整组").click()
    sync_api.expect(page.locator("#said")).to_have_text("已复制同组 3 个小标题")
    assert clipboard(page) == "\n".join(SIX)


def test_a_set_is_collected_in_its_order(page: Page, address: str, store: DraftStore) -> None:
    """What has been taken is not taken twice; each heading is marked."""
    page.goto(f"{address}/?q=船坞&view=headings")
    head = page.locator(".head")
    head.locator("summary").click()
    head.locator(".set-list .take").nth(1).click()
    sync_api.expect(head.locator(".set-list .take").nth(1)).to_have_text("已收 ✓")
    head.get_by_role("button", name="收整组").click()
    sync_api.expect(page.locator("#said")).to_contain_text("已收这一组，共 2 处")
    sync_api.expect(head.locator(".set-list .take", has_text="已收 ✓")).to_have_count(3)
    (draft,) = store.drafts()
    assert {block.text for block in draft.blocks} == set(GRASP) and {block.kind for block in draft.blocks} == {"heading"}


def test_keys_open_and_copy_a_set(page: Page, address: str) -> None:
    """Tab and Enter open it as any such list; Shift+c copies it, c the heading alone."""
    page.goto(f"{address}/?q=灯芯&view=headings")
    page.keyboard.press("j")
    page.keyboard.press("c")
    sync_api.expect(page.locator("#said")).to_contain_text("已复制")
    assert clipboard(page) == "抓灯芯不断档"
    page.keyboard.press("Shift+C")
    sync_api.expect(page.locator("#said")).to_contain_text("同组 3 个")
    assert clipboard(page) == "\n".join(GRASP)
    page.locator(".head summary").focus()
    page.keyboard.press("Enter")
    assert page.locator(".set-list").is_visible()
    page.goto(f"{address}/?q=主要做法&view=headings&members=1")
    page.keyboard.press("j")
    page.keyboard.press("Shift+C")
    sync_api.expect(page.locator("#said")).to_contain_text("已复制 4 字")
    assert clipboard(page) == "主要做法"


def test_sets_on_a_phone_stay_in_the_window(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/?view=headings&parallel=1")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".set[open]").count() == 2
    for name in ("每句几个字，如 6+6", "对仗", "同组正好几个", "同组都以哪个词起头"):
        box = page.get_by_label(name).bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390


def test_sets_open_and_are_collected_without_script(browser: Browser, address: str, store: DraftStore) -> None:
    """The list is there, the form chooses, and each heading has its own button."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto(f"{address}/?view=headings")
    page.get_by_label("同组都以哪个词起头").fill("抓")
    page.get_by_role("button", name="挑选").click()
    page.wait_for_url("**first_word=**")
    head = page.locator(".head", has_text="抓船坞").first
    head.locator("summary").click()
    assert head.locator(".sibling").all_inner_texts() == list(GRASP)
    assert not page.get_by_role("button", name="复制整组").first.is_visible()
    with next_document(page):
        head.locator(".set-list .take").first.click()
    (draft,) = store.drafts()
    assert [block.text for block in draft.blocks] == [GRASP[0]]
    context.close()
