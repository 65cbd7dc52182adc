"""How the pages are served: from the command line, or from the environment in a worker process."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from itogi.errors import UsageError

LOCAL = ("127.0.0.1", "localhost", "[::1]")
_YES = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}


@dataclass(frozen=True, slots=True)
class Options:
    """What a person may choose of the pages.

    ``public``: strangers may read. ``https``: a proxy in front speaks https and says so in
    ``X-Forwarded-Proto``; cookies are then secure. ``hosts``: the names that the pages answer to.
    """

    public: bool = False
    https: bool = False
    debug: bool = False
    hosts: tuple[str, ...] = LOCAL


def from_environment(given: Mapping[str, str] = os.environ) -> Options:
    """``ITOGI_PUBLIC``, ``ITOGI_HTTPS``, ``ITOGI_DEBUG``, ``ITOGI_HOSTS``."""
    hosts = tuple(name.strip() for name in given.get("ITOGI_HOSTS", "").split(",") if name.strip())
    return Options(
        _flag(given, "ITOGI_PUBLIC"),
        _flag(given, "ITOGI_HTTPS"),
        _flag(given, "ITOGI_DEBUG"),
        (*LOCAL, *hosts),
    )


def _flag(given: Mapping[str, str], name: str) -> bool:
    text = given.get(name, "").strip().lower()
    if text and text not in _YES:
        raise UsageError(f"{text!r} is neither yes nor no", where=name, remedy="set it to 1 or 0")
    return _YES.get(text, False)
