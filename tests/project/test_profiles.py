"""The README's test command has the same outcome for the same code; a campaign looks further."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[2]
#: Runs a property in a process of its own and prints what it drew and whether time is measured.
SCRIPT = """
import sys
from hypothesis import HealthCheck, given, settings, strategies as st
from tests import profiles

profiles.register()
if sys.argv[1:]:
    settings.load_profile(sys.argv[1])
drawn = []

@settings(max_examples=profiles.examples(20), database=None)
@given(st.integers())
def looked_at(number):
    drawn.append(number)

looked_at()
print(drawn)
print(settings().deadline, HealthCheck.too_slow in settings().suppress_health_check)
"""


def run(*profile: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *profile], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.splitlines()


def test_the_usual_profile_draws_the_same_examples_every_time() -> None:
    """Else a fresh clone fails on one day and not on the next; nor must a slow machine fail what is right."""
    one, two = run(), run()
    assert one == two
    assert one[1] == "None True"


def test_a_campaign_draws_fresh_examples_and_many_times_as_many() -> None:
    one, two = run("campaign"), run("campaign")
    assert one[0] != two[0]
    assert one[1] == two[1] == "None True"
    assert one[0].count(",") > 5 * run()[0].count(",")


def test_this_run_has_one_of_the_profiles(pytestconfig: pytest.Config) -> None:
    """``tests/conftest.py`` makes ``fixed`` the default, and pytest's option chooses another."""
    chosen = pytestconfig.getoption("--hypothesis-profile") or "fixed"
    assert settings().derandomize == (chosen != "campaign")
    assert settings().deadline is None
