"""Near-duplicates beside the paragraph they nearly repeat: what differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.language.text_diff import DiffKind, DiffSpan, differences
from indexer.model.reports import Hit, StoredParagraph
from indexer.output.citation import Citing
from webui.presenters.hits import HitView, view_hit
from webui.state.search_state import SearchState

#: What both have is shown whole up to this length, in characters; of more, ``_ENDS`` beside each difference.
_WHOLE, _ENDS = 60, 24


@dataclass(frozen=True, slots=True)
class DiffPiece:
    """A run of text: what both have, only the one shown, only the other; ``cut`` stands for what is left out."""

    kind: DiffKind
    text: str
    cut: bool = False


@dataclass(frozen=True, slots=True)
class NearDuplicateView:
    """Another paragraph with its difference from the one shown; ``same``: not one character differs."""

    hit: HitView
    pieces: tuple[DiffPiece, ...]
    same: bool


def view_near_duplicate(
    shown: StoredParagraph, other: StoredParagraph, state: SearchState, cite: Citing
) -> NearDuplicateView:
    pieces = differences(shown.text, other.text)
    return NearDuplicateView(view_hit(Hit(other), state, cite), tuple(shortened(pieces)), shown.text == other.text)


def shortened(pieces: Sequence[DiffSpan]) -> Iterator[DiffPiece]:
    """Long runs that both have are cut to what stands beside a difference."""
    for at, piece in enumerate(pieces):
        if piece.kind != "same" or len(piece.text) <= _WHOLE:
            yield DiffPiece(piece.kind, piece.text)
            continue
        if at > 0:
            yield DiffPiece("same", piece.text[:_ENDS])
        yield DiffPiece("same", "…", cut=True)
        if at < len(pieces) - 1:
            yield DiffPiece("same", piece.text[-_ENDS:])
