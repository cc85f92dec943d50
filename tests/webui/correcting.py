"""A corrector that only remembers, and how a form is sent to the app that has it."""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.corrections.model import Correction
from indexer.errors import CorrectionError

HERE = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
WOMEN = "/reports/women/corrections"
SAME = {"title": "2018年度党建工作述职报告", "year": "2018", "unit_type": "妇联"}


class FakeCorrector:
    """Remembers what it was asked; ``rows`` are in force, ``problem`` is raised."""

    def __init__(self, *rows: Correction) -> None:
        self.rows = rows
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.problem: str | None = None
        self.unreadable: str | None = None

    def correct(self, identity: str, values: Mapping[str, str]) -> tuple[Correction, ...]:
        if self.problem:
            raise CorrectionError(self.problem)
        self.asked.append((identity, dict(values)))
        return ()

    def correct_many(self, asked: Mapping[str, Mapping[str, str]]) -> tuple[Correction, ...]:
        for identity, values in asked.items():
            self.correct(identity, values)
        return ()

    def in_force(self, report_id: str) -> tuple[Correction, ...]:
        if self.unreadable:
            raise CorrectionError(self.unreadable)
        return self.rows


def send(correcting_client: FlaskClient, data: Mapping[str, object], url: str = WOMEN) -> TestResponse:
    return correcting_client.post(url, data=dict(data), headers=HERE)


def html_of(answer: TestResponse) -> str:
    return unescape(answer.get_data(as_text=True))
