"""A draft as a file: readable JSON, with the number of its format."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from indexer.drafting.arrangement import arranged
from indexer.drafting.model import Block, BlockSource, Draft, RemovedBlock
from indexer.errors import DraftError
from indexer.model.reports import SECTIONS

FORMAT = 1

#: How a file of a Chinese system's editor may be encoded when it was saved by hand.
_ENCODINGS = ("utf-8-sig", "gb18030")


class NewerFormat(DraftError):
    """A draft that a later version of Bigan has written: it is whole, and left alone."""


class DamagedDraft(DraftError):
    """Bytes that are no draft."""


def draft_bytes(draft: Draft) -> bytes:
    """The file of a draft."""
    return (json.dumps({"format": FORMAT, **draft_to_dict(draft)}, ensure_ascii=False, indent=1) + "\n").encode()


def read_draft(data: bytes) -> Draft:
    """The draft in a file. What a file edited by hand leaves out has its default. Raises ``DamagedDraft`` for what is no
    draft and ``NewerFormat`` for one of a later version."""
    try:
        values = json.loads(_text(data))
    except (ValueError, RecursionError) as error:
        raise DamagedDraft("不是完整的 JSON") from error
    if not isinstance(values, dict) or not isinstance(values.get("format"), int):
        raise DamagedDraft("不是稿件")
    if values["format"] > FORMAT:
        raise NewerFormat("由较新版本的笔杆写成")
    try:
        return draft_from_dict(values)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DamagedDraft("内容不完整") from error


def draft_to_dict(draft: Draft) -> dict[str, Any]:
    """A draft as the API and its file give it."""
    return {
        "id": draft.id,
        "name": draft.name,
        "title": draft.title,
        "unit": draft.unit,
        "year": draft.year,
        "genre": draft.genre,
        "revision": draft.revision,
        "changed_at": draft.changed_at,
        "kept": list(draft.kept),
        "blocks": [block_to_dict(block) for block in draft.blocks],
        "removed": [{"after": gone.after, "block": block_to_dict(gone.block)} for gone in draft.removed],
    }


def block_to_dict(block: Block) -> dict[str, Any]:
    source = block.source
    return {
        "id": block.id,
        "kind": block.kind,
        "section": block.section,
        "level": block.level,
        "text": block.text,
        "note": block.note,
        "revision": block.revision,
        "source": None if source is None else {name: getattr(source, name) for name in BlockSource.__slots__},
    }


def draft_from_dict(values: Mapping[str, Any]) -> Draft:
    """The draft of a parsed file. Raises ``KeyError``, ``TypeError`` or ``ValueError``."""
    blocks = arranged([_block(each) for each in _list(values.get("blocks", []))])
    if len({block.id for block in blocks}) != len(blocks):
        raise ValueError("an id twice")
    return Draft(
        id=_str(values["id"]),
        name=_str(values["name"]),
        title=_str(values.get("title", "")),
        unit=_str(values.get("unit", "")),
        year=_optional(values.get("year"), int),
        genre=_optional(values.get("genre"), str),
        blocks=blocks,
        removed=tuple([_removed(each) for each in _list(values.get("removed", []))]),
        kept=tuple([_str(text) for text in _list(values.get("kept", []))]),
        revision=_int(values.get("revision", 0)),
        changed_at=_str(values.get("changed_at", "")),
    )


def _removed(values: Any) -> RemovedBlock:
    return RemovedBlock(_block(values["block"]), _str(values.get("after", "")))


def _block(values: Any) -> Block:
    kind, section, source = values.get("kind", "paragraph"), values["section"], values.get("source")
    if kind not in ("paragraph", "heading") or section not in SECTIONS:
        raise ValueError("no such kind or section")
    return Block(
        id=_str(values["id"]),
        kind=kind,
        section=section,
        text=_str(values["text"]),
        level=_int(values.get("level", 0)),
        source=None if source is None else _source(source),
        note=_str(values.get("note", "")),
        revision=_int(values.get("revision", 0)),
    )


def _source(values: Any) -> BlockSource:
    return BlockSource(
        paragraph_id=_str(values["paragraph_id"]),
        report_id=_str(values["report_id"]),
        citation=_str(values["citation"]),
        text=_str(values["text"]),
        title=_optional(values.get("title"), str),
        unit_type=_optional(values.get("unit_type"), str),
        year=_optional(values.get("year"), int),
        file=_str(values.get("file", "")),
    )


def _text(data: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("no text")


def _str(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _int(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def _optional(value: Any, kind: type) -> Any:
    return None if value is None else _int(value) if kind is int else _str(value)
