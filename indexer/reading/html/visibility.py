"""Which elements of a page a reader doesn't see, and how their text is counted."""

from __future__ import annotations

import re

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString, Script, Stylesheet

# rt and rp are the reading printed above a character, not the text; del is a tracked deletion.
_DROPPED_NAMES = (
    "script style template head title noscript noframes iframe object svg math canvas audio video"
    " rt rp rtc datalist input del xml"
)
_DROPPED = frozenset(_DROPPED_NAMES.split())
#: Shown by browsers that lack something.
FALLBACKS = frozenset(("noscript", "object", "canvas", "audio", "video"))
#: No text of the page: settings, programs, and the title, which is read by itself.
_SETTINGS = frozenset(("script", "style", "head", "title", "input", "xml"))
#: What the text of a dropped element is; of others it is shown by some browsers only.
_TEXT_KINDS = {
    **dict.fromkeys(("rt", "rp", "rtc"), "reading"),
    **{"del": "deleted", "datalist": "prompt", "svg": "drawn"},
    **dict.fromkeys((*FALLBACKS, "template", "noframes", "iframe"), "fallback"),
}
#: What is counted as one piece if it is in the article.
_PIECES = {
    **{"iframe": "frame", "embed": "embedded", "object": "embedded", "audio": "media", "video": "media"},
    **{"img": "image", "canvas": "image"},
}
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_SYMBOL_STYLE = re.compile(r"font-family\s*:\s*[\"']?(?:wingdings|webdings|symbol)", re.IGNORECASE)
_SYMBOL_FONTS = frozenset(("wingdings", "wingdings 2", "wingdings 3", "webdings", "symbol"))
#: Characters of no size: up to 1 px or pt, or a tenth of an em.
_NO_SIZE = re.compile(r"font-size\s*:\s*(?:[01](?:\.0*)?(?:px|pt)?|0?\.\d+(?:px|pt)|0?\.0\d*r?em)\s*(?:!|;|$)", re.IGNORECASE)
_WHITE = re.compile(
    r"(?<![-\w])color\s*:\s*(?:#f{3}(?:f{3})?(?![0-9a-f])|white|rgba?\(\s*25[0-5]\s*,\s*25[0-5]\s*,\s*25[0-5])"
    r"|(?<![-\w])color\s*:\s*(?:transparent|rgba\([^()]{1,40},\s*0(?:\.0*)?\s*\))",
    re.IGNORECASE,
)
_GROUND = re.compile("background", re.IGNORECASE)
_SENTENCE_ENDS = re.compile("[。！？；]")
#: Characters. More hidden prose than that may be the article, which a script was to show.
LEAST_HIDDEN_ARTICLE = 60
#: Pixels. A smaller picture is an icon or counts visits.
_SMALLEST_PICTURE = 30


def is_hidden(tag: Tag, grounded: bool, classed: bool) -> bool:
    """Whether an element is not shown. ``grounded``: something around it sets a colour behind its text;
    ``classed``: something around it has a class or an id, by which a style sheet may do so."""
    if tag.name in _DROPPED or tag.has_attr("hidden"):
        return True
    style = str(tag.get("style") or "")
    if not style:
        if tag.name != "font":
            return False
        # Bullets picked from a symbol font are letters without it.
        if str(tag.get("face") or "").lower() in _SYMBOL_FONTS and _is_sign(tag):
            return True
        colour = str(tag.get("color") or "").lower()
        return colour in ("white", "#fff", "#ffffff") and _is_white_on_white(tag, grounded, classed)
    if _HIDING_STYLE.search(style) or (_SYMBOL_STYLE.search(style) and _is_sign(tag)):
        return True
    if _NO_SIZE.search(style) and not _holds_elements(tag):
        # A frame of no size is a trick of layout: what it holds has sizes of its own.
        return True
    return bool(_WHITE.search(style)) and not _GROUND.search(style) and _is_white_on_white(tag, grounded, classed)


def sets_ground(tag: Tag) -> bool:
    """Whether an element sets a colour or a picture behind its text, as far as it says so itself."""
    return tag.has_attr("bgcolor") or tag.has_attr("background") or bool(_GROUND.search(str(tag.get("style") or "")))


def prose_in(hidden: Tag) -> int:
    """The characters of a hidden element with sentences in it, 0 for others. One sentence is never
    as much as an article."""
    if hidden.name in _DROPPED - FALLBACKS:
        return 0
    text = hidden.get_text().strip()
    sentences = len(_SENTENCE_ENDS.findall(text))
    return len(text) if sentences > 1 else sentences * min(len(text), LEAST_HIDDEN_ARTICLE - 1)


def unread_text(hidden: Tag) -> tuple[str, str]:
    """The kind of unread text that a hidden element holds, and that text: '' for settings."""
    if hidden.name in _SETTINGS:
        return "hidden", ""
    strings = (
        str(node)
        for node in hidden.descendants
        if isinstance(node, NavigableString) and not isinstance(node, (PreformattedString, Script, Stylesheet))
    )
    return _TEXT_KINDS.get(hidden.name, "hidden"), "".join(strings)


def piece_kind(tag: Tag) -> str:
    """The kind of unread piece an element is: a picture, a film, another page; '' for others."""
    kind = _PIECES.get(tag.name, "")
    if kind == "image":
        sides = [str(tag.get(side) or "").removesuffix("px") for side in ("width", "height")]
        return "" if any(side.isdigit() and int(side) < _SMALLEST_PICTURE for side in sides) else kind
    return kind if tag.name in ("audio", "video") or tag.get("src") or tag.get("data") else ""


def _is_white_on_white(tag: Tag, grounded: bool, classed: bool) -> bool:
    """Whether white text stands on the white of the page: nothing around it sets a ground, and either
    no style sheet can, or the text around it is not white."""
    if grounded or _holds_elements(tag):
        return False
    own = tag.has_attr("class") or tag.has_attr("id")
    if not (classed or own):
        return True
    return any(
        isinstance(beside, NavigableString) and not isinstance(beside, PreformattedString) and beside.strip()
        for beside in (tag.parent.contents if tag.parent is not None else ())
    )


def _holds_elements(tag: Tag) -> bool:
    return any(isinstance(inner, Tag) and inner.name != "br" for inner in tag.contents)


def _is_sign(tag: Tag) -> bool:
    return len(tag.get_text().strip()) <= 1
