"""LibreOffice as a converter: old Word documents in, .docx out. The only place that starts it.

Start-up takes a second or more, so many documents go through one process. A document that
crashes it or makes it hang does not spoil the others: it is tried alone, the rest go on.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import ConfigError, MissingProgram, UnreadableFile, system_reason
from indexer.reading.office_profile import write_profile

#: Seconds without a finished document after which a run counts as stuck.
PATIENCE_S = 60.0
#: Documents of one process: bounds its memory and the length of its command line.
_BATCH = 40
#: So many runs in a row that fail and convert nothing: LibreOffice itself is broken.
_GIVE_UP_AFTER = 6
_POLL_S = 0.05
_FILTER = "docx:MS Word 2007 XML"
_SAVE_AS = "请用 Word 或 WPS 打开，另存为 .docx 后重新放入"

_COMMANDS = ("soffice", "libreoffice")
_MAC_PLACE = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
_LINUX_PLACES = ("/usr/bin/soffice", "/usr/lib/libreoffice/program/soffice", "/snap/bin/libreoffice")
_WINDOWS_PLACE = r"LibreOffice\program\soffice.exe"


@dataclass(frozen=True, slots=True)
class OldDocument:
    """A document to convert. ``kind`` (doc, rtf, xml) becomes the suffix of its temporary file."""

    name: str
    data: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class _Run:
    """What one process has converted, by number, and why it did not end well, if so."""

    converted: dict[int, bytes]
    failure: str | None


def find_soffice(explicit: Path | None = None) -> Path | None:
    """The LibreOffice program, or ``None`` where it is not installed.

    ``explicit`` is a path or command from the settings; raises ``ConfigError`` where it leads
    nowhere.
    """
    if explicit is not None:
        found = shutil.which(str(explicit.expanduser()))
        if found is None:
            raise ConfigError(
                f"找不到 LibreOffice「{explicit}」：请检查设置中的路径，或删去这一项，由程序自己查找"
            )
        return Path(found)
    for command in _COMMANDS:
        if found := shutil.which(command):
            return Path(found)
    return next((place for place in _usual_places() if place.is_file()), None)


def _usual_places() -> Iterator[Path]:
    if sys.platform == "win32":
        for variable, usual in (
            ("ProgramFiles", r"C:\Program Files"),
            ("ProgramFiles(x86)", r"C:\Program Files (x86)"),
        ):
            yield Path(os.environ.get(variable, usual)) / _WINDOWS_PLACE
    elif sys.platform == "darwin":
        yield Path(_MAC_PLACE)
    else:
        yield from map(Path, _LINUX_PLACES)
        # Where the packages of the makers put it, the newest last by name.
        yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)


def to_docx(
    documents: Sequence[OldDocument], soffice: Path, timeout_s: float = PATIENCE_S
) -> list[bytes | UnreadableFile]:
    """The documents as .docx, or why not, in their order.

    ``timeout_s`` bounds the wait for the next document, not for all of them.
    """
    done: list[bytes | UnreadableFile] = []
    for first in range(0, len(documents), _BATCH):
        batch = documents[first : first + _BATCH]
        try:
            with tempfile.TemporaryDirectory(prefix="bigan-", ignore_cleanup_errors=True) as folder:
                settled = _Converter(batch, soffice, timeout_s, Path(folder)).settle()
                done += [settled[number] for number in range(len(batch))]
        except OSError as error:
            why = f"无法转换：LibreOffice 启动失败或临时文件夹不可写（{system_reason(error)}），请检查后重新更新索引"
            # Nothing is wrong with the documents: they are to be tried again.
            done += [MissingProgram(f"「{document.name}」{why}") for document in batch]
    return done


class _Converter:
    """One batch of documents, and the folder they are converted in."""

    def __init__(
        self, documents: Sequence[OldDocument], soffice: Path, timeout_s: float, folder: Path
    ) -> None:
        self._documents = documents
        self._soffice = soffice
        self._timeout_s = timeout_s
        self._folder = folder
        self._runs = 0

    def settle(self) -> dict[int, bytes | UnreadableFile]:
        """Every document converted or given up."""
        settled: dict[int, bytes | UnreadableFile] = {}
        groups = deque([list(range(len(self._documents)))])
        fruitless = 0
        while groups:
            group = groups.popleft()
            if fruitless >= _GIVE_UP_AFTER:
                settled |= {n: self._error(n, "LibreOffice 多次没有响应") for n in group}
                continue
            run = self._run(group)
            settled |= run.converted
            missing = [n for n in group if n not in run.converted]
            fruitless = fruitless + 1 if run.failure and not run.converted else 0
            if run.failure and len(group) > 1:
                # The first without output is the likely culprit: alone it harms nobody.
                groups.extendleft(part for part in (missing[1:], missing[:1]) if part)
            else:
                settled |= {n: self._error(n, run.failure or "LibreOffice 打不开") for n in missing}
        return settled

    def _error(self, number: int, why: str) -> UnreadableFile:
        return UnreadableFile(f"「{self._documents[number].name}」无法转换（{why}）：{_SAVE_AS}")

    def _run(self, group: Sequence[int]) -> _Run:
        """One process over some of the documents, in a folder of its own."""
        folder = self._folder / f"run{self._runs}"
        self._runs += 1
        out = folder / "out"
        out.mkdir(parents=True)
        # A killed process leaves locks in its profile, so each has a new one.
        write_profile(folder / "profile")
        sources = [folder / f"{n:04}.{self._documents[n].kind}" for n in group]
        for number, source in zip(group, sources, strict=True):
            source.write_bytes(self._documents[number].data)
        failure = _watch(_start(self._soffice, folder, sources), out, self._timeout_s)
        converted: dict[int, bytes] = {}
        for number, source in zip(group, sources, strict=True):
            target = out / (source.stem + ".docx")
            # A process that was killed while it wrote leaves half a file.
            if target.is_file() and zipfile.is_zipfile(target):
                converted[number] = target.read_bytes()
        shutil.rmtree(folder, ignore_errors=True)
        return _Run(converted, failure)


def _start(soffice: Path, folder: Path, sources: Sequence[Path]) -> subprocess.Popen[bytes]:
    options = [
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        "--nofirststartwizard",
    ]
    command = [
        str(soffice),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *options,
        *("--convert-to", _FILTER, "--outdir", str(folder / "out")),
        *map(str, sources),
    ]
    # Nothing listens at this address: what asks the environment for a proxy reaches nobody.
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9")
    environment = {**os.environ, **nowhere, "no_proxy": "", "SAL_USE_VCLPLUGIN": "svp"}
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        # A group of its own, so that the program behind the launcher ends with it.
        start_new_session=True,
        creationflags=0x08000000 if sys.platform == "win32" else 0,  # CREATE_NO_WINDOW
    )


def _watch(process: subprocess.Popen[bytes], out: Path, timeout_s: float) -> str | None:
    """Waits for the end; why it was a bad one, or ``None``. The process is gone afterwards."""
    finished, deadline = 0, time.monotonic() + timeout_s
    try:
        while process.poll() is None:
            now = len(os.listdir(out))
            if now > finished:
                finished, deadline = now, time.monotonic() + timeout_s
            elif time.monotonic() > deadline:
                return f"{timeout_s:g} 秒没有完成"
            time.sleep(_POLL_S)
    finally:
        if process.poll() is None:
            _kill_tree(process)
    return None if process.returncode == 0 else "LibreOffice 出错退出"


def _kill_tree(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
