"""Understands reports: from a ``SourceText`` to ``Report``s. Pure: no files, no engine.

The way of a text: ``cleaning`` takes noise out, ``layout`` undoes line breaks, ``splitting`` cuts the file into reports,
``outline`` finds headings, ``years`` and ``units`` read the title block and the opening,
``sections`` says what kind each paragraph is. What is known about reports lives in
``rules/*.ini``.
"""

from __future__ import annotations

from indexer.models import Heading, Paragraph, Removed, Report, SourceText, Span
from indexer.parsing.cleaning import clean
from indexer.parsing.layout import restore_paragraphs
from indexer.parsing.lines import Line, removed
from indexer.parsing.outline import HeadingFinder, run_in_heading
from indexer.parsing.rulebook import Rulebook, default_rulebook
from indexer.parsing.sections import Block, SectionMarker
from indexer.parsing.splitting import Piece, split
from indexer.parsing.units import find_unit
from indexer.parsing.years import estimate_year, find_year

_OPENING_PARAGRAPHS = 4
_REPEATED = "重复的摘要"


def parse(source: SourceText, rules: Rulebook | None = None) -> tuple[Report, ...]:
    """All reports of a source, in order; none where it holds no text but noise.

    Titles, stand-alone headings, paragraphs and removed pieces are disjoint spans of
    ``source.text`` and together give it back except for white space.
    """
    rules = rules or default_rulebook()
    cleaned = clean(source, rules)
    cut = split(restore_paragraphs(source.text, cleaned.lines))
    taken = [*cleaned.removed, *(removed(source.text, line.spans, _REPEATED) for line in cut.repeated)]
    shares = _share_removed(cut.pieces, sorted(taken, key=lambda r: r.spans))
    return tuple(
        _report(index, piece, share, rules)
        for index, (piece, share) in enumerate(zip(cut.pieces, shares, strict=True))
    )


def _share_removed(pieces: tuple[Piece, ...], taken: list[Removed]) -> list[tuple[Removed, ...]]:
    """Gives each removed piece to the report it stands in or directly before; what follows the
    last report goes to it."""
    ends = [max(end for line in (*p.title_lines, *p.body) for _, end in line.spans) for p in pieces]
    shares: list[list[Removed]] = [[] for _ in pieces]
    for piece in taken:
        at = next((i for i, end in enumerate(ends) if piece.spans[0][0] < end), len(ends) - 1)
        if shares:
            shares[at].append(piece)
    return [tuple(share) for share in shares]


def _report(index: int, piece: Piece, taken: tuple[Removed, ...], rules: Rulebook) -> Report:
    texts = [line.text for line in piece.body]
    finder = HeadingFinder(texts, rules)
    ranks = [finder.rank(at) for at in range(len(texts))]
    prose = [text for text, rank in zip(texts, ranks, strict=True) if rank is None]
    block = [line.text for line in piece.title_lines]
    year = find_year(
        piece.title,
        block,
        prose[:_OPENING_PARAGRAPHS],
        [text for text, rank in zip(texts, ranks, strict=True) if rank is not None],
    ).year
    blocks = [Block(text, rank) for text, rank in zip(texts, ranks, strict=True)]
    marks = SectionMarker(rules, year).mark(blocks)
    paragraphs, headings = _paragraphs(piece.body, ranks, marks)
    return Report(
        index_in_file=index,
        title=piece.title,
        year=year,
        year_estimated=None if year else estimate_year("\n".join(texts), rules.year_words),
        unit_type=find_unit(piece.title, block, "\n".join(texts), rules).unit_type,
        paragraphs=paragraphs,
        headings=headings,
        title_lines=tuple(block),
        title_spans=_spans(piece.title_lines),
        removed=taken,
    )


def _paragraphs(
    lines: list[Line], ranks: list[int | None], marks: list[tuple[str, ...]]
) -> tuple[tuple[Paragraph, ...], tuple[Heading, ...]]:
    """Puts headings above their paragraphs. A heading with nothing under it is a paragraph."""
    paragraphs: list[Paragraph] = []
    headings: list[Heading] = []
    path: list[tuple[int, str]] = []
    above: list[str] = []
    next_mark = iter(marks)
    for at, (line, rank) in enumerate(zip(lines, ranks, strict=True)):
        if rank is not None and any(r is None for r in ranks[at + 1 :]):
            path = [(r, t) for r, t in path if r < rank]
            path.append((rank, line.text))
            above.append(line.text)
            headings.append(Heading(line.text, len(path), len(paragraphs), line.spans))
            continue
        sections = next(next_mark) if rank is None else (paragraphs[-1].sections if paragraphs else ("other",))
        run_in = run_in_heading(line.text)
        own = (line.text[run_in[0] : run_in[1]],) if run_in else ()
        paragraphs.append(
            Paragraph(
                ordinal=len(paragraphs),
                text=line.text,
                sections=sections,
                headings_above=tuple(above),
                heading_path=(*(t for _, t in path), *own),
                run_in=run_in,
                spans=line.spans,
            )
        )
        above = []
    return tuple(paragraphs), tuple(headings)


def _spans(lines: list[Line]) -> tuple[Span, ...]:
    return tuple(span for line in lines for span in line.spans)
