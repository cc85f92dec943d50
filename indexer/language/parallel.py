"""Parallel form (对仗) of headings that stand beside each other: equal clauses of equal length, one first word.

强化担当意识，履行主体责任 / 打造过硬队伍，筑牢基层堡垒 / … are 6+6 each; 抓学习… / 抓项目… / 抓作风… begin with one word.
Headings that only say what kind of division begins, or name a year or place, make no parallel set, however long they are: sets
are without them (``engines/heading_sets.py``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from indexer.language.headings import clause_lengths, is_stock
from indexer.model.results import Parallel

#: So many headings of a single clause are needed, so long at least, that equal length is no chance.
_FEWEST_SINGLE, _SHORTEST_SINGLE = 3, 4

#: Of so many headings one may have other lengths.
_FEWEST_WITH_ANOTHER = 5

#: A first word of one character (抓) is none by chance where so many headings begin with it.
_FEWEST_SINGLE_WORD = 3

#: First words of three characters; all others are taken to have two.
_LONGER_WORDS = ("进一步", "着眼于", "着力于", "立足于")

#: What headings have in common that are not parallel.
NOT_PARALLEL = Parallel()


def parallel(headings: Sequence[str]) -> Parallel:
    """What headings, without their numbers, have in common."""
    if any(map(is_stock, headings)):
        return NOT_PARALLEL
    return parallel_form(headings, list(map(clause_lengths, headings)))


def parallel_form(headings: Sequence[str], all_lengths: Sequence[tuple[int, ...]]) -> Parallel:
    """The same of headings none of which is stock, by the lengths of their clauses."""
    if len(headings) < 2 or len(set(headings)) < len(headings):
        return NOT_PARALLEL
    word = _first_word(headings)
    (lengths, alike), *_ = Counter(all_lengths).most_common(1)
    others = len(headings) - alike
    if others > (len(headings) >= _FEWEST_WITH_ANOTHER) or not _is_no_chance(lengths, len(headings), word):
        return Parallel((), word)
    return Parallel(lengths, word, but_one=others == 1)


def _is_no_chance(lengths: Sequence[int], count: int, word: str) -> bool:
    return len(lengths) > 1 or (len(lengths) == 1 and lengths[0] >= _SHORTEST_SINGLE and (count >= _FEWEST_SINGLE or bool(word)))


def _first_word(headings: Sequence[str]) -> str:
    """The word that all begin with; empty where they begin differently."""
    equal = takewhile(lambda signs: len(set(signs)) == 1 and signs[0].isalnum(), zip(*headings, strict=False))
    letters = "".join(signs[0] for signs in equal)
    longer = next((word for word in _LONGER_WORDS if letters.startswith(word)), "")
    if longer or len(letters) >= 2:
        return longer or letters[:2]
    return letters if len(headings) >= _FEWEST_SINGLE_WORD else ""
