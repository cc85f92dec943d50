"""Answers of commands as CSV files."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from indexer.cli.arguments import Arguments
from indexer.errors import ExportError, QueryError, system_reason
from indexer.output.csv_head import MOST_ROWS
from indexer.querying.heading_request import HeadingRequest
from indexer.querying.tree import SearchRequest

#: Written in the place of a file's name: where other programs read.
STANDARD_OUTPUT = "-"

Request = TypeVar("Request", SearchRequest, HeadingRequest)


def for_table(arguments: Arguments, request: Request) -> Request:
    """The request whose answer fills a table: all there is, unless a page was asked for. Raises ``QueryError`` where another
    form is asked for as well."""
    if arguments.csv is None:
        return request
    if arguments.json:
        raise QueryError("--csv 和 --json 只能用一个：请去掉一个", ["--csv", "--json"])
    given = getattr(arguments, "limit", None) is not None or getattr(arguments, "page", 1) not in (1, "1")
    return request if given else replace(request, page=1, size=MOST_ROWS)


def write_table(arguments: Arguments, data: bytes) -> None:
    """Writes a table to the file that was named. Raises ``ExportError``."""
    if arguments.csv == STANDARD_OUTPUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    write_new(Path(arguments.csv), data)
    print(f"已写出 {arguments.csv}")


def write_new(path: Path, data: bytes, force: bool | None = None) -> None:
    """Writes a file; one that is there stays as it is unless ``force`` (``None``: the command has no such option). Raises
    ``ExportError``."""
    try:
        with path.open("wb" if force else "xb") as file:
            file.write(data)
    except FileExistsError:
        advice = "请换个文件名，或先删掉它" if force is None else "请换个文件名，或加 --force 覆盖它"
        raise ExportError(f"{path} 已经有了，没有改动它：{advice}") from None
    except OSError as error:
        raise ExportError(f"{path} 写不进去（{system_reason(error)}）：请检查文件夹和权限，关闭打开它的程序后再试") from error
