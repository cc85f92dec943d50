"""Scores the parser against a reader's annotations.

An annotation file is a list with one entry for each report file::

    {"file": "…", "removed": ["a whole line that belongs to no report", …],
     "reports": [{"title": …, "year": …, "unit_type": …, "genre": …, "plan_year": …,
                  "paragraphs": [{"starts": "the first 16 characters", "sections": […]}]}],
     "patterns": ["split.pian-yi", …], "lookalikes": ["split.title-number", …],
     "contains": ["a fragment that must be in some title, heading or paragraph", …],
     "absent": ["a fragment that must be in none", …]}

``genre`` and ``plan_year`` are there in the newer sets only. A file in a zip archive is named by the path of
the archive and its own: 合集/a.zip/内部.txt. The last four may be missing. A pattern's score counts every fact
(titles, years, paragraphs, removed lines, fragments …) of the files that show it or look like it.

``python -m tests.eval [-v] [FOLDER ANNOTATIONS.json]`` prints the scores: of the samples and of all short
documents, or of a folder annotated in the same form.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from indexer.errors import UnreadableFile
from indexer.ingest.discovery import FoundFile
from indexer.ingest.documents import Document, documents_of
from indexer.model.reports import SECTIONS, Paragraph, Report, SourceText
from indexer.parsing import parse
from indexer.reading import read

HERE = Path(__file__).resolve().parent
SAMPLE_FOLDER = HERE.parents[1] / "archive"
#: Short documents in every layout that real files have, in sets by the time they were written; the
#: annotations of each lie beside its folder and were committed before the rules that serve them.
SETS = (
    "catalogue", "further", "unseen", "fresh", "ordinary", "genres",
    "later", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "taught",
)  # fmt: skip
SAMPLE_ANNOTATIONS = HERE / "samples.json"
_MOST_BYTES = 50 * 1024 * 1024


@dataclass
class Tally:
    """How many of how many."""

    right: int = 0
    total: int = 0

    def add(self, right: bool) -> None:
        self.right += right
        self.total += 1

    @property
    def rate(self) -> float:
        return self.right / self.total if self.total else 1.0


@dataclass
class Scores:
    """What was counted over some annotated files, and every miss in words."""

    splits: Tally = field(default_factory=Tally)
    titles: Tally = field(default_factory=Tally)
    years: Tally = field(default_factory=Tally)
    units: Tally = field(default_factory=Tally)
    genres: Tally = field(default_factory=Tally)
    plan_years: Tally = field(default_factory=Tally)
    paragraphs: Tally = field(default_factory=Tally)
    two_kinds: Tally = field(default_factory=Tally)
    fragments: Tally = field(default_factory=Tally)
    patterns: dict[str, Tally] = field(default_factory=dict)
    recall: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in SECTIONS})
    removed_hits: int = 0
    removed_found: int = 0
    removed_wanted: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def removed_f1(self) -> float:
        both = self.removed_found + self.removed_wanted
        return 2 * self.removed_hits / both if both else 1.0

    def facts(self) -> tuple[int, int]:
        """How many facts were right, of how many: what a pattern's score is made of."""
        named = (self.titles, self.years, self.units, self.genres, self.plan_years)
        tallies = (self.splits, *named, self.paragraphs, self.fragments)
        removed = self.removed_found + self.removed_wanted - self.removed_hits
        return (
            sum(tally.right for tally in tallies) + self.removed_hits,
            sum(tally.total for tally in tallies) + removed,
        )

    def rates(self) -> dict[str, float]:
        """Every score by name, from 0 to 1."""
        return {
            "splits": self.splits.rate,
            "titles": self.titles.rate,
            "years": self.years.rate,
            "units": self.units.rate,
            "genres": self.genres.rate,
            "plan_years": self.plan_years.rate,
            "paragraphs": self.paragraphs.rate,
            "two_kinds": self.two_kinds.rate,
            "fragments": self.fragments.rate,
            **{f"recall.{kind}": tally.rate for kind, tally in self.recall.items()},
            "removed_f1": self.removed_f1,
        }


def evaluate(folder: Path, annotations: Path, scores: Scores | None = None) -> Scores:
    """The scores of the parser on the annotated files of ``folder``, added to ``scores``."""
    scores = scores or Scores()
    for entry in json.loads(annotations.read_text(encoding="utf-8")):
        source = text_of(document_of(folder, entry["file"]))
        score_file(scores, entry, source, parse(source))
    return scores


def evaluate_short_documents() -> Scores:
    """The scores on all short documents together."""
    scores = Scores()
    for name in SETS:
        evaluate(HERE / name, HERE / f"{name}.json", scores)
    return scores


