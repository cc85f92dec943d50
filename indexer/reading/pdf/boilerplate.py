"""Page numbers, running heads and running feet: what a PDF repeats on its pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from indexer.reading.pdf.layout import Row, joined_row

#: Rows from the edge of a page that may be a head or a foot.
_EDGE_ROWS = 3
#: The same words stand at the same place of so many pages at least, and of this share of them:
#: under a half, because left and right pages may have heads of their own.
_FEWEST_PAGES = 2
_PAGES_SHARE = 0.4
#: Points. How far the same place may move.
_PLACE = 6.0
#: In line heights: a number this far from the text is no part of it.
_FAR = 1.8
#: Against the usual size, and the usual step from line to line.
_SMALLER = 0.95
_OFF = 1.2

_DASH = "[-–—―─－~·•‐‑‒一_]"
_COUNT = "(?:[0-9０-９]{1,4}|[零〇一二三四五六七八九十百]{1,5})"
_DECORATED = re.compile(
    rf"{_DASH}{{1,3}}[0-9０-９]{{1,4}}{_DASH}{{1,3}}"
    rf"|第{_COUNT}页[,，/／|]?(?:共{_COUNT}页)?"
    r"|[Pp](?:age|AGE)[0-9]{1,4}(?:of[0-9]{1,4})?"
    r"|[0-9０-９]{1,4}(?:/|／|of)[0-9０-９]{1,4}"
)
_BARE = re.compile("[0-9０-９]{1,4}")
_DIGITS = re.compile("[0-9０-９]+")
_SPACE = re.compile(r"\s+")
_NO_WORDS = "#.-—·/、()（）"


def boilerplate_rows(pages: Sequence[Sequence[Row]]) -> list[frozenset[int]]:
    """For each page, which of its rows are not its text."""
    found: list[set[int]] = [set() for _ in pages]
    for top in (True, False):
        # A head may stand above the page number or under it, and take more than one row.
        for _ in range(_EDGE_ROWS):
            _add_repeated(pages, found, top)
            _add_numbers(pages, found, top)
    return [frozenset(rows) for rows in found]


def _add_repeated(pages: Sequence[Sequence[Row]], found: list[set[int]], top: bool) -> None:
    """Marks the outermost rows not yet marked that are the same on most pages."""
    rows = {at: row for at, page in enumerate(pages) if (row := _outermost(page, found[at], top)) is not None}
    shapes = {at: _shape(pages[at][row]) for at, row in rows.items()}
    counts = Counter(shapes.values())
    for at, (words, place) in shapes.items():
        same = sum(counts[words, near] for near in (place - 1, place, place + 1))
        often = same >= max(_FEWEST_PAGES, _PAGES_SHARE * len(pages))
        if often and words.strip(_NO_WORDS) and _is_beside_text(pages[at], rows[at], top):
            found[at].add(rows[at])


def _add_numbers(pages: Sequence[Sequence[Row]], found: list[set[int]], top: bool) -> None:
    """Marks page numbers: decorated ones, and bare ones that count on with the pages."""
    bare: dict[int, tuple[int, int]] = {}
    for at, page in enumerate(pages):
        row = _outermost(page, found[at], top)
        if row is None or len(page) == 1:
            continue
        text = _SPACE.sub("", joined_row(page[row]).text)
        if _DECORATED.fullmatch(text):
            found[at].add(row)
        elif _BARE.fullmatch(text):
            bare[at] = (row, int(text) - at)
    starts = Counter(start for _, start in bare.values())
    for at, (row, start) in bare.items():
        if starts[start] >= _FEWEST_PAGES or (start == 1 and _stands_apart(pages[at], row)):
            found[at].add(row)


def _outermost(page: Sequence[Row], marked: set[int], top: bool) -> int | None:
    order = range(len(page)) if top else range(len(page) - 1, -1, -1)
    return next((row for row in order[:_EDGE_ROWS] if row not in marked), None)


def _shape(row: Row) -> tuple[str, int]:
    line = joined_row(row)
    return _DIGITS.sub("#", _SPACE.sub("", line.text)), round(line.y / _PLACE)


def _is_beside_text(page: Sequence[Row], row: int, top: bool) -> bool:
    """Whether a row is set off from the text: smaller, or further away than lines are."""
    inner = row + 1 if top else row - 1
    if not 0 <= inner < len(page):
        return True
    size = median(line[0].size for line in page)
    here = page[row][0]
    steps = [abs(a[0].y - b[0].y) for a, b in pairwise(page)]
    return here.size < size * _SMALLER or (
        here.size <= size and abs(page[inner][0].y - here.y) > _OFF * median(steps)
    )


def _stands_apart(page: Sequence[Row], row: int) -> bool:
    here = page[row][0]
    beside = [page[at][0] for at in (row - 1, row + 1) if 0 <= at < len(page)]
    return all(abs(line.y - here.y) > _FAR * line.size for line in beside)
