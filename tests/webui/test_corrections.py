"""Correcting a report on its page: what is shown, and what is sent on."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.corrections.model import Correction
from indexer.corrections.paragraph_marks import mark
from indexer.errors import CorrectionError
from tests.reference_engine.engine import MemoryEngine
from tests.webui.correcting import HERE, SAME, WOMEN, FakeCorrector, html_of, send
from tests.webui.invented import LONG
from webui import create_app, messages
from webui.server import Server


def form_of(html: str, kind: str) -> str:
    """The first form for a report's fields or a paragraph's sections."""
    forms = re.findall(r'<form class="fields".*?</form>', html, re.S)
    return str(next(form for form in forms if f'name="{kind}"' in form))


# --- what is shown ------------------------------------------------------------------------


def test_forms_hold_what_is_known(correcting_client: FlaskClient) -> None:
    """The reader changes what is wrong and leaves the rest."""
    html = html_of(correcting_client.get("/reports/women"))
    form = form_of(html, "year")
    assert 'name="title" value="2018年度党建工作述职报告"' in form and 'name="year" value="2018"' in form
    assert re.findall(r"<option selected>(.*?)</option>", form) == ["妇联", "未知"]
    assert re.findall(r'optgroup label="(.*?)"', form) == ["群团", "党政", "政法", "企事业", "基层"]
    assert form.count("<option>") + 2 == 17 + 12
    last = re.findall(r'<form class="fields".*?</form>', html, re.S)[-1]
    assert re.findall(r"selected>(.*?)</option>", last) == ["存在问题", "原因分析"]


def test_unknown_is_said_as_such(correcting_client: FlaskClient) -> None:
    """Nothing known: an empty title, 未知 chosen, the estimate offered in words only."""
    form = form_of(html_of(correcting_client.get("/reports/nameless")), "year")
    assert 'name="title" value=""' in form and 'name="year" value="未知"' in form
    assert re.findall(r"<option selected>(.*?)</option>", form) == ["未知", "未知"]
    assert "推测约 2016年" in form


def test_nothing_to_correct_with_without_a_corrector(client: FlaskClient) -> None:
    """An app that cannot correct offers nothing and takes nothing."""
    assert "更正" not in html_of(client.get("/reports/women"))
    assert client.post(WOMEN, data=SAME, headers=HERE).status_code == 404


def test_corrections_in_force_are_listed_and_can_be_taken_back(engine: MemoryEngine) -> None:
    """One line for each field, the newest; a paragraph says it of itself."""
    corrector = FakeCorrector(
        Correction("year", "2017", ("x",), made_at="2026-11-20 08:00"),
        Correction("year", "2018", ("y",), made_at="2026-11-21 08:00"),
        Correction("sections", "做法成效", ("x",), paragraph=mark(LONG), made_at="2026-11-19 10:00"),
    )
    html = html_of(create_app(engine, corrector=corrector).test_client().get("/reports/women"))
    made = html.partition('<ul class="made">')[2].partition("</ul>")[0]
    assert "人工更正：年份 2018（2026-11-21）" in made and "2017" not in made
    assert 'name="undo" value="year"' in made and '<a href="#p-2">3</a>' in made
    paragraph = html.partition('id="p-2"')[2].partition("</article>")[0]
    assert 'aria-label="第 3 段的章节已更正"' in paragraph and "（2026-11-19）" in paragraph
    assert 'name="undo" value="sections"' in paragraph and 'name="paragraph" value="2"' in paragraph
    assert html.count('name="undo"') == 2


def test_a_file_of_corrections_that_is_locked_does_not_hide_the_report(
    correcting_client: FlaskClient, corrector: FakeCorrector
) -> None:
    """It may be open in a spreadsheet just now."""
    corrector.unreadable = "更正文件 更正.csv 打不开（没有权限）"
    answer = correcting_client.get("/reports/women")
    assert answer.status_code == 200
    assert corrector.unreadable in html_of(answer) and "码头议事桌" in html_of(answer)


def test_the_server_hands_its_corrector_on(
    engine: MemoryEngine, corrector: FakeCorrector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What ``bigan serve`` gives the server reaches the pages."""
    made: list[Flask] = []

    def listen(app: Flask, host: str, port: int) -> tuple[int, None]:
        made.append(app)
        return port, None

    monkeypatch.setattr("webui.server._listen", listen)
    Server(engine, host="127.0.0.1", port=8000, page_size=10, corrector=corrector)
    assert "保存更正" in html_of(made[0].test_client().get("/reports/women"))


