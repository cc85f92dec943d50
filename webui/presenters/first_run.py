"""An archive that is empty or new: where reports may be, whether the samples are still in use, what came in last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.config import samples_folder
from indexer.drafting.report_names import file_stem
from indexer.engines import Engine
from indexer.library.library import Folder, Library
from indexer.library.proposals import Proposal, proposals
from indexer.output.citation import Citing

#: So many of the newest reports are named.
NEWEST = 6


@dataclass(frozen=True, slots=True)
class FirstRun:
    """What the page of an empty archive offers; only ``local`` readers may choose."""

    local: bool
    folders: Sequence[Folder]
    proposals: Sequence[Proposal]
    offer_samples: bool


@dataclass(frozen=True, slots=True)
class NewReport:
    """A file that was read not long ago. ``told_by``: its year, or its own name where that tells it apart from another."""

    name: str
    file: str
    url: str
    read_at: str
    told_by: str = ""


def view_first_run(library: Library, local: bool) -> FirstRun:
    """Looks for folders only for somebody at this machine."""
    folders = library.folders()
    found = proposals(library.places, [folder.path for folder in folders]) if local else []
    has_samples = any(folder.is_samples for folder in folders)
    return FirstRun(local, folders, found, samples_folder() is not None and not has_samples)


def samples_in_use(library: Library) -> tuple[Folder, bool] | None:
    """The folder of the samples, where reports from it are found, and whether there are reports of others."""
    folders = library.folders()
    samples = next((folder for folder in folders if folder.is_samples and folder.reports), None)
    return (samples, any(folder.reports for folder in folders if folder is not samples)) if samples else None


def newest_reports(library: Library, engine: Engine, cite: Citing) -> list[NewReport]:
    """What was read last, one line a file: by its title where it holds one report, as a file may be called by its year;
    what would be told twice alike is told apart by its year, or by its file."""
    found: list[NewReport] = []
    for entry in library.newest(NEWEST):
        stored = engine.report(entry.reports[0]) if len(entry.reports) == 1 else None
        name = cite.named(stored) if stored and stored.title else file_stem(entry.shown)
        year = f"{stored.year}年" if stored and stored.year and str(stored.year) not in name else ""
        found.append(NewReport(name, entry.shown, f"/reports/{entry.reports[0]}", entry.read_at, year))
    shown = Counter((one.name, one.told_by) for one in found)
    return [replace(one, told_by=one.file.rpartition("/")[2]) if shown[one.name, one.told_by] > 1 else one for one in found]
