"""What every answer in a terminal begins with: how the question was read, and why nothing is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

NOTHING = "没有找到：可减少词语、换个说法，或放宽筛选"


class Page(Protocol):
    """One page of any answer."""

    @property
    def understood_as(self) -> str: ...
    @property
    def notices(self) -> tuple[str, ...]: ...
    @property
    def total(self) -> int: ...
    @property
    def page(self) -> int: ...
    @property
    def pages(self) -> int: ...


def said_lines(understood_as: str, notices: Iterable[str]) -> Iterator[str]:
    """How a question was read, and what is to be said about that."""
    if understood_as:
        yield f"理解为：{understood_as}"
    for notice in notices:
        yield f"提示：{notice}"


def opening_lines(page: Page, measure: str) -> Iterator[str]:
    """The first lines of an answer whose results are counted in ``measure`` (段, 处), also where it shows none."""
    yield from said_lines(page.understood_as, page.notices)
    if not page.total:
        yield NOTHING
    elif is_beyond(page):
        yield f"共 {page.total} {measure}，只有 {page.pages} 页：请用 --page 1 到 {page.pages}"


def is_beyond(page: Page) -> bool:
    """Whether a page shows nothing: there is nothing, or it is behind the last one."""
    return not page.total or page.page > page.pages


def page_label(page: Page) -> str:
    """Which page it is, where there are several; begins with a comma."""
    return f"，第 {page.page}/{page.pages} 页" if page.pages > 1 else ""
