"""Nothing that was written in a draft is lost: two tabs on one paragraph, a draft deleted or a paragraph taken out elsewhere."""

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
from tests.browser.chromium import next_document
from tests.browser.desk_server import desk_app, served
from tests.reference_engine.engine import MemoryEngine

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("desk") / "稿件"


@pytest.fixture
def store(folder: Path) -> DraftStore:
    return DraftStore(folder)


@pytest.fixture(scope="module")
def address(folder: Path, tokenizer: Tokenizer) -> Iterator[str]:
    with served(desk_app(DraftStore(folder), MemoryEngine(tokenizer))) as address:
        yield address


@pytest.fixture
def draft(store: DraftStore) -> Draft:
    made = store.create("半年稿")
    for name, text in (("w1", "先写船坞。"), ("w2", "再写灯芯。")):
        made = store.change(made.id, partial(ops.insert, text=text, block_id=name, section="work"))
    return made


@pytest.fixture
def opened(context: BrowserContext, address: str, draft: Draft) -> Page:
    """A page whose refused requests are no complaint."""
    page = context.new_page()
    page.goto(f"{address}/drafts/{draft.id}")
    return page


def says(page: Page, words: str) -> None:
    page.wait_for_function("(words) => document.getElementById('saving').textContent.includes(words)", arg=words)


