"""One family of errors: every message is one line of Chinese that says what happened,
to which file or parameter, and what to do next.

``BiganError`` is caught once, at the rim (CLI, web). Nothing else is caught there, so a
programming mistake still shows its traceback.
"""

from __future__ import annotations


class BiganError(Exception):
    """Base of everything Bigan reports to its user. ``str(error)`` is the message."""


class ConfigError(BiganError):
    """A setting is unknown, malformed, or its file cannot be read."""


class UnreadableFile(BiganError):
    """A file's bytes cannot be turned into text (empty, encrypted, broken, unknown format)."""


class IndexUnavailable(BiganError):
    """The index is missing, locked, damaged or was made by an incompatible version."""


class QueryError(BiganError):
    """A question that cannot be answered as asked.

    ``allowed`` lists or describes the values that would be accepted; the JSON API returns it.
    """

    def __init__(self, message: str, allowed: list[str] | None = None) -> None:
        super().__init__(message)
        self.allowed = allowed or []
