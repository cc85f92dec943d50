"""How damage to the files of an index shows, and how it is told from a mistake of ours: by checksums.

Nothing is read twice to be sure while all goes well. Where an answer fails, the files are read and compared with their
checksums; ``bigan check`` and a server that has just started do so without being asked.
"""

from __future__ import annotations

import pickle
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import FileFormatError
from whoosh.index import TOC
from whoosh.index import IndexError as WhooshError

from indexer.engines.whoosh.arrays import damaged_parts

#: What reading a table of contents, a segment or a catalogue may raise when its bytes are damaged, and what answering from
#: them may: they are pickles, mapped arrays and JSON.
DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    FileFormatError,
    ImportError,
    LookupError,
    MemoryError,
    TypeError,
    ValueError,
    WhooshError,
    pickle.UnpicklingError,
    struct.error,
)


def is_damaged(path: Path, pause: Callable[[], None] = lambda: None) -> bool:
    """Whether the bytes of a file of arrays are not those that were written."""
    try:
        return bool(damaged_parts(path, pause))
    except FileNotFoundError:
        return False  # a writer has taken it away: what is mapped of it is still there
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return True


#: Stands before the checksum at the end of a sealed file.
_SEAL = b"BIGAN-CRC"


def seal(path: Path) -> None:
    """Appends a checksum to a file whose readers do not read on to its end, as Whoosh reads its table of contents."""
    checksum = zlib.crc32(path.read_bytes())
    with path.open("ab") as file:
        file.write(_SEAL + checksum.to_bytes(4, "little"))


def check_contents(folder: Path) -> None:
    """Raises ``ValueError`` where the newest table of contents does not agree with its checksum: it is a pickle, which is not
    to be read then."""
    generation = TOC._latest_generation(FileStorage(str(folder)), "MAIN")
    if generation >= 0:
        check_seal(folder / TOC._filename("MAIN", generation))


def check_seal(path: Path) -> None:
    """Raises ``ValueError`` where a file does not agree with its checksum. Whoosh's own writers append none; they end a file
    with a pickle, whose last byte is a dot."""
    data = path.read_bytes()
    whole, mark, checksum = data[: -len(_SEAL) - 4], data[-len(_SEAL) - 4 : -4], data[-4:]
    if mark == _SEAL and zlib.crc32(whole).to_bytes(4, "little") == checksum:
        return
    if mark == _SEAL or not data.endswith(b"."):
        raise ValueError(f"{path.name} is damaged")
