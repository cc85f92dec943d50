"""Which parts of a page its own markup marks as not the article."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TAGS = frozenset(("nav", "footer", "aside", "select", "button"))
_FRAMES = frozenset(("html", "body", "main", "article"))
_WORD_LIST = (
    "nav navi navbar navigation topnav breadcrumb breadcrumbs crumb crumbs footer share sharebar sidebar"
    " aside related pagination pager bdsharebuttonbox toolbar"
)
_WORDS = frozenset(_WORD_LIST.split())
# <div class="has-sidebar"> is the frame around the article, not the sidebar.
_TURNED_AROUND = frozenset(("has", "with", "no", "without", "hide", "not"))
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_SENTENCE_ENDS = re.compile("[。！？]")
#: A navigation bar has hardly a sentence; an article has more.
_SENTENCES = 3


def marks_furniture(tag: str, names: Sequence[str]) -> bool:
    """Whether an element is navigation, a footer, a share bar and the like, as told by its tag
    or by its classes and id (``names``)."""
    if tag in _FRAMES:
        return False
    return tag in _TAGS or any(_names_furniture(name) for name in names)


def is_article_text(text: str, start: int, end: int) -> bool:
    """Whether a span is too much like an article, or too much of the page, to be furniture.

    A removed sentence of the report is worse than an advert that stays.
    """
    if (end - start) * 2 > len(text):
        return True
    return len(_SENTENCE_ENDS.findall(text, start, end)) > _SENTENCES


def _names_furniture(name: str) -> bool:
    words = [word.lower() for word in _WORD.findall(name)]
    return any(
        word in _WORDS and not (at and words[at - 1] in _TURNED_AROUND) for at, word in enumerate(words)
    )
