"""Whatever is done to a draft, in any order, from two stores: nothing is lost, and everybody reads the same."""

from __future__ import annotations

import shutil
import tempfile
from functools import partial
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from indexer.drafting import operations as ops
from indexer.drafting.model import Block
from indexer.drafting.store import DraftStore
from indexer.model.reports import SECTIONS
from tests.drafting.making import Clock, collected, written
from tests.profiles import examples

SECTION = st.sampled_from(tuple(SECTIONS))
TEXT = st.text("船坞灯塔一二三是、（）。\n ", max_size=20)


class Writing(RuleBasedStateMachine):
    """Two stores over one folder, as two processes have them, against what must be true of any draft."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = Clock()
        self.stores = [DraftStore(self.folder, self.clock), DraftStore(self.folder, self.clock)]
        self.draft = self.stores[0].create("半年稿")
        self.known = [self.draft]
        self.made = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def do(self, store: int, operation: ops.Operation) -> None:
        self.clock.wait(seconds=7)
        before = self.draft
        self.draft = self.stores[store].change(before.id, operation, typing=store == 1)
        assert self.draft.revision == before.revision + (self.draft is not before and self.draft != before)
        self.known.append(self.draft)

    def any_block(self, number: int) -> Block:
        return self.draft.blocks[number % len(self.draft.blocks)]

    @rule(store=st.integers(0, 1), section=SECTION, text=TEXT)
    def collect(self, store: int, section: str, text: str) -> None:
        self.made += 1
        self.do(store, partial(ops.collect, block=collected(f"c{self.made}", section, text)))

    @rule(store=st.integers(0, 1), section=SECTION, text=TEXT, level=st.integers(0, 3))
    def insert(self, store: int, section: str, text: str, level: int) -> None:
        kind = written("x", section, text, level).kind
        self.do(store, partial(ops.insert, text=text, kind=kind, level=level, section=section))

    @precondition(lambda self: self.draft.blocks)
    @rule(store=st.integers(0, 1), at=st.integers(0, 50), text=TEXT, seen=st.integers(0, 50))
    def edit(self, store: int, at: int, text: str, seen: int) -> None:
        """On any state that was ever seen: either it is taken, or it is a conflict, no block changes and the text is kept."""
        block, state = self.any_block(at), self.known[seen % len(self.known)]
        try:
            self.do(store, partial(ops.edit, block_id=block.id, text=text, revision=state.revision))
        except ops.EditConflict as conflict:
            assert block.revision > state.revision
            assert conflict.block == block
            found = self.stores[1 - store].load(self.draft.id)
            assert found.blocks == self.draft.blocks
            assert text.strip() == "" or conflict.kept_as in {gone.block.id for gone in found.removed}
            self.draft = found
            self.known.append(found)

    @precondition(lambda self: self.draft.blocks)
    @rule(store=st.integers(0, 1), at=st.integers(0, 50), by=st.sampled_from((-1, 1)))
    def step(self, store: int, at: int, by: int) -> None:
        self.do(store, partial(ops.step, block_id=self.any_block(at).id, by=by))

    @precondition(lambda self: self.draft.blocks)
    @rule(store=st.integers(0, 1), at=st.integers(0, 50), behind=st.integers(0, 50), section=st.none() | SECTION)
    def move(self, store: int, at: int, behind: int, section: str | None) -> None:
        self.do(store, partial(ops.move, block_id=self.any_block(at).id, section=section, after=self.any_block(behind).id))

    @precondition(lambda self: self.draft.blocks)
    @rule(store=st.integers(0, 1), at=st.integers(0, 50))
    def remove_and_restore(self, store: int, at: int) -> None:
        block, before = self.any_block(at), self.draft
        self.do(store, partial(ops.remove, block_id=block.id))
        assert block.id not in {b.id for b in self.draft.blocks}
        self.do(1 - store, partial(ops.restore, block_id=block.id))
        assert self.draft.blocks == before.blocks

    @precondition(lambda self: self.draft.blocks)
    @rule(store=st.integers(0, 1), at=st.integers(0, 50))
    def remove(self, store: int, at: int) -> None:
        self.do(store, partial(ops.remove, block_id=self.any_block(at).id))

    @precondition(lambda self: self.draft.revision > 3)
    @rule(store=st.integers(0, 1), at=st.integers(0, 50))
    def go_back(self, store: int, at: int) -> None:
        versions = self.stores[store].versions(self.draft.id)
        chosen = versions[at % len(versions)].revision
        self.clock.wait(seconds=7)
        earlier = self.stores[store].version(self.draft.id, chosen)
        self.draft = self.stores[store].go_back(self.draft.id, chosen)
        assert [b.text for b in self.draft.blocks] == [b.text for b in earlier.blocks]
        self.known.append(self.draft)

    @invariant()
    def everybody_reads_the_newest_state_in_order(self) -> None:
        for store in self.stores:
            assert store.load(self.draft.id) == self.draft
        ranks = [list(SECTIONS).index(block.section) for block in self.draft.blocks]
        assert ranks == sorted(ranks)
        assert len({block.id for block in self.draft.blocks}) == len(self.draft.blocks)
        assert not any("\n" in block.text for block in self.draft.blocks)


TestWriting = Writing.TestCase
TestWriting.settings = settings(max_examples=examples(40), stateful_step_count=20)
