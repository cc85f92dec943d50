"""What the draft check says: kinds of findings, and what each rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from indexer.model.reports import Span
from indexer.model.results import SharedPassage

#: The kinds, the worst first, with the word shown for each.
KINDS: Mapping[str, str] = {
    "shared": "共同文字",
    "name": "别处的名称",
    "year": "年份日期",
    "placeholder": "待填",
    "values": "一数两值",
    "numbering": "序号",
    "signs": "标点",
    "repeated": "重复",
    "dated": "提法年份",
    "missing": "缺的部分",
    "collected": "收来未改",
}
#: What its writer knows: paragraphs that still have every word they were collected with. Listed last and counted apart.
COLLECTED = "collected"

#: What a finding rests on. A standard rules, the archive shows, habit advises: each is said differently.
Authority = Literal["standard", "archive", "table", "habit"]
AUTHORITIES: Mapping[Authority, str] = {
    "standard": "标准",
    "archive": "资料库",
    "table": "提法年份表",
    "habit": "习惯",
}

#: The number of the whole draft, where a finding has no line.
WHOLE = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at. ``line`` counts the draft's lines from 1 (``WHOLE``: all of it), ``span`` is a part of that line;
    ``why`` is one Chinese line, ``basis`` names the clause, the report or the document that ``authority`` means.

    ``passage`` is what line and archive have in common, ``share`` how much of the line's characters (0 to 1), and ``others`` how
    many more paragraphs have it, too. ``paragraph_id`` leads to the place in the archive that is meant, if any. Of one kind the
    heavier ``weight`` is worse.
    """

    kind: str
    line: int
    span: Span
    why: str
    authority: Authority
    basis: str
    weight: float = 0.0
    paragraph_id: str = ""
    passage: SharedPassage | None = None
    share: float = 0.0
    others: int = 0


def worst_first(findings: list[Finding]) -> tuple[Finding, ...]:
    """By kind, then by weight, then as they stand."""
    order = list(KINDS)
    return tuple(sorted(findings, key=lambda f: (order.index(f.kind), -f.weight, f.line, f.span)))
