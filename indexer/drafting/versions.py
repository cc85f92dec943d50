"""Earlier versions of a draft on disk: which are kept, which go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

#: The newest so many are kept, and one a day for so many days.
MOST_RECENT, MOST_DAYS = 50, 60
#: While somebody types, a version is kept at most so often; after a pause and before any other change one is kept.
TYPING, PAUSE = timedelta(minutes=5), timedelta(minutes=1)

_NAME = re.compile(r"(\d{6,})-(\d{8}T\d{6})\.json")
_MOMENT = "%Y%m%dT%H%M%S"


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier state: its revision and when it was made."""

    revision: int
    made_at: datetime
    path: Path


def versions_in(folder: Path) -> list[Version]:
    """The versions in a folder, the newest first."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        match = _NAME.fullmatch(path.name)
        if match:
            with suppress(ValueError):
                found.append(Version(int(match[1]), datetime.strptime(match[2], _MOMENT), path))
    return sorted(found, key=lambda version: version.revision, reverse=True)


def version_name(revision: int, made_at: datetime) -> str:
    return f"{revision:06d}-{made_at.strftime(_MOMENT)}.json"


def is_worth_keeping(changed_at: datetime, now: datetime, newest: Version | None, typing: bool) -> bool:
    """Whether the state made at ``changed_at`` is kept before the next change overwrites it."""
    if not typing or newest is None:
        return True
    return now - changed_at >= PAUSE or changed_at - newest.made_at >= TYPING


def superfluous(versions: Sequence[Version]) -> list[Version]:
    """Those that go: neither of the newest nor the last of one of the last days. ``versions``: the newest first."""
    last_of_day = {version.made_at.date(): version.revision for version in reversed(versions)}
    days = set(sorted(last_of_day, reverse=True)[:MOST_DAYS])
    kept = {revision for day, revision in last_of_day.items() if day in days}
    return [version for version in versions[MOST_RECENT:] if version.revision not in kept]
