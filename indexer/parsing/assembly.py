"""One report from its piece of a file: headings, genre, year, unit type, sections and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.model.reports import NEWS, Evidence, Heading, Paragraph, Removed, Report, Span
from indexer.parsing.genres import (
    NOTICE,
    OTHER,
    PLAN,
    REPORT_ON_DUTY,
    SELF_EXAMINATION,
    SPEECH,
    SUMMARY,
    GenreFinding,
    genre_of,
)
from indexer.parsing.kinds import Kinds
from indexer.parsing.letterheads import LETTERHEAD
from indexer.parsing.lines import SourceLine
from indexer.parsing.outline import HeadingFinder, is_salutation, run_in_heading
from indexer.parsing.placeholders import find_placeholders, has_rewritten_figures
from indexer.parsing.points import find_points
from indexer.parsing.punctuation import as_written, full_width
from indexer.parsing.records import Block
from indexer.parsing.rulebook import Rulebook
from indexer.parsing.section_context import SectionMark
from indexer.parsing.sections import mark_sections
from indexer.parsing.signing_dates import (
    is_far_from_date,
    plan_year_signed,
    year_dated,
    year_gone_by,
    year_looked_back_at,
    year_signed,
)
from indexer.parsing.title_blocks import Piece
from indexer.parsing.units import find_unit
from indexer.parsing.years import (
    YearFinding,
    estimate_year,
    find_year,
    is_masked,
    plan_year,
    survey_year,
    tells_span,
    year_after_meeting,
    year_examined,
    year_looked_back,
    year_taken_up,
    years_in,
)

_OPENING_PARAGRAPHS = 4
#: What a notice says of a year that is over, unless it asks for that itself.
_LOOKS_BACK = re.compile("^(?!.*(?:报送|上报|召开|做好|征集)).*(?:通报|总结|情况|表彰|年度报告|执行|公报)")
#: A notice that says how a matter stands, at its date.
_TELLS_STATE = re.compile("情况的?通报(?:[（(][^（()）]{1,12}[）)])?$")
#: The text of a series.
_COUNTED = re.compile("(.{4,30})之[一二三四五六七八九十]{1,3}")
#: A path of columns.
_PATH = re.compile("(?:首页|位置|中心|频道)[^。；]{0,12}[>＞»/→-]")
#: A speech that teaches or greets: of a year only where its title says so.
_LESSON = re.compile("党课|讲稿|讲义|寄语|致辞|演讲|主持|国旗下|开学")
#: A meeting of self-examination that a campaign asks for.
_CAMPAIGN = re.compile("(?:教育|学习|实践活动)[^，。]{0,6}专题(?:民主|组织)生活会")
#: The day in a line of a page.
_DAY = re.compile("(?<![\\d-])20\\d\\d-\\d{1,2}-\\d{1,2}(?![\\d-])")
#: What the title of a text of no report's genre says where it tells of a year's work.
_TELLS_OF_YEAR = re.compile(
    "^(?!.*(?:[提议]案|建议|请示|批复|经费|[计规]划|方案|心得|体会|倡议|一封信))"
    ".*(?:工作|情况|公报|皮书|[决预]算|总结|年报|执行|慰问信|贺信)"
)
#: A line that names who sent a text in.
_CREDITS = re.compile("供稿|来稿|报送")
_LONGEST_CREDIT = 40
#: The cover of a notice is no part of the report.
_ON_COVER = SectionMark(("other",))


@dataclass(frozen=True, slots=True)
class _Dated:
    """What dates a text beside its own lines: its letterhead (``head``) and the days that its ``page`` names."""

    head: Sequence[str]
    page: Sequence[str]


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
    opening = body.prose[:_OPENING_PARAGRAPHS]
    head = _letterhead(removed)
    series = piece.compilation or _series([*block, *head])
    genre = genre_of(title, body.prose, rules.genres, series, _columns(removed), head)
    year, guess = _year(title, block, body, genre, _Dated(head, _dates(removed)), rules)
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
        plan_year=_plan_year(title, block, opening, body.prose) if genre.genre == PLAN else None,
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


def _year(
    title: str | None, block: Sequence[str], body: _Body, genre: GenreFinding, dated: _Dated, rules: Rulebook
) -> tuple[YearFinding, YearFinding]:
    """The year reported on, and a guess where the text does not say; a plan and news have neither, and a notice or a
    resolution, which only mentions years, has none but that of a title that looks back."""
    nothing = YearFinding(None)
    if genre.genre in (PLAN, NEWS):
        return nothing, nothing
    if genre.rule is not None and genre.rule.spoken:
        return find_year(title, (), (), ()), nothing  # when a meeting was is not what was spoken of
    if genre.genre == NOTICE:
        return _year_of_notice(title, block, dated.head, body.prose), nothing
    other = genre.genre == OTHER
    year = _year_of_other(title, [*block, *dated.head], body) if other else _year_told(title, block, body, genre, dated)
    return year, estimate_year(body.prose, rules.year_words) if year.year is None else nothing


def _year_told(
    title: str | None, block: Sequence[str], body: _Body, genre: GenreFinding, dated: _Dated
) -> YearFinding:
    """The year that a report says it is of."""
    # a survey or an account of experience says only in its first paragraph of when it is; further on 2021年以来 is when
    # something began
    told = genre.rule is not None and genre.rule.section in ("other", "work")
    opening = body.prose[: 1 + is_salutation("".join(body.prose[:1])) if told else _OPENING_PARAGRAPHS]
    year = find_year(title, block, opening, body.headings)
    named = year.evidence is not None and year.evidence.place == "paragraph"
    lesson = genre.genre == SPEECH and _LESSON.search(title or "")
    if named and year.year and (lesson or is_far_from_date(year.year, [*block, *dated.head], body.prose)):
        year = YearFinding(None)  # what was so long ago, or is told for an example
    if year.year is None and genre.rule is not None and genre.rule.survey:
        year = survey_year(block, opening)
        year = year if year.year or tells_span(opening) else year_dated([*block, *dated.head], dated.page, body.prose, opening)
    return _of_its_genre(year, title, [*block, *dated.head], body, genre)


def _year_of_other(title: str | None, block: Sequence[str], body: _Body) -> YearFinding:
    """The year of a text of no report's genre: that of a title that tells of a year's work, or the one that a letter looks
    back on."""
    year = find_year(title, (), (), ()) if _TELLS_OF_YEAR.search(title or "") else YearFinding(None)
    return year if year.year or is_masked(title, block) else year_gone_by(block, body.prose)


def _plan_year(title: str | None, block: Sequence[str], opening: Sequence[str], prose: Sequence[str]) -> int | None:
    """The year that a plan is made for: the one it names, or else the one that its date tells."""
    return plan_year(title, block, opening) or plan_year_signed(block, prose)


def _year_of_notice(title: str | None, block: Sequence[str], head: Sequence[str], prose: Sequence[str]) -> YearFinding:
    """The year of a notice that looks back: that of its title, or of its date where it says how things stand."""
    if not _LOOKS_BACK.search(title or ""):
        return YearFinding(None)
    year = find_year(title, (), (), ())
    stands = year.year is None and _TELLS_STATE.search(title or "") and not is_masked(title, block)
    return year_signed(title, [*block, *head], prose) if stands else year


def _of_its_genre(
    year: YearFinding, title: str | None, block: Sequence[str], body: _Body, genre: GenreFinding
) -> YearFinding:
    """The year that was found, as texts of a genre mean it."""
    rule, prose = genre.rule, body.prose
    if rule is None:
        return year
    if rule.short_opening:
        year = year_looked_back(year, prose[:_OPENING_PARAGRAPHS])
        unsaid = year.year is None and rule.section == "plans" and not is_masked(title, block)
        return year_looked_back_at(title, block, prose[:_OPENING_PARAGRAPHS], body.headings) if unsaid else year
    if genre.genre == SELF_EXAMINATION:
        return _year_of_examination(year, title, block, prose)
    if year.year is None and genre.genre == REPORT_ON_DUTY:
        year = year_taken_up([text for text in prose if not is_salutation(text)])
    if year.year is None and genre.genre in (REPORT_ON_DUTY, SUMMARY) and not is_masked(title, block):
        return year_signed(title, block, prose)
    experience = rule.section == "work" and not rule.survey
    if experience and year.evidence and year.evidence.place == "paragraph" and len(set(years_in(prose[0]))) > 1:
        return YearFinding(None)  # what was so, and what has become of it
    return year


def _year_of_examination(
    year: YearFinding, title: str | None, block: Sequence[str], prose: Sequence[str]
) -> YearFinding:
    """The year that somebody examines himself for: that of his title, of the meeting, after the meeting whose findings he has
    mended since, or of the date of a meeting that a campaign asks for."""
    if year.evidence and year.evidence.place in ("title", "title_block"):
        return year
    examined = year_examined(prose[:_OPENING_PARAGRAPHS])
    after = year_after_meeting(prose[:_OPENING_PARAGRAPHS])
    dated = year_signed(title, block, prose) if _CAMPAIGN.search(title or "") else YearFinding(None)
    return next((found for found in (examined, after, year, dated) if found.year), YearFinding(None))


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
