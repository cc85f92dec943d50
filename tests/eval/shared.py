"""Where the real texts for trying lie: beside the checkout, never inside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def shared_folder(name: str) -> Path:
    """A folder of the shared texts; skips the test where it isn't there."""
    folder = Path(os.environ.get("BIGAN_SHARED") or ROOT.parent / "shared") / name
    if not folder.is_dir():
        pytest.skip(f"no shared texts here ({name}): set BIGAN_SHARED to their folder")
    return folder
