"""The sample archive keeps its promises: enough reports, of every kind, each its own text."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from indexer.model.reports import SECTIONS, Report
from indexer.parsing import parse
from indexer.reading import SUFFIXES, read_file
from tests.eval.gate import documents_in, text_of
from tests.eval.shared import ROOT, shared_folder

ARCHIVE = ROOT / "archive"
FORMULAS = ROOT / "tests" / "eval" / "formulas.txt"

#: The same unit a year later, reusing its own paragraphs with new numbers: that is meant.
REUSING = (
    {"公安/2018年度党建工作述职报告（公安局）.txt", "公安/2019年度党建工作述职报告（公安局）.docx"},
    {"妇联/2019年度抓党建工作述职报告（妇联）.txt", "妇联/2020年度抓党建工作述职报告（妇联）.txt"},
    {"政府/云岫县2018年政府工作报告.txt", "政府/云岫县2019年政府工作报告.html"},
    {"银行/农商行党委2022年度党建工作报告.docx", "银行/农商行党委2023年度党建工作报告.html"},
)

#: The longest run of characters that two units may share, and that a sample may share with a real text.
_LONGEST_SHARED = 15
_LONGEST_FOUND_OUTSIDE = 24


@dataclass(frozen=True)
class Sample:
    """One report of the archive: its file, how that was read, and what the parser made of it."""

    file: str
    format: str
    encoding: str | None
    report: Report

    def texts(self) -> list[str]:
        """Everything a reader sees of it: title block, headings, paragraphs."""
        report = self.report
        return [
            *report.title_lines,
            *(heading.text for heading in report.headings),
            *(paragraph.text for paragraph in report.paragraphs),
        ]

    @property
    def length(self) -> int:
        return sum(map(len, self.texts()))

    @property
    def name(self) -> str:
        return f"{self.file}#{self.report.index_in_file}"


@cache
def samples() -> tuple[Sample, ...]:
    return tuple(
        Sample(document.shown, source.format, source.encoding, report)
        for document in documents_in(ARCHIVE)
        for source in [text_of(document)]
        for report in parse(source)
    )


def bare(text: str) -> str:
    """``text`` without white space, punctuation and signs."""
    return "".join(char for char in text if unicodedata.category(char)[0] in "LN")


@cache
def formulas() -> tuple[str, ...]:
    """The fixed formulas, the longest first."""
    lines = FORMULAS.read_text(encoding="utf-8").splitlines()
    return tuple(sorted((bare(x) for x in lines if x and not x.startswith("#")), key=len, reverse=True))


def without_formulas(text: str) -> str:
    """``text`` with a barrier for each formula, so that no shared run goes through one."""
    for formula in formulas():
        text = text.replace(formula, "\n")
    return text


def runs(texts: Iterable[str], length: int) -> Iterator[str]:
    """Every run of ``length`` characters in some texts, save those with a formula in them."""
    for text in texts:
        for at in range(len(text) - length + 1):
            run = text[at : at + length]
            if "\n" not in run:
                yield run


# --- how much there is ------------------------------------------------------------------------


def test_there_are_enough_reports_and_unit_types() -> None:
    """The first impression needs breadth: 36 reports of 12 unit types at least."""
    assert len(samples()) >= 36
    assert len({s.report.unit_type for s in samples() if s.report.unit_type}) >= 12


def test_every_year_is_there_and_some_report_has_none() -> None:
    """The year histogram has no gap from 2014 to 2025, and 未知 can be tried."""
    years = {s.report.year for s in samples()}
    assert set(range(2014, 2026)) <= years
    assert None in years


def test_every_section_is_there() -> None:
    """Each value of the section facet finds something in the demo."""
    assert {kind for s in samples() for p in s.report.paragraphs for kind in p.sections} == set(SECTIONS)


def test_no_report_is_a_scrap_or_a_book() -> None:
    """Each report has 1 200 to 4 000 characters: enough to search in, short enough to read."""
    assert {s.name: s.length for s in samples() if not 1200 <= s.length <= 4000} == {}


def test_formats_and_encodings_are_those_of_the_wild() -> None:
    """The samples try every reader that needs no other program: text in three encodings, pages, Word, PDF,
    Markdown, saved pages, and an archive of two formats."""
    assert {s.format for s in samples()} == {"txt", "html", "docx", "pdf", "md", "mhtml"}
    assert {s.format for s in samples() if ".zip/" in s.file} == {"txt", "docx"}
    encodings = {s.encoding for s in samples() if s.format == "txt"}
    assert {"utf-8", "gb18030"} <= encodings
    assert {path.suffix for path in ARCHIVE.rglob("*") if path.is_file()} <= SUFFIXES


def test_two_files_are_compilations() -> None:
    """A file that holds several reports is part of the demo, twice and by different signs."""
    held = Counter(s.file for s in samples())
    assert sum(count > 1 for count in held.values()) >= 2


def test_noise_and_placeholders_of_the_wild_are_there() -> None:
    """Adverts, site boilerplate, paywall marks and placeholders can be seen at work."""
    kinds = {piece.reason for s in samples() for piece in s.report.removed}
    assert {"广告", "网页部件", "付费标记", "网站导语"} <= kinds
    text = "\n".join(t for s in samples() for t in s.texts())
    assert all(mark in text for mark in ("XX", "×"))


# --- that each text is its own ------------------------------------------------------------------


def test_different_units_share_no_sentence() -> None:
    """No template: no run of more than 15 characters stands in reports of two units."""
    places: defaultdict[str, set[Sample]] = defaultdict(set)
    for sample in samples():
        for run in runs((without_formulas(bare(t)) for t in sample.texts()), _LONGEST_SHARED + 1):
            places[run].add(sample)
    assert len(places) > 10_000
    shared = {
        f"{run}: {', '.join(sorted(s.name for s in where))}"
        for run, where in places.items()
        if len(where) > 1 and not any({s.file for s in where} <= pair for pair in REUSING)
    }
    assert not shared, "\n".join(sorted(shared))


@pytest.mark.parametrize("pair", REUSING, ids=lambda pair: min(pair))
def test_a_unit_that_reuses_its_text_is_there(pair: set[str]) -> None:
    """Reuse from year to year is part of the demo: the named pairs really share sentences, one unit
    and two years following each other."""
    first, second = sorted((s for s in samples() if s.file in pair), key=lambda s: s.report.year or 0)
    assert first.report.unit_type == second.report.unit_type
    assert (first.report.year or 0) + 1 == second.report.year
    common = set(runs(map(bare, first.texts()), 16)) & set(runs(map(bare, second.texts()), 16))
    assert len(common) >= 20


def test_every_formula_is_needed() -> None:
    """The list of exceptions holds nothing that no sample says, and no whole sentence."""
    everything = "\n".join(bare(t) for s in samples() for t in s.texts())
    assert formulas()
    assert all(formula in everything for formula in formulas())
    assert all(len(formula) <= 24 for formula in formulas())


def _texts_outside() -> Iterator[Path]:
    yield from shared_folder("seeds").glob("*.txt")
    yield from shared_folder("corpora").glob("*/*.txt")


def test_no_sample_copies_a_real_report() -> None:
    """The samples were written for this project: no run of more than 24 characters stands in the real
    texts beside the checkout."""
    length = _LONGEST_FOUND_OUTSIDE + 1
    outside = {
        run
        for path in _texts_outside()
        for run in runs([without_formulas(bare(read_file(path).text))], length)
    }
    assert outside
    copied = {
        f"{sample.name}: {run}"
        for sample in samples()
        for run in runs((without_formulas(bare(text)) for text in sample.texts()), length)
        if run in outside
    }
    assert not copied, "\n".join(sorted(copied))
