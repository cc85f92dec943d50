"""How an official document looks: what ``official.ini`` says by GB/T 9704—2012, and a unit's own deviations.

Every setting is declared once, in ``_SETTINGS``; reading and the check for unknown names follow that table. A deviation is
a file of the same form that holds only what is different.
"""

from __future__ import annotations

import configparser
import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from indexer.config.paths import text_of
from indexer.drafting.export.template_values import (
    font,
    fonts,
    form,
    number,
    or_empty,
    place,
    size,
    whole,
    yes_or_no,
)
from indexer.errors import ConfigError

#: A4, in millimetres.
PAGE_WIDTH, PAGE_HEIGHT = 210, 297
POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Typeface:
    """Fonts in the order of preference, and their size in points."""

    fonts: tuple[str, ...]
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """Lengths of the page in millimetres, line spacing in points. ``headings`` are 一、（一）1.（1）; ``latin_font`` is for
    figures and letters, empty for that of the characters. ``number_form`` has a 1 where the page's number stands."""

    top: float
    bottom: float
    left: float
    right: float
    lines: int
    characters: int
    title: Typeface
    title_spacing: float
    text: Typeface
    latin_font: str
    line_spacing: float
    indent: int
    headings: tuple[Typeface, ...]
    number: Typeface
    number_place: str
    number_form: str
    number_distance: float

    @property
    def text_width(self) -> float:
        """In points."""
        return (PAGE_WIDTH - self.left - self.right) * POINTS_PER_MM

    @property
    def text_height(self) -> float:
        """In points."""
        return (PAGE_HEIGHT - self.top - self.bottom) * POINTS_PER_MM

    @property
    def typefaces(self) -> tuple[Typeface, ...]:
        """All that are used."""
        return (self.title, self.text, *self.headings, self.number)


@lru_cache(maxsize=1)
def official_template() -> WordTemplate:
    """What GB/T 9704—2012 asks for."""
    return read_template("", "")


def official_text() -> str:
    """The file that says so, to be copied and changed."""
    return files("indexer.drafting.export").joinpath("official.ini").read_text(encoding="utf-8")


def read_template(text: str, name: str) -> WordTemplate:
    """The template in a file's ``text``; ``name`` is for messages. What it does not say is as in ``official.ini``.
    Raises ``ConfigError``."""
    values: dict[tuple[str, str], Any] = {}
    for source, origin in ((official_text(), "official.ini"), (text, name)):
        for (section, key), value in _written(source, origin).items():
            try:
                values[section, key] = _SETTINGS[section, key](value)
            except ValueError as error:
                raise ConfigError(f"公文格式 {origin}：[{section}] {key} {error}") from error
    template = _template(values)
    _check_page(template, name)
    return template


def load_template(path: Path | None) -> WordTemplate:
    """The template in a file, the national standard's without one. Raises ``ConfigError``."""
    return official_template() if path is None else read_template(text_of(path), str(path))


def _written(text: str, name: str) -> dict[tuple[str, str], str]:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), default_section="\0")
    try:
        parser.read_string(text.removeprefix("\ufeff"))
    except configparser.Error as error:
        raise ConfigError(f"公文格式 {name} 看不懂：{_explain(error)}") from error
    known = tuple(dict.fromkeys(section for section, _ in _SETTINGS))
    for section in parser.sections():
        if section not in known:
            raise ConfigError(f"公文格式 {name}：没有 [{section}] 这一节，{_nearest(section, known)}")
        keys = tuple(key for place, key in _SETTINGS if place == section)
        for key in parser[section]:
            if key not in keys:
                raise ConfigError(f"公文格式 {name}：[{section}] 里没有 {key} 这个设置，{_nearest(key, keys)}")
    return {(section, key): value.strip() for section in parser.sections() for key, value in parser.items(section)}


def _explain(error: configparser.Error) -> str:
    match error:
        case configparser.DuplicateOptionError():
            return f"第 {error.lineno} 行 {error.option} 在 [{error.section}] 里写了两次，请只留一处"
        case configparser.DuplicateSectionError():
            return f"第 {error.lineno} 行 [{error.section}] 这一节出现了两次，请合成一处"
        case configparser.MissingSectionHeaderError():
            return f"第 {error.lineno} 行之前要先有一节，例如 [page]"
        case configparser.ParsingError() if error.errors:
            return f"第 {error.errors[0][0]} 行应写成“名称 = 值”"
    return str(error).splitlines()[0]


def _nearest(name: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    return f"是不是想写 {near[0]}？请改正或删去" if near else f"可用的有 {'、'.join(known)}；请改正或删去"


def _check_page(template: WordTemplate, name: str) -> None:
    """Margins, lines and characters must leave room for each other."""
    if template.text_width < 60 * POINTS_PER_MM or template.text_height < 60 * POINTS_PER_MM:
        raise ConfigError(f"公文格式 {name}：[page] 的页边距太大，版心不到 60 毫米：请改小 left、right、top 或 bottom")
    room = template.text_width / template.text.size
    if template.characters > room * 1.15:
        raise ConfigError(f"公文格式 {name}：[page] characters 至多约 {int(room * 1.15)}：一行放不下更多的字")
    if template.lines * template.text.size > template.text_height:
        most = int(template.text_height / template.text.size)
        raise ConfigError(f"公文格式 {name}：[page] lines 一页放不下 {template.lines} 行，至多 {most} 行")


def _template(values: Mapping[tuple[str, str], Any]) -> WordTemplate:
    def face(section: str) -> Typeface:
        return Typeface(values[section, "font"], values[section, "size"], values.get((section, "bold"), False))

    page = {key: values["page", key] for key in ("top", "bottom", "left", "right", "lines", "characters")}
    return WordTemplate(
        **page,
        title=face("title"),
        title_spacing=values["title", "line_spacing"] or values["text", "line_spacing"],
        text=face("text"),
        latin_font=values["text", "latin_font"],
        line_spacing=values["text", "line_spacing"],
        indent=values["text", "indent"],
        headings=tuple(face(f"heading{level}") for level in (1, 2, 3, 4)),
        number=face("page_number"),
        number_place=values["page_number", "place"],
        number_form=values["page_number", "form"],
        number_distance=values["page_number", "distance"],
    )


_FACE: Mapping[str, Callable[[str], object]] = {"font": fonts, "size": size, "bold": yes_or_no}
_SPACING = number(12, 60, "磅")

#: Section and key → reader.
_SETTINGS: Mapping[tuple[str, str], Callable[[str], object]] = {
    **{("page", side): number(5, 120, "毫米") for side in ("top", "bottom", "left", "right")},
    ("page", "lines"): whole(1, 60),
    ("page", "characters"): whole(1, 60),
    **{("title", key): read for key, read in _FACE.items()},
    ("title", "line_spacing"): or_empty(_SPACING),
    ("text", "font"): fonts,
    ("text", "latin_font"): font,
    ("text", "size"): size,
    ("text", "line_spacing"): _SPACING,
    ("text", "indent"): whole(0, 4),
    **{(f"heading{level}", key): read for level in (1, 2, 3, 4) for key, read in _FACE.items()},
    ("page_number", "place"): place,
    ("page_number", "form"): form,
    ("page_number", "font"): fonts,
    ("page_number", "size"): size,
    ("page_number", "distance"): number(0, 60, "毫米"),
}
