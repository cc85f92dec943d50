"""What axe-core says of a page: names, contrast, order of headings, links that colour alone does not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

#: An office screen and a phone.
SIZES: dict[str, ViewportSize] = {"screen": {"width": 1366, "height": 800}, "phone": {"width": 390, "height": 800}}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def broken_rules(page: Page, label: str) -> list[str]:
    """The violations of any level on a page as it stands, in light and in dark colours. It is not opened again between the
    two: the style sheets follow the scheme by themselves, and no script asks for it before somebody clicks."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    broken: list[str] = []
    page.evaluate(axe.Axe().axe_script)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("axe.run({resultTypes: ['violations']})")
        assert found["passes"], "axe-core ran no rule"
        broken += [f"{label}, {scheme}: {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found["violations"]]
    return broken


def broken_at_every_size(page: Page, label: str) -> list[str]:
    """The same on an office screen and on a phone, of a page that is opened once: what differs with the width is in its style
    sheets. It is a screen's again afterwards."""
    broken: list[str] = []
    for name, size in reversed(SIZES.items()):
        page.set_viewport_size(size)
        broken += broken_rules(page, f"{label}, {name}")
    return broken
