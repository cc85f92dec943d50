"""One click on a view saves all of it as a table."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from indexer.engines import Engine
from tests.output.test_csv import table
from tests.webui.repeating import fill
from webui import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(engine: Engine) -> Iterator[str]:
    fill(engine, *range(2010, 2016))
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, create_app(engine, page_size=2), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("view", ["paragraphs", "lines", "headings", "trends"])
def test_the_link_saves_more_than_the_page_shows(page: Page, address: str, tmp_path: Path, view: str) -> None:
    page.goto(f"{address}/?q=责任&view={view}&fold=0")
    with page.expect_download() as started:
        page.get_by_role("link", name="下载 CSV").click()
    assert started.value.suggested_filename.startswith("笔杆 ") and started.value.suggested_filename.endswith("责任.csv")
    started.value.save_as(tmp_path / "a.csv")
    head, rows = table((tmp_path / "a.csv").read_bytes())
    told = page.locator(".tally strong").first.inner_text().replace("\u202f", "")
    assert f"共 {told} " in "".join(head) and "全部列出" in "".join(head)
    if view == "paragraphs":
        assert len(rows) == int(told) > page.locator(".hit").count() == 2
