"""What differs between two paragraphs, as spans."""

from __future__ import annotations

import random
from difflib import Match, SequenceMatcher
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.language import text_diff
from indexer.language.text_diff import DiffSpan, differences
from tests.profiles import examples

SENTENCES = (
    "全镇开展清沟护渠行动12次，出动党员340人次；",
    "河长制办公室每周通报一回，谁的岸线谁来管。",
    "巷口议事亭收到建议87条，当场答复61条，",
    "凡答应群众的事都写在黑板上，办一件擦一件。",
    "青年突击队轮流值守水闸，汛期没有一人请假。",
)


def marked(shown: str, other: str) -> str:
    """The spans as one line: {only here|only there}."""
    sign = {"same": "{}", "only_here": "<{}>", "only_there": "[{}]"}
    return "".join(sign[span.kind].format(span.text) for span in differences(shown, other))


def joined(spans: tuple[DiffSpan, ...], kind: str) -> str:
    return "".join(span.text for span in spans if span.kind in ("same", kind))


texts = st.text(alphabet="的一了是党建，。；、 12X×\nab", max_size=60)


@given(texts, texts)
@settings(max_examples=examples(300))
def test_spans_conserve_both_texts(shown: str, other: str) -> None:
    """Nothing of either text is lost, doubled or moved; no span is empty; equal spans do not touch."""
    spans = differences(shown, other)
    assert joined(spans, "only_here") == shown
    assert joined(spans, "only_there") == other
    assert all(span.text for span in spans)
    assert all(one.kind != two.kind for one, two in pairwise(spans))


@given(st.integers(0, 10**9), st.integers(1, 60))
@settings(max_examples=examples(40))
def test_spans_conserve_long_texts(seed: int, size: int) -> None:
    """The short cuts taken in long texts (anchors, giving up) conserve them too."""
    r = random.Random(seed)
    shown, other = ("".join(r.choice(SENTENCES) for _ in range(size)) for _ in range(2))
    noise = "".join(r.choice("党建") for _ in range(size * 10))
    for one, two in ((shown, other), (shown + noise, noise[::-1] + other)):
        spans = differences(one, two)
        assert (joined(spans, "only_here"), joined(spans, "only_there")) == (one, two)


@given(texts)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    """Equal texts are one span, an empty one none."""
    assert differences(text, text) == ((DiffSpan("same", text),) if text else ())


@pytest.mark.parametrize(
    ("shown", "other", "line"),
    [
        ("培训12场。", "培训15场。", "培训<12>[15]场。"),
        ("增长8.5%左右", "增长8.9%左右", "增长<8.5%>[8.9%]左右"),
        ("筹款1,200元", "筹款1,300元", "筹款<1,200>[1,300]元"),
        ("走访十二户", "走访十五户", "走访<十二>[十五]户"),
        ("走访××户", "走访×户", "走访<××>[×]户"),
        ("培训XX场", "培训21场", "培训<XX>[21]场"),
        ("走访12名3次", "走访15名4次", "走访<12>[15]名<3>[4]次"),
        ("走访12名党员3次", "走访15名党员4次", "走访<12>[15]名党员<3>[4]次"),
    ],
)
def test_a_figure_is_replaced_as_a_whole(shown: str, other: str, line: str) -> None:
    """12 → 15 is shown so, not as 1{2→5}; what is between two figures stays readable."""
    assert marked(shown, other) == line


@pytest.mark.parametrize(
    ("shown", "other", "line"),
    [
        ("认真组织好春训", "认真谋划好冬训", "认真<组织好春>[谋划好冬]训"),
        (
            "会上既讲成绩也讲不足，很热烈",
            "会上先摆问题再摆办法，很热烈",
            "会上<既讲成绩也讲不足>[先摆问题再摆办法]，很热烈",
        ),
        (
            "干部逐户上门说明政策算清账目。",
            "干部借助广播宣传政策解答疑问。",
            "干部<逐户上门说明政策算清账目>[借助广播宣传政策解答疑问]。",
        ),
        ("修好三条村道", "修好三条出村水泥路", "修好三条<村道>[出村水泥路]"),
    ],
)
def test_scraps_between_changes_are_not_shown_as_equal(shown: str, other: str, line: str) -> None:
    """One character that both have by chance does not break a changed phrase into confetti."""
    assert marked(shown, other) == line


def test_what_was_put_in_stands_where_it_was_put_in() -> None:
    """A sentence more or less is one span."""
    whole = SENTENCES[0] + SENTENCES[1] + SENTENCES[3]
    assert differences(whole, SENTENCES[0] + SENTENCES[3]) == (
        DiffSpan("same", SENTENCES[0]),
        DiffSpan("only_here", SENTENCES[1]),
        DiffSpan("same", SENTENCES[3]),
    )


def test_a_few_changes_in_a_long_text_are_found_exactly() -> None:
    """Anchors do not lose what a thorough comparison would find."""
    shown = "".join(f"第{n}网格{sentence}" for n in range(100, 150) for sentence in SENTENCES)
    changes = {"第120网格巷口议事亭": "第120网格村口老槐树", "第140网格凡答应": "第140网格只要答应"}
    other = shown
    for old, new in changes.items():
        other = other.replace(old, new)
    assert len(shown) > 5000
    changed = [span.text for span in differences(shown, other) if span.kind != "same"]
    assert changed == ["巷口议事亭", "村口老槐树", "凡", "只要"]


class CountingMatcher(SequenceMatcher[str]):
    """Counts the pairs of equal tokens that are looked at."""

    pairs = 0

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        # What every version of difflib keeps, and no stub names.
        tokens, positions = vars(self)["a"], vars(self)["b2j"]
        CountingMatcher.pairs += sum(len(positions.get(token, ())) for token in tokens[alo:ahi])
        return super().find_longest_match(alo, ahi, blo, bhi)


@pytest.mark.parametrize("alphabet", ["党", "党建", "党建引领", "".join(SENTENCES)])
def test_long_texts_take_bounded_work(alphabet: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worst texts must not make a page hang: comparing all with all would look at millions of pairs."""
    monkeypatch.setattr(text_diff, "SequenceMatcher", CountingMatcher)
    monkeypatch.setattr(CountingMatcher, "pairs", 0)
    r = random.Random(3)
    shown, other = ("".join(r.choice(alphabet) for _ in range(5000)) for _ in range(2))
    spans = differences(shown, other)
    assert (joined(spans, "only_here"), joined(spans, "only_there")) == (shown, other)
    assert CountingMatcher.pairs < 50 * (len(shown) + len(other))


def test_a_short_text_is_compared_thoroughly(monkeypatch: pytest.MonkeyPatch) -> None:
    """The count above is not nothing because nothing is counted."""
    monkeypatch.setattr(text_diff, "SequenceMatcher", CountingMatcher)
    monkeypatch.setattr(CountingMatcher, "pairs", 0)
    differences("修好三条村道", "建好三条水渠")
    assert CountingMatcher.pairs > 0
