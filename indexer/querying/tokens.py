"""The signs of the query language: from a typed line to words, quoted phrases, groups and operators.

Every sign also has its full-width forms. A sign without its partner is read as text, and a notice tells the user.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from indexer.querying.facets import FACETS

#: Opening quote → the signs that close it.
QUOTES = {'"': '"”“＂', "“": '”"＂', "”": '”"＂', "「": "」", "『": "』", "＂": '＂"”'}
_STRAIGHT = '"＂'
MINUS = "-－−–"
NOT_WORDS = frozenset({"非", "NOT"})
OR_WORDS = frozenset({"或", "OR"})
AND_WORDS = frozenset({"AND"})
BARS = "|｜"
_OPENING, _CLOSING = "(（", ")）"
#: Groups inside groups deeper than this are read as text.
_DEEPEST = 20
#: Inside a bare word, one of these is a quote without a partner.
_QUOTE_SIGNS = frozenset(QUOTES).union(*QUOTES.values())
#: The language's own signs: a text of nothing else asks for nothing.
SIGNS = _QUOTE_SIGNS.union(MINUS, BARS, _OPENING, _CLOSING, "~～∼*＊:：")

#: Names before a colon → the field they mean; the names of facets are added by ``field_names``.
_FIELDS = {
    "标题": "title",
    "小标题": "heading",
    "文件": "file",
    "同篇": "report",
    "標題": "title",
    "小標題": "heading",
    "單位": "unit",
    "章節": "section",
    "title": "title",
    "heading": "heading",
    "file": "file",
    "report": "report",
    "见于": "uses",
    "見於": "uses",
    "uses": "uses",
    "strict": "strict",
    "严格": "strict",
    "嚴格": "strict",
}
#: The number of a heading or list item, pasted with the space behind it: 1. 抓学习, （一） 抓学习. With its text it
#: is one word, as it is without the space.
_LIST_NUMBER = re.compile(
    "(?:[0-9０-９]{1,3}[.．、)）]|[一二三四五六七八九十百]{1,4}[、.．]|第[一二三四五六七八九十]{1,3}[，、,]|[①-⑳⑴-⒛㈠-㈩]"
    "|[(（](?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})[)）])[ \t\u3000\u00a0]+(?=\\w)"
)
_DISTANCE = re.compile("[ \u3000]?[~～∼]([0-9０-９]{0,3})(?![0-9０-９])")

UNBALANCED_QUOTE = "引号不成对，已按普通文字理解；要查整句请在两端都加引号"
UNBALANCED_BRACKET = "括号不成对，已按普通文字理解"


@dataclass(frozen=True, slots=True)
class Text:
    """A word or, ``quoted``, a phrase. ``distance`` is what a tilde behind it asks: characters, −1 for none
    given, ``None`` without a tilde."""

    text: str
    quoted: bool = False
    distance: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The tokens between two brackets."""

    items: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Operator:
    """``or``, ``and``, ``not`` or the name of a field, with the words it was typed with."""

    name: str
    text: str = ""


Token = Text | Group | Operator


def field_names() -> dict[str, str]:
    """What may be written before a colon → the field or facet it names."""
    facets = {word: facet.name for facet in FACETS.values() if facet.field_names for word in (*facet.field_names, facet.name)}
    return {**_FIELDS, **facets}


@lru_cache(maxsize=8)
def _named_field(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"({'|'.join(sorted(names, key=len, reverse=True))})[:：]\\s*(?=\\S)", re.IGNORECASE)


