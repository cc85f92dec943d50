"""Which kind of section every paragraph belongs to.

Headings announce kinds; where one heading covers two, or none does, the first sentences of
paragraphs divide them, and where these say nothing, their wording. The marker walks once through
a report, keeping the headings above as a stack.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.parsing.closings import Marked, Sections, mark_end
from indexer.parsing.kinds import Kinds, after_label, head
from indexer.parsing.outline import PLAIN_SUB, PLAIN_TOP, is_salutation, numbering

#: So many paragraphs tell what a division without a telling heading is about.
_FIRST_PARAGRAPHS = 4
#: Plans that no heading announces stand in so many last paragraphs.
_LAST_PARAGRAPHS = 4
#: A heading of this rank (第一部分) holds whole divisions; those below it announce their own kinds.
_PART = 10

_ANNOUNCES = re.compile("(?:如下|以下(?:工作|几|方面)?.{0,6})[：:。]?$|现将|汇报如下|述职如下|报告如下")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (``rank`` is set) or a paragraph (``rank`` is ``None``), in reading order."""

    text: str
    rank: int | None


def mark_sections(blocks: Sequence[Block], kinds: Kinds) -> list[Sections]:
    """The sections of each paragraph among ``blocks``, in order."""
    walk = _Walk(kinds, blocks)
    for at, block in enumerate(blocks):
        if block.rank is None:
            walk.paragraph(block.text)
        else:
            walk.heading(block.text, block.rank, _paragraphs_under(blocks, at))
    return mark_end(walk.marked, walk.annex_at or len(walk.marked), kinds)


def _paragraphs_under(blocks: Sequence[Block], at: int) -> list[str]:
    """The first paragraphs of the division that the heading at ``at`` opens."""
    own = blocks[at].rank or 0
    found: list[str] = []
    for block in blocks[at + 1 :]:
        if (block.rank is not None and block.rank <= own) or len(found) == _FIRST_PARAGRAPHS:
            break
        if block.rank is None:
            found.append(block.text)
    return found


@dataclass
class _Division:
    """A heading with the kinds it announces and which of them the text has come to; ``cued`` where
    it, or a heading above it, says what it is about."""

    rank: int
    kinds: Sections
    current: str
    cued: bool = True
    paragraphs: int = 0
    numbered: int = 0
    last_number: tuple[str, int] = ("", 0)
    last_number_kind: str = ""


