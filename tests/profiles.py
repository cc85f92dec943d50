"""How Hypothesis searches for counterexamples.

``fixed``, the default, draws the same examples in every run: a failure is a fault of the change, never of the
day. More of what is always the same protects little more, so there are half as many as a test names. ``few`` draws a
tenth, for engines that are asked over a network. ``campaign`` draws fresh ones, ten times as many as a test names:
``pytest --hypothesis-profile=campaign``. None of them
measures time, which says more about the machine than about the code, nor how many examples ``assume`` skips,
which is chance; a property that skips them all still fails.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

#: Examples of a property that does not choose its own number, and what each profile makes of them.
_NAMED = 100
_USUAL, _IN_A_CAMPAIGN, _FEW = 50, 1000, 10


def register() -> None:
    """Makes all profiles known and ``fixed`` the default; ``--hypothesis-profile`` is applied afterwards."""
    by_chance = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    common = settings(deadline=None, suppress_health_check=by_chance, print_blob=True)
    settings.register_profile("fixed", common, derandomize=True, max_examples=_USUAL)
    settings.register_profile("campaign", common, derandomize=False, max_examples=_IN_A_CAMPAIGN)
    settings.register_profile("few", common, derandomize=True, max_examples=_FEW)
    settings.load_profile("fixed")


def examples(number: int) -> int:
    """What the profile makes of ``number`` of examples."""
    return max(number * settings().max_examples // _NAMED, 1)
