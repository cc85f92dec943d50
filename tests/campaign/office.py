"""Damaged old documents through LibreOffice: few, since each batch takes seconds."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from random import Random

from indexer.errors import UnreadableFile
from indexer.ingest.analysis import understand
from indexer.model.reports import SourceText
from indexer.parsing.rulebook import Rulebook, default_rulebook
from indexer.reading import is_legacy, read_many
from tests.campaign.judging import Outcome, check_message, check_reports, check_text
from tests.campaign.making import as_rtf
from tests.campaign.mutations import Samples, damaged
from tests.reading.test_legacy import made_old

_BATCH = 20
#: Tries to damage a document so that it is still told for one.
_TRIES = 20


def judge_converted(
    seed: int, count: int, samples: Samples, soffice: Path, folder: Path
) -> Iterator[Outcome]:
    """Outcomes of ``count`` damaged .rtf and .doc files, the latter made from one by LibreOffice itself.
    Seconds are by the clock, a document's share of its batch."""
    chance = Random(f"{seed}/office")
    rules = default_rulebook()
    folder = folder / "office"
    folder.mkdir()
    doc = made_old(soffice, folder, as_rtf(samples.texts[0]), "doc", "doc")
    documents: list[tuple[str, bytes, tuple[str, ...]]] = []
    for number in range(count):
        kind = ("doc", "rtf")[number % 2]
        whole = doc if kind == "doc" else as_rtf(chance.choice(samples.texts))
        documents.append((f"{number}.{kind}", *_still_old(whole, chance)))
    for first in range(0, count, _BATCH):
        batch = documents[first : first + _BATCH]
        began = time.monotonic()
        texts = read_many([(name, data) for name, data, _ in batch], soffice)
        seconds = (time.monotonic() - began) / len(batch)
        for at, ((name, _, steps), text) in enumerate(zip(batch, texts, strict=True), start=first):
            yield _judged(at, name, text, rules, seconds, steps)


def _still_old(whole: bytes, chance: Random) -> tuple[bytes, tuple[str, ...]]:
    """The document damaged; as it was where damage always made something else of it."""
    for _ in range(_TRIES):
        data, steps = damaged(whole, chance)
        if is_legacy(data):
            return data, steps
    return whole, ()


def _judged(
    index: int, name: str, text: SourceText | UnreadableFile, rules: Rulebook, seconds: float, steps: tuple[str, ...]
) -> Outcome:
    kind = f"office {name.rpartition('.')[2]}"
    try:
        if isinstance(text, UnreadableFile):
            check_message(text, (name,))
            return Outcome(index, kind, "refused", seconds, steps=steps)
        check_text(text)
        try:
            reports = understand(text, name, rules)
        except UnreadableFile as error:
            check_reports(text, error, name, rules)
            return Outcome(index, kind, "refused", seconds, steps=steps)
        check_reports(text, reports, name, rules)
    # As in ``judging``: whatever it is.
    except Exception:
        return Outcome(index, kind, "failed", seconds, detail=traceback.format_exc(), steps=steps)
    return Outcome(index, kind, "read", seconds, steps=steps)
