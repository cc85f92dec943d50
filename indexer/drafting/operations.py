"""What can be done to a draft: pure functions from the newest state to the next.

None of them counts the draft's revision: whoever stores a state does (see ``advanced``), so that every change is one step.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from indexer.drafting.arrangement import ELSEWHERE, arranged, neighbour_section, put
from indexer.drafting.model import Block, BlockKind, BlockSource, Draft, RemovedBlock
from indexer.drafting.numbering import level_of, renumbered
from indexer.errors import DraftError, NoSuchDraft
from indexer.model.reports import GENRES, SECTIONS

Operation = Callable[[Draft], Draft]

#: So many removed blocks can be put back.
MOST_REMOVED = 50
#: A draft is one report; more is a mistake, such as a whole book pasted into a paragraph.
MOST_BLOCKS, LONGEST_BLOCK, LONGEST_NAME = 2000, 20_000, 100

_BREAKS = re.compile(r"[\r\n\u2028\u2029\x0b\x0c\x85]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff]")
_NEW_ID = re.compile(r"[0-9A-Za-z-]{1,40}")
#: The note on a text that was written while somebody else changed the same block.
OTHER_WORDING = "两处都改过，这是没有用上的写法"
#: So much of a line tells whether it still is what was collected.
_RECOGNISED = 12


class EditConflict(DraftError):
    """Somebody else changed the block that an edit was made on; nothing was overwritten. ``kept_as`` is the id under which
    the edit's text is kept among what was taken out (see ``keep_wording``)."""

    def __init__(self, block: Block, yours: str, kept_as: str = "") -> None:
        super().__init__("这一段在别处也改过，没有覆盖：两边的写法都列出来了，请选一个")
        self.block = block
        self.yours = yours
        self.kept_as = kept_as or f"{block.id[:31]}-{sha256(yours.encode()).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a block's text, in code points."""

    block: str
    start: int
    end: int


def new_id() -> str:
    """An id that no other draft or block has."""
    return secrets.token_hex(4)


def advanced(before: Draft, after: Draft, changed_at: str) -> Draft:
    """The state to keep after an operation: its blocks by section and counted anew, and the revision one higher. The same
    object where the operation changed nothing."""
    blocks = renumbered(arranged(after.blocks))
    if replace(after, blocks=blocks) == before:
        return before
    if len(blocks) > MOST_BLOCKS:
        raise DraftError(f"一份稿件最多 {MOST_BLOCKS} 段：请另起一份，或先移走一些")
    return replace(after, blocks=blocks, revision=before.revision + 1, changed_at=changed_at)


def collect(draft: Draft, block: Block, after: str | None = None) -> Draft:
    """Adds what was collected at the end of its section; what is there already stays as it is."""
    if block.source is None or collected_as(draft, block.source) is not None:
        return draft
    clean = replace(block, text=_line(block.text), revision=draft.revision + 1)
    return replace(draft, blocks=put(draft.blocks, clean, after))


def collected_as(draft: Draft, source: BlockSource) -> Block | None:
    """The block that holds just this, ``None`` where it was not collected."""
    wanted = (source.paragraph_id, source.text)
    return next((b for b in draft.blocks if b.source and (b.source.paragraph_id, b.source.text) == wanted), None)


def insert(
    draft: Draft,
    text: str,
    *,
    block_id: str = "",
    kind: BlockKind = "paragraph",
    level: int = 0,
    section: str | None = None,
    after: str | None = None,
) -> Draft:
    """Writes something new: behind the block ``after``, or at the beginning (empty) or end (``None``) of ``section``."""
    where = section or (_block(draft, after).section if after else ELSEWHERE)
    _check_section(where)
    name = block_id or new_id()
    if not _NEW_ID.fullmatch(name):
        raise _bad_id()
    if any(block.id == name for block in draft.blocks):
        return draft  # asked twice: the answer to the first was lost
    lines = _lines(text) or [""]
    first = Block(name, kind, where, lines[0], _level(kind, level), revision=draft.revision + 1)
    made = replace(_without_removed(draft, name), blocks=put(draft.blocks, first, after))
    return _with_rest(made, first, lines[1:])


def edit(draft: Draft, block_id: str, text: str, revision: int, kept_as: str = "") -> Draft:
    """Changes the text that a block had at ``revision``. Lines below the first become paragraphs of their own. Of a block
    that was taken out meanwhile the text changes where it is kept. Raises ``EditConflict`` where the block's text has changed
    since; ``kept_as`` is what an earlier conflict of this edit was kept as, which is forgotten when the edit counts."""
    if kept_as and not _NEW_ID.fullmatch(kept_as):
        raise _bad_id()
    gone = next((removed for removed in draft.removed if removed.block.id == block_id), None)
    is_out = gone is not None and all(block.id != block_id for block in draft.blocks)
    block = gone.block if gone is not None and is_out else _block(draft, block_id)
    lines = _lines(text) or [""]
    settled = _without_removed(draft, kept_as) if kept_as != block_id else draft
    if lines == [block.text]:
        return settled
    if block.revision > revision:
        raise EditConflict(block, text, kept_as)
    if is_out:
        out = replace(block, text=" ".join(lines), revision=draft.revision + 1)
        removed = [replace(each, block=out) if each.block.id == block_id else each for each in settled.removed]
        return replace(settled, removed=tuple(removed))
    changed = replace(block, text=lines[0], revision=draft.revision + 1)
    return _with_rest(_replaced(settled, changed), changed, lines[1:])


