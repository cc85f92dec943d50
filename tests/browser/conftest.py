"""A browser for all tests here; a module says in its fixture ``address`` where its server is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from indexer.engines import Engine
from indexer.language.tokenizer import Tokenizer
from tests.browser.chromium import ARGUMENTS, browser_path, open_context
from tests.engines.conftest import FACTORIES, discard, need_node

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture(scope="session")
def browsers() -> Iterator[Callable[[], Browser]]:
    """Gives the browser of this process, which takes seconds to start: another one only where the last has ended."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = browser_path()
    if path is None:
        pytest.skip("no Chromium or Edge found: set BIGAN_CHROMIUM to one")
    started: list[Browser] = []
    with sync_api.sync_playwright() as playwright:

        def running() -> Browser:
            if not started or not started[-1].is_connected():
                started.append(playwright.chromium.launch(executable_path=path, args=ARGUMENTS))
            return started[-1]

        yield running
        for browser in started:
            browser.close()


@pytest.fixture
def browser(browsers: Callable[[], Browser]) -> Iterator[Browser]:
    """A running browser without a window; contexts share nothing, and what a test leaves open is closed behind it."""
    running = browsers()
    yield running
    for context in running.contexts:
        context.close()


@pytest.fixture(scope="module", params=["memory", "opensearch"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> Iterator[Engine]:
    """An empty engine: the pages say the same whichever answers."""
    kind = str(request.param)
    need_node(kind)
    folder = tmp_path_factory.mktemp(kind)
    made = FACTORIES[kind](folder, tokenizer)
    yield made
    made.close()
    discard(kind, folder)


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    made = open_context(browser, viewport={"width": 1366, "height": 768})
    made.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that may speak to nobody but the server, and may not complain."""
    opened = context.new_page()
    complaints: list[str] = []
    strangers: list[str] = []
    opened.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "request", lambda r: strangers.append(r.url) if urlsplit(r.url).hostname != "127.0.0.1" else None
    )
    yield opened
    assert not complaints
    assert not strangers
