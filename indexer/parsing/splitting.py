"""Cuts a file into reports: one file holds one, or a compilation of many.

A new report begins at a title, never at a numbering that merely starts again (annexes do
that). What repeats a report's title and opening at the end of a page is an auto-abstract
and is removed.
"""

from __future__ import annotations

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
from indexer.parsing.first_titles import (
    LINES_BEFORE_TITLE,
    SHORT,
    lines_of_cover,
    reads_like_title,
    top_title,
)
from indexer.parsing.head_zone import title_in_zone
from indexer.parsing.lines import SourceLine
from indexer.parsing.outline import is_salutation, numbering
from indexer.parsing.title_blocks import Piece, make_piece
from indexer.parsing.titles import (
    has_case_marker,
    has_part_marker,
    is_bare_marker,
    is_first_part,
    is_full_title,
    is_title,
    opens_report,
    part_number,
    shape,
)
from indexer.parsing.unit_lines import holds_office, is_signed_by

#: Characters that make a report: less than this between two titles is a list of titles.
_LEAST_REPORT = 80
#: So many lines below a title may say who speaks, before the audience is addressed.
_MOST_BYLINES = 2

#: Titles that end alike in so many characters name the same kind of report.
_ENDING = 8


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
    cover = lines_of_cover(lines)
    collection = Collection.named_by([*announced, *(line.text for line in lines[:LINES_BEFORE_TITLE])])
    body = lines[cover:]
    contained = frozenset(at for at, line in enumerate(body) if line.spans[0][0] in listed)
    contained = contained if len(contained) > 1 else collected_parts(body) or credited_parts(body)
    top = 0 if cover else top_title(body)
    weighed = title_in_zone(body, top) if not cover and (top is None or not reads_like_title(body[top:])) else None
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
        if marked and prose < _LEAST_REPORT and starts == [first] and at <= LINES_BEFORE_TITLE:
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
    parts |= {at for at in marked[:1] if at <= LINES_BEFORE_TITLE and is_first_part(lines[at].text)}
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
        alone = first <= LINES_BEFORE_TITLE and numbers[first] in ("1", "一") and _titled_above(lines, first, base)
        if len(set(numbers.values())) >= 2 or alone:
            parts |= set(numbers)
    return frozenset(parts)


def _cases(lines: Sequence[SourceLine]) -> list[int]:
    """The lines that count cases, where the file begins with one; elsewhere they count the sections of a text."""
    marked = [at for at, line in enumerate(lines) if has_case_marker(line.text)]
    above = lines[: marked[0]] if marked else ()
    begins = len(above) <= LINES_BEFORE_TITLE and all(len(line.text) <= SHORT for line in above)
    sizes = [sum(len(line.text) for line in lines[a:b]) for a, b in pairwise([*marked, len(lines)])]
    return marked if begins and len(marked) > 1 and min(sizes) >= _LEAST_REPORT else []


def _titled_above(lines: Sequence[SourceLine], at: int, base: str) -> bool:
    """Whether the title of a compilation precedes its first part, or begins what a site says before it."""
    return lines[at].after_noise or any(is_title(line.text) or line.text.startswith(base) for line in lines[:at])


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
    if at + 2 >= len(lines) or not lines[at].text[-1:].strip("。；：:，、") or len(lines[at + 1].text) > SHORT:
        return False
    ends = lines[at - 1].text[-1] in "。！”）)…" and len(lines[at].text) <= SHORT and numbering(lines[at].text) is None
    if not ends or not (holds_office(lines[at + 1].text) or is_signed_by(lines[at + 1].text)):
        return False
    return is_salutation(lines[at + 2].text) or opens_report(lines[at + 2].text)


def _stands_like_a_title(lines: Sequence[SourceLine], at: int) -> bool:
    """Whether a line names unit and year, between the end of one text and the opening of another."""
    before, text, after = lines[at - 1].text, lines[at].text, lines[at + 1 : at + 2]
    if not is_full_title(text) or not after or before[-1] not in "。！”）)" or len(before) < SHORT:
        return False
    return len(after[0].text) >= SHORT and numbering(after[0].text) is None


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
