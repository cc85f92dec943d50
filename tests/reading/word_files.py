"""Builds Word documents from strings of XML, so that each test shows what it is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{W_NS}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def part(root: str, inside: str) -> str:
    """A whole XML part with the namespaces that Word declares."""
    return f"{_HEAD}<w:{root} {_NAMESPACES}>{inside}</w:{root}>"


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of one run; ``properties`` goes into its w:pPr."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def numbered(text: str, num_id: int, level: int = 0) -> str:
    """A paragraph with an automatic number."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>')


def level(at: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    """One level of a numbering definition."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(levels: str, uses: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    """A numbering part with one abstract list, used as number 1 unless said otherwise."""
    return part("numbering", f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{uses}')


def docx(body: str, **parts: str) -> bytes:
    """The bytes of a document; ``parts`` are further parts by name (styles, numbering…)."""
    files = {"word/document.xml": part("document", f"<w:body>{body}</w:body>")}
    files |= {f"word/{name}.xml": content for name, content in parts.items()}
    return archive(files)


def archive(files: Mapping[str, str | bytes]) -> bytes:
    """A zip archive with these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()
