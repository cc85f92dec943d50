"""Every rule of rules/*.ini does what its own example and spare lines promise, and a rule file
that is wrong is refused in one line."""

from __future__ import annotations

import importlib
import itertools
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from indexer.errors import ConfigError
from indexer.model.reports import UNIT_TYPES
from indexer.parsing import parse
from indexer.parsing.genre_years import estimate_year
from indexer.parsing.own_rules import all_rules, broken_promises, catches, rulebook_with
from indexer.parsing.rule_files import RULE_FILES, lines_of, read_rules, shipped_rules
from indexer.parsing.rulebook import Rule, default_rulebook, load_rulebook
from indexer.parsing.units import find_unit
from indexer.parsing.wording import KINDS
from tests.parsing.builders import parsed, removed_texts, source

RULES = default_rulebook()
ALL_RULES = all_rules(RULES)
EXAMPLES = [(rule, text) for rule in ALL_RULES for text in rule.examples]
SPARED = [(rule, text) for rule in ALL_RULES for text in rule.spare]


def _label(value: object) -> str:
    return value.name if isinstance(value, Rule) else str(value)[:24]


@pytest.mark.parametrize(("rule", "text"), EXAMPLES, ids=_label)
def test_a_rule_catches_its_example(rule: Rule, text: str) -> None:
    """What a rule file says is caught is caught, the way the parser applies the rule."""
    assert catches(rule, text)


@pytest.mark.parametrize(("rule", "text"), SPARED, ids=_label)
def test_a_rule_leaves_its_spare_alone(rule: Rule, text: str) -> None:
    """What a rule file says is spared is not touched."""
    assert not catches(rule, text)


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


_UNIT_EXAMPLES = [(rule.unit_type, text) for rule in RULES.units for text in rule.examples]


@pytest.mark.parametrize(("unit_type", "title"), _UNIT_EXAMPLES)
def test_a_unit_example_gives_its_unit(unit_type: str, title: str) -> None:
    """The example titles of each unit type are understood as that type."""
    assert find_unit(title, [], [], RULES).unit_type == unit_type


def test_the_shipped_rules_keep_all_their_promises() -> None:
    """What is asked of a user's rules holds for the shipped ones, those of wording included."""
    assert list(broken_promises(RULES)) == []
    assert {rule.kind for rule in RULES.wording} == set(KINDS)
    assert all(rule.examples and rule.spare for rule in RULES.wording)


def test_every_unit_type_has_a_rule() -> None:
    """The rules and the words shown in the facet are the same sixteen, each with an example."""
    assert {unit for unit, _ in _UNIT_EXAMPLES} == set(UNIT_TYPES)
    assert sorted(rule.unit_type for rule in RULES.units) == sorted(UNIT_TYPES)


@pytest.mark.parametrize("word", RULES.year_words)
def test_a_dated_word_gives_its_first_year(word: str) -> None:
    """Each dated word estimates the first year it stands for, and its range runs forward."""
    first, last = RULES.year_words[word]
    assert estimate_year([f"全年围绕{word}做了不少事。"], {word: (first, last)}).year == first
    assert last is None or last >= first


# --- rule files that are wrong -----------------------------------------------------------------

_SHIPPED: Mapping[str, str] = shipped_rules()

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
    "wording of no kind": ("wording", "[closing.certain]\npattern = 谢谢\n"),
    "a weight that is no number": ("wording", "[work.certain]\nweight = 重\npattern = 完成\n"),
    "a length that is no number": ("noise", "[line.a]\npattern = 下载\nlongest = 很长\n"),
    "neither yes nor no": ("units", "[妇联]\ntitle = 妇联\nself = 妇联\nvocabulary = 巾帼\nalone = 也许\n"),
    "an unknown key": ("noise", "[line.a]\npatern = 下载\n"),
    "a key written twice": ("noise", "[line.a]\npattern = 下载\npattern = 浏览\n"),
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
    assert not re.search("[a-z]{2,} [a-z]{2,}", message), "no English of Python's"


def test_the_fingerprint_follows_every_rule_file() -> None:
    """A changed rule in any file changes the fingerprint, so files are read again."""
    prints = {load_rulebook(_SHIPPED).fingerprint}
    prints |= {load_rulebook({**_SHIPPED, n: _SHIPPED[n] + "\n# 新说明\n"}).fingerprint for n in RULE_FILES}
    assert len(prints) == len(RULE_FILES) + 1
    assert load_rulebook(_SHIPPED).fingerprint == RULES.fingerprint


# --- rules of the user's own ---------------------------------------------------------------------


def test_a_rule_of_the_users_adds_to_the_shipped_one() -> None:
    """A cue in a file of the same name works beside the shipped cues, which go on working."""
    own = {"sections": "[heading.problems]\npattern = 自揭家丑\nexample = 二、自揭家丑\n"}
    rules = rulebook_with(own)
    heading = rules.sections["heading.problems"]
    assert heading.search("二、自揭家丑")
    assert heading.search("二、存在的问题")
    (report,) = parse(source("述职报告\n一、工作\n养了八十亩花木。\n二、自揭家丑\n浇水不匀。"), rules)
    assert [p.sections for p in report.paragraphs] == [("work",), ("problems",)]