class _Walk:
    """One pass over a report's blocks."""

    def __init__(self, kinds: Kinds, blocks: Sequence[Block]) -> None:
        self._kinds = kinds
        self._texts = [b.text for b in blocks if b.rank is None]
        self._stack: list[_Division] = []
        self.marked: list[Marked] = []
        self.annex_at = 0
        self._seen: set[str] = set()
        top = [kinds.heading_kinds(b.text) for b in blocks if b.rank is not None]
        self._headed = {kind for said in top for kind in said}
        self._headed |= {k for b in blocks if b.rank is not None and (k := kinds.strict_kind(b.text))}
        first = next(iter(top), None)
        self._work_is_headed = first is not None and (not first or "work" in first)
        self._loose = "opening"
        self._said: list[str] = []
        self._only_greeted = True
        self._in_passing = False

    def heading(self, text: str, rank: int, under: Sequence[str]) -> None:
        """A heading; ``under`` are the first paragraphs of its division."""
        if self._kinds.fits("heading.annex", text):
            self.annex_at = self.annex_at or len(self.marked)
        elif self._only_dresses(text, rank):
            return
        while self._stack and self._stack[-1].rank >= rank:
            self._stack.pop()
        parent = self._stack[-1] if self._stack else None
        kinds = self._kinds_under(parent, text, under)
        self._seen.update(kinds)
        current = kinds[0]
        if parent is not None and len(parent.kinds) > 1 and current in parent.kinds:
            parent.current = current
        cued = bool(self._kinds.heading_kinds(text)) or (parent is not None and parent.cued)
        self._stack.append(_Division(rank, kinds, current, cued))

    def _only_dresses(self, text: str, rank: int) -> bool:
        """Whether a heading stands above everything, unnumbered, and announces nothing: what is left
        of a title block divides nothing."""
        unnumbered = rank in (PLAIN_TOP, PLAIN_SUB) and numbering(text) is None
        return unnumbered and self._only_greeted and not self._kinds.heading_kinds(text)

    def _kinds_under(self, parent: _Division | None, text: str, under: Sequence[str]) -> Sections:
        if parent is None:
            return self._kinds.heading_kinds(text) or (self._uncued(under),)
        if parent.rank <= _PART and (said := self._kinds.heading_kinds(text)) and said != ("work",):
            return said
        strict = self._kinds.strict_kind(text)
        if strict:
            return (strict,)
        if len(parent.kinds) > 1:
            said = tuple(k for k in self._kinds.heading_kinds(text) if k in parent.kinds)
            return said if len(said) == 1 else (parent.current,)
        return parent.kinds if parent.current in parent.kinds else (parent.current,)

    def _uncued(self, under: Sequence[str]) -> str:
        """The kind of a top heading that says nothing: what its text sounds like, or else what its
        place says, since reports run from work to plans."""
        suggested = {kind for text in under if (kind := self._kinds.suggests(text))}
        for kind in ("problems", "plans"):
            if suggested == {kind} and kind not in self._headed and self._seen:
                return kind
        return "plans" if self._seen & {"problems", "causes", "plans"} else "work"

    def paragraph(self, text: str) -> None:
        self._only_greeted = self._only_greeted and is_salutation(text)
        if self.annex_at:
            self._put(("other",), text)
        elif not self._stack:
            self._put(self._without_heading(text), text)
        else:
            self._put(self._under(self._stack[-1], text), text)

    def _put(self, sections: Sections, text: str) -> None:
        division = self._stack[-1] if self._stack else None
        counted = division is not None and division.paragraphs >= 2 and division.numbered >= 2
        first = division is not None and division.paragraphs == 0
        self.marked.append(Marked(text, sections, first, counted))
        if division is not None:
            division.paragraphs += 1
            division.numbered += numbering(text) is not None

    def _under(self, division: _Division, text: str) -> Sections:
        """The sections of a paragraph under a heading; may move the division on."""
        label = self._kinds.label_kind(text)
        counted = self._kind_by_number(division, text)
        if not (label or counted) and self._tells_announced_causes(division, text):
            return ("problems", "causes")
        if label:
            self._move(division, label)
            self._count_from_label(division, text)
        elif counted:
            self._move(division, counted)
        else:
            self._move(division, self._turn(division, text))
        if division.current == "problems" and self._kinds.tells_causes_too(text):
            return ("problems", "causes")
        if division.current == "problems" and "plans" in division.kinds and self._kinds.tells_plans_too(text):
            return ("problems", "plans")
        return (division.current,)

    def _tells_announced_causes(self, division: _Division, text: str) -> bool:
        announced = {"problems", "causes"} <= set(division.kinds) and division.current == "problems"
        return announced and self._kinds.tells_announced_causes(text)

    def _turn(self, division: _Division, text: str) -> str:
        """The kind that a division turns to with a paragraph, or stays at."""
        kind = division.current
        if kind == "problems" and self._kinds.gives_causes(text):
            return "causes"
        if kind in ("problems", "causes") and self._may_plan(division) and self._kinds.plans(text):
            return "plans"
        if kind == "problems" not in division.kinds and self._is_back_at_work(text):
            return division.kinds[0]
        if kind != "work":
            return kind
        if self._admits_problems(text, by_wording=not division.cued):
            return "problems"
        plans = self._plans_at_the_end(text) or ("plans" in division.kinds and self._kinds.plans(text))
        return "plans" if plans else kind

    def _may_plan(self, division: _Division) -> bool:
        """Whether plans can stand in a division: it announces them, or no heading does."""
        return "plans" in division.kinds or "plans" not in self._headed

    def _kind_by_number(self, division: _Division, text: str) -> str | None:
        """What the count says under a heading with two kinds: where it begins again the second
        kind begins; where it goes on after unnumbered causes, so do the problems."""
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

    def _count_from_label(self, division: _Division, text: str) -> None:
        """原因分析：一是… starts the count of its own kind, which 二是… then goes on with."""
        number = numbering(after_label(text))
        if number is not None:
            division.last_number, division.last_number_kind = (number.habit, number.value), division.current

    def _move(self, division: _Division, kind: str) -> None:
        if kind == division.current:
            return
        division.current = kind
        self._seen.add(kind)
        for above in self._stack:
            if kind in above.kinds:
                above.current = kind

    def _admits_problems(self, text: str, by_wording: bool) -> bool:
        """An unheaded paragraph that admits problems, as government reports do; where no heading says
        that it is about work, wording alone may tell."""
        if "problems" in self._headed:
            return False
        self._in_passing = False
        if self._kinds.fits("start.problems", head(text)):
            return True
        self._in_passing = True
        if self._kinds.fits("start.awareness", head(text)):
            return self._kinds.sounds_deficient(text)
        return by_wording and numbering(text) is None and self._kinds.is_all_problems(text)

    def _is_back_at_work(self, text: str) -> bool:
        """Whether work goes on after problems that only wording or awareness had told."""
        return self._in_passing and self._kinds.suggests(text) == "work"

    def _plans_at_the_end(self, text: str) -> bool:
        """Whether one of the last paragraphs of a report that heads no plans is about them."""
        if "plans" in self._headed or len(self._texts) - len(self.marked) > _LAST_PARAGRAPHS:
            return False
        return self._kinds.plans(text)

    def _without_heading(self, text: str) -> Sections:
        """Before the first heading, or without any: paragraphs say themselves where they are."""
        if self._loose == "opening" and (self._work_is_headed or self._still_opening(text)):
            return ("opening",)
        if self._loose == "opening":
            self._loose = "work"
        label = self._kinds.label_kind(text)
        if label:
            self._loose = label
        elif self._loose in ("work", "causes") and self._admits_problems(text, by_wording=True):
            self._loose = "problems"
        elif self._loose in ("work", "problems") and self._kinds.gives_causes(text):
            self._loose = "causes"
        elif "plans" not in self._headed and self._kinds.plans(text):
            self._loose = "plans"
        else:
            self._loose = self._by_wording(text)
        self._seen.add(self._loose)
        if self._loose == "problems" and self._kinds.tells_causes_too(text):
            return ("problems", "causes")
        if self._loose == "problems" and "plans" not in self._headed and self._kinds.tells_plans_too(text):
            return ("problems", "plans")
        return (self._loose,)

    def _by_wording(self, text: str) -> str:
        """Where a loose paragraph stands by its wording: on from where the text is, or back to work
        from problems that were named in passing."""
        suggested = self._kinds.suggests(text)
        if self._loose == "problems" and suggested == "causes":
            return "causes"
        if self._loose == "problems" and self._is_back_at_work(text):
            return "work"
        if self._loose != "opening" and suggested == "plans" and "plans" not in self._headed:
            return "plans" if len(self._texts) - len(self.marked) <= _LAST_PARAGRAPHS else self._loose
        return self._loose

    def _still_opening(self, text: str) -> bool:
        said = self._said
        if is_salutation(text):
            return True
        said.append(text)
        if len(said) == 1:
            return True
        if numbering(text) is not None or _ANNOUNCES.search(said[-2][-14:]):
            return False
        return bool(_ANNOUNCES.search(text[-40:])) and len(said) <= 3

