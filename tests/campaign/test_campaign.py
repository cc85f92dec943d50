"""A short campaign in every run of the tests, and proof that it notices planted faults."""

from __future__ import annotations

import sys
import warnings
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from indexer.errors import UnreadableFile
from indexer.model.reports import SourceText
from indexer.parsing.rulebook import Rulebook
from tests.campaign import faults
from tests.campaign.__main__ import SEED, failures, main, table
from tests.campaign.judging import (
    Outcome,
    Read,
    check_message,
    check_reports,
    check_text,
    judge,
    judge_of,
    load_samples,
)
from tests.campaign.making import FORMATS
from tests.campaign.mutations import Input, Samples, make
from tests.campaign.running import Bounds, MakeJudge, run
from tests.parsing.builders import PROSE, source
from tests.profiles import examples

_TEXT = "\n".join(("2021年度工作总结", *PROSE[:3]))


@pytest.fixture(scope="module")
def samples() -> Samples:
    return load_samples()


def test_damaged_files_are_read_or_refused(tmp_path: Path) -> None:
    """Whatever is done to a file: reports that conserve its text, or one line; never a traceback."""
    # Generous: a busy machine is no fault, an input that never ends is.
    number = examples(300)
    outcomes = list(run(partial(judge_of, SEED), range(number), tmp_path, Bounds(seconds=60.0, patience=2.0)))
    assert sorted(o.index for o in outcomes) == list(range(number))
    assert failures(outcomes, SEED) == []
    verdicts = Counter(o.verdict for o in outcomes)
    assert verdicts["read"] > number / 3 < verdicts["read"] + verdicts["refused"]
    assert {o.format for o in outcomes} >= set(FORMATS), "every format must have its turn"


def test_an_input_is_the_same_every_time(samples: Samples) -> None:
    """A recipe of seed and number repeats the input, byte by byte; other numbers are other inputs."""
    first = [make(7, index, samples) for index in range(40)]
    assert first == [make(7, index, samples) for index in range(40)]
    assert len({made.data for made in first}) > 35
    assert replace(samples, texts=samples.texts[1:]).digest != samples.digest
    assert first != [make(8, index, samples) for index in range(40)]


@pytest.mark.parametrize("kind", FORMATS)
def test_undamaged_files_of_every_format_are_what_they_are_called(kind: str, tmp_path: Path, rules: Rulebook) -> None:
    """Else the campaign would damage rubbish: each is read, or refused only for want of LibreOffice."""
    suffix, written = FORMATS[kind]
    outcome = judge(Input(0, kind, f"总结{suffix}", written(_TEXT), ()), tmp_path, rules)
    assert outcome.verdict == ("refused" if kind in ("doc", "rtf") else "read"), outcome.detail


# --- planted faults ---------------------------------------------------------------------------


def _raises_value_error(data: bytes, name: str) -> SourceText:
    raise ValueError("planted")


def _warns(data: bytes, name: str) -> SourceText:
    warnings.warn("planted", stacklevel=1)
    return source(_TEXT)


def _two_lines(data: bytes, name: str) -> SourceText:
    raise UnreadableFile(f"「{name}」坏了\n请检查")


def _nameless(data: bytes, name: str) -> SourceText:
    raise UnreadableFile("坏了，请检查")


def _lone_surrogate(data: bytes, name: str) -> SourceText:
    return source("工作总结\ud800")


@pytest.mark.parametrize(
    ("reader", "says"),
    [
        (_raises_value_error, "ValueError: planted"),
        (_warns, "UserWarning: planted"),
        (_two_lines, "not one line"),
        (_nameless, "does not name"),
        (_lone_surrogate, "UnicodeEncodeError"),
    ],
)
def test_a_faulty_reader_is_noticed(
    reader: Read, says: str, tmp_path: Path, rules: Rulebook
) -> None:
    """An error of another family, a warning, a poor message and text that cannot be stored are faults."""
    outcome = judge(Input(0, "txt", "总结.txt", _TEXT.encode(), ("planted",)), tmp_path, rules, reader)
    assert outcome.verdict == "failed"
    assert says in outcome.detail
    assert list(tmp_path.iterdir()) == []


def test_lost_text_is_noticed(rules: Rulebook) -> None:
    """Reports of another text than was read are a fault."""
    with pytest.raises(AssertionError):
        check_reports(source(_TEXT), (), "a.txt", rules)
    with pytest.raises(AssertionError, match="boilerplate"):
        check_text(SourceText("工作", "html", None, ((1, 9),)))
    with pytest.raises(AssertionError):
        check_message(UnreadableFile("「a.txt」坏了\u2028请检查"), ("a.txt",))


@pytest.mark.parametrize(
    ("planted", "says"),
    [(faults.sleeping, "not done after"), (faults.dying, "the process died"), (faults.working, "took 99.0 s")],
)
def test_an_input_that_ends_or_holds_up_its_process_is_noticed(
    planted: MakeJudge, says: str, tmp_path: Path
) -> None:
    """It alone is a fault; the inputs before and behind it are judged all the same."""
    outcomes = list(run(planted, range(8), tmp_path, Bounds(seconds=1.0, patience=2.0), workers=1))
    assert [o.index for o in outcomes] == list(range(8))
    assert [(o.index, o.detail.startswith(says)) for o in outcomes if o.verdict == "failed"] == [
        (faults.STUMBLES_AT, True)
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")
def test_memory_is_bounded_and_its_peak_told(tmp_path: Path) -> None:
    """An input that takes more than it may fails in its own process."""
    outcomes = list(run(faults.greedy, range(5), tmp_path, Bounds(60.0, memory_mb=900), workers=1))
    assert [o.detail for o in outcomes] == ["0", "0", "0", "MemoryError", "0"]
    assert all(o.peak_mb > 1 for o in outcomes)


# --- the command ------------------------------------------------------------------------------


def test_the_table_counts_and_names_what_failed() -> None:
    """Every outcome is counted once; a failure comes with the command that repeats it."""
    outcomes = [
        Outcome(0, "pdf", "read", 0.1), Outcome(1, "pdf", "failed", 0.1, detail="ValueError: x", steps=("truncated",)),
        Outcome(2, "zip", "refused", 0.1),
    ]  # fmt: skip
    assert [line.split() for line in table(outcomes)][1:] == [
        ["pdf", "1", "0", "1"], ["zip", "0", "1", "0"], ["all", "1", "1", "1"],
    ]  # fmt: skip
    assert failures(outcomes, 5) == [
        "FAILED pdf: truncated\nValueError: x", "  again: python -m tests.campaign mutate --seed 5 --only 1"
    ]  # fmt: skip


def test_the_command_repeats_one_input(
    tmp_path: Path, samples: Samples, capsys: pytest.CaptureFixture[str]
) -> None:
    """``--only`` says what was done to the input and writes it to where it can be looked at."""
    kept = tmp_path / "input"
    assert main(["mutate", "--seed", "9", "--only", "4", "--save", str(kept)]) == 0
    made = make(9, 4, samples)
    assert kept.read_bytes() == made.data
    assert f"4: {made.name}, {made.format}" in capsys.readouterr().out
