"""How Chinese is read: as the library pypinyin reads it, with what typists do to it."""

from __future__ import annotations

import subprocess
import sys

import pypinyin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin.constants import PHRASES_DICT

from indexer.language import pinyin
from indexer.language.tokenizer import lexicon
from tests.profiles import examples
from tools.pinyin_tables import FOLDER, tables

#: Ideographs with one and with several readings, letters, digits and signs.
CHARACTERS = "党建重行长乐会率绿女略数调和都差藏街巷议事厅aZ5，。；×·"
texts = st.text(CHARACTERS, max_size=12)


def test_nothing_is_loaded_before_it_is_needed_and_the_library_never() -> None:
    """A command that asks for no suggestion must not wait for the tables; the library is for tests only."""
    code = (
        "import sys; from indexer.language import pinyin; print(pinyin._tables.cache_info().currsize, end=' ');"
        "pinyin.syllables('党建'); print(pinyin._tables.cache_info().currsize, 'pypinyin' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "0 1 False\n"
    )


def test_the_committed_tables_are_what_the_library_says() -> None:
    """``python -m tools.pinyin_tables`` makes them; a new version of the library that differs must show."""
    committed = {p.name: p.read_text(encoding="utf-8") for p in FOLDER.glob("pinyin_*.txt")}
    made = tables()
    assert sorted(committed) == sorted(made)
    assert [name for name in made if committed[name] != made[name]] == []


def test_words_are_read_as_the_library_reads_them() -> None:
    """The tables are taken from it, the way to use them is not."""
    words = [word for word in lexicon() if all("一" <= char <= "龥" for char in word)]
    words += [word for word in list(PHRASES_DICT)[::40] if "，" not in word]
    assert len(words) > 1000
    assert {w: pinyin.syllables(w) for w in words} == {w: tuple(pypinyin.lazy_pinyin(w)) for w in words}


@settings(max_examples=examples(300))
@given(
    st.lists(
        st.sampled_from(["银行", "行长", "重点", "方便", "宜居", "音乐", "率领", "会", "计", "长"]),
        max_size=6,
    )
)
def test_longer_texts_are_read_as_the_library_reads_them(words: list[str]) -> None:
    """Phrases must not be seen across the words of a text: 方便|宜居 holds no 便宜."""
    assert pinyin.syllables("".join(words)) == tuple(pypinyin.lazy_pinyin("".join(words)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("重庆", "chong qing"),
        ("重点", "zhong dian"),
        ("银行", "yin hang"),
        ("行动", "xing dong"),
        ("会计", "kuai ji"),
        ("绿色", "lv se"),
        ("战略", "zhan lve"),
        ("5G党建", "5 G dang jian"),
        ("党建，引领", "dang jian yin ling"),
        ("", ""),
        ("。！", ""),
    ],
)
def test_a_phrase_decides_how_its_characters_are_read(text: str, said: str) -> None:
    """The first reading of 重 or 行 alone is wrong half of the time."""
    assert pinyin.syllables(text) == tuple(said.split())


@pytest.mark.parametrize(
    ("text", "further"),
    [
        ("重庆", "zhong qing"),
        ("银行", "yin xing"),
        ("绿色", "lu se"),
        ("妇女", "fu nu"),
        ("快乐", "kuai yue"),
    ],
)
def test_other_frequent_readings_come_after_that_of_the_phrase(text: str, further: str) -> None:
    """Who misreads a character, or has no ü on the keyboard, finds the word all the same."""
    first, *others = pinyin.readings(text)
    assert first == pinyin.syllables(text)
    assert tuple(further.split()) in others


def test_rare_readings_are_left_out() -> None:
    """大 is tài in one phrase of a thousand: as a reading it would only be noise."""
    assert pinyin.of_character("大") == ("da",)
    assert pinyin.of_character("会") == ("hui", "kuai")


@given(texts, st.integers(1, 6))
def test_each_reading_has_a_syllable_for_each_readable_character(text: str, most: int) -> None:
    """Who compares syllables with characters relies on it."""
    found = pinyin.readings(text, most)
    assert 1 <= len(found) <= most
    assert len(set(found)) == len(found)
    for said in found:
        assert len(said) == len(pinyin.readable(text)) == len(pinyin.initials(said))


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("dǎngjiàn", "dangjian"), ("lǜsè", "lvse"), ("nǚ", "nv"), ("lüe", "lve"), ("党j", "党j")],
)
def test_tone_marks_are_folded_away(typed: str, plain: str) -> None:
    """Pinyin copied from a dictionary carries them."""
    assert pinyin.toneless(typed) == plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("zhong", "zong"),
        ("chang", "can"),
        ("shan", "sang"),
        ("nan", "lang"),
        ("leng", "nen"),
        ("xing", "xin"),
        ("lv", "nv"),
    ],
)
def test_what_the_south_mixes_up_is_one(one: str, other: str) -> None:
    assert pinyin.fuzzy(one) == pinyin.fuzzy(other)


@pytest.mark.parametrize(
    ("one", "other"), [("hu", "fu"), ("dong", "don"), ("ran", "lan"), ("dan", "tan"), ("ge", "ke")]
)
def test_what_nobody_mixes_up_stays_apart(one: str, other: str) -> None:
    """Folding more would drown what was meant."""
    assert pinyin.fuzzy(one) != pinyin.fuzzy(other)


def test_the_beginning_of_a_syllable_is_folded_to_the_beginning_of_what_it_is_folded_to() -> None:
    """Else a completion would vanish while its last syllable is typed."""
    every = {said for char in map(chr, range(0x4E00, 0x9FA6)) for said in pinyin.of_character(char)}
    assert len(every) > 380
    broken = [
        s for s in every for n in range(len(s)) if not pinyin.fuzzy(s).startswith(pinyin.fuzzy(s[:n]))
    ]
    assert broken == []


def test_letters_without_end_have_no_fuzzy_spelling() -> None:
    """Somebody may paste a page of English."""
    assert pinyin.fuzzy_spellings("an" * 32) != set()
    assert pinyin.fuzzy_spellings("an" * 5000) == set()


def test_fuzzy_letters_are_cut_before_they_are_folded() -> None:
    """dangan is 档案 as much as 单干; only the first loses its g."""
    assert {"danan", "dangan"} <= pinyin.fuzzy_spellings("dangan")
    assert pinyin.fuzzy_spellings("suang") >= {"suan"}


@given(st.text("dangjizhsuovx", max_size=70))
def test_fuzzy_spellings_are_few_and_begin_as_typed(typed: str) -> None:
    """Long nonsense must not be cut in thousands of ways."""
    made = pinyin.fuzzy_spellings(typed)
    assert len(made) <= 16
    assert all(len(folded) <= len(typed) and folded[0] == pinyin.fuzzy(typed)[0] for folded in made)


@given(st.lists(st.sampled_from(["dan", "gang", "shi", "xin", "lv", "an", "en"]), min_size=1, max_size=3))
def test_typed_syllables_are_among_their_fuzzy_spellings(said: list[str]) -> None:
    """However else the letters may be cut."""
    assert "".join(map(pinyin.fuzzy, said)) in pinyin.fuzzy_spellings("".join(said))


@pytest.mark.parametrize(
    ("one", "other", "same", "alike"),
    [
        ("建", "健", True, True),
        ("行", "航", True, True),
        ("党", "单", False, True),
        ("党", "建", False, False),
    ],
)
def test_characters_that_sound_the_same_or_alike(one: str, other: str, same: bool, alike: bool) -> None:
    assert (pinyin.sound_same(one, other), pinyin.sound_alike(one, other)) == (same, alike)
