"""Drafts on disk: nothing is lost, by tabs, processes, crashes or damage."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from indexer.drafting import operations as ops
from indexer.drafting.files import draft_bytes, read_draft
from indexer.drafting.model import Draft
from indexer.drafting.store import DraftStore
from indexer.errors import DraftError, NoSuchDraft
from tests.drafting.making import Clock, collected

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> DraftStore:
    return DraftStore(tmp_path / "稿件", clock)


def filled(store: DraftStore, *texts: str) -> Draft:
    made = store.create("半年稿")
    for number, text in enumerate(texts):
        made = store.change(made.id, partial(ops.collect, block=collected(str(number), "work", text)))
    return made


def test_a_draft_is_read_back_as_it_was_written(store: DraftStore) -> None:
    made = filled(store, "修船坞", "换灯芯")
    store.change(made.id, partial(ops.remove, block_id="0"))
    store.change(made.id, partial(ops.set_about, title="总结", unit="湖畔局", year=2026, genre="工作总结"))
    now = store.change(made.id, partial(ops.keep, text="湖畔"))
    assert DraftStore(store.folder).load(made.id) == now
    assert read_draft(draft_bytes(now)) == now


def test_the_file_can_be_read_by_people(store: DraftStore) -> None:
    made = filled(store, "修船坞")
    text = (store.folder / f"{made.id}.json").read_text(encoding="utf-8")
    assert json.loads(text)["format"] == 1
    assert '"text": "修船坞"' in text


def test_a_file_saved_by_hand_in_another_encoding_is_still_a_draft(store: DraftStore) -> None:
    made = filled(store, "修船坞")
    path = store.folder / f"{made.id}.json"
    text = path.read_text(encoding="utf-8")
    for encoding in ("utf-8-sig", "gb18030"):
        path.write_bytes(text.replace("修船坞", "拆船坞").encode(encoding))
        assert store.load(made.id).blocks[0].text == "拆船坞"


def test_the_current_draft_is_the_chosen_one_else_the_last_changed(store: DraftStore, clock: Clock) -> None:
    assert store.current() is None
    first = store.create("甲")
    clock.wait(minutes=1)
    second = store.create("乙", like=replace(first, unit="湖畔局"))
    assert second.unit == "湖畔局"
    assert store.current() == second
    store.choose(first.id)
    assert store.current() == first
    assert [draft.name for draft in store.drafts()] == ["乙", "甲"]
    assert store.find("甲") == first
    assert store.find(second.id) == second
    store.delete(first.id)
    assert store.current() == second
    assert store.undelete(first.id) == first
    for unknown in ("ffffffff", "../../etc", "当前稿件"):
        with pytest.raises(NoSuchDraft):
            store.load(unknown)


# --- versions ------------------------------------------------------------------------------------


def test_typing_keeps_a_version_after_a_pause_and_every_few_minutes(store: DraftStore, clock: Clock) -> None:
    made = filled(store, "修")
    before = len(store.versions(made.id))
    for number in range(300):
        clock.wait(seconds=2)
        store.change(made.id, partial(ops.edit, block_id="0", text=f"修{number}", revision=10**6), typing=True)
    assert 1 <= len(store.versions(made.id)) - before <= 3
    clock.wait(minutes=2)
    store.change(made.id, partial(ops.edit, block_id="0", text="停过之后", revision=10**6), typing=True)
    assert store.version(made.id, store.versions(made.id)[0].revision).blocks[0].text == "修299"


def test_fifty_versions_and_one_a_day_are_kept(store: DraftStore, clock: Clock) -> None:
    made = filled(store, "修")
    for day in range(70):
        for hour in range(2):
            clock.wait(hours=8 if hour else 16)
            store.change(made.id, partial(ops.edit, block_id="0", text=f"{day}-{hour}", revision=10**6))
    versions = store.versions(made.id)
    assert len({version.made_at.date() for version in versions}) == 60
    assert 50 <= len(versions) <= 110
    assert [v.revision for v in versions] == sorted((v.revision for v in versions), reverse=True)


def test_going_back_loses_neither_side(store: DraftStore) -> None:
    made = filled(store, "修船坞")
    store.change(made.id, partial(ops.edit, block_id="0", text="拆船坞", revision=1))
    back = store.go_back(made.id, 1)
    assert back.blocks[0].text == "修船坞"
    assert store.version(made.id, 2).blocks[0].text == "拆船坞"
    with pytest.raises(NoSuchDraft):
        store.go_back(made.id, 99)


# --- several at once -----------------------------------------------------------------------------

_WRITER = """
import sys
from functools import partial
from pathlib import Path
from indexer.drafting import operations as ops
from indexer.drafting.store import DraftStore

store, draft, name = DraftStore(Path(sys.argv[1])), sys.argv[2], sys.argv[3]
for number in range(int(sys.argv[4])):
    store.change(draft, partial(ops.insert, text=f"{name}写的第{number}句", section="work"))
    print(number, flush=True)
