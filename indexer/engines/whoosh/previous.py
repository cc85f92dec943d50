"""Indexes that older versions of Bigan left beside the present one: they are named and asked what they covered, never
changed, never searched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from indexer.engines.whoosh import catalogue
from indexer.engines.whoosh.schema import FORMAT_VERSION
from indexer.errors import IndexUnavailable

#: The folder of an index of format ``{}`` in the folder of indexes.
FOLDER_NAME = "whoosh-{}"

_FOLDER = re.compile(re.escape(FOLDER_NAME).replace(r"\{\}", r"(\d+)"), re.ASCII)


def previous_folders(indexes: Path) -> list[Path]:
    """The folders of indexes in older formats in ``indexes``, the newest format first."""
    numbered = [(int(m[1]), path) for path in indexes.iterdir() if (m := _FOLDER.fullmatch(path.name)) and path.is_dir()]
    return [path for number, path in sorted(numbered, reverse=True) if number < FORMAT_VERSION]


def manifest_of(folder: Path) -> Mapping[str, Any]:
    """The newest manifest in the folder of an index of any format since 10; empty for an index that was never filled.
    Raises ``IndexUnavailable``."""
    try:
        manifest = dict(catalogue.load(folder, catalogue.newest(folder)).manifest)
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise _unreadable(folder) from error
    if not manifest and catalogue.newest(folder):
        raise _unreadable(folder)
    return manifest


def _unreadable(folder: Path) -> IndexUnavailable:
    return IndexUnavailable(
        f"旧版本的索引 {folder} 读不出它收过哪些文件夹：请用 bigan index FOLDER 逐个再加一次，之后可以删除它"
    )
