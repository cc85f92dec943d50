"""Which causes and plans answer which problems: by place, as the only one, by number and likeness, or none."""

from __future__ import annotations

import pytest

from indexer.drafting.answers import find_answers
from indexer.model.reports import Paragraph
from indexer.parsing.points import find_points
from tests.drafting.answers_scoring import marked_reports, score

GARAGE = "1.车棚不够停。三百辆电瓶车挤在楼道里充电。"
LIBRARY = "2.图书室冷清。新书两年没有添，借阅卡锁在抽屉里。"
CANTEEN = "3.食堂排队久。十二点整全厂一起下班，窗口只有四个。"


def report(*paragraphs: tuple[str, str]) -> list[Paragraph]:
    """Paragraphs of these kinds (one or several, with a space between them) and texts."""
    return [Paragraph(n, text, tuple(kinds.split()), points=find_points(text)) for n, (kinds, text) in enumerate(paragraphs)]


def links(paragraphs: list[Paragraph]) -> list[tuple[str, str, str]]:
    """The beginnings of problem and answer, and what made the link."""
    return [(a.problem.text[:4], a.answer.text[:4], a.by) for a in find_answers(paragraphs)]


def test_a_plan_takes_up_the_words_of_its_problem_in_any_order() -> None:
    read = report(
        ("problems", "车棚不够停，电瓶车挤在楼道里。"),
        ("problems", "图书室冷清，借阅卡锁在抽屉里。"),
        ("plans", "添置新书两百册，图书室晚上开门，借阅卡发到班组。"),
        ("plans", "东墙外再搭两排车棚，电瓶车一律出楼道。"),
        ("plans", "迎接建厂四十周年，办好职工歌会。"),
    )
    assert links(read) == [("车棚不够", "东墙外再", "likeness"), ("图书室冷", "添置新书", "likeness")]


def test_the_number_decides_where_words_say_nothing() -> None:
    read = report(
        *(("problems", text) for text in (GARAGE, LIBRARY, CANTEEN)),
        ("plans", "一是向东墙外要地方，再搭两排雨棚。"),
        ("plans", "二是每季度采购一回，晚上也开门。"),
        ("plans", "三是错峰吃饭，分三批走。"),
    )
    assert [link[:2] for link in links(read)] == [("1.车棚", "一是向东"), ("2.图书", "二是每季"), ("3.食堂", "三是错峰")]


def test_words_are_stronger_than_numbers() -> None:
    """A writer who left a problem out, or put a plan in between, counts differently."""
    read = report(
        ("problems", GARAGE),
        ("problems", LIBRARY),
        ("plans", "1.把图书室搬到一楼，添新书，借阅卡人手一张。"),
        ("plans", "2.再搭车棚两排，电瓶车不进楼道充电。"),
    )
    assert links(read) == [("1.车棚", "2.再搭", "likeness"), ("2.图书", "1.把图", "likeness")]


def test_points_are_answered_one_by_one() -> None:
    read = report(
        ("problems", "一是车棚不够停，电瓶车挤在楼道；二是图书室冷清，借阅卡锁着；三是食堂排队久。"),
        ("plans", "一要再搭车棚；二要给图书室添书；三要开新窗口，食堂不再排队。"),
    )
    found = find_answers(read)
    assert [(a.problem.point, a.answer.point) for a in found] == [(1, 1), (2, 2), (3, 3)]
    assert all(read[0].text[a.problem.start : a.problem.end] == a.problem.text for a in found)


def test_the_only_plan_is_that_for_all_problems() -> None:
    read = report(("problems", GARAGE), ("problems", LIBRARY), ("plans", "来年从小事改起，一件一件销号。"))
    assert links(read) == [("1.车棚", "来年从小", "only"), ("2.图书", "来年从小", "only")]


def test_a_cause_between_problems_belongs_to_the_one_before_it() -> None:
    read = report(
        ("problems", GARAGE),
        ("causes", "究其原因，建厂时没有给电瓶车留地方。"),
        ("problems", LIBRARY),
        ("plans", "来年一件一件改。"),
    )
    assert ("1.车棚", "究其原因", "place") in links(read)
    assert ("2.图书", "究其原因", "place") not in links(read)


def test_where_likeness_is_too_thin_nothing_is_said() -> None:
    read = report(
        ("problems", "车棚不够停，电瓶车挤在楼道里。"),
        ("plans", "迎接建厂四十周年，办好歌会。"),
        ("plans", "完成全年产值任务。"),
    )
    assert links(read) == []


@pytest.mark.parametrize("kinds", ["problems", "plans", "work", "opening"])
def test_one_kind_alone_has_no_counterpart(kinds: str) -> None:
    assert find_answers(report((kinds, GARAGE), (kinds, LIBRARY))) == ()


def test_the_marked_problems_of_the_samples() -> None:
    """The floors stand a little below the figures in docs/QUALITY.md."""
    result = score(marked_reports())
    assert result.marked == 275
    assert result.precision >= 0.86
    assert result.recall >= 0.69
