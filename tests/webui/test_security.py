"""Who may change anything: this machine, from our own pages, with little text."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from waitress.wasyncore import close_all

from indexer.errors import BiganError
from tests.reference_engine.engine import MemoryEngine
from tests.webui.correcting import HERE, SAME, WOMEN, FakeCorrector, html_of, send
from webui import create_app, messages
from webui.security import MOST_BYTES
from webui.server import Server, own_names


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("192.168.1.7", False),
        ("::ffff:10.0.0.1", False),
        ("", False),
    ],
)
def test_only_this_machine_corrects(
    correcting_client: FlaskClient, corrector: FakeCorrector, address: str, shown: bool
) -> None:
    """Others in the network may read; they see no form and cannot send one."""
    there = {"REMOTE_ADDR": address}
    assert ("保存更正" in html_of(correcting_client.get("/reports/women", environ_overrides=there))) is shown
    answer = correcting_client.post(WOMEN, data={"year": "2019"}, headers=HERE, environ_overrides=there)
    assert answer.status_code == (303 if shown else 403)
    assert bool(corrector.asked) is shown
    if not shown:
        assert html_of(answer) == messages.NOT_THIS_MACHINE


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Origin": "http://localhost"}, 303),
        ({"Referer": "http://localhost/reports/women"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"}, 403),
        ({"Origin": "http://localhost:9000"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "http://[broken"}, 403),
        ({"Origin": "http://evil.example", "Referer": "http://localhost/"}, 403),
        ({"Referer": "http://evil.example/reports/women"}, 403),
        ({"Referer": "http://localhost@evil.example/"}, 403),
        ({}, 403),
    ],
)
def test_changes_come_from_our_own_pages_only(
    correcting_client: FlaskClient, corrector: FakeCorrector, headers: dict[str, str], status: int
) -> None:
    """A page of another site that is open in the same browser must not write corrections."""
    answer = correcting_client.post(WOMEN, data={"year": "2019"}, headers=headers)
    assert answer.status_code == status
    assert bool(corrector.asked) is (status == 303)
    if status == 403:
        assert html_of(answer) == messages.FOREIGN_ORIGIN


def test_a_foreign_host_name_corrects_nothing(
    correcting_client: FlaskClient, corrector: FakeCorrector
) -> None:
    """The check of host names holds for forms too."""
    headers = {"Host": "evil.example", "Origin": "http://evil.example"}
    assert correcting_client.post(WOMEN, data={"year": "2019"}, headers=headers).status_code == 403
    assert corrector.asked == []


def test_a_body_that_is_too_large_gets_a_page(
    correcting_client: FlaskClient, corrector: FakeCorrector
) -> None:
    """Nobody fills the memory; the limit is explained."""
    assert send(correcting_client, {"title": "长" * 200, "year": "x" * (MOST_BYTES // 2)}).status_code == 400
    answer = send(correcting_client, {"title": "长" * MOST_BYTES})
    assert answer.status_code == 413 and messages.TOO_LARGE in html_of(answer)
    assert corrector.asked == []


@pytest.fixture
def served(engine: MemoryEngine, corrector: FakeCorrector) -> Iterator[HTTPConnection]:
    """A connection to the server as ``bigan serve`` serves it."""
    server = Server(engine, host="127.0.0.1", port=8650, page_size=10, corrector=corrector)
    running = Thread(target=server.run, daemon=True)
    running.start()
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
    yield connection
    connection.close()
    end(server, running)


def end(server: Server, running: Thread) -> None:
    waitress: Any = server._server
    waitress.trigger.pull_trigger(lambda: close_all(waitress._map))
    running.join(20)
    waitress.task_dispatcher.shutdown()


def test_a_body_of_megabytes_is_refused_in_chinese_too(
    served: HTTPConnection, corrector: FakeCorrector
) -> None:
    """Somebody pasted a whole report: our page, not the English one of the server below."""
    body = b"title=" + b"x" * (3 * 1024 * 1024)
    served.request(
        "POST",
        WOMEN,
        body,
        {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"},
    )
    answer = served.getresponse()
    assert answer.status == 413 and messages.TOO_LARGE in answer.read().decode("utf-8")
    assert corrector.asked == []


def test_a_word_file_full_of_pictures_is_refused_in_chinese_too(served: HTTPConnection) -> None:
    headers = {"Content-Type": "application/octet-stream", "Sec-Fetch-Site": "same-origin"}
    served.request("POST", "/check-draft", b"x" * (17 * 1024 * 1024), headers)
    answer = served.getresponse()
    assert answer.status == 413 and messages.DRAFT_TOO_LARGE in answer.read().decode("utf-8")


def test_a_host_that_nobody_knows_is_told_in_one_line(engine: MemoryEngine) -> None:
    with pytest.raises(BiganError, match="找不到名为“nosuch"):
        Server(engine, host="nosuch.invalid", port=8650, page_size=10)


def test_the_first_answer_is_told(engine: MemoryEngine) -> None:
    """What a server does beside its answers waits for it."""
    server = Server(engine, host="127.0.0.1", port=8650, page_size=10)
    running = Thread(target=server.run, daemon=True)
    running.start()
    assert not server.has_answered.is_set()
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", "/nowhere")
    assert connection.getresponse().status == 404 and server.has_answered.wait(20)
    connection.close()
    end(server, running)


def test_a_whole_report_in_the_address_is_refused_in_chinese_too(served: HTTPConnection) -> None:
    """Pasted into the search box without a script; the page says where it can be compared."""
    served.request("GET", "/?q=" + quote("把责任落实到岗位" * 6_000))
    answer = served.getresponse()
    told = answer.read().decode("utf-8")
    assert answer.status == 400 and "查询太长" in told and 'href="/check-draft"' in told


def test_a_draft_is_read_anew_when_somebody_comes_back_to_it(correcting_client: FlaskClient) -> None:
    """A browser that shows what it had would show figures that were replaced since."""
    assert correcting_client.get("/drafts/none").headers["Cache-Control"] == "no-store"
    assert correcting_client.get("/help").headers["Cache-Control"] == "no-cache"


def test_the_machine_is_opened_by_its_own_name_where_it_listens_to_all(
    engine: MemoryEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others in the network use that name; the advice for a foreign one is an address that they can open."""
    monkeypatch.setattr("socket.gethostname", lambda: "Office-PC.lan")
    client = create_app(engine, allowed_hosts=["0.0.0.0", *own_names("0.0.0.0")]).test_client()
    for name in ("office-pc:8000", "office-pc.lan", "OFFICE-PC.local:8000", "192.168.1.7:8000"):
        assert client.get("/", headers={"Host": name}).status_code == 200, name
    refused = client.get("/", headers={"Host": "evil.example"}, environ_overrides={"SERVER_PORT": "8000"})
    assert refused.status_code == 403
    assert "http://office-pc:8000/" in html_of(refused)
    assert "127.0.0.1" not in html_of(refused)
    assert own_names("127.0.0.1") == []


def test_other_methods_are_as_before(correcting_client: FlaskClient) -> None:
    """Pages are read; only the address of corrections takes a form, and reloading it leads back."""
    assert correcting_client.post("/reports/women", data=SAME, headers=HERE).status_code == 405
    assert correcting_client.delete(WOMEN, headers=HERE).status_code == 405
    answer = correcting_client.get(WOMEN + "?q=夜校")
    assert answer.status_code == 303 and answer.location.startswith("/reports/women?q=")
