"""How a question was understood, each part removable; and what to loosen when nothing is found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from indexer.models import SECTIONS, UNKNOWN, UNKNOWN_LABEL
from indexer.querying.syntax import parse_query
from indexer.querying.tree import And, Not, Phrase, Query, Word
from indexer.querying.said import query_text
from webui.search_state import FILTER_FIELDS, SearchState

#: Nobody needs more ways out than this, and each one asks the engine once.
MOST_LOOSENED = 16

_FIELD_NAMES = {"section": "章节", "unit": "单位类型", "year": "年份"}
_BREAKS = re.compile(r"[\s，。、；：！？,.;:!?“”‘’《》（）()]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One word or phrase of the question; ``url`` asks without it (``None``: it cannot)."""

    kind: str
    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Loosening:
    """A weaker question, in words, with the link to it and how many paragraphs it finds."""

    label: str
    url: str
    total: int


def understood_parts(state: SearchState) -> list[Part]:
    """The parts of the question in the order typed; empty where it is not a plain list of
    words, phrases and exclusions."""
    tree = parse_query(state.q).tree
    parts = _plain_parts(tree)
    if parts is None:
        return []
    shown = []
    for at, part in enumerate(parts):
        left = _without(parts, at)
        kind, text = _kind_and_text(part)
        shown.append(Part(kind, text, None if left is None else state.with_query(left).url))
    shown += [Part("短语", phrase, state.without_phrase(phrase).url) for phrase in state.phrases]
    return shown


def loosenings(state: SearchState, count: Callable[[SearchState], int]) -> list[Loosening]:
    """The weaker questions that find something; ``count`` gives the total of a state."""
    found = _found(_weaker(state), state, count)
    return found or _found(_alone(state), state, count)


def _found(
    candidates: Iterator[tuple[str, SearchState]], state: SearchState, count: Callable[[SearchState], int]
) -> list[Loosening]:
    found: list[Loosening] = []
    seen = {state.url}
    for label, weaker in candidates:
        if len(seen) > MOST_LOOSENED:
            break
        if weaker.url not in seen:
            seen.add(weaker.url)
            total = count(weaker)
            if total:
                found.append(Loosening(label, weaker.url, total))
    return found


def _weaker(state: SearchState) -> Iterator[tuple[str, SearchState]]:
    """The same question with one thing less, the gentlest first."""
    yield from _without_quotes(state)
    selected = [field for field in FILTER_FIELDS if state.values(field)]
    for field in selected:
        names = "、".join(_value_name(v) for v in state.values(field)[:3])
        more = "等" if len(state.values(field)) > 3 else ""
        yield f"不限{_FIELD_NAMES[field]}（去掉 {names}{more}）", state.without_filter(field)
    if len(selected) > 1 and state.has_query:
        yield "去掉全部筛选", state.without_filters()
    yield from _without_parts(state)


def _without_quotes(state: SearchState) -> Iterator[tuple[str, SearchState]]:
    """A phrase as the words it is made of, where its own signs cut it."""
    parts = _plain_parts(parse_query(state.q).tree) or ()
    for at, part in enumerate(parts):
        if isinstance(part, Phrase) and (words := _words_of(part.text)):
            others = [query_text(p) for p in (*parts[:at], *parts[at + 1 :])]
            yield f"不要求连在一起：{words}", state.with_query(" ".join([*others, words]))
    for phrase in state.phrases:
        if words := _words_of(phrase):
            joined = f"{state.q} {words}".strip()
            yield f"不要求连在一起：{words}", state.without_phrase(phrase).with_query(joined)


def _without_parts(state: SearchState) -> Iterator[tuple[str, SearchState]]:
    parts = _plain_parts(parse_query(state.q).tree) or ()
    if len(parts) + len(state.phrases) < 2:
        return
    for at, part in enumerate(parts):
        left = _without(parts, at)
        if left is not None:
            kind, text = _kind_and_text(part)
            label = f"允许出现“{text}”" if kind == "不含" else f"不要求{kind}“{text}”"
            yield label, state.with_query(left)
    for phrase in state.phrases:
        yield f"不要求短语“{phrase}”", state.without_phrase(phrase)


def _alone(state: SearchState) -> Iterator[tuple[str, SearchState]]:
    """Each word and phrase by itself, with no filters."""
    bare = SearchState(sort=state.sort)
    for part in _plain_parts(parse_query(state.q).tree) or ():
        if not isinstance(part, Not):
            yield f"只查“{_kind_and_text(part)[1]}”", bare.with_query(query_text(part))
    for phrase in state.phrases:
        yield f"只查“{phrase}”", SearchState(phrases=(phrase,), sort=state.sort)


def _plain_parts(tree: Query) -> tuple[Query, ...] | None:
    parts = tree.parts if isinstance(tree, And) else (tree,)
    plain = all(isinstance(p.part if isinstance(p, Not) else p, Word | Phrase) for p in parts)
    return parts if plain else None


def _kind_and_text(part: Query) -> tuple[str, str]:
    match part:
        case Not(Word(text) | Phrase(text)):
            return "不含", text
        case Phrase(text):
            return "短语", text
        case _:
            return "词", query_text(part)


def _without(parts: tuple[Query, ...], at: int) -> str | None:
    """The query text without the part at ``at``; ``None`` where writing it down again would
    be read as something else."""
    left = (*parts[:at], *parts[at + 1 :])
    text = query_text(And(left))
    return text if parse_query(text).tree == And(left) else None


def _words_of(phrase: str) -> str:
    words = [word for word in _BREAKS.split(phrase) if word]
    return " ".join(words) if len(words) > 1 else ""


def _value_name(value: str) -> str:
    return UNKNOWN_LABEL if value == UNKNOWN else SECTIONS.get(value, value)
