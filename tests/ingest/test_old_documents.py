"""Old Word documents go through LibreOffice: many at once, and none is lost or forgotten where it is missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from indexer.reading import find_soffice
from tests.ingest.zip_files import zipped
from tests.reading.word_files import paragraph, part
from tests.workbench import Workbench, letter

if sys.platform == "win32":
    pytest.skip("counts processes with a shell script", allow_module_level=True)

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
#: A document LibreOffice cannot make sense of: the right header, then nothing it knows.
BAD_RTF = b"{\\rtf1 \\bin999999999 x}"
PLACES = ("白鹭湖", "青石巷", "黄花渡")


def new_word(text: str) -> bytes:
    """The text as a Word document with every part that LibreOffice insists on."""
    body = "".join(paragraph(line) for line in text.splitlines() if line.strip())
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
    }
    return zipped(*files.items())


@pytest.fixture(scope="session")
def soffice() -> Path:
    found = find_soffice()
    if found is None:
        pytest.skip("LibreOffice is not installed")
    return found


@pytest.fixture(scope="session")
def old(soffice: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Reports as an old Word saved them, by file name: 白鹭湖.doc, 白鹭湖.rtf …"""
    folder = tmp_path_factory.mktemp("old")
    for place in PLACES:
        (folder / f"{place}.docx").write_bytes(new_word(letter(place)))
    sources = [str(folder / f"{place}.docx") for place in PLACES]
    for output in ("doc:MS Word 97", "rtf"):
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [str(soffice), profile, "--headless", "--convert-to", output, "--outdir", str(folder)]
        subprocess.run([*command, *sources], capture_output=True, check=True, timeout=120)
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".doc", ".rtf")}


class Counted:
    """LibreOffice behind a script that counts how often it is started."""

    def __init__(self, folder: Path, soffice: Path) -> None:
        self._log = folder / "starts"
        self.program = folder / "soffice"
        self.program.write_text(f'#!/bin/sh\necho x >> "{self._log}"\nexec "{soffice}" "$@"\n', encoding="utf-8")
        self.program.chmod(0o755)

    @property
    def starts(self) -> int:
        return len(self._log.read_text().splitlines()) if self._log.exists() else 0


@pytest.fixture
def counted(tmp_path: Path, soffice: Path) -> Counted:
    return Counted(tmp_path, soffice)


