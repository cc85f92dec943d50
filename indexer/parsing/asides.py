"""What stands beside a report and is searched with it: comments, a header with the document's number.

It says nothing about the report's year, unit or sections, so the report is understood without it;
then each of its lines becomes a paragraph of the last report, of the kind 其他.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.model.reports import Paragraph, Report, SourceText
from indexer.parsing.lines import text_of


def without_asides(source: SourceText) -> SourceText:
    """The source up to its asides, which stand at its end."""
    if not source.asides:
        return source
    end = source.asides[0][0]
    return replace(source, text=source.text[:end], asides=())


def with_asides(reports: Sequence[Report], source: SourceText) -> tuple[Report, ...]:
    """``reports`` with the source's asides as the last paragraphs of the last of them."""
    if not reports or not source.asides:
        return tuple(reports)
    *others, last = reports
    paragraphs = list(last.paragraphs)
    for span in source.asides:
        text = text_of(source.text, (span,))
        if text:
            paragraphs.append(Paragraph(len(paragraphs), text, ("other",), spans=(span,)))
    return (*others, replace(last, paragraphs=tuple(paragraphs)))
