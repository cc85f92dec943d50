"""How long the sections of a draft are, beside what reports of its kind in the archive usually spend on them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from indexer.drafting.arrangement import section_of
from indexer.drafting.model import Draft
from indexer.engines import Engine
from indexer.model.reports import UNKNOWN_LABEL, StoredParagraph
from indexer.parsing.rulebook import default_rulebook
from indexer.querying.filters import Filters
from indexer.querying.tree import SearchRequest

#: Reports that say what is usual: the newest so many pages of paragraphs, of which reports that are whole count.
_PAGES, _SIZE = 12, 100
#: Of fewer reports nothing is usual.
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class UsualLength:
    """``by_section``: the mean characters of ``reports`` reports on each section; ``of`` says in Chinese which
    reports."""

    reports: int = 0
    of: str = ""
    by_section: Mapping[str, int] = field(default_factory=dict)


def section_lengths(draft: Draft) -> dict[str, int]:
    """The characters of each section of a draft that has any."""
    counts: Counter[str] = Counter()
    for block in draft.blocks:
        counts[block.section] += len(block.text)
    return dict(counts)


def unit_type_of(draft: Draft) -> str | None:
    """The kind of unit that the draft's is by its name, else that most of what was collected comes from."""
    for rule in default_rulebook().units if draft.unit else ():
        if rule.title.search(f"{draft.unit}工作总结"):
            return rule.unit_type
    kinds = Counter(block.source.unit_type for block in draft.blocks if block.source and block.source.unit_type)
    return kinds.most_common(1)[0][0] if kinds else None


class UsualLengths:
    """Answers from the newest reports of the same genre and unit type, of the genre alone, of any kind: the first of
    these that there are enough of. Answers are kept as long as the index stays as it is."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._generation = -1
        self._known: dict[tuple[str | None, str | None], UsualLength] = {}

    def of(self, genre: str | None, unit_type: str | None) -> UsualLength:
        """What is usual for a genre and unit type, either of which may not be known."""
        generation = self._engine.stats().generation
        if generation != self._generation:
            self._generation, self._known = generation, {}
        for kind in dict.fromkeys(((genre, unit_type), (genre, None), (None, None))):
            if kind not in self._known:
                self._known[kind] = self._measure(*kind)
            if self._known[kind].reports:
                return self._known[kind]
        return UsualLength()

    def _measure(self, genre: str | None, unit_type: str | None) -> UsualLength:
        chosen = {name: [value] for name, value in (("genre", genre), ("unit", unit_type)) if value}
        named = f"{unit_type or ''}{genre or '报告'}" if chosen else "各类报告"
        return usual_length(self._newest(Filters(chosen)), named)

    def _newest(self, filters: Filters) -> list[StoredParagraph]:
        """The paragraphs of the newest reports, each report whole."""
        found: list[StoredParagraph] = []
        for page in range(1, _PAGES + 1):
            answer = self._engine.search(SearchRequest(filters=filters, sort="newest", page=page, size=_SIZE))
            found += [hit.paragraph for hit in answer.hits]
            if page >= answer.pages:
                return found
        return [paragraph for paragraph in found if paragraph.report_id != found[-1].report_id]


def usual_length(paragraphs: Iterable[StoredParagraph], of: str = UNKNOWN_LABEL) -> UsualLength:
    """The mean of the reports these paragraphs make up; nothing where they are too few."""
    totals: dict[str, int] = defaultdict(int)
    reports = set()
    for paragraph in paragraphs:
        reports.add(paragraph.report_id)
        totals[section_of(paragraph.sections)] += len(paragraph.text)
    if len(reports) < _FEWEST:
        return UsualLength()
    return UsualLength(len(reports), of, {section: round(total / len(reports)) for section, total in totals.items()})