# --- what is sent on ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ({"year": "2019"}, {"year": "2019"}),
        ({"year": " 2019年 "}, {"year": "2019"}),
        ({"year": "未知"}, {"year": "未知"}),
        ({"year": ""}, {"year": "未知"}),
        ({"unit_type": "公安"}, {"unit_type": "公安"}),
        ({"unit_type": "未知"}, {"unit_type": "未知"}),
        ({"title": "绣坊夜校总结"}, {"title": "绣坊夜校总结"}),
        ({"title": "  "}, {"title": "（无标题）"}),
        ({"title": "绣坊夜校总结", "year": "2018年", "unit_type": "其他"},
         {"title": "绣坊夜校总结", "unit_type": "其他"}),
    ],
)
def test_only_what_differs_is_corrected(
    correcting_client: FlaskClient, corrector: FakeCorrector, typed: dict[str, str], asked: dict[str, str]
) -> None:
    """A form carries all fields; those that stand as they stood are no corrections."""
    answer = send(correcting_client, {**SAME, **typed})
    assert corrector.asked == [("women", asked)]
    assert (answer.status_code, answer.location) == (303, "/reports/women?saved=1")
    assert '<p class="notice" role="status">更正已保存，索引已更新</p>' in html_of(correcting_client.get(answer.location))


def test_fields_that_are_not_sent_are_not_corrected(correcting_client: FlaskClient, corrector: FakeCorrector) -> None:
    """A missing field is not an empty one."""
    send(correcting_client, {"year": "2020"})
    assert corrector.asked == [("women", {"year": "2020"})]


def test_a_form_that_changes_nothing_writes_nothing(correcting_client: FlaskClient, corrector: FakeCorrector) -> None:
    """No row for what was right already, and the page says so."""
    answer = send(correcting_client, SAME)
    assert corrector.asked == [] and answer.location == "/reports/women?saved=0"
    assert "没有要更正的" in html_of(correcting_client.get(answer.location))
    send(correcting_client, {"title": "", "year": "未知", "unit_type": "未知"}, "/reports/nameless/corrections")
    send(correcting_client, {"paragraph": "4", "section": ["causes", "problems"]})
    assert corrector.asked == []


@pytest.mark.parametrize(
    ("chosen", "asked"),
    [(["causes", ""], "原因分析"), (["causes", "work"], "做法成效、原因分析"), (["plans", "plans"], "下步打算")],
)
def test_sections_of_a_paragraph(
    correcting_client: FlaskClient, corrector: FakeCorrector, chosen: list[str], asked: str
) -> None:
    """One kind or two; the reader comes back to the paragraph and is told there."""
    answer = send(correcting_client, {"paragraph": "3", "section": chosen})
    assert corrector.asked == [("women-3", {"sections": asked})]
    assert answer.location == "/reports/women?saved=1&paragraph=3#p-3"
    html = html_of(correcting_client.get(answer.location))
    assert html.count('role="status"') == 2  # the place for what scripts say, and this one
    assert "更正已保存" in html.partition('id="p-3"')[2].partition("</article>")[0]


def test_undoing_sends_an_empty_value(correcting_client: FlaskClient, corrector: FakeCorrector) -> None:
    """Taking back is a correction without a value."""
    assert send(correcting_client, {"undo": "year"}).location == "/reports/women?saved=undone"
    assert send(correcting_client, {"undo": "sections", "paragraph": "2"}).location.endswith("paragraph=2#p-2")
    assert corrector.asked == [("women", {"year": ""}), ("women-2", {"sections": ""})]
    assert "更正已撤销" in html_of(correcting_client.get("/reports/women?saved=undone"))


def test_the_search_is_not_lost_on_the_way(correcting_client: FlaskClient) -> None:
    """The way back to the results goes through a correction."""
    html = html_of(correcting_client.get("/reports/women?q=夜校&year=2018"))
    action = re.search(r'action="(/reports/women/corrections[^"]*)"', html)
    assert action
    location = send(correcting_client, {"year": "2019"}, action[1]).location
    assert location.endswith("&year=2018&saved=1")
    assert f'action="{action[1]}"' in html_of(correcting_client.get(location))


