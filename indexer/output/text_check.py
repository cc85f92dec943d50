"""A checked draft as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.drafting.checking import CheckedDraft
from indexer.drafting.checking.findings import AUTHORITIES, COLLECTED, KINDS, Finding
from indexer.drafting.checking.shared import beside
from indexer.language.text_diff import DiffSpan, differences

#: A page by GB/T 9704: 22 lines of 28 characters.
ON_A_PAGE = 616

#: Said where the archive is empty: what is then not in the answer.
NOT_COMPARED = (
    "资料库还是空的，这几项没有查：与资料库相同的文字、别处带来的名称和年份、提法最近的用法、通常有而没有的部分、套话；其余照查"
)

_BEGINNING = 40
#: What both have is cut to so many characters beside a difference.
_ENDS = 16


def checked_lines(checked: CheckedDraft) -> Iterator[str]:
    """What was found, the worst first."""
    counts = "、".join(f"{KINDS[kind]} {count}" for kind, count in checked.counts.items() if kind != COLLECTED)
    yield f"{summary(checked, counts)}。稿子没有留存"
    if not checked.compared:
        yield f"{NOT_COMPARED}。要查，请先运行 bigan index（或 bigan serve）"
    if checked.itself:
        yield f"资料库里就有这份稿子：{checked.itself}，没有拿它来比"
    kind = ""
    for finding in checked.findings:
        if finding.kind != kind:
            kind = finding.kind
            yield ""
            yield f"【{KINDS[kind]}】{checked.counts[kind]} 处"
        yield from _finding_lines(finding, checked)
    if checked.stock:
        yield ""
        yield f"【套话】{len(checked.stock)} 句（很多报告都这样写，不算问题）"
        for one in checked.stock:
            text = checked.lines[one.line - 1].text[slice(*one.span)]
            yield f"第 {one.line} 段　{_short(text)}　{one.use.reports} 份报告、{len(one.use.unit_types)} 类单位里有"


def summary(checked: CheckedDraft, counts: str = "") -> str:
    """How long the draft is, and how much was found in it, in a line; ``counts`` says of what. Paragraphs that stand as they
    were collected are counted apart."""
    pages = max(round(checked.draft.characters / ON_A_PAGE), 1)
    worth = len(checked.findings) - checked.collected
    found = f"要看的有 {worth} 处" if worth else "没有发现要看的"
    found += f"：{counts}" if counts else ""
    found += f"；另有 {checked.collected} 段收来以后没有改过" if checked.collected else ""
    return f"查了 {len(checked.lines)} 段（标题也算，空行不算）、{checked.draft.characters} 字（约 {pages} 页），{found}"


def _finding_lines(finding: Finding, checked: CheckedDraft) -> Iterator[str]:
    where = f"第 {finding.line} 段" if finding.line else "全文"
    yield f"{where}　{finding.why}　〔{AUTHORITIES[finding.authority]}：{finding.basis}〕"
    if finding.passage is None or finding.kind == COLLECTED:
        return
    here, there = beside(checked.lines[finding.line - 1].text, finding.passage)
    yield f"　　{''.join(_marked(differences(here, there)))}"
    more = f"，另有 {finding.others} 段也有" if finding.others else ""
    yield f"　　［- 稿子有 -］｛+ 资料库有 +｝　段落 {finding.paragraph_id}{more}"


def _marked(pieces: Iterable[DiffSpan]) -> Iterator[str]:
    for piece in pieces:
        if piece.kind == "same":
            yield piece.text if len(piece.text) <= 2 * _ENDS else f"{piece.text[:_ENDS]}…{piece.text[-_ENDS:]}"
        elif piece.kind == "only_here":
            yield f"［-{piece.text}-］"
        else:
            yield f"｛+{piece.text}+｝"


def _short(text: str) -> str:
    return text if len(text) <= _BEGINNING else text[:_BEGINNING] + "…"
