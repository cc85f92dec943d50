"""The comparison with Recoll: both from the same files, by their commands, and what they find told by files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from bench import recoll
from bench.corpus import Generator
from bench.parsed import reports_in
from bench.recoll import Beside, Recoll, absent, compared, files_of, table
from tests.project.test_bench import ARCHIVE

FILES = {"a": Path("a.txt"), "b": Path("b.txt"), "c": Path("c.txt")}


class Stub(Recoll):
    """A Recoll that finds what it is told."""

    def __init__(self, found: Mapping[str, str]) -> None:
        self._found = found

    def files_with(self, phrase: str) -> set[Path]:
        return {FILES[name] for name in self._found[phrase]}


def test_files_that_lack_and_files_too_many_are_told_apart() -> None:
    """As many files as have the phrase are not right where they are others."""
    truth = {"right": "ab", "others": "ab", "fewer": "ab", "more": "a", "none": ""}
    found = Stub({"right": "ba", "others": "ac", "fewer": "a", "more": "abc", "none": ""})
    assert recoll._by_files(found, {phrase: {FILES[name] for name in names} for phrase, names in truth.items()}) == (2, 2, 1)
    assert compared([3, 2, 5, 0], [3, 3, 4, 0]) == (2, 1, 1)


def test_truth_is_looking_through_every_text(tmp_path: Path) -> None:
    for name, text in (("a", "群众满意，干部\n满意"), ("b", "干部满意")):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(text, encoding="utf-8")
    told = files_of(tmp_path, ["满意", "干部满意", "不在"])
    assert {phrase: sorted(path.stem for path in files) for phrase, files in told.items()} == {
        "满意": ["a", "b"], "干部满意": ["b"], "不在": [],
    }  # fmt: skip


def test_the_table_gives_ratios_and_leaves_out_what_is_not_known() -> None:
    ours = Beside("Bigan", [(12.0, 20.0), (10.0, 21.0)], 100.0, None, 4_000_000, [(0.5, 0.5), (0.3, 0.4), (0.4, 0.4)], 9, 1, 0)
    theirs = Beside("Recoll", [(25.0, 30.0)], 250.0, 1.0, 8_000_000, [(0.02, 0.01)], 7, 1, 2)
    lines = list(table(1000, (ours, theirs)))
    assert "| building, s | 10.0 | 25.0 | 2.50 |" in lines
    assert "| … not mapped from files | – | 1 |  |" in lines
    assert "| one word on the command line, s, median | 0.400 | 0.020 | 0.05 |" in lines
    assert lines[-1].endswith("| 9 of 10 (1 too few, 0 too many) | 7 of 10 (1 too few, 2 too many) |  |")


def test_without_recoll_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert recoll.main([str(tmp_path)]) == 0
    assert capsys.readouterr().out == (
        "Recoll left out: recollindex and recollq not found; Debian's package is recollcmd\n"
    )
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.skipif(bool(absent()), reason=absent())
def test_both_index_the_same_files_and_find_the_phrases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From files to the table; Bigan's totals are what is there, and nobody's home folder is touched."""
    home, archive = tmp_path / "home", tmp_path / "bench" / "80" / "archive"
    for made in Generator(7, list(reports_in([ARCHIVE / "机关"]))).reports(80):
        (archive / made.name).parent.mkdir(parents=True, exist_ok=True)
        (archive / made.name).write_text(made.text, encoding="utf-8")
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    file = tmp_path / "figures.json"
    numbers = ["--paragraphs", "80", "--commands", "1", "--phrases", "30", "--json", str(file)]
    assert recoll.main([str(tmp_path / "bench"), *numbers]) == 0
    bigan, other = json.loads(file.read_text("utf-8"))
    assert (bigan["right"], bigan["few"], bigan["many"]) == (30, 0, 0)
    assert other["right"] + other["few"] + other["many"] == 30 and other["right"] > 20
    assert min(bigan["bytes"], other["bytes"]) > 10_000 and len(other["commands"]) == len(bigan["commands"]) == 1
    assert "| phrases found in the files that have them | 30 of 30 (0 too few, 0 too many) |" in capsys.readouterr().out
    assert not list(home.iterdir())
