"""pdfium, opened and closed with care. The only user of pypdfium2.

Every handle is closed in the function that opened it, also on errors; pdfium is not thread-safe, so
``open_document`` holds a lock as long as a document is open.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

# The package sets the library up when it is imported; ``raw`` alone does not say so.
import pypdfium2 as _pdfium

raw = _pdfium.raw
# pdfium keeps its state in the process, so the one lock has to live as long: it guards, it holds nothing.
_ONE_AT_A_TIME = threading.Lock()
_PASSWORD_ERRORS = (4, 5)
#: Bytes. A longer string of a PDF is cut.
_LONGEST_STRING = 100_000

Reason = Literal["encrypted", "damaged"]


class NotOpened(Exception):
    """pdfium cannot open a document, or one of its pages; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@contextmanager
def open_document(data: bytes) -> Iterator[Any]:
    """The handle of a document. Raises ``NotOpened`` where pdfium cannot read it."""
    with _ONE_AT_A_TIME:
        document = raw.FPDF_LoadMemDocument64(data, len(data), None)
        if not document:
            raise NotOpened("encrypted" if raw.FPDF_GetLastError() in _PASSWORD_ERRORS else "damaged")
        try:
            yield document
        finally:
            raw.FPDF_CloseDocument(document)


@contextmanager
def opened(handle: Any, close: Callable[[Any], None]) -> Iterator[Any]:
    """A handle, closed at the end. Raises ``NotOpened`` where there is none."""
    if not handle:
        raise NotOpened("damaged")
    try:
        yield handle
    finally:
        close(handle)


def string_value(annotation: Any, key: bytes) -> str:
    """A text an annotation holds under ``key``; '' where it has none."""
    length = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if length <= 2:
        return ""
    length = min(length, _LONGEST_STRING)
    buffer = ctypes.create_string_buffer(length)
    target = ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
    raw.FPDFAnnot_GetStringValue(annotation, key, target, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace").strip("\0").strip()
