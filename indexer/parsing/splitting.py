"""Cuts a file into reports: one file holds one, or a compilation of many.

A new report begins at a title, never at a numbering that merely starts again (annexes do
that). What repeats a report's title and opening at the end of a page is an auto-abstract
and is removed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.language.normalize import search_key
from indexer.parsing.lines import Line
from indexer.parsing.outline import is_salutation, numbering
from indexer.parsing.titles import (
    clean_title,
    has_part_marker,
    is_first_part,
    is_full_title,
    is_plain_title,
    is_subtitle,
    is_title,
    is_title_block,
    names_year,
    opens_report,
    part_number,
    shape,
)

#: Lines before a title at the top of a file: an office's name, a column's name.
_LINES_BEFORE_TITLE = 6
_LINES_OF_BLOCK = 9
_SHORT = 40
_PROSE = 60

#: A site's or an agency's line above a title: no half of it either.
_SITE = re.compile("(?:网|吧|站|文库|首页|频道|专题|描述|电|讯|资料|栏目|导航|正文)$|网.{0,4}首页|网站|文库|\\d{1,2}日电|首页")
_HAN = re.compile("[\u4e00-\u9fffxX×]")
#: What a site calls a page of samples: no half of a title.
_COLLECTED = re.compile("范文|大全|模板|合集|汇编|集锦")

#: Characters that make a report: less than this between two titles is a list of titles.
_LEAST_REPORT = 80

#: Titles that end alike in so many characters name the same kind of report.
_ENDING = 8
#: One title under another that begins alike names the same report.
_BEGINNING = 5


@dataclass
class Piece:
    """One report's lines. ``title_lines`` is the whole title block."""

    title: str | None
    title_lines: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Split:
    """The pieces of a file, and the lines that only repeat one of them."""

    pieces: tuple[Piece, ...]
    repeated: tuple[Line, ...]


def split(lines: Sequence[Line]) -> Split:
    """Cuts the cleaned lines of a file at its titles."""
    starts = _starts(lines)
    pieces = [
        _piece(lines[start:end], None if title is None else title - start)
        for (start, title), end in zip(starts, [s for s, _ in starts[1:]] + [len(lines)], strict=True)
    ]
    kept: list[Piece] = []
    repeated: list[Line] = []
    for piece in pieces:
        if kept and _repeats(piece, kept):
            repeated += [*piece.title_lines, *piece.body]
        elif piece.title_lines or piece.body:
            kept.append(piece)
    return Split(tuple(kept), tuple(repeated))


def _starts(lines: Sequence[Line]) -> list[tuple[int, int | None]]:
    """Where reports begin, and from which line on their title is sought (``None``: they have none)."""
    parts = _parts(lines)
    top = _top_title(lines)
    first: tuple[int, int | None] = (0, None if top is None else 0)
    starts = [first]
    shapes = {shape(lines[top].text)} if top is not None else set()
    last_title, prose = (top if top is not None else -1), 0
    for at in range(last_title + 1, len(lines)):
        line = lines[at]
        marked = at in parts
        if line.after_banner and not marked and prose >= _LEAST_REPORT and opens_report(line.text):
            starts.append((at, None))
            prose = len(line.text)
            continue
        if not marked and not (prose >= _LEAST_REPORT and _begins_report(lines, at, shapes)):
            prose += 0 if is_title(line.text) else len(line.text)
            continue
        shapes.add(shape(line.text))
        if marked and prose < _LEAST_REPORT and starts == [first] and at <= _LINES_BEFORE_TITLE:
            # the lines above are the compilation's own title: they dress the first report's
            starts = [(0, at)]
        else:
            starts.append((at, at))
        prose = 0
    return starts


