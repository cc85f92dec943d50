"""A door with TLS and a password before a cluster, on this machine only: what a cluster with the security plugin shows to
who comes in. Certificates are made by ``openssl`` when they are needed."""

from __future__ import annotations

import base64
import http.client
import json
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.engines.opensearch.fake import HELLO

USER, PASSWORD = "资料室", "一个 pass:word"
#: Another user, who may look at the cluster and at no index.
GUEST = "guest"


def make_authority(folder: Path) -> Path:
    """The certificate of an authority; its key lies beside it."""
    folder.mkdir(parents=True)
    made = ("-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=ca")
    _openssl(folder, "req", "-x509", *made)
    return folder / "ca.pem"


def make_certificate(folder: Path, address: str) -> Path:
    """Certificate and key of a server at ``address`` (``IP:…`` or ``DNS:…``), signed by the authority in ``folder``."""
    (folder / "names").write_text(f"subjectAltName={address}\n", encoding="utf-8")
    _openssl(folder, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=node")
    signing = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names")
    _openssl(folder, "x509", "-req", "-in", "server.csr", *signing, "-out", "server.crt")
    both = folder / f"{address.replace(':', '-')}.pem"
    both.write_bytes((folder / "server.crt").read_bytes() + (folder / "server.key").read_bytes())
    return both


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who does not speak TLS is nobody's mistake."""


@contextmanager
def door(certificate: Path, behind: str = "") -> Iterator[str]:
    """The address of a door; ``behind`` it is a node, or nothing but the greeting of one."""
    server = _Server(("127.0.0.1", 0), _handler(behind))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(behind: str) -> type[BaseHTTPRequestHandler]:
    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            user, password = _login(self.headers.get("Authorization", ""))
            if (user, password) not in ((USER, PASSWORD), (GUEST, PASSWORD)):
                self._answer(401, b"Unauthorized")
            elif user == GUEST and self.path != "/":
                self._answer(403, json.dumps(_forbidden(user)).encode())
            elif behind:
                self._answer(*_asked(behind, self.command, self.path, body, self.headers.get("Content-Type", "")))
            else:
                self._answer(200, json.dumps(HELLO).encode())

        do_GET = do_PUT = do_POST = do_DELETE = _pass

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            return

    return Door


def _login(header: str) -> tuple[str, str]:
    user, _, password = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
    return user, password


def _forbidden(user: str) -> dict[str, Any]:
    reason = f"no permissions for [indices:admin/aliases/get] and User [name={user}, backend_roles=[], requestedTenant=null]"
    cause = {"type": "security_exception", "reason": reason}
    return {"error": {**cause, "root_cause": [cause]}, "status": 403}


def _asked(node: str, method: str, path: str, body: bytes, kind: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(urlsplit(node).netloc, timeout=30)
    try:
        connection.request(method, path, body, {"Content-Type": kind})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
