"""Signs: pairs that are not closed, half-width ones among Chinese characters, doubled ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.drafting.checking.draft_text import DraftText, Line
from indexer.drafting.checking.findings import Finding

#: Opening sign → closing sign, name, and where the standard speaks of it.
_PAIRS = {
    "“": ("”", "引号", "4.8"),
    "《": ("》", "书名号", "4.15"),
    "（": ("）", "括号", "4.9"),
    "〔": ("〕", "括号", "4.9"),
    "【": ("】", "括号", "4.9"),
}
_CLOSING = {closing: opening for opening, (closing, _, _) in _PAIRS.items()}
_STANDARD = "GB/T 15834—2011《标点符号用法》第{}条"

_HAN = "\u4e00-\u9fff"
#: Behind a sign of half a width: Chinese text, mostly with the space that Latin text has there, or nothing.
_BEHIND, _BEHIND_STOP = rf"(?=\s*(?:[{_HAN}“《（]|$))", rf"(?=\s*(?:[{_HAN}]|$))"
_HALF = re.compile(
    rf"(?<=[{_HAN}”》）])[,;:?!]{_BEHIND}|(?<=[%％])[,;?!]{_BEHIND}|(?<=[{_HAN}%％])\.{_BEHIND_STOP}"
)
#: Behind a figure: at the end, or where the figure has its decimal point already, since 1. before a word is a number.
_HALF_STOP = re.compile(rf"[{_HAN}](?<![件图表第版本])\d+(?:\.\d+)?(\.)$|[{_HAN}](?<![第版本])\d+\.\d+(\.)(?=[{_HAN}])")
_HALF_PAIR = re.compile(rf"\([^()]{{0,40}}[{_HAN}][^()]{{0,40}}\)")
_DOUBLED = re.compile("([，。；：、])\\1|[，、；：][。，；、：]|。[，、；：]")
_ENUMERATED = re.compile("(?:^|(?<=[。；：，、\n ]))(?:\\d{1,2}|[一二三四五六七八九十]{1,2}|[a-zA-Z])[）)]")


def sign_findings(draft: DraftText) -> Iterator[Finding]:
    """At most one finding of each sort a line."""
    for at, line in enumerate(draft.lines):
        following = draft.lines[at + 1].text if at + 1 < len(draft.lines) else ""
        yield from _unpaired(line, following)
        yield from _half_width(line)
        doubled = _DOUBLED.search(line.text)
        if doubled:
            why = f"“{doubled[0]}”两个点号连在一起"
            yield Finding("signs", line.number, doubled.span(), why, "standard", _STANDARD.format("4"), 2)


def _unpaired(line: Line, following: str) -> Iterator[Finding]:
    text = _ENUMERATED.sub(lambda found: "·" * len(found[0]), line.text)
    opened: list[tuple[str, int]] = []
    for at, sign in enumerate(text):
        if sign in _PAIRS:
            opened.append((sign, at))
        elif sign in _CLOSING:
            if opened and opened[-1][0] == _CLOSING[sign]:
                opened.pop()
            elif any(one == _CLOSING[sign] for one, _ in opened):
                # What is open inside is missing its end; told below, once.
                while opened[-1][0] != _CLOSING[sign]:
                    yield _pair_finding(line, *opened.pop(), closing=False)
                opened.pop()
            else:
                yield _pair_finding(line, _CLOSING[sign], at, closing=True)
                return
    # A quotation of several paragraphs opens each of them.
    if opened and not (opened[0][0] == "“" and following.startswith("“")):
        yield _pair_finding(line, *opened[0], closing=False)


def _pair_finding(line: Line, opening: str, at: int, closing: bool) -> Finding:
    end, name, clause = _PAIRS[opening]
    has, lacks = (end, opening) if closing else (opening, end)
    words = line.text[max(at - 6, 0) : at + 1] if closing else line.text[at : at + 7]
    why = f"“{words}”处的{name}只有“{has}”，没有配对的“{lacks}”" if name != "引号" else f"{words} 处的引号没有配对"
    return Finding("signs", line.number, (at, at + 1), why, "standard", _STANDARD.format(clause), 3)


def _half_width(line: Line) -> Iterator[Finding]:
    found = [one.span() for one in (*_HALF.finditer(line.text), *_HALF_PAIR.finditer(line.text))]
    found += [one.span(one.lastindex or 0) for one in _HALF_STOP.finditer(line.text)]
    if found:
        first = min(found)
        words = line.text[max(first[0] - 3, 0) : first[1] + 3]
        more = f"，这一段共 {len(found)} 处" if len(found) > 1 else ""
        why = f"“{words}”里用了半角标点{more}"
        yield Finding("signs", line.number, first, why, "standard", _STANDARD.format("5.1"), 1)
