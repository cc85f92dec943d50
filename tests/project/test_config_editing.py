"""Changing config.ini: what was not meant stays byte for byte, and what was meant is read back."""

from __future__ import annotations

import configparser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.config import load_settings, locating
from indexer.config.changing import with_folder, with_values, without_folder
from indexer.config.editing import add_folder, lines_of, remove_folder, set_value
from indexer.errors import ConfigError
from tests.profiles import examples

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = (ROOT / "config.ini").read_text(encoding="utf-8")


def values(text: str) -> dict[tuple[str, str], str]:
    """What configparser makes of a text, as the settings are read."""
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), default_section="\0")
    parser.read_string(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    return {(s, key): value for s in parser.sections() for key, value in parser.items(s)}


def folders(text: str) -> list[str]:
    return [line.strip() for line in values(text).get(("archive", "folders"), "").splitlines() if line.strip()]


SHAPES = {
    "one line": ("[archive]\nfolders = 甲\n", "[archive]\nfolders = 甲\n    /新\n"),
    "no end of line": ("[archive]\nfolders = 甲", "[archive]\nfolders = 甲\n    /新"),
    "several lines": ("[archive]\nfolders =\n  甲\n  乙\n\n# 完\n", "[archive]\nfolders =\n  甲\n  乙\n  /新\n\n# 完\n"),
    "comments between": (
        "# 头\n[archive]\nfolders = 甲\n  # 旧的\n  ; 乙\n\n  丙\n# 尾\nmax_file_mb = 3\n",
        "# 头\n[archive]\nfolders = 甲\n  # 旧的\n  ; 乙\n\n  丙\n  /新\n# 尾\nmax_file_mb = 3\n",
    ),
    "windows": ("[archive]\r\nfolders = D:\\甲\r\n", "[archive]\r\nfolders = D:\\甲\r\n    /新\r\n"),
    "byte order mark": ("\ufeff[archive]\nfolders=甲\n", "\ufeff[archive]\nfolders=甲\n    /新\n"),
    "tabs": ("[archive]\nFolders\t=\t甲\n\t乙\n", "[archive]\nFolders\t=\t甲\n\t乙\n\t/新\n"),
    "empty value": ("[archive]\nfolders =\nwatch = no\n", "[archive]\nfolders =\n    /新\nwatch = no\n"),
    "no option": ("[archive]\n# 说明\nwatch = no\n\n[index]\n", "[archive]\n# 说明\nwatch = no\nfolders = /新\n\n[index]\n"),
    "indented options": ("[archive]\n  watch = no\n[server]\n", "[archive]\n  watch = no\n  folders = /新\n[server]\n"),
    "bare section": ("[archive]\n [server]\nport = 3", "[archive]\n folders = /新\n [server]\nport = 3"),
    "no section": ("[server]\nport = 3\n", "[server]\nport = 3\n\n[archive]\nfolders = /新\n"),
    "no section, windows": ("[server]\r\nport = 3", "[server]\r\nport = 3\r\n\r\n[archive]\r\nfolders = /新\r\n"),
    "nothing": ("", "[archive]\nfolders = /新\n"),
    "the word elsewhere": (
        "[index]\nfolder = 甲\n# folders = 乙\n",
        "[index]\nfolder = 甲\n# folders = 乙\n\n[archive]\nfolders = /新\n",
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_folder_is_added_at_its_place_and_nothing_else_is_touched(name: str) -> None:
    before, after = SHAPES[name]
    assert add_folder(before, "/新") == after
    assert folders(after) == [*folders(before), "/新"]


@pytest.mark.parametrize("name", SHAPES)
def test_what_was_added_can_be_taken_away_again(name: str) -> None:
    """But for an option that was made for it, and the end of a last line, the file is the one it was."""
    before, after = SHAPES[name]
    gone = remove_folder(after, lambda folder: folder == "/新")
    assert folders(gone) == folders(before)
    if ("archive", "folders") in values(before):
        assert gone.rstrip("\n") == before.rstrip("\n")


def test_the_first_of_several_is_taken_off_the_line_of_the_option() -> None:
    text = "[archive]\r\nfolders = 甲  \r\n    # 为什么\r\n    乙\r\nwatch = no\r\n"
    gone = remove_folder(text, lambda folder: folder == "甲")
    assert gone == "[archive]\r\nfolders =\r\n    # 为什么\r\n    乙\r\nwatch = no\r\n"
    assert remove_folder(gone, lambda folder: folder == "乙").count("乙") == 0


def test_folders_that_count_unnamed_are_written_down_with_the_first_change() -> None:
    """Otherwise adding one would silently take away the default."""
    assert folders(add_folder("[server]\n", "/新", ["/旧"])) == ["/旧", "/新"]
    assert folders(remove_folder("", lambda folder: folder == "/旧", ["/旧", "/另"])) == ["/另"]
    emptied = remove_folder("", lambda folder: folder == "/旧", ["/旧"])
    assert values(emptied)["archive", "folders"] == ""
    assert remove_folder("[server]\n", lambda _: False, ["/旧"]) == "[server]\n"


def test_the_file_that_ships_keeps_every_comment() -> None:
    changed = set_value(add_folder(SHIPPED, "D:\\我的材料"), "server", "page_size", "25")
    kept = [line for line in changed.splitlines() if line not in SHIPPED.splitlines()]
    assert kept == ["    D:\\我的材料", "page_size = 25"]
    assert [line for line in SHIPPED.splitlines() if line not in changed.splitlines()] == ["page_size = 10"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[server]\npage_size = 10\n", "[server]\npage_size = 25\n"),
        ("[server]\nPage_Size=10  \r\n# x\r\n", "[server]\nPage_Size= 25\r\n# x\r\n"),
        ("[server]\npage_size =\n   10\n   # 说明\nport = 1\n", "[server]\npage_size = 25\n   # 说明\nport = 1\n"),
        ("[server]\nport = 1", "[server]\nport = 1\npage_size = 25\n"),
        ("[archive]\npage_size = 3\n", "[archive]\npage_size = 3\n\n[server]\npage_size = 25\n"),
    ],
)
def test_a_value_is_replaced_where_it_stands(before: str, after: str) -> None:
    assert set_value(before, "server", "page_size", "25") == after
    assert values(after)["server", "page_size"] == "25"


# --- against configparser --------------------------------------------------------------------

words = st.sampled_from(["甲", "/a b", "D:\\乙", "x=y", "[丙]", "$V", "# 丁"])
indents = st.sampled_from(["", " ", "  ", "    ", "\t"])
ends = st.sampled_from(["\n", "\r\n"])
options = st.builds("{}folders{}{}".format, indents, st.sampled_from([" = ", "=", " ="]), words)
others = st.builds("{}watch = {}".format, indents, words)
more = st.builds("{}{}".format, indents, words)
comments = st.builds("{}{} {}".format, indents, st.sampled_from("#;"), words)
sections = st.builds("{}[{}]".format, indents, st.sampled_from(["archive", "server", "index"]))
texts = st.lists(st.tuples(st.one_of(sections, options, others, more, comments, st.just("")), ends), max_size=12).map(
    lambda rows: "".join(row + end for row, end in rows)
)


def parsed(text: str) -> dict[tuple[str, str], str] | None:
    try:
        return values(text)
    except configparser.Error:
        return None


@settings(max_examples=examples(400))
@given(texts.filter(lambda text: parsed(text) is not None), st.sampled_from(["", "\ufeff"]))
def test_any_file_that_can_be_read_can_be_changed(text: str, mark: str) -> None:
    """The folder is added, every other value is what it was, every line that was there is still there; and back."""
    text = mark + text
    before = values(text)
    assert "".join(line.raw for line in lines_of(text)) == text
    changed = add_folder(text, "/新 的")
    after = values(changed)
    assert folders(changed) == [*folders(text), "/新 的"]
    others = {key: value for key, value in before.items() if key != ("archive", "folders")}
    assert {key: value for key, value in after.items() if key != ("archive", "folders")} == others
    rows = changed.splitlines()
    assert all(row in rows for row in text.splitlines())
    gone = remove_folder(changed, lambda folder: folder == "/新 的")
    assert folders(gone) == folders(text)
    assert {key: value for key, value in values(gone).items() if key != ("archive", "folders")} == others


# --- as files --------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_keeps_its_encoding(tmp_path: Path, encoding: str) -> None:
    path, folder = tmp_path / "config.ini", tmp_path / "我的材料"
    folder.mkdir()
    path.write_bytes("[archive]\r\n# 说明：旧\r\nfolders = 旧\r\n".encode(encoding))
    now = with_folder(load_settings(path, environ={}, cwd=tmp_path), folder, {})
    assert now.archive_roots == (tmp_path / "旧", folder)
    assert path.read_bytes() == f"[archive]\r\n# 说明：旧\r\nfolders = 旧\r\n    {folder}\r\n".encode(encoding)
    assert load_settings(path, environ={}, cwd=tmp_path) == now
    assert without_folder(now, tmp_path / "旧", {}).archive_roots == (folder,)
    assert not list(tmp_path.glob("*.tmp"))


@pytest.mark.parametrize("name", ["x $QX", "50%TEMP%", "甲 ;乙"])
def test_a_name_that_the_file_cannot_hold_is_refused_before_anything_is_written(tmp_path: Path, name: str) -> None:
    path = tmp_path / "config.ini"
    path.write_text("[archive]\nfolders = a\n", encoding="utf-8")
    (tmp_path / name).mkdir()
    with pytest.raises(ConfigError):
        with_folder(load_settings(path, environ={}, cwd=tmp_path), tmp_path / name, {})
    assert path.read_text(encoding="utf-8") == "[archive]\nfolders = a\n"


def test_a_value_that_cannot_be_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "config.ini"
    path.write_text("[server]\nport = 1\n", encoding="utf-8")
    before = load_settings(path, environ={}, cwd=tmp_path)
    with pytest.raises(ConfigError, match="page_size 应是 1 到 100 的整数"):
        with_values(before, {("server", "page_size"): "1000"}, {})
    assert path.read_text(encoding="utf-8") == "[server]\nport = 1\n"
    assert with_values(before, {("server", "page_size"): "30"}, {}).page_size == 30


def test_an_installed_package_writes_a_file_of_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own may stand where nobody may write, and is replaced with the next version; index and corrections stay."""
    package, user = tmp_path / "site-packages" / "indexer", tmp_path / "user"
    shipped, samples, mine = package / "shipped" / "config.ini", package / "shipped" / "archive", tmp_path / "我的"
    for folder in (samples, mine):
        folder.mkdir(parents=True)
    shipped.write_text(SHIPPED, encoding="utf-8")
    monkeypatch.setattr(locating, "__file__", str(package / "config" / "locating.py"))
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: user)
    before = load_settings(environ={}, cwd=tmp_path)
    now = with_folder(before, mine, {})
    assert shipped.read_text(encoding="utf-8") == SHIPPED
    assert (now.source, now.archive_roots) == (user / "config.ini", (samples, mine))
    assert (now.index_folder, now.corrections) == (before.index_folder, before.corrections)
    assert load_settings(environ={}, cwd=tmp_path) == now
    assert without_folder(now, samples, {}).archive_roots == (mine,)
    shipped.unlink()
    (user / "config.ini").unlink()
    bare = with_folder(load_settings(environ={}, cwd=tmp_path), mine, {})
    assert bare.archive_roots == (mine,)
    assert (user / "config.ini").read_text(encoding="utf-8") == f"[archive]\nfolders = {mine}\n"
