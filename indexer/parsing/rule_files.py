"""Reads the INI files that rules are written in, and says in Chinese what is wrong with one.

Files are configparser's, with one pattern a line. What the sections and keys mean is
``rulebook``'s business; here they are only held to the names that exist.
"""

from __future__ import annotations

import configparser
import re
from collections.abc import Mapping
from importlib import resources

from indexer.errors import ConfigError
from indexer.model.reports import GENRES, UNIT_TYPES
from indexer.parsing.alternatives import joined

#: The rule files, by name without ``.ini``; a user may have files of the same names.
RULE_FILES = ("noise", "sections", "units", "years", "placeholders", "wording", "genres")

#: The reason shown for noise that a user's own rule removed, unless it says otherwise.
_OWN_KIND = "自定规则"
#: Keys of a user's rule that replace what is shipped; those of all others are added to it.
_REPLACED_KEYS = "kind alone inside topic weight most longest least set-off repeated breaks"
_REPLACED = frozenset([*_REPLACED_KEYS.split(), *["section", "whole", "short-opening", "survey", "spoken"]])

_NOISE_FAMILIES = ("piece", "line", "words", "tail", "head", "above", "letterhead", "colophon")
_WORDING_KINDS = ("work", "problems", "causes", "plans")
_SECTION_RULES = frozenset(
    f"{family}.{name}"
    for family, names in {
        "heading": "problems not-problems causes only-causes plans not-plans firm-plans work reflection importance origin facts "
        "terms closing annex",
        "strict": "problems causes plans",
        "start": "problems awareness causes plans learnt handled agenda closing remedy fault-found told",
        "inside": "causes causes-announced plans",
        "end": "closing slogan",
        "record": "frame plans problems work",
        "minutes": "decided heard found",
        "request": "need",
        "evidence": "done ahead measure handled stage offence",
    }.items()
    for name in names.split()
)
#: The keys that a rule may have, by file; in years.ini the keys are the words themselves.
_KEYS = {
    "noise": "pattern kind example spare unless longest needs least set-off repeated breaks",
    "sections": "pattern example spare",
    "units": "title self vocabulary example alone inside topic",
    "placeholders": "pattern example spare needs",
    "wording": "pattern example spare weight most",
    "genres": "title lead body unless column printed slogan section whole short-opening survey spoken example spare",
}


def shipped_rules() -> dict[str, str]:
    """The texts of the rule files that ship with Bigan, by name."""
    folder = resources.files(f"{__package__}.rules")
    return {name: folder.joinpath(f"{name}.ini").read_text(encoding="utf-8") for name in RULE_FILES}


def read_rules(
    texts: Mapping[str, str], own: Mapping[str, str] | None = None
) -> dict[str, configparser.ConfigParser]:
    """The rule files of ``texts``, by name, with the user's ``own`` added to them key by key.

    Raises ``ConfigError`` for a file that cannot be read, and for a name that nothing asks for.
    """
    parsed = {name: _parsed(name, text) for name, text in texts.items()}
    for name, text in (own or {}).items():
        _add(parsed[name], _parsed(name, text), kind=_OWN_KIND if name == "noise" else "")
    _check_names(parsed)
    return parsed


