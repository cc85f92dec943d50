"""The links under a list that lead to its other pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from webui.state.search_state import SearchState


@dataclass(frozen=True, slots=True)
class PageLink:
    """``url`` is ``None`` for the present page and for a gap, whose ``label`` is ``…``."""

    label: str
    url: str | None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """Where one can go from here; ``beyond`` says that there is no such page."""

    previous: str | None
    next: str | None
    links: tuple[PageLink, ...]
    beyond: bool
    last: PageLink | None


def page_links(state: SearchState, page: int, pages: int) -> Pages:
    """The pages of a search."""
    return pages_of(lambda number: state.with_page(number).url, page, pages)


def pages_of(url_of: Callable[[int], str], page: int, pages: int) -> Pages:
    """The first, the last and the pages around ``page`` (from 1) of ``pages``."""
    wanted = sorted({n for n in (1, 2, *range(page - 2, page + 3), pages) if 1 <= n <= pages})
    links: list[PageLink] = []
    for before, number in zip([0, *wanted], wanted, strict=False):
        if number - before == 2:
            links.append(_link(url_of, before + 1, page))
        elif number - before > 2:
            links.append(PageLink("…", None))
        links.append(_link(url_of, number, page))
    return Pages(
        previous=url_of(page - 1) if 1 < page <= pages else None,
        next=url_of(page + 1) if page < pages else None,
        links=tuple(links),
        beyond=page > max(pages, 1),
        last=_link(url_of, pages, 0) if pages else None,
    )


def _link(url_of: Callable[[int], str], number: int, page: int) -> PageLink:
    if number == page:
        return PageLink(str(number), None, current=True)
    return PageLink(str(number), url_of(number))
