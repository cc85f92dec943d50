"""What keeps the desk to itself: who may ask, and what a page may load.

The server listens on this machine, so any web page open in the browser could try to reach
it under a name of its own (DNS rebinding); requests for a foreign host name are refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address

from flask import Flask, Response, request
from markupsafe import escape

from webui import texts

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

#: Addresses that mean "listen on every interface": then any literal address is a right name.
EVERYWHERE = frozenset({"0.0.0.0", "::", ""})

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class HostCheck:
    """Decides by the ``Host`` header. Beside the loopback names it allows ``hosts``; with one
    of ``EVERYWHERE`` among them also every literal IP address, which no rebinding can fake."""

    def __init__(self, hosts: Iterable[str] = ()) -> None:
        self._hosts = LOOPBACK | {host_name(h) for h in hosts}
        self._any_address = bool(self._hosts & EVERYWHERE)

    def allows(self, header: str) -> bool:
        name = host_name(header)
        return name in self._hosts or (self._any_address and _is_address(name))


def host_name(header: str) -> str:
    """``[::1]:8000`` → ``::1``; ``LocalHost:8000`` → ``localhost``."""
    text = header.strip().lower()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text


def install(app: Flask, allowed_hosts: Iterable[str]) -> None:
    """Refuses foreign host names and sets the headers of every answer."""
    check = HostCheck(allowed_hosts)

    @app.before_request
    def refuse_foreign_host() -> tuple[str, int] | None:
        if check.allows(request.host):
            return None
        return str(escape(texts.FOREIGN_HOST.format(host=request.host[:100]))), 403

    @app.after_request
    def set_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-cache")
        return response


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
