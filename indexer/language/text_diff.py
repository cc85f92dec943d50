"""How two nearly equal paragraphs differ, as spans that a reader can take in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

DiffKind = Literal["same", "only_here", "only_there"]

#: What is replaced as a whole: a figure, a word of letters, a run of one sign, white space; else one character.
_TOKEN = re.compile(
    r"\d+(?:[.,:/-]\d+)*[%％‰]?|[〇○零一二三四五六七八九十百千万亿]+|[A-Za-z]+|([^\w\s])\1+|_+|\s+|.",
    re.DOTALL,
)
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_NUMERALS = re.compile("[〇○零一二三四五六七八九十百千万亿]+")

#: Lengths, in tokens, of runs that occur once in either text and so must belong together.
_ANCHORS = (8, 4, 2, 1)

#: Pairs of equal tokens, for each token, that are few enough for a thorough comparison.
_THOROUGH = 12

#: Positions (in one text, in the other) of a token that both have.
_Pairs = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class DiffSpan:
    """A run of text that both paragraphs have, or only the one shown (``only_here``), or only the other."""

    kind: DiffKind
    text: str


@dataclass(frozen=True, slots=True)
class _Part:
    """The text of either paragraph at one position; ``same`` where both are equal."""

    here: str
    there: str
    same: bool


def differences(shown: str, other: str) -> tuple[DiffSpan, ...]:
    """The spans of both clean texts in order. ``same`` and ``only_here`` joined give ``shown``, ``same`` and
    ``only_there`` give ``other``. Figures are replaced as a whole, and a single character that happens to be
    equal between two changes belongs to them. Takes time in proportion to the lengths."""
    return tuple(_spans(_smoothed(_parts(_tokens(shown), _tokens(other)))))


def _tokens(text: str) -> list[str]:
    return [match[0] for match in _TOKEN.finditer(text)]


def _spans(parts: Sequence[_Part]) -> Iterator[DiffSpan]:
    for part in parts:
        if part.same:
            yield DiffSpan("same", part.here)
            continue
        if part.here:
            yield DiffSpan("only_here", part.here)
        if part.there:
            yield DiffSpan("only_there", part.there)


# --- alignment -----------------------------------------------------------------------------


def _parts(here: Sequence[str], there: Sequence[str]) -> list[_Part]:
    """Equal and changed parts, alternating."""
    parts: list[_Part] = []
    at_here = at_there = 0
    for first, second, length in _runs([*_aligned(here, there), (len(here), len(there))]):
        if first > at_here or second > at_there:
            parts.append(_Part("".join(here[at_here:first]), "".join(there[at_there:second]), False))
        at_here, at_there = min(first + length, len(here)), min(second + length, len(there))
        same = "".join(here[first:at_here])
        if same:
            parts.append(_Part(same, same, True))
    return parts


def _runs(pairs: _Pairs) -> Iterator[tuple[int, int, int]]:
    """Pairs that follow one another, as runs: both positions and the length."""
    begin = 0
    for at in range(1, len(pairs) + 1):
        if at == len(pairs) or pairs[at] != (pairs[at - 1][0] + 1, pairs[at - 1][1] + 1):
            yield (*pairs[begin], at - begin)
            begin = at


def _aligned(here: Sequence[str], there: Sequence[str], anchors: Sequence[int] = _ANCHORS) -> _Pairs:
    """The tokens that belong together, in order: what both begin and end with, and between that what a thorough
    comparison finds; in long texts it is made between anchors only."""
    head, shorter = 0, min(len(here), len(there))
    while head < shorter and here[head] == there[head]:
        head += 1
    tail = 0
    while tail < shorter - head and here[-1 - tail] == there[-1 - tail]:
        tail += 1
    inner = _between(here[head : len(here) - tail], there[head : len(there) - tail], anchors)
    return [
        *((at, at) for at in range(head)),
        *((head + one, head + other) for one, other in inner),
        *((len(here) - at, len(there) - at) for at in range(tail, 0, -1)),
    ]


def _between(here: Sequence[str], there: Sequence[str], anchors: Sequence[int]) -> _Pairs:
    """What belongs together in texts that begin and end differently."""
    if not here or not there:
        return []
    theirs = Counter(there)
    equal = sum(count * theirs[token] for token, count in Counter(here).items())
    if equal <= _THOROUGH * (len(here) + len(there)):
        blocks = SequenceMatcher(None, here, there, autojunk=False).get_matching_blocks()
        return [(one + at, other + at) for one, other, length in blocks for at in range(length)]
    for position, length in enumerate(anchors):
        found = _anchored(here, there, length)
        if found:
            return _around(here, there, found, anchors[position + 1 :])
    return []


def _around(here: Sequence[str], there: Sequence[str], anchors: _Pairs, shorter: Sequence[int]) -> _Pairs:
    """The anchors, with what belongs together between them."""
    pairs: _Pairs = []
    at_here = at_there = 0
    for one, other in [*anchors, (len(here), len(there))]:
        gap = _aligned(here[at_here:one], there[at_there:other], shorter)
        pairs += [(at_here + i, at_there + j) for i, j in gap]
        if one < len(here):
            pairs.append((one, other))
        at_here, at_there = one + 1, other + 1
    return pairs


def _anchored(here: Sequence[str], there: Sequence[str], length: int) -> _Pairs:
    """Where runs of ``length`` begin that occur once in either text; the longest sequence of them in the order of both."""
    ours, theirs = _once(here, length), _once(there, length)
    pairs = [(at, theirs[run]) for run, at in ours.items() if run in theirs]
    return _rising(pairs)


def _once(tokens: Sequence[str], length: int) -> dict[tuple[str, ...], int]:
    """Runs of tokens that occur once, in order, with their positions."""
    runs = list(zip(*(tokens[at:] for at in range(length)), strict=False))
    counts = Counter(runs)
    return {run: at for at, run in enumerate(runs) if counts[run] == 1}


def _rising(pairs: _Pairs) -> _Pairs:
    """The longest subsequence of pairs whose second positions rise as the first do (which are in order)."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [second]
        last[length : length + 1] = [at]
    row: _Pairs = []
    at = last[-1] if last else -1
    while at >= 0:
        row.append(pairs[at])
        at = before[at]
    return row[::-1]


# --- smoothing -----------------------------------------------------------------------------


def _smoothed(parts: Sequence[_Part]) -> list[_Part]:
    """The parts without confetti: equal scraps between two changes are changed with them."""
    done: list[_Part] = []
    for part in parts:
        done.append(part)
        while len(done) >= 3 and not part.same and _is_scrap(done[-2], done[-3], part):
            one, scrap, _ = done[-3:]
            part = _Part(one.here + scrap.here + part.here, one.there + scrap.there + part.there, False)
            done[-3:] = [part]
    return done


def _is_scrap(same: _Part, before: _Part, after: _Part) -> bool:
    """One character between changed words, or little beside much; not what is between two replaced figures."""
    if _is_filled_in(before) and _is_filled_in(after):
        return False
    least = min(max(len(part.here), len(part.there)) for part in (before, after))
    return len(same.here) == 1 or 2 * len(same.here) <= least


def _is_filled_in(part: _Part) -> bool:
    """Whether figures or signs replace others: no words but numerals."""
    return not any(_HAN.search(_NUMERALS.sub("", text)) for text in (part.here, part.there))
