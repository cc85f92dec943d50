"""Rules of the user's own: joined with the shipped ones, and held to their own examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from indexer.errors import ConfigError
from indexer.parsing.genres import genre_of
from indexer.parsing.outline import numbering
from indexer.parsing.rule_files import shipped_rules
from indexer.parsing.rulebook import Rule, Rulebook, default_rulebook, load_rulebook
from indexer.parsing.units import find_unit
from indexer.parsing.wording import suggested_kind


def rulebook_with(own: Mapping[str, str]) -> Rulebook:
    """The shipped rules with the user's own rule files (text by file name without ``.ini``).

    Raises ``ConfigError`` for a bad file, and for a rule that does not do what its examples say.
    """
    if not own:
        return default_rulebook()
    rules = load_rulebook(shipped_rules(), own)
    broken = next(broken_promises(rules), None)
    if broken:
        raise ConfigError(f"自定规则有误：{broken}；请改正 pattern 或例子")
    return rules


def broken_promises(rules: Rulebook) -> Iterator[str]:
    """What rules do not do that their own ``example`` and ``spare`` lines say, in Chinese."""
    for rule in all_rules(rules):
        for text in rule.examples:
            if not catches(rule, text):
                yield f"[{rule.name}] 没有识别它的 example「{text}」"
        for text in rule.spare:
            if catches(rule, text):
                yield f"[{rule.name}] 误认了它的 spare「{text}」"
    for words in rules.noise_words:
        for text in words.rule.examples:
            if not words.fits(text, is_repeated=False):
                yield f"[{words.rule.name}] 没有识别它的 example「{text}」"
        for text in words.rule.spare:
            if words.fits(text, is_repeated=False):
                yield f"[{words.rule.name}] 误认了它的 spare「{text}」"
    for wording in rules.wording:
        for text in wording.examples:
            if suggested_kind(text, rules.wording) != wording.kind:
                yield f"[{wording.name}] 没有认出它的 example「{text}」"
        for text in wording.spare:
            if suggested_kind(text, rules.wording) == wording.kind:
                yield f"[{wording.name}] 误认了它的 spare「{text}」"
    for genre in rules.genres:
        for text in genre.examples:
            if genre_of(text, (), rules.genres).genre != genre.genre:
                yield f"[{genre.genre}] 没有认出它的 example「{text}」"
        for text in genre.spare:
            if genre_of(text, (), rules.genres).genre == genre.genre:
                yield f"[{genre.genre}] 误认了它的 spare「{text}」"
    for unit in rules.units:
        for text in unit.examples:
            found = find_unit(text, [], [], rules).unit_type
            if found != unit.unit_type:
                yield f"[{unit.unit_type}] 的 example「{text}」认成了 {found or '未知'}"


def all_rules(rules: Rulebook) -> tuple[Rule, ...]:
    """Every named rule but those of unit types and years."""
    return (
        *rules.noise_pieces,
        *rules.noise_lines,
        *rules.noise_tails,
        *rules.noise_heads,
        *rules.noise_above,
        *rules.letterheads,
        *rules.colophons,
        *rules.sections.values(),
        *rules.placeholders,
    )


def catches(rule: Rule, text: str) -> bool:
    """Whether a rule catches a text, the way the parser applies the rule's family: a whole line,
    or somewhere in it; sub-headings and first sentences are read without their numbers."""
    family = rule.name.split(".")[0]
    if family in ("line", "tail", "head", "above", "letterhead", "colophon"):
        return rule.fullmatch(text) is not None
    number = numbering(text) if family in ("strict", "start") else None
    return rule.search(text[number.length :].strip() if number else text) is not None
