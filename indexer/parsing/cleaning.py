"""Takes banners, adverts, site furniture and stray tags out, and keeps what it took.

Pieces are cut out of lines first (a tag in the middle of a word), then whole lines are
judged by what is left of them. Everything taken stays visible to the user.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.model.reports import Removed, SourceText, Span
from indexer.parsing.lines import Line, removed, split_lines, subtract, text_of
from indexer.parsing.page_marks import cut_page_marks
from indexer.parsing.rulebook import Rule, Rulebook

_ABSTRACT = re.compile(
    r"[【\[（(]?\s?(?:内容|文章|本文)?(?:提要|摘要|简介|导读|导语|概述|提示|核心提示)\s?(?:[】\]）)][：:]?|[：:])"
)
#: So many characters of a text's beginning make a line above it an abstract.
_REPEATED = 12
_SHORTEST_BANNER = 8
#: A line that layout has wrapped in mid-sentence has so many characters at least, and a comma.
_LEAST_WRAPPED = 20
_CLAUSE = re.compile("[，、；]")
#: A link to another page is no longer than this, no sentence, no date, no signature, no annex.
_LONGEST_LINK = 40
_NO_LINK = re.compile(
    "[。；！？：:]|^附|年.{1,4}月|(?:党委|党组|支部|总支|委员会|人民政府|公司|局|院|校)$"
    "|^[（(]?[一二三四五六七八九十\\d]{1,3}[、）)．.]"
)
#: What follows the end of an article is shorter than this, line by line.
_LONGEST_TAIL_LINE = 140


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is left, in order, and what was taken, in order."""

    lines: tuple[Line, ...]
    removed: tuple[Removed, ...]


def clean(source: SourceText, rules: Rulebook) -> Cleaned:
    """The lines of ``source`` that may belong to a report."""
    lines: list[Line] = []
    taken: list[Removed] = []
    after_noise = False
    again = _repeated_lines(source.text)
    declared = frozenset(source.headings)
    pieces_rules = [rule for rule in rules.noise_pieces if rule.may_fit(source.text)]
    for span in split_lines(source.text):
        rest, pieces = _cut_pieces(source, span, pieces_rules)
        taken += pieces
        text = text_of(source.text, rest)
        reason = _line_kind(source.text, span, text, again, rules) if text else ""
        if not text:
            after_noise = after_noise or bool(pieces)
        elif reason and not (lines and _goes_on(lines[-1].text, text)):
            taken.append(removed(source.text, rest, reason))
            after_noise = True
        else:
            lines.append(Line(text, rest, after_noise, declared=span in declared))
            after_noise = False
    lines = _mark_banners(lines, [piece for piece in taken if not piece.inline])
    lines, marks = cut_page_marks(source.text, lines)
    return _cut_tail(source, Cleaned(tuple(lines), tuple([*taken, *marks])), rules)


def _mark_banners(lines: list[Line], taken: list[Removed]) -> list[Line]:
    """Marks the lines behind removed ones that stand in the file again and again: they part reports."""
    counts = Counter(piece.text for piece in taken if len(piece.text) >= _SHORTEST_BANNER)
    banners = [piece.spans[0][0] for piece in taken if counts[piece.text] > 1]
    marked: list[Line] = []
    before = 0
    for line in lines:
        behind = line.after_noise and any(before <= at < line.spans[0][0] for at in banners)
        marked.append(replace(line, after_banner=True) if behind else line)
        before = line.spans[0][0]
    return marked


