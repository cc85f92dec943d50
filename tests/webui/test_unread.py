"""Protects that the report page, the API and the start page name what is left unread in a file."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from indexer.cli.commands.serve import archive_problems
from indexer.ingest.manifest import FileEntry, Manifest, manifest_to_dict
from indexer.ingest.sources import sources
from indexer.model.unread import Unread
from tests.reference_engine.engine import MemoryEngine
from tests.webui.reading import page, words


@pytest.fixture
def partly_read(engine: MemoryEngine) -> MemoryEngine:
    comments, scan = (Unread("comment", 3), Unread("image", 2)), (Unread("scan", 1, "第 2 页"),)
    files = {
        "/报告/a.docx": FileEntry("/报告", "a.docx", "h", "r", ("women",), unread=comments),
        "/报告/b.pdf": FileEntry("/报告", "b.pdf", "h", "r", ("police",), unread=scan),
        "/报告/c.doc": FileEntry("/报告", "c.doc", "h", "r", (), "failed", "已加密：请取消密码"),
    }
    with engine.writer() as writer:
        writer.commit(manifest_to_dict(Manifest(files)), sources(Manifest(files)))
    return engine


def test_the_report_page_says_it_in_one_quiet_line(client: FlaskClient, partly_read: MemoryEngine) -> None:
    assert "未读：批注 3、图片 2" in words(page(client, "/reports/women"))
    assert "未读" not in words(page(client, "/reports/nameless"))


def test_the_api_gives_kind_count_and_label(client: FlaskClient, partly_read: MemoryEngine) -> None:
    report = client.get("/api/v1/reports/police").get_json()
    assert report["unread"] == [{"kind": "scan", "count": 1, "detail": "第 2 页", "label": "扫描页 1 页（第 2 页）"}]
    assert client.get("/api/v1/reports/nameless").get_json()["unread"] == []


def test_files_that_miss_text_are_named_beside_those_that_cannot_be_read(partly_read: MemoryEngine) -> None:
    """Pictures in files are told in one line: a list of a thousand would hide what is lost."""
    assert archive_problems(partly_read) == [  # type: ignore[arg-type]
        "c.doc：已加密：请取消密码",
        "b.pdf：未读：扫描页 1 页（第 2 页）",
        "1 个文件没有读全，未读：批注 3、图片 2（用 bigan parse 文件 逐个看）",
    ]
