"""Text as it is shown (*clean text*) and text as it is matched (*search key*).

The key is made in two steps. Each character is folded alone (``folding``). Then the signs that only count
between two digits are settled, and barriers that meet become one: that can drop a character at the edge of a
fragment and nothing else. So the key of any fragment occurs in the key of the text it was cut from, and a
phrase finds exactly what grep would find. The price is small: a lone 零 also finds 〇, 0 and O.

``search_key`` is the fast form used for whole archives; ``KeyMap`` also says where each
character of the key came from and is used only for the few texts that are shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import compress, islice, pairwise

from indexer.language.finding import find_all
from indexer.language.folding import BARRIER as BARRIER
from indexer.language.folding import DASH, DOT, LINE_ENDS, RADICALS, ZERO_WIDTH_RANGES, folds
from indexer.model.reports import Span

#: Characters between which a space is layout, not text: ideographs and full-width signs.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇○"
_WIDE_SIGNS = "\u3001-\u3003\u3008-\u3011\u3014-\u301b“”‘’…—"
_FULL_WIDTH_SIGNS = "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
_WIDE = HAN + _WIDE_SIGNS + _FULL_WIDTH_SIGNS

_SPACE_BETWEEN_WIDE = re.compile(f"(?<=[{_WIDE}])[ ]+(?=[{_WIDE}])")
_SPACES = re.compile("[ ]{2,}")
_EDGE_SPACE = re.compile("^[ ]+|[ ]+$", re.MULTILINE)

#: In a text of folded characters: the signs that only count between two digits, and barriers.
_UNSETTLED = re.compile(r"[.\-\n]+")
_LOOSE_SIGNS = re.compile(r"[.\-]+")
_BARRIERS = re.compile(r"\n{2,}")
_DIGITS = frozenset("0123456789")


@lru_cache(maxsize=1)
def _clean_table() -> dict[int, str | None]:
    """Code point → what it becomes in the clean text (``None``: nothing)."""
    table: dict[int, str | None] = {
        code: None for first, last in ZERO_WIDTH_RANGES for code in range(first, last + 1)
    }
    for code in [*range(0x20), *range(0x7F, 0xA0)]:
        table[code] = None
    for char in LINE_ENDS:
        table[ord(char)] = "\n"
    table[ord("\t")] = " "
    for code in [0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000]:
        table[code] = " "
    for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ")):
        for code in range(ord(first), ord(last) + 1):
            table[code] = chr(code - 0xFEE0)
    for code in [*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00)]:
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1 and folded != chr(code):
            table[code] = folded
    table.update({ord(radical): whole for radical, whole in RADICALS.items()})
    return table


@lru_cache(maxsize=1)
def _unclean() -> re.Pattern[str]:
    """Finds a character that cleaning may change; most lines hold none, and that is found out faster."""
    codes = sorted({ord(" "), *(code for code, becomes in _clean_table().items() if becomes != chr(code))})
    # runs of neighbours as ranges: the regular expression engine tries the rarer planes one after the other
    borders = [at for at, (a, b) in enumerate(pairwise(codes), start=1) if b != a + 1]
    runs = [codes[first:last] for first, last in pairwise([0, *borders, len(codes)])]
    return re.compile("[" + "".join(f"{re.escape(chr(run[0]))}-{re.escape(chr(run[-1]))}" for run in runs) + "]")


def clean_text(text: str) -> str:
    """``text`` with its Unicode repaired and layout spaces gone; punctuation is kept.

    Full-width letters and digits, Kangxi radicals and compatibility ideographs become their
    plain twins; zero-width and control characters vanish; every line end is ``\\n``; spaces
    between Chinese characters and at line edges vanish, other runs become one space.
    """
    if _unclean().search(text) is None:
        return text
    text = text.replace("\r\n", "\n").translate(_clean_table())
    if " " in text:
        text = _EDGE_SPACE.sub("", _SPACES.sub(" ", _SPACE_BETWEEN_WIDE.sub("", text)))
    return text


def positions(raw: str, clean: str) -> list[int]:
    """For each character of ``clean`` = ``clean_text(raw)`` its offset in ``raw``; one pass over it."""
    table = _clean_table()
    found: list[int] = []
    for offset, char in enumerate(raw):
        if len(found) == len(clean):
            break
        if table.get(ord(char), char) == clean[len(found)]:
            found.append(offset)
    return found


def search_key(clean: str) -> str:
    """The key of a clean text: what is compared when matching.

    White space, punctuation inside a sentence and invisible characters do not occur in it; of the signs between
    two digits there is one ``.`` or ``-``; where a sentence or line ends there is one ``BARRIER``.
    """
    return settled(clean.translate(folds()))


def settled(folded: str) -> str:
    """A text of folded characters with its dots and dashes decided and its barriers joined."""
    if DOT in folded or DASH in folded:
        folded = _LOOSE_SIGNS.sub(_sign_left, folded)
    return _BARRIERS.sub(BARRIER, folded) if BARRIER * 2 in folded else folded


def _sign_left(run: re.Match[str]) -> str:
    """What is left of a run of dots and dashes."""
    kept = _kept_of(run)
    return "" if kept is None else run.string[kept]


def _kept_of(run: re.Match[str]) -> int | None:
    """The offset of the one sign that a run of dots, dashes and barriers leaves in the key, if any: its first
    barrier; between two digits a dot that is alone, or the first of its dashes (2019——2021)."""
    text, start, end = run.string, run.start(), run.end()
    barrier = text.find(BARRIER, start, end)
    if barrier >= 0:
        return barrier
    if start == 0 or end == len(text) or text[start - 1] not in _DIGITS or text[end] not in _DIGITS:
        return None
    if end - start == 1:
        return start
    dash = text.find(DASH, start, end)
    return dash if dash >= 0 else None


def has_numeric_signs(text: str) -> bool:
    """Whether ``text`` holds a sign that counts between two digits and nowhere else."""
    folded = text.translate(folds())
    return DOT in folded or DASH in folded


def query_key(raw: str) -> str:
    """The key of something a user typed or pasted; empty when nothing is left to match."""
    key = search_key(clean_text(raw))
    return key if key.strip(BARRIER) else ""


class KeyMap:
    """A clean text with its search key and the way back.

    ``key`` equals ``search_key(clean)``; ``starts[i]`` is the offset in the clean text of the
    character that became ``key[i]``, alone or with its neighbours in the key (㎡ is ``m2``).
    """

    __slots__ = ("clean", "key", "starts")

    def __init__(self, clean: str) -> None:
        self.clean = clean
        self.key = search_key(clean)
        self.starts = _key_starts(clean)

    def span(self, start: int, end: int) -> Span:
        """The clean-text span of ``key[start:end]`` (not empty): whole characters, also where the key's part is
        only half of one."""
        return self.starts[start], self.starts[end - 1] + 1

    def find_all(self, needle: str, most: int | None = None) -> list[Span]:
        """Clean-text spans of every occurrence of ``needle`` in the key, or of the first ``most``, overlapping ones too, in
        order."""
        return [self.span(at, at + len(needle)) for at in islice(find_all(needle, self.key), most)]


def _key_starts(clean: str) -> list[int]:
    """The offset in a clean text of each character of its key."""
    pieces = list(map(folds().__getitem__, map(ord, clean)))
    folded = "".join(pieces)
    starts = list(compress(range(len(clean)), pieces))
    if len(starts) < len(folded):
        starts = [at for at, piece in enumerate(pieces) for _ in piece]
    if _UNSETTLED.search(folded) is None:
        return starts
    settled: list[int] = []
    done = 0
    for run in _UNSETTLED.finditer(folded):
        settled += starts[done : run.start()]
        kept = _kept_of(run)
        if kept is not None:
            settled.append(starts[kept])
        done = run.end()
    return settled + starts[done:]


def merge_spans(spans: list[Span]) -> tuple[Span, ...]:
    """Sorted spans with overlapping and touching ones joined."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
