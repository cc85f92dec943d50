"""Understands reports: from a ``SourceText`` to ``Report``s. Pure: no files, no engine.

The way of a text: ``cleaning`` takes noise out, ``layout`` undoes line breaks, ``splitting`` cuts the file into reports,
``outline`` finds headings, ``years`` and ``units`` read the title block and the opening,
``sections`` says what kind each paragraph is. What is known about reports lives in
``rules/*.ini``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.language.simplified import simplified
from indexer.model.reports import Evidence, Heading, Paragraph, Removed, Report, SourceText, Span
from indexer.parsing.cleaning import clean
from indexer.parsing.kinds import Kinds
from indexer.parsing.layout import restore_paragraphs
from indexer.parsing.lines import Line, removed
from indexer.parsing.outline import HeadingFinder, run_in_heading
from indexer.parsing.placeholders import find_placeholders, has_rewritten_figures
from indexer.parsing.points import find_points
from indexer.parsing.rulebook import Rulebook, default_rulebook
from indexer.parsing.sections import Block, mark_sections
from indexer.parsing.splitting import Piece, split
from indexer.parsing.traditional import give_back
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
    plain = simplified(source.text)
    if plain is None:
        return _parse(source, rules)
    return tuple(give_back(r, source.text) for r in _parse(replace(source, text=plain), rules))


def _parse(source: SourceText, rules: Rulebook) -> tuple[Report, ...]:
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
    finder = HeadingFinder(texts, rules, {at for at, line in enumerate(piece.body) if line.declared})
    ranks = [finder.rank(at) for at in range(len(texts))]
    prose = [text for text, rank in zip(texts, ranks, strict=True) if rank is None]
    block = [line.text for line in piece.title_lines]
    headings = [text for text, rank in zip(texts, ranks, strict=True) if rank is not None]
    year = find_year(piece.title, block, prose[:_OPENING_PARAGRAPHS], headings)
    guess = estimate_year(prose, rules.year_words) if year.year is None else None
    unit = find_unit(piece.title, block, texts, rules)
    blocks = [Block(text, rank) for text, rank in zip(texts, ranks, strict=True)]
    marks = mark_sections(blocks, Kinds(rules, year.year))
    paragraphs, found = _paragraphs(piece.body, ranks, marks, rules)
    return Report(
        index_in_file=index,
        title=piece.title,
        year=year.year,
        year_estimated=guess.year if guess else None,
        unit_type=unit.unit_type,
        paragraphs=paragraphs,
        headings=found,
        title_lines=tuple(block),
        title_spans=_spans(piece.title_lines),
        removed=taken,
        year_evidence=(guess or year).evidence,
        unit_evidence=_in_paragraphs(unit.evidence, ranks),
    )


def _in_paragraphs(evidence: Evidence | None, ranks: Sequence[int | None]) -> Evidence | None:
    """Evidence that names a line, as evidence that names a heading or a paragraph's ordinal."""
    if evidence is None or evidence.paragraph is None:
        return evidence
    if ranks[evidence.paragraph] is not None:
        return Evidence(evidence.words, "heading")
    ordinal = sum(rank is None for rank in ranks[: evidence.paragraph])
    return Evidence(evidence.words, "paragraph", ordinal)


def _paragraphs(
    lines: list[Line], ranks: list[int | None], marks: list[tuple[str, ...]], rules: Rulebook
) -> tuple[tuple[Paragraph, ...], tuple[Heading, ...]]:
    """Puts headings above their paragraphs. A heading with nothing under it is a paragraph."""
    paragraphs: list[Paragraph] = []
    headings: list[Heading] = []
    path: list[tuple[int, str]] = []
    above: list[str] = []
    next_mark = iter(marks)
    everything = "\n".join(line.text for line in lines)
    rewritten = has_rewritten_figures(everything, rules)
    masks = [rule for rule in rules.placeholders if rule.may_fit(everything)]
    last = max((at for at, rank in enumerate(ranks) if rank is None), default=-1)
    for at, (line, rank) in enumerate(zip(lines, ranks, strict=True)):
        if rank is not None and at < last:
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
                points=find_points(line.text),
                placeholders=find_placeholders(line.text, masks, rewritten),
                spans=line.spans,
            )
        )
        above = []
    return tuple(paragraphs), tuple(headings)


def _spans(lines: list[Line]) -> tuple[Span, ...]:
    return tuple(span for line in lines for span in line.spans)