def keep_wording(draft: Draft, conflict: EditConflict) -> Draft:
    """Keeps the text of an edit that met a conflict among what was taken out, where it can be put back below the block: the
    page that it was written on may be closed before anybody chooses. Asked again, the newest text stays."""
    wording = replace(
        conflict.block,
        id=conflict.kept_as,
        text=" ".join(_lines(conflict.yours)),
        note=OTHER_WORDING,
        revision=draft.revision + 1,
    )
    before = next((gone for gone in draft.removed if gone.block.id == conflict.kept_as), None)
    is_known = before is not None and before.block.text == wording.text
    if is_known or not wording.text or any(block.id == conflict.kept_as for block in draft.blocks):
        return draft
    others = _without_removed(draft, conflict.kept_as).removed
    return replace(draft, removed=(RemovedBlock(wording, conflict.block.id), *others)[:MOST_REMOVED])


def move(draft: Draft, block_id: str, section: str | None = None, after: str | None = None) -> Draft:
    """To another place: see ``insert``; without a section in that of the block ``after``, or in its own."""
    block = _block(draft, block_id)
    if after == block_id:
        return draft
    target = _block(draft, after) if after else None
    where = section or (target.section if target else block.section)
    _check_section(where)
    return replace(draft, blocks=put(draft.blocks, replace(block, section=where), after))


def step(draft: Draft, block_id: str, by: int) -> Draft:
    """One place up (-1) or down (1); at the border of its section into the next one."""
    block = _block(draft, block_id)
    own = [other.id for other in draft.blocks if other.section == block.section]
    at = own.index(block_id) + by
    if 0 <= at < len(own):
        after = own[at] if by > 0 else own[at - 1] if at else ""
        return replace(draft, blocks=put(draft.blocks, block, after))
    moved = replace(block, section=neighbour_section(block.section, by))
    if moved.section == block.section:
        return draft
    return replace(draft, blocks=put(draft.blocks, moved, None if by < 0 else ""))


def remove(draft: Draft, block_id: str) -> Draft:
    """Takes a block out; ``restore`` puts it back. Asked twice, as when the first answer was lost, it does it once."""
    if any(gone.block.id == block_id for gone in draft.removed) and all(block.id != block_id for block in draft.blocks):
        return draft
    block = _block(draft, block_id)
    own = [other.id for other in draft.blocks if other.section == block.section]
    at = own.index(block_id)
    gone = RemovedBlock(block, own[at - 1] if at else "")
    blocks = tuple([other for other in draft.blocks if other.id != block_id])
    return replace(draft, blocks=blocks, removed=(gone, *draft.removed)[:MOST_REMOVED])


def join(draft: Draft, block_id: str, to: str = "") -> Draft:
    """Puts a paragraph behind the words of the one before it, ``to``, and takes it out: with its source it stands among what was
    taken out. Asked twice it does it once. Raises ``DraftError`` where there is nothing to put it to."""
    if to and all(block.id != block_id for block in draft.blocks):
        return draft if any(gone.block.id == block_id for gone in draft.removed) else remove(draft, block_id)
    block = _block(draft, block_id)
    own = [other.id for other in draft.blocks if other.section == block.section]
    at = own.index(block_id)
    before = _block(draft, own[at - 1]) if at else None
    if before is None or (to and before.id != to) or "heading" in (block.kind, before.kind):
        raise DraftError("前面没有可以并到一起的段落：小标题不并，别的章节的也不并")
    (text,) = _lines(before.text + block.text) or [""]
    return remove(_replaced(draft, replace(before, text=text, revision=draft.revision + 1)), block_id)


def restore(draft: Draft, block_id: str) -> Draft:
    """Puts a removed block back where it stood."""
    gone = next((removed for removed in draft.removed if removed.block.id == block_id), None)
    if gone is None:
        if any(block.id == block_id for block in draft.blocks):
            return draft
        raise NoSuchDraft("移出的这一段已经找不回来了：可以从“以前的版本”里找")
    left = tuple([removed for removed in draft.removed if removed is not gone])
    return replace(draft, blocks=put(draft.blocks, gone.block, gone.after), removed=left)


def note(draft: Draft, block_id: str, text: str) -> Draft:
    """Writes a note on a block, for the writer only."""
    return _replaced(draft, replace(_block(draft, block_id), note=_line(text)[:LONGEST_BLOCK]))


def reshape(draft: Draft, block_id: str, kind: BlockKind, level: int = 0) -> Draft:
    """Makes a heading of a paragraph, or the other way round."""
    return _replaced(draft, replace(_block(draft, block_id), kind=kind, level=_level(kind, level)))


