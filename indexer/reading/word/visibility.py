"""Which text of a Word document a reader cannot see: hidden, white on white, or of no size."""

from __future__ import annotations

from indexer.reading.word.styles import Styles
from indexer.reading.word.xml import Node, W, attribute, child, number

_FALSE = frozenset(("0", "false", "off"))
#: Half points. Text this small is there for copying programs, not for readers.
_LARGEST_FAINT = 2
#: The least that each colour of a white has, of 255.
_WHITE = 0xFA


def hides(run: Node, by_paragraph: bool, shaded: bool, styles: Styles) -> bool:
    """Whether a run cannot be seen. ``by_paragraph`` is what its paragraph's style says of hiding;
    on a ``shaded`` ground white text can be read."""
    properties = child(run, "rPr")
    if properties is None:
        return by_paragraph
    said: bool | None = None
    white = own_ground = tiny = False
    style: str | None = None
    for node in properties:
        tag = node.tag
        if tag == W + "vanish":
            said = (attribute(node) or "1").lower() not in _FALSE
        elif tag == W + "color":
            white = _is_white(attribute(node))
        elif tag == W + "sz":
            size = number(node)
            tiny = size is not None and size <= _LARGEST_FAINT
        elif tag in (W + "shd", W + "highlight"):
            own_ground = own_ground or is_ground(node)
        elif tag == W + "rStyle":
            style = attribute(node)
    if tiny or (white and not (own_ground or shaded)):
        return True
    if said is not None:
        return said
    return by_paragraph or styles.hides(style)


def is_shaded(properties: Node | None) -> bool:
    """Whether properties of a paragraph, cell, row or table give it a ground that is not white."""
    ground = child(properties, "shd")
    return ground is not None and is_ground(ground)


def is_ground(node: Node) -> bool:
    """Whether a w:shd or w:highlight is a colour behind the text."""
    if node.tag == W + "highlight":
        return attribute(node) not in (None, "none", "white")
    fill = attribute(node, "fill")
    pattern = attribute(node)
    return not (fill in (None, "auto") or _is_white(fill)) or pattern not in (None, "clear", "nil")


def _is_white(colour: str | None) -> bool:
    if colour is None or len(colour) != 6:
        return False
    try:
        return all(part >= _WHITE for part in bytes.fromhex(colour))
    except ValueError:
        return False