def shapes(bench: Workbench) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Text, sections and headings of every paragraph in the index."""
    return sorted(
        (p.text, p.sections, p.headings_above)
        for identity in bench.reports()
        for p in bench.engine.paragraphs_of(identity)
    )


def test_old_documents_are_read_in_one_go_like_new_ones(bench: Workbench, old: dict[str, bytes], counted: Counted) -> None:
    """.doc and .rtf of the same reports give the text and sections of the .docx, after one start of the program."""
    for name, data in old.items():
        bench.write(name, data)
    outcome = bench.run(soffice=counted.program)
    assert (outcome.ok, outcome.added, counted.starts) == (True, 6, 1)
    converted = shapes(bench)
    assert sorted(bench.reports().values()) == [(f"{place}.doc", f"{place}.rtf") for place in sorted(PLACES)]
    for name in old:
        (bench.root / name).unlink()
    for place in PLACES:
        bench.write(f"{place}.docx", new_word(letter(place)))
    bench.run()
    assert shapes(bench) == converted and len(converted) == 12


def test_a_second_run_starts_nothing(bench: Workbench, old: dict[str, bytes], counted: Counted) -> None:
    """Neither unchanged nor renamed documents are converted again."""
    path = bench.write("a.doc", old["白鹭湖.doc"])
    bench.run(soffice=counted.program)
    path.rename(bench.root / "b.doc")
    assert bench.run(soffice=counted.program).ok
    assert not bench.run(soffice=counted.program).committed
    assert counted.starts == 1


def test_without_libreoffice_documents_fail_and_are_read_once_it_is_there(
    bench: Workbench, old: dict[str, bytes], counted: Counted
) -> None:
    """The line says what to install; the files themselves need not be touched."""
    doc = bench.write("a.doc", old["白鹭湖.doc"])
    rtf = bench.write("b.rtf", old["青石巷.rtf"])
    bench.write("c.txt", letter("黄花渡"))
    outcome = bench.run()
    assert set(outcome.failed) == {str(doc), str(rtf)} and outcome.reports == 1
    assert all("LibreOffice" in line and len(line.splitlines()) == 1 for line in outcome.failed.values())
    again = bench.run()
    assert again.failed == outcome.failed and not again.committed
    healed = bench.run(soffice=counted.program)
    assert (healed.ok, healed.reports, counted.starts) == (True, 3, 1)
    assert bench.total("白鹭湖") == bench.total("青石巷") == 4
    assert not bench.run().committed


def test_reports_of_a_changed_document_stay_while_libreoffice_is_away(
    bench: Workbench, old: dict[str, bytes], counted: Counted
) -> None:
    """It keeps what was read of it before, marked, and is read as soon as that is possible."""
    path = bench.write("a.doc", old["白鹭湖.doc"])
    bench.run(soffice=counted.program)
    bench.write("a.doc", old["青石巷.doc"])
    outcome = bench.run()
    assert list(outcome.stale) == [str(path)] and bench.total("白鹭湖") == 4
    assert bench.run(soffice=counted.program).ok
    assert (bench.total("白鹭湖"), bench.total("青石巷")) == (0, 4)


def test_a_bad_document_spoils_no_other_and_is_not_tried_every_run(
    bench: Workbench, old: dict[str, bytes], tmp_path: Path, soffice: Path
) -> None:
    """A crash of the program over one document: the rest is read, the failure is remembered."""
    crashing = tmp_path / "crashing"
    crashing.write_text(
        f'#!/bin/sh\necho x >> "{tmp_path}/log"\n'
        'for source in "$@"; do [ -f "$source" ] && grep -q bin999999999 "$source" && exit 139; done\n'
        f'exec "{soffice}" "$@"\n',
        encoding="utf-8",
    )
    crashing.chmod(0o755)
    bad = bench.write("b.rtf", BAD_RTF)
    for name, data in old.items():
        bench.write(f"{'a' if name.startswith('白') else 'c'}/{name}", data)
    outcome = bench.run(soffice=crashing)
    assert list(outcome.failed) == [str(bad)] and outcome.reports == 3
    assert len(outcome.failed[str(bad)].splitlines()) == 1
    starts = len((tmp_path / "log").read_text().splitlines())
    again = bench.run(soffice=crashing)
    assert again.failed == outcome.failed and not again.committed
    assert len((tmp_path / "log").read_text().splitlines()) == starts
    bench.write("b.rtf", old["黄花渡.rtf"])
    assert bench.run(soffice=crashing).ok


def test_a_program_that_cannot_be_started_is_tried_again(bench: Workbench, old: dict[str, bytes], soffice: Path) -> None:
    """A full disk, a lost permission: nothing is wrong with the document, so the next run reads it."""
    path = bench.write("a.doc", old["白鹭湖.doc"])
    outcome = bench.run(soffice=bench.home / "没有这个程序")
    assert list(outcome.failed) == [str(path)]
    assert bench.run(soffice=soffice).ok and bench.total("白鹭湖") == 4


def test_old_documents_in_an_archive_are_converted_with_the_others(
    bench: Workbench, old: dict[str, bytes], counted: Counted
) -> None:
    """Members and files share one start; an equal copy is converted with neither of them twice in the next run."""
    bench.write("a.zip", zipped(("内/一.doc", old["白鹭湖.doc"]), ("二.rtf", old["青石巷.rtf"])))
    bench.write("三.doc", old["黄花渡.doc"])
    outcome = bench.run(soffice=counted.program)
    assert (outcome.ok, outcome.reports, counted.starts) == (True, 3, 1)
    assert ("a.zip/内/一.doc",) in bench.reports().values()
    bench.write("四.doc", old["黄花渡.doc"])
    assert bench.run(soffice=counted.program).ok and counted.starts == 1
