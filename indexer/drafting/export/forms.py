"""The forms in which a draft leaves Bigan, a row each: pages, commands and documentation go by this table."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from indexer.drafting.export.content import (
    Content,
    OpenSlots,
    SourcePlace,
    content_of,
    placeholders_in,
    visible,
)
from indexer.drafting.export.headings import slots_as_before, with_headings
from indexer.drafting.export.html import to_html, to_html_page
from indexer.drafting.export.plain import to_markdown, to_text
from indexer.drafting.export.tables import to_csv
from indexer.drafting.export.template import WordTemplate, official_template
from indexer.drafting.export.word import to_docx
from indexer.drafting.files import FORMAT, draft_to_dict
from indexer.drafting.model import Draft

_FORBIDDEN_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Options:
    """How a draft is exported: where its sources are told, whether the text says what it holds, whether open places are
    highlighted, how it looks, what finds these places, and whether sections without a heading get one."""

    sources: SourcePlace = "comments"
    stated: bool = False
    marked: bool = True
    template: WordTemplate = field(default_factory=official_template)
    open_slots: OpenSlots = placeholders_in
    headings: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """One form: what people call it, what its files are called and served as, and what makes one."""

    label: str
    suffix: str
    content_type: str
    make: Callable[[Draft, Options], bytes]


def _content(draft: Draft, options: Options) -> Content:
    return content_of(draft, options.open_slots)


def document_content(draft: Draft, options: Options) -> Content:
    """What the forms that are documents say; tables and JSON are the draft itself, block by block."""
    return content_of(*_document(draft, options))


def _document(draft: Draft, options: Options) -> tuple[Draft, OpenSlots]:
    """The draft as a document has it, and what finds its open places."""
    if not options.headings:
        return draft, options.open_slots
    shown = with_headings(draft)
    return shown, slots_as_before(draft, shown, options.open_slots)


def _word(draft: Draft, options: Options) -> bytes:
    shown, open_slots = _document(draft, options)
    return to_docx(shown, options.template, options.sources, open_slots, stated=options.stated, marked=options.marked)


def _markdown(draft: Draft, options: Options) -> bytes:
    return to_markdown(document_content(draft, options), options.sources).encode("utf-8")


def _text(draft: Draft, options: Options) -> bytes:
    return to_text(document_content(draft, options), options.sources, stated=options.stated).encode("utf-8")


def _csv(draft: Draft, options: Options) -> bytes:
    return to_csv(_content(draft, options))


def _html(draft: Draft, options: Options) -> bytes:
    page = to_html_page(document_content(draft, options), options.template, options.sources, marked=options.marked)
    return page.encode("utf-8")


def _json(draft: Draft, options: Options) -> bytes:
    """The draft's own file (``drafting/files.py``), with two keys more that reading it passes over."""
    content = _content(draft, options)
    values = {"format": FORMAT, "statement": content.statement, "open": content.open, **draft_to_dict(draft)}
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


#: The parameter's value → form.
FORMS: Mapping[str, Form] = {
    "docx": Form("Word", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _word),
    "md": Form("Markdown", ".md", "text/markdown", _markdown),
    "txt": Form("纯文本", ".txt", "text/plain", _text),
    "csv": Form("表格（CSV）", ".csv", "text/csv", _csv),
    "json": Form("JSON", ".json", "application/json", _json),
    "html": Form("网页", ".html", "text/html", _html),
}


def to_clipboard(draft: Draft, options: Options) -> dict[str, str]:
    """The draft to be copied: ``text`` for programs that take plain text, ``html`` in the form of an official document for
    Word and WPS; ``statement`` says what it holds. Sources are not copied along."""
    content = document_content(draft, options)
    return {
        "text": to_text(content, "none"),
        "html": to_html(content, options.template, marked=options.marked),
        "statement": content.statement,
    }


def file_name(draft: Draft, form: str) -> str:
    """What a file of a draft is called: by its title, or by the name of the draft."""
    named = visible(draft.title).strip() or visible(draft.name).strip()
    stem = _FORBIDDEN_IN_NAMES.sub(" ", named)[:_LONGEST_NAME].strip(" .") or "稿件"
    return stem + FORMS[form].suffix
