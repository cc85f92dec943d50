"""A file edited in Word is sent, compared with the draft and forgotten."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.drafting.export.comparison import compare
from indexer.drafting.export.content import content_of
from indexer.drafting.export.word import to_docx
from tests.drafting.export.drafts import SMALL
from tests.reference_engine.engine import MemoryEngine
from tests.webui.correcting import HERE, html_of
from webui import create_app, messages
from webui.presenters.draft_comparison import view_comparison
from webui.routes.draft_export import MOST_BYTES, Exports

ADDRESS = "/drafts/d1/compare"


@pytest.fixture
def comparing(engine: MemoryEngine) -> FlaskClient:
    return create_app(engine, exports=Exports({"d1": SMALL}.get)).test_client()


def send(client: FlaskClient, data: bytes, name: str = "改过.docx", address: str = "127.0.0.1") -> TestResponse:
    form = {"file": (BytesIO(data), name)}
    return client.post(ADDRESS, data=form, headers=HERE, environ_overrides={"REMOTE_ADDR": address})


def edited() -> bytes:
    document = docx.Document(BytesIO(to_docx(SMALL)))
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("八十三件"):
            paragraph.runs[0].text = "八十五件实事，办结<七十九>件。"
    document.add_paragraph("明年再添两间绣坊。")
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def test_what_was_changed_in_word_is_shown(comparing: FlaskClient) -> None:
    page = send(comparing, edited()).get_data(as_text=True)
    assert "<del>八十三</del><ins>八十五</ins>件实事" in page
    assert "&lt;七十九&gt;" in page.replace("<ins>", "").replace("</ins>", "")
    assert "<ins>明年再添两间绣坊。</ins>" in page
    assert "改动 <strong>1</strong>" in page and "新增 <strong>1</strong>" in page and "移动 <strong>0</strong>" in page
    assert "<summary>相同的" in page and "与稿件一致" not in page


def test_an_untouched_file_agrees(comparing: FlaskClient) -> None:
    assert "与稿件一致" in html_of(send(comparing, to_docx(SMALL)))


@pytest.mark.parametrize(("data", "said"), [(b"", "空"), (b"PK\x03\x04", "改过.docx")])
def test_a_file_that_cannot_be_read_is_told_and_another_can_be_chosen(
    comparing: FlaskClient, data: bytes, said: str
) -> None:
    answer = send(comparing, data)
    assert answer.status_code == 400 and said in html_of(answer) and 'type="file"' in html_of(answer)


def test_without_a_file_nothing_is_compared(comparing: FlaskClient) -> None:
    answer = comparing.post(ADDRESS, data={}, headers=HERE)
    assert answer.status_code == 400 and messages.NO_FILE_SENT in html_of(answer)
    assert comparing.get(ADDRESS).status_code == 200


def test_only_this_machine_and_our_own_pages_may_send(comparing: FlaskClient) -> None:
    assert send(comparing, edited(), address="192.168.1.7").status_code == 403
    assert comparing.get(ADDRESS, environ_overrides={"REMOTE_ADDR": "192.168.1.7"}).status_code == 403
    foreign = {"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert comparing.post(ADDRESS, data={"file": (BytesIO(b"x"), "a.docx")}, headers=foreign).status_code == 403


def test_a_word_file_may_be_larger_than_a_form_but_not_without_end(comparing: FlaskClient) -> None:
    def sent(data: bytes) -> int:
        head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\n'
        kind = "multipart/form-data; boundary=x"
        return comparing.post(ADDRESS, data=head + data + b"\r\n--x--\r\n", content_type=kind, headers=HERE).status_code

    assert sent(to_docx(SMALL)) == 200
    assert sent(to_docx(SMALL) + bytes(2_000_000)) in (200, 400)
    assert sent(bytes(MOST_BYTES)) == 413


def test_the_page_of_exports_leads_there(comparing: FlaskClient) -> None:
    page = html_of(comparing.get("/drafts/d1/export"))
    assert f'action="{ADDRESS}"' in page and "multipart/form-data" in page


def test_unchanged_paragraphs_are_folded_and_what_is_gone_stays_in_its_place() -> None:
    """A sentence gone from a paragraph stays in it; a paragraph that is gone stands alone, without a number."""
    kept = [SMALL.title, *(block.text for block in SMALL.blocks if block.id not in ("b8", "b4"))]
    found = compare(content_of(SMALL), "\n".join([*kept[:4], "白天飞针，晚上识字。", *kept[4:]]))
    view = view_comparison(found, "a.docx")
    assert [same for same, _ in view.runs] == [True, False, True, False, True]
    gone = [paragraph for _, run in view.runs for paragraph in run if paragraph.number is None]
    assert [["".join(span.text for span in each.spans) for each in paragraph.sentences] for paragraph in gone][-1] == [
        "八十三件实事，办结七十九件。"
    ]
    assert sum(count for _, _, count in view.counts) == view.total == len(found.sentences)
