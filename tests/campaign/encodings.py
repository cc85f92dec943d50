"""``python -m tests.campaign.encodings``: files made of two encodings, and whether they are read right.

Number N of a seed is always the same file, made from the sample reports. Verdicts: *exact*, the
text is what was written, character by character; *told*, it is not, but the reader names the
damaged lines; *silent*, garbled characters are indexed as if they were right, which is a fault.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Literal

from indexer.reading import read
from indexer.reading.plain import notes_on_garbled, read_plain, unify_line_ends
from tests.campaign.judging import load_samples

SEED = 20261121
_BYTEWISE = (("utf-8", "gb18030"), ("gb18030", "utf-8"))
_SELDOM = (("utf-8", "cp950"), ("cp950", "utf-8"), ("gb18030", "cp950"), ("cp950", "gb18030"))
_WIDE = (("utf-8", "utf-16-le"), ("gb18030", "utf-16-le"), ("utf-16-le", "utf-8"), ("utf-16-le", "gb18030"))
#: Lines of a file.
_FEWEST, _MOST = 3, 60
#: The lines that a note about garbled text names.
_NAMED = re.compile("第 ([\\d、]+) 行(?:等 \\d+ 行)?(?:可能)?有乱码")

Verdict = Literal["exact", "told", "silent"]


@dataclass(frozen=True, slots=True)
class Mixture:
    """A file in two encodings: its bytes, the text that was written, and how it was made."""

    index: int
    data: bytes
    text: str
    recipe: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict on a mixture; ``detail`` is the first line that differs, with what the reader says."""

    index: int
    recipe: str
    verdict: Verdict
    detail: str = ""


def make(seed: int, index: int, lines: Sequence[str]) -> Mixture:
    """Mixture ``index`` of a seed from the given lines of text."""
    chance = Random(f"{seed}/{index}")
    layout = chance.choice(_LAYOUTS)
    pairs = chance.choices((_BYTEWISE, _SELDOM, _WIDE), (14, 3, 3))[0]
    first, second = chance.choice(pairs)
    if "utf-16-le" in (first, second):
        # A block of UTF-16 is appended or put in front; nothing interleaves it by line.
        layout = _joined
    end = chance.choice(("\n", "\r\n"))
    start, count = chance.randrange(len(lines)), chance.randrange(_FEWEST, _MOST)
    chosen = [lines[(start + at) % len(lines)] for at in range(count)]
    share = chance.randrange(1, 100) / 100
    parts = layout(chance, chosen, share, end)
    written = [(_writable(text, first if is_first else second), first if is_first else second) for text, is_first in parts]
    data = b"".join(text.encode(codec) for text, codec in written)
    kind = f"{layout.__name__.strip('_')}{'' if len(end) == 1 else ' CRLF'}"
    recipe = f"{first}+{second} {kind} {share:.0%} of {count} lines"
    return Mixture(index, data, "".join(text for text, _ in written), recipe)


def judge(made: Mixture) -> Outcome:
    """Reads a mixture as a text file is read, and compares."""
    source = read_plain(made.data)
    want = unify_line_ends(made.text)
    if source.text == want:
        return Outcome(made.index, made.recipe, "exact")
    got_lines, want_lines = source.text.split("\n"), want.split("\n")
    differing = [
        number for number, (got, line) in enumerate(zip(got_lines, want_lines, strict=False), start=1) if got != line
    ]
    said = "；".join((*source.notes, *notes_on_garbled(source.text)))
    first = differing[0] if differing else min(len(got_lines), len(want_lines))
    detail = f"line {first}: {got_lines[first - 1]!r} for {want_lines[first - 1]!r}; {said}"
    named = {int(number) for places in _NAMED.findall(said) for number in places.split("、")}
    told = len(got_lines) == len(want_lines) and first in named
    return Outcome(made.index, made.recipe, "told" if told else "silent", detail)


# --- how the parts of a file lie ------------------------------------------------------------

#: A part of the text, and whether it is in the first of the two encodings.
_Part = tuple[str, bool]
_Layout = Callable[[Random, Sequence[str], float, str], list[_Part]]


def _joined(chance: Random, lines: Sequence[str], share: float, end: str) -> list[_Part]:
    at = min(len(lines) - 1, max(1, round(len(lines) * (1 - share))))
    return [("".join(line + end for line in lines[:at]), True), ("".join(line + end for line in lines[at:]), False)]


