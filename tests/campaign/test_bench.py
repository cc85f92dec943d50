"""The benchmark of formats names functions of the parser by name; this keeps the names true. Nothing is timed."""

from __future__ import annotations

import pytest

from bench.formats import STAGES, stage_shares
from tests.parsing.builders import PROSE, parsed


def test_every_stage_is_measured_and_the_parser_is_left_as_it_was() -> None:
    """A stage that nothing calls any more has no share; shares are of the whole, counted once."""
    places = [place for stage in STAGES.values() for place in stage]
    untouched = [vars(owner)[name] for owner, name in places]
    text = ("2021年度工作总结", "一、主要做法", PROSE[0], "二、存在的问题", "一是學習不够深入。")
    shares = stage_shares(lambda: parsed(*text))
    assert set(STAGES) < set(shares)
    assert sum(shares.values()) == pytest.approx(1.0)
    assert [vars(owner)[name] for owner, name in places] == untouched
