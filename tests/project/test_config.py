"""Which config file is found, how its values are read, and what is said when they are wrong."""

from __future__ import annotations

import configparser
import shutil
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from indexer.config import SETTINGS, Settings, load_settings, locating, values
from indexer.errors import ConfigError
from indexer.parsing.rule_files import RULE_FILES
from indexer.querying.request import MAX_SIZE

ROOT = Path(__file__).resolve().parents[2]
Load = Callable[..., Settings]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Writes a config file into a fresh folder and loads it as ``--config`` would."""

    def write_and_load(text: str | bytes, **environ: str) -> Settings:
        path = tmp_path / "mine.ini"
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return load_settings(path, environ=environ, cwd=tmp_path)

    return write_and_load


def port_in(folder: Path, port: int, name: str = "config.ini") -> Path:
    """A config file that can be told from others by its port."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"[server]\nport = {port}\n", encoding="utf-8")
    return path


# --- the file that ships ------------------------------------------------------------------


def test_every_setting_stands_in_config_ini_with_its_default_under_a_chinese_comment() -> None:
    lines = (ROOT / "config.ini").read_text(encoding="utf-8").splitlines()
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.read_string("\n".join(lines))
    written = {(s, k): v for s in parser.sections() for k, v in parser.items(s)}
    assert written == {(s.section, s.key): s.default for s in SETTINGS}
    for setting in SETTINGS:
        at = next(i for i, line in enumerate(lines) if line.split(" =")[0] == setting.key)
        assert lines[at - 1].startswith("#"), setting
        assert any("\u4e00" <= c <= "\u9fff" for c in lines[at - 1]), setting


def test_every_field_of_settings_comes_from_one_setting() -> None:
    assert sorted(s.field for s in SETTINGS) == sorted(f.name for f in fields(Settings) if f.name != "source")


def test_an_empty_file_gives_the_same_settings_as_the_shipped_one(tmp_path: Path) -> None:
    shutil.copy(ROOT / "config.ini", tmp_path / "full.ini")
    (tmp_path / "empty.ini").write_text("", encoding="utf-8")
    full, empty = (load_settings(tmp_path / n, environ={}, cwd=tmp_path) for n in ("full.ini", "empty.ini"))
    for field in fields(Settings):
        if field.name != "source":
            assert getattr(full, field.name) == getattr(empty, field.name), field.name


def test_page_size_may_be_as_large_as_a_request_allows(load: Load) -> None:
    assert load(f"[server]\npage_size = {MAX_SIZE}").page_size == MAX_SIZE
    with pytest.raises(ConfigError):
        load(f"[server]\npage_size = {MAX_SIZE + 1}")


# --- which file is taken ------------------------------------------------------------------


def test_the_order_is_argument_variable_working_folder_checkout(tmp_path: Path) -> None:
    argument = port_in(tmp_path / "a", 1001)
    environ = {"BIGAN_CONFIG": str(port_in(tmp_path / "b", 1002))}
    port_in(tmp_path, 1003)
    assert load_settings(argument, environ=environ, cwd=tmp_path).port == 1001
    assert load_settings(environ=environ, cwd=tmp_path).port == 1002
    assert load_settings(environ={"BIGAN_CONFIG": ""}, cwd=tmp_path).port == 1003
    assert load_settings(environ={}, cwd=tmp_path / "a" / "..").source == tmp_path / "config.ini"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert load_settings(environ={}, cwd=elsewhere).source == ROOT / "config.ini"


