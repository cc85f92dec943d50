"""A paragraph that is copied, collected or written into Word says whose it is, also where its title and file do not."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest
from flask.testing import FlaskClient

from indexer.drafting.store import DraftStore
from indexer.engines import Engine, Source
from indexer.ingest.manifest import FileEntry, Manifest, manifest_from_dict, manifest_to_dict
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import Heading, Paragraph, Report
from indexer.output.citation import Citing
from tests.reference_engine.engine import MemoryEngine
from tests.webui.correcting import HERE
from tests.webui.reading import page, part, text, words
from webui import create_app

LINES = ("政府工作报告", "——2018年3月7日在云岫县第十五届人民代表大会第二次会议上", "云岫县人民政府县长 高山青")


def of_year(year: int, lines: tuple[str, ...] = LINES) -> Report:
    head = "一、码头工作回顾"
    said = f"全年开{year - 2000}期码头课堂，渔船都换上新缆绳。"
    own = Paragraph(0, said, ("work",), (head,), (head,))
    return Report(0, lines[0], year, None, "政府", (own,), (Heading(head, 1, 0, ()),), lines)


def fill(engine: Engine) -> None:
    manifest = Manifest({
        "/资料/青石县/2017.txt": FileEntry("/资料/青石县", "2017.txt", "", "", ("outer",)),
        "/别处/云岫/2018.txt": FileEntry("/别处", "云岫/2018.txt", "", "", ("inner",)),
    })  # fmt: skip
    with engine.writer() as writer:
        writer.add("inner", of_year(2018))
        writer.add("outer", of_year(2017, LINES[:1]))
        writer.commit(manifest_to_dict(manifest), {"inner": Source(("云岫/2018.txt",)), "outer": Source(("2017.txt",))})


@pytest.fixture
def filled(tokenizer: Tokenizer) -> Engine:
    made = MemoryEngine(tokenizer)
    fill(made)
    return made


@pytest.fixture
def app_client(filled: Engine, tmp_path: Path) -> FlaskClient:
    return create_app(filled, store=DraftStore(tmp_path)).test_client()


INNER = "〔《政府工作报告》（云岫县人民政府），2018年，“一、码头工作回顾”第1段〕"
OUTER = "〔《政府工作报告》（青石县），2017年，“一、码头工作回顾”第1段〕"


def test_what_is_copied_says_whose_it_is_on_every_page(app_client: FlaskClient) -> None:
    """The same line on a hit, on the report, beside what nearly repeats it; a folder that was added by itself counts too."""
    for address in ("/?q=码头课堂", "/reports/inner", "/paragraphs/inner-0/near", "/paragraphs/inner-0/similar"):
        assert f'data-source="{INNER}"' in page(app_client, address), address
    for address in ("/?q=码头课堂", "/reports/outer"):
        assert f'data-source="{OUTER}"' in page(app_client, address), address


def test_what_is_collected_says_whose_it_is(app_client: FlaskClient) -> None:
    """In the basket, and from there in Word: the source is kept in the draft."""
    for take, cited in (("p:inner-0", INNER), ("h:outer-0:一、码头工作回顾", OUTER.replace("，“一、码头工作回顾”第1段", ""))):
        found = app_client.post("/api/v1/drafts/collect", json={"take": take}, headers=HERE).get_json()
        assert found["block"]["source"]["citation"] == cited


def test_a_hit_names_the_unit_beside_the_title(app_client: FlaskClient) -> None:
    """Nine reports called 政府工作报告 are told apart before they are opened; also where the title is what matched."""
    html = page(app_client, "/?q=码头课堂")
    assert "政府工作报告（云岫县人民政府）" in words(part(html, 'class="meta"', "</p>"))
    titles = text(part(page(app_client, "/?q=工作报告+码头"), 'class="titles"', "</section>"))
    assert "政府工作报告（云岫县人民政府）" in titles and "政府工作报告（青石县）" in titles


def test_the_folder_of_the_archive_is_looked_up_once_a_generation(filled: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A manifest may name 100 000 files; a new one is read again."""
    citing, read = Citing(filled), Mock(wraps=manifest_from_dict)
    monkeypatch.setattr("indexer.output.citation.manifest_from_dict", read)
    paragraph = filled.paragraph("outer-0")
    assert paragraph is not None
    assert {citing.whose(paragraph) for _ in range(3)} == {"青石县"} and read.call_count == 1
    fill(filled)
    assert citing.whose(paragraph) == "青石县" and read.call_count == 2


def test_pages_share_what_was_looked_up(app_client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report page that is opened again does not read the names of all files again."""
    read = Mock(wraps=manifest_from_dict)
    monkeypatch.setattr("indexer.output.citation.manifest_from_dict", read)
    for _ in range(3):
        assert "青石县" in page(app_client, "/reports/outer")
    assert read.call_count == 1
