"""Makes the pictures of docs/screenshots from the sample archive: ``python -m tests.browser.screenshots``.

Needs playwright and a Chromium, as the browser tests do.
"""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

from indexer.comparison import Reading
from indexer.engines.whoosh import WhooshEngine
from indexer.language.tokenizer import Tokenizer
from indexer.parsing.rulebook import default_rulebook
from indexer.pipeline import update
from tests.browser.chromium import ARGUMENTS, browser_path
from webui.server import Server

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"1366": (1366, 768), "390": (390, 844)}
SEARCH = "/?q=" + quote("党建 支部") + "&section=problems&section=work"


def main() -> None:
    """Overwrites the pictures."""
    folder = ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as index:
        tokenizer = Tokenizer(Path(index) / "cache")
        engine = WhooshEngine(Path(index), tokenizer)
        update(engine, [ROOT / "archive"], Reading(default_rulebook()), tokenizer.fingerprint)
        tokenizer.warm()
        server = Server(engine, host="127.0.0.1", port=8400, page_size=10)
        threading.Thread(target=server.run, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
            for name, (width, height) in SIZES.items():
                _shoot(browser, server.url.rstrip("/"), folder, name, width, height)
            browser.close()
        engine.close()


def _shoot(browser: Browser, address: str, folder: Path, name: str, width: int, height: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(address + "/")
    page.screenshot(path=folder / f"start-{name}.png")
    page.goto(address + SEARCH)
    page.screenshot(path=folder / f"search-{name}.png")
    page.click(".hit .open >> nth=0")
    page.wait_for_load_state()
    page.goto(page.url.partition("#")[0])
    page.screenshot(path=folder / f"report-{name}.png")
    page.close()


if __name__ == "__main__":
    main()
