"""The draft check as a page and as an address of the API: what is shown, that nothing is kept, what is refused."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient

from indexer.language.tokenizer import Tokenizer
from tests.reading.word_files import docx
from tests.reading.word_files import paragraph as word_paragraph
from tests.reference_engine.engine import MemoryEngine
from tests.webui.invented import LONG
from tests.webui.reading import links, page, text, words
from webui import create_app

DRAFT = "\n".join(
    ["柳河县妇联2024年工作总结", "今年的事不少。" + LONG.replace("二十六", "三十九"), "一、做法", "慰问困难家庭XX户，人人都来。",
     "三、打算", "继续开展“三严三实”专题教育。"]
)  # fmt: skip


def checked(client: FlaskClient, status: int = 200, **data: object) -> str:
    answer = client.post("/check-draft", data=data, content_type="multipart/form-data")
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def test_a_pasted_draft_is_answered_on_the_page_worst_first(client: FlaskClient) -> None:
    html = checked(client, text=DRAFT)
    said = words(html)
    order = ["共同文字", "待填", "序号", "提法年份"]
    assert [said.index(f"{word} 1 处") for word in order] == sorted(said.index(f"{word} 1 处") for word in order)
    assert "要看的有 4 处" in said and "“一、”之后是“三、”，缺“二、”" in text(html)
    assert links(html)["看原段"] == "/reports/women#p-2" and links(html)["第 2 段"] == "#line-2"
    assert "资料库 《2018年度党建工作述职报告》（妇联，2018年）" in said
    assert "<del>三十九</del><ins>二十六</ins>" in html and 'id="line-6"' in html


def test_a_file_is_read_by_its_kind(client: FlaskClient) -> None:
    """A Word document and a text in an older encoding say the same as what is pasted."""
    word = docx("".join(word_paragraph(line) for line in DRAFT.splitlines()))
    for name, data in (("稿子.docx", word), ("稿子.txt", DRAFT.encode("gb18030"))):
        assert "要看的有 4 处" in words(checked(client, text="", file=(io.BytesIO(data), name)))


def test_nothing_is_kept_and_nothing_stands_in_an_address(client: FlaskClient) -> None:
    html = checked(client, text=DRAFT)
    assert 'action="/check-draft" method="post"' in html
    assert not [url for url in links(html).values() if "柳河" in url]
    assert "柳河" not in page(client, "/check-draft") and "没有找到" in words(page(client, "/?q=柳河县妇联"))
    assert ">柳河县妇联2024年工作总结\n" in html  # to be changed and checked again


def test_on_an_empty_archive_what_needs_none_is_checked(tokenizer: Tokenizer) -> None:
    client = create_app(MemoryEngine(tokenizer)).test_client()
    said = words(checked(client, text=DRAFT))
    assert "待填 1 处" in said and "序号 1 处" in said and "共同文字" not in said.partition("这几项没有查")[0]
    assert "资料库还是空的，这几项没有查：与资料库相同的文字" in said
    assert client.post("/api/v1/check-draft", json={"text": DRAFT}).get_json()["compared"] is False


def test_a_draft_without_fault_says_so(client: FlaskClient) -> None:
    assert "没有发现要看的" in words(checked(client, text="渡口的灯亮了一整夜，船工们都来听课。"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"text": " "}, "没有可查的文字"),
        ({"text": "渡口的事还没有说完。" * 10_001}, "稿子太长"),
        ({"file": (io.BytesIO(b"\0\1\2" * 99), "稿子.txt")}, "稿子.txt"),
        ({"file": (io.BytesIO(b""), "空.docx")}, "空文件"),
    ],
)
def test_what_cannot_be_checked_is_explained_on_the_form(client: FlaskClient, data: dict[str, object], said: str) -> None:
    html = checked(client, 400, **data)
    assert said in words(html) and 'role="alert"' in html and "<textarea" in html


def test_what_is_far_too_large_is_refused_in_chinese(client: FlaskClient) -> None:
    answer = client.post("/check-draft", data={"text": "长" * 3_000_000})
    assert answer.status_code == 413 and "稿子太大" in answer.get_data(as_text=True)


def test_the_api_answers_as_the_command_does(client: FlaskClient) -> None:
    answer = client.post("/api/v1/check-draft", json={"text": DRAFT})
    data = answer.get_json()
    assert tuple(data) == (
        "title", "year", "unit_type", "genre", "characters", "itself", "compared", "took_ms", "counts", "findings", "stock",
        "lines",
    )  # fmt: skip
    assert data["counts"] == {"shared": 1, "placeholder": 1, "numbering": 1, "dated": 1}
    first = data["findings"][0]
    assert (first["kind"], first["line"], first["paragraph_id"]) == ("shared", 2, "women-2")
    assert "".join(d["text"] for d in first["passage"]["differences"] if d["kind"] != "only_there") == first["passage"]["here"]
    run = first["passage"]["runs"][0]
    assert data["lines"][1]["text"][slice(*run["here"])][:4] == LONG[slice(*run["there"])][:4]
    assert data["lines"][1]["text"][slice(*first["span"])] == first["text"]
    assert client.post("/api/v1/check-draft", data={"text": DRAFT}).get_json()["counts"] == data["counts"]


@pytest.mark.parametrize("body", [{}, [], {"text": 3}, {"text": ""}])
def test_the_api_refuses_what_is_no_draft(client: FlaskClient, body: object) -> None:
    answer = client.post("/api/v1/check-draft", json=body)
    assert answer.status_code == 400 and "稿子" in answer.get_json()["error"]


def test_the_api_counts_phrases_and_names_formulations(client: FlaskClient) -> None:
    data = client.get("/api/v1/uses?text=党建带妇建&text=学习“两学一做”").get_json()["uses"]
    assert [(one["reports"], one["unit_types"], one["last_year"]) for one in data] == [(1, ["妇联"], 2018), (0, [], None)]
    (formulation,) = data[1]["formulations"]
    assert (formulation["text"], formulation["first"], formulation["last"]) == ("两学一做", 2016, None)
    assert client.get("/api/v1/uses").status_code == 400 and client.get("/api/v1/uses?q=a").status_code == 400
