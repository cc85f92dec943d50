"""One report from its piece of a file: headings, genre, year, unit type, sections and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.model.reports import Evidence, Heading, Paragraph, Removed, Report, Span
from indexer.parsing.genres import PLAN, genre_of
from indexer.parsing.kinds import Kinds
from indexer.parsing.letterheads import LETTERHEAD
from indexer.parsing.lines import SourceLine
from indexer.parsing.outline import HeadingFinder, run_in_heading
from indexer.parsing.placeholders import find_placeholders, has_rewritten_figures
from indexer.parsing.points import find_points
from indexer.parsing.punctuation import as_written, full_width
from indexer.parsing.records import Block
from indexer.parsing.report_years import Told, year_planned, year_reported
from indexer.parsing.rulebook import Rulebook
from indexer.parsing.section_context import SectionMark
from indexer.parsing.sections import mark_sections
from indexer.parsing.title_blocks import Piece
from indexer.parsing.units import find_unit

#: The text of a series.
_COUNTED = re.compile("(.{4,30})之[一二三四五六七八九十]{1,3}")
#: A path of columns.
_PATH = re.compile("(?:首页|位置|中心|频道)[^。；]{0,12}[>＞»/→-]")
#: The day in a line of a page.
_DAY = re.compile("(?<![\\d-])20\\d\\d-\\d{1,2}-\\d{1,2}(?![\\d-])")
#: A line that names who sent a text in.
_CREDITS = re.compile("供稿|来稿|报送")
_LONGEST_CREDIT = 40
#: The cover of a notice is no part of the report.
_ON_COVER = SectionMark(("other",))


@dataclass(frozen=True, slots=True)
class _Body:
    """The lines of a report, of which the first ``covered`` are a notice's cover; their ``texts`` with full-width
    signs, and the ``ranks`` of those that are headings (``None``: a paragraph)."""

    lines: Sequence[SourceLine]
    texts: Sequence[str]
    ranks: Sequence[int | None]
    covered: int

    @property
    def prose(self) -> list[str]:
        """The paragraphs of the report proper."""
        own = zip(self.texts[self.covered :], self.ranks[self.covered :], strict=True)
        return [text for text, rank in own if rank is None]

    @property
    def headings(self) -> list[str]:
        return [text for text, rank in zip(self.texts, self.ranks, strict=True) if rank is not None]

    @property
    def blocks(self) -> list[Block]:
        """Headings and paragraphs of the report proper."""
        own = zip(self.texts[self.covered :], self.ranks[self.covered :], strict=True)
        return [Block(text, rank) for text, rank in own]


def assemble(index: int, piece: Piece, removed: tuple[Removed, ...], rules: Rulebook) -> Report:
    """The report of a piece, number ``index`` of its file, with what was removed from it."""
    body = _body(piece, rules)
    block = [full_width(line.text) for line in piece.title_lines]
    title = full_width(piece.title) if piece.title else None
    head = _letterhead(removed)
    series = piece.compilation or _series([*block, *head])
    genre = genre_of(title, body.prose, rules.genres, series, _columns(removed), head)
    told = Told(title, block, body.prose, body.headings, head, _dates(removed))
    year, guess = year_reported(told, genre, rules)
    unit = find_unit(title, block, body.texts, rules, head, _credits(removed))
    marks = mark_sections(body.blocks, Kinds(rules, year.year), genre.rule, title)
    paragraphs, headings = _paragraphs(body, [*[_ON_COVER] * body.covered, *marks], rules)
    twins = _Twins([title or "", *block, *body.texts], [piece.title or "", *_texts(piece.title_lines), *_texts(body.lines)])
    return Report(
        index_in_file=index,
        title=piece.title,
        year=year.year,
        year_estimated=guess.year,
        unit_type=unit.unit_type,
        paragraphs=paragraphs,
        headings=headings,
        title_lines=tuple(_texts(piece.title_lines)),
        title_spans=_spans(piece.title_lines),
        removed=removed,
        year_evidence=twins.back(_below_cover(guess.evidence or year.evidence, body)),
        unit_evidence=twins.back(_in_paragraphs(unit.evidence, body.ranks)),
        genre=genre.genre,
        genre_evidence=twins.back(_below_cover(genre.evidence, body)),
        plan_year=year_planned(told) if genre.genre == PLAN else None,
    )


def _series(block: Sequence[str]) -> str:
    """What the line of a title block calls the texts that it counts (经验交流材料之五)."""
    return next((match[1] for line in block if (match := _COUNTED.fullmatch(line))), "")


def _dates(taken: Sequence[Removed]) -> list[str]:
    """The days that a page says it was put up on (时间：2016-11-09　点击：873)."""
    return [match[0] for piece in taken if "-" in piece.text and (match := _DAY.search(piece.text))]


def _columns(taken: Sequence[Removed]) -> list[str]:
    """The paths to a page among what was removed above a text (首页 > 经验交流 > 乡村振兴)."""
    return [piece.text for piece in taken if _PATH.search(piece.text)]


def _letterhead(taken: Sequence[Removed]) -> list[str]:
    """The lines of the letterhead that a text was printed with."""
    return [piece.text for piece in taken if piece.reason == LETTERHEAD]


def _credits(taken: Sequence[Removed]) -> list[str]:
    """The lines that name who sent a text in, among what was removed around it."""
    return [piece.text for piece in taken if _CREDITS.search(piece.text) and len(piece.text) <= _LONGEST_CREDIT]


def _body(piece: Piece, rules: Rulebook) -> _Body:
    lines = [*piece.cover, *piece.body]
    texts = [full_width(line.text) for line in lines]
    covered = len(piece.cover)
    declared = {at - covered for at, line in enumerate(lines) if line.declared}
    finder = HeadingFinder(texts[covered:], rules, declared)
    ranks = [*[None] * covered, *(finder.rank(at) for at in range(len(texts) - covered))]
    return _Body(lines, texts, ranks, covered)


@dataclass(frozen=True, slots=True)
class _Twins:
    """The texts that were read with full-width signs, and the same texts as they are written."""

    read: Sequence[str]
    written: Sequence[str]

    def back(self, evidence: Evidence | None) -> Evidence | None:
        """Evidence with the signs that its words are written with."""
        return replace(evidence, words=as_written(evidence.words, self.read, self.written)) if evidence else None


def _below_cover(evidence: Evidence | None, body: _Body) -> Evidence | None:
    """Evidence that names a paragraph of the report proper, as one that counts those of the cover too."""
    if evidence is None or evidence.paragraph is None:
        return evidence
    return replace(evidence, paragraph=evidence.paragraph + body.covered)


def _in_paragraphs(evidence: Evidence | None, ranks: Sequence[int | None]) -> Evidence | None:
    """Evidence that names a line, as evidence that names a heading or a paragraph's ordinal."""
    if evidence is None or evidence.paragraph is None:
        return evidence
    if ranks[evidence.paragraph] is not None:
        return Evidence(evidence.words, "heading")
    ordinal = sum(rank is None for rank in ranks[: evidence.paragraph])
    return Evidence(evidence.words, "paragraph", ordinal)


