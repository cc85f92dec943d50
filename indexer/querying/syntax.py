"""The query language: words, ``"phrases"`` and ``-exclusions``, typed with Chinese or ASCII signs.

Syntax is optional for users and never an error: what does not balance is read literally,
and a notice says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.language.normalize import BARRIER, query_key
from indexer.querying.tree import And, Not, Phrase, Query, Word

#: Opening quote → the signs that close it.
QUOTES = {'"': '"”“＂', "“": '”"＂', "”": '”"＂', "「": "」", "『": "』", "＂": '＂"”'}
MINUS = "-－−–"
NOT_WORDS = {"非", "NOT"}
#: A quote's sign that stands in a bare word has no partner.
_QUOTE_SIGNS = frozenset(QUOTES).union(*QUOTES.values())

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """The tree, how it reads in words, and what the user should be told."""

    tree: Query
    understood_as: str
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Term:
    text: str
    quoted: bool
    excluded: bool


def parse_query(text: str, phrases: tuple[str, ...] = ()) -> ParsedQuery:
    """Parses what the user typed; ``phrases`` are taken literally, whatever signs they hold."""
    terms, notices = _split(printable(text))
    terms += [_Term(printable(phrase), quoted=True, excluded=False) for phrase in phrases if phrase]
    parts: list[Query] = []
    ignored: list[str] = []
    for term in terms:
        node = _node(term)
        if node is None:
            ignored.append(term.text)
        else:
            parts.append(Not(node) if term.excluded else node)
    if ignored and parts:
        notices.append(f"已忽略只有标点的部分：{' '.join(' '.join(ignored).split())}")
    return ParsedQuery(And(tuple(parts)), describe(And(tuple(parts))), tuple(notices))


def printable(text: str) -> str:
    """``text`` without control characters, and with U+FFFD for halves of characters, which no
    page, terminal or index can write; white space stays."""
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def describe(tree: Query) -> str:
    """How the tree reads to a writer, in one line; empty for "everything"."""
    parts = tree.parts if isinstance(tree, And) else (tree,)
    words = [p.text for p in parts if isinstance(p, Word)]
    phrases = [f"“{p.text}”" for p in parts if isinstance(p, Phrase)]
    excluded = [p.part.text for p in parts if isinstance(p, Not) and isinstance(p.part, Word | Phrase)]
    said = []
    if words:
        said.append(("全部词 " if len(words) > 1 else "词 ") + " ".join(words))
    if phrases:
        said.append("短语 " + " ".join(phrases))
    if excluded:
        said.append("不含 " + " ".join(excluded))
    return " ".join(" + ".join(said).split())


def _node(term: _Term) -> Word | Phrase | None:
    key = query_key(term.text)
    if not term.quoted:
        key = key.strip(BARRIER)
    if not key:
        return None
    return (Phrase if term.quoted else Word)(term.text.strip(), key)


def _split(text: str) -> tuple[list[_Term], list[str]]:
    """Cuts at white space outside quotes; a sign for "not" must stand at a term's start."""
    terms: list[_Term] = []
    notices: list[str] = []
    at, excluded = 0, False
    while at < len(text):
        char = text[at]
        if char.isspace():
            at += 1
        elif char in MINUS and at + 1 < len(text) and not text[at + 1].isspace():
            excluded, at = True, at + 1
        elif char in QUOTES and (end := _closing(text, at)) is not None:
            terms.append(_Term(text[at + 1 : end], quoted=True, excluded=excluded))
            excluded, at = False, end + 1
        else:
            end = _word_end(text, at + 1)
            word = text[at:end]
            if not notices and not _QUOTE_SIGNS.isdisjoint(word):
                notices.append("引号不成对，已按普通文字理解；要查整句请在两端都加引号")
            if word in NOT_WORDS and terms and text[end:].strip() and not excluded:
                excluded = True
            else:
                terms.append(_Term(word, quoted=False, excluded=excluded))
                excluded = False
            at = end
    return terms, notices


def _word_end(text: str, at: int) -> int:
    """Where a bare word ends: at white space, or where a balanced quote opens."""
    while at < len(text) and not text[at].isspace():
        if text[at] in QUOTES and _closing(text, at) is not None:
            break
        at += 1
    return at


def _closing(text: str, opening: int) -> int | None:
    """The offset of the sign that closes the quote at ``opening``; ``None`` where there is none
    or nothing stands between. A pasted “…“…”…” holds quotes of its own and closes with its last."""
    closers = QUOTES[text[opening]]
    inner = 0
    first: int | None = None
    for at in range(opening + 1, len(text)):
        if text[at] == text[opening] and text[at] not in closers:
            inner += 1
        elif text[at] in closers:
            first = at if first is None else first
            if inner == 0:
                return at if at > opening + 1 else None
            inner -= 1
    return first if first is not None and first > opening + 1 else None
