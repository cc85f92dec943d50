"""``python -m tests.exactness FOLDER…``: asks an index of these folders thousands of questions and looks for each.

Ends with code 1 where one is answered otherwise than by looking at every paragraph.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.exactness.asking import Outcome, all_paragraphs, compare, indexed
from tests.exactness.drawing import Counts, draw

SEED = 20261121
_SHOWN = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the results; returns the exit code."""
    asked = _parser().parse_args(arguments)
    with indexed(asked.folders) as engine:
        paragraphs = all_paragraphs(engine)
        characters = sum(len(p.text) for p in paragraphs)
        print(f"{engine.stats().reports} reports, {len(paragraphs)} paragraphs, {characters} characters; seed {asked.seed}")
        counts = Counts(asked.fragments, asked.words, asked.gaps, asked.near)
        outcome = compare(engine, paragraphs, draw(paragraphs, engine.tokenizer, counts, asked.seed))
    _print(outcome)
    return 1 if outcome.differing else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.exactness", description="Compares search with looking.")
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="report files")
    parser.add_argument("--seed", type=int, default=SEED)
    for name, count in (("fragments", 2000), ("words", 500), ("gaps", 200), ("near", 200)):
        parser.add_argument(f"--{name}", type=int, default=count, metavar="N")
    return parser


def _print(outcome: Outcome) -> None:
    print(f"{'':<10}{'asked':>8}{'equal':>8}{'differing':>11}{'no hits':>9}{'mean hits':>11}")
    for row in outcome.rows:
        differing = len(row.differing)
        mean = row.hits / row.asked
        print(f"{row.kind:<10}{row.asked:>8}{row.asked - differing:>8}{differing:>11}{row.without:>9}{mean:>11.1f}")
    print(f"fragments with signs inside: {outcome.with_signs}, across the end of a sentence: {outcome.across_sentences}")
    for row in outcome.rows:
        for line in row.differing[:_SHOWN]:
            print(line)


if __name__ == "__main__":
    sys.exit(main())
