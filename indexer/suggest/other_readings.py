"""Other ways to ask the same, offered with what each finds and never mixed in: names of filters among the words
(公安 存在问题), other forms of a word (党建, 党的建设), all words in one report instead of one paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate

from indexer.language.equivalents import Equivalents
from indexer.language.normalize import query_key
from indexer.model.reports import SECTIONS, UNIT_GROUPS, UNIT_TYPES
from indexer.querying.filters import Filters
from indexer.querying.tree import (
    And,
    FieldTerm,
    FilterClause,
    GappedPhrase,
    Or,
    Phrase,
    Proximity,
    Query,
    Word,
)
from indexer.suggest.run_on_text import EMPTY_WORDS, Words, pieces_of
from indexer.suggest.years_in_questions import with_ranges, without_years, year_as_said, year_named

#: What writers call a section besides its own word.
_SECTION_NAMES: Mapping[str, tuple[str, ...]] = {
    "work": ("做法", "成效", "主要做法", "工作成效", "工作情况", "履职情况", "亮点"),
    "problems": ("问题", "存在的问题", "不足", "存在不足", "问题和不足", "存在的不足", "主要问题", "短板", "差距"),
    "causes": ("原因", "问题原因", "产生原因", "原因剖析"),
    "plans": ("打算", "下一步打算", "工作打算", "下步工作", "下一步工作", "工作思路", "努力方向", "整改措施"),
}

#: What writers call a unit type besides its own word.
_UNIT_NAMES: Mapping[str, tuple[str, ...]] = {
    "公安": ("公安局", "公安机关", "派出所"),
    "妇联": ("妇女联合会",),
    "地方党委": ("县委", "区委", "市委"),
    "政府": ("县政府", "区政府", "市政府"),
    "街道乡镇": ("街道", "乡镇", "镇党委"),
    "社区村": ("社区", "村党支部"),
    "企业": ("国企", "国有企业", "集团公司"),
    "银行": ("农商行", "分行", "支行"),
    "检察院": ("检察机关",),
    "法院": ("审判机关",),
    "学校": ("小学", "中学", "高校"),
    "医院": ("卫生院",),
    "团委": ("共青团",),
}

#: Particles between two names: 公安局的存在问题.
_PARTICLES = ("的", "在", "中", "里")

#: What somebody would ask a person, at either end of a run-on question.
_ASK = "怎么写|如何写|怎样写|怎么说|有哪些|是什么|怎么办|范文|材料|内容|部分|方面"
_ASKED = re.compile(f"^(?:{_ASK})的?|(?:的?(?:{_ASK}))+$")
#: What goes on behind whose it is, also where the dictionary knows both as one word (工会工作).
_GOES_ON = ("工作", "党建", "党委", "党组", "党支部", "队伍", "存在")


@dataclass(frozen=True)
class FilterReading:
    """A question some of whose words are names of filters: ``sections``, ``units`` and ``years`` (also ranges) they select,
    ``names`` as they are shown, ``rest`` the parts that stay words."""

    sections: tuple[str, ...]
    units: tuple[str, ...]
    names: tuple[str, ...]
    rest: And = field(default_factory=lambda: And(()))
    years: tuple[str, ...] = ()

    @property
    def clauses(self) -> Iterator[FilterClause]:
        """The filters as parts of a question, where any value of a facet is enough."""
        if self.years:
            yield FilterClause("year", "、".join(self.years), Filters({"year": self.years}))
        if self.units:
            yield FilterClause("unit", "、".join(self.units), Filters({"unit": self.units}))
        if self.sections:
            yield FilterClause("section", "、".join(SECTIONS[one] for one in self.sections), Filters({"section": self.sections}))


def filter_reading(query: Query) -> FilterReading | None:
    """The question with the names of filters among its words read as filters; ``None`` where fewer than two parts of
    it, or less than the whole of a run-on word, are such names: a single word is far more often just a word."""
    if not isinstance(query, And):
        return None
    named: list[tuple[str, str]] = []
    rest: list[Query] = []
    years: list[str] = []
    for part in query.parts:
        if isinstance(part, Word) and (written := year_named(part.key)):
            years.append(written)
            continue
        found = _names_in(part.key) if isinstance(part, Word | Phrase) else []
        named += found
        if not found:
            rest.append(part)
    if not (named or years) or len(named) + len(rest) + bool(years) < 2:
        return None
    sections = tuple(dict.fromkeys(value for facet, value in named if facet == "section"))
    units = tuple(dict.fromkeys(value for facet, value in named if facet == "unit"))
    return _reading(sections, units, And(tuple(rest)), tuple(dict.fromkeys(years)))


def less_strict(reading: FilterReading) -> Iterator[tuple[FilterReading, str]]:
    """A reading that finds nothing with one kind of its filters less, and the names of those; what the words say stays. Without
    words the year goes first: one's own section of another year is nearer than another section."""
    year = replace(reading, years=()) if reading.years else None
    section = replace(reading, sections=()) if reading.sections else None
    unit = replace(reading, units=()) if reading.units else None
    order = (section, year, unit) if reading.rest.parts else (year, section, unit)
    for one in filter(None, order):
        fewer = _reading(one.sections, one.units, one.rest, one.years)
        if fewer.names and (fewer.rest.parts or len(fewer.names) > 1 or len(reading.names) > 1):
            yield fewer, "、".join(name for name in reading.names if name not in fewer.names)
    if reading.rest.parts:
        yield _reading((), (), reading.rest), "、".join(reading.names)


