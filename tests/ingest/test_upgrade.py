"""An index of an older version is rebuilt in one run: the folders it covered are taken over, nothing of it is changed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from indexer.ingest.manifest import Manifest, manifest_from_dict
from tests.workbench import Workbench, letter


def folder_with(bench: Workbench, name: str, place: str) -> Path:
    """A further archive folder with one report."""
    bench.write("a.txt", letter(place), bench.home / name)
    return bench.home / name


def manifest(bench: Workbench) -> Manifest:
    return manifest_from_dict(bench.engine.manifest())


@pytest.fixture
def previous(bench: Workbench) -> Manifest:
    """What an older version knew: the configured folder and one from its command line; both are there, and hold a
    report each."""
    bench.write("a.txt", letter("白鹭湖"))
    added = folder_with(bench, "另一处", "青石巷")
    return Manifest(roots=(str(bench.root), str(added)), added=(str(added),), built_at="2026-11-21T18:00:00")


def test_folders_added_on_the_command_line_are_read_again(bench: Workbench, previous: Manifest) -> None:
    outcome = bench.run(previous=previous)
    assert outcome.ok and outcome.committed and outcome.added == 2
    assert bench.total("白鹭湖") == bench.total("青石巷") == 4
    assert (manifest(bench).roots, manifest(bench).added) == (previous.roots, previous.added)


def test_naming_a_folder_reads_the_others_too(bench: Workbench, previous: Manifest) -> None:
    """Otherwise the first run after an upgrade would leave an index of that folder alone."""
    third = folder_with(bench, "第三处", "黄花渡")
    assert bench.run(only=[third], previous=previous).added == 3
    assert manifest(bench).added == (*previous.added, str(third))


def test_a_named_folder_that_is_not_there_is_still_told(bench: Workbench, previous: Manifest) -> None:
    outcome = bench.run(only=[bench.home / "没有"], previous=previous)
    assert outcome.added == 2 and len(outcome.warnings) == 1
    assert str(bench.home / "没有") in outcome.warnings[0]


def test_an_index_that_has_been_filled_takes_nothing_over(bench: Workbench, previous: Manifest) -> None:
    bench.run()
    outcome = bench.run(previous=previous)
    assert (outcome.added, outcome.committed, manifest(bench).added) == (0, False, ())


def test_a_folder_that_cannot_be_reached_is_awaited(bench: Workbench, previous: Manifest) -> None:
    """A disk that is not plugged in when Bigan is upgraded: named at each run, read as soon as it is back, forgotten
    with --prune only."""
    away = bench.home / "拔下的盘"
    Path(previous.added[0]).rename(away)
    for _ in range(2):
        outcome = bench.run(previous=previous)
        assert len(outcome.warnings) == 1 and "--prune" in outcome.warnings[0] and not outcome.ok
        assert previous.added[0] in outcome.warnings[0]
    away.rename(previous.added[0])
    assert bench.run(previous=previous).added == 1
    assert bench.total("青石巷") == 4
    shutil.rmtree(previous.added[0])
    bench.run(prune=True)
    assert (bench.run().warnings, manifest(bench).added) == ([], ())


def test_folders_from_the_config_are_not_taken_for_added_ones(bench: Workbench) -> None:
    """A first run with a folder on the command line: leaving config.ini must still be noticed later."""
    bench.write("a.txt", letter("白鹭湖"))
    other = folder_with(bench, "另一处", "青石巷")
    bench.run(only=[other])
    assert manifest(bench).added == (str(other),)


def test_the_catalogue_of_an_older_index_says_what_to_take_over(bench: Workbench, previous: Manifest) -> None:
    """As 0.3.0 wrote it: a JSON file for each generation, the manifest a text in it."""
    old = bench.home / "index" / "whoosh-10"
    old.mkdir()
    entry = [str(bench.root), "a.txt", "c0ffee", "0.3.0/rules-2-abc/jieba", ["0123456789abcdef"], "ok", None]
    written = {
        "built_at": previous.built_at,
        "roots": previous.roots,
        "added": previous.added,
        "corrections": {},
        "files": {str(bench.root / "a.txt"): entry},
    }
    data: dict[str, Any] = {"tokenizer": "jieba", "built_at": previous.built_at, "manifest": json.dumps(written), "sources": {}}
    (old / "catalogue-2.json").write_text(json.dumps(data), encoding="utf-8")
    (old / "_MAIN_2.toc").write_bytes(b"")
    read = manifest_from_dict(bench.engine.previous_manifest())
    assert (read.roots, read.added) == (previous.roots, previous.added)
    assert bench.run(previous=read).added == 2
