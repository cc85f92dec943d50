"""The growth curves: commands measured with all they start, steps that are kept, and a drawing that shows these figures."""

from __future__ import annotations

import gc
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from bench import command, curves, one_size
from bench.apart import Failed
from bench.chart import Panel, Series, short, small_multiples
from bench.command import run
from bench.corpus import Generator
from bench.curves import panels, sizes_of
from bench.lexis import Lexis
from bench.memory import Held, held_by, memory_of
from bench.one_size import STEPS, Figures, OneSize, Unmeasurable, measure
from bench.parsed import reports_in
from bench.questions import CLASSES
from tests.project.test_bench import ARCHIVE

SVG = "{http://www.w3.org/2000/svg}"
SIZES = (60, 120)
#: A process that runs the code it is given in another; that one holds 80 MB until there is a file.
STARTS_ANOTHER = "import subprocess, sys; subprocess.run([sys.executable, '-c', *sys.argv[1:]], check=True)"
HOLDS = """
import os, sys, time
held = b"1" * 80_000_000
while not os.path.exists(sys.argv[1]):
    time.sleep(0.01)
print(len(held))
"""


def figures_of(size: int) -> Figures:
    """Figures as a run leaves them, each another number."""
    build = {
        "seconds": size / 100, "processor": size / 90, "peak_mb": 200.0, "own_peak_mb": 150.0, "files": size // 20,
        "paragraphs": size, "bytes": size * 3000, "archive_bytes": size * 900, "cores": 2,
    }  # fmt: skip
    held = {"resident": 150.0, "shared_out": 140.0, "files": 30.0}
    latency = {kind: {"wall": [size / 7, size / 7, size / 3], "processor": [1.0, 1.0, 2.0]} for kind in CLASSES}
    return {
        "build": build,
        "opening": {"search": 0.5, "serve_listens": 0.6, "serve": 0.7},
        "memory": {"process": held, "serve": {**held, "resident": 170.0}, "questions": 200},
        "latency": latency,
    }


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder with the figures of two sizes."""
    for size in SIZES:
        (tmp_path / str(size)).mkdir()
        (tmp_path / str(size) / "figures.json").write_text(json.dumps(figures_of(size)), encoding="utf-8")
    return tmp_path


def labels_in(svg: str) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(svg).iter(f"{SVG}text") if text.get("class") == "value"]


# --- the whole run ----------------------------------------------------------------------------------


@pytest.fixture
def few_samples(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Archives made from a part of the samples; what would run in a process of its own runs in this one, and commands
    are started as rarely as can be."""
    samples, lexis = list(reports_in([ARCHIVE / name for name in ("机关", "学校", "医院", "政府")])), Lexis()

    def write_few(folder: Path, paragraphs: int, seed: int) -> None:
        for made in Generator(seed, samples, lexis).reports(paragraphs):
            (folder / made.name).parent.mkdir(parents=True, exist_ok=True)
            (folder / made.name).write_text(made.text, encoding="utf-8")

    def here(seconds: float, work: Callable[..., Any], *arguments: Any) -> Any:
        return work(*arguments)

    monkeypatch.setattr(one_size, "in_child", here)
    monkeypatch.setattr(one_size, "write_archive", write_few)
    monkeypatch.setattr(one_size, "_STARTS", 0)
    monkeypatch.setattr(one_size, "_BEFORE_MEMORY", 8)
    yield
    gc.unfreeze()


