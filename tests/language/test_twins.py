"""What is written with one sign is found by each of its twins, and marked exactly where it is."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.marks import positions_of
from indexer.language.normalize import KeyMap, clean_text, query_key, search_key
from indexer.reading.plain import read_plain
from tests.eval.shared import ROOT, shared_folder
from tests.oracle import is_han

#: Signs that are one to a search, by what they are.
CLASSES = {
    "zero": "0０oＯ〇○◯零⓪О⓿",
    "times": "xＸ×✕✖╳",
    "dash": "-－–—―‐‑‒─━~～〜∼−﹣➖",
    "middle dot": "·•・･‧∙⋅˙",
    "quote": "\"'“”‘’„«»‹›＂＇`´′″〝〞〟",
    "bracket": "()（）[]［］{}｛｝【】〔〕〖〗《》〈〉「」『』﹙﹚︵︶",
    "comma": ",，、﹐﹑､",
    "colon": ":：∶﹕",
    "full stop": ".．﹒․",
    "end": "。！？；!?;｡﹖﹗﹔\n",
    "slash": "/／∕⁄",
    "percent": "%％﹪",
    "plus": "+＋﹢⁺₊",
    "ampersand": "&＆﹠",
    "number sign": "#＃﹟",
    "equals": "=＝﹦",
    "at": "@＠﹫",
    "asterisk": "*＊﹡∗",
    "less": "<＜﹤",
    "dollar": "$＄﹩",
    "underscore": "_＿﹍﹎﹏",
    "bar": "|｜",
    "one": "1１①⑴⒈¹₁❶➀",
    "three": "Ⅲⅲ",
    "letter": "aAａＡⓐⒶ",
}
#: Blocks of compatibility characters: Letterlike Symbols, Number Forms, Superscripts, Enclosed Alphanumerics, CJK
#: and their compatibility forms, small forms, half and full width.
BLOCKS = ((0x2070, 0x209F), (0x2100, 0x218B), (0x2460, 0x24FF), (0x3200, 0x33FF), (0xFE10, 0xFE6F), (0xFF00, 0xFFE6))


#: What a key of a piece may lose or keep at its edges.
EDGES = "\n.-"

FORMS: tuple[Literal["NFC", "NFD", "NFKC", "NFKD"], ...] = ("NFC", "NFD", "NFKC", "NFKD")


@pytest.mark.parametrize("name", CLASSES)
def test_signs_of_a_class_find_each_other(name: str) -> None:
    """Between words; dropped signs also where there is none."""
    signs = CLASSES[name]
    dropped = name in ("dash", "middle dot", "quote", "bracket", "comma", "colon", "full stop")
    for written in signs:
        assert_found(f"甲{written}乙", *(f"甲{typed}乙" for typed in signs), *(["甲乙"] if dropped else []))
    assert dropped == (query_key(f"甲{signs[0]}乙") == "甲乙")


def test_dashes_and_dots_between_digits_find_each_other() -> None:
    """And are not the same as none."""
    for name in ("dash", "full stop"):
        for written in CLASSES[name]:
            assert_found(f"3{written}5", *(f"3{typed}5" for typed in CLASSES[name]))
            assert_found(f"二O{written}〇三", *(f"二0{typed}0三" for typed in CLASSES[name]))
            assert query_key("35") not in search_key(f"3{written}5")


def test_compatibility_characters_find_what_unicode_says_they_are() -> None:
    """㎡ finds m2 and the other way round, Ⅲ and III, ① and 1, ㈱ and 株."""
    pairs = [
        (char, plain)
        for first, last in BLOCKS
        for char in map(chr, range(first, last + 1))
        if unicodedata.category(char) != "Cn" and (plain := unicodedata.normalize("NFKC", char)) != char
    ]
    assert len(pairs) > 1000
    for char, plain in pairs:
        if query_key(f"甲{char}乙") != "甲乙":
            assert_found(f"甲{char}乙", f"甲{plain}乙")
        assert_found(f"甲{clean_text(plain)}乙", f"甲{char}乙")


def assert_found(text: str, *typed: str) -> None:
    """All of ``text`` is what each of ``typed`` finds in it."""
    for raw in typed:
        key, whole = query_key(raw), [(0, len(text))]
        assert KeyMap(text).find_all(key) == whole == positions_of(key, text), (text, raw)


# --- whole paragraphs ---------------------------------------------------------------------------


@lru_cache(maxsize=1)
def paragraphs() -> list[str]:
    """Lines of the samples in UTF-8, as they are shown."""
    texts = [file.read_bytes().decode("utf-8", "replace") for file in sorted((ROOT / "archive").rglob("*.txt"))]
    lines = [clean_text(line) for text in texts for line in text.split("\n")]
    return [line for line in lines if len(line) > 20 and "\ufffd" not in line]


@lru_cache(maxsize=1)
def twins() -> Mapping[str, list[str]]:
    """Character → others that are the same by Unicode or by their class; none of several characters, and none that
    Unicode takes for a space with an accent (´) or for a digit with its dot (⒈)."""
    found: dict[str, list[str]] = {}
    for char in map(chr, range(0x80, 0x10000)):
        plain = unicodedata.normalize("NFKC", char)
        if plain != char and len(plain) == 1 and unicodedata.category(char) not in ("Co", "Cs"):
            found.setdefault(plain, []).append(char)
    for signs in CLASSES.values():
        for sign in signs:
            found.setdefault(sign, []).extend(other for other in signs if other != sign and other not in "´˙⒈")
    for plain, others in zip("学习开展专题发会经", ("學", "習", "開", "展", "專", "題", "發髮", "會", "經"), strict=True):
        found.setdefault(plain, []).extend(others)
    return found


def commonest_signs(texts: Iterable[str], most: int = 300) -> list[tuple[str, str]]:
    """The signs that occur oftenest (all but ideographs), each with a piece of text around one of its places."""
    counts: Counter[str] = Counter()
    places: dict[str, str] = {}
    for text in texts:
        counts.update(text)
        for at, char in enumerate(text):
            if char not in places:
                places[char] = text[max(0, at - 4) : at + 5].strip()
    signs = (sign for sign, _ in counts.most_common() if not is_han(sign) and not sign.isspace())
    return [(sign, places[sign]) for sign in islice(signs, most)]


def found_by_all_twins(signs: Sequence[tuple[str, str]]) -> int:
    """Asserts that each piece is found by every way to write its sign, and the other way round, from its first to its
    last character; how many pairs were tried."""
    tried = 0
    for sign, piece in signs:
        for twin in dict.fromkeys(twins().get(sign, ())):
            other = clean_text(piece.replace(sign, twin))
            for text, typed in ((piece, other), (other, piece)):
                key = query_key(typed)
                if not key:
                    continue
                found = KeyMap(text).find_all(key)
                assert positions_of(key, text) == found
                assert [search_key(text[start:end]).strip(EDGES) for start, end in found] == [key.strip(EDGES)], (text, typed)
                tried += 1
    return tried


def test_the_commonest_signs_of_the_samples_and_their_twins_find_each_other() -> None:
    signs = commonest_signs(paragraphs())
    assert len(signs) > 40
    assert found_by_all_twins(signs) > 250


def test_the_commonest_signs_of_real_files_and_their_twins_find_each_other() -> None:
    """Signs that nobody thought of when the classes were listed."""
    texts = [file.read_bytes() for name in ("seeds", "corpora", "cases") for file in shared_folder(name).rglob("*.txt")]
    lines = [clean_text(line) for data in texts for line in read_plain(data).text.split("\n")]
    signs = commonest_signs(lines)
    assert len(signs) > 100
    assert found_by_all_twins(signs) > 400


@st.composite
def rewritten(draw: st.DrawFn) -> tuple[str, str]:
    """A line of a sample, and the same line with some of its characters written otherwise."""
    line = draw(st.sampled_from(paragraphs()))
    chosen = draw(st.randoms(use_true_random=False))
    share = draw(st.sampled_from((0.1, 0.5, 1.0)))
    other = [chosen.choice(twins()[c]) if c in twins() and chosen.random() < share else c for c in line]
    form = draw(st.sampled_from(FORMS))
    return line, unicodedata.normalize(form, "".join(other))


@given(rewritten(), st.data())
def test_a_paragraph_written_otherwise_is_the_same_to_a_search(pair: tuple[str, str], data: st.DataObject) -> None:
    """Equal keys, so equal hits; and a fragment of one is marked in the other from its first to its last character."""
    line, other = pair
    key = search_key(line)
    assert search_key(other) == key == search_key(clean_text(other))
    start = data.draw(st.integers(0, len(line) - 1))
    fragment = query_key(line[start : data.draw(st.integers(start + 1, len(line)))])
    mine, theirs = KeyMap(line).find_all(fragment), KeyMap(other).find_all(fragment)
    assert len(mine) == len(theirs) and (mine or not fragment)
    for (one, end), (first, last) in zip(mine, theirs, strict=True):
        assert search_key(line[one:end]) == search_key(other[first:last])


def test_the_samples_hold_enough_to_rewrite() -> None:
    """The property above is about real prose: many lines, most of them with signs that have twins."""
    lines = paragraphs()
    assert len(lines) > 100
    assert sum(any(a in twins() and b in twins() for a, b in pairwise(line)) for line in lines) > len(lines) / 4
