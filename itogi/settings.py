"""Where the register lies: an explicit target, else ``ITOGI_DB``, else the user's data folder."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from itogi.errors import RegisterError

ENVIRONMENT = "ITOGI_DB"


@dataclass(frozen=True, slots=True)
class Location:
    """A register's place: an SQLite file at ``path``, or a PostgreSQL database at ``url``."""

    engine: str
    path: Path = Path()
    url: str = field(default="", repr=False)  # it may hold a password

    def __str__(self) -> str:
        """The place as a user would type it, without a password."""
        return _without_password(self.url) if self.url else str(self.path)


def default_path() -> Path:
    """``register.db`` in the folder where this system keeps a user's data."""
    from platformdirs import user_data_path

    return user_data_path("itogi", appauthor=False) / "register.db"


def locate(target: str | Path | None = None) -> Location:
    """Resolve the place of the register.

    Args:
        target: a path, or a URL: ``sqlite:///relative/path``, ``sqlite:////absolute/path``, or
            ``postgresql://user:password@host:5432/database``.

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
        if not urlsplit(url).path.strip("/"):
            raise _refusal("the address names no database", _without_password(url))
        return Location("postgresql", url=url)
    raise _refusal(f"unknown kind of database {scheme!r}", _without_password(url))


def _without_password(url: str) -> str:
    password = urlsplit(url).password
    return url.replace(f":{password}@", ":***@") if password else url


def _refusal(problem: str, where: str) -> RegisterError:
    return RegisterError(
        problem, where=where, remedy="give a path, sqlite:///path, or postgresql://user@host/database"
    )


def one_thread() -> None:
    """Let numpy count on one thread, unless the environment says otherwise; before anything imports it.

    The products here are small: a second thread mostly waits for the first, the more so on a machine with
    other work. A second process (``--jobs``) puts a second core to better use.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
