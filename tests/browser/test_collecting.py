"""Collecting in a browser: from every view, by mouse, keys and selection, on all widths, with and without a script."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.drafting.model import Block
from indexer.drafting.store import DraftStore
from indexer.engines import Engine
from tests.browser.chromium import next_document, open_context
from tests.browser.desk_server import desk_app, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("desk") / "稿件"


@pytest.fixture
def store(folder: Path) -> DraftStore:
    """The drafts, without those of other tests."""
    store = DraftStore(folder)
    for draft in store.drafts():
        store.delete(draft.id)
    return store


@pytest.fixture(scope="module")
def address(folder: Path, engine: Engine) -> Iterator[str]:
    with served(desk_app(DraftStore(folder), engine)) as address:
        yield address


def blocks(store: DraftStore) -> tuple[Block, ...]:
    drafts = store.drafts()
    return drafts[0].blocks if drafts else ()


def wait_for_count(page: Page, count: int) -> None:
    page.wait_for_function("n => document.querySelector('.basket-count').textContent.trim() === String(n)", arg=count)


@pytest.mark.parametrize(
    ("path", "where", "text"),
    [
        ("/?q=红榜", ".hit", "（一）渔港码头开例会。"),
        ("/?q=红榜&view=lines", ".line-item", "（一）渔港码头开例会。"),
        ("/?q=问题&view=headings", ".head", "一、存在问题"),
        ("/reports/women", "#p-3", "夜校的桌椅还不够"),
        ("/reports/women", "#h-2", "一、存在问题"),
        ("/paragraphs/women-3/similar", ".shown", "夜校的桌椅还不够"),
    ],
)
def test_everything_that_is_found_can_be_collected(
    page: Page, address: str, store: DraftStore, path: str, where: str, text: str
) -> None:
    """One press, and the mark stays when the page is loaded again; another press takes it out, and that can be undone."""
    page.goto(address + path)
    place = page.locator(where).first
    place.hover()
    place.locator(".take").first.click()
    wait_for_count(page, 1)
    assert blocks(store)[0].text.startswith(text)
    page.reload()
    place = page.locator(where).first
    assert place.locator(".take").first.inner_text() == "已收 ✓"
    place.hover()
    place.locator(".take").first.click()
    wait_for_count(page, 0)
    page.locator("#said button", has_text="撤销").click()
    wait_for_count(page, 1)
    assert place.locator(".take").first.get_attribute("aria-pressed") == "true"
    assert blocks(store)[0].text.startswith(text)


def test_the_key_s_collects_and_takes_out_and_types_in_boxes(page: Page, address: str, store: DraftStore) -> None:
    page.goto(f"{address}/?q=夜校")
    page.keyboard.press("j")
    page.keyboard.press("s")
    wait_for_count(page, 1)
    page.keyboard.press("j")
    page.keyboard.press("s")
    wait_for_count(page, 2)
    page.keyboard.press("s")
    wait_for_count(page, 1)
    page.keyboard.press("/")
    page.keyboard.type("s")
    assert page.locator("#q").input_value() == "s"
    page.locator("#q").dispatch_event("keydown", {"key": "s", "isComposing": True, "bubbles": True})
    wait_for_count(page, 1)


def test_selected_text_is_collected_alone(page: Page, address: str, store: DraftStore) -> None:
    """By its own button and by the key; over two paragraphs it is two."""
    page.goto(f"{address}/reports/women")
    select = """([from, start, to, end]) => {
      const text = (id) => document.createTreeWalker(document.querySelector(id + ' .whole'), 4).nextNode();
      const range = document.createRange();
      range.setStart(text(from), start); range.setEnd(text(to), end);
      getSelection().removeAllRanges(); getSelection().addRange(range);
    }"""
    page.evaluate(select, ["#p-3", 3, "#p-3", 8])
    page.locator(".take-selected").click()
    wait_for_count(page, 1)
    page.locator("#p-0").focus()
    page.evaluate(select, ["#p-3", 9, "#p-4", 4])
    page.keyboard.press("s")
    wait_for_count(page, 3)
    assert [b.text for b in blocks(store)] == ["桌椅还不够", "<b>有的</b>姐妹站着听课。", "究其原因"]


def test_a_section_is_collected_with_its_heading(page: Page, address: str, store: DraftStore) -> None:
    page.goto(f"{address}/reports/women")
    page.locator("#h-2").hover()
    page.locator("#h-2 [data-take-section]").click()
    wait_for_count(page, 3)
    assert [b.text[:4] for b in blocks(store)] == ["一、存在", "夜校的桌", "究其原因"]


def test_the_basket_is_a_drawer_and_what_it_holds_can_be_taken_out(page: Page, address: str, store: DraftStore) -> None:
    page.goto(f"{address}/?q=夜校")
    page.locator(".hit .take").first.click()
    wait_for_count(page, 1)
    assert page.locator("#basket").is_hidden()
    page.locator("#basket-link").click()
    assert page.locator("#basket li").count() == 1
    page.locator("#basket [data-drop]").click()
    wait_for_count(page, 0)
    assert page.locator(".hit .take").first.inner_text() == "收"
    page.keyboard.press("Escape")
    assert page.locator("#basket").is_hidden()
    page.set_viewport_size({"width": 1700, "height": 900})
    assert page.locator("#basket .basket-list").is_visible()


def test_on_a_phone_the_basket_is_a_bar_at_the_foot(browser: Browser, address: str, store: DraftStore) -> None:
    """Nothing wider than the screen, and nothing too small to touch."""
    context = open_context(browser, viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{address}/?q=夜校")
    page.locator(".hit .take").first.tap()
    wait_for_count(page, 1)
    assert page.locator(".basket-list").is_hidden()
    page.locator(".basket-bar").tap()
    assert page.locator(".basket-list").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("#basket .basket-bar").bounding_box()["height"] >= 40  # type: ignore[index]
    page.locator(".to-draft").tap()
    page.wait_for_selector("#desk")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_without_a_script_forms_do_it(browser: Browser, address: str, store: DraftStore) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/?q=夜校")
    with next_document(page):
        page.locator(".hit .take").first.click()
    assert "已收进这份稿件" in page.locator(".desk-notice").inner_text()
    assert page.locator(".hit .take").first.inner_text() == "已收 ✓"
    with next_document(page):
        page.locator("#basket-link").click()
    block = page.locator(".block").first
    block.locator("textarea").fill("改过的一段。")
    with next_document(page):
        block.locator("button", has_text="保存").click()
    assert blocks(store)[0].text == "改过的一段。"
    with next_document(page):
        page.locator(".block").first.locator("button", has_text="移出").click()
    with next_document(page):
        page.locator(".notice button", has_text="放回").click()
    assert [b.text for b in blocks(store)] == ["改过的一段。"]
    context.close()


def test_from_a_question_to_word_in_eight_steps(page: Page, address: str, store: DraftStore, tmp_path: Path) -> None:
    """Three paragraphs, from the typed question to the file on disk; by the clipboard it takes nineteen."""
    steps: list[str] = []

    def step(name: str, act: Callable[[], object]) -> None:
        steps.append(name)
        act()

    page.goto(address)
    step("type", lambda: page.keyboard.type("的"))
    step("ask", lambda: page.keyboard.press("Enter"))
    page.wait_for_selector(".hit")
    page.wait_for_load_state()
    for count in (1, 2, 3):
        step("collect", page.locator(".hit .take[aria-pressed=false]").first.click)
        wait_for_count(page, count)
    step("arrange", page.get_by_role("link", name="排稿", exact=True).click)
    page.wait_for_selector("#desk")
    with page.expect_download() as started:
        step("to Word", page.get_by_role("button", name="导出 Word").click)
    started.value.save_as(tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        document = archive.read("word/document.xml").decode("utf-8")
    assert len(blocks(store)) == 3
    assert all(block.text[:8] in document for block in blocks(store))
    assert len(steps) <= 8, steps
