"""Marks inside a line of Markdown: emphasis, links, code, notes."""

from __future__ import annotations

import re

_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)(.+?)(?<!`)\1(?!`)")
_IMAGE = re.compile(
    r"!\[[^\[\]]{0,300}\](?:\((?:[^()\s]|\([^()\s]*\)){0,2000}(?:\s+[\"'][^\"']{0,300}[\"'])?\)|\[[^\[\]]{0,100}\])"
)
#: An address has a dot, a slash or an anchor; 〔2023〕 typed as [2023](15) has none.
_LINK = re.compile(
    r"\[(?P<text>[^\[\]]{1,500})\]\((?=[^()]{0,2000}[./#:@])<?(?:[^()\s<>]|\([^()\s]*\)){1,2000}>?(?:\s+[\"'][^\"']{0,300}[\"'])?\)"
)
_REFERENCE = re.compile(r"\[(?P<text>[^\[\]]{1,500})\]\[[^\[\]]{1,100}\]")
_NOTE_MARK = re.compile(r"\[\^[^\[\]\s]{1,40}\]")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
#: Where a masked figure goes on: units, and what names of places and offices begin or end with.
_MEASURES = (
    "次人名个项万千百亿元余多件份篇期场户家条起台套辆座处所张本批轮类种届级组队户年月日号时天周岁度倍亩吨米里平方公"
    "%％省市县区州乡镇街道村社局委办厅处科室院校厂某同书主副党支部长"
)
_MASKED = re.compile(r"\*[次人名个项万千亿元余件份场户家条%％年月日]|[某第]\*\*")
_SIGN_INSIDE = re.compile("[，。；：！？]")
_WORD = r"[^*\s]"
_EMPHASIS = re.compile(rf"(?<!\*)(?P<mark>\*{{1,3}})(?P<text>{_WORD}(?:[^*\n]{{0,400}}?{_WORD})?)(?P=mark)(?!\*)")
_UNDERLINE = re.compile(r"(?<![\w_])(?P<mark>_{1,3})(?P<text>[^_\s](?:[^_\n]{0,400}?[^_\s])?)(?P=mark)(?![\w_])")
_STRIKE = re.compile(r"(?<!~)~~(?P<text>[^~\s](?:[^~\n]{0,400}?[^~\s])?)~~(?!~)")
_BORDER = "，。；：、！？,.;:!?（）()【】《》“”\"' \t\u3000-—>|#"
_HIDDEN = "\ue0f0"


def emphasises(text: str) -> bool:
    """Whether a file uses ``**`` for emphasis and never for a masked figure, as far as can be told:
    then it may also stand in the middle of a sentence."""
    if _MASKED.search(text):
        return False
    return any(_stands_free(found, text) for found in _EMPHASIS.finditer(text) if found["mark"] == "**")


def count_images(text: str) -> int:
    """How many pictures a text refers to."""
    return sum(1 for _ in _IMAGE.finditer(text))


def plain(line: str, emphasises: bool = False) -> str:
    """The line as a reader of the page sees it; ``emphasises`` is what was found for the file."""
    if not any(mark in line for mark in "`[*_~\\"):
        return line
    kept: list[str] = []

    def hide(text: str) -> str:
        kept.append(text)
        return _HIDDEN

    line = line.replace(_HIDDEN, "")
    line = _CODE.sub(lambda found: hide(found.group(2)), line)
    line = _ESCAPE.sub(lambda found: hide(found.group(1)), line)
    line = _IMAGE.sub("", line)
    line = _LINK.sub(lambda found: found["text"], line)
    line = _REFERENCE.sub(lambda found: found["text"], line)
    line = _NOTE_MARK.sub("", line)
    line = _STRIKE.sub(lambda found: found["text"], line)
    line = _UNDERLINE.sub(lambda found: found["text"], line)
    line = _without_emphasis(line, emphasises)
    shown = iter(kept)
    return re.sub(_HIDDEN, lambda _: next(shown), line)


def _without_emphasis(line: str, emphasises: bool) -> str:
    out, at = [], 0
    while found := _EMPHASIS.search(line, at):
        start, end = found.span()
        if _is_emphasis(found, line, emphasises):
            out += [line[at:start], found["text"]]
            at = end
        else:
            step = start + len(found["mark"])
            out.append(line[at:step])
            at = step
    return "".join([*out, line[at:]])


def _is_emphasis(found: re.Match[str], line: str, emphasises: bool) -> bool:
    """Whether a pair of marks emphasises what is between, and is not two masked figures."""
    text, after = found["text"], line[found.end() : found.end() + 1]
    if emphasises and found["mark"] != "*":
        return True
    if text[0] in _MEASURES or (after and after in _MEASURES):
        return False
    if text[0] in "，。；：、！？）" or (text[-1] in "，、（" and after):
        return False
    if _stands_free(found, line):
        return True
    before = line[: found.start()][-1:]
    beside = (not before or before in _BORDER) or after in _BORDER
    return found["mark"] != "*" and beside and not _SIGN_INSIDE.search(text)


def _stands_free(found: re.Match[str], text: str) -> bool:
    """Whether a pair of marks has no word beside it: it may be a label, or a whole line."""
    before, after = text[: found.start()][-1:], text[found.end() : found.end() + 1]
    opens = not before or before in _BORDER or before == "\n"
    return opens and (not after or after in _BORDER or after == "\n" or found["text"][-1] in "：:。；！？")
