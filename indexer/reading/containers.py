"""Formats that are recognised only to be refused with a word on what to do instead."""

from __future__ import annotations

from indexer.errors import UnreadableFile

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_SAVE_AS = "请用 Word 或 WPS 打开，另存为 .docx 或 .txt 后重新放入"
#: How a file begins → what it is, in words its owner knows, and what to do.
_FOREIGN = (
    (b"{\\rtf", "是 RTF 文档，暂不能直接读取", _SAVE_AS),
    (b"%PDF-", "是 PDF 文件，暂不能直接读取", "请先另存为 .docx 或 .txt 后重新放入"),
    (b"Rar!\x1a\x07", "是压缩包", "请先解压，再把里面的文件放入"),
    (b"7z\xbc\xaf\x27\x1c", "是压缩包", "请先解压，再把里面的文件放入"),
    (b"\x1f\x8b\x08", "是压缩包", "请先解压，再把里面的文件放入"),
    (b"\x89PNG\r\n", "是图片", "请先识别成文字，另存为 .docx 或 .txt"),
    (b"\xff\xd8\xff", "是图片", "请先识别成文字，另存为 .docx 或 .txt"),
    (b"GIF87a", "是图片", "请先识别成文字，另存为 .docx 或 .txt"),
    (b"GIF89a", "是图片", "请先识别成文字，另存为 .docx 或 .txt"),
)
#: Some PDFs have a few bytes before their header.
_PDF_HEADER_WITHIN = 1024
_MIME_WITHIN = 2048


def encrypted(name: str) -> UnreadableFile:
    """The error for a file that is locked with a password."""
    return UnreadableFile(f"「{name}」已加密：请用密码打开，取消密码后另存为 .docx 或 .txt")


def refuse_foreign_format(data: bytes, name: str) -> None:
    """Raises ``UnreadableFile`` for a format that is known but not read."""
    if data.startswith(_OLE2):
        if _ENCRYPTED in data:
            raise encrypted(name)
        raise UnreadableFile(f"「{name}」是旧版 Word 或 WPS 文档，暂不能直接读取：{_SAVE_AS}")
    start = data[:_PDF_HEADER_WITHIN].lstrip(b"\xef\xbb\xbf\0 \t\r\n")
    for magic, what, advice in _FOREIGN:
        if start.startswith(magic):
            raise UnreadableFile(f"「{name}」{what}：{advice}")
    if b"%PDF-1." in start and b"\0" in data:
        raise UnreadableFile(f"「{name}」是 PDF 文件，暂不能直接读取：请先另存为 .docx 或 .txt 后重新放入")
    if b"<?mso-application" in start or _is_web_archive(data[:_MIME_WITHIN]):
        raise UnreadableFile(f"「{name}」是 Word 的网页或 XML 存档，暂不能直接读取：{_SAVE_AS}")


def _is_web_archive(start: bytes) -> bool:
    lowered = start.lower()
    return b"mime-version:" in lowered and b"content-type: multipart/related" in lowered
