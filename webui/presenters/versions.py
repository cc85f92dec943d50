"""The earlier versions of a draft as a list: when, how much, what differs from now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from indexer.drafting.model import Draft
from indexer.drafting.store import DraftStore
from indexer.errors import DraftError


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version; ``fewer`` and ``more`` count the paragraphs that only the draft as it is now, or only the version, has;
    ``is_close``: another one was made in the same minute."""

    revision: int
    made_at: str
    blocks: int
    characters: int
    more: int
    fewer: int
    is_close: bool = False


def view_versions(store: DraftStore, draft: Draft) -> list[VersionView]:
    """The newest first; what cannot be read is left out."""
    now = {block.text for block in draft.blocks}
    views = []
    for version in store.versions(draft.id):
        try:
            earlier = store.version(draft.id, version.revision)
        except DraftError:
            continue
        texts = {block.text for block in earlier.blocks}
        made_at = version.made_at.isoformat(timespec="seconds")
        characters = sum(len(block.text) for block in earlier.blocks)
        views.append(
            VersionView(version.revision, made_at, len(earlier.blocks), characters, len(texts - now), len(now - texts))
        )
    minutes = Counter(view.made_at[:16] for view in views)
    return [replace(view, is_close=minutes[view.made_at[:16]] > 1) for view in views]
