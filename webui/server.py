"""Serves the pages with waitress: the only module that knows it."""

from __future__ import annotations

import errno
import logging
import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from indexer.drafting.store import DraftStore
from indexer.engines import Engine
from indexer.errors import BiganError, system_reason
from indexer.language.equivalents import Equivalents
from indexer.language.formulations import Formulations
from indexer.library.library import Library
from indexer.suggest.suggester import Suggester
from webui import create_app
from webui.presenters.corrections import Corrector
from webui.security import EVERYWHERE

_PORTS_TRIED = 50
#: Two of them may be held by pages that follow a run of the index.
_THREADS = 6
#: More than this is not even taken from the line, and refused in waitress's English. The application itself wants
#: far less and says so in Chinese, also to whoever sends a Word file full of pictures; what it has not read is kept on disk, not
#: in memory.
_MOST_BYTES = 256 * 1024 * 1024
#: What is pasted into the search box is part of the address: a long one is answered by a page of ours, in Chinese.
_MOST_HEADER = 4 * 1024 * 1024

#: Addresses that are surely this machine's; asking any other would go out to the network.
_OURS = frozenset({"127.0.0.1", "localhost", "::1", "0.0.0.0", "::", ""})


class Server:
    """Listens from the moment it is made; ``run`` answers until it is interrupted. ``has_answered`` is set with the first answer.

    Takes the next free port where ``port`` is busy. Raises ``BiganError`` where the address
    cannot be listened on.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        host: str,
        port: int,
        page_size: int,
        problems: Callable[[], list[str]] | None = None,
        corrector: Corrector | None = None,
        equivalents: Equivalents | None = None,
        library: Library | None = None,
        store: DraftStore | None = None,
        word_template: Path | None = None,
        formulations: Formulations | None = None,
    ) -> None:
        # Its notes about busy threads are English and say nothing a user could act on.
        logging.getLogger("waitress").setLevel(logging.ERROR)
        self._suggester = Suggester(engine)
        app = create_app(
            engine,
            page_size=page_size,
            archive_problems=problems,
            allowed_hosts=[host, *own_names(host)],
            corrector=corrector,
            suggester=self._suggester,
            equivalents=equivalents,
            library=library,
            store=store,
            word_template=word_template,
            formulations=formulations,
        )
        self.has_answered = threading.Event()
        app.teardown_request(lambda _: self.has_answered.set())
        self.host = host
        self.port, self._server = _listen(app, host, port)

    @property
    def url(self) -> str:
        shown = "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host
        return f"http://{f'[{shown}]' if ':' in shown else shown}:{self.port}/"

    def other_urls(self) -> list[str]:
        """The addresses under which other machines reach this server; none while it listens on
        this machine only."""
        if self.host not in EVERYWHERE:
            return []
        named = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        addresses = sorted({str(entry[4][0]) for entry in named})
        return [f"http://{a}:{self.port}/" for a in addresses if not a.startswith("127.")]

    def prepare(self) -> None:
        """Begins to read what suggestions are made from; the first that is typed would else begin it."""
        self._suggester.refresh_later()

    def run(self) -> None:
        """Answers requests until Ctrl+C."""
        self._server.run()

    def open_browser(self) -> None:
        """Opens the page in the user's browser; without one, the printed address remains."""
        webbrowser.open(self.url)


def own_names(host: str) -> list[str]:
    """The names other machines of the network call this one by, where it listens to them."""
    if host not in EVERYWHERE:
        return []
    name = socket.gethostname()
    return list(dict.fromkeys((name.partition(".")[0], name, f"{name.partition('.')[0]}.local")))


def _listen(app: Flask, host: str, port: int) -> tuple[int, MultiSocketServer | BaseWSGIServer]:
    for candidate in range(port, min(port + _PORTS_TRIED, 65536)):
        if _is_busy(host, candidate):
            continue
        try:
            server = create_server(
                app,
                host=host,
                port=candidate,
                threads=_THREADS,
                max_request_body_size=_MOST_BYTES,
                max_request_header_size=_MOST_HEADER,
            )
            return candidate, server
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise BiganError(
                    f"无法在 {host}:{candidate} 监听（{system_reason(error)}）：请检查 config.ini 的 [server] host 和 port"
                ) from error
        except ValueError as error:  # waitress's word for a name that nobody knows
            raise BiganError(f"找不到名为“{host}”的主机，不能监听：请检查 --host 或 config.ini 的 [server] host") from error
    raise BiganError(f"{port} 起的 {_PORTS_TRIED} 个端口都被占用：请用 --port 换一个端口")


def _is_busy(host: str, port: int) -> bool:
    """Whether somebody answers on this machine already. Windows would let two servers share a
    port, so being able to listen is no proof that it is free."""
    if host not in _OURS:
        return False
    target = "127.0.0.1" if host in ("0.0.0.0", "") else "::1" if host == "::" else host
    try:
        with socket.create_connection((target, port), timeout=0.3):
            return True
    except OSError:
        return False