def _paragraphs(
    body: _Body, marks: Sequence[SectionMark], rules: Rulebook
) -> tuple[tuple[Paragraph, ...], tuple[Heading, ...]]:
    """Puts headings above their paragraphs. A heading with nothing under it is a paragraph."""
    paragraphs: list[Paragraph] = []
    headings: list[Heading] = []
    path: list[tuple[int, str]] = []
    above: list[str] = []
    next_mark = iter(marks)
    everything = "\n".join(_texts(body.lines))
    rewritten = has_rewritten_figures(everything, rules)
    masks = [rule for rule in rules.placeholders if rule.may_fit(everything)]
    last = max((at for at, rank in enumerate(body.ranks) if rank is None), default=-1)
    for at, (line, text, rank) in enumerate(zip(body.lines, body.texts, body.ranks, strict=True)):
        if rank is not None and at < last:
            path = [(r, t) for r, t in path if r < rank]
            path.append((rank, line.text))
            above.append(line.text)
            headings.append(Heading(line.text, len(path), len(paragraphs), line.spans))
            continue
        mark = next(next_mark) if rank is None else _mark_of_heading(paragraphs)
        run_in = run_in_heading(text)
        own = (line.text[run_in[0] : run_in[1]],) if run_in else ()
        paragraphs.append(
            Paragraph(
                ordinal=len(paragraphs),
                text=line.text,
                sections=mark.sections,
                headings_above=tuple(above),
                heading_path=(*(t for _, t in path), *own),
                run_in=run_in,
                points=find_points(text),
                placeholders=find_placeholders(line.text, masks, rewritten),
                spans=line.spans,
                section_confidence=mark.confidence,
            )
        )
        above = []
    return tuple(paragraphs), tuple(headings)


def _mark_of_heading(before: Sequence[Paragraph]) -> SectionMark:
    """The mark of a heading with nothing under it: that of the paragraph before."""
    return SectionMark(before[-1].sections, before[-1].section_confidence) if before else SectionMark(("other",))


def _texts(lines: Sequence[SourceLine]) -> list[str]:
    return [line.text for line in lines]


def _spans(lines: Sequence[SourceLine]) -> tuple[Span, ...]:
    return tuple(span for line in lines for span in line.spans)
