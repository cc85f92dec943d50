"""Makes the pictures of docs/screenshots from the sample archive: ``python -m tests.browser.screenshots``.

Needs playwright and a Chromium, as the browser tests do.
"""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page, sync_playwright

from indexer.drafting.store import DraftStore
from indexer.engines.whoosh import WhooshEngine
from indexer.ingest.changes import ReadOptions
from indexer.ingest.update import update
from indexer.language.tokenizer import Tokenizer
from indexer.parsing.rulebook import default_rulebook
from tests.browser.chromium import ARGUMENTS, browser_path
from webui.server import Server

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"1366": (1366, 768), "390": (390, 844)}

#: Picture → the parameters of its page.
VIEWS = {
    "start": {},
    "search": {"q": "网点 党员"},
    "lines": {"q": "党建", "view": "lines", "order": "right"},
    "headings": {"view": "headings", "shortest": "8", "longest": "16", "clauses": "2"},
    "trends": {"q": "党建", "view": "trends"},
}


def main() -> None:
    """Overwrites the pictures."""
    folder = ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as index:
        tokenizer = Tokenizer(Path(index) / "cache")
        engine = WhooshEngine(Path(index), tokenizer)
        update(engine, [ROOT / "archive"], ReadOptions(default_rulebook()), tokenizer.fingerprint)
        tokenizer.warm()
        store = DraftStore(Path(index) / "稿件")
        server = Server(engine, host="127.0.0.1", port=8400, page_size=10, store=store)
        threading.Thread(target=server.run, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
            for name, (width, height) in SIZES.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                _shoot(page, server.url.rstrip("/"), folder, name)
                page.close()
            browser.close()
        engine.close()


def _shoot(page: Page, address: str, folder: Path, size: str) -> None:
    for name, parameters in VIEWS.items():
        page.goto(f"{address}/?{urlencode(parameters)}")
        if name == "search":
            page.click("details.near summary >> nth=0")
            page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / f"{name}-{size}.png")
    page.goto(f"{address}/?{urlencode(VIEWS['search'])}")
    page.click(".hit .open >> nth=0")
    page.wait_for_load_state()
    page.goto(page.url.partition("#")[0])
    page.screenshot(path=folder / f"report-{size}.png")
    _shoot_desk(page, address, folder, size)


def _shoot_desk(page: Page, address: str, folder: Path, size: str) -> None:
    """The basket over results, and the draft; what the first size has collected the others show."""
    for parameters in ({"q": "网点 党员"}, {"q": "党建 问题", "section": "problems"}):
        page.goto(f"{address}/?{urlencode(parameters)}")
        for button in page.locator(".hit .take[aria-pressed=false]").all()[:3]:
            button.click()
            page.wait_for_load_state("networkidle")
    page.click("#basket-link" if page.locator("#basket-link").is_visible() else ".basket-bar")
    page.screenshot(path=folder / f"basket-{size}.png")
    page.goto(f"{address}/drafts/current")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=folder / f"draft-{size}.png")


if __name__ == "__main__":
    main()