def leaving_asks(page: Page) -> bool:
    """Whether the browser asks before the page is left; it is left then."""
    asked: list[str] = []

    def accept(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.accept()  # type: ignore[attr-defined]

    page.on("dialog", accept)
    page.reload()
    page.remove_listener("dialog", accept)
    return asked == ["beforeunload"]


def in_conflict(page: Page, store: DraftStore, draft: Draft) -> None:
    """Another tab has changed the paragraph that is changed here."""
    page.route("**/api/v1/drafts/*?since=*", lambda route: route.abort())
    store.change(draft.id, partial(ops.edit, block_id="w1", text="那边先写。", revision=draft.revision))
    page.locator("#b-w1 textarea").click()
    page.locator("#b-w1 textarea").fill("这边后写。")
    page.wait_for_selector("#b-w1 .conflict-here")


def test_a_conflict_is_said_and_its_wording_outlives_the_page(opened: Page, store: DraftStore, draft: Draft) -> None:
    in_conflict(opened, store, draft)
    says(opened, "有一段等您选")
    assert "已保存" not in opened.locator("#saving").inner_text()
    opened.keyboard.press("End")
    opened.keyboard.type("又添一句。")
    opened.wait_for_function(
        "(id) => fetch('/api/v1/drafts/' + id).then((answer) => answer.json())"
        ".then((draft) => draft.removed.length === 1 && draft.removed[0].block.text === '这边后写。又添一句。')",
        arg=draft.id,
    )
    assert leaving_asks(opened)
    assert opened.locator("#b-w1 textarea").input_value() == "那边先写。"
    kept = opened.locator("#removed li")
    assert kept.count() == 1 and "没有用上的写法" in kept.inner_text() and kept.is_visible()
    kept.get_by_role("button").click()
    opened.wait_for_function("() => document.querySelectorAll('.block').length === 3")
    assert [b.text for b in store.load(draft.id).blocks] == ["那边先写。", "这边后写。又添一句。", "再写灯芯。"]


@pytest.mark.parametrize(
    ("choice", "texts", "kept"),
    [
        ("用我写的", ["这边后写。", "再写灯芯。"], 0),
        ("用别处的", ["那边先写。", "再写灯芯。"], 1),
        ("两段都留", ["那边先写。", "这边后写。", "再写灯芯。"], 0),
    ],
)
def test_a_choice_settles_the_conflict(
    opened: Page, store: DraftStore, draft: Draft, choice: str, texts: list[str], kept: int
) -> None:
    in_conflict(opened, store, draft)
    opened.get_by_role("button", name=choice).click()
    says(opened, "已保存")
    assert [b.text for b in store.load(draft.id).blocks] == texts
    assert len(store.load(draft.id).removed) == kept
    assert not leaving_asks(opened)


def test_what_is_typed_in_a_deleted_draft_waits_until_it_is_restored(
    opened: Page, store: DraftStore, draft: Draft
) -> None:
    store.delete(draft.id)
    opened.locator("#b-w1 textarea").fill("删了以后写的。")
    says(opened, "没有存上：这份稿件已删除")
    opened.locator("#b-w2 textarea").fill("又写一段。")
    opened.wait_for_timeout(1500)
    assert "已保存" not in opened.locator("#saving").inner_text()
    assert opened.locator("#saving.failed").count() == 1
    opened.locator("#saving").get_by_role("button", name="恢复").click()
    says(opened, "已保存")
    assert [b.text for b in store.load(draft.id).blocks] == ["删了以后写的。", "又写一段。"]
    assert not leaving_asks(opened)


def test_what_is_too_long_to_be_taken_is_said_until_it_is_shorter(opened: Page, store: DraftStore, draft: Draft) -> None:
    """Not for two seconds, and then 已保存: it stands on the page alone."""
    before = store.load(draft.id).blocks[0].text
    opened.locator("#b-w1 textarea").fill("长" * 20_001)
    says(opened, "没有存上：一段最多 20000 字")
    opened.locator("#b-w2 textarea").fill("旁边那段照样存。")
    opened.wait_for_timeout(1500)
    assert "已保存" not in opened.locator("#saving").inner_text() and opened.locator("#saving.failed").count() == 1
    assert [b.text for b in store.load(draft.id).blocks] == [before, "旁边那段照样存。"]
    assert leaving_asks(opened)
    opened.locator("#b-w1 textarea").fill("短了。")
    says(opened, "已保存")
    assert store.load(draft.id).blocks[0].text == "短了。" and not leaving_asks(opened)


def test_leaving_a_deleted_draft_with_something_unsaved_asks(opened: Page, store: DraftStore, draft: Draft) -> None:
    store.delete(draft.id)
    opened.locator("#b-w1 textarea").click()
    opened.keyboard.type("写着")
    says(opened, "没有存上：这份稿件已删除")
    assert leaving_asks(opened)
    store.undelete(draft.id)


def test_a_paragraph_taken_out_elsewhere_is_offered_back_with_what_was_typed(
    opened: Page, store: DraftStore, draft: Draft
) -> None:
    opened.locator("#b-w1 textarea").click()
    opened.keyboard.press("End")
    store.change(draft.id, partial(ops.remove, block_id="w1"))
    opened.keyboard.type("正写着的一句。")
    opened.wait_for_selector("#b-w1", state="detached")
    says(opened, "在别处移出了")
    assert store.load(draft.id).removed[0].block.text == "先写船坞。正写着的一句。"
    opened.get_by_role("button", name="放回来").click()
    opened.wait_for_selector("#b-w1")
    assert opened.locator("#b-w1 textarea").input_value() == "先写船坞。正写着的一句。"
    says(opened, "已保存")
    opened.keyboard.type("接着写。")
    says(opened, "已保存")
    opened.wait_for_function("() => !document.getElementById('saving').textContent.includes('正在保存')")
    assert store.load(draft.id).blocks[0].text == "先写船坞。正写着的一句。接着写。"


def test_a_paragraph_that_is_nowhere_any_more_can_be_put_back(opened: Page, store: DraftStore, draft: Draft) -> None:
    """Another tab went back to a version from before the paragraph."""
    opened.route("**/api/v1/drafts/*?since=*", lambda route: route.abort())
    first = store.versions(draft.id)[-1].revision
    store.go_back(draft.id, first)
    opened.unroute("**/api/v1/drafts/*?since=*")
    opened.locator("#b-w2 textarea").fill("正写着的灯芯。")
    says(opened, "没有存上")
    opened.get_by_role("button", name="放回来").click()
    says(opened, "已保存")
    assert [b.text for b in store.load(draft.id).blocks] == ["正写着的灯芯。"]


def test_without_a_script_one_button_saves_all_texts(
    browser: Browser, address: str, store: DraftStore, draft: Draft
) -> None:
    """The button under one paragraph, and the one that writes a new paragraph."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/drafts/{draft.id}")
    page.locator("#b-w1 textarea").fill("改了船坞。")
    page.locator("#b-w2 textarea").fill("改了灯芯。")
    with next_document(page):
        page.locator("#b-w2").get_by_role("button", name="保存").click()
    assert page.locator("#b-w1 textarea").input_value() == "改了船坞。"
    assert [b.text for b in store.load(draft.id).blocks] == ["改了船坞。", "改了灯芯。"]
    page.locator("#b-w1 textarea").fill("又改船坞。")
    with next_document(page):
        page.locator("#s-plans button", has_text="写一段").click()
    assert [b.text for b in store.load(draft.id).blocks] == ["又改船坞。", "改了灯芯。", ""]
    context.close()
