"""Which elements of a Word document are its paragraphs and tables, inside whatever wraps them."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.model.unread import Tally
from indexer.reading.word.xml import (
    COMPATIBILITY,
    MATH,
    Node,
    W,
    attribute,
    child,
    chosen_branch,
    number,
    texts_in,
)

_BLOCKS = frozenset(W + name for name in ("p", "tbl", "sdt", "altChunk"))
#: What belongs into a paragraph; some programs put it beside paragraphs.
_LOOSE = frozenset(
    (*(W + name for name in ("r", "hyperlink", "fldSimple")), MATH + "oMath", MATH + "oMathPara")
)
_DELETED = frozenset((W + "del", W + "moveFrom"))
_SETTINGS = frozenset(W + name for name in ("sectPr", "tblPr", "tblGrid", "tcPr", "trPr", "tblPrEx", "sdtPr"))


def blocks_in(container: Node, tally: Tally) -> Iterator[Node]:
    """Paragraphs, tables and content controls, and what stands loose beside them, in order. What is
    deleted is counted."""
    for node in container:
        tag = node.tag
        if tag in _BLOCKS or tag in _LOOSE:
            yield node
        elif tag == COMPATIBILITY + "AlternateContent":
            branch = chosen_branch(node)
            yield from blocks_in(branch, tally) if branch is not None else ()
        elif tag in _DELETED:
            tally.add_text("deleted", "".join(texts_in(node)))
        elif isinstance(tag, str) and tag not in _SETTINGS:
            yield from blocks_in(node, tally)


def is_loose(node: Node) -> bool:
    """Whether an element is what stands inside a paragraph."""
    return node.tag in _LOOSE


def rows_of(table: Node, tally: Tally) -> Iterator[Node]:
    """The rows that are left when tracked deletions are accepted."""
    return _kept_of(table, "tr", ("trPr", "del"), tally)


def cells_of(row: Node, tally: Tally) -> Iterator[Node]:
    """The cells of a row that are left when tracked deletions are accepted."""
    return _kept_of(row, "tc", ("tcPr", "cellDel"), tally)


def _kept_of(parent: Node, name: str, deleted: tuple[str, str], tally: Tally) -> Iterator[Node]:
    """The elements called ``name``, also in content controls and unknown elements; those with a mark at the path
    ``deleted`` are counted instead."""
    for node in parent:
        if node.tag == W + name:
            if child(node, *deleted) is None:
                yield node
            else:
                tally.add_text("deleted", "".join(texts_in(node)))
        elif node.tag == W + "sdt":
            content = child(node, "sdtContent")
            yield from _kept_of(content, name, deleted, tally) if content is not None else ()
        elif isinstance(node.tag, str) and node.tag not in _SETTINGS:
            yield from _kept_of(node, name, deleted, tally)


def width_of(cell: Node) -> int:
    """How many columns of its table a cell takes."""
    return max(1, min(number(child(cell, "tcPr", "gridSpan")) or 1, 1000))


def skipped_columns(row: Node) -> int:
    """How many columns a row leaves empty before its first cell."""
    return max(0, min(number(child(row, "trPr", "gridBefore")) or 0, 1000))


def continues_above(cell: Node) -> bool:
    """Whether a cell is merged with the one above it."""
    merged = child(cell, "tcPr", "vMerge")
    return merged is not None and attribute(merged) in (None, "continue")


def holds_table(cell: Node) -> bool:
    """Whether a cell contains a table, not counting those inside content controls."""
    return any(
        inner.tag == W + "tbl" or (isinstance(inner.tag, str) and inner.tag not in _BLOCKS and holds_table(inner))
        for inner in cell
    )
