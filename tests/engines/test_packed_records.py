"""Packed records come back byte for byte, from any thread, and a damaged one says so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.whoosh import packed_records as module
from indexer.engines.whoosh.packed_records import RecordPacker, Records


def packed(records: list[bytes]) -> Records:
    packer = RecordPacker()
    for record in records:
        packer.add(record)
    assert len(packer) == len(records)
    return packer.packed()


def alike(count: int) -> list[bytes]:
    """Records as an archive has them: much the same and yet not."""
    return [f'["甲{n}", {n}, "坚持以党建引领推动第{n % 37}项工作落实", ["work"], {n * n}]'.encode() for n in range(count)]


@given(records=st.lists(st.binary(max_size=40), max_size=12))
def test_few_records_come_back(records: list[bytes]) -> None:
    kept = packed(records)
    assert len(kept) == len(records)
    assert [kept[at] for at in range(len(records))] == records


@pytest.mark.parametrize("seen", [1, 3_000, 10**9])
def test_records_come_back_with_a_dictionary_and_without(seen: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those packed before there is a dictionary, those packed after, and those of which none can be made."""
    monkeypatch.setattr(module, "_SEEN", seen)
    monkeypatch.setattr(module, "_LEAST", 1)
    records = [*alike(400), b"", *alike(3)]
    kept = packed(records)
    assert [kept[at] for at in range(len(records))] == records


def test_a_dictionary_saves_much_of_what_short_records_take(monkeypatch: pytest.MonkeyPatch) -> None:
    records = alike(8000)
    with_dictionary = packed(records)
    monkeypatch.setattr(module, "_LEAST", 10**9)
    without = packed(records)
    assert len(with_dictionary.dictionary) and not len(without.dictionary)
    assert len(with_dictionary.data) + len(with_dictionary.dictionary) < len(without.data) / 2


def test_several_threads_unpack_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LEAST", 1)
    records = alike(500)
    kept = packed(records)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(kept.__getitem__, list(range(500)) * 4)) == records * 4


def test_a_flipped_bit_is_told() -> None:
    """Or does not matter: some bits of a frame mean nothing."""
    records = alike(20)
    kept = packed(records)
    places = range(int(kept.starts[5]), int(kept.starts[6]))
    told = 0
    for at in places:
        data = kept.data.copy()
        data[at] ^= 4
        try:
            assert replace(kept, data=data)[5] == records[5]
        except ValueError as error:
            assert "5" in str(error)
            told += 1
    assert told >= 0.9 * len(places)
