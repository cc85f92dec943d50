"""Collecting and arranging without a script: forms, their answers, and what a page shows."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.drafting import operations as ops
from indexer.drafting.model import Draft
from indexer.drafting.store import DraftStore
from tests.reference_engine.engine import MemoryEngine
from tests.webui.correcting import HERE, html_of
from webui import create_app
from webui.presenters import formatting
from webui.state.places import place_in_link


@pytest.fixture
def store(tmp_path: Path) -> DraftStore:
    return DraftStore(tmp_path / "稿件")


@pytest.fixture
def client(engine: MemoryEngine, store: DraftStore) -> FlaskClient:
    return create_app(engine, store=store).test_client()


def send(client: FlaskClient, url: str, status: int = 303, /, **form: str | list[str]) -> str:
    """Sends a form; where it leads to, or the page it is answered with."""
    answer = client.post(url, data=form, headers=HERE)
    assert answer.status_code == status, html_of(answer)
    return answer.headers["Location"] if status == 303 else html_of(answer)


def filled(client: FlaskClient, store: DraftStore, *paragraphs: str) -> Draft:
    for paragraph in paragraphs:
        send(client, "/drafts/collect", take=f"p:{paragraph}")
    return store.drafts()[0]


def page(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return html_of(answer)


def test_a_collected_paragraph_leads_to_its_original_by_title_and_text(client: FlaskClient, store: DraftStore) -> None:
    """The draft has the text that was collected, so the paragraph is found again in a report that was edited since."""
    draft = filled(client, store, "women-3")
    (link,) = [a["href"] for a in BeautifulSoup(page(client, f"/drafts/{draft.id}"), "html.parser").select(".source-line a")]
    source = draft.blocks[-1].source
    assert source is not None and source.title
    assert link == f"/reports/women?was={quote(source.title)}&at={place_in_link(3, source.text)}#p-3"


def test_collecting_leads_back_and_says_what_happened(client: FlaskClient, store: DraftStore) -> None:
    back = send(client, "/drafts/collect", take="p:women-3", back="/?q=夜校#hit-1")
    assert back == "/?q=%E5%A4%9C%E6%A0%A1&desk=taken#hit-1"
    assert "已收进这份稿件" in page(client, back)
    assert send(client, "/drafts/collect", take="p:women-3", back="/").endswith("desk=again")
    block = store.drafts()[0].blocks[0]
    assert send(client, "/drafts/collect", drop=block.id, back="/help").endswith("/help?desk=removed")
    for evil in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        assert send(client, "/drafts/collect", take="p:women-3", back=evil).startswith("/drafts/current")


@pytest.mark.parametrize("url", ["/?q=夜校", "/?q=夜校&view=lines", "/reports/women", "/paragraphs/women-3/similar"])
def test_what_was_collected_is_marked_wherever_it_is_shown(client: FlaskClient, store: DraftStore, url: str) -> None:
    assert 'aria-pressed="true"' not in page(client, url)
    filled(client, store, "women-3")
    marked = re.findall(r'data-take="([^"]+)"[^>]*data-holder="[^"]+"', page(client, url))
    assert marked and set(marked) == {"p:women-3"}


def test_headings_can_be_collected_from_their_list_and_their_report(client: FlaskClient, store: DraftStore) -> None:
    found = re.findall(r'name="take" value="(h:women-3:[^"]+)"', page(client, "/?q=问题&view=headings"))
    send(client, "/drafts/collect", take=found[0])
    assert [b.text for b in store.drafts()[0].blocks] == ["一、存在问题"]
    assert 'value="h:women-3:二、存在问题"' in page(client, "/reports/women")


def test_a_block_is_edited_moved_and_taken_out_by_its_form(client: FlaskClient, store: DraftStore) -> None:
    draft = filled(client, store, "women-1", "women-2")
    url, first = f"/drafts/{draft.id}", draft.blocks[0]
    form: dict[str, Any] = {"block": first.id, "revision": str(draft.revision), "text": "（一）绣坊办夜校。"}
    assert send(client, url, do="down", **form).endswith(f"#b-{first.id}")
    now = store.load(draft.id)
    assert [b.text[:8] for b in now.blocks] == ["（一）渔港码头开", "（二）绣坊办夜校"]
    form["revision"] = str(now.revision)
    send(client, url, do="more", note="找照片", level="2", section="plans", section_before="work", **form)
    last = store.load(draft.id).blocks[-1]
    assert (last.section, last.kind, last.level, last.note) == ("plans", "heading", 2, "找照片")
    form = {"block": last.id, "revision": "99", "text": last.text}
    gone = send(client, url, do="remove", **form)
    assert "放回" in page(client, gone)
    send(client, url, op="restore", block=last.id)
    assert store.load(draft.id).blocks[-1].id == last.id


def test_a_paragraph_is_put_to_the_one_above_by_its_form(client: FlaskClient, store: DraftStore) -> None:
    draft = filled(client, store, "women-1", "women-2")
    first, second = draft.blocks[:2]
    send(client, f"/drafts/{draft.id}", do="join", block=second.id, revision="99", text=second.text)
    now = store.load(draft.id)
    assert [b.text for b in now.blocks] == [first.text + second.text] and now.removed[0].block.id == second.id
    assert "前面没有可以并到一起的段落" in send(
        client, f"/drafts/{draft.id}", 400, do="join", block=first.id, revision="99", text=first.text
    )


def test_something_is_written_between(client: FlaskClient, store: DraftStore) -> None:
    draft = filled(client, store, "women-1", "women-2")
    first = draft.blocks[0]
    where = send(client, f"/drafts/{draft.id}", do="insert", block=first.id, revision="9", text=first.text)
    now = store.load(draft.id)
    assert [bool(b.text) for b in now.blocks] == [True, False, True]
    assert where.endswith(f"#b-{now.blocks[1].id}")
    send(client, f"/drafts/{draft.id}", do="write-heading:plans", revision="9")
    assert (store.load(draft.id).blocks[-1].kind, store.load(draft.id).blocks[-1].level) == ("heading", 1)


def test_a_conflict_shows_both_texts_and_either_can_be_chosen(client: FlaskClient, store: DraftStore) -> None:
    draft = filled(client, store, "women-3")
    block = draft.blocks[0].id
    send(client, f"/drafts/{draft.id}", op="edit", block=block, revision="1", text="这边先改。")
    html = send(client, f"/drafts/{draft.id}", 409, do="save", block=block, revision="1", text="那边后改。")
    assert "那边后改。" in html and "这边先改。" in html
    revision = re.findall(r'name="revision" value="(\d+)"', html)[0]
    send(client, f"/drafts/{draft.id}", op="edit", block=block, revision=revision, text="那边后改。")
    assert store.load(draft.id).blocks[0].text == "那边后改。"


def whole_form(client: FlaskClient, url: str) -> dict[str, list[str]]:
    """What a browser without a script sends of the form that all blocks of a page belong to."""
    fields: dict[str, list[str]] = {}
    soup = BeautifulSoup(client.get(url).data, "html.parser")
    for field in soup.select("form#texts input, [form=texts]"):
        if field.name == "button":
            continue
        chosen = field.select_one("option[selected]") if field.name == "select" else field
        value = field.get_text() if field.name == "textarea" else chosen["value"] if chosen else ""
        fields.setdefault(str(field["name"]), []).append(str(value))
    return fields


def test_one_button_saves_every_text_of_the_page(client: FlaskClient, store: DraftStore) -> None:
    """Two paragraphs were changed, and a third in another tab: all three stand as they were typed."""
    draft = filled(client, store, "women-1", "women-2", "women-3")
    url, ids = f"/drafts/{draft.id}", [block.id for block in draft.blocks]
    form = whole_form(client, url)
    assert form["block"] == ids and len(form["was"]) == len(form["text"]) == 3
    store.change(draft.id, partial(ops.edit, block_id=ids[2], text="那边改的。", revision=draft.revision))
    form["text"][:2] = ["（一）头一段改了。", "（二）第二段也改了。"]
    send(client, url, do=f"save:{ids[0]}", **form)
    assert [b.text for b in store.load(draft.id).blocks] == ["（一）头一段改了。", "（二）第二段也改了。", "那边改的。"]
    form = whole_form(client, url)
    form["text"][0], form["note"][1] = "（一）头一段再改。", "找照片"
    send(client, url, do=f"more:{ids[1]}", **form)
    now = store.load(draft.id).blocks
    assert (now[0].text, now[0].note, now[1].note) == ("（一）头一段再改。", "", "找照片")


def test_a_conflict_in_one_text_keeps_no_other_from_being_saved(client: FlaskClient, store: DraftStore) -> None:
    draft = filled(client, store, "women-1", "women-2", "women-3")
    url, ids = f"/drafts/{draft.id}", [block.id for block in draft.blocks]
    form = whole_form(client, url)
    store.change(draft.id, partial(ops.edit, block_id=ids[0], text="（一）那边改的。", revision=draft.revision))
    store.change(draft.id, partial(ops.remove, block_id=ids[2]))
    form["text"] = ["（一）这边改的。", "（二）第二段改了。", "第三段改了。"]
    html = send(client, url, 409, do=f"save:{ids[1]}", **form)
    assert "（一）这边改的。" in html and "（一）那边改的。" in html
    now = store.load(draft.id)
    assert [b.text for b in now.blocks] == ["（一）那边改的。", "（二）第二段改了。"]
    assert {gone.block.text for gone in now.removed} == {"（一）这边改的。", "第三段改了。"}


def test_a_long_draft_is_saved_as_a_whole(client: FlaskClient, store: DraftStore) -> None:
    """Longer than one paragraph may be, as a form sends it."""
    draft = store.create("长稿")
    for number in range(8):
        text = f"{number}修船坞" * 2_500
        store.change(draft.id, partial(ops.insert, text=text, block_id=f"w{number}", section="work"))
    form = whole_form(client, f"/drafts/{draft.id}")
    form["text"][7] = "改短了。"
    send(client, f"/drafts/{draft.id}", do="save:w7", **form)
    assert store.load(draft.id).blocks[7].text == "改短了。"


def test_what_cannot_be_is_said_on_the_page(client: FlaskClient, store: DraftStore) -> None:
    draft = filled(client, store, "women-3")
    assert "1900 到 2099" in send(client, f"/drafts/{draft.id}", 400, op="about", year="12")
    assert "稿件要有个名字" in send(client, f"/drafts/{draft.id}", 400, op="rename", name=" ")
    assert "稿件要有个名字" in send(client, "/drafts", 400, name=" ")
    assert client.get("/drafts/ffffffff").status_code == 404


def test_the_address_of_a_deleted_draft_offers_to_bring_it_back(client: FlaskClient, store: DraftStore) -> None:
    """A bookmark, or another tab: whatever page of the draft it names. A program is told in one line."""
    draft = filled(client, store, "women-3")
    send(client, f"/drafts/{draft.id}/delete")
    for below in ("", "/versions", "/check", "/export", "/export?form=docx", "/compare"):
        answer = client.get(f"/drafts/{draft.id}{below}")
        assert answer.status_code == 404
        forms = BeautifulSoup(html_of(answer), "html.parser").select(f'form[action="/drafts/{draft.id}/undelete"]')
        assert [form.get_text(" ", strip=True) for form in forms] == ["稿件已删除。 恢复"]
    told = client.get(f"/api/v1/drafts/{draft.id}")
    assert told.status_code == 404 and "可能已删除" in told.get_json()["error"]
    for never in ("00000000", "..%2F..", "current9"):
        answer = client.get(f"/drafts/{never}")
        assert answer.status_code == 404 and "undelete" not in html_of(answer)
    send(client, f"/drafts/{draft.id}/undelete")
    assert client.get(f"/drafts/{draft.id}").status_code == 200


def test_drafts_are_made_chosen_deleted_and_brought_back(client: FlaskClient, store: DraftStore) -> None:
    first = send(client, "/drafts", name="甲稿").rpartition("/")[2]
    second = send(client, "/drafts", name="乙稿").rpartition("/")[2]
    assert "乙稿" in page(client, client.get("/drafts/current").headers["Location"])
    assert send(client, f"/drafts/{first}/choose", back="/?q=夜校") == "/?q=%E5%A4%9C%E6%A0%A1"
    send(client, "/drafts/collect", take="p:women-3")
    assert len(store.load(first).blocks) == 1
    gone = send(client, f"/drafts/{second}/delete")
    assert "恢复" in page(client, gone) and "乙稿" not in page(client, gone)
    send(client, f"/drafts/{second}/undelete")
    assert "乙稿" in page(client, "/drafts")


def test_an_earlier_version_is_shown_and_gone_back_to(client: FlaskClient, store: DraftStore) -> None:
    draft = filled(client, store, "women-3", "women-4")
    send(client, f"/drafts/{draft.id}", do="remove", block=draft.blocks[0].id, revision="9", text=draft.blocks[0].text)
    html = page(client, f"/drafts/{draft.id}/versions?version=2")
    assert "夜校的桌椅还不够" in html and "有 1 段现在改了或没有了<" in html
    times = re.findall(r'version=\d+"[^>]*>(\S+ \d\d:\d\d)(<span class="quiet">:\d\d)?', html)
    together = Counter(minute for minute, _ in times)
    assert len(times) > 1 and all(bool(seconds) == (together[minute] > 1) for minute, seconds in times)
    assert "放在一边" not in html
    assert send(client, f"/drafts/{draft.id}", op="back", version="2").endswith("done=back")
    assert len(store.load(draft.id).blocks) == 2
    assert client.get(f"/drafts/{draft.id}/versions?version=77").status_code == 404


def test_a_damaged_draft_says_which_version_is_shown(client: FlaskClient, store: DraftStore) -> None:
    """On its own page, until somebody goes on writing in it."""
    draft = filled(client, store, "women-1", "women-2")
    (store.folder / f"{draft.id}.json").write_bytes(b"{")
    moment = store.version(draft.id, draft.revision - 1).changed_at
    html = page(client, f"/drafts/{draft.id}")
    aside = next(store.folder.glob("*损坏*"))
    assert str(aside) in html and f"下面是 {formatting.moment(moment)} 保存的版本" in html
    assert str(aside) in page(client, f"/drafts/{draft.id}")
    send(client, f"/drafts/{draft.id}", do="write-paragraph:plans", revision="9")
    assert "保存的版本" not in page(client, f"/drafts/{draft.id}")
    other = store.create("别的稿")
    assert "保存的版本" not in page(client, f"/drafts/{other.id}")


def test_texts_are_shown_as_they_are(client: FlaskClient, store: DraftStore) -> None:
    """Nothing that stands in a report or is typed becomes part of the page."""
    draft = filled(client, store, "women-3")
    send(client, f"/drafts/{draft.id}", op="rename", name="<script>alert(1)</script>")
    answer = client.get(f"/drafts/{draft.id}").get_data(as_text=True)
    assert "<b>有的</b>" not in answer and "<script>alert" not in answer
    assert "<b>有的</b>" not in client.get("/drafts/basket").get_data(as_text=True)


def test_without_a_store_there_is_no_basket(engine: MemoryEngine) -> None:
    client = create_app(engine).test_client()
    assert "collecting" not in page(client, "/?q=夜校")
    assert client.get("/drafts").status_code == 404


def test_the_start_page_leads_back_to_what_is_under_way(client: FlaskClient, store: DraftStore) -> None:
    """Nothing is said of it while nothing has been collected."""
    assert "继续写" not in page(client, "/")
    draft = filled(client, store, "women-3", "police-0")
    start = page(client, "/")
    assert f"继续写《{draft.name}》" in start and "素材 2 段" in start
    assert start.index("继续写") < start.index('class="figures"')


def test_a_stored_draft_is_checked_on_its_own_page_for_this_machine_only(client: FlaskClient, store: DraftStore) -> None:
    draft = filled(client, store, "women-2")
    html = page(client, f"/drafts/{draft.id}/check")
    assert "与收来的那一段相同" in html and f'href="/drafts/{draft.id}#b-{draft.blocks[0].id}"' in html
    data = client.get(f"/api/v1/drafts/{draft.id}/check").get_json()
    assert data["counts"] == {"collected": 1} and data["lines"][0]["block"] == draft.blocks[0].id
    elsewhere = {"REMOTE_ADDR": "10.0.0.8"}
    for url in (f"/drafts/{draft.id}/check", f"/api/v1/drafts/{draft.id}/check"):
        assert client.get(url, environ_base=elsewhere).status_code == 403
    assert client.get("/drafts/00000000/check").status_code == 404


def test_without_a_script_the_button_saves_before_it_checks(client: FlaskClient, store: DraftStore) -> None:
    draft = filled(client, store, "women-3")
    block = draft.blocks[0]
    form = {"revision": str(draft.revision), "block": block.id, "text": "桌椅补上了。", "was": "x", "do": "check"}
    assert send(client, f"/drafts/{draft.id}", **form) == f"/drafts/{draft.id}/check"
    assert store.load(draft.id).blocks[0].text == "桌椅补上了。"
