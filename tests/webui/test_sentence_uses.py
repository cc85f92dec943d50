"""In how many reports sentences stand: the page, in place, JSON; and the switch to what one report alone has."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from indexer.engines import Source
from indexer.language.tokenizer import Tokenizer
from tests.engines.corpus import report
from tests.reference_engine.engine import MemoryEngine
from tests.webui.reading import links, page, words
from webui import create_app
from webui.state.places import place_in_link

STOCK, OWN = "我们一定要把这件事情放在心上抓在手上。", "码头上的灯换成了带罩的马灯。"
#: So unlike each other that none nearly repeats another.
OTHERS = {
    "公安": "巡逻车上挂了铃铛，夜里走到哪里都听得见，村口的老人说睡得踏实。",
    "银行": "柜台前摆了老花镜和放大镜，存折上的字印大了一号，来办事的人少问两遍。",
    "学校": "操场边种下四排桑树，学生养蚕写日记，到夏天收了六筐茧子。",
    "医院": "药箱送上渔船，赤脚医生跟着出海，回来再把方子抄成小册子。",
    "工会": "澡堂子翻修一新，热水供到半夜，下夜班的工友不用再烧炉子。",
}


@pytest.fixture
def client(tokenizer: Tokenizer) -> FlaskClient:
    engine = MemoryEngine(tokenizer)
    with engine.writer() as writer:
        writer.add("own", report(OWN + STOCK + "好。", OWN, year=2019))
        for unit, own in OTHERS.items():
            writer.add(unit, report(STOCK + own, unit=unit))
        writer.commit({}, {"own": Source(("a.txt",))})
    return create_app(engine).test_client()


def test_each_sentence_says_how_many_reports_have_it_and_leads_to_them(client: FlaskClient) -> None:
    html = page(client, "/paragraphs/own-0/uses?q=马灯")
    said = words(html)
    assert f"{OWN} 只见于这一份" in said and f"{STOCK} 见于 6 份报告、6 类单位" in said and "好。 " not in said
    assert links(html)["看看"] == f"/?phrase={STOCK[:-1]}&fold=0" and 'class="stock"' in html
    back = f"/reports/own?q=马灯&at={place_in_link(0, OWN + STOCK)}#p-0"
    assert links(html)["← 回到这一段"] == back and links(html)["见于:一份"] == "/?q=马灯 见于:一份"
    in_place = client.get("/paragraphs/own-0/uses?part=1").get_data(as_text=True)
    assert "见于 6 份报告" in in_place and "<html" not in in_place
    assert client.get("/paragraphs/gone-0/uses").status_code == 404
    shortened = client.get("/paragraphs/own-0?q=马灯").location
    assert re.fullmatch(r"/reports/own\?q=%E9%A9%AC%E7%81%AF&at=0\.[0-9a-f]{8}#p-0", shortened)


def test_a_report_leads_there_and_results_to_what_one_report_alone_has(client: FlaskClient) -> None:
    assert links(page(client, "/reports/own"))["见于几份"] in ("/paragraphs/own-0/uses", "/paragraphs/own-1/uses")
    html = page(client, "/?q=马灯 或 桥")
    url = links(html)["只此一份"]
    assert url == "/?q=(马灯 | 桥) 见于:一份"
    alone = page(client, url)
    assert "只此一份" in words(alone) and 'data-id="own-1"' in alone and 'data-id="own-0"' not in alone
    assert links(alone)["只此一份"] == "/?q=马灯 | 桥"
    assert client.get("/api/v1/search?q=见于:一份").get_json()["total"] == 1


def test_the_api_counts_the_sentences_of_a_paragraph(client: FlaskClient) -> None:
    data = client.get("/api/v1/paragraphs/own-0/uses").get_json()
    assert tuple(data) == ("id", "sentences") and [one["reports"] for one in data["sentences"]] == [1, 6]
    assert tuple(data["sentences"][1]) == (
        "span", "text", "paragraphs", "different", "reports", "unit_types", "first_year", "last_year", "stock",
    )  # fmt: skip
    assert data["sentences"][1]["stock"] is True and data["sentences"][0]["stock"] is False
    assert client.get("/api/v1/paragraphs/gone-0/uses").status_code == 404
    assert client.get("/api/v1/paragraphs/own-0/uses?q=a").status_code == 400
