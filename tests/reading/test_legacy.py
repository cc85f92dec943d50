"""Protects that old Word documents read like new ones, and that LibreOffice can do no harm."""

from __future__ import annotations

import http.server
import re
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from indexer.errors import UnreadableFile
from indexer.reading import read
from indexer.reading.containers import refuse_foreign_format
from indexer.reading.legacy import convert, find_soffice, legacy_kind, read_converted
from indexer.reading.ole2 import root_streams
from tests.reading.word_files import archive, docx, level, numbered, numbering, paragraph, part

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_BODY = (
    paragraph("述职报告") + numbered("主要做法", 1) + paragraph("我认真履行职责。") + numbered("存在问题", 1)
)
_TEXT = "述职报告\n一、主要做法\n我认真履行职责。\n二、存在问题"
_RTF = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}\f0 %s\par}"
#: Asks for more bytes than there are: LibreOffice never ends over it.
_ENDLESS = b"{\\rtf1 \\bin999999999 x}"
_WORD_2003 = (
    '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>'
    "<w:p><w:r><w:t>工作总结</w:t></w:r></w:p></w:body></w:wordDocument>"
)
#: The header of a compound file with nothing in it.
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.fixture(scope="session")
def soffice() -> Path:
    found = find_soffice()
    if found is None:
        pytest.skip("LibreOffice is not installed")
    return found


def whole_docx(body: str, relations: str = "") -> bytes:
    """A document with all the parts that LibreOffice insists on."""
    return archive(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}.document.main+xml"/>'
            f'<Override PartName="/word/numbering.xml" ContentType="{_WORD_TYPE}.numbering+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}'
            f'<Relationship Id="r1" Type="{_OFFICE}/numbering" Target="numbering.xml"/></Relationships>',
            "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
            "word/numbering.xml": numbering(level(0, "chineseCounting", "%1、")),
        }
    )


def made_old(soffice: Path, folder: Path, source: bytes, suffix: str, output: str) -> bytes:
    """The document as an old Word would have saved it."""
    (folder / "源.docx").write_bytes(source)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(soffice), profile, "--headless", "--convert-to", output, "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "源.docx")], capture_output=True, check=True, timeout=120)
    return (folder / f"源.{suffix}").read_bytes()


