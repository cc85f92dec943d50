"""A board on which several processes share the reading of one archive's files, on one machine or on several.

One of them leads: it decides what a run ends with and writes the index. The others read files for it. Whoever stops giving
signs of life loses the lead, and the files it had claimed, to the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RunSheet:
    """A run that is shared. ``fingerprint`` names all that decides what bytes become: only who has the same may help.
    ``scope`` says what the run looks at, ``files`` how many files there are, and the first ``reached`` of them are done
    with. ``id`` tells runs apart."""

    id: str
    fingerprint: str
    scope: str
    files: int
    reached: int = 0


class RunOver(Exception):
    """The run is not on the board any more."""


class WorkBoard(Protocol):
    """Files are known by names that stand for their path and state. All methods but ``close`` raise ``IndexUnavailable`` where
    the board cannot be reached."""

    def lead(self) -> bool:
        """Takes the lead, unless a living process has it; whether that was done. It is kept until ``leave``."""

    def leave(self, finished: bool) -> None:
        """Gives the lead back. A run that is ``finished`` is taken off the board; another stays for whoever goes on."""

    def announce(self, sheet: RunSheet, jobs: Sequence[str]) -> None:
        """Puts up a run with what is to be done for each of its files, in order. What was read for a run with the same
        fingerprint is still good."""

    def reach(self, number: int) -> None:
        """Says that files up to this one are done with."""

    def run(self) -> RunSheet | None:
        """The run that is on the board."""

    def jobs(self, first: int) -> list[str]:
        """Some jobs from the one with this number on; empty behind the last. Raises ``RunOver``."""

    def claim(self, names: Sequence[str]) -> list[bool]:
        """Which of these files are ours to read now: they were free, or claimed by who gives no sign of life. The claim is
        kept until the file is given or released. Raises ``RunOver``."""

    def release(self, names: Sequence[str]) -> None:
        """Leaves files to others."""

    def give(self, name: str, data: bytes) -> None:
        """What was read of a file. Raises ``RunOver``."""

    def given(self, names: Sequence[str]) -> list[bool]:
        """Which of these files have been read. Raises ``RunOver``."""

    def taken(self, name: str) -> bytes:
        """What was read of a file that was given. Raises ``RunOver``."""

    def close(self) -> None:
        """Ends: all claims are released."""
