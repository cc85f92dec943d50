"""The tables that come with the package, as text."""

from __future__ import annotations

import pkgutil


def packaged_text(name: str, package: str = "indexer.language") -> str:
    """A file of a package, by its path below the package, with ``\\n`` at the ends of its lines. Raises ``FileNotFoundError``.

    Read by ``pkgutil``, not by ``importlib.resources``, which loads temporary files and zip archives at the start of every
    command.
    """
    data = pkgutil.get_data(package, name)
    if data is None:
        raise FileNotFoundError(f"{package}: {name}")
    return data.decode("utf-8").replace("\r\n", "\n")
