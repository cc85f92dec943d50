"""The sections of paragraphs before the first heading, or in a report without any: they say themselves
what they are."""

from __future__ import annotations

import re

from indexer.parsing.genre_turns import kind_by_genre
from indexer.parsing.outline import is_salutation, numbering, run_in_heading
from indexer.parsing.section_context import SectionContext, SectionMark

_ANNOUNCES = re.compile("(?:如下|以下(?:工作|几|方面)?.{0,6})[：:。]?$|现将|汇报如下|述职如下|报告如下")
#: An announcement occurs in so many last characters of a paragraph, and ends it in the shorter reach.
_ANNOUNCES_WITHIN = 40
_ANNOUNCES_AT_END = 14
#: 下面，我讲三点意见 announces demands, and belongs to none of them.
_DEMANDS = re.compile(
    "(?:讲|谈|提|说|送|聊|强调)[^，。]{0,8}?[一二三四五六七八九十几两\\d]{1,2}(?:点|个|方面|条|句|件)(?:方面的?|硬|具体|实在|小|明确|不成熟的?)?(?:意见|要求|希望|建议|问题|体会|看法|想法|认识|感受|心里话|话|期望|期待|嘱托)"
    "|有[几两三四五六]句(?:心里)?话"
)
#: What a letter asks of its readers follows (发出如下倡议：).
_APPEALS = re.compile(
    "(?:发出|提出|作出)[^，。]{0,8}(?:倡议|号召|建议|呼吁|提醒|承诺)[：:。]?$|(?:倡议|建议|承诺|号召)(?:事项)?如下[：:。]?$"
    "|向[^，。]{2,20}(?:倡议|号召|呼吁)[：:。]?$"
)
#: What a letter to everybody tells its readers to heed follows (现将有关事项提醒如下：).
_REMINDS = re.compile("(?:提醒|告知|要求|注意事项|通告)(?:事项)?如下[：:。]?$")
#: What an order announces is its body, whatever it says on the way there (为规范管理，提出如下意见。).
_LEADS = re.compile(
    "(?:如下|以下)[^，。]{0,6}(?:意见|规定|决定|措施|方案|通知|要求|办法)?[：:。]?$|(?:制定|出台)本[^，。]{1,8}[。：:]$"
)
#: What a plan is to reach, and what guides it.
_AIMS = re.compile("(?:20\\d\\d年)?(?:工作的?)?(?:总体?(?:要求|目标|思路|任务)|指导思想|工作思路|基本思路|主要目标)(?:是|为|：)")
#: The talk turns to stories.
_STORIES = re.compile("讲[一二三四五六几两]个(?:小|真实的?)?(?:故事|例子|案例|人)[^，]{0,6}[。：:]$")
#: Who is addressed, however long (紫荆苑社区的全体居民：).
_ADDRESS = re.compile("^(?!.*(?:如下|以下))[^。；！？\\d]{2,40}[：:]$")
#: Numbering habits of the parts of a report.
_TOP = ("big", "cn")
_ITEMS = ("big", "cn", "pcn", "num", "pnum", "shi")
#: The opening has at most so many paragraphs besides salutations.
_LONGEST_OPENING = 3
#: Before a first heading that announces work, or nothing, so many paragraphs are opening.
_MOST_BEFORE_WORK = 4
#: So much after the announcement of demands is a demand itself.
_LEAST_DEMAND = 30
#: The number of a document below its title (某政办发〔2025〕4号).
_DOCUMENT_NUMBER = re.compile("^[\u4e00-\u9fff]{2,12}\\s?[〔［（\\[(]20\\d\\d[〕］）\\])]\\s?第?\\d{1,4}号$")
#: The first words of a paragraph that calls on its readers.
_CALLS = re.compile(
    "(?:(?:会议|大会|全会)(?:要求|提出|决定)[，,]|希望|号召|要求|各级|各地|各部门|各单位|各[乡镇市县区村站局所校院科支党])(?!.{0,12}(?:负责人|领导))"
)
#: The first words of a paragraph that asks something of everybody, whatever the text is.
_CALLS_ALL = re.compile(
    "(?:全[市县区镇乡省系院校行]?[^，。]{0,6})?(?:各级|各地|各部门|各单位|广大|领导干部|党员干部|全体)[^，。；]{0,24}(?:要(?!求|素|点)|必须|务必|应当)"
)
#: A demand that counts on from one before it.
_COUNTED = re.compile("(?:其次|再次|第[一二三四五]|[一二三四五]、?是?)[，,、]?(?:就)?(?:要|希望)")
#: What parts the cells of a table's row, which opens nothing.
_CELLS = " | "
#: The first words of a paragraph that looks back.
_BACK = re.compile(
    "^(?:会议|大会|全会)[^。，]{0,6}(?:充分肯定|高度评价)|^(?:会议|大会|全会)(?:一致)?(?:同意|赞同)[^。，]{0,12}对(?:过去|[^。，]{0,8}以来)[^。，]{2,20}(?:总结|回顾|概括|评价)|^(?:(?:会议|大会|全会)(?:认为|指出)[，,])?(?:近年来|近[几两二三]年来?|过去的?|刚刚过去|回顾|回首|回望|这一[年学]|[一二两三四五六七八九十几数]+年[来前间]|一学期来|这几年|这些年|这(?:个)?学期(?!要)|这半年|这几个月|先(?:报喜|看(?:看)?(?:变化|成绩)|说说?(?:成绩|变化|好的)|讲讲?成绩|谈谈?成绩)|刚刚结束|[^，。]{1,12}(?:以来|年来|个?多?月来|周来|天来)[，,]|前[一二三四五六七八九十几两]{1,2}个?(?:季度|月)|上半年(?!要)|今年以来|入[汛冬夏秋春][^，。]{0,4}以?来|一路走来|上一?[年学])"
)


