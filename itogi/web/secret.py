"""The key that signs sessions and forms: made once, kept beside the register, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from itogi.errors import RegisterError
from itogi.settings import Location

VARIABLE = "ITOGI_SECRET_KEY"
_SHORTEST = 50


def secret_key(location: Location) -> str:
    """The key from ``ITOGI_SECRET_KEY``, else from the file of this register, which is made if needed."""
    if given := os.environ.get(VARIABLE, ""):
        if len(given) < _SHORTEST:
            raise RegisterError(
                f"the secret key has {len(given)} characters, {_SHORTEST} are needed",
                where=VARIABLE,
                remedy="make one: python -c 'import secrets; print(secrets.token_urlsafe(50))'",
            )
        return given
    path = key_file(location)
    try:
        return _kept(path) or _made(path)
    except OSError as error:
        raise RegisterError(
            f"the secret key cannot be kept ({error.strerror or error})",
            where=str(path),
            remedy=f"give yourself permission to write there, or set {VARIABLE}",
        ) from error


def key_file(location: Location) -> Path:
    """``register.db.key`` beside ``register.db``; for a server's database, in the user's data folder."""
    if location.engine == "sqlite":
        return location.path.absolute().with_name(f"{location.path.name}.key")
    from platformdirs import user_data_path

    name = sha256(str(location).encode()).hexdigest()[:16]  # str() of a location has no password
    return user_data_path("itogi", appauthor=False) / f"{name}.key"


def _kept(path: Path) -> str:
    return path.read_text("ascii").strip() if path.exists() else ""


def _made(path: Path) -> str:
    """Written aside and linked into place: of two processes that begin at once, both get the same key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    number = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(number, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
        if path.exists() and not _kept(path):
            path.unlink()  # an empty file signs nothing
        with suppress(FileExistsError):
            os.link(aside, path)
    finally:
        aside.unlink()
    return _kept(path)
