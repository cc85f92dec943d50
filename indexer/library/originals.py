"""From a report back to its original file: only what the index names, never a path that somebody writes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import BiganError, UnreadableFile, system_reason
from indexer.ingest.discovery import FoundFile
from indexer.ingest.documents import documents_of
from indexer.ingest.manifest import Manifest
from indexer.ingest.sources import holders

#: Programs that show folders, where no system has its own.
_OPENERS = ("xdg-open", "gio", "kde-open")


@dataclass(frozen=True, slots=True)
class Original:
    """A file that holds a report. ``path`` is the file on disk, ``member`` the document inside it where it is an
    archive, empty elsewhere; ``key`` names the document in the manifest."""

    key: str
    path: Path
    member: str

    @property
    def name(self) -> str:
        """What the document is called."""
        return (self.member or self.path.name).rpartition("/")[2]


def original_of(manifest: Manifest, report_id: str, number: int = 0) -> Original | None:
    """The file of a report with this number among those that hold it; ``None`` where there is none."""
    keys = holders(manifest, report_id)
    if not 0 <= number < len(keys):
        return None
    key = keys[number]
    inside = Path(manifest.files[key].root)
    path = Path(key)
    # A member's key goes on below the path of its archive, which is the first file on the way down.
    for part in path.relative_to(inside).parts if path.is_relative_to(inside) else ():
        inside = inside / part
        if inside.is_file():
            member = key[len(str(inside)) + 1 :]
            return Original(key, inside, member)
    return Original(key, path, "")


def content_of(original: Original, max_bytes: int) -> bytes:
    """The bytes of a member of an archive. Raises ``BiganError`` where it is there no more."""
    found = FoundFile(original.path, original.path.parent, original.path.name)
    for document in documents_of(found, max_bytes):
        if document.key == original.key:
            if isinstance(document.data, UnreadableFile):
                raise document.data
            return document.data
    raise BiganError(f"压缩包 {original.path.name} 里现在没有 {original.member}：它可能改过了，请在资料库点“更新”")


def show_in_folder(path: Path) -> None:
    """Opens the folder of a file in the system's file manager. Raises ``BiganError`` where that cannot be."""
    command = folder_command(path)
    try:
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
    except OSError as error:
        raise BiganError(f"文件夹打不开（{system_reason(error)}）：文件在 {path}") from error


def folder_command(path: Path, platform: str = sys.platform) -> list[str]:
    """What shows a file in its folder, as a list of arguments that no shell reads."""
    if platform == "win32":
        return [os.path.join(os.environ.get("SYSTEMROOT", r"C:\Windows"), "explorer.exe"), "/select,", str(path)]
    if platform == "darwin":
        return ["/usr/bin/open", "-R", str(path)]
    opener = next((found for name in _OPENERS if (found := shutil.which(name))), None)
    if opener is None or not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise BiganError(f"这台电脑没有能打开文件夹的程序：文件在 {path}，可以复制路径")
    return [opener, "open", str(path.parent)] if opener.endswith("gio") else [opener, str(path.parent)]
