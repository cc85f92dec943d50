"""The first run and folders: proposed, added, watched while they are read, taken away; settings; originals."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from indexer.errors import BiganError, IndexUnavailable
from tests.ingest.zip_files import zipped
from tests.library.home import SECONDS, Home
from tests.webui.correcting import HERE, FakeCorrector, html_of
from tests.webui.reading import page, words
from tests.workbench import Workbench, letter
from webui import create_app, messages

THERE = {"REMOTE_ADDR": "192.168.1.7"}


@pytest.fixture
def home(bench: Workbench) -> Iterator[Home]:
    """An empty archive, and a desktop with reports that is not in it."""
    made = Home(bench)
    made.config.write_text("# 我的\n[archive]\nfolders =\n", encoding="utf-8")
    made.library.change({("server", "page_size"): "10"})
    bench.write("述职/a.txt", letter("白鹭湖"), bench.home / "桌面")
    bench.write("述职/b.txt", letter("青石巷", 2020, "公安局"), bench.home / "桌面")
    made.library.places = (bench.home / "桌面", bench.home / "文档")
    yield made
    assert made.library.job.wait(SECONDS)


@pytest.fixture
def client(home: Home) -> FlaskClient:
    return create_app(home.bench.engine, corrector=FakeCorrector(), library=home.library).test_client()


def add(client: FlaskClient, home: Home, folder: object) -> None:
    assert client.post("/library/folders", data={"folder": str(folder)}, headers=HERE).location == "/library/run"
    assert home.library.job.wait(SECONDS)


# --- the first run ---------------------------------------------------------------------------


def test_an_empty_archive_proposes_folders_with_what_they_hold(home: Home, client: FlaskClient) -> None:
    html = page(client, "/")
    desk = home.bench.home / "桌面"
    assert f'name="folder" value="{desk}"' in html and f'name="folder" value="{desk / "述职"}"' in html
    assert words(html).count("2 个文件") == 2 and "文档" not in html.partition("别的文件夹")[0]
    assert "先用样例试试" in html


def test_others_in_the_network_learn_no_folder_of_this_machine(home: Home, client: FlaskClient) -> None:
    for url in ("/", "/library?tab=folders", "/settings"):
        html = client.get(url, environ_overrides=THERE).get_data(as_text=True)
        assert "桌面" not in html and 'method="post"' not in html
    assert client.get("/settings", environ_overrides=THERE).status_code == 403


def test_a_proposed_folder_is_read_with_one_click_and_shown_to_be_looked_at(home: Home, client: FlaskClient) -> None:
    add(client, home, home.bench.home / "桌面" / "述职")
    html = page(client, "/library/run")
    assert "读完了" in html and "新读入 2 个文件" in html and "认得对吗？" in html
    assert "妇联" in html and "2020年" in html and "单位类型、年份" in html
    assert html.count("?correct=1#correct") == 2
    assert home.config.read_text(encoding="utf-8").startswith("# 我的\n[archive]\n")
    start = page(client, "/")
    assert "最近读入" in start and "述职" not in start.partition("最近读入")[0]


def test_a_correction_begins_at_the_card(home: Home, client: FlaskClient) -> None:
    add(client, home, home.bench.home / "桌面")
    (identity, *_) = sorted(home.library.manifest().report_ids)
    opened = page(client, f"/reports/{identity}?correct=1")
    assert '<details class="correct" id="correct" open>' in opened
    assert '<details class="correct" id="correct">' in page(client, f"/reports/{identity}")


@pytest.mark.parametrize("typed", ["没有的文件夹", "", '"', "a\nb", "\0"])
def test_what_is_no_folder_is_told_beside_the_form(home: Home, client: FlaskClient, typed: str) -> None:
    before = home.config.read_bytes()
    answer = client.post("/library/folders", data={"folder": typed}, headers=HERE)
    assert answer.status_code == 400 and 'role="alert"' in html_of(answer)
    assert home.config.read_bytes() == before and home.runs == []
    assert client.get("/library/folders").status_code == 303


def test_a_path_in_quotes_and_markup_are_both_text(home: Home, client: FlaskClient) -> None:
    add(client, home, f'"{home.bench.home / "桌面"}"')
    assert home.total("白鹭湖") == 4
    evil = '"><script>alert(1)</script>'
    assert "<script>alert" not in client.post("/library/folders", data={"folder": evil}, headers=HERE).get_data(as_text=True)


def test_the_samples_come_and_go_with_one_click(
    home: Home, client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples = tmp_path / "样例"
    samples.mkdir()
    (samples / "s.txt").write_text(letter("红枫岭"), encoding="utf-8")
    for place in ("indexer.library.library.samples_folder", "webui.presenters.first_run.samples_folder"):
        monkeypatch.setattr(place, lambda: samples)
    assert client.post("/library/samples", headers=HERE).location == "/library/run"
    assert home.library.job.wait(SECONDS)
    start = page(client, "/")
    assert "现在查的是样例报告" in start and "拿走样例" in start and "添加自己的文件夹" in start
    assert "先用样例试试" not in page(client, "/library?tab=folders")
    add(client, home, home.bench.home / "桌面")
    assert "样例报告也混在里面" in page(client, "/")
    client.post("/library/folders", data={"action": "remove", "folder": str(samples)}, headers=HERE)
    assert home.library.job.wait(SECONDS)
    assert home.total("红枫岭") == 0 and "样例报告" not in page(client, "/")


def test_a_package_without_samples_says_so(home: Home, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.library.library.samples_folder", lambda: None)
    monkeypatch.setattr("webui.presenters.first_run.samples_folder", lambda: None)
    assert "先用样例试试" not in page(client, "/")
    assert "没有带样例" in html_of(client.post("/library/samples", headers=HERE))


# --- runs ------------------------------------------------------------------------------------


def test_a_run_shows_itself_without_script(home: Home, client: FlaskClient) -> None:
    assert client.get("/library/run").location == "/library"
    with home.library.job.alone:
        home.library.refresh()
        html = page(client, "/library/run")
        assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in html and "正在读入" in html
        assert "看进度" in page(client, "/library")
        assert 'class="so-far" hidden' in html  # nothing to search yet is nothing to tell
    assert home.library.job.wait(SECONDS)
    html = page(client, "/library/run")
    assert "http-equiv" not in html and "没有变化" in html
    home.bench.write("a.txt", letter("白鹭湖"), home.bench.home / "桌面")
    home.library.add(str(home.bench.home / "桌面"))
    assert home.library.job.wait(SECONDS)
    with home.library.job.alone:
        home.library.refresh()
        assert 'class="so-far">现在已经可以查' in page(client, "/library/run")
    assert home.library.job.wait(SECONDS)


def test_events_follow_a_run_to_its_end(home: Home, client: FlaskClient) -> None:
    home.library.add(str(home.bench.home / "桌面"))
    answer = client.get("/library/events")
    assert answer.content_type == "text/event-stream; charset=utf-8"
    events = [json.loads(line.removeprefix("data: ")) for line in answer.get_data(as_text=True).split("\n\n") if line]
    assert tuple(events[-1]) == ("run", "running", "done", "total", "name", "reports", "paragraphs", "message")
    assert (events[-1]["running"], events[-1]["done"], events[-1]["reports"]) == (False, 2, 2)
    assert events[-1]["message"] == "新读入 2 个文件"
    state = client.get("/library/state").get_json()
    assert state == events[-1]


def test_no_more_than_a_few_pages_hold_a_thread(home: Home, client: FlaskClient) -> None:
    with home.library.job.alone:
        home.library.refresh()
        held = [client.get("/library/events", buffered=False) for _ in range(2)]
        assert client.get("/library/events").status_code == 204
        for answer in held:
            answer.close()
        assert client.get("/library/events", buffered=False).status_code == 200
    assert home.library.job.wait(SECONDS)


def test_a_lock_of_another_process_is_told(home: Home, client: FlaskClient) -> None:
    home.problems.append(IndexUnavailable("索引正由另一个 bigan 更新：请等它结束后再试"))
    assert client.post("/library/update", headers=HERE).status_code == 303
    assert client.post("/library/stop", headers=HERE).status_code == 303
    assert home.library.job.wait(SECONDS)
    assert "索引正由另一个 bigan 更新" in page(client, "/library/run")


def test_a_run_that_was_stopped_can_be_gone_on_with(home: Home, client: FlaskClient) -> None:
    """The page where it stopped has the button that reads the rest; nobody else in the network has it."""
    home.on_file = lambda name: home.library.stop()
    add(client, home, home.bench.home / "桌面")
    html = page(client, "/library/run")
    assert "停下了" in words(html) and "接着读" in words(html)
    assert "接着读" not in client.get("/library/run", environ_overrides=THERE).get_data(as_text=True)
    (form,) = re.findall(r'<form class="run-act" action="([^"]+)"', html)
    home.on_file = lambda name: None
    assert client.post(form, headers=HERE).status_code == 303
    assert home.library.job.wait(SECONDS)
    html = page(client, "/library/run")
    assert "接着读" not in html and home.bench.engine.stats().reports == 2


def test_what_came_in_by_itself_is_told_on_return(home: Home, client: FlaskClient) -> None:
    """Only what nobody asked for, and only since the page was made."""
    from indexer.library.job import Run

    add(client, home, home.bench.home / "桌面")
    number = int(page(client, "/").partition('data-news-since="')[2].partition('"')[0])
    assert client.get(f"/library/news?since={number}").get_json() == {"run": number, "message": ""}
    path = home.bench.write("c.txt", letter("红枫岭"), home.bench.home / "桌面")
    home.library.job.start(Run(touched=frozenset([str(path)]), watched=True))
    assert home.library.job.wait(SECONDS)
    news = client.get(f"/library/news?since={number}").get_json()
    assert news == {"run": number + 1, "message": "有 1 个新文件，已读入"}
    assert client.get(f"/library/news?since={number + 1}").get_json()["message"] == ""
    assert client.get("/library/news?since=x").status_code == 200


# --- settings --------------------------------------------------------------------------------


def test_settings_are_saved_at_once_and_the_comments_stay(home: Home, client: FlaskClient) -> None:
    add(client, home, home.bench.home / "桌面")
    form = {"page_size": "1", "density": "compact", "font": "serif", "watch": "no", "formulation_years": "no"}
    answer = client.post("/settings", data=form, headers=HERE)
    assert answer.location == "/settings?saved=1" and messages.SETTINGS_SAVED in page(client, answer.location)
    written = home.config.read_text(encoding="utf-8")
    assert written.startswith("# 我的\n") and "page_size = 1\n" in written and "watch = no" in written
    html = page(client, "/?q=群众")
    assert 'data-density="compact" data-font="serif"' in html and html.count('<article class="hit"') == 1
    assert client.get("/api/v1/search?q=群众").get_json()["size"] == 1
    shown = page(client, "/settings")
    assert 'value="compact" checked' in shown and shown.count('value="no" checked') == 2
    assert not home.library.settings.formulation_years and "formulation_years = no" in written


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"page_size": "0"}, ">每页段数：应是 1 到 100 的整数"),
        ({"font": "黑体"}, ">正文字体：应是 sans"),
        ({"watch": "yes\n[x]"}, ">文件夹有变动时：应是 yes 或 no"),
    ],
)
def test_a_setting_that_cannot_be_is_told_and_not_written(
    home: Home, client: FlaskClient, form: dict[str, str], said: str
) -> None:
    before = home.config.read_bytes()
    answer = client.post("/settings", data=form, headers=HERE)
    assert answer.status_code == 400 and said in html_of(answer)
    assert home.config.read_bytes() == before
    if "page_size" in form:
        assert 'name="page_size" value="0"' in html_of(answer)


def test_what_is_not_on_the_form_is_not_changed(home: Home, client: FlaskClient) -> None:
    client.post("/settings", data={"host": "0.0.0.0", "port": "1", "page_size": "20"}, headers=HERE)
    assert (home.library.settings.host, home.library.settings.page_size) == ("127.0.0.1", 20)
    html = page(client, "/settings")
    assert "127.0.0.1，端口 8000（这次用的是 80）" in html
    assert str(home.library.settings.index_folder) in html and str(home.config) in html


def test_settings_are_changed_from_this_machine_and_our_pages_only(home: Home, client: FlaskClient) -> None:
    before = home.config.read_bytes()
    assert client.post("/settings", data={"page_size": "20"}, headers=HERE, environ_overrides=THERE).status_code == 403
    assert client.post("/settings", data={"page_size": "20"}, headers={"Origin": "http://evil.example"}).status_code == 403
    assert home.config.read_bytes() == before


# --- originals -------------------------------------------------------------------------------


def only_report(home: Home, client: FlaskClient, name: str, content: str | bytes) -> str:
    home.bench.write(name, content, home.bench.home / "原件")
    add(client, home, home.bench.home / "原件")
    (identity,) = {i for e in home.library.manifest().files.values() if e.shown.startswith(name) for i in e.reports}
    return f"/reports/{identity}"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_text_is_shown_in_its_own_encoding(home: Home, client: FlaskClient, encoding: str) -> None:
    data = letter("白鹭湖").encode(encoding)
    url = only_report(home, client, "报 告；1.txt", data)
    answer = client.get(f"{url}/original")
    assert answer.status_code == 200 and answer.data == data
    assert answer.content_type.startswith("text/plain; charset=")
    charset = answer.content_type.partition("charset=")[2]
    assert "白鹭湖" in data.decode(charset)
    assert answer.headers["Content-Disposition"] == f"inline; filename*=UTF-8''{quote('报 告；1.txt')}"
    assert client.get(f"{url}/original?download=1").headers["Content-Disposition"].startswith("attachment")
    assert f'href="{url}/original"' in page(client, url)


def test_a_page_of_somebody_else_is_never_shown_as_ours(home: Home, client: FlaskClient) -> None:
    text = "".join(f"<p>{line}</p>" for line in letter("白鹭湖").splitlines())
    url = only_report(home, client, "a.html", f"<html><body><script>alert(1)</script>{text}</body></html>")
    answer = client.get(f"{url}/original")
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_document_inside_an_archive_comes_out_alone(home: Home, client: FlaskClient) -> None:
    data = letter("白鹭湖").encode()
    url = only_report(home, client, "材料.zip", zipped(("报送/总结.txt", data)))
    answer = client.get(f"{url}/original")
    assert answer.data == data and quote("总结.txt") in answer.headers["Content-Disposition"]


def test_a_file_that_is_gone_and_numbers_that_are_not_there_are_told(home: Home, client: FlaskClient) -> None:
    url = only_report(home, client, "a.txt", letter("白鹭湖"))
    for number in ("0", "2", "-1", "x", "9" * 40, "../../config.ini"):
        assert client.get(f"{url}/original?file={number}").status_code == 404
    assert client.get("/reports/..%2f..%2fconfig/original").status_code == 404
    (home.bench.home / "原件/a.txt").unlink()
    answer = client.get(f"{url}/original")
    assert answer.status_code == 404 and "不在原来的地方了" in html_of(answer)


def test_the_folder_is_shown_on_this_machine_only(home: Home, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Path] = []
    monkeypatch.setattr("webui.routes.originals.show_in_folder", shown.append)
    url = only_report(home, client, "a.txt", letter("白鹭湖"))
    path = home.bench.home / "原件/a.txt"
    assert f'data-path="{path}"' in page(client, url)
    there = client.get(url, environ_overrides=THERE).get_data(as_text=True)
    assert str(path) not in there and "在文件夹中显示" not in there and "打开原文件" in there
    assert client.post(f"{url}/folder", data={"file": "1"}, headers=HERE, environ_overrides=THERE).status_code == 403
    assert client.post(f"{url}/folder", data={"file": "1"}).status_code == 403
    assert shown == []
    answer = client.post(f"{url}/folder?q=白鹭湖", data={"file": "1"}, headers=HERE)
    assert answer.status_code == 303 and shown == [path] and answer.location.startswith(f"{url}?q=")
    assert client.post(f"{url}/folder", data={"file": "7"}, headers=HERE).status_code == 404

    def refuse(path: Path) -> None:
        raise BiganError(f"这台电脑没有能打开文件夹的程序：文件在 {path}，可以复制路径")

    monkeypatch.setattr("webui.routes.originals.show_in_folder", refuse)
    refused = client.post(f"{url}/folder", data={"file": "1"}, headers=HERE)
    assert refused.status_code == 500 and "可以复制路径" in html_of(refused)


def test_without_a_library_there_is_none_of_it(bench: Workbench) -> None:
    """Whoever makes the application without one gets the pages for looking things up."""
    client = create_app(bench.engine).test_client()
    for url in ("/library", "/settings", "/library/run", "/library/news", "/reports/a/original"):
        assert client.get(url).status_code == 404
    assert "bigan index" in page(client, "/") and 'href="/library' not in page(client, "/help")
