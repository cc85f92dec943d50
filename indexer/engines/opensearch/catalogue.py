"""What stands beside the paragraphs of a generation: reports with their sources, the manifest, the near pairs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from indexer.engines import Source
from indexer.engines.opensearch import encoding
from indexer.engines.opensearch.documents import Dsl, new_report, report_document, source_from
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.neighbours import Pair
from indexer.engines.opensearch.reports import report_document_id, reports_of
from indexer.engines.records import with_source
from indexer.model.reports import Report

#: Characters of a manifest in one document.
_PART = 1_000_000
_UNKNOWN = Source(())
_CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Known:
    """What a writer knows of a report that is there: where it comes from, and its number."""

    source: Source
    number: int


def known_reports(now: Generation) -> dict[str, Known]:
    """Every report of a generation."""
    hits = now.client.scan(now.catalogue, {"term": {"kind": "report"}}, source=["body.f"], fields=["report", "report_number"])
    return {
        encoding.restored(hit["fields"]["report"][0]): Known(
            source_from(hit["_source"]["body"]), int(hit["fields"]["report_number"][0])
        )
        for hit in hits
    }


def manifest_of(now: Generation) -> Mapping[str, Any]:
    """The manifest of a generation; empty for the first, empty one."""
    parts = int(now.meta.get("manifest_parts", 0))
    if not parts:
        return {}
    found = now.client.documents(now.catalogue, [f"manifest:{number}" for number in range(parts)])
    manifest: Mapping[str, Any] = json.loads("".join(part["body"]["m"] for part in found if part is not None))
    return manifest


class CatalogueChanges:
    """What a commit does to the catalogue. ``known``: the reports that were there; ``numbers``: those of these and of what is
    added."""

    def __init__(
        self,
        before: Generation,
        added: Mapping[str, Report],
        deleted: Iterable[str],
        sources: Mapping[str, Source],
        known: Mapping[str, Known],
        numbers: Mapping[str, int],
    ) -> None:
        self._before = before
        self._added = added
        self._deleted = [one for one in deleted if one in known and one not in added]
        self._sources = sources
        self._numbers = numbers
        left = {one: was.source for one, was in known.items() if one not in added and one not in self._deleted}
        self._changed = [one for one, source in left.items() if source != sources.get(one, _UNKNOWN)]
        #: Reports whose files have changed, with the new ones.
        self.moved = {
            one: sources.get(one, _UNKNOWN).files
            for one in self._changed
            if left[one].files != sources.get(one, _UNKNOWN).files
        }
        self._new_pairs: list[Pair] = []
        self._old_pairs: list[Pair] = []
        #: In how many documents the manifest stands, once ``documents`` has been read.
        self.manifest_parts = 0

    def add_pairs(self, pairs: list[Pair]) -> None:
        """Near pairs to be kept."""
        self._new_pairs = pairs

    def drop_pairs(self, pairs: list[Pair]) -> None:
        """Near pairs that name what is no longer there."""
        self._old_pairs = pairs

    def documents(self, manifest: Mapping[str, Any]) -> Iterator[tuple[str, Dsl | None]]:
        """All changes, by the ids of documents."""
        for one in self._deleted:
            yield report_document_id(one), None
        for one, report in self._added.items():
            yield report_document_id(one), report_document(
                new_report(one, report, self._sources.get(one)), self._numbers[one]
            )
        for at in range(0, len(self._changed), _CHUNK):
            for one, stored in reports_of(self._before, self._changed[at : at + _CHUNK]).items():
                yield report_document_id(one), report_document(
                    with_source(stored, self._sources.get(one, _UNKNOWN)), self._numbers[one]
                )
        for pair in self._old_pairs:
            yield _pair_id(pair), None
        for pair in self._new_pairs:
            yield _pair_id(pair), _pair_document(pair)
        yield from self._manifest(manifest)

    def _manifest(self, manifest: Mapping[str, Any]) -> Iterator[tuple[str, Dsl | None]]:
        text = json.dumps(manifest, ensure_ascii=False)
        try:
            text.encode()
        except UnicodeEncodeError:
            text = json.dumps(manifest)
        parts = [text[at : at + _PART] for at in range(0, len(text), _PART)]
        self.manifest_parts = len(parts)
        for number, part in enumerate(parts):
            yield f"manifest:{number}", {"kind": "manifest", "report": f"manifest:{number}", "ordinal": -1, "body": {"m": part}}
        for number in range(len(parts), int(self._before.meta.get("manifest_parts", 0))):
            yield f"manifest:{number}", None


def _pair_id(pair: Pair) -> str:
    return "pair:{:x}-{:x}".format(*sorted(pair))


def _pair_document(pair: Pair) -> Dsl:
    ends = [f"{one:x}" for one in sorted(pair)]
    return {"kind": "pair", "report": _pair_id(pair), "ordinal": -1, "ends": ends, "body": {"e": ends}}
