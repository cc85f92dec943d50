"""Every page meets the rules of axe-core: names, contrast, order of headings, links that colour alone does not tell."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from werkzeug.serving import make_server

from indexer.drafting import operations as ops
from indexer.drafting.store import DraftStore
from indexer.language.tokenizer import Tokenizer
from tests.browser.chromium import open_context
from tests.browser.rules import SIZES, broken_at_every_size
from tests.drafting.making import collected
from tests.engines.corpus import change
from tests.engines.test_headings import report, under
from tests.reference_engine.engine import MemoryEngine
from tests.webui.repeating import fill
from webui import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/?q=责任&section=work&year=2011-2014",
    "/?q=责任 堤坝&view=lines",
    "/?q=责任&group=unit",
    "/?q=责任&view=headings",
    "/?view=headings&members=9",
    "/?view=headings&parallel=1",
    "/?q=责任&view=trends",
    "/?view=trends",
    "/?q=没有写过的话",
    "/?year=abc",
    "/reports/water2014?q=堤坝",
    "/paragraphs/water2014-0/near?q=堤坝",
    "/paragraphs/water2014-0/similar?year=2013",
    "/similar",
    "/help",
    "/nowhere",
    "/?q=责任#basket",
    "/drafts",
    "/drafts/current",
    "/drafts/current?done=removed",
    "/check-draft",
    "/outlines",
    "/paragraphs/water2014-0/uses?q=堤坝",
    "/outlines?id=water2013&id=water2014",
    "/?q=责任&compare=water2013&compare=water2014",
)


SET = ("（一）抓学习，把课堂搬上船", "（二）抓项目，一周碰一次头", "（三）抓作风，让群众说了算")


def filled_store(folder: Path) -> DraftStore:
    """A draft with something of everything: sources, a heading, a note, slots, one kept, a block that was taken out."""
    store = DraftStore(folder)
    made = store.create("半年稿")
    operations: list[ops.Operation] = [
        partial(ops.insert, text="一、做法", kind="heading", level=1, section="work", block_id="h"),
        partial(ops.collect, block=collected("a", "work", "2018年石斛镇修船坞26座，XX人出工。", "water2014-0")),
        partial(ops.collect, block=collected("b", "plans", "石斛镇换灯芯26盏。")),
        partial(ops.collect, block=collected("c", "plans", "补渔网。")),
        partial(ops.note, block_id="b", text="再问"),
        partial(ops.keep, text="2018"),
        partial(ops.remove, block_id="c"),
    ]
    for operation in operations:
        store.change(made.id, operation)
    return store


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> Iterator[str]:
    """The server over reports that repeat themselves, and one with headings in a parallel set."""
    engine = MemoryEngine(tokenizer)
    change(engine, {"women": report(*(under("一、做法", heading, text="责任到人。") for heading in SET))})
    fill(engine, *range(2010, 2016))
    store = filled_store(tmp_path_factory.mktemp("drafts"))
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, create_app(engine, store=store), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_no_page_breaks_a_rule(browser: Browser, address: str) -> None:
    """No violation of any level, light and dark, on an office screen and on a phone."""
    context = open_context(browser, viewport=SIZES["screen"])
    page = context.new_page()
    broken = []
    page.goto(address + "/drafts/current")
    checked = urlsplit(page.url).path + "/check"
    for path in (*PAGES, checked):
        page.goto(address + path)
        if "#basket" in path:
            page.locator("#basket-link").click()
            page.wait_for_selector("#basket.open")
        broken += broken_at_every_size(page, path)
    context.close()
    assert broken == []
