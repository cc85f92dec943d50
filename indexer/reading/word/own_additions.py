"""What an export of Bigan's own adds to a Word file: sources in comments or in a list at the end, and what the draft holds.

That is no part of a report: put back into the archive, each source would be found in the place of the paragraph that it names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

#: By whom they are, as the export signs them.
AUTHOR = "笔杆"

#: Behind the source of a text that the writer changed.
REWORDED = "（收后改过）"

#: Why they are left out.
REASON = "笔杆加的出处"

#: The heading of the list of sources.
SOURCES_HEADING = "素材出处"

_SOURCE = re.compile(f"〔.+〕(?:{REWORDED})?")
_ADDED = re.compile(r"\d+\.\s*“.+”：〔.+〕|草稿(?:《.*》)?：\d+ 个标题、\d+ 段.*；.+。", re.DOTALL)


def is_own_source(author: str | None, line: str) -> bool:
    """Whether a line of a comment by ``author`` is nothing but a source that Bigan put there; a note of the writer's is
    not."""
    return author == AUTHOR and _SOURCE.fullmatch(line.strip()) is not None


def is_added(line: str) -> bool:
    """Whether an export may have added this line to the text of a draft: the list of sources, the statement."""
    return line == SOURCES_HEADING or bool(_ADDED.fullmatch(line))


def own_end(lines: Sequence[str]) -> int:
    """Where at the end of a document's lines the list of sources and the statement begin; the number of lines where there
    are none."""
    start = len(lines)
    while start and (not lines[start - 1].strip() or is_added(lines[start - 1].strip())):
        start -= 1
    return start
