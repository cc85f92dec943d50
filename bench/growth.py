"""How the vocabulary of made-up reports grows beside a real one: ``python -m bench.growth [--paragraphs 100000] [FOLDER…]``.

Folders default to the shipped samples, whose paragraphs are shuffled first."""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import ARCHIVE, SEED, AppliedCorrection, Generator
from bench.parsed import reports_in
from indexer.language.tokenizer import Tokenizer

#: Told after so many paragraphs.
_STEPS = (100, 200, 400, 800, 1_600, 3_000, 10_000, 30_000, 100_000, 300_000)


@dataclass(frozen=True, slots=True)
class Growth:
    """After so many paragraphs: characters, words, distinct words, and how many of these came once."""

    paragraphs: int
    characters: int
    words: int
    distinct: int
    once: int


def growth(texts: Iterable[str], at: Iterable[int], tokenizer: Tokenizer) -> Iterator[Growth]:
    """How the vocabulary grows, told after each number of texts in ``at`` and after the last text."""
    marks, counts = set(at), Counter[str]()
    paragraphs = characters = words = 0
    for text in texts:
        found = tokenizer.words(text)
        counts.update(found)
        paragraphs, characters, words = paragraphs + 1, characters + len(text), words + len(found)
        if paragraphs in marks:
            yield _grown(paragraphs, characters, words, counts)
    if paragraphs not in marks:
        yield _grown(paragraphs, characters, words, counts)


def _grown(paragraphs: int, characters: int, words: int, counts: Mapping[str, int]) -> Growth:
    return Growth(paragraphs, characters, words, len(counts), sum(1 for count in counts.values() if count == 1))


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints one table."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description="How the vocabulary grows")
    parser.add_argument("folders", nargs="*", type=Path, default=[ARCHIVE], metavar="FOLDER")
    parser.add_argument("--paragraphs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        tokenizer = Tokenizer(Path(place))
        texts = [
            "\n".join((*p.headings_above, p.text)) for report in reports_in(asked.folders) for p in report.paragraphs
        ]
        random.Random(asked.seed).shuffle(texts)
        lines = (line for made in Generator(asked.seed).reports(asked.paragraphs) for line in _lines(made))
        print("| | paragraphs | characters | words | distinct | of these once |\n|---|---|---|---|---|---|")
        for name, paragraphs in (("real", texts), ("made up", lines)):
            for row in growth(paragraphs, _STEPS, tokenizer):
                numbers = (row.paragraphs, row.characters, row.words, row.distinct, row.once)
                print(f"| {name} | " + " | ".join(f"{number:,}" for number in numbers) + " |")


def _lines(made: AppliedCorrection) -> Iterator[str]:
    """The paragraphs of a made-up report, with the headings above them."""
    above: list[str] = []
    for line in made.text.splitlines()[1:]:
        above.append(line)
        if line.endswith("。"):
            yield "\n".join(above)
            above = []


if __name__ == "__main__":
    main()
