"""What a paragraph says of itself in the words of its genre, wherever it stands.

Minutes name who spoke and what was settled; a request tells what there is, what is lacking and what is asked for; a
rectification report puts each remedy below its problem; a talk tells stories and warns with cases.
"""

from __future__ import annotations

import re

from indexer.parsing.kinds import Kinds, head
from indexer.parsing.outline import numbering
from indexer.parsing.section_context import SectionContext

#: What a meeting settled in the paragraph that says what it heard.
_SETTLED_TOO = re.compile("[。；]\\s?(?:会议|大会)[^。，]{0,8}(?:同意|决定|议定|要求|强调|明确)")
#: Whom a case in a talk is about.
_OFFENDER = re.compile(
    "某|原(?:副|党|主|经|局|县|镇|院|校|科|处|部|书|行|站|所|总|董)|(?:案例|教训|起案件)|他|她|这个人|还有一个"
)
#: What a request means to do, or asks for.
_FOR = re.compile("为(?:了)?(?!此)[^，。]{2,20}[，,]")
_MEANS_TO = re.compile(
    "拟(?:采取|用|于|在|对|建|新|将|由|申请|投|实施|从|按|分)"
    "|^(?:为此|鉴于|综上|因此|据此)?[^。]{0,30}(?:恳请|敬请|特请|申请|请求|商请)"
)
#: What an order does to those who were found wanting.
_SENTENCES = re.compile(
    "(?:责令|暂扣|吊销|(?:决定)?(?:给予|取消|撤销)"
    "|对[^。，；]{2,40}(?:予以|给予|作出|进行)(?:全[市县区行]|通报|行政|党|警告|约谈|处))"
)
#: What an office found in order.
_STANDS = re.compile(
    "(?:从[^，。]{2,14}看|总的看|总体(?:上)?看|[^，。]{2,10}(?:结果)?(?:表明|显示))[，,](?:绝?大?多数|大部分|各[^，。]{1,6}|全[市县区镇乡校行])(?!.{0,20}(?:不|未|没))"
)
#: The case of somebody who is named (1.…违规收受礼金问题。).
_CASE = re.compile("^[^。]{6,60}问题。")
#: So much of a story says when it was.
_STORY_BEGINS = 56


def kind_by_genre(text: str, context: SectionContext, current: str, guessed: bool = False) -> str | None:
    """The kind that a paragraph is of by the words of its genre; ``None`` where they say nothing. ``current`` is the kind
    that the text has reached, ``guessed`` where nothing has said so."""
    kinds = context.kinds
    if context.is_minutes:
        return kind_in_minutes(text, kinds)
    if kinds.fits("start.remedy", text):
        return "work"
    if kinds.fits("start.fault-found", head(text)) and kinds.tense(text) != "ahead":
        return "problems"
    if context.is_request and not context.announced.headed:
        return _kind_in_request(text, kinds, current)
    if context.is_speech and not context.is_talk:
        return _kind_in_order(text, kinds, guessed)
    return _kind_in_talk(text, kinds, current, guessed) if context.is_talk else None


def kind_in_minutes(text: str, kinds: Kinds) -> str | None:
    """What minutes say was settled, heard or found."""
    if kinds.fits("minutes.decided", text):
        return "plans"
    if kinds.gives_causes(text):
        return "causes"
    if kinds.fits("minutes.heard", text):
        return "work"
    if not kinds.fits("minutes.found", text):
        return None
    if kinds.fits("start.problems", head(text)) or kinds.is_all_problems(text):
        return "problems"
    return "plans" if kinds.tense(text) == "ahead" else "work"


def settles_too(text: str, kinds: Kinds) -> bool:
    """Whether a paragraph of minutes says what was heard and goes on to what was settled."""
    return kinds.fits("minutes.heard", text) and _SETTLED_TOO.search(text) is not None


def _kind_in_request(text: str, kinds: Kinds, current: str) -> str | None:
    """What a request says is lacking, has been done about it, or is meant to be done."""
    if kinds.gives_causes(text):
        return "causes"
    tense = kinds.tense(text)
    if kinds.plans(text):
        return "plans"
    if _FOR.match(text) and not _MEANS_TO.search(text):
        return "work"
    if kinds.fits("request.need", text) and current in ("opening", "work", "problems"):
        return "problems"
    if tense == "done" and current in ("problems", "causes"):
        return "work"
    return "plans" if _MEANS_TO.search(text) and current != "opening" else None


def _kind_in_order(text: str, kinds: Kinds, guessed: bool) -> str | None:
    """What an office found wrong, and why, before it orders anything."""
    if _SENTENCES.match(text):
        return "plans"
    if kinds.fits("evidence.offence", text) and (_CASE.search(text) or _OFFENDER.search(text)) and kinds.tense(text) != "ahead":
        return "problems"
    if not guessed or numbering(text) is not None or kinds.tense(text) == "ahead":
        return None
    if kinds.gives_causes(text):
        return "causes"
    if _STANDS.match(text):
        return "work"
    return "problems" if kinds.is_all_problems(text) else None


def _kind_in_talk(text: str, kinds: Kinds, current: str, guessed: bool) -> str | None:
    """A case that a talk warns with, or a story that it tells before it asks for anything."""
    tense = kinds.tense(text)
    if tense == "ahead":
        return None
    if kinds.fits("evidence.offence", text) and _OFFENDER.search(text):
        return "problems"
    told = current == "opening" or (guessed and current in ("plans", "work"))
    if told and kinds.fits("start.told", text[:_STORY_BEGINS]) and not kinds.fits("start.problems", head(text)):
        return "work"
    return None
