"""Imports point one way, and each third-party library is used in one place.

What a module imports is read from its source, so a rule also holds for code that no test runs.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: The layers, from the ground up. A folder (or module) imports from itself and from the lines above its own;
#: those of one line do not know each other.
LAYERS = (
    ("indexer", "indexer.errors"),
    ("indexer.model",),
    ("indexer.config", "indexer.language"),
    ("indexer.reading", "indexer.parsing", "indexer.querying"),
    ("indexer.engines",),
    ("indexer.suggest", "indexer.corrections", "indexer.drafting"),
    ("indexer.ingest",),
    ("indexer.library",),
    ("indexer.output",),
    ("indexer.cli", "webui"),
    ("indexer.__main__",),
)
#: The command ``serve`` starts the pages, and loads them when it is run.
LATE_EXCEPTION = ("indexer.cli.commands.serve", "webui")

#: The place of each third-party library, by the name it is imported under.
LIBRARIES = {
    "bs4": "indexer.reading.html",
    "click": "indexer.cli",
    "docx": "indexer.drafting.export.word",
    "flask": "webui",
    "jieba": "indexer.language.tokenizer",
    "lxml": "indexer.reading",
    "markupsafe": "webui",
    "numpy": "indexer.engines",
    "olefile": "indexer.reading.ole2",
    "platformdirs": "indexer.config",
    "pypdfium2": "indexer.reading.pdf.library",
    "urllib3": "indexer.engines.opensearch.transport",
    "waitress": "webui.server",
    "werkzeug": "webui",
    "whoosh": "indexer.engines.whoosh",
    "zstandard": "indexer.engines.whoosh.packed_records",
}
OWN = ("indexer", "webui")


@dataclass(frozen=True)
class Import:
    """``importer`` names ``target``; ``late``: inside a function."""

    importer: str
    target: str
    line: int
    late: bool


def fault(found: Import) -> str:
    """Which rule an import breaks; empty for none."""
    library = found.target.split(".")[0]
    if library in OWN:
        return _fault_of_direction(found)
    if library in sys.stdlib_module_names:
        return ""
    if library not in LIBRARIES:
        return "has no place: name the library in LIBRARIES and in pyproject.toml; tests and tools are no part of Bigan"
    place = LIBRARIES[library]
    return "" if within(found.importer, place) else f"is used in {place} only"


def _fault_of_direction(found: Import) -> str:
    if found.late and found.importer == LATE_EXCEPTION[0] and within(found.target, LATE_EXCEPTION[1]):
        return ""
    (ours, us), (theirs, them) = layer_of(found.importer), layer_of(found.target)
    return "" if theirs < ours or us == them else f"{them} is not above {us}"


def layer_of(name: str) -> tuple[int, str]:
    """The line and the entry of ``LAYERS`` that a module belongs to: the longest entry wins."""
    entries = [(len(entry), line, entry) for line, row in enumerate(LAYERS) for entry in row if within(name, entry)]
    _, line, entry = max(entries)
    return line, entry


def within(name: str, place: str) -> bool:
    return name == place or name.startswith(place + ".")


# --- what is imported ------------------------------------------------------------------------


def imports_of(source: str, module: str, is_package: bool = False) -> list[Import]:
    """Every import in ``source``, wherever it is; relative ones made absolute."""
    tree = ast.parse(source)
    functions = [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]
    late = {id(node) for function in functions for node in ast.walk(function)}
    return [
        Import(module, target, node.lineno, id(node) in late)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for target in _targets(node, module, is_package)
    ]


def _targets(node: ast.Import | ast.ImportFrom, module: str, is_package: bool) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    base = node.module or ""
    if node.level:
        parts = module.split(".")
        base = ".".join([*parts[: len(parts) - node.level + is_package], *filter(None, [node.module])])
    # "from indexer import config" may name a module: the longer name decides its layer.
    return [f"{base}.{alias.name}" for alias in node.names]


def modules() -> dict[str, Path]:
    """The name of every module of the program."""
    found = {}
    for path in (path for top in OWN for path in sorted((ROOT / top).rglob("*.py"))):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports() -> list[Import]:
    """Every import of the program."""
    return [
        found
        for module, path in modules().items()
        for found in imports_of(path.read_text(encoding="utf-8"), module, path.name == "__init__.py")
    ]


# --- the rules -------------------------------------------------------------------------------


def test_imports_point_one_way_and_libraries_keep_to_their_place() -> None:
    assert [f"{i.importer}:{i.line}: {i.target} {fault(i)}" for i in imports() if fault(i)] == []


def test_every_module_of_indexer_has_a_layer_of_its_own() -> None:
    """A new module at the top must be given a place, not fall under ``indexer`` unseen."""
    assert [name for name in modules() if layer_of(name) == (0, "indexer")] == ["indexer"]


def test_every_layer_and_place_is_in_use() -> None:
    """A line about what is gone would rule nothing."""
    assert [entry for row in LAYERS for entry in row if entry not in modules()] == []
    used = {found.target.split(".")[0] for found in imports()}
    assert [library for library in LIBRARIES if library not in used] == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("indexer.model.reports", "import indexer.config"),
        ("indexer.errors", "from indexer.model import reports"),
        ("indexer.language.normalize", "from indexer.reading.plain import read"),
        ("indexer.language.normalize", "from indexer.config import Settings"),
        ("indexer.parsing.units", "from indexer.reading import html"),
        ("indexer.querying.tree", "def f():\n    from indexer.engines import Engine"),
        ("indexer.engines.ranking", "from indexer.suggest import completion"),
        ("indexer.engines.ranking", "from ..ingest import update"),
        ("indexer.ingest.update", "import indexer.cli.main"),
        ("indexer.ingest.update", "def f():\n    import webui"),
        ("indexer.cli.main", "from webui import create_app"),
        ("indexer.cli.main", "def f():\n    from webui import create_app"),
        ("indexer.cli.commands.serve", "class A:\n    import webui"),
        ("webui.routes.search", "from indexer.cli.main import main"),
        ("webui", "from tests.samples import x"),
        ("indexer.language.pinyin", "from tools import pinyin_tables"),
        ("indexer.engines.ranking", "import whoosh.index"),
        ("indexer.querying.syntax", "if True:\n    from whoosh.qparser import QueryParser"),
        ("indexer.parsing.units", "import jieba"),
        ("indexer.language.lexicon", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import jieba"),
        ("indexer.reading.word.reader", "import bs4"),
        ("indexer.suggest.similar", "import numpy as np"),
        ("indexer.cli.main", "def f():\n    from flask import Flask"),
        ("indexer.cli.main", "import platformdirs"),
        ("indexer.cli.main", "import requests"),
    ],
)
def test_a_broken_rule_is_noticed(module: str, source: str) -> None:
    """The rules above must be able to fail."""
    assert [found.target for found in imports_of(source, module) if fault(found)] != []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("indexer.model.reports", "from indexer.errors import BiganError"),
        ("indexer.engines.whoosh.reader", "import numpy\nfrom whoosh import index\nfrom ..facets import f"),
        ("indexer.ingest.update", "from indexer import model, parsing\nfrom indexer.config import Settings"),
        ("indexer.cli.commands.serve", "def serve():\n    from webui.server import serve\n    import time"),
        ("indexer.language.tokenizer", "import jieba, json"),
        ("webui.routes.search", "from indexer.output import x\nfrom flask import Flask\nfrom . import api"),
        ("indexer.__main__", "from indexer.cli.main import main"),
    ],
)
def test_what_the_rules_allow_passes(module: str, source: str) -> None:
    found = imports_of(source, module)
    assert len(found) > 0
    assert [each for each in found if fault(each)] == []


def test_relative_imports_of_modules_and_packages_are_resolved() -> None:
    assert [i.target for i in imports_of("from . import a", "indexer.reading.plain")] == ["indexer.reading.a"]
    assert [i.target for i in imports_of("from . import a", "indexer.reading", True)] == ["indexer.reading.a"]
    assert [i.target for i in imports_of("from ..b import c", "indexer.x.y")] == ["indexer.b.c"]
