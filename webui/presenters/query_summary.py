"""How a question was understood, each part removable; and weaker questions for one without hits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from indexer.querying.facets import FACETS
from indexer.querying.formatting import describe_part, query_text
from indexer.querying.syntax import parse_query
from indexer.querying.tree import And, FilterClause, Not, Or, Phrase, Query, Unshared, Word
from webui.state.search_state import SearchState

#: The most weaker questions tried: each is one search.
MOST_LOOSENED = 16

_ALTERNATIVE = "任一"
_BREAKS = re.compile(r"[\s，。、；：！？,.;:!?“”‘’《》（）()]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the question; ``kind`` is empty where ``text`` includes it; ``url`` asks
    without it (``None``: it cannot)."""

    kind: str
    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class RelaxationSuggestion:
    """A weaker question, in words, with the link to it and how many paragraphs it finds."""

    label: str
    url: str
    total: int


def understood_parts(state: SearchState) -> list[Part]:
    """The parts of the question in the order typed."""
    parts = _parts(state)
    match parts:
        case (Or(ways),) if not state.phrases:
            shown = [Part(_ALTERNATIVE, _alternative(w), _url(state, _one_way_less(ways, w))) for w in ways]
        case _:
            shown = [Part(*_kind_and_text(p), _url(state, _without(parts, at))) for at, p in enumerate(parts)]
    return shown + [Part("短语", phrase, state.without_phrase(phrase).url) for phrase in state.phrases]


def unshared_choice(state: SearchState) -> tuple[str, str, bool] | None:
    """The switch to paragraphs no sentence of which another report has, and back: label, address, whether it is on; ``None``
    where the question cannot be written so."""
    written, now = _with_unshared(state.q)
    return None if written is None else ("只此一份", state.with_query(written).url, now)


@lru_cache(maxsize=256)
def _with_unshared(q: str) -> tuple[str | None, bool]:
    """The question with the condition, or without it where it has it; and whether it has."""
    parts = parse_query(q).tree.parts
    now = Unshared() in parts
    return _written(And(tuple(p for p in parts if p != Unshared()) if now else (*parts, Unshared()))), now


def loosenings(state: SearchState, count: Callable[[SearchState], int]) -> list[RelaxationSuggestion]:
    """The weaker questions that find something; ``count`` gives the total of a state."""
    found = _found(_weaker(state), state, count)
    return found or _found(_alone(state), state, count)


def _found(
    candidates: Iterator[tuple[str, SearchState]], state: SearchState, count: Callable[[SearchState], int]
) -> list[RelaxationSuggestion]:
    found: list[RelaxationSuggestion] = []
    seen = {state.url}
    for label, weaker in candidates:
        if len(seen) > MOST_LOOSENED:
            break
        if weaker.url not in seen:
            seen.add(weaker.url)
            total = count(weaker)
            if total:
                found.append(RelaxationSuggestion(label, weaker.url, total))
    return found


def _weaker(state: SearchState) -> Iterator[tuple[str, SearchState]]:
    """The same question with one thing less, the gentlest first."""
    yield from _without_quotes(state)
    selected = [facet for name, facet in FACETS.items() if state.values(name)]
    for facet in selected:
        values = state.values(facet.name)
        names, more = "、".join(map(facet.mention_of, values[:3])), "等" if len(values) > 3 else ""
        yield f"不限{facet.label}（去掉 {names}{more}）", state.without_filter(facet.name)
    if len(selected) > 1 and state.has_query:
        yield "去掉全部筛选", state.without_filters()
    yield from _without_parts(state)


def _without_quotes(state: SearchState) -> Iterator[tuple[str, SearchState]]:
    """A phrase as the words it is made of, where its own signs cut it."""
    parts = _parts(state)
    for at, part in enumerate(parts):
        if isinstance(part, Phrase) and (words := _words_of(part.text)):
            others = query_text(And((*parts[:at], *parts[at + 1 :])))
            yield f"不要求连在一起：{words}", state.with_query(f"{others} {words}".strip())
    for phrase in state.phrases:
        if words := _words_of(phrase):
            joined = f"{state.q} {words}".strip()
            yield f"不要求连在一起：{words}", state.without_phrase(phrase).with_query(joined)


def _without_parts(state: SearchState) -> Iterator[tuple[str, SearchState]]:
    parts = _parts(state)
    if len(parts) + len(state.phrases) < 2:
        return
    for at, part in enumerate(parts):
        left = _without(parts, at)
        if left is not None:
            yield _label_without(part), state.with_query(left)
    for phrase in state.phrases:
        yield f"不要求短语“{phrase}”", state.without_phrase(phrase)


def _label_without(part: Query) -> str:
    kind, text = _kind_and_text(part)
    match part:
        case Not(Word() | Phrase()):
            return f"允许出现“{text}”"
        case Word() | Phrase():
            return f"不要求{kind}“{text}”"
        case FilterClause():
            return f"不限{kind}（去掉 {text}）"
        case _:
            return f"去掉“{text}”这个条件"


def _alone(state: SearchState) -> Iterator[tuple[str, SearchState]]:
    """Each word and phrase by itself, with no filters."""
    bare = SearchState(sort=state.sort)
    for part in _parts(state):
        if not isinstance(part, Not | FilterClause | Unshared):
            yield f"只查“{_kind_and_text(part)[1]}”", bare.with_query(query_text(part))
    for phrase in state.phrases:
        yield f"只查“{phrase}”", SearchState(phrases=(phrase,), sort=state.sort)


def _parts(state: SearchState) -> tuple[Query, ...]:
    """What must all match, as it was typed."""
    return parse_query(state.q).tree.parts


def _kind_and_text(part: Query) -> tuple[str, str]:
    match part:
        case Not(Word(text) | Phrase(text)):
            return "不含", text
        case Phrase(text):
            return "短语", text
        case Word():
            return "词", query_text(part)
        case FilterClause(field, text):
            return FACETS[field].short_label, text
        case _:
            return "", describe_part(part)


def _alternative(way: Query) -> str:
    match way:
        case Word(text):
            return text
        case Phrase(text):
            return f"“{text}”"
        case _:
            return describe_part(way)


def _without(parts: tuple[Query, ...], at: int) -> str | None:
    """The query text without the part at ``at``."""
    return _written(And((*parts[:at], *parts[at + 1 :])))


def _one_way_less(ways: tuple[Query, ...], way: Query) -> str | None:
    """The query text without one of several alternatives."""
    left = tuple(other for other in ways if other is not way)
    if len(left) > 1:
        return _written(And((Or(left),)))
    return _written(left[0] if isinstance(left[0], And) else And(left))


def _written(tree: And) -> str | None:
    """The tree as it can be typed; ``None`` where writing it down again would be read as something else."""
    text = query_text(tree)
    return text if parse_query(text).tree == tree else None


def _url(state: SearchState, left: str | None) -> str | None:
    return None if left is None else state.with_query(left).url


def _words_of(phrase: str) -> str:
    words = [word for word in _BREAKS.split(phrase) if word]
    return " ".join(words) if len(words) > 1 else ""
