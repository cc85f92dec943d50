"""What every reader of zip archives needs to read them safely."""

from __future__ import annotations

import struct
import zipfile
import zlib

#: What the zip layers raise on damaged bytes.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    OverflowError,
    IndexError,
)
#: The compression methods that zipfile unpacks piece by piece. For the others it unpacks
#: whatever a few kilobytes hold at once, which may be gigabytes.
STREAMED_METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))


def is_locked(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry needs a password."""
    return bool(entry.flag_bits & 0x1)