"""


def writer(store: DraftStore, draft: Draft, name: str, number: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", _WRITER, str(store.folder), draft.id, name, str(number)]
    return subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def test_two_processes_that_write_at_once_lose_nothing(store: DraftStore) -> None:
    made = store.create("半年稿")
    running = [writer(store, made, name, 25) for name in "甲乙"]
    for each in running:
        each.communicate()
        assert each.returncode == 0
    now = store.load(made.id)
    assert sorted(b.text for b in now.blocks) == sorted(f"{name}写的第{n}句" for name in "甲乙" for n in range(25))
    assert now.revision == 50


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
def test_what_was_answered_survives_kill_9_at_any_moment(store: DraftStore) -> None:
    """A process killed while it writes leaves every change it had finished, a whole file and no lock."""
    made = store.create("半年稿")
    for finished in (3, 11, 20):
        before = len(store.load(made.id).blocks)
        running = writer(store, made, "甲", 10_000)
        assert running.stdout is not None
        for _ in range(finished):
            running.stdout.readline()
        running.send_signal(signal.SIGKILL)
        running.communicate()
        assert len(store.load(made.id).blocks) >= before + finished
        store.change(made.id, partial(ops.insert, text="接着写", section="work"))
        assert store.problems() == ()


def test_a_crash_between_writing_and_renaming_leaves_the_last_state(
    store: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = filled(store, "修船坞")

    def crash(beside: Path, path: Path) -> None:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr("indexer.drafting.disk._patiently_replace", crash)
        with pytest.raises(SystemExit):
            store.change(made.id, partial(ops.edit, block_id="0", text="拆船坞", revision=1), typing=True)
    assert list(store.folder.glob("**/*.tmp")) != []
    assert DraftStore(store.folder).load(made.id) == made
    assert store.change(made.id, partial(ops.edit, block_id="0", text="拆船坞", revision=1)).blocks[0].text == "拆船坞"


def test_a_full_disk_is_told_and_changes_nothing(store: DraftStore, monkeypatch: pytest.MonkeyPatch) -> None:
    made = filled(store, "修船坞")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DraftError, match="磁盘已满"):
        store.change(made.id, partial(ops.remove, block_id="0"))
    assert DraftStore(store.folder).load(made.id) == made


# --- damaged files -------------------------------------------------------------------------------


def _without(key: str) -> Callable[[dict[str, object]], object]:
    return lambda values: {name: value for name, value in values.items() if name != key}


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "nulls": lambda data: b"\0" * len(data),
    "cut short": lambda data: data[: len(data) // 2],
    "cut inside a character": lambda data: data[: data.index("修".encode()) + 1],
    "noise": lambda data: bytes(range(256)) * 4,
    "another file": lambda data: b"PK\x03\x04" + data,
    "a list": lambda data: b"[]",
    "a number": lambda data: b"7",
    "no format": lambda data: json.dumps(_without("format")(json.loads(data))).encode(),
    "no name": lambda data: json.dumps(_without("name")(json.loads(data))).encode(),
    "blocks of no kind": lambda data: data.replace(b'"kind": "paragraph"', b'"kind": "song"'),
    "text that is none": lambda data: data.replace('"text": "修船坞"'.encode(), b'"text": 7'),
    "a section of no report": lambda data: data.replace(b'"work"', b'"weather"'),
    "an id twice": lambda data: data.replace(b'"id": "1"', b'"id": "0"'),
    "a revision that is none": lambda data: data.replace(b'"revision": 3', b'"revision": true', 1),
    "nested too deep": lambda data: b"[" * 100_000,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_file_is_set_aside_and_work_goes_on(store: DraftStore, damage: Callable[[bytes], bytes]) -> None:
    made = filled(store, "修船坞", "换灯芯", "补渔网")
    path = store.folder / f"{made.id}.json"
    broken = damage(path.read_bytes())
    assert broken != path.read_bytes()
    path.write_bytes(broken)
    now = DraftStore(store.folder).load(made.id)
    assert [b.text for b in now.blocks] == ["修船坞", "换灯芯"]
    aside = list(store.folder.glob("*损坏*"))
    assert [each.read_bytes() for each in aside] == [broken]
    assert str(aside[0]) in store.problems()[0]
    assert store.change(made.id, partial(ops.insert, text="接着写", section="work")).blocks[2].text == "接着写"


def test_a_damaged_file_without_versions_is_named(store: DraftStore) -> None:
    made = store.create("半年稿")
    (store.folder / f"{made.id}.json").write_bytes(b"{")
    with pytest.raises(NoSuchDraft, match="损坏"):
        store.change(made.id, partial(ops.rename, name="新名"))
    assert store.drafts() == ()
    assert len(store.problems()) == 1


def test_damaged_versions_are_passed_over(store: DraftStore) -> None:
    made = filled(store, "修船坞", "换灯芯")
    for version in store.versions(made.id)[:1]:
        version.path.write_bytes(b"{")
    (store.folder / f"{made.id}.json").write_bytes(b"")
    assert [b.text for b in store.load(made.id).blocks] == []
    shutil.rmtree(store.folder / "以前的版本")
    assert store.versions(made.id) == ()


def test_a_file_of_a_later_version_is_left_alone(store: DraftStore) -> None:
    made = filled(store, "修船坞")
    path = store.folder / f"{made.id}.json"
    newer = path.read_bytes().replace(b'"format": 1', b'"format": 2')
    path.write_bytes(newer)
    with pytest.raises(DraftError, match="升级"):
        store.load(made.id)
    with pytest.raises(DraftError, match="升级"):
        store.change(made.id, partial(ops.rename, name="新名"))
    assert path.read_bytes() == newer
    assert len(store.problems()) == 1
