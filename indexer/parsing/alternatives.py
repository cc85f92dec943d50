"""Patterns of a rule, compiled so that the regular expression engine passes quickly over text that none fits.

The engine skips to the places where a pattern may begin only where every alternative begins with a plain character.
One joined pattern of many lines rarely does, and then each line is tried at each character. Here alternatives
that can only fit at the beginning of a text are tried there and nowhere else, the others are searched in groups that the
engine skips through, and a pattern that must stay in one piece is tried only at signs that one of its alternatives
begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: An alternative that begins with a plain character which no quantifier makes optional.
_BEGINS_PLAINLY = re.compile(r"[^\\()\[\]{}|*+?.^$](?![*?{])")
#: What stands at the beginning of an alternative and takes no sign: the beginning of a text, what must (not) stand around.
_ANCHOR = re.compile(r"\^|\(\?<?[=!]")
#: A group that only groups.
_GROUP = re.compile(r"\((?:\?:|\?P<\w+>|(?!\?))")
_OPTIONAL = re.compile(r"[?*]\??|\{(?:0|0?,\d*)\}\??")
#: What would mean something else in a larger class: a hyphen or a bracket at the border of a smaller one, and signs that
#: set operations are reserved for.
_AT_BORDER = re.compile(r"^[]-]|(?<!\\)-$|(?<!\\)[\[&~|]")
#: Escapes that stand for one sign, or for signs of one class.
_ESCAPED_SIGN = re.compile(r"\\[^bBAZ\d]")


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Any of some alternatives: ``head`` are those that fit at a text's beginning only, ``rest`` the others."""

    head: re.Pattern[str] | None
    rest: tuple[re.Pattern[str], ...]

    def fit(self, text: str) -> bool:
        """Whether any alternative is found in ``text``."""
        if self.head is not None and self.head.match(text):
            return True
        for pattern in self.rest:  # noqa: SIM110 - a generator costs more than most of these searches
            if pattern.search(text):
                return True
        return False


def alternatives_of(patterns: Sequence[str]) -> Alternatives:
    """The alternatives of several patterns, each a valid regular expression without flags."""
    found = [alternative for pattern in patterns for alternative in _split(pattern)]
    head = [alternative[1:] for alternative in found if alternative.startswith("^")]
    floating = [alternative for alternative in found if not alternative.startswith("^")]
    plain = [alternative for alternative in floating if _BEGINS_PLAINLY.match(alternative)]
    others = [alternative for alternative in floating if not _BEGINS_PLAINLY.match(alternative)]
    return Alternatives(
        re.compile("|".join(head)) if head else None,
        tuple(map(re.compile, [*(["|".join(plain)] if plain else []), *others])),
    )


def joined(patterns: Sequence[str]) -> re.Pattern[str]:
    """One pattern that matches what the first fitting one of ``patterns`` does, each a valid regular expression."""
    pattern = "|".join(patterns)
    alternatives = list(_split(pattern))
    if len(alternatives) == 1 or all(map(_BEGINS_PLAINLY.match, alternatives)):
        return re.compile(pattern)  # the engine finds out by itself where this may begin
    signs = _first_signs(pattern)
    return re.compile(f"(?=[{''.join(sorted(signs))}])(?:{pattern})" if signs else pattern)


def _first_signs(pattern: str) -> frozenset[str]:
    """What may stand in a class of the signs that a match of ``pattern`` begins with; nothing where that is unknown."""
    found: set[str] = set()
    for alternative in _split(pattern):
        signs = _first_of(alternative)
        if not signs:
            return frozenset()
        found |= signs
    return frozenset(found)


def _first_of(alternative: str) -> frozenset[str]:
    """The same of one alternative."""
    while anchor := _ANCHOR.match(alternative):
        alternative = alternative[1 if anchor[0] == "^" else _end(alternative) :]
    if not alternative:
        return frozenset()
    end = _end(alternative)
    item = alternative[:end]
    if group := _GROUP.match(item):
        signs = _first_signs(item[group.end() : -1])
    elif item[0] == "[" and item[1] != "^":
        signs = frozenset([_AT_BORDER.sub(r"\\\g<0>", item[1:-1])])
    elif _ESCAPED_SIGN.match(item) or item[0] not in "[\\.$|*+?{(":
        signs = frozenset([item if item[0] == "\\" else re.escape(item)])
    else:
        return frozenset()
    optional = _OPTIONAL.match(alternative, end)
    if not optional or not signs:
        return signs
    behind = _first_of(alternative[optional.end() :])
    return signs | behind if behind else frozenset()


def _split(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern: what its bars outside of brackets part."""
    start = at = 0
    while at < len(pattern):
        if pattern[at] == "|":
            yield pattern[start:at]
            start = at = at + 1
        else:
            at += _end(pattern[at:])
    yield pattern[start:]


def _end(pattern: str) -> int:
    """How long the item is that a pattern begins with: a sign, an escape, a class, a group."""
    if pattern[0] == "[":
        at = 2 if pattern[1] == "^" else 1
        at += pattern[at] == "]"  # first in a class, it is a sign of it
        while pattern[at] != "]":
            at += 2 if pattern[at] == "\\" else 1
        return at + 1
    if pattern[0] != "(":
        return 2 if pattern[0] == "\\" else 1
    at = 1
    while pattern[at] != ")":
        at += _end(pattern[at:])
    return at + 1
