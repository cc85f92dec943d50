"""The note on a formulation of another time, in a browser: on a phone too, and without a script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from indexer.language.tokenizer import Tokenizer
from tests.browser.chromium import clipboard
from tests.browser.desk_server import served
from tests.engines.corpus import report
from tests.reference_engine.engine import MemoryEngine
from webui import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

OLD = "开展了“三严三实”专题教育，人人都讲了自己的事。"


@pytest.fixture(scope="module")
def address(tokenizer: Tokenizer) -> Iterator[str]:
    engine = MemoryEngine(tokenizer)
    with engine.writer() as writer:
        writer.add("a", report(OLD, "后来又修了一条路。", year=2015))
        writer.commit({}, {})
    with served(create_app(engine)) as address:
        yield address


def test_it_is_underlined_by_dots_said_by_keys_and_not_copied(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=人人")
    line = page.locator("#hit-1 .dated").evaluate("e => getComputedStyle(e).textDecorationStyle")
    assert line == "dotted"
    page.locator("#hit-1 .dated-notes summary").focus()
    page.keyboard.press("Enter")
    note = page.locator("#hit-1 .dated-notes span")
    assert note.is_visible() and "是2015年的提法" in note.inner_text()
    page.locator("#hit-1 [data-copy=text]").click()
    page.locator("#said", has_text="已复制").wait_for()
    assert clipboard(page) == OLD


@pytest.mark.parametrize("path", ["/?q=人人", "/reports/a"])
def test_a_finger_opens_the_note_without_a_script(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(address + path)
    page.locator(".dated-notes summary").first.tap()
    box = page.locator(".dated-notes span").first.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
    context.close()
