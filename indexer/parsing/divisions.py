"""The divisions that are open at a paragraph, as a stack, and the kinds that their headings announce."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.parsing.genres import NOTICE
from indexer.parsing.outline import PLAIN_TOP, numbering
from indexer.parsing.section_context import Announcement, SectionContext, Sections

#: A heading of this rank (第一部分) holds whole divisions; those below it announce their own kinds.
_PART = 10
#: The name of a division of its own has at most so many characters.
_SHORT = 12
#: 现状 may be described by its faults alone.
_STATE = re.compile("现状|状况|现实|表现|面貌|情况$")
#: A heading that names how things stand before what is wrong (现状与短板).
_STATE_FIRST = re.compile("(?:现状|基础|现实情况|基本情况)[与和及、]")
#: What a letter bids its readers do.
_BIDS = re.compile("请(?:您|你|大家|各位|家长|记得|务必)|(?:注意事项|温馨提示|提醒|倡议|须知)(?:[】：:]|$)")
#: A matter of a meeting (二、关于薄弱环节改善项目).
_MATTER = re.compile(
    "(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\\d{1,2}[.．、])?\\s?关于"
    "(?!.*(?:整改|措施|建议|对策|原因)$)"
)
#: What a place or a field is like, in a survey or a plan: neither work nor plans.
_PROFILE = re.compile(
    "(?:基本|现状|[学校形班]情|形势|情况)(?:情况|概况|特点|状况|面貌|画像|分析)|概况|概述|(?:主要|基本)特点|画像|背景"
)
#: What a plan stands on: what there is already, and what it lacks.
_BASIS = re.compile("(?:发展|工作|现实|实施|建设|产业|规划)(?:的)?(?:基础|背景|条件)$|(?:基础|现状)(?:条件|与形势|和形势)$")
#: Where a speech says how things stand: what was done, and what was not.
_SITUATION = re.compile("形势|清醒|成绩|肯定|现状")
#: What was done in some years, however it is told.
_BACK = re.compile("(?:近[几两二三些]?年来?|这[几些两]年来?|过去(?:的)?[一几两三五]年|去年|上一?年)(?!.{0,12}(?:将|要))")
#: What a heading names beside problems where results come first (肯定成绩，正视不足).
_RESULTS = re.compile("成绩|肯定|成效")
#: A demand that a speech counts: what it asks to be done each month is no result.
_DEMANDED = re.compile("(?:[一二三四五六七八九十]{1,2}|第[一二三四五六七八九十]{1,2}[，、]?|首先|其次|再次|最后)要(?!素|点)")
#: In a plan only these words announce what has been done.
_LOOKS_BACK = re.compile("回顾|总结|成效|成绩|完成情况|开展情况|落实情况")


@dataclass
class Division:
    """A heading with the ``kinds`` it announces and the one that the text has reached (``current``). ``cued``
    where the heading, or one above it, says what it is about. ``paragraphs`` and ``numbered`` count what
    was marked under it; ``last_number`` (habit, value) and ``last_number_kind`` keep the count of its items; ``reflects``: it is
    about what was learnt."""

    rank: int
    kinds: Sections
    current: str
    cued: bool = True
    paragraphs: int = 0
    numbered: int = 0
    last_number: tuple[str, int] = ("", 0)
    last_number_kind: str = ""
    reflects: bool = False


class DivisionStack:
    """Opens and closes divisions heading by heading."""

    def __init__(self, context: SectionContext) -> None:
        self._context = context
        self._stack: list[Division] = []

    @property
    def innermost(self) -> Division | None:
        """The division that the next paragraph belongs to; ``None`` before the first heading."""
        return self._stack[-1] if self._stack else None

    def open(self, heading: Announcement, rank: int) -> None:
        """Opens the division of a heading. What was learnt (启示与体会) belongs to no division above it, numbered or not."""
        reflects = self._context.kinds.fits("heading.reflection", heading.text)
        if reflects and len(heading.text) <= _SHORT and numbering(heading.text) is None:
            rank = min(rank, PLAIN_TOP)
        while self._stack and self._stack[-1].rank >= rank:
            self._stack.pop()
        parent = self.innermost
        kinds = self._kinds_of(heading, parent)
        self._context.progress.seen.update(kinds)
        current = kinds[0]
        if parent is not None and len(parent.kinds) > 1 and current in parent.kinds:
            parent.current = current
        cued = bool(heading.kinds) or (parent is not None and parent.cued)
        self._stack.append(Division(rank, kinds, current, cued, reflects=reflects))

    def move(self, division: Division, kind: str) -> None:
        """Moves a division, and those around it that announce ``kind``, on to it."""
        if kind == division.current:
            return
        division.current = kind
        self._context.progress.seen.add(kind)
        for above in self._stack:
            if kind in above.kinds:
                above.current = kind

    def _kinds_of(self, heading: Announcement, parent: Division | None) -> Sections:
        announced = heading.kinds
        if parent is None:
            return self._top_kinds(heading)
        if parent.rank <= _PART and announced and announced != ("work",):
            return announced
        strict = self._context.kinds.strict_kind(heading.text)
        if strict:
            return (strict,)
        if len(parent.kinds) > 1:
            said = tuple(kind for kind in announced if kind in parent.kinds)
            return said if len(said) == 1 else (parent.current,)
        return parent.kinds if parent.current in parent.kinds else (parent.current,)

    def _top_kinds(self, heading: Announcement) -> Sections:
        """The kinds of a top heading: in a plan all is planned that does not plainly look back."""
        announced = heading.kinds
        if announced == ("problems",) and _STATE_FIRST.search(heading.text):
            return ("work", "problems")
        if self._context.is_minutes and _MATTER.match(heading.text):
            return ("work",)
        if announced == ("problems",) and _RESULTS.search(heading.text) and self._says_how_things_stand(heading):
            return ("work", "problems")
        if self._context.is_letter and _BIDS.search(heading.text):
            return ("plans",)
        if self._context.is_survey and self._context.kinds.fits("heading.origin", heading.text):
            return ("opening",)
        if announced in ((), ("work",)) and (self._describes(heading) or self._states_facts(heading)):
            return ("other",)
        if self._context.is_plan and not announced and _BASIS.search(heading.text):
            return ("work", "problems")
        if self._context.tells_experience and "work" not in announced and announced:
            return ("work",) if self._is_told(heading) else announced
        if self._context.is_plan and announced == ("work",) and not _LOOKS_BACK.search(heading.text):
            return ("plans",)
        return announced or (self._uncued(heading),)

    def _is_told(self, heading: Announcement) -> bool:
        """Whether an account tells what was done below a heading that names something else (才知道病人难在哪)."""
        kinds = self._context.kinds
        if kinds.common_tense(heading.under) == "done":
            return True
        faults = any(kinds.suggests(text) == "problems" or kinds.fits("start.problems", text) for text in heading.under)
        return heading.kinds == ("problems",) and kinds.common_tense(heading.under) == "unclear" and not faults

    def _describes(self, heading: Announcement) -> bool:
        """Whether a heading of a plan is about what its subject is like, and the text below it reports and plans nothing."""
        if not self._context.is_plan or not _PROFILE.search(heading.text):
            return False
        return self._context.kinds.common_tense(heading.under[:1]) == "unclear"

    def _states_facts(self, heading: Announcement) -> bool:
        """Whether a heading of a notice says when, where or for whom something is."""
        kinds = self._context.kinds
        in_stages = any(kinds.fits("evidence.stage", text) for text in heading.under)
        return self._is_notice and kinds.fits("heading.facts", heading.text) and not in_stages

    @property
    def _is_notice(self) -> bool:
        return self._context.genre is not None and self._context.genre.genre == NOTICE

    def _says_how_things_stand(self, heading: Announcement) -> bool:
        """Whether a heading of a speech opens with results (认清形势, 肯定成绩，正视不足)."""
        stands = self._context.is_speech and _SITUATION.search(heading.text) is not None
        back = any(map(_BACK.match, heading.under[:1]))
        return stands and (back or self._context.kinds.common_tense(heading.under[:1]) == "done")

    def _uncued(self, heading: Announcement) -> str:
        """The kind of a top heading that announces nothing: what its text sounds like, or what its genre is
        about, or else what its position says, since reports run from work to plans."""
        context, seen = self._context, self._context.progress.seen
        if context.is_plan:
            return "plans"
        tense = context.kinds.common_tense(heading.under)
        if self._is_notice and context.kinds.fits("heading.terms", heading.text):
            return "plans"
        if self._says_how_things_stand(heading):
            return "work"
        if context.is_speech and any(map(_DEMANDED.match, heading.under)):
            return "plans"
        if context.kinds.fits("heading.reflection", heading.text):
            if context.tells_experience:
                return "work"
            if context.has_short_opening and tense != "ahead" and _SITUATION.search(heading.text):
                return "work"
            if context.is_speech and tense != "done" and context.kinds.fits("heading.importance", heading.text):
                return "plans"
            return "plans" if context.default == "plans" and tense == "ahead" else "other"
        suggested = {kind for text in heading.under if (kind := context.kinds.suggests(text))}
        may_be_first = bool(seen) or _STATE.search(heading.text) is not None
        for kind in ("problems", "plans"):
            denied = context.tells_experience and not (kind == "plans" and any(map(context.kinds.plans, heading.under)))
            denied = denied or (kind == "problems" and tense == "ahead")
            if suggested == {kind} and not (denied or context.announces(kind)) and may_be_first:
                return kind
        if context.is_survey and not context.is_letter:
            return "plans" if tense == "ahead" and seen & {"problems", "causes"} else "work"
        if context.default == "problems" and "causes" in seen and tense != "done":
            return "plans"
        if context.default is not None:
            return "work" if tense == "done" else context.default
        if not seen & {"problems", "causes", "plans"}:
            return "work"
        return "work" if tense == "done" and suggested == {"work"} else "plans"
