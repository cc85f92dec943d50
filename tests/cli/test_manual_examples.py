"""The documents' example questions, asked of the samples: each finds something."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.runner import Bigan

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ("README.md", "docs/使用手册.md")

#: Questions that are written as examples between backquotes, alone.
_EXAMPLE = re.compile(r"`bigan ((?:search|headings|kwic|trend) [^`]+)`")

#: These are about the form of an answer.
_OF_ITS_OWN_FORM = ("--json", "--csv")


def examples(document: str) -> list[str]:
    found = _EXAMPLE.findall((ROOT / document).read_text(encoding="utf-8"))
    return [line for line in dict.fromkeys(found) if not any(form in line for form in _OF_ITS_OWN_FORM)]


def options_of_headings() -> list[str]:
    """What README names of ``bigan headings``, with an example of each value."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"`(--(?:parallel|form|members|first-word)[^`]*)`", text)


@pytest.fixture
def samples(bigan: Bigan, home: Path) -> Bigan:
    """Commands over the samples that come with Bigan."""
    (home / "config.ini").write_text(f"[archive]\nfolders = {ROOT / 'archive'}\n", encoding="utf-8")
    assert bigan("index").code == 0
    return bigan


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_example_questions_of_the_documents_find_something_in_the_samples(samples: Bigan, document: str) -> None:
    """As they are typed: not by a weaker reading either, and on the page that they name."""
    asked = examples(document)
    assert len(asked) >= 4 and any(line.startswith("headings") for line in asked)
    missed = []
    for line in asked:
        ran = samples(*shlex.split(line), "--json")
        assert ran.code == 0, (line, ran.err)
        rows = any(ran.data.get(name) for name in ("columns", "hits", "headings", "lines", "years"))
        if not (ran.data["total"] and rows) or ran.data.get("relaxed"):
            missed.append(line)
    assert missed == []


def test_the_ways_to_choose_headings_that_are_named_find_some_in_the_samples(samples: Bigan) -> None:
    """Each alone, and all but the form together."""
    options = options_of_headings()
    assert len(options) == 4
    for asked in (*options, " ".join(option for option in options if "form" not in option)):
        assert samples("headings", *shlex.split(asked), "--json").data["total"], asked
