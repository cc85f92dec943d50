"""Names that came along from elsewhere: of the unit whose paragraph was reused, or of another place of the draft's own kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from functools import cache
from itertools import chain

from indexer.drafting.checking.draft_text import DraftText
from indexer.drafting.checking.findings import Finding
from indexer.drafting.checking.other_places import BEFORE, HAN, is_name, other_places
from indexer.drafting.checking.shared import SharedLines, source_name
from indexer.drafting.slots.finding import Tagger
from indexer.drafting.slots.rules import slot_rules
from indexer.drafting.slots.self_names import from_elsewhere, houses_of, own_of
from indexer.drafting.slots.words import names_of, stems_of
from indexer.engines import Engine

_PLACES = "县|区|市|镇|乡|街道|村|社区"
_UNITS = "农商银行|农商行|支行|分行|水务公司|公司|集团|医院|卫生院|中学|小学|学院|派出所|水厂|水泵厂|厂"
_NAME = re.compile(f"{BEFORE}(?P<name>[{HAN}]{{2,4}}?(?:{_PLACES}|{_UNITS}))")
#: So often a report names its own unit.
_OFTEN = 2
#: A name of fewer characters (我市, 林场) tells nobody whose it is.
_SHORTEST = 3
#: Ends that a place is often named without.
_PLACE_ENDS = ("县", "区", "市", "镇", "乡", "旗")


def name_findings(draft: DraftText, shared: SharedLines, engine: Engine) -> Iterator[Finding]:
    """Names of a source's unit in what was taken from it, then other places of the draft's own level, then how units of
    another kind call themselves."""
    told: set[tuple[int, str]] = set()
    elsewhere = (_from_sources(draft, shared, engine), other_places(draft, engine.tagged), _self_namings(draft, shared))
    for found in chain.from_iterable(elsewhere):
        name = draft.lines[found.line - 1].text[slice(*found.span)]
        if (found.line, name) not in told:
            told.add((found.line, name))
            yield found


# --- of what was reused ----------------------------------------------------------------------


def _from_sources(draft: DraftText, shared: SharedLines, engine: Engine) -> Iterator[Finding]:
    at_home = {*_names_in(draft.introduction), *_named_in(draft.introduction, engine.tagged)}

    @cache
    def own_names(report_id: str) -> frozenset[str]:
        paragraphs = engine.paragraphs_of(report_id)
        title = paragraphs[0].title if paragraphs else None
        return frozenset(_own_names(title or "", [p.text for p in paragraphs], at_home, engine.tagged))

    taken: dict[str, set[int]] = {}
    for line, passage in shared.passages():
        taken.setdefault(passage.paragraph.report_id, set()).add(line.number)
    for line, passage in shared.passages():
        source = passage.paragraph
        here = [name for name in sorted(own_names(source.report_id)) if name in line.text]
        for name in here:
            if any(name != longer and name in longer for longer in here):
                continue
            if not _is_at_home(name, draft, taken[source.report_id]):
                at = line.text.index(name)
                why = f"“{name}”是这段文字来处的名称，稿子别处没有提到"
                yield Finding(
                    "name", line.number, (at, at + len(name)), why, "archive", source_name(source), 2, source.id
                )


def _own_names(title: str, texts: Iterable[str], at_home: Set[str], tagger: Tagger) -> list[str]:
    """The names by which a report speaks of its unit and places: those in the title, and those it has more than once. A report
    that has none of the names by which another introduces itself (``at_home``) is of another place: all its names count."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_named_in(text, tagger))
    in_title = set(_named_in(title, tagger))
    least = 1 if at_home and at_home.isdisjoint(counts.keys() | in_title) else _OFTEN
    own = [name for name in dict.fromkeys((*counts, *in_title)) if name in in_title or counts[name] >= least]
    # 云岫县 is also named by what goes before its end: 云岫绣娘.
    return [*own, *sorted(stems_of(filter(_tells_a_place, own), slot_rules().words) - at_home)]


def _tells_a_place(name: str) -> bool:
    """Whether a name ends as those of counties, cities and towns do, whose people use it without that end."""
    return len(name) > _SHORTEST - 1 and name.endswith(_PLACE_ENDS)


def _named_in(text: str, tagger: Tagger) -> Iterator[str]:
    """The names among the words of a text: signs alone would take 合理区 of 合理区域 for one."""
    words = slot_rules().words
    for kind, start, end in names_of(tagger(text), words):
        name = text[start:end]
        if kind in ("place", "unit") and len(name) >= _SHORTEST and name not in words["unit_alone"] and is_name(name):
            yield name


def _names_in(text: str) -> Iterator[str]:
    for found in _NAME.finditer(text):
        if is_name(found["name"]):
            yield found["name"]


def _is_at_home(name: str, draft: DraftText, taken: set[int]) -> bool:
    """Whether the draft has the name where nothing was taken from there, or its writer says so."""
    return name in draft.unit or any(name in line.text for line in draft.lines if line.number not in taken)


# --- of another kind of unit -----------------------------------------------------------------


def _self_namings(draft: DraftText, shared: SharedLines) -> Iterator[Finding]:
    """我行 in a report of 妇联; words that only a report of such a unit says of itself (公司) where they were taken from one."""
    own = own_of(draft.unit, tuple([line.text for line in draft.lines if line.kind == "title"]))
    if own is None:
        return
    sources: dict[int, set[str]] = {}
    for line, passage in shared.passages():
        houses = houses_of(passage.paragraph.title, passage.paragraph.unit_type)
        sources.setdefault(line.number, set()).update(houses)
    for line in draft.lines:
        for one in from_elsewhere(line.text, own, sources.get(line.number, set())) if line.kind != "title" else ():
            name = line.text[slice(*one.span)]
            why = f"这份稿子写的是“{own.name}”，“{name}”却是别处单位的自称"
            yield Finding("name", line.number, one.span, why, "habit", "稿子自己的单位名称", 1)
