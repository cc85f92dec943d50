"""Where a pool of workers takes its jobs from."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Protocol

from indexer.ingest.worker import Job


class JobSource(Protocol):
    """Where a pool takes its jobs from. Used by the pool's thread only."""

    def refill(self, wanted: int) -> None:
        """Sees to it that so many jobs can be taken, where there are so many; called again and again."""

    def take(self) -> Job | None:
        """The next job; ``None`` where there is none just now."""

    @property
    def has_more(self) -> bool:
        """Whether another job may come."""


class ListedJobs:
    """Jobs that are known from the start."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._jobs = deque(jobs)

    def refill(self, wanted: int) -> None:
        return

    def take(self) -> Job | None:
        return self._jobs.popleft() if self._jobs else None

    @property
    def has_more(self) -> bool:
        return bool(self._jobs)
