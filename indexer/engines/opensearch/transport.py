"""One exchange with one node over HTTP: the only user of urllib3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from indexer.engines.opensearch import trouble
from indexer.engines.opensearch.cluster import Cluster


@dataclass(frozen=True, slots=True)
class Answer:
    """What a node said."""

    status: int
    body: bytes


class Lost(Exception):
    """The connection to a node broke. ``sent``: the node may have done what was asked. ``is_certificate``: it is not
    trusted."""

    def __init__(self, why: str, sent: bool, is_certificate: bool = False) -> None:
        super().__init__(why)
        self.why, self.sent, self.is_certificate = why, sent, is_certificate


class Transport(Protocol):
    """Sends one request to one node. Raises ``Lost``."""

    def send(self, host: str, method: str, path: str, body: bytes | None, kind: str) -> Answer: ...

    def close(self) -> None: ...


class HttpTransport:
    """Connections to the nodes, kept open and shared by all threads."""

    def __init__(self, cluster: Cluster) -> None:
        try:
            import urllib3
        except ImportError as error:
            raise trouble.missing_library() from error
        self._errors = urllib3.exceptions
        self._headers = {}
        if cluster.user:
            self._headers = urllib3.make_headers(basic_auth=f"{cluster.user}:{cluster.password}")
        trust: dict[str, Any] = {"ca_certs": str(cluster.ca_file)} if cluster.ca_file else {}
        self._pool = urllib3.PoolManager(
            num_pools=len(cluster.hosts), maxsize=16, retries=False,
            timeout=urllib3.Timeout(connect=min(cluster.timeout, 5.0), read=cluster.timeout), **trust,
        )  # fmt: skip

    def send(self, host: str, method: str, path: str, body: bytes | None, kind: str) -> Answer:
        errors = self._errors
        try:
            answer = self._pool.request(method, host + path, body=body, headers={**self._headers, "Content-Type": kind})
        except errors.SSLError as error:
            raise Lost(_short(error), sent=False, is_certificate="CERTIFICATE" in str(error)) from error
        except (errors.NewConnectionError, errors.ConnectTimeoutError, errors.NameResolutionError) as error:
            raise Lost("没有应答", sent=False) from error
        except errors.ReadTimeoutError as error:
            raise Lost("等得太久", sent=True) from error
        except (errors.HTTPError, OSError) as error:
            raise Lost(_short(error), sent=True) from error
        return Answer(answer.status, answer.data)

    def close(self) -> None:
        self._pool.clear()


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__
