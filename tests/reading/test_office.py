"""Protects that one bad document costs one document, and that LibreOffice leaves nothing behind.

LibreOffice is played by a shell script here.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from indexer.errors import ConfigError, UnreadableFile
from indexer.reading.office import OldDocument, find_soffice, to_docx
from tests.reading.word_files import docx, paragraph

posix_only = pytest.mark.skipif(
    sys.platform == "win32", reason="the stand-in for LibreOffice is a shell script"
)


def stand_in(folder: Path, script: str) -> Path:
    """A program that gets ``$out`` and, one by one, ``$file``; it keeps a count of its starts."""
    path = folder / "soffice"
    good = folder / "good.docx"
    good.write_bytes(docx(paragraph("好")))
    path.write_text(
        f'#!/bin/sh\necho x >> "{folder}/starts"\ngood="{good}"\n'
        'while [ "$1" != "--outdir" ]; do shift; done\nout="$2"; shift 2\n'
        'for file in "$@"; do base=$(basename "$file" .rtf); target="$out/$base.docx"\n'
        f"{script}\ndone\n",
        encoding="utf-8",
    )
    path.chmod(0o755)
    return path


def starts(folder: Path) -> int:
    return (folder / "starts").read_text(encoding="utf-8").count("x")


def outcome(program: Path, *contents: str, timeout_s: float = 1) -> str:
    """``+`` for each converted document and ``-`` for each refused one."""
    documents = [OldDocument(f"{n}.rtf", content.encode(), "rtf") for n, content in enumerate(contents)]
    return "".join("+" if isinstance(done, bytes) else "-" for done in to_docx(documents, program, timeout_s))


@posix_only
def test_a_crash_costs_one_document(tmp_path: Path) -> None:
    program = stand_in(tmp_path, 'grep -q bad "$file" && exit 3; cp "$good" "$target"')
    assert outcome(program, "a", "b", "bad", "c", "d") == "++-++"
    # All, the culprit alone, those after it.
    assert starts(tmp_path) == 3


@posix_only
def test_a_hang_costs_one_document_and_its_children_are_ended(tmp_path: Path) -> None:
    program = stand_in(
        tmp_path,
        f'grep -q bad "$file" && {{ sleep 300 & echo $! > "{tmp_path}/child"; wait; }}; cp "$good" "$target"',
    )
    assert outcome(program, "a", "bad", "c") == "+-+"
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(child)], capture_output=True, text=True, check=False
    )
    assert state.stdout.strip()[:1] in ("", "Z")


@posix_only
def test_half_a_file_is_no_result(tmp_path: Path) -> None:
    program = stand_in(tmp_path, 'head -c 100 "$good" > "$target"; exit 1')
    assert outcome(program, "a", "b") == "--"


@posix_only
def test_what_is_skipped_by_a_run_that_ends_well_is_not_tried_again(tmp_path: Path) -> None:
    program = stand_in(tmp_path, 'grep -q bad "$file" || cp "$good" "$target"')
    assert outcome(program, "bad", "a", "bad") == "-+-"
    assert starts(tmp_path) == 1


@posix_only
def test_a_libreoffice_that_always_fails_is_given_up(tmp_path: Path) -> None:
    program = stand_in(tmp_path, "exit 1")
    assert outcome(program, *"abcdefghijklmnop") == "-" * 16
    assert starts(tmp_path) <= 6


@posix_only
def test_many_documents_share_few_processes_and_leave_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    program = stand_in(tmp_path, 'cp "$good" "$target"')
    assert outcome(program, *["a"] * 90) == "+" * 90
    assert starts(tmp_path) == 3
    assert list(temporary.iterdir()) == []


def test_a_program_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    (refused,) = to_docx([OldDocument("a.rtf", b"x", "rtf")], tmp_path / "soffice")
    assert isinstance(refused, UnreadableFile)
    assert "「a.rtf」" in str(refused)
    assert "LibreOffice" in str(refused)
    assert to_docx([], tmp_path / "soffice") == []


# --- finding it ----------------------------------------------------------------------------


@posix_only
def test_libreoffice_is_found_on_the_path_and_where_it_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = stand_in(tmp_path, "")
    assert find_soffice(program) == program
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_soffice() == program
    monkeypatch.setattr("indexer.reading.office._usual_places", lambda: iter([tmp_path / "x", program]))
    monkeypatch.setenv("PATH", "")
    assert find_soffice() == program
    with pytest.raises(ConfigError, match="LibreOffice"):
        find_soffice(tmp_path / "nowhere")
