"""Questions extended by neighbouring text, or restricted to a heading."""

from __future__ import annotations

from dataclasses import replace

from indexer.language.normalize import query_key
from indexer.querying.formatting import query_text
from indexer.querying.syntax import parse_query
from indexer.querying.tree import And, FieldTerm, Phrase, Query, Word, terms_of
from webui.state.search_state import SearchState


def with_beside(state: SearchState, before: str = "", after: str = "") -> SearchState | None:
    """The question for its one word or phrase together with the text directly before or after it; ``None``
    where it asks for something else, or for several things."""
    tree = parse_query(state.q).tree
    if len(terms_of(tree)) + len(state.phrases) != 1:
        return None
    if state.phrases:
        return replace(state, phrases=(before + state.phrases[0] + after,), page="1")
    longer = [_longer(part, before, after) if isinstance(part, Word | Phrase) else part for part in tree.parts]
    return None if longer == list(tree.parts) else _asking(state, And(tuple(longer)))


def question_text(state: SearchState) -> str:
    """All that is asked in words, as one line that can be typed."""
    return query_text(parse_query(state.q, state.phrases).tree) if state.phrases else state.q


def under_headings(state: SearchState) -> SearchState:
    """The paragraphs under headings that answer the question."""
    text = question_text(state)
    return state.with_only(f"小标题:({text})" if text else "")


def under_heading(state: SearchState, heading: str) -> SearchState | None:
    """The paragraphs under one heading; ``None`` where it cannot be written as a question."""
    asked = FieldTerm("heading", Phrase(heading, query_key(heading)))
    return _asking(replace(state, phrases=()).with_view("paragraphs"), And((asked,)))


def _longer(part: Word | Phrase, before: str, after: str) -> Phrase:
    text = before + part.text + after
    return Phrase(text, query_key(text))


def _asking(state: SearchState, tree: Query) -> SearchState | None:
    text = query_text(tree)
    return state.with_query(text) if parse_query(text).tree == tree else None
