"""How a query tree reads: in words for the user, and as a line that can be typed again."""

from __future__ import annotations

from indexer.querying.facets import FACETS
from indexer.querying.tokens import closing_quote
from indexer.querying.tree import (
    MOST_GAP,
    And,
    AtLeast,
    ExactPhrase,
    FieldTerm,
    FilterClause,
    GappedPhrase,
    Not,
    Or,
    Phrase,
    Proximity,
    Query,
    Unshared,
    Word,
)

_SCOPES = {"title": "标题", "heading": "小标题", "file": "文件", "report": "同篇"}

#: Pairs of quotes a phrase can be written in; the first that the phrase itself does not close is used.
_QUOTES = (('"', '"'), ("「", "」"), ("『", "』"), ("“", "”"))


def describe(tree: Query) -> str:
    """How the tree reads to a writer, in one line; empty for "everything"."""
    parts = tree.parts if isinstance(tree, And) else (tree,)
    words = [p.text for p in parts if isinstance(p, Word)]
    phrases = [f"“{p.text}”" for p in parts if isinstance(p, Phrase)]
    excluded = [_inside(p.part) for p in parts if isinstance(p, Not)]
    said = []
    if words:
        said.append(("全部词 " if len(words) > 1 else "词 ") + " ".join(words))
    if phrases:
        said.append("短语 " + " ".join(phrases))
    others = [p for p in parts if not isinstance(p, Word | Phrase | Not)]
    said += [_inside(p) if len(parts) > 1 else describe_part(p) for p in others]
    if excluded:
        said.append("不含 " + " ".join(excluded))
    return " ".join(" + ".join(filter(None, said)).split())


def describe_part(part: Query) -> str:
    """One part of a question in words."""
    match part:
        case Word(text):
            return f"词 {text}"
        case Phrase(text):
            return f"短语 “{text}”"
        case ExactPhrase(text):
            return f"原样（连标点、大小写）“{text}”"
        case GappedPhrase(text):
            return f"短语 “{'…'.join(text.split('*'))}”（每处空缺不超过{MOST_GAP}字）"
        case Proximity(text, _, distance):
            return f"相距不超过{distance}字 “{text}”"
        case FieldTerm(scope, term):
            return f"{_SCOPES[scope]}里有 {_inside(term)}"
        case FilterClause(name, text, _):
            return f"{FACETS[name].short_label} {text}"
        case Unshared():
            return "只此一份"
        case Not(inner):
            return f"不含 {_inside(inner)}"
        case Or(parts):
            return " 或 ".join(_inside(p) for p in parts)
        case AtLeast(least, parts):
            return f"至少 {least} 个词 {' '.join(_inside(p) for p in parts)}"
        case And():
            return describe(part)


def _inside(part: Query) -> str:
    """A part inside another."""
    match part:
        case Word(text):
            return text
        case Phrase(text):
            return text if " " not in text else f"“{text}”"
        case And() | Or() | AtLeast():
            return f"（{describe_part(part)}）"
        case _:
            return describe_part(part)


def query_text(query: Query) -> str:
    """A query tree as a user would type it; empty for "everything"."""
    match query:
        case Word(text):
            return text
        case Phrase(text):
            return _quoted(text)
        case ExactPhrase(text):
            return f"strict:{_quoted(text)}"
        case GappedPhrase(text):
            return _quoted(text)
        case Proximity(text, _, distance):
            return f"{_quoted(text)}~{distance}"
        case FieldTerm(scope, term):
            return f"{_SCOPES[scope]}:{query_text(term)}"
        case FilterClause(name, text, _):
            return f"{FACETS[name].short_label}:{text}"
        case Unshared():
            return "见于:一份"
        case Not(part):
            inner = query_text(part)
            return f"-({inner})" if isinstance(part, And | Not) else f"-{inner}"
        case And((Or(parts),)):
            return " | ".join(query_text(part) for part in parts)
        case And(parts) | AtLeast(_, parts):
            return " ".join(_bracketed(part) for part in parts)
        case Or(parts):
            return "(" + " | ".join(query_text(part) for part in parts) + ")"


def _bracketed(part: Query) -> str:
    text = query_text(part)
    return f"({text})" if isinstance(part, And) else text


def _quoted(text: str) -> str:
    written = [f"{opening}{text}{closing}" for opening, closing in _QUOTES]
    return next((line for line in written if closing_quote(line, 0, len(line)) == len(line) - 1), written[0])
