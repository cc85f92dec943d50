"""The installed Chromium or Edge that the browser tests drive."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "msedge", "microsoft-edge", "chrome")
# What the browser does without. The last such list is the one that counts, so what Playwright leaves out for a page to do the
# same every time stands here, too. The first three are processes of their own beside each window, which nobody here looks at: two
# that draw suggestions below the address, and one that waits for the next page. They cost as much as opening a page does.
_LEFT_OUT = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess"),
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable"),
    *("HttpsUpgrades", "LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding"),
    *("PreconnectToSearch", "ThirdPartyStoragePartitioning"),
)
ARGUMENTS = [
    f"--disable-features={','.join(_LEFT_OUT)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

# Until the page's scripts have run, nothing can be hit by the mouse: a click waits for them as a person would.
WAIT_FOR_SCRIPTS = """
const untouchable = new CSSStyleSheet();
untouchable.replaceSync("* { pointer-events: none !important; }");
document.adoptedStyleSheets = [untouchable];
addEventListener("DOMContentLoaded", () => { document.adoptedStyleSheets = []; });
"""


def browser_path() -> str | None:
    """The browser that is named, or the first that is found."""
    named = os.environ.get("BIGAN_CHROMIUM")
    if named:
        return named
    return next(filter(None, map(shutil.which, NAMES)), None)


def open_context(browser: Browser, **options: Any) -> BrowserContext:
    """A context whose clicks wait for the scripts of the page: one that comes before them finds nobody who listens."""
    context = browser.new_context(**options)
    context.add_init_script(WAIT_FOR_SCRIPTS)
    return context


@contextmanager
def next_document(page: Page) -> Iterator[None]:
    """What is done within leads to another document; goes on when that one has been read whole. Where no script waits for it, a
    test would look at the one before, or at the first half."""
    with page.expect_navigation():
        yield


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))
