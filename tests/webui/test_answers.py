"""From a problem to its plans and back: on the page of a report, and in its JSON."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from indexer.engines import Source
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import Paragraph, Report
from indexer.parsing.points import find_points
from tests.reference_engine.engine import MemoryEngine
from tests.webui.reading import links, page, part, text
from webui import create_app

PROBLEMS = "一是车棚不够停，电瓶车挤在楼道里；二是图书室冷清，借阅卡锁在抽屉里。"
LIBRARY, GARAGE = "添新书两百册，图书室晚上开门，借阅卡发到<班组>。", "东墙外再搭两排车棚，电瓶车一律出楼道。"


@pytest.fixture
def client(tokenizer: Tokenizer) -> FlaskClient:
    engine = MemoryEngine(tokenizer)
    texts = (("work", "全年安全生产。"), ("problems", PROBLEMS), ("plans", LIBRARY), ("plans", GARAGE))
    paragraphs = tuple(Paragraph(n, words, (kind,), points=find_points(words)) for n, (kind, words) in enumerate(texts))
    with engine.writer() as writer:
        writer.add("r1", Report(0, "石桥农机厂工会2021年总结", 2021, None, "工会", paragraphs))
        writer.commit({}, {"r1": Source(("石桥农机厂工会.txt",))})
    return create_app(engine).test_client()


def test_a_problem_leads_to_its_plans_by_plain_links(client: FlaskClient) -> None:
    html = part(page(client, "/reports/r1"), 'id="p-1"', "</article>")
    ways = part(html, '<p class="answers"', "</p>")
    assert text("<p" + ways) == "对应的打算▸①东墙外再搭两排车棚②添新书两百册，图书室晚上开门"
    assert re.findall('href="([^"]*)"', ways) == ["#p-3", "#p-2"]


def test_a_plan_leads_back(client: FlaskClient) -> None:
    html = page(client, "/reports/r1")
    back = part(part(html, 'id="p-2"', "</article>"), '<p class="answers"', "</p>")
    assert text("<p" + back) == "对应的问题◂二是图书室冷清，借阅卡锁在抽屉里"
    assert list(links(back).values()) == ["#p-1"]


def test_other_paragraphs_say_nothing(client: FlaskClient) -> None:
    assert "answers" not in part(page(client, "/reports/r1"), 'id="p-0"', "</article>")


def test_the_json_of_a_report_names_both_sides(client: FlaskClient) -> None:
    work, problems, library, garage = client.get("/api/v1/reports/r1").get_json()["paragraphs"]
    assert work["answered_by"] == work["answers"] == []
    one, two = problems["points"]
    assert problems["answered_by"] == [
        {"span": one, "paragraph": 3, "section": "plans", "its_span": [0, len(GARAGE)], "by": "likeness"},
        {"span": two, "paragraph": 2, "section": "plans", "its_span": [0, len(LIBRARY)], "by": "likeness"},
    ]
    assert garage["answers"] == [
        {"span": [0, len(GARAGE)], "paragraph": 1, "section": "problems", "its_span": one, "by": "likeness"}
    ]
    assert library["answers"][0]["its_span"] == two
