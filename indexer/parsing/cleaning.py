"""Takes banners, adverts, site boilerplate and stray tags out, and keeps what it took.

Pieces are cut out of lines first (a tag in the middle of a word), then whole lines are
judged by what is left of them. Everything taken stays visible to the user.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.model.reports import Removed, SourceText, Span
from indexer.parsing.lines import SourceLine, removed, split_lines, subtract, text_of
from indexer.parsing.needed_words import NeededWords
from indexer.parsing.outline import is_salutation, numbering
from indexer.parsing.page_marks import cut_page_marks
from indexer.parsing.rulebook import Rule, Rulebook
from indexer.parsing.titles import clean_title, is_title

_ABSTRACT = re.compile(
    r"[【\[（(]?\s?(?:内容|文章|本文)?(?:提要|摘要|简介|导读|导语|概述|提示|核心提示)\s?(?:[】\]）)][：:]?|[：:])"
)
#: Why boilerplate is removed of which the format says nothing further.
_SITE_PART = "网页部件"
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
#: What follows the end of an article is shorter than this, line by line, and an article has so many lines at least.
_LONGEST_TAIL_LINE = 140
_LEAST_ARTICLE = 3
#: The name of a site has at most so many characters.
_LONGEST_SITE = 12
#: What may stand below the name of a column.
_MAY_BE_TITLE = re.compile("[^。；！？]{8,60}")


#: The title of minutes, or what they are said to be of, and when that was.
_RECORD = re.compile(
    "(?:记录|纪要)(?:[（(][^（()）]{1,12}[）)])?$|^(?:会议)?(?:名称|主题|议题|地点)[：:]"
    "|第[\\d一二三四五六七八九十]{1,3}次[）)]?$"
)
_MET = re.compile("(?:会议|开会|座谈)?时间[：:]")


#: A piece of a line that is to be taken out: where it stands, why, and whether text is missing there.
_Piece = tuple[Span, str, bool]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is left, in order, and what was taken, in order."""

    lines: tuple[SourceLine, ...]
    removed: tuple[Removed, ...]


def clean(source: SourceText, rules: Rulebook) -> Cleaned:
    """The lines of ``source`` that may belong to a report."""
    lines: list[SourceLine] = []
    taken: list[Removed] = []
    ends: list[int] = []
    after_noise = after_gap = False
    again = _repeated_lines(source.text)
    declared = frozenset(source.headings)
    spans = split_lines(source.text)
    rules_by_line = _rules_by_line(source.text, spans, rules.noise_piece_words)
    for span, marked, ordinals in zip(spans, _boilerplate_by_line(source, spans), rules_by_line, strict=True):
        cut = _cut_pieces(source, span, marked, [rules.noise_pieces[at] for at in sorted(ordinals)])
        taken += cut.pieces
        for at, rest in enumerate(cut.parts):
            text = text_of(source.text, rest)
            after_gap = after_gap or at > 0
            reason = _line_kind(source.text, span, text, again, rules) if text else ""
            if not text:
                after_noise = after_noise or bool(cut.pieces)
            elif reason and not (lines and (_goes_on(lines[-1].text, text) or _is_of_record(lines[-1].text, text))):
                taken.append(removed(source.text, rest, reason))
                after_noise = True
                if _tail_rule(text, rules):
                    ends.append(len(lines))
            else:
                lines.append(SourceLine(text, rest, after_noise, declared=span in declared, after_gap=after_gap))
                after_noise = after_gap = False
    lines = _mark_banners(lines, [piece for piece in taken if not piece.inline])
    lines, marks = cut_page_marks(source.text, lines)
    cleaned = _cut_tail(source, Cleaned(tuple(lines), tuple([*taken, *marks])), ends, rules)
    return _cut_columns(source, cleaned, rules)


def _mark_banners(lines: list[SourceLine], taken: list[Removed]) -> list[SourceLine]:
    """Marks the lines behind removed ones that the file repeats: such banners separate reports."""
    counts = Counter(piece.text for piece in taken if len(piece.text) >= _SHORTEST_BANNER)
    banners = [piece.spans[0][0] for piece in taken if counts[piece.text] > 1]
    marked: list[SourceLine] = []
    before = 0
    for line in lines:
        behind = line.after_noise and any(before <= at < line.spans[0][0] for at in banners)
        marked.append(replace(line, after_banner=True) if behind else line)
        before = line.spans[0][0]
    return marked


