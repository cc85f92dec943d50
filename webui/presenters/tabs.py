"""The tabs over an answer: four views of one question; and its orders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.engines.side_by_side import values_with_answers
from indexer.model.orders import SORTS
from indexer.model.reports import ResultPage
from indexer.querying.parameters import Choice, ChoiceParameter
from webui.presenters.query_summary import unshared_choice
from webui.state.search_state import VIEWS, SearchState


@dataclass(frozen=True, slots=True)
class TabLink:
    """A link to one of several states; ``now`` marks the present one."""

    label: str
    url: str
    now: bool


def check_view(state: SearchState) -> str:
    """The view that is asked for. Raises ``QueryError``."""
    return ChoiceParameter("页面", VIEWS).parse(state.view)


def view_tabs(state: SearchState) -> list[TabLink]:
    """The four views."""
    return [TabLink(label, state.with_view(key).url, key == state.view) for key, label in VIEWS.items()]


def sort_choices(state: SearchState) -> list[TabLink]:
    """The orders of paragraphs. Without words nothing is more relevant than anything else: the newest come first."""
    keys = [key for key in SORTS if state.has_query or key != "relevance"]
    now = state.sort if state.sort in keys else "newest"
    return [TabLink(SORTS[key], state.with_sort(key).url, key == now) for key in keys]


def order_choices(state: SearchState, orders: Mapping[Choice, str]) -> list[TabLink]:
    """The orders of lines or headings; the first is the default."""
    default = next(iter(orders))
    now = state.order or default
    return [
        TabLink(label, state.with_order("" if key == default else key).url, key == now) for key, label in orders.items()
    ]


def report_choices(state: SearchState, result: ResultPage) -> list[TabLink]:
    """Switches to one paragraph of each report and to columns by unit type, and back to all; nothing where that is the same."""
    choices = []
    if result.total != result.report_total or state.per_report:
        choices.append(TabLink("每份一段", state.with_per_report(not state.per_report).url, state.per_report))
    if state.group or len(values_with_answers("unit", result)) > 1:
        choices.append(TabLink("按单位并排", state.with_group("" if state.group else "unit").url, bool(state.group)))
    return choices


def unshared_choices(state: SearchState) -> list[TabLink]:
    """A switch to paragraphs no sentence of which another report has, and back."""
    choice = unshared_choice(state)
    return [TabLink(*choice)] if choice else []


def fold_choices(state: SearchState, folded: int) -> list[TabLink]:
    """A switch that folds near-duplicates or shows all; nothing where there is nothing to fold, as where each report shows
    one."""
    if state.per_report or state.group or (state.fold and not folded):
        return []
    return [TabLink("折叠近似", state.with_fold(not state.fold).url, state.fold)]
