"""What can go wrong with a cluster, each as one line that says what to do."""

from __future__ import annotations

import json
from typing import Any

from indexer.engines.opensearch.cluster import PASSWORD_VARIABLE, USER_VARIABLE, Cluster
from indexer.errors import IndexUnavailable


class Unreachable(IndexUnavailable):
    """No host answered."""


class Incomplete(IndexUnavailable):
    """A part of the cluster did not answer: what it gave is no total."""


class Refused(IndexUnavailable):
    """The cluster answered with an error: its ``status``, ``kind`` (``index_not_found_exception``) and ``reason``."""

    def __init__(self, message: str, status: int, kind: str, reason: str) -> None:
        super().__init__(message)
        self.status, self.kind, self.reason = status, kind, reason


def missing_library() -> IndexUnavailable:
    """The optional extra is not installed."""
    return IndexUnavailable('engine = opensearch 还缺一个程序库：请运行 pip install "bigan[opensearch]"')


def unreachable(cluster: Cluster, why: str) -> Unreachable:
    """Nobody there, or nobody who speaks our way."""
    return Unreachable(
        f"OpenSearch 集群 {cluster.named} 连不上（{why}）：请检查 config.ini 的 [opensearch] hosts，以及集群是否在运行"
    )


def untrusted(cluster: Cluster) -> Unreachable:
    """TLS failed on the certificate."""
    return Unreachable(
        f"OpenSearch 集群 {cluster.named} 的证书不受信任：请在 config.ini 的 [opensearch] ca_file 写出签发它的 CA 证书文件"
    )


def other_name(cluster: Cluster) -> Unreachable:
    """The certificate is sound, but that of another address."""
    return Unreachable(
        f"OpenSearch 集群 {cluster.named} 的证书写的是别的地址：请在 config.ini 的 [opensearch] hosts 写证书上的名字，"
        "或请管理员在证书里加上这个地址"
    )


def not_opensearch(cluster: Cluster) -> IndexUnavailable:
    """Something else answers at this address."""
    return IndexUnavailable(f"{cluster.named} 答的不是 OpenSearch：请检查 config.ini 的 [opensearch] hosts 的地址和端口")


def wrong_version(cluster: Cluster, version: str) -> IndexUnavailable:
    """A version that has never been tried."""
    return IndexUnavailable(f"OpenSearch 集群 {cluster.named} 的版本是 {version}，只能用 2.19 以上的 2.x 或 3.x：请升级集群")


def other_format(index: str, found: object, wanted: int) -> IndexUnavailable:
    """An index that this version of Bigan cannot read."""
    told = f"格式 {found}" if isinstance(found, int) else "没有笔杆的格式号"
    return IndexUnavailable(
        f"OpenSearch 索引 {index} 不是这一版笔杆写的（{told}，这一版是 {wanted}）："
        "请在 config.ini 的 [opensearch] prefix 换一个名字，再运行 bigan index"
    )


def incomplete(cluster: Cluster, why: str) -> Incomplete:
    """Partial answers are never shown as totals."""
    return Incomplete(f"OpenSearch 集群 {cluster.named} 只答了一部分（{why}），数目会不对，所以不显示：请等集群恢复后再试")


def refused(cluster: Cluster, status: int, body: bytes) -> Refused:
    """The line for an answer that is an error."""
    kind, reason = _reason(body)
    return Refused(_line(cluster, status, kind, reason), status, kind, reason)


def _reason(body: bytes) -> tuple[str, str]:
    """The kind and words of an error, as the cluster says them; the cause rather than what wraps it."""
    try:
        error: Any = json.loads(body)["error"]
    except (ValueError, LookupError, TypeError):
        return "", body[:200].decode("utf-8", "replace")
    if not isinstance(error, dict):
        return "", str(error)
    causes = error.get("root_cause") or [error]
    kind = str(error.get("type", ""))
    if "block" in str(causes[0].get("type", "")) or kind in ("search_phase_execution_exception", ""):
        kind = str(causes[0].get("type", kind))
    return kind, str(causes[0].get("reason") or error.get("reason", ""))


def _line(cluster: Cluster, status: int, kind: str, reason: str) -> str:
    where = f"OpenSearch 集群 {cluster.named}"
    said = " ".join(reason.split())[:160]
    if status == 401:
        who = f"用户 {cluster.user}" if cluster.user else "没有用户名的访问"
        return f"{where} 不接受{who}的登录：请检查环境变量 {USER_VARIABLE} 和 {PASSWORD_VARIABLE}"
    if "block" in kind:
        return (
            f"{where} 上的索引现在只读（{said}），多半是磁盘快满了："
            "请腾出磁盘空间、解除只读后再运行 bigan index（原有索引还能查）"
        )
    if status == 403:
        who = cluster.user or "（空）"
        return f"{where} 不许用户 {who} 这样做（{said}）：请管理员给这个用户名字以 {cluster.prefix} 开头的索引的权限"
    if status == 429:
        return f"{where} 太忙，试了几次都没有轮到：请稍后再试"
    if status in (502, 503, 504):
        return f"{where} 现在不能服务（{said}）：请等集群恢复后再试"
    return f"{where} 报错 {status}（{kind}：{said}）：请稍后再试，仍不行就看集群的日志"
