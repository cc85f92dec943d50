"""Bigan's own comments in a Word file: the sources that an export puts beside what was collected.

They are no part of a report: put back into the archive, each would be found in the place of the paragraph that it names.
"""

from __future__ import annotations

import re

#: By whom they are, as the export signs them.
AUTHOR = "笔杆"

#: Behind the source of a text that the writer changed.
REWORDED = "（收后改过）"

#: Why they are left out.
REASON = "笔杆加的出处"

_SOURCE = re.compile(f"〔.+〕(?:{REWORDED})?")


def is_own_source(author: str | None, line: str) -> bool:
    """Whether a line of a comment by ``author`` is nothing but a source that Bigan put there; a note of the writer's is
    not."""
    return author == AUTHOR and _SOURCE.fullmatch(line.strip()) is not None
