"""The name of a compilation (…工作总结（2篇）), and the parts that carry it with a number or are only numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.parsing.lines import SourceLine
from indexer.parsing.titles import clean_title, is_title

_COUNT = r"(?:精选|通用|共|合集|推荐|最新)?\s*(?:\d{1,3}|[一二两三四五六七八九十]{1,3})\s?(?:篇|则|份)(?:范文)?"
#: A line that is the name of a compilation with its count.
_NAMED = re.compile(rf"^(?:【[^】]{{1,8}}】)?\s?([^。；，]{{4,50}}?)(?:范文|大全|合集|汇编)?\s?[（(【\[]?{_COUNT}[）)】\]]?$")
_SEVERAL = re.compile(rf"{_COUNT}[）)】\]]?$")
#: Words before a count, in whatever sentence a site says them.
_COUNTED = re.compile(rf"([\u4e00-\u9fff\d]{{5,40}})[（(]?{_COUNT}")
#: A part's title: the name of the compilation and a number.
_PART = re.compile(r"^([\u4e00-\u9fff\d年]{5,40}?)\s?[（(【]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[）)】]?$")


#: What a line must hold to count texts.
_COUNTERS = frozenset("篇则份")


@dataclass(frozen=True, slots=True)
class Collection:
    """``title`` is what the compilation is called, where that is a report's title, ``names`` are words before a
    count of texts. ``is_counted``: something says of how many texts it is."""

    title: str
    names: tuple[str, ...]
    is_counted: bool = False

    @staticmethod
    def named_by(texts: Sequence[str]) -> Collection:
        """The compilation that some lines name."""
        texts = [text for text in texts if not _COUNTERS.isdisjoint(text)]
        named = [match[1] for text in texts if (match := _NAMED.match(text)) and is_title(match[1])]
        counted = [match[1] for text in texts for match in _COUNTED.finditer(text)]
        several = any(map(_SEVERAL.search, texts))
        return Collection(clean_title(named[0]) if named else "", tuple(counted), several)

    def parts(self, lines: Sequence[SourceLine]) -> frozenset[int]:
        """The lines that are titles of parts: a name of the compilation with a number."""
        if not self.names:
            return frozenset()
        return frozenset(at for at, line in enumerate(lines) if self.part_title(line.text))

    def part_title(self, text: str) -> str:
        """The title of a part that is headed by the compilation's name and a number; empty where it is not."""
        match = _PART.match(text)
        return match[1] if match and any(name.endswith(match[1]) for name in self.names) else ""
