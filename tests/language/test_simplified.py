"""Traditional characters as simplified ones."""

from __future__ import annotations

from indexer.language.simplified import simplified, simplified_characters
from tests.language.make_traditional import FILE, table_text


def test_the_table_is_the_one_made_from_opencc() -> None:
    """After an update of OpenCC: ``python -m tests.language.make_traditional``, and raise the index's format."""
    assert FILE.read_text(encoding="utf-8") == table_text()


def test_one_character_becomes_one() -> None:
    table = simplified_characters()
    assert len(table) > 4000 and all(len(old) == len(new) == 1 and old != new for old, new in table.items())
    assert table["學"] == "学" and "一" not in table


def test_a_text_with_few_traditional_characters_stays_as_it_is() -> None:
    assert simplified("著力抓好党建工作，" * 20) is None
    assert simplified("開展專題學習") == "开展专题学习"
