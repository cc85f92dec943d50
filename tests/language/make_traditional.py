"""``python -m tests.language.make_traditional``: writes the table of traditional characters from OpenCC's.

OpenCC converts words in their context; a search key must not depend on any. So each character is converted
alone, and only what becomes exactly one other character enters the table. A test holds the file equal to this.
"""

from __future__ import annotations

import sys
from pathlib import Path

from opencc import OpenCC

from indexer.language import simplified

FILE = Path(simplified.__file__).with_name(simplified.TABLE)
_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x32000))
_HEADER = """\
# Traditional characters and their simplified ones, one for one.
# From the tables of OpenCC (https://github.com/BYVoid/OpenCC), Apache License 2.0.
# Written by: python -m tests.language.make_traditional
"""


def table_text() -> str:
    """The content of the table: a comment, then one pair a line, in order of code points."""
    han = [chr(code) for first, end in _HAN for code in range(first, end)]
    simple = OpenCC("t2s").convert("\n".join(han)).split("\n")
    pairs = [old + new for old, new in zip(han, simple, strict=True) if old != new and len(new) == 1]
    return _HEADER + "".join(f"{pair}\n" for pair in pairs)


if __name__ == "__main__":
    FILE.write_bytes(table_text().encode())
    sys.stdout.write(f"{FILE.name}: {table_text().count(chr(10)) - _HEADER.count(chr(10))} characters\n")
