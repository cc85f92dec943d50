"""The many like parts of facets as HTML: the values of a list, the bars of the years. Not macros, since a page has a hundred of
them, and in a template each costs four times as much."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from markupsafe import Markup

from webui.presenters.facets import Bar, ValueLink
from webui.presenters.formatting import grouped


def value_items(values: Iterable[ValueLink], field: str) -> Markup:
    """The items of a list of values: links that select, or take away what is selected."""
    return Markup("\n".join([_value_item(value, field) for value in values]))


def _value_item(value: ValueLink, field: str) -> str:
    label = escape(value.label)
    name = "value" + (" on" if value.selected else "") + ("" if value.count else " none")
    own = f' aria-current="true" title="去掉{label}"' if value.selected else ""
    hue = f'<i class="hue s-{escape(value.value)}"></i>' if field == "section" else ""
    return (
        f'<li><a class="{name}" href="{escape(value.url)}"{own}>{hue}'
        f'<span class="name">{label}</span><span class="count">{grouped(value.count)}</span></a></li>'
    )


def bar_items(bars: Iterable[Bar]) -> Markup:
    """The bars of a drawing; only what counts something, or is selected, is a link."""
    return Markup("\n".join(map(_bar_item, bars)))


def _bar_item(bar: Bar) -> str:
    link = f' href="{escape(bar.url)}" tabindex="-1"' if bar.count or bar.selected else ""
    on = ' class="on"' if bar.selected else ""
    shape = f'<path class="bar" d="{bar.shape}"/>' if bar.count else ""
    return (
        f'<a{link} data-year="{bar.year}"{on}><title>{bar.year}年：{bar.count} 段</title>'
        f'<path class="ground" d="{bar.ground}"/>{shape}</a>'
    )
