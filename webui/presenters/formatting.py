"""Numbers, years and file names as Chinese readers expect them; used as Jinja filters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from indexer.drafting.model import BlockSource
from indexer.drafting.report_names import file_name
from indexer.model.reports import SECTIONS
from webui.state.places import place_in_link

#: Groups thousands; narrow and never broken across lines.
THIN_SPACE = "\u202f"


def grouped(number: int) -> str:
    """``12345`` → ``12 345`` with a thin space."""
    return f"{number:,}".replace(",", THIN_SPACE)


def compact(number: int) -> str:
    """``123456`` → ``12.3万``; small numbers are only grouped."""
    if number < 100_000:
        return grouped(number)
    return f"{number / 10_000:.1f}".removesuffix(".0") + "万"


def duration(milliseconds: float) -> str:
    """``3.2`` → ``3 毫秒``; a second and more in seconds."""
    if milliseconds < 1:
        return "不到 1 毫秒"
    if milliseconds < 1000:
        return f"{milliseconds:.0f} 毫秒"
    return f"{milliseconds / 1000:.1f} 秒"


def circled(number: int) -> str:
    """``3`` → ``③``; those that have no such sign in brackets."""
    return chr(ord("①") + number - 1) if 1 <= number <= 20 else f"({number})"


def paragraph_anchor(ordinal: int) -> str:
    """Where a paragraph stands on the page of its report."""
    return f"p-{ordinal}"


def section_label(key: str) -> str:
    """``problems`` → ``存在问题``."""
    return SECTIONS.get(key, key)


def moment(iso: str) -> str:
    """``2026-01-05T09:30:12`` → ``2026年1月5日 09:30``; anything else as it is."""
    try:
        at = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


def lately(iso: str, now: datetime | None = None) -> str:
    """The same as short as it can be said: ``今天 09:30``, ``1月5日``; with the year where it is another."""
    now = now or datetime.now()
    try:
        at = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    if at.date() == now.date():
        return f"今天 {at:%H:%M}"
    return f"{at.month}月{at.day}日" if at.year == now.year else f"{at.year}年{at.month}月{at.day}日"


def source_place(source: BlockSource) -> str:
    """Where a collected paragraph stood, as its link tells it."""
    ordinal = source.paragraph_id.rpartition("-")[2]
    return place_in_link(int(ordinal), source.text) if ordinal.isascii() and ordinal.isdigit() else ""


FILTERS: dict[str, Callable[..., str]] = {
    "grouped": grouped,
    "compact": compact,
    "duration": duration,
    "moment": moment,
    "lately": lately,
    "section_label": section_label,
    "file_name": file_name,
    "source_place": source_place,
}
