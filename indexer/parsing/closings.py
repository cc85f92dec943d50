"""The end of a report: glossary, signature, closing, looked for from the last paragraph upwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.parsing.kinds import MANY_MEASURES, Kinds, intends, measures
from indexer.parsing.outline import is_salutation, numbering
from indexer.parsing.section_context import SectionMark

#: Characters of plans before the closing sentence of a paragraph that is both.
_LEAST_PLANS = 30
#: A flourish at the end, and any closing, is only as long as this.
_LONGEST_SLOGAN = 140
_LONGEST_CLOSING = 300
_LONGEST_FORMULA = 40
#: A report has so many paragraphs at least before a closing that only its position shows.
_LEAST_BEFORE = 3

#: An entry of a glossary below a report: ［2］和美乡村：…, 12.“单一窗口”：…
_GLOSS = re.compile(r"[［\[〔][\d①-⑳]{1,3}[］\]〕]|\d{1,2}[.．、]\s?[“\"「][^”\"」]{2,40}[”\"」][：:，,]")
_SIGNED = re.compile(
    r"^(?:(?:19|20)\d\d|二[〇○零][一二三四五六七八九〇○零]{2}|20[xX×]{2}|[xX×]{2,4})年\s*[\dxX×一二三四五六七八九十]{1,3}月(?:\s*[\dxX×一二三四五六七八九十]{1,3}日)?(?:印发|发布|整理|记录|印)?$"
    r"|^(?:19|20)\d\d[.．/-]\d{1,2}[.．/-]\d{1,2}$"
    r"|^(?:[\u4e00-\u9fff]{2,5}人|签名|签字|署名|落款|日期|时间|单位)[：:].{0,24}$"
    r"|^[（(](?:执笔|审稿|撰稿|撰写|供稿|作者|执笔人|课题组(?:成员|组长)?)[：:][^。]{2,40}[）)]$"
    r"|^(?:抄送|抄报|主送|联系人|联系电话|印发机关|主题词)[：:]"
)
#: What an office adds below a text: notes, annexes, whom to ask and where, who was there and who is told.
_ADDED = re.compile(
    "[（(]?(?:附(?:件|表|录)?\\s?\\d{0,2}|[备附]?注|联系(?:人|方式)|[\u4e00-\u9fff]{0,6}(?:地点|地址|电话|邮箱)|(?:(?:参加|与会|参会|出席|列席|请假|缺席|记录|主持|审核|签发)(?:会议)?|发至|分发|送)(?:的)?(?:人员|单位|领导|人)?)[：:].{1,139}"
    "|[（(](?=[^（）()]{4,80}[）)]$)[^（）()]*(?:电话|联系|张贴|印发|公开|负责解释|热线|邮箱|摘自|选自|原载|转自|有删节|为序)[^（）()]*[）)]"
    "|[\u4e00-\u9fff]{0,10}(?:电话|热线|邮箱|信箱|地址|网址|网站|公众号|传真|邮编|手机)[：:].{4,139}|回执[：:].{1,200}"
    "|(?:欢迎|如有)[^。：]{2,60}。?[^。：]{0,6}电话[：:].{1,80}"
)
#: A unit that signs without a date.
_UNIT = re.compile(
    "^[\u4e00-\u9fff]{3,20}(?:[局委厅处部庭科]|[支分]行|分局|[支大]队|派出所|社区|街道|工作组|委员会|办公室|办事处|支部|党委|党组|政府|公司|学校|[中小大]学|医院|工会|妇联|团委|法院|检察院|中心)$"
)
#: A demand, counted or not, a counted piece of advice, who sees to what was planned, or one thing more: no closing.
_DEMAND = re.compile(
    "^(?:[一二三四五六七八九十]{0,2}要|[一二三四五六七八九十](?:靠|抓|讲|守|保|防|盯|严)[^，。]{1,10}[。，]|[^，。]{2,16}(?<![反响适相回])应(?!当?(?:说|承认|看到|指出|该说)|对|用|急)|[^，。]{2,6}(?<![需重主])要[^，。求]{1,6}。|各[^，。]{1,16}(?:要(?!求)|必须|务必|须)|(?:[^，。]{2,16}，)?(?:[^，。]{2,20}，)?由[^，。]{2,20}(?:负责|处理|办理|牵头|汇总|解释)|(?:全[^，。]{1,12}|广大[^，。]{1,10})(?:要(?!求)|必须|应(?!当?(?:说|看到)))|(?:会议|大会|全会)(?:要求|强调|指出|同意|认为|议定|商定|决定)|第[一二三四五六七八九十][句点条]|(?:同时|此外|另外|除此之外|与此同时|还要|再就是|这里再)|还?想(?:把|在|请|建|办|让|给|为)|(?:打算|准备|争取|力争)"
    "|(?:以上|上述|本)(?:各项)?(?:计划|措施|任务|工作|事项|方案|要求|打算|安排)[^。]{0,8}(?:由|请|要|须|纳入|实行|，))"
)
#: What is planned for a month.
_MONTH = re.compile(
    "^[一二三四五六七八九十\\d]{1,3}(?:[—–、至-]{1,2}[一二三四五六七八九十\\d]{1,3})?月(?:份|[上中下]旬|底)?[：:，,]"
)
#: A formula that closes a text of any kind.
_FORMULA = re.compile(
    "^(?:特此|此致|谢谢|(?:最后[，,]?)?(?:衷心|真诚)?地?祝)|(?:^|[，。！])让我们(?:一起|共同|携手|从)"
    "|[。！]祝(?:大家|您|你们|各位)[^。]{2,30}[！。]?$"
)
#: What the work has shown.
_SHOWN = re.compile(
    "[^。，]{0,24}(?:实践|经历|事实|经验)(?:充分|再次|深刻)?(?:证明|表明|启示|告诉|昭示|[使让]我们(?:体会|认识|感受|懂得))"
)
#: What somebody means to do, wherever a paragraph says it.
_MEANS = re.compile("打算|力争|拟(?!人|定)|计划(?:在|用|把)|准备(?:在|用|把)")
#: A sign that sets an item of a list apart.
_BULLET = re.compile("[☑☐☒□■◆◇●○◎•·▪▶►✔✘✓✗★☆➢]")
#: What a plan counts in advance (做好三件事：…).
_COUNTS = re.compile("[一二三四五六七八九十几]件[^。：]{0,6}[：:]")
#: What a speech ends with, and before how few paragraphs it may.
_THANKS = re.compile("[。！，]谢谢(?:大家|各位[^。，]{0,6})?[！。]$")
_LEAST_THANKED = 2
#: What an account ends with is only as long as this, counts nothing, and is not what was learnt.
_LONGEST_PRAISE = 110
_TELLS = re.compile("\\d|体会|启示|感受|感悟|之所以|经验")
#: What raises the glass, and each wish below it.
_TOAST = re.compile("(?:举杯|干杯|提议)[^。]{0,12}[：:！。]?$")
_WISH = re.compile("^(?:为了?[^。]{2,40}[，,；！。]?|干杯[！!。]?)$")
#: What somebody begins anew from, with no more than few measures.
_NEW_START = re.compile("[以把](?:这次|此次|此|这)[^。，]{0,14}[为作][^。，]{0,8}(?:起点|契机|动力|开端)")
_FEW_MEASURES = 3
#: The lead of an item in a list.
_LEAD = re.compile("[^，。；！？：“”是有不没无]{3,10}。.{10}")
#: The words that a letter ends in, and what a meeting calls for.
_GREETING = re.compile("(?:此致|敬礼|顺致|此颂|顺颂)[！!：:，,]?.{0,8}")
_CALL = re.compile("(?:会议|大会|全会)[^。，]{0,4}号召")
_PUNCTUATION = re.compile("[。！？；：:，]")


@dataclass(frozen=True, slots=True)
class Marked:
    """A paragraph with its sections so far, and its position: ``first`` under its heading;
    ``after_count`` behind paragraphs that were counted, so that an uncounted one may close; ``reflects``: it says what was
    learnt from an experience, which is part of the account and closes nothing."""

    text: str
    mark: SectionMark
    first: bool = False
    after_count: bool = False
    reflects: bool = False


def mark_end(
    paragraphs: Sequence[Marked], end: int, kinds: Kinds, account: bool = False, plan: bool = False
) -> list[SectionMark]:
    """The sections of all paragraphs, with those at the end of a report marked as such; the
    report proper ends before the paragraph ``end`` (annexes follow). ``account``: it tells what somebody has done, and ends
    in praise; ``plan``: it sets out what is to be done to its very end."""
    return _End(paragraphs, kinds, account, plan).mark(end)


def mark_signatures(paragraphs: Sequence[Marked], kinds: Kinds) -> list[SectionMark]:
    """The sections of a record of speeches, with what signs it and the call above marked as such."""
    return _End(paragraphs, kinds).sign()


class _End:
    def __init__(self, paragraphs: Sequence[Marked], kinds: Kinds, account: bool = False, plan: bool = False) -> None:
        self._paragraphs = paragraphs
        self._plan = plan
        self._account = account
        self._marks = [paragraph.mark for paragraph in paragraphs]
        self._kinds = kinds

    def mark(self, end: int) -> list[SectionMark]:
        last = end - 1
        while last >= _LEAST_BEFORE and _GLOSS.match(self._text(last)):
            self._marks[last] = SectionMark(("other",))
            last -= 1
        last = self._sign(last)
        if last < 1:
            return self._marks
        last = self._close_toast(last)
        plans_too = self._ends_in_closing(last)
        told = self._kind(last) not in ("opening", "other") or _FORMULA.search(self._text(last))
        if self._goes_over_to_plans(last):
            self._marks[last] = SectionMark(("work", "plans"))
        elif told and (last >= _LEAST_BEFORE or self._thanks(last)) and self._closes(last):
            self._marks[last] = SectionMark(("plans", "closing") if plans_too else ("closing",))
            self._close_before(last - 1)
        elif plans_too:
            self._marks[last] = SectionMark(("plans", "closing"))
        return self._marks

    def sign(self) -> list[SectionMark]:
        """Only what signs a record, and the call that it ends in."""
        last = self._sign(len(self._paragraphs) - 1)
        if last > 0 and _CALL.match(self._text(last)):
            self._marks[last] = SectionMark(("closing",))
        return self._marks

    def _sign(self, last: int) -> int:
        """Marks what signs a text up to the paragraph ``last``; the last one that does not."""
        while last > 0 and (self._is_signature(last) or self._signs_letter(last)):
            self._marks[last] = SectionMark(("other",))
            last -= 1
        return last

    def _signs_letter(self, at: int) -> bool:
        """Whether a short line stands below the greeting that ends a letter (敬礼)."""
        text = self._text(at)
        above = any(_GREETING.fullmatch(self._text(a)) for a in range(max(at - 2, 0), at))
        return above and len(text) <= 30 and not _PUNCTUATION.search(text) and not _GREETING.fullmatch(text)

    def _goes_over_to_plans(self, at: int) -> bool:
        """Whether a last paragraph on what the work has shown ends in what comes next (实践证明，…。下一步，我局将…)."""
        text = self._text(at)
        learnt = _SHOWN.match(text) is not None or self._paragraphs[at].reflects
        told = self._marks[at].sections in (("work",), ("plans",)) and learnt
        return told and self._kinds.fits("inside.plans", text)

    def _close_toast(self, last: int) -> int:
        """The wishes of a toast between the words that raise the glass and 干杯, and what precedes them as the last
        paragraph that is left to judge."""
        at = last
        while at >= _LEAST_BEFORE and _WISH.match(self._text(at)):
            at -= 1
        if at < last and _TOAST.search(self._text(at)):
            self._marks[at : last + 1] = [SectionMark(("closing",))] * (last + 1 - at)
            return at
        return last

    def _text(self, at: int) -> str:
        return self._paragraphs[at].text

    def _kind(self, at: int) -> str:
        return self._marks[at].sections[0]

    def _ends_in_closing(self, at: int) -> bool:
        """Whether a last paragraph of plans has only its last sentence for a closing."""
        text = self._text(at)
        closing = self._kinds.rule("end.closing").search(text)
        if closing is None or closing.start() < _LEAST_PLANS or self._marks[at].sections != ("plans",):
            return False
        many = measures(text[: closing.start()]) >= MANY_MEASURES
        return many or self._kinds.plans(text) or numbering(text) is not None

    def _close_before(self, at: int) -> None:
        """An address alone (各位代表！) before the closing, or the closing before a formula."""
        text = self._text(at)
        formula = len(self._text(at + 1)) <= _LONGEST_FORMULA and self._kind(at) != "other"
        if self._kind(at) == "plans" and self._kinds.tense(text) == "ahead" and not self._kinds.fits("start.closing", text):
            formula = False
        if _GREETING.fullmatch(text) and at > _LEAST_BEFORE:
            self._marks[at] = SectionMark(("closing",))
            self._close_before(at - 1)
            return
        if (is_salutation(text) and len(text) <= 12) or (formula and at >= _LEAST_BEFORE and self._closes(at)):
            self._marks[at] = SectionMark(("closing",))

    def _closes(self, at: int) -> bool:
        text = self._text(at)
        if numbering(text) is not None or _BULLET.match(text) or _MONTH.match(text) or self._paragraphs[at].reflects:
            return False
        if _NEW_START.search(text) and measures(text) < _FEW_MEASURES and len(text) <= _LONGEST_SLOGAN:
            return True
        slogan = len(text) <= _LONGEST_SLOGAN and self._kinds.fits("end.slogan", text) and not intends(text)
        if self._kinds.fits("minutes.decided", text) and not _CALL.match(text):
            return False
        planned = self._kind(at) == "plans" and self._kinds.plans(text) and (intends(text) or _COUNTS.search(text))
        if slogan or (self._kinds.fits("start.closing", text) and not planned):
            return True
        if self._kind(at) in ("problems", "causes") or len(text) > _LONGEST_CLOSING:
            return False
        if self._account and self._kind(at) == "work" and self._praises(text):
            return True
        if self._thanks(at):
            return True
        if self._is_listed(at):
            return False
        paragraph = self._paragraphs[at]
        plans = self._kinds.plans(text)
        plans = plans or _MEANS.search(text) is not None
        turns = intends(text) or plans or self._kinds.gives_causes(text) or self._kinds.fits("evidence.measure", text)
        alone = self._kind(at) != "work" and not (self._plan or paragraph.first or turns)
        return (alone or (paragraph.after_count and not (plans or (self._plan and turns)))) and not _DEMAND.match(text)

    def _is_listed(self, at: int) -> bool:
        """Whether a paragraph with a short lead (减轻负担。…) stands below another one of its kind."""
        above = self._paragraphs[at - 1]
        listed = _LEAD.match(self._text(at)) and _LEAD.match(above.text)
        return listed is not None and above.mark.sections == self._marks[at].sections

    def _praises(self, text: str) -> bool:
        """Whether the last paragraph of an account tells nothing new: it is short, without a figure, and says nothing of
        what was learnt."""
        short = len(text) <= _LONGEST_PRAISE
        return short and not _TELLS.search(text) and self._kinds.tense(text) == "unclear"

    def _thanks(self, at: int) -> bool:
        """Whether a paragraph that tells of no work and no plans ends in thanks to the audience."""
        text = self._text(at)
        return at >= _LEAST_THANKED and _THANKS.search(text) is not None and self._kinds.tense(text) == "unclear"

    def _is_signature(self, at: int) -> bool:
        text = self._text(at)
        if _SIGNED.match(text) or _UNIT.match(text) or _ADDED.fullmatch(text):
            return True
        after = self._text(at + 1) if at + 1 < len(self._paragraphs) else ""
        return bool(_SIGNED.match(after)) and len(text) <= 30 and not _PUNCTUATION.search(text)
