"""Does a writer find the paragraph remembered? ``python -m bench.known_items [--count 500] [--seed 20261121 …] [FOLDER…]``.

The rule, written before the first run and not changed after it:

1. Targets: paragraphs whose own text has 60 to 600 characters, shuffled by the seed; the first ``count`` of them for which
   step 2 gives words.
2. Words: a writer remembers neither the commonplaces of a paragraph nor its oddest words, but what it was about. The
   candidates are the different words (Bigan's tokenizer) of the paragraph's own text that consist of two or more Chinese
   characters and stand in at least 2 paragraphs of the archive. Ordered from rare to common (equally common ones by
   their characters), the first quarter and the last quarter are left out (each rounded down). Of what remains, 2 or 3
   words (a fair coin; 2 where there are only 2) are drawn evenly, and asked in the order in which they stand in the
   paragraph. Fewer than 2: the paragraph is passed over.
3. Every engine gets the same words. The target counts as found at the place of the first result among the best ten whose
   own text has the same search key: an exact copy is as good as the target.
4. MRR@10 is the mean of 1 / place (0 where it is not found), found@10 the share found. Beside them stands how far each
   engine's MRR lies from Bigan's, with the standard error of that difference over the same questions.

Bigan is asked as its page asks, all words required, but near-duplicates are not folded, which the others cannot do
either. Whoosh 2.7.4 indexes with jieba's ``ChineseAnalyzer`` and scores with
its BM25F: over the text (with the headings directly above it, which is what Bigan matches), all words or any word; and
over text, headings and title together. SQLite FTS5 and Bigan share tokens. "Then any" asks for any word where
all of them together find nothing. Folders default to the shipped samples.

With several seeds there is a line for each, and below them the mean with the standard error over the seeds. ``--asking``
draws other questions for the same targets by the same rule: ``one`` word, ``four`` words, or two or three words of the
``heading`` directly above (targets without such words are passed over). ``--shuffled`` asks the words in an order drawn
evenly instead of the paragraph's. ``--short`` leaves out all engines but Bigan, FTS5 and Whoosh over the text, all words.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

from whoosh import index
from whoosh.fields import ID, TEXT, Schema
from whoosh.qparser import AndGroup, MultifieldParser, OrGroup

from bench.corpus import ARCHIVE, SEED
from bench.parsed import rows_in
from bench.peers import TOP, Question, Source
from bench.peers.bigan import Bigan
from bench.peers.fts5 import Fts5
from bench.peers.naive_whoosh import chinese_analyzer
from bench.rows import Row, write_rows
from indexer.language.normalize import search_key
from indexer.language.tokenizer import Tokenizer

_SHORTEST, _LONGEST = 60, 600
_FEWEST = 2
_CONTENT = re.compile("[\u4e00-\u9fff]{2,}")

#: Gives the ids of the ten best for some words.
Ask = Callable[[Sequence[str]], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Item:
    """A remembered paragraph: the search key of its own text, and the words that came to mind."""

    key: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """``difference`` is this engine's MRR less Bigan's, ``error`` its standard error."""

    name: str
    mrr: float
    found: float
    difference: float
    error: float


def known_items(rows: Sequence[Row], count: int, seed: int, tokenizer: Tokenizer) -> list[Item]:
    """Targets and words by the rule above."""
    return Memory.of(rows, tokenizer).items(count, seed)


@dataclass(frozen=True)
class Memory:
    """What there is to remember: for each row the content words of its text and of the heading directly above it, and in how
    many rows a word stands."""

    rows: Sequence[Row]
    held: Sequence[Sequence[str]]
    headings: Sequence[Sequence[str]]
    frequency: Mapping[str, int]

    @classmethod
    def of(cls, rows: Sequence[Row], tokenizer: Tokenizer) -> Memory:
        """Of some rows."""
        held = [_content(row.text[row.begins :], tokenizer) for row in rows]
        headings = [_content(row.text[: row.begins].rstrip("\n").rpartition("\n")[2], tokenizer) for row in rows]
        return cls(rows, held, headings, Counter(word for words in held for word in words))

    def items(self, count: int, seed: int, asking: str = "words", shuffled: bool = False) -> list[Item]:
        """Targets and words drawn by a seed."""
        chance = random.Random(seed)
        order = list(range(len(self.rows)))
        chance.shuffle(order)
        items: list[Item] = []
        for at in order:
            own = self.rows[at].text[self.rows[at].begins :]
            if len(items) < count and _SHORTEST <= len(own) <= _LONGEST:
                words = self._asked(at, asking, chance)
                if words:
                    items.append(Item(search_key(own), tuple(chance.sample(words, len(words))) if shuffled else words))
        return items

    def _asked(self, at: int, asking: str, chance: random.Random) -> tuple[str, ...]:
        if asking == "heading":
            return _drawn(self.headings[at], self.headings[at], (2, 3), chance)
        middle = self._middle(self.held[at])
        return _drawn(middle, self.held[at], {"words": (2, 3), "one": (1,), "four": (4,)}[asking], chance)

    def _middle(self, held: Sequence[str]) -> Sequence[str]:
        some = [word for word in held if self.frequency[word] >= _FEWEST]
        some.sort(key=lambda word: (self.frequency[word], word))
        edge = len(some) // 4
        return some[edge : len(some) - edge]


def _content(text: str, tokenizer: Tokenizer) -> list[str]:
    """The different content words of a text, in its order."""
    return list(dict.fromkeys(word for word in tokenizer.words(text) if _CONTENT.fullmatch(word)))


def _drawn(words: Sequence[str], held: Sequence[str], sizes: Sequence[int], chance: random.Random) -> tuple[str, ...]:
    """So many of ``words`` as one of ``sizes`` says, in the order of ``held``; none where there are fewer than the least."""
    wanted = min(chance.choice(sizes), len(words))
    return tuple(sorted(chance.sample(words, wanted), key=held.index)) if wanted >= min(sizes) else ()


def place_of(item: Item, answer: Sequence[str], keys: Mapping[str, str]) -> int:
    """The place of the target among the ten best, 1 the first; 0 where it is not there."""
    return next((at for at, name in enumerate(answer[:TOP], 1) if keys.get(name) == item.key), 0)


# --- engines --------------------------------------------------------------------------------------


class Whoosh:
    """Whoosh with jieba's analyser over text, headings and title."""

    def __init__(self, place: Path, rows: Sequence[Row]) -> None:
        place.mkdir()
        analyzer = chinese_analyzer(place)
        fields = {name: TEXT(analyzer=analyzer, phrase=False) for name in ("text", "headings", "title")}
        made = index.create_in(str(place), Schema(id=ID(stored=True), **fields))
        writer = made.writer(limitmb=256)
        for row in rows:
            headings, title = row.path_words.replace(" ", ""), row.title_words.replace(" ", "")
            writer.add_document(id=row.id, text=row.text, headings=headings, title=title)
        writer.commit()
        self._searcher: Any = made.searcher()

    def asker(self, fields: Sequence[str], group: Any, then: Ask | None = None) -> Ask:
        """Asks these fields for all words (``AndGroup``) or any (``OrGroup``); ``then`` where that finds nothing."""
        parser = MultifieldParser(list(fields), self._searcher.schema, group=group)

        def ask(words: Sequence[str]) -> Sequence[str]:
            hits = self._searcher.search(parser.parse(" ".join(words)), limit=TOP)
            return [hit["id"] for hit in hits] or (then(words) if then else [])

        return ask