# --- what is refused ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"year": "去年"}, "年份“去年”不对"),
        ({"year": "2018", "title": "长" * 201}, "不超过 200 字"),
        ({"unit_type": "妇女会"}, "没有单位类型“妇女会”"),
        ({"undo": "sections"}, messages.NOTHING_TO_UNDO),
        ({"undo": "files"}, messages.NOTHING_TO_UNDO),
        ({"paragraph": "2", "undo": "year"}, messages.NOTHING_TO_UNDO),
        ({"paragraph": "2"}, messages.NO_SECTION_CHOSEN),
        ({"paragraph": "2", "section": "妇联"}, "章节“妇联”不对"),
        ({"paragraph": "2", "section": ["work", "plans", "other"]}, "选一个或两个"),
    ],
)
def test_a_value_that_cannot_be_is_explained_on_the_page(
    correcting_client: FlaskClient, corrector: FakeCorrector, typed: dict[str, object], problem: str
) -> None:
    """Status 400, the message, and nothing written."""
    answer = send(correcting_client, typed)
    assert answer.status_code == 400 and corrector.asked == []
    alert = re.search(r'<p class="notice" role="alert">(.*?)</p>', html_of(answer), re.S)
    assert alert and problem in alert[1]


def test_what_was_typed_is_kept_when_refused(correcting_client: FlaskClient) -> None:
    """Nobody types twice; the form stands open."""
    html = html_of(send(correcting_client, {"title": "绣坊<夜校>", "year": "二零", "unit_type": "工会"}))
    form = form_of(html, "year")
    assert 'name="title" value="绣坊<夜校>"' in form and 'name="year" value="二零"' in form
    assert re.findall(r"<option selected>(.*?)</option>", form) == ["工会", "未知"]
    assert html.count(" open>") == 1 and '<details class="correct" id="correct" open>' in html


def test_an_error_of_the_corrector_keeps_the_choice(correcting_client: FlaskClient, corrector: FakeCorrector) -> None:
    """A full disk or a locked file is told; the chosen sections stay chosen at their paragraph."""
    corrector.problem = "更正文件 更正.csv 写不进去（磁盘已满）"
    answer = send(correcting_client, {"paragraph": "2", "section": ["causes", "plans"]})
    assert answer.status_code == 400
    html = html_of(answer)
    assert corrector.problem in html and 'href="#p-2">到第 3 段</a>' in html
    paragraph = html.partition('id="p-2"')[2].partition("</article>")[0]
    assert '<details class="correct" name="sections" open>' in paragraph
    assert re.findall(r"selected>(.*?)</option>", paragraph) == ["原因分析", "下步打算"]


def test_a_report_that_goes_meanwhile_does_not_take_the_message_with_it(
    engine: MemoryEngine, corrector: FakeCorrector, correcting_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file was rewritten just now: the corrector says so, and its words are shown."""

    def gone(identity: str, values: Mapping[str, str]) -> tuple[Correction, ...]:
        with engine.writer() as writer:
            writer.delete(identity)
            writer.commit({}, {})
        raise CorrectionError("更正已记下，但还没有用上")

    monkeypatch.setattr(corrector, "correct", gone)
    answer = send(correcting_client, {"year": "2019"})
    assert answer.status_code == 400 and "更正已记下，但还没有用上" in html_of(answer)


def test_markup_in_a_field_is_text(correcting_client: FlaskClient) -> None:
    """What is typed comes back escaped, whichever field it was."""
    evil = '"><script>alert(1)</script>'
    for data in ({"year": evil}, {"unit_type": evil}, {"title": evil, "year": "x"}, {"paragraph": "2", "section": evil},
                 {"paragraph": evil}, {"undo": evil}):
        assert "<script>alert" not in send(correcting_client, data).get_data(as_text=True)


@pytest.mark.parametrize("ordinal", ["9", "-1", "", "x", "2-1", "\0", "1" * 4000])
def test_unknown_reports_and_paragraphs_are_not_found(
    correcting_client: FlaskClient, corrector: FakeCorrector, ordinal: str
) -> None:
    """Old pages lead to a message, not to a correction of something else."""
    assert send(correcting_client, {"paragraph": ordinal, "section": "work"}).status_code == 404
    assert send(correcting_client, {"year": "2019"}, "/reports/gone/corrections").status_code == 404
    assert corrector.asked == []
