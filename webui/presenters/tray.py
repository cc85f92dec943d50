"""The reports chosen meanwhile for their outlines to be compared, as they stand at the foot of pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from indexer.engines import Engine
from indexer.model.reports import StoredReport
from webui.presenters.outlines import title_of
from webui.state.outlines_state import comparing
from webui.state.search_state import SearchState


@dataclass(frozen=True, slots=True)
class Chosen:
    """A report in the tray; ``about`` is its year and unit type, which a title that is cut short would hide."""

    title: str
    about: str
    without_url: str


@dataclass(frozen=True, slots=True)
class Tray:
    """The reports chosen while searching; ``ids`` in the order in which they were."""

    ids: tuple[str, ...]
    reports: tuple[Chosen, ...]
    compare_url: str
    clear_url: str
    is_full: bool


def still_there(engine: Engine, ids: Iterable[str]) -> tuple[str, ...]:
    """Those of chosen reports that are in the index: one that was deleted is neither counted nor takes another's place."""
    return tuple(one for one in ids if engine.report(one) is not None)


def view_tray(engine: Engine, search: SearchState) -> Tray | None:
    """The reports chosen while searching; ``None`` where none is."""
    return tray_of(engine, search.compare, lambda ids: search.with_compare(*ids).url, search)


def tray_of(
    engine: Engine, ids: Iterable[str], address: Callable[[Sequence[str]], str], search: SearchState | None = None
) -> Tray | None:
    """The tray of a page whose ``address`` holds the chosen ones; ``search`` is where outlines lead back to."""
    found = {one: report for one in ids if (report := engine.report(one)) is not None}
    if not found:
        return None
    made = comparing((search or SearchState()).with_compare(*found))
    chosen = tuple(
        Chosen(title_of(report), _about(report), address([other for other in found if other != one]))
        for one, report in found.items()
    )
    return Tray(tuple(found), chosen, made.url, address(()), made.is_full)


def _about(report: StoredReport) -> str:
    return " ".join(filter(None, (f"{report.year}年" if report.year else "", report.unit_type)))
