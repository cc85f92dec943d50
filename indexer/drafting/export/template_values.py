"""How the values of a Word template are read. Each reader raises ``ValueError`` with the reason in Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

#: Points of the sizes that office programs name.
SIZES: Mapping[str, float] = {
    **{"初号": 42, "小初": 36, "一号": 26, "小一": 24, "二号": 22, "小二": 18, "三号": 16, "小三": 15},
    **{"四号": 14, "小四": 12, "五号": 10.5, "小五": 9},
}

#: Where page numbers stand: odd pages right and even ones left, in the middle, nowhere.
OUTER, CENTRE, NOWHERE = PLACES = ("单右双左", "居中", "不要")

_FORBIDDEN_IN_FONTS = re.compile(r"""[<>&"'{};\x00-\x1f]""")


def number(least: float, most: float, unit: str) -> Callable[[str], float]:
    """A number of millimetres or points between two bounds, with or without the unit."""
    def read(value: str) -> float:
        bare = value.removesuffix(unit).removesuffix("mm" if unit == "毫米" else "pt").strip()
        if not (re.fullmatch(r"[0-9]{1,4}(?:\.[0-9]{1,3})?", bare) and least <= float(bare) <= most):
            raise ValueError(f"应是 {least:g} 到 {most:g} 的{unit}数，写的是“{value[:20]}”，请改正")
        return float(bare)

    return read


def whole(least: int, most: int) -> Callable[[str], int]:
    """An integer between two bounds."""
    def read(value: str) -> int:
        if not (re.fullmatch(r"[0-9]{1,4}", value) and least <= int(value) <= most):
            raise ValueError(f"应是 {least} 到 {most} 的整数，写的是“{value[:20]}”，请改正")
        return int(value)

    return read


def or_empty(read: Callable[[str], float]) -> Callable[[str], float | None]:
    """``None`` where nothing is written."""
    return lambda value: read(value) if value else None


def size(value: str) -> float:
    """三号, or points."""
    if value in SIZES:
        return SIZES[value]
    try:
        return number(5, 72, "磅")(value)
    except ValueError:
        raise ValueError(f"应是 {'、'.join(SIZES)} 或 5 到 72 的磅数，写的是“{value[:20]}”，请改正") from None


def font(value: str) -> str:
    """The name of a font, or nothing."""
    if len(value) > 31 or _FORBIDDEN_IN_FONTS.search(value):
        raise ValueError(f"应是字体的名称（至多 31 个字），写的是“{value[:20]}”，请改正")
    return value


def fonts(value: str) -> tuple[str, ...]:
    """Names of fonts in the order of preference."""
    names = tuple(dict.fromkeys(font(name.strip()) for name in re.split("[、,，]", value) if name.strip()))
    if not names:
        raise ValueError("不能为空：请写出字体的名称，几种用顿号隔开")
    return names


def yes_or_no(value: str) -> bool:
    """是 or 否."""
    if value not in ("是", "否"):
        raise ValueError(f"应是 是 或 否，写的是“{value[:20]}”，请改正")
    return value == "是"


def place(value: str) -> str:
    """One of ``PLACES``."""
    if value not in PLACES:
        raise ValueError(f"应是 {'、'.join(PLACES)} 之一，写的是“{value[:20]}”，请改正")
    return value


def form(value: str) -> str:
    """What a page number looks like, for the first page."""
    if value.count("1") != 1 or len(value) > 20 or not value.isprintable():
        raise ValueError(f"应写出页码的样子，其中有一个 1，例如 — 1 —，写的是“{value[:20]}”，请改正")
    return value
