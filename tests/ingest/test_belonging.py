"""Of the reports that a correction fits, it belongs to one."""

from __future__ import annotations

import pytest

from indexer.corrections.model import Correction, Fit
from indexer.ingest.belonging import belonging, is_named
from indexer.ingest.manifest import FileEntry

ROW = Correction("year", "2001", ("p1", "p2", "p3", "ra"), file="报告/二.txt")
OTHER = Correction("year", "2002", ("p1", "p2", "p4", "rb"), file="一.txt")


def entry(shown: str, *reports: str) -> FileEntry:
    return FileEntry("/报告", shown, "", "", reports)


FILES = (entry("一.txt", "b", "x"), entry("二.txt", "c"), entry("报告/二.txt", "d", "e"), entry("三.txt", "f"))


@pytest.mark.parametrize(
    ("fits", "found"),
    [
        ({}, None),
        ({"a": Fit.OWN, "d": Fit.WHOLE, "b": Fit.LIKE}, "a"),  # the report itself
        ({"b": Fit.WHOLE, "d": Fit.LIKE}, "d"),  # what has become of it, in its file
        ({"c": Fit.WHOLE, "d": Fit.LIKE}, "d"),  # of files whose paths end alike the one that is named in full
        ({"c": Fit.LIKE, "f": Fit.WHOLE}, "c"),  # named without its folder
        ({"d": Fit.LIKE, "e": Fit.WHOLE}, "e"),  # of one file the most alike
        ({"f": Fit.LIKE, "x": Fit.WHOLE}, "x"),  # its file is gone: the most alike
        ({"f": Fit.LIKE, "x": Fit.LIKE}, "fx"),
    ],
)
def test_a_correction_belongs_to_what_it_was_made_for_or_has_become_of_it(fits: dict[str, int], found: str | None) -> None:
    places = belonging([ROW], {ROW.digest: fits}, FILES)
    assert places == ({} if found is None else {ROW.digest: frozenset(found)})


def test_what_was_corrected_itself_takes_over_nothing_of_the_same() -> None:
    """Another field it may take over, and in the file that a row names the report goes by all rows about it."""
    fits = {ROW.digest: {"b": Fit.WHOLE}, OTHER.digest: {"b": Fit.OWN}}
    assert belonging([ROW, OTHER], fits, FILES) == {ROW.digest: frozenset(), OTHER.digest: frozenset("b")}
    title = Correction("title", "总结", OTHER.anchors, file="一.txt")
    fits = {ROW.digest: {"b": Fit.WHOLE}, title.digest: {"b": Fit.OWN}}
    assert belonging([ROW, title], fits, FILES)[ROW.digest] == frozenset("b")
    fits = {ROW.digest: {"d": Fit.WHOLE}, OTHER.digest: {"d": Fit.OWN}}
    assert belonging([ROW, OTHER], fits, FILES)[ROW.digest] == frozenset("d")


@pytest.mark.parametrize(
    ("shown", "named"), [("二.txt", True), ("报告/二.txt", True), ("告/二.txt", False), (".txt", False), ("", False)]
)
def test_a_file_is_named_by_whole_parts_of_its_path(shown: str, named: bool) -> None:
    assert is_named(shown, ROW) is named
