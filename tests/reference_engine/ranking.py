"""BM25 for one word, by its formula (Robertson and Zaragoza, 2009)."""

from __future__ import annotations

from indexer.engines.ranking import K1, B


def bm25(weight_idf: float, tf: float, length: float, average: float) -> float:
    """One word's part of a paragraph's score in one field."""
    return weight_idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / average)) if tf else 0.0
