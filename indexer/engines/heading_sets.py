"""The headings of one division as a set: what stands beside each other below one heading, numbered alike, without stock headings.

Nothing is stored for it: a paragraph's path of headings says below which it stands, and paragraphs in order say where
each heading begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.engines.headings import CLOSING, bare, divided
from indexer.language.headings import is_stock
from indexer.language.parallel import parallel
from indexer.model.results import HeadingMember, HeadingSet


@dataclass(frozen=True, slots=True)
class SetMember:
    """A heading as it stands in its report, and where it begins: the place of its first paragraph among ``paths``, and how
    many headings are above it."""

    text: str
    at: int
    depth: int


def heading_sets(paths: Sequence[Sequence[str]]) -> list[tuple[SetMember, ...]]:
    """The sets of a report, each in its order; ``paths`` are those of its paragraphs, in order. Headings of one set are below
    the same heading and numbered in the same way; where numbers begin again a new set does. Those that only say what kind of
    division begins stand among the others as a set of their own. A heading alone is a set of one."""
    sets: list[list[SetMember]] = []
    open_sets: dict[tuple[tuple[int, ...], str], tuple[list[SetMember], int]] = {}
    for parent, member in _begun(paths):
        _, habit, value = divided(member.text)
        key = (parent, habit)
        members, last = open_sets.get(key, ([], 0))
        if not members or (value and value <= last):
            members = []
            sets.append(members)
        members.append(member)
        open_sets[key] = (members, value)
    return [part for members in sets for part in _apart(members)]


def _apart(members: Sequence[SetMember]) -> Iterable[tuple[SetMember, ...]]:
    """Headings that stand beside each other, in order: those that say something, then stock ones. Most reports end their
    well-formed headings with 存在的问题 and 下步打算, which nobody imitates together with them."""
    stock = [is_stock(bare(member.text)) for member in members]
    for wanted in (False, True):
        if wanted in stock:
            yield tuple(member for member, own in zip(members, stock, strict=True) if own is wanted)


def sets_above(paths: Sequence[Sequence[str]]) -> list[dict[str, tuple[SetMember, ...]]]:
    """For each paragraph the headings it is under, without their numbers, each with its set; of two that say the same the
    outer one counts."""
    found: list[dict[str, tuple[SetMember, ...]]] = [{} for _ in paths]
    placed = [(member, members) for members in heading_sets(paths) for member in members]
    for member, members in sorted(placed, key=lambda one: one[0].depth):
        own = paths[member.at][: member.depth + 1]
        for at in range(member.at, len(paths)):
            if paths[at][: member.depth + 1] != own:
                break
            found[at].setdefault(bare(member.text), members)
    return found


def _begun(paths: Iterable[Sequence[str]]) -> Iterable[tuple[tuple[int, ...], SetMember]]:
    """Each heading where it begins, with the headings above it, each by the place where it began."""
    before: Sequence[str] = ()
    began: list[int] = []
    for at, path in enumerate(paths):
        kept = next((depth for depth, (old, new) in enumerate(zip(before, path, strict=False)) if old != new), None)
        kept = min(len(before), len(path)) if kept is None else kept
        del began[kept:]
        for depth in range(kept, len(path)):
            if bare(path[depth]):
                yield tuple(began), SetMember(path[depth], at, depth)
            began.append(at)
        before = path


def set_of(report_id: str, members: Sequence[SetMember], ids: Sequence[str]) -> HeadingSet | None:
    """A set as answers give it; ``ids`` are those of the report's paragraphs. ``None`` for a heading alone."""
    if len(members) < 2:
        return None
    shown = tuple(HeadingMember(bare(member.text), as_in_source(member.text), ids[member.at]) for member in members)
    return HeadingSet(report_id, shown, parallel([member.text for member in shown]))


def as_in_source(heading: str) -> str:
    """A heading with its number as it stands, without its closing sign."""
    return heading.strip().rstrip(CLOSING)