def rename(draft: Draft, name: str) -> Draft:
    """Another name."""
    return replace(draft, name=checked_name(name))


def set_about(draft: Draft, *, title: str, unit: str, year: int | None, genre: str | None) -> Draft:
    """Whose report it will be. Raises ``DraftError`` for a year or genre that cannot be."""
    if year is not None and not 1900 <= year <= 2099:
        raise DraftError(f"报告年份“{year}”不对：请写 1900 到 2099 之间的一年")
    if genre is not None and genre not in GENRES:
        raise DraftError(f"文种“{genre[:20]}”不认识：请用 {'、'.join(GENRES)} 之一")
    return replace(draft, title=_line(title)[:200], unit=_line(unit)[:LONGEST_NAME], year=year, genre=genre)


def replace_places(draft: Draft, places: Iterable[Place], old: str, new: str) -> Draft:
    """Puts ``new`` where ``old`` stands, at places that were looked at. Raises ``DraftError`` where one of them holds
    something else by now; nothing is replaced then."""
    by_block: dict[str, list[Place]] = {}
    for place in places:
        by_block.setdefault(place.block, []).append(place)
    made, text = draft, _line(new)
    for block_id, found in by_block.items():
        block = _block(made, block_id)
        changed = block.text
        for place in sorted(found, key=lambda place: -place.start):
            if changed[place.start : place.end] != old:
                raise DraftError("这一处的文字已经改了，没有替换：请看过现在的文字再替换")
            changed = changed[: place.start] + text + changed[place.end :]
        made = _replaced(made, replace(block, text=changed, revision=draft.revision + 1))
    return made


def keep(draft: Draft, text: str, kept: bool = True) -> Draft:
    """Leaves ``text``, which comes from elsewhere, as it is; or looks at it again."""
    others = tuple([other for other in draft.kept if other != text])
    return replace(draft, kept=(*others, text) if kept else others)


def go_back(draft: Draft, earlier: Draft) -> Draft:
    """What an earlier version said, as the next state: the way back is kept too."""
    revision = draft.revision + 1
    was = {block.id: block for block in draft.blocks}
    blocks = [
        replace(block, revision=was[block.id].revision)
        if block.id in was and was[block.id].text == block.text
        else replace(block, revision=revision)
        for block in earlier.blocks
    ]
    return replace(earlier, id=draft.id, name=draft.name, blocks=tuple(blocks), revision=draft.revision)


def checked_name(name: str) -> str:
    """A draft's name. Raises ``DraftError`` for none."""
    clean = _line(name)
    if not clean:
        raise DraftError("稿件要有个名字：请写上")
    return clean[:LONGEST_NAME]


def _with_rest(draft: Draft, first: Block, lines: Sequence[str]) -> Draft:
    """The further lines of a text as paragraphs behind its first."""
    blocks, behind = draft.blocks, first.id
    for line in lines:
        more = Block(new_id(), "paragraph", first.section, line, source=_source_of(first, line), revision=first.revision)
        blocks, behind = put(blocks, more, behind), more.id
    return replace(draft, blocks=blocks)


def _source_of(block: Block, line: str) -> BlockSource | None:
    """The source of a paragraph that was parted from another: its own words have none."""
    return block.source if block.source and line[:_RECOGNISED] in block.source.text else None


def _replaced(draft: Draft, changed: Block) -> Draft:
    return replace(draft, blocks=tuple([changed if block.id == changed.id else block for block in draft.blocks]))


def _block(draft: Draft, block_id: str) -> Block:
    found = next((block for block in draft.blocks if block.id == block_id), None)
    if found is None:
        raise NoSuchDraft("稿件里没有这一段了：它可能在别处移出了，请看现在的稿件")
    return found


def _without_removed(draft: Draft, block_id: str) -> Draft:
    left = tuple([gone for gone in draft.removed if gone.block.id != block_id])
    return draft if len(left) == len(draft.removed) else replace(draft, removed=left)


def _bad_id() -> DraftError:
    return DraftError("新段落的编号不对：请只用字母、数字和 -，最多 40 个")


def _check_section(section: str) -> None:
    if section not in SECTIONS:
        raise DraftError(f"章节“{section[:20]}”不认识：请用 {'、'.join(SECTIONS)} 之一")


def _level(kind: BlockKind, level: int) -> int:
    return 0 if kind == "paragraph" else min(max(level, 1), 3)


def heading_level(text: str, level: int) -> int:
    """The level of a heading: by its number where it has one."""
    return min(level_of(text) or level, 3)


def _lines(text: str) -> list[str]:
    """The lines of a text that hold anything, cleaned. Raises ``DraftError`` for one that is no paragraph."""
    lines = [line for line in (_line(part) for part in _BREAKS.split(text)) if line]
    if any(len(line) > LONGEST_BLOCK for line in lines):
        raise DraftError(f"一段最多 {LONGEST_BLOCK} 字：请分成几段")
    return lines


def _line(text: str) -> str:
    return _CONTROLS.sub("", _BREAKS.sub(" ", text)).strip()
