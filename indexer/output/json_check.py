"""The documented JSON shape of a checked draft: one for the web API and the CLI. The order of the keys is part of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.drafting.checking import CheckedDraft
from indexer.drafting.checking.dated import DatedPhrase
from indexer.drafting.checking.draft_text import Line
from indexer.drafting.checking.findings import AUTHORITIES, KINDS, Finding
from indexer.drafting.checking.shared import beside
from indexer.drafting.checking.stock import StockSentence, is_stock
from indexer.language.text_diff import differences
from indexer.model.reports import Span, StoredParagraph
from indexer.model.results import PhraseUse, SharedPassage


def checked_to_dict(checked: CheckedDraft, took_ms: float) -> dict[str, Any]:
    """A checked draft. ``line`` counts the draft's lines from 1, 0 is all of it; ``span`` counts code points of that line."""
    first = checked.draft.first
    return {
        "title": first.title if first else None,
        "year": checked.draft.year,
        "unit_type": first.unit_type if first else None,
        "genre": first.genre if first else None,
        "characters": checked.draft.characters,
        "itself": checked.itself or None,
        "compared": checked.compared,
        "took_ms": round(took_ms, 3),
        "counts": dict(checked.counts),
        "findings": [finding_to_dict(finding, checked) for finding in checked.findings],
        "stock": [_stock_to_dict(one, checked) for one in checked.stock],
        "lines": [_line_to_dict(line) for line in checked.lines],
    }


def finding_to_dict(finding: Finding, checked: CheckedDraft) -> dict[str, Any]:
    """One finding; ``passage`` only of shared text."""
    line = checked.lines[finding.line - 1].text if finding.line else ""
    return {
        "kind": finding.kind,
        "label": KINDS[finding.kind],
        "line": finding.line,
        "span": list(finding.span),
        "text": line[slice(*finding.span)],
        "why": finding.why,
        "authority": finding.authority,
        "authority_label": AUTHORITIES[finding.authority],
        "basis": finding.basis,
        "paragraph_id": finding.paragraph_id or None,
        "share": round(finding.share, 3),
        "others": finding.others,
        "passage": _passage_to_dict(line, finding.passage) if finding.passage else None,
    }


def uses_to_dict(
    texts: Sequence[str], uses: Sequence[PhraseUse], phrases: Sequence[Sequence[DatedPhrase]]
) -> dict[str, Any]:
    """How the archive uses phrases, and the formulations in them."""
    return {"uses": [_use_to_dict(*one) for one in zip(texts, uses, phrases, strict=True)]}


def _use_to_dict(text: str, use: PhraseUse, phrases: Sequence[DatedPhrase]) -> dict[str, Any]:
    return {
        "text": text,
        "paragraphs": use.paragraphs,
        "different": use.different,
        "reports": use.reports,
        "unit_types": list(use.unit_types),
        "first_year": use.first_year,
        "last_year": use.last_year,
        "formulations": [
            {
                "text": one.formulation.text,
                "span": list(one.span),
                "first": one.formulation.first,
                "last": one.formulation.last,
                "source": one.formulation.source,
                "last_used": one.last_used,
            }
            for one in phrases
        ],
    }


def sentence_uses_to_dict(
    paragraph: StoredParagraph, spans: Sequence[Span], uses: Sequence[PhraseUse]
) -> dict[str, Any]:
    """How the archive uses the sentences of a paragraph; those too short to be counted are left out."""
    return {
        "id": paragraph.id,
        "sentences": [
            {
                "span": list(span),
                "text": paragraph.text[slice(*span)],
                "paragraphs": use.paragraphs,
                "different": use.different,
                "reports": use.reports,
                "unit_types": list(use.unit_types),
                "first_year": use.first_year,
                "last_year": use.last_year,
                "stock": is_stock(use),
            }
            for span, use in zip(spans, uses, strict=True)
        ],
    }


def _passage_to_dict(line: str, passage: SharedPassage) -> dict[str, Any]:
    here, there = beside(line, passage)
    paragraph = passage.paragraph
    return {
        "report_id": paragraph.report_id,
        "title": paragraph.title,
        "year": paragraph.year,
        "unit_type": paragraph.unit_type,
        "file": paragraph.files[0] if paragraph.files else None,
        "covered": passage.covered,
        "longest": passage.longest,
        "runs": [{"here": list(run.here), "there": list(run.there), "length": run.length} for run in passage.runs],
        "here": here,
        "there": there,
        "differences": [{"kind": piece.kind, "text": piece.text} for piece in differences(here, there)],
    }


def _stock_to_dict(one: StockSentence, checked: CheckedDraft) -> dict[str, Any]:
    return {
        "line": one.line,
        "span": list(one.span),
        "text": checked.lines[one.line - 1].text[slice(*one.span)],
        "reports": one.use.reports,
        "different": one.use.different,
        "unit_types": list(one.use.unit_types),
    }


def _line_to_dict(line: Line) -> dict[str, Any]:
    return {
        "number": line.number,
        "kind": line.kind,
        "sections": list(line.sections),
        "text": line.text,
        "block": line.block or None,
    }
