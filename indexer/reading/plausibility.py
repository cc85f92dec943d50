"""How much a decoded text looks like Chinese prose: what chooses between two encodings.

Bytes in one Chinese encoding nearly always decode in another, into characters that exist
but that nobody writes. Two measures tell such a reading from the right one: the mean
``weight`` of its characters, and the ``bits`` it takes to write them down. Bits add up, so
that readings with different numbers of characters can be compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import product

REPLACEMENT = "\ufffd"

#: The characters that official prose uses most, simplified first, then the traditional
#: forms that differ.
_FREQUENT = frozenset(
    "业化建新展全发实的和进大动工设国产推力加区一中高人生提增务等政成强持体作民能重市地会城行保制深施平入"
    "资开质治经合创年家改项升好个量服理基长现以造水点企面育济优有代为社上省坚万效要心快用目公机在科农主完"
    "文级技不五度支续党安域学投定出规品程态更性系三稳场村共活领融源事色革标海法到管落型总通元同方统群部十"
    "府是集放位教对金各数步向善环境费打分做亿商策期本运乡我达防整自营居办消医范时护协路多风引关促就绿台精"
    "四特扩局构收智战应转第流物综园培决外口下与障联准结旅内导习二际任次健式积老小计划线供值利险批专委取抓"
    "立均题众础极交县监道西两干先前争们率信解超组来带问果件空示求确术及央链院研条清广团层固严了义于指比把"
    "过功字着北职校思责查需才气难显案车之届头所备污控惠住记想千获可认盖识原价走贫切给边底都使选真足没说这"
    "那你他她它也还又再去看得很将从被让吧吗呢但如因当或并其而且已只最每何"
    "發國學會個來時動對說產經為這種過還進後關長點開間問題與業務員團體權黨區縣鄉鎮農應當設備計劃環質導領組"
    "織機構責實際單幹書記強調們從將沒裡讓給邊頭議員統總項預辦廣東門萬億數據資訊電車運輸醫療養護術專項級結"
    "續維護習並認識論證勞動節約價優勢轉變創歷階層應積極舉歡樂義務職場僅傳達達標決難險"
)
_COMMON_MARKS = frozenset("，。、；：？！“”‘’（）《》〈〉【】〔〕—…·－　％＋／①②③④⑤⑥⑦⑧⑨⑩「」『』〇○×℃\u00a0")
_ALLOWED_CONTROLS = frozenset("\t\n\x0b\x0c\r\x1a")


_GB_TRAILS = tuple(range(0xA1, 0xFF))
_BIG5_TRAILS = (*range(0x40, 0x7F), *_GB_TRAILS)

#: Bits of a byte that belongs to no character. Two of them cost more than one wrong byte in
#: the middle of a text may, and less than leaving the text's encoding for it.
ERROR_BITS = 30.0
_MARK_BITS, _ASCII_BITS = 6.0, 6.0
_FREQUENT_BITS, _ORDINARY_BITS, _UNUSUAL_BITS, _LEARNED_BITS, _RARE_BITS = 9.0, 13.0, 16.0, 19.0, 22.0
#: Letters of scripts that are written in words, of Western names, and those that no report has.
_ALPHABET_BITS, _WESTERN_BITS, _FOREIGN_BITS = 13.0, 22.0, 34.0
#: Lower-case Greek and Cyrillic, Arabic (Uyghur), Tibetan, Mongolian, Yi, Hangul.
_ALPHABETS = ((0x3B1, 0x3CA), (0x430, 0x450), (0x600, 0x700), (0xF00, 0x1000), (0x1800, 0x18B0), (0xA000, 0xD7A4))
_SIGN_BITS, _CONTROL_BITS, _PRIVATE_BITS = 14.0, 26.0, 36.0
_LATIN_SIGNS = frozenset("·×÷°±®©§«»²³µ")


def double_byte_table(codec: str, leads: Iterable[int], trails: Iterable[int]) -> frozenset[str]:
    """The characters of a block of a double-byte character set."""
    # After a pair that is no character a decoder would begin in its middle, but for the line feed.
    data = b"\n".join(bytes(pair) for pair in product(leads, trails))
    return frozenset(char for char in data.decode(codec, "ignore") if char > "\x7f")


@cache
def _ordinary() -> frozenset[str]:
    """The first levels of GB 2312 and Big5: about 7,000 characters a schooled reader knows."""
    return _simplified() | double_byte_table("big5", range(0xA4, 0xC7), _BIG5_TRAILS)


@cache
def _simplified() -> frozenset[str]:
    return double_byte_table("gb2312", range(0xB0, 0xD8), _GB_TRAILS)


@cache
def _learned() -> frozenset[str]:
    """The second level of GB 2312: 3,000 characters of names, places and learned words."""
    return double_byte_table("gb2312", range(0xD8, 0xF8), _GB_TRAILS)


@lru_cache(maxsize=65536)
def bits(char: str) -> float:
    """How many bits it takes to write one character of a report: 6 (a comma) to 36 (private use).

    About minus the binary logarithm of its share in running text.
    """
    if char in _COMMON_MARKS or " " <= char <= "~" or char in "\t\n\r\ufeff":
        return _MARK_BITS
    if char in _FREQUENT:
        return _FREQUENT_BITS
    code = ord(char)
    if 0x3400 <= code < 0xA000:
        if char in _ordinary():
            return _ORDINARY_BITS if char in _simplified() else _UNUSUAL_BITS
        return _LEARNED_BITS if char in _learned() else _RARE_BITS
    if any(first <= code < end for first, end in _ALPHABETS):
        return _ALPHABET_BITS
    if 0xC0 <= code < 0x17F:
        return _WESTERN_BITS
    if 0x2500 <= code < 0x25A0 or 0x3040 <= code < 0x3100:
        return _LEARNED_BITS
    if char == "÷":
        return _LEARNED_BITS
    if char in _LATIN_SIGNS or 0x2000 <= code < 0x3100 or 0xFF00 <= code < 0xFFF0:
        return _SIGN_BITS
    if code < 0x20 or 0x7F <= code < 0xA0:
        return _SIGN_BITS if char in _ALLOWED_CONTROLS else _CONTROL_BITS
    if char == REPLACEMENT:
        return ERROR_BITS
    return _PRIVATE_BITS if 0xE000 <= code < 0xF900 else _FOREIGN_BITS


def cost(text: str) -> float:
    """The bits of a whole text."""
    return sum(map(bits, text))


@cache
def _implausible() -> re.Pattern[str]:
    common = "".join(sorted(_ordinary() | _learned() | _FREQUENT | _COMMON_MARKS | _LATIN_SIGNS))
    rare = f"[^ -~\\s\u2000-\u303f\uff00-\uffef{re.escape(common)}]"
    return re.compile(f"{rare}[^\\n]{{0,2}}{rare}|[\ue000-\uf8ff\ufffd]")


def is_plausible(text: str) -> bool:
    """Whether no two rare characters are close together, and none is for private use.

    Text read in the wrong encoding is full of them; a right one may have them in a name, so
    ``False`` only means that the text deserves a closer look.
    """
    return _implausible().search(text) is None


@cache
def _usual() -> frozenset[str]:
    return _simplified() | _FREQUENT | _COMMON_MARKS | frozenset(map(chr, range(0x20, 0x7F)))


def is_usual(text: str) -> bool:
    """Whether every character is one that simplified prose uses every day; found out fast."""
    return _usual().issuperset(text)


@lru_cache(maxsize=8192)
def weight(char: str) -> float:
    """How likely one character is in a Chinese report: 1 (the commonest) to -4 (an error)."""
    if char in _FREQUENT or char in _COMMON_MARKS:
        return 1.0
    code = ord(char)
    if char == REPLACEMENT:
        return -4.0
    if code < 0x20 or 0x7F <= code < 0xA0:
        return 0.0 if char in _ALLOWED_CONTROLS else -2.0
    if 0x4E00 <= code < 0xA000:
        return 0.6 if char in _ordinary() else 0.1
    if 0x2000 <= code < 0x3040 or 0xFF00 <= code < 0xFFF0 or code < 0x7F:
        return 0.5
    if 0xE000 <= code < 0xF900:
        return -1.0
    return -0.3


def score(text: str) -> float:
    """The mean weight of the characters that tell encodings apart; 0.5 where there are none."""
    counts = Counter(text)
    telling = {char: n for char, n in counts.items() if not (" " <= char <= "~" or char in "\t\n\r")}
    total = sum(telling.values())
    if not total:
        return 0.5
    return sum(weight(char) * n for char, n in telling.items()) / total


def is_garbage(text: str) -> bool:
    """Whether a decoded text is so full of control characters and errors that it is none.

    A damaged report has a few in thousands; a picture or an archive has one in three.
    """
    counts = Counter(text)
    bad = sum(n for char, n in counts.items() if weight(char) <= -2.0)
    return bad > max(3, len(text) // 10)
