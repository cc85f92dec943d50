"""What ``bigan`` does: one function a command. This module holds what all of them need; the others are loaded when a
command of theirs is given, so that an answer need not wait for what reads files."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from typing import Any

from indexer.cli.arguments import Arguments
from indexer.config import Settings
from indexer.engines import ArchiveEngine
from indexer.errors import BiganError
from indexer.language.tokenizer import Tokenizer
from indexer.querying.facets import FACETS
from indexer.querying.request import build_request
from indexer.querying.tree import SearchRequest


def open_engine(settings: Settings) -> ArchiveEngine:
    """The index of these settings; created empty when there is none. Only the engine that is used is loaded."""
    tokenizer = Tokenizer(settings.index_folder / "cache", settings.extra_words)
    if settings.engine == "opensearch":
        return _on_a_cluster(settings, tokenizer)
    from indexer.engines.whoosh import WhooshEngine

    return WhooshEngine(settings.index_folder, tokenizer)


def _on_a_cluster(settings: Settings, tokenizer: Tokenizer) -> ArchiveEngine:
    from indexer.engines.opensearch import Cluster, OpenSearchEngine
    from indexer.engines.opensearch.cluster import PASSWORD_VARIABLE, USER_VARIABLE

    cluster = Cluster(
        hosts=settings.opensearch_hosts,
        prefix=settings.opensearch_prefix,
        shards=settings.opensearch_shards,
        replicas=settings.opensearch_replicas,
        ca_file=settings.opensearch_ca_file,
        user=os.environ.get(USER_VARIABLE, ""),
        password=os.environ.get(PASSWORD_VARIABLE, ""),
        timeout=float(settings.opensearch_timeout),
    )
    return OpenSearchEngine(cluster, tokenizer)


def question_asked(
    arguments: Arguments, sort: str = "relevance", page: int = 1, size: int = 10
) -> SearchRequest:
    """The question and filters of a command line. Raises ``QueryError``."""
    return build_request(
        " ".join(arguments.query),
        arguments.phrase,
        filter_values(arguments),
        sort=sort,
        page=page,
        size=size,
    )


def filter_values(arguments: Arguments) -> dict[str, Sequence[str]]:
    """The values given for each facet."""
    return {name: getattr(arguments, name) for name in FACETS}


def refuse_empty(engine: ArchiveEngine) -> None:
    """Raises ``BiganError`` where nothing has been indexed yet."""
    if engine.stats().generation == 0:
        for folder in engine.outdated()[:1]:
            raise BiganError(f"{folder} 是旧版本的索引，这一版不能用：请先运行 bigan index 重建（旧索引和原始文件不受影响）")
        raise BiganError("索引还是空的：请先用 bigan add 文件夹 添加放报告的文件夹；添加过的，运行 bigan index")


def print_lines(lines: Iterable[str]) -> None:
    """Prints line by line."""
    for line in lines:
        print(line)


def print_json(data: dict[str, Any], indent: int | None = 2) -> None:
    """Prints one JSON value; on one line without ``indent``."""
    print(json.dumps(data, ensure_ascii=False, indent=indent))
