"""Click in Chinese: its help pages and its messages, made from the fields of its objects and never from its English.

Words that begin with a minus are part of a question (``-妇联`` excludes a word), so they are kept from click's parser,
which would take them for options.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import click

#: Stands before a word that begins with a minus while click parses; no argument of a process can hold it.
_GUARD = "\0"


if TYPE_CHECKING:
    _TextType = click.ParamType[str]
else:  # not generic before click 8.4
    _TextType = click.ParamType


class Text(_TextType):
    """A value as it was typed."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value.removeprefix(_GUARD) if isinstance(value, str) and value.startswith(_GUARD + "-") else value


class WholeNumber(Text):
    """An integer; its bounds are checked with the rest of the question."""

    name = "integer"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        value = super().convert(value, param, ctx)
        try:
            return int(value)
        except ValueError:
            self.fail(f"应是整数，收到 {value!r}", param, ctx)


class Port(Text):
    """A number that a port can have."""

    name = "port"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        value = super().convert(value, param, ctx)
        if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 65535):
            self.fail("端口应是 1 到 65535 的整数", param, ctx)
        return int(value)


class Argument(click.Argument):
    """A positional argument with a line of help."""

    def __init__(self, name: str, about: str, **more: Any) -> None:
        super().__init__([name], type=Text(), **more)
        self.about = about


class _Formatter(click.HelpFormatter):
    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{heading}：\n")


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help and messages are Chinese."""

    context_class = _Context

    def __init__(self, name: str, about: str, parameters: Sequence[click.Parameter], epilog: str = "", **more: Any) -> None:
        settings = {"allow_extra_args": True, "max_content_width": 100}
        params = [*parameters, _help_option()]
        super().__init__(
            name, context_settings=settings, params=params, help=about, epilog=epilog, add_help_option=False, **more
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            rest = super().parse_args(ctx, list(self._guarded(ctx, args)))
        except click.UsageError as error:
            error.ctx = ctx  # click's parser does not always know it
            raise
        if rest:
            raise click.UsageError(f"不认识 {' '.join(word.removeprefix(_GUARD) for word in rest)}", ctx)
        return rest

    def _guarded(self, ctx: click.Context, words: Sequence[str]) -> Iterator[str]:
        """The words of a command line, those that exclude something guarded. Raises ``UsageError`` for what looks like
        an option where none can be."""
        with_value = {name for p in self.params if isinstance(p, click.Option) and not p.is_flag for name in p.opts}
        for at, word in enumerate(words):
            if at and words[at - 1] in with_value and word.startswith("--"):
                raise click.BadOptionUsage(words[at - 1], "", ctx)
            if word == "--":
                yield from words[at:]
                return
            if not word.startswith("-") or word.startswith("--") or word in ("-", "-h"):
                yield word
            elif word[1].isascii() and word[1].isalpha():
                raise click.NoSuchOption(word, "", ctx=ctx)
            else:
                yield _GUARD + word

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_usage(self, ctx, formatter, ["[选项]", *(p.make_metavar(ctx) for p in self.params if isinstance(p, Argument))])
        _write_rows(formatter, "参数", [(p.make_metavar(ctx), p.about) for p in self.params if isinstance(p, Argument)])
        _write_rows(formatter, "选项", option_rows(self, ctx))
        if self.epilog:
            formatter.write(f"\n{self.epilog}\n")


class LazyGroup(click.Group):
    """Commands that are made when they are asked for: ``make`` makes one of ``abouts``, name → what it does."""

    context_class = _Context

    def __init__(
        self, about: str, parameters: Sequence[click.Parameter], abouts: Mapping[str, str], make: Callable[[str], Command]
    ) -> None:
        super().__init__(
            params=[*parameters, _help_option()],
            help=about,
            add_help_option=False,
            no_args_is_help=False,
            invoke_without_command=True,
            callback=_refuse_no_command,
        )
        self._abouts = abouts
        self._make = make

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._abouts)

    def get_command(self, ctx: click.Context, cmd_name: str) -> Command | None:
        return self._make(cmd_name) if cmd_name in self._abouts else None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self._abouts:
            raise click.UsageError(f"没有 '{args[0]}' 这个命令{_nearest(get_close_matches(args[0], self._abouts))}", ctx)
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_usage(self, ctx, formatter, ["[选项]", "命令", "…"])
        _write_rows(formatter, "选项", option_rows(self, ctx))
        _write_rows(formatter, "命令", list(self._abouts.items()))


def _refuse_no_command(**_: Any) -> None:
    ctx = click.get_current_context()
    if ctx.invoked_subcommand is None:
        raise click.UsageError("缺少 命令", ctx)


def write_usage(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter, pieces: Sequence[str]) -> None:
    """The first lines of a help page: how the command is written, and what it does."""
    formatter.indent_increment = 4
    formatter.write_usage(ctx.command_path, " ".join(pieces), "用法：")
    formatter.write(f"\n{command.help}\n")


def option_rows(command: click.Command, ctx: click.Context) -> list[tuple[str, str]]:
    """The options of a command with their help."""
    return [row for param in command.params if isinstance(param, click.Option) and (row := param.get_help_record(ctx))]


def _write_rows(formatter: click.HelpFormatter, heading: str, rows: Sequence[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(heading):
            formatter.write_dl(rows)


def _help_option() -> click.Option:
    return shown_option(["-h", "--help"], "显示这段说明", lambda ctx: ctx.get_help())


def shown_option(names: Sequence[str], about: str, text: Callable[[click.Context], str]) -> click.Option:
    """An option that prints a text and ends the command."""

    def show(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            print(text(ctx))
            ctx.exit()

    return click.Option(names, is_flag=True, is_eager=True, expose_value=False, help=about, callback=show)


def usage_line(error: click.UsageError) -> str:
    """What is wrong with a command line, in one line of Chinese."""
    path = error.ctx.command_path if error.ctx else "bigan"
    return f"命令行写法不对（{_wrong(error)}）：运行 {path} --help 看用法"


def _wrong(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            return f"不认识 {error.option_name}{_nearest(error.possibilities)}{_exclusion(error)}"
        case click.MissingParameter():
            return f"缺少 {(error.param.name or '').upper() if error.param else ''}"
        case click.BadParameter():
            return f"{error.param.opts[-1]}：{error.message}" if error.param else error.message
        case click.BadOptionUsage():
            return f"{error.option_name} 后面{'不能跟值' if _is_flag(error) else '要跟一个值'}"
        case _:
            return error.message


def _nearest(possibilities: Sequence[str] | None) -> str:
    return f"，是不是 {' 或 '.join(possibilities)}" if possibilities else ""


def _exclusion(error: click.NoSuchOption) -> str:
    """How to exclude a word that begins with a letter, where there is a question to exclude it from."""
    asks = error.ctx is not None and any(param.name == "query" for param in error.ctx.command.params)
    return "；要排除这个词，请写在 -- 后面" if asks and not error.option_name.startswith("--") else ""


def _is_flag(error: click.BadOptionUsage) -> bool:
    params = error.ctx.command.params if error.ctx else []
    return any(isinstance(p, click.Option) and p.is_flag and error.option_name in p.opts for p in params)
