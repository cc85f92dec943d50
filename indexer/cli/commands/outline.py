"""The command that sets outlines side by side."""

from __future__ import annotations

from contextlib import closing

from indexer.cli.arguments import Arguments
from indexer.cli.commands import open_engine, print_json, print_lines, refuse_empty
from indexer.cli.exit_codes import OK
from indexer.config import Settings
from indexer.drafting.outlines import MOST_REPORTS, ReportOutline, chosen_ids, outline_of
from indexer.drafting.unit_years import nearest_years, same_unit
from indexer.engines import Engine
from indexer.errors import QueryError
from indexer.output.json_outlines import outlines_to_dict
from indexer.output.text_outlines import outline_lines


def outline(settings: Settings, arguments: Arguments) -> int:
    """``bigan outline``: the outlines of up to four reports by section; with ``--years`` those of one report's unit."""
    ids = chosen_ids(arguments.ids)
    with closing(open_engine(settings)) as engine:
        refuse_empty(engine)
        if arguments.years:
            ids = _years(engine, ids)
        found = [_outline(engine, report_id) for report_id in ids]
    if arguments.json:
        print_json(outlines_to_dict(found))
    else:
        print_lines(outline_lines(found))
    return OK


def _outline(engine: Engine, report_id: str) -> ReportOutline:
    report = engine.report(report_id)
    if report is None:
        raise QueryError(f"没有编号为“{report_id[:80]}”的报告：编号见 bigan search 的结果（段落编号去掉最后的 -数字）")
    return outline_of(report, engine.paragraphs_of(report_id))


def _years(engine: Engine, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The report's unit's nearest years, its own among them. Raises ``QueryError`` where there is no other year."""
    if len(ids) > 1:
        raise QueryError("--years 只能给一份报告的编号：同一单位别的年份由它找出来")
    own = _outline(engine, ids[0]).report
    heads = engine.reports()
    head = next(head for head in heads if head.id == own.id)

    def title_lines(report_id: str) -> tuple[str, ...]:
        stored = engine.report(report_id)
        return stored.title_lines if stored else ()

    years = same_unit(head, heads, title_lines)
    if not years:
        raise QueryError("没有找到这个单位别的年份的报告：按标题、文件名和文件夹推断，可以直接给出几份报告的编号")
    return tuple(one.id for one in nearest_years(head, years, MOST_REPORTS))
