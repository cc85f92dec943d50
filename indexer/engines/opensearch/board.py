"""The board of a shared run as documents of a small index: what is asked for by id is never out of date.

Beside the lead, a lease like the writer's, there are: ``run`` (the sheet), ``jobs:N`` (what is to be done), ``claim:NAME`` (who
reads a file, until when, or in how many parts it has been given), ``part:NAME:N`` (what was read).
"""

from __future__ import annotations

import secrets
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from indexer.engines.opensearch import trouble
from indexer.engines.opensearch.client import Client, Dsl
from indexer.engines.opensearch.lease import FREE, RELEASE, RENEWALS, TAKE, LeaseDocument, change
from indexer.engines.sharing import RunOver, RunSheet
from indexer.errors import IndexUnavailable

#: Jobs in one document, and bytes of what was read in one.
_JOBS, _PART = 500, 1_500_000
#: A file that was given is nobody's to claim.
_CLAIM = TAKE.format(free="ctx._source.parts == 0 && ")
_UNCLAIMED = {**FREE, "parts": 0}


class OpenSearchBoard:
    """See ``WorkBoard``. Work is written through an alias that must be there, so that nobody writes to a run that is over."""

    def __init__(self, client: Client, alias: str) -> None:
        self._client = client
        self._alias = f"{alias}-work"
        self._me = secrets.token_hex(8)
        self._lead = LeaseDocument(client, alias, "run", self._me)
        self._leads = False
        self._claimed: set[str] = set()
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._renewing: threading.Thread | None = None

    # --- the lead --------------------------------------------------------------------------------

    def lead(self) -> bool:
        self._leads = self._lead.take()
        if self._leads:
            self._keep_renewing()
        return self._leads

    def leave(self, finished: bool) -> None:
        self._leads = False
        try:
            if finished:
                self._clear()
            self._lead.release()
        except IndexUnavailable:
            return  # It ends by itself, and the next run clears what is left.

    def announce(self, sheet: RunSheet, jobs: Sequence[str]) -> None:
        before = self.run()
        if before is None or before.fingerprint != sheet.fingerprint:
            self._clear()
            settings = {"number_of_shards": 1, "number_of_replicas": self._client.cluster.replicas}
            body = {"settings": settings, "mappings": {"dynamic": False}, "aliases": {self._alias: {}}}
            self._client.ask("PUT", f"/{self._alias}-{sheet.id}", body)
        chunks = [jobs[at : at + _JOBS] for at in range(0, len(jobs), _JOBS)]
        self._client.bulk(self._alias, ((f"jobs:{n}", {"jobs": list(chunk)}) for n, chunk in enumerate(chunks)))
        self._client.bulk(self._alias, [("run", asdict(sheet))])

    def reach(self, number: int) -> None:
        self._client.ask("POST", f"/{self._alias}/_update/run?retry_on_conflict=3", {"doc": {"reached": number}})

    def _clear(self) -> None:
        found = self._client.ask("GET", f"/{self._alias}-*/_alias")
        for index in found:
            self._client.ask("DELETE", f"/{index}?ignore_unavailable=true")

    # --- what is to be done ----------------------------------------------------------------------

    def run(self) -> RunSheet | None:
        try:
            (found,) = self._documents(["run"])
        except RunOver:
            return None
        return None if found is None else RunSheet(**found)

    def jobs(self, first: int) -> list[str]:
        (found,) = self._documents([f"jobs:{first // _JOBS}"])
        jobs: list[str] = found["jobs"][first % _JOBS :] if found else []
        return jobs

    # --- claims ----------------------------------------------------------------------------------

    def claim(self, names: Sequence[str]) -> list[bool]:
        if not names:
            return []
        told = self._changed(names, _CLAIM)
        ours = [result != "noop" for result in told]
        with self._lock:
            self._claimed.update(name for name, is_ours in zip(names, ours, strict=True) if is_ours)
        self._keep_renewing()
        return ours

    def release(self, names: Sequence[str]) -> None:
        self._forget(names)
        if names:
            self._changed(names, RELEASE)

    def give(self, name: str, data: bytes) -> None:
        parts = [data[at : at + _PART] for at in range(0, len(data), _PART)] or [b""]
        documents = ((f"part:{name}:{n}", {"data": b64encode(part).decode()}) for n, part in enumerate(parts))
        claim = {**FREE, "parts": len(parts)}
        try:
            # One after the other: a claim that says so many parts must find them.
            self._client.bulk(self._alias, documents, require_alias=True)
            self._client.bulk(self._alias, [(f"claim:{name}", claim)], require_alias=True)
        except trouble.Refused as problem:
            raise _over(problem) from problem
        self._forget([name])

    def given(self, names: Sequence[str]) -> list[bool]:
        found = self._documents([f"claim:{name}" for name in names])
        return [bool(claim and claim["parts"]) for claim in found]

    def taken(self, name: str) -> bytes:
        (claim,) = self._documents([f"claim:{name}"])
        if not claim or not claim["parts"]:
            raise RunOver
        found = self._documents([f"part:{name}:{n}" for n in range(claim["parts"])])
        if None in found:
            raise RunOver
        return b"".join(b64decode(part["data"]) for part in found if part)

    def close(self) -> None:
        self._done.set()
        if self._renewing is not None:
            self._renewing.join()
        with self._lock:
            left = sorted(self._claimed)
        try:
            self.release(left)
        except (IndexUnavailable, RunOver):
            return

    def _forget(self, names: Iterable[str]) -> None:
        with self._lock:
            self._claimed.difference_update(names)

    def _changed(self, names: Sequence[str], script: str) -> list[str]:
        body = change(script, self._me, self._client.cluster.lease, _UNCLAIMED)
        try:
            return self._client.updates(self._alias, [(f"claim:{name}", body) for name in names])
        except trouble.Refused as problem:
            raise _over(problem) from problem

    def _documents(self, ids: Sequence[str]) -> list[Dsl | None]:
        try:
            return self._client.documents(self._alias, ids)
        except trouble.Refused as problem:
            raise _over(problem) from problem

    # --- signs of life ---------------------------------------------------------------------------

    def _keep_renewing(self) -> None:
        if self._renewing is None:
            self._renewing = threading.Thread(target=self._renew, name="bigan-board", daemon=True)
            self._renewing.start()

    def _renew(self) -> None:
        while not self._done.wait(self._client.cluster.lease / RENEWALS):
            with self._lock:
                names = sorted(self._claimed)
            try:
                if self._leads:
                    self._lead.take()
                if names:
                    self._changed(names, _CLAIM)
            except (IndexUnavailable, RunOver):
                continue  # Tried again; who loses a claim reads a file for nothing.


def _over(problem: trouble.Refused) -> Exception:
    """What an error means: that the run is not there any more, or something else."""
    return RunOver() if problem.status == 404 else problem

