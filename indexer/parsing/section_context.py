"""What every step of section marking knows: the announcements of all headings, and how far the text has come."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from indexer.model.reports import Confidence
from indexer.parsing.genres import NOTICE, OTHER
from indexer.parsing.kinds import Kinds, head
from indexer.parsing.outline import numbering, run_in_heading
from indexer.parsing.rulebook import GenreRule

Sections = tuple[str, ...]

#: Plans that no heading announces occur only among this many last paragraphs.
_LAST_PARAGRAPHS = 4
#: A text's first 一、 is looked for in so many paragraphs.
_MOST_BEFORE_FIRST = 5
_REQUEST = re.compile("请示(?:报告)?(?:[（(].*[）)])?$")
#: What an office lays down in answer to a request.
_APPROVAL = re.compile("批复(?:[（(].*[）)])?$")
#: The first words of an admission in an account.
_CONCEDES = re.compile("(?:当然|不过|然而|但是?|可是?)[，,]")
#: What who writes a request has done.
_OWN_WORK = re.compile("(?:我|本)[\u4e00-\u9fff]{0,4}?(?:已|先后|组织)")


def asks(title: str | None) -> bool:
    """Whether a title is that of a request (关于解决渡口经费的请示)."""
    return title is not None and _REQUEST.search(title) is not None


@dataclass(frozen=True, slots=True)
class SectionMark:
    """The sections of a paragraph, and how sure they are."""

    sections: Sections
    confidence: Confidence = "high"


@dataclass(frozen=True, slots=True)
class Announcement:
    """A heading with the first paragraphs ``under`` it and the ``kinds`` it announces."""

    text: str
    under: Sequence[str]
    kinds: Sections


@dataclass(frozen=True, slots=True)
class Announced:
    """What the headings of a whole report announce. ``kinds`` are all kinds that any heading names;
    ``work_first`` is true where the first heading announces work, or nothing; ``paragraphs`` is how many
    paragraphs the report has, and ``headed`` whether it has any stand-alone heading."""

    kinds: frozenset[str]
    work_first: bool
    paragraphs: int
    headed: bool = True


def announced_by(headings: Iterable[Announcement], texts: Sequence[str], kinds: Kinds) -> Announced:
    """The announcements of all ``headings`` of a report whose paragraphs are ``texts``, in reading order. Without any
    heading, what runs in at the first 一、 is the first one."""
    headings = list(headings)
    named = {kind for heading in headings for kind in (*heading.kinds, kinds.strict_kind(heading.text)) if kind}
    first = headings[0].kinds if headings else _first_run_in(texts, kinds)
    return Announced(frozenset(named), first is not None and (not first or "work" in first), len(texts), bool(headings))


def _first_run_in(texts: Sequence[str], kinds: Kinds) -> Sections | None:
    """The kinds that the run-in heading of the first top-level paragraph announces; ``None`` without one near the
    beginning."""
    for text in texts[:_MOST_BEFORE_FIRST]:
        number = numbering(text)
        if number is not None and number.habit in ("cn", "big") and number.value == 1:
            span = run_in_heading(text)
            return kinds.heading_kinds(text[span[0] : span[1]]) if span else None
    return None


@dataclass
class Progress:
    """How far the text has come: the kinds ``seen`` so far and the number of ``paragraphs`` marked.
    ``in_passing`` is true where problems were last admitted by awareness or wording alone, so that work may
    resume without a heading."""

    seen: set[str] = field(default_factory=set)
    paragraphs: int = 0
    in_passing: bool = False


@dataclass(frozen=True, slots=True)
class SectionContext:
    """What paragraphs say by themselves (``kinds``), the ``genre`` of the text if known, the ``topic`` of a
    title that names none (支部存在的问题), what headings announce, how far the text has come, and its own
    ``title``."""

    kinds: Kinds
    genre: GenreRule | None
    topic: str | None
    announced: Announced
    progress: Progress
    title: str = ""

    @property
    def default(self) -> str | None:
        """The kind of divisions that nothing says anything about; ``None`` where their position decides."""
        if self.genre is not None and self.genre.genre == OTHER and _APPROVAL.search(self.title):
            return "plans"
        return self.genre.section if self.genre else self.topic

    @property
    def is_plan(self) -> bool:
        """Whether the whole text is a plan."""
        return self.genre is not None and self.genre.section == "plans" and not self.has_short_opening

    @property
    def is_survey(self) -> bool:
        """Whether the text is neither a report nor a plan, so that each part says for itself what it is."""
        return self.genre is not None and self.genre.survey

    @property
    def is_letter(self) -> bool:
        """Whether an office writes to everybody, piece by piece."""
        return self.is_survey and self.has_short_opening

    @property
    def tells_experience(self) -> bool:
        """Whether the text is an account of what somebody has done, and of what was learnt from it."""
        return self.genre is not None and self.genre.section == "work" and not self.genre.survey

    @property
    def tells_thoughts(self) -> bool:
        """Whether the text is what somebody thinks of what he read or saw."""
        return self.genre is not None and self.genre.section == "other" and not (self.genre.survey or self.genre.whole)

    @property
    def has_short_opening(self) -> bool:
        """Whether the text looks back before its first heading, as speeches do."""
        return self.genre is not None and self.genre.short_opening

    @property
    def is_speech(self) -> bool:
        """Whether the text demands, after a look back, as speeches and notices do."""
        return self.has_short_opening and self.default == "plans"

    @property
    def is_minutes(self) -> bool:
        """Whether the text records what was said and settled."""
        return self.genre is not None and self.genre.spoken

    @property
    def is_request(self) -> bool:
        """Whether an office writes to the one above it what there is, what is lacking and what it asks for."""
        return self.genre is not None and self.genre.genre == OTHER and asks(self.title)

    @property
    def is_appeal(self) -> bool:
        """Whether somebody writes to many what they should do: a letter to everybody only where its title says so."""
        writes = self.has_short_opening and not self.is_speech
        return writes and (not self.is_survey or "倡议" in self.title)

    @property
    def is_talk(self) -> bool:
        """Whether somebody speaks, rather than an office that orders."""
        return self.is_speech and self.genre is not None and self.genre.genre not in (NOTICE, OTHER)

    def tells_own_work(self, text: str) -> bool:
        """Whether a paragraph of a request says what its writer has done."""
        return self.is_request and _OWN_WORK.search(text) is not None

    def announces(self, kind: str) -> bool:
        """Whether any heading of the report announces ``kind``."""
        return kind in self.announced.kinds

    def is_near_end(self) -> bool:
        """Whether the paragraph to be marked next is one of the last ones."""
        return self.announced.paragraphs - self.progress.paragraphs <= _LAST_PARAGRAPHS

    def admits_problems(self, text: str, by_wording: bool) -> bool:
        """Whether a paragraph admits problems though no heading announces them, as government reports do.
        ``by_wording``: its wording alone may tell."""
        if self.announces("problems") or (self.tells_experience and not self.is_near_end()):
            return False
        self.progress.in_passing = False
        if self.kinds.fits("start.problems", head(text)):
            return True
        self.progress.in_passing = True
        if self.kinds.fits("start.awareness", head(text)):
            return self.kinds.sounds_deficient(text)
        by_wording = by_wording and numbering(text) is None and (not self.tells_experience or _CONCEDES.match(text) is not None)
        return by_wording and self.kinds.is_all_problems(text)

    def resumes_work(self, text: str) -> bool:
        """Whether work resumes after problems that only wording or awareness had shown."""
        return self.progress.in_passing and self.default != "problems" and self.kinds.suggests(text) == "work"

    def sections_of_problems(self, text: str, may_plan: bool) -> Sections:
        """The sections of a paragraph of problems: with their causes, and with plans where it ``may_plan``
        and turns to them."""
        causes = ("causes",) if self.kinds.gives_causes_too(text) else ()
        plans = ("plans",) if may_plan and self.kinds.turns_to_plans(text) else ()
        return ("problems", *causes, *plans)
