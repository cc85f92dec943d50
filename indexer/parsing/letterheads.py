"""The head and the foot that an office prints its documents with: a letterhead (…局文件, 〔2026〕19号, 签发人) above the
title, and below the text whom copies go to and who printed it (抄送：…, …办公室 2026年4月3日印发).

Neither is the text's own. Which lines make them lies in ``rules/noise.ini``; whether they do is decided here, since a
unit's name alone, or a number alone, says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.model.reports import Removed
from indexer.parsing.head_zone import goes_on, may_be_weighed
from indexer.parsing.headlines import headline
from indexer.parsing.lines import SourceLine, removed
from indexer.parsing.outline import is_salutation, numbering
from indexer.parsing.rulebook import Rule, Rulebook
from indexer.parsing.title_blocks import title_over_two
from indexer.parsing.titles import has_case_marker, is_plain_title, is_title, may_be_declared

#: Why the lines of a letterhead were removed; the unit is looked for in them.
LETTERHEAD = "文件头"
_FOOT = "版记"
#: The rule of lines that belong to the title below them, whatever else is around them.
_ALONE = "letterhead.alone"

#: A letterhead and a foot have at most so many lines.
_MOST_LINES = 10
_MOST_FOOT_LINES = 8
_LONGEST_FOOT_LINE = 140
#: A line below a letterhead that is longer is prose.
_LONGEST_TITLE = 70
#: A headline has at least so many characters, and the paragraph below it.
_SHORTEST_HEADLINE = 10
_LEAST_PROSE = 40
#: The second line of a list of offices.
_LISTED = re.compile("[^。：]{2,90}[，、。][^。：]{0,60}[。；]?")
_PRINTED = re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日印(?:发|制)?")


@dataclass(frozen=True, slots=True)
class _Head:
    """The first lines of a file by what they are in a letterhead: the last part of their rule's name."""

    kinds: tuple[str, ...]

    @property
    def is_letterhead(self) -> bool:
        """Whether they make one: 文件 says so itself; minutes and bulletins, a unit and a grade of secrecy do with a
        number below them."""
        if "name" in self.kinds:
            return True
        number = self.kinds.index("number") if "number" in self.kinds else -1
        return number >= 0 and bool({"paper", "unit"} & set(self.kinds[:number]) or "mark" in self.kinds)


def cut_letterhead(
    source: str, lines: Sequence[SourceLine], rules: Rulebook
) -> tuple[tuple[SourceLine, ...], tuple[Removed, ...]]:
    """The lines without letterhead and foot, and these as removed lines."""
    kept, head = _without_head(source, lines, rules)
    at = _foot(kept, rules)
    foot = tuple(removed(source, line.spans, _FOOT) for line in kept[at:])
    return kept[:at], (*head, *foot)


def _without_head(
    source: str, lines: Sequence[SourceLine], rules: Rulebook
) -> tuple[tuple[SourceLine, ...], tuple[Removed, ...]]:
    """The lines without what stands above a title by itself, and without the letterhead below that."""
    alone = [rule for rule in rules.letterheads if rule.name == _ALONE]
    others = [rule for rule in rules.letterheads if rule.name != _ALONE]
    first = next((at for at, line in enumerate(lines[:_MOST_LINES]) if not _kind(line.text, alone)), 0)
    if not first or any(map(has_case_marker, (line.text for line in lines[:first]))) or not _is_title_line(lines[first:]):
        return _without_letterhead(source, lines, others)
    below, marks = _without(source, lines, first)
    kept, head = _without_letterhead(source, below, others)
    return kept, (*marks, *head)


