"""Operations on a draft as forms and JSON name them: one meaning for both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from indexer.drafting import operations as ops
from indexer.drafting.model import BlockKind
from indexer.drafting.operations import Operation, Place
from indexer.errors import DraftError
from webui import messages
from webui.state.parameters import scrub


class Values:
    """What a form or a JSON object holds, each value read as what it should be. Raises ``DraftError`` for what it is not."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def text(self, name: str, default: str | None = None) -> str:
        value = self._values.get(name, default)
        if not isinstance(value, str):
            raise self._wrong(name)
        return scrub(value)

    def optional(self, name: str) -> str | None:
        """A text, ``None`` where it is not given."""
        return None if self._values.get(name) is None else self.text(name)

    def number(self, name: str, default: int | None = None) -> int:
        value = self._values.get(name, default)
        try:
            if isinstance(value, (int, str)) and not isinstance(value, bool):
                return int(value)
        except ValueError as error:
            raise self._wrong(name) from error
        raise self._wrong(name)

    def year(self, name: str) -> int | None:
        value = self._values.get(name)
        return None if value is None or (isinstance(value, str) and not value.strip()) else self.number(name)

    def flag(self, name: str, default: bool) -> bool:
        value = self._values.get(name, default)
        if value in (True, "1", "true"):
            return True
        if value in (False, "0", "false"):
            return False
        raise self._wrong(name)

    def kind(self) -> BlockKind:
        kinds: Mapping[str, BlockKind] = {"paragraph": "paragraph", "heading": "heading"}
        kind = kinds.get(self.text("kind", "paragraph"))
        if kind is None:
            raise self._wrong("kind")
        return kind

    def places(self) -> list[Place]:
        """``[{"block": …, "start": …, "end": …}]``, or ``block:start:end`` from a form."""
        value = self._values.get("places")
        if not isinstance(value, list) or not value:
            raise self._wrong("places")
        return [self._place(each) for each in value]

    def _place(self, value: Any) -> Place:
        if isinstance(value, str):
            block, start, end = (*value.split(":"), "", "")[:3]
            value = {"block": block, "start": start, "end": end}
        if not isinstance(value, Mapping):
            raise self._wrong("places")
        read = Values(value)
        return Place(read.text("block"), read.number("start"), read.number("end"))

    def _wrong(self, name: str) -> DraftError:
        return DraftError(messages.BAD_VALUE.format(name=name, value=str(self._values.get(name))[:40]))


#: Operation → what makes it of its values.
_READERS: Mapping[str, Callable[[Values], Operation]] = {
    "edit": lambda v: partial(
        ops.edit,
        block_id=v.text("block"),
        text=v.text("text"),
        revision=v.number("revision"),
        kept_as=v.text("kept_as", ""),
    ),
    "insert": lambda v: partial(
        ops.insert,
        text=v.text("text", ""),
        block_id=v.text("block", ""),
        kind=v.kind(),
        level=v.number("level", 0),
        section=v.optional("section"),
        after=v.optional("after"),
    ),
    "move": lambda v: partial(ops.move, block_id=v.text("block"), section=v.optional("section"), after=v.optional("after")),
    "step": lambda v: partial(ops.step, block_id=v.text("block"), by=1 if v.number("by") > 0 else -1),
    "remove": lambda v: partial(ops.remove, block_id=v.text("block")),
    "restore": lambda v: partial(ops.restore, block_id=v.text("block")),
    "join": lambda v: partial(ops.join, block_id=v.text("block"), to=v.text("to", "")),
    "note": lambda v: partial(ops.note, block_id=v.text("block"), text=v.text("text")),
    "shape": lambda v: partial(ops.reshape, block_id=v.text("block"), kind=v.kind(), level=v.number("level", 1)),
    "rename": lambda v: partial(ops.rename, name=v.text("name")),
    "about": lambda v: partial(
        ops.set_about,
        title=v.text("title", ""),
        unit=v.text("unit", ""),
        year=v.year("year"),
        genre=v.text("genre", "") or None,
    ),
    "replace": lambda v: partial(ops.replace_places, places=v.places(), old=v.text("old"), new=v.text("new")),
    "keep": lambda v: partial(ops.keep, text=v.text("text"), kept=v.flag("kept", True)),
}
#: Going back needs the store and is done by the routes.
GO_BACK = "back"
OPERATIONS = (*_READERS, GO_BACK)

#: Edits while somebody types: not each of them is a version to go back to.
_TYPING = frozenset({"edit", "note"})


def read_operation(name: str, values: Mapping[str, Any]) -> tuple[Operation, bool]:
    """The operation, and whether it is one of many small ones. Raises ``DraftError``."""
    reader = _READERS.get(name)
    if reader is None:
        raise DraftError(messages.NO_SUCH_OPERATION.format(name=scrub(name)[:20], allowed="、".join(OPERATIONS)))
    return reader(Values(values)), name in _TYPING


def block_operations(values: Mapping[str, Any]) -> list[tuple[Operation, bool]]:
    """What the button in ``do`` says: what to do with a block, and its note and shape. Raises ``DraftError``."""
    block = Values(values).text("block")
    made: list[tuple[Operation, bool]] = []
    match Values(values).text("do"):
        case "save":
            pass
        case "up" | "down" as way:
            made.append(read_operation("step", {"block": block, "by": -1 if way == "up" else 1}))
        case "join":
            made.append(read_operation("join", {"block": block}))
        case "remove":
            made.append(read_operation("remove", {"block": block}))
        case "insert":
            made.append(read_operation("insert", {"block": values.get("new_block"), "after": block}))
        case "more":
            made += [read_operation("note", {"block": block, "text": values.get("note", "")}), *_reshaped(block, values)]
        case "write-paragraph" | "write-heading" as what:
            shape = {"kind": what.partition("-")[2], "level": 1 if what == "write-heading" else 0}
            made.append(read_operation("insert", {"block": values.get("new_block"), "section": block, **shape}))
        case other:
            allowed = "save、up、down、join、remove、insert、more"
            raise DraftError(messages.NO_SUCH_OPERATION.format(name=other[:20], allowed=allowed))
    return made


def _reshaped(block: str, values: Mapping[str, Any]) -> list[tuple[Operation, bool]]:
    """Another section or another shape, where the form says another."""
    level, section = Values(values).number("level", 0), Values(values).text("section", "")
    made = [read_operation("shape", {"block": block, "kind": "heading" if level else "paragraph", "level": level})]
    if section and section != values.get("section_before"):
        made.append(read_operation("move", {"block": block, "section": section}))
    return made
