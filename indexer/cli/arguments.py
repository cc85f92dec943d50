"""What may be written after ``bigan``: its commands, their arguments and options."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace

import click

from indexer.cli.chinese import Argument, Port, Text, WholeNumber
from indexer.model.orders import CONCORDANCE_ORDERS, HEADING_ORDERS, SORTS
from indexer.querying.concordance_request import LINE_ORDER, WIDTH
from indexer.querying.facets import FACETS
from indexer.querying.heading_request import HEADING_ORDER, MAX_TEXT
from indexer.querying.request import MAX_SIZE, PAGE, SORT

#: The values of a command's arguments and options, by their names.
Arguments = SimpleNamespace

Parameters = list[click.Parameter]

_QUERY_HELP = '词语；"短语"；"前*后"；"甲 乙"~15；甲 OR 乙；-不要的词；标题:、单位:、年份:…'


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A command as it is typed: what it does, in a line, and what may follow its name."""

    about: str
    parameters: Callable[[], Parameters]
    epilog: str = ""
    answers_json: bool = True

    def all_parameters(self) -> Parameters:
        """Also those that every command has."""
        every: Parameters = [config_option("用这个 config.ini")]
        if self.answers_json:
            every.append(_flag("--json", "输出 JSON"))
        return [*self.parameters(), *every]


def config_option(about: str) -> click.Option:
    """Which settings are in force."""
    return _option("--config", "FILE", about)


def _option(name: str, metavar: str, about: str, default: str | None = None) -> click.Option:
    return click.Option([name], type=Text(), metavar=metavar, help=about, default=default)


def _number(name: str, about: str, default: int | None = None) -> click.Option:
    return click.Option([name], type=WholeNumber(), metavar="N", help=about, default=default)


def _repeatable(name: str, metavar: str, about: str) -> click.Option:
    return click.Option([name], type=Text(), metavar=metavar, help=about, multiple=True)


def _flag(name: str, about: str) -> click.Option:
    return click.Option([name], is_flag=True, help=about)


def _query() -> Argument:
    return Argument("query", _QUERY_HELP, nargs=-1)


def _filters() -> Parameters:
    return [_repeatable(f"--{name}", facet.metavar, facet.help) for name, facet in FACETS.items()]


def _question() -> Parameters:
    return [_query(), _repeatable("--phrase", "TEXT", "原样查找这段文字"), *_filters()]


def _page(measure: str) -> Parameters:
    return [_number("--limit", f"每页几{measure}（1–{MAX_SIZE}）"), _number("--page", "第几页", PAGE.default)]


def _index() -> Parameters:
    about = "清除已不存在、已清空或已不在 config.ini 里的文件夹的索引"
    return [Argument("folders", "只更新这些文件夹（缺省：全部）", nargs=-1, metavar="[FOLDER]..."), _flag("--prune", about)]


def _folder() -> Parameters:
    return [Argument("folder", "报告所在的文件夹", required=True, metavar="FOLDER")]


def _csv() -> click.Option:
    return _option("--csv", "FILE", "写成表格（CSV），全部列出；- 是标准输出")


def _search() -> Parameters:
    return [
        *_question(),
        _option("--sort", "|".join(SORTS), "排序", SORT.default),
        _flag("--fold", "近似的段落只列一段"),
        _flag("--per-report", "每份报告只列最好的一段"),
        _option("--group", "unit", "并排：每类单位一列，列出它最好的几段（--limit，缺省 3）", ""),
        _flag("--explain", "说明每段的得分从哪里来"),
        *_page("段"),
        _csv(),
    ]


def _kwic() -> Parameters:
    orders = "排序：新→旧、按前文、按后文"
    return [
        *_question(),
        _option("--order", "|".join(CONCORDANCE_ORDERS), orders, LINE_ORDER.default),
        _number("--width", f"前后文各多少字（{WIDTH.least}–{WIDTH.most}）", WIDTH.default),
        *_page("行"),
        _csv(),
    ]


def _headings() -> Parameters:
    orders = f"排序：{'、'.join(HEADING_ORDERS.values())}"
    return [
        _query(),
        _number("--shortest", "至少几个字", 0),
        _number("--longest", "至多几个字", 0),
        _number("--clauses", "正好几句（逗号隔开，顿号不算）", 0),
        _option("--form", "6+6", "每句几个字，如 6+6、4+4+4", ""),
        _flag("--parallel", "只列对仗的：同组小标题句数、字数相同，或起头相同"),
        _number("--members", "同组正好几个（1 是没有同组的）", 0),
        _option("--first-word", "WORD", "同组都以这个词起头，如 抓", ""),
        _option("--order", "|".join(HEADING_ORDERS), orders, HEADING_ORDER.default),
        *_filters(),
        *_page("个"),
        _csv(),
    ]


def _similar() -> Parameters:
    return [
        Argument("id", "段落的编号", required=False, metavar="[PARAGRAPH_ID]"),
        _option("--text", "TEXT", f"一段文字（至多 {MAX_TEXT} 字）"),
        _option("--file", "FILE", "一个文件里的文字"),
        *_filters(),
        _number("--limit", f"最多几段（1–{MAX_SIZE}）"),
    ]


