"""What headings and paragraphs say about the kind of section they belong to, each taken by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from indexer.parsing.evidence import Tense, common_tense, tense_of
from indexer.parsing.outline import numbering
from indexer.parsing.rulebook import Rule, Rulebook
from indexer.parsing.wording import scores, suggested_kind
from indexer.parsing.year_forms import years_in

#: No plan names only years so far ahead of the one reported on.
_FARTHEST_PLAN = 15
#: A score for problems at which a paragraph is about nothing else.
_FULL = 2.5
#: So many measures make a plan, however long the text.
MANY_MEASURES = 4

_FIRST_SENTENCE = re.compile("[。！？；]")
_LABEL = re.compile("^(?:【([^【】]{2,12})】|([^。！？；：:]{2,24})[：:。])")
_MEASURES = re.compile(
    "开展|建立|完善|推进|落实|加强|强化|制定|深化|健全|(?<![党团负靠])组织(?![部上的，。；、]|信任)|推动|实施|加大|提升|抓好|完成|力争|确保|推行|建设|培训|争取|"
    "每季|每月|每年|年内|\\d"
)
#: A heading of what was learnt, whatever it was learnt from (经验启示).
_LEARNT = re.compile(
    "(?:经验|主要|几点|工作|实践|[一二三四五六七八九十]、)(?:与|和)?(?:启示|体会|感悟|思考)(?:与(?:启示|体会|思考))?$"
)
#: A paragraph that says what the following ones are, or what it counts itself.
_ANNOUNCES = re.compile("现将|现就|现把|(?:汇报|报告|述职|总结|检查)如下")
_LISTS = re.compile("(?:问题|不足|差距|短板|欠缺)[^。：，]{0,6}[：:]\\s?(?:一是|1|（一|首先|第一)")
#: A question for causes, under which what is wrong may come first.
_ASKS_WHY = re.compile("为(?:什么|何|啥)|缘何|因何|何以")
#: A demand, counted or not (二要深挖根源), gives no causes.
_ASKED = re.compile(
    "(?:[一二三四五六七八九十]{1,2}|第[一二三四五六七八九十]{1,2}[，、]?|其[一二三][，、]?|首先|其次|再次|最后)"
    "(?:就|还|是)?要(?!素|点|是|说|论|讲到)"
)
#: What counts the questions of a talk (第二个问题：怎样做) names no problems.
_QUESTION = re.compile("^(?:第[一二三四五六七八九十]|[一二三四五六七八九十][、是]第?[一二三四五六七八九十]?)个问题[，：:、]?\\s?")
#: A day that a heading names is when something was held.
_DAY = re.compile("年\\s?\\d{1,2}\\s?月\\s?\\d{1,2}\\s?日")
#: 重点任务落实情况 is about what was done.
_REPORTED = re.compile("(?:落实|完成|进展|推进|执行)情况$")
_LOOKS_BACK = re.compile("回顾|成效|做法|成绩|总结|成就|履职|开展情况|完成情况")
_LOOKS_AHEAD = re.compile("^.{0,4}(?:下一?步|今后|明年|来年)")


class Kinds:
    """Reads kinds by the rules. ``year`` is the year reported on, if known."""

    def __init__(self, rules: Rulebook, year: int | None) -> None:
        self._rules = rules
        self._fits = {name: alternatives.fit for name, alternatives in rules.section_search.items()}
        self._year = year
        self._suggested: dict[str, str | None] = {}
        self._tense: dict[str, Tense] = {}

    def rule(self, name: str) -> Rule:
        """A rule of sections.ini by its name."""
        return self._rules.sections[name]

    def fits(self, rule: str, text: str) -> bool:
        """Whether a rule of sections.ini is found in a text."""
        return self._fits[rule](text)

    # --- headings ------------------------------------------------------------------------------

    def heading_kinds(self, heading: str) -> tuple[str, ...]:
        """The kinds a top heading announces, in their usual order; empty where it says nothing."""
        heading = _QUESTION.sub("", heading)
        if self.fits("heading.closing", heading):
            return ("closing",)
        problems = self.fits("heading.problems", heading) and not self.fits("heading.not-problems", heading)
        causes = self.fits("heading.causes", heading)
        if causes and self.fits("heading.only-causes", heading):
            problems = False
        plans = self.fits("heading.plans", heading) or (self.names_plan_year(heading) and not _DAY.search(heading))
        plans = plans and not (_REPORTED.search(heading) or self._only_works_on_plans(heading))
        work = self.fits("heading.work", heading) and not (problems or causes or _LEARNT.search(heading))
        if plans and work:
            work = bool(_LOOKS_BACK.search(heading)) and not _LOOKS_AHEAD.match(heading)
        kinds = (("work", work), ("problems", problems), ("causes", causes), ("plans", plans))
        return tuple(kind for kind, said in kinds if said)

    def _only_works_on_plans(self, heading: str) -> bool:
        """Whether the only words of plans in a heading are the object of work (理清工作思路)."""
        object_of_work = self.rule("heading.not-plans").search(heading)
        if object_of_work is None or self.names_plan_year(heading):
            return False
        rest = heading[: object_of_work.start()] + heading[object_of_work.end() :]
        return not self.fits("heading.plans", rest)

    def announces(self, heading: str, under: Sequence[str]) -> tuple[str, ...]:
        """The kinds a heading announces after a look at the first paragraphs ``under`` it: plans that only a
        topic word announces are none where all these paragraphs report results."""
        kinds = self.heading_kinds(heading)
        if kinds == ("causes",) and _ASKS_WHY.search(heading) and self._answers_late(under):
            return ("problems", "causes")
        if "plans" not in kinds or self.fits("heading.firm-plans", heading) or self.names_plan_year(heading):
            return kinds
        if self.common_tense(under) != "done" or not {self.suggests(text) for text in under} <= {"work", None}:
            return kinds
        return tuple(kind for kind in kinds if kind != "plans")

    def _answers_late(self, under: Sequence[str]) -> bool:
        """Whether only a later paragraph below a question for causes says that it gives them."""
        late = (numbering(text) is None and self.gives_causes(text) for text in under[1:])
        return any(late) and not self.gives_causes(under[0])

    def strict_kind(self, heading: str) -> str | None:
        """The kind of a sub-heading that can mean nothing else."""
        if _ASKED.match(heading):
            return None
        bare = heading[n.length :] if (n := numbering(heading)) else heading
        for kind in ("causes", "problems", "plans"):
            if self.fits(f"strict.{kind}", bare.strip()):
                return kind
        return None

    def names_plan_year(self, text: str) -> bool:
        """Whether a text names no year up to the one reported on, but a later one."""
        years = years_in(text)
        return bool(years) and self._year is not None and 0 < min(years) - self._year <= _FARTHEST_PLAN

    # --- paragraphs ----------------------------------------------------------------------------

    def label_kind(self, text: str) -> str | None:
        """The kind of a paragraph that begins with its own label (原因分析：…)."""
        match = _LABEL.match(text)
        return self.strict_kind(match[1] or match[2]) if match else None

    def plans(self, text: str) -> bool:
        """Whether a paragraph's first sentence turns to plans."""
        first = first_sentence(text)
        return self.fits("start.plans", first) or self.names_plan_year(first)

    def announces_report(self, text: str) -> bool:
        """Whether a paragraph announces what follows (现将…汇报如下)."""
        return _ANNOUNCES.search(text) is not None

    def lists_problems(self, text: str) -> bool:
        """Whether a paragraph counts problems that it has named (主要有以下问题：一是…)."""
        return _LISTS.search(text) is not None

    def gives_causes(self, text: str) -> bool:
        """Whether a paragraph's first sentence turns to causes."""
        return self.fits("start.causes", first_sentence(text)) and not _ASKED.match(text)

    def gives_causes_too(self, text: str) -> bool:
        """Whether a paragraph of problems turns to their causes, or announces both at its beginning."""
        label = _LABEL.match(text)
        both = label is not None and self.heading_kinds(label[1] or label[2])[:2] == ("problems", "causes")
        return both or self.fits("inside.causes", text)

    def gives_announced_causes(self, text: str) -> bool:
        """Whether a paragraph under a heading of problems and causes names first the problems, then their causes."""
        match = self._rules.sections["inside.causes-announced"].search(text)
        return match is not None and not self.gives_causes(text[: match.start()])

    def turns_to_plans(self, text: str) -> bool:
        """Whether a paragraph of problems turns to plans."""
        return self.fits("inside.plans", text)

    def suggests(self, text: str) -> str | None:
        """The kind that the wording of a text clearly suggests."""
        if text not in self._suggested:
            self._suggested[text] = suggested_kind(text, self._rules.wording)
        return self._suggested[text]

    def tense(self, text: str) -> Tense:
        """Whether a paragraph reports results or announces intentions."""
        if text not in self._tense:
            self._tense[text] = tense_of(text, self._rules)
        return self._tense[text]

    def common_tense(self, texts: Iterable[str]) -> Tense:
        """The tense of several paragraphs together."""
        return common_tense(texts, self._rules)

    def supports(self, text: str, kind: str) -> bool:
        """Whether a paragraph's own sentences or wording say that it is of a kind."""
        tense = self.tense(text) if kind in ("work", "plans") else "unclear"
        if tense != "unclear":
            return (tense == "done") == (kind == "work")
        return self.suggests(text) == kind

    def is_all_problems(self, text: str) -> bool:
        """Whether the wording of a text is so full of problems that it is about nothing else."""
        if self.fits("evidence.handled", text) or (self.tense(text) == "done" and not self._names_fault(text)):
            return False
        return self.suggests(text) == "problems" and scores(text, self._rules.wording)["problems"] >= _FULL

    def _names_fault(self, text: str) -> bool:
        """Whether a text has a word that only problems have: 有的 and 一些 alone say only that not all are alike."""
        return any(rule.name == "problems.certain" and rule.pattern.search(text) for rule in self._rules.wording)

    def sounds_deficient(self, text: str) -> bool:
        """Whether a text uses words of problems at all."""
        return scores(text, self._rules.wording)["problems"] > 0


def after_label(text: str) -> str:
    """What follows a label (原因分析：) at a paragraph's head; empty where there is none."""
    match = _LABEL.match(text)
    return text[match.end() :] if match else ""


def first_sentence(text: str) -> str:
    """The first sentence without its number."""
    number = numbering(text)
    start = number.length if number else 0
    end = _FIRST_SENTENCE.search(text, start)
    return text[start : end.end() if end else len(text)][:160]


def head(text: str) -> str:
    """The beginning of a paragraph, without its number, in which an admission of problems must occur."""
    number = numbering(text)
    return text[number.length if number else 0 :][:110]


def measures(text: str) -> int:
    """How many measures a text sets out."""
    return len(_MEASURES.findall(text))


def intends(text: str) -> bool:
    """Whether a text sets out measures, as plans do and closings do not."""
    count = measures(text)
    return count * 60 > len(text) or count >= MANY_MEASURES