def _reading(sections: tuple[str, ...], units: tuple[str, ...], rest: And, years: tuple[str, ...] = ()) -> FilterReading:
    names = (*map(year_as_said, years), *units, *(SECTIONS[one] for one in sections))
    return FilterReading(sections, units, names, rest, years)


def named_alone(query: Query) -> FilterReading | None:
    """A question that is nothing but the name of a section or a unit type, as the filter it names: only to be offered, since
    such a word stands in many paragraphs too."""
    parts = query.parts if isinstance(query, And) else ()
    if len(parts) != 1 or not isinstance(parts[0], Word) or parts[0].key not in _names():
        return None
    facet, value = _names()[parts[0].key]
    sections, units = ((value,), ()) if facet == "section" else ((), (value,))
    return _reading(sections, units, And(()))


def run_on_reading(text: str, words: Words) -> FilterReading | None:
    """A question typed in one (2018年公安党建问题, 银行党建的原因分析怎么写) as people say it: a year, whose it is, what it is
    about, which section. ``words`` cuts a text into its words; ``None`` where no year, unit or section is named, or nothing
    beside it."""
    key = query_key(with_ranges(text))
    bare = _ASKED.sub("", key)
    years, rest = without_years(bare, words)
    unit = next((rest[:size] for size in range(len(rest), 1, -1) if _is_of("unit", rest[:size])), "")
    tail = rest[len(unit) :]
    if unit and tail and not (tail.startswith(_GOES_ON) or len(unit) in accumulate(map(len, words(rest)))):
        unit = ""  # 银行业监管 is not about banks
    rest = rest[len(unit) :]
    section = next((rest[at:] for at in range(len(rest) - 1) if _is_of("section", rest[at:])), "")
    rest = rest[: len(rest) - len(section)]
    topic = [word for word in pieces_of(rest, words) if word not in (*_PARTICLES, *EMPTY_WORDS)] if rest else []
    if not (years or unit or section) or sum(map(bool, (bare != key, years, unit, section, topic))) < 2:
        return None
    units = (_names()[unit][1],) if unit else ()
    sections = (_names()[section][1],) if section else ()
    about: list[Query] = [Word(word, key) for word in topic if (key := query_key(word))]
    return _reading(sections, units, And(tuple(about)), years)


def in_one_report(parts: Sequence[Query]) -> And | None:
    """The paragraphs that hold one of several words and phrases, of reports that hold all of them; ``None`` where there are
    fewer than two, or other things among them."""
    terms = [part for part in parts if isinstance(part, Word | Phrase | GappedPhrase | Proximity)]
    if len(terms) < len(parts) or len(terms) < 2:
        return None
    return And((Or(tuple(terms)), *(FieldTerm("report", term) for term in terms)))


def _is_of(facet: str, name: str) -> bool:
    """Whether a search key names a value of a facet."""
    return _names().get(name, ("", ""))[0] == facet


def _names_in(key: str) -> list[tuple[str, str]]:
    """The filters that a search key names from its first to its last character, particles between them aside;
    empty where it holds anything else."""
    names, found = _names(), []
    while key:
        longest = next((key[:size] for size in range(len(key), 0, -1) if key[:size] in names), None)
        if longest is not None:
            found.append(names[longest])
            key = key[len(longest) :]
        elif found and key.startswith(_PARTICLES):
            key = key[1:]
        else:
            return []
    return found


@lru_cache(maxsize=1)
def _names() -> Mapping[str, tuple[str, str]]:
    """Search key of a name → facet and value."""
    names: dict[str, tuple[str, str]] = {}
    for section, label in SECTIONS.items():
        if section == "other":
            continue  # 其他 is a word that anybody uses
        for name in (label, *_SECTION_NAMES.get(section, ())):
            names[query_key(name)] = "section", section
    for unit in UNIT_TYPES:
        if unit not in UNIT_GROUPS:  # so is it here
            for name in (unit, *_UNIT_NAMES.get(unit, ())):
                names[query_key(name)] = "unit", unit
    return names


@dataclass(frozen=True)
class OtherForm:
    """The question with one word in another form, and how many paragraphs that finds."""

    form: str
    query: Query
    count: int


def other_forms(query: Query, equivalents: Equivalents, count: Callable[[Query], int]) -> Iterator[OtherForm]:
    """The question with each of its words in its other forms, those that find something."""
    if not isinstance(query, And):
        return
    for at, part in enumerate(query.parts):
        if not isinstance(part, Word | Phrase):
            continue
        for form in equivalents.of(part.text):
            key = query_key(form)
            changed = And((*query.parts[:at], Phrase(form, key), *query.parts[at + 1 :]))
            if key and (found := count(changed)):
                yield OtherForm(form, changed, found)
