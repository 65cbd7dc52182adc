"""Where the register lies: an explicit target, else ``ITOGI_DB``, else the user's data folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from itogi.errors import RegisterError

ENVIRONMENT = "ITOGI_DB"


@dataclass(frozen=True, slots=True)
class Location:
    """A register's place: the database engine (``sqlite``) and the path of its file."""

    engine: str
    path: Path

    def __str__(self) -> str:
        """The path as a user would type it."""
        return str(self.path)


def default_path() -> Path:
    """``register.db`` in the folder where this system keeps a user's data."""
    from platformdirs import user_data_path

    return user_data_path("itogi", appauthor=False) / "register.db"


def locate(target: str | Path | None = None) -> Location:
    """Resolve the place of the register.

    Args:
        target: a path, or a URL ``sqlite:///relative/path`` or ``sqlite:////absolute/path``.

    Raises:
        RegisterError: the URL is of a kind that this release cannot open, or names no file.
    """
    given = str(target) if target is not None else os.environ.get(ENVIRONMENT, "")
    if not given.strip():
        if target is not None:
            raise _refusal("the register's path is empty", "--db")
        return Location("sqlite", default_path())
    if "://" not in given:
        return Location("sqlite", Path(given).expanduser())
    return _from_url(given)


def _from_url(url: str) -> Location:
    scheme = urlsplit(url).scheme.lower()
    if scheme == "sqlite":
        path = unquote(urlsplit(url).path).removeprefix("/")
        if not path:
            raise _refusal("the address names no file", url)
        return Location("sqlite", Path(path).expanduser())
    if scheme in ("postgresql", "postgres"):
        raise _refusal("registers on PostgreSQL come with a later release", _without_password(url))
    raise _refusal(f"unknown kind of database {scheme!r}", _without_password(url))


def _without_password(url: str) -> str:
    password = urlsplit(url).password
    return url.replace(f":{password}@", ":***@") if password else url


def _refusal(problem: str, where: str) -> RegisterError:
    return RegisterError(problem, where=where, remedy="give a path or sqlite:///path to a register file")
