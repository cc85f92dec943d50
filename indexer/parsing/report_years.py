"""The year of a report as texts of its genre mean one: plans and news report on none, a notice on that of a title that looks
back, a self-examination on that of its meeting, a letter on the one that has gone by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.model.reports import NEWS
from indexer.parsing.genre_years import (
    estimate_year,
    plan_year,
    survey_year,
    tells_span,
    year_after_meeting,
    year_examined,
    year_looked_back,
    year_taken_up,
)
from indexer.parsing.genres import (
    NOTICE,
    OTHER,
    PLAN,
    REPORT_ON_DUTY,
    SELF_EXAMINATION,
    SPEECH,
    SUMMARY,
    GenreFinding,
)
from indexer.parsing.outline import is_salutation
from indexer.parsing.rulebook import Rulebook
from indexer.parsing.signing_dates import (
    is_far_from_date,
    plan_year_signed,
    year_dated,
    year_gone_by,
    year_looked_back_at,
    year_signed,
)
from indexer.parsing.year_forms import YearFinding, is_masked, years_in
from indexer.parsing.years import find_year

OPENING_PARAGRAPHS = 4
#: What a notice says of a year that is over, unless it asks for that itself.
_LOOKS_BACK = re.compile("^(?!.*(?:报送|上报|召开|做好|征集)).*(?:通报|总结|情况|表彰|年度报告|执行|公报)")
#: A notice that says how a matter stands, at its date.
_TELLS_STATE = re.compile("情况的?通报(?:[（(][^（()）]{1,12}[）)])?$")
#: A speech that teaches or greets: of a year only where its title says so.
_LESSON = re.compile("党课|讲稿|讲义|寄语|致辞|演讲|主持|国旗下|开学")
#: A meeting of self-examination that a campaign asks for.
_CAMPAIGN = re.compile("(?:教育|学习|实践活动)[^，。]{0,6}专题(?:民主|组织)生活会")
#: What the title of a text of no report's genre says where it tells of a year's work.
_TELLS_OF_YEAR = re.compile(
    "^(?!.*(?:[提议]案|建议|请示|批复|经费|[计规]划|方案|心得|体会|倡议|一封信))"
    ".*(?:工作|情况|公报|皮书|[决预]算|总结|年报|执行|慰问信|贺信)"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What of a report tells its year: ``title``, title ``block``, paragraphs (``prose``) and headings, and beside its own
    lines the letterhead that it is printed with (``head``) and the days that its ``page`` names."""

    title: str | None
    block: Sequence[str]
    prose: Sequence[str]
    headings: Sequence[str]
    head: Sequence[str] = ()
    page: Sequence[str] = ()

    @property
    def heads(self) -> list[str]:
        return [*self.block, *self.head]

    @property
    def is_masked(self) -> bool:
        return is_masked(self.title, self.block)


def year_reported(told: Told, genre: GenreFinding, rules: Rulebook) -> tuple[YearFinding, YearFinding]:
    """The year reported on, and a guess where the text does not say; a plan and news have neither, and a notice or a
    resolution, which only mentions years, has none but that of a title that looks back."""
    nothing = YearFinding(None)
    if genre.genre in (PLAN, NEWS):
        return nothing, nothing
    if genre.rule is not None and genre.rule.spoken:
        return find_year(told.title, (), (), ()), nothing  # when a meeting was is not what was spoken of
    if genre.genre == NOTICE:
        return _year_of_notice(told), nothing
    year = _year_of_other(told) if genre.genre == OTHER else _year_said(told, genre)
    return year, estimate_year(told.prose, rules.year_words) if year.year is None else nothing


def year_planned(told: Told) -> int | None:
    """The year that a plan is made for: the one it names, or else the one that its date tells."""
    named = plan_year(told.title, told.block, told.prose[:OPENING_PARAGRAPHS])
    return named or plan_year_signed(told.block, told.prose)


def _year_said(told: Told, genre: GenreFinding) -> YearFinding:
    """The year that a report says it is of."""
    # a survey or an account of experience says only in its first paragraph of when it is; further on 2021年以来 is when
    # something began
    first = genre.rule is not None and genre.rule.section in ("other", "work")
    opening = told.prose[: 1 + is_salutation("".join(told.prose[:1])) if first else OPENING_PARAGRAPHS]
    year = find_year(told.title, told.block, opening, told.headings)
    named = year.evidence is not None and year.evidence.place == "paragraph"
    lesson = genre.genre == SPEECH and _LESSON.search(told.title or "")
    if named and year.year and (lesson or is_far_from_date(year.year, told.heads, told.prose)):
        year = YearFinding(None)  # what was so long ago, or is told for an example
    if year.year is None and genre.rule is not None and genre.rule.survey:
        year = survey_year(told.block, opening)
        year = year if year.year or tells_span(opening) else year_dated(told.heads, told.page, told.prose, opening)
    return _of_its_genre(year, told, genre)


def _year_of_other(told: Told) -> YearFinding:
    """The year of a text of no report's genre: that of a title that tells of a year's work, or the one that a letter looks
    back on."""
    year = find_year(told.title, (), (), ()) if _TELLS_OF_YEAR.search(told.title or "") else YearFinding(None)
    return year if year.year or told.is_masked else year_gone_by(told.heads, told.prose)


def _year_of_notice(told: Told) -> YearFinding:
    """The year of a notice that looks back: that of its title, or of its date where it says how things stand."""
    if not _LOOKS_BACK.search(told.title or ""):
        return YearFinding(None)
    year = find_year(told.title, (), (), ())
    stands = year.year is None and _TELLS_STATE.search(told.title or "") and not told.is_masked
    return year_signed(told.title, told.heads, told.prose) if stands else year


def _of_its_genre(year: YearFinding, told: Told, genre: GenreFinding) -> YearFinding:
    """The year that was found, as texts of a genre mean it."""
    rule, title, prose = genre.rule, told.title, told.prose
    if rule is None:
        return year
    if rule.short_opening:
        year = year_looked_back(year, prose[:OPENING_PARAGRAPHS])
        unsaid = year.year is None and rule.section == "plans" and not is_masked(title, told.heads)
        return year_looked_back_at(title, told.heads, prose[:OPENING_PARAGRAPHS], told.headings) if unsaid else year
    if genre.genre == SELF_EXAMINATION:
        return _year_of_examination(year, told)
    if year.year is None and genre.genre == REPORT_ON_DUTY:
        year = year_taken_up([text for text in prose if not is_salutation(text)])
    if year.year is None and genre.genre in (REPORT_ON_DUTY, SUMMARY) and not is_masked(title, told.heads):
        return year_signed(title, told.heads, prose)
    experience = rule.section == "work" and not rule.survey
    if experience and year.evidence and year.evidence.place == "paragraph" and len(set(years_in(prose[0]))) > 1:
        return YearFinding(None)  # what was so, and what has become of it
    return year


def _year_of_examination(year: YearFinding, told: Told) -> YearFinding:
    """The year that somebody examines himself for: that of his title, of the meeting, after the meeting whose findings he has
    mended since, or of the date of a meeting that a campaign asks for."""
    if year.evidence and year.evidence.place in ("title", "title_block"):
        return year
    opening = told.prose[:OPENING_PARAGRAPHS]
    campaign = _CAMPAIGN.search(told.title or "") is not None
    dated = year_signed(told.title, told.heads, told.prose) if campaign else YearFinding(None)
    found = (year_examined(opening), year_after_meeting(opening), year, dated)
    return next((finding for finding in found if finding.year), YearFinding(None))
