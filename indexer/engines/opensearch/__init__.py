"""The same engine on an OpenSearch cluster, for archives that one machine cannot hold.

A generation is an index of paragraphs and a catalogue beside it, cloned from the generation before it and published by
switching an alias. The client cuts texts into tokens and scores the few that are shown; the cluster finds, counts and
sorts. ``client.py`` alone talks to it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from time import perf_counter
from typing import Any, TypeVar

from indexer.engines import unprepared
from indexer.engines.opensearch import concordance as occurrences
from indexer.engines.opensearch import lookups, paging, similarity, trouble
from indexer.engines.opensearch.board import OpenSearchBoard
from indexer.engines.opensearch.catalogue import manifest_of
from indexer.engines.opensearch.client import Client as Client
from indexer.engines.opensearch.cluster import Cluster as Cluster
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.headings import heading_page, vocabulary
from indexer.engines.opensearch.lease import Lease, ensure_index
from indexer.engines.opensearch.reports import report_heads, report_of
from indexer.engines.opensearch.schema import FORMAT, new_index
from indexer.engines.opensearch.shared_passages import phrase_uses, shared_passages
from indexer.engines.opensearch.writer import OpenSearchWriter
from indexer.engines.ranking import FIELD_WEIGHTS
from indexer.language.tokenizer import Tokenizer
from indexer.model.orders import ConcordanceOrder
from indexer.model.reports import Hit, IndexStats, Report, ResultPage, StoredParagraph, StoredReport
from indexer.model.results import (
    Concordance,
    HeadingPage,
    PhraseUse,
    ReportHead,
    SharedText,
    Trend,
    Vocabulary,
)
from indexer.querying.filters import Filters
from indexer.querying.heading_request import HeadingRequest
from indexer.querying.tree import SearchRequest

_T = TypeVar("_T")

#: How often a question is asked again whose generation was taken away meanwhile.
_ATTEMPTS = 3


class OpenSearchEngine:
    """An ``Engine`` over a cluster. An empty index is made there when none has its name yet.

    Raises ``IndexUnavailable`` where the cluster cannot be used.
    """

    def __init__(self, cluster: Cluster, tokenizer: Tokenizer, client: Client | None = None) -> None:
        self.cluster = cluster
        self.tokenizer = tokenizer
        self.client = client or Client(cluster)
        self.alias = f"{cluster.prefix}-{FORMAT}"
        self._lock = threading.Lock()
        self._now: Generation | None = None
        if self.published() is None:
            self._make_empty()

    # --- generations -----------------------------------------------------------------------------

    def published(self) -> str | None:
        """The index that the alias names; ``None`` where there is none."""
        return self._named(self.alias)

    def _named(self, alias: str) -> str | None:
        try:
            found = self.client.ask("GET", f"/_alias/{alias}")
        except trouble.Refused as problem:
            if problem.status == 404:
                return None
            raise
        return str(next(iter(found), "")) or None

    def newest(self) -> Generation:
        """The newest generation, to be used for a whole call."""
        name = self.published()
        if name is None:
            self._make_empty()
            name = self.published() or ""
        with self._lock:
            if self._now is not None and self._now.index == name:
                return self._now
        opened = self._opened(name)
        with self._lock:
            self._now = opened
        return opened

    def _opened(self, name: str) -> Generation:
        found = self.client.ask("GET", f"/{name}/_mapping")
        meta = found[name]["mappings"].get("_meta", {})
        if meta.get("format") != FORMAT:
            raise trouble.other_format(name, meta.get("format"), FORMAT)
        return Generation(self.client, name, meta)

    def _make_empty(self) -> None:
        """The generation that holds nothing. Under the writers' lease: another process may be making one too."""
        lease = Lease(self.client, self.alias)
        try:
            if self.published() is not None:
                return
            name = f"{self.alias}-g000000"
            lengths = dict.fromkeys(FIELD_WEIGHTS, 0)
            counts = {"paragraphs": 0, "characters": 0, "lengths": lengths, "numbered": 0, "files": 0, "built_at": None}
            meta = {"format": FORMAT, "generation": 0, "catalogue": f"{name}-catalogue", **counts}
            for index in (name, f"{name}-catalogue"):
                ensure_index(self.client, index, new_index(self.cluster, meta))
            self.client.ask("PUT", f"/{name},{name}-catalogue/_settings", {"index.blocks.write": True})
            self.client.ask("POST", "/_aliases", {"actions": [{"add": {"index": name, "alias": self.alias}}]})
        finally:
            lease.release()

    def orphans(self, keep: Iterable[Generation]) -> list[str]:
        """The indexes of generations that nobody can see, apart from some that are still in use."""
        kept = {name for one in keep for name in (one.index, one.catalogue)}
        found = self.client.ask("GET", f"/{self.alias}-g*/_alias")
        return sorted(name for name in found if name not in kept)

    def outdated(self) -> list[str]:
        """The names of indexes that older versions of Bigan wrote here and this one does not search, the newest format
        first."""
        older = [f"{self.cluster.prefix}-{number}" for number in range(FORMAT - 1, 0, -1)]
        return [alias for alias in older if self._named(alias) is not None]

    def previous_manifest(self) -> Mapping[str, Any]:
        """The manifest of the index that an older version left; empty where there is none."""
        for alias in self.outdated()[:1]:
            name, found = next(iter(self.client.ask("GET", f"/{alias}/_mapping").items()))
            return manifest_of(Generation(self.client, name, found["mappings"]["_meta"]))
        return {}

    def _with_newest(self, answer: Callable[[Generation], _T]) -> _T:
        """An answer from one generation; asked again where a writer has taken that away meanwhile."""
        for attempt in range(_ATTEMPTS):
            try:
                return answer(self.newest())
            except trouble.Refused as problem:
                if problem.status != 404 or attempt + 1 == _ATTEMPTS:
                    raise
        raise AssertionError("the last attempt returns or raises")

    # --- questions -------------------------------------------------------------------------------

    def search(self, request: SearchRequest) -> ResultPage:
        began = perf_counter()

        def answer(now: Generation) -> ResultPage:
            page = paging.search(now, self.tokenizer, request)
            if now.meta.get("tokenizer", self.tokenizer.fingerprint) != self.tokenizer.fingerprint:
                return replace(page, notices=(*page.notices, "词典已更新，排序可能略有出入：请运行 bigan index"))
            return page

        page = self._with_newest(answer)
        return replace(page, took_ms=(perf_counter() - began) * 1000)

    def count(self, request: SearchRequest) -> int:
        return self._with_newest(lambda now: paging.count(now, request))

    def concordance(self, request: SearchRequest, order: ConcordanceOrder, width: int) -> Concordance:
        began = perf_counter()
        found = self._with_newest(lambda now: occurrences.concordance(now, request, order, width, self.tokenizer.is_word))
        return replace(found, took_ms=(perf_counter() - began) * 1000)

    def trend(self, request: SearchRequest) -> Trend:
        began = perf_counter()
        found = self._with_newest(lambda now: occurrences.trend(now, request))
        return replace(found, took_ms=(perf_counter() - began) * 1000)

    def headings(self, request: HeadingRequest) -> HeadingPage:
        began = perf_counter()
        page = self._with_newest(lambda now: heading_page(now, request))
        return replace(page, took_ms=(perf_counter() - began) * 1000)

    def report(self, report_id: str) -> StoredReport | None:
        return self._with_newest(lambda now: report_of(now, report_id))

    def reports(self) -> tuple[ReportHead, ...]:
        return self._with_newest(report_heads)

    def paragraphs_of(self, report_id: str) -> tuple[StoredParagraph, ...]:
        return self._with_newest(lambda now: lookups.paragraphs_of(now, report_id))

    def paragraph(self, paragraph_id: str) -> StoredParagraph | None:
        return self._with_newest(lambda now: lookups.paragraph(now, paragraph_id))

    def near_duplicates(self, paragraph_id: str) -> tuple[StoredParagraph, ...]:
        return self._with_newest(lambda now: lookups.near_duplicates(now, paragraph_id))

    def similar(self, text: str, filters: Filters, size: int, without: str = "") -> tuple[Hit, ...]:
        return self._with_newest(lambda now: similarity.similar(now, self.tokenizer, text, filters, size, without))

    def shared_passages(self, texts: Sequence[str], without: str = "") -> tuple[SharedText, ...]:
        return self._with_newest(lambda now: shared_passages(now, texts, without))

    def phrase_uses(self, texts: Sequence[str]) -> tuple[PhraseUse, ...]:
        return self._with_newest(lambda now: phrase_uses(now, texts))

    def vocabulary(self) -> Vocabulary:
        return self._with_newest(vocabulary)

    def tagged(self, text: str) -> list[tuple[str, str]]:
        return self.tokenizer.tagged(text)

    def words(self, text: str) -> list[str]:
        return self.tokenizer.words(text)

    def stats(self) -> IndexStats:
        return self._with_newest(lookups.stats)

    def manifest(self) -> Mapping[str, Any]:
        return self._with_newest(lambda now: now.remembered("manifest", lambda: manifest_of(now)))

    def preparation(self) -> Callable[[str, Report], Report]:
        return unprepared

    def board(self) -> OpenSearchBoard:
        return OpenSearchBoard(self.client, self.alias)

    def verify(self, pause: Callable[[], None] = lambda: None) -> None:
        """The cluster looks after its own files."""

    def writer(self) -> OpenSearchWriter:
        return OpenSearchWriter(self)

    def close(self) -> None:
        self.client.close()
