"""Example questions taken from what the index holds, so that each of them finds something."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indexer.model.reports import UNKNOWN, Facet
from webui.state.search_state import SearchState

#: What office writers look for most; only those the index holds are offered.
COMMON_WORDS = (
    "主题党日",
    "乡村振兴",
    "主体责任",
    "营商环境",
    "组织生活",
    "基层治理",
    "作风建设",
    "培训",
    "群众",
)

#: The facets that are shown together with a section.
_BESIDE = ("unit", "year")


def example_words(total: Callable[[SearchState], int], wanted: int = 3) -> list[tuple[SearchState, int]]:
    """Searches for the first common words that ``total`` finds, with what they find."""
    found: list[tuple[SearchState, int]] = []
    for word in COMMON_WORDS:
        state = SearchState(q=word)
        count = total(state)
        if count:
            found.append((state, count))
        if len(found) == wanted:
            break
    return found


def example_filters(facets: Sequence[Facet]) -> list[tuple[str, SearchState]]:
    """The commonest unit type's and year's paragraphs about problems, or about work; the
    caller sees whether they find anything together."""
    known = {f.field: [v for v in f.values if v.count and v.value != UNKNOWN] for f in facets}
    sections = {v.value: v for v in known.get("section", ())}
    section = next((sections[key] for key in ("problems", "work") if key in sections), None)
    if section is None:
        return []
    base = SearchState().with_filter("section", section.value)
    commonest = [
        (field, max(known[field], key=lambda v: v.count)) for field in _BESIDE if known.get(field)
    ]
    return [(f"{v.label} · {section.label}", base.with_filter(field, v.value)) for field, v in commonest]
