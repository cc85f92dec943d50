"""The words of a generation with the number of paragraphs that hold each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from indexer.engines.headings import is_vocabulary
from indexer.engines.whoosh.dtypes import Rows
from indexer.engines.whoosh.postings import Postings
from indexer.engines.whoosh.segment import Segment


def counted_words(segments: Sequence[Segment]) -> Counter[str]:
    """The words worth completing that stand in the texts of living paragraphs."""
    counts: Counter[str] = Counter()
    for segment in segments:
        words, postings = segment.columns.words, segment.columns.postings["words"]
        living = _living(segment, postings)
        for number in np.flatnonzero(living).tolist():
            word = words[number]
            if is_vocabulary(word):
                counts[word] += int(living[number])
    return counts


def _living(segment: Segment, postings: Postings) -> Rows:
    """For each word how many living documents hold it. Without deletes no posting has to be read for that."""
    if segment.untouched:
        return postings.frequencies()
    documents = postings.documents.between(0, len(postings.documents))[1]
    alive = np.concatenate([np.zeros(1, np.int64), np.cumsum(segment.live[documents])])
    living: Rows = alive[postings.starts[1:]] - alive[postings.starts[:-1]]
    return living
