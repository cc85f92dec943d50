"""Makes the pictures of docs/screenshots from the sample archive: ``python -m tests.browser.screenshots``.

Needs playwright and a Chromium, as the browser tests do.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright

from indexer.config import Settings, load_settings
from indexer.corrections.store import load_corrections
from indexer.drafting.store import DraftStore
from indexer.engines.whoosh import WhooshEngine
from indexer.ingest.changes import IndexReport, Progress, ReadOptions
from indexer.ingest.corrector import Corrector
from indexer.ingest.update import update
from indexer.language.tokenizer import Tokenizer
from indexer.library.job import Run
from indexer.library.library import Library
from indexer.library.proposals import usual_places
from indexer.parsing.rulebook import default_rulebook
from tests.browser.chromium import ARGUMENTS, browser_path
from webui.server import Server

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"1366": (1366, 768), "390": (390, 844)}
SECONDS = 60.0

#: Picture → the parameters of its page.
VIEWS = {
    "start": {},
    "search": {"q": "网点 党员"},
    "columns": {"q": "群众", "section": "problems", "group": "unit"},
    "dated": {"q": "三大攻坚战"},
    "lines": {"q": "党建", "view": "lines", "order": "right"},
    "headings": {"view": "headings", "parallel": "1", "section": "work"},
    "trends": {"q": "党建", "view": "trends"},
}
#: Picture → its page.
ARCHIVE_PAGES = {"run": "/library/run", "library": "/library", "folders": "/library?tab=folders", "settings": "/settings"}

#: Names the folder of these pictures as a user's would be named.
_TIDY = """([folder, shown]) => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) { texts.currentNode.data = texts.currentNode.data.replaceAll(folder, shown); }
}"""


class Desk:
    """A desktop with the sample reports, and a server that begins with an empty archive."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reports = folder / "桌面" / "历年材料"
        shutil.copytree(ROOT / "archive", self.reports)
        shutil.copytree(ROOT / "archive" / "公安", folder / "文档" / "公安")
        (folder / "config.ini").write_text("[archive]\nfolders =\n", encoding="utf-8")
        self.tokenizer = Tokenizer(folder / "cache")
        self.engine = WhooshEngine(folder / "index", self.tokenizer)
        settings = load_settings(folder / "config.ini", environ={}, cwd=folder)
        self.library = Library(self.engine, settings, self._update, home=folder, places=usual_places(folder))
        self.tokenizer.warm()
        self.server = Server(
            self.engine,
            host="127.0.0.1",
            port=8400,
            page_size=10,
            library=self.library,
            corrector=Corrector(self.engine, settings.corrections, self.library.at_once),
            store=DraftStore(settings.drafts),
        )
        threading.Thread(target=self.server.run, daemon=True).start()

    def _update(self, settings: Settings, run: Run, progress: Progress | None) -> IndexReport:
        how = ReadOptions(default_rulebook(), lambda: load_corrections(settings.corrections).corrections)
        return update(
            self.engine,
            settings.archive_roots,
            how,
            self.tokenizer.fingerprint,
            only=run.only,
            forget=run.forget,
            progress=progress,
        )

    def shoot(self, page: Page, path: str, picture: str) -> None:
        """Takes the picture of a page."""
        page.goto(self.server.url.rstrip("/") + path)
        page.evaluate(_TIDY, [str(self.folder), "/home/林秘书"])
        page.screenshot(path=ROOT / "docs" / "screenshots" / f"{picture}.png")


def main() -> None:
    """Overwrites the pictures."""
    (ROOT / "docs" / "screenshots").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        desk = Desk(Path(home))
        browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        for size in SIZES:
            desk.shoot(_page(browser, size), "/", f"first-run-{size}")
        desk.library.add(str(desk.reports))
        assert desk.library.job.wait(SECONDS)
        for size in SIZES:
            page = _page(browser, size)
            for name, path in ARCHIVE_PAGES.items():
                desk.shoot(page, path, f"{name}-{size}")
            _shoot_answers(page, desk, size)
            page.close()
        browser.close()
        desk.engine.close()


def _page(browser: Browser, size: str) -> Page:
    width, height = SIZES[size]
    return browser.new_page(viewport={"width": width, "height": height})


def _shoot_answers(page: Page, desk: Desk, size: str) -> None:
    address, folder = desk.server.url.rstrip("/"), ROOT / "docs" / "screenshots"
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
    _shoot_outlines(page, address, folder, size)
    _shoot_desk(page, address, folder, size)


def _shoot_outlines(page: Page, address: str, folder: Path, size: str) -> None:
    """Three reports side by side, heading by heading."""
    page.goto(f"{address}/?{urlencode({'q': '群众', 'section': 'problems', 'per_report': '1'})}")
    found = page.locator(".hit").evaluate_all("hits => hits.map((hit) => hit.dataset.id)")
    chosen = [paragraph.rpartition("-")[0] for paragraph in found[:3]]
    page.goto(f"{address}/outlines?{urlencode([('id', one) for one in chosen])}")
    page.screenshot(path=folder / f"outlines-{size}.png")


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
