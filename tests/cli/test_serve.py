"""What a server does beside its answers waits for the first of them, so that whoever opens the page does not."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest

from indexer.cli.commands import serve
from indexer.language.tokenizer import Tokenizer
from tests.reference_engine.engine import MemoryEngine
from tests.webui.invented import fill


class _Done(list[str]):
    """What was done, in order; ``any_more`` is set with each."""

    def __init__(self) -> None:
        self.any_more = threading.Event()

    def add(self, what: str) -> None:
        self.append(what)
        self.any_more.set()


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> _Done:
    done = _Done()
    monkeypatch.setattr(serve, "_bring_up_to_date", lambda library: done.add("files"))
    monkeypatch.setattr(serve, "_prepare", lambda engine: done.add("check"))
    return done


def beside(engine: Any, done: _Done) -> tuple[threading.Thread, threading.Event]:
    server = SimpleNamespace(has_answered=threading.Event(), prepare=lambda: done.add("suggestions"))
    library: Any = None
    told: Any = server
    thread = threading.Thread(target=serve.work_beside, args=(engine, library, told), daemon=True)
    thread.start()
    return thread, server.has_answered


def test_all_else_waits_for_the_first_answer(done: _Done, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "_FIRST_PAGE_S", 60.0)
    engine = MemoryEngine(tokenizer)
    fill(engine, "women")
    thread, answered = beside(engine, done)
    assert not done.any_more.wait(0.2)
    answered.set()
    thread.join(60)
    assert done == ["files", "suggestions", "check"]


def test_where_nobody_asks_it_begins_all_the_same(done: _Done, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "_FIRST_PAGE_S", 0.01)
    engine = MemoryEngine(tokenizer)
    fill(engine, "women")
    beside(engine, done)[0].join(60)
    assert done == ["files", "suggestions", "check"]


def test_an_empty_index_is_filled_at_once(done: _Done, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "_FIRST_PAGE_S", 3600.0)
    beside(MemoryEngine(tokenizer), done)[0].join(60)
    assert done == ["files", "suggestions", "check"]
