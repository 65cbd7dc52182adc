"""``itogi serve``: the register in a browser."""

from __future__ import annotations

import os
import socket
import sys
from typing import Annotated

import typer

from itogi.cli.guard import tell
from itogi.cli.options import Db, Debug
from itogi.errors import UsageError

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    *,
    db: Db = None,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, metavar="N", help="The port.")] = 8000,
    public: Annotated[
        bool, typer.Option("--public", help="Strangers may read; else everybody logs in.")
    ] = False,
    open_: Annotated[bool, typer.Option("--open", help="Open the pages in your browser.")] = False,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, metavar="N", help="Processes.")] = 1,
    threads: Annotated[
        int, typer.Option("--threads", min=1, max=64, metavar="N", help="Threads of each process.")
    ] = 4,
    debug: Debug = False,
) -> None:
    """Serve the register to browsers until Ctrl-C.

    For a team: ITOGI_HOSTS (names it answers to), ITOGI_HTTPS=1 (behind a proxy that speaks https),
    ITOGI_PUBLIC=1, ITOGI_SECRET_KEY. See docs/web.md.

    Example: itogi serve --db my.db --open
    """
    from itogi.settings import locate
    from itogi.web import server

    server.check_installed()
    _check_free(host, port)
    if public:
        os.environ["ITOGI_PUBLIC"] = "1"
    if host not in (*_LOOPBACK, "0.0.0.0", "::"):
        os.environ["ITOGI_HOSTS"] = ",".join(filter(None, (os.environ.get("ITOGI_HOSTS", ""), host)))
    location = locate(db)
    people = _prepared(location)
    address = f"http://{_shown(host)}:{port}/"

    def started() -> None:
        print(f"{location}\n{address}", flush=True)
        if open_:
            typer.launch(address)

    if not people:
        tell("nobody can log in yet: itogi user add NAME --role administrator")
    server.serve(location, host, port, workers=workers, threads=threads, started=started)


def _prepared(location: object) -> int:
    """Make or migrate the tables before the workers start; returns how many people can log in."""
    from itogi.settings import Location
    from itogi.web.door import prepare
    from itogi.web.options import from_environment
    from itogi.web.settings import configure

    assert isinstance(location, Location)
    configure(location, from_environment())
    prepare()
    from django.db import connections

    from itogi.web.models import User

    people = User.objects.filter(is_active=True).count()
    connections.close_all()  # the workers are made of this process, and must not share its connection
    return people


def _shown(host: str) -> str:
    if host in ("0.0.0.0", "::"):
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host


def _check_free(host: str, port: int) -> None:
    """The server would try for long, and tell less."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as probe:
            if sys.platform != "win32":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise UsageError(
            f"cannot listen there ({error.strerror or error})",
            where=f"{host}:{port}",
            remedy="choose another --port or --host",
        ) from error