def _parsed(name: str, text: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise ConfigError(f"规则文件 {name}.ini {_in_chinese(error)}；请改正后再试") from error
    return parser


def _in_chinese(error: configparser.Error) -> str:
    """What is wrong with an INI file, and in which line."""
    match error:
        case configparser.MissingSectionHeaderError():
            return f"第 {error.lineno} 行之前没有 [规则名]"
        case configparser.DuplicateSectionError():
            return f"第 {error.lineno} 行的 [{error.section}] 前面已有"
        case configparser.DuplicateOptionError():
            return f"第 {error.lineno} 行：[{error.section}] 的 {error.option} 写了两次"
        case configparser.ParsingError():
            return f"第 {error.errors[0][0]} 行不是“名称 = 内容”（续行要缩进）"
    return "格式不对"


def _add(shipped: configparser.ConfigParser, own: configparser.ConfigParser, kind: str) -> None:
    """Adds the user's rules to the shipped ones, key by key."""
    for name in own.sections():
        if not shipped.has_section(name):
            shipped.add_section(name)
            if kind:
                shipped[name]["kind"] = kind
        if "pattern" in own[name] and "needs" not in own[name]:
            # a pattern of the user's own need not hold what the shipped ones need
            shipped.remove_option(name, "needs")
        for key, value in own[name].items():
            before = "" if key in _REPLACED or name == "words" else shipped[name].get(key, "")
            shipped[name][key] = f"{before}\n{value}".strip()


def _check_names(parsed: Mapping[str, configparser.ConfigParser]) -> None:
    """Refuses a rule or a key nobody would ask for, and a missing rule that somebody will."""
    for name in parsed["noise"].sections():
        if name.split(".")[0] not in _NOISE_FAMILIES:
            families = "、".join(f"{family}." for family in _NOISE_FAMILIES)
            raise ConfigError(f"规则文件 noise.ini 不认识 [{name}]：请以 {families} 之一开头")
    for name in parsed["units"].sections():
        if name not in UNIT_TYPES:
            raise ConfigError(f"规则文件 units.ini 不认识单位类型 [{name}]：请用 {'、'.join(UNIT_TYPES)} 之一")
    for name in parsed["genres"].sections():
        if name.split(".")[0] not in GENRES:
            raise ConfigError(f"规则文件 genres.ini 不认识文种 [{name}]：请用 {'、'.join(GENRES)} 之一")
    for name in parsed["wording"].sections():
        if name.split(".")[0] not in _WORDING_KINDS:
            families = "、".join(f"{kind}." for kind in _WORDING_KINDS)
            raise ConfigError(f"规则文件 wording.ini 不认识 [{name}]：请以 {families} 之一开头")
    for file, expected in (("sections", _SECTION_RULES), ("years", frozenset({"words"}))):
        found = set(parsed[file].sections())
        for name in sorted(expected - found):
            raise ConfigError(f"规则文件 {file}.ini 缺少 [{name}]：请补上")
        for name in sorted(found - expected):
            raise ConfigError(f"规则文件 {file}.ini 不认识 [{name}]：请改正或删去")
    for file, keys in _KEYS.items():
        for name in parsed[file].sections():
            unknown = sorted(parsed[file][name].keys() - set(keys.split()))
            if unknown:
                raise ConfigError(
                    f"规则文件 {file}.ini 的 [{name}] 不认识 {unknown[0]}：请用 {'、'.join(keys.split())} 之一"
                )


def lines_of(value: str) -> tuple[str, ...]:
    """The lines of a value of several, without the empty ones."""
    return tuple(line.strip() for line in value.splitlines() if line.strip())


def compiled(file: str, section: configparser.SectionProxy, key: str) -> re.Pattern[str]:
    """The patterns of a key as one that fits where any of them does. Raises ``ConfigError`` for none, and
    for one that is no regular expression."""
    patterns = lines_of(section.get(key, ""))
    if not patterns:
        raise ConfigError(f"规则文件 {file}.ini 的 [{section.name}] 缺少 {key}：请补上至少一条")
    for pattern in patterns:
        try:
            re.compile(f"(?:{pattern})")
        except re.error as error:
            where = "" if error.pos is None else f"（第 {error.pos + 1} 个字附近）"
            raise ConfigError(
                f"规则文件 {file}.ini 的 [{section.name}] {key} 中「{pattern}」不是有效的正则表达式{where}："
                f"请检查括号是否成对、符号前是否要加反斜杠"
            ) from error
    return joined(patterns)


def number_of(file: str, section: configparser.SectionProxy, key: str, default: float) -> float:
    """The number of a key, or ``default``. Raises ``ConfigError`` where it is none."""
    value = section.get(key)
    try:
        return default if value is None else float(value)
    except ValueError as error:
        raise ConfigError(f"规则文件 {file}.ini 的 [{section.name}] {key}「{value}」不是数：请改正") from error


def flag_of(file: str, section: configparser.SectionProxy, key: str) -> bool:
    """Whether a key says yes; no where it is not given. Raises ``ConfigError`` for anything else."""
    try:
        return bool(section.getboolean(key, fallback=False))
    except ValueError as error:
        raise ConfigError(f"规则文件 {file}.ini 的 [{section.name}] {key} 请写 yes 或 no") from error
