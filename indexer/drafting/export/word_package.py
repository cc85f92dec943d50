"""A Word document without text: the parts that make it look as a template says. Written as a package of XML, since what
python-docx begins with has theme fonts, American paper and a hundred styles."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

from indexer.drafting.export.template import PAGE_HEIGHT, PAGE_WIDTH, WordTemplate
from indexer.drafting.export.template_values import NOWHERE, OUTER
from indexer.drafting.export.word_styles import DECLARATION, NAMESPACE, font_table_xml, footer_xml, styles_xml

_TWIPS_PER_MM = 1440 / 25.4
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

#: The oldest time that a ZIP file knows: the same document gives the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def empty_package(template: WordTemplate, *, as_template: bool = False) -> bytes:
    """A .docx with one empty paragraph, or a .dotx."""
    parts = {
        "[Content_Types].xml": _content_types(as_template),
        "_rels/.rels": _relationships(
            {
                "rId1": (f"{_OFFICE}/officeDocument", "word/document.xml"),
                "rId2": (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                "rId3": (f"{_OFFICE}/extended-properties", "docProps/app.xml"),
            }
        ),
        "docProps/core.xml": _core(),
        "docProps/app.xml": _app(),
        "word/document.xml": _document(template),
        "word/_rels/document.xml.rels": _relationships(
            {
                "rId1": (f"{_OFFICE}/styles", "styles.xml"),
                "rId2": (f"{_OFFICE}/settings", "settings.xml"),
                "rId3": (f"{_OFFICE}/fontTable", "fontTable.xml"),
                "rId4": (f"{_OFFICE}/footer", "footer1.xml"),
                "rId5": (f"{_OFFICE}/footer", "footer2.xml"),
            }
        ),
        "word/styles.xml": styles_xml(template),
        "word/settings.xml": _settings(template),
        "word/fontTable.xml": font_table_xml(template),
        "word/footer1.xml": footer_xml(template, odd=True),
        "word/footer2.xml": footer_xml(template, odd=False),
    }
    return _zipped({name: text.encode("utf-8") for name, text in parts.items()})


def repacked(package: bytes) -> bytes:
    """The same parts with one time for all of them."""
    with zipfile.ZipFile(BytesIO(package)) as archive:
        return _zipped({name: archive.read(name) for name in archive.namelist()})


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def _document(template: WordTemplate) -> str:
    return (
        f'{DECLARATION}<w:document {NAMESPACE} xmlns:r="{_OFFICE}"><w:body><w:p/>{_section(template)}</w:body></w:document>'
    )


def _section(template: WordTemplate) -> str:
    def twips(millimetres: float) -> int:
        return round(millimetres * _TWIPS_PER_MM)

    footers = ""
    if template.number_place != NOWHERE:
        footers = '<w:footerReference w:type="default" r:id="rId4"/>'
        footers += '<w:footerReference w:type="even" r:id="rId5"/>' if template.number_place == OUTER else ""
    line = int(template.text_height * 20 / template.lines)
    # What a character's cell has beyond the font's size, in 1/4096 of a point; the grid's size is that of the style Normal.
    beyond = round((template.text_width / template.characters - template.text.size) * 4096)
    return (
        f'<w:sectPr>{footers}<w:pgSz w:w="{twips(PAGE_WIDTH)}" w:h="{twips(PAGE_HEIGHT)}"/>'
        f'<w:pgMar w:top="{twips(template.top)}" w:right="{twips(template.right)}" w:bottom="{twips(template.bottom)}" '
        f'w:left="{twips(template.left)}" w:header="851" w:footer="{twips(template.number_distance)}" w:gutter="0"/>'
        f'<w:cols w:space="425"/><w:docGrid w:type="linesAndChars" w:linePitch="{line}" w:charSpace="{beyond}"/></w:sectPr>'
    )


def _settings(template: WordTemplate) -> str:
    different = "<w:evenAndOddHeaders/>" if template.number_place == OUTER else ""
    flags = ("spaceForUL", "balanceSingleByteDoubleByteWidth", "doNotLeaveBackslashAlone", "ulTrailSpace")
    further = ("doNotExpandShiftReturn", "adjustLineHeightInTable", "useFELayout")
    return (
        f'{DECLARATION}<w:settings {NAMESPACE}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>{different}'
        '<w:drawingGridHorizontalSpacing w:val="160"/>'
        f'<w:drawingGridVerticalSpacing w:val="{round(template.line_spacing * 20)}"/>'
        '<w:displayHorizontalDrawingGridEvery w:val="0"/><w:displayVerticalDrawingGridEvery w:val="2"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f"<w:compat>{''.join(f'<w:{flag}/>' for flag in (*flags, *further))}"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _core() -> str:
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:language>zh-CN</dc:language></cp:coreProperties>'
    )


def _app() -> str:
    return (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>笔杆</Application></Properties>"
    )


def _relationships(targets: Mapping[str, tuple[str, str]]) -> str:
    rows = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{to}"/>' for key, (kind, to) in targets.items())
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _content_types(as_template: bool) -> str:
    types = {
        "/word/document.xml": f"{_WORD_TYPE}.{'template' if as_template else 'document'}.main+xml",
        "/word/styles.xml": f"{_WORD_TYPE}.styles+xml",
        "/word/settings.xml": f"{_WORD_TYPE}.settings+xml",
        "/word/fontTable.xml": f"{_WORD_TYPE}.fontTable+xml",
        "/word/footer1.xml": f"{_WORD_TYPE}.footer+xml",
        "/word/footer2.xml": f"{_WORD_TYPE}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    rows = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types.items())
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )
