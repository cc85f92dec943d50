"""What the user knows better: titles, years, unit types, genres and sections, corrected once and kept.

Corrections live in one plain CSV file beside the archive, one row for each, the newest last. A row
finds its report by what it says, not by where it lies or how it was parsed: by its longest
paragraphs, so that it survives renaming, conversion and upgrades. Rows are only ever added; one
without a value takes an earlier one back.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import IntEnum

from indexer.corrections.paragraph_marks import is_of_report, mark, report_mark
from indexer.errors import CorrectionError
from indexer.language.numerals import as_digits
from indexer.model.reports import GENRES, SECTIONS, UNIT_TYPES, UNKNOWN_LABEL, Evidence, Report

#: What can be corrected, with the word that stands for it in the file.
FIELDS: Mapping[str, str] = {"title": "标题", "year": "年份", "unit_type": "单位类型", "genre": "文种", "sections": "章节"}
#: Said of a report that has no title.
NO_TITLE = "（无标题）"

HEADER = ("项目", "更正为", "文件", "报告", "段落", "时间", "报告标识", "段落标识")
#: So many characters of a paragraph stand in the file, for people to know it by.
QUOTED = 24
_FIELD_OF = {label: key for key, label in FIELDS.items()}
_SECTION_OF = {label: key for key, label in SECTIONS.items()}
_FORMULA_SIGNS = ("=", "+", "-", "@")
_ENOUGH = 2
_YEARS = range(1900, 2100)
_LONGEST_TITLE = 200
_LINE_END = re.compile(r"\r\n|\r|\n")
#: What parts the cells of a row stands after its first one: spreadsheet programs have their own ideas of it.
_FIRST_CELL = re.compile(rf'^"?(?:{HEADER[0]}|{"|".join(_FIELD_OF)})"?([,;\t])', re.MULTILINE)
_BREAK = re.compile(r"[\r\n\0]+")

Value = str | int | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Correction:
    """One row. ``value`` is what stands in the file; empty takes the correction back.

    ``anchors`` are the marks of the report's longest paragraphs and of its id (rows of older versions lack
    that), ``paragraph`` the mark of the corrected paragraph (for sections only). ``title`` and ``quote`` are for people, ``file``
    too, but that it decides between reports that are alike.
    """

    field: str
    value: str
    anchors: tuple[str, ...]
    paragraph: str = ""
    file: str = ""
    title: str = ""
    quote: str = ""
    made_at: str = ""

    @property
    def target(self) -> tuple[str, tuple[str, ...], str]:
        """What it is about: a later correction with the same target replaces it."""
        return self.field, self.anchors, self.paragraph

    @property
    def digest(self) -> str:
        """Names what it says about what, for the manifest."""
        key = "\0".join((self.field, self.value, *self.anchors, self.paragraph))
        return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

    def __str__(self) -> str:
        where = f"{self.file}《{self.title}》" + (f"“{self.quote}…”" if self.quote else "")
        return f"{where}的{FIELDS[self.field]}更正为“{self.value}”"


@dataclass(frozen=True, slots=True)
class CorrectionFile:
    """What a file of corrections says: those in force, and what is wrong with its other rows."""

    corrections: tuple[Correction, ...] = ()
    problems: tuple[str, ...] = ()


# --- what a correction says -----------------------------------------------------------------------


def read_value(field: str, text: str) -> Value:
    """The value of a correction as written. Raises ``CorrectionError`` for one that cannot be."""
    readers: Mapping[str, Callable[[str], Value]] = {
        "title": _title,
        "year": _year,
        "unit_type": _unit,
        "genre": _genre,
        "sections": _sections,
    }
    return readers[field](text.strip())


def _title(text: str) -> str | None:
    if not text or len(text) > _LONGEST_TITLE or "\n" in text:
        raise CorrectionError(f"标题应是一行、不超过 {_LONGEST_TITLE} 字：请改正（没有标题请写{NO_TITLE}）")
    return None if text == NO_TITLE else text


def _unit(text: str) -> str | None:
    return _listed("unit_type", text, UNIT_TYPES)


def _genre(text: str) -> str | None:
    return _listed("genre", text, GENRES)


def _listed(field: str, text: str, allowed: Sequence[str]) -> str | None:
    if text != UNKNOWN_LABEL and text not in allowed:
        raise CorrectionError(f"没有{FIELDS[field]}“{text[:20]}”：可用的有 {'、'.join(allowed)}、{UNKNOWN_LABEL}")
    return None if text == UNKNOWN_LABEL else text


def _year(text: str) -> int | None:
    if text == UNKNOWN_LABEL:
        return None
    digits = as_digits(text).removesuffix("年")
    if not (digits.isascii() and digits.isdigit() and int(digits[:9]) in _YEARS):
        raise CorrectionError(f"年份“{text[:20]}”不对：应是 {_YEARS[0]} 到 {_YEARS[-1]} 的年份，或{UNKNOWN_LABEL}")
    return int(digits)


def _sections(text: str) -> tuple[str, ...]:
    kinds = tuple(_SECTION_OF.get(part, part) for part in text.replace(",", "、").replace("，", "、").split("、"))
    if not 1 <= len(set(kinds)) == len(kinds) <= 2 or not set(kinds) <= set(SECTIONS):
        raise CorrectionError(f"章节“{text[:30]}”不对：请从 {'、'.join(SECTIONS.values())} 中选一个或两个，用、隔开")
    return tuple(kind for kind in SECTIONS if kind in kinds)


def written(field: str, value: Value) -> str:
    """A value as it stands in the file; ``read_value`` gives it back."""
    if value is None:
        return NO_TITLE if field == "title" else UNKNOWN_LABEL
    if isinstance(value, tuple):
        return "、".join(SECTIONS[kind] for kind in value)
    return str(value)


# --- how it finds its report ------------------------------------------------------------------------


class Fit(IntEnum):
    """How well a correction fits a report, the least first: it has enough of the longest paragraphs, as an edited report
    and one that was written after its pattern have; it has all of them; it is the very report."""

    LIKE = 1
    WHOLE = 2
    OWN = 3


def fits(identity: str, report: Report, corrections: Sequence[Correction]) -> dict[Correction, Fit]:
    """The corrections that fit a report with this id, in their order."""
    if not corrections:
        return {}
    marks = {mark(paragraph.text) for paragraph in report.paragraphs} | {report_mark(identity)}
    found = ((correction, _fit(correction, marks)) for correction in corrections)
    return {correction: fit for correction, fit in found if fit is not None}


def _fit(correction: Correction, marks: Set[str]) -> Fit | None:
    if correction.paragraph and correction.paragraph not in marks:
        return None
    if any(is_of_report(anchor) and anchor in marks for anchor in correction.anchors):
        return Fit.OWN
    longest = [anchor for anchor in correction.anchors if not is_of_report(anchor)]
    found = sum(anchor in marks for anchor in longest)
    if not longest or found < min(_ENOUGH, len(longest)):
        return None
    return Fit.WHOLE if found == len(longest) else Fit.LIKE


def apply(report: Report, corrections: Sequence[Correction]) -> Report:
    """The report with corrections that fit it laid on, one after the other: of two that say something of the same the later
    counts."""
    marks = [mark(paragraph.text) for paragraph in report.paragraphs] if corrections else []
    for correction in corrections:
        report = _corrected(report, correction, marks)
    return report


def _corrected(report: Report, correction: Correction, marks: Sequence[str]) -> Report:
    evidence = Evidence(correction.value, "correction")
    match correction.field:
        case "title":
            return replace(report, title=_title(correction.value))
        case "year":
            year = _year(correction.value)
            return replace(report, year=year, year_estimated=None, year_evidence=evidence)
        case "unit_type":
            return replace(report, unit_type=_unit(correction.value), unit_evidence=evidence)
        case "genre":
            return replace(report, genre=_genre(correction.value), genre_evidence=evidence)
    sections = _sections(correction.value)
    paragraphs = (
        replace(paragraph, sections=sections, section_confidence="high") if own == correction.paragraph else paragraph
        for own, paragraph in zip(marks, report.paragraphs, strict=True)
    )
    return replace(report, paragraphs=tuple(paragraphs))


# --- the file -----------------------------------------------------------------------------------------


def read_corrections(text: str) -> CorrectionFile:
    """What the text of a corrections file says; a row that cannot be read is told and passed over."""
    in_force: dict[tuple[str, tuple[str, ...], str], Correction] = {}
    problems: list[str] = []
    # Line by line: a quotation mark that is never closed must not swallow the rows after it.
    for number, line in enumerate(_LINE_END.split(text.lstrip("\ufeff")), 1):
        try:
            row = next(csv.reader([line], delimiter=separator_of(line)), [])
            if not any(cell.strip() for cell in row) or tuple(row[:2]) == HEADER[:2]:
                continue
            correction = _from_row(row)
        except csv.Error:
            problems.append(f"第 {number} 行：不是表格的一行：请改正或删去")
            continue
        except CorrectionError as error:
            problems.append(f"第 {number} 行：{error}")
            continue
        in_force.pop(correction.target, None)
        if correction.value:
            in_force[correction.target] = correction
    return CorrectionFile(tuple(in_force.values()), tuple(problems))


def separator_of(text: str) -> str:
    """What parts the cells of a row, or of the first row of a file: comma, semicolon or tab."""
    found = _FIRST_CELL.search(text.lstrip("\ufeff"))
    return found[1] if found else ","


def _from_row(row: Sequence[str]) -> Correction:
    cells = [_written(cell.strip()) for cell in row] + [""] * (len(HEADER) - len(row))
    label, value, file, title, quote, made_at, anchors, paragraph = cells[: len(HEADER)]
    if label not in _FIELD_OF:
        raise CorrectionError(f"不认识项目“{label[:20]}”：可用的有 {'、'.join(_FIELD_OF)}")
    field = _FIELD_OF[label]
    if not anchors or (field == "sections") != bool(paragraph):
        raise CorrectionError("缺少报告标识或段落标识：请在网页上或用 bigan correct 重新更正")
    if value:
        read_value(field, value)
    return Correction(field, value, tuple(anchors.split("+")), paragraph, file, title, quote, made_at)


def _plain(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    return f"'{cell}" if cell[:1] in _FORMULA_SIGNS and cell else cell


def _written(cell: str) -> str:
    """The inverse of ``_plain``."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA_SIGNS else cell


def row_of(correction: Correction) -> tuple[str, ...]:
    """A correction as a row of the file: one line, whatever its texts hold."""
    cells = (
        FIELDS[correction.field],
        *map(_plain, (correction.value, correction.file, correction.title, correction.quote[:QUOTED])),
        correction.made_at,
        "+".join(correction.anchors),
        correction.paragraph,
    )
    return tuple(_BREAK.sub(" ", cell) for cell in cells)


def rows_text(rows: Iterable[Sequence[str]], separator: str = ",") -> str:
    """Rows as CSV text."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue()
