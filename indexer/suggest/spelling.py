"""Whether something typed spells an entry: each character typed as itself, as a whole syllable or as an
initial (d, zh), in any order, the last one perhaps unfinished.

What is typed can be cut in many ways (xian is xian, xi an, x i an …). None is written out: a state is the set
of all positions in what is typed that the characters so far may reach. Nothing is cut off at a limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from indexer.language import pinyin

#: ``syllables``: every character is typed as one; ``mixed``: some are typed as themselves or as initials.
Spelling = Literal["syllables", "mixed"]

_TWO_LETTER_INITIALS = frozenset({"zh", "ch", "sh"})


class _State:
    """Positions in what is typed: ``whole`` are reached by syllables alone, ``mixed`` otherwise. ``final``: the end
    is among them, or there are none, so further characters change nothing. ``expected``: what is typed at these
    positions. ``after`` keeps the states that characters lead to, as thousands of entries begin alike."""

    __slots__ = ("after", "expected", "final", "how", "mixed", "whole")

    def __init__(self, whole: frozenset[int], mixed: frozenset[int], typed: str) -> None:
        end = len(typed)
        self.whole = whole
        self.mixed = mixed
        self.how: Spelling | None = "mixed" if end in mixed else "syllables" if end in whole else None
        self.final = self.how is not None or not (whole or mixed)
        self.expected = frozenset() if self.final else frozenset(typed[at] for at in whole | mixed)
        self.after: dict[str, _State] = {}


class Speller:
    """Something typed, lower case and without tone marks; asked about many entries. Not for several threads."""

    def __init__(self, typed: str) -> None:
        self._typed = typed
        self._start = _State(frozenset({0}), frozenset(), typed)
        self._nowhere = _State(frozenset(), frozenset(), typed)
        self._states: dict[tuple[frozenset[int], frozenset[int]], _State] = {}

    def spells(self, characters: str) -> Spelling | None:
        """How the beginning of a text of readable characters is spelled, each by any of its frequent readings;
        ``None`` where it is not."""
        state = self._start
        for char in characters:
            following = state.after.get(char)
            if following is None:
                following = state.after[char] = self._moved(state, char, pinyin.of_character(char))
            state = following
            if state.final:
                break
        return state.how

    def spells_readings(self, characters: str, readings: Iterable[pinyin.Syllables]) -> Spelling | None:
        """The same with the given readings of each character."""
        state = self._start
        for char, said in zip(characters, readings, strict=True):
            state = self._moved(state, char, said)
            if state.final:
                break
        return state.how

    def _moved(self, state: _State, char: str, said: pinyin.Syllables) -> _State:
        if char not in state.expected and state.expected.isdisjoint([syllable[0] for syllable in said]):
            return self._nowhere
        whole = frozenset(to for at in state.whole for to in self._after_syllable(at, char, said))
        either = state.whole | state.mixed
        mixed = frozenset(
            [to for at in state.mixed for to in self._after_syllable(at, char, said)]
            + [to for at in either for to in self._after_short(at, char, said)]
        )
        found = self._states.get((whole, mixed))
        if found is None:
            found = self._states[whole, mixed] = _State(whole, mixed, self._typed)
        return found

    def _after_syllable(self, at: int, char: str, said: pinyin.Syllables) -> Iterator[int]:
        """Positions after a syllable of ``char``; the end, where the rest begins one."""
        for syllable in said:
            if syllable != char and self._typed.startswith(syllable, at):
                yield at + len(syllable)
            elif syllable.startswith(self._typed[at:]):
                yield len(self._typed)

    def _after_short(self, at: int, char: str, said: pinyin.Syllables) -> Iterator[int]:
        """Positions after ``char`` itself or an initial of it that is not the last piece."""
        typed = self._typed
        if typed.startswith(char, at):
            yield at + len(char)
        for syllable in said:
            if at + 1 < len(typed) and syllable[0] == typed[at]:
                yield at + 1
            if at + 2 < len(typed) and syllable[:2] == typed[at : at + 2] and syllable[:2] in _TWO_LETTER_INITIALS:
                yield at + 2
