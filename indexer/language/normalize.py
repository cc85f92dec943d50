"""Text as it is shown (*clean text*) and text as it is matched (*search key*).

Both are context-free enough that a fragment's key always stands inside the key of the text
it was cut from; that is what makes "a phrase finds exactly what grep finds" true. The
price is small: a lone 零 also finds 〇.

``search_key`` is the fast form used for whole archives; ``KeyMap`` also says where each
character of the key came from and is used only for the few texts that are shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from indexer.model.reports import Span

#: The sign in a search key where a sentence or line ends; no match crosses it unless the
#: question holds one too.
BARRIER = "\n"

#: Punctuation that does not count when matching.
DROPPED = "，、：,:“”‘’\"'「」『』《》〈〉（）()【】[]〔〕—–·…~"

#: Signs that end a sentence.
SENTENCE_ENDS = "。！？；!?;"

#: Format characters and variation selectors: they take no room and mean nothing to a search.
_ZERO_WIDTH_RANGES = (
    (0xAD, 0xAD),
    (0x61C, 0x61C),
    (0x180E, 0x180E),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x2064),
    (0x2066, 0x206F),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB),
    (0xE0000, 0xE01EF),
)
_LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"

#: Characters between which a space is layout, not text: ideographs and full-width signs.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇○"
_WIDE_SIGNS = "\u3001-\u3003\u3008-\u3011\u3014-\u301b“”‘’…—"
_FULL_WIDTH_SIGNS = "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
_WIDE = HAN + _WIDE_SIGNS + _FULL_WIDTH_SIGNS

_SPACE_BETWEEN_WIDE = re.compile(f"(?<=[{_WIDE}])[ ]+(?=[{_WIDE}])")
_SPACES = re.compile("[ ]{2,}")
_EDGE_SPACE = re.compile("^[ ]+|[ ]+$", re.MULTILINE)
_ENDS = SENTENCE_ENDS + BARRIER + _LINE_ENDS
_LONE_DOT = re.compile(r"(?<![0-9])\.|\.(?![0-9])")
_BARRIERS = re.compile("[" + re.escape(SENTENCE_ENDS) + BARRIER + "]+")


#: Radicals of the supplement block that PDF programs write for whole characters; Unicode gives
#: them no decomposition.
_RADICALS = dict(
    zip(
        "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)


@lru_cache(maxsize=1)
def _clean_table() -> dict[int, str | None]:
    """Code point → what it becomes in the clean text (``None``: nothing)."""
    table: dict[int, str | None] = {
        code: None for first, last in _ZERO_WIDTH_RANGES for code in range(first, last + 1)
    }
    for code in [*range(0x20), *range(0x7F, 0xA0)]:
        table[code] = None
    for char in _LINE_ENDS:
        table[ord(char)] = "\n"
    table[ord("\n")] = "\n"
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
    table.update({ord(radical): whole for radical, whole in _RADICALS.items()})
    return table


@lru_cache(maxsize=1)
def _unclean() -> frozenset[str]:
    """The characters that cleaning may change; most lines hold none, and that is found out faster."""
    return frozenset(" ") | {chr(code) for code, becomes in _clean_table().items() if becomes != chr(code)}


def clean_text(text: str) -> str:
    """``text`` with its Unicode repaired and layout spaces gone; punctuation is kept.

    Full-width letters and digits, Kangxi radicals and compatibility ideographs become their
    plain twins; zero-width and control characters vanish; every line end is ``\\n``; spaces
    between Chinese characters and at line edges vanish, other runs become one space.
    """
    if _unclean().isdisjoint(text):
        return text
    text = text.replace("\r\n", "\n").translate(_clean_table())
    if " " in text:
        text = _EDGE_SPACE.sub("", _SPACES.sub(" ", _SPACE_BETWEEN_WIDE.sub("", text)))
    return text


def places(raw: str, clean: str) -> list[int]:
    """For each character of ``clean`` = ``clean_text(raw)`` its offset in ``raw``; one pass over it."""
    table = _clean_table()
    found: list[int] = []
    for offset, char in enumerate(raw):
        if len(found) == len(clean):
            break
        if table.get(ord(char), char) == clean[len(found)]:
            found.append(offset)
    return found


@lru_cache(maxsize=1)
def _key_table() -> dict[int, str | None]:
    """Code point → what it becomes in the search key (``None``: nothing)."""
    table: dict[int, str | None] = {ord(c): None for c in DROPPED}
    for code in range(0x3001):
        if chr(code).isspace() and chr(code) not in "\n" + _LINE_ENDS:
            table[code] = None
    table.update({ord(c): "\n" for c in _LINE_ENDS})
    table.update({ord("○"): "〇", ord("零"): "〇", ord("ς"): "σ", 0: None})
    return table


def _lower(text: str) -> str:
    """Lower case, one character for one."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def search_key(clean: str) -> str:
    """The key of a clean text: what is compared when matching."""
    text = _lower(clean)
    if "." in text:
        text = _LONE_DOT.sub("", text)
    return _BARRIERS.sub(BARRIER, text.translate(_key_table()))


def query_key(raw: str) -> str:
    """The key of something a user typed or pasted; empty when nothing is left to match."""
    key = search_key(clean_text(raw))
    return key if key.strip(BARRIER) else ""


class KeyMap:
    """A clean text with its search key and the way back.

    ``key`` equals ``search_key(clean)``; ``starts[i]`` is the offset in the clean text of the
    character that became ``key[i]``.
    """

    __slots__ = ("clean", "key", "starts")

    def __init__(self, clean: str) -> None:
        self.clean = clean
        self.key = search_key(clean)
        self.starts = _key_starts(clean)

    def span(self, start: int, end: int) -> Span:
        """The clean-text span of ``key[start:end]`` (not empty)."""
        return self.starts[start], self.starts[end - 1] + 1

    def find_all(self, needle: str) -> list[Span]:
        """Clean-text spans of every occurrence of ``needle`` in the key, overlapping ones too, in order."""
        spans: list[Span] = []
        at = self.key.find(needle) if needle else -1
        while at >= 0:
            spans.append(self.span(at, at + len(needle)))
            at = self.key.find(needle, at + 1)
        return spans


def _key_starts(clean: str) -> list[int]:
    """The offset in a clean text of each character of its key: all but those that are dropped, and of
    barriers that meet only the first."""
    starts: list[int] = []
    at = 0
    after_barrier = False
    for match in _special().finditer(clean):
        place = match.start()
        if place > at:
            starts.extend(range(at, place))
            after_barrier = False
        at = place + 1
        if match[0] in _ENDS:
            if not after_barrier:
                starts.append(place)
            after_barrier = True
    starts.extend(range(at, len(clean)))
    return starts


def dropped_characters() -> str:
    """The characters that never count when matching (a dot does between digits)."""
    return "".join(chr(code) for code, becomes in _key_table().items() if becomes is None)


@lru_cache(maxsize=1)
def _special() -> re.Pattern[str]:
    """The characters that have no place of their own in the key, and those that become barriers."""
    return re.compile(f"[{re.escape(dropped_characters() + _ENDS)}]|{_LONE_DOT.pattern}")


def merge_spans(spans: list[Span]) -> tuple[Span, ...]:
    """Sorted spans with overlapping and touching ones joined."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
