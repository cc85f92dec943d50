"""Problem, cause, plan: which causes and plans of a report answer which of its problems.

A cause between two problems belongs to the one before it, and where all problems have but one cause or plan, it is theirs.
Else an answer is told by its number (the first plan answers the first problem) together with likeness: it takes up the
characters and pairs of characters of its problem that few other parts of these sections hold. A number is an argument, not a
proof, since writers leave problems out and put plans in between. Where all that is too thin nothing is said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt
from typing import Literal, Protocol

from indexer.language.normalize import clean_text, search_key
from indexer.model.reports import Span
from indexer.parsing.outline import chinese_number, numbering

#: The kind of paragraph that asks, and those that answer.
PROBLEM = "problems"
ANSWERING = ("causes", "plans")

#: A paragraph that counts fewer points is one part.
_FEWEST_POINTS = 2
#: What the same number adds to likeness; less where one list is longer, as the numbers then need not go together.
_SAME_NUMBER, _SAME_NUMBER_OF_OTHER_LIST = 0.05, 0.03
#: The best answer to a problem has at least this, a cause more than a plan, as causes are told in general words. Another one,
#: whose best problem this is, has more.
_LEAST, _LEAST_FURTHER = {"causes": 0.05, "plans": 0.03}, 0.05
#: Of a long report, what more parts hold is not compared, which bounds the work.
_MOST_HOLDING = 30
#: Characters of every sentence.
_COMMON = frozenset("的了是不在有和与也又都还就对把被让给从到为以及个一二三四五六七八九十年月日")

#: What made a link: the cause stands behind its problem, it is the only one, or number and words go together.
By = Literal["place", "only", "likeness"]


class ReadParagraph(Protocol):
    """A paragraph, as it was parsed or as it is stored."""

    @property
    def ordinal(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def sections(self) -> tuple[str, ...]: ...
    @property
    def points(self) -> tuple[Span, ...]: ...


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, or one of its points: which kind it is of, where it stands, what it says. ``point`` is its number among the
    points, 0 for a whole paragraph; ``with_cause``: a problem that says where it comes from."""

    section: str
    ordinal: int
    point: int
    start: int
    end: int
    text: str
    with_cause: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A problem, and a cause or plan that answers it."""

    problem: Part
    answer: Part
    by: By


def find_answers(paragraphs: Iterable[ReadParagraph]) -> tuple[Answer, ...]:
    """The answers of one report, in the order of its problems and then of the answers."""
    parts = [part for paragraph in paragraphs for part in _parts(paragraph)]
    problems = [part for part in parts if part.section == PROBLEM]
    order = {part: number for number, part in enumerate(parts)}
    weights = _weights(parts)
    found: list[Answer] = []
    for kind in ANSWERING:
        answers = [part for part in parts if part.section == kind]
        if problems and answers:
            found += _placed(problems, answers) or _only(problems, answers) or _likest(problems, answers, weights)
    return tuple(sorted(found, key=lambda answer: (order[answer.problem], order[answer.answer])))


def _parts(paragraph: ReadParagraph) -> Iterator[Part]:
    kind = next((kind for kind in (PROBLEM, *ANSWERING) if kind in paragraph.sections), None)
    if kind:
        counted = len(paragraph.points) >= _FEWEST_POINTS
        for number, (start, end) in enumerate(paragraph.points if counted else ((0, len(paragraph.text)),), 1):
            text = paragraph.text[start:end]
            yield Part(kind, paragraph.ordinal, number * counted, start, end, text, "causes" in paragraph.sections)


def _placed(problems: Sequence[Part], answers: Sequence[Part]) -> list[Answer]:
    """Causes among the problems, each with the one before it; none where they stand behind them all."""
    if answers[0].section != "causes" or answers[0].ordinal > problems[-1].ordinal:
        return []
    return [
        Answer([problem for problem in problems if problem.ordinal < answer.ordinal][-1], answer, "place")
        for answer in answers
        if problems[0].ordinal < answer.ordinal
    ]


def _only(problems: Sequence[Part], answers: Sequence[Part]) -> list[Answer]:
    """The only answer is that to all, unless it is a cause and some problems have their own."""
    if len(answers) > 1 or (answers[0].section == "causes" and any(problem.with_cause for problem in problems)):
        return []
    return [Answer(problem, answers[0], "only") for problem in problems]


def _likest(problems: Sequence[Part], answers: Sequence[Part], weights: Mapping[str, float]) -> list[Answer]:
    """Of each problem the best answer, and of each answer the best problem, where they are like enough."""
    scores = _scores(problems, answers, weights)
    least = _LEAST[answers[0].section]
    chosen = set()
    for i in range(len(problems)):
        j = max(range(len(answers)), key=lambda j: scores[i, j])
        if scores[i, j] >= least:
            chosen.add((i, j))
    for j in range(len(answers)):
        i = max(range(len(problems)), key=lambda i: scores[i, j])
        if scores[i, j] >= _LEAST_FURTHER:
            chosen.add((i, j))
    return [Answer(problems[i], answers[j], "likeness") for i, j in chosen]


def _scores(
    problems: Sequence[Part], answers: Sequence[Part], weights: Mapping[str, float]
) -> Mapping[tuple[int, int], float]:
    """Likeness, and something for the same number, of every pair that has any."""
    scores: dict[tuple[int, int], float] = defaultdict(float)
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for j, answer in enumerate(answers):
        for sign, part in _direction(answer.text, weights):
            holders[sign].append((j, part))
    bonus = _SAME_NUMBER if len(problems) == len(answers) else _SAME_NUMBER_OF_OTHER_LIST
    numbers = [_number(answer.text) for answer in answers]
    for i, problem in enumerate(problems):
        for sign, part in _direction(problem.text, weights):
            for j, other in holders.get(sign, ()):
                scores[i, j] += part * other
        own = _number(problem.text)
        for j, number in enumerate(numbers):
            if own and own == number:
                scores[i, j] += bonus
    return scores


def _direction(text: str, weights: Mapping[str, float]) -> list[tuple[str, float]]:
    """What a text is made of, weighted, as a vector of length 1: the product of two is their likeness. In order, so that sums
    come out alike in every process."""
    signs = sorted(sign for sign in _signs(text) if sign in weights)
    length = sqrt(sum(weights[sign] ** 2 for sign in signs)) or 1.0
    return [(sign, weights[sign] / length) for sign in signs]


def _number(text: str) -> int:
    """The number a part begins with (第一，2. （三）四是 五要), 0 where it has none."""
    numbered = numbering(text)
    return numbered.value if numbered else chinese_number(text[0]) if text[1:2] == "要" else 0


def _weights(parts: Sequence[Part]) -> Mapping[str, float]:
    """What few parts hold says more; what very many hold, nothing."""
    held = Counter(sign for part in parts for sign in _signs(part.text))
    return {sign: log((len(parts) + 1) / count) for sign, count in held.items() if count <= _MOST_HOLDING}


def _signs(text: str) -> frozenset[str]:
    """The characters of a text and its neighbouring characters, without figures, signs and the commonest characters."""
    key = search_key(clean_text(text))
    kept = [char if char.isalpha() and char not in _COMMON else "" for char in key]
    return frozenset(kept + [a + b for a, b in pairwise(kept) if a and b]) - {""}
