"""Loading of data files (YAML) with errors that name the file and the line."""

from __future__ import annotations

import importlib.util
import marshal
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from itogi.errors import DataError

LINE = "__line__"  # the key under which a loader keeps the line of a mapping


def load_yaml(path: Path) -> Any:
    """The content of a YAML file.

    Raises:
        DataError: the file is missing or is no YAML; the message names file and line.
    """
    try:
        return parsed(path, "UniqueKeys")
    except OSError as error:
        raise DataError(
            f"cannot be read ({error.strerror})", where=str(path), remedy="reinstall itogi"
        ) from error


def parsed(path: Path, loader: str) -> Any:
    """What a loader of ``loaders.py`` makes of a file; kept beside Python's compiled files until it changes.

    YAML takes a tenth of a second of each start. As of ``.pyc`` files: whoever can write there could as well
    change the program, ``PYTHONDONTWRITEBYTECODE`` and ``PYTHONPYCACHEPREFIX`` are heeded, and where nothing
    can be written nothing is kept.
    """
    stat = path.stat()
    stamp = f"{stat.st_mtime_ns} {stat.st_size}\n".encode()
    kept = Path(importlib.util.cache_from_source(f"{path}.{loader}.py"))
    with suppress(OSError, ValueError, EOFError, TypeError):
        content = kept.read_bytes()
        if content.startswith(stamp):
            return marshal.loads(content[len(stamp) :])
    from itogi.model import loaders  # YAML itself takes time to import

    found = loaders.read(path, getattr(loaders, loader))
    if not sys.dont_write_bytecode:
        # ValueError: it holds what is no plain value, such as a date.
        with suppress(OSError, ValueError):
            _write(kept, stamp + marshal.dumps(found))
    return found


def _write(kept: Path, content: bytes) -> None:
    """Write the file whole or not at all: another process may be reading it."""
    kept.parent.mkdir(exist_ok=True)
    new = kept.with_name(f"{kept.name}.{os.getpid()}")
    try:
        new.write_bytes(content)
        new.replace(kept)
    except OSError:
        new.unlink(missing_ok=True)
        raise
