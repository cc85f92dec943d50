"""Names of places, units and people among the words of a text.

The dictionary knows many words that only look like names (农村, 过路人, 山上) and parts of speech: an end such as 镇 or 医院
makes a name where it is a word of its own, and what stands before it is no word that merely describes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from indexer.drafting.slots.rules import SlotKind

#: Parts of speech that names are made of, as the dictionary tags them.
_PROPER = frozenset({"ns", "nr", "nrt", "nrfg", "nz"})
_NOUNS = frozenset({"n", "g", "zg", "ag", "ng", "vg", "tg", "j", "a", "an", "s", ""})
_NEVER = frozenset({"r", "m", "mq", "p", "u", "uj", "ul", "uz", "ud", "ug", "uv", "d", "c", "q", "f", "t", "y", "e", "o", "eng"})
#: The most signs of a name before its end, and of a person's name.
_LONGEST, _LONGEST_PERSON = 4, 3
#: Words that only follow people.
_AFTER_PEOPLE = frozenset({"同志", "说", "等", "老师", "主任", "书记", "大爷", "大妈", "阿姨", "师傅", "一家", "两户", "家"})
#: What the dictionary has joined to some ends.
_LEVELS = frozenset("省市县区镇乡")
_SIGNS = frozenset("、，。；")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text with its part of speech and where it stands."""

    text: str
    tag: str
    start: int
    end: int


#: What stems of names are made of, at least and at most.
_STEM = (2, 3)
Names = Mapping[str, frozenset[str]]
Found = tuple[SlotKind, int, int]


def words_of(tagged: Sequence[tuple[str, str]]) -> list[Word]:
    """Words that join to the text, with their places."""
    ends = list(accumulate(len(word) for word, _ in tagged))
    return [Word(word, tag, end - len(word), end) for (word, tag), end in zip(tagged, ends, strict=True)]


def names_of(tagged: Sequence[tuple[str, str]], names: Names) -> list[Found]:
    """The names in a text, units before the places in them."""
    words = words_of(tagged)
    return [
        *_units(words, names),
        *_places(words, names),
        *_listed(words, names),
        *_people(words, names),
    ]


def stems_of(found: Iterable[str], names: Names) -> frozenset[str]:
    """What stands before the ends of names that were found: 松陵 of 松陵社区. Elsewhere it may stand alone."""
    ends = sorted(names["place_ends"], key=len, reverse=True)
    stems = (name.removesuffix(next((end for end in ends if name.endswith(end)), "")) for name in found)
    return frozenset(stem for stem in stems if _STEM[0] <= len(stem) <= _STEM[1] and stem not in names["common"])


def _units(words: Sequence[Word], names: Names) -> list[Found]:
    found: list[Found] = []
    for at, word in enumerate(words):
        end = _longest_end(words, at, names["unit_ends"])
        if not end:
            if word.text in names["unit_alone"]:
                found.append(("unit", word.start, word.end))
            continue
        first = at
        while first and words[first - 1].text in names["unit_middles"] and words[first - 1].text not in names["common"]:
            first -= 1
        start = _name_before(words, first, names) if first == at else _name_before(words, first, names, ends=True)
        if start is not None:
            found.append(("unit", start, end))
        elif word.text in names["unit_alone"]:
            found.append(("unit", word.start, word.end))
    return found


def _longest_end(words: Sequence[Word], at: int, ends: frozenset[str]) -> int:
    """Where the word at ``at`` ends, if it is one of ``ends``, alone or with the next; else 0."""
    joined = words[at].text + (words[at + 1].text if at + 1 < len(words) else "")
    if joined in ends and joined != words[at].text:
        return words[at + 1].end
    text = words[at].text
    # 县总工会 is one word of the dictionary
    return words[at].end if text in ends or (text[0] in _LEVELS and text[1:] in ends) else 0


def _places(words: Sequence[Word], names: Names) -> list[Found]:
    found: list[Found] = []
    for at, word in enumerate(words):
        if word.text in names["place_ends"]:
            start = _name_before(words, at, names)
            if start is not None:
                found.append(("place", start, word.end))
        elif word.text in names["known_places"] or (word.tag == "ns" and _ends_as_place(word.text, names)):
            found.append(("place", word.start, word.end))
    return found


