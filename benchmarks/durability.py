"""Whether a register survives kill -9 at random moments of a read: what is left is checked.

usage: durability.py [--kills 50] [--articles 3000] [--server URL] [--small FOLDER]

A child process stores invented reports; it is killed, the register verified, the child started again. At the
end it may finish, and the export must be the one of an undisturbed run, byte for byte.

``--small`` names a folder of a file system of some 24 MB on which the server may keep a database: that
is filled until the disk is full, and what is left must be whole. (As root: mount -t tmpfs -o size=24m
tmpfs FOLDER)
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from invented import reports
from register import database

from itogi.errors import RegisterError
from itogi.register import open_register

WRITER = """
import sys
sys.path[:0] = [sys.argv[1]]
from invented import reports
from itogi.register import open_register
with open_register(sys.argv[2]) as register:
    print("open", flush=True)
    for start in range(0, int(sys.argv[3]), 5):
        register.add_all(reports(start, start + 5))
"""


def digest(target: str) -> str:
    """The hash of the export of a register."""
    with open_register(target) as register:
        return hashlib.sha256("".join(register.export()).encode()).hexdigest()


def disturb(target: str, articles: int, kills: int) -> int:
    """Start the writer, kill it, verify, as often as asked; then let it finish. The problems found."""
    chance, problems = random.Random(7), 0
    command = [sys.executable, "-c", WRITER, str(Path(__file__).parent), target, str(articles)]
    for number in range(kills):
        child = subprocess.Popen(command, stdout=subprocess.PIPE)
        if number % 5:  # every fifth may be killed while it opens the register
            child.stdout.readline()  # type: ignore[union-attr]
        time.sleep(chance.uniform(0.0, 0.6))
        child.send_signal(signal.SIGKILL)
        child.wait()
        with open_register(target) as register:
            found = list(register.verify())
            held = register.counts().articles
            print(f"kill {number + 1}: {held} articles, {len(found)} problems", flush=True)
            problems += len(found)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return problems


def compare(target: str, articles: int, kills: int) -> bool:
    """Whether a disturbed register ends as an undisturbed one, without a problem on the way."""
    problems = disturb(target, articles, kills)
    with tempfile.TemporaryDirectory() as folder:
        quiet = str(Path(folder) / "quiet.db")
        with open_register(quiet) as register:
            register.add_all(reports(0, articles))
        same = digest(quiet) == digest(target)
    print(f"{kills} kills: {problems} problems, the export is {'the same' if same else 'ANOTHER'}")
    return same and not problems


def fill_disk(server: str, folder: Path) -> bool:
    """Whether a PostgreSQL register on a full disk says so, stays whole and keeps what was stored."""
    import psycopg

    name, kept = f"itogi_small_{os.getpid()}", 0
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE TABLESPACE {name} LOCATION '{folder}'")
        connection.execute(f"CREATE DATABASE {name} TABLESPACE {name}")
        target = f"{server.rsplit('/', 1)[0]}/{name}"
        try:
            with open_register(target) as register:
                while True:
                    register.add_all(reports(kept, kept + 20))
                    kept += 20
        except RegisterError as error:
            said = str(error)
        with open_register(target) as register:
            good = (
                "disk is full" in said and register.counts().articles == kept and not list(register.verify())
            )
        print(f"disk full after {kept} articles: {said}\n{'whole' if good else 'NOT WHOLE'}")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        connection.execute(f"DROP TABLESPACE {name}")
    return good


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--articles", type=int, default=3000)
    options.add_argument("--server", help="postgresql://user@host/database of a server; else SQLite")
    options.add_argument("--small", type=Path, help="a folder, owned by the server, of a small file system")
    given = options.parse_args()
    if given.small:
        good = fill_disk(given.server, given.small)
    elif given.server:
        with database(given.server) as target:
            good = compare(target, given.articles, given.kills)
    else:
        with tempfile.TemporaryDirectory() as folder:
            good = compare(str(Path(folder) / "killed.db"), given.articles, given.kills)
    sys.exit(not good)


if __name__ == "__main__":
    main()
