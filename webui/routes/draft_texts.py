"""The texts of a draft's whole page as one form sends them: whichever button was pressed, nothing typed elsewhere is lost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from werkzeug.datastructures import MultiDict

from indexer.drafting import operations as ops
from indexer.drafting.model import Draft
from indexer.drafting.operations import EditConflict
from indexer.drafting.store import DraftStore
from indexer.errors import DraftError
from indexer.model.reports import SECTIONS
from webui.state.parameters import scrub


@dataclass(frozen=True, slots=True)
class SavedTexts:
    """What could not be saved as it was typed: the first conflict or mistake (``None``: all is saved), and whether a
    paragraph that was typed in had been taken out."""

    refused: DraftError | None
    taken_out: bool


def fingerprint(text: str) -> str:
    """Tells whether a text was changed on a page."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def save_texts(store: DraftStore, draft: Draft, form: MultiDict[str, str], revision: int) -> SavedTexts:
    """Saves each text of a form that differs from what the page showed (``was``); a form without ``was`` has changed all. One
    that is refused keeps no other from being saved."""
    blocks, texts, before = form.getlist("block"), form.getlist("text"), form.getlist("was")
    sections = form.getlist("section")
    refused: DraftError | None = None
    taken_out = False
    for at, (block, text) in enumerate(zip(map(scrub, blocks), map(scrub, texts), strict=False)):
        if len(before) == len(texts) and fingerprint(text) == before[at]:
            continue
        section = sections[at] if len(sections) == len(texts) and sections[at] in SECTIONS else None
        try:
            now = store.change(draft.id, partial(_edited, block_id=block, text=text, revision=revision, section=section), True)
            taken_out |= all(each.id != block for each in now.blocks)
        except EditConflict as conflict:
            refused = conflict if not isinstance(refused, EditConflict) else refused
        except DraftError as error:
            refused = refused or error
    return SavedTexts(refused, taken_out)


def _edited(draft: Draft, block_id: str, text: str, revision: int, section: str | None) -> Draft:
    """A paragraph that the draft has nowhere any more, as after going back to an earlier version, is written anew."""
    known = {block.id for block in draft.blocks} | {gone.block.id for gone in draft.removed}
    if block_id not in known and section is not None and text.strip():
        return ops.insert(draft, text, block_id=block_id, section=section)
    return ops.edit(draft, block_id, text, revision)
