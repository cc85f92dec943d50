"""A draft as HTML to be pasted into Word, WPS or a mail: fonts, sizes and indents stand at each paragraph, since a style sheet
does not survive the clipboard."""

from __future__ import annotations

from html import escape

from indexer.drafting.export.content import Content, Line, SourcePlace, pieces
from indexer.drafting.export.template import Typeface, WordTemplate
from indexer.reading.word.own_additions import SOURCES_HEADING

_HIGHLIGHT = "background:yellow;mso-highlight:yellow"


def to_html(content: Content, template: WordTemplate, sources: SourcePlace = "none", *, marked: bool = True) -> str:
    """Paragraphs one below the other; sources at the end or left out."""
    rows = [_paragraph(line, template, marked) for line in content.lines]
    if sources != "none" and content.sources:
        told = [SOURCES_HEADING, *content.sources]
        small = Typeface(template.text.fonts, 12)
        rows += [f'<p style="{_look(small, template, 20)};text-indent:0">{escape(line, quote=False)}</p>' for line in told]
    return "\n".join(rows)


def to_html_page(content: Content, template: WordTemplate, sources: SourcePlace = "none", *, marked: bool = True) -> str:
    """A whole page; what the draft holds stands in its head."""
    title = next((line.text for line in content.lines if line.role == "title"), "")
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n"
        f'<meta name="description" content="{escape(content.statement)}">\n</head>\n<body>\n'
        f"{to_html(content, template, sources, marked=marked)}\n</body>\n</html>\n"
    )


def _paragraph(line: Line, template: WordTemplate, marked: bool) -> str:
    text = "".join(_piece(text, is_open and marked, run_in, template) for text, is_open, run_in in pieces(line))
    if line.role == "title":
        look = _look(template.title, template, template.title_spacing)
        return f'<p style="{look};text-align:center;text-indent:0;margin-bottom:{template.line_spacing:g}pt">{text}</p>'
    face = template.headings[line.level - 1] if line.role == "heading" else template.text
    indent = f"text-indent:{template.indent}em;mso-char-indent-count:{template.indent}.0;text-align:justify"
    tag = f"h{line.level}" if line.role == "heading" else "p"
    return f'<{tag} style="{_look(face, template, template.line_spacing)};{indent}">{text}</{tag}>'


def _piece(text: str, is_open: bool, run_in: int, template: WordTemplate) -> str:
    looks = ([_fonts(template.headings[run_in - 1], template)] if run_in else []) + ([_HIGHLIGHT] if is_open else [])
    shown = escape(text, quote=False)
    return f'<span style="{";".join(looks)}">{shown}</span>' if looks else shown


def _look(face: Typeface, template: WordTemplate, spacing: float) -> str:
    return (
        f"margin:0;{_fonts(face, template)};font-size:{face.size:g}pt;font-weight:{'bold' if face.bold else 'normal'};"
        f"line-height:{spacing:g}pt;mso-line-height-rule:exactly"
    )


def _fonts(face: Typeface, template: WordTemplate) -> str:
    """The names of fonts need quotes, and these stand in an attribute that has the others."""
    names = ",".join(f"'{name}'" for name in ([template.latin_font] if template.latin_font else []) + list(face.fonts))
    return f"font-family:{names};mso-fareast-font-family:'{face.fonts[0]}'"
