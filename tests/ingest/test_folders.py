"""Which folders a run looks at, and what a folder that is missing or empty means."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.workbench import Workbench, letter


def filled(bench: Workbench, name: str, *places: str) -> Path:
    """A further folder with one report for each place."""
    root = bench.home / name
    for place in places:
        bench.write(f"{place}.txt", letter(place), root)
    return root


def test_a_missing_root_deletes_nothing_until_pruned(bench: Workbench) -> None:
    """An unplugged disk, a renamed share."""
    bench.write("a.txt", letter("白鹭湖"))
    bench.run()
    away = bench.home / "拿走了"
    bench.root.rename(away)
    outcome = bench.run()
    assert (outcome.removed, outcome.committed, outcome.ok) == (0, False, False)
    assert len(outcome.warnings) == 1 and "--prune" in outcome.warnings[0]
    assert bench.total("白鹭湖") == 4
    away.rename(bench.root)
    assert bench.run().ok
    shutil.rmtree(bench.root)
    assert bench.run(prune=True).removed == 1
    assert bench.total("白鹭湖") == 0


def test_a_root_that_is_suddenly_empty_deletes_nothing_until_pruned(bench: Workbench) -> None:
    path = bench.write("a.txt", letter("白鹭湖"))
    bench.run()
    path.unlink()
    outcome = bench.run()
    assert (outcome.removed, outcome.committed) == (0, False)
    assert len(outcome.warnings) == 1 and "--prune" in outcome.warnings[0]
    assert bench.total("白鹭湖") == 4
    assert bench.run(prune=True).ok
    assert bench.total("白鹭湖") == 0


def test_a_root_that_never_was_is_named(bench: Workbench) -> None:
    bench.write("a.txt", letter("白鹭湖"))
    outcome = bench.run([bench.root, bench.home / "没有"])
    assert outcome.reports == 1 and not outcome.ok
    assert str(bench.home / "没有") in outcome.warnings[0]


def test_an_empty_new_root_is_no_problem(bench: Workbench) -> None:
    outcome = bench.run()
    assert outcome.ok and outcome.files == 0


def test_indexing_another_folder_keeps_the_first_and_is_remembered(bench: Workbench) -> None:
    bench.write("a.txt", letter("白鹭湖"))
    bench.run()
    other = filled(bench, "另一处", "青石巷")
    outcome = bench.run(only=[other])
    assert (outcome.files, outcome.added, outcome.removed, outcome.reports) == (1, 1, 0, 2)
    bench.write("b.txt", letter("黄花渡"), other)
    bench.write("c.txt", letter("长堤街"))
    outcome = bench.run()
    assert (outcome.added, outcome.reports) == (2, 4)
    assert bench.total("白鹭湖") == bench.total("青石巷") == bench.total("黄花渡") == 4


def test_a_folder_on_the_command_line_that_is_not_there_changes_nothing(bench: Workbench) -> None:
    bench.write("a.txt", letter("白鹭湖"))
    bench.run()
    outcome = bench.run(only=[bench.home / "没有"])
    assert not outcome.ok and not outcome.committed
    assert len(outcome.warnings) == 1
    assert bench.run().warnings == []


def test_a_folder_inside_a_root_limits_the_run_to_it(bench: Workbench) -> None:
    bench.write("甲/a.txt", letter("白鹭湖"))
    bench.write("乙/b.txt", letter("青石巷"))
    bench.run()
    bench.write("甲/a2.txt", letter("黄花渡"))
    bench.write("乙/b2.txt", letter("长堤街"))
    (bench.root / "乙/b.txt").unlink()
    outcome = bench.run(only=[bench.root / "甲"])
    assert (outcome.files, outcome.added, outcome.removed) == (2, 1, 0)
    assert (bench.total("黄花渡"), bench.total("长堤街"), bench.total("青石巷")) == (4, 0, 4)
    assert ("甲/a2.txt",) in bench.reports().values()
    outcome = bench.run()
    assert (outcome.added, outcome.removed) == (1, 1)


def test_a_deleted_folder_inside_a_root_is_followed(bench: Workbench) -> None:
    bench.write("甲/a.txt", letter("白鹭湖"))
    bench.write("乙/b.txt", letter("青石巷"))
    bench.run()
    shutil.rmtree(bench.root / "乙")
    assert bench.run().removed == 1
    assert bench.total("青石巷") == 0


def test_pruning_one_folder_forgets_no_other(bench: Workbench) -> None:
    """A folder added on the command line is unplugged while another one is pruned."""
    bench.write("a.txt", letter("白鹭湖"))
    other = filled(bench, "另一处", "青石巷")
    bench.run(only=[other])
    away = bench.home / "拿走了"
    other.rename(away)
    bench.run(only=[bench.root], prune=True)
    assert bench.total("青石巷") == 4
    away.rename(other)
    bench.write("b.txt", letter("黄花渡"), other)
    assert bench.run().added == 1
    assert bench.total("黄花渡") == 4


def test_nested_roots_index_a_file_once(bench: Workbench) -> None:
    inner = bench.root / "内"
    bench.write("a.txt", letter("白鹭湖"))
    bench.write("内/b.txt", letter("青石巷"))
    for roots in ([bench.root, inner], [inner, bench.root]):
        outcome = bench.run(roots)
        assert (outcome.files, outcome.reports) == (2, 2)
    assert not bench.run([inner, bench.root]).committed


def test_a_run_over_the_outer_root_leaves_files_to_the_inner_one(bench: Workbench) -> None:
    """Whichever way it is asked for, a file belongs to the same root: no change back and forth."""
    inner = bench.root / "内"
    bench.write("a.txt", letter("白鹭湖"))
    bench.write("内/b.txt", letter("青石巷"))
    roots = [inner, bench.root]
    bench.run(roots)
    shown = bench.reports()
    assert sorted(shown.values()) == [("a.txt",), ("b.txt",)]
    assert not bench.run(roots, only=[bench.root]).committed
    assert not bench.run(roots, only=[inner]).committed
    assert bench.reports() == shown


def test_equal_paths_in_two_roots_show_the_roots_name(bench: Workbench) -> None:
    one, two = filled(bench, "甲", "白鹭湖"), bench.home / "乙"
    bench.write("白鹭湖.txt", letter("青石巷"), two)
    bench.write("独有.txt", letter("黄花渡"), two)
    bench.run([one, two])
    assert sorted(bench.reports().values()) == [("乙/白鹭湖.txt",), ("独有.txt",), ("甲/白鹭湖.txt",)]


def test_equal_paths_in_two_roots_of_one_name_show_the_whole_path(bench: Workbench) -> None:
    one, two = bench.home / "甲" / "报告", bench.home / "乙" / "报告"
    bench.write("a.txt", letter("白鹭湖"), one)
    bench.write("a.txt", letter("青石巷"), two)
    bench.run([one, two])
    assert set(bench.reports().values()) == {(f"{root.as_posix()}/a.txt",) for root in (one, two)}


def test_two_roots_with_the_same_copy_hold_one_report(bench: Workbench) -> None:
    one, two = filled(bench, "甲", "白鹭湖"), filled(bench, "乙", "白鹭湖")
    bench.run([one, two])
    assert list(bench.reports().values()) == [("乙/白鹭湖.txt", "甲/白鹭湖.txt")] or list(
        bench.reports().values()
    ) == [("甲/白鹭湖.txt", "乙/白鹭湖.txt")]
    shutil.rmtree(one)
    bench.run([one, two])
    assert bench.total("白鹭湖") == 4


def test_a_folder_taken_out_of_the_settings_is_named_and_pruned(bench: Workbench) -> None:
    """A newcomer replaces the samples by a folder of their own: nothing goes silently, and one
    command takes the samples away."""
    bench.write("a.txt", letter("白鹭湖"))
    own = filled(bench, "自己的", "青石桥")
    bench.run()
    outcome = bench.run([own])
    assert outcome.ok and bench.total("白鹭湖") == 4 and bench.total("青石桥") == 4
    assert len(outcome.notes) == 1 and str(bench.root) in outcome.notes[0] and "--prune" in outcome.notes[0]
    pruned = bench.run([own], prune=True)
    assert (pruned.removed, pruned.notes) == (1, [])
    assert bench.total("白鹭湖") == 0 and bench.total("青石桥") == 4
    assert not bench.run([own]).notes


def test_a_folder_added_on_the_command_line_outlives_pruning(bench: Workbench) -> None:
    """It never stood in config.ini, so its absence there says nothing."""
    bench.write("a.txt", letter("白鹭湖"))
    bench.run()
    bench.run(only=[filled(bench, "另加", "青石桥")])
    outcome = bench.run(prune=True)
    assert not outcome.notes and bench.total("青石桥") == 4
