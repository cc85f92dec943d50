"""Near-duplicates: what is folded away, what is near, and what is shown as one."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines.near_duplicates import (
    Fingerprints,
    NearDuplicatePairs,
    clusters,
    find_near_duplicates,
    fingerprint,
    masked_key,
)
from indexer.engines.near_duplicates.pairs import CROWD
from indexer.language.normalize import search_key
from tests.profiles import examples


def listed(*lines: str) -> list[str]:
    """Words parted by spaces."""
    return " ".join(lines).split()


WHO = listed(
    "镇党委 区妇联 县医院党总支 水务局支部 税务所支部 街道党工委 派出所支部 中心小学 钢厂纪委 村党支部"
)
DO = listed("组织 召开 开展 推进 制定 完善 梳理 排查 走访 督促 检查 修订 收集 办结 化解 选派 评议 考核")
WHAT = listed(
    "主题党日 谈心谈话 志愿服务 信访积案 巡察整改 责任清单 廉政档案 村级账目 防汛值守 招商洽谈 危房改造",
    "课后托管 门诊预约 信贷投放 青年论坛 家风讲座 法治宣传 困难职工 留守儿童 老旧小区 水源保护 道路硬化",
)
HOW = listed(
    "坚持问题导向 逐项对账销号 按月通报进度 邀请群众评价 明确专人负责 发挥骨干作用 推动重心下移 反复征求意见",
    "用好身边典型 形成闭环管理 力求简便易行 不搞层层加码 矛盾就地解决 服务稳步上升 短板仍需补齐",
)
NEW_WORDS = listed("春耕 石桥 云梦 松涛 灯塔 麦浪 驿站 摇篮 渔港 竹海 茶山 古渡 窑洞 梯田 钟楼 稻香")


def clause(r: random.Random) -> str:
    return r.choice(
        (
            f"{r.choice(DO)}{r.choice(WHAT)}{r.randint(2, 480)}场，覆盖{r.randint(20, 4000)}名",
            f"{r.choice(WHO)}{r.choice(HOW)}，{r.choice(DO)}{r.choice(WHAT)}",
            f"{r.choice(WHAT)}和{r.choice(WHAT)}{r.choice(HOW)}，增长{r.randint(1, 60)}.{r.randint(0, 9)}%",
        )
    )


def paragraph(r: random.Random, size: int) -> str:
    text = ""
    while len(text) < size:
        text += clause(r) + r.choice("，；。")
    return text


def other_figures(r: random.Random, text: str) -> str:
    return re.sub(r"\d+", lambda _: str(r.randint(1, 9999)), text)


def placeholders(r: random.Random, text: str) -> str:
    return re.sub(
        r"\d+(\.\d+)?", r.choice(["X", "XX", "×", "**", "____", "几", "某", "○○", "多", "十二"]), text
    )


def punctuation(r: random.Random, text: str) -> str:
    return "".join(
        {"，": r.choice("，,、"), "；": r.choice("；。，"), "。": r.choice("。！")}.get(c, c) for c in text
    )


def other_words(r: random.Random, text: str, most: int = 3) -> str:
    for _ in range(r.randint(1, most)):
        word = r.choice([w for w in (*WHO, *DO, *WHAT) if w in text] or [""])
        text = text.replace(word, r.choice(NEW_WORDS), 1) if word else text
    return text


CHANGES: tuple[Callable[[random.Random, str], str], ...] = (
    other_figures,
    placeholders,
    punctuation,
    other_words,
)


def variant(r: random.Random, text: str) -> str:
    for change in r.sample(CHANGES, r.randint(1, 3)):
        text = change(r, text)
    return text


def keys_of(texts: Sequence[str]) -> list[str]:
    return [search_key(text) for text in texts]


def pairs_of(keys: Sequence[str], old: int = 0) -> NearDuplicatePairs:
    """The pairs found when the keys after the first ``old`` come to these."""
    before = (fingerprint(keys[:old]),) if old else ()
    return find_near_duplicates(before, fingerprint(keys[old:]), lambda row: masked_key(keys[row]))


def edge_set(edges: NearDuplicatePairs) -> set[tuple[int, int]]:
    return {(int(a), int(b)) for a, b in edges.pairs}


@lru_cache(maxsize=1000)
def threes(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 3] for i in range(len(text) - 2))


def jaccard(one: str, other: str) -> tuple[float, int]:
    """Of the sets of three characters: what they share, and how many the richer in own ones has of these."""
    a, b = threes(one), threes(other)
    return len(a & b) / len(a | b), max(len(a - b), len(b - a))


def oracle(keys: Sequence[str]) -> set[tuple[int, int]]:
    """All pairs that are near, by comparing all with all."""
    masked = {masked_key(key) for key in keys}
    named = {
        int.from_bytes(blake2b(m.encode("utf-32-le"), digest_size=8).digest(), "little"): m for m in masked
    }
    near_duplicates = set()
    for a, b in combinations(sorted(n for n, m in named.items() if len(m) >= 20), 2):
        shared, own = jaccard(named[a], named[b])
        if shared >= 0.7 or (shared >= 0.55 and own <= 15):
            near_duplicates.add((a, b))
    return near_duplicates


def groups(keys: Sequence[str], edges: NearDuplicatePairs) -> set[frozenset[str]]:
    """The keys of each cluster."""
    prints = fingerprint(keys)
    labels = clusters(prints.content, prints.masked, edges)
    return {
        frozenset(key for key, own in zip(keys, labels, strict=True) if own == label) for label in set(labels)
    }


# --- what is folded away -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("召开党委会12次", "召开党委会X次"),
        ("召开党委会12次", "召开党委会 ×× 次"),
        ("投入12.5万元", "投入亿元"),
        ("走访20余名群众", "走访*名群众"),
        ("走访二十多名群众", "走访几名群众"),
        ("某某镇，2021年", "__镇20XX年"),
        ("一是，抓学习。二是：抓落实！", "（三）是抓学习；四是抓落实"),
        ("二〇二一年", "2021年"),
    ],
)
def test_what_is_filled_in_anew_is_folded_away(one: str, other: str) -> None:
    """Figures, numerals, placeholders and signs make no difference."""
    assert masked_key(search_key(one)) == masked_key(search_key(other)) != ""


def test_words_are_not_folded_away() -> None:
    """What is left are the letters, in order, of the paragraph itself and not of the headings above it."""
    assert masked_key("heading\x00抓a党建\n促业务") == "抓a党建促业务"
    assert masked_key(search_key("存在问题")) != masked_key(search_key("主要问题"))


@given(
    st.lists(st.sampled_from("党建引领乡村ab𠮷"), max_size=30),
    st.text("，。0X×*某〇三\n_%（…😀", max_size=8),
    st.data(),
)
def test_signs_and_figures_count_nowhere(letters: list[str], signs: str, data: st.DataObject) -> None:
    """Wherever they are put in, the masked key stays; and masking again changes nothing."""
    at = data.draw(st.integers(0, len(letters)))
    text = "".join([*letters[:at], signs, *letters[at:]])
    assert masked_key(text) == "".join(letters) == masked_key(masked_key(text))


# --- fingerprints --------------------------------------------------------------------------


def test_fingerprints_are_what_earlier_versions_stored() -> None:
    """They lie on disk beside segments: another value means that the index format has changed."""
    prints = fingerprint([search_key("镇党委坚持逐项对账销号，全年化解信访积案12件，防汛值守没有一次脱岗。")])
    assert [int(prints.content[0]), int(prints.masked[0])] == [11765235734475430115, 200362273125026842]
    assert prints.signatures[0, :4].tolist() == [42278, 9703, 7770, 52870]


@given(st.lists(st.text("党建引领乡村振兴，X12\n", max_size=40), max_size=12), st.integers(0, 3))
def test_a_fingerprint_depends_on_its_paragraph_alone(keys: list[str], longs: int) -> None:
    """Whatever stands beside it in a batch, empty keys and such as fill a batch alone included."""
    r = random.Random(longs)
    keys = [*keys, *(paragraph(r, 40_000) for _ in range(longs)), *keys]
    together = fingerprint(keys)
    for row, key in enumerate(keys):
        alone = fingerprint([key])
        assert (alone.content[0], alone.masked[0]) == (together.content[row], together.masked[row])
        assert (alone.signatures[0] == together.signatures[row]).all()


def test_signatures_estimate_similarity() -> None:
    """MinHash values agree as often as the grams are shared: else candidates are missed."""
    r = random.Random(2)
    texts = [paragraph(r, 250) for _ in range(60)]
    others = [text[: r.randrange(len(text))] + paragraph(r, 120) for text in texts]
    ours, theirs = keys_of(texts), keys_of(others)
    agree = (fingerprint(ours).signatures == fingerprint(theirs).signatures).mean(axis=1)
    exact = [jaccard(masked_key(a), masked_key(b))[0] for a, b in zip(ours, theirs, strict=True)]
    errors = agree - np.array(exact)
    assert abs(errors.mean()) < 0.02
    assert np.sqrt((errors**2).mean()) < 0.07


def test_short_paragraphs_belong_together_only_when_equal() -> None:
    """第三条 and 第四条 look alike without their figures; formulas of a few characters are never joined."""
    texts = listed(
        "特此报告。 特此报告。 现将情况报告如下： 现将情况报告如下。 附件第3条共12项说明 附件第4条共9项说明"
    )
    prints = fingerprint(keys_of(texts))
    assert clusters(prints.content, prints.masked, pairs_of(keys_of(texts))).tolist() == [0, 1, 2, 2, 3, 4]


def test_paragraphs_are_compared_from_twenty_letters_on() -> None:
    """One letter less, and only equal keys belong together."""
    r = random.Random(1)
    whole = masked_key(search_key(paragraph(r, 60)))
    for letters, expected in ((20, [0, 0, 0, 1]), (19, [0, 1, 0, 2])):
        text = whole[: letters - 1]
        keys = [f"{text}12间", f"{text}15间", f"{text}12间", f"{whole[-letters:]}15间"]
        prints = fingerprint(keys)
        assert clusters(prints.content, prints.masked, pairs_of(keys)).tolist() == expected


# --- near pairs ----------------------------------------------------------------------------


def test_planted_pairs_are_found_and_no_others() -> None:
    """At least 95 of 100 paragraphs with other figures, signs or words; nothing that comparing all with all denies."""
    r = random.Random(11)
    texts = [paragraph(r, r.randint(60, 300)) for _ in range(200)]
    keys = keys_of([*texts, *(variant(r, text) for text in texts)])
    edges, near_duplicates = pairs_of(keys), oracle(keys)
    assert edge_set(edges) <= near_duplicates
    assert len(edge_set(edges)) >= 0.95 * len(near_duplicates)
    prints = fingerprint(keys)
    labels = clusters(prints.content, prints.masked, edges)
    assert (labels[:200] == labels[200:]).mean() >= 0.95
    assert len(set(labels[:200].tolist())) == 200


def test_paragraphs_that_only_begin_alike_are_not_near() -> None:
    """A common opening formula does not make different content one result."""
    r = random.Random(4)
    opening = "一年来，在上级党组织的坚强领导下，我们认真履行第一责任人职责，"
    keys = keys_of([opening + paragraph(r, r.randint(60, 250)) for _ in range(120)])
    assert len(pairs_of(keys).pairs) == 0


def test_a_paragraph_that_says_it_twice_is_not_near() -> None:
    """The sets of grams are all but equal; the lengths are not."""
    text = paragraph(random.Random(9), 150)
    keys = keys_of([text, text + text])
    assert jaccard(masked_key(keys[0]), masked_key(keys[1]))[0] > 0.9
    assert len(pairs_of(keys).pairs) == 0


@given(st.integers(0, 10**6), st.lists(st.integers(1, 20), max_size=4))
@settings(max_examples=examples(25))
def test_adding_at_once_or_in_steps_gives_the_same(seed: int, steps: list[int]) -> None:
    """Edges and clusters do not tell in which order and in how many parts paragraphs came."""
    r = random.Random(seed)
    texts = [paragraph(r, r.randint(40, 160)) for _ in range(8)]
    keys = keys_of([*texts, *(variant(r, r.choice(texts)) for _ in range(24))])
    shuffled = r.sample(keys, len(keys))
    parts: list[Fingerprints] = []
    found: list[NearDuplicatePairs] = []
    at = 0
    for size in (*steps, len(keys)):
        parts.append(fingerprint(shuffled[at : at + size]))
        found.append(find_near_duplicates(parts[:-1], parts[-1], lambda row: masked_key(shuffled[row])))
        at += size
    together, in_steps = pairs_of(keys), NearDuplicatePairs.joined(found)
    assert (together.pairs == in_steps.pairs).all()
    assert groups(keys, together) == groups(shuffled, in_steps)


def test_what_is_known_is_not_read_again() -> None:
    """Adding a report to a large archive reads a few texts: candidates of what is really new."""
    r = random.Random(6)
    keys = keys_of([paragraph(r, 200) for _ in range(300)])
    asked: list[int] = []

    def read(row: int) -> str:
        asked.append(row)
        return masked_key(keys[row])

    copies, changed = keys[:20], keys_of([other_words(r, keys[7])])
    keys += copies + changed
    edges = find_near_duplicates((fingerprint(keys[:300]),), fingerprint(keys[300:]), read)
    assert len(edges.pairs) == 1
    assert sorted(asked) == [7, 320]


def test_boilerplate_takes_no_time_by_the_square() -> None:
    """Hundreds of versions of one paragraph are one cluster, each compared with a few; in steps none is lost."""
    r = random.Random(8)
    base = paragraph(r, 200)
    names = [a + b for a in "赵钱孙李周吴郑王冯陈褚卫" for b in "蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"]
    keys = keys_of([f"{name}县{base}" for name in names] + [base] * 500)
    together = pairs_of(keys)
    assert len(names) > 5 * CROWD
    assert len(together.pairs) < 30 * len(names)
    assert len(groups(keys, together)) == 1
    in_steps = NearDuplicatePairs.joined([pairs_of(keys[:60]), pairs_of(keys[:150], 60), pairs_of(keys, 150)])
    assert edge_set(together) <= edge_set(in_steps)
    assert len(groups(keys, in_steps)) == 1


# --- clusters ------------------------------------------------------------------------------


def edges_of(pairs: Sequence[tuple[int, int]]) -> NearDuplicatePairs:
    return NearDuplicatePairs.joined([NearDuplicatePairs(np.array([pair], dtype=np.uint64)) for pair in pairs])


def labels_of(masked: Sequence[int], pairs: Sequence[tuple[int, int]]) -> list[int]:
    hashes = np.array(masked, dtype=np.uint64)
    return [int(label) for label in clusters(hashes, hashes, edges_of(pairs))]


def test_chains_are_not_followed() -> None:
    """What drifts from year to year is not one cluster: every member is near to its centre."""
    assert labels_of([1, 2, 3, 4, 5], [(1, 2), (2, 3), (3, 4), (4, 5)]) == [0, 0, 0, 1, 1]


def test_labels_count_by_first_rows_and_0_stands_alone() -> None:
    """Equal rows share a label; rows without a hash never do; edges to rows that are gone are no matter."""
    assert labels_of([9, 0, 4, 9, 0, 4, 7], [(4, 8), (7, 9)]) == [0, 1, 2, 0, 3, 2, 0]
    assert labels_of([], [(1, 2)]) == []
    assert labels_of([5], []) == [0]


@given(
    st.lists(st.integers(0, 12), max_size=30),
    st.sets(st.tuples(st.integers(1, 12), st.integers(1, 12))),
    st.randoms(),
)
def test_clusters_are_those_of_the_plain_rule(
    masked: list[int], near_duplicates: set[tuple[int, int]], r: random.Random
) -> None:
    """Centres taken one after the other, in plain Python, give the same clusters; the order of rows does not matter."""
    pairs = sorted({(min(pair), max(pair)) for pair in near_duplicates if pair[0] != pair[1]})
    living = {m for m in masked if m}
    beside = {m: {a + b - m for a, b in pairs if m in (a, b)} & living for m in living}
    centre_of: dict[int, int] = {}
    for m in sorted(living, key=lambda m: (-len(beside[m]), m)):
        if m not in centre_of:
            centre_of.update({taken: m for taken in (m, *beside[m]) if taken not in centre_of})
    shuffled = r.sample(masked, len(masked))
    for rows in (masked, shuffled):
        names = [centre_of.get(m, -row - 1) for row, m in enumerate(rows)]
        assert labels_of(rows, pairs) == [list(dict.fromkeys(names)).index(name) for name in names]


def test_edges_among_what_is_left() -> None:
    """Edges of deleted paragraphs can be dropped, those of living ones stay."""
    edges = NearDuplicatePairs.joined([edges_of([(5, 2), (2, 9)]), edges_of([(2, 5), (3, 4)])])
    assert edge_set(edges) == {(2, 5), (2, 9), (3, 4)}
    assert edge_set(edges.among(np.array([5, 2, 3], dtype=np.uint64))) == {(2, 5)}


def test_a_pair_of_one_is_none() -> None:
    """Only a damaged file can hold one; it must not keep the server busy for ever."""
    assert labels_of([1, 2, 3], [(2, 2), (1, 3), (3, 3)]) == [0, 1, 0]
