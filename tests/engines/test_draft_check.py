"""A draft is checked alike whatever answers for the archive."""

from __future__ import annotations

from indexer.drafting.checking import check_draft, draft_of_text, formulations_of
from indexer.engines import Engine
from indexer.language.tokenizer import Tokenizer
from tests.engines.corpus import change, origin_of, random_reports
from tests.reference_engine.engine import MemoryEngine
from tests.webui.invented import LONG, police, women


def test_findings_and_what_they_rest_on_are_those_of_the_reference(engine: Engine, tokenizer: Tokenizer) -> None:
    """Shared passages, names, dated formulations, stock sentences, and the source of each."""
    reference = MemoryEngine(tokenizer)
    reports = {"women": women(), "police": police(), **random_reports(30)}
    for one in (engine, reference):
        change(one, reports, sources={name: origin_of(name) for name in reports})
    own = next(report for name, report in random_reports(30).items() if len(report.paragraphs) > 3)
    lines = ["柳河县妇联2024年工作总结", "一、做法", LONG.replace("二十六", "三十九"), *(p.text for p in own.paragraphs[:3]),
             "慰问困难家庭XX户，人人都来。", "三、打算", "继续开展“三严三实”专题教育，落实党建责任。"]  # fmt: skip
    draft = draft_of_text("\n".join(lines))
    checked = check_draft(draft, engine, formulations_of(()))
    assert checked == check_draft(draft, reference, formulations_of(()))
    assert {"shared", "placeholder", "numbering", "dated"} <= set(checked.counts)
