"""The parser may get better, not worse: its scores stay at or above the floors of floors.json.

A floor may be raised when the parser improves. It is lowered only with a line in CHANGELOG.md
that says what got worse and why that is worth it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from indexer.model.reports import SECTIONS, Paragraph, Removed, Report, SourceText
from indexer.parsing import parse
from indexer.reading import read_file
from tests.eval.gate import (
    HERE,
    SAMPLE_ANNOTATIONS,
    SAMPLE_FOLDER,
    SETS,
    Scores,
    document_of,
    documents_in,
    evaluate,
    evaluate_short_documents,
    removed_lines,
    score_file,
    text_of,
)
from tests.eval.shared import ROOT, shared_folder

FLOORS: Mapping[str, Mapping[str, float]] = json.loads(
    Path(__file__).with_name("floors.json").read_text(encoding="utf-8")
)


@cache
def sample_scores() -> Scores:
    return evaluate(SAMPLE_FOLDER, SAMPLE_ANNOTATIONS)


@cache
def scores_of(name: str) -> Scores:
    folder = Path(__file__).with_name(name)
    return evaluate(folder, folder.with_suffix(".json"))


def check_floor(scores: Scores, name: str, floor: float) -> None:
    """Fails with every miss where a score has fallen below its floor."""
    rate = scores.rates()[name]
    assert rate >= floor, (
        f"{name} fell to {rate:.4f}, its floor is {floor}. Mend the parser; a floor of floors.json is lowered "
        "only together with an entry in CHANGELOG.md.\n" + "\n".join(scores.misses)
    )


@pytest.mark.parametrize("name", FLOORS["samples"])
def test_the_samples_stay_above_their_floor(name: str) -> None:
    """What the parser once understood of the shipped samples it goes on understanding."""
    check_floor(sample_scores(), name, FLOORS["samples"][name])


@pytest.mark.parametrize(("documents", "name"), [(s, name) for s in SETS for name in FLOORS[s]])
def test_the_short_documents_stay_above_their_floor(documents: str, name: str) -> None:
    """Short documents, annotated by readers who had seen neither rules nor parser: every layout of
    real files, and what only looks like it."""
    check_floor(scores_of(documents), name, FLOORS[documents][name])


@pytest.mark.parametrize("name", FLOORS["seeds"])
def test_the_seeds_stay_above_their_floor(name: str) -> None:
    """Eight real reports: titles, years, units and noise all right, paragraphs nearly all."""
    seeds = shared_folder("seeds")
    check_floor(evaluate(seeds, seeds / "labels.json"), name, FLOORS["seeds"][name])


def test_every_score_of_the_samples_has_a_floor() -> None:
    """A score without a floor could fall unseen."""
    assert set(FLOORS["samples"]) == set(sample_scores().rates())
    for documents in SETS:
        assert set(FLOORS[documents]) == set(scores_of(documents).rates())
    assert set(FLOORS["seeds"]) >= {"splits", "titles", "years", "units", "paragraphs"}


#: What all short documents together must reach, whatever the floors of the sets.
ASKED = {
    "paragraphs": 0.95, "units": 0.95, "years": 0.97, "removed_f1": 0.95,
    **{f"recall.{kind}": 0.9 for kind in SECTIONS},
}  # fmt: skip


def test_the_short_documents_reach_what_is_asked() -> None:
    """Together: at least 100 further documents, enough paragraphs of two kinds to mean something."""
    scores = evaluate_short_documents()
    assert scores.splits.total >= 140
    assert scores.two_kinds.total >= 50
    for name, least in ASKED.items():
        check_floor(scores, name, least)


def test_every_pattern_has_three_documents_and_one_that_only_looks_like_it() -> None:
    """A pattern that two documents show is not held by the gate."""
    real: Counter[str] = Counter()
    like: Counter[str] = Counter()
    for name in SETS:
        for entry in json.loads((HERE / f"{name}.json").read_text(encoding="utf-8")):
            real.update(set(entry.get("patterns", ())))
            like.update(set(entry.get("lookalikes", ())))
    assert len(real) >= 55
    assert not [pattern for pattern, count in real.items() if count < 3]
    assert len(set(like) & set(real)) >= 45


def test_every_sample_is_annotated() -> None:
    """The annotations name exactly the files of the archive, and only known sections."""
    entries = json.loads(SAMPLE_ANNOTATIONS.read_text(encoding="utf-8"))
    assert {entry["file"] for entry in entries} == {document.shown for document in documents_in(SAMPLE_FOLDER)}
    labels = [p for entry in entries for report in entry["reports"] for p in report["paragraphs"]]
    assert {kind for p in labels for kind in p["sections"]} == set(SECTIONS)


# --- the gate itself must notice --------------------------------------------------------------

_TEXT = "甲段开头。\n乙段问题。\n下载\n丙段结尾 广告。"
_LABELS: Mapping[str, Any] = {
    "file": "a.txt",
    "removed": ["下载"],
    "reports": [
        {
            "title": "总结",
            "year": 2020,
            "unit_type": "妇联",
            "paragraphs": [
                {"starts": "甲段开头。", "sections": ["opening"]},
                {"starts": "乙段问题。", "sections": ["problems", "causes"]},
            ],
        }
    ],
}


def _report(*paragraphs: tuple[str, tuple[str, ...]], year: int | None = 2020) -> Report:
    pieces = tuple(Paragraph(at, text, kinds) for at, (text, kinds) in enumerate(paragraphs))
    start = _TEXT.index("下载")
    taken = Removed("下载", "网页部件", ((start, start + 2),))
    inline = Removed("广告。", "广告", ((len(_TEXT) - 3, len(_TEXT)),))
    return Report(0, "总结", year, None, "妇联", pieces, removed=(taken, inline))


_RIGHT = (("甲段开头。", ("opening",)), ("乙段问题。", ("problems", "causes")))


def _scored(*reports: Report) -> Scores:
    scores = Scores()
    score_file(scores, _LABELS, SourceText(_TEXT, "txt"), reports)
    return scores


def test_the_gate_gives_full_marks_to_the_right_answer() -> None:
    """All right is 1.0 everywhere, without a miss."""
    scores = _scored(_report(*_RIGHT))
    assert set(scores.rates().values()) == {1.0}
    assert scores.misses == []


def test_the_gate_counts_an_unexpected_paragraph_as_wrong() -> None:
    """A paragraph no label expects (kept noise, a cut paragraph) costs as much as a lost one."""
    scores = _scored(_report(*_RIGHT, ("丙段结尾", ("closing",))))
    assert (scores.paragraphs.right, scores.paragraphs.total) == (2, 3)


def test_the_gate_asks_for_exactly_the_right_sections() -> None:
    """One of two sections is not right, though it counts for the recall of its kind."""
    scores = _scored(_report(_RIGHT[0], ("乙段问题。", ("problems",))))
    assert scores.paragraphs.right == 1
    assert scores.recall["problems"].rate == 1.0
    assert scores.recall["causes"].rate == 0.0


def test_the_gate_notices_a_wrong_split() -> None:
    """A report too many and a report missing are both wrong splits; the missing one has nothing right."""
    assert _scored(_report(*_RIGHT), _report(("丙段结尾", ("other",)))).splits.rate == 0.0
    lost = _scored().rates()
    assert [lost[name] for name in ("splits", "titles", "years", "units", "paragraphs")] == [0.0] * 5


def test_the_gate_notices_a_wrong_year() -> None:
    """None instead of the year is wrong."""
    assert _scored(_report(*_RIGHT, year=None)).years.rate == 0.0


def test_the_gate_asks_for_the_title_but_not_for_its_gaps() -> None:
    """A title that is printed in two halves is the same title; another one is wrong."""
    apart, other = (replace(_report(*_RIGHT), title=title) for title in ("总　结", "小结"))
    assert (_scored(apart).titles.right, _scored(other).titles.right) == (1, 0)


def test_the_gate_counts_whole_removed_lines_only() -> None:
    """A piece cut out of a line is not a removed line."""
    assert removed_lines(SourceText(_TEXT, "txt"), [_report(*_RIGHT)]) == ["下载"]


def test_the_gate_reads_files_in_archives(tmp_path: Path) -> None:
    """An annotation may name a file in a zip archive; one that is not there is a mistake, not a miss."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.writestr("内/b.txt", "年终总结。")
    assert text_of(document_of(tmp_path, "a.zip/内/b.txt")).text == "年终总结。"
    assert [document.shown for document in documents_in(tmp_path)] == ["a.zip/内/b.txt"]
    for missing in ("a.zip/没有.txt", "没有.txt"):
        with pytest.raises(FileNotFoundError):
            document_of(tmp_path, missing)


