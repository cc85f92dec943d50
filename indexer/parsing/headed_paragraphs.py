"""The sections of paragraphs under a heading: labels, restarted numbering and first sentences divide
what one heading covers."""

from __future__ import annotations

import re

from indexer.parsing.divisions import Division, DivisionStack
from indexer.parsing.genre_turns import kind_by_genre, settles_too
from indexer.parsing.kinds import after_label, head
from indexer.parsing.outline import numbering
from indexer.parsing.section_context import SectionContext, SectionMark, Sections

#: The first words of a paragraph that asks for something.
_CALLS = re.compile(
    "(?:因此|对此|为此|所以|我们|大家|全[县市区镇乡局院校]上下|各级|各地|各部门|各单位|同志们)?[，,]?"
    "[^，。]{0,8}(?:要(?!说|讲到|论)|必须|务必|务求|应当)"
)


class HeadedParagraphs:
    """Marks paragraphs under a heading, and moves their division on where one turns to another kind."""

    def __init__(self, context: SectionContext, divisions: DivisionStack) -> None:
        self._context = context
        self._kinds = context.kinds
        self._divisions = divisions

    def mark(self, text: str, division: Division) -> SectionMark:
        """The sections of a paragraph of ``division``."""
        label = self._kinds.label_kind(text)
        counted = _kind_by_number(division, text)
        if not (label or counted) and self._gives_announced_causes(division, text):
            return SectionMark(("problems", "causes"))
        before = division.current
        self._divisions.move(division, label or counted or self._turn(division, text))
        if label:
            _count_from_label(division, text)
        kind = division.current
        sections: Sections = (kind,)
        if kind == "problems":
            sections = self._context.sections_of_problems(text, self._may_plan(division))
        elif kind == "work" and self._context.is_minutes and settles_too(text, self._kinds):
            sections = ("work", "plans")
        said = label or counted or division.cued or kind != before or self._context.is_plan
        return SectionMark(sections, "high" if said or self._kinds.supports(text, kind) else "low")

    def _gives_announced_causes(self, division: Division, text: str) -> bool:
        announced = {"problems", "causes"} <= set(division.kinds) and division.current == "problems"
        return announced and self._kinds.gives_announced_causes(text)

    def _turn(self, division: Division, text: str) -> str:
        """The kind that a division turns to with a paragraph, or stays at."""
        kind = division.current
        said = kind_by_genre(text, self._context, kind)
        if said:
            return said
        if kind == "problems" and self._kinds.gives_causes(text):
            return "causes"
        if kind in ("problems", "causes") and self._may_plan(division) and self._kinds.plans(text):
            return "plans"
        if self._demands(division, text):
            return "plans"
        if kind == "problems" not in division.kinds and self._context.resumes_work(text):
            return division.kinds[0]
        if kind == "other" and self._context.tells_thoughts:
            return self._turn_of_thoughts(text)
        if kind == "plans" and self._admits_first(text, division):
            return "problems"
        if kind != "work":
            return kind
        if "problems" in division.kinds and self._admits(text):
            return "problems"
        ends = self._context.is_near_end() and not self._context.announces("plans")
        if self._context.admits_problems(text, by_wording=ends or not division.cued or self._context.is_survey):
            return "problems"
        plans = self._plans_at_the_end(text) or ("plans" in division.kinds and self._kinds.plans(text))
        return "plans" if plans else kind

    def _admits(self, text: str) -> bool:
        """Whether a paragraph turns to the problems that its heading announced beside results."""
        return self._kinds.fits("start.problems", head(text)) or self._kinds.is_all_problems(text)

    def _turn_of_thoughts(self, text: str) -> str:
        """The kind that somebody's thoughts of what he read or saw turn to: his own faults, or what he means to do."""
        if self._context.admits_problems(text, by_wording=True):
            return "problems"
        return "plans" if self._kinds.plans(text) else "other"

    def _admits_first(self, text: str, division: Division) -> bool:
        """Whether a division of plans begins with an admission that no heading announces."""
        begins = division.paragraphs == 0 and not (self._context.announces("problems") or self._context.is_plan)
        return begins and self._kinds.fits("start.problems", head(text)) and self._kinds.tense(text) != "ahead"

    def _demands(self, division: Division, text: str) -> bool:
        """Whether a speech goes on from how things stand to what is asked for."""
        only_named = division.cued and "work" not in division.kinds
        if not self._context.is_speech or only_named or division.current not in ("work", "problems"):
            return False
        results = division.cued and division.kinds == ("work",)
        if (division.current == "problems" or results) and not _CALLS.match(text):
            return False
        return self._kinds.tense(text) == "ahead" and not self._context.admits_problems(text, by_wording=True)

    def _may_plan(self, division: Division) -> bool:
        """Whether plans can occur in a division: it announces them, or no heading does."""
        return "plans" in division.kinds or not self._context.announces("plans")

    def _plans_at_the_end(self, text: str) -> bool:
        """Whether one of the last paragraphs of a report that announces no plans is about them."""
        if self._context.announces("plans") or not self._context.is_near_end():
            return False
        return self._kinds.plans(text)


def _kind_by_number(division: Division, text: str) -> str | None:
    """What the count says under a heading with two kinds: where it begins again the second kind begins;
    where it continues after unnumbered causes, so do the problems."""
    number = numbering(text)
    if number is None or len(division.kinds) < 2 or division.current not in division.kinds:
        return None
    habit, last = division.last_number
    kind, at = division.current, division.kinds.index(division.current)
    if number.habit == habit and number.value == 1 and last >= 2 and at + 1 < len(division.kinds):
        kind = division.kinds[at + 1]
    elif number.habit == habit and number.value == last + 1 and division.last_number_kind == "problems":
        kind = "problems"
    division.last_number, division.last_number_kind = (number.habit, number.value), kind
    return kind if kind != division.current else None


def _count_from_label(division: Division, text: str) -> None:
    """原因分析：一是… starts the count of its own kind, which 二是… then continues."""
    number = numbering(after_label(text))
    if number is not None:
        division.last_number, division.last_number_kind = (number.habit, number.value), division.current
