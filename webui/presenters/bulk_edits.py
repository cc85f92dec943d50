"""Year and unit type of many reports at once: what the form asks, and the way back."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indexer.corrections.model import FIELDS, read_value, written
from indexer.errors import CorrectionError
from indexer.model.results import ReportHead
from webui.presenters.corrections import Corrector

#: The fields that several reports can share.
BULK_FIELDS = ("year", "unit_type")

#: So many reports are corrected in one go, and so many goes can be taken back.
MOST_REPORTS = 500
_KEPT = 20


@dataclass(frozen=True, slots=True)
class BulkEdit:
    """What was done: ``said`` in words, how many ``reports``, and for each what stood there as a correction before."""

    said: str
    reports: int
    before: Mapping[str, Mapping[str, str]]


class BulkEdits:
    """Corrects many reports and remembers how to take it back, while the server runs."""

    def __init__(self, corrector: Corrector) -> None:
        self._corrector = corrector
        self._lock = threading.Lock()
        self._done: dict[str, BulkEdit] = {}

    def get(self, token: str) -> BulkEdit | None:
        """What was done under a name."""
        return self._done.get(token)

    def correct(self, heads: Iterable[ReportHead], typed: Mapping[str, str]) -> str | None:
        """Corrects the reports where they say something else; the name under which it can be taken back, ``None`` where
        there is nothing to correct. Raises ``CorrectionError``."""
        values = {name: read_value(name, text) for name, text in typed.items() if name in BULK_FIELDS and text}
        if not values:
            raise CorrectionError("没有说改成什么：请写年份，或选单位类型")
        asked: dict[str, dict[str, str]] = {}
        for head in heads:
            now = {"year": head.year, "unit_type": head.unit_type}
            other = {name: written(name, value) for name, value in values.items() if value != now[name]}
            if other:
                asked[head.id] = other
        if not asked:
            return None
        if len(asked) > MOST_REPORTS:
            raise CorrectionError(f"一次最多更正 {MOST_REPORTS} 份，选中的有 {len(asked)} 份：请先筛选，分几次更正")
        before = {identity: self._before(identity, fields) for identity, fields in asked.items()}
        self._corrector.correct_many(asked)
        said = "、".join(f"{FIELDS[name]} {written(name, value)}" for name, value in values.items())
        return self._keep(BulkEdit(said, len(asked), before))

    def undo(self, token: str, there: Iterable[str]) -> int:
        """Puts back what stood there before, in the reports that are still ``there``; how many. Raises
        ``CorrectionError``."""
        with self._lock:
            edit = self._done.pop(token, None)
        if edit is None:
            raise CorrectionError("这次批量更正已经撤销过，或者笔杆重新启动过：可以在报告页上逐份撤销")
        known = set(there)
        asked = {identity: values for identity, values in edit.before.items() if identity in known}
        try:
            if asked:
                self._corrector.correct_many(asked)
        except CorrectionError:
            with self._lock:
                self._done[token] = edit
            raise
        return len(asked)

    def _before(self, identity: str, fields: Iterable[str]) -> dict[str, str]:
        made = {row.field: row.value for row in self._corrector.in_force(identity)}
        return {name: made.get(name, "") for name in fields}

    def _keep(self, edit: BulkEdit) -> str:
        token = secrets.token_urlsafe(8)
        with self._lock:
            self._done[token] = edit
            while len(self._done) > _KEPT:
                del self._done[next(iter(self._done))]
        return token
