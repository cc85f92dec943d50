"""Arranging in a browser: writing, moving, two tabs, a server that is killed, what is to be changed."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.drafting import operations as ops
from indexer.drafting.model import Draft
from indexer.drafting.store import DraftStore
from indexer.language.tokenizer import Tokenizer
from tests.browser.chromium import open_context
from tests.browser.desk_server import desk_app, served
from tests.drafting.making import collected, written
from tests.profiles import examples
from tests.reference_engine.engine import MemoryEngine

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]


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
    """Three collected paragraphs and one that was written."""
    made = store.create("半年稿")
    for block in (
        collected("a1", "work", "一是修船坞。全年修了26座，石斛镇出工最多。", "lake2019-1"),
        collected("a2", "work", "二是换灯芯。石斛镇与白芷村换了XX盏。", "lake2019-2"),
        collected("b1", "plans", "2020年起每月看一次灯塔。", "lake2019-3"),
    ):
        made = store.change(made.id, partial(ops.collect, block=block))
    return store.change(made.id, partial(ops.insert, text="过渡的话。", block_id="w1", section="plans"))


def texts(store: DraftStore, draft: Draft) -> list[str]:
    return [block.text for block in store.load(draft.id).blocks]


def saved(page: Page) -> None:
    page.wait_for_function("() => document.getElementById('saving').textContent === '已保存'")


def shown(page: Page) -> list[str]:
    return page.eval_on_selector_all(".block textarea", "areas => areas.map((area) => area.value)")  # type: ignore[no-any-return]


def test_what_is_typed_is_saved_by_itself(page: Page, address: str, store: DraftStore, draft: Draft) -> None:
    page.goto(f"{address}/drafts/{draft.id}")
    page.locator("#b-w1 textarea").click()
    page.keyboard.press("End")
    page.keyboard.type("再加一句。")
    saved(page)
    assert texts(store, draft)[3] == "过渡的话。再加一句。"
    assert page.locator("#b-w1 textarea").input_value() == "过渡的话。再加一句。"
    total = sum(map(len, texts(store, draft)))
    assert page.locator(".length-total").inner_text() == str(total)


def test_moving_by_keys_renumbers_and_keeps_the_focus(page: Page, address: str, store: DraftStore, draft: Draft) -> None:
    page.goto(f"{address}/drafts/{draft.id}")
    page.locator("#b-a2 textarea").click()
    page.keyboard.press("Alt+ArrowUp")
    page.wait_for_function("() => document.querySelector('.block').id === 'b-a2'")
    assert [text[:4] for text in shown(page)] == ["一是换灯", "二是修船", "2020", "过渡的话"]
    assert page.evaluate("document.activeElement.closest('.block').id") == "b-a2"
    page.keyboard.press("Alt+ArrowDown")
    saved(page)
    assert page.locator("#said").inner_text() == ""
    page.keyboard.press("Alt+ArrowDown")
    page.wait_for_function("() => document.querySelector('#b-a2').parentElement.dataset.section === 'problems'")
    page.wait_for_selector("#said:has-text('移到了“存在问题”')")
    assert [b.section for b in store.load(draft.id).blocks] == ["work", "problems", "plans", "plans"]


def test_an_answer_that_is_lost_moves_nothing_twice(
    context: BrowserContext, address: str, store: DraftStore, draft: Draft
) -> None:
    """The server has done it, the page does not know: it asks again, and the block has moved once."""
    page = context.new_page()
    lost: list[int] = []

    def lose_first_answer(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            route.fetch()
            lost.append(1)
            route.abort()

    page.goto(f"{address}/drafts/{draft.id}")
    page.route("**/operations", lose_first_answer)
    page.locator("#b-w1 textarea").click()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    page.wait_for_function("() => document.querySelector('#b-w1').parentElement.dataset.section === 'causes'")
    saved(page)
    assert [(b.id, b.section) for b in store.load(draft.id).blocks][2:] == [("w1", "causes"), ("b1", "plans")]


def test_a_block_is_dragged_into_another_section(page: Page, address: str, store: DraftStore, draft: Draft) -> None:
    page.goto(f"{address}/drafts/{draft.id}")
    page.locator("#b-w1").hover()
    page.drag_and_drop("#b-w1 .grip", "#b-a1 textarea", target_position={"x": 60, "y": 4})
    page.wait_for_function("() => document.querySelector('.block').id === 'b-w1'")
    saved(page)
    assert [b.id for b in store.load(draft.id).blocks] == ["w1", "a1", "a2", "b1"]


def test_enter_parts_a_paragraph_and_writes_between(page: Page, address: str, store: DraftStore, draft: Draft) -> None:
    page.goto(f"{address}/drafts/{draft.id}")
    page.locator("#b-a1 textarea").click()
    page.evaluate("document.querySelector('#b-a1 textarea').setSelectionRange(6, 6)")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelectorAll('.block').length === 5")
    page.wait_for_function("() => document.activeElement.value.startsWith('全年修了')")
    page.keyboard.type("今年，")
    saved(page)
    assert texts(store, draft)[:2] == ["一是修船坞。", "今年，全年修了26座，石斛镇出工最多。"]
    assert store.load(draft.id).blocks[1].source is not None
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelectorAll('.block').length === 6 && document.activeElement.value === ''")
    page.keyboard.type("自己写的一段")
    saved(page)
    assert texts(store, draft)[2] == "自己写的一段"


def test_backspace_and_delete_join_what_enter_parted(page: Page, address: str, store: DraftStore, draft: Draft) -> None:
    """The caret stays between the two, and one click parts them again; a first paragraph and a heading stay alone."""
    page.goto(f"{address}/drafts/{draft.id}")
    before = texts(store, draft)
    page.locator("#b-a2 textarea").click()
    page.keyboard.press("Home")
    page.evaluate("document.querySelector('#b-a2 textarea').setSelectionRange(0, 0)")
    page.keyboard.press("Backspace")
    page.wait_for_selector("#b-a2", state="detached")
    page.wait_for_function(f"() => document.activeElement.selectionStart === {len(before[0])}")
    page.keyboard.type("又，")
    saved(page)
    assert texts(store, draft)[0].startswith(before[0] + "又，") and len(texts(store, draft)) == 3
    page.locator("#said button", has_text="撤销").click()
    page.wait_for_selector("#b-a2")
    saved(page)
    assert texts(store, draft) == before
    page.evaluate("const area = document.querySelector('#b-a1 textarea'); area.focus(); area.setSelectionRange(999, 999)")
    page.keyboard.press("Delete")
    page.wait_for_selector("#b-a2", state="detached")
    page.evaluate("document.querySelector('#b-a1 textarea').setSelectionRange(0, 0)")
    page.keyboard.press("Backspace")
    saved(page)
    assert len(texts(store, draft)) == 3 and store.load(draft.id).removed[0].block.id == "a2"


def test_pasted_lines_become_paragraphs(page: Page, address: str, store: DraftStore, draft: Draft) -> None:
    page.goto(f"{address}/drafts/{draft.id}")
    page.locator("#b-w1 textarea").click()
    page.keyboard.press("End")
    page.evaluate("document.execCommand('insertText', false, '第一行\\n第二行\\n第三行')")
    page.wait_for_function("() => document.querySelectorAll('.block').length === 6")
    saved(page)
    page.wait_for_timeout(1200)
    assert texts(store, draft)[3:] == ["过渡的话。第一行", "第二行", "第三行"]
    assert shown(page) == texts(store, draft)


def test_what_is_taken_out_can_be_put_back(page: Page, address: str, store: DraftStore, draft: Draft) -> None:
    page.goto(f"{address}/drafts/{draft.id}")
    page.locator("#b-a1 textarea").click()
    page.locator("#b-a1 button", has_text="移出").click()
    page.wait_for_selector("#b-a1", state="detached")
    page.locator("#said button", has_text="撤销").click()
    page.wait_for_selector("#b-a1")
    saved(page)
    assert [b.id for b in store.load(draft.id).blocks] == ["a1", "a2", "b1", "w1"]


def test_a_link_to_a_paragraph_that_was_taken_out_says_so(page: Page, address: str, draft: Draft) -> None:
    """An older check still leads there: 去改 must not do nothing in silence."""
    page.goto(f"{address}/drafts/{draft.id}#b-{draft.blocks[0].id}")
    assert page.locator("#said").inner_text() == ""
    page.goto(f"{address}/drafts")
    page.goto(f"{address}/drafts/{draft.id}#b-{'0' * 8}")
    page.wait_for_selector("#said:not(:empty)")
    assert page.locator("#said").inner_text() == "那一段已经不在这份稿件里了"


def test_two_tabs_follow_each_other_and_overwrite_nothing(
    context: BrowserContext, address: str, store: DraftStore, draft: Draft
) -> None:
    """Different paragraphs: both stay. The same one: both texts are shown, and the writer chooses."""
    page, other = context.new_page(), context.new_page()  # a conflict is a complaint of the browser's
    for each in (page, other):
        each.goto(f"{address}/drafts/{draft.id}")
    page.locator("#b-a1 textarea").fill("一是这边改了船坞。")
    other.locator("#b-a2 textarea").fill("二是那边改了灯芯。")
    saved(page)
    saved(other)
    assert texts(store, draft)[:2] == ["一是这边改了船坞。", "二是那边改了灯芯。"]
    page.wait_for_function("() => document.querySelector('#b-a2 textarea').value === '二是那边改了灯芯。'")
    other.wait_for_function("() => document.querySelector('#b-a1 textarea').value === '一是这边改了船坞。'")
    page.route("**/api/v1/drafts/*?since=*", lambda route: route.abort())
    other.locator("#b-w1 textarea").fill("那边先写。")
    saved(other)
    page.locator("#b-w1 textarea").fill("这边后写。")
    page.wait_for_selector("#b-w1 .conflict-here")
    assert page.locator("#b-w1 textarea").input_value() == "这边后写。"
    assert page.locator(".conflict-here .theirs").inner_text() == "那边先写。"
    assert texts(store, draft)[3] == "那边先写。"
    page.locator(".conflict-here button", has_text="两段都留").click()
    page.wait_for_function("() => document.querySelectorAll('.block').length === 5")
    saved(page)
    assert texts(store, draft)[3:] == ["那边先写。", "这边后写。"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(port: int, folder: Path) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-m", "tests.browser.desk_server", str(port), str(folder)]
    running = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    assert running.stdout.readline().strip() == "ready"
    return running


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
@pytest.mark.slow
def test_a_server_killed_between_keystrokes_loses_nothing_older_than_two_seconds(
    browser: Browser, folder: Path, draft: Draft
) -> None:
    """What was typed two seconds before the kill is on the disk; what came later is saved when the server is back, and the
    next kill finds it so. In a campaign it is killed forty times."""
    store, port = DraftStore(folder), free_port()
    running = start(port, folder)
    context = open_context(browser)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}/drafts/{draft.id}")
    page.locator("#b-w1 textarea").fill("")
    page.locator("#b-w1 textarea").click()
    written_before = ""
    for number in range(examples(4)):
        piece = f"第{number}句写完了。"
        page.keyboard.type(piece, delay=20)
        written_before += piece
        page.wait_for_timeout(2000)
        page.keyboard.type(f"半句{number}")
        running.send_signal(signal.SIGKILL)
        running.communicate()
        assert texts(store, draft)[3].startswith(written_before)
        written_before += f"半句{number}"
        page.wait_for_function("() => document.getElementById('saving').classList.contains('failed')")
        running = start(port, folder)
        page.wait_for_function("() => document.getElementById('saving').textContent === '已保存'", timeout=20_000)
        assert texts(store, draft)[3] == written_before
    running.kill()
    running.communicate()
    context.close()


def test_a_replacement_is_taken_back_with_one_click(page: Page, address: str, store: DraftStore, draft: Draft) -> None:
    """Also where the new text is longer and stands twice in one paragraph."""
    store.change(draft.id, partial(ops.edit, block_id="a1", text="一是修船坞。石斛镇、石斛镇😀和石斛镇都来了。", revision=99))
    page.goto(f"{address}/drafts/{draft.id}")
    before = texts(store, draft)
    page.locator(".slot[data-text='石斛镇'] input[name=new]").fill("柳溪街道办")
    page.keyboard.press("Enter")
    page.locator("#said", has_text="已替换").wait_for()
    saved(page)
    assert "石斛镇" not in "".join(texts(store, draft))
    page.locator("#said button", has_text="撤销").click()
    page.wait_for_function("() => document.querySelector('#b-a1 textarea').value.includes('石斛镇')")
    saved(page)
    assert texts(store, draft) == before


def test_slots_are_changed_by_keyboard_alone(page: Page, address: str, store: DraftStore, draft: Draft) -> None:
    """The year and the unit propose; equal ones go together; what stays is said to stay."""
    page.goto(f"{address}/drafts/{draft.id}")
    page.locator("#about-draft summary").click()
    page.locator("#about input[name=unit]").fill("湖畔局")
    page.locator("#about input[name=year]").fill("2026")
    page.wait_for_function("() => document.querySelector('.slot[data-text=\"2020\"] input[name=new]').value === '2027'")
    place = page.locator(".slot[data-text='石斛镇']")
    assert place.locator("summary").inner_text() == "石斛镇 ×2"
    page.locator(".slot[data-text='XX'] input[name=new]").focus()
    page.keyboard.type("180")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.closest('.slot')?.dataset.text === '石斛镇'")
    page.keyboard.type("柳溪镇")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.closest('.slot')?.dataset.text === '白芷村'")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.closest('.slot')?.dataset.text === '2020'")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('.open-count').textContent === '1'")
    saved(page)
    assert texts(store, draft)[:3] == [
        "一是修船坞。全年修了26座，柳溪镇出工最多。",
        "二是换灯芯。柳溪镇与白芷村换了180盏。",
        "2027年起每月看一次灯塔。",
    ]
    assert store.load(draft.id).kept == ("白芷村",)


def test_the_line_of_title_unit_and_year_follows_what_is_filled_in(page: Page, address: str, draft: Draft) -> None:
    page.goto(f"{address}/drafts/{draft.id}")
    line = page.locator("#about-draft summary")
    before = line.inner_text()
    line.click()
    page.locator("#about input[name=title]").fill("湖畔总结")
    page.locator("#about input[name=year]").fill("2031")
    saved(page)
    assert before != line.inner_text()
    assert "湖畔总结" in line.inner_text() and "2031年" in line.inner_text() and "还没有填" not in line.inner_text()


def test_the_ime_keeps_its_enter(page: Page, address: str, draft: Draft) -> None:
    """Enter that chooses a word of the IME parts no paragraph."""
    page.goto(f"{address}/drafts/{draft.id}")
    page.locator("#b-w1 textarea").click()
    page.locator("#b-w1 textarea").dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    page.wait_for_timeout(300)
    assert page.locator(".block").count() == 4


def test_an_earlier_version_is_gone_back_to(page: Page, address: str, store: DraftStore, draft: Draft) -> None:
    page.goto(f"{address}/drafts/{draft.id}/versions")
    page.locator(".draft-lines a").nth(1).click()
    page.get_by_role("button", name="回到这个版本").click()
    page.wait_for_selector("#desk")
    assert len(shown(page)) == 2
    assert len(texts(store, draft)) == 2
    page.go_back()


def test_copying_from_a_draft_gives_the_text_alone(page: Page, address: str, draft: Draft) -> None:
    page.goto(f"{address}/drafts/{draft.id}")
    page.locator("#b-w1 textarea").click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+C")
    assert page.evaluate("navigator.clipboard.readText()") == "过渡的话。"


def test_headings_are_written_and_numbered(page: Page, address: str, store: DraftStore) -> None:
    draft = store.create("空稿")
    store.change(draft.id, partial(ops.collect, block=written("n", "work", "没有来源")))
    page.goto(f"{address}/drafts/{draft.id}")
    for section, text in (("plans", "打算"), ("work", "做法")):
        page.locator(f"#s-{section} button", has_text="小标题").click()
        page.wait_for_function(f"() => document.activeElement.closest('.blocks')?.dataset.section === '{section}'")
        page.keyboard.type(text)
        saved(page)
    assert [(b.text, b.level) for b in store.load(draft.id).blocks] == [("一、做法", 1), ("二、打算", 1)]
    assert shown(page) == ["一、做法", "二、打算"]
