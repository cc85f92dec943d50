"""Access control: who may ask, and what a page may load.

The server listens on this machine, so any web page open in the browser could try to reach
it under a name of its own (DNS rebinding); requests for a foreign host name are refused. Such a
page could also send a form here: what changes anything is taken from our own pages only, and
from this machine only.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from flask import Flask, Response, request
from markupsafe import escape
from werkzeug.datastructures import Headers

from webui import messages

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

#: Addresses that mean "listen on every interface": then any literal address is a right name.
EVERYWHERE = frozenset({"0.0.0.0", "::", ""})

#: Nothing we take is longer, in bytes: the longest paragraph of a draft, as a form sends it.
MOST_BYTES = 384 * 1024

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

#: No draft is longer, nor a file of one.
MOST_DRAFT_BYTES = 8 * 1024 * 1024

#: What is sent to these changes nothing: the text to compare, or the draft to check, is too private for an address.
DRAFT_PATHS = frozenset({"/check-draft", "/api/v1/check-draft"})
READING_PATHS = frozenset({"/similar"}) | DRAFT_PATHS

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class HostCheck:
    """Decides by the ``Host`` header. Beside the loopback names it allows ``hosts``; with one
    of ``EVERYWHERE`` among them also every literal IP address, which no rebinding can fake.

    ``advised`` is the host name to open instead of a refused one.
    """

    def __init__(self, hosts: Iterable[str] = ()) -> None:
        self._hosts = LOOPBACK | {host_name(h) for h in hosts}
        self._any_address = bool(self._hosts & EVERYWHERE)
        self.advised = min(self._hosts - LOOPBACK - EVERYWHERE, key=len, default="127.0.0.1")

    def allows(self, header: str) -> bool:
        name = host_name(header)
        return name in self._hosts or (self._any_address and _is_address(name))


def host_name(header: str) -> str:
    """``[::1]:8000`` → ``::1``; ``LocalHost:8000`` → ``localhost``."""
    text = header.strip().lower()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text


def is_loopback(address: str | None) -> bool:
    """Whether a client's address is this machine's own."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return (mapped or found).is_loopback


def is_same_origin(headers: Headers, host: str) -> bool:
    """Whether a request comes from a page of ``host``, by what the browser says of it. A browser
    that says nothing is not believed: one that sends forms sends one of these headers."""
    site, origin, referer = (headers.get(name) for name in ("Sec-Fetch-Site", "Origin", "Referer"))
    if site is not None and site not in ("same-origin", "none"):
        return False
    if origin is not None and _network_place(origin) != host.lower():
        return False
    if site is None and origin is None:
        return referer is not None and _network_place(referer) == host.lower()
    return True


def install(app: Flask, allowed_hosts: Iterable[str]) -> None:
    """Refuses foreign host names and what may not change anything; sets the headers of every answer."""
    check = HostCheck(allowed_hosts)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES

    @app.before_request
    def refuse_foreign_host() -> tuple[str, int] | None:
        if check.allows(request.host):
            return None
        shown = f"[{check.advised}]" if ":" in check.advised else check.advised
        url = f"http://{shown}:{request.environ.get('SERVER_PORT', '')}/"
        return str(escape(messages.FOREIGN_HOST.format(host=request.host[:100], url=url))), 403

    @app.before_request
    def refuse_foreign_change() -> tuple[str, int] | None:
        # An address that takes no such method says so itself.
        if request.method in SAFE_METHODS or request.path in READING_PATHS or request.routing_exception is not None:
            return None
        if not is_loopback(request.remote_addr):
            return messages.NOT_THIS_MACHINE, 403
        return None if is_same_origin(request.headers, request.host) else (messages.FOREIGN_ORIGIN, 403)

    @app.after_request
    def set_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.endpoint != "static":
            # A draft is written to from its page: whoever comes back to it is shown what it is by now.
            kept = "no-store" if request.path.startswith("/drafts/") else "no-cache"
            response.headers.setdefault("Cache-Control", kept)
        return response


def _network_place(url: str) -> str | None:
    """Host and port of an address, ``None`` where it has none or is none."""
    try:
        return urlsplit(url).netloc.lower() or None
    except ValueError:
        return None


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
