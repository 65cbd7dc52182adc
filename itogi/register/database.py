"""Django for the register: configured by hand, connected by path, migrated when needed."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connections, transaction

from itogi.errors import RegisterError
from itogi.register.engines import spec_of
from itogi.register.failures import explain, guard
from itogi.settings import Location

APP = "itogi.register"
LABEL = "register"
_numbers = count(1)

# Writers of one PostgreSQL database take turns by this number, so that each sees what the last one merged.
_LOCK = 0x69746F6769


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
    spec = spec_of(location, timeout)
    setup()
    alias = f"itogi_{next(_numbers)}"
    spec_all: dict[str, Any] = connections.configure_settings({"default": spec})
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


def lock(alias: str) -> None:
    """Wait until no other transaction writes; SQLite has done so when the transaction began."""
    if connections[alias].vendor == "postgresql":
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def known_migrations() -> set[str]:
    """The names of the migrations that this version brings."""
    return {p.stem for p in (Path(__file__).parent / "migrations").glob("[0-9]*.py")}


def _applied(alias: str, location: Location) -> set[str]:
    """The migrations that a register has seen; empty for a new one. One query or two: it must be fast."""
    with connections[alias].cursor() as cursor:
        tables = set(connections[alias].introspection.table_names(cursor))
        names: set[str] = set()
        if "django_migrations" in tables:
            cursor.execute("SELECT name FROM django_migrations WHERE app = %s", [LABEL])
            names = {row[0] for row in cursor.fetchall()}
    foreign = tables - {"django_migrations"}
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
        _apply(alias)


def _apply(alias: str) -> None:
    """Run the missing migrations in one transaction: a kill leaves the register as it was.

    Where two processes do so at once, the later one waits, and finds them done.
    """
    from django.db.migrations.executor import MigrationExecutor

    connection = connections[alias]
    connection.disable_constraint_checking()  # SQLite makes tables anew, and asks for it before a transaction
    try:
        with transaction.atomic(using=alias):
            lock(alias)
            executor = MigrationExecutor(connection)
            executor.migrate([key for key in executor.loader.graph.leaf_nodes() if key[0] == LABEL])
    finally:
        connection.enable_constraint_checking()
