"""What pinyin stands for where no word of the archive is spelled so as a whole (banridunban, manbao guaca): stretches of its
texts. One word that is spelled inside the letters leads to paragraphs, and these are read aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from indexer.language import pinyin
from indexer.language.spoken import spoken_key
from indexer.model.reports import Hit
from indexer.suggest.completion import CompletionIndex

#: Finds the best paragraphs for some words.
Search = Callable[[str], Sequence[Hit]]

#: So many words inside the letters are followed up, the longest first.
MOST_WORDS = 12

#: More letters than this were not typed as pinyin.
MOST_LETTERS = 64


def spelled_passage(typed: str, vocabulary: CompletionIndex, search: Search) -> str | None:
    """``typed`` with each word of letters replaced by what one paragraph has of that sound; ``None`` where no paragraph
    looked at has all of them, or nothing typed is pinyin."""
    tokens = typed.split()
    letters = {token: said for token in tokens if (said := _letters(token))}
    if not letters or sum(map(len, letters.values())) > MOST_LETTERS:
        return None
    plain = [token for token in tokens if token not in letters]
    words = (word for said in sorted(letters.values(), key=len, reverse=True) for word in vocabulary.spelled_within(said))
    for word in islice(words, MOST_WORDS):
        for hit in search(" ".join([word, *plain])):
            text = "\n".join([*hit.paragraph.headings_above, hit.paragraph.text])
            found = {token: spelled_in(text, said) for token, said in letters.items()}
            if all(found.values()):
                return " ".join(found.get(token) or token for token in tokens)
    return None


def _letters(token: str) -> str:
    """A token as the letters of its sound; empty where it is no pinyin."""
    said = pinyin.toneless(spoken_key(token))
    return said if said.isascii() and said.isalpha() else ""


def spelled_in(text: str, letters: str) -> str | None:
    """The first stretch of two characters or more in ``text`` that is read as ``letters``, without the signs inside; a
    line's end ends it."""
    text = text.lower()
    for start, char in enumerate(text):
        if any(letters.startswith(said) for said in pinyin.of_character(char)):
            stretch = _read_on(text, start, letters)
            if stretch is not None and len(stretch) > 1:
                return stretch
    return None


def _read_on(text: str, start: int, letters: str) -> str | None:
    """What is read as exactly ``letters`` from ``start`` on."""
    reached, read = {0}, ""
    for char in text[start:]:
        said = pinyin.of_character(char)
        if char == "\n" or not reached:
            return None
        if said:
            read += char
            reached = set(_after(reached, said, letters))
            if len(letters) in reached:
                return read
    return None


def _after(reached: set[int], said: pinyin.Syllables, letters: str) -> Iterator[int]:
    """The places in ``letters`` after one more syllable."""
    return (at + len(syllable) for at in reached for syllable in said if letters.startswith(syllable, at))
