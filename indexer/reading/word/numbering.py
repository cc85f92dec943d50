"""Automatic numbers of a Word document, counted again so that they become visible text.

Without them a report written with Word's own lists has no 一、 and no （一） at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from indexer.reading.number_forms import write_number
from indexer.reading.word.styles import Styles, list_place
from indexer.reading.word.xml import COMPATIBILITY, Node, attribute, child, children, number, switch

_PLACE = re.compile("%([1-9])")
_LEVELS = 9
#: After these no space is needed between the number and its text.
_CLOSED_BY = tuple("、，：；。）)】〕》—")


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list. ``restart_after`` is the level (from 0) whose use restarts it; -1: none."""

    start: int
    form: str
    text: str
    spaced: bool
    legal: bool
    hidden: bool
    restart_after: int
    style: str | None


class _List:
    """An abstract list and its counters, which all its instances share."""

    def __init__(self, levels: dict[int, _Level]) -> None:
        self.levels = levels
        self.counters: dict[int, int] = {}

    def count(self, at: int, levels: dict[int, _Level]) -> None:
        """Counts one paragraph on level ``at``, restarting the levels below."""
        for upper in range(at):
            if upper in levels:
                self.counters.setdefault(upper, levels[upper].start)
        self.counters[at] = self.counters[at] + 1 if at in self.counters else levels[at].start
        for lower in [key for key in self.counters if key > at]:
            if lower not in levels or at <= levels[lower].restart_after:
                del self.counters[lower]


class _Instance:
    """One use of a list, with its own starts and levels where it overrides them."""

    def __init__(self, shared: _List, levels: dict[int, _Level], starting_anew: tuple[int, ...]) -> None:
        self.shared = shared
        self.levels = levels
        self.starting_anew = starting_anew


class Numbering:
    """The lists of one document; ask for labels in the order of its paragraphs."""

    def __init__(self, root: Node | None, styles: Styles) -> None:
        self._styles = styles
        abstract = {number(node, "abstractNumId"): node for node in children(root, "abstractNum")}
        uses = list(children(root, "num"))
        targets = {number(use, "numId"): number(child(use, "abstractNumId")) for use in uses}
        lists: dict[int | None, _List] = {}
        self._instances: dict[int, _Instance] = {}
        for use in uses:
            num_id = number(use, "numId")
            key = self._resolved(targets[num_id], abstract, targets)
            if num_id is None or key not in abstract:
                continue
            shared = lists.setdefault(key, _List(_levels_of(abstract[key])))
            self._instances[num_id] = _instance(use, shared)

    def _resolved(
        self,
        key: int | None,
        abstract: dict[int | None, Node],
        targets: dict[int | None, int | None],
    ) -> int | None:
        """The list that really has the levels: some only name a list style."""
        for _ in range(len(abstract)):
            link = attribute(child(abstract.get(key), "numStyleLink"))
            if link is None:
                break
            key = targets.get(self._styles.list_place(link)[0].num_id)
        return key

    def label(self, properties: Node | None, style: str | None) -> str:
        """The number a paragraph shows, with the space after it; '' where it has none.

        Counts the paragraph: call once for each, in order.
        """
        instance, at = self._place(properties, style)
        if instance is None or at not in instance.levels:
            return ""
        for level in instance.starting_anew:
            instance.shared.counters.pop(level, None)
        instance.starting_anew = ()
        instance.shared.count(at, instance.levels)
        return _written(instance.levels, at, instance.shared.counters)

    def _place(self, properties: Node | None, style: str | None) -> tuple[_Instance | None, int]:
        own = list_place(properties)
        by_style, source = self._styles.list_place(style)
        num_id = own.num_id if own.num_id is not None else by_style.num_id
        instance = self._instances.get(num_id or 0)
        if instance is None:
            return None, 0
        if own.level is not None:
            return instance, own.level
        if own.num_id is None:
            for at, level in instance.levels.items():
                if level.style is not None and level.style == source:
                    return instance, at
        return instance, by_style.level or 0


def _instance(node: Node, shared: _List) -> _Instance:
    levels, starting_anew = dict(shared.levels), []
    for override in children(node, "lvlOverride"):
        at = number(override, "ilvl")
        if at is None or not 0 <= at < _LEVELS:
            continue
        own = child(override, "lvl")
        if own is not None:
            levels[at] = _level(own, at)
        start = number(child(override, "startOverride"))
        if start is not None and at in levels:
            levels[at] = replace(levels[at], start=start)
            starting_anew.append(at)
    return _Instance(shared, levels, tuple(starting_anew))


def _levels_of(abstract: Node) -> dict[int, _Level]:
    found = {number(node, "ilvl"): node for node in children(abstract, "lvl")}
    return {at: _level(node, at) for at, node in found.items() if at is not None and 0 <= at < _LEVELS}


def _level(node: Node, at: int) -> _Level:
    start, restart = number(child(node, "start")), number(child(node, "lvlRestart"))
    return _Level(
        # Word takes 0 where no start is given, but every program writes one.
        start=1 if start is None else start,
        form=_form(node),
        text=attribute(child(node, "lvlText")) or "",
        spaced=attribute(child(node, "suff")) != "nothing",
        legal=bool(switch(node, "isLgl")),
        hidden=bool(switch(child(node, "rPr"), "vanish")),
        restart_after=at - 1 if restart is None else restart - 1,
        style=attribute(child(node, "pStyle")),
    )


def _form(level: Node) -> str:
    """The number form; newer forms stand in a choice with an older one as their fallback."""
    own = attribute(child(level, "numFmt"))
    if own is not None:
        return own
    for alternatives in level:
        if alternatives.tag != COMPATIBILITY + "AlternateContent":
            continue
        for branch in alternatives:
            form = attribute(child(branch, "numFmt"))
            if form not in (None, "custom"):
                return str(form)
    return "decimal"


def _written(levels: dict[int, _Level], at: int, counters: dict[int, int]) -> str:
    level = levels[at]
    if level.hidden:
        return ""
    if level.form == "bullet":
        label = _visible_bullet(level.text)
    else:
        label = _PLACE.sub(
            lambda found: _one(levels, int(found.group(1)) - 1, counters, level.legal), level.text
        )
    if not label.strip() or not level.spaced or label.endswith(_CLOSED_BY):
        return label.strip()
    return label.rstrip() + " "


def _one(levels: dict[int, _Level], at: int, counters: dict[int, int], legal: bool) -> str:
    if at not in levels or at not in counters:
        return ""
    return write_number(counters[at], "decimal" if legal else levels[at].form)


def _visible_bullet(text: str) -> str:
    """Bullets from symbol fonts have no character of their own and are left out."""
    return "" if any("\ue000" <= char <= "\uf8ff" for char in text) else text
