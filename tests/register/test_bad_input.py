from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, nullcontext
from pathlib import Path

import pytest
from databases import SERVER, empty_database
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from making import fact, fill, many, report, state

from itogi.errors import RegisterError
from itogi.register import database, open_register

SAID = fact("quote", "«Да», – сказал он.", text="Да")


def refused(path, **options) -> str:
    with pytest.raises(RegisterError) as caught:
        open_register(path, **options)
    assert str(path) in str(caught.value), "the message names the file"
    assert caught.value.remedy
    return caught.value.problem


def test_a_folder(tmp_path):
    assert "folder" in refused(tmp_path)


def test_a_file_that_is_not_sqlite(path):
    path.write_text("Это заметки, а не база. " * 100)
    before = path.read_bytes()
    assert "not an SQLite" in refused(path)
    assert path.read_bytes() == before


def test_a_damaged_file(path):
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    assert refused(path)


def test_an_sqlite_file_of_another_program(path):
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmarks (address TEXT)")
    assert "not a register" in refused(path)
    with closing(sqlite3.connect(path)) as other:
        assert [r[0] for r in other.execute("SELECT name FROM sqlite_master")] == ["bookmarks"]


def test_a_newer_schema(path):
    open_register(path).close()
    with closing(sqlite3.connect(path)) as newer, newer:
        note = "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)"
        newer.execute(note, ("register", "9999_future", "2030-01-01"))
    assert "newer itogi" in refused(path)


def test_an_empty_file_becomes_a_register(path):
    path.touch()
    with open_register(path) as register:
        assert register.counts().articles == 0


def test_a_register_is_made_whole_or_not_at_all(target, monkeypatch, tmp_path):
    from django.db.migrations.recorder import MigrationRecorder

    noted = MigrationRecorder.record_applied

    def stop(self, app, name):
        noted(self, app, name)
        if name == max(database.known_migrations()):
            raise DatabaseError("stopped")

    with empty_database() if "://" in target else nullcontext(str(tmp_path / "new.db")) as new:
        with monkeypatch.context() as patched:
            patched.setattr(MigrationRecorder, "record_applied", stop)
            with pytest.raises(RegisterError, match="stopped"):
                open_register(new)
        with open_register(new) as register:
            fill(register, report(SAID))
            assert register.counts().articles == 1


def test_a_register_of_the_first_version_is_brought_up_to_date(path):
    with open_register(path) as register:
        fill(register, report(SAID), report(SAID, lead="Ещё."))
        before = state(register)
        executor = MigrationExecutor(connections[register._rows.alias])
        executor.migrate([("register", "0001_initial")])
    with closing(sqlite3.connect(path)) as old:
        assert old.execute("SELECT count(*) FROM register_link").fetchone()
    with open_register(path) as register:
        assert state(register) == before


def test_locked_by_another_process(path):
    with open_register(path, timeout=0.2) as register, closing(sqlite3.connect(path)) as other:
        fill(register, report(SAID))
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RegisterError, match="another process") as caught:
            register.add(*report(SAID, lead="Ещё."))
        assert str(path) in str(caught.value)
        assert register.counts().articles == 1, "readers go on"
        other.rollback()
        fill(register, report(SAID, lead="Ещё."))
        assert register.counts().articles == 2


def test_locked_before_it_is_opened(path):
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "another process" in refused(path, timeout=0.2)


def test_a_full_disk_leaves_the_register_whole(path):
    with open_register(path) as register:
        fill(register, report(SAID))
        register._rows.pragma("max_page_count", 60)
        with pytest.raises(RegisterError, match="disk is full") as caught:
            for n in range(200):
                register.add(*report(SAID, lead="Длинный текст. " * 500 + str(n)))
        assert caught.value.where == str(path)
        assert not list(register.verify())
        assert register.counts().articles >= 1


def test_a_full_disk_of_the_server_leaves_the_register_whole(template):
    """The server says what it says on a full disk (benchmarks/durability.py --small fills a real one)."""
    import psycopg

    full = "RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'"
    with empty_database(template) as address, open_register(address) as register:
        fill(register, report(SAID))
        with psycopg.connect(address, autocommit=True) as other:
            other.execute(
                f"CREATE FUNCTION full_disk() RETURNS trigger AS $$BEGIN {full}; END$$ LANGUAGE plpgsql"
            )
            other.execute("CREATE TRIGGER t AFTER INSERT ON register_node EXECUTE FUNCTION full_disk()")
        with pytest.raises(RegisterError, match="disk is full"):
            register.add(*report(SAID, fact("meeting", "Сессия.", organisation="SCO"), lead="Ещё."))
        assert not list(register.verify())
        assert register.counts().articles == 1


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs user ids")
@pytest.mark.parametrize("locked", ["file", "folder"])
def test_without_permission(locked):
    """As root nothing is forbidden, so the child gives its rights up."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "register.db"
        if locked == "file":
            open_register(file).close()
            file.chmod(0o000)
        folder.chmod(0o555)
        code = f"""
import os
from itogi.register import database, open_register
from itogi.errors import RegisterError
import itogi.register.database, itogi.register.ledger
itogi.register.database.setup()
import itogi.register.rows, django.db.backends.sqlite3.base, django.db.migrations.executor
if os.geteuid() == 0: os.setuid(65534)
try:
    open_register({str(file)!r})
except RegisterError as error:
    print(error)
"""
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        folder.chmod(0o755)
        assert str(file) in done.stdout, done.stderr
        assert "Remedy" in done.stdout


WRITER = """
import sys; sys.path[:0] = [{here!r}]
from making import many
from itogi.register import open_register
with open_register({target!r}) as register:
    print("open", flush=True)
    for start in range(0, 120, 3):
        register.add_all(many(start, start + 3))
"""


def test_killed_in_the_middle_and_read_again(target, tmp_path):
    code = WRITER.format(here=str(Path(__file__).parent), target=target)
    for wait in (0.0, 0.05, 0.1, 0.2):
        writer = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        assert writer.stdout.readline() == "open\n"
        time.sleep(wait)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        with open_register(target) as register:
            assert not list(register.verify())
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
    with open_register(target) as register, open_register(tmp_path / "quiet.db") as quiet:
        quiet.add_all(many(0, 120))
        assert list(register.export()) == list(quiet.export())


def test_a_lost_connection_is_told_and_loses_nothing(template):
    import psycopg

    with empty_database(template) as address, open_register(address) as register:
        fill(register, report(SAID))
        end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        with psycopg.connect(SERVER, autocommit=True) as other:
            other.execute(end, [address.rsplit("/", 1)[1]])
        with pytest.raises(RegisterError, match="connection"):
            register.add(*report(SAID, lead="Ещё."))
        with open_register(address) as again:
            assert again.counts().articles == 1
            assert not list(again.verify())
