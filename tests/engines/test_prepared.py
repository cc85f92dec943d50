"""A report that was made ready elsewhere becomes what it would have become here."""

from __future__ import annotations

import pickle
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines.whoosh import WhooshEngine
from indexer.language.tokenizer import Tokenizer
from tests.engines.corpus import report
from tests.engines.storage import state
from tests.profiles import examples


def test_a_report_prepared_and_sent_is_the_report_added(tmp_path: Path, tokenizer: Tokenizer) -> None:
    """Records, keys, words, facets and headings; also of a report without paragraphs."""
    reports = {"a": report("共同的话，共同的事", "甲乙丙", "共同的话"), "b": report(), "c": report("𠮷野家 abc 12")}
    states = []
    for name in ("added", "sent"):
        engine = WhooshEngine(tmp_path / name, tokenizer)
        prepare = pickle.loads(pickle.dumps(engine.preparation()))
        with engine.writer() as writer:
            for identity, one in reports.items():
                if name == "added":
                    writer.add(identity, one)
                else:
                    writer.add_prepared(identity, pickle.loads(pickle.dumps(prepare(identity, one))))
            writer.commit({}, {})
        (path,) = engine.folder.glob("*.arrays")
        states.append((state(engine), path.read_bytes()))
        engine.close()
    assert states[0] == states[1]


@settings(max_examples=examples(200))
@given(text=st.text(alphabet=st.sampled_from("共同 的话\n\r\t\x0b\x0c\x1c\x1d\x1e\x85\u2028\u3000a1.-\0𠮷"), max_size=12))
def test_no_token_holds_a_line_end(tokenizer: Tokenizer, text: str) -> None:
    """Words are joined by it on their way to the writer."""
    assert not any("\n" in word for word in tokenizer.words(text))
