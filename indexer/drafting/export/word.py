"""A draft as a Word document in the form of an official document. The only user of python-docx.

The package it begins with (``word_package``) holds all looks; here the text goes in, with real headings, comments and marks.
"""

from __future__ import annotations

from datetime import datetime, timezone
from io import BytesIO

import docx
from docx.comments import Comment
from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from indexer.drafting.export.content import (
    Content,
    Line,
    OpenSlots,
    SourcePlace,
    content_of,
    pieces,
    placeholders_in,
    visible,
)
from indexer.drafting.export.template import WordTemplate, official_template
from indexer.drafting.export.title_lines import title_lines
from indexer.drafting.export.word_package import empty_package, repacked
from indexer.drafting.export.word_styles import RUN_IN, SOURCE_LINE, SOURCES_TITLE, STATEMENT, TITLE
from indexer.drafting.model import Draft
from indexer.reading.word.own_additions import AUTHOR, REWORDED, SOURCES_HEADING

_INITIALS = "笔"

#: For a draft that does not say when it was changed: the same draft gives the same file.
_NO_TIME = datetime(2000, 1, 1)

_NOTE = "笔记："


def to_docx(
    draft: Draft,
    template: WordTemplate | None = None,
    sources: SourcePlace = "comments",
    open_slots: OpenSlots = placeholders_in,
    *,
    stated: bool = False,
    marked: bool = True,
) -> bytes:
    """The bytes of a .docx. What the draft holds and how much is still open stands in the file's properties, with ``stated``
    also in a last line; open places are highlighted where they are to be ``marked``."""
    content = content_of(draft, open_slots)
    template = template or official_template()
    document = docx.Document(BytesIO(empty_package(template)))
    room = template.text_width / template.title.size
    when = _time(draft)
    for line in content.lines:
        paragraph = _add_line(document, line, room, marked)
        remarks = _remarks(line) if sources == "comments" else ""
        if remarks:
            _comment(document, paragraph, remarks, when)
    if sources == "end":
        _add_sources(document, content)
    if stated:
        document.add_paragraph(style=STATEMENT).add_run(content.statement)
    if len(document.paragraphs) > 1:
        document.element.body.remove(document.paragraphs[0]._element)
    _describe(document, draft, content.statement, when)
    return _bytes(document)


def to_dotx(template: WordTemplate) -> bytes:
    """The bytes of an empty .dotx with the template's page and styles."""
    return empty_package(template, as_template=True)


def _add_line(document: Document, line: Line, room: float, marked: bool) -> Paragraph:
    style = {"title": TITLE, "heading": f"heading {line.level}", "paragraph": "Normal"}[line.role]
    paragraph = document.add_paragraph(style=None if line.role == "paragraph" else style)
    breaks = _breaks(line.text, room) if line.role == "title" else ()
    for text, is_open, run_in in pieces(line, breaks):
        if text == "\n":
            paragraph.add_run().add_break()
            continue
        run = _add_run(paragraph, text, RUN_IN.get(run_in))
        if is_open and marked:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return paragraph


def _breaks(title: str, room: float) -> tuple[int, ...]:
    lines = title_lines(title, room)
    return (title.index(lines[1], len(lines[0])),) if len(lines) > 1 else ()


def _add_run(paragraph: Paragraph, text: str, style: str | None = None) -> Run:
    run = paragraph.add_run(text, style)
    # “” —— … are in both kinds of fonts; without this hint Word takes the narrow ones.
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
    return run


def _remarks(line: Line) -> str:
    """What a comment says of a line: where it was collected, and what the writer noted."""
    block = line.block
    if block is None:
        return ""
    note = visible(block.note).strip()
    changed = REWORDED if block.source and block.source.text != block.text else ""
    return "\n".join(filter(None, [line.citation and line.citation + changed, note and _NOTE + note]))


def _comment(document: Document, paragraph: Paragraph, text: str, when: datetime) -> None:
    comment: Comment = document.add_comment(paragraph.runs, author=AUTHOR, initials=_INITIALS)
    for at, line in enumerate(text.split("\n")):
        _add_run(comment.paragraphs[0] if at == 0 else comment.add_paragraph(), line)
    # The attribute has no setter of its own; what is written is the time as it is, whatever zone it is said to be in.
    comment._comment_elm.date = when.replace(tzinfo=timezone.utc)


def _add_sources(document: Document, content: Content) -> None:
    if content.sources:
        _add_run(document.add_paragraph(style=SOURCES_TITLE), SOURCES_HEADING)
    for line in content.sources:
        _add_run(document.add_paragraph(style=SOURCE_LINE), line)


def _describe(document: Document, draft: Draft, statement: str, when: datetime) -> None:
    """The file's properties; none may be longer than 255 characters."""
    properties = document.core_properties
    properties.title = (visible(draft.title).strip() or visible(draft.name).strip())[:255]
    properties.author = visible(draft.unit).strip()[:255]
    properties.comments = statement if len(statement) <= 255 else statement[:60] + "……" + statement[-150:]
    properties.language = "zh-CN"
    # A naive time is this machine's; properties hold universal time, comments (in all of Word's files) the writer's own.
    properties.created = properties.modified = when.astimezone(timezone.utc).replace(tzinfo=None)
    properties.revision = max(draft.revision, 1)


def _time(draft: Draft) -> datetime:
    """When the draft was changed, in the writer's own time."""
    try:
        changed = datetime.fromisoformat(draft.changed_at.replace("Z", "+00:00"))
    except ValueError:
        return _NO_TIME
    return changed.astimezone().replace(tzinfo=None) if changed.tzinfo else changed


def _bytes(document: Document) -> bytes:
    data = BytesIO()
    document.save(data)
    return repacked(data.getvalue())
