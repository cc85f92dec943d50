"""A printed compilation: a cover (…汇编, …编印), a list of contents, and the texts whose titles the list names.

A line of the list is whatever its printer made of it: a number or none, a title over one line or two, dots, dashes or a
gap, the unit, a page. What tells it is that its title stands alone again below, with enough text to be a report's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.model.reports import Removed
from indexer.parsing.lines import SourceLine, removed, text_of
from indexer.parsing.outline import numbering
from indexer.parsing.titles import is_title, names_section, strip_part

_CONTENTS = "目录"
_COVER = "汇编封面"

#: What a list of contents is headed with.
_LABEL = re.compile(r"[【\[（(]?\s?(?:目\s?[录次]|篇\s?目|总\s?目|本[期书册]目录|CONTENTS|Contents)\s?[】\]）)]?[：:]?")
#: Dots, dashes or a tab between a title and what the list says of it.
_LEADER = re.compile("(?=[…\t.．·•。・—_－–-])(?:…|\t|[.．·•。・]{3}|[—_－–-]{3})")
_PAGE = re.compile(r"[\s/／]*[（(\[]?\s?(?:第\s?)?\d{1,4}(?:\s?页)?\s?[）)\]]?$")
#: What a periodical prints before each title of its list.
_BULLET = re.compile(r"^[★☆●◆■▲◎○※◇□△▶►·•*]+\s*")
#: Habits of counting the divisions of a report.
_DIVISIONS = ("part", "big", "cn", "pcn")
#: What the cover of a compilation says.
_COMPILED = re.compile(
    r"汇编|选编|编印|文集|文选|材料集|案例集|合集|汇集|选辑|材料之|[共（(]\s?[\d一二两三四五六七八九十]{1,3}\s?[篇份则]"
)
#: What a cover adds to the compilation's name, and which of its lines are no name.
_COUNTED = re.compile(r"(?:汇编|选编|合集|汇集|选辑)?(?:[（(]?共?\s?[\d一二两三四五六七八九十]{1,3}\s?[篇份则][）)]?)?$")
_PRINTER = re.compile("编印$|(?<![汇选])编$|[年月日]$|^内部")
_SENTENCE = re.compile("[。；！？]")

#: A list has so many texts at least; it begins in so many first lines, below at most so many lines of a cover.
_FEWEST = 2
_FIRST_LINES = 14
_LONGEST_COVER = 50
#: A title has so many characters, a heading of a section hardly more than the last.
_SHORTEST_TITLE, _LONGEST_TITLE, _LONGEST_HEADING = 4, 80, 12
#: Between two titles stands so much text at least.
_LEAST_TEXT = 80
#: What a list adds behind a title without any sign between them: a unit's name.
_LONGEST_UNIT = 20
_LEAST_WITH_UNIT = 6


@dataclass(frozen=True, slots=True)
class Listed:
    """The lines of a file without cover and list, these as removed lines, where the lines begin that are titles of the
    texts, and what the cover calls the compilation."""

    lines: tuple[SourceLine, ...]
    removed: tuple[Removed, ...] = ()
    starts: frozenset[int] = frozenset()
    name: str = ""


def listed_texts(source: str, lines: Sequence[SourceLine], taken: Sequence[Removed]) -> Listed:
    """The texts that a list of contents names, in ``lines`` or among what was ``taken`` already; all lines as they are
    where none does."""
    label = next((at for at, line in enumerate(lines[:_FIRST_LINES]) if _LABEL.fullmatch(line.text)), None)
    first = label if label is not None else _first_entry(source, lines)
    found = _in_removed(lines, taken) if first is None else _in_lines(source, lines, first, labelled=label is not None)
    if found is None:
        return Listed(tuple(lines))
    first, end, titles = found
    cover = lines[:first]
    if _are_headings(lines, titles):
        pieces = [removed(source, line.spans, _CONTENTS) for line in lines[first:end]]
        return Listed((*lines[:first], *lines[end:]), tuple(pieces))
    compiled = any(_COMPILED.search(line.text) for line in cover)
    between = lines[end : min(at for at, _ in titles)]
    above = [line.text for line in (*cover, *between)]
    if not _are_texts(lines, titles, compiled) or not _is_cover(above, compiled):
        return Listed(tuple(lines))
    pieces = [removed(source, line.spans, _COVER) for line in cover]
    pieces += [removed(source, line.spans, _CONTENTS) for line in lines[first:end]]
    groups = {_key(line.text) for line in lines[first:end]}
    heads = {at - 1 for at, _ in titles if at > end and _key(lines[at - 1].text) in groups}
    pieces += [removed(source, lines[at].spans, _CONTENTS) for at in sorted(heads)]
    kept = _joined(source, lines, [at for at in range(end, len(lines)) if at not in heads], titles)
    starts = frozenset(lines[at].spans[0][0] for at, _ in titles)
    return Listed(kept, tuple(pieces), starts, _name([line.text for line in cover]))


def _first_entry(source: str, lines: Sequence[SourceLine]) -> int | None:
    """The first line with a leader, where no label says that a list begins."""
    raw = (_raw(source, line) for line in lines[:_FIRST_LINES])
    return next((at for at, text in enumerate(raw) if _LEADER.search(text, _SHORTEST_TITLE)), None)


def _in_lines(
    source: str, lines: Sequence[SourceLine], first: int, labelled: bool
) -> tuple[int, int, list[tuple[int, int]]] | None:
    """Where a list that begins at ``first`` ends, and which lines below are the titles that it names: each with how many
    lines it stands on."""
    below = _Below(lines)
    titles: list[tuple[int, int]] = []
    at = end = first + labelled
    skipped = False
    while at < min([len(lines), *(first_line for first_line, _ in titles)]):
        found, used = _entry(source, lines, at, below)
        if found is None:
            # a heading inside the list (一、部门篇), or a title that the text has in other words
            if skipped or len(lines[at].text) > _LONGEST_COVER or _SENTENCE.search(lines[at].text):
                break
            skipped = True
            at += 1
            continue
        titles.append(found)
        skipped = False
        at = end = at + used
    return (first, end, titles) if len(titles) >= _FEWEST else None


def _in_removed(lines: Sequence[SourceLine], taken: Sequence[Removed]) -> tuple[int, int, list[tuple[int, int]]] | None:
    """The same for a list that the format has marked: its lines are removed already."""
    entries = [piece for piece in taken if not piece.inline and (piece.reason == _CONTENTS or _LEADER.search(piece.text))]
    if len(entries) < _FEWEST or not lines:
        return None
    last = entries[0].spans[0][0]
    end = next((at for at, line in enumerate(lines) if line.spans[0][0] > last), len(lines))
    below = _Below(lines)
    named = [_names(piece.text) for piece in entries if not _LABEL.fullmatch(piece.text)]
    found = [below.find(names, end) or below.find_with_unit(names, end) for names in named]
    titles = [title for title in found if title is not None]
    return (end, end, titles) if len(titles) >= _FEWEST and len(titles) == len(found) else None


def _entry(
    source: str, lines: Sequence[SourceLine], at: int, below: _Below
) -> tuple[tuple[int, int] | None, int]:
    """The title below that the list names at ``at``, over two lines of the list or one, and over how many."""
    one = _raw(source, lines[at])
    names = _names(one)
    if at + 1 < len(lines) and not _LEADER.search(one, _SHORTEST_TITLE):
        longest = max(map(len, names), default=0)
        both = [name for name in _names(one + _raw(source, lines[at + 1])) if len(name) > longest]
        found = below.find(both, at + 2)
        if found:
            return found, 2
    return below.find(names, at + 1) or below.find_with_unit(names, at + 1), 1


def _raw(source: str, line: SourceLine) -> str:
    """A line with the tabs and gaps that its clean text has lost."""
    return "".join(source[start:end] for start, end in line.spans).strip()


def _names(entry: str) -> list[str]:
    """The titles that a line of a list may name, as keys: with and without its number, leader and page."""
    found: list[str] = []
    entry = _BULLET.sub("", entry)
    for text in (entry, strip_part(entry)):
        number = numbering(text)
        for bare in dict.fromkeys((text, text[number.length :] if number else text)):
            leader = _LEADER.search(bare, _SHORTEST_TITLE)
            cut = bare[: leader.start()] if leader else bare
            found += [_key(cut), _key(_PAGE.sub("", cut)), _key(re.split(r"[ \u3000]{2,}", bare)[0])]
    return [name for name in dict.fromkeys(found) if _SHORTEST_TITLE <= len(name) <= _LONGEST_TITLE]


def _key(text: str) -> str:
    return "".join(text.split()).replace('"', "“")


class _Below:
    """Which short lines stand alone, by their keys: for asking where a title of a list stands again."""

    def __init__(self, lines: Sequence[SourceLine]) -> None:
        self._at: dict[str, list[tuple[int, int]]] = {}
        self._short: list[tuple[int, str]] = []
        texts = [line.text for line in lines]
        for at, text in enumerate(texts):
            if len(text) > _LONGEST_TITLE or _SENTENCE.search(text[-1]):
                continue
            for key in self._keys(text):
                self._at.setdefault(key, []).append((at, 1))
                self._short.append((at, key))
            if at + 1 < len(texts) and len(texts[at + 1]) <= _LONGEST_TITLE:
                for key in self._keys(text):
                    self._at.setdefault(key + _key(texts[at + 1]), []).append((at, 2))

    @staticmethod
    def _keys(text: str) -> Iterator[str]:
        yield from dict.fromkeys((_key(text), _key(strip_part(text))))

    def find(self, names: Sequence[str], first: int) -> tuple[int, int] | None:
        """The first line from ``first`` on that is one of some titles, and how many lines it takes."""
        for name in names:
            found = next((place for place in self._at.get(name, ()) if place[0] >= first), None)
            if found:
                return found
        return None

    def find_with_unit(self, names: Sequence[str], first: int) -> tuple[int, int] | None:
        """The same for a title that the list names with a unit directly behind it."""
        for name in names:
            for at, key in self._short:
                more = len(name) - len(key)
                if at >= first and len(key) >= _LEAST_WITH_UNIT and 0 < more <= _LONGEST_UNIT and name.startswith(key):
                    return at, 1
        return None


def _are_texts(lines: Sequence[SourceLine], titles: Sequence[tuple[int, int]], compiled: bool) -> bool:
    """Whether titles stand each above a text of its own; headings of one report's sections do not name texts."""
    starts = sorted(at for at, _ in titles)
    if len(set(starts)) < len(starts):
        return False
    sizes = [sum(len(line.text) for line in lines[a + 1 : b]) for a, b in pairwise([*starts, len(lines)])]
    if any(size < _LEAST_TEXT for size in sizes):
        return False
    headings = sum(len(lines[at].text) <= _LONGEST_HEADING and names_section(lines[at].text) for at in starts)
    return compiled or 2 * headings < len(starts)


