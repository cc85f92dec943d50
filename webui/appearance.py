"""What every page has, whatever it shows: the ways to other pages, how text looks, what is new since."""

from __future__ import annotations

from typing import Any

from flask import Flask, redirect, url_for
from werkzeug.wrappers import Response

from indexer.library.library import Library

#: The parts of Bigan in the order of the navigation; those of the archive only where there is one to look after.
_SEARCH, _CHECK, _HELP = ("/", "检索"), ("/check-draft", "查稿"), ("/help", "帮助")
_OF_LIBRARY = (("/library", "资料库"), ("/settings", "设置"))


def install(app: Flask, library: Library | None) -> None:
    """Gives all templates ``navigation``; ``has_originals``: files can be opened; ``density`` and ``font``; and
    ``news_since``: the run of the index that was the last when the page was made."""
    navigation = (_SEARCH, _CHECK, *(_OF_LIBRARY if library else ()), _HELP)

    @app.get("/favicon.ico")
    def icon() -> Response:
        """What a browser asks for beside a text or a PDF, which name no icon."""
        return redirect(url_for("static", filename="icon.svg"), 301)

    @app.context_processor
    def everywhere() -> dict[str, Any]:
        return {
            "navigation": navigation,
            "has_originals": library is not None,
            "density": library.settings.density if library else "reading",
            "font": library.settings.font if library else "sans",
            "news_since": library.job.state.number if library else None,
        }
