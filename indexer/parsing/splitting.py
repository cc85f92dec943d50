"""Cuts a file into reports: one file holds one, or a compilation of many.

A new report begins at a title, never at a numbering that merely starts again (annexes do
that). What repeats a report's title and opening at the end of a page is an auto-abstract
and is removed.
"""

from __future__ import annotations

import re
from collections.abc import Collection as Collection_
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.language.normalize import search_key
from indexer.parsing.compilations import (
    Collection,
    collected_parts,
    collected_under,
    credited_parts,
    lines_naming,
)
from indexer.parsing.head_zone import title_in_zone
from indexer.parsing.headlines import headline
from indexer.parsing.lines import SourceLine
from indexer.parsing.outline import is_salutation, numbering
from indexer.parsing.subtitles import is_told_by_dash, slogan_with_subtitle, unit_over_slogan
from indexer.parsing.title_blocks import (
    Piece,
    leads_title,
    lines_announcing,
    make_piece,
    title_over_two,
)
from indexer.parsing.titles import (
    has_case_marker,
    has_part_marker,
    is_bare_marker,
    is_first_part,
    is_full_title,
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
    part_number,
    shape,
)
from indexer.parsing.unit_lines import holds_office, is_signed, is_signed_by, is_unit

#: Lines before a title at the top of a file: an office's name, a column's name.
_LINES_BEFORE_TITLE = 6
_SHORT = 40
_LEAST_SENTENCE = 24

#: Characters that make a report: less than this between two titles is a list of titles.
_LEAST_REPORT = 80
#: So many lines below a title may say who speaks, before the audience is addressed.
_MOST_BYLINES = 2

#: A title with a tail after a colon (…工作总结：成效与短板) is looked for in so many first lines.
_LINES_OF_TAIL = 2

#: Titles that end alike in so many characters name the same kind of report.
_ENDING = 8

#: A notice that a report is printed with: 现将《…工作总结》印发给你们.
_COVER = re.compile(
    "现(?:将|把)《[^《》]{4,60}》?.{0,12}(?:印发|转发|下发|报送|呈报|通报)"
    "|《[^《》]{4,60}》(?:已|业)经?[^。]{2,40}(?:同意|通过)[^。]{0,8}现(?:予以?)?(?:印发|转发|下发|公布)"
)
#: It has at most so many lines above the title of the report.
_LINES_OF_COVER = 10


@dataclass(frozen=True)
class Split:
    """The pieces of a file, the lines that only repeat one of them, and those that only count them (篇一：)."""

    pieces: tuple[Piece, ...]
    repeated: tuple[SourceLine, ...]
    counts: tuple[SourceLine, ...] = ()


def split(
    lines: Sequence[SourceLine], announced: Sequence[str] = (), listed: Collection_[int] = frozenset(), named: str = ""
) -> Split:
    """Cuts the cleaned lines of a file at its titles. ``announced`` are removed lines, which may name the
    compilation that the file is (…工作总结（2篇）), ``listed`` where the titles begin that its list of contents names,
    ``named`` is what its cover calls it."""
    cover = _cover(lines)
    collection = Collection.named_by([*announced, *(line.text for line in lines[:_LINES_BEFORE_TITLE])])
    body = lines[cover:]
    contained = frozenset(at for at, line in enumerate(body) if line.spans[0][0] in listed)
    contained = contained if len(contained) > 1 else collected_parts(body) or credited_parts(body)
    top = 0 if cover else _top_title(body)
    weighed = title_in_zone(body, top) if not cover and (top is None or not _reads_like_title(body[top:])) else None
    starts = _starts(body, collection, contained, top, weighed)
    pieces = [
        make_piece(
            body[start:end],
            None if title is None else title - start,
            collection.part_title(body[title].text) if title is not None else "",
            is_known=title in contained or (title is not None and title == weighed),
        )
        for (start, title), end in zip(starts, [s for s, _ in starts[1:]] + [len(body)], strict=True)
    ]
    titled = contained or [title for _, title in starts if title]
    heads = [line.text for line in body[: min(titled)]] if len(starts) > 1 and titled else []
    above = next(filter(is_title, heads), "") or collected_under(heads)
    kept: list[Piece] = []
    repeated: list[SourceLine] = []
    for piece in pieces:
        if kept and _repeats(piece, kept):
            repeated += [*piece.title_lines, *piece.body]
        elif piece.title_lines or piece.body:
            kept.append(piece)
    if kept:
        kept[0].cover = list(lines[:cover])
    for piece in kept if len(kept) > 1 else ():
        piece.compilation = collection.name or named or above
    if len(kept) > 1 and all(piece.title is None and piece.title_lines for piece in kept):
        for piece in kept:
            piece.title = collection.title or None
    counts = [line for piece in kept if piece.title for line in piece.title_lines[:-1] if is_bare_marker(line.text)]
    if len(kept) > 1 and kept[0].title:
        counts += kept[0].title_lines[: lines_naming([line.text for line in kept[0].title_lines[:-1]])]
    for piece in kept:
        piece.title_lines = [line for line in piece.title_lines if line not in counts]
    return Split(tuple(kept), tuple(repeated), tuple(counts))


