"""The command line: what may be written after ``bigan``, and how what is written wrongly is told."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from indexer import __version__
from indexer.model.reports import SORTS
from indexer.model.results import CONCORDANCE_ORDERS, HEADING_ORDERS
from indexer.querying.concordance_request import MAX_WIDTH, WIDTH
from indexer.querying.heading_request import MAX_TEXT
from indexer.querying.request import MAX_SIZE

#: Exit code for a command line, a question or a setting that cannot be used.
USAGE = 2

_QUERY_HELP = '词语；"短语"；"前*后"；"甲 乙"~15；甲 OR 乙；-不要的词；标题:、单位:、年份:…'
_LIKE_AN_OPTION = re.compile(r"--|-[A-Za-z]")

#: What argparse says → what a writer reads; the rest of its message is kept.
_MESSAGES = (
    (re.compile(r"^argument (\S+): "), r"\1："),
    (re.compile(r"the following arguments are required: "), "缺少 "),
    (re.compile(r"unrecognized arguments: "), "不认识 "),
    (re.compile(r"expected one argument"), "后面要跟一个值"),
    (re.compile(r"expected at least one argument"), "后面至少要跟一个值"),
    (re.compile(r"invalid choice: ('[^']*').*"), r"没有 \1"),
    (re.compile(r"invalid int value: "), "应是整数，收到 "),
    (re.compile(r"ignored explicit argument ('[^']*')"), r"后面不能跟值 \1"),
    (re.compile(r"ambiguous option: (\S+) could match (.*)"), r"\1 不明确，可能是 \2"),
)


def parse_arguments(
    argv: Sequence[str] | None, commands: Mapping[str, Callable[..., int]]
) -> argparse.Namespace:
    """The command line as understood; ``name`` and ``command`` say which of ``commands`` to run.

    What argparse has no place for are further words of a question: those after an option, and
    exclusions such as ``-妇联``, which look like options. Ends the process with ``USAGE`` for a
    line that cannot be understood.
    """
    parser = _parser(commands)
    arguments, rest = parser.parse_known_args(argv)
    if rest and (not hasattr(arguments, "query") or any(_LIKE_AN_OPTION.match(word) for word in rest)):
        parser.error(f"不认识 {' '.join(rest)}")
    if rest:
        arguments.query += rest
    return arguments


class _Parser(argparse.ArgumentParser):
    """An ``ArgumentParser`` that speaks Chinese and says in one line what is wrong."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Formatter, **options)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        for pattern, chinese in _MESSAGES:
            message = pattern.sub(chinese, message)
        self.exit(USAGE, f"命令行写法不对（{message}）：运行 {self.prog} --help 看用法\n")


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def _parser(commands: Mapping[str, Callable[..., int]]) -> _Parser:
    parser = _Parser(prog="bigan", description="笔杆：在历年工作报告里找段落")
    parser.add_argument("--version", action="version", version=f"bigan {__version__}", help="显示版本")
    parser.add_argument("--config", metavar="FILE", help="用这个 config.ini（也可写在命令后面）")
    added = parser.add_subparsers(title="命令", metavar="命令", required=True, parser_class=_Parser)

    def command(name: str, about: str, answers: bool = True) -> argparse.ArgumentParser:
        made = added.add_parser(name, help=about, description=about)
        made.set_defaults(name=name, command=commands[name])
        made.add_argument("--config", metavar="FILE", default=argparse.SUPPRESS, help="用这个 config.ini")
        if answers:
            made.add_argument("--json", action="store_true", help="输出 JSON")
        return made

    adding = command("index", "更新索引：只读新增和改动的文件")
    adding.add_argument("folders", nargs="*", metavar="FOLDER", help="只更新这些文件夹（缺省：全部）")
    adding.add_argument(
        "--prune", action="store_true", help="清除已不存在、已清空或已不在 config.ini 里的文件夹的索引"
    )
    _search_arguments(command("search", "查找段落"))
    _line_arguments(command("kwic", "逐处列出：每处一行，前后文对齐"))
    _question_arguments(command("trend", "各年份、各类单位里用了多少次"))
    _heading_arguments(command("headings", "查找小标题：按常用、长短、句数挑选"))
    _similar_arguments(command("similar", "找与一个段落或一段文字相近的段落"))
    suggesting = command("suggest", "提示：拼音、首字母或开头几个字能补成什么")
    suggesting.add_argument("text", nargs="+", metavar="TEXT", help="已输入的字、拼音或首字母")
    parsing = command("parse", "看文件会被怎样理解，不建索引")
    parsing.add_argument("files", nargs="+", metavar="FILE", help="报告文件")
    correcting = command("correct", "更正认错的标题、年份、单位类型或章节；不带参数时列出全部更正")
    correcting.add_argument("id", nargs="?", metavar="ID", help="报告的标识，更正章节时是段落的标识")
    correcting.add_argument("--title", help="标题")
    correcting.add_argument("--year", help="年份，如 2018 或 未知")
    correcting.add_argument("--unit", help="单位类型，如 公安 或 未知")
    correcting.add_argument("--section", help="章节，如 存在问题 或 存在问题、原因分析")
    correcting.epilog = "给出空值（--year \"\"）是撤销以前的更正。更正记在 config.ini 里 corrections 指的文件中。"
    serving = command("serve", "更新索引并打开网页服务", answers=False)
    serving.add_argument("--host", help="监听地址（缺省见 config.ini）")
    serving.add_argument("--port", type=_port, help="端口；被占用时取下一个空闲的")
    serving.add_argument("--open", action="store_true", help="启动后打开浏览器")
    command("stats", "索引里有什么")
    command("check", "核对索引与文件夹是否一致")
    return parser