def test_without_a_checkout_the_shipped_file_is_taken_and_the_index_goes_to_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installed package may stand in a folder nobody may write to."""
    package = tmp_path / "site-packages" / "indexer"
    shipped = port_in(package / "shipped", 1004)
    monkeypatch.setattr(locating, "__file__", str(package / "config" / "locating.py"))
    user = tmp_path / "user"
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: user)
    settings = load_settings(environ={}, cwd=tmp_path)
    assert (settings.source, settings.port) == (shipped, 1004)
    assert settings.archive_roots == (package / "shipped" / "archive",)
    assert settings.index_folder == user / "index"
    shipped.unlink()
    bare = load_settings(environ={}, cwd=tmp_path)
    assert bare.source is None
    assert bare.archive_roots == (tmp_path / "archive",)
    assert bare.index_folder == user / "index"


@pytest.mark.parametrize("origin", ["argument", "variable"])
def test_a_named_file_that_is_missing_is_an_error_and_never_passed_over(tmp_path: Path, origin: str) -> None:
    port_in(tmp_path, 1003)
    missing = str(tmp_path / "nowhere.ini")
    with pytest.raises(ConfigError, match=r"不存在：.*nowhere\.ini"):
        if origin == "argument":
            load_settings(missing, environ={}, cwd=tmp_path)
        else:
            load_settings(environ={"BIGAN_CONFIG": missing}, cwd=tmp_path)


def test_a_folder_is_no_config_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="不存在"):
        load_settings(tmp_path, environ={}, cwd=tmp_path)


@pytest.mark.parametrize(
    "content", [b"[mysql]\nuser=root\n", b"", b"not ini at all", b"\xff\xfe\x00\xd8", b"user = [server]\n"]
)
def test_another_programs_config_ini_in_the_working_folder_is_passed_over(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "config.ini").write_bytes(content)
    assert load_settings(environ={}, cwd=tmp_path).source == ROOT / "config.ini"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_our_own_config_ini_in_the_working_folder_is_known_in_every_encoding(
    tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "config.ini").write_bytes("[server]\nport = 1007\n# 说明\n".encode(encoding))
    assert load_settings(environ={}, cwd=tmp_path).port == 1007


def test_a_named_relative_file_is_looked_for_from_the_working_folder(tmp_path: Path) -> None:
    path = port_in(tmp_path / "sub", 1005, "b.ini")
    assert load_settings("sub/b.ini", environ={}, cwd=tmp_path).source == path


# --- how paths are read -------------------------------------------------------------------


def test_relative_paths_start_at_the_files_folder_and_not_at_the_working_folder(tmp_path: Path) -> None:
    path = port_in(tmp_path / "conf", 1006)
    path.write_text("[archive]\nfolders = ../reports\n[index]\nfolder = idx\n", encoding="utf-8")
    settings = load_settings(path, environ={}, cwd=tmp_path.parent)
    assert settings.archive_roots == (tmp_path / "reports",)
    assert settings.index_folder == tmp_path / "conf" / "idx"


def test_an_empty_index_folder_stands_beside_the_file(load: Load, tmp_path: Path) -> None:
    assert load("[index]\nfolder =\n").index_folder == tmp_path / ".bigan"


def test_several_archive_roots_one_a_line_without_doubles(load: Load, tmp_path: Path) -> None:
    text = "[archive]\nfolders = 材料 一\n   # a comment\n\n   b\n   ./b\n"
    assert load(text).archive_roots == (tmp_path / "材料 一", tmp_path / "b")


@pytest.mark.parametrize("written", ["%REPORTS%/x", "$REPORTS/x", "${REPORTS}/x"])
def test_variables_are_expanded_in_every_spelling(load: Load, tmp_path: Path, written: str) -> None:
    target = tmp_path / "vars"
    settings = load(f"[archive]\nfolders = {written}\n", REPORTS=str(target))
    assert settings.archive_roots == (target / "x",)


def test_the_home_folder_is_expanded(load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    assert load("[index]\nfolder = ~/idx\n").index_folder == tmp_path / "home" / "idx"


def test_an_undefined_variable_is_an_error_not_a_folder_of_that_name(load: Load) -> None:
    with pytest.raises(ConfigError, match=r"\[index\] folder .*%NOWHERE%.*没有定义"):
        load("[index]\nfolder = %NOWHERE%/idx\n")


@pytest.mark.parametrize("written", ["100%完成", "费用$", "50%-80%"])
def test_percent_and_dollar_signs_in_folder_names_are_left_alone(
    load: Load, tmp_path: Path, written: str
) -> None:
    assert load(f"[archive]\nfolders = {written}\n").archive_roots == (tmp_path / written,)


@pytest.mark.skipif(sys.platform != "win32", reason="drive letters mean something on Windows only")
def test_a_windows_path_is_absolute(load: Load) -> None:
    assert load("[archive]\nfolders =\n  D:\\述职\n").archive_roots == (Path("D:\\述职"),)


# --- encodings and words ------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_notepad_saves_is_read(load: Load, tmp_path: Path, encoding: str, newline: str) -> None:
    text = newline.join(["# 说明", "[archive]", "folders = 述职报告", "[server]", "port = 1"])
    settings = load(text.encode(encoding))
    assert settings.archive_roots == (tmp_path / "述职报告",)
    assert settings.port == 1


def test_a_file_in_no_known_encoding_is_an_error(load: Load) -> None:
    with pytest.raises(ConfigError, match="UTF-8"):
        load(b"[server]\nhost = \xff\xff\xff\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_extra_words_are_read_without_comments_blanks_and_doubles(
    load: Load, tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "词.txt").write_text("# 词表\n河湄先锋\n\n  一网统管 # 平台\n河湄先锋\n", encoding=encoding)
    assert load("[index]\nextra_words = 词.txt\n").extra_words == ("河湄先锋", "一网统管")


def test_a_missing_word_list_is_an_error(load: Load) -> None:
    with pytest.raises(ConfigError, match=r"\[index\] extra_words .*不存在：.*none\.txt"):
        load("[index]\nextra_words = none.txt\n")


# --- what is wrong ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[server]\nprot = 1\n", r"\[server\] 里没有 prot 这个设置，是不是想写 port？"),
        ("[archive]\nfolder = x\n", r"它属于 \[index\]"),
        ("[index]\nport = 1\n", r"它属于 \[server\]"),
        ("[server]\nzzzzzz = 1\n", r"可用的有 host、port、page_size"),
        ("[sever]\nport = 1\n", r"没有 \[sever\] 这一节，是不是想写 \[server\]"),
        ("[Server]\nport = 1\n", r"是不是想写 \[server\]"),
        ("[DEFAULT]\nport = 1\n", r"没有 \[DEFAULT\] 这一节"),
        ("[邮件]\n", r"可用的有 \[archive\]、\[index\]、\[rules\]、\[drafts\]、\[word\]、\[server\]"),
    ],
)
def test_an_unknown_name_is_an_error_that_names_the_nearest_known_one(
    load: Load, text: str, said: str
) -> None:
    with pytest.raises(ConfigError, match=said):
        load(text)


@pytest.mark.parametrize(
    "port", ["", "0", "65536", "80a", "-1", "8_000", "８０００", "8000 # 端口", "9" * 5000]
)
def test_a_bad_port_is_an_error_that_names_file_section_and_key(load: Load, port: str) -> None:
    with pytest.raises(ConfigError, match=r"mine\.ini：\[server\] port 应是 1 到 65535 的整数"):
        load(f"[server]\nport = {port}\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[archive]\nmax_file_mb = 很大\n", r"\[archive\] max_file_mb 应是 1 到 10000 的整数"),
        ("[server]\npage_size = 0\n", r"\[server\] page_size 应是"),
        ("[server]\nhost = a b\n", r"\[server\] host 应是一个地址"),
        ("[server]\nhost =\n", r"\[server\] host 应是一个地址"),
        ("[archive]\nwatch = 也许\n", r"\[archive\] watch 应是 yes 或 no，写的是“也许”"),
        ("[server]\nfont = 黑体\n", r"\[server\] font 应是 sans、serif、kai 中的一个"),
        ("[index]\nfolder = a\n  b\n", r"\[index\] folder 只能写一行"),
        ("port = 1\n", "第 1 行：设置之前要先有一节"),
        ("[server]\nport = 1\nport = 2\n", "第 3 行：port 在 .server. 里写了两次"),
        ("[server]\n[server]\n", "第 2 行：.server. 这一节出现了两次"),
        ("[archive]\nfolders = a\nD:\\b\n", "第 3 行看不懂"),
    ],
)
def test_a_bad_value_or_form_is_one_clear_line(load: Load, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        load(text)
    assert len(str(caught.value).splitlines()) == 1
    assert "mine.ini" in str(caught.value)


# --- rules of the user's own ---------------------------------------------------------------------


def test_rule_files_are_read_from_their_folder(load: Load, tmp_path: Path) -> None:
    """Each rule file of the folder is given by its name; the parser decides what it means."""
    folder = tmp_path / "规则"
    folder.mkdir()
    (folder / "units.ini").write_bytes("[公安]\nself = 我大队\n".encode("gb18030"))
    assert load("[rules]\nfolder = 规则\n").own_rules == {"units": "[公安]\nself = 我大队\n"}
    assert load("[rules]\nfolder =\n").own_rules == {}


def test_a_rule_folder_that_cannot_be_meant_is_refused(load: Load, tmp_path: Path) -> None:
    """A folder that is not there, or a file nobody would read, is told with what to do."""
    with pytest.raises(ConfigError, match="不存在"):
        load("[rules]\nfolder = 没有\n")
    (tmp_path / "规则").mkdir()
    (tmp_path / "规则" / "uints.ini").write_text("")
    with pytest.raises(ConfigError, match=r"uints\.ini 不是规则文件：可用的有 noise\.ini"):
        load("[rules]\nfolder = 规则\n")


def test_the_rule_files_that_may_be_named_are_the_parsers() -> None:
    """The two layers must agree on the names, which neither can import from the other."""
    assert values.RULE_FILES == RULE_FILES


@pytest.mark.parametrize("pair", ['""', "''", "“”"])
def test_the_quotes_of_a_copied_path_are_dropped(load: Load, tmp_path: Path, pair: str) -> None:
    """As Windows copies a path, and as input methods write quotes."""
    text = f"[archive]\nfolders =\n    {pair[0]}{tmp_path}{pair[1]}\n    其他\n"
    assert load(text).archive_roots == (tmp_path, tmp_path / "其他")


@pytest.mark.parametrize("comment", ["; 注释", "# 注释", "；注释"])
def test_a_comment_behind_a_path_is_explained(load: Load, tmp_path: Path, comment: str) -> None:
    """It would become a part of the path, which is then not found."""
    (tmp_path / "报告").mkdir()
    with pytest.raises(ConfigError, match=r"注释.*单独写一行"):
        load(f"[archive]\nfolders = 报告 {comment}\n")


def test_a_folder_with_a_number_sign_in_its_name_is_read(load: Load, tmp_path: Path) -> None:
    """It is there, or there is nothing without the sign either: on a disk that is not plugged in."""
    (tmp_path / "报告 #2").mkdir()
    text = "[archive]\nfolders =\n    报告 #2\n    没有 #3\n"
    assert load(text).archive_roots == (tmp_path / "报告 #2", tmp_path / "没有 #3")


# --- a cluster -----------------------------------------------------------------------------


def test_the_settings_of_a_cluster_are_read(load: Load, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("x", encoding="utf-8")
    hosts = "hosts = https://10.0.0.1:9200/\n  https://b.local"
    settings = load(f"[index]\nengine = opensearch\n[opensearch]\n{hosts}\nprefix = office_1\nca_file = ca.pem\n")
    assert settings.opensearch_hosts == ("https://10.0.0.1:9200", "https://b.local")
    assert settings.opensearch_ca_file == tmp_path / "ca.pem"
    assert settings.index_place == "https://10.0.0.1:9200、https://b.local（office_1）"
    assert load("").index_place == str(tmp_path / ".bigan")


@pytest.mark.parametrize(
    ("section", "line", "said"),
    [
        ("index", "engine = solr", "whoosh、opensearch"),
        ("opensearch", "hosts =", "不能为空"),
        ("opensearch", "hosts = 10.0.0.1:9200", "http:// 或 https://"),
        ("opensearch", "hosts = https://user:secret@10.0.0.1:9200", "环境变量"),
        ("opensearch", "prefix = 笔杆", "小写字母"),
        ("opensearch", "prefix = a*", "小写字母"),
        ("opensearch", "shards = 0", "1 到 1000"),
        ("opensearch", "ca_file = nowhere.pem", "不存在"),
    ],
)
def test_a_wrong_setting_of_a_cluster_is_named(load: Load, section: str, line: str, said: str) -> None:
    with pytest.raises(ConfigError, match=rf"\[{section}\] .*{said}") as caught:
        load(f"[{section}]\n{line}\n")
    assert len(str(caught.value).splitlines()) == 1
    assert "secret" not in str(caught.value), "messages are passed on"