@pytest.fixture(scope="session")
def doc(soffice: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return made_old(soffice, tmp_path_factory.mktemp("doc"), whole_docx(_BODY), "doc", "doc:MS Word 97")


@pytest.fixture(scope="session")
def rtf(soffice: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    # LibreOffice loses the mark after an automatic number when it *writes* RTF.
    body = "".join(map(paragraph, _TEXT.split("\n")))
    return made_old(soffice, tmp_path_factory.mktemp("rtf"), whole_docx(body), "rtf", "rtf")


def texts(soffice: Path, documents: Sequence[bytes]) -> list[str]:
    found = convert([(f"{n}.doc", data) for n, data in enumerate(documents)], soffice)
    return [
        str(docx_) if isinstance(docx_, UnreadableFile) else read_converted(docx_, data, "a").text.strip()
        for docx_, data in zip(found, documents, strict=True)
    ]


# --- telling what it is --------------------------------------------------------------------


def test_old_documents_are_told_by_content(doc: bytes, rtf: bytes) -> None:
    assert legacy_kind(doc) == "doc"
    assert legacy_kind(rtf) == legacy_kind(b"\xef\xbb\xbf\r\n" + rtf) == "rtf"
    assert legacy_kind(_WORD_2003.encode()) == legacy_kind(_WORD_2003.encode("utf-16")) == "xml"


@pytest.mark.parametrize(
    "data", [b"", _OLE2, b"{\\rt", docx(paragraph("文")), _WORD_2003.replace("Word.", "Excel.").encode()]
)
def test_what_is_no_old_document_is_not_taken_for_one(data: bytes) -> None:
    assert legacy_kind(data) is None


def renamed(doc: bytes, name: str) -> bytes:
    """The compound file with its main stream called otherwise."""
    old, new = (text.encode("utf-16-le").ljust(64, b"\0") for text in ("WordDocument", name))
    at = doc.index(old)
    length = (2 * len(name) + 2).to_bytes(2, "little")
    return doc[:at] + new + length + doc[at + 66 :]


@pytest.mark.parametrize(
    ("stream", "says"),
    [
        ("Workbook", "Excel"),
        ("Book", "Excel"),
        ("PowerPoint Document", "PowerPoint"),
        ("__properties_version1.0", "Outlook"),
        ("EncryptedPackage", "加密"),
        ("别的", "旧版"),
    ],
)
def test_other_compound_files_are_named_with_advice(doc: bytes, stream: str, says: str) -> None:
    data = renamed(doc, stream)
    assert legacy_kind(data) is None
    with pytest.raises(UnreadableFile, match=f"「表.doc」.*{says}.*请"):
        refuse_foreign_format(data, "表.doc")


def test_a_document_with_a_password_is_told_as_such(doc: bytes) -> None:
    locked = bytearray(doc)
    at = doc.index(root_streams(doc)["WordDocument"][:12])
    locked[at + 0x0B] |= 0x01
    assert legacy_kind(bytes(locked)) is None
    with pytest.raises(UnreadableFile, match="加密"):
        refuse_foreign_format(bytes(locked), "a.doc")
    with pytest.raises(UnreadableFile, match="加密"):
        read(bytes(locked), "a.doc", Path("soffice"))


def test_damaged_compound_files_are_looked_at_without_harm(doc: bytes) -> None:
    """Tables that run in circles or out of the file end the search, not the program."""
    kinds = set()
    for at in range(24, 512, 4):
        for value in (b"\0\0\0\0", b"\1\0\0\0", b"\xff\xff\xff\x7f", b"\xfe\xff\xff\xff"):
            kinds.add(legacy_kind(doc[:at] + value + doc[at + 4 :]))
    for length in range(0, len(doc), 97):
        kinds.add(legacy_kind(doc[:length]))
    assert kinds == {legacy_kind(doc), None}


# --- converting ----------------------------------------------------------------------------


def test_old_documents_read_like_new_ones(soffice: Path, doc: bytes, rtf: bytes) -> None:
    assert texts(soffice, [doc, rtf, _WORD_2003.encode(), doc]) == [_TEXT, _TEXT, "工作总结", _TEXT]


def test_the_format_is_told_with_the_text(soffice: Path, doc: bytes) -> None:
    source = read(doc, "年终总结.WPS", soffice)
    assert (source.text, source.format, source.encoding) == (_TEXT, "wps", None)
    (converted,) = convert([("a.doc", doc)], soffice)
    assert isinstance(converted, bytes)
    assert read_converted(converted, doc, "a.doc").format == "doc"
    assert read_converted(converted, b"{\\rtf1", "a.wps").format == "rtf"


def test_chinese_in_rtf_comes_out_right_however_it_is_written(soffice: Path) -> None:
    escaped = rb"\'ca\'f6\'d6\'b0\'b1\'a8\'b8\'e6"
    table = b"{\\fonttbl{\\f0\\fnil%s Arial;}}\\f0 "
    written = [
        _RTF % escaped,
        _RTF % rb"\u36848?\u32844?\u25253?\u21578?",
        _RTF % "述职报告".encode("gbk"),
        b"\xef\xbb\xbf\r\n" + _RTF % escaped,
        # Fonts that are declared western or not at all, with Chinese bytes under them.
        b"{\\rtf1\\ansi\\ansicpg936" + table % b"\\fcharset0" + escaped + b"\\par}",
        b"{\\rtf1\\ansi\\ansicpg1252" + table % b"\\fcharset0" + escaped + b"\\par}",
        b"{\\rtf1\\ansi\\deff0" + table % b"" + escaped + b"\\par}",
        b"{\\rtf1\\ansi " + escaped + b"\\par}",
    ]
    assert texts(soffice, written) == ["述职报告"] * len(written)


def test_automatic_numbers_in_rtf_are_written_out(soffice: Path) -> None:
    numbers = (
        rb"{\*\listtable{\list\listtemplateid1{\listlevel\levelnfc37\levelnfcn37\levelstartat1\levelfollow2"
        rb"{\leveltext\'02\'00\'a1\'a2;}{\levelnumbers\'01;}\f0}\listid1}}"
        rb"{\*\listoverridetable{\listoverride\listid1\listoverridecount0\ls1}}"
    )
    line = rb"\pard\plain\f0\ls1\ilvl0 \u25235?"
    assert texts(soffice, [_RTF % (numbers + line + rb"\par" + line)]) == ["一、抓\n二、抓"]


def test_western_letters_in_rtf_stay_what_they_are(soffice: Path) -> None:
    data = b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 Arial;}}\\f0 caf\\'e9 na\\'efve\\par}"
    assert texts(soffice, [data]) == ["café naïve"]