def test_the_gate_runs_as_a_command() -> None:
    """``python -m tests.eval`` prints each score of the samples, and one for each pattern."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "tests.eval"], cwd=ROOT, capture_output=True, check=True
    )
    printed = done.stdout.decode("utf-8")
    assert all(name in printed for name in [*FLOORS["samples"], "split.pian-yi", "noise.stray"])


# --- real government reports -------------------------------------------------------------------


@pytest.mark.parametrize("corpus", ["provinces-2026", "hailar-2012-2019-gbk"])
def test_each_government_report_is_one_report_of_the_year_before_its_delivery(corpus: str) -> None:
    """Real reports of another genre: one report each, 政府, the right year, decoded without loss."""
    folder = shared_folder("corpora") / corpus
    entries = [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(entries) >= 8
    wrong: list[str] = []
    for entry in entries:
        source = read_file(folder / entry["file"])
        reports = parse(source)
        facts = [(r.unit_type, r.year) for r in reports]
        if facts != [("政府", int(entry["year"]) - 1)]:
            wrong.append(f"{entry['file']}: {facts}")
        elif len(reports[0].paragraphs) < 20 or "\ufffd" in source.text:
            wrong.append(f"{entry['file']}: {len(reports[0].paragraphs)} paragraphs, or U+FFFD in the text")
    assert not wrong, "\n".join(wrong)