class UnheadedParagraphs:
    """Marks unheaded paragraphs one after the other, from the opening on."""

    def __init__(self, context: SectionContext) -> None:
        self._context = context
        self._kinds = context.kinds
        self._current = "opening"
        self._opening: list[str] = []
        self._last = ("", 0)
        self._guessed = False
        self._announced = ""

    def mark(self, text: str) -> SectionMark:
        """The sections of the next paragraph that no heading covers."""
        if not self._opening and _DOCUMENT_NUMBER.match(text):
            return SectionMark(("other",))
        if self._context.is_speech and self._kinds.fits("start.agenda", text):
            self._current = self._context.default or "other"
            return SectionMark(("other",))
        demands = _DEMANDS.search(text) if self._context.has_short_opening else None
        if self._appeals(text):
            self._current = "plans"
            return SectionMark(("opening",))
        if self._current == "opening" and not self._announced and self._opens(text):
            if self._leads_on(text, demands):
                self._announced = text
            return SectionMark(("opening",))
        before = self._current
        if demands:
            self._current = "plans"
            leads = before == "opening" or self._context.announced.headed
            announced = leads and len(text) - demands.end() < _LEAST_DEMAND
            return SectionMark(("opening",) if announced else ("plans",))
        if before == "opening":
            self._current, self._guessed = self._after_opening(text), True
        said = self._said(text)
        self._current = said or self._by_wording(text)
        self._guessed = not said
        self._context.progress.seen.add(self._current)
        if self._current == "problems":
            sections = self._context.sections_of_problems(text, not self._context.announces("plans"))
        else:
            sections = (self._current,)
        sure = said or self._context.is_plan or self._kinds.supports(text, self._current)
        return SectionMark(sections, "high" if sure else "low")

    def _appeals(self, text: str) -> bool:
        """Whether a letter goes over to what it asks of its readers."""
        if self._context.announced.headed or not self._context.has_short_opening or self._context.is_speech:
            return False
        return _REMINDS.search(text) is not None or (self._context.is_appeal and _APPEALS.search(text) is not None)

    def _leads_on(self, text: str, demands: re.Match[str] | None) -> bool:
        """Whether a paragraph of the opening is its last one: a speech or an order announces there what follows."""
        if not self._context.has_short_opening or is_salutation(text):
            return False
        announced = demands is not None and len(text) - demands.end() < _LEAST_DEMAND
        orders = self._context.is_speech and _LEADS.search(text) is not None
        return announced or orders or _STORIES.search(text) is not None

    def _after_opening(self, text: str) -> str:
        """The kind that the text reaches with its first paragraph after the opening."""
        if self._context.is_letter:
            return self._context.default or "other"
        back = self._looks_back(text) if self._context.has_short_opening else _BACK.match(text) and self._context.is_plan
        if back:
            return "work"
        return self._context.default or "work"

    def _said(self, text: str) -> str | None:
        """The kind that a paragraph says it is of; ``None`` where it says nothing."""
        label = self._kinds.label_kind(text) or self._run_in_kind(text)
        if label:
            return label
        if self._kinds.fits("start.handled", text):
            return "work"
        if self._context.tells_experience and self._kinds.fits("start.learnt", text):
            return "work"
        by_genre = kind_by_genre(text, self._context, self._current, self._guessed)
        if by_genre:
            self._context.progress.in_passing = False
            return by_genre
        if self._current == "problems" and self._kinds.gives_causes(text):
            return "causes"
        by_wording = self._current in ("work", "causes", "other")
        if self._current == "plans" and self._guessed and self._context.admits_problems(text, by_wording=False):
            return "problems"
        loose = self._context.is_survey or self._context.has_short_opening
        if (by_wording or loose) and self._context.admits_problems(text, by_wording=by_wording):
            return "problems"
        if self._current in ("work", "problems") and self._kinds.gives_causes(text):
            return "causes"
        if not self._context.announces("plans") and self._kinds.plans(text):
            return "plans"
        return None

    def _run_in_kind(self, text: str) -> str | None:
        """The one kind that the run-in heading of a top-level paragraph announces (一、充分肯定成绩。…)."""
        number, span = numbering(text), run_in_heading(text)
        habits = _ITEMS if self._context.is_survey else _TOP
        if number is None or number.habit not in habits or span is None:
            return None
        kinds = self._kinds.heading_kinds(text[span[0] : span[1]])
        return kinds[0] if len(kinds) == 1 else None

    def _by_wording(self, text: str) -> str:
        """The kind that a paragraph's wording turns to: on from the current one, or back to work from
        problems that were named in passing."""
        suggested = self._kinds.suggests(text)
        if self._context.is_letter and self._current == "problems" and suggested != "problems":
            return "plans"  # what it names it goes on to speak against
        if self._context.is_letter:  # pieces of advice, and what its writer means to do
            return "plans" if numbering(text) is None and self._kinds.tense(text) == "ahead" else self._current
        if self._context.is_survey and self._current == "causes":
            return "plans" if suggested == "plans" or self._kinds.tense(text) == "ahead" else self._current
        if self._context.is_survey:
            tense = self._kinds.tense(text)
            return "work" if tense == "done" else "plans" if tense == "ahead" else self._current
        if self._context.tells_experience and self._current != "problems" and self._kinds.tense(text) != "ahead":
            return "work"
        if self._current == "problems" and suggested == "causes":
            return "causes"
        turns = self._current in ("work", "causes") or (self._current == "problems" and suggested != "problems")
        calls_all = self._context.genre is None and _CALLS_ALL.match(text) is not None
        asks = not _BACK.match(text) and (self._context.has_short_opening or calls_all)
        if turns and asks and (self._kinds.tense(text) == "ahead" or _CALLS.match(text)):
            return "plans"
        if self._current == "problems" and self._context.resumes_work(text):
            return "work"
        counts_on = self._counts_on(text) or (self._context.has_short_opening and _BACK.match(text) is not None)
        if suggested == "plans" and not counts_on and not self._context.announces("plans") and self._context.is_near_end():
            return "plans"
        return self._current

    def _counts_on(self, text: str) -> bool:
        """Whether a numbered paragraph continues the count of those before it, and so their kind."""
        number = numbering(text)
        last, self._last = self._last, (number.habit, number.value) if number else self._last
        return number is not None and (number.habit, number.value - 1) == last

    def _opens(self, text: str) -> bool:
        """Whether a paragraph still belongs to the opening."""
        writes = self._context.is_appeal or self._context.is_request
        addresses = writes and not self._opening and _ADDRESS.match(text) and numbering(text) is None
        if addresses or is_salutation(text):
            return True
        first = not self._opening
        self._opening.append(text)
        if _is_item(text) or _CELLS in text:
            return False
        if self._context.is_plan and self._sets_out(text, first):
            return False
        if self._context.is_speech and _LEADS.search(text) and len(self._opening) <= _LONGEST_OPENING:
            return True
        if self._admits_problems(text, first) or self._context.tells_own_work(text):
            return False
        if self._context.has_short_opening:
            announces = _ANNOUNCES.search(text[-_ANNOUNCES_AT_END:]) is not None
            turns = self._looks_back(text) or _CALLS.match(text) or self._kinds.plans(text) or _COUNTED.match(text)
            goes_on = announces or not turns
            return first or (len(self._opening) <= _LONGEST_OPENING and goes_on)
        leads_to_work = self._context.announced.work_first and len(self._opening) <= _MOST_BEFORE_WORK
        return leads_to_work or first or self._announces_more(text)

    def _sets_out(self, text: str, first: bool) -> bool:
        """Whether a paragraph before the first heading of a plan already says what is to be done."""
        if _AIMS.match(text):
            return True
        return not first and self._kinds.tense(text) == "ahead" and not _LEADS.search(text)

    def _admits_problems(self, text: str, first: bool) -> bool:
        """Whether a paragraph of the opening is about problems; a first one only where it turns to their
        causes or to plans."""
        if first and not self._context.announces("problems") and self._kinds.lists_problems(text):
            return True
        if not self._context.admits_problems(text, by_wording=False):
            return False
        return not first or len(self._context.sections_of_problems(text, may_plan=True)) > 1

    def _looks_back(self, text: str) -> bool:
        looks_back = _BACK.match(text) is not None or self._kinds.tense(text) == "done"
        return looks_back and not _DEMANDS.search(text)

    def _announces_more(self, text: str) -> bool:
        """Whether a further paragraph of the opening announces the report (现将…汇报如下)."""
        if _ANNOUNCES.search(self._opening[-2][-_ANNOUNCES_AT_END:]):
            return False
        announces = _ANNOUNCES.search(text[-_ANNOUNCES_WITHIN:]) is not None
        return announces and len(self._opening) <= _LONGEST_OPENING


def _is_item(text: str) -> bool:
    """Whether a paragraph is a numbered part of the report, and so no opening of it."""
    number = numbering(text)
    return number is not None and number.habit in _ITEMS
