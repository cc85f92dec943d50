"""Sections that reports of the draft's genre and unit type usually have, and the draft has not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.drafting.checking.draft_text import DraftText
from indexer.drafting.checking.findings import WHOLE, Finding
from indexer.engines import Engine
from indexer.model.reports import SECTIONS
from indexer.querying.filters import Filters
from indexer.querying.tree import SearchRequest

#: What a report may lack.
_ASKED = ("work", "problems", "causes", "plans")

#: Words that speak of a section at the beginning of a line: where one stands, the section is there, whatever it was taken for.
_SPOKEN_OF = {
    "work": "做法|成效|主要工作|工作开展|履职|回顾|一年来",
    "problems": "问题|不足|短板|差距|薄弱",
    "causes": "原因|根源|究其|剖析",
    "plans": (
        "下一步|下步|打算|计划|安排|今后|明年|努力方向|整改措施|新的一年|下一年|接下来|我将|我们将|将继续|将进一步|将以"
        "|^[（(]?[一二三四五六七八九十][）)、]?要"
    ),
}
_BEGINNING = 24

#: Usual is what so many of at least so many reports have.
_USUAL, _FEWEST = 0.9, 8

#: A draft of fewer paragraphs is a part of one.
_SHORTEST = 8


def outline_findings(draft: DraftText, engine: Engine) -> Iterator[Finding]:
    """For a whole draft of one report whose genre is known."""
    if draft.first is None or len(draft.reports) > 1 or len(draft.paragraphs) < _SHORTEST:
        return
    genre, unit = draft.first.genre, draft.first.unit_type
    found = {section for line in draft.paragraphs for section in line.sections}
    for who, filters in _likes(genre, unit):
        reports = _reports(engine, filters)
        if reports < _FEWEST:
            continue
        for section in _ASKED:
            if section not in found and not _is_spoken_of(section, draft):
                having = _reports(engine, {**filters, "section": [section]})
                if having >= _USUAL * reports:
                    why = f"没有看到“{SECTIONS[section]}”：资料库里{who} {reports} 份，{having} 份有这一部分"
                    yield Finding("missing", WHOLE, (0, 0), why, "archive", f"{who}的通常写法", having / reports)
        return


def _is_spoken_of(section: str, draft: DraftText) -> bool:
    words = re.compile(_SPOKEN_OF[section])
    return any(words.search(line.text[:_BEGINNING]) for line in draft.lines if line.kind != "title")


def _likes(genre: str | None, unit: str | None) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Whom the draft is compared with: those of its genre and unit type, or, where these are few, those of its genre."""
    if genre:
        if unit:
            yield f"{unit}的{genre}", {"genre": [genre], "unit": [unit]}
        yield genre, {"genre": [genre]}


def _reports(engine: Engine, filters: dict[str, list[str]]) -> int:
    return engine.search(SearchRequest(filters=Filters(filters), size=1)).report_total
