"""One run at a time, what is asked meanwhile after it, and everybody can see how far it is."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from indexer.errors import IndexUnavailable
from indexer.ingest.changes import IndexReport, Progress
from indexer.ingest.options import ReadingStopped
from indexer.library.job import Job, Run

SECONDS = 20.0


class Worker:
    """Does runs only as far as a test lets it."""

    def __init__(self) -> None:
        self.done: list[Run] = []
        self.together = 0
        self.most_together = 0
        self.begun = threading.Semaphore(0)
        self.go_on = threading.Semaphore(0)

    def __call__(self, run: Run, progress: Progress) -> IndexReport:
        self.together += 1
        self.most_together = max(self.most_together, self.together)
        progress(0, 2, "甲.txt")
        self.begun.release()
        assert self.go_on.acquire(timeout=SECONDS)
        self.together -= 1
        self.done.append(run)
        progress(2, 2, "")
        return IndexReport(added=len(self.done))


@pytest.fixture
def worker() -> Worker:
    return Worker()


def test_runs_follow_one_another_and_equal_wishes_are_one(worker: Worker) -> None:
    job = Job(worker)
    job.start(Run())
    assert worker.begun.acquire(timeout=SECONDS)
    one, other = Run(only=(Path("/甲"),)), Run(only=(Path("/乙"),))
    for wish in (one, other, one, other):
        job.start(wish)
    assert job.busy and not job.wait(0.01)
    for _ in range(3):
        worker.go_on.release()
    assert job.wait(SECONDS)
    assert worker.done == [Run(), one, other] and worker.most_together == 1
    assert job.state.number == 3 and job.state.outcome == IndexReport(added=3)
    job.start(one)
    worker.go_on.release()
    assert job.wait(SECONDS) and job.state.number == 4


def test_how_far_it_is_can_be_seen_from_the_moment_it_is_asked_for(worker: Worker) -> None:
    job = Job(worker)
    before = job.state
    assert (before.running, before.number) == (False, 0)
    job.start(Run())
    assert job.state.running
    assert worker.begun.acquire(timeout=SECONDS)
    assert (job.state.done, job.state.total, job.state.name) == (0, 2, "甲.txt")
    worker.go_on.release()
    assert job.wait(SECONDS)
    after = job.state
    assert (after.running, after.done) == (False, 2)


def test_following_ends_with_the_run(worker: Worker) -> None:
    job = Job(worker)
    job.start(Run())
    seen = job.follow(pause=0.0)
    assert next(seen).running
    worker.go_on.release()
    rest = list(seen)
    assert not rest[-1].running and rest[-1].outcome is not None
    assert [state.running for state in job.follow()] == [False]


def test_following_says_something_now_and_then_while_nothing_changes(worker: Worker) -> None:
    """So a page that was closed is noticed, and the connection stays open."""
    job = Job(worker)
    job.start(Run())
    assert worker.begun.acquire(timeout=SECONDS)
    seen = job.follow(pause=0.0, patience=0.0)
    first = next(seen)
    assert next(seen) == first
    worker.go_on.release()
    assert job.wait(SECONDS)


def test_what_ended_since_a_page_was_made_is_told(worker: Worker) -> None:
    job = Job(worker)
    for _ in range(3):
        worker.go_on.release()
        job.start(Run())
        assert job.wait(SECONDS)
    assert [state.number for state in job.ended_since(1)] == [2, 3]
    assert job.ended_since(3) == []


def test_an_index_that_another_process_writes_is_said_and_the_next_run_goes_on() -> None:
    problems = [IndexUnavailable("索引正由另一个 bigan 更新：请等它结束后再试"), ZeroDivisionError()]

    def update(run: Run, progress: Progress) -> IndexReport:
        if problems:
            raise problems.pop(0)
        return IndexReport()

    job = Job(update)
    job.start(Run())
    assert job.wait(SECONDS)
    assert "另一个 bigan" in job.state.error and job.state.outcome is None and not job.state.running
    job.start(Run())
    assert job.wait(SECONDS)
    assert "程序出错了" in job.state.error
    job.start(Run())
    assert job.wait(SECONDS)
    assert job.state.error == "" and job.state.outcome == IndexReport()


def test_a_run_that_is_stopped_ends_after_the_file_in_hand_and_what_waits_comes_next() -> None:
    """Its own outcome says so; the stop is not for the next run, nor for none."""
    begun, go_on = threading.Event(), threading.Event()
    ran: list[Run] = []

    def update(run: Run, progress: Progress) -> IndexReport:
        ran.append(run)
        try:
            progress(0, 2, "a.txt")
            begun.set()
            assert go_on.wait(SECONDS)
            progress(1, 2, "b.txt")
        except ReadingStopped:
            return IndexReport(stopped=True)
        return IndexReport()

    job = Job(update)
    job.stop()
    job.start(Run())
    assert begun.wait(SECONDS)
    job.start(Run(prune=True))
    job.stop()
    go_on.set()
    assert job.wait(SECONDS)
    assert [state.outcome and state.outcome.stopped for state in job.ended_since(0)] == [True, False]
    assert ran == [Run(), Run(prune=True)]
