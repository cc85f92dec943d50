"""From a draft to Word without leaving the page: one click for the file, one for the clipboard."""

from __future__ import annotations

import logging
import threading
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from werkzeug.serving import make_server

from indexer.drafting.export.word import to_docx
from indexer.drafting.model import Draft
from indexer.language.tokenizer import Tokenizer
from tests.browser.chromium import clipboard, open_context
from tests.browser.rules import broken_rules
from tests.drafting.export.drafts import SMALL, long_draft, written
from tests.reference_engine.engine import MemoryEngine
from tests.webui.invented import fill
from webui import create_app
from webui.routes.draft_export import Exports

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

BARE = Draft("bare", "稿", blocks=(written("a", "夜校办了三期。"), written("b", "桌椅不够。", "problems")))

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> Iterator[str]:
    engine = MemoryEngine(tokenizer)
    fill(engine, "women")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    own = tmp_path_factory.mktemp("own") / "格式.ini"
    own.write_text("[text]\nline_spacing = 30\n", encoding="utf-8")
    exports = Exports({"d1": SMALL, "long": long_draft(), "bare": BARE}.get, lambda: own)
    server = make_server("127.0.0.1", 0, create_app(engine, exports=exports), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_one_click_gives_the_word_file(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}/drafts/d1/export")
    with page.expect_download() as started:
        page.get_by_role("button", name="导出 Word").click()
    assert started.value.suggested_filename == f"{SMALL.title}.docx"
    started.value.save_as(tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        assert SMALL.blocks[0].text in archive.read("word/document.xml").decode("utf-8")
        assert "word/comments.xml" in archive.namelist()


def test_what_is_chosen_below_counts(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}/drafts/d1/export")
    page.get_by_text("出处、格式和其他形式").click()
    page.get_by_label("文末", exact=True).check()
    page.get_by_label("国家标准").check()
    with page.expect_download() as started:
        page.get_by_role("button", name="导出 Word").click()
    started.value.save_as(tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        assert "素材出处" in archive.read("word/document.xml").decode("utf-8")
        assert 'w:line="579"' in archive.read("word/styles.xml").decode("utf-8")
    with page.expect_download() as started:
        page.get_by_role("button", name="纯文本").click()
    assert started.value.suggested_filename == f"{SMALL.title}.txt"


def test_the_draft_is_copied_as_text_and_with_its_looks(page: Page, address: str) -> None:
    page.goto(f"{address}/drafts/d1/export")
    page.get_by_role("button", name="复制成稿").click()
    page.locator("#said", has_text="已复制成稿").wait_for()
    assert clipboard(page) == "\n".join([SMALL.title, *(block.text for block in SMALL.blocks)]) + "\n"
    html = pasted_html(page)
    assert "line-height:30pt" in html and "mso-fareast-font-family:'仿宋_GB2312'" in html and "<h1" in html


def test_headings_come_along_unless_the_tick_is_taken_away(page: Page, address: str, tmp_path: Path) -> None:
    def exported() -> str:
        with page.expect_download() as started:
            page.get_by_role("button", name="纯文本").click()
        started.value.save_as(tmp_path / "a.txt")
        with page.expect_response("**/clipboard?*") as answered:
            page.get_by_role("button", name="复制成稿").click()
        text = (tmp_path / "a.txt").read_text(encoding="utf-8").partition("\n\n素材出处")[0].rstrip("\n")
        assert answered.value.json()["text"] == text + "\n"
        return text

    page.goto(f"{address}/drafts/bare/export")
    page.get_by_text("出处、格式和其他形式").click()
    with_them = exported()
    assert with_them.splitlines()[::2] == ["一、主要工作和成效", "二、存在的问题"]
    page.get_by_label("给没有小标题的章节加上").uncheck()
    assert exported().splitlines() == with_them.splitlines()[1::2]


def test_what_is_being_saved_is_waited_for(page: Page, address: str) -> None:
    """On the page of a draft, what was typed a moment ago is on its way to the server: it must be in the file."""
    page.goto(f"{address}/drafts/d1/export")
    page.evaluate("""() => {
        const place = document.createElement("p");
        place.id = "saving";
        place.textContent = "正在保存…";
        document.querySelector("h1").after(place);
        window.asked = [];
        document.addEventListener("submit", (event) => window.asked.push(event.defaultPrevented));
    }""")
    page.get_by_role("button", name="导出 Word").click()
    page.wait_for_timeout(200)
    assert page.evaluate("window.asked") == [True]
    with page.expect_download():
        page.evaluate("document.getElementById('saving').textContent = '已保存'")
    assert page.evaluate("window.asked") == [True, False]


def test_a_file_edited_in_word_is_compared_on_the_page(page: Page, address: str, tmp_path: Path) -> None:
    edited = tmp_path / "改过.docx"
    document = docx.Document(BytesIO(to_docx(long_draft())))
    document.paragraphs[5].runs[0].text = "二是潮汐表晒在墙上。"
    document.save(str(edited))
    page.goto(f"{address}/drafts/long/export")
    page.get_by_label("在 Word 里改过的文件").set_input_files(edited)
    page.get_by_role("button", name="与稿件逐句比对").click()
    page.locator(".compared del").first.wait_for()
    assert page.locator(".compared ins").count() >= 1
    assert page.get_by_text("相同的").first.is_visible()
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    assert axe.Axe().run(page).response["violations"] == []


def pasted_html(page: Page) -> str:
    """What a program that is pasted into gets; reading the clipboard by its own interface would have it cleaned first."""
    page.evaluate("""() => { window.pasted = new Promise((done) => {
        document.addEventListener("paste", (event) => done(event.clipboardData.getData("text/html")));
    }); }""")
    page.locator("input[type=search]").focus()
    page.keyboard.press("Control+V")
    return str(page.evaluate("window.pasted"))


def test_where_the_copy_command_is_refused_the_clipboard_s_own_interface_does_it(
    context: BrowserContext, address: str
) -> None:
    """That one cleans the HTML, and complains of the page's own rules against inline styles while it does."""
    page = context.new_page()
    page.add_init_script("document.execCommand = () => false")
    page.goto(f"{address}/drafts/d1/export")
    page.get_by_role("button", name="复制成稿").click()
    page.locator("#said", has_text="已复制成稿").wait_for()
    assert clipboard(page).startswith(SMALL.title)


@pytest.mark.parametrize("width", [390, 683, 1366])
def test_the_page_breaks_no_rule_and_fits(browser: Browser, address: str, width: int) -> None:
    context = open_context(browser, viewport={"width": width, "height": 768})
    page = context.new_page()
    page.goto(f"{address}/drafts/long/export")
    page.get_by_text("出处、格式和其他形式").click()
    assert broken_rules(page, "export") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
