"""What comes of one file on the way every file goes: documents, text, reports. Anything but reports whose
text is conserved, or a refusal of one line that names the file, is a fault."""

from __future__ import annotations

import time
import traceback
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from indexer.errors import UnreadableFile
from indexer.ingest.analysis import understand
from indexer.ingest.discovery import FoundFile
from indexer.ingest.documents import Document, documents_of
from indexer.ingest.manifest import report_id
from indexer.model.reports import Report, SourceText
from indexer.parsing import parse
from indexer.parsing.rulebook import Rulebook, default_rulebook
from indexer.reading import read, read_file
from tests.campaign.mutations import Input, Sample, Samples, make
from tests.parsing.test_conservation import check_conserved, check_faithful, check_marked, check_ordered

ARCHIVE = Path(__file__).resolve().parents[2] / "archive"
#: The samples that are text enough to be written in any format.
_TEXTS = (".txt", ".html", ".docx")
_MAX_BYTES = 50 * 1024 * 1024

Verdict = Literal["read", "refused", "failed"]
#: The text of a document; raises ``UnreadableFile``.
Read = Callable[[bytes, str], SourceText]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of input ``index``. ``seconds`` of the processor; ``peak_mb`` the most memory that its
    process has held so far; ``detail`` says what failed, ``steps`` how the input was made."""

    index: int
    format: str
    verdict: Verdict
    seconds: float
    peak_mb: float = 0.0
    detail: str = ""
    steps: tuple[str, ...] = ()


def load_samples(folder: Path = ARCHIVE) -> Samples:
    """The shipped sample reports."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix)
    files = [Sample(path.suffix.lstrip("."), path.name, path.read_bytes()) for path in paths]
    return Samples([read_file(path).text for path in paths if path.suffix in _TEXTS], files)


def judge_of(seed: int, folder: Path) -> Callable[[int], Outcome]:
    """A judge of a seed's inputs; ``folder`` is where it may write them."""
    return partial(_made_and_judged, seed, load_samples(), folder, default_rulebook())


def _made_and_judged(seed: int, samples: Samples, folder: Path, rules: Rulebook, index: int) -> Outcome:
    return judge(make(seed, index, samples), folder, rules)


def judge(made: Input, folder: Path, rules: Rulebook, read: Read = read) -> Outcome:
    """Writes an input as a file, reads and parses it, and checks what came of it."""
    path = folder / made.name
    path.write_bytes(made.data)
    try:
        with warnings.catch_warnings():
            # A warning would be printed between the lines of a command.
            warnings.simplefilter("error")
            verdict, seconds = _judged(path, rules, read)
    # Whatever it is: that is what the campaign looks for.
    except Exception:
        return Outcome(made.index, made.format, "failed", 0.0, detail=traceback.format_exc(), steps=made.steps)
    finally:
        path.unlink(missing_ok=True)
    return Outcome(made.index, made.format, verdict, seconds, steps=made.steps)


def _judged(path: Path, rules: Rulebook, read: Read) -> tuple[Verdict, float]:
    """The verdict on a file, ``read`` where one of its documents was, and the seconds it took without
    the checks. Fails on the first fault."""
    began = time.process_time()
    verdict: Verdict = "refused"
    checking = 0.0
    for document in documents_of(FoundFile(path, path.parent, path.name), _MAX_BYTES):
        text, reports = _understood(document, rules, read)
        before_checks = time.process_time()
        if isinstance(text, UnreadableFile):
            check_message(text, (document.name, path.name))
        else:
            verdict = "read" if isinstance(reports, Sequence) else verdict
            check_text(text)
            check_reports(text, reports, document.name, rules)
        checking += time.process_time() - before_checks
    return verdict, time.process_time() - began - checking


def _understood(
    document: Document, rules: Rulebook, read: Read
) -> tuple[SourceText | UnreadableFile, tuple[Report, ...] | UnreadableFile]:
    if isinstance(document.data, UnreadableFile):
        return document.data, ()
    try:
        text = read(document.data, document.name)
    except UnreadableFile as error:
        return error, ()
    try:
        return text, understand(text, document.name, rules)
    except UnreadableFile as error:
        return text, error


def check_message(error: UnreadableFile, names: Sequence[str]) -> None:
    """Fails where a refusal is not one line that names the file."""
    message = str(error)
    assert len(message.splitlines()) == 1, f"not one line: {message!r}"
    assert any(name in message for name in names), f"does not name {names}: {message!r}"


def check_text(text: SourceText) -> None:
    """Fails where a text cannot be stored, or what is called boilerplate does not stand in it."""
    text.text.encode("utf-8")
    assert "\r" not in text.text
    assert all(0 <= start < end <= len(text.text) for start, end in text.boilerplate), "boilerplate outside the text"
    assert all(text.text[start:end].strip() and "\n" not in text.text[start:end] for start, end in text.headings), "no line"


def check_reports(
    text: SourceText, reports: tuple[Report, ...] | UnreadableFile, name: str, rules: Rulebook
) -> None:
    """Fails where text is lost, doubled or made up; also where it was all taken for noise."""
    if isinstance(reports, UnreadableFile):
        check_message(reports, (name,))
        reports = parse(text, rules)
    check_conserved(text, reports)
    check_faithful(text, reports)
    check_ordered(reports)
    check_marked(reports)
    for report in reports:
        report_id(report)
