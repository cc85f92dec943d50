"""What is written in another script, width or sign is found in every engine alike, and shown as it is written."""

from __future__ import annotations

from indexer.engines import Engine
from indexer.language.normalize import clean_text
from indexer.querying.request import build_request
from tests.engines.brute import found_places
from tests.engines.corpus import fill, report

#: Spellings that are one to a search.
TWINS = (
    ("办结率9.9%", "办结率９．９％", "办结率 9.9 ﹪"),
    ("两万元/年", "两万元／年", "两万元∕年", "兩萬元/年"),
    ("1+N工作", "１＋Ｎ工作", "①＋n工作", "❶+N工作"),
    ("阿米·古丽", "阿米•古丽", "阿米・古丽", "阿米‧古丽", "阿米˙古麗", "阿米古丽"),
    ("促改——深化", "促改──深化", "促改――深化", "促改-深化", "促改深化"),
    ("2019—2021年任务", "2019-2021年任务", "２０１９～２０２１年任务", "2019 – 2021年任務", "2O19——2〇21年任务"),
    ("（试行）办法", "［试行］办法", "【試行】辦法", "〔试行〕办法", "﹝试行﹞办法"),
    ("二〇二三年清淤", "二0二三年清淤", "二O二三年清淤", "二◯二三年清淤", "二零二三年清淤", "二О二三年清淤"),
    ("专题学习", "專題學習", "專题學习"),
    ("绿地25㎡", "绿地25m²", "綠地２５M2", "绿地25m2"),
    ("水质Ⅲ类", "水质III类", "水質ⅲ類", "水质iii类"),
    ("24×7值守", "24x7值守", "２４Ｘ７值守", "24✕7值守"),
    ("高䶮山", "高\ue863山"),
)


def test_twins_find_each_other(engine: Engine) -> None:
    """Each spelling, as words, phrase, gapped phrase and beside a field, finds all that are written otherwise."""
    reports = {f"r{at}": report(*twins, title=twins[0]) for at, twins in enumerate(TWINS)}
    fill(engine, reports)
    for at, twins in enumerate(TWINS):
        own = {(f"r{at}", ordinal) for ordinal in range(len(twins))}
        for twin in twins:
            one, other = twin[: len(twin) // 2], twin[len(twin) // 2 :]
            asked = (f"“{twin}”", f"标题:“{twin}”", f"“{one}*{other}”", f"“{other} {one}”~15")
            for q in asked:
                assert own <= found_places(engine, build_request(q, size=100)), q
            assert own <= found_places(engine, build_request(phrases=[twin], size=100)), twin


def test_marks_and_lines_show_whole_characters(engine: Engine) -> None:
    """Where a match is a part of what one character becomes, the character is marked."""
    fill(engine, {"r": report("绿地25㎡，达Ⅲ类，專題學習")})
    for typed, shown in (("2类", None), ("m2达", "㎡，达"), ("i类", "Ⅲ类"), ("专题学习", "專題學習"), ("25M", "25㎡")):
        hits = engine.search(build_request(f"“{typed}”")).hits
        marked = [hit.paragraph.text[start:end] for hit in hits for start, end in hit.highlights]
        assert marked == ([shown] if shown else [])
        if shown:
            lines = engine.concordance(build_request(f"“{typed}”"), "place", 4).lines
            assert [line.match for line in lines] == [shown]


def test_strict_minds_every_sign(engine: Engine) -> None:
    """What a search folds, a strict phrase tells apart."""
    for at, twins in enumerate(TWINS):
        fill(engine, {f"r{at}": report(*dict.fromkeys(map(clean_text, twins)))})
        for ordinal, twin in enumerate(dict.fromkeys(map(clean_text, twins))):
            assert found_places(engine, build_request(f"strict:“{twin}”", size=100)) == {(f"r{at}", ordinal)}, twin
            lines = engine.concordance(build_request(f"strict:“{twin}”"), "place", 4).lines
            assert [line.match for line in lines] == [twin]
