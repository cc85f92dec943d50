"""The list of reports as the page 资料库 shows it: narrowed, in order, page by page; and the files that were not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from indexer.ingest.manifest import FileEntry, Manifest
from indexer.language.normalize import search_key
from indexer.model.reports import (
    OUTERMOST,
    OUTERMOST_LABEL,
    SECTIONS,
    UNIT_TYPES,
    UNKNOWN,
    UNKNOWN_LABEL,
)
from indexer.model.results import ReportHead
from indexer.model.unread import unread_line
from indexer.output.citation import display_title
from webui.presenters.pagination import Pages, pages_of
from webui.state.library_state import FLAGS, LibraryState

ROWS_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Stripe:
    """A part of the strip of section colours: where it begins and how wide it is, of 100."""

    section: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Row:
    """A report in the list. ``strip_label`` says the strip in words."""

    head: ReportHead
    title: str
    strip: tuple[Stripe, ...]
    strip_label: str
    folder: str
    flags: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that the list can be narrowed to, with how many reports it then has."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; ``url`` orders the list by it, or turns its order round, ``None`` where it has none.
    ``order`` is how the list is ordered by it now: ``ascending``, ``descending`` or empty."""

    label: str
    url: str | None = None
    order: str = ""
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class ReportList:
    """One page of the list. ``total`` are all reports that it is narrowed to; ``choices`` by the name of a selection,
    each counted without its own."""

    total: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    choices: dict[str, tuple[Choice, ...]]
    pages: Pages


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A file of which nothing, old content or not everything is indexed."""

    file: str
    said: str
    kept: bool


def report_list(heads: Sequence[ReportHead], state: LibraryState) -> ReportList:
    """The page of the list that ``state`` asks for."""
    named = _named(heads, state)
    found = _selected(named, state)
    pages = ceil(len(found) / ROWS_ON_A_PAGE)
    page = min(state.page, max(pages, 1))
    shown = found[(page - 1) * ROWS_ON_A_PAGE : page * ROWS_ON_A_PAGE]
    return ReportList(
        total=len(found),
        columns=_columns(state),
        rows=tuple(map(_row, shown)),
        choices={name: _choices(named, state, name) for name in _VALUES},
        pages=pages_of(lambda number: state.with_page(number).url, page, pages),
    )


#: Column → the orders by it, the first of which a click chooses.
_COLUMNS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "标题": (("title", "ascending"),),
    "单位类型": (("unit", "ascending"),),
    "年份": (("newest", "descending"), ("oldest", "ascending")),
    "文种": (),
    "字数": (("long", "descending"), ("short", "ascending")),
    "章节": (),
    "留意": (),
}


def _columns(state: LibraryState) -> tuple[Column, ...]:
    columns = []
    for label, orders in _COLUMNS.items():
        now = dict(orders).get(state.sort, "")
        others = [sort for sort, _ in orders if sort != state.sort]
        columns.append(Column(label, state.with_sort(others[0]).url if others else None, now, label == "字数"))
    return tuple(columns)


def narrowed(heads: Iterable[ReportHead], state: LibraryState) -> list[ReportHead]:
    """The reports that ``state`` is narrowed to, in its order."""
    return _selected(_named(heads, state), state)


def _selected(named: Iterable[ReportHead], state: LibraryState) -> list[ReportHead]:
    return sorted((head for head in named if _passes(head, state.selections)), key=_ORDERS[state.sort])


def _passes(head: ReportHead, selections: Mapping[str, str]) -> bool:
    return all(value in _VALUES[name](head) for name, value in selections.items())


def _named(heads: Iterable[ReportHead], state: LibraryState) -> list[ReportHead]:
    """The reports that hold what is typed in their title or a file's path."""
    key = search_key(state.q)
    return [head for head in heads if not key or any(key in search_key(text) for text in (head.title or "", *head.files))]


def flags_of(head: ReportHead) -> tuple[str, ...]:
    """What is worth a look."""
    said = {
        "no_year": head.year is None,
        "no_unit": head.unit_type is None,
        "no_title": head.title is None,
        "placeholders": head.placeholders > 0,
        "unread": bool(head.unread),
        "stale": head.stale_reason is not None,
        "twice": len(head.files) > 1,
    }
    return tuple(name for name in FLAGS if said[name])


def folders_of(head: ReportHead) -> tuple[str, ...]:
    """The folders that hold a report, below their roots."""
    return tuple(dict.fromkeys(file.rpartition("/")[0] or OUTERMOST for file in head.files))


_VALUES: dict[str, Callable[[ReportHead], Sequence[str]]] = {
    "unit": lambda head: (head.unit_type or UNKNOWN,),
    "year": lambda head: (str(head.year or UNKNOWN),),
    "genre": lambda head: (head.genre or UNKNOWN,),
    "folder": folders_of,
    "flag": flags_of,
}


def _title_key(head: ReportHead) -> str:
    return display_title(head.title, head.files) or ""


