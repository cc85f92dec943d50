"""The files that hold a report, with the ways to them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from indexer.library.library import Library
from indexer.library.originals import original_of
from indexer.model.reports import StoredReport


@dataclass(frozen=True, slots=True)
class OriginalView:
    """A file as it is shown, where it is opened, its number among those of the report; its ``path`` is told only to who
    sits at this machine, and empty for others."""

    file: str
    url: str
    number: int
    path: str


def view_originals(library: Library, stored: StoredReport, local: bool) -> list[OriginalView]:
    """The ways to all files of a report."""
    manifest = library.manifest()
    found = [(number, file, original_of(manifest, stored.id, number)) for number, file in enumerate(stored.files)]
    return [
        OriginalView(
            file=file,
            url=f"/reports/{quote(stored.id, safe='')}/original" + (f"?file={number + 1}" if number else ""),
            number=number + 1,
            path=str(original.path) if local else "",
        )
        for number, file, original in found
        if original
    ]
