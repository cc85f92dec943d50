"""Where a paragraph comes from, in one line to paste under it:
〔《标题》（云岫县人民政府），单位类型，2018年，“二、存在问题”第3段〕. What is unknown is left out, and what the title already
says; a title that does not say whose report it is (政府工作报告) is followed by its unit's name, see ``drafting.report_names``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from indexer.drafting.report_names import file_stem, names_a_unit, whose
from indexer.engines import Engine
from indexer.ingest.manifest import manifest_from_dict
from indexer.model.reports import StoredParagraph, StoredReport

#: Signs at a heading's end that say nothing in a citation.
_TAIL = "：:。，,；; "
_NESTED_TITLE = str.maketrans("《》", "〈〉")
_NESTED_QUOTES = str.maketrans("“”", "‘’")


def display_title(title: str | None, files: Sequence[str]) -> str | None:
    """A report's title, or what its file is called."""
    return title or (file_stem(files[0]) if files else None)


class Citing:
    """Writes sources with what ``engine`` knows of a report beside the paragraph; for many threads. What a report's title block
    says goes by its id, which is another one as soon as a word of it changes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._title_lines = lru_cache(maxsize=4096)(self._looked_up)
        self._roots: tuple[Mapping[str, Any], Mapping[str, str]] | None = None

    def whose(self, of: StoredParagraph | StoredReport) -> str:
        """The name of a report's unit where its title does not say it; empty where nothing does."""
        if names_a_unit(display_title(of.title, of.files) or ""):
            return ""
        report_id = of.id if isinstance(of, StoredReport) else of.report_id
        lines = of.title_lines if isinstance(of, StoredReport) else self._title_lines(report_id)
        named = whose(of.title, lines, of.files)
        is_outermost = bool(of.files) and "/" not in of.files[0]
        return named or (whose(of.title, lines, of.files, self._root(report_id)) if is_outermost else "")

    def whose_report(self, report_id: str, title: str = "") -> str:
        """The same of a report by its id; empty where it is not there. Most titles say it, and where the ``title`` is known
        nothing need be read for them."""
        if names_a_unit(title):
            return ""
        stored = self._engine.report(report_id)
        return self.whose(stored) if stored else ""

    def named(self, stored: StoredReport) -> str:
        """What a report is called, with whose it is."""
        return (display_title(stored.title, stored.files) or "无题报告") + in_brackets(self.whose(stored))

    def paragraph(self, paragraph: StoredParagraph) -> str:
        """The citation of a paragraph."""
        return source_line(paragraph, self.whose(paragraph))

    def report(self, paragraph: StoredParagraph) -> str:
        """The citation of a paragraph's report alone, for what stands outside its paragraphs."""
        return report_line(paragraph, self.whose(paragraph))

    def _looked_up(self, report_id: str) -> tuple[str, ...]:
        stored = self._engine.report(report_id)
        return stored.title_lines if stored else ()

    def _root(self, report_id: str) -> str:
        """The name of the folder of the archive that a report's file was found under; made once a generation, and only where
        files that lie directly in it say nothing themselves."""
        manifest = self._engine.manifest()
        if self._roots is None or self._roots[0] is not manifest:
            entries = manifest_from_dict(manifest).files.values()
            self._roots = manifest, {one: Path(entry.root).name for entry in entries for one in entry.reports}
        return self._roots[1].get(report_id, "")


def source_line(paragraph: StoredParagraph, unit: str = "") -> str:
    """The citation of a paragraph; ``unit`` is the name of its report's unit, where the title does not say it."""
    return _cited([*_report_parts(paragraph, unit), _place(paragraph)])


def report_line(paragraph: StoredParagraph, unit: str = "") -> str:
    """The citation of a paragraph's report alone."""
    return _cited(_report_parts(paragraph, unit))


def _report_parts(paragraph: StoredParagraph, unit: str) -> list[str | None]:
    title = display_title(paragraph.title, paragraph.files) or ""
    said = title + unit
    return [
        f"《{title.translate(_NESTED_TITLE)}》" + in_brackets(unit) if title else unit or None,
        paragraph.unit_type if paragraph.unit_type and paragraph.unit_type not in said else None,
        f"{paragraph.year}年" if paragraph.year and str(paragraph.year) not in said else None,
    ]


def in_brackets(unit: str) -> str:
    """What stands behind a title to say whose it is."""
    return f"（{unit}）" if unit else ""


def _cited(parts: Sequence[str | None]) -> str:
    return "〔" + "，".join(filter(None, parts)) + "〕"


def _place(paragraph: StoredParagraph) -> str:
    top = paragraph.heading_path[0] if paragraph.heading_path else ""
    heading = top.rstrip(_TAIL).translate(_NESTED_QUOTES)
    return f"“{heading}”第{paragraph.number}段" if heading else f"第{paragraph.number}段"