def _outline() -> Parameters:
    return [
        Argument("ids", "报告的编号，1 到 4 个", nargs=-1, required=True, metavar="ID..."),
        _flag("--years", "只给一份：并排列出这个单位各年的"),
    ]


def _suggest() -> Parameters:
    return [Argument("text", "已输入的字、拼音或首字母", nargs=-1, required=True)]


def _parse() -> Parameters:
    return [Argument("files", "报告文件", nargs=-1, required=True, metavar="FILE...")]


def _check_draft() -> Parameters:
    return [Argument("file", "稿子：.docx、.txt、.md、.html、.pdf 等，或“稿件”文件夹里的 .json；- 是标准输入", metavar="FILE")]


def _correct() -> Parameters:
    return [
        Argument("id", "报告的标识，更正章节时是段落的标识", required=False),
        _option("--title", "TITLE", "标题"),
        _option("--year", "YEAR", "年份，如 2018 或 未知"),
        _option("--unit", "UNIT", "单位类型，如 公安 或 未知"),
        _option("--genre", "GENRE", "文种，如 工作计划 或 未知"),
        _option("--section", "SECTION", "章节，如 存在问题 或 存在问题、原因分析"),
    ]


def _collect() -> Parameters:
    return [
        Argument("id", "段落的标识（bigan search 列在每段末尾）"),
        _option("--draft", "NAME", "收进哪份稿件：名字或编号；没有就新建（缺省：现在这一份）"),
    ]


def _serve() -> Parameters:
    return [
        _option("--host", "HOST", "监听地址（缺省见 config.ini）"),
        click.Option(["--port"], type=Port(), metavar="PORT", help="端口；被占用时取下一个空闲的"),
        _flag("--open", "启动后打开浏览器"),
    ]


def _template() -> Parameters:
    return [Argument("file", "要写的文件：.dotx 或 .ini", metavar="FILE"), _flag("--force", "文件已有时覆盖它")]


def _export_draft() -> Parameters:
    return [
        Argument("draft", "稿件文件（JSON）", metavar="DRAFT.json"),
        Argument("file", "要写的文件：.docx、.md、.txt、.csv、.json 或 .html", metavar="FILE"),
        _option("--sources", "comments|end|none", "出处：批注、文末、不要", "comments"),
        _flag("--unmarked", "待改的地方不标黄"),
        click.Option(
            ["--headings/--no-headings"], default=True, help="给没有小标题的章节加上“一、主要工作和成效”等标题（缺省：加）"
        ),
        _flag("--stated", "在文末写明多少段、还有几处待改"),
        _flag("--force", "文件已有时覆盖它"),
    ]


def _compare_draft() -> Parameters:
    return [
        Argument("draft", "稿件文件（JSON）", metavar="DRAFT.json"),
        Argument("file", "在 Word 里改过的文件", metavar="FILE.docx"),
    ]


_UNDO = '给出空值（--year ""）是撤销以前的更正。更正记在 config.ini 里 corrections 指的文件中。'

_TEMPLATE = "改过的 .ini 写进 config.ini 的 [word] template，以后的 Word 和 .dotx 都照它。"

#: Name → command, in the order of the help page.
COMMAND_LINES: Mapping[str, CommandLine] = {
    "index": CommandLine("更新索引：只读新增和改动的文件", _index),
    "add": CommandLine("添加一个文件夹（记进 config.ini），马上读入", _folder),
    "remove": CommandLine("去掉一个文件夹（从 config.ini 和索引里；原文件不动）", _folder),
    "search": CommandLine("查找段落", _search),
    "kwic": CommandLine("逐处列出：每处一行，前后文对齐", _kwic),
    "trend": CommandLine("各年份、各类单位里用了多少次", lambda: [*_question(), _csv()]),
    "headings": CommandLine("查找小标题：按常用、长短、句数挑选", _headings),
    "similar": CommandLine("找与一个段落或一段文字相近的段落", _similar),
    "suggest": CommandLine("提示：拼音、首字母或开头几个字能补成什么", _suggest),
    "outline": CommandLine("比提纲：几份报告的小标题按章节并排，或一个单位的各年", _outline),
    "check-draft": CommandLine("查稿：共同文字、别处的名称和年份、序号标点、提法年份（稿子不留存）", _check_draft),
    "parse": CommandLine("看文件会被怎样理解，不建索引", _parse),
    "correct": CommandLine("更正认错的标题、年份、单位类型或章节；不带参数时列出全部更正", _correct, epilog=_UNDO),
    "collect": CommandLine("把一段收进素材篮：自动归到稿件里它所在的章节", _collect),
    "drafts": CommandLine("列出稿件", list),
    "serve": CommandLine("更新索引并打开网页服务", _serve, answers_json=False),
    "stats": CommandLine("索引里有什么", list),
    "template": CommandLine(
        "写出公文格式：.dotx 是 Word 模板，.ini 是可以改的说明", _template, epilog=_TEMPLATE, answers_json=False
    ),
    "export-draft": CommandLine("把稿件导出成 Word 等文件", _export_draft, answers_json=False),
    "compare-draft": CommandLine("把在 Word 里改过的文件与稿件逐句比对", _compare_draft),
    "check": CommandLine("核对索引与文件夹是否一致", list),
}
