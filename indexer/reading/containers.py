"""Formats recognised by their content: old Word documents, and what is known only to be refused.

Every refusal says what the file is, in words its owner knows, and what to do instead.
"""

from __future__ import annotations

from indexer.errors import MissingProgram, UnreadableFile
from indexer.reading.ole2 import is_ole2, root_streams

_SAVE_AS = "请用 Word 或 WPS 打开，另存为 .docx 或 .txt 后重新放入"
_AS_TEXT = "请把要检索的文字另存为 .docx 或 .txt 后重新放入"
_UNPACK = "请先解压，再把里面的文件放入"
_RECOGNISE = "请先识别成文字，另存为 .docx 或 .txt"
#: How a file begins → what it is, in words its owner knows, and what to do.
_FOREIGN = (
    (b"%PDF-", "是 PDF 文件，暂不能直接读取", "请先另存为 .docx 或 .txt 后重新放入"),
    (b"Rar!\x1a\x07", "是压缩包", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "是压缩包", _UNPACK),
    (b"\x1f\x8b\x08", "是压缩包", _UNPACK),
    (b"\x89PNG\r\n", "是图片", _RECOGNISE),
    (b"\xff\xd8\xff", "是图片", _RECOGNISE),
    (b"GIF87a", "是图片", _RECOGNISE),
    (b"GIF89a", "是图片", _RECOGNISE),
)
#: Office encryption software keeps documents readable only on the machines of their unit.
_ENCRYPTED_BY_SOFTWARE = (b"%TSD-Header-###%", b"E-SafeNet")
_ENCRYPTION_HEADER_WITHIN = 64

#: A stream or storage at the top of an OLE2 file → what the file is.
_OLE2_KINDS = (
    ("Workbook", "是旧版 Excel 表格"),
    ("Book", "是旧版 Excel 表格"),
    ("PowerPoint Document", "是旧版 PowerPoint 幻灯片"),
    ("__properties_version1.0", "是 Outlook 邮件"),
    ("VisioDocument", "是 Visio 图形"),
    ("HwpSummaryInformation", "是 HWP（韩文）文档"),
    ("\x05HwpSummaryInformation", "是 HWP（韩文）文档"),
)
_MSO_PROGRAMS = ((b"Excel.", "是 Excel 的 XML 存档"), (b"PowerPoint.", "是 PowerPoint 的 XML 存档"))

_BLANK = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
#: Some PDFs have a few bytes before their header.
_HEADER_WITHIN = 1024

#: Where the file information block at the start of "WordDocument" keeps its flags.
_FIB_MAGICS = (b"\xec\xa5", b"\xdc\xa5")
_FIB_FLAGS = slice(0x0A, 0x0C)
_FIB_ENCRYPTED = 0x0100


def encrypted(name: str) -> UnreadableFile:
    """The error for a file that is locked with a password."""
    return UnreadableFile(f"「{name}」已加密：请用密码打开，取消密码后另存为 .docx 或 .txt")


def legacy_kind(data: bytes) -> str | None:
    """Which kind of old Word document the bytes are: ``doc``, ``rtf``, ``xml`` (Word 2003 XML).

    ``None`` for everything else, also for a .doc with a password.
    """
    if is_ole2(data):
        word = root_streams(data).get("WordDocument")
        return "doc" if word is not None and not _has_password(word) else None
    start = data[:_HEADER_WITHIN].lstrip(_BLANK)
    if start.startswith(b"{\\rtf"):
        return "rtf"
    return "xml" if _mso_program(start).startswith(b"Word.") else None


def needs_office(name: str, kind: str) -> MissingProgram:
    """The error for an old Word document where there is no LibreOffice to convert it."""
    what = {"rtf": "RTF 文档", "xml": "Word 的 XML 存档"}.get(kind, "旧版 Word 文档")
    return MissingProgram(
        f"「{name}」是{what}，读取它需要 LibreOffice：请安装 LibreOffice（免费），"
        "或用 Word/WPS 另存为 .docx 后重新放入"
    )


def refuse_foreign_format(data: bytes, name: str) -> None:
    """Raises ``UnreadableFile`` for a format that is known but not read here."""
    kind = legacy_kind(data)
    if kind is not None:
        raise needs_office(name, kind)
    if any(mark in data[:_ENCRYPTION_HEADER_WITHIN] for mark in _ENCRYPTED_BY_SOFTWARE):
        raise UnreadableFile(
            f"「{name}」被办公加密软件加密，只有装了该软件的电脑才能打开：请在那台电脑上解密，或另存为 .txt 后重新放入"
        )
    if is_ole2(data):
        raise _ole2_refusal(data, name)
    start = data[:_HEADER_WITHIN].lstrip(_BLANK)
    for magic, what, advice in _FOREIGN:
        # A picture may begin with bytes that look like blanks.
        if start.startswith(magic) or data.startswith(magic):
            raise UnreadableFile(f"「{name}」{what}：{advice}")
    program = _mso_program(start)
    for prefix, what in _MSO_PROGRAMS:
        if program.startswith(prefix):
            raise UnreadableFile(f"「{name}」{what}：{_AS_TEXT}")
    if program:
        raise UnreadableFile(f"「{name}」是 Office 的 XML 存档，暂不能直接读取：{_SAVE_AS}")


def _ole2_refusal(data: bytes, name: str) -> UnreadableFile:
    streams = root_streams(data)
    if "EncryptedPackage" in streams or _has_password(streams.get("WordDocument", b"")):
        return encrypted(name)
    for stream, what in _OLE2_KINDS:
        if stream in streams:
            return UnreadableFile(f"「{name}」{what}，不是 Word 文档：{_AS_TEXT}")
    if "EncryptedPackage".encode("utf-16-le") in data:
        return encrypted(name)
    return UnreadableFile(f"「{name}」是旧版 Office 文件，但里面找不到 Word 文档（可能已损坏）：{_SAVE_AS}")


def _has_password(word: bytes) -> bool:
    flags = int.from_bytes(word[_FIB_FLAGS], "little")
    return word.startswith(_FIB_MAGICS) and bool(flags & _FIB_ENCRYPTED)


def _mso_program(start: bytes) -> bytes:
    """What an Office XML file says it is to be opened with; empty where it says nothing."""
    # In UTF-16 every other byte is zero.
    _, found, after = start.replace(b"\0", b"").partition(b"<?mso-application")
    _, _, program = after.partition(b"?>")[0].partition(b"progid=")
    return program.strip().strip(b"\"'") if found else b""
