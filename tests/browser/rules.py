"""What axe-core says of a page: names, contrast, order of headings, links that colour alone does not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def broken_rules(page: Page, label: str) -> list[str]:
    """The violations of any level on a page as it stands, in light and in dark colours. It is not opened again between the
    two: the style sheets follow the scheme by themselves, and no script asks for it before somebody clicks."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    broken: list[str] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found = axe.Axe().run(page).response
        assert found["passes"], "axe-core ran no rule"
        broken += [f"{label}, {scheme}: {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found["violations"]]
    return broken
