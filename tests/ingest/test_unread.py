"""Protects that what is left unread in a file is kept with it and named at every run."""

from __future__ import annotations

from indexer.ingest.manifest import manifest_from_dict, manifest_to_dict
from indexer.ingest.verify import check
from indexer.model.unread import Unread
from indexer.output.json_commands import check_to_dict, index_to_dict
from indexer.output.text_commands import check_lines, index_lines
from tests.reading.word_files import docx, paragraph
from tests.workbench import Workbench, letter

_HIDDEN = '<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏起来</w:t></w:r></w:p>'


def with_hidden_text(name: str) -> bytes:
    return docx("".join(paragraph(line) for line in letter(name).splitlines() if line) + _HIDDEN)


def test_what_is_unread_is_named_when_a_file_is_read_and_when_it_is_unchanged(bench: Workbench) -> None:
    path = str(bench.write("a.docx", with_hidden_text("白鹭湖")))
    bench.write("b.txt", letter("青石桥"))
    expected = {path: (Unread("hidden", 3),)}
    assert bench.run().unread == expected
    again = bench.run()
    assert (again.unchanged, again.unread) == (2, expected)
    assert "1 个文件没有读全，未读：隐藏文字 3 字（用 bigan parse 文件 逐个看）" in list(index_lines(again))
    (entry,) = index_to_dict(again, bench.engine.stats())["unread"]
    assert entry["unread"] == [{"kind": "hidden", "count": 3, "detail": "", "label": "隐藏文字 3 字"}]


def test_a_copy_has_what_its_twin_has(bench: Workbench) -> None:
    first = str(bench.write("a.docx", with_hidden_text("白鹭湖")))
    bench.run()
    second = str(bench.write("b.docx", with_hidden_text("白鹭湖")))
    assert set(bench.run().unread) == {first, second}


def test_a_report_is_told_by_its_file(bench: Workbench) -> None:
    path = str(bench.write("a.docx", with_hidden_text("白鹭湖")))
    bench.run()
    bench.write("b.txt", letter("青石桥"))
    bench.run()
    files = manifest_from_dict(bench.engine.manifest()).files
    ((hidden,), (whole,)) = files[path].reports, files[str(bench.root / "b.txt")].reports
    one, other = bench.engine.report(hidden), bench.engine.report(whole)
    assert one is not None and other is not None
    assert (one.unread, other.unread) == ((Unread("hidden", 3),), ())


def test_the_check_names_each_file_that_is_not_read_whole(bench: Workbench) -> None:
    """And takes none of them for a difference."""
    path = str(bench.write("a.docx", with_hidden_text("白鹭湖")))
    bench.write("b.txt", letter("青石桥"))
    bench.run()
    outcome = check(bench.engine, [bench.root])
    assert outcome.ok
    assert list(check_lines(outcome))[-1] == f"{path}：未读：隐藏文字 3 字"
    (entry,) = check_to_dict(outcome)["unread"]
    assert (entry["file"], entry["unread"][0]["label"]) == (path, "隐藏文字 3 字")


def test_a_manifest_of_before_and_one_of_a_newer_version_are_read(bench: Workbench) -> None:
    path = str(bench.write("a.docx", with_hidden_text("白鹭湖")))
    bench.run()
    kept = manifest_to_dict(manifest_from_dict(bench.engine.manifest()))
    *before, unread, read_at = kept["files"][path]
    assert unread == [["hidden", 3, ""]]
    kept["files"][path] = before
    assert manifest_from_dict(kept).files[path].unread == ()
    kept["files"][path] = [*before, [["holograms", 1, ""], ["hidden", 3, ""]], read_at]
    assert manifest_from_dict(kept).files[path].unread == (Unread("hidden", 3),)
