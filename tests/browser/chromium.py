"""The installed Chromium or Edge that the browser tests drive."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "msedge", "microsoft-edge", "chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def browser_path() -> str | None:
    """The browser that is named, or the first that is found."""
    named = os.environ.get("BIGAN_CHROMIUM")
    if named:
        return named
    return next(filter(None, map(shutil.which, NAMES)), None)


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))
