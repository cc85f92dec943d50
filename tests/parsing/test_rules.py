"""Every rule of rules/*.ini does what its own example and spare lines promise, and a rule file
that is wrong is refused in one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import resources

import pytest

from indexer.errors import ConfigError
from indexer.models import UNIT_TYPES
from indexer.parsing.outline import numbering
from indexer.parsing.rulebook import Rule, default_rulebook, load_rulebook
from indexer.parsing.units import find_unit
from indexer.parsing.years import estimate_year
from tests.parsing.builders import parsed, removed_texts

RULES = default_rulebook()
_Catches = Callable[[Rule, str], bool]


def _fits_whole_line(rule: Rule, text: str) -> bool:
    return rule.fullmatch(text) is not None


def _fits_somewhere(rule: Rule, text: str) -> bool:
    return rule.search(text) is not None


def _fits_after_number(rule: Rule, text: str) -> bool:
    """Sub-headings and first sentences are read without their numbers."""
    number = numbering(text)
    return rule.search(text[number.length :].strip() if number else text) is not None


def _judge(rule: Rule) -> _Catches:
    family = rule.name.split(".")[0]
    if family in ("line", "tail"):
        return _fits_whole_line
    return _fits_after_number if family in ("strict", "start") else _fits_somewhere


ALL_RULES = (*RULES.noise_pieces, *RULES.noise_lines, *RULES.noise_tails, *RULES.sections.values())
EXAMPLES = [(rule, text) for rule in ALL_RULES for text in rule.examples]
SPARED = [(rule, text) for rule in ALL_RULES for text in rule.spare]


def _label(value: object) -> str:
    return value.name if isinstance(value, Rule) else str(value)[:24]


@pytest.mark.parametrize(("rule", "text"), EXAMPLES, ids=_label)
def test_a_rule_catches_its_example(rule: Rule, text: str) -> None:
    """What a rule file says is caught is caught, the way the parser applies the rule."""
    assert _judge(rule)(rule, text)


@pytest.mark.parametrize(("rule", "text"), SPARED, ids=_label)
def test_a_rule_leaves_its_spare_alone(rule: Rule, text: str) -> None:
    """What a rule file says is spared is not touched."""
    assert not _judge(rule)(rule, text)


@pytest.mark.parametrize("rule", ALL_RULES, ids=_label)
def test_a_rule_has_an_example_and_a_spare(rule: Rule) -> None:
    """A rule nobody can try is a rule nobody can change."""
    assert rule.examples
    assert rule.spare


@pytest.mark.parametrize("rule", [*RULES.noise_pieces, *RULES.noise_lines, *RULES.noise_tails], ids=_label)
def test_a_noise_rule_tells_the_user_what_it_took(rule: Rule) -> None:
    """Each noise rule has a kind, in Chinese, and takes no empty text."""
    assert rule.kind
    assert not rule.kind.isascii()
    assert rule.fullmatch("") is None


_NOISE_SPARED = [(r, t) for r, t in SPARED if r.name.split(".")[0] in ("piece", "line", "tail")]


@pytest.mark.parametrize(("rule", "text"), _NOISE_SPARED, ids=_label)
def test_no_noise_rule_takes_what_another_spares(rule: Rule, text: str) -> None:
    """A sentence one noise rule is told to spare is not taken by its neighbour either."""
    (report,) = parsed("述职报告", text, "各项工作照常推进，没有别的事情。")
    assert removed_texts(report) == []


@pytest.mark.parametrize("rule", RULES.units, ids=lambda rule: rule.unit_type)
def test_a_unit_example_gives_its_unit(rule: object) -> None:
    """The example title of each unit type is understood as that type."""
    (found,) = [r for r in RULES.units if r is rule]
    assert found.example
    assert find_unit(found.example, [], "", RULES).unit_type == found.unit_type


def test_every_unit_type_has_a_rule() -> None:
    """The rules and the words shown in the facet are the same sixteen."""
    assert sorted(rule.unit_type for rule in RULES.units) == sorted(UNIT_TYPES)


@pytest.mark.parametrize("word", RULES.year_words)
def test_a_dated_word_gives_its_first_year(word: str) -> None:
    """Each dated word estimates the first year it stands for, and its range runs forward."""
    first, last = RULES.year_words[word]
    assert estimate_year(f"全年围绕{word}做了不少事。", {word: (first, last)}) == first
    assert last is None or last >= first


# --- rule files that are wrong -----------------------------------------------------------------

_NAMES = ("noise", "sections", "units", "years")
_SHIPPED: Mapping[str, str] = {
    name: resources.files("indexer.parsing.rules").joinpath(f"{name}.ini").read_text(encoding="utf-8")
    for name in _NAMES
}

_WRONG = {
    "no section": ("noise", "pattern = 下载\n"),
    "twice the same": ("noise", "[line.a]\npattern = 一\n[line.a]\npattern = 二\n"),
    "no pattern": ("noise", "[line.a]\nkind = 广告\n"),
    "bad pattern": ("noise", "[line.a]\npattern = (下载\n"),
    "bad pattern among good ones": ("sections", "[heading.work]\npattern =\n    做法\n    [成效\n"),
    "unknown family": ("noise", "[lines.a]\npattern = 下载\n"),
    "unit without self": ("units", "[妇联]\ntitle = 妇联\nvocabulary = 巾帼\n"),
    "unknown unit": ("units", "[妇女会]\ntitle = 妇联\nself = 妇联\nvocabulary = 巾帼\n"),
    "a rule of sections missing": ("sections", "[heading.work]\npattern = 做法\n"),
    "no words": ("years", "[other]\n三严三实 = 2015\n"),
    "not a year": ("years", "[words]\n三严三实 = 前年\n"),
    "years backwards": ("years", "[words]\n三严三实 = 2019-2015\n"),
    "not an ini file": ("years", "[words\n三严三实\n"),
}


@pytest.mark.parametrize("case", _WRONG)
def test_a_wrong_rule_file_is_refused_in_one_line(case: str) -> None:
    """Each way to get a rule file wrong names the file in one line of Chinese, no traceback."""
    name, text = _WRONG[case]
    with pytest.raises(ConfigError) as caught:
        load_rulebook({**_SHIPPED, name: text})
    message = str(caught.value)
    assert "\n" not in message
    assert f"{name}.ini" in message
    assert "请" in message, "it says what to do"


def test_the_fingerprint_follows_every_rule_file() -> None:
    """A changed rule in any file changes the fingerprint, so files are read again."""
    prints = {load_rulebook(_SHIPPED).fingerprint}
    prints |= {load_rulebook({**_SHIPPED, n: _SHIPPED[n] + "\n# 新说明\n"}).fingerprint for n in _NAMES}
    assert len(prints) == len(_NAMES) + 1
    assert load_rulebook(_SHIPPED).fingerprint == RULES.fingerprint
