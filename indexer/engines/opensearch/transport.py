"""One exchange with one node over HTTP: the only user of urllib3."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import Any, Protocol

from indexer.engines.opensearch import trouble
from indexer.engines.opensearch.cluster import Cluster


@dataclass(frozen=True, slots=True)
class Answer:
    """What a node said."""

    status: int
    body: bytes


_NO_TLS = "那里用的不是 TLS，地址也许该写 http://"
_BROKEN = "连接断了；集群若用 TLS，地址该写 https://"


class Lost(Exception):
    """The connection to a node broke. ``sent``: the node may have done what was asked. ``is_certificate``: it is not
    trusted; ``is_other_name``: it is not that of the address."""

    def __init__(self, why: str, sent: bool, is_certificate: bool = False, is_other_name: bool = False) -> None:
        super().__init__(why)
        self.why, self.sent, self.is_certificate, self.is_other_name = why, sent, is_certificate, is_other_name


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
            login = b64encode(f"{cluster.user}:{cluster.password}".encode()).decode()
            self._headers = {"Authorization": f"Basic {login}"}
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
            raise _distrusted(str(error)) from error
        except (errors.NewConnectionError, errors.ConnectTimeoutError, errors.NameResolutionError) as error:
            raise Lost("没有应答", sent=False) from error
        except errors.ReadTimeoutError as error:
            raise Lost("等得太久", sent=True) from error
        except errors.ProtocolError as error:
            raise Lost(_BROKEN if host.startswith("http:") else _short(error), sent=True) from error
        except (errors.HTTPError, OSError) as error:
            raise Lost(_short(error), sent=True) from error
        return Answer(answer.status, answer.data)

    def close(self) -> None:
        self._pool.clear()


def _distrusted(said: str) -> Lost:
    """What an error of TLS means."""
    if "CERTIFICATE" not in said:
        return Lost(_NO_TLS, sent=False)
    return Lost(said, sent=False, is_certificate=True, is_other_name="mismatch" in said or "doesn't match" in said)


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__
