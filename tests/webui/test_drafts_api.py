"""Drafts over JSON: collecting, operations, conflicts, versions, and who may ask."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from indexer.drafting.store import FIRST_NAME, DraftStore
from indexer.language.tokenizer import Tokenizer
from tests.reference_engine.engine import MemoryEngine
from tests.webui import repeating
from tests.webui.correcting import HERE
from tests.webui.invented import LONG
from webui import create_app, messages

API = "/api/v1/drafts"


@pytest.fixture
def store(tmp_path: Path) -> DraftStore:
    return DraftStore(tmp_path / "稿件")


@pytest.fixture
def client(engine: MemoryEngine, store: DraftStore) -> FlaskClient:
    return create_app(engine, store=store).test_client()


def post(client: FlaskClient, url: str, body: object, status: int = 200) -> Any:
    answer = client.post(url, json=body, headers=HERE)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_json()


def take(client: FlaskClient, what: str) -> Any:
    return post(client, f"{API}/collect", {"take": what})


def operate(client: FlaskClient, draft: Mapping[str, Any], op: str, status: int = 200, **values: Any) -> Any:
    return post(client, f"{API}/{draft['id']}/operations", {"op": op, **values}, status)


def test_the_first_thing_collected_makes_a_draft(client: FlaskClient, store: DraftStore) -> None:
    found = take(client, "p:women-2")
    assert (found["new"], found["draft"]["name"], found["draft"]["collected"]) == (True, FIRST_NAME, 1)
    block = found["block"]
    assert (block["text"], block["source"]["text"], block["section"]) == (LONG.replace("（二）", "（一）", 1), LONG, "work")
    assert block["source"]["citation"] == "〔《2018年度党建工作述职报告》（云岫县妇女联合会），妇联，“一、主要做法”第2段〕"
    assert [block["source"][name] for name in ("unit_type", "year", "file")] == ["妇联", 2018, "妇联/2018述职.docx"]
    assert take(client, "p:women-2")["new"] is False
    assert client.get(API).get_json()["current"] == found["draft"]["id"]


def test_sections_fill_themselves(client: FlaskClient, store: DraftStore) -> None:
    for paragraph in ("police-0", "women-3", "women-1", "women-0", "women-2"):
        take(client, f"p:{paragraph}")
    draft = store.drafts()[0]
    assert [b.section for b in draft.blocks] == ["opening", "work", "work", "problems", "plans"]
    assert [b.text[:3] for b in draft.blocks if b.section == "work"] == ["（一）", "（二）"]


def test_a_point_a_selection_and_a_heading_are_collected(client: FlaskClient) -> None:
    assert take(client, "p:women-3:0:8")["block"]["text"] == "夜校的桌椅还不够"
    selected = post(client, f"{API}/collect", {"paragraph": "women-4", "text": "预算 编得太晚"})
    assert selected["block"]["text"] == "预算编得太晚"
    heading = take(client, "h:women-3:存在问题")["block"]
    assert (heading["kind"], heading["level"], heading["section"]) == ("heading", 1, "problems")
    assert (heading["text"], heading["source"]["text"]) == ("一、存在问题", "存在问题")
    assert heading["source"]["citation"] == "〔《2018年度党建工作述职报告》（云岫县妇女联合会），妇联〕"


def test_a_paragraph_that_nearly_repeats_one_collected_is_named(tokenizer: Tokenizer, store: DraftStore) -> None:
    """The same report, a year later."""
    engine = MemoryEngine(tokenizer)
    repeating.fill(engine, 2013, 2014)
    client = create_app(engine, store=store).test_client()
    first = take(client, "p:water2013-0")
    assert first["near"] == []
    assert [b["id"] for b in take(client, "p:water2014-0")["near"]] == [first["block"]["id"]]


def test_what_is_taken_out_comes_back(client: FlaskClient) -> None:
    block = take(client, "p:women-2")["block"]
    gone = post(client, f"{API}/collect", {"drop": block["id"]})
    assert (gone["removed"], gone["draft"]["collected"]) == (block["id"], 0)
    assert operate(client, gone["draft"], "restore", block=block["id"])["blocks"] == [block]


def test_every_operation_is_answered_with_the_new_state(client: FlaskClient) -> None:
    made = post(client, API, {"name": "上半年稿"}, 201)
    now = operate(client, made, "insert", text="二是修船坞。", section="work", block="n1")
    now = operate(client, made, "insert", text="四是换灯芯。", after="n1", block="n2")
    assert [b["text"] for b in now["blocks"]] == ["一是修船坞。", "二是换灯芯。"]
    now = operate(client, made, "step", block="n2", by=-1)
    assert [b["id"] for b in now["blocks"]] == ["n2", "n1"]
    now = operate(client, made, "move", block="n1", section="plans", after="")
    assert [b["section"] for b in now["blocks"]] == ["work", "plans"]
    now = operate(client, made, "shape", block="n1", kind="heading", level=2)
    now = operate(client, made, "note", block="n1", text="问老秦")
    assert (now["blocks"][1]["level"], now["blocks"][1]["note"]) == (2, "问老秦")
    now = operate(client, made, "about", title="总结", unit="湖畔局", year=2026, genre="工作总结")
    assert (now["unit"], now["year"]) == ("湖畔局", 2026)
    now = operate(client, made, "rename", name="下半年稿")
    now = operate(client, made, "replace", places=[{"block": "n1", "start": 2, "end": 5}], old="修船坞", new="补网")
    assert (now["name"], now["blocks"][1]["text"]) == ("下半年稿", "一是补网。")
    now = operate(client, made, "keep", text="船坞")
    assert now["kept"] == ["船坞"]
    assert operate(client, made, "remove", block="n1")["removed"][0]["block"]["id"] == "n1"
    assert client.get(f"{API}/{made['id']}?since=11").get_json() == {"id": made["id"], "revision": 11}


def test_an_edit_of_what_somebody_else_changed_is_answered_with_both_texts(client: FlaskClient, store: DraftStore) -> None:
    made = post(client, API, {"name": "稿"}, 201)
    seen = operate(client, made, "insert", text="修船坞", section="work", block="n1")
    operate(client, made, "edit", block="n1", text="修好船坞", revision=seen["revision"])
    answer = operate(client, made, "edit", 409, block="n1", text="拆掉船坞", revision=seen["revision"])
    assert (answer["conflict"]["yours"], answer["conflict"]["block"]["text"]) == ("拆掉船坞", "修好船坞")
    assert store.load(made["id"]).blocks[0].text == "修好船坞"


def test_the_wording_of_a_conflict_is_kept_until_it_is_chosen(client: FlaskClient, store: DraftStore) -> None:
    """Whoever closes the page before choosing finds the text among what was taken out; the newest of it, once."""
    made = post(client, API, {"name": "稿"}, 201)
    seen = operate(client, made, "insert", text="修船坞", section="work", block="n1")["revision"]
    operate(client, made, "edit", block="n1", text="修好船坞", revision=seen)
    kept_as = operate(client, made, "edit", 409, block="n1", text="拆掉", revision=seen)["conflict"]["kept_as"]
    operate(client, made, "edit", 409, block="n1", text="拆掉船坞\n另建", revision=seen, kept_as=kept_as)
    kept = store.load(made["id"]).removed
    assert [(gone.block.id, gone.block.text, gone.after) for gone in kept] == [(kept_as, "拆掉船坞 另建", "n1")]
    restored = operate(client, made, "restore", block=kept_as)
    assert [b["text"] for b in restored["blocks"]] == ["修好船坞", "拆掉船坞 另建"]
    operate(client, made, "remove", block=kept_as)
    now = operate(client, made, "edit", block="n1", text="拆掉船坞", revision=restored["revision"], kept_as=kept_as)
    assert (now["blocks"][0]["text"], now["removed"]) == ("拆掉船坞", [])


def test_a_block_taken_out_elsewhere_takes_what_is_still_typed_in_it(client: FlaskClient, store: DraftStore) -> None:
    """It comes back with the words that were typed while it was gone."""
    made = post(client, API, {"name": "稿"}, 201)
    seen = operate(client, made, "insert", text="修船坞", section="work", block="n1")["revision"]
    operate(client, made, "remove", block="n1")
    now = operate(client, made, "edit", block="n1", text="修船坞，\n换灯芯", revision=seen)
    assert (now["blocks"], now["removed"][0]["block"]["text"]) == ([], "修船坞， 换灯芯")
    assert operate(client, made, "restore", block="n1")["blocks"][0]["text"] == "修船坞， 换灯芯"


def test_versions_are_listed_shown_and_gone_back_to(client: FlaskClient) -> None:
    made = post(client, API, {"name": "稿"}, 201)
    operate(client, made, "insert", text="修船坞", section="work", block="n1")
    operate(client, made, "remove", block="n1")
    assert [v["revision"] for v in client.get(f"{API}/{made['id']}/versions").get_json()["versions"]] == [1, 0]
    assert client.get(f"{API}/{made['id']}/versions/1").get_json()["blocks"][0]["text"] == "修船坞"
    assert operate(client, made, "back", version=1)["blocks"][0]["text"] == "修船坞"


def test_lengths_stand_beside_the_usual_ones(engine: MemoryEngine, client: FlaskClient) -> None:
    """Of too few reports nothing is usual; then those of any kind say it."""
    found = take(client, "p:women-3")
    lengths = client.get(f"{API}/{found['draft']['id']}/lengths").get_json()
    assert lengths["by_section"] == {"problems": len(found["block"]["text"])}
    assert (lengths["usual"]["reports"], lengths["usual"]["of"]) == (3, "各类报告")
    both = found["block"]["text"] + "究其原因，是预算编得太晚，党建经费挪不出来。"
    assert lengths["usual"]["by_section"]["problems"] == round(len(both) / 3)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"take": "p:nobody-1"}, "没有编号为"),
        ({"take": "x:women-1"}, "没有说收什么"),
        ({"take": "p:women-1:a:b"}, "没有说收什么"),
        ({}, "没有说收什么"),
        ({"paragraph": "women-1", "text": "这里没有的话"}, "选中的文字"),
        ({"take": 7}, "take"),
        ([], "JSON"),
    ],
)
def test_what_cannot_be_collected_is_said_in_one_line(client: FlaskClient, body: object, said: str) -> None:
    answer = post(client, f"{API}/collect", body, 400)
    assert said in answer["error"] and "\n" not in answer["error"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"op": "sing"}, 400),
        ({"op": "edit", "block": "n1", "text": "无"}, 400),
        ({"op": "edit", "block": "n1", "text": ["无"], "revision": 1}, 400),
        ({"op": "edit", "block": "n1", "text": "无", "revision": True}, 400),
        ({"op": "edit", "block": "n9", "text": "无", "revision": 1}, 404),
        ({"op": "insert", "text": "无", "section": "nowhere"}, 400),
        ({"op": "insert", "text": "无", "block": "../n"}, 400),
        ({"op": "insert", "text": "无", "kind": "song"}, 400),
        ({"op": "replace", "places": [], "old": "a", "new": "b"}, 400),
        ({"op": "replace", "places": [7], "old": "a", "new": "b"}, 400),
        ({"op": "keep", "text": "x", "kept": "maybe"}, 400),
        ({"op": "back", "version": 99}, 404),
        ({"op": "about", "year": "明年"}, 400),
    ],
)
def test_a_bad_operation_changes_nothing(client: FlaskClient, store: DraftStore, body: dict[str, Any], status: int) -> None:
    made = post(client, API, {"name": "稿"}, 201)
    before = operate(client, made, "insert", text="修船坞", section="work", block="n1")
    assert post(client, f"{API}/{made['id']}/operations", body, status)["error"]
    assert store.load(made["id"]).revision == before["revision"]


def test_drafts_are_for_this_machine_alone(client: FlaskClient) -> None:
    """Reading too: a draft is its writer's own, whoever may search."""
    made = post(client, API, {"name": "稿"}, 201)
    there = {"REMOTE_ADDR": "192.168.1.7"}
    page = f"/drafts/{made['id']}"
    for url in (API, f"{API}/{made['id']}", page, f"{page}/versions", "/drafts", "/drafts/basket"):
        answer = client.get(url, environ_base=there)
        assert (answer.status_code, answer.get_data(as_text=True)) == (403, messages.DRAFTS_ARE_PRIVATE)
    page = client.get("/?q=夜校", environ_base=there).get_data(as_text=True)
    assert "collecting" not in page and "素材篮" not in page
    assert client.post(f"{API}/collect", json={"take": "p:women-1"}, headers=HERE, environ_base=there).status_code == 403


def test_a_foreign_page_changes_no_draft(client: FlaskClient, store: DraftStore) -> None:
    made = post(client, API, {"name": "稿"}, 201)
    url = f"{API}/{made['id']}/operations"
    body = {"op": "insert", "text": "广告", "section": "work"}
    for headers in ({}, {"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post(url, json=body, headers=headers).status_code == 403
    assert store.load(made["id"]).blocks == ()


def test_a_broken_draft_does_not_keep_anybody_from_searching(client: FlaskClient, store: DraftStore) -> None:
    made = post(client, API, {"name": "稿"}, 201)
    (store.folder / f"{made['id']}.json").write_bytes(b"{")
    assert client.get("/?q=夜校").status_code == 200
    assert client.get(f"{API}/{made['id']}").status_code == 404
    assert "损坏" in client.get(API).get_json()["problems"][0]
    assert "损坏" in client.get("/drafts").get_data(as_text=True)
