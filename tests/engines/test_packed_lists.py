"""Packed lists are the lists that were packed, whatever their numbers and however they are asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.whoosh import packed_lists as module
from indexer.engines.whoosh.packed_lists import ListPacker, PackedLists

STEPS = (np.uint8, np.uint16)

#: Numbers that lie close, far apart, and at the edges of a step.
_gaps = st.sampled_from((1, 1, 1, 2, 3, 254, 255, 256, 509, 510, 511, 65_534, 65_535, 65_536, 131_070, 1_000_000))
_lists: st.SearchStrategy[list[list[int]]] = st.lists(
    st.tuples(st.integers(0, 70_000), st.lists(_gaps, max_size=30)).map(
        lambda drawn: np.cumsum([drawn[0], *drawn[1]]).tolist()
    )
    | st.just([]),
    max_size=12,
)


def packed(lists: list[list[int]], step: type[np.uint8] | type[np.uint16], at_once: int = 3) -> PackedLists:
    packer = ListPacker(step)
    for first in range(0, len(lists), at_once):
        some = lists[first : first + at_once]
        starts = np.concatenate([[0], np.cumsum([len(own) for own in some])]).astype(np.int64)
        packer.add(starts, np.array([number for own in some for number in own], dtype=np.int64))
    return packer.packed()


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("chunk", [1, 5, 1 << 20])
@given(lists=_lists, data=st.data())
def test_every_list_comes_back(chunk: int, step: type[np.uint8], lists: list[list[int]], data: st.DataObject) -> None:
    """Alone and with its neighbours, whatever is packed and unpacked at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_CHUNK", chunk)
        kept = packed(lists, step)
        assert len(kept) == len(lists)
        assert [kept[at].tolist() for at in range(len(lists))] == lists
        assert all(kept.most(at) >= len(own) for at, own in enumerate(lists))
        first = data.draw(st.integers(0, len(lists)))
        last = data.draw(st.integers(first, len(lists)))
        starts, numbers = kept.between(first, last)
        bounds = zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)
        assert [numbers[begin:end].tolist() for begin, end in bounds] == lists[first:last]


def test_numbers_up_to_32_bits_are_kept() -> None:
    lists = [[2**32 - 1], [0, 2**32 - 1], [7]]
    for step in STEPS:
        assert [packed(lists, step)[at].tolist() for at in range(3)] == lists


def test_a_long_list_of_close_numbers_takes_a_byte_each() -> None:
    close = np.arange(0, 300_000, 3).tolist()
    kept = packed([close], np.uint8)
    assert kept.steps.nbytes == len(close)


def test_a_list_of_distant_numbers_takes_no_more_than_four_bytes_each() -> None:
    distant = [[at, at + 9_000_000, at + 70_000_000] for at in range(50)]
    assert packed(distant, np.uint8).steps.nbytes == 4 * 150
