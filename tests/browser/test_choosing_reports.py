"""Reports that are ticked in the library, with a basket on the page: what is done with them stays in reach at every width."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.drafting.store import DraftStore
from indexer.ingest.corrector import Corrector
from indexer.language.tokenizer import Tokenizer
from indexer.parsing.rulebook import Rulebook
from tests.browser.chromium import open_context
from tests.browser.desk_server import served
from tests.library.home import Home
from tests.workbench import Workbench, letter
from webui import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

WIDTHS = pytest.mark.parametrize(("width", "height"), [(1366, 768), (683, 728), (390, 844)])

#: Whether a click in the middle of an element reaches it.
HIT_IN_ITS_MIDDLE = """element => {
  const box = element.getBoundingClientRect();
  return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === element;
}"""


@pytest.fixture
def address(tmp_path: Path, tokenizer: Tokenizer, rules: Rulebook) -> Iterator[str]:
    """A library longer than any window, and drafts."""
    bench = Workbench(tmp_path, tokenizer, rules)
    for year in range(1995, 2010):
        bench.write(f"各年/{year}.txt", letter(f"白鹭湖{year}", year))
    home = Home(bench)
    home.refresh()
    corrector = Corrector(bench.engine, home.library.settings.corrections, home.library.at_once)
    app = create_app(bench.engine, corrector=corrector, library=home.library, store=DraftStore(tmp_path / "稿件"))
    with served(app) as address:
        yield address
    bench.engine.close()


@WIDTHS
def test_what_is_done_with_ticked_reports_can_be_pressed(browser: Browser, address: str, width: int, height: int) -> None:
    """The panel stands above the bar of the basket, its first line inside its border, its buttons in one row."""
    context = open_context(browser, viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(f"{address}/library")
    page.check("input[name=id] >> nth=0")
    page.check("input[name=id] >> nth=1")
    assert page.evaluate("document.documentElement.scrollHeight") > height + 200  # it does not stand at its end
    buttons = page.locator(".bulk-fields button").all()
    assert all(button.evaluate(HIT_IN_ITS_MIDDLE) for button in buttons)
    assert len({box["y"] for button in buttons if (box := button.bounding_box())}) == 1 and len(buttons) == 2
    panel, legend = page.locator(".bulk-fields").bounding_box(), page.locator(".bulk-fields legend").bounding_box()
    assert panel and legend and panel["y"] < legend["y"]
    page.get_by_role("button", name="比提纲").click(timeout=5000)
    page.locator(".outlines thead th").nth(1).wait_for()
    context.close()


@pytest.mark.parametrize("script", [True, False])
def test_the_library_adds_to_the_reports_that_are_compared(browser: Browser, address: str, script: bool) -> None:
    """From two outlines to the list, and back with a third; without a script as with one."""
    context = open_context(browser) if script else browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/library")
    page.check("input[name=id] >> nth=0")
    page.check("input[name=id] >> nth=1")
    page.get_by_role("button", name="比提纲").click()
    page.get_by_role("link", name="到资料库里选").click()
    page.locator(".tray .chosen").nth(1).wait_for()
    assert page.locator(".reports .in-compare").count() == 2 and not page.locator("input[name=id]:checked").count()
    page.check("input[name=id] >> nth=4")
    page.get_by_role("button", name="加进去比提纲").click()
    page.locator(".outlines thead th").nth(2).wait_for()
    assert page.locator(".outlines thead th").count() == 3
    context.close()
