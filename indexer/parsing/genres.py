"""The genre (文种) of a text: what its title says, or else what its first and last paragraphs say.

What each genre is called lies in ``rules/genres.ini``; the first one that fits names the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.model.reports import Evidence
from indexer.parsing.quoting import clause_around
from indexer.parsing.rulebook import GenreRule

#: The genre of texts that are made for a coming year and report on none.
PLAN = "工作计划"
#: The genre of what somebody reports on his own office.
REPORT_ON_DUTY = "述职报告"
#: The genre of what somebody reports on work done.
SUMMARY = "工作总结"
#: The genre of what somebody finds wanting in his own work.
SELF_EXAMINATION = "对照检查"
#: The genre of what somebody says to many.
SPEECH = "讲话"
#: The genre of what an office announces, orders or resolves.
NOTICE = "通知"
#: The genre of texts that are of no other one, as rules, and of texts about writing.
OTHER = "其他"
#: Government reports look back on the year before they are delivered.
GOVERNMENT = "政府工作报告"

#: Signs in the body are looked for in so many first and last paragraphs.
_FIRST_PARAGRAPHS = 6
_LAST_PARAGRAPHS = 3
#: An account of anything has so many paragraphs at least.
_FEWEST_TOLD = 4


@dataclass(frozen=True, slots=True)
class GenreFinding:
    """The ``rule`` of the genre, and what decided; both ``None`` where nothing says it."""

    rule: GenreRule | None
    evidence: Evidence | None = None

    @property
    def genre(self) -> str | None:
        return self.rule.genre if self.rule else None


def genre_of(
    title: str | None,
    paragraphs: Sequence[str],
    genres: Sequence[GenreRule],
    compilation: str = "",
    columns: Sequence[str] = (),
    letterhead: Sequence[str] = (),
) -> GenreFinding:
    """The genre of a text from its title, or the name of the ``compilation`` that it is in, or the ``letterhead`` that it is
    printed with, or from signs in its body, or from the ``columns`` of a site that it was printed in. Evidence in the body
    names the ordinal of the paragraph."""
    return (
        _by_title(title or "", genres)
        or _by_compilation(compilation, genres)
        or _by_letterhead(letterhead, genres)
        or _by_body(paragraphs, genres)
        or _by_column([*columns, *letterhead], genres)
        or _by_slogan(title or "", paragraphs, genres)
        or GenreFinding(None)
    )


def _by_title(title: str, genres: Sequence[GenreRule], place: str = "title") -> GenreFinding | None:
    for rule in genres:
        match = rule.title.search(title)
        if match and not (rule.unless and rule.unless.search(title)):
            return GenreFinding(rule, Evidence(clause_around(title, *match.span()), place))
    return None


def _by_compilation(name: str, genres: Sequence[GenreRule]) -> GenreFinding | None:
    """What the name of a compilation says of its texts; those of one that is news or about writing are of any genre."""
    found = _by_title(name, genres, "title_block")
    return found if found and found.rule and not found.rule.whole else None


def _by_letterhead(lines: Sequence[str], genres: Sequence[GenreRule]) -> GenreFinding | None:
    """What the name of a bulletin says of all that it prints (信息专报)."""
    for rule in genres:
        found = next((match for line in lines if rule.printed and (match := rule.printed.search(line))), None)
        if found:
            return GenreFinding(rule, Evidence(found[0], "title_block"))
    return None


def _by_column(columns: Sequence[str], genres: Sequence[GenreRule]) -> GenreFinding | None:
    """What the path to a page says of the text on it (首页 > 经验交流)."""
    for rule in genres:
        for text in columns if rule.column else ():
            match = rule.column.search(text) if rule.column else None
            if match:
                return GenreFinding(rule, Evidence(match[0], "title_block"))
    return None


def _by_slogan(title: str, paragraphs: Sequence[str], genres: Sequence[GenreRule]) -> GenreFinding | None:
    """The genre of texts that carry a slogan for a title, where nothing in a text of some length says another."""
    for rule in genres if len(paragraphs) >= _FEWEST_TOLD else ():
        match = rule.slogan.search(title) if rule.slogan else None
        if match:
            return GenreFinding(rule, Evidence(title, "title"))
    return None


def _by_body(paragraphs: Sequence[str], genres: Sequence[GenreRule]) -> GenreFinding | None:
    last = max(len(paragraphs) - _LAST_PARAGRAPHS, _FIRST_PARAGRAPHS)
    looked_at = [*enumerate(paragraphs[:_FIRST_PARAGRAPHS]), *enumerate(paragraphs[last:], last)]
    leads = ((rule, rule.lead, looked_at[:1]) for rule in genres)
    bodies = ((rule, rule.body, looked_at) for rule in genres)
    for rule, pattern, texts in (*leads, *bodies):
        for ordinal, text in texts if pattern else ():
            match = pattern.search(text) if pattern else None
            if match:
                return GenreFinding(rule, Evidence(clause_around(text, *match.span()), "paragraph", ordinal))
    return None
