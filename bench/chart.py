"""Draws small line charts on logarithmic axes as the text of one SVG file. Pure: figures in, text out.

All panels show as many powers of ten on the left axis, and the same ones below, so that slopes can be compared between
panels. The dashed line grows as the lower axis does. No background is drawn and every colour stands out from white and
from black alike, so the page around it may be light or dark.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

#: Whole drawing, panel and the plot in it, in pixels.
_COLUMNS, _WIDTH, _HEIGHT = 3, 330, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 20, 44, 40
_PLOT_WIDTH, _PLOT_HEIGHT = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
#: Free above and below the values of the tallest panel, in powers of ten: labels stand there.
_FREE = 0.35
#: Labels of two points this near would cover one another if both stood above.
_ABOVE, _BELOW = -7, 14

_INK, _FAINT = "#76808a", "#8b949e"
_COLOURS = ("#3d83c6", "#c46f2c", "#4c9a5b")

#: Where a number stands on paper.
_Scale = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Series:
    """A line: its name, and points of a size and a value, both above 0."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One small chart: ``title`` says what is measured and in which unit."""

    title: str
    series: tuple[Series, ...]

    @property
    def values(self) -> list[float]:
        return [value for line in self.series for _, value in line.points]

    @property
    def sizes(self) -> list[float]:
        return [size for line in self.series for size, _ in line.points]


def small_multiples(title: str, panels: Sequence[Panel], below: str) -> str:
    """One SVG with all panels that have points; ``below`` names the lower axis. Raises ``ValueError`` without any."""
    shown = [panel for panel in panels if panel.values]
    if not shown:
        raise ValueError("nothing to draw")
    sizes = sorted({size for panel in shown for size in panel.sizes})
    across = (math.log10(sizes[0]) - 0.1, math.log10(sizes[-1]) + 0.1)
    tall = max(math.log10(max(panel.values) / min(panel.values)) for panel in shown) + 2 * _FREE
    rows = math.ceil((len(shown) + 1) / _COLUMNS)
    width, height = _COLUMNS * _WIDTH, rows * _HEIGHT
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="10" fill="{_INK}" role="img">',
        f"<title>{escape(title)}</title>",
    ]
    for at, panel in enumerate(shown):
        lines.append(f'<g transform="translate({at % _COLUMNS * _WIDTH},{at // _COLUMNS * _HEIGHT})">')
        lines += _panel(panel, sizes, across, _around(panel.values, tall), below)
        lines.append("</g>")
    lines.append(f'<g transform="translate({len(shown) % _COLUMNS * _WIDTH},{len(shown) // _COLUMNS * _HEIGHT})">')
    lines += _key()
    return "\n".join([*lines, "</g>", "</svg>", ""])


def _around(values: Iterable[float], tall: float) -> _Scale:
    """So many powers of ten with the values in the middle."""
    logs = [math.log10(value) for value in values]
    middle = (min(logs) + max(logs)) / 2
    return middle - tall / 2, middle + tall / 2


def _panel(panel: Panel, sizes: Sequence[float], across: _Scale, up: _Scale, below: str) -> Iterator[str]:
    yield f'<text x="{_LEFT}" y="16" font-size="12" font-weight="bold">{escape(panel.title)}</text>'
    yield from _names(panel)
    yield from _axes(sizes, across, up)
    yield f'<text x="{_LEFT + _PLOT_WIDTH / 2:.1f}" y="{_HEIGHT - 10}" text-anchor="middle">{escape(below)}</text>'
    yield from _as_the_size(panel.series[0], across, up)
    for at, line in enumerate(panel.series):
        yield from _line(line, _COLOURS[at % len(_COLOURS)], across, up)
    yield from _labels(panel, across, up)


def _names(panel: Panel) -> Iterator[str]:
    """The names of the lines in their colours, below the title; one line needs none."""
    spans = [
        f'<tspan fill="{_COLOURS[at % len(_COLOURS)]}">● {escape(line.name)}</tspan>' for at, line in enumerate(panel.series)
    ]
    if len(spans) > 1:
        yield f'<text x="{_LEFT}" y="31">{" &#160; ".join(spans)}</text>'


