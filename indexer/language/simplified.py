"""Traditional characters as simplified ones, for rules that are written in simplified: the only user
of OpenCC. Texts are shown, searched and kept as they are."""

from __future__ import annotations

from functools import lru_cache

from opencc import OpenCC

_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000))
#: A simplified text has a few characters that are also traditional (著, 乾); a traditional one far more.
_TELLING_SHARE = 0.04
#: Enough of a text to tell.
_SAMPLE = 4000


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    """Code point of each traditional character → its simplified twin, one for one."""
    han = [chr(code) for first, end in _HAN for code in range(first, end)]
    simple = OpenCC("t2s").convert("\n".join(han)).split("\n")
    return {ord(old): new for old, new in zip(han, simple, strict=True) if old != new and len(new) == 1}


@lru_cache(maxsize=1)
def _traditional() -> frozenset[str]:
    return frozenset(map(chr, _table()))


def simplified(text: str) -> str | None:
    """``text`` in simplified characters, of the same length; ``None`` where it already is."""
    sample = text[:_SAMPLE]
    found = set(sample) & _traditional()
    if sum(map(sample.count, found)) <= _TELLING_SHARE * len(sample):
        return None
    return text.translate(_table())
