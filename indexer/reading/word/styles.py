"""What a Word document's styles say about numbering, hiding, headings and tables of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.reading.word.xml import Node, W, attribute, child, children, number, switch

_HEADING = re.compile(r"(?:heading|标题)\s*[1-6]|title|标题", re.IGNORECASE)
#: Word counts outline levels from 0; 9 is text, and nobody sets headings as deep as 6.
_DEEPEST_HEADING = 5


@dataclass(frozen=True, slots=True)
class ListPlace:
    """The position of a paragraph in a list: ``num_id`` 0 means "in none", ``None`` "not said"."""

    num_id: int | None = None
    level: int | None = None


def list_place(properties: Node | None) -> ListPlace:
    """What paragraph properties say about numbering."""
    found = child(properties, "numPr")
    return ListPlace(number(child(found, "numId")), number(child(found, "ilvl")))


class Styles:
    """The styles of one document; ``root`` is ``None`` for a document without any."""

    def __init__(self, root: Node | None) -> None:
        self._styles: dict[str, Node] = {}
        self._default: str | None = None
        self._shades: dict[str | None, bool] = {}
        for style in children(root, "style"):
            name = attribute(style, "styleId")
            if name is None:
                continue
            self._styles[name] = style
            if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true"):
                self._default = name

    def style_of(self, properties: Node | None) -> str | None:
        """The name of a paragraph's style: its own or the document's default."""
        return attribute(child(properties, "pStyle")) or self._default

    def list_place(self, style: str | None) -> tuple[ListPlace, str | None]:
        """The numbering a style brings, and the style in its chain that brings it."""
        num_id, level, source = None, None, None
        for name, node in self._chain(style):
            place = list_place(child(node, "pPr"))
            level = place.level if level is None else level
            if place.num_id is not None:
                num_id, source = place.num_id, name
                break
        return ListPlace(num_id, level), source

    def hides(self, style: str | None) -> bool:
        """Whether text in this style is hidden."""
        for _, node in self._chain(style):
            said = switch(child(node, "rPr"), "vanish")
            if said is not None:
                return said
        return False

    def shades(self, style: str | None) -> bool:
        """Whether a style, or one it is based on, sets some colour behind its text."""
        if style not in self._shades:
            self._shades[style] = any(_holds_ground(node) for _, node in self._chain(style))
        return self._shades[style]

    def is_contents(self, style: str | None) -> bool:
        """Whether this is the style of a line in an automatic table of contents."""
        node = self._styles.get(style or "")
        name = attribute(child(node, "name")) or style or ""
        return name.lower().replace(" ", "").rstrip("0123456789") in ("toc", "tocheading")

    def is_heading(self, properties: Node | None) -> bool:
        """Whether a paragraph with these properties is declared as a heading: by itself, or by the
        first style in its chain that says what it is."""
        style = self.style_of(properties)
        level = number(child(properties, "outlineLvl"))
        if level is not None:
            return 0 <= level <= _DEEPEST_HEADING
        chain = self._chain(style)
        for name, node in chain:
            level = number(child(node, "pPr", "outlineLvl"))
            if level is not None:
                return 0 <= level <= _DEEPEST_HEADING
            if _HEADING.fullmatch(attribute(child(node, "name")) or name):
                return True
        return not chain and _HEADING.fullmatch(style or "") is not None

    def _chain(self, style: str | None) -> list[tuple[str, Node]]:
        """The style and those it is based on; a damaged document's loop is gone through once."""
        chain: dict[str, Node] = {}
        while style in self._styles and style not in chain:
            chain[style] = self._styles[style]
            style = attribute(child(chain[style], "basedOn")) or ""
        return list(chain.items())


def _holds_ground(node: Node) -> bool:
    """Whether a style, or a part of a table it has rules for, fills the ground behind its text."""
    return any(
        (inner.tag == W + "shd" and attribute(inner, "fill") not in (None, "auto", "FFFFFF")) or _holds_ground(inner)
        for inner in node
        if isinstance(inner.tag, str)
    )
