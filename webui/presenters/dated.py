"""Formulations of another time in shown paragraphs: a dotted underline with a note. A hint, said so, and it can be off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from indexer.language.formulations import Formulation, Formulations
from indexer.model.reports import Span

#: Where formulations stand whose time is over, each with what is said of it, in order.
Notes = tuple[tuple[Span, str], ...]
Dated = Callable[[str], Notes]

#: Where formulations are looked for in a text, and how many texts' answers are kept: pages are looked at again and again.
_MOST, _KEPT = 20_000, 500


def undated(text: str) -> Notes:
    """Says nothing of any text."""
    return ()


def dated_notes(formulations: Formulations, is_on: Callable[[], bool], today: Callable[[], date] = date.today) -> Dated:
    """What tells the formulations of a text whose last year is over; nothing while it is off. Of a text that is a whole file
    only the beginning is looked at, which is all that is shown."""

    @lru_cache(maxsize=_KEPT)
    def found(text: str, year: int) -> Notes:
        return tuple((span, note_of(one)) for one, span in formulations.ended_before(text, year))

    def notes(text: str) -> Notes:
        return found(text[:_MOST], today().year) if is_on() else ()

    return notes


def note_of(one: Formulation) -> str:
    """“三严三实专题教育”是2015年的提法，见…"""
    name = one.text.strip("“”")
    return f"“{name}”是{one.years}提法，见{one.source}"