def _search_arguments(parser: argparse.ArgumentParser) -> None:
    _question_arguments(parser)
    parser.add_argument("--sort", default="relevance", metavar="|".join(SORTS), help="排序")
    parser.add_argument("--fold", action="store_true", help="近似的段落只列一段")
    parser.add_argument("--explain", action="store_true", help="说明每段的得分从哪里来")
    _page_arguments(parser, "段")


def _line_arguments(parser: argparse.ArgumentParser) -> None:
    _question_arguments(parser)
    parser.add_argument("--order", default="place", metavar="|".join(CONCORDANCE_ORDERS), help="排序：新→旧、按前文、按后文")
    parser.add_argument("--width", type=int, default=WIDTH, metavar="N", help=f"前后文各多少字（1–{MAX_WIDTH}）")
    _page_arguments(parser, "行")


def _heading_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="*", metavar="QUERY", help=_QUERY_HELP)
    for name, about in (("--shortest", "至少几个字"), ("--longest", "至多几个字"), ("--clauses", "正好几句（逗号隔开）")):
        parser.add_argument(name, type=int, default=0, metavar="N", help=about)
    orders = "、".join(HEADING_ORDERS.values())
    parser.add_argument("--order", default="count", metavar="|".join(HEADING_ORDERS), help=f"排序：{orders}")
    _filter_arguments(parser)
    _page_arguments(parser, "个")


def _similar_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="PARAGRAPH_ID", help="段落的编号")
    parser.add_argument("--text", help=f"一段文字（至多 {MAX_TEXT} 字）")
    parser.add_argument("--file", metavar="FILE", help="一个文件里的文字")
    _filter_arguments(parser)
    parser.add_argument("--limit", type=int, metavar="N", help=f"最多几段（1–{MAX_SIZE}）")


def _question_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="*", metavar="QUERY", help=_QUERY_HELP)
    _repeatable(parser, "--phrase", "TEXT", "原样查找这段文字")
    _filter_arguments(parser)


def _filter_arguments(parser: argparse.ArgumentParser) -> None:
    _repeatable(parser, "--section", "S", "章节，如 problems 或 存在问题")
    _repeatable(parser, "--unit", "U", "单位类型或组，如 公安、政法、unknown")
    _repeatable(parser, "--year", "Y", "2018、2018-2021 或 unknown")
    _repeatable(parser, "--folder", "F", "文件所在的文件夹，. 是最外层")
    parser.add_argument("--placeholders", default="", metavar="yes|no", help="只要有（没有）占位符的段落")


def _page_arguments(parser: argparse.ArgumentParser, measure: str) -> None:
    parser.add_argument("--limit", type=int, metavar="N", help=f"每页几{measure}（1–{MAX_SIZE}）")
    parser.add_argument("--page", type=int, default=1, metavar="N", help="第几页")


def _repeatable(parser: argparse.ArgumentParser, name: str, metavar: str, about: str) -> None:
    parser.add_argument(name, action="append", default=[], metavar=metavar, help=about)


def _port(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 65535):
        raise argparse.ArgumentTypeError("端口应是 1 到 65535 的整数")
    return int(value)
