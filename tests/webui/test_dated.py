"""Formulations of another time in results and reports: a dotted underline with a note, that can be off."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.drafting.checking import formulations_of
from indexer.language.formulations import Formulations, shipped_formulations
from indexer.language.tokenizer import Tokenizer
from tests.engines.corpus import report
from tests.reference_engine.engine import MemoryEngine
from tests.webui.reading import page, words
from webui import create_app
from webui.presenters.dated import dated_notes
from webui.presenters.highlighting import Piece, beginning, cut_excerpt

OLD = "开展了“三严三实”专题教育，也开展了“两学一做”学习教育。"


def shown(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.text for piece in pieces if piece.note]


@pytest.fixture
def client(tokenizer: Tokenizer) -> FlaskClient:
    engine = MemoryEngine(tokenizer)
    with engine.writer() as writer:
        writer.add("a", report(OLD, "把“三严三实”挂在墙上。", year=2015))
        writer.commit({}, {})
    return create_app(engine).test_client()


def test_what_is_over_is_underlined_with_its_years_and_source_and_what_still_holds_is_not(client: FlaskClient) -> None:
    for url in ("/?q=教育", "/reports/a"):
        soup = BeautifulSoup(page(client, url), "html.parser")
        marked = "".join(one.get_text() for one in soup.select(".whole .dated"))
        assert marked == "三严三实”专题教育"  # cut in two where the word found begins
        (notes,) = soup.select(".dated-notes")
        assert notes.summary and notes.summary.get_text() == "提法年份（只是提醒）"
        assert "“三严三实专题教育”是2015年的提法，见中办《" in notes.get_text()
        assert OLD in soup.select(".text.whole")[0].get_text()  # what is copied stays as it was


def test_a_paragraph_without_any_has_no_trace_of_it(client: FlaskClient) -> None:
    html = page(client, "/?q=墙上")
    assert "dated" not in html.partition("<main")[2].partition("</main>")[0] and "提法年份" not in words(html)


def test_it_is_told_by_today_and_can_be_off() -> None:
    formulations, on = formulations_of(()), [True]
    of_2015 = dated_notes(formulations, lambda: on[0], lambda: date(2015, 6, 1))
    of_2016 = dated_notes(formulations, lambda: on[0], lambda: date(2016, 1, 1))
    assert of_2015(OLD) == () and [OLD[slice(*span)] for span, _ in of_2016(OLD)] == ["三严三实”专题教育"]
    on[0] = False
    assert of_2016(OLD) == ()


def test_pieces_keep_the_text_and_their_marks() -> None:
    notes = dated_notes(formulations_of(()), lambda: True, lambda: date(2026, 1, 1))(OLD)
    at = OLD.index("专题")
    pieces, _ = beginning(OLD, [(at, at + 2)], (0, 3), (), notes)
    assert "".join(piece.text for piece in pieces) == OLD
    assert shown(pieces) == ["三严三实”", "专题", "教育"] and [p.text for p in pieces if p.marked] == ["专题"]
    excerpt = cut_excerpt("修渠。" * 100 + OLD + "修路。" * 100, [(300 + at, 302 + at)], None, (), shifted(notes, 300))
    assert excerpt and "".join(shown(excerpt.pieces)) == "三严三实”专题教育"


def shifted(notes: tuple[tuple[tuple[int, int], str], ...], by: int) -> tuple[tuple[tuple[int, int], str], ...]:
    return tuple(((start + by, end + by), said) for (start, end), said in notes)


def test_the_cheap_way_finds_what_the_whole_table_finds() -> None:
    formulations = Formulations(shipped_formulations())
    ended = [one for one in shipped_formulations() if one.last is not None and one.last < 2026]
    assert len(ended) > 20
    for one in ended:
        text = f"这一年，{one.text}，{one.text}都做了。"
        found = formulations.ended_before(text, 2026)
        assert found == [pair for pair in formulations.find(text) if pair[0].last is not None and pair[0].last < 2026]
        assert found, one.text
    assert formulations.ended_before("修渠修路修桥。", 2026) == []