def documents_in(folder: Path) -> Iterator[Document]:
    """Every file of a folder, and every file in its zip archives."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield from documents_of(FoundFile(path, folder, path.relative_to(folder).as_posix()), _MOST_BYTES)


def document_of(folder: Path, file: str) -> Document:
    """A file of a folder, or one in a zip archive there. Raises ``FileNotFoundError``."""
    path = folder / file
    while not path.exists():
        path = path.parent
    found = FoundFile(path, folder, path.relative_to(folder).as_posix())
    for document in documents_of(found, _MOST_BYTES):
        if document.shown == file:
            return document
    raise FileNotFoundError(folder / file)


def text_of(document: Document) -> SourceText:
    """Raises ``UnreadableFile``."""
    if isinstance(document.data, UnreadableFile):
        raise document.data
    return read(document.data, document.name)


def report_lines(scores: Scores) -> Iterator[str]:
    """The scores as lines for a reader."""
    counted = {
        "splits": scores.splits,
        "titles": scores.titles,
        "years": scores.years,
        "units": scores.units,
        "genres": scores.genres,
        "plan_years": scores.plan_years,
        "paragraphs": scores.paragraphs,
        "two_kinds": scores.two_kinds,
        "fragments": scores.fragments,
        **{f"recall.{kind}": tally for kind, tally in scores.recall.items()},
    }
    for name, tally in counted.items():
        yield f"{name:18}{tally.rate:7.3f}  {tally.right}/{tally.total}"
    found, wanted, hits = scores.removed_found, scores.removed_wanted, scores.removed_hits
    yield f"{'removed_f1':18}{scores.removed_f1:7.3f}  {hits} of {wanted} lines, {found} removed"
    for name, tally in sorted(scores.patterns.items()):
        yield f"{name:18}{tally.rate:7.3f}  {tally.right}/{tally.total}"


def score_file(
    scores: Scores, entry: Mapping[str, Any], source: SourceText, reports: Sequence[Report]
) -> None:
    before = scores.facts()
    _score_facts(scores, entry, source, reports)
    right, total = (now - then for now, then in zip(scores.facts(), before, strict=True))
    for pattern in (*entry.get("patterns", ()), *entry.get("lookalikes", ())):
        tally = scores.patterns.setdefault(pattern, Tally())
        tally.right += right
        tally.total += total


def _score_facts(
    scores: Scores, entry: Mapping[str, Any], source: SourceText, reports: Sequence[Report]
) -> None:
    file: str = entry["file"]
    wanted = entry["reports"]
    scores.splits.add(len(reports) == len(wanted))
    if len(reports) != len(wanted):
        scores.misses.append(f"{file}: {len(reports)} reports, not {len(wanted)}")
    for label, report in zip_longest(wanted, reports):
        _score_report(scores, file, label, report)
    _score_removed(scores, file, entry.get("removed", []), removed_lines(source, reports))
    _score_fragments(scores, entry, _bare("\n".join(_said(reports))))


def _score_report(
    scores: Scores, file: str, label: Mapping[str, Any] | None, report: Report | None
) -> None:
    if label is not None:
        tallies = {
            "title": scores.titles,
            "year": scores.years,
            "unit_type": scores.units,
            "genre": scores.genres,
            "plan_year": scores.plan_years,
        }
        for name, tally in tallies.items():
            if name not in label:
                continue
            value = getattr(report, name) if report else "no report"
            tally.add(_set(value) == _set(label[name]))
            if _set(value) != _set(label[name]):
                scores.misses.append(f"{file}: {name} {value!r}, not {label[name]!r}")
    _score_paragraphs(scores, file, label["paragraphs"] if label else [], report.paragraphs if report else ())


def _set(value: object) -> object:
    """A value as it is compared: the gaps in a title are how it is set, as those in paragraphs and removed lines."""
    return _bare(value) if isinstance(value, str) else value


def _score_paragraphs(
    scores: Scores, file: str, labels: Sequence[Mapping[str, Any]], paragraphs: Sequence[Paragraph]
) -> None:
    """A paragraph is right when it is there with exactly its sections; one too many is wrong."""
    left = list(paragraphs)
    for label in labels:
        begin = _bare(label["starts"])
        found = next((p for p in left if _bare(p.text).startswith(begin)), None)
        got = found.sections if found else ()
        if found:
            left.remove(found)
        wanted = tuple(label["sections"])
        scores.paragraphs.add(got == wanted)
        for kind in wanted:
            scores.recall[kind].add(kind in got)
        if len(wanted) > 1:
            scores.two_kinds.add(got == wanted)
        if got != wanted:
            scores.misses.append(f"{file}: {label['starts']}… {_kinds(got) or 'missing'}, not {_kinds(wanted)}")
    for extra in left:
        scores.paragraphs.add(False)
        scores.misses.append(f"{file}: {extra.text[:16]}… {_kinds(extra.sections)}, not a paragraph")


def _score_removed(scores: Scores, file: str, wanted: Sequence[str], found: Sequence[str]) -> None:
    labels, got = Counter(map(_bare, wanted)), Counter(map(_bare, found))
    scores.removed_wanted += labels.total()
    scores.removed_found += got.total()
    scores.removed_hits += (labels & got).total()
    scores.misses += [f"{file}: kept {line}" for line in (labels - got).elements()]
    scores.misses += [f"{file}: removed {line}" for line in (got - labels).elements()]


def _score_fragments(scores: Scores, entry: Mapping[str, Any], text: str) -> None:
    for key, wanted in (("contains", True), ("absent", False)):
        for fragment in entry.get(key, ()):
            right = (_bare(fragment) in text) == wanted
            scores.fragments.add(right)
            if not right:
                scores.misses.append(f"{entry['file']}: {'lost' if wanted else 'kept'} the fragment {fragment}")


def _said(reports: Sequence[Report]) -> Iterator[str]:
    """What some reports say: titles, headings and paragraphs."""
    for report in reports:
        yield report.title or ""
        yield from (heading.text for heading in report.headings)
        yield from (paragraph.text for paragraph in report.paragraphs)


def removed_lines(source: SourceText, reports: Sequence[Report]) -> list[str]:
    """The lines of the source of which nothing is left: pieces cut out of a line don't count."""
    taken = [False] * len(source.text)
    for report in reports:
        for piece in report.removed:
            for start, end in piece.spans:
                taken[start:end] = [True] * (end - start)
    lines: list[str] = []
    start = 0
    for line in source.text.split("\n"):
        gone = taken[start : start + len(line)]
        if line.strip() and all(g or c.isspace() for g, c in zip(gone, line, strict=True)):
            lines.append(line)
        start += len(line) + 1
    return lines


def _bare(text: str) -> str:
    return "".join(text.split())


def _kinds(sections: Sequence[str]) -> str:
    return "+".join(SECTIONS[kind] for kind in sections)
