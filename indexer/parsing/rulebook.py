"""Loads the rules of ``rules/*.ini``: patterns as data, compiled once for each rulebook.

A rulebook is a value: whoever parses passes one on. Its ``fingerprint`` is stored in the
manifest, so that files are read again when a rule changes.
"""

from __future__ import annotations

import configparser
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from indexer.errors import ConfigError
from indexer.models import UNIT_TYPES

#: Rises when the parser's code changes what it makes of the same text and the same rules.
PARSER_VERSION = "1"

#: The rule files, by name without ``.ini``; a user may have files of the same names.
RULE_FILES = ("noise", "sections", "units", "years", "placeholders", "wording")

#: A line longer than this is prose, unless its rule says otherwise.
_LONGEST_NOISE_LINE = 140
#: What the user is told of noise that a rule of their own took, unless it says otherwise.
_OWN_KIND = "自定规则"
#: Keys of a user's rule that replace what is shipped; those of all others are added to it.
_REPLACED = frozenset({"kind", "alone", "inside", "weight", "most", "longest", "least", "set-off", "repeated"})

_NOISE_FAMILIES = ("piece", "line", "words", "tail")
#: A line between brackets, or that begins and ends with signs no sentence has there.
_SET_OFF = re.compile(
    r"[（(【\[〖《][^（）()【】\[\]〖〗]*[）)】\]〗》]$|[^\w\s“‘（(《【\[〈「…—–-].*[^\w\s”’）)》】\]〉」。！？…]$"
    r"|[-—–=═…\.·]{3,}.*[-—–=═…\.·]{3,}$"
)
_SECTION_RULES = frozenset(
    f"{family}.{name}"
    for family, names in {
        "heading": "problems not-problems causes only-causes plans work closing annex",
        "strict": "problems causes plans",
        "start": "problems awareness causes plans closing",
        "inside": "causes causes-announced plans",
        "end": "closing slogan",
    }.items()
    for name in names.split()
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One named rule: any of its patterns fits. ``kind`` is what the user is told; a whole line
    that ``unless`` is found in is left alone. A text without any of ``needs`` (where there are any)
    cannot fit: asking for them first is much faster. ``longest`` is the most characters of a line that
    is noise as a whole."""

    name: str
    pattern: re.Pattern[str]
    kind: str
    examples: tuple[str, ...]
    spare: tuple[str, ...]
    unless: re.Pattern[str] | None = None
    needs: tuple[str, ...] = ()
    longest: int = 0

    def may_fit(self, text: str) -> bool:
        """Whether a text holds what the rule needs at least."""
        return not self.needs or any(word in text for word in self.needs)

    def search(self, text: str) -> re.Match[str] | None:
        return self.pattern.search(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        if self.longest and len(text) > self.longest:
            return None
        match = self.pattern.fullmatch(text)
        return None if match and self.unless and self.unless.search(text) else match


@dataclass(frozen=True, slots=True)
class NoiseWords:
    """Words of which a line with several is noise: ``least`` different ones anywhere, ``set_off`` where
    signs or brackets set the line off, ``repeated`` where it stands in its file again."""

    rule: Rule
    words: tuple[re.Pattern[str], ...]
    least: int
    set_off: int
    repeated: int

    def fits(self, text: str, is_repeated: bool) -> bool:
        """Whether a whole line is noise."""
        if len(text) > self.rule.longest or (self.rule.unless and self.rule.unless.search(text)):
            return False
        found = sum(word.search(text) is not None for word in self.words)
        if found >= self.least or (is_repeated and found >= self.repeated):
            return True
        return found >= self.set_off and bool(_SET_OFF.match(text))


@dataclass(frozen=True, slots=True)
class UnitRule:
    """How to recognise one unit type; ``alone``: its vocabulary is enough to tell it; ``inside``: it
    lives inside units of other types, whose words its reports are full of."""

    unit_type: str
    title: re.Pattern[str]
    self_name: re.Pattern[str]
    vocabulary: re.Pattern[str]
    examples: tuple[str, ...]
    alone: bool = False
    inside: bool = False


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
class Rulebook:
    """Everything the parser knows about reports."""

    noise_pieces: tuple[Rule, ...]
    noise_lines: tuple[Rule, ...]
    noise_words: tuple[NoiseWords, ...]
    noise_tails: tuple[Rule, ...]
    sections: Mapping[str, Rule]
    units: tuple[UnitRule, ...]
    year_words: Mapping[str, tuple[int, int | None]]
    placeholders: tuple[Rule, ...]
    wording: tuple[WordingRule, ...]
    fingerprint: str


@lru_cache(maxsize=1)
def default_rulebook() -> Rulebook:
    """The rules that ship with Bigan."""
    return load_rulebook(shipped_rules())


def shipped_rules() -> dict[str, str]:
    """The texts of the rule files that ship with Bigan, by name."""
    folder = resources.files(f"{__package__}.rules")
    return {name: folder.joinpath(f"{name}.ini").read_text(encoding="utf-8") for name in RULE_FILES}


def load_rulebook(texts: Mapping[str, str], own: Mapping[str, str] | None = None) -> Rulebook:
    """A rulebook from the texts of its INI files, by name, and of the user's ``own`` beside them.

    A rule of the user's with a shipped name adds its patterns, examples and words to it; one with
    a new name is a new rule. Raises ``ConfigError`` for a bad file.
    """
    parsed = {name: _parse(name, text) for name, text in texts.items()}
    own_parsed = {name: _parse(name, text) for name, text in (own or {}).items()}
    for name, rules in own_parsed.items():
        _add(parsed[name], rules, kind=_OWN_KIND if name == "noise" else "")
    _check_names(parsed)
    noise = [_rule("noise", section) for section in _sections(parsed["noise"])]
    everything = [*(texts[name] for name in RULE_FILES), *(f"{n}\0{t}" for n, t in sorted((own or {}).items()))]
    digest = hashlib.blake2b("\0".join(everything).encode(), digest_size=8).hexdigest()
    return Rulebook(
        noise_pieces=tuple(r for r in noise if r.name.startswith("piece.")),
        noise_lines=tuple(r for r in noise if r.name.startswith("line.")),
        noise_words=tuple(_noise_words(s) for s in _sections(parsed["noise"]) if s.name.startswith("words.")),
        noise_tails=tuple(r for r in noise if r.name.startswith("tail.")),
        sections={s.name: _rule("sections", s) for s in _sections(parsed["sections"])},
        units=tuple(_unit(s) for s in _sections(parsed["units"])),
        year_words=dict(_year_word(w, y) for w, y in parsed["years"]["words"].items()),
        placeholders=tuple(_rule("placeholders", s) for s in _sections(parsed["placeholders"])),
        wording=tuple(_wording(s) for s in _sections(parsed["wording"])),
        fingerprint=f"rules-{PARSER_VERSION}-{digest}",
    )


def _add(shipped: configparser.ConfigParser, own: configparser.ConfigParser, kind: str) -> None:
    """Adds the user's rules to the shipped ones, key by key."""
    for name in own.sections():
        if not shipped.has_section(name):
            shipped.add_section(name)
            if kind:
                shipped[name]["kind"] = kind
        for key, value in own[name].items():
            before = "" if key in _REPLACED or name == "words" else shipped[name].get(key, "")
            shipped[name][key] = f"{before}\n{value}".strip()


def _parse(name: str, text: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    try:
        parser.read_string(text, source=f"{name}.ini")
    except configparser.Error as error:
        raise ConfigError(f"规则文件 {name}.ini 格式不对：{' '.join(str(error).split())}；请改正后再试") from error
    return parser


def _check_names(parsed: Mapping[str, configparser.ConfigParser]) -> None:
    """Refuses a rule nobody would ask for, and a missing one that somebody will."""
    for name in parsed["noise"].sections():
        if name.split(".")[0] not in _NOISE_FAMILIES:
            raise ConfigError(f"规则文件 noise.ini 不认识 [{name}]：请以 piece.、line. 或 tail. 开头")
    for name in parsed["units"].sections():
        if name not in UNIT_TYPES:
            raise ConfigError(f"规则文件 units.ini 不认识单位类型 [{name}]：请用 {'、'.join(UNIT_TYPES)} 之一")
    for file, expected in (("sections", _SECTION_RULES), ("years", frozenset({"words"}))):
        found = set(parsed[file].sections())
        for name in sorted(expected - found):
            raise ConfigError(f"规则文件 {file}.ini 缺少 [{name}]：请补上")
        for name in sorted(found - expected):
            raise ConfigError(f"规则文件 {file}.ini 不认识 [{name}]：请改正或删去")


def _sections(parser: configparser.ConfigParser) -> Iterator[configparser.SectionProxy]:
    return (parser[name] for name in parser.sections())


def _rule(file: str, section: configparser.SectionProxy) -> Rule:
    return Rule(
        name=section.name,
        pattern=_compile(file, section, "pattern"),
        kind=section.get("kind", ""),
        examples=_lines(section.get("example", "")),
        spare=_lines(section.get("spare", "")),
        unless=_compile(file, section, "unless") if "unless" in section else None,
        longest=section.getint("longest", fallback=_LONGEST_NOISE_LINE),
        needs=tuple(section.get("needs", "").split()),
    )


def _noise_words(section: configparser.SectionProxy) -> NoiseWords:
    return NoiseWords(
        rule=_rule("noise", section),
        words=tuple(map(re.compile, _lines(section["pattern"]))),
        least=section.getint("least", fallback=4),
        set_off=section.getint("set-off", fallback=2),
        repeated=section.getint("repeated", fallback=1),
    )


def _unit(section: configparser.SectionProxy) -> UnitRule:
    return UnitRule(
        unit_type=section.name,
        title=_compile("units", section, "title"),
        self_name=_compile("units", section, "self"),
        vocabulary=_compile("units", section, "vocabulary"),
        examples=_lines(section.get("example", "")),
        alone=section.getboolean("alone", fallback=False),
        inside=section.getboolean("inside", fallback=False),
    )


def _wording(section: configparser.SectionProxy) -> WordingRule:
    if section.name.split(".")[0] not in ("work", "problems", "causes", "plans"):
        raise ConfigError(f"规则文件 wording.ini 不认识 [{section.name}]：请以 work.、problems.、causes. 或 plans. 开头")
    try:
        weight, most = section.getfloat("weight", 1.0), section.getint("most", 4)
    except ValueError as error:
        raise ConfigError(f"规则文件 wording.ini 的 [{section.name}] weight 或 most 不是数：请改正") from error
    return WordingRule(
        name=section.name,
        pattern=_compile("wording", section, "pattern"),
        weight=weight,
        most=most,
        examples=_lines(section.get("example", "")),
        spare=_lines(section.get("spare", "")),
    )


def _year_word(word: str, years: str) -> tuple[str, tuple[int, int | None]]:
    match = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", years)
    if match is None or (match[2] and match[2] < match[1]):
        raise ConfigError(f"规则文件 years.ini 中 {word} 的年份「{years}」不对：请写成 2015 或 2016-2019")
    return word, (int(match[1]), int(match[2]) if match[2] else None)


def _compile(file: str, section: configparser.SectionProxy, key: str) -> re.Pattern[str]:
    patterns = _lines(section.get(key, ""))
    if not patterns:
        raise ConfigError(f"规则文件 {file}.ini 的 [{section.name}] 缺少 {key}：请补上至少一条")
    try:
        return re.compile("|".join(f"(?:{p})" for p in patterns))
    except re.error as error:
        raise ConfigError(f"规则文件 {file}.ini 的 [{section.name}] {key} 不是有效的表达式：{error}；请改正") from error


def _lines(value: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in value.splitlines() if line.strip())
