"""A checked draft as its page shows it: findings by kind, the worst first, then the draft with what they are about marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from indexer.drafting.checking import CheckedDraft, Finding
from indexer.drafting.checking.draft_text import Line
from indexer.drafting.checking.findings import AUTHORITIES, COLLECTED, KINDS
from indexer.drafting.checking.shared import beside
from indexer.drafting.checking.stock import StockSentence
from indexer.language.normalize import merge_spans
from indexer.language.text_diff import differences
from indexer.model.reports import Span
from indexer.model.results import SharedPassage
from indexer.output.text_check import NOT_COMPARED, summary
from webui.presenters.duplicates import DiffPiece, shortened
from webui.presenters.formatting import paragraph_anchor
from webui.presenters.highlighting import Piece, cut_pieces

#: So much of a line is shown on either side of what a finding is about.
_AROUND = 24
#: And of a passage that stands there to the letter.
_SAME = 60

#: What each kind is about, under its heading.
_ABOUT = {
    "shared": "与资料库里的段落相同的文字；是引用、沿用还是巧合，您最清楚。数字和标点不算。",
    "name": "像是从别的单位、别的地方带过来的名称。",
    "year": "和这份稿子的年份对不上，或者没有这一天。",
    "placeholder": "还要填写的地方。",
    "values": "同一个数，前后写得不一样。",
    "numbering": "序号缺了、重了或倒退了。",
    "signs": "没有配对的、半角的、连在一起的标点。",
    "repeated": "写了两遍的段落和句子。",
    "dated": "只是提醒：年份来自公开文件和资料库，是否该改由您定。",
    "missing": "同类报告通常有、这一份没有的部分；下面没有内容的标题。",
    "collected": "收来以后文字还没有改过的段落（数字、标点不算）；您都知道，列在这里备查。",
}


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding. ``pieces`` is the place in its line; ``diff`` sets the draft's text beside the archive's; ``block`` is the
    line's in a stored draft."""

    line: int
    block: str
    why: str
    authority: str
    basis: str
    url: str
    pieces: tuple[Piece, ...]
    before: bool
    after: bool
    diff: tuple[DiffPiece, ...]
    percent: int
    others: int


@dataclass(frozen=True, slots=True)
class KindView:
    """The findings of a kind; those that say the least are ``folded``."""

    key: str
    label: str
    about: str
    findings: tuple[FindingView, ...]
    folded: bool


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of the draft; ``count`` findings are about it, ``block`` is its block in a stored draft."""

    number: int
    block: str
    kind: str
    pieces: tuple[Piece, ...]
    count: int


@dataclass(frozen=True, slots=True)
class StockView:
    """A sentence that many reports have."""

    line: int
    block: str
    text: str
    reports: int
    unit_types: int


@dataclass(frozen=True, slots=True)
class CheckView:
    """Everything the page shows."""

    summary: str
    itself: str
    not_compared: str
    kinds: tuple[KindView, ...]
    stock: tuple[StockView, ...]
    lines: tuple[LineView, ...]
    text: str


def view_check(checked: CheckedDraft) -> CheckView:
    """The page of a checked draft."""
    return CheckView(
        summary=summary(checked),
        itself=checked.itself,
        not_compared="" if checked.compared else NOT_COMPARED,
        kinds=tuple(_kinds(checked)),
        stock=tuple(_stock(one, checked.lines[one.line - 1]) for one in checked.stock),
        lines=tuple(_lines(checked)),
        text="\n".join(line.text for line in checked.lines),
    )


def _stock(one: StockSentence, line: Line) -> StockView:
    return StockView(one.line, line.block, line.text[slice(*one.span)], one.use.reports, len(one.use.unit_types))


def _kinds(checked: CheckedDraft) -> Iterator[KindView]:
    for kind, findings in groupby(checked.findings, key=lambda finding: finding.kind):
        views = tuple(_finding(finding, checked) for finding in findings)
        yield KindView(kind, KINDS[kind], _ABOUT[kind], views, kind == COLLECTED)


def _finding(finding: Finding, checked: CheckedDraft) -> FindingView:
    line = checked.lines[finding.line - 1].text if finding.line else ""
    start, end = max(finding.span[0] - _AROUND, 0), min(finding.span[1] + _AROUND, len(line))
    inside = (finding.span[0] - start, finding.span[1] - start)
    shows = bool(line) and finding.passage is None
    return FindingView(
        line=finding.line,
        block=checked.lines[finding.line - 1].block if finding.line else "",
        why=finding.why,
        authority=AUTHORITIES[finding.authority],
        basis=finding.basis,
        url=_url(finding.paragraph_id),
        pieces=cut_pieces(line[start:end], [inside]) if shows else (),
        before=start > 0,
        after=end < len(line),
        diff=_diff(line, finding.passage) if finding.passage else (),
        percent=round(100 * finding.share),
        others=finding.others,
    )


def _diff(line: str, passage: SharedPassage) -> tuple[DiffPiece, ...]:
    here, there = beside(line, passage)
    if here == there:
        return (DiffPiece("same", here[:_SAME]), *([DiffPiece("same", "…", cut=True)] if len(here) > _SAME else []))
    return tuple(shortened(differences(here, there)))


def _url(paragraph_id: str) -> str:
    """The paragraph's place on its report's page."""
    report, _, ordinal = paragraph_id.rpartition("-")
    return f"/reports/{report}#{paragraph_anchor(int(ordinal))}" if report else ""


def _lines(checked: CheckedDraft) -> Iterator[LineView]:
    for line in checked.lines:
        about = [finding for finding in checked.findings if finding.line == line.number]
        # A paragraph marked from end to end would hide what else is marked in it.
        marks = merge_spans([span for finding in about if finding.kind != COLLECTED for span in _marks(finding)])
        yield LineView(line.number, line.block, line.kind, cut_pieces(line.text, marks), len(about))


def _marks(finding: Finding) -> Sequence[Span]:
    return [run.here for run in finding.passage.runs] if finding.passage else [finding.span]
