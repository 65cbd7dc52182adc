"""A register served to tests: its place, its users, clients in this process, an address for browsers."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import examples
from databases import empty_database
from django.contrib.auth.hashers import make_password
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client

from itogi.model.article import Article, article_id, hash_bytes
from itogi.model.record import Evidence, Record
from itogi.register import open_register
from itogi.settings import Location, locate
from itogi.web.door import prepare
from itogi.web.models import ROLES, User
from itogi.web.options import Options
from itogi.web.settings import configure

PASSWORD = "tsaritsyno-47"
_HASHED = []  # one hash for all users: to make one costs a tenth of a second


@dataclass
class Site:
    """The pages of one register; a user of each role is named after it."""

    location: Location
    url: str = ""
    browsers: list = field(default_factory=list)

    def client(self, role: str = "stranger", **more) -> Client:
        """A client in this process, logged in as the user of a role."""
        made = Client(**{"SERVER_NAME": "localhost"} | more)
        if role != "stranger":
            made.force_login(User.objects.get(username=role))
        return made

    def cookies(self, role: str) -> list[dict[str, str]]:
        """What a browser needs to be logged in as the user of a role."""
        jar = self.client(role).cookies
        return [{"name": name, "value": morsel.value, "url": self.url} for name, morsel in jar.items()]


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args) -> None:
        pass


def fill_with_examples(target: str | Path) -> None:
    """The entries that tests/report makes by hand: records of all types, no model needed."""
    entries, articles, claims = examples.csto()
    held = [*entries, *(claim.entry for claim in claims)]
    with open_register(target) as register, register.run("test", {}) as run:
        for made in articles:
            article = _stored(made)
            records = [_moved(r, article) for e in held for r in e.records if r.article == made.id]
            assert not register.add(article, records, run).refused


def _stored(made: Article) -> Article:
    raw_hash = hash_bytes(made.text.encode())
    id = article_id(raw_hash)
    facts = (made.title, made.outlet, made.url, made.published)
    return Article(id, made.text, *facts, raw_hash=raw_hash, source="example.txt")


def _moved(record: Record, to: Article) -> Record:
    evidence = tuple(Evidence.of(to, e.start, e.end) for e in record.evidence)
    return Record(record.type, record.slots, evidence, record.confidence, record.pattern)


@contextmanager
def served(location: Location, options: Options) -> Iterator[Site]:
    """Serve a register in threads of this process, with a user of each role."""
    configure(location, options)
    prepare()
    if not User.objects.exists():
        _HASHED or _HASHED.append(make_password(PASSWORD))
        User.objects.bulk_create(
            User(username=role.code, role=int(role), password=_HASHED[0]) for role in ROLES
        )
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.set_app(get_wsgi_application())
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Site(location, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        connections["default"].close()


@contextmanager
def copied(template: Path, engine: str, folder: Path) -> Iterator[Location]:
    """A copy of a register: an SQLite file in ``folder``, or a PostgreSQL database of its own."""
    path = folder / "register.db"
    if engine == "sqlite":
        with sqlite3.connect(template) as source, sqlite3.connect(path) as target:
            source.backup(target)
        source.close()
        target.close()
        yield locate(path)
        return
    with empty_database() as address:
        backup = folder / "register.zip"
        with open_register(template) as source:
            source.backup(backup)
        with open_register(address) as target:
            target.restore(backup)
        yield locate(address)


def chromium() -> str | None:
    """The browser, if this machine has one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)
