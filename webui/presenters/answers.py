"""Beside a problem the causes and plans of its report that answer it, and beside these their problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.drafting.answers import PROBLEM, Part, find_answers
from indexer.model.reports import StoredParagraph
from webui import messages
from webui.presenters.formatting import circled, paragraph_anchor

#: So much of a part stands in the link to it, less where a clause ends that says something by itself.
_SHOWN = 16
_CLAUSE = re.compile("[^。；！？：，]{4,}(?=。)|.{8,}?(?=[。；！？：，])")


@dataclass(frozen=True, slots=True)
class AnswerLink:
    """A way to another paragraph: the points of this one that it is for (empty where it has none), its anchor, and how
    what is meant there begins."""

    points: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """The links of one kind; ``forward``: from a problem to what answers it."""

    label: str
    forward: bool
    links: tuple[AnswerLink, ...]


def view_answers(paragraphs: Sequence[StoredParagraph]) -> Mapping[int, tuple[AnswerGroup, ...]]:
    """By ordinal, what stands beside each paragraph that has a counterpart."""
    answers = find_answers(paragraphs)
    pairs = [(answer.problem, answer.answer) for answer in answers] + [(answer.answer, answer.problem) for answer in answers]
    pairs.sort(key=lambda pair: (pair[1].ordinal, pair[1].start))
    groups: dict[int, tuple[AnswerGroup, ...]] = {}
    for ordinal in {here.ordinal for here, _ in pairs}:
        own = [pair for pair in pairs if pair[0].ordinal == ordinal]
        groups[ordinal] = tuple(
            AnswerGroup(label, kind != PROBLEM, links)
            for kind, label in messages.ANSWER_LABELS.items()
            if (links := _links(pair for pair in own if pair[1].section == kind))
        )
    return groups


def _links(pairs: Iterable[tuple[Part, Part]]) -> tuple[AnswerLink, ...]:
    """One for each part there, with all points here that it is for."""
    meant: dict[Part, list[int]] = {}
    for here, there in pairs:
        meant.setdefault(there, []).append(here.point)
    return tuple(
        AnswerLink("".join(map(circled, filter(None, sorted(points)))), paragraph_anchor(there.ordinal), _beginning(there.text))
        for there, points in sorted(meant.items(), key=lambda item: sorted(item[1]))
    )


def _beginning(text: str) -> str:
    clause = _CLAUSE.match(text)
    begun = clause[0] if clause else text
    return begun if len(begun) <= _SHOWN else begun[:_SHOWN] + "…"