def _without_letterhead(
    source: str, lines: Sequence[SourceLine], rules: Sequence[Rule]
) -> tuple[tuple[SourceLine, ...], tuple[Removed, ...]]:
    kinds: list[str] = []
    for line in lines[: _MOST_LINES + 1]:
        kind = _kind(line.text, rules)
        if not kind:
            break
        kinds.append(kind)
    while kinds and kinds[-1] == "unit":
        kinds.pop()  # the first line of the title: whose notice it is
    head = _Head(tuple(kinds))
    end = len(kinds)
    if not head.is_letterhead or not end < len(lines) or end > _MOST_LINES:
        return tuple(lines), ()
    below = lines[end:]
    titled = _is_title_line(below) or ("paper" in kinds and _heads_text(below))
    if not titled and ("name" in kinds and len(set(kinds)) == 1):
        return tuple(lines), ()
    if not titled and "paper" in kinds:
        # minutes are called what their head says
        at = len(kinds) - 1 - kinds[::-1].index("paper")
        taken = [*lines[:at], *lines[at + 1 : end]]
        kept = (replace(lines[at], after_noise=True), *below)
        return kept, tuple(removed(source, line.spans, LETTERHEAD) for line in taken)
    return _without(source, lines, end)


def _without(source: str, lines: Sequence[SourceLine], end: int) -> tuple[tuple[SourceLine, ...], tuple[Removed, ...]]:
    """The lines from ``end`` on, the first of which is a title though it may name no kind of text, and those before it."""
    below = lines[end:]
    named = is_title(below[0].text) or bool(headline([line.text for line in below[:3]])[0]) or title_over_two(below, 0)
    first = replace(below[0], after_noise=True, declared=below[0].declared or (_is_title_line(below) and not named))
    return (first, *below[1:]), tuple(removed(source, line.spans, LETTERHEAD) for line in lines[:end])


def _is_title_line(lines: Sequence[SourceLine]) -> bool:
    """Whether what stands below a letterhead begins with a title: a short line that is no sentence, number or address."""
    text = lines[0].text
    if headline([line.text for line in lines[:3]])[0] or is_title(text) or title_over_two(lines, 0):
        return True
    if len(text) > _LONGEST_TITLE or is_salutation(text) or text[-1] in "：:，、。；" or numbering(text) is not None:
        return False
    return is_plain_title(text) or may_be_declared(text)


def _heads_text(lines: Sequence[SourceLine]) -> bool:
    """Whether the line below the name and number of a bulletin is the headline of what it prints: it says of whom, and a
    paragraph or its own second half stands below it."""
    if len(lines) < 2 or not _SHORTEST_HEADLINE <= len(lines[0].text) <= _LONGEST_TITLE or not may_be_weighed(lines[0].text):
        return False
    return len(lines[1].text) >= _LEAST_PROSE or goes_on(lines[0].text, lines[1].text)


def _kind(text: str, rules: Sequence[Rule]) -> str:
    """What a line is in a letterhead or foot: the last part of the name of its rule; empty where it is nothing."""
    return next((rule.name.split(".")[1] for rule in rules if rule.fullmatch(text)), "")


def _foot(lines: Sequence[SourceLine], rules: Rulebook) -> int:
    """Where the foot begins: at whom copies go to, at who printed the document, or at what says who may read it; the
    end of the lines where nothing does."""
    last = len(lines)
    for at in range(max(last - _MOST_FOOT_LINES, 1), last):
        if _kind(lines[at].text, rules.colophons) and all(_goes_on(lines, below, rules) for below in range(at + 1, last)):
            return at
    return last


def _goes_on(lines: Sequence[SourceLine], at: int, rules: Rulebook) -> bool:
    """Whether a line belongs to the foot that the line above it belongs to."""
    text = lines[at].text
    if len(text) > _LONGEST_FOOT_LINE:
        return False
    printed = at + 1 < len(lines) and _PRINTED.fullmatch(lines[at + 1].text) is not None
    unit = _kind(text, rules.letterheads) == "unit"
    listed = _kind(lines[at - 1].text, rules.colophons) == "copies" and _LISTED.fullmatch(text) is not None
    return bool(_kind(text, rules.colophons)) or _PRINTED.fullmatch(text) is not None or (printed and unit) or listed