def _cover(lines: Sequence[SourceLine]) -> int:
    """How many lines of a notice precede the title of the report that it is printed with; 0 without a notice."""
    said = next((at for at, line in enumerate(lines[:_LINES_OF_COVER]) if _COVER.search(line.text)), None)
    if said is None:
        return 0
    for at in range(said + 1, min(said + _LINES_OF_COVER, len(lines))):
        if is_title(lines[at].text) or title_over_two(lines, at):
            return at - 1 if at - 1 > said and leads_title(lines[at - 1].text, lines[at].text) else at
    return 0


def _starts(
    lines: Sequence[SourceLine], collection: Collection, contained: frozenset[int], top: int | None, weighed: int | None
) -> list[tuple[int, int | None]]:
    """Where reports begin, and from which line on their title is sought (``None``: they have none). ``contained`` are the
    titles that a list of contents names; ``top`` is the line of the first title, ``weighed`` the one that has the most signs of
    one where no line reads like it."""
    parts = contained or _parts(lines) | collection.parts(lines)
    parts = parts or collection.signed_parts(lines)
    first: tuple[int, int | None] = (0, weighed if weighed is not None else None if top is None else 0)
    top = top if weighed is None else weighed
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
        if not marked and not (prose >= _LEAST_REPORT and _begins_report(lines, at, shapes, collection.is_counted and not parts)):
            prose += 0 if is_title(line.text) else len(line.text)
            continue
        shapes.add(shape(line.text))
        if marked and prose < _LEAST_REPORT and starts == [first] and at <= _LINES_BEFORE_TITLE:
            # the lines above are the compilation's own title: they belong to the first report's title block
            starts = [(0, at)]
        else:
            counted = at in contained and is_bare_marker(lines[at - 1].text)
            starts.append((at - counted, at))
        prose = 0
    return starts


def _parts(lines: Sequence[SourceLine]) -> frozenset[int]:
    """The lines that are marked as parts of a compilation; none where only one is."""
    marked = [at for at, line in enumerate(lines) if has_part_marker(line.text)] or _cases(lines)
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
    for base, numbers in counted.items():
        first = min(numbers)
        alone = first <= _LINES_BEFORE_TITLE and numbers[first] in ("1", "一") and _titled_above(lines, first, base)
        if len(set(numbers.values())) >= 2 or alone:
            parts |= set(numbers)
    return frozenset(parts)


def _cases(lines: Sequence[SourceLine]) -> list[int]:
    """The lines that count cases, where the file begins with one; elsewhere they count the sections of a text."""
    marked = [at for at, line in enumerate(lines) if has_case_marker(line.text)]
    above = lines[: marked[0]] if marked else ()
    begins = len(above) <= _LINES_BEFORE_TITLE and all(len(line.text) <= _SHORT for line in above)
    sizes = [sum(len(line.text) for line in lines[a:b]) for a, b in pairwise([*marked, len(lines)])]
    return marked if begins and len(marked) > 1 and min(sizes) >= _LEAST_REPORT else []


def _titled_above(lines: Sequence[SourceLine], at: int, base: str) -> bool:
    """Whether the title of a compilation precedes its first part, or begins what a site says before it."""
    return lines[at].after_noise or any(is_title(line.text) or line.text.startswith(base) for line in lines[:at])


