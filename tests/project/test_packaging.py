"""What the project says about itself in several places says the same everywhere."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

import indexer

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def pyproject() -> dict[str, Any]:
    loaded: dict[str, Any] = tomllib.loads(text("pyproject.toml"))
    return loaded


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_version_has_an_entry_in_the_changelog() -> None:
    assert re.search(rf"^## {re.escape(indexer.__version__)}\b", text("CHANGELOG.md"), re.MULTILINE)


def test_every_dependency_is_bounded_above(pyproject: dict[str, Any]) -> None:
    """An unbounded library breaks a fresh installation on the day of its next major release."""
    project = pyproject["project"]
    named = [*project["dependencies"], *(d for e in project["optional-dependencies"].values() for d in e)]
    assert [d for d in named if "==" not in d and "<" not in d and not d.startswith("bigan[")] == []


def test_classifiers_name_the_versions_that_are_allowed(pyproject: dict[str, Any]) -> None:
    versions = re.findall(r"Python :: (3\.\d+)", "\n".join(pyproject["project"]["classifiers"]))
    assert pyproject["project"]["requires-python"] == f">={versions[0]}"
    assert pyproject["tool"]["ruff"]["target-version"] == "py" + versions[0].replace(".", "")


def test_what_the_wheel_carries_is_there(pyproject: dict[str, Any]) -> None:
    wheel = pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]
    for name in [*wheel["packages"], *wheel["force-include"]]:
        assert (ROOT / name).exists(), name
    assert wheel["force-include"]["config.ini"] == "indexer/shipped/config.ini"


def test_every_folder_of_code_is_a_package() -> None:
    """A folder without ``__init__.py`` works in a checkout and is easily lost in a wheel."""
    folders = {p.parent for top in ("indexer", "webui") for p in (ROOT / top).rglob("*.py")}
    assert sorted(str(f) for f in folders if not (f / "__init__.py").is_file()) == []


def test_the_readme_gives_each_command_line_for_both_kinds_of_system() -> None:
    readme = text("README.md")
    lines = re.findall(r"^python3 -m venv .*$", readme, re.MULTILINE)
    assert len(lines) >= 4
    for posix in lines:
        windows = posix.replace("python3", "py -3").replace(" &&", ";")
        windows = re.sub(r"\.venv/bin/(\w+)", r".venv\\Scripts\\\1", windows)
        assert windows in readme or windows in text("docs/安装.md"), windows
    assert len(re.findall(r"^py -3 -m venv .*$", readme, re.MULTILINE)) >= 2


def test_powershell_lines_keep_to_what_version_5_1_knows() -> None:
    for name in ("README.md", "docs/安装.md"):
        blocks = re.findall(r"```powershell\n(.*?)```", text(name), re.DOTALL)
        assert blocks
        assert [b for b in blocks if "&&" in b or "||" in b] == []


def test_the_ci_runs_what_the_readme_tells_newcomers() -> None:
    ci = text(".ci/run")
    for said in ('install -e ".[test]"', "hatchling editables", "--no-index --find-links"):
        assert said in text("README.md"), said
        assert said in ci, said


def test_links_and_pictures_of_the_documents_lead_somewhere() -> None:
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    link = re.compile(r"\]\((?!https?:)([^)#]+)\)")
    targets = [(path, target) for path in documents for target in link.findall(path.read_text(encoding="utf-8"))]
    assert len(targets) >= 10
    assert [(path.name, target) for path, target in targets if not (path.parent / target).exists()] == []


def test_rjieba_comes_with_every_installation_that_has_a_wheel_for_it(pyproject: dict[str, Any]) -> None:
    """Everywhere but on Windows on ARM; the empty extra is named by older instructions."""
    named = [d for d in pyproject["project"]["dependencies"] if d.startswith("rjieba")]
    assert [d.partition(";")[2].strip() for d in named] == ["platform_machine != 'ARM64' or sys_platform != 'win32'"]
    assert pyproject["project"]["optional-dependencies"]["fast"] == []