def _goes_on(before: str, text: str) -> bool:
    """Whether a line that looks like noise is the middle of a sentence that layout has wrapped."""
    half = len(before) >= _LEAST_WRAPPED and before[-1] not in "。！？；：:…”）" and _CLAUSE.search(before)
    return bool(half and _CLAUSE.search(text) and len(text) >= _LEAST_WRAPPED // 2)


def _is_of_record(before: str, text: str) -> bool:
    """Whether a line says when the meeting was that the line above it is the record of."""
    return _MET.match(text) is not None and _RECORD.search(before) is not None


def _rules_by_line(text: str, lines: Sequence[Span], needed: NeededWords) -> list[set[int]]:
    """For each line the ordinals of the rules that may find a piece in it: one search of the whole text, since most lines
    hold nothing that any rule needs."""
    starts = [start for start, _ in lines]
    found = [set(needed.always) for _ in lines]
    for place, ordinals in needed.places(text):
        at = bisect_right(starts, place) - 1
        if at >= 0:
            found[at] |= ordinals
    return found


def _boilerplate_by_line(source: SourceText, lines: Sequence[Span]) -> list[list[_Piece]]:
    """For each line the pieces of it that the format itself marks as not the article."""
    ends = [end for _, end in lines]
    found: list[list[_Piece]] = [[] for _ in lines]
    for first, last in source.boilerplate:
        at = bisect_right(ends, first)
        while at < len(lines) and lines[at][0] < last:
            start, end = lines[at]
            reason = source.reasons.get((first, last), _SITE_PART)
            found[at].append(((max(first, start), min(last, end)), reason, False))
            at += 1
    return found


@dataclass(frozen=True, slots=True)
class _Cut:
    """A line without its noise: the spans that are left, in ``parts`` where text is missing between them, and
    the ``pieces`` that were removed."""

    parts: tuple[tuple[Span, ...], ...]
    pieces: tuple[Removed, ...]


def _cut_pieces(source: SourceText, line: Span, boilerplate: Sequence[_Piece], rules: Sequence[Rule]) -> _Cut:
    """What is left of a line without its ``boilerplate`` and what ``rules`` find in it, and those pieces."""
    start, end = line
    found = [*boilerplate]
    for rule in rules:
        found += [(m.span(), rule.kind, rule.breaks) for m in rule.pattern.finditer(source.text, start, end)]
    if not found:
        return _Cut(((line,),), ())
    holes: list[Span] = []
    gaps: list[int] = []
    pieces: list[tuple[Span, str]] = []
    covered = start
    for (first, last), kind, breaks in sorted(found):
        if last <= covered:
            continue
        part = (max(first, covered), last)
        covered = last
        holes.append(part)
        if breaks:
            gaps.append(last)
        if text_of(source.text, [part]):
            pieces.append((part, kind))
    rest = subtract(line, holes)
    inline = bool(text_of(source.text, rest))
    parts = _parted(rest, gaps)
    return _Cut(parts, tuple(removed(source.text, [part], kind, inline) for part, kind in pieces))


def _parted(spans: Sequence[Span], gaps: Sequence[int]) -> tuple[tuple[Span, ...], ...]:
    """``spans`` of one line, split at the offsets where text is missing."""
    borders = [0, *gaps, spans[-1][1] + 1 if spans else 1]
    return tuple(
        tuple(span for span in spans if first <= span[0] < last) for first, last in pairwise(borders)
    )


def _repeated_lines(text: str) -> frozenset[str]:
    """The lines, without white space, that occur in a text more than once."""
    counts = Counter("".join(line.split()) for line in text.split("\n"))
    return frozenset(line for line, count in counts.items() if count > 1 and len(line) >= _SHORTEST_BANNER)


def _line_kind(source: str, span: Span, text: str, again: frozenset[str], rules: Rulebook) -> str:
    """What kind of noise a whole line is; empty where it may be a report's."""
    # a title that a list of contents names stands in its file again
    repeated = bool(again) and "".join(text.split()) in again and not (is_title(text) and clean_title(text) == text)
    for words in rules.noise_words:
        if len(text) <= words.rule.longest and words.fits(text, repeated):
            return words.rule.kind
    return _noise_kind(text, rules) or _abstract_kind(source, span, text)


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
    length = len(text)
    if length > rules.longest_noise_line:
        return ""
    for at in rules.noise_line_words.may_fit(text):
        rule = rules.noise_lines[at]
        if length <= rule.longest and rule.fullmatch(text):
            return rule.kind
    return ""


def _cut_tail(source: SourceText, cleaned: Cleaned, ends: Sequence[int], rules: Rulebook) -> Cleaned:
    """Drops what follows a line that ends the article, if that is little. Before the lines ``ends`` such a line was
    removed already."""
    cleaned = _cut_links(source, cleaned)
    removed_before = [at for at in ends if _LEAST_ARTICLE <= at < len(cleaned.lines)]
    kept = [at for at, line in enumerate(cleaned.lines) if _tail_rule(line.text, rules)]
    for at in sorted([*removed_before, *kept]):
        rest = cleaned.lines[at:]
        if all(len(other.text) <= _LONGEST_TAIL_LINE for other in rest):
            taken = [removed(source.text, other.spans, _SITE_PART) for other in rest]
            return Cleaned(cleaned.lines[:at], (*cleaned.removed, *taken))
    return cleaned


def _cut_columns(source: SourceText, cleaned: Cleaned, rules: Rulebook) -> Cleaned:
    """Drops the column that a text is printed in (医院要闻) where it stands alone above what may be the title."""
    if len(cleaned.lines) < _LEAST_ARTICLE:
        return cleaned
    first, second = cleaned.lines[:2]
    rule = next((rule for rule in rules.noise_heads if rule.fullmatch(first.text)), None)
    kind = rule.kind if rule else _SITE_PART if _names_site(first.text, cleaned.removed) else ""
    if not kind or not _MAY_BE_TITLE.fullmatch(second.text) or numbering(second.text) or is_salutation(second.text):
        return cleaned
    taken = removed(source.text, first.spans, kind)
    below = replace(second, after_noise=True)
    return Cleaned((below, *cleaned.lines[2:]), (*cleaned.removed, taken))


def _names_site(text: str, taken: Sequence[Removed]) -> bool:
    """Whether a line is the name of the site itself: the path to the page begins with it, or a note says who sent the
    page in to it."""
    if len(text) > _LONGEST_SITE:
        return False
    name = re.escape(text)
    path = f"(?:^|位置[^>＞»]{{0,4}}[：:]\\s?){name}\\s?[>＞»]"
    told = re.compile(f"{path}|(?:由|是|来自){name}(?:的)?(?:网友|会员|用户|编辑|小编)")
    return any(told.search(piece.text) for piece in taken)


def _cut_links(source: SourceText, cleaned: Cleaned) -> Cleaned:
    """Drops titles of other pages behind the boilerplate that ends an article: short lines, no sentence."""
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


def _tail_rule(text: str, rules: Rulebook) -> Rule | None:
    return next((r for r in rules.noise_tails if r.fullmatch(text)), None)
