"""A run of the index in words: what came of it, which reports it read, what is new since a page was made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indexer.engines import Engine
from indexer.library.job import State
from indexer.library.library import Library
from indexer.model.reports import StoredReport
from indexer.output.citation import display_title
from webui.presenters.evidence import EvidenceView, because

#: So many reports are shown to be looked at, and so many files are looked through for them.
CARDS = 4
_LOOKED_THROUGH = 60

#: So many files that were skipped are named.
SKIPPED = 200


@dataclass(frozen=True, slots=True)
class Card:
    """A report that was just read, with what was understood and why: ``by_title`` names the facts that its title shows
    by itself, ``reasons`` give the words for the others."""

    stored: StoredReport
    title: str
    reasons: tuple[EvidenceView, ...]
    by_title: str
    url: str


def outcome_lines(state: State) -> list[str]:
    """What a run did, the most important first; one line that says what is wrong where it failed."""
    if state.error:
        return [state.error]
    outcome = state.outcome
    if outcome is None:
        return []
    counted = [
        (outcome.added, "新读入 {} 个文件"),
        (outcome.changed, "改动 {} 个"),
        (outcome.removed, "去掉 {} 个"),
    ]
    done = "，".join(words.format(count) for count, words in counted if count)
    lines = [done or ("还没有读入文件" if outcome.stopped else "没有变化，都是最新的")]
    if outcome.stopped:
        lines.append("按您的意思停下了：读到的已经能查，其余的下次更新再读")
    if outcome.failed:
        lines.append(f"{len(outcome.failed)} 个文件读不了")
    if outcome.stale:
        lines.append(f"{len(outcome.stale)} 个文件现在读不了，暂用原来读到的内容")
    if outcome.skipped:
        lines.append(f"{len(outcome.skipped)} 个文件跳过")
    return [*lines, *outcome.warnings, *outcome.notes]


def skipped_files(state: State) -> list[tuple[str, str]]:
    """The files that a run did not read because of their kind, with the reason; the first of many."""
    skipped = state.outcome.skipped if state.outcome else {}
    return list(skipped.items())[:SKIPPED]


def cards(engine: Engine, library: Library, state: State) -> list[Card]:
    """A few of the reports that a run has read, those first of which something is not known."""
    roots = [str(folder) for folder in state.run.only]
    entries = [
        entry
        for entry in library.newest(_LOOKED_THROUGH)
        if entry.read_at >= state.began and (not roots or entry.root in roots)
    ]
    found: dict[str, StoredReport] = {}
    for identity in dict.fromkeys(identity for entry in entries for identity in entry.reports):
        stored = engine.report(identity)
        if stored is not None:
            found[identity] = stored
        if len(found) >= _LOOKED_THROUGH:
            break
    doubtful = sorted(found.values(), key=lambda stored: (stored.year is not None) + (stored.unit_type is not None))
    return [_card(stored) for stored in doubtful[:CARDS]]


def _card(stored: StoredReport) -> Card:
    reasons = because(stored)
    shown = [reason for reason in reasons if reason.words and reason.words in (stored.title or "")]
    return Card(
        stored=stored,
        title=display_title(stored.title, stored.files) or "无题报告",
        reasons=tuple(reason for reason in reasons if reason not in shown),
        by_title="、".join(reason.fact.partition(" ")[0] for reason in shown),
        url=f"/reports/{stored.id}",
    )


def news(ended: Iterable[State]) -> str:
    """What has come in by itself, in one sentence; empty for nothing."""
    outcomes = [state.outcome for state in ended if state.outcome and state.run.watched]
    added, changed, removed = (
        sum(getattr(outcome, name) for outcome in outcomes) for name in ("added", "changed", "removed")
    )
    counted = [(added, "有 {} 个新文件，已读入"), (changed, "{} 个文件有改动，已更新"), (removed, "{} 个文件已不在，查不到了")]
    return "；".join(words.format(count) for count, words in counted if count)
