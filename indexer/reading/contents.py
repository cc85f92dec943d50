"""Finds a table of contents that was typed or generated as lines with leaders and page numbers."""

from __future__ import annotations

import re

from indexer.model.reports import Span

_HEAD = re.compile(r"[\s【\[]*(?:目\s*录|目\s*次|CONTENTS)[\s】\]]*", re.IGNORECASE)
_PAGE = re.compile(r"[（(]?(\d{1,4})[）)]?\s*$")
_DOTS = "….．·•"
_DASHES = "-_—"
_GAPS = " \t\u3000\u00a0"
#: So many dots or dashes lead to a page wherever they stand.
_LONG_LEADER = 4
#: Under the word 目录 a tab, or so many signs, is enough.
_SHORT_LEADER = 2
_FEWEST = 3
_LONGEST = 120


def find_contents(text: str) -> list[Span]:
    """Spans of the lines of tables of contents, with the word 目录 above them.

    Without that word only dotted leaders count; page numbers never go down in one table.
    """
    found: list[Span] = []
    run: list[Span] = []
    head: Span | None = None
    last_page = start = 0
    for line in text.split("\n"):
        span = (start, start + len(line))
        start += len(line) + 1
        if not line.strip():
            continue
        page = _page(line, loosely=head is not None)
        if page is not None and page >= last_page:
            run.append(span)
            last_page = page
            continue
        found += _table(head, run)
        head = span if len(line) < _LONGEST and _HEAD.fullmatch(line) else None
        run, last_page = [], 0
        if page is not None:
            run, last_page = [span], page
    return [*found, *_table(head, run)]


def _table(head: Span | None, run: list[Span]) -> list[Span]:
    if len(run) < _FEWEST:
        return []
    return [head, *run] if head is not None else run


def _page(line: str, loosely: bool) -> int | None:
    """The page a line leads to; ``None`` where it is no line of a table of contents."""
    found = _PAGE.search(line) if len(line) <= _LONGEST else None
    if found is None:
        return None
    before = line[: found.start()]
    words = before.rstrip(_DOTS + _DASHES + _GAPS)
    leader = before[len(words) :]
    # One … is three dots.
    signs = sum(1 for char in leader if char not in _GAPS) + leader.count("…")
    if not words.strip() or not (signs >= _LONG_LEADER or (loosely and _is_gap(leader))):
        return None
    return int(found.group(1))


def _is_gap(leader: str) -> bool:
    return "\t" in leader or len(leader) >= _SHORT_LEADER
