"""The name of a compilation (…工作总结（2篇）), and the parts that carry it with a number or are only numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.parsing.lines import SourceLine
from indexer.parsing.outline import numbering
from indexer.parsing.titles import clean_title, is_title, names_section
from indexer.parsing.unit_lines import is_unit

_COUNT = r"(?:精选|通用|共|合集|推荐|最新)?\s*(?:\d{1,3}|[一二两三四五六七八九十]{1,3})\s?(?:篇|则|份)(?:范文)?"
#: A line that is the name of a compilation with its count.
_NAMED = re.compile(rf"^(?:【[^】]{{1,8}}】)?\s?([^。；，]{{4,50}}?)(?:范文|大全|合集|汇编)?\s?[（(【\[]?{_COUNT}[）)】\]]?$")
_SEVERAL = re.compile(rf"{_COUNT}[）)】\]]?$")
#: Words before a count, in whatever sentence a site says them.
_COUNTED = re.compile(rf"([\u4e00-\u9fff\d]{{5,40}})[（(]?{_COUNT}")
#: A part's title: the name of the compilation and a number.
_PART = re.compile(r"^([\u4e00-\u9fff\d年]{5,40}?)\s?[（(【]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[）)】]?$")
#: The unit that signs a text, under its title.
_SIGNED = re.compile(
    "[\u4e00-\u9fff×xX]{2,22}(?:党支部|党总支|党委|党组|局|厅|委|委员会|办公室|处|院|校|[小中大]学|幼儿园|支队|大队|妇联|工会|公司|集团|社区|[村镇乡站所]|街道|中心|协会|商会)"
)
#: What ends a text above its signature: no title.
_ENDS = re.compile("特此|以上|此致|敬礼|谢谢|附[件：:]|[\\d〇○零一二三四五六七八九十年月日/.-]+$")
_PROSE = 40
#: Who sent a text in, below it.
_CREDIT = re.compile("[（(][^（()）。，：]{2,20}(?:供稿|报送|推荐|选送)[）)]")
_NO_HEAD = re.compile("[。；：:]$|。")
#: What the name of a selection of texts ends in.
_COLLECTED = re.compile("(?:选编|汇编|选登|选辑|摘登|摘编|选刊|案例集|事迹集|材料集|集锦|文集|风采录)(?:[（(].*[）)])?$")
#: Who made it, and when.
_MADE = re.compile(
    "[\u4e00-\u9fff×xX、\\s]{0,36}(?:19|20)\\d\\d年\\d{1,2}月(?:\\d{1,2}日)?(?:编|印|编印)?|[（(]按[^（()）]{2,16}(?:为序|排列|排序)[）)]"
)
_FIRST_LINES = 3
_LEAST_TEXT = 80

#: What a line must hold to count texts.
_COUNTERS = frozenset("篇则份")


@dataclass(frozen=True, slots=True)
class Collection:
    """``name`` is what the compilation is called, ``title`` the same where that is a report's title, ``names`` are words
    before a count of texts. ``is_counted``: something says of how many texts it is."""

    name: str
    title: str
    names: tuple[str, ...]
    is_counted: bool = False

    @staticmethod
    def named_by(texts: Sequence[str]) -> Collection:
        """The compilation that some lines name."""
        texts = [text for text in texts if not _COUNTERS.isdisjoint(text)]
        called = [match[1] for text in texts if (match := _NAMED.match(text))]
        named = [name for name in called if is_title(name)]
        counted = [match[1] for text in texts for match in _COUNTED.finditer(text)]
        several = any(map(_SEVERAL.search, texts))
        name = next(iter(named or called), "")
        return Collection(name, clean_title(named[0]) if named else "", tuple(counted), several)

    def parts(self, lines: Sequence[SourceLine]) -> frozenset[int]:
        """The lines that are titles of parts: a name of the compilation with a number."""
        if not self.names:
            return frozenset()
        return frozenset(at for at, line in enumerate(lines) if self.part_title(line.text))

    def signed_parts(self, lines: Sequence[SourceLine]) -> frozenset[int]:
        """The lines that stand like titles above the unit that signs the text below, where the compilation says how many
        texts it holds or begins with such a pair itself; none where only one does."""
        if not self.is_counted and not (len(lines) > 2 and _is_signed(lines, 0)):
            return frozenset()  # asked of every file, and that is found out faster
        found = frozenset(at for at in range(len(lines) - 2) if _is_signed(lines, at))
        return found if len(found) > 1 else frozenset()

    def part_title(self, text: str) -> str:
        """The title of a part that is headed by the compilation's name and a number; empty where it is not."""
        match = _PART.match(text)
        return match[1] if match and any(name.endswith(match[1]) for name in self.names) else ""


