"""One run at a time in the background, and how far it is."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from time import monotonic

from indexer.errors import BiganError
from indexer.ingest.options import IndexReport, Progress, ReadingStopped


@dataclass(frozen=True, slots=True)
class Run:
    """What a run does, see ``ingest.update.update``. After ``first_seconds``, and then every ``publish_seconds``, what was
    read is published, so that it can be searched while the rest is read. ``watched``: nobody asked for it, files have changed."""

    only: Sequence[Path] = ()
    forget: Sequence[Path] = ()
    prune: bool = False
    touched: frozenset[str] | None = None
    first_seconds: float = 1.0
    publish_seconds: float = 120.0
    watched: bool = False


#: Does a run; says how far it is.
Update = Callable[[Run, Progress], IndexReport]


@dataclass(frozen=True, slots=True)
class State:
    """How far the newest run is. ``number`` counts runs, 0 before the first; ``running`` until it has ended, then either
    ``outcome`` or the ``error`` in Chinese says how. ``began`` is when it did."""

    number: int = 0
    running: bool = False
    run: Run = Run()
    done: int = 0
    total: int = 0
    name: str = ""
    outcome: IndexReport | None = None
    error: str = ""
    began: str = ""


class Job:
    """Runs what is asked for in a thread, one thing after another. What is asked while another run goes on waits; equal
    wishes are one. ``update`` does the work. ``alone`` keeps runs and other writers of this process apart."""

    def __init__(self, update: Update) -> None:
        self._update = update
        self._changed = threading.Condition()
        self._state = State()
        self._news: list[State] = []
        self._waiting: list[Run] = []
        self._thread: threading.Thread | None = None
        self._stop = False
        self.alone = threading.Lock()

    @property
    def state(self) -> State:
        """How far it is now."""
        with self._changed:
            return self._state

    @property
    def busy(self) -> bool:
        """Whether a run goes on or waits."""
        with self._changed:
            return self._thread is not None

    def start(self, run: Run) -> None:
        """Begins a run as soon as those before have ended. One that forgets folders comes before all that waits, since that was
        to read them too; what was to read nothing else is wanted no more."""
        with self._changed:
            if run.forget:
                others = [other for other in self._waiting if other != run and other.only != run.forget]
                self._waiting = [run, *others]
            elif run not in self._waiting:
                self._waiting.append(run)
            if self._thread is None:
                self._state = replace(self._state, running=True, run=run, done=0, total=0, name="", outcome=None, error="")
                self._thread = threading.Thread(target=self._work, name="bigan-index", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Ends the run that goes on after the file in hand; what it has read stays. What waits comes next."""
        with self._changed:
            self._stop = self._state.running

    def ended_since(self, number: int) -> list[State]:
        """The runs that ended after the one with this number, of the last few."""
        with self._changed:
            return [state for state in self._news if state.number > number]

    def wait(self, seconds: float) -> bool:
        """Waits until nothing runs; whether that is so."""
        with self._changed:
            return self._changed.wait_for(lambda: self._thread is None, seconds)

    def follow(self, pause: float = 0.3, patience: float = 5.0) -> Iterator[State]:
        """The state whenever it has changed, at most once in ``pause`` seconds, and as it stands after ``patience``
        without a change; ends when nothing runs any more."""
        shown: State | None = None
        over = False
        while not over:
            shown, over = self._next_to(shown, patience)
            yield shown
            with self._changed:
                self._changed.wait_for(lambda: self._thread is None, 0 if over else pause)

    def _next_to(self, shown: State | None, patience: float) -> tuple[State, bool]:
        """The first state other than ``shown``, and whether nothing runs any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._state is not shown, patience)
            return self._state, self._thread is None

    # --- in the thread -----------------------------------------------------------------------

    def _work(self) -> None:
        while True:
            with self._changed:
                if not self._waiting:
                    self._thread = None
                    self._changed.notify_all()
                    return
                run = self._waiting.pop(0)
                self._stop = False
            began = datetime.now().isoformat(timespec="seconds")
            self._set(State(self.state.number + 1, True, run, began=began))
            with self.alone:
                ended = self._one(run)
            self._set(ended, ended=True)

    def _one(self, run: Run) -> State:
        last = 0.0

        def progress(done: int, total: int, name: str) -> None:
            nonlocal last
            if self._stop:
                raise ReadingStopped
            # Small files go by in their thousands: telling each would cost more than reading it.
            if done in (0, total) or monotonic() - last > 0.05:
                last = monotonic()
                self._set(replace(self.state, done=done, total=total, name=name))

        try:
            outcome = self._update(run, progress)
        except BiganError as error:
            return replace(self.state, running=False, error=str(error))
        except Exception:
            # A mistake of ours is told in the window and must not end what comes after it.
            logging.getLogger(__name__).exception("a run of the index failed")
            return replace(self.state, running=False, error="更新时程序出错了，原有索引没有变：请把运行窗口里的报错发给维护者")
        return replace(self.state, running=False, outcome=outcome)

    def _set(self, state: State, ended: bool = False) -> None:
        with self._changed:
            self._state = state
            if ended:
                self._news = [*self._news, state][-20:]
            self._changed.notify_all()

