"""Which kind of section every paragraph belongs to.

Headings announce kinds; where one heading covers two, or none does, the first sentences of
paragraphs divide them. The marker walks once through a report, keeping the headings above
as a stack.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.parsing.outline import PLAIN_SUB, PLAIN_TOP, is_salutation, numbering
from indexer.parsing.rulebook import Rule, Rulebook
from indexer.parsing.wording import scores, suggested_kind
from indexer.parsing.years import years_in

#: Characters of plans before the closing sentence of a paragraph that is both.
_LEAST_PLANS = 30
#: A score for problems at which a paragraph is about nothing else.
_FULL = 2.5
#: A flourish at the end is a closing only as long as this.
_LONGEST_SLOGAN = 140
#: So many paragraphs tell what a division without a telling heading is about.
_FIRST_PARAGRAPHS = 4
#: Plans that no heading announces stand in so many last paragraphs.
_LAST_PARAGRAPHS = 4
#: So many measures make a plan, however long the text.
_MANY_MEASURES = 4

#: A heading of this rank (第一部分) holds whole divisions; those below it announce their own kinds.
_PART = 10

_FIRST_SENTENCE = re.compile("[。！？；]")
_LABEL = re.compile("^([^。！？；：:]{2,24})[：:。]")
_ANNOUNCES = re.compile("(?:如下|以下(?:工作|几|方面)?.{0,6})[：:。]?$|现将|汇报如下|述职如下|报告如下")
_MEASURES = re.compile(
    "开展|建立|完善|推进|落实|加强|强化|制定|深化|健全|组织|推动|实施|加大|提升|抓好|完成|力争|确保|推行|建设|培训|争取|"
    "每季|每月|每年|年内|\\d"
)
#: 重点任务落实情况 is about what was done.
_REPORTED = re.compile("(?:落实|完成|进展|推进|执行)情况$")
#: An entry of a glossary below a report: ［2］和美乡村：…, 12.“单一窗口”：…
_GLOSS = re.compile(r"[［\[〔][\d①-⑳]{1,3}[］\]〕]|\d{1,2}[.．、]\s?[“\"「][^”\"」]{2,40}[”\"」][：:，,]")
_SIGNED = re.compile(
    r"^(?:(?:19|20)\d\d|二[〇○零][一二三四五六七八九〇○零]{2}|20[xX×]{2}|[xX×]{2,4})年\s*[\dxX×一二三四五六七八九十]{1,3}月(?:\s*[\dxX×一二三四五六七八九十]{1,3}日)?$"
    r"|^(?:述职人|汇报人|报告人|签名|日期)[：:]"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (``rank`` is set) or a paragraph (``rank`` is ``None``), in reading order."""

    text: str
    rank: int | None


@dataclass
class _Division:
    """A heading with the kinds it announces and which of them the text has come to."""

    rank: int
    kinds: tuple[str, ...]
    current: str
    cued: bool = True
    paragraphs: int = 0
    numbered: int = 0
    last_number: tuple[str, int] = ("", 0)
    last_number_kind: str = ""


class SectionMarker:
    """Marks the paragraphs of one report. ``year`` is the year reported on, if known."""

    def __init__(self, rules: Rulebook, year: int | None) -> None:
        self._rules = rules
        self._year = year

    def mark(self, blocks: Sequence[Block]) -> list[tuple[str, ...]]:
        """The sections of each paragraph among ``blocks``, in order."""
        walk = _Walk(self, blocks)
        for at, block in enumerate(blocks):
            if block.rank is None:
                walk.paragraph(block.text)
            else:
                walk.heading(block.text, block.rank, _paragraphs_under(blocks, at))
        return walk.finished()

    def suggests(self, text: str) -> str | None:
        """The kind that the wording of a text clearly suggests."""
        return suggested_kind(text, self._rules.wording)

    def is_all_problems(self, text: str) -> bool:
        """Whether the wording of a text is so full of problems that it is about nothing else."""
        return self.suggests(text) == "problems" and scores(text, self._rules.wording)["problems"] >= _FULL

    def sounds_deficient(self, text: str) -> bool:
        """Whether a text uses words of problems at all."""
        return scores(text, self._rules.wording)["problems"] > 0

    def rule(self, name: str) -> Rule:
        """A rule by its name."""
        return self._rules.sections[name]

    def fits(self, rule: str, text: str) -> bool:
        return self._rules.sections[rule].search(text) is not None

    def heading_kinds(self, heading: str) -> tuple[str, ...]:
        """The kinds a top heading announces, in their usual order; empty where it says nothing."""
        if self.fits("heading.closing", heading):
            return ("closing",)
        problems = self.fits("heading.problems", heading) and not self.fits("heading.not-problems", heading)
        causes = self.fits("heading.causes", heading)
        if causes and self.fits("heading.only-causes", heading):
            problems = False
        plans = self.fits("heading.plans", heading) or self.names_plan_year(heading)
        plans = plans and not _REPORTED.search(heading)
        work = self.fits("heading.work", heading) and not problems and not causes
        if plans and work:
            work = self._looks_back(heading)
        kinds = (("work", work), ("problems", problems), ("causes", causes), ("plans", plans))
        return tuple(kind for kind, said in kinds if said)

    def strict_kind(self, heading: str) -> str | None:
        """The kind of a sub-heading that can mean nothing else."""
        bare = heading[n.length :] if (n := numbering(heading)) else heading
        for kind in ("causes", "problems", "plans"):
            if self.fits(f"strict.{kind}", bare.strip()):
                return kind
        return None

    def names_plan_year(self, heading: str) -> bool:
        years = years_in(heading)
        return bool(years) and self._year is not None and min(years) > self._year

    def _looks_back(self, heading: str) -> bool:
        """Whether a heading with plans also looks back (回顾…和…打算)."""
        return bool(re.search("回顾|成效|做法|成绩|总结|成就|履职|开展情况|完成情况", heading)) and not re.match(
            "^.{0,4}(?:下一?步|今后|明年|来年)", heading
        )


