"""Bigan beside Recoll, from the same files: ``python -m bench.recoll FOLDER [--paragraphs 100000] [--json FILE]``.

Recoll (Debian: recollcmd) is a desktop search over files, as Bigan is: both start from the archive's files, by their own
commands, with as many processors as they take. Its unit is the file, Bigan's the paragraph, so exactness is told by files for
both: is a phrase found in just the files whose text has it? What Recoll is told besides where the files are: that they are
UTF-8, that no spelling dictionary is wanted, and not to yield to other processes. Its configuration and index stay below
FOLDER; nobody's home folder is touched.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from bench.apart import Failed, in_child
from bench.command import Ran, run
from bench.one_size import OneSize, Unmeasurable, build_index, prepare, room_for
from bench.peers import Question, size_on_disk
from bench.peers.bigan import Bigan, request_of
from bench.questions import mixed
from bench.tables import head, row

#: Seconds until a step is given up.
_BUILD_SECONDS, _COMMAND_SECONDS, _ASK_SECONDS = 6 * 3600.0, 120.0, 3600.0
#: Bytes that both indexes take for a paragraph, also while they are made.
_BYTES_EACH = 20_000
_PHRASES = ("phrase of whole words", "phrase, any characters")
_VERSION = re.compile(r"Recoll version: (.+)")
_URL = "file://"

_CONFIG = """\
topdirs = "{archive}"
defaultcharset = UTF-8
noaspell = 1
idxniceprio = 0
loglevel = 2
"""


@dataclass(frozen=True, slots=True)
class Beside:
    """What one of the two took: for each of the ``builds`` and ``commands`` seconds by the clock and of the processor;
    memory is the most of any build. ``right``: how many phrases were found in just the files that have them; ``few``:
    not in all of these; ``many``: in others too."""

    name: str
    builds: list[tuple[float, float]]
    peak_mb: float | None
    own_peak_mb: float | None
    bytes: int
    commands: list[tuple[float, float]]
    right: int
    few: int
    many: int


# --- Recoll ----------------------------------------------------------------------------------------


class Recoll:
    """Recoll with its configuration, index and home below ``place``."""

    def __init__(self, place: Path) -> None:
        self._config = place / "config"
        self._home = place / "home"

    @property
    def _environment(self) -> Mapping[str, str]:
        home = str(self._home)
        return {
            "RECOLL_CONFDIR": str(self._config), "HOME": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home,
            "XDG_DATA_HOME": home, "LC_ALL": "C.UTF-8",
        }  # fmt: skip

    def build(self, archive: Path) -> Ran:
        """Indexes the files from nothing."""
        for folder in (self._config, self._home):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        (self._config / "recoll.conf").write_text(_CONFIG.format(archive=archive), encoding="utf-8")
        return run(["recollindex", "-z"], _BUILD_SECONDS, self._environment)

    def size(self) -> int:
        return size_on_disk(self._config)

    def version(self) -> str:
        self._home.mkdir(parents=True, exist_ok=True)
        told = run(["recollindex", "-h"], _COMMAND_SECONDS, self._environment, memory=False)
        found = _VERSION.search(told.printed)
        return found[1] if found else "Recoll"

    def first_ten(self, word: str) -> Ran:
        """What a user types to see the ten best."""
        return run(["recollq", "-n", "10", word], _COMMAND_SECONDS, self._environment, memory=False)

    def files_with(self, phrase: str) -> set[Path]:
        """All files that it finds a phrase in."""
        asked = ["recollq", "-b", "-n", "0", f'"{phrase}"']
        printed = run(asked, _COMMAND_SECONDS, self._environment, memory=False).printed
        return {Path(line.removeprefix(_URL)) for line in printed.splitlines() if line.startswith(_URL)}


def absent() -> str:
    """Why Recoll cannot be measured here; empty when it can."""
    lacking = [name for name in ("recollindex", "recollq") if shutil.which(name) is None]
    return f"{' and '.join(lacking)} not found; Debian's package is recollcmd" if lacking else ""


# --- exactness ---------------------------------------------------------------------------------------


def files_of(archive: Path, phrases: Sequence[str]) -> dict[str, set[Path]]:
    """For each phrase the files whose text has it, by looking through all of them."""
    found: dict[str, set[Path]] = {phrase: set() for phrase in phrases}
    for path in archive.rglob("*.txt"):
        text = path.read_text(encoding="utf-8")
        for phrase in phrases:
            if phrase in text:
                found[phrase].add(path)
    return found


def bigan_counts(place: Path, phrases: Sequence[str]) -> list[int]:
    """In how many reports Bigan finds each phrase; a made-up file holds one report."""
    peer = Bigan(place)
    counts = [peer.engine.search(request_of(Question(phrase=phrase))).report_total for phrase in phrases]
    peer.close()
    return counts


def compared(found: Iterable[int], wanted: Iterable[int]) -> tuple[int, int, int]:
    """How many numbers are right, too small and too large."""
    pairs = list(zip(found, wanted, strict=True))
    return sum(a == b for a, b in pairs), sum(a < b for a, b in pairs), sum(a > b for a, b in pairs)


# --- measuring ---------------------------------------------------------------------------------------


def measure(size: OneSize, builds: int, commands: int, phrases: int) -> tuple[Beside, Beside]:
    """Bigan and Recoll over one archive: the two take turns in building and in answering."""
    _say("making the archive")
    prepare(size)
    room_for(size, _BYTES_EACH)
    archive, place = size.place / "archive", size.place / "beside_recoll"
    recoll = Recoll(place / "recoll")
    built: tuple[list[Ran], list[Ran]] = ([], [])
    for _ in range(builds):
        _say("bigan index")
        built[0].append(build_index(archive, place / "bigan"))
        _say("recollindex")
        built[1].append(recoll.build(archive))
    classes = size.questions[0]
    _say("bigan search and recollq")
    answered = _in_turns([question.words[0] for question in classes["common word"]][: commands + 1], place, recoll)
    _say("phrases")
    drawn = mixed({kind: classes[kind] for kind in _PHRASES}, 2 * phrases)
    asked = list(dict.fromkeys(question.phrase for question in drawn))[:phrases]
    truth = in_child(_ASK_SECONDS, files_of, archive, asked)
    wanted = [len(truth[phrase]) for phrase in asked]
    ours = in_child(_ASK_SECONDS, bigan_counts, place / "bigan", asked)
    bigan = _beside("Bigan", built[0], size_on_disk(place / "bigan" / "index"), answered[0], compared(ours, wanted))
    return bigan, _beside(recoll.version(), built[1], recoll.size(), answered[1], _by_files(recoll, truth))


def _by_files(recoll: Recoll, truth: Mapping[str, set[Path]]) -> tuple[int, int, int]:
    """As ``compared``, for which files are found: too few where one lacks, too many where none lacks and others come."""
    found = {phrase: recoll.files_with(phrase) for phrase in truth}
    right = sum(found[phrase] == files for phrase, files in truth.items())
    few = sum(bool(files - found[phrase]) for phrase, files in truth.items())
    return right, few, len(truth) - right - few


def _in_turns(words: Sequence[str], place: Path, recoll: Recoll) -> tuple[list[Ran], list[Ran]]:
    """Both commands asked for each word as processes of their own, each word another first; the first does not count."""
    command = [sys.executable, "-m", "indexer", "search"]
    config = {"BIGAN_CONFIG": str(place / "bigan" / "config.ini")}
    asks: tuple[Callable[[str], Ran], ...] = (
        lambda word: run([*command, word], _COMMAND_SECONDS, config, memory=False),
        recoll.first_ten,
    )
    took: tuple[list[Ran], list[Ran]] = ([], [])
    for turn, word in enumerate(words):
        for which in (0, 1) if turn % 2 else (1, 0):
            took[which].append(asks[which](word))
    return took[0][1:], took[1][1:]


def _beside(name: str, built: Sequence[Ran], size: int, answered: Sequence[Ran], exact: tuple[int, int, int]) -> Beside:
    return Beside(
        name,
        [(ran.seconds, ran.processor) for ran in built],
        max(ran.peak or 0.0 for ran in built) or None,
        max(ran.own_peak or 0.0 for ran in built) or None,
        size,
        [(ran.seconds, ran.processor) for ran in answered],
        *exact,
    )


# --- the command ---------------------------------------------------------------------------------------


def table(paragraphs: int, both: tuple[Beside, Beside]) -> Iterator[str]:
    """The figures as Markdown, with what Recoll takes of Bigan's."""
    ours, theirs = both
    yield from head(f"{paragraphs:,} paragraphs", ours.name, theirs.name, "Recoll / Bigan")
    for name, of, digits in _figures():
        a, b = of(ours), of(theirs)
        cells = ("–" if value is None else f"{value:,.{digits}f}" for value in (a, b))
        yield row(name, *cells, f"{b / a:.2f}" if a and b is not None else "")
    cells = (f"{one.right} of {one.right + one.few + one.many} ({one.few} too few, {one.many} too many)" for one in both)
    yield row("phrases found in the files that have them", *cells, "")


