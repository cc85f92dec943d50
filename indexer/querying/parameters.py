"""Parameters with few values: numbers within bounds, and one of several words. Page, API and command line read them
alike, from text or as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from indexer.errors import QueryError
from indexer.querying.printable import short

Choice = TypeVar("Choice", bound=str)


@dataclass(frozen=True, slots=True)
class NumberParameter:
    """A whole number from ``least`` to ``most``; ``label`` names it in messages, ``note`` follows the bounds there."""

    label: str
    least: int
    most: int
    default: int
    note: str = ""

    def parse(self, value: str | int) -> int:
        """The number. Raises ``QueryError``."""
        try:
            number = int(value)
        except ValueError:
            number = self.least - 1
        if not self.least <= number <= self.most:
            raise QueryError(
                f"{self.label}应是 {self.least} 到 {self.most} 的整数{self.note}，收到“{short(str(value))}”",
                [f"{self.least}–{self.most}"],
            )
        return number


@dataclass(frozen=True, slots=True)
class ChoiceParameter(Generic[Choice]):
    """One of several words; ``values`` gives the label of each, the first is the default."""

    label: str
    values: Mapping[Choice, str]

    @property
    def default(self) -> Choice:
        return next(iter(self.values))

    def parse(self, value: str) -> Choice:
        """The word. Raises ``QueryError``."""
        for choice in self.values:
            if choice == value:
                return choice
        allowed = "、".join(f"{choice}（{label}）" for choice, label in self.values.items())
        raise QueryError(f"{self.label}“{short(value)}”不认识：可用 {allowed}", list(self.values))
