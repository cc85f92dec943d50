"""How much a decoded text looks like Chinese prose: what chooses between two encodings.

Bytes in one Chinese encoding nearly always decode in another, into characters that exist
but that nobody writes. So every character is weighed by how common it is, and the reading
with the greatest mean weight wins.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

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


@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    """The first levels of GB 2312 and Big5: about 7,000 characters a schooled reader knows."""
    gb = bytes(b for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF) for b in (lead, trail))
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    big5 = bytes(b for lead in range(0xA4, 0xC7) for trail in trails for b in (lead, trail))
    return frozenset(gb.decode("gb2312", "ignore")) | frozenset(big5.decode("big5", "ignore"))


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
