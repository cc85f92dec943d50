"""From problems to the plans that answer them: by words, by number, by place; nothing where nothing is near."""

from __future__ import annotations

from indexer.drafting.problem_plans import plans_of_problems
from indexer.model.reports import Paragraph


def texts(problems: list[str], plans: list[str]) -> list[Paragraph]:
    both = [(text, "problems") for text in problems] + [(text, "plans") for text in plans]
    return [Paragraph(at, text, (section,)) for at, (text, section) in enumerate(both)]


def test_words_outweigh_the_order() -> None:
    found = plans_of_problems(
        texts(
            ["渡口的夜航灯常常不亮，船工摸黑靠岸。", "果园里的老梨树没有人会修剪。"],
            ["请老把式到果园教修剪，老梨树一棵一棵过。", "夜航灯换成太阳能的，船工靠岸不再摸黑。"],
        )
    )
    assert found == {0: 3, 1: 2}


def test_numbers_decide_where_words_do_not() -> None:
    problems = ["（一）学得不匀。", "（二）管得偏软。"]
    found = plans_of_problems(texts(problems, ["（二）立起一条规矩来。", "（一）钉牢每个月第一周。"]))
    assert found == {0: 3, 1: 2}


def test_without_either_section_there_is_no_pair() -> None:
    assert plans_of_problems(texts(["渡口的灯不亮。"], [])) == {}
    assert plans_of_problems(texts([], ["换一盏灯。"])) == {}
    both = Paragraph(0, "渡口的灯不亮，明年换一盏。", ("problems", "plans"))
    assert plans_of_problems([both, Paragraph(1, "再换一盏灯。", ("plans",))]) == {}