_UNIT_ORDER = {unit: number for number, unit in enumerate(UNIT_TYPES)}
_ORDERS: dict[str, Callable[[ReportHead], tuple[object, ...]]] = {
    "newest": lambda head: (-(head.year or 0), _title_key(head), head.id),
    "oldest": lambda head: (head.year is None, head.year or 0, _title_key(head), head.id),
    "title": lambda head: (_title_key(head), head.id),
    "unit": lambda head: (head.unit_type is None, _UNIT_ORDER.get(head.unit_type or "", 99), -(head.year or 0), head.id),
    "long": lambda head: (-head.characters, head.id),
    "short": lambda head: (head.characters, head.id),
}


def _choices(named: Sequence[ReportHead], state: LibraryState, name: str) -> tuple[Choice, ...]:
    others = {other: value for other, value in state.selections.items() if other != name}
    counts = Counter(value for head in named if _passes(head, others) for value in _VALUES[name](head))
    selected = state.selections.get(name, "")
    if selected and selected not in counts:
        counts[selected] = 0
    return tuple(
        Choice(value, _label(name, value), counts[value], value == selected) for value in sorted(counts, key=_place(name, counts))
    )


def _label(name: str, value: str) -> str:
    if name == "flag":
        return FLAGS.get(value, value)
    if name == "folder" and value == OUTERMOST:
        return OUTERMOST_LABEL
    if value == UNKNOWN:
        return UNKNOWN_LABEL
    return f"{value}年" if name == "year" else value


def _place(name: str, counts: Counter[str]) -> Callable[[str], tuple[object, ...]]:
    order = list(FLAGS)
    places: dict[str, Callable[[str], tuple[object, ...]]] = {
        "unit": lambda value: (value == UNKNOWN, _UNIT_ORDER.get(value, 99), value),
        "year": lambda value: (value == UNKNOWN, -int(value) if value.isascii() and value.isdigit() else 0, value),
        "genre": lambda value: (value == UNKNOWN, -counts[value], value),
        "folder": lambda value: (value != OUTERMOST, value),
        "flag": lambda value: (order.index(value) if value in order else 99, value),
    }
    return places[name]


def _row(head: ReportHead) -> Row:
    strip = _strip(head)
    said = "，".join(f"{SECTIONS[part.section]} {part.width:.0f}%" for part in strip)
    return Row(
        head=head,
        title=display_title(head.title, head.files) or "无题报告",
        strip=strip,
        strip_label=said,
        folder=head.files[0].rpartition("/")[0] if head.files else "",
        flags=tuple((FLAGS[name], _flag_title(head, name)) for name in flags_of(head) if name not in ("no_year", "no_unit")),
    )


def _flag_title(head: ReportHead, name: str) -> str:
    match name:
        case "unread":
            return unread_line(head.unread)
        case "stale":
            return head.stale_reason or ""
        case "placeholders":
            return f"{head.placeholders} 段有 X次、某市 这样要自己填的"
        case "twice":
            return "\n".join(head.files)
    return "文中没有标题，用文件名代替"


def _strip(head: ReportHead) -> tuple[Stripe, ...]:
    whole = sum(head.sections.values())
    found, x = [], 0.0
    for section in SECTIONS:
        if count := head.sections.get(section, 0):
            width = 100 * count / whole
            found.append(Stripe(section, round(x, 2), round(width, 2)))
            x += width
    return tuple(found)


# --- what was not read -----------------------------------------------------------------------


def unreadable(manifest: Manifest) -> list[UnreadRow]:
    """The files that could not be read, those of which old content is kept after those that have none."""
    failed = [entry for entry in manifest.files.values() if entry.status != "ok"]
    failed.sort(key=lambda entry: (entry.status == "stale", entry.shown))
    return [UnreadRow(entry.shown, entry.reason or "", entry.status == "stale") for entry in failed]


def passed_over(manifest: Manifest) -> list[UnreadRow]:
    """What was not even tried: files of kinds that are not read, too large ones, folders that are links. What is kept of one
    from earlier is told with those that cannot be read."""
    skipped = {path: reason for path, reason in manifest.skipped.items() if path not in manifest.files}
    return [UnreadRow(_below_root(path, manifest.roots), reason, False) for path, reason in sorted(skipped.items())]


def _below_root(path: str, roots: Sequence[str]) -> str:
    """A path as files are shown: below its root."""
    inside = [root for root in roots if Path(path) != Path(root) and Path(path).is_relative_to(root)]
    return Path(path).relative_to(max(inside, key=len)).as_posix() if inside else path


def partly_read(manifest: Manifest) -> list[tuple[UnreadRow, FileEntry]]:
    """The files that were read but for some of what is in them, those that lack most first."""
    partly = [entry for entry in manifest.files.values() if entry.status == "ok" and entry.unread]
    partly.sort(key=lambda entry: (-sum(one.count for one in entry.unread), entry.shown))
    return [(UnreadRow(entry.shown, unread_line(entry.unread).removeprefix("未读："), False), entry) for entry in partly]

