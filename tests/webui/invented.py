"""An invented archive, small enough to count by hand. Also used by the browser tests."""

from __future__ import annotations

from indexer.engines import Engine, Source
from indexer.model.reports import Heading, Paragraph, Removed, Report

LONG = (
    "（二）渔港码头开例会。全年把例会搬到渔港码头开了二十六次，由船老大先说风浪里的难处，再由值班委员当场认领。"
    "码头议事桌前贴着一张潮汐表，哪天退潮、哪天出海，干部都背得下来。"
    "冬季休渔时，议事桌挪进修船棚，围着火盆讲缆绳安全、讲渔贷怎么还、讲孩子上学的校车绕不绕港口。"
    "到年底，二十六次例会留下八十三件实事，办结七十九件，剩下四件写在棚子外墙的红榜上，谁经手、何时办，一目了然。"
    "县里来人看过以后，把码头议事桌的做法印成了小册子，发到沿海的十一个镇。"
)


def paragraph(
    ordinal: int,
    text: str,
    *sections: str,
    above: tuple[str, ...] = (),
    path: tuple[str, ...] = (),
    run_in: tuple[int, int] | None = None,
) -> Paragraph:
    return Paragraph(ordinal, text, sections, above, path, run_in)


def women() -> Report:
    one, two = "一、主要做法", "二、存在问题"
    return Report(
        index_in_file=0,
        title="2018年度党建工作述职报告",
        year=2018,
        year_estimated=None,
        unit_type="妇联",
        title_lines=("2018年度党建工作述职报告", "（云岫县妇女联合会）"),
        headings=(Heading(one, 1, 1, ()), Heading(two, 1, 3, ())),
        paragraphs=(
            paragraph(0, "现将我会一年来的工作报告如下。", "opening"),
            paragraph(
                1,
                "（一）绣坊里办夜校。白天飞针，晚上识字，党建带妇建从一间绣坊起步。",
                "work",
                above=(one,),
                path=(one, "（一）绣坊里办夜校。"),
                run_in=(0, 10),
            ),
            paragraph(2, LONG, "work", path=(one, "（二）渔港码头开例会。"), run_in=(0, 11)),
            paragraph(
                3, "夜校的桌椅还不够，<b>有的</b>姐妹站着听课。", "problems", above=(two,), path=(two,)
            ),
            paragraph(4, "究其原因，是预算编得太晚，党建经费挪不出来。", "problems", "causes", path=(two,)),
        ),
        removed=(Removed("本文由云窗文稿站会员投稿，严禁抄袭！", "网站声明", ()),),
    )


def police() -> Report:
    head = "三、明年怎么干"
    return Report(
        index_in_file=0,
        title="2021年派出所党建工作总结",
        year=2021,
        year_estimated=None,
        unit_type="公安",
        headings=(Heading(head, 1, 0, ()),),
        paragraphs=(
            paragraph(0, "巡逻车上挂党建牌，夜校门口也要走一圈。", "plans", above=(head,), path=(head,)),
            paragraph(1, "把报警电话印在春联背面。", "plans", path=(head,)),
        ),
    )


def nameless() -> Report:
    return Report(
        index_in_file=1,
        title=None,
        year=None,
        year_estimated=2016,
        unit_type=None,
        paragraphs=tuple(paragraph(n, f"第{n}号闸门检修完毕，水位平稳。", "other") for n in range(12)),
    )


def fill(engine: Engine, *names: str) -> None:
    """Commits the named reports as the next generation."""
    made = {"women": women, "police": police, "nameless": nameless}
    origins = {
        "women": Source(("妇联/2018述职.docx", "备份/2018述职.docx")),
        "police": Source(("公安/2021总结.txt",), "文件被别的程序占用"),
        "nameless": Source(("水利/闸门检修.txt",)),
    }
    with engine.writer() as writer:
        for name in names:
            writer.add(name, made[name]())
        writer.commit({"built_at": "2026-01-05 09:30"}, origins)