def engines(place: Path, folders: Sequence[Path], rows: Sequence[Row], short: bool = False) -> Iterator[tuple[str, Ask]]:
    """The engines over the same paragraphs, Bigan first; ``short``: those that the lead is told of."""
    bigan = Bigan(place / "bigan", fold=False)
    bigan.build_from(folders)
    yield "Bigan", lambda words: bigan.ask(Question(tuple(words))).ids
    whoosh = Whoosh(place / "whoosh", rows)
    any_word = whoosh.asker(["text"], OrGroup)
    everywhere = ["text", "headings", "title"]
    yield "Whoosh BM25F + jieba, all words", whoosh.asker(["text"], AndGroup)
    if not short:
        yield "Whoosh, all words, then any", whoosh.asker(["text"], AndGroup, any_word)
        yield "Whoosh, any word", any_word
        yield "Whoosh, three fields, all words, then any", whoosh.asker(everywhere, AndGroup, whoosh.asker(everywhere, OrGroup))
    write_rows(rows, place / "rows.jsonl")
    fts5 = Fts5(place / "fts5", in_grams=False)
    fts5.build(Source(place, place / "rows.jsonl"))
    fts5.open()

    def all_words(words: Sequence[str]) -> Sequence[str]:
        return fts5.ask(Question(tuple(words))).ids

    yield "SQLite FTS5, all words", all_words
    if not short:
        yield (
            "SQLite FTS5, all words, then any",
            lambda words: all_words(words) or fts5.ask(Question(tuple(words), any_word=True)).ids,
        )


