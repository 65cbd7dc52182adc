"""Bad input: each is named with the reason and the remedy, the rest is read, the register stays whole."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from running import NO_PRIVILEGE, ROOT, STUB, Itogi, Ran, environment

from itogi.corpus.run import BATCH

TEXT = "Саммит прошёл в Астане. Подписано заявление."


def whole(db: Path) -> int:
    """The number of articles in a register, once SQLite has found it sound."""
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        (articles,) = connection.execute("SELECT count(*) FROM register_article").fetchone()
    return int(articles)


def named(done: Ran, *words: str | Path) -> None:
    """Standard error names all of this, says a remedy, and shows no traceback."""
    for word in words:
        assert str(word) in done.err
    assert "Remedy: " in done.err
    assert "Traceback" not in done.err


BAD = {
    "empty": (b"", "the file is empty"),
    "blank": (b" \n\t\n", "the file is empty"),
    "binary": (bytes(range(256)) * 40, "binary"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(500), "PNG"),
    "pdf": (b"%PDF-1.7\n" + bytes(500), "PDF"),
    "broken-utf8": (TEXT.encode() * 20 + b"\xd0\xd0\xff" + TEXT.encode() * 20, "UTF-8"),
    "unknown-encoding": (TEXT.encode("cp1125").replace(b"\x20", b"\x9f\x07") * 30, ""),
}


@pytest.mark.parametrize("name", list(BAD))
def test_a_bad_file_is_refused_and_its_neighbour_read(
    name: str, report: Path, db: Path, itogi: Itogi
) -> None:
    raw, word = BAD[name]
    bad = report.with_name(f"a-{name}.txt")
    bad.write_bytes(raw)
    done = itogi("read", report.parent, "--db", db)
    assert done.code == 1
    named(done, f"refused: {bad}: ", word)
    assert "1 read" in done.out and "1 refused" in done.out
    assert whole(db) == 1


def test_fifty_megabytes_of_one_line(report: Path, db: Path, itogi: Itogi) -> None:
    bad = report.with_name("a-long.txt")
    bad.write_bytes(("слово " * 4_600_000).encode())
    assert bad.stat().st_size > 50e6
    started = time.monotonic()
    done = itogi("read", report.parent, "--db", db)
    assert done.code == 1
    named(done, bad, "20 MB")
    assert time.monotonic() - started < 30
    assert whole(db) == 1


def test_a_long_line_within_the_limit_is_read(report: Path, db: Path, itogi: Itogi) -> None:
    report.write_text("слово " * 20_000, "utf-8")
    assert itogi("read", report, "--db", db).code == 0
    assert itogi("read", report, "--max-mb", 0.1, "--db", db).code == 1


@pytest.mark.parametrize(
    ("sidecar", "word"),
    [
        ("{outlet: Пример}", "no JSON"),
        ("", "no JSON"),
        ("[1, 2]", "no JSON object"),
        ('{"published": "28.11.2024"}', "'28.11.2024', which is no date"),
        ('{"published": "2024-02-30"}', "no date"),
        ('{"published": 2024}', "no string"),
    ],
)
def test_a_faulty_sidecar(sidecar: str, word: str, report: Path, db: Path, itogi: Itogi) -> None:
    bad = report.with_name("bad.txt")
    bad.write_text(TEXT, "utf-8")
    bad.with_suffix(".json").write_text(sidecar, "utf-8")
    done = itogi("read", report.parent, "--db", db)
    assert done.code == 1
    named(done, bad.with_suffix(".json"), word)
    assert whole(db) == 1


def test_missing_paths_and_folders_without_reports(
    tmp_path: Path, report: Path, db: Path, itogi: Itogi
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "table.xlsx").write_bytes(b"PK")
    done = itogi("read", empty, tmp_path / "nowhere", empty / "table.xlsx", report, "--db", db)
    assert done.code == 1
    named(done, f"{empty}: the folder holds no reports", "no such file or folder", "'.xlsx' are not read")
    assert "1 read" in done.out and "3 refused" in done.out


def test_no_permission_to_read(report: Path, db: Path, process: Itogi) -> None:
    secret = report.with_name("a-secret.txt")
    secret.write_text(TEXT, "utf-8")
    secret.chmod(0)
    done = process("read", report.parent, "--db", db, before=NO_PRIVILEGE)
    assert done.code == 1, done.err
    named(done, secret, "permission", "chmod")
    assert "1 read" in done.out
    assert whole(db) == 1


def test_no_permission_to_write_the_register(
    tmp_path: Path, report: Path, itogi: Itogi, process: Itogi
) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    db = locked / "register.db"
    assert itogi("read", report, "--db", db).code == 0
    report.write_text(TEXT, "utf-8")
    for path in locked.iterdir():
        path.chmod(0o444)
    locked.chmod(0o555)
    done = process("read", report, "--db", db, before=NO_PRIVILEGE)
    ill = process("doctor", "--db", db, before=NO_PRIVILEGE)
    locked.chmod(0o755)
    assert done.code == 1
    named(done, db, "permission")
    assert ill.code == 1
    assert "PROBLEM register" in ill.out and "no permission to write" in ill.out


def test_a_locked_register(report: Path, db: Path, itogi: Itogi, process: Itogi) -> None:
    assert itogi("read", report, "--db", db).code == 0
    report.write_text(TEXT, "utf-8")
    impatient = (
        "import itogi.register.store as store\n"
        "opened = store.open_register\n"
        "store.open_register = lambda target=None, **_: opened(target, timeout=0.2)"
    )
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = process("read", report, "--db", db, before=impatient)
        other.execute("ROLLBACK")
    assert done.code == 1
    named(done, db, "another process is writing", "0 read")
    assert whole(db) == 1
    assert itogi("read", report, "--db", db).code == 0


@pytest.mark.parametrize(
    "command", [["read", "{report}"], ["records"], ["results", "CSTO"], ["ledger", "CSTO"]]
)
def test_a_register_that_is_no_database(command: list[str], report: Path, db: Path, itogi: Itogi) -> None:
    db.write_text("not a database, but notes of mine\n" * 50, "utf-8")
    done = itogi(*(part.format(report=report) for part in command), "--db", db)
    assert done.code == 1
    named(done, f"error: {db}: ", "not an SQLite database", "--db")
    assert db.read_text("utf-8").startswith("not a database, but notes of mine")
    assert itogi("doctor", "--db", db).code == 1


def test_a_database_of_another_program(report: Path, db: Path, itogi: Itogi) -> None:
    with closing(sqlite3.connect(db)) as other:
        other.execute("CREATE TABLE notes (text)")
        other.commit()
    done = itogi("read", report, "--db", db)
    assert done.code == 1
    named(done, db, "not a register of itogi")


def test_a_register_of_a_newer_schema(report: Path, db: Path, itogi: Itogi) -> None:
    assert itogi("read", report, "--db", db).code == 0
    with closing(sqlite3.connect(db)) as newer:
        row = ("register", "9999_future", "2031-01-01")
        newer.execute("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)", row)
        newer.commit()
    done = itogi("records", "--db", db)
    assert done.code == 1
    named(done, db, "newer itogi", "9999_future", "upgrade")


def test_a_register_on_a_folder_or_an_unknown_server(tmp_path: Path, report: Path, itogi: Itogi) -> None:
    done = itogi("read", report, "--db", tmp_path)
    assert done.code == 1
    named(done, tmp_path, "folder")
    done = itogi("read", report, "--db", "mysql://me:secret@host/x")
    assert done.code == 1
    named(done, "mysql")
    assert "secret" not in done.err


def many(folder: Path, number: int) -> None:
    folder.mkdir()
    for i in range(number):
        figure = f"Подписаны {i + 2} документов." if i % 10 == 0 else f"Номер {i}."
        (folder / f"{i:03}.txt").write_text(f"{TEXT * 100} {figure}\n", "utf-8")


def test_a_full_disk(tmp_path: Path, db: Path, process: Itogi, itogi: Itogi) -> None:
    """A limit on the size of files does what a full disk does: the write fails half way."""
    many(tmp_path / "many", 120)
    limit = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))"
    )
    done = process("read", tmp_path / "many", "--db", db, before=limit)
    assert done.code == 1
    named(done, db, "disk", "stopped: ")
    kept = whole(db)
    assert f"stopped: {kept} read" in done.err
    assert kept < 120
    again = itogi("read", tmp_path / "many", "--db", db)
    assert again.code == 0
    assert f"{kept} unchanged" in again.out
    assert whole(db) == 120


SLOW = (
    STUB
    + """
