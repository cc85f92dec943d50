"""Understands reports: from a ``SourceText`` to ``Report``s. Pure: no files, no engine.

The stages of a text: ``cleaning`` takes noise out, ``layout`` undoes line breaks, ``splitting`` cuts the file into
reports, and ``assembly`` makes a report of each piece: ``outline`` finds headings, ``genres``, ``years`` and
``units`` read the title block and the opening, ``sections`` says what kind each paragraph is. What is known about
reports lies in ``rules/*.ini``.
"""

from __future__ import annotations

from dataclasses import replace

from indexer.language.simplified import simplified
from indexer.model.reports import Removed, Report, SourceText
from indexer.parsing.asides import with_asides, without_asides
from indexer.parsing.assembly import assemble
from indexer.parsing.cleaning import clean
from indexer.parsing.contents_lists import cut_contents, titles_listed
from indexer.parsing.layout import restore_paragraphs
from indexer.parsing.letterheads import cut_letterhead
from indexer.parsing.lines import removed
from indexer.parsing.listed_texts import listed_texts
from indexer.parsing.page_heads import cut_page_head
from indexer.parsing.rulebook import Rulebook, default_rulebook
from indexer.parsing.splitting import split
from indexer.parsing.title_blocks import Piece
from indexer.parsing.traditional import give_back

_REPEATED = "重复的摘要"
_COUNT = "网页部件"


def parse(source: SourceText, rules: Rulebook | None = None) -> tuple[Report, ...]:
    """All reports of a source, in order; none where it holds no text but noise.

    Titles, stand-alone headings, paragraphs and removed pieces are disjoint spans of
    ``source.text`` and together give it back except for white space.
    """
    rules = rules or default_rulebook()
    body = without_asides(source)
    plain = simplified(body.text)
    if plain is None:
        return with_asides(_parse(body, rules), source)
    reports = _parse(replace(body, text=plain), rules)
    return with_asides([give_back(r, body.text) for r in reports], source)


def _parse(source: SourceText, rules: Rulebook) -> tuple[Report, ...]:
    cleaned = clean(source, rules)
    lines, page_head = cut_page_head(source.text, cleaned.lines, rules)
    lines, letterhead = cut_letterhead(source.text, lines, rules)
    listed = listed_texts(source.text, lines, cleaned.removed)
    lines, contents = cut_contents(source.text, listed.lines)
    starts = listed.starts | titles_listed([piece.text for piece in contents], lines)
    cut = split(restore_paragraphs(source.text, lines), [piece.text for piece in cleaned.removed], starts, listed.name)
    beside = [(line, _REPEATED) for line in cut.repeated] + [(line, _COUNT) for line in cut.counts]
    cut_out = [*cleaned.removed, *page_head, *letterhead, *listed.removed, *contents]
    taken = [*cut_out, *(removed(source.text, line.spans, reason) for line, reason in beside)]
    shares = _share_removed(cut.pieces, sorted(taken, key=lambda r: r.spans))
    return tuple(
        assemble(index, piece, share, rules)
        for index, (piece, share) in enumerate(zip(cut.pieces, shares, strict=True))
    )


def _share_removed(pieces: tuple[Piece, ...], taken: list[Removed]) -> list[tuple[Removed, ...]]:
    """Gives each removed piece to the report that it occurs in or directly precedes; what follows the
    last report goes to it."""
    ends = [
        max(end for line in (*p.cover, *p.title_lines, *p.body) for _, end in line.spans) for p in pieces
    ]
    shares: list[list[Removed]] = [[] for _ in pieces]
    for piece in taken:
        at = next((i for i, end in enumerate(ends) if piece.spans[0][0] < end), len(ends) - 1)
        if shares:
            shares[at].append(piece)
    return [tuple(share) for share in shares]
