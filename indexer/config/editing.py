"""Changes to the text of ``config.ini``: a folder more or less, another value. Text in, text out.

What is not changed stays byte for byte: comments, blank lines, line ends, the order of things. So the lines are told
apart by the rules of ``configparser``, but never written anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

_SECTION = re.compile(r"\[(.+)\]")
_BYTE_ORDER_MARK = "\ufeff"
_INDENT = "    "

#: What a line is: of a value that goes on from the line above it, ``more``.
Kind = Literal["blank", "comment", "section", "option", "more", "unknown"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its end as it stands in the file, in which section and under which key it is, and the part of the
    value that it holds."""

    raw: str
    kind: Kind
    section: str = ""
    key: str = ""
    value: str = ""
    indent: str = ""


def lines_of(text: str) -> list[Line]:
    """The lines of a configuration, told apart as ``configparser`` does."""
    found: list[Line] = []
    section, key, level = "", "", 0
    for number, raw in enumerate(re.findall(r"[^\n]*\n|[^\n]+", text)):
        line = raw.removeprefix(_BYTE_ORDER_MARK) if number == 0 else raw
        value = line.strip()
        indent = line[: len(line) - len(line.lstrip())]
        if not value:
            found.append(Line(raw, "blank", section, key))
        elif value.startswith(("#", ";")):
            found.append(Line(raw, "comment", section, key))
        elif key and len(indent) > level:
            found.append(Line(raw, "more", section, key, value, indent))
        else:
            level = len(indent)
            if header := _SECTION.match(value):
                section, key = header[1], ""
                found.append(Line(raw, "section", section, indent=indent))
            elif "=" in value:
                key, _, value = (part.strip() for part in value.partition("="))
                key = key.lower()
                found.append(Line(raw, "option", section, key, value, indent))
            else:
                found.append(Line(raw, "unknown", section, indent=indent))
    return found


def add_folder(text: str, folder: str, implied: Sequence[str] = ()) -> str:
    """The text with ``folder`` behind the others of ``[archive] folders``. ``implied`` are those that count while the
    text names none: they are then written down too."""
    lines = lines_of(text)
    at = _option(lines, "archive", "folders")
    if at is None:
        return _with_option(lines, "archive", "folders", [*implied, folder])
    last = max(_rows_of(lines, at))
    end = _line_end(lines)
    indent = lines[last].indent + ("" if lines[last].kind == "more" else _INDENT)
    raws = [line.raw for line in lines]
    ends_here = not raws[last].endswith("\n")
    new = indent + folder + ("" if ends_here else end)
    return "".join([*raws[:last], raws[last] + (end if ends_here else ""), new, *raws[last + 1 :]])


def remove_folder(text: str, is_it: Callable[[str], bool], implied: Sequence[str] = ()) -> str:
    """The text without the folders that ``is_it`` says are meant; ``implied`` as in ``add_folder``."""
    lines = lines_of(text)
    at = _option(lines, "archive", "folders")
    if at is None:
        kept = [folder for folder in implied if not is_it(folder)]
        return text if len(kept) == len(implied) else _with_option(lines, "archive", "folders", kept)
    gone = {row for row in _rows_of(lines, at) if lines[row].value and is_it(lines[row].value)}
    raws = []
    for row, line in enumerate(lines):
        if row not in gone:
            raws.append(line.raw)
        elif line.kind == "option":
            raws.append(_before_value(line.raw) + _end_of(line.raw))
    return "".join(raws)


def set_value(text: str, section: str, key: str, value: str) -> str:
    """The text with another value of one line for a setting; what stood in lines below it is taken away."""
    lines = lines_of(text)
    at = _option(lines, section, key)
    if at is None:
        return _with_option(lines, section, key, [value])
    raw = lines[at].raw
    before = _before_value(raw)
    gap = re.match(r"[^\S\r\n]*", raw[len(before) :])
    new = f"{before}{(gap[0] if gap else '') or ' '}{value}".rstrip() + _end_of(raw)
    below = set(_rows_of(lines, at)) - {at}
    return "".join(new if row == at else line.raw for row, line in enumerate(lines) if row not in below)


def _option(lines: Sequence[Line], section: str, key: str) -> int | None:
    matching = (n for n, line in enumerate(lines) if (line.kind, line.section, line.key) == ("option", section, key))
    return next(matching, None)


def _rows_of(lines: Sequence[Line], at: int) -> list[int]:
    """The lines that hold the value of an option: its own and those that go on with it."""
    rows = [at]
    for row in range(at + 1, len(lines)):
        if lines[row].kind in ("option", "section", "unknown"):
            break
        if lines[row].kind == "more":
            rows.append(row)
    return rows


def _with_option(lines: Sequence[Line], section: str, key: str, values: Sequence[str]) -> str:
    """The lines with an option that was not there, at the end of its section, which is made where it is missing."""
    end = _line_end(lines)
    raws = [line.raw for line in lines]
    content = [n for n, line in enumerate(lines) if line.section == section and line.kind in ("section", "option", "more")]
    if not content:
        new = [f"[{section}]{end}", *_option_lines(key, values, "", end)]
        if raws:
            raws[-1] += "" if raws[-1].endswith("\n") else end
            new.insert(0, end if lines[-1].kind != "blank" else "")
        return "".join([*raws, *new])
    last = content[-1]
    raws[last] += "" if raws[last].endswith("\n") else end
    new = _option_lines(key, values, _indent_after(lines, last), end)
    return "".join([*raws[: last + 1], *new, *raws[last + 1 :]])


def _indent_after(lines: Sequence[Line], last: int) -> str:
    """An indent with which a new option is neither a part of the value above it nor makes one of what is below."""
    above = next(line for line in reversed(lines[: last + 1]) if line.kind in ("option", "section"))
    if above.kind == "option":
        return above.indent
    below = next((line.indent for line in lines[last + 1 :] if line.kind not in ("blank", "comment")), "")
    return max(above.indent, below, key=len)


def _option_lines(key: str, values: Sequence[str], indent: str, end: str) -> list[str]:
    if len(values) == 1:
        return [f"{indent}{key} = {values[0]}".rstrip() + end]
    return [f"{indent}{key} ={end}", *(f"{indent}{_INDENT}{value}{end}" for value in values)]


def _before_value(raw: str) -> str:
    return raw[: raw.index("=") + 1]


def _end_of(raw: str) -> str:
    return "\r\n" if raw.endswith("\r\n") else "\n" if raw.endswith("\n") else ""


def _line_end(lines: Sequence[Line]) -> str:
    """How the lines of the file end."""
    return next((end for line in lines if (end := _end_of(line.raw))), "\n")