@pytest.mark.slow
@pytest.mark.usefixtures("few_samples")
def test_two_sizes_are_measured_kept_and_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From an empty folder to figures, drawing and table; every figure that is drawn is one of the file's. The second size
    has its slow steps, which start servers, behind it."""
    svg, second = tmp_path / "growth.svg", tmp_path / "curves" / "120" / "figures.json"
    second.parent.mkdir(parents=True)
    second.write_text(json.dumps({step: figures_of(120)[step] for step in ("opening", "memory")}), encoding="utf-8")
    typed = [str(tmp_path / "curves"), "--sizes", "120,60", "--questions", "3", "--svg", str(svg), "--table"]
    assert curves.main(typed) == 0
    figures = {size: json.loads((tmp_path / "curves" / f"{size}" / "figures.json").read_text("utf-8")) for size in SIZES}
    for size in SIZES:
        assert set(figures[size]) == set(STEPS)
        assert 0.9 * size <= figures[size]["build"]["paragraphs"] <= 1.1 * size
        assert set(figures[size]["latency"]) == set(CLASSES)
    drawn = panels(figures, "wall")
    lines = [line for panel in drawn for line in panel.series if memory_of() is not None or "MB" not in panel.title]
    assert all(len(line.points) == len(SIZES) and min(value for _, value in line.points) > 0 for line in lines)
    assert figures[60]["build"]["bytes"] < figures[120]["build"]["bytes"]
    labels = labels_in(svg.read_text("utf-8"))
    assert sorted(labels) == sorted(short(value) for panel in drawn for value in panel.values)
    assert len(labels) >= len(SIZES) * (2 * len(CLASSES) + 7)
    assert "| Common word, ms: median / 95th percentile |" in capsys.readouterr().out


# --- steps ------------------------------------------------------------------------------------------


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Steps that only note that they were taken."""
    names: list[str] = []

    def stub(name: str) -> Callable[[OneSize], dict[str, Any]]:
        def take(size: OneSize) -> dict[str, Any]:
            names.append(f"{size.paragraphs} {name}")
            return figures_of(size.paragraphs)[name]

        return take

    monkeypatch.setattr(one_size, "STEPS", {name: stub(name) for name in STEPS})
    monkeypatch.setattr(one_size, "prepare", lambda size: None)
    return names


def test_a_run_goes_on_where_it_was_interrupted(kept: Path, taken: list[str]) -> None:
    """Half an hour of building a million is not done again because a later step was interrupted."""
    assert curves.main([str(kept), "--sizes", "60,120"]) == 0 and taken == []
    file = kept / "120" / "figures.json"
    file.write_text(json.dumps({"build": figures_of(120)["build"]}), encoding="utf-8")
    assert curves.main([str(kept), "--sizes", "60,120"]) == 0
    assert taken == ["120 opening", "120 memory", "120 latency"]
    assert json.loads(file.read_text("utf-8")) == figures_of(120)


def test_one_size_and_one_step_can_be_taken_again(kept: Path, taken: list[str]) -> None:
    """What is measured of an index goes with it: a new one has all measured anew."""
    assert curves.main([str(kept), "--sizes", "60", "--again", "latency"]) == 0
    assert taken == ["60 latency"]
    taken.clear()
    assert curves.main([str(kept), "--sizes", "120", "--again", "build"]) == 0
    assert taken == [f"120 {step}" for step in STEPS]


