"""Small invented texts for the tests of the parser, and short ways to parse them."""

from __future__ import annotations

from indexer.model.reports import Removed, Report, SourceText
from indexer.parsing import parse

#: Body sentences long enough to count as prose, with nothing in them that any rule looks for.
PROSE = (
    "青石桥边的苗圃换上了滴灌，八十亩花木按节气轮着浇水，管护员每天沿着木栈道走两趟，把倒伏的枝条扶正，把松动的护栏拧紧，路过的老人都说这条道比从前好走。",
    "南坡的茶园赶在谷雨前采完头茬，收青点延长到晚上九点，炒茶师傅带着六名学徒守着铁锅，一锅一锅地看火候，卖出的价钱比上一季高了一成，账目贴在门口。",
    "渡口的旧仓房腾空以后改成阅览角，木架上摆着三千册旧书，放学的孩子在窗下写字，值守的大姐把热水烧好，灯一直亮到最后一班渡船靠岸为止。",
    "河湾里的老船修了三条，桐油刷过两遍，船工们轮班在码头值守，孩子上学、老人赶集都不误点，涨水那几天把缆绳加了一道，没有出过一回岔子。",
    "坡下的果园挂了防鸟网，二十四户人家合用一台分拣机，果子按大小装箱，装车的时候挨个过秤，到城里的路程缩短半天，烂果比往年少了三成。",
    "山口的风大，晾晒场的棚顶换成了厚板，四根立柱重新浇筑，赶在雨季之前全部完工，谷子收上来当天就能入棚，没有一家因为淋雨减了收成。",
)


def source(text: str) -> SourceText:
    """A text as the readers would hand it on."""
    return SourceText(text, "txt", "utf-8")


def parsed(*lines: str) -> tuple[Report, ...]:
    """The reports of a file of these lines."""
    return parse(source("\n".join(lines)))


def one(*lines: str) -> Report:
    """The only report of a file of these lines."""
    (report,) = parsed(*lines)
    return report


def titles(reports: tuple[Report, ...]) -> list[str | None]:
    """The titles of some reports, in order."""
    return [report.title for report in reports]


def removed_texts(*reports: Report) -> list[str]:
    """What was removed from some reports, in order."""
    return [piece.text for report in reports for piece in report.removed]


def removed_from(report: Report, text: str) -> Removed:
    """The removed piece that holds ``text``."""
    return next(piece for piece in report.removed if text in piece.text)


def sections_of(report: Report, starts: str) -> tuple[str, ...]:
    """The sections of the paragraph that starts so."""
    return next(p.sections for p in report.paragraphs if p.text.startswith(starts))
