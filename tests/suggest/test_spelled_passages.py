"""Pinyin of several words, or of words that no dictionary has, is found in the archive's texts."""

from __future__ import annotations

import pytest

from indexer.engines import Engine
from indexer.language.tokenizer import Tokenizer
from indexer.suggest.completion import CompletionIndex
from indexer.suggest.spelled_passages import spelled_in
from indexer.suggest.suggester import Suggester
from tests.engines.corpus import fill, report
from tests.reference_engine.engine import MemoryEngine

TEXT = "一、总体情况\n晚上由“小夜灯”志愿岗值守，银行网点、旅店都长期开门。\n西安的先进经验。"


@pytest.mark.parametrize(
    ("letters", "read"),
    [
        ("xiaoyedeng", "小夜灯"),
        ("xiaoyedengzhiyuangang", "小夜灯志愿岗"),
        ("yinhang", "银行"),
        ("wangdianlvdian", "网点旅店"),
        ("wangdianludian", "网点旅店"),
        ("changqi", "长期"),
        ("xian", "西安"),
        ("qingkuangwanshang", None),
        ("xiaoyede", None),
        ("ye", None),
        ("dangjian", None),
    ],
)
def test_a_stretch_is_read_by_any_frequent_reading(letters: str, read: str | None) -> None:
    """Signs inside do not matter, the end of a line does; one character alone is no stretch."""
    assert spelled_in(TEXT, letters) == read


def test_the_parts_of_pinyin_that_are_words_come_longest_first() -> None:
    vocabulary = CompletionIndex.build([("组织", 9), ("专职", 5), ("转职", 1), ("组织生活", 2), ("党建", 3)], [])
    assert vocabulary.spelled_within("zhuanzhizuzhiyuan") == ["转职", "专职", "组织"]


@pytest.fixture(scope="module")
def suggester(tokenizer: Tokenizer) -> Suggester:
    engine: Engine = MemoryEngine(tokenizer)
    fill(engine, {"a": report("有人瞒报刮擦，扣了安全奖。", "专职组织员按标准应配四名。"), "b": report("瞒报漏报的通报批评。")})
    made = Suggester(engine)
    made.refresh()
    return made


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zhuanzhizuzhiyuan", "专职组织员"),
        ("manbao guaca", "瞒报 刮擦"),
        ("guaca 安全奖 manbao", "刮擦 安全奖 瞒报"),
        ("guaca 组织员 manbao", None),
        ("zhuanzhizuzhiyuandui", None),
    ],
)
def test_one_paragraph_has_all_that_was_typed(suggester: Suggester, typed: str, meant: str | None) -> None:
    """Words typed in characters stay and must stand there too."""
    assert suggester.by_sound(typed) == meant
