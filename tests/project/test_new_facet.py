"""A new facet is one row of the registry: filter, count, JSON, option, query field, URL and page then have it.

Two rows are added here, of the two kinds that come most: a property of paragraphs with one value, and a property of
reports that may be unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from indexer.engines import Engine
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import UNKNOWN, Paragraph, Report, StoredParagraph, StoredReport
from indexer.output.json_search import search_to_dict
from indexer.querying.facet_kinds import ListedFacet
from indexer.querying.facets import FACETS
from indexer.querying.request import build_request
from indexer.querying.tree import SearchRequest
from tests.cli.runner import Bigan
from tests.engines.conftest import FACTORIES, discard, need_node
from tests.workbench import letter
from webui import create_app
from webui.state.search_state import SearchState


def _kind(report: StoredReport | StoredParagraph) -> tuple[str, ...]:
    title = report.title or ""
    return (next((word for word in ("述职报告", "工作总结") if word in title), UNKNOWN),)


POINTS = ListedFacet(
    name="points",
    label="分点",
    field_names=("分点",),
    help="只要分了（没分）点的段落",
    metavar="yes|no",
    labels={"no": "不分点", "yes": "分点"},
    of_paragraph=lambda paragraph: ("yes" if paragraph.points else "no",),
    single=True,
)
KIND = ListedFacet(
    name="kind",
    label="体裁",
    field_names=("体裁",),
    help="体裁，如 述职报告",
    metavar="K",
    labels={"述职报告": "述职报告", "工作总结": "工作总结"},
    by_part=True,
    of_report=_kind,
    always_shown=True,
    can_be_unknown=True,
)


@pytest.fixture(autouse=True)
def new_facets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FACETS, "points", POINTS)
    monkeypatch.setitem(FACETS, "kind", KIND)


def _report(title: str | None, *texts: str) -> Report:
    points = [((0, 2),) if text.startswith("一是") else () for text in texts]
    paragraphs = (Paragraph(n, text, ("work",), points=own) for n, (text, own) in enumerate(zip(texts, points, strict=True)))
    return Report(0, title, 2018, None, "妇联", tuple(paragraphs))


@pytest.fixture(params=FACTORIES)
def engine(request: pytest.FixtureRequest, tmp_path: Path, tokenizer: Tokenizer) -> Iterator[Engine]:
    need_node(request.param)
    made = FACTORIES[request.param](tmp_path / "index", tokenizer)
    reports = {
        "a": _report("党建述职报告", "一是办夜校。二是办讲堂。", "夜校办了三期。"),
        "b": _report("年度工作总结", "一是夜校有了教室。", "夜校有人来。", "夜校有书。"),
        "c": _report(None, "夜校招新。"),
    }
    for names in (("a", "b"), ("c",)):  # two segments
        with made.writer() as writer:
            for name in names:
                writer.add(name, reports[name])
            writer.commit({}, {})
    yield made
    made.close()
    discard(request.param, tmp_path / "index")


def found(engine: Engine, request: SearchRequest) -> list[str]:
    return sorted(hit.paragraph.id for hit in engine.search(request).hits)


def counted(engine: Engine, request: SearchRequest, field: str) -> dict[str, int]:
    return {v.value: v.count for f in engine.search(request).facets if f.field == field for v in f.values if v.count}


def test_it_filters_by_name_and_in_the_query_language(engine: Engine) -> None:
    assert found(engine, build_request("夜校", filters={"points": ["yes"]})) == ["a-0", "b-0"]
    assert found(engine, build_request("夜校", filters={"kind": ["工作总结", "未知"]})) == ["b-0", "b-1", "b-2", "c-0"]
    assert found(engine, build_request("夜校 分点:yes 体裁:总结")) == ["b-0"]
    assert found(engine, build_request("夜校 -体裁:述职报告 points：不分点")) == ["b-1", "b-2", "c-0"]
    assert build_request("体裁：总结").understood_as == "体裁 工作总结"


def test_its_values_are_counted_each_without_its_own_selection(engine: Engine) -> None:
    request = build_request("夜校", filters={"points": ["no"], "kind": ["工作总结"]})
    assert counted(engine, request, "points") == {"no": 2, "yes": 1}
    assert counted(engine, request, "kind") == {"述职报告": 1, "工作总结": 2, "unknown": 1}
    assert counted(engine, request, "year") == {"2018": 2}


def test_reports_found_by_title_and_headings_obey_it(engine: Engine) -> None:
    request = build_request("党建", filters={"kind": ["工作总结"], "points": ["yes"]})
    assert engine.search(build_request("党建", filters={"kind": ["述职报告"]})).title_hits
    assert engine.search(request).title_hits == ()


def test_json_gives_it_back_and_asks_the_same_again(engine: Engine) -> None:
    request = build_request("夜校", filters={"points": ["yes"], "kind": ["未知", "述职报告"]})
    shape = search_to_dict(request, engine.search(request))
    assert (shape["query"]["points"], shape["query"]["kind"]) == ("yes", ["unknown", "述职报告"])
    assert [(f["field"], f["label"]) for f in shape["facets"]][7:] == [("points", "分点"), ("kind", "体裁")]
    client = create_app(engine).test_client()
    answer = client.get("/api/v1/search?q=夜校&points=yes&kind=未知&kind=述职报告")
    assert (answer.status_code, answer.get_json()["total"]) == (200, 1)
    assert client.get("/api/v1/headings?kind=工作总结").status_code == 200
    refused = client.get("/api/v1/search?points=yes&points=no")
    assert refused.status_code == 400 and "kind" in refused.get_json()["allowed"]
    assert client.get("/api/v1/search?kind=小说").get_json()["allowed"] == ["述职报告", "工作总结", "unknown"]


def test_the_url_keeps_it_and_the_page_shows_it(engine: Engine) -> None:
    query = "q=夜校&points=yes&kind=述职报告&kind=unknown"
    state = SearchState.from_args(MultiDict(parse_qsl(query)))
    assert state.to_pairs() == parse_qsl(query)
    assert state.toggle("kind", "unknown").values("kind") == ("述职报告",)
    assert state.with_filter("points", "no").values("points") == ("no",)
    client: FlaskClient = create_app(engine).test_client()
    html = client.get(state.url).get_data(as_text=True)
    assert '<input type="hidden" name="kind" value="unknown" data-filter>' in html  # suggestions obey it
    assert 'aria-label="体裁"' in html and "体裁未知" in html and "分点" in html
    nothing = client.get("/?q=夜校&kind=unknown&points=yes").get_data(as_text=True)
    assert "不限体裁（去掉 未知）" in nothing


def test_the_command_line_has_its_option(bigan: Bigan, home: Path) -> None:
    text = letter("青石巷") + "\n一是到青石巷修路，路修好了。二是到青石巷修桥，桥修好了。三是到青石巷修井，井修好了。\n"
    (home / "archive/c.txt").write_text(text, encoding="utf-8")
    assert bigan("index").code == 0
    everything, some = bigan("search", "--json").data, bigan("search", "--points", "yes", "--json").data
    assert 0 < some["total"] < everything["total"] and some["query"]["points"] == "yes"
    assert bigan("search", "--kind", "工作总结", "--json").data["total"] == 0
    assert bigan("trend", "青石巷", "--kind", "述职报告", "--json").data["query"]["kind"] == ["述职报告"]
    assert "只要分了（没分）点的段落" in bigan("kwic", "--help").out
    assert "工作总结" in bigan("search", "--kind", "小说").error_line