def _figures() -> Iterator[tuple[str, Callable[[Beside], float | None], int]]:
    """Rows: name, figure and digits after the point. Of some builds the fastest counts."""
    yield "building, s", lambda one: min(one.builds)[0], 1
    yield "… processor, s", lambda one: min(used for _, used in one.builds), 1
    yield "most memory of all processes, MB", lambda one: one.peak_mb, 0
    yield "… not mapped from files", lambda one: one.own_peak_mb, 0
    yield "on disk, MB", lambda one: one.bytes / 1e6, 1
    yield "one word on the command line, s, median", lambda one: median(took for took, _ in one.commands), 3
    yield "… least", lambda one: min(took for took, _ in one.commands), 3
    yield "… processor, median", lambda one: median(used for _, used in one.commands), 3


def _say(step: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {step}", file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; without Recoll it says so, and nothing else."""
    parser = argparse.ArgumentParser(prog="python -m bench.recoll", description="Bigan beside Recoll, from the same files")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where archive and indexes stay, as bench.curves has them")
    parser.add_argument("--paragraphs", type=int, default=100_000)
    parser.add_argument("--builds", type=int, default=1, help="of each, in turns; the fastest counts")
    parser.add_argument("--commands", type=int, default=20, help="words that each is asked for on the command line")
    parser.add_argument("--phrases", type=int, default=200)
    parser.add_argument("--json", type=Path, metavar="FILE", help="every single figure")
    asked = parser.parse_args(arguments)
    if why := absent():
        print(f"Recoll left out: {why}")
        return 0
    if min(asked.paragraphs, asked.builds, asked.commands, asked.phrases) < 1:
        print("bench.recoll: numbers of paragraphs, builds, commands and phrases are 1 or more", file=sys.stderr)
        return 1
    size = OneSize(asked.folder.resolve(), asked.paragraphs, max(asked.commands + 1, asked.phrases))
    try:
        both = measure(size, asked.builds, asked.commands, asked.phrases)
        if asked.json is not None:
            asked.json.write_text(json.dumps([asdict(one) for one in both], ensure_ascii=False), encoding="utf-8")
    except (Failed, Unmeasurable, OSError) as error:
        print(f"bench.recoll: {' '.join(str(error).split())}", file=sys.stderr)
        return 1
    print("\n".join(table(asked.paragraphs, both)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
