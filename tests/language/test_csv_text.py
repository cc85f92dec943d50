"""Tables for Excel and WPS: what they hold can be read again, and nothing in them is calculated."""

from __future__ import annotations

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.language.csv_text import csv_bytes
from tests.profiles import examples


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_file_says_that_it_is_utf_8_and_what_it_is_about() -> None:
    data = csv_bytes(["共 2 行"], ["字", "数"], [["甲", 1], ["乙，“丙”\n丁", None]])
    assert data.startswith(b"\xef\xbb\xbf")
    assert rows_of(data) == [["共 2 行"], [], ["字", "数"], ["甲", "1"], ["乙，“丙”\n丁", ""]]
    assert data.endswith(b"\r\n")


def test_what_would_be_calculated_is_text() -> None:
    """Whoever writes =HYPERLINK(…) into a report must not have it run in the reader's Excel; full-width signs count there too."""
    cells = ["=1+1", "+86", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠a", "\t=1", "\r=1", "\n=1", "|cmd", "%0A"]
    (row,) = rows_of(csv_bytes([], ["甲"] * len(cells), [cells]))[1:]
    assert row == [f"'{cell}" for cell in cells]
    assert rows_of(csv_bytes(["=1"], ["=2"], []))[0] == ["'=1"]
    assert rows_of(csv_bytes([], ["甲"], [[-5], [-0.5], ["——破折号"], ["1-2"], ["\0甲"]]))[1:] == [
        ["-5"], ["-0.5"], ["——破折号"], ["1-2"], ["甲"],
    ]


@settings(max_examples=examples(60))
@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=2, max_size=3)))
def test_cells_come_back_as_they_were_but_for_the_apostrophe(rows: list[list[str]]) -> None:
    again = rows_of(csv_bytes([], ["甲", "乙"], rows))[1:]
    bare = [[[cell.removeprefix("'") for cell in row] for row in table] for table in (again, rows)]
    assert bare[0] == bare[1]
    assert not [cell for row in again for cell in row if cell[:1] in set("=+-@＝＋－＠\t\r\n")]
