"""A server over invented reports and a folder of drafts, in this process or in one of its own that can be killed:
``python -m tests.browser.desk_server PORT FOLDER``."""

from __future__ import annotations

import logging
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from werkzeug.serving import make_server

from indexer.drafting.store import DraftStore
from indexer.engines import Engine
from indexer.language.tokenizer import Tokenizer
from tests.reference_engine.engine import MemoryEngine
from tests.webui.invented import fill
from webui import create_app


def desk_app(store: DraftStore, engine: Engine) -> Flask:
    fill(engine, "women", "police", "nameless")
    return create_app(engine, store=store)


@contextmanager
def served(app: Flask, port: int = 0) -> Iterator[str]:
    """The address of a running server."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def main() -> None:
    app = desk_app(DraftStore(Path(sys.argv[2])), MemoryEngine(Tokenizer(Path(tempfile.mkdtemp()))))
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", int(sys.argv[1]), app, threaded=True)
    print("ready", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
