"""Which cluster is asked, and how."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

#: Where user and password are read from: they belong into no file that is passed on.
USER_VARIABLE = "BIGAN_OPENSEARCH_USER"
PASSWORD_VARIABLE = "BIGAN_OPENSEARCH_PASSWORD"


@dataclass(frozen=True, slots=True)
class Cluster:
    """``hosts`` are addresses of nodes, asked in turn; all names in the cluster begin with ``prefix``. ``shards`` and
    ``replicas`` count for indexes that are made anew. ``timeout`` is in seconds, and so is ``lease``: whoever gives no sign
    of life for so long loses what it holds."""

    hosts: tuple[str, ...] = ("http://127.0.0.1:9200",)
    prefix: str = "bigan"
    shards: int = 1
    replicas: int = 0
    ca_file: Path | None = None
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 30.0
    lease: float = 60.0

    @property
    def named(self) -> str:
        """The hosts as messages name them."""
        return "、".join(self.hosts)