def _are_headings(lines: Sequence[SourceLine], titles: Sequence[tuple[int, int]]) -> bool:
    """Whether a list names the divisions of one report: they count on from one where they stand, and are no titles."""
    texts = [lines[at].text for at, _ in titles]
    counts = [(n.habit, n.value) for text in texts if (n := numbering(text))]
    if len(counts) < len(texts) or any(map(is_title, (text[n.length :] for text in texts if (n := numbering(text))))):
        return False
    return {habit for habit, _ in counts} < set(_DIVISIONS) and [value for _, value in counts] == [*range(1, len(counts) + 1)]


def _is_cover(texts: Sequence[str], compiled: bool) -> bool:
    """Whether what stands above the first text is a cover: short lines, no sentence, and no title of a report that the list
    could be of, where nothing says that it is a compilation's."""
    short = all(len(text) <= _LONGEST_COVER and _SENTENCE.search(text) is None for text in texts)
    return short and (compiled or not any(map(is_title, texts)))


def _joined(
    source: str, lines: Sequence[SourceLine], left: Sequence[int], titles: Sequence[tuple[int, int]]
) -> tuple[SourceLine, ...]:
    """The lines ``left``, with the titles that stand on two lines on one, and all of them set off from the text."""
    sizes = dict(titles)
    second = {at + 1 for at, size in titles if size > 1}
    kept: list[SourceLine] = []
    for at in left:
        line = lines[at]
        if at in sizes:
            spans = tuple(span for part in lines[at : at + sizes[at]] for span in part.spans)
            line = replace(line, text=text_of(source, spans), spans=spans, declared=True, after_noise=True)
        if at not in second:
            kept.append(line)
    return tuple(kept)


def _name(cover: Sequence[str]) -> str:
    """What a cover calls the compilation, without the word for that: the kind of text that is in it stands at its end."""
    named = [bare for text in cover if not _PRINTER.search(text) and len(bare := _COUNTED.sub("", text)) >= _SHORTEST_TITLE]
    return next((text for text in named if is_title(text) or text not in cover), next(iter(named), ""))
