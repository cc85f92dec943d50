"""The text of RTF that stands inside another document. RTF files go through LibreOffice."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from indexer.model.reports import SourceText
from indexer.model.unread import Tally

_TOKEN = re.compile(r"\\(?:([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|'([0-9a-fA-F]{2})|(.))|([{}])|([^\\{}]+)", re.DOTALL)
_SIGNS = {
    **dict.fromkeys(("par", "line", "sect", "page", "row"), "\n"),
    **{"tab": "\t", "cell": "\t", "emdash": "—", "endash": "–", "bullet": "•"},
    **{"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"},
}
_ESCAPED = {"~": "\u00a0", "_": "-", "\n": "\n", "\r": "\n", "\\": "\\", "{": "{", "}": "}"}
#: Groups that hold settings or what is not printed in the text.
_SETTINGS = frozenset(
    (
        *("fonttbl", "colortbl", "stylesheet", "info", "listtable", "listoverridetable", "rsidtbl", "generator"),
        *("themedata", "colorschememapping", "datastore", "latentstyles", "xmlnstbl", "fldinst", "revtbl"),
    )
)
#: Groups whose text is left out, and what they are.
_LEFT_OUT = {"pict": "image", "object": "embedded", "annotation": "comment", "footnote": "note"} | dict.fromkeys(
    ("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"), "header"
)
_CODE_PAGES = {936: "gb18030", 950: "big5", 1252: "cp1252", 932: "cp932", 65001: "utf-8"}
_CHARSETS = {134: "gb18030", 136: "big5", 128: "cp932"}


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds inside one pair of braces. ``skip`` is how many characters stand for one \\u."""

    codec: str
    skip: int = 1
    silent: bool = False
    fonts: bool = False


def read_rtf(data: bytes) -> SourceText:
    """The text of an RTF document. Damaged RTF gives what text there is."""
    reader = _Reader()
    reader.read(data.decode("latin-1"))
    # Rarer characters come as two halves.
    text = "".join(reader.out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return SourceText(text, "rtf", None, unread=reader.tally.result())


class _Reader:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.tally = Tally()
        self._bytes = bytearray()
        self._group = _Group("gb18030")
        self._outer: list[_Group] = []
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._pass = 0
        self._optional = False

    def read(self, text: str) -> None:
        for found in _TOKEN.finditer(text):
            word, number, code, sign, brace, plain = found.groups()
            if code is not None:
                self._byte(int(code, 16))
                continue
            if plain is not None:
                self._plain(plain.replace("\r", "").replace("\n", ""))
                continue
            self._flush()
            self._pass = 0 if brace else self._pass
            if brace == "{":
                self._outer.append(self._group)
            elif brace:
                self._group = self._outer.pop() if self._outer else self._group
            elif sign is not None:
                self._sign(sign)
            else:
                self._word(word, int(number) if number else None)
        self._flush()

    def _byte(self, value: int) -> None:
        if self._pass:
            self._pass -= 1
        elif not self._group.silent:
            self._bytes.append(value)

    def _plain(self, text: str) -> None:
        passed = min(self._pass, len(text))
        self._pass -= passed
        if not self._group.silent:
            self._bytes += text[passed:].encode("latin-1")

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._optional = True
        elif sign in _ESCAPED:
            self._write(_ESCAPED[sign])

    def _word(self, word: str, number: int | None) -> None:
        optional, self._optional = self._optional, False
        if word in _LEFT_OUT and not self._group.silent:
            self.tally.add(_LEFT_OUT[word])
        if optional or word in _SETTINGS or word in _LEFT_OUT:
            self._group = replace(self._group, silent=True, fonts=word == "fonttbl")
        elif word in _SIGNS:
            self._write(_SIGNS[word])
        elif word == "u" and number is not None:
            self._write(chr(number % 0x10000))
            self._pass = self._group.skip
        elif word == "uc":
            self._group = replace(self._group, skip=max(0, min(number or 0, 16)))
        elif word == "ansicpg":
            self._group = replace(self._group, codec=_CODE_PAGES.get(number or 0, "gb18030"))
        elif word == "f" and number is not None:
            self._font = number
            if not self._group.fonts and number in self._fonts:
                self._group = replace(self._group, codec=self._fonts[number])
        elif word == "fcharset" and self._group.fonts and number in _CHARSETS:
            self._fonts[self._font] = _CHARSETS[number]

    def _write(self, text: str) -> None:
        if not self._group.silent:
            self.out.append(text)

    def _flush(self) -> None:
        """Decodes the bytes gathered so far: a Chinese character is two of them."""
        if self._bytes:
            self.out.append(self._bytes.decode(self._group.codec, "replace"))
            self._bytes.clear()