@dataclass
class Reader:
    """Reads one typed line; ``notices`` collects messages for the user, ``fields`` are the
    names before a colon."""

    text: str
    notices: list[str] = field(default_factory=list)
    fields: Mapping[str, str] = field(default_factory=lambda: field_names())
    #: Where quotes close, by where they open and where the search ends: brackets ask for the same ones again.
    _closing: dict[tuple[int, int], int | None] = field(default_factory=dict, init=False, repr=False)
    #: A field's name with its colon.
    _named: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._named = _named_field(tuple(self.fields))

    def tokens(self) -> tuple[Token, ...]:
        """All tokens of the line."""
        return self._between(0, len(self.text), 0)

    def _between(self, at: int, last: int, depth: int) -> tuple[Token, ...]:
        found: list[Token] = []
        while at < last:
            token, at = self._next(at, last, depth)
            if token is not None:
                found.append(token)
        return tuple(found)

    def _next(self, at: int, last: int, depth: int) -> tuple[Token | None, int]:
        """The token that begins at ``at``, if one does, and where to go on."""
        text, char = self.text, self.text[at]
        if char.isspace():
            return None, at + 1
        if char in BARS:
            return Operator("or", char), at + 1
        if (number := _LIST_NUMBER.match(text, at, last)) is not None and (item := self._item(number, last)) is not None:
            return item
        if char in MINUS and at + 1 < last and not text[at + 1].isspace():
            return Operator("not", char), at + 1
        if char in QUOTES and (end := self._closing_quote(at, last)) is not None:
            return self._phrase(at, end, last)
        if char in _OPENING and (end := self._group_end(at, last)) is not None and depth < _DEEPEST:
            return Group(self._between(at + 1, end, depth + 1)), end + 1
        if (named := self._named.match(text, at, last)) is not None:
            return Operator(self.fields[named[1].lower()], named[0].strip()), named.end()
        return self._word(at, last)

    def _phrase(self, at: int, end: int, last: int) -> tuple[Token, int]:
        tilde = _DISTANCE.match(self.text, end + 1, last)
        distance = None if tilde is None else int(tilde[1] or -1)
        return Text(self.text[at + 1 : end], quoted=True, distance=distance), tilde.end() if tilde else end + 1

    def _item(self, number: re.Match[str], last: int) -> tuple[Token, int] | None:
        """A list number with the word behind it as one word; ``None`` where that is none: 一、 OR, 1. 标题:党建."""
        if self._named.match(self.text, number.end(), last) is not None:
            return None
        word, end = self._word(number.end(), last)
        return (Text(self.text[number.start() : end]), end) if isinstance(word, Text) else None

    def _word(self, at: int, last: int) -> tuple[Token, int]:
        end = at + 1
        while end < last and not self.text[end].isspace() and self.text[end] not in BARS:
            if self.text[end] in QUOTES and self._closing_quote(end, last) is not None:
                break
            if self.text[end] in _OPENING and self._offers_a_choice(end, last):
                break
            end += 1
        word = self.text[at:end]
        if not _QUOTE_SIGNS.isdisjoint(word):
            self._say(UNBALANCED_QUOTE)
        if word.strip(_OPENING + _CLOSING) != word and _unbalanced(word):
            self._say(UNBALANCED_BRACKET)
        if word in OR_WORDS:
            return Operator("or", word), end
        if word in AND_WORDS:
            return Operator("and", word), end
        if word in NOT_WORDS:
            return Operator("not", word), end
        return Text(word), end

    def _group_end(self, at: int, last: int) -> int | None:
        """Where the bracket at ``at`` closes; ``None`` where it is part of a text: （一）强化…, or has no
        partner, or nothing inside."""
        open_brackets, position = 1, at + 1
        while position < last:
            char = self.text[position]
            if char in QUOTES and (end := self._closing_quote(position, last)) is not None:
                position = end
            elif char in _OPENING:
                open_brackets += 1
            elif char in _CLOSING:
                open_brackets -= 1
                if open_brackets == 0:
                    after = self.text[position + 1 : min(position + 2, last)]
                    inside = self.text[at + 1 : position]
                    is_glued = after != "" and not after.isspace() and after not in BARS
                    literal = is_glued and BARS[0] not in inside and BARS[1] not in inside
                    return None if literal or not inside.strip() else position
            position += 1
        return None

    def _offers_a_choice(self, at: int, last: int) -> bool:
        """Whether the bracket at ``at``, in the middle of a text, holds alternatives: 党员（培训|学习）."""
        end = self._group_end(at, last)
        return end is not None and any(bar in self.text[at:end] for bar in BARS)

    def _closing_quote(self, opening: int, last: int) -> int | None:
        key = opening, last
        if key not in self._closing:
            self._closing[key] = closing_quote(self.text, opening, last)
        return self._closing[key]

    def _say(self, notice: str) -> None:
        if notice not in self.notices:
            self.notices.append(notice)


def _unbalanced(word: str) -> bool:
    return sum(word.count(c) for c in _OPENING) != sum(word.count(c) for c in _CLOSING)


def closing_quote(text: str, opening: int, last: int) -> int | None:
    """The offset of the sign that closes the quote at ``opening``; ``None`` where there is none
    or where nothing is between them. A pasted “…“…”…” or "…“…”…" holds quotes of its own and closes with its last."""
    sign = text[opening]
    closers = QUOTES[sign]
    nested = "“" if sign in _STRAIGHT else sign
    inner = 0
    first: int | None = None
    for at in range(opening + 1, last):
        char = text[at]
        if char in closers and first is None:
            first = at
        if char == nested and (char not in closers or sign in _STRAIGHT):
            inner += 1
        elif char in closers:
            if inner == 0:
                return at if at > opening + 1 else None
            if sign in _STRAIGHT and char in _STRAIGHT:
                break
            inner -= 1
    return first if first is not None and first > opening + 1 else None