def _top_title(lines: Sequence[SourceLine]) -> int | None:
    """The line of the first title, when only short lines precede it."""
    if unit_over_slogan(lines, 0):
        return 0
    for at, line in enumerate(lines[:_LINES_BEFORE_TITLE]):
        if is_title(line.text) or title_over_two(lines, at) or (at < _LINES_OF_TAIL and is_tailed_title(line.text)):
            return at
        if at and is_told_by_dash(line.text):
            return at - 1  # a slogan above its subtitle
        texts = [other.text for other in lines[:_LINES_BEFORE_TITLE]]
        if at == 0 and (is_listed_title(line.text) or is_long_title(line.text) or headline(texts)[0]):
            return at
        addressed = is_salutation(line.text) and not any(is_title(other.text) for other in lines[at + 1 : at + 2])
        if len(line.text) > _SHORT or numbering(line.text) or addressed or "。" in line.text:
            break
    announcing = lines_announcing(lines)
    return announcing if _is_plain_title(lines[announcing:]) else None


def _reads_like_title(lines: Sequence[SourceLine]) -> bool:
    """Whether the first of some lines, or the first two, name a kind of text: then nothing need be weighed."""
    texts = [line.text for line in lines[:_LINES_BEFORE_TITLE]]
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
        if len("".join(line.text for line in lines[1 + signed : 2 + signed])) > _SHORT and not lines[1].declared:
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
    return len(text) > _SHORT or (len(text) >= _LEAST_SENTENCE and text[-1] == "。" and numbering(text) is None)


def _begins_report(lines: Sequence[SourceLine], at: int, shapes: set[str], counted: bool) -> bool:
    """Whether a title-like line in mid-file begins another report. ``counted``: the file says that it holds several, but marks
    none."""
    line = lines[at]
    if not is_title(line.text):
        return bool(shapes) and _is_spoken_anew(lines, at)
    following = lines[at + 1 : at + 7]
    if len(following) > 1 and sum(len(o.text) for o in following if not is_title(o.text)) < _LEAST_REPORT:
        return False
    own = shape(line.text)
    spoken = lines[at - 1].text[-1] in "。！”）)" and any(is_salutation(o.text) for o in lines[at + 1 : at + 1 + _MOST_BYLINES])
    if line.after_noise or (spoken and shapes) or own in shapes or any(_same_ending(own, other) for other in shapes):
        return True
    if counted and shapes and lines[at - 1].text[-1] in "。！”）)":
        return True
    return bool(shapes) and (_counts_anew(lines, at) or _stands_like_a_title(lines, at))


def _is_spoken_anew(lines: Sequence[SourceLine], at: int) -> bool:
    """Whether a line that names no kind of text is the title of another talk: it follows the end of one, and who speaks stands
    below it, above those that are addressed."""
    if at + 2 >= len(lines) or not lines[at].text[-1:].strip("。；：:，、") or len(lines[at + 1].text) > _SHORT:
        return False
    ends = lines[at - 1].text[-1] in "。！”）)…" and len(lines[at].text) <= _SHORT and numbering(lines[at].text) is None
    if not ends or not (holds_office(lines[at + 1].text) or is_signed_by(lines[at + 1].text)):
        return False
    return is_salutation(lines[at + 2].text) or opens_report(lines[at + 2].text)


def _stands_like_a_title(lines: Sequence[SourceLine], at: int) -> bool:
    """Whether a line names unit and year, between the end of one text and the opening of another."""
    before, text, after = lines[at - 1].text, lines[at].text, lines[at + 1 : at + 2]
    if not is_full_title(text) or not after or before[-1] not in "。！”）)" or len(before) < _SHORT:
        return False
    return len(after[0].text) >= _SHORT and numbering(after[0].text) is None


def _counts_anew(lines: Sequence[SourceLine], at: int) -> bool:
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


def _repeats(piece: Piece, earlier: Sequence[Piece]) -> bool:
    """Whether everything in ``piece`` already occurs in an earlier report."""
    if len(piece.body) > 6:
        return False
    known = search_key("".join(line.text for other in earlier for line in other.body))
    return all(search_key(line.text).strip("\n。")[:60] in known for line in piece.body)
