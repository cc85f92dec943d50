"""Lines of pages to paragraphs: joins what only the width of the paper broke."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from indexer.reading.pdf.layout import Line, common

#: In widths of a character, unless said otherwise.
_INDENT = 0.8
_SAME = 0.8
_SLACK = 0.05
_MIXED_GAP = 0.25
#: A line that ends in mid-sentence may be this much shorter than the rest.
_NEAR = 1.5
_CENTRED = 1.0
_SHORT = 2.0
#: Lines set to both edges end as evenly as this.
_EVEN = 0.1
#: Sizes that differ by more than this part are two kinds of text.
_OTHER_SIZE = 0.06
#: Of the size of running text: what is smaller at the foot of a page is a note.
_NOTE_SIZE = 0.9
#: Line heights. Lines further apart are two paragraphs.
_APART = 1.45
_BLOCK_LINES = 4

_HANGING = "，。、；：！？,.;:!?"
_SENTENCE_END = "。！？；：!?;:…"
_ENDS_PARAGRAPH = "。！？；!?;…，"
_FULL_STOP = "。！？：!?"
_NEVER_LAST = "“‘（(《〈【〔「『，、,"
_QUOTES = "”’）)》"
#: Numbers of headings, and those that also stand inside of paragraphs.
_HEADING = re.compile(r"第?[一二三四五六七八九十百]{1,4}[、章节条部]|[（(][一二三四五六七八九十]{1,3}[）)]")
_ITEM = re.compile(
    r"[（(]\d{1,2}[）)]|\d{1,2}[、．)）]|\d{1,2}\.(?!\d)|[①-⑳]|[一二三四五六七八九十]是|——|[•●■◆]"
)
_LATIN = re.compile("[A-Za-z0-9]")
_WORD_END = re.compile("[A-Za-z][-\u00ad]$")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one column, its edges, and the usual distance from line to line."""

    lines: tuple[Line, ...]
    left: float
    right: float
    pitch: float


@dataclass(frozen=True, slots=True)
class _Usual:
    """Font and size of the running text."""

    face: str
    size: float


Placed = tuple[Line, Block]


def paragraphs_of(pages: Iterable[Sequence[tuple[Line, ...]]]) -> Iterator[tuple[str, int, int]]:
    """The paragraphs of a document in order, each with its first and its last page.

    A note at the foot of a page follows the paragraph that goes on over the page.
    """
    blocks = _with_edges([block for page in pages for block in page])
    flow = [(line, block) for block in blocks for line in block.lines]
    usual = _usual(line for line, _ in flow if not line.whole)
    places = _notes(flow, usual)
    notes: dict[int, list[Placed]] = defaultdict(list)
    for at in sorted(places):
        notes[flow[at][0].page].append(flow[at])
    for paragraph in _in_turn([placed for at, placed in enumerate(flow) if at not in places], usual):
        _, first, last = paragraph
        yield from _notes_before(first, notes, usual)
        yield paragraph
        yield from _notes_before(last, notes, usual)
    for page in list(notes):
        yield from _in_turn(notes.pop(page), usual)


def _notes_before(page: int, notes: dict[int, list[Placed]], usual: _Usual) -> Iterator[tuple[str, int, int]]:
    """The notes of the pages before ``page``, which are taken out of ``notes``."""
    for earlier in [at for at in notes if at < page]:
        yield from _in_turn(notes.pop(earlier), usual)


def _in_turn(lines: Sequence[Placed], usual: _Usual) -> Iterator[tuple[str, int, int]]:
    """The paragraphs of lines that stand together."""
    paragraph: list[Placed] = []
    for line, block in lines:
        if paragraph and not _goes_on(paragraph, line, block, usual):
            yield _joined(paragraph)
            paragraph = []
        paragraph.append((line, block))
    if paragraph:
        yield _joined(paragraph)


def _notes(flow: Sequence[Placed], usual: _Usual) -> frozenset[int]:
    """Which lines are notes: small ones, with nothing but such after them on their page."""
    found: list[int] = []
    page = -1
    in_notes = False
    for at in range(len(flow) - 1, -1, -1):
        line = flow[at][0]
        if line.page != page:
            page, in_notes = line.page, True
        in_notes = in_notes and not line.whole and line.size < _NOTE_SIZE * usual.size
        if in_notes:
            found.append(at)
    return frozenset(found)


def _usual(lines: Iterable[Line]) -> _Usual:
    counts: Counter[tuple[str, float]] = Counter()
    for line in lines:
        counts[line.face, line.size] += len(line.text)
    face, size = max(counts, key=lambda key: counts[key], default=("", 0.0))
    return _Usual(face, size)


def _joined(paragraph: Sequence[Placed]) -> tuple[str, int, int]:
    pieces = [paragraph[0][0].text]
    for line, _ in paragraph[1:]:
        before, after = pieces[-1], line.text
        if _WORD_END.search(before) and after[0].isascii() and after[0].islower():
            pieces[-1] = before[:-1]
        elif (
            _LATIN.fullmatch(before[-1])
            and _LATIN.fullmatch(after[0])
            and not (before[-1] + after[0]).isdigit()
        ):
            # A number may be broken anywhere; a word only at its end.
            pieces.append(" ")
        pieces.append(after)
    return "".join(pieces), paragraph[0][0].page, paragraph[-1][0].page


# --- where a column ends ------------------------------------------------------------------


