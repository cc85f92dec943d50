"""Where a paragraph comes from, in one line to paste under it:
〔《标题》，单位类型，2018年，“二、存在问题”第3段〕. What is unknown is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.model.reports import StoredParagraph
from webui.presenters.formatting import file_stem

#: Signs at a heading's end that say nothing in a citation.
_TAIL = "：:。，,；; "
_NESTED_TITLE = str.maketrans("《》", "〈〉")
_NESTED_QUOTES = str.maketrans("“”", "‘’")


@dataclass(frozen=True, slots=True)
class Place:
    """The top heading a paragraph stands under, or ``None``, and its number there from 1.

    A paragraph under no heading is numbered within its report.
    """

    heading: str | None
    number: int


def places(paragraphs: Sequence[StoredParagraph]) -> dict[int, Place]:
    """The place of each paragraph of one report, by ordinal. Equal headings that do not
    follow one another are counted apart."""
    found: dict[int, Place] = {}
    before: str | None = None
    count = 0
    for number, paragraph in enumerate(paragraphs, 1):
        top = paragraph.heading_path[0] if paragraph.heading_path else None
        count = count + 1 if top == before else 1
        before = top
        found[paragraph.ordinal] = Place(top, number if top is None else count)
    return found


def display_title(title: str | None, files: Sequence[str]) -> str | None:
    """A report's title, or what its file is called."""
    return title or (file_stem(files[0]) if files else None)


def source_line(paragraph: StoredParagraph, place: Place | None) -> str:
    """The citation of a paragraph."""
    title = display_title(paragraph.title, paragraph.files)
    parts = [
        f"《{title.translate(_NESTED_TITLE)}》" if title else None,
        paragraph.unit_type,
        f"{paragraph.year}年" if paragraph.year else None,
        _place_text(place) if place else None,
    ]
    return "〔" + "，".join(filter(None, parts)) + "〕"


def _place_text(place: Place) -> str:
    heading = (place.heading or "").rstrip(_TAIL).translate(_NESTED_QUOTES)
    return f"“{heading}”第{place.number}段" if heading else f"第{place.number}段"