import time
quick = Stub.record
Stub.record = lambda self, *args: time.sleep(0.02) or quick(self, *args)
"""
)


def test_control_c_in_the_middle(tmp_path: Path, db: Path, itogi: Itogi) -> None:
    many(tmp_path / "many", 200)
    # A shell that runs the tests in the background has its children ignore Ctrl-C.
    heeds = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{heeds}\n{SLOW}\nfrom itogi.cli import main\nmain()"
    command = [sys.executable, "-u", "-c", code, "read", str(tmp_path / "many"), "--db", str(db), "--json"]
    pipe = subprocess.PIPE
    child = subprocess.Popen(command, stdout=pipe, stderr=pipe, env=environment(), cwd=ROOT)
    assert child.stdout is not None
    for _ in range(3):
        assert b'"added"' in child.stdout.readline()
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert child.returncode == 130, err.decode()
    kept = whole(db)
    told = 3 + out.count(b'"added"')
    assert told <= kept <= told + BATCH, "what was said is kept; a batch is stored before it is said"
    assert 3 <= kept < 200
    assert b"interrupted: " in err and b"what was read is kept" in err
    assert b"Traceback" not in err
    again = itogi("read", tmp_path / "many", "--db", db)
    assert again.code == 0
    assert f"{kept} unchanged" in again.out
    assert whole(db) == 200


def test_a_report_that_breaks_the_extractor(report: Path, db: Path, itogi: Itogi) -> None:
    bad = report.with_name("a-bad.txt")
    bad.write_text("Это НЕВОЗМОЖНО прочесть: подписано 12 документов.", "utf-8")
    done = itogi("read", report.parent, "--db", db)
    assert done.code == 1
    named(done, bad, "ValueError: this report breaks the extractor", "--debug")
    assert "1 read" in done.out
    assert whole(db) == 1
