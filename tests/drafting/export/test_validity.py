"""Word must open what is exported without a word about repairs, whatever the draft holds."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.drafting.export.content import SOURCE_PLACES, SourcePlace
from indexer.drafting.export.template import official_template, read_template
from indexer.drafting.export.word import to_docx, to_dotx
from indexer.drafting.model import Block, Draft
from tests.drafting.export.drafts import SMALL, collected, heading, long_draft, written
from tests.drafting.export.packages import changed, faults, paragraphs, text_of
from tests.profiles import examples

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
NASTY = "甲\x00\x08乙\x1b丙\ud800丁\ufffe戊\x7f己\u2028庚\r\n辛\t壬]]>&lt;<w:p/>"


def draft(*blocks: Block, title: str = "") -> Draft:
    return Draft("d", "稿", title, blocks=tuple(blocks))


DRAFTS = {
    "small": SMALL,
    "empty": draft(),
    "one heading": draft(heading("a", "一、主要做法")),
    "no title": replace(SMALL, title=""),
    "title only": draft(title="年度工作总结"),
    "blank blocks": draft(written("a", ""), written("b", " \n\t"), heading("c", "")),
    "control characters": draft(collected("a", NASTY), heading("b", NASTY, 2), title=NASTY),
    "supplementary planes": draft(written("a", "𠮷野家的𡈼字，😀"), heading("b", "一、𠀀𪛖"), title="𠮷"),
    "a long paragraph": draft(written("a", "码头例会开到了船上，" * 4_000)),
    "a long draft": long_draft(20_000),
    "a long title": draft(title="关于渔港码头议事桌的情况报告" * 40),
    "levels out of range": draft(heading("a", "甲", 0), heading("b", "乙", 9)),
}


@pytest.mark.parametrize("places", SOURCE_PLACES)
@pytest.mark.parametrize("name", DRAFTS)
def test_every_draft_is_valid_open_xml(name: str, places: SourcePlace, tmp_path: Path) -> None:
    data = to_docx(DRAFTS[name], sources=places, stated=places == "end")
    assert faults(data, tmp_path) == []
    assert len(docx.Document(BytesIO(data)).paragraphs) >= 1


def test_templates_are_valid_open_xml(tmp_path: Path) -> None:
    own = read_template("[page_number]\nplace = 居中\nform = 第1页\n[title]\nbold = 是\n", "own.ini")
    assert faults(to_dotx(official_template()), tmp_path, "a.dotx") == []
    assert faults(to_dotx(own), tmp_path, "b.dotx") == []
    assert faults(to_docx(SMALL, own), tmp_path) == []


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/styles.xml", '<w:outlineLvl w:val="0"/></w:pPr>', '<w:outlineLvl w:val="0"/><w:keepNext/></w:pPr>'),
        ("word/document.xml", 'w:val="yellow"', 'w:val="gelb"'),
        ("word/settings.xml", "</w:settings>", "<w:evenAndOddHeaders/></w:settings>"),
        ("word/document.xml", "<w:docGrid", "<w:docGrit"),
    ],
)
def test_the_check_can_fail(part: str, old: str, new: str, tmp_path: Path) -> None:
    broken = changed(to_docx(SMALL), part, lambda text: text.replace(old, new, 1))
    assert faults(broken, tmp_path) != []


def test_nothing_is_lost_but_what_no_document_may_hold() -> None:
    shown = [text_of(each) for each in paragraphs(to_docx(DRAFTS["control characters"]))]
    assert shown == ["甲乙丙丁戊己 庚 辛 壬]]>&lt;<w:p/>", *(["甲乙丙丁戊己", "庚", "辛 壬]]>&lt;<w:p/>"] * 2)]
    shown = [text_of(each) for each in paragraphs(to_docx(DRAFTS["a long draft"]))]
    assert shown == [DRAFTS["a long draft"].title, *(block.text for block in DRAFTS["a long draft"].blocks)]
    assert sum(map(len, shown)) > 20_000


@settings(max_examples=examples(25), deadline=None)
@given(st.lists(st.text(st.characters(), max_size=30), max_size=4), st.text(st.characters(), max_size=30))
def test_any_text_is_valid(texts: list[str], title: str) -> None:
    """Drawn from all code points, halves of surrogate pairs among them: python-docx must be able to read it again."""
    data = to_docx(draft(*(collected(str(at), text) for at, text in enumerate(texts)), title=title))
    again = [each.text for each in docx.Document(BytesIO(data)).paragraphs]
    assert all(text.isprintable() or text.strip() for text in again if text)


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_sets_a_long_draft_on_numbered_pages(tmp_path: Path) -> None:
    """Twenty-two lines a page, nothing cut off, page numbers right and left in turn."""
    import pypdfium2

    (tmp_path / "long.docx").write_bytes(to_docx(long_draft(), sources="none"))
    command = [str(SOFFICE), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    ran = subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "long.docx")], capture_output=True, timeout=180)
    assert ran.returncode == 0, ran.stderr
    with pypdfium2.PdfDocument(tmp_path / "long.pdf") as pdf:
        assert [round(side * 25.4 / 72) for side in pdf[0].get_size()] == [210, 297]
        texts = [page.get_textpage().get_text_bounded() for page in pdf]
        assert len(texts) >= 8
        for number, (page, text) in enumerate(zip(pdf, texts, strict=True), start=1):
            assert "".join(text.split()).endswith(f"—{number}—"), number
            left, right = page.get_size()[0] / 2, page.get_size()[0]
            half = page.get_textpage().get_text_bounded(*((left, 0, right, 100) if number % 2 else (0, 0, left, 100)))
            assert str(number) in half
        lines = [line for line in texts[1].splitlines() if line.strip()]
        assert 22 <= len(lines) <= 23
    told = "".join("".join(text.split()) for text in texts)
    for block in long_draft().blocks[:20]:
        assert "".join(block.text.split())[:12] in told
