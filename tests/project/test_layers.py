"""Imports point one way, and each third-party library is used in one place.

What a module imports is read from its source, so a rule also holds for code that no test runs.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: A module may import from its own layer's folder and from the layers above its line.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("indexer", "indexer.errors"),
    ("indexer.model",),
    ("indexer.config", "indexer.language"),
    ("indexer.reading", "indexer.parsing", "indexer.querying"),
    ("indexer.engines",),
    ("indexer.suggest", "indexer.corrections"),
    ("indexer.ingest",),
    ("indexer.output",),
    ("indexer.cli",),
    ("indexer.__main__",),
)
#: webui stands on all of indexer but the command line.
WEBUI_MAY_NOT = ("indexer.cli", "indexer.__main__")

#: The one place of each third-party library, by the name it is imported under.
PLACES = {
    "whoosh": "indexer.engines.whoosh",
    "jieba": "indexer.language.tokenizer",
    "rjieba": "indexer.language.tokenizer",
    "bs4": "indexer.reading.html",
    "lxml": "indexer.reading",
    "pypdfium2": "indexer.reading.pdf.glyphs",
    "olefile": "indexer.reading.ole2",
    "pypinyin": "indexer.language.pinyin",
    "numpy": "indexer.engines",
    "platformdirs": "indexer.config",
    "click": "indexer.cli",
    "flask": "webui",
    "werkzeug": "webui",
    "jinja2": "webui",
    "markupsafe": "webui",
    "waitress": "",
}
#: Libraries whose place is any one module.
SINGLE_MODULE = ("waitress",)


@dataclass(frozen=True)
class Import:
    """``importer`` names ``target``; ``late`` inside a function."""

    importer: str
    target: str
    line: int
    late: bool = False


def module_name(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(source: str, module: str, is_package: bool = False) -> Iterator[Import]:
    """Every import in ``source``, wherever it stands; relative ones made absolute."""
    yield from _walk(ast.parse(source), module, is_package, late=False)


def _walk(node: ast.AST, module: str, is_package: bool, late: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        for target in _targets(child, module, is_package):
            yield Import(module, target, child.lineno, late)  # type: ignore[attr-defined]
        inside = isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        yield from _walk(child, module, is_package, late or inside)


def _targets(node: ast.AST, module: str, is_package: bool) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    base = node.module or ""
    if node.level:
        parts = module.split(".")
        package = parts[: len(parts) - node.level + is_package]
        base = ".".join([*package, *filter(None, [node.module])])
    # "from indexer import config" may name a module: the longer name decides its layer.
    return [f"{base}.{alias.name}" for alias in node.names]


def within(name: str, place: str) -> bool:
    return name == place or name.startswith(place + ".")


def layer_of(name: str) -> tuple[int, str] | None:
    """The line and the entry that ``name`` belongs to: the longest entry wins."""
    entries = [(len(e), i, e) for i, line in enumerate(LAYERS) for e in line if within(name, e)]
    if not entries:
        return None
    _, line, entry = max(entries)
    return line, entry


def broken_rules(imports: list[Import]) -> list[str]:
    """Every import that goes against a rule, and why."""
    return [
        f"{i.importer}:{i.line} imports {i.target}: {why}"
        for i in imports
        if (why := _direction(i) or _place(i))
    ] + _spread(imports)


def _direction(found: Import) -> str:
    importer, target = found.importer, found.target
    if within(target, "tests") or within(target, "bench"):
        return "tests and benchmarks are not part of the program"
    if within(importer, "webui"):
        return (
            "the web pages do not use the command line"
            if any(within(target, m) for m in WEBUI_MAY_NOT)
            else ""
        )
    if within(target, "webui"):
        return "" if importer == "indexer.cli.commands.manage" and found.late else "indexer does not know webui"
    if not within(target, "indexer"):
        return ""
    ours, theirs = layer_of(importer), layer_of(target)
    if ours is None or theirs is None:
        return "has no layer"
    if ours[1] == theirs[1] or theirs[0] < ours[0]:
        return ""
    return f"{ours[1]} stands below or beside {theirs[1]}"


def _place(found: Import) -> str:
    library = found.target.split(".")[0]
    if library in sys.stdlib_module_names or library in ("indexer", "webui", "__future__"):
        return ""
    if library not in PLACES:
        return "this library has no place yet: name it in PLACES and in pyproject.toml"
    if PLACES[library] and not within(found.importer, PLACES[library]):
        return f"{library} is used in {PLACES[library]} only"
    return ""


def _spread(imports: list[Import]) -> list[str]:
    users = {lib: {i.importer for i in imports if within(i.target, lib)} for lib in SINGLE_MODULE}
    return [
        f"{lib} is used in {sorted(where)}: one is enough" for lib, where in users.items() if len(where) > 1
    ]


def project_imports() -> list[Import]:
    paths = [p for top in ("indexer", "webui") for p in sorted((ROOT / top).rglob("*.py"))]
    return [
        found
        for path in paths
        for found in imports_of(
            path.read_text(encoding="utf-8"), module_name(path, ROOT), path.name == "__init__.py"
        )
    ]


def test_the_projects_imports_point_one_way_and_libraries_keep_to_their_place() -> None:
    assert broken_rules(project_imports()) == []


def test_every_module_of_indexer_has_a_layer_of_its_own() -> None:
    """A new module at the top must be given a place, not fall under ``indexer`` unseen."""
    modules = [module_name(p, ROOT) for p in (ROOT / "indexer").rglob("*.py")]
    assert len(modules) > 10
    assert [m for m in modules if m != "indexer" and layer_of(m) in (None, (0, "indexer"))] == []


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
        ("indexer.cli.main", "class A:\n    import webui"),
        ("webui.routes.search", "from indexer.cli.main import main"),
        ("webui", "from tests.samples import x"),
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
    assert len(broken_rules(list(imports_of(source, module)))) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("indexer.model.reports", "from indexer.errors import BiganError"),
        ("indexer.engines.whoosh.reader", "import numpy\nfrom whoosh import index\nfrom ..facets import f"),
        ("indexer.ingest.update", "from indexer import manifest, parsing\nfrom indexer.config import Settings"),
        ("indexer.cli.commands.manage", "def serve():\n    from webui import create_app\n    import waitress"),
        ("indexer.language.tokenizer", "import jieba, json"),
        ("webui.routes.search", "from indexer import shapes\nfrom flask import Flask\nfrom . import api"),
    ],
)
def test_what_the_rules_allow_passes(module: str, source: str) -> None:
    assert broken_rules(list(imports_of(source, module))) == []


def test_a_library_of_one_module_is_not_spread_over_two() -> None:
    two = [*imports_of("import waitress", "webui.server"), *imports_of("import waitress", "webui.security")]
    assert len(broken_rules(two)) == 1


def test_relative_imports_of_modules_and_packages_are_resolved() -> None:
    assert [i.target for i in imports_of("from . import a", "indexer.reading.plain")] == ["indexer.reading.a"]
    assert [i.target for i in imports_of("from . import a", "indexer.reading", True)] == ["indexer.reading.a"]
    assert [i.target for i in imports_of("from ..b import c", "indexer.x.y")] == ["indexer.b.c"]
