"""What goes wrong with a database, said in plain words with the file and the remedy."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from itogi.errors import RegisterError
from itogi.settings import Location

P = ParamSpec("P")
T = TypeVar("T")


class _Located(Protocol):
    """Whatever reads or writes a register that has a place."""

    location: Location


S = TypeVar("S", bound=_Located)

# What a database says (part of its message), what that means, what to do; the first that fits.
_SQLITE = (
    ("locked", "another process is writing to the register", "wait for it to end, or stop it, and repeat"),
    ("busy", "another process is writing to the register", "wait for it to end, or stop it, and repeat"),
    ("not a database", "the file is not an SQLite database", "name another file with --db or ITOGI_DB"),
    ("malformed", "the file is damaged", "restore it from a backup, or read the reports into a new one"),
    ("readonly", "the register cannot be written", "give yourself write permission on file and folder"),
    ("unable to open", "the file cannot be opened", "check that you may write to the folder and the file"),
    ("is full", "the disk is full", "free some space and repeat: what was read before is kept"),
    ("disk i/o", "the disk failed to read or write", "check the disk and its free space, then repeat"),
    ("no such table", "it is not a register of itogi", "name another file with --db or ITOGI_DB"),
    ("no such column", "its tables differ from this version's", "open it with the itogi that made it"),
)
_POSTGRESQL = (
    (
        "lock timeout",
        "another process is writing to the register",
        "wait for it to end, or stop it, and repeat",
    ),
    (
        "does not exist",
        "there is no such database, table or user",
        "make it with createdb, or mend the address",
    ),
    ("connection refused", "no server answers there", "start PostgreSQL, or mend host and port"),
    ("password authentication", "the server refuses user or password", "mend them in the address"),
    ("resolve host", "the host is unknown", "mend the address"),
    ("permission denied", "the user may not do this", "GRANT the user rights on the database"),
    (
        "no space left",
        "the server's disk is full",
        "free some space and repeat: what was read before is kept",
    ),
    ("connection timeout", "the server does not answer in time", "check host, port and network"),
    ("closed", "the connection was lost", "check the server, then repeat: what was read before is kept"),
    ("terminating connection", "the server ended the connection", "repeat: what was read before is kept"),
    ("connection", "the connection failed", "check the server, then repeat: what was read before is kept"),
)


def explain(error: Exception, location: Location) -> RegisterError:
    """The RegisterError that says what ``error`` of the database means."""
    text = str(error).lower()
    for part, problem, remedy in _SQLITE if location.engine == "sqlite" else _POSTGRESQL:
        if part in text:
            return RegisterError(problem, where=str(location), remedy=remedy)
    return RegisterError(
        f"the database refused: {error}", where=str(location), remedy="report this with the message"
    )


@contextmanager
def guard(location: Location) -> Iterator[None]:
    """Turn every failure of the database into a RegisterError."""
    from django.db import Error

    try:
        yield
    except (Error, sqlite3.Error) as error:
        raise explain(error, location) from error


def guarded(method: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """Turn failures of the database in a method into RegisterErrors that name the register."""

    @wraps(method)
    def inner(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with guard(self.location):
            return method(self, *args, **kwargs)

    return inner
