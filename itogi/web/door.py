"""The register in a view: one ``Register`` for each thread, on the connection that Django keeps for it.

::

    def overview(request, organisation):
        entries = register().entries(organisation)
"""

from __future__ import annotations

import threading

from django.conf import settings
from django.db import connections, transaction

from itogi.register import Register, open_register
from itogi.settings import Location

ALIAS = "default"
_ours = ("contenttypes", "auth", "sessions", "web")
_held = threading.local()


def register() -> Register:
    """The register of this thread. Never close it: its connection is Django's, which keeps it alive.

    It shares connection and transactions with the tables of the pages.
    """
    location = _location()
    if getattr(_held, "location", None) != location:
        _held.location, _held.register = location, Register(location, ALIAS)
    found: Register = _held.register
    return found


def prepare() -> None:
    """Make or migrate the register, then the tables of the pages beside it."""
    location = _location()
    open_register(location.url or location.path).close()
    _migrate()


def _location() -> Location:
    found: Location = settings.ITOGI_LOCATION
    return found


def _migrate() -> None:
    """Run what is missing in one transaction; of two processes at once, one waits for the other."""
    from django.db.migrations.executor import MigrationExecutor

    from itogi.register.database import lock
    from itogi.register.failures import guard

    connection = connections[ALIAS]
    with guard(_location()):
        executor = MigrationExecutor(connection)
        leaves = [key for key in executor.loader.graph.leaf_nodes() if key[0] in _ours]
        if not executor.migration_plan(leaves):
            return
        connection.disable_constraint_checking()  # SQLite asks for it before a transaction
        try:
            with transaction.atomic(using=ALIAS):
                lock(ALIAS)
                MigrationExecutor(connection).migrate(leaves)  # asked again: they may be there by now
        finally:
            connection.enable_constraint_checking()