def test_a_new_noise_rule_and_a_new_unit_word_work() -> None:
    """A new name is a new rule, told to the user as theirs; units and dated words can grow too."""
    own = {
        "noise": "[line.logo]\npattern = 甲乙丙文稿坊.{0,20}\nexample = 甲乙丙文稿坊出品\nspare = 文稿\n",
        "units": "[机关]\ntitle = 水文站\nexample = 青崖水文站2020年总结\n",
        "years": "[words]\n青苗行动 = 2017\n",
    }
    rules = rulebook_with(own)
    (report,) = parse(source("青崖水文站工作总结\n甲乙丙文稿坊出品\n青苗行动起步，栽了八十亩花木。"), rules)
    assert report.unit_type == "机关"
    assert report.year_estimated == 2017
    assert [(piece.text, piece.reason) for piece in report.removed] == [("甲乙丙文稿坊出品", "自定规则")]


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"noise": "[line.a]\npattern = 甲乙\nexample = 丙丁\n"}, "丙丁"),
        ({"noise": "[line.a]\npattern = 甲.*\nexample = 甲乙\nspare = 甲丁\n"}, "甲丁"),
        ({"units": "[医院]\nexample = 青崖县公安局总结\n"}, "公安"),
        ({"sections": "[heading.other]\npattern = 甲\n"}, "heading.other"),
        ({"years": "[words]\n青苗行动 = 去年\n"}, "去年"),
    ],
)
def test_a_rule_of_the_users_is_held_to_its_examples(own: Mapping[str, str], said: str) -> None:
    """A rule that does not do what it promises is refused in one line that names it."""
    with pytest.raises(ConfigError, match=said) as caught:
        rulebook_with(own)
    assert "\n" not in str(caught.value)


def test_rules_of_the_users_change_the_fingerprint() -> None:
    """So files are read again when they change; without any the shipped rulebook serves."""
    one = rulebook_with({"years": "[words]\n青苗行动 = 2017\n"})
    other = rulebook_with({"years": "[words]\n青苗行动 = 2018\n"})
    assert len({one.fingerprint, other.fingerprint, RULES.fingerprint}) == 3
    assert rulebook_with({}) is RULES


# --- what a rule asks for first ----------------------------------------------------------------


def _parser() -> Any:
    """The standard library's parser of patterns: private, so used in this test only."""
    name = "re._parser" if sys.version_info >= (3, 11) else "sre_parse"
    return importlib.import_module(name)


def _required(tokens: Iterable[Any]) -> list[frozenset[str]]:
    """Sets of strings of which every match of a parsed pattern holds one each."""
    found: list[frozenset[str]] = []
    run = ""
    for operation, value in [*tokens, ("END", None)]:
        name = str(operation)
        if name == "LITERAL":
            run += chr(value)
            continue
        if run:
            found.append(frozenset([run]))
            run = ""
        if name == "SUBPATTERN":
            found += _required(value[3])
        elif name == "BRANCH":
            branches = [_required(branch) for branch in value[1]]
            if all(branches):
                found += [frozenset().union(*choice) for choice in itertools.product(*branches)]
        elif name in ("MAX_REPEAT", "MIN_REPEAT") and value[0] >= 1:
            found += _required(value[2])
        elif name == "ASSERT":
            found += _required(value[1])
        elif name == "IN" and all(str(kind) == "LITERAL" for kind, _ in value):
            found.append(frozenset(chr(code) for _, code in value))
    return found


def _is_covered(pattern: str, needs: re.Pattern[str]) -> bool:
    """Whether whatever a pattern matches holds something that ``needs`` finds."""
    return any(all(needs.search(text) for text in texts) for texts in _required(_parser().parse(pattern)))


@pytest.mark.parametrize("rule", [r for r in RULES.noise_lines if r.needs], ids=_label)
def test_what_a_line_rule_needs_loses_no_match(rule: Rule) -> None:
    """``needs`` only makes a rule fast: every pattern of it must ask for one of these words itself."""
    assert rule.needs is not None
    section = read_rules(shipped_rules())["noise"][rule.name]
    for pattern in lines_of(section["pattern"]):
        assert _is_covered(pattern, rule.needs), pattern


def test_the_check_of_needs_can_fail() -> None:
    """A pattern with a branch that asks for nothing is not covered."""
    assert _is_covered("(?:会员|免费)下载.{0,9}", re.compile("下载"))
    assert not _is_covered("(?:会员|免费|\\d)", re.compile("会员|免费"))


def test_a_pattern_of_the_users_own_is_not_held_back_by_what_shipped_ones_need() -> None:
    """Added to a shipped rule, it catches lines that hold none of its words."""
    rules = rulebook_with({"noise": "[line.boilerplate]\npattern = 青瓦驿站出品\nexample = 青瓦驿站出品\n"})
    report = parse(source("2021年工作总结\n各项工作照常推进，没有别的事情。\n青瓦驿站出品"), rules)[0]
    assert removed_texts(report) == ["青瓦驿站出品"]
