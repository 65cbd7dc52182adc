"""What a register costs as it grows: adding, asking, the ledger, searching; on SQLite and PostgreSQL.

usage: register.py [--sizes 10000,100000] [--articles 1000] [--batch 20] [--sqlite FILE] [--server URL]
       register.py --beside SMALL LARGE [--articles 1000]

Grows registers of invented reports (invented.py; five records each) to the sizes given, and measures at each
what adding so many more articles costs, and how long the answers take. ``--sqlite`` names a file that stays,
``--server`` a PostgreSQL server on which a database may be made (``--database NAME``: one that stays).
Without either, SQLite in a temporary file. A register that is there already is grown on. ``--beside`` adds to
two registers that were grown so, in turn, a tenth at a time, and tells how much more the larger one costs:
what else the machine does weighs on both. Writes results/register.json, where each database has its own part.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from invented import EVENTS_AT_ONCE, REPORTS_OF_AN_EVENT, WORDS, reports

from itogi.register import Register, claims, open_register
from itogi.report.results import results_of

OUT = Path(__file__).parent / "results" / "register.json"
RECORDS_OF_A_REPORT = 5
GROWN_AT_ONCE = 500
ROUNDS = 10
ASKED = 40  # questions of each kind


@contextmanager
def database(server: str, kept: str | None) -> Iterator[str]:
    """A PostgreSQL database: one for this run, or the one that is kept."""
    import psycopg

    name = kept or f"itogi_benchmark_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not known:
            connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server.rsplit('/', 1)[0]}/{name}"
        finally:
            if not kept:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def grow(register: Register, first: int, last: int, batch: int) -> tuple[float, float]:
    """Add reports; seconds of wall time and of processor time of this process."""
    wall, processor = time.perf_counter(), time.process_time()
    with register.run("invented") as run:
        for start in range(first, last, batch):
            register.add_all(reports(start, min(start + batch, last)), run)
    return time.perf_counter() - wall, time.process_time() - processor


def p95(ask: Callable[[str, int], object]) -> float:
    """The time that 95 % of the questions are answered in, seconds."""
    chance, taken = Random(1), []
    for _ in range(ASKED):
        organisation, year = chance.choice(WORDS["organisations"]), chance.randint(2000, 2024)
        started = time.perf_counter()
        ask(organisation, year)
        taken.append(time.perf_counter() - started)
    return round(sorted(taken)[int(0.95 * len(taken))], 4)


def word_of(organisation: str, year: int) -> tuple[str, str]:
    """Two words that many texts hold: the same for the same question."""
    chance = Random(f"{organisation} {year}")
    return chance.choice(WORDS["which"]), chance.choice(WORDS["things"])


def common(register: Register, organisation: str, year: int) -> object:
    return register.search(word_of(organisation, year)[0])


def phrase(register: Register, organisation: str, year: int) -> object:
    return register.search('"{} {}"'.format(*word_of(organisation, year)))


def filtered(register: Register, organisation: str, year: int) -> object:
    first, last = date(year, 1, 1), date(year, 12, 31)
    word = word_of(organisation, year)[1]
    return register.search(word, kinds=("entries",), organisation=organisation, since=first, until=last)


def rare(register: Register, organisation: str, year: int) -> object:
    """All of a title and a beginning, less a word: few texts hold this."""
    which, thing = word_of(organisation, year)
    return register.search(f"{which} {thing} {year} -{organisation} засед*")


SEARCHES = {"common": common, "phrase": phrase, "filtered": filtered, "rare": rare}


def measure(target: str, sizes: list[int], articles: int, batch: int) -> list[dict[str, Any]]:
    """The costs at each size."""
    found: list[dict[str, Any]] = []
    with open_register(target) as register:
        done = register.counts().articles
        for size in sizes:
            number = size // RECORDS_OF_A_REPORT
            if number < done:
                print(f"left out: {size} records, the register is larger", flush=True)
                continue
            grown = grow(register, done, number, GROWN_AT_ONCE)
            added = grow(register, number, number + articles, batch)
            done = number + articles
            row = {
                "records": size,
                "entries": sum(register.counts().entries.values()),
                "grow_seconds": round(grown[0], 1),
                "add_seconds": round(added[0], 2),
                "add_processor_seconds": round(added[1], 2),
                "entries_of_a_year_p95": p95(lambda o, y: register.entries(o, period=y)),
                "meetings_of_a_year_p95": p95(lambda o, y: register.entries(o, "meeting", y)),
                "ledger_p95": p95(lambda o, y: claims(register, o, y)),
                "results_p95": p95(lambda o, y: results_of(register, o, y)),
                **{f"search_{name}_p95": p95(partial(ask, register)) for name, ask in SEARCHES.items()},
            }
            print(json.dumps(row), flush=True)
            found.append(row)
    return found


def _align(small: Register, large: Register) -> None:
    """Grow the larger one until the next reports of both are the same tellings of their events.

    The fifth report of an event finds an entry of four, the first finds none: they cost differently.
    """
    done, cycle = large.counts().articles, REPORTS_OF_AN_EVENT * EVENTS_AT_ONCE
    grow(large, done, done + (small.counts().articles - done) % cycle, GROWN_AT_ONCE)


def beside(small: str, large: str, articles: int, batch: int) -> dict[str, Any]:
    """What adding costs to a small and to a large register, in turn; processor and wall seconds."""
    spent: dict[str, list[tuple[float, float]]] = {"small": [], "large": []}
    with open_register(small) as one, open_register(large) as two:
        registers = {"small": one, "large": two}
        _align(one, two)
        sizes = {name: sum(register.counts().records.values()) for name, register in registers.items()}
        for _ in range(ROUNDS):
            for name, register in registers.items():
                done = register.counts().articles
                spent[name].append(grow(register, done, done + articles // ROUNDS, batch))
    walls, processors = ({n: sum(t[i] for t in some) for n, some in spent.items()} for i in (0, 1))
    return {
        "records": sizes,
        "add_seconds": {n: round(t, 2) for n, t in walls.items()},
        "add_processor_seconds": {n: round(t, 2) for n, t in processors.items()},
        "ratio": round(processors["large"] / processors["small"], 3),
        "ratio_wall": round(walls["large"] / walls["small"], 3),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sizes", default="10000,100000", help="records, rising")
    options.add_argument("--articles", type=int, default=1000)
    options.add_argument("--batch", type=int, default=20, help="articles stored at once")
    options.add_argument("--server", help="postgresql://user@host/database of a server")
    options.add_argument("--database", help="a database of the server that is kept")
    options.add_argument("--sqlite", help="a file that is kept")
    options.add_argument(
        "--beside", nargs=2, metavar=("SMALL", "LARGE"), help="two registers to hold together"
    )
    given = options.parse_args()
    if given.beside:
        found = beside(given.beside[0], given.beside[1], given.articles, given.batch)
        print(json.dumps(found))
        keep({f"beside_{'postgresql' if '://' in given.beside[1] else 'sqlite'}": found}, given)
        return
    sizes = [int(size) for size in given.sizes.split(",")]
    if given.sqlite or not given.server:
        with tempfile.TemporaryDirectory() as folder:
            target = given.sqlite or str(Path(folder) / "r.db")
            tell("sqlite", measure(target, sizes, given.articles, given.batch), given)
    if given.server:
        with database(given.server, given.database) as target:
            tell("postgresql", measure(target, sizes, given.articles, given.batch), given)


def tell(engine: str, found: list[dict[str, Any]], given: argparse.Namespace) -> None:
    """Put what was measured of one database into the results, beside that of the other."""
    told = json.loads(OUT.read_text("utf-8")) if OUT.exists() else {}
    kept = {row["records"]: row for row in told.get(engine, ())} | {row["records"]: row for row in found}
    keep({engine: [kept[size] for size in sorted(kept)]}, given)


def keep(found: dict[str, Any], given: argparse.Namespace) -> None:
    """Write what was measured beside what was before."""
    told = json.loads(OUT.read_text("utf-8")) if OUT.exists() else {}
    told |= {"machine": platform.platform(), "articles": given.articles, "batch": given.batch} | found
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
