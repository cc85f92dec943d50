"""How units call themselves (我行, 全局民警, 各分公司): words that came along from a unit of another kind than the draft's.

The kinds of units are those of ``self_names.ini``. A draft is told nothing where its own kind is not known, and a paragraph
nothing of what it quotes or of a unit that it names before: a county's report on a school may well say 全校.
"""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache

from indexer.drafting.slots.units import unit_is_place, unit_of_title
from indexer.language.normalize import HAN
from indexer.language.packaged import packaged_text
from indexer.model.reports import Span
from indexer.parsing.rulebook import default_rulebook

#: What may stand before a unit's bare word (在局党委, 具有公司特色): nothing of a name.
_EDGE = f"(?:(?<![{HAN}])|(?<=[由经在向为对和与是把将从使让给按及以])|(?<=具有)|(?<=尊敬的))"
#: Words that mean a unit named before as often as the writer's own.
_OF_ONE_NAMED = ("全", "本")
#: A place's name in a title names who reports where such words follow it; before a year alone anybody there may.
_SPEAKS = re.compile("[党委]|人民政府|政府|人大|政协")
#: A name that begins with its place is a whole unit's: 县妇联, 沙洲县工会.
_PLACED = re.compile(f"(?:[{HAN}]{{2,6}})?[省市县区旗州盟镇乡]")
#: Unit types whose words stand in names of parts of any unit, too: 办公室, 综合部; and so do those that live inside others.
_VAGUE_TYPES = frozenset({"机关", "其他", "企业"})


@dataclass(frozen=True, slots=True)
class SelfName:
    """How one kind of unit calls itself; see ``self_names.ini``."""

    house: str
    types: frozenset[str]
    fits: re.Pattern[str]
    self: tuple[re.Pattern[str], ...]
    bare: tuple[re.Pattern[str], ...]
    examples: tuple[str, ...]
    spare: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SelfNamed:
    """A self-naming in a text. ``bare``: only a report of that house means itself; ``of_named``: the text names such a unit
    before, and may mean that one."""

    house: str
    span: Span
    bare: bool = False
    of_named: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """Whose a draft is: the name by which it is told, and the kinds of units whose self-naming fits it."""

    name: str
    houses: frozenset[str]


@lru_cache(maxsize=1)
def self_names() -> tuple[SelfName, ...]:
    """The rules that ship with Bigan."""
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    parser.read_string(packaged_text("self_names.ini", "indexer.drafting.slots"))
    return tuple([_rule(parser[name]) for name in parser.sections()])


def _rule(section: configparser.SectionProxy) -> SelfName:
    return SelfName(
        section.name,
        frozenset(_lines(section, "types")),
        re.compile(section["fits"]),
        _patterns(section, "self"),
        _patterns(section, "bare"),
        _lines(section, "example"),
        _lines(section, "spare"),
    )


def _patterns(section: configparser.SectionProxy, key: str) -> tuple[re.Pattern[str], ...]:
    return tuple([re.compile(line.replace("<edge>", _EDGE)) for line in _lines(section, key)])


def _lines(section: configparser.SectionProxy, key: str) -> tuple[str, ...]:
    return tuple([line.strip() for line in section.get(key, "").splitlines() if line.strip()])


# --- whose -----------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def own_of(unit: str, titles: tuple[str, ...] = ()) -> Own | None:
    """Whose a draft is by what its writer says (``unit``), else by its titles; ``None`` where that does not tell the kind."""
    name = unit if _tells_a_unit(unit) else next(filter(None, map(_speaker, titles)), "")
    return Own(name, houses_of("\n".join((unit, *titles)), _type_of(name))) if name else None


def _tells_a_unit(unit: str) -> bool:
    """Whether a name is one of a whole unit, not of a part that any may have (财务科, 工会)."""
    kind = _type_of(unit)
    vague = {*_VAGUE_TYPES, *_inside()}
    return bool(unit_of_title(f"{unit}工作总结")) or (kind is not None and (kind not in vague or bool(_PLACED.match(unit))))


def _speaker(title: str) -> str:
    """The unit that a title names as who reports."""
    unit = unit_of_title(title)
    behind = title[title.find(unit) + len(unit) :]
    return unit if unit and (not unit_is_place(unit) or _SPEAKS.match(behind)) else ""


def _type_of(unit: str) -> str | None:
    rules = default_rulebook().units if unit else ()
    return next((rule.unit_type for rule in rules if rule.title.search(f"{unit}工作总结")), None)


def houses_of(names: str | None, unit_type: str | None) -> frozenset[str]:
    """The kinds of units that names or titles and a unit type may be of."""
    rules = self_names()
    return frozenset([rule.house for rule in rules if unit_type in rule.types or rule.fits.search(names or "")])


def _inside() -> Iterator[str]:
    return (rule.unit_type for rule in default_rulebook().units if rule.inside)


# --- where -----------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def self_namings(text: str) -> tuple[SelfNamed, ...]:
    """All self-namings of any house in a text, as they stand; of two in one place the longer."""
    kept: list[SelfNamed] = []
    for one in sorted(_found(text), key=lambda one: (one.span[0], -one.span[1])):
        if not kept or one.span[0] >= kept[-1].span[1]:
            kept.append(one)
    return tuple(kept)


def _found(text: str) -> Iterator[SelfNamed]:
    for rule in self_names():
        for pattern in rule.self:
            for match in pattern.finditer(text):
                if not _is_quoted(text, match.start()):
                    named = match[0].startswith(_OF_ONE_NAMED) and _names_one(text[: match.start()], rule)
                    yield SelfNamed(rule.house, match.span(), of_named=named)
        for pattern in rule.bare:
            for match in pattern.finditer(text):
                if not _is_quoted(text, match.start()):
                    yield SelfNamed(rule.house, match.span(), bare=True)


def _names_one(before: str, rule: SelfName) -> bool:
    """Whether a unit of that house is named there, not only by how it calls itself."""
    for pattern in rule.self:
        before = pattern.sub("", before)
    return rule.fits.search(before) is not None


def _is_quoted(text: str, at: int) -> bool:
    """Whether somebody else is quoted there: they speak of their own."""
    return text.count("“", 0, at) > text.count("”", 0, at)


def from_elsewhere(text: str, own: Own, source: Set[str] = frozenset()) -> Iterator[SelfNamed]:
    """The self-namings in a text that do not fit its draft; ``source`` are the houses of the report it was taken from, whose
    bare words are its own."""
    for one in self_namings(text):
        if one.house not in own.houses and (one.house in source or not (one.bare or one.of_named)):
            yield one