def credited_parts(lines: Sequence[SourceLine]) -> frozenset[int]:
    """The lines that stand like titles below who sent the text above in (（青瓦镇供稿）), and the first of the file; none where
    only one text is credited."""
    credits = [at for at, line in enumerate(lines[:-1]) if line.text[0] in "（(" and _CREDIT.fullmatch(line.text)]
    begun = [at + 1 for at in credits if len(lines[at + 1].text) <= _PROSE and _NO_HEAD.search(lines[at + 1].text) is None]
    return frozenset((0, *begun)) if begun and len(lines[0].text) <= _PROSE else frozenset()


def collected_parts(lines: Sequence[SourceLine]) -> frozenset[int]:
    """The numbered titles of the texts in what its name calls a selection (…事迹选编): short lines that count on from one,
    each with a text below."""
    if not any(_COLLECTED.search(line.text) for line in lines[:_FIRST_LINES]):
        return frozenset()
    numbers = [(at, numbering(line.text)) for at, line in enumerate(lines)]
    first = next(((at, n) for at, n in numbers if n is not None and n.value == 1), None)
    if first is None or first[0] > _FIRST_LINES or first[1] is None:
        return frozenset()
    habit = first[1].habit
    parts = [(at, n) for at, n in numbers if n is not None and n.habit == habit and _may_head(lines[at].text, n.length)]
    sizes = [sum(len(line.text) for line in lines[a + 1 : b]) for a, b in pairwise([*(at for at, _ in parts), len(lines)])]
    counts_on = [n.value for _, n in parts] == list(range(1, len(parts) + 1))
    return frozenset(at for at, _ in parts) if len(parts) > 1 and counts_on and min(sizes) >= _LEAST_TEXT else frozenset()


def collected_under(texts: Sequence[str]) -> str:
    """What the name of a selection among some lines says that its texts are (渡口先进事迹选编 → 渡口先进事迹)."""
    return next((_COLLECTED.sub("", text) for text in texts if _COLLECTED.search(text)), "")


def lines_naming(texts: Sequence[str]) -> int:
    """How many first lines name a selection of texts, who made it and when; 0 where the first one names none."""
    if not texts or _COLLECTED.search(texts[0]) is None:
        return 0
    made = next((at for at, text in enumerate(texts[1:], 1) if not (is_unit(text) or _MADE.fullmatch(text))), len(texts))
    return made


def _may_head(text: str, number: int) -> bool:
    """Whether a numbered line could be the title of a text: short, no sentence, no heading of a report's section."""
    return 4 <= len(text) - number <= _PROSE and _NO_HEAD.search(text) is None and not names_section(text[number:])


def _is_signed(lines: Sequence[SourceLine], at: int) -> bool:
    """Whether a line ends what is above it, and stands alone above a unit's name and prose."""
    text, signed, prose = (line.text for line in lines[at : at + 3])
    if not (_SIGNED.fullmatch(signed) and len(prose) >= _PROSE and 4 <= len(text) <= _PROSE):
        return False
    ends = at == 0 or lines[at - 1].text[-1] in "。！？”）)…" or _SEVERAL.search(lines[at - 1].text) is not None
    return ends and text[-1] not in "。；：:" and numbering(text) is None and not (_SIGNED.fullmatch(text) or _ENDS.match(text))
