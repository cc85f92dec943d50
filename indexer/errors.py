"""One family of errors: every message is one line of Chinese that says what happened,
to which file or parameter, and what to do next.

``BiganError`` is caught once, at the rim (CLI, web). Nothing else is caught there, so a
programming mistake still shows its traceback.
"""

from __future__ import annotations

import errno

#: What the system says, for those who do not read its English.
_SYSTEM = {
    errno.ENOENT: "找不到",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘只读",
    errno.EBUSY: "正被占用",
    errno.EIO: "磁盘读写出错",
    errno.EMFILE: "打开的文件太多",
    errno.ENAMETOOLONG: "路径太长",
    errno.ELOOP: "链接绕圈",
    errno.EADDRINUSE: "地址已被占用",
    errno.EADDRNOTAVAIL: "这台电脑没有这个地址",
}


class BiganError(Exception):
    """Base of everything Bigan reports to its user. ``str(error)`` is the message."""


class ConfigError(BiganError):
    """A setting is unknown, malformed, or its file cannot be read."""


class UnreadableFile(BiganError):
    """A file's bytes cannot be turned into text (empty, encrypted, broken, unknown format)."""


class MissingProgram(UnreadableFile):
    """A file could be read if the program that its message names were installed and could be started."""


class IndexUnavailable(BiganError):
    """The index is missing, locked, damaged or was made by an incompatible version."""


class IndexBusy(IndexUnavailable):
    """Another process updates the index just now."""


class CorrectionError(BiganError):
    """A correction that cannot be made, or a file of corrections that cannot be read or written."""


class DraftError(BiganError):
    """A change to a draft that cannot be made, or a draft that cannot be read or written."""


class NoSuchDraft(DraftError):
    """A draft, or a block or version of one, that is not there (any more)."""


class ExportError(BiganError):
    """A file that cannot be written, or that cannot be compared with a draft."""


class QueryError(BiganError):
    """A question that cannot be answered as asked.

    ``allowed`` lists or describes the values that would be accepted; the JSON API returns it.
    """

    def __init__(self, message: str, allowed: list[str] | None = None) -> None:
        super().__init__(message)
        self.allowed = allowed or []


class HeadingFormError(QueryError):
    """Headings are chosen by a length, number of clauses, form or set that cannot be."""


def system_reason(error: OSError) -> str:
    """Why the system refused, in Chinese where it is one of the usual reasons."""
    # numpy says of a write cut short only how many items it wrote.
    number = errno.ENOSPC if error.errno is None and str(error).endswith(" written") else error.errno or 0
    return _SYSTEM.get(number) or error.strerror or type(error).__name__
