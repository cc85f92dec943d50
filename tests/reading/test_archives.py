"""Protects that an archive of reports gives its files, and nothing it holds does harm."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib

import pytest

from indexer.errors import UnreadableFile
from indexer.reading import read
from indexer.reading.archives import Limits, Member, is_archive, unpack
from tests.reading.word_files import docx, paragraph

_SUFFIXES = frozenset((".txt", ".docx", ".doc"))
_TEXT = "一年来，全体同志团结奋进，完成了各项任务。".encode()


def zipped(*files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, data in files:
            package.writestr(name, data)
    return out.getvalue()


def with_raw_name(raw: bytes, flags: int = 0, extra: bytes = b"") -> bytes:
    """An archive of one stored file whose name is these bytes: zipfile writes no such names."""
    crc, size = zlib.crc32(_TEXT), len(_TEXT)
    head = struct.pack("<HHHHHIIIHH", 20, flags, 0, 0, 33, crc, size, size, len(raw), len(extra))
    local = b"PK\x03\x04" + head + raw + extra + _TEXT
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, 0) + raw + extra
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local), 0)
    return local + entry + end


def members(data: bytes, limits: Limits | None = None) -> list[Member]:
    return list(unpack(data, "合集.zip", _SUFFIXES, limits))


def names(data: bytes) -> list[str]:
    return [member.name for member in members(data)]


def refusal(member: Member) -> str:
    assert isinstance(member.data, UnreadableFile)
    message = str(member.data)
    assert "\n" not in message
    assert "「合集.zip" in message
    assert "请" in message
    return message


def patched(data: bytes, at_local: int, at_central: int, value: bytes) -> bytes:
    """The archive with some header bytes of its only file changed in both places."""
    out = bytearray(data)
    for start in (at_local, data.index(b"PK\x01\x02") + at_central):
        out[start : start + len(value)] = value
    return bytes(out)


def test_wanted_files_are_given_in_order_with_their_bytes() -> None:
    data = zipped(("乙/二.TXT", b"2"), ("一.txt", _TEXT), ("图.png", b"x"), ("夹/", b""), ("无", b""))
    assert members(data) == [Member("乙/二.TXT", b"2"), Member("一.txt", _TEXT)]


def test_litter_of_file_managers_and_hidden_files_are_left_out() -> None:
    litter = ("__MACOSX/._一.txt", "__MACOSX/二.txt", "._三.txt", ".git/四.txt", "~$五.docx", "夹/.六.txt")
    assert names(zipped(*((name, b"x") for name in litter), ("七.txt", b"x"))) == ["七.txt"]


def test_documents_in_zip_form_are_no_archives() -> None:
    """Told by content: a .docx is a zip archive too."""
    assert is_archive(zipped(("a.docx", docx(paragraph("文")))))
    assert not is_archive(docx(paragraph("文")))
    assert not is_archive(docx(paragraph("文"))[:-60])
    for part in ("[Content_Types].xml", "xl/workbook.xml", "ppt/x.xml", "mimetype", "OFD.xml", "WORD\\a.xml"):
        assert not is_archive(zipped((part, b"x"))), part
    assert not is_archive(b"PK\x03\x04" + b"\0" * 50)
    assert not is_archive(_TEXT)


def test_an_archive_cut_off_is_an_archive_still_and_told_as_broken() -> None:
    data = zipped(("一.txt", _TEXT), ("二.txt", _TEXT))[:-30]
    assert is_archive(data)
    with pytest.raises(UnreadableFile, match=r"「合集\.zip」.*损坏.*请"):
        unpack(data, "合集.zip", _SUFFIXES)


@pytest.mark.parametrize(
    ("raw", "flags", "expected"),
    [
        ("述职报告.txt".encode("gbk"), 0, "述职报告.txt"),
        ("述职报告.txt".encode(), 0, "述职报告.txt"),
        ("述职报告.txt".encode(), 0x800, "述职报告.txt"),
        # Says UTF-8 and is not.
        ("述职报告.txt".encode("gbk"), 0x800, "述职报告.txt"),
        # Valid UTF-8 by chance.
        ("目录.txt".encode("gbk"), 0, "目录.txt"),
        # The second byte of this character is a backslash.
        ("誠.txt".encode("gbk"), 0, "誠.txt"),
        ("䶮㙍𠀀.txt".encode("gb18030"), 0, "䶮㙍𠀀.txt"),
        (b"a\xff\xff.txt", 0, "a\u00a0\u00a0.txt"),
        ("年\\总结.txt".encode("gbk"), 0, "年/总结.txt"),
        (b"C:\\Users\\a.txt", 0, "C:/Users/a.txt"),
        (b"/etc/a.txt", 0, "etc/a.txt"),
        (b"../../x/./a.txt", 0, "x/a.txt"),
        ("一\n二.txt".encode(), 0, "一_二.txt"),
    ],
)
def test_names_are_read_as_their_writer_meant_them(raw: bytes, flags: int, expected: str) -> None:
    (member,) = members(with_raw_name(raw, flags))
    assert member.name == expected.replace("\u00a0", "_")
    assert member.data == _TEXT


def test_the_unicode_path_beside_an_old_name_is_used_while_it_belongs_to_it() -> None:
    raw, name = b"?.txt", "总结.txt".encode()
    for crc, expected in ((zlib.crc32(raw), "总结.txt"), (1, "?.txt")):
        field = struct.pack("<BI", 1, crc) + name
        extra = struct.pack("<HH", 0x5455, 1) + b"x" + struct.pack("<HH", 0x7075, len(field)) + field
        assert names(with_raw_name(raw, 0, extra)) == [expected]


def test_equal_names_are_told_apart() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped(("a.txt", b"1"), ("a.txt", b"2"), ("./a.txt", b"3"))
    assert members(data) == [Member("a.txt", b"1"), Member("a (2).txt", b"2"), Member("a (3).txt", b"3")]


def test_archives_in_archives_are_opened_to_a_depth() -> None:
    data = zipped(("底.txt", b"x"))
    for level in (4, 3, 2):
        data = zipped((f"{level}.zip", data), (f"{level}.txt", b"x"))
    by_name = {member.name: member for member in members(data)}
    assert list(by_name) == ["2.zip/3.zip/4.zip", "2.zip/3.zip/4.txt", "2.zip/3.txt", "2.txt"]
    assert "3 层" in refusal(by_name["2.zip/3.zip/4.zip"])


def test_what_a_file_is_is_told_by_its_content_inside_too() -> None:
    word = docx(paragraph("文"))
    data = zipped(("内.docx", zipped(("一.txt", b"1"))), ("二.zip", word), ("三.zip", b"PK\x03\x04"))
    assert members(data) == [
        Member("内.docx/一.txt", b"1"),
        Member("二.zip", word),
        Member("三.zip", b"PK\x03\x04"),
    ]


def test_a_broken_archive_inside_does_not_spoil_the_others() -> None:
    inner = zipped(("一.txt", _TEXT))
    broken, fine = members(zipped(("内.zip", inner[:-10]), ("二.txt", b"2")))
    assert "损坏" in refusal(broken)
    assert fine == Member("二.txt", b"2")


def test_a_locked_file_is_told_as_such() -> None:
    (member,) = members(patched(zipped(("a.txt", _TEXT)), 6, 8, b"\x01\x00"))
    assert "加密" in refusal(member)


@pytest.mark.parametrize(
    ("method", "called"), [(9, "Deflate64"), (12, "BZip2"), (14, "LZMA"), (98, "PPMd"), (77, "77")]
)
def test_other_compression_methods_are_named(method: int, called: str) -> None:
    (member,) = members(patched(zipped(("a.txt", _TEXT)), 8, 10, bytes((method, 0))))
    assert called in refusal(member)


def test_a_wrong_check_sum_is_damage() -> None:
    (member,) = members(patched(zipped(("a.txt", _TEXT)), 14, 16, b"\0\0\0\0"))
    assert "损坏" in refusal(member)


def test_a_file_too_large_is_refused_and_the_next_one_read() -> None:
    noise = random.Random(1).randbytes(30_000)
    big, small = members(zipped(("大.txt", noise), ("小.txt", b"x")), Limits(member_bytes=20_000))
    assert "MB" in refusal(big)
    assert small == Member("小.txt", b"x")


def test_a_bomb_is_stopped_by_its_ratio_whatever_size_it_declares() -> None:
    bomb = zipped(("弹.txt", b"\0" * 40_000_000))
    for data in (bomb, patched(bomb, 18, 20, b"\xff\xff\xff\x0f")):
        (member,) = members(data)
        refusal(member)
    assert "倍" in refusal(members(bomb)[0])


def test_blanks_that_compress_well_are_no_bomb() -> None:
    assert members(zipped(("表.txt", b" " * 900_000))) == [Member("表.txt", b" " * 900_000)]


def test_nothing_is_read_beyond_the_bounds_of_the_whole_archive() -> None:
    noise = random.Random(2).randbytes(6_000)
    files = [(f"{n}.txt", noise) for n in range(9)]
    *fine, last = members(zipped(*files), Limits(total_bytes=20_000))
    assert len(fine) == 3
    assert "总计" in refusal(last)
    assert "3.txt" in refusal(last)
    *fine, last = members(zipped(*files), Limits(members=4))
    assert len(fine) == 4
    assert "4 个" in refusal(last)


def test_the_bounds_hold_over_archives_in_the_archive() -> None:
    inner = zipped(*((f"{n}.txt", b"x") for n in range(5)))
    found = members(zipped(("甲.zip", inner), ("乙.zip", inner), ("丙.txt", b"x")), Limits(members=8))
    # Each archive counts too.
    assert [member.name for member in found[5:]] == ["乙.zip/0.txt", "乙.zip/1.txt"]
    assert "8 个" in refusal(found[-1])


def test_an_endless_directory_is_not_read() -> None:
    data = zipped(("a.txt", b"PK\x01\x02" * 100_001), method=zipfile.ZIP_STORED)
    with pytest.raises(UnreadableFile):
        unpack(data, "合集.zip", _SUFFIXES)


@pytest.mark.parametrize("raw", [b"", b"\0a.txt"])
def test_a_file_without_a_name_is_passed_over(raw: bytes) -> None:
    """A damaged name may begin with its end; before Python 3.12 zipfile failed over it."""
    assert names(with_raw_name(raw)) == []


def _mutated(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.randrange(1, 8)):
        at = chance.randrange(len(out))
        out[at] ^= 1 << chance.randrange(8)
    if chance.random() < 0.3:
        del out[chance.randrange(len(out)) :]
    elif chance.random() < 0.3:
        out[chance.randrange(len(out)) :][:0] = chance.randbytes(5)
    return bytes(out)


def test_damaged_archives_give_nothing_but_refusals() -> None:
    inner = zipped(("内一.txt", _TEXT * 9), ("内二.docx", docx(paragraph("文"))))
    stored = zipped(("一.txt", _TEXT), ("内.zip", inner), method=zipfile.ZIP_STORED)
    samples = (zipped(("一.txt", _TEXT * 50), ("二/三.txt", b"x"), ("内.zip", inner)), stored)
    chance, refused = random.Random(20181231), 0
    for turn in range(300):
        damaged = _mutated(samples[turn % 2], chance)
        is_archive(damaged)
        try:
            found = members(damaged)
        except UnreadableFile:
            refused += 1
            continue
        refused += sum(isinstance(member.data, UnreadableFile) for member in found)
        assert len({member.name for member in found}) == len(found)
    assert refused > 50


def test_a_damaged_archive_gets_advice_for_archives() -> None:
    """What is called .zip is repaired by no word processor."""
    with pytest.raises(UnreadableFile, match="是压缩包，但已损坏") as refused:
        read(b"PK\x03\x04broken", "年度总结.zip")
    assert "Word" not in str(refused.value)


def _junk_behind_headers() -> bytes:
    """What is left of a document whose beginning was kept: a header that names a file, and noise."""
    return zipped(("附件/甲.bin", _TEXT))[:40] + random.Random(7).randbytes(400)


@pytest.mark.parametrize("data", [_junk_behind_headers(), b"PK\x03\x04" + b"\xff\0" * 200, b"PK" + bytes(range(256)) * 3])
@pytest.mark.parametrize(("name", "what"), [("总结.docx", "Word"), ("总结.docm", "Word"), ("总结.wps", "WPS")])
def test_a_damaged_word_file_is_told_to_be_one_and_what_to_do(data: bytes, name: str, what: str) -> None:
    """Also where what is left of it looks like an archive."""
    with pytest.raises(UnreadableFile) as refused:
        read(data, name)
    assert f"「{name}」是 {what} 文件，但已损坏" in str(refused.value) and "打开修复" in str(refused.value)
    assert "压缩包" not in str(refused.value)


def test_an_archive_under_a_documents_name_is_told_to_be_unpacked() -> None:
    with pytest.raises(UnreadableFile, match=r"是压缩包.*先解压"):
        read(zipped(("一.txt", _TEXT), ("二.txt", _TEXT)), "总结.docx")
