"""One transaction: the published generation is cloned, the clone changed, and the alias switched to it in one step.

Nothing is touched before ``commit``, and nothing that readers see before the switch. The switch takes the alias from the
generation that the clone was made of, and fails where it points elsewhere by now: two writers can never both publish.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import count
from types import TracebackType
from typing import TYPE_CHECKING, Any

from indexer.engines import Source
from indexer.engines.opensearch import encoding, neighbours, trouble
from indexer.engines.opensearch.catalogue import CatalogueChanges, Known, known_reports
from indexer.engines.opensearch.documents import (
    Entry,
    divided_from,
    key_of,
    paragraph_document,
    paragraph_from,
    paragraphs_of,
    print_from,
    prints_of,
    with_files,
)
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.heading_places import heading_places
from indexer.engines.opensearch.lease import Lease
from indexer.engines.opensearch.queries import Dsl, some
from indexer.engines.opensearch.reports import title_blocks
from indexer.engines.opensearch.schema import FORMAT, length_field
from indexer.engines.ranking import FIELD_WEIGHTS
from indexer.engines.records import title_of
from indexer.errors import IndexUnavailable
from indexer.model.reports import Report

if TYPE_CHECKING:
    from indexer.engines.opensearch import OpenSearchEngine

#: Reports or documents asked for at once.
_CHUNK = 1_000
#: Shards of up to so many paragraphs become one segment after a run of several commits: more take too long.
_MERGED_WHOLE = 200_000


@dataclass
class _Plan:
    """What a commit does to the paragraphs. ``clusters``: paragraphs that stay, by id, with their new cluster; ``moved``:
    reports whose files have changed, with the new ones."""

    gone: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    clusters: dict[str, str] = field(default_factory=dict)
    moved: dict[str, tuple[str, ...]] = field(default_factory=dict)


class OpenSearchWriter:
    """See ``engines.Writer``."""

    def __init__(self, engine: OpenSearchEngine) -> None:
        self._engine = engine
        self._client = engine.client
        self._lease = Lease(engine.client, engine.alias)
        self._added: dict[str, Report] = {}
        self._deleted: set[str] = set()
        self._open = True

    def __enter__(self) -> OpenSearchWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._open:
            self._open = False
            self._lease.release()

    def add(self, report_id: str, report: Report) -> None:
        self._deleted.add(report_id)
        self._added[report_id] = report

    def add_prepared(self, report_id: str, prepared: Report) -> None:
        self.add(report_id, prepared)

    def delete(self, report_id: str) -> None:
        self._deleted.add(report_id)
        self._added.pop(report_id, None)

    def commit(self, manifest: Mapping[str, Any], sources: Mapping[str, Source], compact: bool = False) -> None:
        """See ``engines.Writer``."""
        before = self._engine.newest()
        name = f"{self._engine.alias}-g{before.number + 1:06}-{secrets.token_hex(4)}"
        made: list[str] = []
        try:
            self._commit(before, name, made, manifest, {rid: _copied(source) for rid, source in sources.items()}, compact)
        except BaseException:
            self._remove(made)
            raise
        self._remove(self._engine.orphans(keep=(before, self._engine.newest())))
        self.__exit__(None, None, None)

    def _commit(
        self,
        before: Generation,
        name: str,
        made: list[str],
        manifest: Mapping[str, Any],
        sources: Mapping[str, Source],
        compact: bool,
    ) -> None:
        known = known_reports(before)
        numbers = self._numbers(before, known)
        catalogue = CatalogueChanges(before, self._added, self._deleted, sources, known, numbers)
        plan = self._planned(before, sources, catalogue, known)
        beside = f"{name}-catalogue"
        for old, new in ((before.index, name), (before.catalogue, beside)):
            made.append(new)
            self._clone(old, new)
        self._client.bulk(name, self._paragraphs(before, plan, numbers))
        self._client.bulk(beside, catalogue.documents(manifest))
        self._client.ask("POST", f"/{name},{beside}/_refresh")
        if compact:
            self._compact(name)
        meta = {
            **self._counted(name),
            "format": FORMAT,
            "generation": before.number + 1,
            "catalogue": beside,
            "numbered": max(before.numbered, *(number + 1 for number in numbers.values()), 0),
            "files": len({file for source in sources.values() for file in source.files}),
            "built_at": manifest.get("built_at"),
            "manifest_parts": catalogue.manifest_parts,
            "tokenizer": self._engine.tokenizer.fingerprint,
        }
        self._client.ask("PUT", f"/{name}/_mapping", {"_meta": meta})
        self._client.ask("PUT", f"/{name},{beside}/_settings", {"index.blocks.write": True})
        self._lease.check()
        self._switch(before.index, name)
        made.clear()

    def _numbers(self, before: Generation, known: Mapping[str, Known]) -> dict[str, int]:
        """The number of each report that is there or comes: the next free one for a report that is new."""
        new = sorted(self._added.keys() - known.keys())
        return {one: was.number for one, was in known.items()} | dict(zip(new, count(before.numbered), strict=False))

    # --- what changes ----------------------------------------------------------------------------

    def _planned(
        self, before: Generation, sources: Mapping[str, Source], catalogue: CatalogueChanges, known: Mapping[str, Known]
    ) -> _Plan:
        plan = _Plan()
        replaced = sorted(self._deleted & set(known))
        queries = [_of_reports(replaced[at : at + _CHUNK]) for at in range(0, len(replaced), _CHUNK)]
        lost: set[int] = set()
        for query in queries:
            for hit in self._client.scan(before.index, query, source=False, fields=["hash"]):
                plan.gone.append(hit["_id"])
                lost.update(int(one, 16) for one in hit.get("fields", {}).get("hash", ()))
        for report_id, report in sorted(self._added.items()):
            paragraphs = paragraphs_of(report_id, report, sources.get(report_id))
            prints = prints_of(list(map(key_of, paragraphs)))
            block = title_of(report)
            places = heading_places([paragraph.heading_path for paragraph in paragraphs])
            plan.entries += [
                Entry(one, block, print_, divided=divided)
                for one, print_, divided in zip(paragraphs, prints, places, strict=True)
            ]
        plan.moved = catalogue.moved
        self._cluster(before, plan, some(queries), lost, catalogue)
        return plan

    def _cluster(self, before: Generation, plan: _Plan, gone: Dsl, lost: set[int], catalogue: CatalogueChanges) -> None:
        """Gives new paragraphs their clusters, and those that stay new ones where they change."""
        hashes = {entry.print.hash for entry in plan.entries} | lost
        hashes.discard(0)
        if not hashes:
            return
        prints = [entry.print for entry in plan.entries]
        pairs = neighbours.new_pairs(before, gone, prints, [key_of(entry.paragraph) for entry in plan.entries])
        nodes, all_pairs = neighbours.component(before, hashes, pairs)
        staying = list(neighbours.with_hashes(before, nodes, gone))
        own = [at for at, entry in enumerate(plan.entries) if entry.print.hash]
        all_hashes = [plan.entries[at].print.hash for at in own] + [one.hash for one in staying]
        names = neighbours.cluster_names(all_hashes, all_pairs)
        for at, name in zip(own, names, strict=False):
            plan.entries[at] = replace(plan.entries[at], cluster=name)
        for one, name in zip(staying, names[len(own) :], strict=True):
            if one.cluster != name:
                plan.clusters[one.identity] = name
        living = set(all_hashes)
        catalogue.add_pairs([pair for pair in pairs if living.issuperset(pair)])
        catalogue.drop_pairs([pair for pair in all_pairs if not living.issuperset(pair)])

    # --- what is written -------------------------------------------------------------------------

    def _paragraphs(self, before: Generation, plan: _Plan, numbers: Mapping[str, int]) -> Iterator[tuple[str, Dsl | None]]:
        """Deletions, new paragraphs, and those that are written again."""
        new = {entry.paragraph.id for entry in plan.entries}
        for identity in plan.gone:
            if identity not in new:
                yield identity, None
        for entry in plan.entries:
            number = numbers[entry.paragraph.report_id]
            yield entry.paragraph.id, paragraph_document(entry, number, self._engine.tokenizer)
        done: set[str] = set()
        for query in _asked(plan):
            hits = list(self._client.scan(before.index, query, fields=["cluster"]))
            paragraphs = {hit["_id"]: paragraph_from(hit["_source"]["body"]) for hit in hits if hit["_id"] not in done}
            blocks = title_blocks(before, {paragraph.report_id for paragraph in paragraphs.values()})
            for hit in hits:
                identity = hit["_id"]
                if identity in done:
                    continue
                done.add(identity)
                paragraph = paragraphs[identity]
                cluster = plan.clusters.get(identity, hit.get("fields", {}).get("cluster", [""])[0])
                body = hit["_source"]["body"]
                files = plan.moved.get(paragraph.report_id, paragraph.files)
                block = blocks[paragraph.report_id]
                entry = Entry(with_files(paragraph, files), block, print_from(body), cluster, divided_from(body))
                yield identity, paragraph_document(entry, numbers[paragraph.report_id], self._engine.tokenizer)

    def _clone(self, old: str, new: str) -> None:
        settings = {"index.blocks.write": False, "index.number_of_replicas": self._client.cluster.replicas}
        self._client.ask("PUT", f"/{old}/_clone/{new}", {"settings": settings}, repeatable=False)

    def _compact(self, name: str) -> None:
        """Has small segments merged; only a refresh shows what was merged, and later nobody refreshes. Nothing depends on it:
        what takes longer than a request may, the cluster ends by itself."""
        told = self._client.search(name, {"size": 0, "track_total_hits": True})
        whole = int(told["hits"]["total"]["value"]) <= _MERGED_WHOLE * int(told["_shards"]["total"])
        with suppress(IndexUnavailable):
            self._client.ask("POST", f"/{name}/_forcemerge" + ("?max_num_segments=1" if whole else ""))
        self._client.ask("POST", f"/{name}/_refresh")

    def _counted(self, index: str) -> Dsl:
        """What is remembered of the whole generation."""
        fields = ["characters", *map(length_field, FIELD_WEIGHTS)]
        body: Dsl = {"size": 0, "track_total_hits": True, "aggs": {one: {"sum": {"field": one}} for one in fields}}
        told = self._client.search(index, body)
        sums = {one: int(told["aggregations"][one]["value"]) for one in fields}
        return {
            "paragraphs": told["hits"]["total"]["value"],
            "characters": sums["characters"],
            "lengths": {name: sums[length_field(name)] for name in FIELD_WEIGHTS},
        }

    def _switch(self, old: str, new: str) -> None:
        alias = self._engine.alias
        actions = [
            {"remove": {"index": old, "alias": alias, "must_exist": True}},
            {"add": {"index": new, "alias": alias}},
        ]
        try:
            self._client.ask("POST", "/_aliases", {"actions": actions}, repeatable=False)
        except trouble.Refused as problem:
            if problem.status == 404:
                raise IndexUnavailable("索引已由另一个 bigan 更新：请再运行一次 bigan index") from problem
            raise
        except trouble.Unreachable:
            # The answer was lost, not necessarily the switch.
            if self._engine.published() != new:
                raise

    def _remove(self, indexes: Sequence[str]) -> None:
        """Deletes indexes that nobody can see any more; what cannot be deleted now is found by the next commit."""
        for index in indexes:
            try:
                self._client.ask("DELETE", f"/{index}?ignore_unavailable=true")
            except IndexUnavailable:
                continue


def _copied(source: Source) -> Source:
    """A source that can be stored; whatever is wrong with it shows before anything is written."""
    return Source(tuple(source.files), source.stale_reason, tuple(source.unread))


def _asked(plan: _Plan) -> Iterator[Dsl]:
    """The paragraphs to be written again, in queries of a bearable size."""
    clustered, moved = list(plan.clusters), list(plan.moved)
    for at in range(0, len(clustered), _CHUNK):
        yield {"ids": {"values": clustered[at : at + _CHUNK]}}
    for at in range(0, len(moved), _CHUNK):
        yield _of_reports(moved[at : at + _CHUNK])


def _of_reports(report_ids: Sequence[str]) -> Dsl:
    return {"terms": {"report": list(map(encoding.storable, report_ids))}}
