"""Brings the index up to date with the archive: reads what changed, forgets what is gone.

A run publishes as it goes, see ``publishing``. Bad input never loses what is indexed: a file that cannot be
read any more keeps its reports, a folder that is missing or suddenly empty deletes nothing
unless told to.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from indexer import __version__
from indexer.engines import Engine
from indexer.errors import BiganError
from indexer.ingest.changes import Comparison, IndexReport, Progress, ReadOptions
from indexer.ingest.discovery import Scope, discover
from indexer.ingest.manifest import Manifest
from indexer.ingest.options import ReadingStopped
from indexer.ingest.publishing import Publisher

#: So many files that are passed over are kept by name.
_MOST_SKIPPED = 1000


def update(
    engine: Engine,
    roots: Sequence[Path],
    how: ReadOptions,
    tokenizer_fingerprint: str,
    *,
    only: Sequence[Path] = (),
    prune: bool = False,
    progress: Progress | None = None,
    previous: Manifest | None = None,
    forget: Sequence[Path] = (),
    touched: frozenset[str] | None = None,
) -> IndexReport:
    """Updates the index from the archive folders ``roots`` and those indexed before.

    ``only`` restricts the run to these folders; one that lies in no known root becomes one. With ``forget`` the run
    drops these roots and what lay in them, and looks at nothing else but the roots around them. ``touched`` are the
    paths of the files that are known to be new, changed or gone: no other is read.
    ``prune`` also forgets what stood in folders that are missing, empty or no longer among
    ``roots``, save those that were added by ``only``. ``previous`` is the manifest of an index in an older
    format: an index that is still empty takes over its folders and reads all of them, whatever ``only`` says. Raises
    ``IndexUnavailable`` while another process updates the same index.
    """
    began = time.perf_counter()
    # Whoever takes a folder out wants nothing of it left behind, not even titles.
    with Publisher(engine, remembers=not (forget or prune)) as publisher:
        plan = _plan(roots, publisher.manifest, previous, only, prune, forget)
        fingerprint = f"{__version__}/{how.rules.fingerprint}/{tokenizer_fingerprint}"
        found = discover(plan.scopes, how.max_bytes)
        looked_at = found if touched is None else found.among(touched)
        run = Comparison(plan.before, looked_at, how, fingerprint, engine.preparation(), publisher.add)
        try:
            with closing(run.read_files(progress)) as reading:
                for _ in reading:
                    so_far = _manifest_after(run, plan, prune=False)
                    run.outcome.committed |= publisher.publish(so_far)
                    run.keep_twins_of(so_far.report_ids)
        except ReadingStopped:
            run.outcome.stopped = True
            run.outcome.committed |= publisher.publish(_manifest_after(run, plan, prune=False), last=True)
        else:
            run.keep_skipped()
            run.forget(plan.scopes, prune)
            run.leave(plan.left, prune or bool(forget))
            run.settle_corrections()
            after = _manifest_after(run, plan, prune)
            run.note_lost_corrections(after.corrections)
            run.outcome.committed |= publisher.publish(after, last=True)
    stats = engine.stats()
    outcome = run.outcome
    outcome.reports, outcome.paragraphs = stats.reports, stats.paragraphs
    outcome.seconds = time.perf_counter() - began
    return outcome


@dataclass(frozen=True)
class _Plan:
    """What a run does: ``before`` is what it starts from, ``known`` the roots from now on, ``scopes`` what it looks at,
    ``added`` the roots that its command line adds, ``left`` those that neither config.ini nor a command line names."""

    before: Manifest
    known: Sequence[Path]
    scopes: Sequence[Scope]
    added: Sequence[str]
    left: Sequence[Path]


def _plan(
    roots: Sequence[Path],
    indexed: Manifest,
    previous: Manifest | None,
    only: Sequence[Path],
    prune: bool,
    forget: Sequence[Path],
) -> _Plan:
    if forget:
        return _plan_to_forget(roots, indexed, forget)
    rebuilt = previous is not None and indexed.built_at is None
    before = indexed
    if previous is not None and rebuilt:
        before = replace(indexed, roots=previous.roots, added=previous.added)
    known, scopes = _scopes(roots, before, only)
    if rebuilt:
        scopes = [*(Scope(root, root) for root in known), *(scope for scope in scopes if scope.root not in known)]
    configured = {os.path.abspath(root) for root in roots}
    added = [str(root) for root in known if str(root) not in (*before.roots, *configured)] if only else []
    left = [] if only else _no_longer_configured(roots, before)
    if prune:
        scopes = [scope for scope in scopes if scope.root not in left]
        known = [root for root in known if root not in left]
    return _Plan(before, known, scopes, added, left)


def _plan_to_forget(roots: Sequence[Path], before: Manifest, forget: Sequence[Path]) -> _Plan:
    """Roots that lie around a forgotten one are looked at, since its files may now be theirs."""
    known = [root for root in _scopes(roots, before, ())[0] if root not in forget]
    around = [Scope(root, root) for root in known if any(gone.is_relative_to(root) for gone in forget)]
    return _Plan(before, known, around, (), forget)


def _manifest_after(run: Comparison, plan: _Plan, prune: bool) -> Manifest:
    """What is indexed after a run. A root that is gone and holds nothing is forgotten; one that a command line added
    only with ``prune``, since nothing else names it."""
    held = {entry.root for entry in run.files.values()}
    awaited = () if prune else plan.before.added
    known = [root for root in plan.known if root.is_dir() or str(root) in (*held, *awaited)]
    return Manifest(
        files=dict(run.files),
        roots=tuple(map(str, known)),
        added=tuple(root for root in (*plan.before.added, *plan.added) if Path(root) in known),
        corrections=run.applied_corrections(),
        fits=run.fitting_corrections(),
        built_at=datetime.now().isoformat(timespec="seconds"),
        skipped=_skipped_after(run.outcome.skipped, plan, known),
    )


def _skipped_after(now: Mapping[str, str], plan: _Plan, known: Sequence[Path]) -> dict[str, str]:
    """What is passed over: as this run found it where it has looked, as it was elsewhere."""
    before = {path: reason for path, reason in plan.before.skipped.items() if not any(s.covers(path) for s in plan.scopes)}
    kept = {path: reason for path, reason in before.items() if any(Path(path).is_relative_to(root) for root in known)}
    return dict(list({**kept, **now}.items())[:_MOST_SKIPPED])


def _no_longer_configured(roots: Sequence[Path], before: Manifest) -> list[Path]:
    """The roots of earlier runs that neither config.ini nor a command line has named."""
    configured = {os.path.abspath(root) for root in roots}
    return [Path(root) for root in before.roots if root not in configured and root not in before.added]


def _scopes(
    roots: Sequence[Path], before: Manifest, only: Sequence[Path]
) -> tuple[list[Path], list[Scope]]:
    """The roots known from now on, and what this run looks at."""
    configured = [Path(os.path.abspath(root)) for root in roots]
    known = list(dict.fromkeys([*configured, *map(Path, before.roots)]))
    if not only:
        return known, [Scope(root, root) for root in known]
    scopes = []
    for folder in (_absolute(folder) for folder in only):
        root = next((r for r in known if folder.is_relative_to(r)), None)
        if root is None:
            root = folder
            if folder.is_dir():
                known.append(folder)
        # Roots that lie inside and come first keep their files, as in a run over everything.
        inside = [r for r in known[: known.index(root) if root in known else 0] if r.is_relative_to(folder)]
        scopes += [*(Scope(r, r) for r in inside if r.is_dir()), Scope(root, folder)]
    return known, scopes


def _absolute(folder: Path) -> Path:
    if folder.is_file():
        raise BiganError(f"{folder} 是文件，不是文件夹：请给出它所在的文件夹 {folder.parent}")
    return Path(os.path.abspath(folder))