def _with_edges(blocks: Sequence[tuple[Line, ...]]) -> list[Block]:
    """Blocks with their edges; a short one takes those of the narrowest full one it fits into."""
    known = [_own_edges(lines) for lines in blocks]
    full = sorted((edges for edges in known if edges is not None), key=lambda e: e[1] - e[0])
    pitches = [_pitch(lines) for lines in blocks]
    usual = median([pitch for pitch in pitches if pitch] or [0.0])
    found: list[Block] = []
    for lines, own, pitch in zip(blocks, known, pitches, strict=True):
        left, right = own or _outer_edges(lines)
        if own is None:
            near = (e for e in full if e[0] <= left + lines[0].size and right <= e[1] + lines[0].size)
            left, right = next(near, (left, right))
        found.append(Block(lines, left, right, pitch or usual))
    return found


def _own_edges(lines: Sequence[Line]) -> tuple[float, float] | None:
    """Left and right edge of a block of running text; ``None`` where its lines do not show them."""
    text = [line for line in lines if not line.whole]
    if len(text) < _BLOCK_LINES:
        return None
    size = common(line.size for line in text)
    right = _agreed([line.x1 for line in text], size)
    plain = max((line.x1 for line in text if line.text[-1] not in _HANGING), default=0.0)
    if right is not None and right > plain + _EVEN * size:
        # Only punctuation gets so far: it may hang over the edge.
        right = _agreed([line.x1 - size * (line.text[-1] in _HANGING) for line in text], size)
    left = min(line.x0 for line in text)
    # One sign may hang over the edge, so a line far beyond it says that it is none.
    furthest = max(line.x1 - size * (line.text[-1] in _HANGING) for line in text)
    return None if right is None or right < furthest - 2 * size else (left, right)


def _agreed(ends: Sequence[float], size: float) -> float | None:
    """The furthest place where two lines end; a single one may stick out."""
    return next((a for a, b in pairwise(sorted(ends, reverse=True)) if a - b < size / 2), None)


def _outer_edges(lines: Sequence[Line]) -> tuple[float, float]:
    return min(line.x0 for line in lines), max(line.x1 for line in lines)


def _pitch(lines: Sequence[Line]) -> float:
    steps = [a.y - b.y for a, b in pairwise(lines) if not (a.whole or b.whole) and a.y > b.y]
    return median(steps) if len(steps) > 1 else 0.0


# --- where a paragraph ends ---------------------------------------------------------------


def _goes_on(paragraph: Sequence[Placed], line: Line, block: Block, usual: _Usual) -> bool:
    """Whether ``line`` continues the paragraph."""
    last, last_block = paragraph[-1]
    if last.whole or line.whole or abs(last.size - line.size) > _OTHER_SIZE * line.size:
        return False
    if block is last_block and block.pitch and last.y - line.y > _APART * block.pitch:
        return False
    if _is_centred(last, last_block, usual):
        room = _room_for(line, last)
        return (
            _is_centred(line, block, usual) and last.x1 - last.x0 + room > last_block.right - last_block.left
        )
    return (
        _is_full(last, last_block, line)
        and not _starts(paragraph, line, block, usual.face)
        and _is_in_line(paragraph, line, block)
    )


def _is_full(last: Line, block: Block, line: Line) -> bool:
    """Whether ``line`` could not have begun on the line before it."""
    if last.text[-1] in _NEVER_LAST:
        return True
    slack = -_SLACK if _ends(last, _SENTENCE_END) else _NEAR
    return last.x1 + _room_for(line, last) > block.right - slack * line.size


def _room_for(line: Line, last: Line) -> float:
    """The room that the unbreakable beginning of ``line`` would take after ``last``."""
    # Word processors leave a little space between Chinese and Latin characters.
    return line.first + _MIXED_GAP * (last.text[-1].isascii() != line.text[0].isascii()) * line.size


def _starts(paragraph: Sequence[Placed], line: Line, block: Block, face: str) -> bool:
    """Whether a full line is the last of its paragraph by chance, by what stands on the next one."""
    last = paragraph[-1][0]
    if not _ends(last, _SENTENCE_END):
        return False
    if _ends(last, _FULL_STOP):
        # A short line that is no sentence is a heading, not the end of a paragraph.
        short = line.x1 < block.right - _SHORT * line.size and not _ends(line, _ENDS_PARAGRAPH)
        if short or _HEADING.match(line.text) or line.face != face == last.face:
            return True
    return bool(_HEADING.match(line.text) or _ITEM.match(line.text)) and _indent(paragraph[0]) < _INDENT


def _is_in_line(paragraph: Sequence[Placed], line: Line, block: Block) -> bool:
    """Whether ``line`` begins where a further line of the paragraph would."""
    indent, last_indent = _indent((line, block)), _indent(paragraph[-1])
    if indent < _INDENT:
        return True
    if len(paragraph) > 1:
        return abs(indent - last_indent) < _SAME
    # The lines of a list may hang under the text behind the number.
    last = paragraph[-1][0]
    return last_indent + _INDENT < indent and bool(_ITEM.match(last.text)) and not _ends(last, _SENTENCE_END)


def _ends(line: Line, marks: str) -> bool:
    return (line.text.rstrip(_QUOTES) or line.text)[-1] in marks


def _indent(placed: Placed) -> float:
    line, block = placed
    return (line.x0 - block.left) / line.size


def _is_centred(line: Line, block: Block, usual: _Usual) -> bool:
    """Whether a line is a centred title: larger than running text, with the same space on both sides."""
    left, right = line.x0 - block.left, block.right - line.x1
    larger = line.size > usual.size * (1 + _OTHER_SIZE)
    return larger and left > 0 and abs(left - right) < line.size * _CENTRED
