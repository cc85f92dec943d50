"""``python -m bench.alike INDEX INDEX``: whether two indexes of one archive answer alike, whatever way they were built.

Built by runs that were killed, with other numbers of workers or in other segments, an archive has to give the same answers.
Compared are what is listed of all reports and its order, the whole of some reports, and the first pages of questions made
from them: paragraphs, scores to nine decimals, near-duplicates, totals and facets. Exits with 1 where anything differs.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from indexer.engines import Engine
from indexer.engines.whoosh import WhooshEngine
from indexer.errors import QueryError
from indexer.language.tokenizer import Tokenizer
from indexer.querying.request import build_request

#: Reports read whole, and questions asked.
REPORTS, QUESTIONS = 5000, 450
#: Paragraphs on a page that is compared.
PAGE = 50


def differences(first: Engine, second: Engine, seed: int = 7) -> dict[str, int]:
    """How many of each kind differ, of how many that are compared."""
    chance = random.Random(seed)
    heads, others = first.reports(), second.reports()
    ids = [head.id for head in heads]
    some = chance.sample(ids, min(REPORTS, len(ids)))
    return {
        "reports listed": sum(a != b for a, b in zip(heads, others, strict=False)) + abs(len(heads) - len(others)),
        "reports read": sum(_report(first, one) != _report(second, one) for one in some),
        "questions": sum(_answer(first, typed) != _answer(second, typed) for typed in _questions(first, some, chance)),
    }


def _report(engine: Engine, report_id: str) -> object:
    return engine.report(report_id), engine.paragraphs_of(report_id)


def _questions(engine: Engine, reports: Sequence[str], chance: random.Random) -> Iterator[str]:
    """Fragments of two to four characters, and every third time two of them."""
    for number in range(QUESTIONS):
        parts = []
        for _ in range(2 if number % 3 == 2 else 1):
            text = chance.choice(engine.paragraphs_of(chance.choice(reports))).text
            start = chance.randrange(max(1, len(text) - 4))
            parts.append(text[start : start + chance.choice((2, 2, 3, 4))])
        yield " ".join(parts)


def _answer(engine: Engine, typed: str) -> object:
    try:
        page = engine.search(build_request(typed, size=PAGE))
    except QueryError as error:
        return str(error)
    hits = [(hit.paragraph.id, round(hit.score, 9), hit.near_duplicates, hit.highlights) for hit in page.hits]
    return page.total, page.facets, hits


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    first, second = (WhooshEngine(Path(place), Tokenizer(Path(place) / "cache")) for place in arguments)
    found = differences(first, second)
    print("  ".join(f"{kind}: {count} differ" for kind, count in found.items()))
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