class _Walk:
    """One pass over a report's blocks."""

    def __init__(self, marker: SectionMarker, blocks: Sequence[Block]) -> None:
        self._m = marker
        self._texts = [b.text for b in blocks if b.rank is None]
        self._stack: list[_Division] = []
        self._marks: list[tuple[str, ...]] = []
        self._annex_at = 0
        self._seen: set[str] = set()
        top = [marker.heading_kinds(b.text) for b in blocks if b.rank is not None]
        self._headed = {kind for kinds in top for kind in kinds}
        self._headed |= {k for b in blocks if b.rank is not None and (k := marker.strict_kind(b.text))}
        first = next((kinds for kinds in top), None)
        self._work_is_headed = first is not None and (not first or "work" in first)
        self._loose = "opening"
        self._in_passing = False
        self._last_closing_context: list[bool] = []
        self._first_under_heading: list[bool] = []

    def heading(self, text: str, rank: int, under: Sequence[str]) -> None:
        """A heading; ``under`` are the paragraphs of its division."""
        if self._m.fits("heading.annex", text):
            self._annex_at = self._annex_at or len(self._marks)
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
        cued = bool(self._m.heading_kinds(text)) or (parent is not None and parent.cued)
        self._stack.append(_Division(rank, kinds, current, cued))

    def _only_dresses(self, text: str, rank: int) -> bool:
        """Whether a heading stands above everything, unnumbered, and announces nothing: what is left
        of a title block divides nothing."""
        before = self._texts[: len(self._marks)]
        unnumbered = rank in (PLAIN_TOP, PLAIN_SUB) and numbering(text) is None
        return unnumbered and all(map(is_salutation, before)) and not self._m.heading_kinds(text)

    def _kinds_under(self, parent: _Division | None, text: str, under: Sequence[str]) -> tuple[str, ...]:
        if parent is None:
            return self._m.heading_kinds(text) or (self._uncued(under),)
        if parent.rank <= _PART and (said := self._m.heading_kinds(text)) and said != ("work",):
            return said
        strict = self._m.strict_kind(text)
        if strict:
            return (strict,)
        if len(parent.kinds) > 1:
            said = tuple(k for k in self._m.heading_kinds(text) if k in parent.kinds)
            return said if len(said) == 1 else (parent.current,)
        return parent.kinds if parent.current in parent.kinds else (parent.current,)

    def _uncued(self, under: Sequence[str]) -> str:
        """The kind of a top heading that says nothing: what its text sounds like, or else what its
        place says, since reports run from work to plans."""
        suggested = {kind for text in under[:_FIRST_PARAGRAPHS] if (kind := self._m.suggests(text))}
        for kind in ("problems", "plans"):
            if suggested == {kind} and kind not in self._headed and self._seen:
                return kind
        return "plans" if self._seen & {"problems", "causes", "plans"} else "work"

    def paragraph(self, text: str) -> None:
        if self._annex_at:
            self._put(("other",), text)
        elif not self._stack:
            self._put(self._without_heading(text), text)
        else:
            self._put(self._under(self._stack[-1], text), text)

    def _put(self, sections: tuple[str, ...], text: str) -> None:
        division = self._stack[-1] if self._stack else None
        counted = division is not None and division.paragraphs >= 2 and division.numbered >= 2
        self._last_closing_context.append(counted)
        self._first_under_heading.append(division is not None and division.paragraphs == 0)
        if division is not None:
            division.paragraphs += 1
            division.numbered += numbering(text) is not None
        self._marks.append(sections)

    def _under(self, division: _Division, text: str) -> tuple[str, ...]:
        """The sections of a paragraph under a heading; may move the division on."""
        first = _first_sentence(text)
        label = self._label_kind(text)
        counted = self._kind_by_number(division, text)
        if label:
            self._move(division, label)
            self._count_from_label(division, text)
        elif counted:
            self._move(division, counted)
        elif division.current == "problems" and self._m.fits("start.causes", first):
            self._move(division, "causes")
        elif (
            division.current in ("problems", "causes")
            and ("plans" in division.kinds or "plans" not in self._headed)
            and (self._m.fits("start.plans", first) or self._m.names_plan_year(first))
        ):
            self._move(division, "plans")
        elif division.current == "work" and self._admits_problems(text, by_wording=not division.cued):
            self._move(division, "problems")
        elif division.current == "problems" not in division.kinds and self._is_back_at_work(text):
            self._move(division, division.kinds[0])
        elif (division.current == "work" and self._plans_at_the_end(text, first)) or (
            division.current == "work"
            and "plans" in division.kinds
            and (self._m.fits("start.plans", first) or self._m.names_plan_year(first))
        ):
            self._move(division, "plans")
        if division.current == "problems" and self._tells_causes(text):
            return ("problems", "causes")
        if division.current == "problems" and "plans" in division.kinds and self._m.fits("inside.plans", text):
            return ("problems", "plans")
        return (division.current,)

    def _tells_causes(self, text: str) -> bool:
        """Whether a paragraph of problems goes over to their causes, or says at its head that it does both."""
        label = _LABEL.match(text)
        both = label is not None and self._m.heading_kinds(label[1])[:2] == ("problems", "causes")
        return both or self._m.fits("inside.causes", text)

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
        match = _LABEL.match(text)
        number = numbering(text[match.end() :]) if match else None
        if number is not None:
            division.last_number, division.last_number_kind = (number.habit, number.value), division.current

    def _move(self, division: _Division, kind: str) -> None:
        division.current = kind
        self._seen.add(kind)
        for above in self._stack:
            if kind in above.kinds:
                above.current = kind

    def _label_kind(self, text: str) -> str | None:
        """The kind of a paragraph that begins with its own label (原因分析：…)."""
        match = _LABEL.match(text)
        return self._m.strict_kind(match[1]) if match else None

    def _admits_problems(self, text: str, by_wording: bool) -> bool:
        """An unheaded paragraph that admits problems, as government reports do; where no heading says
        that it is about work, wording alone may tell."""
        if "problems" in self._headed:
            return False
        self._in_passing = False
        if self._m.fits("start.problems", _head(text)):
            return True
        self._in_passing = True
        if self._m.fits("start.awareness", _head(text)):
            return self._m.sounds_deficient(text)
        return by_wording and numbering(text) is None and self._m.is_all_problems(text)

    def _is_back_at_work(self, text: str) -> bool:
        """Whether work goes on after problems that only wording or awareness had told."""
        return self._in_passing and self._m.suggests(text) == "work"

    def _plans_at_the_end(self, text: str, first: str) -> bool:
        """Whether one of the last paragraphs of a report that heads no plans is about them."""
        if "plans" in self._headed or len(self._texts) - len(self._marks) > _LAST_PARAGRAPHS:
            return False
        return self._m.fits("start.plans", first) or self._m.names_plan_year(first)

    def _without_heading(self, text: str) -> tuple[str, ...]:
        """Before the first heading, or without any: paragraphs say themselves where they are."""
        if self._loose == "opening" and (self._work_is_headed or self._still_opening(text)):
            return ("opening",)
        if self._loose == "opening":
            self._loose = "work"
        first = _first_sentence(text)
        label = self._label_kind(text)
        if label:
            self._loose = label
        elif self._loose in ("work", "causes") and self._admits_problems(text, by_wording=True):
            self._loose = "problems"
        elif self._loose in ("work", "problems") and self._m.fits("start.causes", first):
            self._loose = "causes"
        elif "plans" not in self._headed and self._m.fits("start.plans", first):
            self._loose = "plans"
        else:
            self._loose = self._by_wording(text)
        self._seen.add(self._loose)
        if self._loose == "problems" and self._tells_causes(text):
            return ("problems", "causes")
        if self._loose == "problems" and "plans" not in self._headed and self._m.fits("inside.plans", text):
            return ("problems", "plans")
        return (self._loose,)

    def _by_wording(self, text: str) -> str:
        """Where a loose paragraph stands by its wording: on from where the text is, or back to work
        from problems that were named in passing."""
        suggested = self._m.suggests(text)
        if self._loose == "problems" and suggested == "causes":
            return "causes"
        if self._loose == "problems" and self._is_back_at_work(text):
            return "work"
        if self._loose != "opening" and suggested == "plans" and "plans" not in self._headed:
            return "plans" if len(self._texts) - len(self._marks) <= _LAST_PARAGRAPHS else self._loose
        return self._loose

    def _still_opening(self, text: str) -> bool:
        said = [t for t in self._texts[: len(self._marks)] if not is_salutation(t)]
        if is_salutation(text) or not said:
            return True
        if numbering(text) is not None or _ANNOUNCES.search(said[-1][-14:]):
            return False
        return bool(_ANNOUNCES.search(text[-40:])) and len(said) <= 2

    def finished(self) -> list[tuple[str, ...]]:
        """The marks with signature and closing found from the end."""
        last = (self._annex_at or len(self._marks)) - 1
        while last > 2 and _GLOSS.match(self._texts[last]):
            self._marks[last] = ("other",)
            last -= 1
        while last > 0 and self._is_signature(last):
            self._marks[last] = ("other",)
            last -= 1
        if last >= 3 and self._marks[last][0] not in ("opening", "other") and self._closes(last):
            self._marks[last] = ("plans", "closing") if self._ends_in_closing(last) else ("closing",)
            self._close_before(last - 1)
        elif last >= 1 and self._ends_in_closing(last):
            self._marks[last] = ("plans", "closing")
        return self._marks

    def _ends_in_closing(self, at: int) -> bool:
        """Whether a last paragraph of plans has only its last sentence for a closing."""
        text = self._texts[at]
        closing = self._m.rule("end.closing").search(text)
        if closing is None or closing.start() < _LEAST_PLANS or self._marks[at] != ("plans",):
            return False
        measures = len(_MEASURES.findall(text[: closing.start()]))
        return measures >= _MANY_MEASURES or self._plans(text) or numbering(text) is not None

    def _close_before(self, at: int) -> None:
        """An address alone (各位代表！) before the closing, or the closing before a formula."""
        text = self._texts[at]
        formula = len(self._texts[at + 1]) <= 40
        if (is_salutation(text) and len(text) <= 12) or (formula and at >= 3 and self._closes(at)):
            self._marks[at] = ("closing",)

    def _closes(self, at: int) -> bool:
        text = self._texts[at]
        if numbering(text) is not None:
            return False
        if self._m.fits("start.closing", text):
            return True
        alone = not self._first_under_heading[at] and not _intends(text) and not self._goes_on(text)
        if len(text) <= _LONGEST_SLOGAN and self._m.fits("end.slogan", text) and not _intends(text):
            return True
        if self._marks[at][0] in ("problems", "causes"):
            return False
        counted = self._last_closing_context[at] and not self._plans(text)
        return (counted or alone) and len(text) <= 300

    def _goes_on(self, text: str) -> bool:
        """Whether a last paragraph says that it is about causes or plans."""
        return self._plans(text) or self._m.fits("start.causes", _first_sentence(text))

    def _plans(self, text: str) -> bool:
        first = _first_sentence(text)
        return self._m.fits("start.plans", first) or self._m.names_plan_year(first)

    def _is_signature(self, at: int) -> bool:
        text = self._texts[at]
        if _SIGNED.match(text):
            return True
        after = self._texts[at + 1] if at + 1 < len(self._texts) else ""
        return bool(_SIGNED.match(after)) and len(text) <= 30 and not re.search("[。！？；：:，]", text)


def _paragraphs_under(blocks: Sequence[Block], at: int) -> list[str]:
    """The paragraphs of the division that the heading at ``at`` opens."""
    own = blocks[at].rank or 0
    end = next((i for i in range(at + 1, len(blocks)) if (rank := blocks[i].rank) is not None and rank <= own), len(blocks))
    return [block.text for block in blocks[at + 1 : end] if block.rank is None]


def _first_sentence(text: str) -> str:
    """The first sentence without its number."""
    number = numbering(text)
    start = number.length if number else 0
    end = _FIRST_SENTENCE.search(text, start)
    return text[start : end.end() if end else len(text)][:160]


def _intends(text: str) -> bool:
    """Whether a text sets out measures, as plans do and closings do not."""
    measures = len(_MEASURES.findall(text))
    return measures * 60 > len(text) or measures >= _MANY_MEASURES


def _head(text: str) -> str:
    """The beginning of a paragraph in which an admission of problems must stand."""
    number = numbering(text)
    return text[number.length if number else 0 :][:110]
