"""The labelled pairs of problems and the plans that answer them name paragraphs of the samples, of the right sections."""

from __future__ import annotations

import json
from pathlib import Path

from indexer.drafting.answers import find_answers
from indexer.ingest.analysis import ParsedDocument, parse_file
from indexer.model.reports import Paragraph
from indexer.parsing.rulebook import default_rulebook

LABELS = Path(__file__).with_name("problem_plans.json")
ARCHIVE = Path(__file__).resolve().parents[2] / "archive"


def labelled() -> list[tuple[tuple[Paragraph, ...], list[tuple[int, list[int]]]]]:
    """The paragraphs of each labelled report, and its pairs by ordinals."""
    found = []
    for one in json.loads(LABELS.read_text(encoding="utf-8")):
        parsed = parse_file(ARCHIVE / one["file"], default_rulebook(), 50 << 20, None)
        reports = [r for p in parsed if isinstance(p, ParsedDocument) for r in p.reports]
        paragraphs = next(r for r in reports if r.index_in_file == one["report"]).paragraphs

        def ordinal(start: str, of: tuple[Paragraph, ...] = paragraphs) -> int:
            return next(p.ordinal for p in of if p.text.startswith(start))

        pairs = [(ordinal(pair["problem"]), [ordinal(plan) for plan in pair["plans"]]) for pair in one["pairs"]]
        found.append((paragraphs, pairs))
    return found


def test_every_label_names_a_problem_and_plans_of_its_report() -> None:
    reports = labelled()
    assert sum(len(pairs) for _, pairs in reports) >= 60
    for paragraphs, pairs in reports:
        for problem, plans in pairs:
            assert "problems" in paragraphs[problem].sections
            assert plans and all("plans" in paragraphs[plan].sections for plan in plans)


def test_the_plans_that_answer_are_found_in_nine_of_ten() -> None:
    """The floor of what docs/QUALITY.md says; these labels were made by another reader than those of answers.json."""
    right = [
        any(answer.problem.ordinal == problem and answer.answer.ordinal in plans for answer in answers)
        for paragraphs, pairs in labelled()
        for answers in [find_answers(paragraphs)]
        for problem, plans in pairs
    ]
    assert sum(right) / len(right) >= 0.9