def _interleaved(chance: Random, lines: Sequence[str], share: float, end: str) -> list[_Part]:
    return [(line + end, chance.random() >= share) for line in lines]


def _stray_line(chance: Random, lines: Sequence[str], share: float, end: str) -> list[_Part]:
    stray = chance.randrange(len(lines))
    return [(line + end, at != stray) for at, line in enumerate(lines)]


def _short_stray_line(chance: Random, lines: Sequence[str], share: float, end: str) -> list[_Part]:
    """One line of a few characters, as a heading or a signature."""
    stray = chance.randrange(len(lines))
    return [
        (line[: chance.randrange(2, 8)] + end if at == stray else line + end, at != stray)
        for at, line in enumerate(lines)
    ]


def _block_inside_a_line(chance: Random, lines: Sequence[str], share: float, end: str) -> list[_Part]:
    at = chance.randrange(len(lines))
    line = lines[at] + lines[(at + 1) % len(lines)]
    size = max(3, round(len(line) * share))
    begin = chance.randrange(max(1, len(line) - size))
    before = "".join(text + end for text in lines[:at]) + line[:begin]
    after = line[begin + size :] + end + "".join(text + end for text in lines[at + 1 :])
    return [(before, True), (line[begin : begin + size], False), (after, True)]


def _page(chance: Random, lines: Sequence[str], share: float, end: str) -> list[_Part]:
    """A page in one line: navigation in one encoding, the body in the other."""
    at = max(1, round(len(lines) * share))
    return [("｜".join(lines[:at]), False), ("<br>".join(["", *lines[at:], ""]), True)]


_LAYOUTS: tuple[_Layout, ...] = (_joined, _interleaved, _stray_line, _short_stray_line, _block_inside_a_line, _page)


def _writable(text: str, codec: str) -> str:
    """The text with the characters that the codec has; in Big5 in traditional script."""
    if codec == "cp950":
        text = "".join(_traditional().get(char, char) for char in text)
    return text.encode(codec, "ignore").decode(codec)


@lru_cache(maxsize=1)
def _traditional() -> dict[str, str]:
    """For the characters of the commonest simplified words the traditional ones."""
    simple = "党务导动组织实书记职报述责开会议员强领习学业发展问题关产进经济时对个这来为国际监风调查检纪从严总结"
    written = "黨務導動組織實書記職報述責開會議員強領習學業發展問題關產進經濟時對個這來為國際監風調查檢紀從嚴總結"
    return dict(zip(simple, written, strict=True))


# --- the command ----------------------------------------------------------------------------


def run(seed: int, indices: Sequence[int], lines: Sequence[str]) -> list[Outcome]:
    """The outcomes of some mixtures of a seed."""
    return [judge(make(seed, index, lines)) for index in indices]


def sample_lines() -> list[str]:
    """The lines of the sample reports."""
    return _lines_of(load_samples().texts)


def _lines_of(texts: Sequence[str]) -> list[str]:
    return [line.strip() for text in texts for line in text.split("\n") if len(line.strip()) > 3 and line.isprintable()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the campaign; exit code 1 where anything was silently garbled."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaign.encodings", description=__doc__.split("\n")[0])
    parser.add_argument("--files", type=int, default=300, help="how many files (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=SEED, help="what chance begins with (default: %(default)s)")
    parser.add_argument("--only", type=int, metavar="INDEX", help="this file alone")
    parser.add_argument("--texts", type=Path, metavar="FOLDER", help="text files to make the files from")
    options = parser.parse_args(arguments)
    lines = sample_lines()
    if options.texts:
        lines = _lines_of([read(path.read_bytes(), path.name).text for path in sorted(options.texts.rglob("*.txt"))])
    indices = range(options.files) if options.only is None else [options.only]
    outcomes = run(options.seed, indices, lines)
    for outcome in outcomes:
        if outcome.verdict != "exact" or options.only is not None:
            print(f"{outcome.verdict} {outcome.index}: {outcome.recipe}\n  {outcome.detail}")
    counts = Counter(outcome.verdict for outcome in outcomes)
    print(f"seed {options.seed}: {len(outcomes)} files, " + ", ".join(f"{counts[v]} {v}" for v in ("exact", "told", "silent")))
    return 1 if counts["silent"] else 0


if __name__ == "__main__":
    sys.exit(main())
