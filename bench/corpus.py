"""Made-up reports in any number: ``python -m bench.corpus [--paragraphs 100000] FOLDER``.

The clauses of the shipped samples are taken apart by section and put together anew. Figures, and one content word in
ten, are drawn again for every use (``lexis.py``), titles and headings name made-up places and projects; so sentences
rarely repeat and the vocabulary keeps growing. About 280 characters a paragraph on the average, few short and few very
long; seven in a hundred repeat an earlier paragraph with other figures or with figures masked, five are mere fragments.
Unit types, years and sections are as uneven as in real archives. The same seed gives the same files.

``bench.growth`` shows how the vocabulary grows beside that of the samples.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.lexis import Lexis, drawn
from bench.parsed import reports_in
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import Report

ARCHIVE = Path(__file__).resolve().parents[1] / "archive"
SEED = 20261121

#: Report files in one folder.
_IN_A_FOLDER = 500

#: Shares of paragraphs that repeat an earlier one with other figures, and that are mere fragments.
_REPEATED, _FRAGMENTS = 0.07, 0.05
#: So many of the latest paragraphs may be repeated.
_REMEMBERED = 1000
#: How often a content word is drawn again.
_REDRAWN = 0.1
#: Characters of a paragraph: log-normal with this median and spread, within these bounds.
_MEDIAN, _SPREAD, _LEAST, _MOST = 232, 0.6, 40, 1200

#: How a unit calls itself, by unit type, and how many reports in a hundred are of it.
UNITS: Mapping[str, tuple[int, str]] = {
    "机关": (20, "农业农村局"), "街道乡镇": (15, "镇党委"), "企业": (11, "水务公司"), "学校": (9, "中学"),
    "政府": (8, "县人民政府"), "公安": (7, "县公安局"), "医院": (6, "县人民医院"), "地方党委": (5, "县委"),
    "社区村": (4, "社区党支部"), "法院": (4, "县人民法院"), "检察院": (3, "县人民检察院"), "工会": (3, "县总工会"),
    "妇联": (2, "县妇联"), "团委": (2, "共青团县委"), "银行": (1, "农商银行"),
}  # fmt: skip
_YEARS = {year: 1 + (year - 2010) ** 1.5 for year in range(2010, 2026)}
_TITLES = ("年度工作总结", "年度抓党建工作述职报告", "年度述职述廉报告", "年工作总结", "年度党建工作总结")

#: Headings of the divisions, section of their paragraphs, and share of a report.
_DIVISIONS = (
    ("主要工作及成效", "work", 0.5),
    ("存在的主要问题", "problems", 0.15),
    ("原因分析", "causes", 0.07),
    ("下一步工作打算", "plans", 0.28),
)
_NUMBERS = "一二三四五六七八九十"

_MARKS = re.compile(
    r"^(?:[一二三四五六七八九]是|其[一二三]是?|首先是?|其次是?|最后|第[一二三四五]|"
    r"[（(]?[一二三四五六七八九十]+[）)、]|\d+[.、）])[，、：]?"
)
_CLAUSE = re.compile(r"[^，、；。！？：\n]+[，、；。！？：]?")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
#: Streams of figures are named by this and a number of digits.
_FIGURES = "0"
_WORDY = re.compile("[\u4e00-\u9fff]{4}")

#: A clause with places for words, and the streams that fill them.
Clause = tuple[str, tuple[Iterator[str], ...]]


@dataclass(frozen=True, slots=True)
class AppliedCorrection:
    """A made-up report file: its path below the archive, its text, and how many paragraphs were written into it."""

    name: str
    text: str
    paragraphs: int


@dataclass(frozen=True, slots=True)
class _Pool:
    inner: list[Clause]
    final: list[Clause]


class Generator:
    """Makes reports; one with the same seed, samples and words makes the same ones."""

    def __init__(
        self, seed: int = SEED, samples: Iterable[Report] | None = None, lexis: Lexis | None = None
    ) -> None:
        self._chance = random.Random(seed)
        self._lexis = lexis or Lexis()
        self._streams: dict[str, Iterator[str]] = {}
        self._pools = self._learn(reports_in([ARCHIVE]) if samples is None else samples)
        self._latest: list[str] = []
        self._units = drawn(list(UNITS), _sums(share for share, _ in UNITS.values()), self._chance)
        self._years = drawn([str(y) for y in _YEARS], _sums(_YEARS.values()), self._chance)

    # --- learning ------------------------------------------------------------------------------

    def _learn(self, samples: Iterable[Report]) -> dict[str, _Pool]:
        seen: dict[str, dict[str, None]] = {}
        for report in samples:
            for paragraph in report.paragraphs:
                kind = paragraph.sections[0] if paragraph.sections else "other"
                for clause in _CLAUSE.findall(paragraph.text):
                    clause = _MARKS.sub("", clause)
                    if _WORDY.search(clause):
                        seen.setdefault(kind, {})[clause] = None
        with tempfile.TemporaryDirectory() as place:
            tokenizer = Tokenizer(Path(place))
            return {kind: self._pool(clauses, tokenizer) for kind, clauses in seen.items()}

    def _pool(self, clauses: Iterable[str], tokenizer: Tokenizer) -> _Pool:
        """The clauses apart: those that end a sentence, and those that do not, which get a comma for any other end."""
        inner, final = [], []
        for clause in clauses:
            if clause[-1] in "。！？":
                final.append(self._clause(clause, tokenizer))
            else:
                inner.append(self._clause(clause.rstrip("、；：，") + "，", tokenizer))
        return _Pool(inner, final or [(form[:-1] + "。", streams) for form, streams in inner])

    def _clause(self, text: str, tokenizer: Tokenizer) -> Clause:
        """The clause with its figures, and some of its content words, taken out."""
        form: list[str] = []
        streams: list[Iterator[str]] = []
        at = 0
        for word in tokenizer.words(text):
            begins = text.find(word, at)
            kind = f"{_FIGURES}{len(word)}" if _FIGURE.fullmatch(word) else self._lexis.kind_of(word)
            if begins < 0 or not kind or (kind[0] != _FIGURES and self._chance.random() >= _REDRAWN):
                continue
            form += [text[at:begins].replace("%", "%%"), "%s"]
            streams.append(self._stream(kind))
            at = begins + len(word)
        return "".join([*form, text[at:].replace("%", "%%")]), tuple(streams)

    def _stream(self, kind: str) -> Iterator[str]:
        if kind not in self._streams:
            length = int(kind[1:])
            figures = kind[0] == _FIGURES
            self._streams[kind] = self._figures(length) if figures else self._lexis.words(kind, self._chance)
        return self._streams[kind]

    def _figures(self, length: int) -> Iterator[str]:
        """Figures without end of about so many digits, small ones more often."""
        random = self._chance.random
        while True:
            yield str(int(10 ** (min(length, 6) - 1 + random())))

    # --- making --------------------------------------------------------------------------------

    def reports(self, paragraphs: int) -> Iterator[AppliedCorrection]:
        """Report files with so many paragraphs in all, one after the other."""
        chance, number = self._chance, 0
        while paragraphs > 0:
            size = min(paragraphs, chance.randint(12, 28))
            unit, year = next(self._units), next(self._years)
            text = self._report(unit, year, size)
            yield AppliedCorrection(f"{number // _IN_A_FOLDER:03}/{number:06}.txt", text, size)
            number += 1
            paragraphs -= size

    def _report(self, unit: str, year: str, size: int) -> str:
        chance = self._chance
        place = next(self._stream("p2"))
        dated = "" if chance.random() < 0.03 else year
        lines = [f"{place}{UNITS[unit][1]}{dated}{chance.choice(_TITLES)[0 if dated else 2:]}"]
        lines.append(self._paragraph("opening"))
        left = size - 1
        for at, (heading, section, share) in enumerate(_DIVISIONS):
            count = left if section == "plans" else min(left, round(size * share))
            if count:
                lines.append(f"{_NUMBERS[at]}、{heading}")
                lines += self._division(section, count)
            left -= count
        return "\n".join(lines) + "\n"

    def _division(self, section: str, count: int) -> Iterator[str]:
        numbered = self._chance.random() < 0.6
        for at in range(count):
            text = self._paragraph(section)
            heading = f"（{_NUMBERS[at]}）{self._heading()}" if numbered and at < len(_NUMBERS) else ""
            if heading and self._chance.random() < 0.3:
                yield heading
                heading = ""
            yield f"{heading}。{text}" if heading else text

    def _heading(self) -> str:
        verb, noun, place = self._stream("v2"), self._stream("n2"), self._stream("p2")
        if self._chance.random() < 0.3:
            return f"{next(verb)}“{next(place)}{next(noun)}”行动，{next(verb)}{next(noun)}{next(noun)}"
        return f"{next(verb)}{next(noun)}{next(noun)}，{next(verb)}{next(noun)}"

    def _paragraph(self, section: str) -> str:
        chance, latest = self._chance, self._latest
        kind = chance.random()
        if kind < _REPEATED and len(latest) == _REMEMBERED:
            return self._repeated(latest[int(chance.random() * _REMEMBERED)])
        length = 12 if kind > 1 - _FRAGMENTS else min(max(_LEAST, chance.lognormvariate(math.log(_MEDIAN), _SPREAD)), _MOST)
        text = self._text(self._pools[section], length)
        if len(latest) < _REMEMBERED:
            latest.append(text)
        else:
            latest[int(chance.random() * _REMEMBERED)] = text
        return text

    def _text(self, pool: _Pool, length: float) -> str:
        random, inner, final = self._chance.random, pool.inner, pool.final
        inners, finals = len(inner), len(final)
        parts: list[str] = []
        size = 0
        while size < length:
            for _ in range(int(random() * 4)):
                form, streams = inner[int(random() * inners)]
                piece = form % tuple(map(next, streams))
                parts.append(piece)
                size += len(piece)
            form, streams = final[int(random() * finals)]
            piece = form % tuple(map(next, streams))
            parts.append(piece)
            size += len(piece)
        return "".join(parts)

    def _repeated(self, text: str) -> str:
        """The text with other figures, or with figures masked."""
        masked = self._chance.random() < 0.3

        def other(found: re.Match[str]) -> str:
            return "X" if masked else str(int(self._chance.random() * 10 ** len(found[0])) + 1)

        return _FIGURE.sub(other, text)


def _sums(weights: Iterable[float]) -> list[float]:
    total, sums = 0.0, []
    for weight in weights:
        total += weight
        sums.append(total)
    return sums


def write_archive(folder: Path, paragraphs: int, seed: int = SEED) -> int:
    """Writes report files with so many paragraphs in all below ``folder``; gives the number of files."""
    return _write(folder, Generator(seed), paragraphs)


def _write(folder: Path, generator: Generator, paragraphs: int) -> int:
    files = 0
    for made in generator.reports(paragraphs):
        path = folder / made.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made.text, encoding="utf-8")
        files += 1
    return files


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes an archive."""
    parser = argparse.ArgumentParser(prog="python -m bench.corpus", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--paragraphs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("into", type=Path, metavar="FOLDER")
    asked = parser.parse_args(arguments)
    generator = Generator(asked.seed)
    began = time.perf_counter()
    files = _write(asked.into, generator, asked.paragraphs)
    seconds = time.perf_counter() - began
    print(f"{files} files, {asked.paragraphs / seconds:.0f} paragraphs/s")


if __name__ == "__main__":
    main()