def _ends_as_place(name: str, names: Names) -> bool:
    """Whether the dictionary's place tells itself by its end: 南环路."""
    return len(name) > 2 and name not in names["common"] and name[-1] in names["place_ends"]


def _listed(words: Sequence[Word], names: Names) -> list[Found]:
    """石斛、枫桥岭两镇: names that share an end."""
    found: list[Found] = []
    for at, word in enumerate(words):
        number = at - 1
        if word.text not in names["place_ends"] or number < 1 or words[number].tag != "m":
            continue
        stop = number
        while stop > 0 and (start := _name_before(words, stop, names)) is not None:
            found.append(("place", start, words[stop - 1].end))
            before = next(n for n, w in enumerate(words) if w.start >= start) - 1
            if before < 1 or words[before].text != "、":
                break
            stop = before
        if len(found) and stop == number:
            found.pop()
    return found


def _name_before(words: Sequence[Word], at: int, names: Names, ends: bool = False) -> int | None:
    """Where the name begins that stands directly before the word at ``at``; ``None`` where none does. ``ends``: it may end
    as a place does (云岫县 before 人民医院)."""
    start, length = at, 0
    while start and length < _LONGEST:
        word = words[start - 1]
        begins = length == 1 and len(word.text) == 1 and words[start].tag in _PROPER and word.tag in ("v", "vg")
        fits = _may_be_in_name(word, names) or (begins and word.text not in names["describing"])
        if not fits or (length and len(word.text) + length > _LONGEST):
            break
        if length >= 2 and len(word.text) > 1 and word.tag not in _PROPER:
            break
        if length >= 2 and len(word.text) == 1 and word.tag not in _PROPER:
            break
        start -= 1
        length += len(word.text)
    if length < 2:
        return None
    pieces = words[start:at]
    if len(pieces) == 1 and pieces[0].text in names["common"]:
        return None
    named = any(word.tag in _PROPER for word in pieces) or all(len(word.text) == 1 for word in pieces)
    return pieces[0].start if named or ends or _is_rare(pieces, words[at], names) else None


def _is_rare(pieces: Sequence[Word], end: Word, names: Names) -> bool:
    """One noun before an end that mostly has a name before it: 柳荫社区."""
    return len(pieces) == 1 and pieces[0].tag == "n" and len(pieces[0].text) == 2 and end.text in names["mostly_named"]


def _may_be_in_name(word: Word, names: Names) -> bool:
    if word.tag in _NEVER or word.text in names["describing"] or not all("\u4e00" <= sign <= "\u9fff" for sign in word.text):
        return False
    if len(word.text) > 3:
        return False
    return word.tag in _PROPER or (len(word.text) == 1 and word.tag in _NOUNS | {"x"}) or word.tag == "n"


def _people(words: Sequence[Word], names: Names) -> list[Found]:
    """王海山, as the dictionary knows them, or a surname with one or two signs that are words of their own."""
    found: list[Found] = []
    for at, word in enumerate(words):
        if word.text[0] not in names["surnames"]:
            continue
        following = words[at + 1].text if at + 1 < len(words) else "。"
        if word.tag == "nr" and 2 <= len(word.text) <= _LONGEST_PERSON:
            if following in _AFTER_PEOPLE or (following == "、" and _is_person(words, at + 2)):
                found.append(("person", word.start, word.end))
        elif word.tag == "nr" and len(word.text) == 1:
            end = _given_name(words, at + 1)
            if end and words[end - 1].end - word.start <= _LONGEST_PERSON and _follows_people(words, end):
                found.append(("person", word.start, words[end - 1].end))
    return found


def _is_person(words: Sequence[Word], at: int) -> bool:
    return at < len(words) and words[at].tag == "nr"


def _given_name(words: Sequence[Word], at: int) -> int:
    """Behind the last word of a given name that begins at ``at``; 0 where there is none."""
    end = at
    while end < len(words) and end < at + 2 and len(words[end].text) == 1 and words[end].tag not in _NEVER:
        end += 1
    return end if end > at else 0


def _follows_people(words: Sequence[Word], at: int) -> bool:
    return at >= len(words) or words[at].text in _AFTER_PEOPLE | _SIGNS