def _parts(lines: Sequence[Line]) -> frozenset[int]:
    """The lines that are marked as parts of a compilation; none where only one is."""
    marked = [at for at, line in enumerate(lines) if has_part_marker(line.text)]
    parts = set(marked if len(marked) >= 2 else ())
    # The first part of a compilation of which the rest was cut off.
    parts |= {at for at in marked[:1] if at <= _LINES_BEFORE_TITLE and is_first_part(lines[at].text)}
    counted: dict[str, dict[int, str]] = {}
    for at, line in enumerate(lines):
        part = part_number(line.text)
        if part:
            counted.setdefault(part[0], {})[at] = part[1]
    everyone = [(at, number) for numbers in counted.values() for at, number in numbers.items()]
    if [number for _, number in sorted(everyone)][:3] in (["1", "2"], ["1", "2", "3"], ["一", "二"], ["一", "二", "三"]):
        parts |= {at for at, _ in everyone}
    for numbers in counted.values():
        first = min(numbers)
        alone = first <= _LINES_BEFORE_TITLE and numbers[first] in ("1", "一") and _titled_above(lines, first)
        if len(set(numbers.values())) >= 2 or alone:
            parts |= set(numbers)
    return frozenset(parts)


def _titled_above(lines: Sequence[Line], at: int) -> bool:
    """Whether the title of a compilation stands above its first part."""
    return lines[at].after_noise or any(is_title(line.text) for line in lines[:at])


def _top_title(lines: Sequence[Line]) -> int | None:
    """The line of the first title, when nothing but short lines stands above it."""
    for at, line in enumerate(lines[:_LINES_BEFORE_TITLE]):
        if is_title(line.text) or _title_over_two(lines, at):
            return at
        addressed = is_salutation(line.text) and not any(is_title(other.text) for other in lines[at + 1 : at + 2])
        if len(line.text) > _SHORT or numbering(line.text) or addressed or "。" in line.text:
            break
    return 0 if _is_plain_title(lines) else None


def _is_plain_title(lines: Sequence[Line]) -> bool:
    """Whether a first line without the words of titles can only be one: it stands alone above prose."""
    if len(lines) < 2 or not is_plain_title(lines[0].text):
        return False
    below = next((line.text for line in lines[1:4] if len(line.text) > _SHORT or is_salutation(line.text)), "")
    return bool(below) and not any(is_title(line.text) for line in lines[1:4])


def _title_over_two(lines: Sequence[Line], at: int) -> bool:
    """Whether a title is printed over this line and the next."""
    if at + 1 >= len(lines):
        return False
    first, second = lines[at].text, lines[at + 1].text
    return (
        4 <= len(first) <= 30
        and not is_title(first)
        and not is_title_block(first, after_subtitle=False)
        and len(second) <= 20
        and not is_title(second)
        and is_title(first + second)
    )


def _begins_report(lines: Sequence[Line], at: int, shapes: set[str]) -> bool:
    """Whether a title-like line in mid-file begins another report."""
    line = lines[at]
    if not is_title(line.text):
        return False
    following = lines[at + 1 : at + 7]
    if len(following) > 1 and sum(len(o.text) for o in following if not is_title(o.text)) < _LEAST_REPORT:
        return False
    own = shape(line.text)
    if line.after_noise or own in shapes or any(_same_ending(own, other) for other in shapes):
        return True
    return bool(shapes) and (_counts_anew(lines, at) or _stands_like_a_title(lines, at))


def _stands_like_a_title(lines: Sequence[Line], at: int) -> bool:
    """Whether a line names unit and year, between the end of one text and the opening of another."""
    before, text, after = lines[at - 1].text, lines[at].text, lines[at + 1 : at + 2]
    if not is_full_title(text) or not after or before[-1] not in "。！”）)" or len(before) < _SHORT:
        return False
    return len(after[0].text) >= _SHORT and numbering(after[0].text) is None


def _counts_anew(lines: Sequence[Line], at: int) -> bool:
    """Whether the 一、二、 of a report had got somewhere before a title, and begins anew after it."""
    for habit in ("cn", "big"):
        before = [n.value for line in lines[:at] if (n := numbering(line.text)) and n.habit == habit]
        after = [n.value for line in lines[at + 1 : at + 16] if (n := numbering(line.text)) and n.habit == habit]
        if before and after:
            return before[-1] >= 2 and after[0] == 1
    return False