@pytest.mark.slow
def test_a_document_that_hangs_or_is_damaged_does_not_spoil_the_others(soffice: Path, doc: bytes) -> None:
    """Waited for as long as this machine, busy as it is, needs for good ones."""
    began = time.monotonic()
    (alone,) = convert([("一.doc", doc)], soffice)
    assert isinstance(alone, bytes)
    patience = round(max(4.0, 4 * (time.monotonic() - began)), 1)
    documents = [
        ("一.doc", doc),
        ("挂.rtf", _ENDLESS),
        ("断.doc", doc[:4000]),
        ("图.doc", _OLE2),
        ("二.doc", doc),
    ]
    first, endless, cut, other, last = convert(documents, soffice, timeout_s=patience)
    assert isinstance(first, bytes)
    assert isinstance(last, bytes)
    for refused, name in ((endless, "挂.rtf"), (cut, "断.doc"), (other, "图.doc")):
        assert isinstance(refused, UnreadableFile)
        assert f"「{name}」" in str(refused)
        assert "请" in str(refused)
    assert f"{patience:g} 秒" in str(endless)


def test_a_damaged_document_taken_for_plain_text_is_refused() -> None:
    """LibreOffice opens anything as text where it knows no better."""
    for kind, text in (
        (b"{\\rtf1", "{\\rtf1 abc}"),
        (_WORD_2003.encode(), "&lt;?xml version"),
        (_OLE2, "㯏袉쪊擘ᘷ䯮"),
    ):
        with pytest.raises(UnreadableFile, match="损坏"):
            read_converted(docx(paragraph(text)), kind, "a.doc")


class _Asked(http.server.BaseHTTPRequestHandler):
    """Notes on its server what it is asked for."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def web() -> Iterator[http.server.ThreadingHTTPServer]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Asked)
    server.asked = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_nothing_that_a_document_links_to_is_fetched(
    soffice: Path, web: http.server.ThreadingHTTPServer, tmp_path: Path
) -> None:
    """A linked picture would tell a stranger who reads what; a linked file would be indexed."""
    drawing, main = "http://schemas.openxmlformats.org/drawingml/2006", "main"
    size = '<a:ext cx="900000" cy="900000"/>'
    picture = (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing">'
        f'<wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="p"/><a:graphic xmlns:a="{drawing}/{main}">'
        f'<a:graphicData uri="{drawing}/picture"><pic:pic xmlns:pic="{drawing}/picture"><pic:nvPicPr>'
        '<pic:cNvPr id="0" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip xmlns:r="{_OFFICE}" r:link="r9"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/>{size}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    address = f"http://127.0.0.1:{web.server_port}/x.png"
    link = f'<Relationship Id="r9" Type="{_OFFICE}/image" Target="{address}" TargetMode="External"/>'
    source = whole_docx(paragraph("甲") + picture + paragraph("乙"), link)
    linked = made_old(soffice, tmp_path, source, "doc", "doc:MS Word 97")
    asked: list[str] = web.asked  # type: ignore[attr-defined]
    assert asked, "a LibreOffice without our settings is expected to fetch it"
    asked.clear()
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    field = r'{\field{\*\fldinst { INCLUDETEXT "' + secret.as_posix() + r'" }}{\fldrslt {x}}}'
    assert texts(soffice, [linked, _RTF % field.encode()]) == ["甲\n\n乙", "x"]
    assert asked == []


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"{\\rtf1 x}", "RTF 文档，读取它需要 LibreOffice"),
        (_WORD_2003.encode(), "XML"),
    ],
)
def test_without_libreoffice_the_user_is_told_what_to_install(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile, match=f"「a.doc」.*{says}.*请"):
        read(data, "a.doc", None)


def test_what_is_no_old_document_is_refused_without_a_converter() -> None:
    (refused,) = convert([("a.doc", b"x")], Path("soffice"))
    assert isinstance(refused, UnreadableFile) and re.search("「a.doc」.*不是旧版 Word.*请", str(refused))
