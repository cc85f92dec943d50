"""How do five units put it? Unit types side by side, on an office screen, half of one, a phone, by keys and without script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.drafting.store import DraftStore
from indexer.engines import Source
from indexer.language.tokenizer import Tokenizer
from tests.browser.chromium import clipboard
from tests.browser.desk_server import served
from tests.engines.corpus import change, paragraph, report
from tests.reference_engine.engine import MemoryEngine
from webui import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

#: Unit type → how many reports: seven columns on two pages.
UNITS = {"公安": 5, "妇联": 4, "企业": 3, "银行": 2, "学校": 2, "法院": 1, "医院": 1}
REASONS = (
    "究其原因，压力传导到中队就断了线，夜里值班的人说不清自己那块责任田，台账替代了走访。"
    + "问到昨天谁来过，他指着墙上的表；问到表上的人，他又指着另一张表。" * 2,
    "根子在压力传导：会上讲得响，会后没人问一句办到了哪一步，年底才想起来补材料，越补越虚。",
    "压力传导上，班子成员之间互相等、互相看，谁也不先开口，矛盾攒到年底一起爆。",
    "说到底是压力传导失了温度，只发通知不见人，基层把完成任务当成回复邮件。",
    "压力传导层层加码却不加力，钱和人没有跟着责任走，干事的人先寒了心。",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> Iterator[str]:
    engine = MemoryEngine(tokenizer)
    reports = {
        f"{unit}{number}": report(
            paragraph(0, REASONS[number], ("causes",), ("三、原因分析",)),
            paragraph(1, "渡口修了夜航灯，船工靠岸不再摸黑。", ("work",), ("一、主要做法",)),
            title=f"{unit}述职报告",
            year=2018 + number,
            unit=unit,
        )
        for unit, count in UNITS.items()
        for number in range(count)
    }
    change(engine, add=reports, sources={key: Source((f"{key}.txt",)) for key in reports})
    store = DraftStore(Path(tmp_path_factory.mktemp("drafts")))
    with served(create_app(engine, store=store)) as address:
        yield address


def asked(address: str) -> str:
    return f"{address}/?q=压力传导&section=causes&group=unit"


def corner(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"], box["y"]


def test_five_units_are_compared_in_two_clicks(page: Page, address: str) -> None:
    """From a question to five columns beside each other, each with its best paragraphs, and on to one's whole list."""
    page.goto(f"{address}/?q=压力传导&section=causes")
    page.get_by_role("link", name="按单位并排").click()
    page.wait_for_url("**group=unit*")
    columns = page.locator(".column")
    assert [name.split()[0] for name in columns.locator(".column-name").all_inner_texts()] == list(UNITS)[:5]
    corners = [corner(columns.nth(at)) for at in range(5)]
    assert len({y for _, y in corners}) == 1 and [x for x, _ in corners] == sorted(x for x, _ in corners)
    assert [columns.nth(at).locator(".hit").count() for at in range(5)] == [3, 3, 3, 2, 2]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    assert columns.locator(".compare").count() == columns.locator(".hit").count()
    columns.first.get_by_role("link", name="看公安全部 5 段").click()
    page.wait_for_url("**unit=*")
    assert page.locator(".hit").count() == 5 and page.locator(".column").count() == 0


@pytest.mark.parametrize(("width", "height"), [(683, 728), (390, 844)])
def test_narrow_screens_have_the_columns_below_each_other(page: Page, address: str, width: int, height: int) -> None:
    """Nothing is cut off at the side; the row of unit types jumps to each."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(asked(address))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = [page.locator(".column").nth(at).bounding_box() for at in range(5)]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    page.locator(".column-index a", has_text="银行").click()
    page.wait_for_function("location.hash !== ''")
    assert 0 <= corner(page.locator(".column").nth(4))[1] < height


def test_keys_go_down_a_column_and_across(page: Page, address: str) -> None:
    """j down, l and h across at the same height, c copies, n turns to the other unit types."""
    page.goto(asked(address))
    focused = "document.activeElement.dataset.id"
    ids = "hits => hits.map((hit) => hit.dataset.id)"
    first = [column.locator(".hit").evaluate_all(ids) for column in page.locator(".column").all()]
    page.keyboard.press("l")
    assert page.evaluate(focused) == first[0][0]
    page.keyboard.press("j")
    assert page.evaluate(focused) == first[0][1]
    page.keyboard.press("l")
    assert page.evaluate(focused) == first[1][1]
    page.keyboard.press("h")
    page.keyboard.press("h")
    assert page.evaluate(focused) == first[0][1]
    page.keyboard.press("c")
    sync_api.expect(page.locator("#said")).to_contain_text("已复制")
    assert clipboard(page) in REASONS
    with page.expect_navigation():
        page.keyboard.press("n")
    assert [name.split()[0] for name in page.locator(".column-name").all_inner_texts()] == ["法院", "医院"]


def test_a_paragraph_of_a_column_is_unfolded_copied_with_its_source_and_collected(page: Page, address: str) -> None:
    """What is cut for the column is copied whole; collecting it says so."""
    page.goto(asked(address))
    hit = page.locator(".column").last.locator(".hit", has_text="指着墙上的表")
    assert hit.locator(".whole").inner_text() in REASONS[0][:-1]
    hit.locator("label.fold").click()
    assert hit.locator(".whole").inner_text() == REASONS[0]
    hit.get_by_role("button", name="连出处复制").click()
    sync_api.expect(page.locator("#said")).to_contain_text("已连出处复制")
    copied, source = clipboard(page).splitlines()
    assert copied == REASONS[0] and source.startswith("〔《学校述职报告》")
    hit.locator(".take").click()
    sync_api.expect(hit.locator(".take")).to_have_text("已收 ✓")


def test_compact_columns_stay_in_their_width(page: Page, address: str) -> None:
    page.goto(asked(address))
    page.get_by_role("button", name="紧凑").click()
    sync_api.expect(page.locator("#density")).to_have_attribute("aria-pressed", "true")
    for column in page.locator(".column").all():
        box = column.bounding_box()
        assert box
        for act in column.locator(".act:visible").all():
            own = act.bounding_box()
            assert own and own["x"] + own["width"] <= box["x"] + box["width"] + 1


def test_columns_need_no_script(browser: Browser, address: str) -> None:
    """Every way in, on and out is a link."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto(f"{address}/?q=压力传导")
    page.get_by_role("link", name="按单位并排").click()
    page.wait_for_url("**group=unit*")
    page.locator(".column-index a", has_text="医院").click()
    page.wait_for_url("**page=2*")
    assert page.locator(".column-name").first.inner_text().startswith("法院")
    page.get_by_role("link", name="按单位并排").click()
    page.wait_for_url(lambda url: "group" not in url)
    assert page.locator(".column").count() == 0 and page.locator(".hit").count() == len(REASONS)
    context.close()
