"""The page 设置: what can be chosen is saved into config.ini at once, what cannot is shown with its place."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from indexer.config import Settings
from indexer.errors import ConfigError
from indexer.library.library import Library
from indexer.reading import find_soffice
from webui import messages, security
from webui.state.parameters import scrub
from webui.state.search_state import SearchState

#: What the form may change: its name there → section and key.
FIELDS = {
    "page_size": ("server", "page_size"),
    "density": ("server", "density"),
    "font": ("server", "font"),
    "formulation_years": ("server", "formulation_years"),
    "watch": ("archive", "watch"),
}
#: What each is called on the page.
_LABELS = {
    "page_size": "每页段数", "density": "疏密", "font": "正文字体", "formulation_years": "早年的提法", "watch": "文件夹有变动时",
}  # fmt: skip
DENSITIES = {"reading": "宽松，好读", "compact": "紧凑，一屏多看几段"}
FONTS = {"sans": "黑体", "serif": "宋体", "kai": "楷体"}


def blueprint(library: Library) -> Blueprint:
    """Page ``/settings``, on this machine only: it names folders of it."""
    pages = Blueprint("settings", __name__)

    @pages.get("/settings")
    def show() -> str | tuple[str, int]:
        return _page(library)

    @pages.post("/settings")
    def save() -> Response | tuple[str, int]:
        values = {FIELDS[name]: _one_line(text) for name, text in request.form.items() if name in FIELDS}
        try:
            library.change(values)
        except ConfigError as error:
            page, _ = _page(library, _on_the_page(str(error)))
            return page, 400
        return redirect("/settings?saved=1", 303)

    return pages


def _on_the_page(problem: str) -> str:
    """What is wrong, under the name that the value has on the page: who filled in a form has not seen the file's."""
    for name, (section, key) in FIELDS.items():
        before, _, reason = problem.partition(f"[{section}] {key} ")
        if reason and before.startswith("配置文件"):
            return f"{_LABELS[name]}：{reason}"
    return problem


def _one_line(text: str) -> str:
    return " ".join(scrub(text).split())


def _page(library: Library, problem: str = "") -> tuple[str, int]:
    local = security.is_loopback(request.remote_addr)
    now = library.settings
    page = render_template(
        "settings.html",
        state=SearchState(),
        local=local,
        only_here=messages.ONLY_HERE,
        problem=problem,
        saved=messages.SETTINGS_SAVED if request.args.get("saved") == "1" and not problem else "",
        settings=now,
        typed={name: scrub(request.form[name]) for name in FIELDS if name in request.form},
        config_file=library.config_file if local else None,
        folders=library.folders() if local else [],
        densities=DENSITIES,
        fonts=FONTS,
        soffice=find_soffice(now.libreoffice) if local else None,
        fixed=_fixed(now) if local else [],
    )
    return page, 200 if local else 403


def _elsewhere(port: int) -> str:
    """What is to be said where another port is used than the one that is set: it was taken, or the command line asks so."""
    now = request.environ.get("SERVER_PORT", "")
    return "" if now in ("", str(port)) else f"（这次用的是 {now}）"


def _fixed(settings: Settings) -> list[tuple[str, str, str]]:
    """What is changed in the file only: words, value, section and key."""
    return [
        ("网页地址", f"{settings.host}，端口 {settings.port}{_elsewhere(settings.port)}", "[server] host、port"),
        ("索引放在", settings.index_place, "[opensearch]" if settings.engine == "opensearch" else "[index] folder"),
        ("更正记在", str(settings.corrections), "[archive] corrections"),
        ("稿件存在", str(settings.drafts), "[drafts] folder"),
        ("文件最大", f"{settings.max_file_mb} MB", "[archive] max_file_mb"),
        ("自己的词表", f"{len(settings.extra_words)} 个词" if settings.extra_words else "没有", "[index] extra_words"),
        ("缩写和全称", f"{len(settings.equivalents)} 组" if settings.equivalents else "只用自带的", "[index] equivalents"),
        ("提法年份", f"{len(settings.formulations)} 条" if settings.formulations else "只用自带的", "[index] formulations"),
        ("读文件的进程", f"{settings.workers} 个", "[index] workers"),
        ("Word 模板", str(settings.word_template or "用自带的公文格式（国家标准 GB/T 9704—2012）"), "[word] template"),
        ("自己的规则", "、".join(settings.own_rules) if settings.own_rules else "只用自带的", "[rules] folder"),
    ]
