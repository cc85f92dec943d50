"""The draft check in a browser: pasted, as a file, a stored draft; by keys, on a phone, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.drafting import operations as ops
from indexer.drafting.model import Draft
from indexer.drafting.store import DraftStore
from indexer.language.tokenizer import Tokenizer
from tests.browser.chromium import next_document, open_context
from tests.browser.desk_server import desk_app, served
from tests.drafting.making import collected
from tests.reading.word_files import docx
from tests.reading.word_files import paragraph as word_paragraph
from tests.reference_engine.engine import MemoryEngine
from tests.webui.invented import LONG

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

#: Shared text with another figure, a mask, a number that is left out, a formulation of another time.
DRAFT = "\n".join(
    ["柳河县妇联2024年工作总结", "今年的事不少。" + LONG.replace("二十六", "三十九"), "一、做法", "慰问困难家庭XX户，人人都来。",
     "三、打算", "继续开展“三严三实”专题教育。"]
)  # fmt: skip
KINDS = ["共同文字1", "待填1", "序号1", "提法年份1", "稿子"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("checked") / "稿件"


@pytest.fixture
def store(folder: Path) -> DraftStore:
    return DraftStore(folder)


@pytest.fixture(scope="module")
def address(folder: Path, tokenizer: Tokenizer) -> Iterator[str]:
    with served(desk_app(DraftStore(folder), MemoryEngine(tokenizer))) as address:
        yield address


@pytest.fixture
def draft(store: DraftStore) -> Draft:
    """One paragraph as it was collected, one with a mask."""
    made = store.create("年终稿")
    for operation in (
        partial(ops.set_about, title="柳河县妇联2024年工作总结", unit="柳河县妇联", year=2024, genre=None),
        partial(ops.collect, block=collected("aa", "work", LONG, "women-2")),
        partial(ops.insert, text="慰问困难家庭XX户，人人都来。", block_id="bb", section="plans"),
    ):
        made = store.change(made.id, operation)
    return made


def kinds(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".check-kinds a").all_inner_texts()]


def test_a_pasted_draft_is_checked_and_each_finding_leads_to_its_line(page: Page, address: str) -> None:
    page.goto(f"{address}/check-draft")
    page.locator("#draft").fill(DRAFT)
    page.get_by_role("button", name="查稿").click()
    page.locator(".check-kinds").wait_for()
    assert kinds(page) == KINDS and "柳河" not in page.url
    page.locator("#kind-numbering .line-link").click()
    assert page.url.endswith("#line-5") and page.locator("#line-5:target").inner_text().split() == ["5", "三、打算"]
    page.get_by_text("改了再查").click()
    page.locator("#draft").fill(DRAFT.replace("三、打算", "二、打算"))
    with page.expect_navigation():
        page.get_by_role("button", name="查稿").click()
    assert "序号1" not in kinds(page) and "共同文字1" in kinds(page)


def test_a_line_stands_beside_its_number(page: Page, address: str) -> None:
    """The number takes little room and the text the rest."""
    page.goto(f"{address}/check-draft")
    page.locator("#draft").fill(DRAFT)
    with page.expect_navigation():
        page.get_by_role("button", name="查稿").click()
    number, text = page.locator("#line-2 .number").bounding_box(), page.locator("#line-2 .text").bounding_box()
    assert number and text and number["width"] < 60 and text["width"] > 500 and number["x"] < text["x"]


def test_a_word_file_is_checked_and_where_shared_text_comes_from_is_a_click_away(page: Page, address: str) -> None:
    page.goto(f"{address}/check-draft")
    data = docx("".join(word_paragraph(line) for line in DRAFT.splitlines()))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    page.locator("#draft-file").set_input_files({"name": "稿子.docx", "mimeType": kind, "buffer": data})
    with page.expect_navigation():
        page.get_by_role("button", name="查稿").click()
    assert kinds(page) == KINDS
    assert page.locator("#kind-shared .diff del").all_inner_texts() == ["三十九", "三十九"]
    page.get_by_role("link", name="看原段").click()
    page.wait_for_url("**/reports/women*#p-2")


def test_one_click_checks_the_draft_with_what_was_just_typed_and_leads_back_to_its_place(
    page: Page, address: str, draft: Draft, store: DraftStore
) -> None:
    page.goto(f"{address}/drafts/{draft.id}")
    page.locator("#b-bb textarea").click()
    page.keyboard.press("End")
    page.keyboard.type("继续开展“三严三实”专题教育。")
    page.get_by_role("button", name="查稿").click()
    page.wait_for_url(f"**/drafts/{draft.id}/check")
    assert kinds(page) == ["待填1", "提法年份1", "收来未改1", "稿子"]
    told = page.locator("#kind-collected .finding")
    assert not told.is_visible()
    page.get_by_text("列出这 1 段").click()
    assert told.is_visible() and "与收来的那一段相同" in told.inner_text()
    page.locator("#kind-dated").get_by_role("link", name="到稿件里改第 3 段").click()
    page.wait_for_url(f"**/drafts/{draft.id}#b-bb")
    assert page.locator("#b-bb:target textarea").input_value().endswith("专题教育。")
    assert "三严三实" in store.load(draft.id).blocks[1].text


def test_stored_drafts_are_offered_where_one_is_pasted(page: Page, address: str, draft: Draft) -> None:
    page.goto(f"{address}/check-draft")
    page.locator(f'.stored-drafts a[href="/drafts/{draft.id}/check"]').click()
    page.get_by_role("heading", name="查稿：《柳河县妇联2024年工作总结》").wait_for()


def test_an_empty_draft_says_what_to_do(page: Page, address: str, store: DraftStore) -> None:
    made = store.create("空的")
    page.goto(f"{address}/drafts/{made.id}")
    answer = page.request.get(f"{address}/drafts/{made.id}/check")
    assert answer.status == 400 and "稿件还是空的" in answer.text() and f'href="/drafts/{made.id}"' in answer.text()


def test_it_is_all_done_by_keys(page: Page, address: str) -> None:
    page.goto(f"{address}/check-draft")
    page.locator("#draft").focus()
    page.keyboard.insert_text(DRAFT)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "draft-file"
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert kinds(page) == KINDS
    page.locator(".check-kinds a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#kind-shared")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#line-2"


def test_a_phone_shows_it_without_scrolling_aside(browser: Browser, address: str, draft: Draft) -> None:
    context = open_context(browser, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{address}/check-draft")
    page.locator("#draft").fill(DRAFT)
    with page.expect_navigation():
        page.get_by_role("button", name="查稿").tap()
    assert kinds(page) == KINDS
    page.goto(f"{address}/drafts/{draft.id}")
    page.get_by_role("button", name="查稿").tap()
    page.wait_for_url(f"**/drafts/{draft.id}/check")
    for path in ("/check-draft", f"/drafts/{draft.id}/check"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    link = page.locator("#kind-placeholder .mend").bounding_box()
    assert link and link["height"] >= 30
    context.close()


def test_without_a_script_what_was_typed_is_saved_and_checked(
    browser: Browser, address: str, draft: Draft, store: DraftStore
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/check-draft")
    page.locator("#draft").fill(DRAFT)
    with next_document(page):
        page.get_by_role("button", name="查稿").click()
    assert kinds(page) == KINDS
    page.goto(f"{address}/drafts/{draft.id}")
    page.locator("#b-bb textarea").fill("慰问困难家庭12户。（一半是新来的")
    with next_document(page):
        page.get_by_role("button", name="查稿").click()
    assert page.url.endswith(f"/drafts/{draft.id}/check") and kinds(page) == ["标点1", "收来未改1", "稿子"]
    assert store.load(draft.id).blocks[1].text == "慰问困难家庭12户。（一半是新来的"
    with next_document(page):
        page.locator("#kind-signs .mend").click()
    assert page.url.endswith(f"/drafts/{draft.id}#b-bb")
    context.close()