def scores(items: Sequence[Item], asks: Iterable[tuple[str, Ask]], keys: Mapping[str, str]) -> Iterator[Score]:
    """How well each engine finds the items; the first one is what the others are held against."""
    base: list[float] = []
    for name, ask in asks:
        positions = [place_of(item, ask(item.words), keys) for item in items]
        reciprocal = [1 / place if place else 0.0 for place in positions]
        base = base or reciprocal
        apart = [ours - theirs for ours, theirs in zip(reciprocal, base, strict=True)]
        yield Score(name, fmean(reciprocal), fmean(map(bool, positions)), fmean(apart), _error(apart))


def _error(values: Sequence[float]) -> float:
    """The standard error of their mean."""
    return stdev(values) / sqrt(len(values)) if len(values) > 1 else 0.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints one table."""
    parser = argparse.ArgumentParser(prog="python -m bench.known_items", description="Known-item search beside peers")
    parser.add_argument("folders", nargs="*", type=Path, default=[ARCHIVE], metavar="FOLDER")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=[SEED], nargs="+")
    parser.add_argument("--asking", choices=("words", "one", "four", "heading"), default="words")
    parser.add_argument("--shuffled", action="store_true")
    parser.add_argument("--short", action="store_true")
    asked = parser.parse_args(arguments)
    folders = [folder.resolve() for folder in asked.folders]
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        tokenizer = Tokenizer(place / "cache")
        rows = list(rows_in(folders, tokenizer))
        memory = Memory.of(rows, tokenizer)
        items = {seed: memory.items(asked.count, seed, asked.asking, asked.shuffled) for seed in asked.seed}
        if not all(items.values()):
            raise SystemExit("no paragraph there has two words to remember")
        keys = {row.id: search_key(row.text[row.begins :]) for row in rows}
        asks = list(engines(place, folders, rows, asked.short))
        found = {seed: list(scores(some, asks, keys)) for seed, some in items.items()}
    print(f"{len(rows)} paragraphs, {asked.count} items, seed {' '.join(map(str, asked.seed))}, {asked.asking}\n")
    for line in _one_seed(found[asked.seed[0]]) if len(found) == 1 else _seeds(found):
        print(line)


def _one_seed(found: Sequence[Score]) -> Iterator[str]:
    yield from ("| engine | MRR@10 | found@10 | MRR less Bigan's |", "|---|---|---|---|")
    for score in found:
        yield f"| {score.name} | {score.mrr:.4f} | {score.found:.3f} | {score.difference:+.4f} ± {score.error:.4f} |"


def _seeds(found: Mapping[int, Sequence[Score]]) -> Iterator[str]:
    """A line of MRRs for each seed, their means, and by how much Bigan's is higher."""
    columns = list(zip(*found.values(), strict=True))
    yield "| seed | " + " | ".join(of_engine[0].name for of_engine in columns) + " |"
    yield "|---|" + "---|" * len(columns)
    for seed, scored in found.items():
        yield f"| {seed} | " + " | ".join(f"{score.mrr:.4f}" for score in scored) + " |"
    yield "| mean | " + " | ".join(f"{fmean(score.mrr for score in of_engine):.4f}" for of_engine in columns) + " |"
    leads = [[-score.difference for score in of_engine] for of_engine in columns]
    yield "| Bigan's lead | " + " | ".join(f"{fmean(lead):+.4f} ± {_error(lead):.4f}" for lead in leads) + " |"


if __name__ == "__main__":
    main()
