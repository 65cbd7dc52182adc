"""How each database engine is reached: Django's settings of a connection, and what must hold before it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.db import DatabaseError

from itogi.errors import RegisterError
from itogi.register.failures import explain
from itogi.settings import Location

_MAGIC = b"SQLite format 3\x00"

# WAL lets readers read while one process writes. With synchronous=NORMAL a kill loses nothing, and a
# power cut may lose the last articles, which a second read brings back, but never damages the file:
# FULL would cost a disk flush for every article. Marks lie scattered over their index: a larger cache (32 MB)
# and log (8,000 pages, 32 MB) let many articles share the pages of a large register.
_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; "
    "PRAGMA cache_size=-32768; PRAGMA wal_autocheckpoint=8000;"
)


def spec_of(location: Location, timeout: float) -> dict[str, Any]:
    """Django's settings for a register; RegisterError where it cannot be one."""
    return _sqlite(location, timeout) if location.engine == "sqlite" else _postgresql(location, timeout)


def _sqlite(location: Location, timeout: float) -> dict[str, Any]:
    check_file(location)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(location.path),
        "OPTIONS": {"timeout": timeout, "transaction_mode": "IMMEDIATE", "init_command": _PRAGMAS},
    }


def _postgresql(location: Location, timeout: float) -> dict[str, Any]:
    if find_spec("psycopg") is None:
        raise RegisterError(
            "PostgreSQL needs the package psycopg",
            where=str(location),
            remedy="install it with pip install 'itogi[pg]'",
        )
    parts = urlsplit(location.url)
    try:
        port = parts.port or ""
    except ValueError as error:
        raise RegisterError(
            "the port is no number", where=str(location), remedy="mend the address"
        ) from error
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": port,
        "OPTIONS": {
            "connect_timeout": max(2, int(timeout)),
            "options": f"-c lock_timeout={int(timeout * 1000)}",
            **dict(parse_qsl(parts.query)),
        },
    }


def check_file(location: Location) -> None:
    """Refuse a path that cannot be a register, before SQLite touches it; make its folder."""
    path = location.path
    try:
        if path.is_dir():
            raise RegisterError(
                "this is a folder, not a file",
                where=str(path),
                remedy=f"name a file in it, for example {path / 'register.db'}",
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            return
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError as error:
        raise RegisterError(
            f"cannot be opened ({error.strerror or error})",
            where=str(path),
            remedy="check the path and your permissions, or name another file with --db or ITOGI_DB",
        ) from error
    if head and head != _MAGIC:
        raise explain(DatabaseError("file is not a database"), location)
