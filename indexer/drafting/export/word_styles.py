"""The styles of an official document, named as Word and WPS name them, and the table of its fonts.

Built-in styles keep their internal names (heading 1), which each program shows in its own language (标题 1); so the navigation
pane works. No font is a theme's: theme fonts would override the East Asian ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from indexer.drafting.export.template import Typeface, WordTemplate
from indexer.drafting.export.template_values import OUTER

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

#: Names of styles as python-docx asks for them.
TITLE, SOURCES_TITLE, SOURCE_LINE, STATEMENT = "Title", "素材出处标题", "素材出处", "草稿说明"
#: Runs of a paragraph that are its heading, by the heading's level.
RUN_IN = {1: "标题 1 字符", 2: "标题 2 字符"}

_HEADING_ALIASES = ("公文一级标题", "公文二级标题", "公文三级标题", "公文四级标题")
_NO_INDENT = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'


def styles_xml(template: WordTemplate) -> str:
    """``word/styles.xml``."""
    return (
        f"{DECLARATION}<w:styles {NAMESPACE}>{_defaults(template)}{_latent()}{''.join(_styles(template))}</w:styles>"
    )


def run_fonts(face: Typeface, latin_font: str) -> str:
    """The fonts of a run: figures and letters have ``latin_font``, or that of the characters."""
    latin, han = quoteattr(latin_font or face.fonts[0]), quoteattr(face.fonts[0])
    return f"<w:rFonts w:ascii={latin} w:hAnsi={latin} w:eastAsia={han} w:cs={latin}/>"


def _run_properties(face: Typeface, latin_font: str) -> str:
    bold = "<w:b/><w:bCs/>" if face.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    half_points = round(face.size * 2)
    return f'<w:rPr>{run_fonts(face, latin_font)}{bold}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'


def exact_spacing(points: float, after: str = "") -> str:
    """A line's height, whatever stands in it."""
    return f'<w:spacing w:before="0" {after or "w:after=" + quoteattr("0")} w:line="{round(points * 20)}" w:lineRule="exact"/>'


def _defaults(template: WordTemplate) -> str:
    """The size is that of the text, since a page's characters are counted by it."""
    size = round(template.text.size * 2)
    return (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    )


def _latent() -> str:
    """Built-in styles that are not used are not offered."""
    return (
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" w:defUnhideWhenUsed="1" '
        'w:defQFormat="0" w:count="376"/>'
    )


def _styles(template: WordTemplate) -> Iterator[str]:
    latin, spacing = template.latin_font, exact_spacing(template.line_spacing)
    yield _paragraph(
        *("a", "Normal", "公文正文"),
        '<w:widowControl w:val="0"/><w:snapToGrid w:val="0"/>' + spacing + _indent(template) + '<w:jc w:val="both"/>',
        _run_properties(template.text, latin),
        default=True,
    )
    yield (
        '<w:style w:type="character" w:default="1" w:styleId="a0"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
    )
    yield (
        '<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
        '<w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr></w:style>"
    )
    yield (
        '<w:style w:type="numbering" w:default="1" w:styleId="a2"><w:name w:val="No List"/><w:uiPriority w:val="99"/>'
        "<w:semiHidden/><w:unhideWhenUsed/></w:style>"
    )
    yield from _headings(template)
    yield from _beside_the_text(template)


def _headings(template: WordTemplate) -> Iterator[str]:
    latin, spacing = template.latin_font, exact_spacing(template.line_spacing)
    for level, face in enumerate(template.headings, start=1):
        linked = str(level * 10) if level in RUN_IN else ""
        yield _paragraph(
            *(str(level), f"heading {level}", _HEADING_ALIASES[level - 1]),
            f'<w:keepNext/>{spacing}{_indent(template)}<w:outlineLvl w:val="{level - 1}"/>',
            _run_properties(face, latin),
            link=linked,
        )
        if linked:
            yield (
                f'<w:style w:type="character" w:customStyle="1" w:styleId="{linked}"><w:name w:val="{RUN_IN[level]}"/>'
                f'<w:basedOn w:val="a0"/><w:link w:val="{level}"/><w:uiPriority w:val="9"/>'
                f"{_run_properties(face, latin)}</w:style>"
            )
    after = f'w:afterLines="100" w:after="{round(template.line_spacing * 20)}"'
    yield _paragraph(
        *("a3", TITLE, "公文标题"),
        f'<w:keepNext/><w:keepLines/>{exact_spacing(template.title_spacing, after)}{_NO_INDENT}<w:jc w:val="center"/>',
        _run_properties(template.title, latin),
    )