def test_what_was_done_stays_when_a_step_fails(
    kept: Path, taken: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A size too large for the machine is told in a line, and the others are measured and shown."""

    def fails(size: OneSize) -> dict[str, Any]:
        raise Failed("ended with -9: killed\nfor lack of memory")

    monkeypatch.setitem(one_size.STEPS, "memory", fails)
    (kept / "40").mkdir()
    assert curves.main([str(kept), "--sizes", "40,120", "--table"]) == 1
    told = capsys.readouterr()
    assert [line for line in told.err.splitlines() if "bench.curves" in line] == [
        "bench.curves: 40 paragraphs: ended with -9: killed for lack of memory"
    ]
    assert list(json.loads((kept / "40" / "figures.json").read_text("utf-8"))) == ["build", "opening"]
    assert "| paragraphs | 40 | 120 |" in told.out and "| – / – |" not in told.out.splitlines()[2]


def test_half_an_archive_is_not_taken_for_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run interrupted while it made files would have indexed too few of them for ever."""
    calls: list[Path] = []

    def write(seconds: float, work: object, folder: Path, paragraphs: int, seed: int) -> None:
        calls.append(folder)
        folder.mkdir()
        (folder / f"{len(calls)}.txt").write_text("正文", encoding="utf-8")
        if len(calls) == 1:
            raise Failed("interrupted")

    monkeypatch.setattr(one_size, "in_child", write)
    size = OneSize(tmp_path, 40, 3)
    with pytest.raises(Failed):
        one_size.prepare(size)
    assert not (size.place / "archive").exists()
    one_size.prepare(size)
    one_size.prepare(size)
    assert [path.name for path in (size.place / "archive").iterdir()] == ["2.txt"] and len(calls) == 2


# --- what cannot be done ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--sizes", "10k"], "'10k' is no number of paragraphs"),
        (["--sizes", "0"], "'0' is no number"),
        (["--sizes", ","], "no size was given"),
        (["--again", "speed"], "'speed' is no step; there are build, opening, memory, latency"),
        (["--sizes", "50", "--only-draw"], "nothing was measured below"),
        (["--sizes", "60", "--only-draw", "--svg", "no/such/folder.svg"], "No such file or directory"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    kept: Path, capsys: pytest.CaptureFixture[str], arguments: Sequence[str], told: str
) -> None:
    assert curves.main([str(kept), *arguments]) == 1
    error = capsys.readouterr().err
    assert told in error and error.count("\n") == 1


def test_too_small_a_disk_and_a_damaged_file_are_told(
    kept: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda place: shutil._ntuple_diskusage(10**9, 10**9 - 5, 5))
    assert curves.main([str(kept), "--sizes", "1000"]) == 1
    assert "1000 paragraphs take some 0.0 GB below" in capsys.readouterr().err
    (kept / "60" / "figures.json").write_text('{"build": [1', encoding="utf-8")
    with pytest.raises(Unmeasurable, match="cannot be read"):
        measure(OneSize(kept, 60, 3))
    assert sizes_of("300, 20,300") == [20, 300]


# --- commands -----------------------------------------------------------------------------------------


@pytest.mark.skipif(memory_of() is None, reason="only Linux tells")
def test_what_a_command_starts_is_in_its_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Building happens in workers: without them it would seem to need neither memory nor processor."""
    seen_it = tmp_path / "seen"

    def looked(process: int | str) -> Held:
        held = held_by(process)
        if held.own > 80:
            seen_it.touch()
        return held

    monkeypatch.setattr(command, "held_by", looked)
    ran = run([sys.executable, "-c", STARTS_ANOTHER, HOLDS, str(seen_it)], 60)
    assert ran.printed.strip() == "80000000"
    assert ran.peak is not None and ran.own_peak is not None
    assert ran.peak > ran.own_peak > 80 and ran.processor > 0.01
    assert 5 < held_by("self").own < held_by("self").together


def test_a_command_that_fails_or_hangs_is_told() -> None:
    with pytest.raises(Failed, match=r"ended with 3: .*no such index"):
        run([sys.executable, "-c", "import sys; print('no such index', file=sys.stderr); sys.exit(3)"], 60)
    with pytest.raises(Failed, match="not done after 1 s"):
        run([sys.executable, "-c", "import time; time.sleep(60)"], 1)


# --- drawing ------------------------------------------------------------------------------------------


def path_of(svg: str, number: int) -> list[tuple[float, float]]:
    """The points of a path: 0 is the line as the size, 1 the first line of the first panel."""
    root = ElementTree.fromstring(svg)
    paths = [path for path in root.iter(f"{SVG}path") if path.get("class") == "slope" or path.get("stroke-width")]
    drawn = (paths[number].get("d") or "").lstrip("M").split("L")
    return [(float(x), float(y)) for x, y in (place.split(" ") for place in drawn)]


def slope(points: Sequence[tuple[float, float]]) -> float:
    (x, y), (right, top) = points[0], points[-1]
    return (y - top) / (right - x)


def test_the_drawing_shows_where_costs_grow_faster() -> None:
    """A line that grows as the archive lies on the dashed one; one that grows as its square is twice as steep."""
    as_size = Panel("Seconds", (Series("a", ((100, 1.0), (1000, 10.0))),))
    squared = Panel("Seconds", (Series("a", ((100, 1.0), (1000, 100.0))),))
    drawn = small_multiples("Costs", [as_size, squared], "paragraphs")
    assert slope(path_of(drawn, 1)) == pytest.approx(slope(path_of(drawn, 0)), rel=0.02)
    assert slope(path_of(drawn, 3)) == pytest.approx(2 * slope(path_of(drawn, 1)), rel=0.02)
    assert labels_in(drawn) == ["1", "10", "1", "100"]


def test_every_panel_is_named_and_nothing_breaks_the_xml() -> None:
    panel = Panel("Time < & > size", (Series("a & b", ((10, 1.0),)), Series("c", ((10, 0.0123),))))
    empty = Panel("Left out", (Series("a", ()),))
    drawn = small_multiples("a & b", [empty, panel], "x < y")
    said = [text for node in ElementTree.fromstring(drawn).iter() for text in (node.text or "",)]
    assert "Time < & > size" in said and "● a & b" in said and "x < y" in said and "Left out" not in said
    assert labels_in(drawn) == ["1", "0.0123"]
    with pytest.raises(ValueError, match="nothing to draw"):
        small_multiples("Costs", [empty], "paragraphs")


def test_numbers_are_as_long_as_they_say_something() -> None:
    assert [short(value) for value in (0.01234, 0.5, 1.0, 9.996, 28.04, 999.6, 1607, 2_814_000)] == [
        "0.0123", "0.5", "1", "10", "28", "1\u202f000", "1\u202f607", "2\u202f814\u202f000",
    ]  # fmt: skip
