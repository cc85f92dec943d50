"""The rules of ``names.ini``: what figures and years look like, and what names are made of."""

from __future__ import annotations

import configparser
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from indexer.language.packaged import packaged_text
from indexer.model.reports import Span

SlotKind = Literal["placeholder", "unit", "place", "person", "year", "figure"]
_NAMES = "names"


@dataclass(frozen=True, slots=True)
class SlotRule:
    """One rule: any of its patterns finds something of its kind."""

    name: str
    kind: SlotKind
    patterns: tuple[re.Pattern[str], ...]
    examples: tuple[str, ...]
    spare: tuple[str, ...]

    def spans(self, text: str) -> list[Span]:
        """Where it fits."""
        return [
            match.span("slot" if "slot" in pattern.groupindex else 0)
            for pattern in self.patterns
            for match in pattern.finditer(text)
        ]


@dataclass(frozen=True, slots=True)
class SlotRules:
    """All rules, the strongest first, and the word lists of ``[names]``."""

    rules: tuple[SlotRule, ...]
    words: Mapping[str, frozenset[str]]


@lru_cache(maxsize=1)
def slot_rules() -> SlotRules:
    """The rules that ship with Bigan."""
    text = packaged_text("names.ini", "indexer.drafting.slots")
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    parser.read_string(text)
    rules = [_rule(parser[name]) for name in parser.sections() if name != _NAMES]
    words = {name: frozenset(value.split()) for name, value in parser[_NAMES].items()}
    words["surnames"] = frozenset("".join(words["surnames"]))
    return SlotRules(tuple(rules), words)


def _rule(section: configparser.SectionProxy) -> SlotRule:
    kinds: dict[str, SlotKind] = {kind: kind for kind in get_args(SlotKind)}
    patterns = tuple([re.compile(pattern) for pattern in _lines(section["pattern"])])
    return SlotRule(section.name, kinds[section["kind"]], patterns, _lines(section["example"]), _lines(section["spare"]))


def _lines(value: str) -> tuple[str, ...]:
    return tuple([line.strip() for line in value.splitlines() if line.strip()])
