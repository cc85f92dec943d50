"""Taking a draft out by the page: from this machine only, in the form that is chosen."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import docx
import pytest
from flask.testing import FlaskClient

from indexer.drafting.export.forms import FORMS
from indexer.drafting.export.open_slots import slots_by_text
from indexer.drafting.files import read_draft
from indexer.drafting.model import Draft
from indexer.drafting.slots.finding import SlotFinder
from indexer.drafting.store import DraftStore
from tests.drafting.export.drafts import CITATION, SMALL, collected, written
from tests.reference_engine.engine import MemoryEngine
from tests.webui.correcting import html_of
from webui import create_app, messages
from webui.routes.draft_export import Exports

ADDRESS = "/drafts/d1/export"


@pytest.fixture
def exporting(engine: MemoryEngine, tmp_path: Path) -> FlaskClient:
    own = tmp_path / "格式.ini"
    own.write_text("[page_number]\nplace = 居中\n", encoding="utf-8")
    exports = Exports({"d1": SMALL}.get, lambda: own)
    return create_app(engine, exports=exports).test_client()


@pytest.mark.parametrize("form", FORMS)
def test_a_draft_is_downloaded_under_its_title(exporting: FlaskClient, form: str) -> None:
    answer = exporting.get(f"{ADDRESS}?form={form}")
    assert answer.status_code == 200 and answer.mimetype == FORMS[form].content_type
    named = answer.headers["Content-Disposition"]
    assert named.startswith("attachment;") and quote(f"{SMALL.title}.{form}") in named
    assert len(answer.data) > 200


def test_sources_and_template_are_as_chosen(exporting: FlaskClient) -> None:
    def word(query: str) -> bytes:
        return bytes(exporting.get(f"{ADDRESS}?form=docx{query}").data)

    def has(data: bytes, name: str, text: str) -> bool:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return text in archive.read(name).decode("utf-8")

    assert next(each.text for each in docx.Document(BytesIO(word(""))).comments) == CITATION
    at_end = docx.Document(BytesIO(word("&sources=end&stated=1"))).paragraphs
    assert "素材出处" in [each.text for each in at_end] and at_end[-1].text.startswith("草稿《")
    assert not list(docx.Document(BytesIO(word("&sources=none"))).comments)
    assert has(word(""), "word/document.xml", "w:highlight") and not has(word("&unmarked=1"), "word/document.xml", "w:highlight")
    assert not has(word(""), "word/settings.xml", "evenAndOddHeaders")
    assert has(word("&template=official"), "word/settings.xml", "evenAndOddHeaders")


def test_sections_without_a_heading_get_one_unless_the_tick_is_taken_away(engine: MemoryEngine) -> None:
    draft = Draft("d2", "稿", blocks=(written("a", "夜校办了三期。"), written("b", "桌椅不够。", "problems")))
    client = create_app(engine, exports=Exports({"d2": draft}.get)).test_client()
    assert 'name="headings" value="1" checked' in html_of(client.get("/drafts/d2/export"))

    def text(query: str) -> str:
        return client.get(f"/drafts/d2/export?form=txt{query}").get_data(as_text=True)

    with_them = "一、主要工作和成效\n夜校办了三期。\n二、存在的问题\n桌椅不够。\n"
    assert text("") == text("&headings=1&headings=0") == with_them
    assert text("&headings=0") == "夜校办了三期。\n桌椅不够。\n"
    assert "存在的问题" not in client.get("/drafts/d2/clipboard?headings=0").get_data(as_text=True)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("form=doc", "不能导出成“doc”：可用 docx、md"),
        ("form=docx&sources=margin", "参数 sources 不能是“margin”：可用 comments、end、none"),
        ("form=docx&stated=2", "参数 stated 不能是“2”"),
        ("form=docx&template=mine", "参数 template 不能是“mine”：可用 official、own"),
        ("form=docx&size=3", "参数“size”不认识"),
    ],
)
def test_what_cannot_be_chosen_is_told(exporting: FlaskClient, query: str, said: str) -> None:
    answer = exporting.get(f"{ADDRESS}?{query}")
    assert answer.status_code == 400 and said in html_of(answer)


def test_a_draft_that_is_not_there_is_told(exporting: FlaskClient) -> None:
    for address in ("/drafts/nothing/export", "/drafts/nothing/export?form=docx", "/drafts/nothing/clipboard"):
        answer = exporting.get(address)
        assert answer.status_code == 404 and "没有编号为“nothing”的稿件" in html_of(answer)


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}?form=docx", "/drafts/d1/clipboard", "/drafts/nothing/export"])
def test_another_machine_gets_nothing(exporting: FlaskClient, address: str) -> None:
    answer = exporting.get(address, environ_overrides={"REMOTE_ADDR": "192.168.1.7"})
    assert (answer.status_code, html_of(answer)) == (403, messages.EXPORT_NOT_THIS_MACHINE)
    assert exporting.get(ADDRESS, environ_overrides={"REMOTE_ADDR": "::ffff:127.0.0.1"}).status_code == 200


def test_the_page_offers_every_form_and_says_what_is_open(exporting: FlaskClient) -> None:
    page = html_of(exporting.get(ADDRESS))
    assert "还有 2 处待改" in page and "本单位的（格式.ini）" in page
    for form, label in ((name, each.label) for name, each in FORMS.items()):
        assert f'name="form" value="{form}"' in page and label in page
    for place in ("批注", "文末", "不要"):
        assert place in page


def test_a_draft_is_copied_as_text_and_as_html(exporting: FlaskClient) -> None:
    copied = exporting.get("/drafts/d1/clipboard").json
    assert copied is not None and copied["text"].startswith(SMALL.title + "\n") and "<h1" in copied["html"]


def test_the_template_s_file_counts_at_once_and_its_mistake_is_told_in_a_line(
    exporting: FlaskClient, tmp_path: Path
) -> None:
    (tmp_path / "格式.ini").write_text("[text]\nsize = 三\n", encoding="utf-8")
    assert "[text] size 应是 初号、" in html_of(exporting.get(f"{ADDRESS}?form=docx"))
    assert exporting.get(f"{ADDRESS}?form=docx&template=official").status_code == 200
    (tmp_path / "格式.ini").unlink()
    assert "格式.ini 打不开" in html_of(exporting.get(f"{ADDRESS}?form=docx"))


def test_without_drafts_there_is_no_such_page(client: FlaskClient) -> None:
    assert client.get(ADDRESS).status_code == 404


def test_what_the_draft_s_page_lists_as_open_is_marked_and_what_was_kept_is_not() -> None:
    """Names and figures that came along with what was collected, each in its own place."""
    finder = SlotFinder(lambda text: [(text, "x")])
    text = "全年走访群众1263户，开会XX次。"
    draft = Draft("d", "稿", blocks=(collected("a", text), written("b", "我们走访群众1263户。")), kept=("XX",))
    found = slots_by_text(finder.open_slots(draft), draft)
    assert [text[start:end] for start, end in found(text)] == ["1263"]
    assert found("我们走访群众1263户。") == []
    assert [span for span in found("某县2025年总结") if span[0] == 0]


def test_drafts_of_the_store_are_exported_from_their_page(engine: MemoryEngine, tmp_path: Path) -> None:
    store = DraftStore(tmp_path / "稿件")
    made = store.create("年终述职")
    own = tmp_path / "格式.ini"
    own.write_text("[text]\nline_spacing = 30\n", encoding="utf-8")
    client = create_app(engine, store=store, word_template=own).test_client()
    assert f'action="/drafts/{made.id}/export"' in html_of(client.get(f"/drafts/{made.id}"))
    answer = client.get(f"/drafts/{made.id}/export?form=docx")
    assert answer.status_code == 200 and quote("年终述职.docx") in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        assert 'w:line="600"' in archive.read("word/styles.xml").decode("utf-8")
    again = client.get(f"/drafts/{made.id}/export?form=json").data
    assert read_draft(again) == store.load(made.id)
    assert client.get("/drafts/00000000/export?form=docx").status_code == 404
