"""Suggestions: everything the archive has is found by what is typed for it, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indexer.language import pinyin
from indexer.language.normalize import BARRIER, query_key
from indexer.language.spoken import spoken_key
from indexer.suggest.completion import LONGEST_ENTRY, MOST_COUNTS, CompletionIndex
from indexer.suggest.run_on_text import SLIP_FACTOR
from tests.profiles import examples

WORDS = [
    ("党建", 900),
    ("当家", 40),
    ("大家", 300),
    ("单间", 2),
    ("工作", 800),
    ("公正", 30),
    ("重庆", 60),
    ("中青", 5),
    ("银行", 70),
    ("绿色", 80),
    ("录取", 8),
    ("引领", 200),
    ("街巷", 20),
    ("App", 9),
]
HEADINGS = [("强化党建意识，落实主体责任", 6), ("党建引领街巷议事", 4), ("打造绿色街巷", 3), ("银行", 1)]

slow = settings(max_examples=examples(150))
texts = st.text("党建作〇零重行绿女会薪火巷aB5，。", min_size=1, max_size=6)
#: Characters of which many have several readings.
MANY_READINGS = "会重行绿长调乐女党5a"
entries = st.lists(st.tuples(texts, st.integers(0, 9)), max_size=8)
ALL = 1000


@pytest.fixture(scope="module")
def vocabulary() -> CompletionIndex:
    return CompletionIndex.build(WORDS, HEADINGS)


def found(vocabulary: CompletionIndex, typed: str, limit: int = 8) -> list[str]:
    return [suggestion.text for suggestion in vocabulary.complete(typed, limit)]


# --- completions -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "how"),
    [
        ("dj", "initials"),
        ("dangjian", "pinyin"),
        ("dangj", "pinyin"),
        ("dǎngjiàn", "pinyin"),
        ("党j", "mixed"),
        ("d建", "mixed"),
        ("djian", "mixed"),
        ("党", "characters"),
    ],
)
def test_a_word_is_found_by_characters_pinyin_initials_and_mixtures(
    vocabulary: CompletionIndex, typed: str, how: str
) -> None:
    """Whatever state the input method is in when the writer looks up."""
    first = vocabulary.complete(typed)[0]
    assert (first.text, first.count, first.kind, first.how) == ("党建", 900, "word", how)


@pytest.mark.parametrize("typed", ["ＤＪ", "DJ", "dj。", " dj", "“dj", "d'j"])
def test_width_case_and_signs_do_not_matter(vocabulary: CompletionIndex, typed: str) -> None:
    """A Chinese input method in full-width or capital mode types the same letters."""
    assert found(vocabulary, typed)[0].endswith("党建")


def test_the_classes_come_in_order_and_counts_decide_within_one(vocabulary: CompletionIndex) -> None:
    """Characters before what lies inside a heading; both before any sound."""
    assert found(vocabulary, "党建") == ["党建", "党建引领街巷议事", "强化党建意识，落实主体责任"]
    assert found(vocabulary, "d")[:3] == ["党建", "大家", "当家"]
    assert found(vocabulary, "街巷") == ["街巷", "党建引领街巷议事", "打造绿色街巷"]


def test_the_usual_reading_comes_before_another_and_that_before_a_fuzzy_one(vocabulary: CompletionIndex) -> None:
    """zhongqing is 中青 first, however often 重庆 stands in the archive."""
    assert found(vocabulary, "zhongqing") == ["中青", "重庆"]
    assert found(vocabulary, "chongqing") == ["重庆"]
    assert found(vocabulary, "yinxing") == ["银行"]
    assert found(vocabulary, "danjian") == ["单间", "党建", "党建引领街巷议事"]


def test_u_is_found_by_v_and_by_u(vocabulary: CompletionIndex) -> None:
    """Half of the keyboards have it here, half there."""
    assert found(vocabulary, "lvse") == ["绿色"]
    assert found(vocabulary, "lu") == ["录取", "绿色"]


def test_only_the_last_word_is_completed_and_the_others_are_kept(vocabulary: CompletionIndex) -> None:
    assert found(vocabulary, "党建 gz") == ["党建 工作", "党建 公正"]
    assert found(vocabulary, "党建　gz")[0] == "党建　工作"
    assert found(vocabulary, '标题:"gongz')[0] == '标题:"工作'
    assert found(vocabulary, "党建 -gz")[0] == "党建 -工作"
    assert vocabulary.complete("党建 gz")[0].count == 800


@pytest.mark.parametrize(
    "typed", ["", " ", "党建 ", "，", "\n", "xyzxyz", "党" * 5000, "dangjian" * 2000, "重" * 40 + "j", "%"]
)
def test_nothing_typed_or_nonsense_has_no_completion(vocabulary: CompletionIndex, typed: str) -> None:
    """Anything may be pasted into the box, a page of text too."""
    assert vocabulary.complete(typed) == ()


def test_there_are_no_more_than_asked_for_and_nothing_twice(vocabulary: CompletionIndex) -> None:
    assert found(vocabulary, "d", 2) == ["党建", "大家"]
    assert found(vocabulary, "d", 0) == []
    every = found(vocabulary, "yinhang", ALL)
    assert every == ["银行"]


def test_one_key_is_one_entry() -> None:
    """A heading with and without its comma is one suggestion; a word that is also a heading is a word."""
    made = CompletionIndex.build(
        [("党建", 3), ("街巷", 0)], [("抓班子，带队伍", 2), ("抓班子带队伍", 5), ("党建", 7), ("！", 4)]
    )
    assert [(s.text, s.count, s.kind) for s in made.complete("z")] == [("抓班子带队伍", 7, "heading")]
    assert [(s.text, s.count, s.kind) for s in made.complete("d")] == [("党建", 7, "word")]
    assert len(made) == 2


def test_an_endless_heading_is_left_out() -> None:
    made = CompletionIndex.build([], [("建" * LONGEST_ENTRY, 1), ("党" * (LONGEST_ENTRY + 1), 1)])
    assert (len(made), found(made, "党"), len(found(made, "j"))) == (1, [], 1)


def test_an_empty_archive_has_nothing_to_offer() -> None:
    """The first page before anything is indexed has the same box."""
    empty = CompletionIndex.build([], [])
    assert (empty.complete("dj"), empty.corrections("党健"), empty.did_you_mean("党健", len)) == (
        (),
        (),
        None,
    )


def reads(typed: str, key: str) -> bool:
    """Whether ``key`` may be typed so, decided character by character; shares nothing with the index."""
    characters = [c for c in key if c.isalnum()]
    usual = pinyin.syllables(key)

    def rest(at: int, place: int) -> bool:
        if at == len(typed):
            return True
        if place == len(characters):
            return False
        pieces = {typed[at:to] for to in range(at + 1, min(len(typed), at + 6) + 1)}
        return any(
            stands(p, place, at + len(p) == len(typed)) and rest(at + len(p), place + 1) for p in pieces
        )

    def stands(piece: str, place: int, last: bool) -> bool:
        if piece == characters[place]:
            return True
        for said in {usual[place], *pinyin.of_character(characters[place])}:
            blur, whole = pinyin.fuzzy(piece), pinyin.fuzzy(said)
            if blur == whole or piece in (said[0], said[:2] if said[1:2] == "h" else said[0]):
                return True
            if last and (said.startswith(piece) or whole.startswith(blur)):
                return True
        return False

    return typed in key or rest(0, 0)


def spellings(text: str) -> st.SearchStrategy[str]:
    """Ways to begin to type a text: each character as itself, by a reading or an initial, cut off anywhere."""
    forms = [
        st.sampled_from([c, *pinyin.of_character(c), *(s[0] for s in pinyin.of_character(c))]) for c in text
    ]
    return (
        st.tuples(*forms)
        .map("".join)
        .flatmap(lambda whole: st.integers(1, max(1, len(whole))).map(lambda n: whole[:n]))
    )


@slow
@given(entries, entries, st.data())
def test_every_completion_reads_as_typed(
    words: list[tuple[str, int]], headings: list[tuple[str, int]], data: st.DataObject
) -> None:
    """A suggestion that has nothing to do with what was typed is worse than none."""
    made = CompletionIndex.build(words, headings)
    some = [text for text, _ in [*words, *headings]] or ["党"]
    typed = data.draw(
        st.one_of(st.sampled_from(some).flatmap(spellings), st.text("dangjichouxzv党建50", max_size=8))
    )
    key = pinyin.toneless(spoken(typed))
    offered = made.complete(typed, ALL)
    for suggestion in offered:
        is_written_so = strip_key(typed) in strip_key(suggestion.text)
        assert is_written_so or reads(key, spoken(suggestion.text)), suggestion
        assert suggestion.count > 0
    assert len({query_key(s.text) for s in offered}) == len(offered)


@slow
@given(entries, entries)
def test_every_entry_is_found_by_its_full_pinyin_and_its_initials(
    words: list[tuple[str, int]], headings: list[tuple[str, int]]
) -> None:
    """In its usual reading and in each further one: what cannot be typed is not there."""
    made = CompletionIndex.build(words, headings)
    for text, number in [*words, *headings]:
        key = strip_key(text)
        if number and pinyin.readable(key):
            for said in pinyin.readings(spoken(text)):
                for typed in ("".join(said), pinyin.initials(said), key.replace(BARRIER, "。")):
                    assert key in map(strip_key, found(made, typed, ALL)), (typed, key)


def strip_key(text: str) -> str:
    return query_key(text).strip(BARRIER)


def spoken(text: str) -> str:
    return spoken_key(text).strip(BARRIER)


@slow
@given(entries, st.data())
def test_every_mixture_finds_its_entry(words: list[tuple[str, int]], data: st.DataObject) -> None:
    """Characters, syllables and initials in any order, cut off anywhere."""
    key = data.draw(st.text(MANY_READINGS, min_size=1, max_size=12))
    made = CompletionIndex.build([*words, (key, 1)], [])
    assert strip_key(key) in map(strip_key, found(made, data.draw(spellings(spoken(key))), ALL))


@pytest.mark.parametrize(
    ("entry", "typed"),
    [
        ("55会会会会", "55会会会k"),
        ("会会会会会会", "kuaihkuaihkuaih"),
        ("重行绿重行绿重行绿", "zhxlzhhangluchongxl"),
        ("女a女a女a女a", "nuananana"),
        ("爱安爱安爱安爱安", "aanaianaanaian"),
        ("厦门", "厦m"),
        ("厦门", "shm"),
        ("长" * LONGEST_ENTRY, "zhangc" * (LONGEST_ENTRY // 2)),
    ],
)
def test_many_readings_and_ways_to_cut_hide_no_entry(entry: str, typed: str) -> None:
    """Neither the number of readings nor that of cuts has a limit beyond which an entry is lost."""
    made = CompletionIndex.build([(entry, 1)], [])
    assert [(s.text, s.how) for s in made.complete(typed)] == [(entry, "mixed")]


def test_letters_without_end_are_not_searched() -> None:
    """Somebody may paste a page of English, or what has more cuts than atoms in the world."""
    made = CompletionIndex.build([("安" * LONGEST_ENTRY, 1), ("安全", 1)], [])
    assert made.complete("an" * 5000) == ()
    assert found(made, "an" * LONGEST_ENTRY) == ["安" * LONGEST_ENTRY]


# --- corrections -----------------------------------------------------------------------------


@pytest.mark.parametrize("slip", ["党健", "挡建", "当舰", "dangjian", "DangJian"])
def test_a_homophone_leads_to_the_word(vocabulary: CompletionIndex, slip: str) -> None:
    """The real slip of Chinese typists: the right keys, the wrong candidate."""
    first = vocabulary.corrections(slip)[0]
    assert (first.text, first.count) == ("党建", 900)


def test_what_keeps_more_sounds_and_characters_comes_first() -> None:
    """The same syllables before fuzzy ones, one wrong character before two, then the counts."""
    made = CompletionIndex.build([("世纪", 5), ("实际", 90), ("四季", 500), ("事迹", 30), ("司机", 700)], [])
    assert [s.text for s in made.corrections("世记")] == ["世纪", "实际", "事迹"]
    assert [s.text for s in made.corrections("世机", 9)] == ["世纪", "实际", "事迹", "司机"]


def test_a_character_may_be_wrong_by_another_of_its_readings() -> None:
    """崇 is no 重 in 重点, but it is in 重庆, however that word is read."""
    made = CompletionIndex.build([("重点", 9)], [])
    assert [s.text for s in made.corrections("崇点")] == ["重点"]


@pytest.mark.parametrize(
    "word", ["党建", "大家", "单间", "党", "", "。", "fangan", "天气", "app", "党建 工作"]
)
def test_a_word_that_needs_none_gets_no_correction(vocabulary: CompletionIndex, word: str) -> None:
    """Neither what the archive has nor what sounds like nothing in it."""
    assert vocabulary.corrections(word) == ()


def test_a_rare_slip_in_the_archive_is_corrected_but_a_word_of_its_own_is_not() -> None:
    """Reports hold slips too; 世纪 beside 实际 is none."""
    made = CompletionIndex.build([("党建", SLIP_FACTOR), ("党健", 1), ("实际", SLIP_FACTOR), ("世纪", 2)], [])
    assert [s.text for s in made.corrections("党健")] == ["党建"]
    assert made.corrections("世纪") == ()


def test_the_same_letters_cut_elsewhere_are_no_homophone() -> None:
    """fang an and fan gan are typed alike and sound unlike."""
    made = CompletionIndex.build([("方案", 90)], [])
    assert made.corrections("反感") == ()
    assert [s.text for s in made.corrections("fangan")] == ["方案"]


#: Characters and others that sound like them, the same or in fuzzy pinyin.
SOUNDS = {"党": "党单", "建": "建健", "重": "重崇中", "行": "行航", "会": "会快", "绿": "绿女"}
sounding = st.text("".join(SOUNDS), min_size=2, max_size=4)


def slips_of(text: str) -> st.SearchStrategy[str]:
    """What somebody may type who means ``text``."""
    return st.tuples(*(st.sampled_from(SOUNDS.get(char, char)) for char in text)).map("".join)


@slow
@given(entries, sounding, st.integers(1, 9), st.data())
def test_corrections_are_other_words_of_the_archive_that_sound_alike(
    words: list[tuple[str, int]], meant: str, number: int, data: st.DataObject
) -> None:
    """Only what has hits, never the word itself."""
    words = [*words, (meant, number)]
    word = data.draw(slips_of(meant))
    offered = CompletionIndex.build(words, []).corrections(word, ALL)
    assume(offered)
    known = {strip_key(text) for text, number in words if number}
    for suggestion in offered:
        key = strip_key(suggestion.text)
        assert key in known - {word}
        assert all(
            pinyin.sound_same(a, b) or pinyin.sound_alike(a, b) for a, b in zip(word, key, strict=True)
        )


def hits(*paragraphs: str) -> Callable[[str], int]:
    """What an engine would count for words that must all be there."""
    return lambda query: sum(all(word in text for word in query.split()) for text in paragraphs)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("党健", "党建"),
        ("党健引领", "党建引领"),
        ("党健因领", "党建引领"),
        ("党健 工做", "党建 工作"),
        ("街巷党健", "街巷党建"),
        ("dangjian", "党建"),
        ("dangjian gongzuo", "党建 工作"),
        ("dangjianyinling", "党建引领"),
    ],
)
def test_the_slips_of_a_query_are_mended_in_their_place(
    vocabulary: CompletionIndex, query: str, meant: str
) -> None:
    """Also where the whole query is no word of the archive."""
    paragraphs = ["党建引领工作", "街巷党建", "党建工作"]
    offered = vocabulary.did_you_mean(query, hits(*paragraphs))
    assert offered is not None
    assert (offered.text, offered.count) == (meant, hits(*paragraphs)(meant))


def test_a_word_that_is_written_otherwise_among_others_is_mended() -> None:
    """Both are words of the archive; only one of them has hits here."""
    made = CompletionIndex.build([("那些", 50), ("哪些", 30), ("弯路", 9)], [])
    offered = made.did_you_mean("那些弯路", hits("走了哪些弯路"))
    assert offered is not None
    assert offered.text == "哪些弯路"


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("2016年的草原", None),
        ("2016年度的草原", None),
        ("2016年底草原", None),
        ("3月的草原", None),
        ("3月份的草原", None),
        ("5户牧民", None),
        ("2016年第一草原", None),
        ("2016年党健", "2016年党建"),
        ("2016党健", "2016党建"),
        ("草原3月的党健", "草原3月的党建"),
    ],
)
def test_a_date_is_no_slip(query: str, meant: str | None) -> None:
    """年 belongs to its figure: 年的 is read like 年底, and is right."""
    words = ("年底", "月底", "草原", "党建", "年", "月", "的", "牧民", "护牧", "第一", "一")
    assert CompletionIndex.build([(word, 9) for word in words], []).mended(query) == meant


@pytest.mark.parametrize("query", ["", "党建", "党健", "党健引领", "天气", "标题:党健", "，。", "健" * 500])
def test_what_has_no_hits_either_is_not_offered(vocabulary: CompletionIndex, query: str) -> None:
    """An offer that leads to another empty page is a bad joke."""
    assert vocabulary.did_you_mean(query, lambda text: 0) is None


def test_a_query_with_hits_of_its_own_is_left_alone_unless_the_other_has_far_more(
    vocabulary: CompletionIndex,
) -> None:
    """Somebody may look for the slip itself, or for a name."""
    few = {"党健": 2, "党建": 2 * SLIP_FACTOR - 1}
    many = {"党健": 2, "党建": 2 * SLIP_FACTOR}
    assert vocabulary.did_you_mean("党健", lambda text: few.get(text, 0)) is None
    assert vocabulary.did_you_mean("党健", lambda text: many.get(text, 0)) is not None


def test_the_names_of_fields_and_the_signs_of_the_query_language_stay(vocabulary: CompletionIndex) -> None:
    """Only words are typed wrongly by ear."""
    offered = vocabulary.did_you_mean(
        '单家:"党健" -工做 2018', lambda text: 5 if "党建" in text and "工作" in text else 0
    )
    assert offered is not None
    assert offered.text == '单家:"党建" -工作 2018'


@slow
@given(st.lists(sounding, min_size=1, max_size=3), st.sampled_from(["", " ", "：", '"', " -", "jian "]), st.data())
def test_the_engine_is_asked_a_few_times_only_and_its_answer_is_the_count(
    meant: list[str], sign: str, data: st.DataObject
) -> None:
    """However many ways there are to mend a query."""
    query = sign.join(data.draw(slips_of(word)) for word in meant)
    asked: list[str] = []

    def count(text: str) -> int:
        asked.append(text)
        return 0 if text == query else len(asked) // 3

    offered = CompletionIndex.build([(word, 9) for word in meant], []).did_you_mean(query, count)
    assert len(asked) <= MOST_COUNTS
    assert len(set(asked)) == len(asked)
    assume(offered)
    assert offered is not None
    assert offered.text == asked[-1] != query
    assert offered.count == (len(asked)) // 3 > 0


@slow
@given(st.text('党健重崇行航绿会薪伙 dangji："', max_size=120))
def test_any_query_is_mended_with_few_questions(query: str) -> None:
    """Nonsense too; what is no slip asks nothing."""
    asked: list[str] = []
    index = CompletionIndex.build([("党建", 9), ("崇行", 5), ("行会", 2)], [])
    index.did_you_mean(query, lambda text: asked.append(text) or 0)  # type: ignore[func-returns-value]
    assert len(asked) <= MOST_COUNTS
    assert len(set(asked)) == len(asked)


# --- zeros, letters and scripts ---------------------------------------------------------------


@pytest.mark.parametrize("typed", ["二〇", "二0", "二O", "二零", "erling", "elyb", "二〇yi"])
def test_zeros_are_completed_however_they_are_written(typed: str) -> None:
    """One character in a search key, and still read líng."""
    made = CompletionIndex.build([("二〇一八", 3)], [])
    assert [s.text for s in made.complete(typed)] == ["二〇一八"]


@pytest.mark.parametrize("typed", ["zuo", "ZUOFENG", "ｚｕｏ", "zuof", "zf", "作", "作風"])
def test_the_letter_o_is_still_a_letter_of_pinyin(typed: str) -> None:
    made = CompletionIndex.build([("作风", 3)], [])
    assert [s.text for s in made.complete(typed)] == ["作风"]


def test_a_word_that_is_written_with_another_zero_is_no_slip() -> None:
    """Nor one in traditional characters: it is found as it is."""
    made = CompletionIndex.build([("二〇一八", 30), ("专题", 30), ("作风", 40)], [])
    assert made.corrections("二零一八") == () == made.corrections("專題")
    assert [s.text for s in made.corrections("zuofeng")] == ["作风"]
    assert [s.text for s in made.corrections("作封")] == ["作风"]
