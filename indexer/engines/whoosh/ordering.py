"""Found rows in order: only as many as a page needs are sorted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from indexer.engines.ranking import DECIMALS, WINDOW
from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.dtypes import Bools, Floats, Floats32, Rows
from indexer.engines.whoosh.segment_columns import NO_YEAR

#: An approximate score is wrong by less than this share of it.
_APPROXIMATE = 1e-5


#: One score in so many is looked at to leave most of them out early.
_SAMPLED = 16


@dataclass(frozen=True)
class Found:
    """The rows found, with what their order depends on; all arrays go along with ``rows``. ``scores`` are
    ``bm25f · prior`` approximately (``None``: all 0), ``exact`` gives it for some rows; ``verbatim`` is ``None`` where
    no row or every row is. ``rerank`` gives the scores of a few rows after reranking, from the rows and their first
    scores; it is there for questions of several words. ``unsure`` rows come after all others by relevance; ``None``
    where none is, or every row."""

    rows: Rows
    scores: Floats32 | None
    exact: Callable[[Rows], Floats]
    verbatim: Bools | None
    rerank: Callable[[Rows, Floats], Floats] | None = None
    unsure: Bools | None = None

    def part(self, chosen: Bools) -> Found:
        """What was found of some rows, all as sure as one another."""
        return replace(
            self,
            rows=self.rows[chosen],
            scores=None if self.scores is None else self.scores[chosen],
            verbatim=None if self.verbatim is None else self.verbatim[chosen],
            unsure=None,
        )


def in_order(found: Found, columns: Columns, sort: str, needed: int) -> tuple[Rows, Floats]:
    """At least the first ``needed`` rows (or all) in order, with their scores."""
    if sort == "relevance":
        if found.unsure is None:
            return _by_relevance(found, columns, needed)
        rows, scores = _by_relevance(found.part(~found.unsure), columns, needed)
        if len(rows) >= needed:
            return rows, scores
        more, their_scores = _by_relevance(found.part(found.unsure), columns, needed - len(rows))
        return np.concatenate([rows, more]), np.concatenate([scores, their_scores])
    years = columns.years[found.rows]
    chosen = _of_years(years, sort, needed)
    rows = found.rows[chosen]
    scores = np.round(found.exact(rows), DECIMALS) if found.scores is not None else np.zeros(len(rows))
    years = years[chosen].astype(np.int64)
    by_year = -years if sort == "newest" else np.where(years == NO_YEAR, np.iinfo(np.int16).max, years)
    order = np.lexsort((columns.rank_by_id[rows], -scores, by_year))
    return rows[order], scores[order]


def _of_years(years: np.ndarray, sort: str, needed: int) -> Rows:
    """The places of the rows of the first years that hold ``needed`` rows together."""
    counts = np.bincount(years.astype(np.int64), minlength=NO_YEAR + 1)
    order = np.flatnonzero(counts)
    order = order[::-1] if sort == "newest" else np.concatenate([order[order != NO_YEAR], order[order == NO_YEAR]])
    enough = int(np.searchsorted(np.cumsum(counts[order]), needed)) + 1
    wanted = np.zeros(len(counts), dtype=bool)
    wanted[order[:enough]] = True
    return np.flatnonzero(wanted[years])


def _by_relevance(found: Found, columns: Columns, needed: int) -> tuple[Rows, Floats]:
    if found.scores is None:
        return _by_rank(found.rows, columns, needed)
    needed = max(needed, WINDOW)
    chosen = _best(found.scores, found.verbatim, found.rows, columns, needed)
    rows = found.rows[chosen]
    scores = np.round(found.exact(rows), DECIMALS)
    verbatim = found.verbatim[chosen] if found.verbatim is not None else np.zeros(len(rows), dtype=bool)
    order = np.lexsort((columns.rank_newest[rows], -scores, ~verbatim))
    rows, scores, verbatim = rows[order], scores[order], verbatim[order]
    if found.rerank is None:
        return rows, scores
    window, rest = slice(0, WINDOW), slice(WINDOW, None)
    again = found.rerank(rows[window], scores[window])
    order = np.lexsort((columns.rank_newest[rows[window]], -again, ~verbatim[window]))
    return np.concatenate([rows[window][order], rows[rest]]), np.concatenate([again[order], scores[rest]])


def _by_rank(rows: Rows, columns: Columns, needed: int) -> tuple[Rows, Floats]:
    """Rows that nothing but their rank tells apart."""
    if len(rows) * 8 < len(columns):
        rows = rows[np.argsort(columns.rank_newest[rows], kind="stable")]
    else:
        wanted = np.zeros(len(columns), dtype=bool)
        wanted[rows] = True
        everything = columns.rows_newest
        share = max(len(rows) / max(len(everything), 1), 0.01)
        some = everything[: int(2 * needed / share) + 1]
        rows = some[wanted[some]]
        if len(rows) < needed and len(some) < len(everything):
            rows = everything[wanted[everything]]
    return rows, np.zeros(len(rows))


def _best(
    scores: Floats32, verbatim: Bools | None, rows: Rows, columns: Columns, needed: int
) -> Rows:
    """The places of the rows that may be among the ``needed`` best, verbatim ones before all others."""
    if needed >= len(rows):
        return np.arange(len(rows))
    if verbatim is None:
        return _top(scores, rows, columns, needed)
    first, rest = np.flatnonzero(verbatim), np.flatnonzero(~verbatim)
    if len(first) >= needed:
        return first[_top(scores[first], rows[first], columns, needed)]
    return np.concatenate([first, rest[_top(scores[rest], rows[rest], columns, needed - len(first))]])


def _top(scores: Floats32, rows: Rows, columns: Columns, needed: int) -> Rows:
    """The places of the scores that may be among the ``needed`` greatest; of those that are 0, which is exact, the
    ones that rank first."""
    least = _nth_greatest(scores, needed)
    if least > 0:
        return np.flatnonzero(scores >= least * (1 - _APPROXIMATE))
    better, equal = np.flatnonzero(scores > 0), np.flatnonzero(scores == 0)
    missing = min(needed - len(better), len(equal))
    equal = equal[np.argpartition(columns.rank_newest[rows[equal]], missing - 1)[:missing]]
    return np.concatenate([better, equal])


def _nth_greatest(scores: Floats32, n: int) -> float:
    """The ``n``-th greatest score. What is below the ``n``-th greatest of a sample cannot be it."""
    n = min(n, len(scores))
    sample = scores[::_SAMPLED]
    if len(sample) > n:
        scores = scores[scores >= np.partition(sample, len(sample) - n)[len(sample) - n]]
    return float(np.partition(scores, len(scores) - n)[len(scores) - n])