def _goes_on(before: str, text: str) -> bool:
    """Whether a line that looks like noise stands in the middle of a sentence that layout has wrapped."""
    half = len(before) >= _LEAST_WRAPPED and before[-1] not in "。！？；：:…”）" and _CLAUSE.search(before)
    return bool(half and _CLAUSE.search(text) and len(text) >= _LEAST_WRAPPED // 2)


def _cut_pieces(source: SourceText, line: Span, rules: Sequence[Rule]) -> tuple[tuple[Span, ...], list[Removed]]:
    """What is left of a line without its furniture and noise pieces, and those pieces."""
    start, end = line
    found: list[tuple[Span, str]] = [
        ((max(s, start), min(e, end)), "网页部件") for s, e in source.furniture if s < end and e > start
    ]
    text = source.text[start:end]
    for rule in rules:
        if not rule.may_fit(text):
            continue
        found += [(m.span(), rule.kind) for m in rule.pattern.finditer(source.text, start, end)]
    holes: list[Span] = []
    pieces: list[tuple[Span, str]] = []
    covered = start
    for (first, last), kind in sorted(found):
        if last <= covered:
            continue
        part = (max(first, covered), last)
        covered = last
        holes.append(part)
        if text_of(source.text, [part]):
            pieces.append((part, kind))
    rest = subtract(line, holes)
    inline = bool(text_of(source.text, rest))
    return rest, [removed(source.text, [part], kind, inline) for part, kind in pieces]


def _repeated_lines(text: str) -> frozenset[str]:
    """The lines, without white space, that stand in a text more than once."""
    counts = Counter("".join(line.split()) for line in text.split("\n"))
    return frozenset(line for line, count in counts.items() if count > 1 and len(line) >= _SHORTEST_BANNER)


def _line_kind(source: str, span: Span, text: str, again: frozenset[str], rules: Rulebook) -> str:
    """What kind of noise a whole line is; empty where it may be a report's."""
    is_repeated = "".join(text.split()) in again
    words = next((w for w in rules.noise_words if w.fits(text, is_repeated)), None)
    return words.rule.kind if words else _noise_kind(text, rules) or _abstract_kind(source, span, text)


def _abstract_kind(source: str, line: Span, text: str) -> str:
    """What a labelled line is that only repeats how the text below it begins."""
    label = _ABSTRACT.match(text)
    if label is None:
        return ""
    start = source.find(text[label.end() :][:4], *line)
    words = source[start : start + _REPEATED].strip()
    again = source.find(words, line[1]) if start >= 0 and len(words) == _REPEATED else -1
    return "自动摘要" if again >= 0 else ""


def _noise_kind(text: str, rules: Rulebook) -> str:
    """What kind of noise a rule takes a whole line for; empty where none does."""
    rule = next((r for r in rules.noise_lines if r.fullmatch(text)), None)
    return rule.kind if rule else ""


def _cut_tail(source: SourceText, cleaned: Cleaned, rules: Rulebook) -> Cleaned:
    """Drops what follows a line that ends the article, if that is little."""
    cleaned = _cut_links(source, cleaned)
    for at, line in enumerate(cleaned.lines):
        rule = _tail_rule(line, rules)
        if rule is None:
            continue
        rest = cleaned.lines[at:]
        if all(len(other.text) <= _LONGEST_TAIL_LINE for other in rest):
            taken = [removed(source.text, other.spans, rule.kind) for other in rest]
            return Cleaned(cleaned.lines[:at], (*cleaned.removed, *taken))
    return cleaned


def _cut_links(source: SourceText, cleaned: Cleaned) -> Cleaned:
    """Drops titles of other pages behind the furniture that ends an article: short lines, no sentence."""
    lines = cleaned.lines
    at = len(lines)
    while at > 0 and len(lines[at - 1].text) <= _LONGEST_LINK and not _NO_LINK.search(lines[at - 1].text):
        at -= 1
        if lines[at].after_noise:
            break
    if at in (0, len(lines)) or not lines[at].after_noise or lines[at - 1].text[-1] not in "。！”）)？":
        return cleaned
    links = lines[at:]
    taken = [removed(source.text, line.spans, "网页部件") for line in links]
    return Cleaned(lines[:at], (*cleaned.removed, *taken))


def _tail_rule(line: Line, rules: Rulebook) -> Rule | None:
    return next((r for r in rules.noise_tails if r.fullmatch(line.text)), None)
