"""TLS with a certificate of one's own, user and password, from config.ini and the environment to the answer; and what is said
where one of them is wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from indexer.cli.commands import open_engine
from indexer.config import load_settings
from indexer.engines.opensearch import OpenSearchEngine
from indexer.engines.opensearch.cluster import PASSWORD_VARIABLE, USER_VARIABLE
from indexer.errors import IndexUnavailable
from indexer.querying.request import build_request
from tests.engines.conftest import NODE, need_node
from tests.engines.corpus import change, report
from tests.engines.opensearch.tls import GUEST, PASSWORD, USER, door, make_authority, make_certificate

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here to make certificates with")


class Site:
    """A folder with config.ini, and the certificate of an authority."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ca = make_authority(folder / "ca")
        self.certificate = make_certificate(folder / "ca", "IP:127.0.0.1")

    def settings(self, host: str, ca: Path | None) -> Path:
        lines = ["[index]", "engine = opensearch", "[opensearch]", f"hosts = {host}", "prefix = tls", "timeout = 5"]
        path = self.folder / "config.ini"
        path.write_text("\n".join([*lines, *([f"ca_file = {ca}"] if ca else [])]), encoding="utf-8")
        return path

    def said(self, host: str, ca: Path | None) -> str:
        """The one line that opening the index ends in."""
        with pytest.raises(IndexUnavailable) as caught:
            open_engine(load_settings(self.settings(host, ca)))
        line = str(caught.value)
        assert len(line.splitlines()) == 1 and host in line and PASSWORD not in line
        return line


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("site"))


@pytest.fixture(autouse=True)
def login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(USER_VARIABLE, USER)
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    with door(site.certificate) as address:
        yield address


def test_an_index_behind_tls_and_a_password(site: Site) -> None:
    """Written and searched through the door, as through none."""
    need_node("opensearch")
    with ExitStack() as opened:
        address = opened.enter_context(door(site.certificate, os.environ[NODE].split(",")[0]))
        engine = open_engine(load_settings(site.settings(address, site.ca)))
        assert isinstance(engine, OpenSearchEngine)
        opened.callback(engine.close)
        opened.callback(engine.client.ask, "DELETE", "/tls-*")
        change(engine, {"a": report("渡口修了三盏夜航灯。" * 40, *("甲",) * 50)})
        page = engine.search(build_request("夜航灯"))
        assert (page.total, engine.stats().paragraphs) == (1, 51)


def test_a_certificate_that_is_not_trusted(site: Site, address: str, tmp_path: Path) -> None:
    """No CA file, or that of another authority."""
    assert "证书不受信任" in site.said(address, None) and "ca_file" in site.said(address, None)
    assert "证书不受信任" in site.said(address, make_authority(tmp_path / "other"))


def test_a_certificate_for_another_address(site: Site) -> None:
    with door(make_certificate(site.folder / "ca", "DNS:search.example")) as address:
        said = site.said(address, site.ca)
    assert "证书写的是别的地址" in said and "hosts" in said


def test_a_wrong_password(site: Site, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, "geheim")
    said = site.said(address, site.ca)
    assert f"不接受用户 {USER}的登录" in said and PASSWORD_VARIABLE in said and "geheim" not in said
    monkeypatch.delenv(USER_VARIABLE)
    assert "没有用户名" in site.said(address, site.ca)


def test_a_user_without_rights(site: Site, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(USER_VARIABLE, GUEST)
    said = site.said(address, site.ca)
    assert f"不许用户 {GUEST} 这样做" in said and "tls 开头的索引" in said


def test_http_where_there_is_tls_and_tls_where_there_is_http(site: Site, address: str) -> None:
    assert "https://" in site.said(address.replace("https", "http"), None)
    need_node("opensearch")
    plain = os.environ[NODE].split(",")[0]
    assert "http://" in site.said(plain.replace("http", "https"), site.ca)
