"""What is kept beside a generation: the manifest, and which files each report is in.

One JSON file a generation, written before Whoosh publishes the generation of the same
number, so that both become visible in one step.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from indexer.engines import Source
from indexer.engines.near_duplicates import NearDuplicatePairs
from indexer.engines.whoosh.arrays import read_arrays, write_arrays
from indexer.model.unread import unread_from_lists, unread_to_lists

_KEPT = 2

#: What a catalogue begins with, before its checksum.
_CHECKSUM = '{"checksum": "'


@dataclass(frozen=True)
class Catalogue:
    """The manifest as the pipeline gave it, the sources of reports, and the tokenizer's name."""

    manifest_json: str = "{}"
    sources: Mapping[str, Source] = field(default_factory=dict)
    tokenizer: str = ""
    built_at: str | None = None

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """The manifest; read only where it is asked for, which no search does."""
        found: Mapping[str, Any] = json.loads(self.manifest_json)
        return found


def path_of(folder: Path, generation: int) -> Path:
    return folder / f"catalogue-{generation}.json"


def near_path_of(folder: Path, generation: int) -> Path:
    return folder / f"near-{generation}.pairs"


def save_near(folder: Path, generation: int, edges: NearDuplicatePairs) -> None:
    """Writes which paragraphs of a coming generation are near each other."""
    write_arrays(near_path_of(folder, generation), {"pairs": edges.pairs})


def load_near(folder: Path, generation: int) -> NearDuplicatePairs:
    """Maps the near-duplicate pairs of a generation. Raises ``OSError`` or ``ValueError``."""
    if generation == 0:
        return NearDuplicatePairs.joined([])
    return NearDuplicatePairs(read_arrays(near_path_of(folder, generation))["pairs"])


def newest(folder: Path) -> int:
    """The generation of the newest catalogue in a folder; 0 where there is none."""
    numbers = [path.stem.partition("-")[2] for path in folder.glob("catalogue-*.json")]
    return max((int(number) for number in numbers if number.isdigit()), default=0)


def save(
    folder: Path, generation: int, manifest: Mapping[str, Any], sources: Mapping[str, Source], tokenizer: str
) -> None:
    """Writes the catalogue of a generation that is about to be published."""
    data = {
        "tokenizer": tokenizer,
        "built_at": manifest.get("built_at"),
        "manifest": json.dumps(manifest, ensure_ascii=False),
        "sources": {rid: _to_list(source) for rid, source in sources.items()},
    }
    path = path_of(folder, generation)
    beside = path.with_name(path.name + ".tmp")
    with beside.open("w", encoding="utf-8", errors="surrogatepass") as file:
        # In one piece: several times as fast as json.dump.
        file.write(_with_checksum(json.dumps(data, ensure_ascii=False)))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def load(folder: Path, generation: int) -> Catalogue:
    """Reads the catalogue of a generation; empty for generation 0, which has none.
    Raises ``OSError`` or ``ValueError`` where it is missing or damaged."""
    if generation == 0:
        return Catalogue()
    data = json.loads(_checked(path_of(folder, generation).read_bytes()).decode("utf-8", "surrogatepass"))
    return Catalogue(
        manifest_json=data["manifest"],
        sources={rid: _from_list(*values) for rid, values in data["sources"].items()},
        tokenizer=data["tokenizer"],
        built_at=data["built_at"],
    )


def _with_checksum(text: str) -> str:
    """A JSON object with the checksum of what comes after it as its first value."""
    checksum = zlib.crc32(text[1:].encode("utf-8", "surrogatepass"))
    return f"{_CHECKSUM}{checksum:08x}\", {text[1:]}"


def _checked(data: bytes) -> bytes:
    """The same bytes. Raises ``ValueError`` where they do not agree with their checksum; older versions wrote none."""
    start = len(_CHECKSUM)
    if data.startswith(_CHECKSUM.encode()):
        checksum, rest = data[start : start + 8], data[start + len('00000000", ') :]
        if f"{zlib.crc32(rest):08x}".encode() != checksum:
            raise ValueError("the catalogue is damaged")
    elif not data.startswith(b'{"tokenizer"'):
        raise ValueError("the catalogue is damaged")
    return data


def _to_list(source: Source) -> list[Any]:
    """Most sources have nothing unread, and no element that says so."""
    unread = [unread_to_lists(source.unread)] if source.unread else []
    return [list(source.files), source.stale_reason, *unread]


def _from_list(files: Sequence[str], stale_reason: str | None, unread: Sequence[Sequence[Any]] = ()) -> Source:
    return Source(tuple(files), stale_reason, unread_from_lists(unread))


def remove_old(folder: Path, generation: int) -> None:
    """Deletes catalogues no reader can need any more. A file that another process still reads
    (Windows) is left for the next time."""
    for path in (*folder.glob("catalogue-*.json"), *folder.glob("near-*.pairs")):
        number = path.stem.partition("-")[2]
        if number.isdigit() and int(number) <= generation - _KEPT:
            try:
                path.unlink()
            except OSError:
                continue
