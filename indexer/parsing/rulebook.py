"""Loads the rules of ``rules/*.ini``: patterns as data, compiled once for each rulebook.

A rulebook is a value: whoever parses passes one on. Its ``fingerprint`` is stored in the
manifest, so that files are read again when a rule changes.
"""

from __future__ import annotations

import configparser
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.errors import ConfigError
from indexer.parsing.alternatives import Alternatives, alternatives_of
from indexer.parsing.needed_words import NeededWords, needed_words
from indexer.parsing.rule_files import (
    RULE_FILES,
    compiled,
    flag_of,
    lines_of,
    number_of,
    read_rules,
    shipped_rules,
)

#: Rises when the parser's code changes what it makes of the same text and the same rules.
PARSER_VERSION = "7"

#: A line longer than this is prose, unless its rule says otherwise.
_LONGEST_NOISE_LINE = 140
#: A line between brackets, or that begins and ends with signs no sentence has there.
_SET_OFF = re.compile(
    r"[（(【\[〖《][^（）()【】\[\]〖〗]*[）)】\]〗》]$|[^\w\s“‘（(《【\[〈「…—–-].*[^\w\s”’）)》】\]〉」。！？…]$"
    r"|[-—–=═…\.·]{3,}.*[-—–=═…\.·]{3,}$"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One named rule: any of its patterns fits. ``kind`` is the reason shown to the user; a whole line
    that ``unless`` is found in is left alone. A text without any of the words ``needed`` (where there are any), which
    ``needs`` finds, cannot fit: asking for them first is much faster. ``longest`` is the most characters of a line that
    is noise as a whole. ``breaks``: text is missing at such a piece, so that it splits its line."""

    name: str
    pattern: re.Pattern[str]
    kind: str
    examples: tuple[str, ...]
    spare: tuple[str, ...]
    unless: re.Pattern[str] | None = None
    needs: re.Pattern[str] | None = None
    needed: tuple[str, ...] = ()
    longest: int = 0
    breaks: bool = False

    def may_fit(self, text: str) -> bool:
        """Whether a text holds what the rule needs at least."""
        return self.needs is None or self.needs.search(text) is not None

    def search(self, text: str) -> re.Match[str] | None:
        return self.pattern.search(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        if (self.longest and len(text) > self.longest) or not self.may_fit(text):
            return None
        match = self.pattern.fullmatch(text)
        return None if match and self.unless and self.unless.search(text) else match


@dataclass(frozen=True, slots=True)
class NoiseWords:
    """Words of which a line with several is noise: ``least`` different ones anywhere, ``set_off`` where
    signs or brackets set the line off, ``repeated`` where its file repeats it."""

    rule: Rule
    words: tuple[re.Pattern[str], ...]
    least: int
    set_off: int
    repeated: int

    def fits(self, text: str, is_repeated: bool) -> bool:
        """Whether a whole line is noise."""
        if len(text) > self.rule.longest or not self.rule.may_fit(text):
            return False
        if self.rule.unless and self.rule.unless.search(text):
            return False
        found = sum(word.search(text) is not None for word in self.words)
        if found >= self.least or (is_repeated and found >= self.repeated):
            return True
        return found >= self.set_off and bool(_SET_OFF.match(text))


@dataclass(frozen=True, slots=True)
class UnitRule:
    """How to recognise one unit type; ``alone``: its vocabulary is enough to tell it; ``inside``: it
    lives inside units of other types, whose words its reports are full of; ``topic``: what it is called is also what texts of
    others are about."""

    unit_type: str
    title: re.Pattern[str]
    self_name: re.Pattern[str]
    vocabulary: re.Pattern[str]
    examples: tuple[str, ...]
    alone: bool = False
    inside: bool = False
    topic: bool = False


@dataclass(frozen=True, slots=True)
class WordingRule:
    """Words that paragraphs of one kind have: each place where ``pattern`` fits counts ``weight``, up
    to ``most`` times."""

    name: str
    pattern: re.Pattern[str]
    weight: float
    most: int
    examples: tuple[str, ...]
    spare: tuple[str, ...]

    @property
    def kind(self) -> str:
        return self.name.split(".")[0]


@dataclass(frozen=True, slots=True)
class GenreRule:
    """How to recognise one genre: by its ``title``, but not where ``unless`` fits, by its first paragraph (``lead``),
    by its ``body``, by the ``column`` of a site that it stands in, because its title is a ``slogan`` that names no kind of
    text, or by the name of the bulletin that it is ``printed`` in. ``section`` is the kind of divisions that nothing
    else says anything about (``None``: their position decides); with ``whole`` it is that of every paragraph.
    ``short_opening``: before the first heading it looks back, so that its opening is a greeting and no more. ``survey``: each
    part says for itself what it is. ``spoken``: it may be a record of what everybody said."""

    genre: str
    title: re.Pattern[str]
    lead: re.Pattern[str] | None
    body: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    column: re.Pattern[str] | None
    slogan: re.Pattern[str] | None
    printed: re.Pattern[str] | None
    section: str | None
    whole: bool
    short_opening: bool
    survey: bool
    spoken: bool
    examples: tuple[str, ...]
    spare: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything the parser knows about reports. ``noise_line_words`` and ``noise_piece_words`` tell which rules of
    ``noise_lines`` and ``noise_pieces`` a text may fit, ``longest_noise_line`` is the most that one of the former takes, and
    ``section_search`` is how a rule of ``sections`` is asked whether it fits anywhere."""

    noise_pieces: tuple[Rule, ...]
    noise_piece_words: NeededWords
    noise_lines: tuple[Rule, ...]
    noise_line_words: NeededWords
    longest_noise_line: int
    noise_words: tuple[NoiseWords, ...]
    noise_tails: tuple[Rule, ...]
    noise_heads: tuple[Rule, ...]
    noise_above: tuple[Rule, ...]
    letterheads: tuple[Rule, ...]
    colophons: tuple[Rule, ...]
    sections: Mapping[str, Rule]
    section_search: Mapping[str, Alternatives]
    units: tuple[UnitRule, ...]
    year_words: Mapping[str, tuple[int, int | None]]
    placeholders: tuple[Rule, ...]
    wording: tuple[WordingRule, ...]
    genres: tuple[GenreRule, ...]
    fingerprint: str


@lru_cache(maxsize=1)
def default_rulebook() -> Rulebook:
    """The rules that ship with Bigan."""
    return load_rulebook(shipped_rules())


def load_rulebook(texts: Mapping[str, str], own: Mapping[str, str] | None = None) -> Rulebook:
    """A rulebook from the texts of its INI files, by name, and of the user's ``own`` beside them.

    A rule of the user's with a shipped name adds its patterns, examples and words to it; one with
    a new name is a new rule. Raises ``ConfigError`` for a bad file.
    """
    parsed = read_rules(texts, own)
    noise = [_rule("noise", section) for section in _sections(parsed["noise"])]
    noise_lines = [r for r in noise if r.name.startswith("line.")]
    noise_pieces = [r for r in noise if r.name.startswith("piece.")]
    everything = [*(texts[name] for name in RULE_FILES), *(f"{n}\0{t}" for n, t in sorted((own or {}).items()))]
    digest = hashlib.blake2b("\0".join(everything).encode(), digest_size=8).hexdigest()
    return Rulebook(
        noise_pieces=tuple(noise_pieces),
        noise_piece_words=needed_words([r.needed for r in noise_pieces]),
        noise_lines=tuple(noise_lines),
        noise_line_words=needed_words([r.needed for r in noise_lines]),
        longest_noise_line=max((r.longest for r in noise_lines), default=0),
        noise_words=tuple(_noise_words(s) for s in _sections(parsed["noise"]) if s.name.startswith("words.")),
        noise_tails=tuple(r for r in noise if r.name.startswith("tail.")),
        noise_heads=tuple(r for r in noise if r.name.startswith("head.")),
        noise_above=tuple(r for r in noise if r.name.startswith("above.")),
        letterheads=tuple(r for r in noise if r.name.startswith("letterhead.")),
        colophons=tuple(r for r in noise if r.name.startswith("colophon.")),
        sections={s.name: _rule("sections", s) for s in _sections(parsed["sections"])},
        section_search={s.name: alternatives_of(lines_of(s["pattern"])) for s in _sections(parsed["sections"])},
        units=tuple(_unit(s) for s in _sections(parsed["units"])),
        year_words=dict(_year_word(w, y) for w, y in parsed["years"]["words"].items()),
        placeholders=tuple(_rule("placeholders", s) for s in _sections(parsed["placeholders"])),
        wording=tuple(_wording(s) for s in _sections(parsed["wording"])),
        genres=tuple(_genre(s) for s in _sections(parsed["genres"])),
        fingerprint=f"rules-{PARSER_VERSION}-{digest}",
    )


def _sections(parser: configparser.ConfigParser) -> Iterator[configparser.SectionProxy]:
    return (parser[name] for name in parser.sections())


def _rule(file: str, section: configparser.SectionProxy) -> Rule:
    needed = tuple(section.get("needs", "").split())
    return Rule(
        name=section.name,
        pattern=compiled(file, section, "pattern"),
        kind=section.get("kind", ""),
        examples=lines_of(section.get("example", "")),
        spare=lines_of(section.get("spare", "")),
        unless=compiled(file, section, "unless") if "unless" in section else None,
        longest=int(number_of(file, section, "longest", _LONGEST_NOISE_LINE)),
        needs=_any_of(needed),
        needed=needed,
        breaks=flag_of(file, section, "breaks"),
    )


def _any_of(words: Sequence[str]) -> re.Pattern[str] | None:
    """A pattern that finds any of some words and signs; ``None`` for none."""
    return re.compile("|".join(map(re.escape, words))) if words else None


def _noise_words(section: configparser.SectionProxy) -> NoiseWords:
    return NoiseWords(
        rule=_rule("noise", section),
        words=tuple(map(re.compile, lines_of(section["pattern"]))),
        least=int(number_of("noise", section, "least", 4)),
        set_off=int(number_of("noise", section, "set-off", 2)),
        repeated=int(number_of("noise", section, "repeated", 1)),
    )


def _unit(section: configparser.SectionProxy) -> UnitRule:
    return UnitRule(
        unit_type=section.name,
        title=compiled("units", section, "title"),
        self_name=compiled("units", section, "self"),
        vocabulary=compiled("units", section, "vocabulary"),
        examples=lines_of(section.get("example", "")),
        alone=flag_of("units", section, "alone"),
        inside=flag_of("units", section, "inside"),
        topic=flag_of("units", section, "topic"),
    )


def _wording(section: configparser.SectionProxy) -> WordingRule:
    return WordingRule(
        name=section.name,
        pattern=compiled("wording", section, "pattern"),
        weight=number_of("wording", section, "weight", 1.0),
        most=int(number_of("wording", section, "most", 4)),
        examples=lines_of(section.get("example", "")),
        spare=lines_of(section.get("spare", "")),
    )


def _genre(section: configparser.SectionProxy) -> GenreRule:
    default = section.get("section")
    if default not in (None, "work", "problems", "plans", "other"):
        allowed = "work、problems、plans 或 other"
        raise ConfigError(f"规则文件 genres.ini 的 [{section.name}] section「{default}」不对：请写 {allowed}")
    return GenreRule(
        genre=section.name.split(".")[0],
        title=compiled("genres", section, "title"),
        lead=compiled("genres", section, "lead") if "lead" in section else None,
        body=compiled("genres", section, "body") if "body" in section else None,
        unless=compiled("genres", section, "unless") if "unless" in section else None,
        column=compiled("genres", section, "column") if "column" in section else None,
        slogan=compiled("genres", section, "slogan") if "slogan" in section else None,
        printed=compiled("genres", section, "printed") if "printed" in section else None,
        section=default,
        whole=flag_of("genres", section, "whole"),
        short_opening=flag_of("genres", section, "short-opening"),
        survey=flag_of("genres", section, "survey"),
        spoken=flag_of("genres", section, "spoken"),
        examples=lines_of(section.get("example", "")),
        spare=lines_of(section.get("spare", "")),
    )


def _year_word(word: str, years: str) -> tuple[str, tuple[int, int | None]]:
    match = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", years)
    if match is None or (match[2] and match[2] < match[1]):
        raise ConfigError(f"规则文件 years.ini 中 {word} 的年份「{years}」不对：请写成 2015 或 2016-2019")
    return word, (int(match[1]), int(match[2]) if match[2] else None)