def _axes(sizes: Sequence[float], across: _Scale, up: _Scale) -> Iterator[str]:
    """Round values at the left with faint lines, the sizes below."""
    for value in _ticks(up):
        y = _y(value, up)
        yield f'<path d="M{_LEFT} {y:.1f}h{_PLOT_WIDTH}" stroke="{_FAINT}" stroke-opacity="0.3"/>'
        yield f'<text x="{_LEFT - 5}" y="{y + 3.5:.1f}" text-anchor="end">{short(value)}</text>'
    bottom = _TOP + _PLOT_HEIGHT
    yield f'<path d="M{_LEFT} {_TOP}V{bottom}H{_LEFT + _PLOT_WIDTH}" fill="none" stroke="{_FAINT}"/>'
    for size in sizes:
        x = _x(size, across)
        yield f'<path d="M{x:.1f} {bottom}v4" stroke="{_FAINT}"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 15}" text-anchor="middle">{_size(size)}</text>'


def _ticks(up: _Scale) -> list[float]:
    """Powers of ten, or also their double and fivefold where there are few of them."""
    powers = range(math.floor(up[0]), math.ceil(up[1]) + 1)
    for steps in ((1,), (1, 2, 5), tuple(range(1, 10))):
        ticks = [step * 10.0**power for power in powers for step in steps if up[0] <= math.log10(step * 10.0**power) <= up[1]]
        if len(ticks) > 1:
            return ticks
    return ticks


def _as_the_size(line: Series, across: _Scale, up: _Scale) -> Iterator[str]:
    """From the first point on, what grows as the size does: as far as the panel reaches."""
    if line.points:
        size, value = min(line.points)
        steps = min(across[1] - math.log10(size), up[1] - math.log10(value))
        x, y = _x(size * 10**steps, across), _y(value * 10**steps, up)
        yield (
            f'<path class="slope" d="M{_x(size, across):.1f} {_y(value, up):.1f}L{x:.1f} {y:.1f}" '
            f'stroke="{_FAINT}" stroke-dasharray="4 4"/>'
        )


def _line(line: Series, colour: str, across: _Scale, up: _Scale) -> Iterator[str]:
    places = [f"{_x(size, across):.1f} {_y(value, up):.1f}" for size, value in sorted(line.points)]
    if places:
        yield f'<path d="M{"L".join(places)}" fill="none" stroke="{colour}" stroke-width="1.6"/>'
    for place in places:
        x, y = place.split(" ")
        yield f'<circle cx="{x}" cy="{y}" r="2.6" fill="{colour}"/>'


def _labels(panel: Panel, across: _Scale, up: _Scale) -> Iterator[str]:
    """The value at each point: above it, or below it where another line has a higher one there."""
    for size in sorted(set(panel.sizes)):
        here = [(value, at) for at, line in enumerate(panel.series) for other, value in line.points if other == size]
        highest = max(here)
        for value, at in here:
            y = _y(value, up) + (_ABOVE if (value, at) == highest else _BELOW)
            yield (
                f'<text class="value" x="{_x(size, across):.1f}" y="{y:.1f}" text-anchor="middle" '
                f'fill="{_COLOURS[at % len(_COLOURS)]}">{short(value)}</text>'
            )


def _key() -> Iterator[str]:
    yield f'<path d="M{_LEFT} 40h28" stroke="{_FAINT}" stroke-dasharray="4 4"/>'
    yield f'<text x="{_LEFT + 36}" y="43">grows as the archive does (slope 1)</text>'
    yield f'<text x="{_LEFT}" y="62">Both axes are logarithmic; a power of ten is</text>'
    yield f'<text x="{_LEFT}" y="76">as high in every panel, so slopes compare.</text>'


def _x(size: float, across: _Scale) -> float:
    return _LEFT + (math.log10(size) - across[0]) / (across[1] - across[0]) * _PLOT_WIDTH


def _y(value: float, up: _Scale) -> float:
    return _TOP + (up[1] - math.log10(value)) / (up[1] - up[0]) * _PLOT_HEIGHT


def _size(size: float) -> str:
    """A number of paragraphs as it stands below an axis: 300, 30 k, 1 M."""
    for unit, name in ((1_000_000, " M"), (1_000, " k")):
        if size >= unit:
            return f"{size / unit:g}{name}"
    return f"{size:g}"


def short(value: float) -> str:
    """Three digits that say something, with a narrow space between thousands."""
    if value >= 999.5:
        return f"{value:,.0f}".replace(",", "\u202f")
    digits = max(0, 2 - math.floor(math.log10(value))) if value > 0 else 0
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
