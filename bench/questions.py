"""Classes of questions, made from the paragraphs that were indexed; none stands twice within a class."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bench.peers import Question
from bench.rows import Row
from indexer.model.reports import SECTIONS

#: Questions are made from so many paragraphs at most, drawn evenly.
_DRAWN_FROM = 20_000
_CONTENT = re.compile("[\u4e00-\u9fff]{2,}")
_HAN = re.compile("[\u4e00-\u9fff]{4,}")
_SHORTEST, _LONGEST = 4, 12
#: A rare word stands in at most so many of the paragraphs drawn from.
_RARE = 3

#: Beyond so many failures to find a new question a class is as long as it gets.
_TRIES = 50


@dataclass(frozen=True, slots=True)
class _Words:
    """Content words by how many paragraphs hold them, the common ones first, and the paragraphs themselves."""

    ordered: Sequence[str]
    counts: Mapping[str, int]
    rows: Sequence[Row]
    combinations: Sequence[tuple[str, str, int]]


#: Makes one question, or ``None`` where chance gave nothing to ask.
_Maker = Callable[[_Words, random.Random, int], Question | None]


def question_classes(rows: Iterable[Row], count: int, seed: int) -> dict[str, list[Question]]:
    """For each class up to ``count`` different questions. The same rows and seed give the same ones."""
    words = _learn(sample(rows, random.Random(seed)))
    return {name: _different(make, words, count, random.Random(f"{seed} {name}")) for name, make in CLASSES.items()}


def sample(rows: Iterable[Row], chance: random.Random) -> list[Row]:
    """At most ``_DRAWN_FROM`` paragraphs, each with the same chance; the rest never stand in memory together."""
    kept: list[Row] = []
    for number, row in enumerate(rows):
        if number < _DRAWN_FROM:
            kept.append(row)
        elif (at := chance.randrange(number + 1)) < _DRAWN_FROM:
            kept[at] = row
    return kept


def _learn(drawn: Sequence[Row]) -> _Words:
    counts = Counter(word for row in drawn for word in set(row.words.split(" ")) if _CONTENT.fullmatch(word))
    ordered = sorted(counts, key=lambda word: (-counts[word], word))
    combinations = sorted({(section, row.unit, row.year) for row in drawn for section in row.sections})
    return _Words(ordered, counts, drawn, combinations)


def _different(make: _Maker, words: _Words, count: int, chance: random.Random) -> list[Question]:
    found: dict[Question, None] = {}
    failures = 0
    number = 0
    while len(found) < count and failures < _TRIES:
        question = make(words, chance, number)
        number += 1
        if question is None or question in found:
            failures += 1
        else:
            found[question] = None
            failures = 0
    return list(found)


def _common(words: _Words, chance: random.Random, number: int) -> Question | None:
    return Question((words.ordered[number],)) if number < len(words.ordered) else None


def _rare(words: _Words, chance: random.Random, number: int) -> Question | None:
    word = chance.choice(words.ordered[len(words.ordered) // 2 :])
    return Question((word,)) if words.counts[word] <= _RARE else None


def _two_words(words: _Words, chance: random.Random, number: int) -> Question | None:
    """Two different words of one paragraph."""
    held = _content(chance.choice(words.rows))
    return Question(tuple(chance.sample(held, 2))) if len(held) > 1 else None


def _four_words(words: _Words, chance: random.Random, number: int) -> Question | None:
    """Any of four words: one common, three of the thousand most common."""
    some = words.ordered[:1000]
    return Question(tuple(chance.sample(some, 4)), any_word=True) if len(some) > 4 else None


def _phrase(words: _Words, chance: random.Random, number: int) -> Question | None:
    """Whole words that stand together, 4 to 12 characters."""
    row = chance.choice(words.rows)
    tokens = row.words.split(" ")
    first = chance.randrange(len(tokens))
    fits = ["".join(part) for part in _growing(tokens[first:]) if _SHORTEST <= sum(map(len, part)) <= _LONGEST]
    fits = [text for text in fits if _HAN.fullmatch(text) and text in row.text]
    return Question(phrase=chance.choice(fits)) if fits else None


def _growing(tokens: Sequence[str]) -> Iterator[Sequence[str]]:
    return (tokens[:size] for size in range(2, min(len(tokens), _LONGEST) + 1))


def _fragment(words: _Words, chance: random.Random, number: int) -> Question | None:
    """Any 4 to 12 characters that stand together between two signs, wherever words begin."""
    runs = _HAN.findall(chance.choice(words.rows).text)
    if not runs:
        return None
    run = chance.choice(runs)
    length = chance.randint(_SHORTEST, min(_LONGEST, len(run)))
    first = chance.randrange(len(run) - length + 1)
    return Question(phrase=run[first : first + length])


def _filtered(words: _Words, chance: random.Random, number: int) -> Question | None:
    """A common word in one section of one unit type."""
    section, unit, _ = chance.choice(words.combinations)
    word = chance.choice(words.ordered[:300])
    return Question((word,), sections=(section,), units=(unit,))


def _filters(words: _Words, chance: random.Random, number: int) -> Question | None:
    """Filters alone: one, two or three of section, unit type and year."""
    section, unit, year = chance.choice(words.combinations)
    kinds = chance.randint(1, 7)
    if not year and kinds & 4:
        return None
    return Question(
        sections=(section,) if kinds & 1 and section in SECTIONS else (),
        units=(unit,) if kinds & 2 else (),
        years=(year,) if kinds & 4 else (),
    )


def _content(row: Row) -> list[str]:
    return sorted({word for word in row.words.split(" ") if _CONTENT.fullmatch(word)})


CLASSES: Mapping[str, _Maker] = {
    "common word": _common,
    "rare word": _rare,
    "two words": _two_words,
    "four words, OR": _four_words,
    "phrase of whole words": _phrase,
    "phrase, any characters": _fragment,
    "common word, filtered": _filtered,
    "filters alone": _filters,
}


def mixed(classes: Mapping[str, Sequence[Question]], count: int) -> list[Question]:
    """So many questions, from each class in turn."""
    longest = max(map(len, classes.values()), default=0)
    turns = (questions[at] for at in range(longest) for questions in classes.values() if at < len(questions))
    return list(islice(turns, count))
