"""The number by which a paragraph is cited."""

from __future__ import annotations

from indexer.engines.records import numbers_of
from indexer.model.reports import Paragraph


def test_numbers_begin_anew_under_each_top_heading() -> None:
    """Two divisions of the same name are not counted through; under no heading the report is counted."""
    paths = [(), ("一、甲",), ("一、甲", "（一）"), (), ("二、乙",), ("一、甲",)]
    assert numbers_of([Paragraph(n, "文", ("work",), (), path) for n, path in enumerate(paths)]) == [1, 1, 2, 4, 1, 1]
