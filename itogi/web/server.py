"""The embedded server: granian, with the pages in worker processes and threads."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec

from itogi.errors import UsageError
from itogi.settings import Location

_NEEDED = ("granian", "httpcore", "httpx", "icalendar", "ninja", "whitenoise")
_PAUSE = 0.05  # seconds between two looks whether the server is up
_PATIENCE = 10  # seconds that a request may still take when the server is told to end


def missing() -> list[str]:
    """The packages of the extra ``web`` that are not installed."""
    return [name for name in _NEEDED if not _there(name)]


def _there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ValueError:  # it was imported in a way that leaves no trace of where from
        return False


def check_installed() -> None:
    """Refuse where the extra ``web`` is not installed."""
    if lacking := missing():
        raise UsageError(
            f"the pages need packages that are not installed ({', '.join(lacking)})",
            remedy="install them with pip install 'itogi[web]'",
        )


def serve(
    location: Location, host: str, port: int, *, workers: int, threads: int, started: Callable[[], None]
) -> None:
    """Serve until interrupted. Options go to the workers by the environment (options.py)."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    os.environ["ITOGI_DB"] = location.url or str(location.path.absolute())
    server = Server(
        "itogi.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        blocking_threads_idle_timeout=600,
        websockets=False,
        workers_kill_timeout=_PATIENCE,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    )
    threading.Thread(target=_tell_when_up, args=(host, port, started), daemon=True).start()
    server.serve()


def _tell_when_up(host: str, port: int, started: Callable[[], None]) -> None:
    """The server tells when it begins to start; a browser opened then would find nobody."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    while True:
        with suppress(OSError), socket.create_connection((near, port), timeout=5):
            started()
            return
        time.sleep(_PAUSE)
