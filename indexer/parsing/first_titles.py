"""The title at the top of a file: the line of it, the notice that may stand above it, and whether a first line that names no
kind of text is one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.parsing.headlines import headline
from indexer.parsing.lines import SourceLine
from indexer.parsing.outline import is_salutation, numbering
from indexer.parsing.subtitles import is_told_by_dash, slogan_with_subtitle, unit_over_slogan
from indexer.parsing.title_blocks import leads_title, lines_announcing, title_over_two
from indexer.parsing.titles import (
    is_listed_title,
    is_long_title,
    is_plain_title,
    is_slogan,
    is_tailed_title,
    is_title,
    is_topic,
    may_be_declared,
    names_section,
    names_year,
    opens_report,
)
from indexer.parsing.unit_lines import is_signed, is_unit

#: Lines before a title at the top of a file: an office's name, a column's name.
LINES_BEFORE_TITLE = 6
#: A line of more characters is no line of a head.
SHORT = 40
_LEAST_SENTENCE = 24
#: A title with a tail after a colon (…工作总结：成效与短板) is looked for in so many first lines.
_LINES_OF_TAIL = 2

#: A notice that a report is printed with: 现将《…工作总结》印发给你们.
_COVER = re.compile(
    "现(?:将|把)《[^《》]{4,60}》?.{0,12}(?:印发|转发|下发|报送|呈报|通报)"
    "|《[^《》]{4,60}》(?:已|业)经?[^。]{2,40}(?:同意|通过)[^。]{0,8}现(?:予以?)?(?:印发|转发|下发|公布)"
)
#: It has at most so many lines above the title of the report.
_LINES_OF_COVER = 10


def lines_of_cover(lines: Sequence[SourceLine]) -> int:
    """How many lines of a notice precede the title of the report that it is printed with; 0 without a notice."""
    said = next((at for at, line in enumerate(lines[:_LINES_OF_COVER]) if _COVER.search(line.text)), None)
    if said is None:
        return 0
    for at in range(said + 1, min(said + _LINES_OF_COVER, len(lines))):
        if is_title(lines[at].text) or title_over_two(lines, at):
            return at - 1 if at - 1 > said and leads_title(lines[at - 1].text, lines[at].text) else at
    return 0


def top_title(lines: Sequence[SourceLine]) -> int | None:
    """The line of the first title, when only short lines precede it."""
    if unit_over_slogan(lines, 0):
        return 0
    for at, line in enumerate(lines[:LINES_BEFORE_TITLE]):
        if is_title(line.text) or title_over_two(lines, at) or (at < _LINES_OF_TAIL and is_tailed_title(line.text)):
            return at
        if at and is_told_by_dash(line.text):
            return at - 1  # a slogan above its subtitle
        texts = [other.text for other in lines[:LINES_BEFORE_TITLE]]
        if at == 0 and (is_listed_title(line.text) or is_long_title(line.text) or headline(texts)[0]):
            return at
        addressed = is_salutation(line.text) and not any(is_title(other.text) for other in lines[at + 1 : at + 2])
        if len(line.text) > SHORT or numbering(line.text) or addressed or "。" in line.text:
            break
    announcing = lines_announcing(lines)
    return announcing if _is_plain_title(lines[announcing:]) else None


def reads_like_title(lines: Sequence[SourceLine]) -> bool:
    """Whether the first of some lines, or the first two, name a kind of text: then nothing need be weighed."""
    texts = [line.text for line in lines[:LINES_BEFORE_TITLE]]
    if is_title(texts[0]) or title_over_two(lines, 0) or is_long_title(texts[0]):
        return True
    return slogan_with_subtitle(lines, 0) is not None or unit_over_slogan(lines, 0) or bool(headline(texts)[0])


def _is_plain_title(lines: Sequence[SourceLine]) -> bool:
    """Whether a first line without the words of titles can only be one: it is alone above prose, or above
    a paragraph and the first numbered heading."""
    if len(lines) < 2 or any(is_title(line.text) for line in lines[1:4]):
        return False
    text = lines[0].text
    if names_year(text) and is_unit(lines[1].text) and not opens_report(text) and names_section(text):
        return True  # 2026年工作打算, above who signs
    if lines[0].declared and may_be_declared(text) and not is_salutation(lines[1].text):
        signed = is_signed(lines[1].text) and not lines[1].declared
        if len("".join(line.text for line in lines[1 + signed : 2 + signed])) > SHORT and not lines[1].declared:
            return True
    if is_slogan(text) and not opens_report(text) and not any(is_slogan(line.text) for line in lines[2:]):
        signed = len(lines) > 2 and is_unit(lines[1].text)
        return _is_prose(lines[1 + signed].text) or is_salutation(lines[1 + signed].text)
    if is_plain_title(text) and any(_is_prose(line.text) or is_salutation(line.text) for line in lines[1:4]):
        return True
    prose, heading = lines[1].text, lines[2].text if len(lines) > 2 else ""
    numbered = numbering(heading)
    above_first = numbered is not None and numbered.habit == "cn" and numbered.value == 1
    return above_first and is_topic(text) and numbering(prose) is None and prose[-1] in "。：:"


def _is_prose(text: str) -> bool:
    """Whether a line is long enough for a paragraph, or a sentence that is no heading."""
    return len(text) > SHORT or (len(text) >= _LEAST_SENTENCE and text[-1] == "。" and numbering(text) is None)
