"""Which file the settings are read from."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from pathlib import Path

from indexer.config.paths import bytes_of, path_of
from indexer.errors import ConfigError

#: Names the config file for all commands; ``--config`` goes before it.
VARIABLE = "BIGAN_CONFIG"
FILE_NAME = "config.ini"


def find_file(
    config: str | Path | None, environ: Mapping[str, str], cwd: Path, sections: Collection[str], users: Path
) -> Path | None:
    """The file named by ``config`` or ``BIGAN_CONFIG``, else the first there is of ``config.ini`` in ``cwd`` (if it has
    one of our ``sections``), the checkout's, the ``users`` own and the one shipped with the package. Raises
    ``ConfigError``."""
    if config is not None:
        return _named(str(config), "--config", environ, cwd)
    if environ.get(VARIABLE):
        return _named(environ[VARIABLE], f"环境变量 {VARIABLE}", environ, cwd)
    own = users if users.is_file() else None
    return next((p for p in (_local(cwd, sections), _checkout(), own, shipped_file()) if p), None)


def _named(value: str, origin: str, environ: Mapping[str, str], cwd: Path) -> Path:
    try:
        path = path_of(value, cwd, environ)
    except ValueError as error:
        raise ConfigError(f"{origin} 指定的配置文件“{value}”：{error}") from error
    if not path.is_file():
        raise ConfigError(f"{origin} 指定的配置文件不存在：{path}。请改正路径，或不指定以使用默认设置")
    return path


def _local(cwd: Path, sections: Collection[str]) -> Path | None:
    """``./config.ini``, unless it is some other program's: many are called that."""
    path = Path(os.path.abspath(cwd / FILE_NAME))
    if not path.is_file():
        return None
    # In any encoding that writes ASCII as such once NULs are dropped.
    ours = rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\[(?:%b)\]" % "|".join(sections).encode()
    return path if re.search(ours, bytes_of(path).replace(b"\0", b""), re.MULTILINE) else None


def _checkout() -> Path | None:
    root = Path(__file__).resolve().parents[2]
    path = root / FILE_NAME
    return path if path.is_file() and (root / "pyproject.toml").is_file() else None


def shipped_file() -> Path | None:
    """The file inside an installed package, where there is one."""
    path = Path(__file__).resolve().parents[1] / "shipped" / FILE_NAME
    return path if path.is_file() else None


def samples_folder() -> Path | None:
    """The sample reports of the checkout, or those inside an installed package; ``None`` where there are none."""
    beside = _checkout() or shipped_file()
    folder = beside.parent / "archive" if beside else None
    return folder if folder and folder.is_dir() else None
