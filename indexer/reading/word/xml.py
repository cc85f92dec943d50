"""Names and small questions about the XML of a Word document, without the XML library."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VML = "{urn:schemas-microsoft-com:vml}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
#: What attributes of relations are called, but for their last word.
RELATIONS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)

_TEXTS = frozenset((W + "t", W + "delText", MATH + "t", DRAWING + "t"))
_FALSE = frozenset(("0", "false", "off"))


class Node(Protocol):
    """An XML element, as far as it is used here. Comments have a ``tag`` that is no string."""

    @property
    def tag(self) -> Any: ...
    @property
    def text(self) -> str | None: ...
    def get(self, key: str, /) -> str | None: ...
    def __iter__(self) -> Iterator[Node]: ...


def child(node: Node | None, *path: str) -> Node | None:
    """The first descendant along a path of Word's element names, or ``None``."""
    for name in path:
        if node is None:
            return None
        tag = W + name
        for inner in node:
            if inner.tag == tag:
                node = inner
                break
        else:
            return None
    return node


def children(node: Node | None, name: str) -> Iterator[Node]:
    """The children with this name of Word's."""
    return (inner for inner in node if inner.tag == W + name) if node is not None else iter(())


def attribute(node: Node | None, name: str = "val") -> str | None:
    """An attribute of Word's namespace, or ``None`` where it or the element is missing."""
    return node.get(W + name) if node is not None else None


def number(node: Node | None, name: str = "val") -> int | None:
    """An attribute as an integer; ``None`` where it is missing or is none."""
    value = attribute(node, name)
    try:
        return int(value) if value is not None else None
    except ValueError:
        return None


def relation_id(node: Node, name: str = "id") -> str:
    """The relation an element names, in usual and in "strict" documents; '' where it names none."""
    return next((value for space in RELATIONS if (value := node.get(space + name))), "")


def texts_in(node: Node) -> Iterator[str]:
    """All texts inside an element, deleted ones too, in order."""
    for inner in node:
        if inner.tag in _TEXTS:
            yield inner.text or ""
        elif isinstance(inner.tag, str):
            yield from texts_in(inner)


def switch(node: Node | None, name: str) -> bool | None:
    """An on/off property inside ``node``: ``None`` where it is not mentioned."""
    found = child(node, name)
    if found is None:
        return None
    return (attribute(found) or "1").lower() not in _FALSE


def chosen_branch(alternatives: Node) -> Node | None:
    """The one branch to read where the same content is given twice for old and new programs."""
    branches = [branch for branch in alternatives if isinstance(branch.tag, str)]
    for kind in ("Choice", "Fallback"):
        for branch in branches:
            if branch.tag == COMPATIBILITY + kind and any(True for _ in branch):
                return branch
    return None
