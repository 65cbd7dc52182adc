"""Django for the register: configured by hand, connected by path, migrated when needed."""

from __future__ import annotations

import time
from itertools import count
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connections

from itogi.errors import RegisterError
from itogi.register.failures import explain, guard
from itogi.settings import Location

APP = "itogi.register"
LABEL = "register"
_MAGIC = b"SQLite format 3\x00"
_numbers = count(1)

# WAL lets readers read while one process writes. With synchronous=NORMAL a kill loses nothing, and a
# power cut may lose the last articles, which a second read brings back, but never damages the file:
# FULL would cost a disk flush for every article.
_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"


def setup() -> None:
    """Configure Django once, unless a host (the web floor) has done so with this app in it."""
    if not settings.configured:
        settings.configure(
            INSTALLED_APPS=[APP], DATABASES={}, USE_TZ=True, LOGGING_CONFIG=None, TIME_ZONE="UTC"
        )
    if not apps.ready:
        django.setup()
    if not apps.is_installed(APP):
        raise RegisterError(
            "Django is configured without the register",
            where="INSTALLED_APPS",
            remedy=f"add {APP!r} to INSTALLED_APPS",
        )


def connect(location: Location, timeout: float) -> str:
    """Connect to a register, make or migrate it if needed; returns Django's alias of the connection."""
    check_file(location)
    setup()
    alias = f"itogi_{next(_numbers)}"
    spec = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(location.path)}
    options = {"timeout": timeout, "transaction_mode": "IMMEDIATE", "init_command": _PRAGMAS}
    spec_all: dict[str, Any] = connections.configure_settings({"default": spec | {"OPTIONS": options}})
    connections.settings[alias] = spec_all["default"]
    try:
        with guard(location):
            _migrate(alias, location)
    except BaseException:
        disconnect(alias)
        raise
    return alias


def disconnect(alias: str) -> None:
    """Close a connection and forget it."""
    if alias in connections.settings:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


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


def known_migrations() -> set[str]:
    """The names of the migrations that this version brings."""
    return {p.stem for p in (Path(__file__).parent / "migrations").glob("[0-9]*.py")}


def _applied(alias: str, location: Location) -> set[str]:
    """The migrations that a register has seen; empty for a new one. One query or two: it must be fast."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = {row[0] for row in cursor.fetchall()}
        names: set[str] = set()
        if "django_migrations" in tables:
            cursor.execute("SELECT name FROM django_migrations WHERE app = %s", [LABEL])
            names = {row[0] for row in cursor.fetchall()}
    foreign = tables - {"django_migrations", "sqlite_sequence"}
    if not names and foreign and f"{LABEL}_article" not in tables:
        raise explain(DatabaseError("no such table"), location)
    return names


def _migrate(alias: str, location: Location) -> None:
    known, applied = known_migrations(), _applied(alias, location)
    if newer := sorted(applied - known):
        raise RegisterError(
            f"it was written by a newer itogi (it knows {newer[-1]}, this version does not)",
            where=str(location),
            remedy="upgrade itogi, or name another register with --db or ITOGI_DB",
        )
    if applied != known:
        _apply(alias, known)


def _apply(alias: str, known: set[str], attempts: int = 5) -> None:
    """Run the missing migrations; where two processes do so at once, the later one finds them done."""
    from django.db.migrations.executor import MigrationExecutor
    from django.db.migrations.recorder import MigrationRecorder

    for attempt in range(1, attempts + 1):
        try:
            executor = MigrationExecutor(connections[alias])
            # fake_initial: a kill may have fallen between the making of the tables and the note of it.
            targets = [key for key in executor.loader.graph.leaf_nodes() if key[0] == LABEL]
            executor.migrate(targets, fake_initial=True)
            return
        except DatabaseError:
            done = {n for a, n in MigrationRecorder(connections[alias]).applied_migrations() if a == LABEL}
            if done >= known:
                return
            if attempt == attempts:
                raise
            time.sleep(0.2 * attempt)
