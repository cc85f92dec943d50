"""Makes corrections to what the index holds: writes them down, then has the reports read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from indexer.corrections.model import FIELDS, QUOTED, Correction, read_value, written
from indexer.corrections.paragraph_marks import anchors_of, mark
from indexer.corrections.store import add_corrections, load_corrections
from indexer.engines import Engine
from indexer.engines.records import split_paragraph_id
from indexer.errors import BiganError, CorrectionError
from indexer.ingest.manifest import Manifest, manifest_from_dict
from indexer.model.reports import StoredParagraph, StoredReport

#: Brings the index up to date for some folders.
Refresh = Callable[[Sequence[Path]], object]


class Corrector:
    """Corrects reports and paragraphs of one index; ``path`` is the file that keeps corrections."""

    def __init__(self, engine: Engine, path: Path, refresh: Refresh) -> None:
        self._engine = engine
        self._path = path
        self._refresh = refresh

    def correct(self, identity: str, values: Mapping[str, str]) -> tuple[Correction, ...]:
        """Corrects fields of a report, or the sections of a paragraph, by its id. An empty value takes
        back what was corrected before. Raises ``CorrectionError`` for an unknown id or a value
        that cannot be, and where the file cannot be written; then nothing has changed. Raises it too
        where the correction was written down but could not take effect yet, and says so."""
        return self.correct_many({identity: values})

    def correct_many(self, asked: Mapping[str, Mapping[str, str]]) -> tuple[Correction, ...]:
        """The same for several reports or paragraphs by their ids: what is wrong with one keeps all from being written,
        and the index is brought up to date once."""
        undone: dict[tuple[str, tuple[str, ...], str], Correction] = {}
        made: list[Correction] = []
        reports: set[str] = set()
        for identity, values in asked.items():
            report_id, corrections, taken_back = self._rows(identity, values)
            undone |= {row.target: row for row in taken_back}
            made += corrections
            reports.add(report_id)
        # What is taken back of one report comes before what is said of all: the last row on a target counts.
        add_corrections(self._path, [*undone.values(), *made])
        self._read_again(reports)
        self._check_effect(made)
        return tuple(made)

    def _rows(self, identity: str, values: Mapping[str, str]) -> tuple[str, tuple[Correction, ...], list[Correction]]:
        """The report meant, the corrections wanted, and the rows that take back older ones. Raises ``CorrectionError``."""
        report, paragraph = self._target(identity, values)
        texts = [p.text for p in self._engine.paragraphs_of(report.id)]
        now = datetime.now().isoformat(sep=" ", timespec="minutes")
        corrections = tuple(
            Correction(
                field=field,
                value=written(field, read_value(field, value)) if value.strip() else "",
                anchors=anchors_of(texts, report.id),
                paragraph=mark(paragraph.text) if paragraph else "",
                file=report.files[0] if report.files else "",
                title=report.title or "",
                quote=paragraph.text[:QUOTED] if paragraph else "",
                made_at=now,
            )
            for field, value in values.items()
        )
        taken_back = self._taken_back(report.id, corrections)
        self._check_undone(corrections, taken_back)
        return report.id, corrections, taken_back

    def _taken_back(self, report_id: str, made: Sequence[Correction]) -> list[Correction]:
        """Rows that take back what was corrected before the report's text changed, and its anchors with it; each once, and none
        that one of those ``made`` takes back itself."""
        undone = {(c.field, c.paragraph): c for c in made if not c.value}
        found = {
            old.target: replace(old, value="", made_at=undone[old.field, old.paragraph].made_at)
            for old in (self.in_force(report_id) if undone else ())
            if (old.field, old.paragraph) in undone
        }
        return [row for target, row in found.items() if target not in {correction.target for correction in made}]

    def _check_undone(self, made: Sequence[Correction], taken_back: Sequence[Correction]) -> None:
        """Raises ``CorrectionError`` for a correction to be taken back that there is not: neither one
        that was applied nor one that was written down for the same target."""
        undone = [correction for correction in made if not correction.value]
        rows = load_corrections(self._path).corrections if undone else ()
        known = {row.target for row in rows} | {(row.field, made[0].anchors, row.paragraph) for row in taken_back}
        for correction in undone:
            if correction.target not in known:
                what = "这一段" if correction.paragraph else "这份报告"
                raise CorrectionError(
                    f"没有这样的更正：{what}的{FIELDS[correction.field]}没有更正过，不用撤销（bigan correct 列出全部更正）"
                )

    def _check_effect(self, made: Sequence[Correction]) -> None:
        applied = manifest_from_dict(self._engine.manifest()).corrections
        idle = [correction for correction in made if correction.value and not applied.get(correction.digest)]
        if idle:
            raise CorrectionError(
                f"更正已记下，但还没有用上（{idle[0].file} 已不在、已改写或现在读不了）：文件恢复后运行 bigan index，更正就会生效"
            )

    def in_force(self, report_id: str) -> tuple[Correction, ...]:
        """The corrections that were applied to a report."""
        applied = manifest_from_dict(self._engine.manifest()).corrections
        rows = load_corrections(self._path).corrections
        return tuple(row for row in rows if report_id in applied.get(row.digest, ()))

    def _target(self, identity: str, fields: Iterable[str]) -> tuple[StoredReport, StoredParagraph | None]:
        """The report meant, and the paragraph where sections are to be corrected."""
        parts = split_paragraph_id(identity)
        paragraph = self._engine.paragraph(identity) if parts else None
        report = self._engine.report(parts[0] if parts and paragraph else identity)
        if report is None:
            raise CorrectionError(f"没有报告或段落 {identity[:80]}：标识由 bigan search 列在每段末尾，也在网页的地址里")
        if any((field == "sections") != (paragraph is not None) for field in fields):
            raise CorrectionError("章节要对一段更正，标题、年份、单位类型、文种要对整份报告更正：请给出相应的标识")
        return report, paragraph

    def _read_again(self, report_ids: Set[str]) -> None:
        files = manifest_from_dict(self._engine.manifest()).files
        folders = {_folder(Path(path), Path(e.root)) for path, e in files.items() if not report_ids.isdisjoint(e.reports)}
        try:
            self._refresh(sorted(folders))
        except BiganError as error:
            raise CorrectionError(f"更正已记下，但索引还没有更新（{error}）") from error


def without_effect(corrections: Iterable[Correction], manifest: Manifest) -> frozenset[Correction]:
    """Those that the index knows no report for; none while nothing has been indexed."""
    if manifest.built_at is None:
        return frozenset()
    return frozenset(c for c in corrections if not manifest.corrections.get(c.digest))


def _folder(path: Path, root: Path) -> Path:
    """The folder below ``root`` that a document lies in; a member of an archive lies where the archive does."""
    return next((folder for folder in path.parents if folder.is_relative_to(root) and folder.is_dir()), root)
