"""Questions drawn at random from an archive's own paragraphs; the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import StoredParagraph
from tests.exactness.grep import Grep, word_key

LONGEST = 60

#: Two words of a question stand up to so many words apart where they were drawn.
_APART = 10

#: The share of gap and proximity questions whose words were not drawn near each other.
_ANYWHERE = 0.25


@dataclass(frozen=True)
class Question:
    """What is typed, or pasted as a literal ``phrase``, and how to find the answer by looking."""

    kind: str
    typed: str
    answer: Callable[[Grep], set[str]]
    is_phrase: bool = False


@dataclass(frozen=True)
class Counts:
    """How many questions of each kind."""

    fragments: int = 2000
    words: int = 500
    gaps: int = 200
    near: int = 200


def draw(paragraphs: Sequence[StoredParagraph], tokenizer: Tokenizer, counts: Counts, seed: int) -> Iterator[Question]:
    """Fragments of 1 to 60 characters from anywhere in any paragraph, words of any paragraph (each once), and
    gaps and proximities of words that mostly stand near each other. What leaves no key is drawn again."""
    random = Random(seed)
    for _ in range(counts.fragments):
        fragment = _fragment(paragraphs, random)
        yield Question("fragment", fragment, partial(Grep.phrase, raw=fragment), is_phrase=True)
    cut = [own for p in paragraphs if (own := [w for w in tokenizer.words(p.text) if word_key(w)])]
    for word in _words(cut, random, counts.words):
        yield Question("word", word, partial(Grep.word, raw=word))
    for _ in range(counts.gaps):
        parts = _some(cut, random, random.choice((2, 2, 2, 3)))
        yield Question("gap", f'"{"*".join(parts)}"', partial(Grep.gap, parts=parts))
    for _ in range(counts.near):
        parts, distance = _some(cut, random, random.choice((2, 2, 3, 4))), random.randint(1, 30)
        random.shuffle(parts)
        yield Question("near", f'"{" ".join(parts)}"~{distance}', partial(Grep.near, parts=parts, distance=distance))


def _fragment(paragraphs: Sequence[StoredParagraph], random: Random) -> str:
    while True:
        text = random.choice(paragraphs).text
        start = random.randrange(len(text))
        fragment = text[start : start + random.randint(1, LONGEST)]
        if word_key(fragment):
            return fragment


def _words(cut: Sequence[Sequence[str]], random: Random, count: int) -> list[str]:
    """Words as often as they are written: common ones are likelier."""
    wanted = min(count, len({word for own in cut for word in own}))
    drawn: dict[str, None] = {}
    while len(drawn) < wanted:
        drawn[random.choice(random.choice(cut))] = None
    return list(drawn)


def _some(cut: Sequence[Sequence[str]], random: Random, count: int) -> list[str]:
    """Words that stand near each other, in order; some from anywhere."""
    longer = [own for own in cut if len(own) >= count]
    if not longer or random.random() < _ANYWHERE:
        return [random.choice(random.choice(cut)) for _ in range(count)]
    own = random.choice(longer)
    start = random.randrange(len(own) - count + 1)
    near = range(start, min(len(own), start + _APART))
    return [own[at] for at in sorted(random.sample(near, count))]