def _beside_the_text(template: WordTemplate) -> Iterator[str]:
    """Page numbers, comments, tables (exact spacing would cut what is higher than a line), and the list of sources."""
    latin, single = template.latin_font, '<w:spacing w:line="240" w:lineRule="auto"/>' + _NO_INDENT
    small = Typeface(template.text.fonts, 10.5)
    number = _run_properties(template.number, "")
    yield _paragraph("a4", "footer", "公文页码", f'<w:snapToGrid w:val="0"/>{single}<w:jc w:val="left"/>', number)
    yield _paragraph("CommentText", "annotation text", "", single + '<w:jc w:val="left"/>', _run_properties(small, latin))
    yield (
        '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/><w:basedOn w:val="a0"/>'
        '<w:uiPriority w:val="99"/><w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>'
    )
    table = Typeface(template.text.fonts, 12)
    yield _paragraph("a5", "公文图表", "", single + '<w:jc w:val="center"/>', _run_properties(table, latin), custom=True)
    spacing = exact_spacing(template.line_spacing)
    yield _paragraph(
        "a6", SOURCES_TITLE, "", f'<w:keepNext/><w:pageBreakBefore/>{spacing}{_NO_INDENT}',
        _run_properties(template.headings[0], latin), custom=True,
    )
    line = '<w:spacing w:before="0" w:after="60" w:line="400" w:lineRule="exact"/>' + _NO_INDENT
    smaller = _run_properties(Typeface(template.text.fonts, 12), latin)
    yield _paragraph("a7", SOURCE_LINE, "", line, smaller, custom=True)
    yield _paragraph("a8", STATEMENT, "", line, smaller, custom=True)


def _indent(template: WordTemplate) -> str:
    """The first line's indent in hundredths of a character, which follows the font; in twips for programs that know no more."""
    twips = round(template.indent * template.text.size * 20)
    return f'<w:ind w:firstLineChars="{template.indent * 100}" w:firstLine="{twips}"/>'


def _paragraph(
    identity: str, name: str, alias: str, properties: str, run_properties: str, *,
    default: bool = False, link: str = "", custom: bool = False,
) -> str:
    attributes = (' w:default="1"' if default else "") + (' w:customStyle="1"' if custom else "")
    return (
        f'<w:style w:type="paragraph"{attributes} w:styleId="{identity}"><w:name w:val={quoteattr(name)}/>'
        + (f"<w:aliases w:val={quoteattr(alias)}/>" if alias else "")
        + ("" if default else '<w:basedOn w:val="a"/>')
        + ('<w:next w:val="a"/>' if not default and not custom and alias else "")
        + (f'<w:link w:val="{link}"/>' if link else "")
        + '<w:uiPriority w:val="9"/><w:qFormat/>'
        + f"<w:pPr>{properties}</w:pPr>{run_properties}</w:style>"
    )


# --- fonts -----------------------------------------------------------------------------------------


def font_table_xml(template: WordTemplate) -> str:
    """``word/fontTable.xml``: which fonts to take where one is not installed."""
    rows = "".join(_font(names) for names in _preferences(template))
    return f"{DECLARATION}<w:fonts {NAMESPACE}>{rows}</w:fonts>"


def _preferences(template: WordTemplate) -> Iterator[tuple[str, ...]]:
    """Each font with those to take in its place, once."""
    seen: set[str] = set()
    for fonts in [*(face.fonts for face in template.typefaces), *_latin(template), ("宋体",)]:
        for at, name in enumerate(fonts):
            if name not in seen:
                seen.add(name)
                yield fonts[at:]


def _latin(template: WordTemplate) -> Iterable[tuple[str, ...]]:
    return [(template.latin_font,)] if template.latin_font else []


def _font(names: tuple[str, ...]) -> str:
    alternatives = f"<w:altName w:val={quoteattr(','.join(names[1:]))}/>" if len(names) > 1 else ""
    han = any(ord(sign) > 0x2E7F for sign in names[0]) or "GB" in names[0]
    family = "modern" if "黑" in names[0] else "script" if "楷" in names[0] else "roman"
    return (
        f'<w:font w:name={quoteattr(names[0])}>{alternatives}<w:charset w:val="{"86" if han else "00"}"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="{"fixed" if han else "variable"}"/></w:font>'
    )


# --- page numbers ----------------------------------------------------------------------------------


def footer_xml(template: WordTemplate, *, odd: bool) -> str:
    """A footer with the page's number, a character's width from the edge of the text: right on odd pages, left on even ones."""
    before, _, after = template.number_form.partition("1")
    side = ("right" if odd else "left") if template.number_place == OUTER else "center"
    edge = "" if side == "center" else f'<w:ind w:{side}Chars="100" w:{side}="{round(template.number.size * 20)}"/>'
    form = f"<w:rPr>{run_fonts(template.number, '').replace('<w:rFonts', '<w:rFonts w:hint=' + quoteattr('eastAsia'))}</w:rPr>"
    field = "".join(f"<w:r>{form}{part}</w:r>" for part in (
        '<w:fldChar w:fldCharType="begin"/>', '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>', "<w:t>1</w:t>", '<w:fldChar w:fldCharType="end"/>',
    ))
    return (
        f'{DECLARATION}<w:ftr {NAMESPACE}><w:p><w:pPr><w:pStyle w:val="a4"/>{edge}<w:jc w:val="{side}"/></w:pPr>'
        f"{_run(form, before)}{field}{_run(form, after)}</w:p></w:ftr>"
    )


def _run(form: str, text: str) -> str:
    return f'<w:r>{form}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
