"""A Word file taken apart, by lxml alone: what a test reads is not what the program wrote with."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from lxml import etree
from openxml_audit import OpenXmlValidator

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: The standard lets a document do without a theme (ECMA-376 part 1, 11.3.1); this validator does not.
_NO_THEME = "relationships/theme' is missing"


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def found(element: etree._Element, path: str) -> list[etree._Element]:
    result = element.xpath(path, namespaces={"w": W})
    assert isinstance(result, list)
    return [each for each in result if isinstance(each, etree._Element)]


def one(element: etree._Element, path: str) -> etree._Element:
    (only,) = found(element, path)
    return only


def value(element: etree._Element, path: str, attribute: str = "val") -> str | None:
    """An attribute in Word's namespace of the only element at ``path``."""
    given = one(element, path).get(f"{{{W}}}{attribute}")
    return None if given is None else str(given)


def text_of(element: etree._Element) -> str:
    return "".join(str(node.text or "") for node in found(element, ".//w:t"))


def paragraphs(data: bytes) -> list[etree._Element]:
    return found(part(data, "word/document.xml"), "/w:document/w:body/w:p")


def style(data: bytes, name: str) -> etree._Element:
    return one(part(data, "word/styles.xml"), f"/w:styles/w:style[w:name/@w:val='{name}']")


def style_name(data: bytes, paragraph: etree._Element) -> str:
    """The name of a paragraph's style; of the default one where it names none."""
    given = found(paragraph, "./w:pPr/w:pStyle")
    if not given:
        return "Normal"
    identity = given[0].get(f"{{{W}}}val")
    return value(part(data, "word/styles.xml"), f"/w:styles/w:style[@w:styleId='{identity}']/w:name") or ""


def faults(data: bytes, folder: Path, name: str = "checked.docx") -> list[str]:
    """What the rules of Open XML find wrong."""
    path = folder / name
    path.write_bytes(data)
    errors = OpenXmlValidator().validate(path).errors
    return [f"{each.part_uri}: {each.description}" for each in errors if _NO_THEME not in each.description]


def changed(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The package with one part changed; it must really change."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for each in old.namelist():
            text = old.read(each)
            if each == name:
                text = change(text.decode("utf-8")).encode("utf-8")
                assert text != old.read(each)
            new.writestr(each, text)
    return made.getvalue()
