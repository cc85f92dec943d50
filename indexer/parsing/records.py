"""Records of what everybody said at a meeting: each speaker's words say for themselves which kind they are.

Minutes of a branch or a village are kept so (石磊：上周检查12次…). No heading and no place in the text tells work from
complaints there: who speaks next may take up anything. When, where and who, how was voted and who signs only frame it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.parsing.kinds import Kinds, head
from indexer.parsing.section_context import SectionMark

#: Who speaks, and what is said.
_SPEAKER = re.compile(
    "((?!会议|与会|大会|大家|编者按|抄[送报]|发至|分发|主送|附|备?注|.*(?:议题|事项|情况|问题|任务|要求|如下))[\u4e00-\u9fff·×xX]{2,12}(?:[（(][^（()）]{1,12}[）)])?)[：:](?=.{8})"
)
#: A record has so many speeches at least, of so many speakers.
_LEAST_SPEECHES, _LEAST_SPEAKERS = 3, 2
#: What opens a meeting tells nothing yet.
_OPENS = re.compile(
    "(?:同志们|大家好|好)?[，,。]?(?:今天|今晚|这次|本次|请大家|把大家|人(?:都)?到)[^。]{0,24}(?:会|来|坐|开始|议|聊|谈)"
    "|[^。]{0,30}(?:咱们?|现在|我们)(?:就)?开会|[^。]{0,30}。?今[天晚](?:就|主要|只|一共)[^。]{0,6}[一二两三四五几]个?(?:件|个|项)?(?:事|议题)"
)
_LONGEST_OPENING = 120
#: The order in which kinds win where as much speaks for them.
_ORDER = ("plans", "problems", "work")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (``rank`` is set) or a paragraph (``rank`` is ``None``), in reading order."""

    text: str
    rank: int | None


def mark_record(blocks: Sequence[Block], kinds: Kinds) -> list[SectionMark] | None:
    """The sections of the paragraphs of a record; ``None`` where the text names no speakers."""
    speakers = [match[1] for block in blocks if (match := _speech(block.text, kinds)) and block.rank is None]
    if len(speakers) < _LEAST_SPEECHES or len(set(speakers)) < _LEAST_SPEAKERS:
        return None
    marks: list[SectionMark] = []
    under, spoken = "", False
    for block in blocks:
        if block.rank is not None:
            under = next(iter(kinds.heading_kinds(block.text)), "")
            continue
        speech = _speech(block.text, kinds)
        if kinds.fits("record.frame", block.text) or (not spoken and speech is None):
            led = not kinds.fits("record.frame", block.text) and _is_prose(block.text)
            marks.append(SectionMark(("opening",) if led else ("other",)))
            continue
        before = marks[-1].sections[0] if spoken and marks else ""
        said = block.text[speech.end() :] if speech else block.text
        marks.append(_mark(said, under, before, first=not spoken, kinds=kinds))
        spoken = True
    return marks


def _speech(text: str, kinds: Kinds) -> re.Match[str] | None:
    """Who speaks in a paragraph, where it is no label of the record's own (表决结果：…)."""
    return None if kinds.fits("record.frame", text) else _SPEAKER.match(text)


def _is_prose(text: str) -> bool:
    return text[-1] in "。！？" and len(text) > len("应到三十二人，实到二十九人。")


def _mark(said: str, under: str, before: str, first: bool, kinds: Kinds) -> SectionMark:
    """The section of what somebody says below a heading that announces the kind ``under``; ``before`` is what was said
    last, which a word without a kind of its own goes on with."""
    counts = {kind: len(kinds.rule(f"record.{kind}").pattern.findall(said)) for kind in _ORDER}
    counts["plans"] += kinds.plans(said)
    counts["problems"] += kinds.fits("start.problems", head(said)) or kinds.is_all_problems(said)
    counts["work"] += kinds.tense(said) == "done"
    if first and len(said) <= _LONGEST_OPENING and _OPENS.match(said) and kinds.tense(said) != "done":
        return SectionMark(("opening",))
    if under in counts:
        counts[under] += 1
    best = max(_ORDER, key=lambda kind: (counts[kind], -_ORDER.index(kind)))
    if kinds.gives_causes(said) and not counts["plans"]:
        return SectionMark(("causes",))
    if not counts[best]:
        told = kinds.suggests(said)
        if told in ("work", "problems") and not under:
            return SectionMark((told,), "low")
        return SectionMark((under or (before if before in _ORDER else "work"),), "low")
    return SectionMark((best,))