def _same_ending(one: str, other: str) -> bool:
    """Whether two titles name the same kind of report, as those of one compilation do."""
    return min(len(one), len(other)) >= _ENDING and one[-_ENDING:] == other[-_ENDING:]


def _piece(lines: Sequence[Line], title_from: int | None) -> Piece:
    if title_from is None:
        end = _block_end(lines, 0, "") if lines and is_subtitle(lines[0].text) else 0
        return Piece(None, list(lines[:end]), list(lines[end:]))
    likely = (i for i in range(title_from, len(lines)) if _may_be_title(lines[i].text))
    at = next(likely, title_from)
    title = lines[at].text
    if _title_over_two(lines, at) or (not is_title(title) and _title_over_two(lines, title_from)):
        at = at if _title_over_two(lines, at) else title_from
        title = lines[at].text + lines[at + 1].text
        at += 1
    elif at == title_from + 1 and _leads_title(lines[at - 1].text, title):
        title = lines[at - 1].text + title
    cleaned = clean_title(title)
    end = at + 1
    if not cleaned and end < len(lines) and is_title(lines[end].text):
        cleaned, end = clean_title(lines[end].text), end + 1
    end = _block_end(lines, end, cleaned)
    return Piece(_own_title(cleaned, lines[at + 1 : end]) or None, list(lines[:end]), list(lines[end:]))


def _own_title(title: str, below: Sequence[Line]) -> str:
    """The title of a text under that of the page it is printed on: the last one, where it names the
    year as the page does not, or stands behind what the site says."""
    own = [line for line in below if is_title(line.text) and not is_subtitle(line.text)]
    if not own or not title:
        return title
    named = clean_title(own[-1].text)
    return named if own[-1].after_noise or (names_year(named) and not names_year(title)) else title


def _may_be_title(text: str) -> bool:
    return is_title(text) or has_part_marker(text)


def _block_end(lines: Sequence[Line], start: int, title: str) -> int:
    """Where the title block that goes on at ``start`` ends."""
    addressed = _lines_before_salutation(lines, start)
    if addressed is not None:
        return addressed
    end, after_subtitle = start, False
    while end < len(lines):
        text = lines[end].text
        own = end == start and lines[end].after_noise and is_title(text)
        if not (own or _same_title(text, title) or is_title_block(text, after_subtitle)):
            break
        after_subtitle = True
        end += 1
    return end


def _lines_before_salutation(lines: Sequence[Line], start: int) -> int | None:
    """Where the audience is addressed (各位代表：), when only a few short lines stand before it:
    then they all dress the title."""
    for at, line in enumerate(lines[start : start + _LINES_OF_BLOCK], start):
        if is_salutation(line.text):
            return at
        numbered = numbering(line.text) is not None and not is_subtitle(line.text)
        if len(line.text) > _PROSE + 20 or numbered or "。" in line.text:
            return None
    return None


def _leads_title(first: str, title: str) -> bool:
    """Whether the line above a title is its first half: a unit's name, then the kind of report."""
    if has_part_marker(title) or is_title(first):
        return False
    if len(_HAN.findall(first)) < 4 or len(first) > 30:
        return False
    if _SITE.search(first):
        return False
    return first[-1] not in "，。：:）)>" and not _COLLECTED.search(first) and len(title) <= 24


def _same_title(text: str, title: str) -> bool:
    if not title:
        return False
    own, key = search_key(clean_title(text)), search_key(title)
    return own == key or (is_title(text) and (own in key or key in own or own[:_BEGINNING] == key[:_BEGINNING]))


def _repeats(piece: Piece, earlier: Sequence[Piece]) -> bool:
    """Whether everything in ``piece`` already stands in an earlier report."""
    if len(piece.body) > 6:
        return False
    known = search_key("".join(line.text for other in earlier for line in other.body))
    return all(search_key(line.text).strip("\n。")[:60] in known for line in piece.body)
