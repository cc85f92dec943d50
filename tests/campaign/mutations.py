"""Damaged inputs: number N of a seed is always the same, from the same samples. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from tests.campaign.making import FORMATS, document_xml, lines_of, zipped

_MB = 1024 * 1024
#: Archives in archives go so deep; fewer are unpacked.
_DEEPEST = 6
#: What confuses a reader when it stands where it should not.
_SCRAPS = (
    *(b"&#xD800;", b"&#0;", b"&#x110000;", b"&amp;&lt;", b"<!--", b"<![CDATA[", b"]]>", b"<!DOCTYPE html>", b"<p", b"</"),
    *(b"<table><tr><td>", b"<ol start=99999999999999999999>", b"<li value=-1>", b"<script>", b"<title>", b"<?xml?>"),
    *(b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\0", b"\0\0\0\0", b"\x1a", b"\x80", b"\xff", b"\xed\xa0\x80"),
    *(b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"%PDF-1.4", b"{\\rtf1", b"\\u-10179?", b"\\'8", b"endobj", b"stream"),
    *(b"\r", b"\n\n\n", b"\x0b", b"\x0c", b"\x1c", b"\xe2\x80\xa8", b"\xc2\x85", b"\xe3\x80\x80", b"##paidbegin##"),
    *(b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n", b"charset=utf-16", b"charset=cp0", b"=", b"=ED=A0=80"),
    *(b"/Length 0", b"/Count -1", b"/Kids [1 0 R]", b"/Rotate 90", b"/Encrypt 1 0 R", b"w:numId", b"w:gridSpan", b"<w:p>"),
)
_CONTROLS = "\0\1\2\a\b\v\f\x1b\x1c\x1d\x1e\x1f\x7f\x85\u00ad\u200b\u200e\u2028\u2029\u202e\ufeff\ufffe\uffff\U000e0001"
_HUGE = (b"0", b"-1", b"65536", b"2147483648", b"4294967295", b"99999999999999999999999")
_NUMBER = re.compile(rb"\d+")
#: Zip headers: their mark, and where they declare sizes and places.
_ZIP_SIZES = ((b"PK\x03\x04", (18, 22, 26)), (b"PK\x01\x02", (20, 24, 28, 42)), (b"PK\x05\x06", (10, 12, 16)))
_NUMBERS_4 = (0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFFFFFE, 50 * _MB)


@dataclass(frozen=True, slots=True)
class Sample:
    """A whole file of the archive."""

    format: str
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Samples:
    """What inputs are made from: texts to be written in any format, and files as they are."""

    texts: Sequence[str]
    files: Sequence[Sample]

    @property
    def digest(self) -> str:
        """Names these samples: from others, the same seed makes other inputs."""
        every = [text.encode() for text in self.texts] + [sample.data for sample in self.files]
        return hashlib.sha256(b"".join(hashlib.sha256(data).digest() for data in every)).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Input:
    """A damaged file. ``format`` is what it was made as, ``steps`` what was done to it."""

    index: int
    format: str
    name: str
    data: bytes
    steps: tuple[str, ...]


def make(seed: int, index: int, samples: Samples) -> Input:
    """Input number ``index`` of a seed."""
    chance = Random(f"{seed}/{index}")
    steps: list[str] = []
    if chance.random() < 0.1:
        sample = chance.choice(samples.files)
        kind, name, data = sample.format, sample.name, sample.data
    else:
        kind = chance.choice(tuple(FORMATS))
        text = _damaged_text(chance.choice(samples.texts), kind, chance, steps)
        suffix, written = FORMATS[kind]
        name, data = f"总结{suffix}", _written(text, kind, written, chance, steps)
    if chance.random() < 0.83:
        data, done = damaged(data, chance)
        steps.extend(done)
    if chance.random() < 0.04:
        steps.append("spliced")
        other = chance.choice(samples.files).data
        data = data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other)) :]
    if chance.random() < 0.15:
        name = f"总结{chance.choice([suffix for suffix, _ in FORMATS.values()] + ['.wps', '.DOCM', '.htm', ''])}"
        steps.append(f"called {name}")
    if chance.random() < 0.05:
        data, name = _nested(data, name, chance, steps), "外层.zip"
    return Input(index, kind, name, data, tuple(steps))


def damaged(data: bytes, chance: Random) -> tuple[bytes, tuple[str, ...]]:
    """The bytes after a few kinds of damage, and which these were."""
    steps = tuple(chance.choice(tuple(_BYTES)) for _ in range(chance.choice((1, 1, 1, 2, 4))))
    for step in steps:
        data = _BYTES[step](data, chance)
    return data, steps


def _nested(data: bytes, name: str, chance: Random, steps: list[str]) -> bytes:
    depth = chance.randint(1, _DEEPEST)
    steps.append(f"in {depth} archives")
    for at in range(depth):
        data = zipped({name if at == 0 else f"第{at}层.zip": data, f"旁{at}.txt": "旁边的一份材料。".encode()})
    return data


# --- the text, before it is written in a format ----------------------------------------------


def _damaged_text(text: str, kind: str, chance: Random, steps: list[str]) -> str:
    drawn = chance.random()
    if drawn < 0.03:
        step = chance.choice(tuple(_LARGE_TEXTS))
        steps.append(step)
        return _LARGE_TEXTS[step](text, _DIVIDED.get(kind, 1))
    for _ in range(chance.choice((1, 2, 4)) if drawn < 0.4 else 0):
        step = chance.choice(tuple(_TEXTS))
        steps.append(step)
        text = _TEXTS[step](text, chance)
    return text


def _with_controls(text: str, chance: Random) -> str:
    for _ in range(chance.randint(1, 40)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(_CONTROLS) * chance.choice((1, 1, 3)) + text[at:]
    return text


def _shuffled(text: str, chance: Random) -> str:
    lines = text.split("\n")
    chance.shuffle(lines)
    return "\n".join(lines)


def _broken_lines(text: str, chance: Random) -> str:
    width = chance.choice((3, 10, 28))
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def _title_again(text: str, chance: Random) -> str:
    title, lines = next(iter(lines_of(text)), "工作总结"), text.split("\n")
    for _ in range(chance.randint(1, 30)):
        lines.insert(chance.randrange(len(lines) + 1), title)
    return "\n".join(lines)


_TEXTS: Mapping[str, Callable[[str, Random], str]] = {
    "control characters": _with_controls,
    "lines in another order": _shuffled,
    "lines broken": _broken_lines,
    "all on one line": lambda text, chance: text.replace("\n", chance.choice(("", " ", "　"))),
    "a character doubled": lambda text, chance: text.replace(c := chance.choice(text or "一"), c * 2),
    "a character lost": lambda text, chance: text.replace(chance.choice(text or "一"), ""),
    "title again": _title_again,
}


def _filled(text: str, by: int) -> str:
    """The text again and again, up to a megabyte in UTF-8 divided by ``by``."""
    return (text or "一") * (_MB // by // len((text or "一").encode()) + 1)


#: Texts of about a megabyte, divided by a number.
_LARGE_TEXTS: Mapping[str, Callable[[str, int], str]] = {
    "one line of 1 MB": lambda text, by: _filled(text.replace("\n", ""), by),
    "one character 1 MB long": lambda text, by: _filled(text[:1].strip(), by),
    "1 MB of text": lambda text, by: _filled(text + "\n", by),
    "thousands of short lines": lambda text, by: _filled("\n".join(text[at : at + 4] for at in range(0, 400, 4)), by * 4),
    "10000 titles": lambda text, by: f"{next(iter(lines_of(text)), '工作总结')}\n" * (10_000 // by),
    "10000 numbers": lambda text, by: "".join(f"{at}、\n" for at in range(10_000 // by)),
    "10000 headings": lambda text, by: "一、主要做法和成效\n（一）抓学习\n" * (5_000 // by),
    "10000 points": lambda text, by: "一是学习不深；二是调研不够。" * (5_000 // by),
}


#: Where a megabyte is much more than elsewhere: a book of 500 pages, thrice the bytes, several copies.
_DIVIDED = {"pdf": 8, "mht": 4, "zip": 3, "zip-in-zip": 4}


# --- the parts of a format --------------------------------------------------------------------


def _written(text: str, kind: str, written: Callable[[str], bytes], chance: Random, steps: list[str]) -> bytes:
    """The text in its format; now and then damaged inside, where check sums do not tell."""
    drawn = chance.random()
    if kind == "docx" and drawn < 0.5:
        step = chance.choice((*_BYTES, "deep"))
        steps.append(f"document.xml: {step}")
        xml = document_xml(text)
        xml = _deep_xml(xml, chance) if step == "deep" else _BYTES[step](xml, chance)
        return zipped({"word/document.xml": xml})
    if kind in ("html", "mht", "md") and drawn < 0.05:
        steps.append("deep")
        return _deep_html(written(text), chance)
    return written(text)


def _deep_html(page: bytes, chance: Random) -> bytes:
    depth = chance.choice((300, 3_000, 30_000))
    tag = chance.choice((b"div", b"span", b"table", b"ul", b"blockquote", b"b", b"a", b"p", b"font", b"li", b"td", b"section"))
    at = page.find(b"<p>") if chance.random() < 0.5 else chance.randrange(len(page) + 1)
    close = b"</%s>" % tag * depth if chance.random() < 0.5 else b""
    return page[: max(0, at)] + b"<%s>" % tag * depth + page[max(0, at) :] + close


def _deep_xml(xml: bytes, chance: Random) -> bytes:
    depth = chance.choice((50, 240, 2_000))
    open_, close = chance.choice(
        (
            (b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"),
            (b"<w:sdt><w:sdtContent>", b"</w:sdtContent></w:sdt>"),
            (b"<w:p><w:r><w:txbxContent>", b"</w:txbxContent></w:r></w:p>"),
            (b"<w:ins>", b"</w:ins>"),
        )
    )
    return xml.replace(b"<w:p>", open_ * depth + b"<w:p>", 1).replace(b"</w:body>", close * depth + b"</w:body>", 1)


# --- bytes ------------------------------------------------------------------------------------


def _run(data: bytes, chance: Random) -> tuple[int, int]:
    """The ends of a short run somewhere in the data."""
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 2, 3, 16, 200, 4000)))


def _flipped(data: bytes, chance: Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 3, 30)) if out else 0):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def _deleted(data: bytes, chance: Random) -> bytes:
    start, end = _run(data, chance)
    return data[:start] + data[end:]


def _duplicated(data: bytes, chance: Random) -> bytes:
    start, end = _run(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 1, 10)) + data[end:]


def _zeroed(data: bytes, chance: Random) -> bytes:
    start, end = _run(data, chance)
    return data[:start] + b"\0" * (end - start) + data[end:]


def _scribbled(data: bytes, chance: Random) -> bytes:
    start, end = _run(data, chance)
    return data[:start] + chance.randbytes(end - start) + data[end:]


def _scrap(data: bytes, chance: Random) -> bytes:
    for _ in range(chance.choice((1, 2, 8))):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice(_SCRAPS) + data[at:]
    return data


def _huge_number(data: bytes, chance: Random) -> bytes:
    """A number of the text or of a zip header becomes one that nothing can be as large as."""
    for mark, places in _ZIP_SIZES if data.startswith(b"PK") else ():
        at = data.find(mark) if chance.random() < 0.5 else data.rfind(mark)
        place = at + chance.choice(places)
        if at >= 0 and chance.random() < 0.6:
            data = data[:place] + chance.choice(_NUMBERS_4).to_bytes(4, "little") + data[place + 4 :]
    if data.startswith(b"\xd0\xcf"):
        place = 4 * chance.randrange(2, 256)
        return data[:place] + chance.choice(_NUMBERS_4).to_bytes(4, "little") + data[place + 4 :]
    found = _NUMBER.search(data, chance.randrange(len(data) + 1))
    return data[: found.start()] + chance.choice(_HUGE) + data[found.end() :] if found else data


def _line_ends(data: bytes, chance: Random) -> bytes:
    return data.replace(b"\n", chance.choice((b"\r", b"\r\n", b"\r\r\n", b"\n\0", b"")))


_BYTES: Mapping[str, Callable[[bytes, Random], bytes]] = {
    "bits flipped": _flipped,
    "a run deleted": _deleted,
    "a run doubled": _duplicated,
    "a run zeroed": _zeroed,
    "a run of noise": _scribbled,
    "truncated": lambda data, chance: data[: chance.randrange(len(data) + 1)],
    "head lost": lambda data, chance: data[chance.randrange(len(data) + 1) :],
    "scraps put in": _scrap,
    "a huge number": _huge_number,
    "line ends changed": _line_ends,
    "only noise": lambda data, chance: chance.randbytes(chance.choice((1, 40, 600, 20_000))),
    "padded": lambda data, chance: data + chance.choice((b"\0", b" ", b"\xff", b"\n")) * chance.choice((1, 600, 70_000)),
}
