"""The query language: from what the user typed to a tree.

Words (all required), ``"phrases"``, ``"强化*意识"``, ``"党建 业务"~15``, OR 或 |, NOT 非 -, brackets, fields
(标题: 小标题: 同篇: 单位: 章节: 年份: 文件:) and ``strict:``. Syntax is optional for users and never an error: what
cannot be read as meant is read literally, and a notice tells the user.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from indexer.errors import QueryError
from indexer.language.normalize import BARRIER, clean_text, query_key, search_key
from indexer.querying.facet_kinds import ListedFacet
from indexer.querying.facets import FACETS
from indexer.querying.filters import NO_FILTERS, build_filters
from indexer.querying.formatting import describe
from indexer.querying.printable import printable, short
from indexer.querying.tokens import MINUS, SIGNS, Group, Operator, Reader, Text, Token
from indexer.querying.tree import (
    And,
    ExactPhrase,
    FieldTerm,
    FilterClause,
    GappedPhrase,
    Not,
    Or,
    Phrase,
    Proximity,
    Query,
    Scope,
    Term,
    Unshared,
    Word,
)

#: What a tilde without a number asks for, and the most it may ask for, in characters.
DEFAULT_DISTANCE = 15
MOST_DISTANCE = 200
_MOST_NEAR, _MOST_GAPS = 4, 6

#: A single star between two texts; masks are written with several (**镇).
_STAR = re.compile(r"(?<=[^*＊])[*＊](?=[^*＊])")
_LOOSE_DISTANCE = re.compile("[^0-9０-９~～∼][~～∼][0-9０-９]{0,3}$")
#: A star before or after the whole text means nothing; several are a mask and are searched.
_EDGE_STARS = re.compile(r"^[*＊](?![*＊])|(?<![*＊])[*＊]$")
#: What a finger hits beside Enter; between two words it says what it says.
_SLASHES = "/\\／＼"
_SEVERAL = re.compile("[、，,/]")
#: What may be written behind 见于: for sentences that one report alone has.
_ONCE = frozenset(map(search_key, ("一份", "1份", "1", "一", "只此一份", "one")))
_SCOPES: tuple[Scope, ...] = ("title", "heading", "file", "report")


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """The tree, its description in words, and messages for the user."""

    tree: And
    understood_as: str
    notices: tuple[str, ...] = ()


@lru_cache(maxsize=256)
def parse_query(text: str, phrases: tuple[str, ...] = ()) -> ParsedQuery:
    """Parses what the user typed; ``phrases`` are taken literally, whatever signs they hold. Kept for a while: a page asks
    for the same question half a dozen times."""
    reader = Reader(printable(text))
    parser = _Parser(reader.notices)
    parts = parser.parts(reader.tokens())
    for phrase in phrases:
        key = query_key(phrase := printable(phrase).strip())
        parts += [Phrase(phrase, key)] if key else parser.ignore(phrase)
    notices = reader.notices
    if parser.ignored and parts:
        notices.append(f"已忽略只有标点的部分：{short(' '.join(parser.ignored))}")
    tree = And(tuple(parts))
    return ParsedQuery(tree, describe(tree), tuple(notices))


@dataclass
class _Parser:
    """Builds the tree of one line. ``ignored`` collects parts without anything to search."""

    notices: list[str]
    ignored: list[str] = field(default_factory=list)

    def parts(self, tokens: Sequence[Token]) -> list[Query]:
        """The parts that must all match. One alternative alone is its parts; several are one ``Or``."""
        alternatives = [self._required(run) for run in self._runs(tokens)]
        alternatives = [parts for parts in alternatives if parts]
        if len(alternatives) < 2:
            parts = alternatives[0] if alternatives else []
            return list(parts[0].parts) if len(parts) == 1 and isinstance(parts[0], And) else parts
        return [Or(tuple(parts[0] if len(parts) == 1 else And(tuple(parts)) for parts in alternatives))]

    def _runs(self, tokens: Sequence[Token]) -> list[list[Token]]:
        """The tokens between the "or"s; an "or" without something on both sides is a word."""
        runs: list[list[Token]] = [[]]
        for at, token in enumerate(tokens):
            if not (isinstance(token, Operator) and token.name == "or"):
                runs[-1].append(token)
            elif runs[-1] and at + 1 < len(tokens) and not _is_or(tokens[at + 1]):
                runs.append([])
            else:
                runs[-1].append(self._alone(token))
        return runs

    def _alone(self, sign: Operator) -> Text:
        """An operator without what it works on, as text."""
        if sign.text not in SIGNS:
            self._say(f"“{sign.text}”在这里没有可连接的词，已按普通文字理解")
        return Text(sign.text)

    def _required(self, tokens: list[Token]) -> list[Query]:
        parts: list[Query] = []
        excluded = False
        at = 0
        while at < len(tokens):
            token, at = tokens[at], at + 1
            if isinstance(token, Operator) and token.name == "and":
                if 1 < at < len(tokens):
                    continue  # all words are required anyway
                token = self._alone(token)
            if isinstance(token, Operator) and token.name == "not":
                if at < len(tokens) and (at > 1 or token.text in SIGNS):
                    excluded = True
                    continue
                token = self._alone(token)
            if isinstance(token, Operator):
                node, at = self._field(token, tokens, at)
            else:
                node = self._node(token)
            if node is not None:
                parts.append(Not(node) if excluded else node)
            excluded = False
        return parts

    def _node(self, token: Text | Group) -> Query | None:
        if isinstance(token, Text):
            return self._term(token)
        inside = self.parts(token.items)
        if len(inside) < 2:
            return inside[0] if inside else None
        return And(tuple(inside))

    def _term(self, token: Text) -> Term | None:
        if special := self._proximity(token) or _gap(token.text):
            return special
        text = token.text if token.quoted else _EDGE_STARS.sub("", token.text.strip(_SLASHES))
        if text and text != token.text:
            if token.text.strip(_SLASHES) != text:
                self._say("“*”只在两个词中间才表示空缺，开头和结尾的已略去")
            token = replace(token, text=text)
        # A line end at the edge came with what was pasted; one inside ends a sentence.
        key = query_key(token.text.strip())
        if not token.quoted:
            key = "" if SIGNS.issuperset(token.text) else key.strip(BARRIER)
            if _LOOSE_DISTANCE.search(token.text):
                self._say("“~”要写在引号后面才表示相距几字，已按普通文字理解")
        if not key:
            self.ignore(token.text)
            return None
        return (Phrase if token.quoted else Word)(token.text.strip(), key)

    def _proximity(self, token: Text) -> Proximity | None:
        if token.distance is None:
            return None
        keys = tuple(filter(None, (query_key(part).strip(BARRIER) for part in token.text.split())))
        if not 2 <= len(keys) <= _MOST_NEAR:
            self._say(f"“~”前的引号里要有 2 到 {_MOST_NEAR} 个用空格隔开的词，已按短语理解")
            return None
        if token.distance > MOST_DISTANCE:
            self._say(f"相距最多 {MOST_DISTANCE} 字，已按 {MOST_DISTANCE} 字理解")
        distance = DEFAULT_DISTANCE if token.distance < 0 else min(token.distance, MOST_DISTANCE)
        return Proximity(" ".join(token.text.split()), keys, distance)

    def _field(self, name: Operator, tokens: list[Token], at: int) -> tuple[Query | None, int]:
        """What a field asks of the token behind it, and where to go on."""
        value = tokens[at] if at < len(tokens) else None
        if name.name == "year" and isinstance(value, Operator) and value.text in MINUS and at + 1 < len(tokens):
            until = tokens[at + 1]
            if isinstance(until, Text) and not until.quoted:  # 年份:-2020 is no exclusion
                value, at = Text(value.text + until.text), at + 1
        if isinstance(value, Group) and name.name in _SCOPES:
            inside = self._node(value)
            return None if inside is None else _within(name.name, inside), at + 1
        if not isinstance(value, Text):
            self._say(f"“{name.text}”后面要紧跟要找的字，已按普通文字理解")
            return self._term(Text(name.text)), at
        if name.name == "uses":
            return self._uses(name, value), at + 1
        if name.name == "strict":
            return self._strict(value), at + 1
        if name.name in _SCOPES:
            term = self._term(value)
            return None if term is None else FieldTerm(name.name, term), at + 1
        return self._filter_clause(name, value), at + 1

    def _strict(self, value: Text) -> Term | None:
        text, key = clean_text(value.text).strip(), query_key(value.text).strip(BARRIER)
        return ExactPhrase(text, key) if key else self._term(value)

    def _uses(self, name: Operator, value: Text) -> Query | None:
        if search_key(clean_text(value.text)) in _ONCE:
            return Unshared()
        self._say(f"“{short(name.text + value.text)}”不认识：可写 见于:一份，已按普通文字理解")
        return self._term(Text(name.text + value.text, value.quoted))

    def _filter_clause(self, name: Operator, value: Text) -> Query | None:
        values = [part for part in _SEVERAL.split(clean_text(value.text)) if part]
        written = FACETS[name.name].written(values)
        try:
            filters = build_filters({name.name: written})
        except QueryError:
            filters = NO_FILTERS
        return FilterClause(name.name, "、".join(written), filters) if filters else self._not_a_value(name, value)

    def _not_a_value(self, name: Operator, value: Text) -> Query | None:
        """A unit that is no unit type may occur in a title; other values are read literally."""
        facet = FACETS[name.name]
        if isinstance(facet, ListedFacet) and facet.in_title_otherwise and (term := self._term(value)):
            begun = "、".join(f"{name.text}{word}" for word in facet.begun_by(value.text))
            meant = f"；您是不是要找 {begun}" if begun else ""
            self._say(f"没有“{short(value.text)}”这个{facet.label}，改为在标题里找{meant}")
            return FieldTerm("title", term)
        self._say(f"“{short(name.text + value.text)}”不是可筛选的值，已按普通文字理解")
        return self._term(Text(name.text + value.text, value.quoted))

    def ignore(self, text: str) -> list[Query]:
        """Notes a part without anything to search."""
        self.ignored.append(text)
        return []

    def _say(self, notice: str) -> None:
        if notice not in self.notices:
            self.notices.append(notice)


def _is_or(token: Token) -> bool:
    return isinstance(token, Operator) and token.name == "or"


def _within(scope: Scope, query: Query) -> Query:
    """The same question about a title, a heading, a path or a whole report: 标题:(党建 | 业务)."""
    match query:
        case Word() | Phrase() | GappedPhrase() | Proximity():
            return FieldTerm(scope, query)
        case And(parts):
            return And(tuple(_within(scope, part) for part in parts))
        case Or(parts):
            return Or(tuple(_within(scope, part) for part in parts))
        case Not(part):
            return Not(_within(scope, part))
        case _:
            return query


def _gap(text: str) -> GappedPhrase | None:
    """A quoted text with single stars as a gapped phrase; ``None`` where it is none."""
    parts = [part.strip() for part in _STAR.split(text)]
    keys = tuple(query_key(part).strip(BARRIER) for part in parts)
    if not 2 <= len(keys) <= _MOST_GAPS or not all(keys):
        return None
    return GappedPhrase("*".join(parts), keys)
