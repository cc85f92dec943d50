"""Separates marks of emphasis from masks of figures, which look alike: **词** and 走访**户.

A mark goes only where it can be nothing but emphasis; a mark that stays is better than a masked figure
that goes. What a whole file uses a mark for decides inside its sentences.
"""

from __future__ import annotations

import re

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
_BORDER = "，。；：、！？,.;:!?（）()【】《》“”\"' \t\u3000-—>|#"
#: A run of one sign; a_b is a name.
_RUN = re.compile(r"\*+|(?<!_)(?<![A-Za-z0-9])_{1,2}(?!_)|(?<!_)_{1,2}(?![_A-Za-z0-9])")
_BETWEEN_UNDERLINES = re.compile(
    r"(?<=[\u4e00-\u9fff])(?P<mark>_{1,2})(?P<text>[^_\s](?:[^_\n]{0,400}?[^_\s])?)(?P=mark)(?=[\u4e00-\u9fff，。；、])"
)
_MARKED = re.compile(r"(?<!=)==(?P<text>[^=\s](?:[^=\n]{0,400}?[^=\s])?)==(?!=)")
_MARKS = ("*", "**", "***", "_", "__")
#: A list's sign, and a line of nothing but signs.
_NO_MARK = re.compile(r"[ \t]*\*[ \t]+|[ \t*_=-]+$")
_HAN = re.compile("[\u4e00-\u9fff]")
#: What a masked name is followed by, and what stands between two of them.
_BODIES = ("公司", "集团", "企业", "银行", "学校", "医院", "支部", "社区", "项目", "同志", "先生", "女士")
_JOINING = "和与及或、，"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
#: Words that begin as a measure or an office does and say nothing of a mask before them.
_WORDS = (
    *("党建", "党风", "党员干部", "党的", "党史", "主题", "主要", "主动", "主导", "主体", "主责", "人民"),
    *("人才", "人居", "人大", "书香", "日常", "时代", "条例", "同步", "同心", "部署", "部门", "场所"),
    *("支持", "支撑", "平安", "平台", "公共", "公开", "公平", "方式", "方法", "市场", "市域", "县域"),
    *("乡村", "村级", "社会", "处置", "科学", "科技", "长效", "长期", "万众", "千方百计", "百姓", "项目化"),
    *("年度", "周密", "里程碑"),
)
_CLOSING_SIGNS = "，。；：、！？）"
_ENDS = "：:。；！？"
_SHORTEST, _LONGEST = 2, 60


def emphasis_marks(text: str) -> frozenset[str]:
    """The marks that a text uses for emphasis and never for a masked figure, as far as its
    text shows: in such a text they are removed in the middle of a sentence too."""
    found = {mark for mark in _MARKS if mark[0] in text and _only_emphasises(text, mark)}
    if "**" in text and not _MASKED.search(text):
        free = (pair for pair in _EMPHASIS.finditer(text) if pair["mark"] == "**")
        if any(_stands_free(pair, text) for pair in free):
            found |= {"**", "***"}
    return frozenset(found)


def without_emphasis(line: str, marks: frozenset[str]) -> str:
    """A line without its marks of emphasis; ``marks`` are what ``emphasis_marks`` says of its file."""
    line = _MARKED.sub(lambda found: found["text"], line)
    if "_" in line:
        line = _UNDERLINE.sub(lambda found: found["text"], line)
        line = _BETWEEN_UNDERLINES.sub(lambda found: found["text"] if found["mark"] in marks else found[0], line)
    return _without_stars(line, marks) if "*" in line else line


def plain_text(text: str) -> str:
    """A plain text without the marks of emphasis that were typed or pasted into it."""
    if not any(mark in text for mark in "*_="):
        return text
    marks = emphasis_marks(text)
    return "\n".join(without_emphasis(line, marks) for line in text.split("\n"))


def _only_emphasises(text: str, mark: str) -> bool:
    """Whether a mark occurs in a text in pairs only, and each of them may emphasise what is in it."""
    seen = False
    for line in text.split("\n"):
        if mark not in line or _NO_MARK.fullmatch(line):
            continue
        bullet = _NO_MARK.match(line)
        runs = [run for run in _RUN.finditer(line, bullet.end() if bullet else 0) if run[0] == mark]
        if len(runs) % 2:
            return False
        for opening, closing in zip(runs[::2], runs[1::2], strict=True):
            text_between = line[opening.end() : closing.start()]
            before, after = line[: opening.start()][-1:], line[closing.end() :]
            if not _may_emphasise(before, text_between, after):
                return False
            seen = True
    return seen


def _may_emphasise(before: str, text: str, after: str) -> bool:
    """Whether marks around ``text`` emphasise it, and are not masks of what stood before and after it:
    ``before`` is one character, ``after`` the rest of the line."""
    if not _SHORTEST <= len(text) <= _LONGEST or text != text.strip() or not _HAN.search(text):
        return False
    if text[0] in _CLOSING_SIGNS or text[-1] in _JOINING or text.startswith(_BODIES):
        return False
    if (not before or before in _BORDER) and (not after or after[0] in _BORDER or text[-1] in _ENDS):
        return True
    masks_names = before and before in _SURNAMES and text[-1] in _SURNAMES
    masks_figures = _goes_on(text) or _goes_on(after) or before in ("某", "第")
    return not (masks_names or masks_figures or text[0] in _JOINING or _SIGN_INSIDE.search(text))


def _goes_on(text: str) -> bool:
    """Whether a text begins as what follows a masked figure or name does."""
    return text[:1] != "" and text[0] in _MEASURES and not text.startswith(_WORDS)


def _without_stars(line: str, marks: frozenset[str]) -> str:
    out, at = [], 0
    while found := _EMPHASIS.search(line, at):
        start, end = found.span()
        if _is_emphasis(found, line, marks):
            out += [line[at:start], found["text"]]
            at = end
        else:
            step = start + len(found["mark"])
            out.append(line[at:step])
            at = step
    return "".join([*out, line[at:]])


def _is_emphasis(found: re.Match[str], line: str, marks: frozenset[str]) -> bool:
    """Whether a pair of marks emphasises what is between, and is not two masked figures."""
    text, after = found["text"], line[found.end() : found.end() + 1]
    if found["mark"] in marks:
        return True
    if text[0] in _MEASURES or (after and after in _MEASURES):
        return False
    if text[0] in _CLOSING_SIGNS or (text[-1] in "，、（" and after):
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
    return opens and (not after or after in _BORDER or after == "\n" or found["text"][-1] in _ENDS)
