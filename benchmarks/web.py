"""How fast the pages answer: overview, entry, article, ledger, search, at a steady rate of requests.

usage: web.py --db REGISTER [--rate 20] [--seconds 60] [--workers 2] [--threads 4]

Starts `itogi serve --public` on a register that benchmarks/register.py has grown (--sqlite FILE, or
--server with --database NAME), asks for pages of organisations, years, entries, articles and words drawn at
random, and reports the time within which 50 and 95 % of the answers came, counted from the moment when each
was due: who waits in a queue waits too. Page weight is what a browser fetches for the overview and all it
links to (compressed, as served), without the library that draws the plot. Writes results/web.json, where
each database keeps its own part.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from random import Random
from urllib.parse import quote, urljoin

import httpx
from invented import WORDS

from itogi.register import open_register

OUT = Path(__file__).parent / "results" / "web.json"
KINDS = ("overview", "entry", "article", "ledger", "search")
DRAWN, WARM = 400, 2  # entries and articles to ask for; rounds of all kinds before the clock runs
PLOT = "vendor/"  # where the library of the plot lies
LINKED = re.compile(r'(?:href|src)="([^"]+\.(?:css|js|svg)(?:\?[^"]*)?)"')


@contextlib.contextmanager
def served(db: str, workers: int, threads: int) -> Iterator[str]:
    """The pages of a register, at an address of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "itogi", "serve", "--db", db, "--public", "--port", str(port),
               "--workers", str(workers), "--threads", str(threads)]  # fmt: skip
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, env=os.environ | {"ITOGI_PUBLIC": "1"}
    ) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            for _ in range(600):
                with contextlib.suppress(httpx.TransportError):
                    if httpx.get(f"{address}/health", timeout=5).status_code == 200:
                        break
                time.sleep(0.5)
            yield address
        finally:
            server.terminate()


def drawn(db: str) -> tuple[list[str], list[str]]:
    """Ids of entries and articles, from all over the register."""
    with open_register(db) as register:
        records = islice(register.records("document"), 0, 20_000, 50)
        articles = list(dict.fromkeys(record.article for record in records))[:DRAWN]
        hits = (register.search(word, kinds=("entries",), limit=20) for word in WORDS["things"])
        entries = [hit.id for some in hits for hit in some][:DRAWN]
    return entries, articles


def paths(entries: list[str], articles: list[str], chance: Random) -> Iterator[tuple[str, str]]:
    """Kinds of pages in turn, each with an address drawn at random."""
    while True:
        organisation, year = chance.choice(WORDS["organisations"]), chance.randint(2000, 2024)
        word = quote(f"{chance.choice(WORDS['which'])} {chance.choice(WORDS['things'])}")
        yield "overview", f"/{organisation}/"
        yield "entry", f"/entries/{chance.choice(entries)}/"
        yield "article", f"/articles/{chance.choice(articles)}/"
        yield "ledger", f"/{organisation}/ledger/?year={year}"
        yield "search", f"/search/?q={word}"


def asked(client: httpx.Client, kind: str, path: str, due: float) -> tuple[str, float, int]:
    """Ask for a page when it is due; the time from then to the answer, and its status."""
    time.sleep(max(0.0, due - time.perf_counter()))
    try:
        status = client.get(path).status_code
    except httpx.TransportError:
        status = 0
    return kind, time.perf_counter() - due, status


def measure(
    address: str, entries: list[str], articles: list[str], rate: float, seconds: float
) -> dict[str, object]:
    """Times by kind of page at this rate."""
    plan = list(islice(paths(entries, articles, Random(7)), int(rate * seconds)))
    with httpx.Client(base_url=address, timeout=60, limits=httpx.Limits(max_connections=100)) as client:
        for kind, path in plan[: WARM * len(KINDS)]:
            asked(client, kind, path, time.perf_counter())
        began = time.perf_counter() + 0.5
        with ThreadPoolExecutor(100) as pool:
            found = list(pool.map(lambda i: asked(client, *plan[i], began + i / rate), range(len(plan))))
    times = {kind: sorted(took for k, took, _ in found if k == kind) for kind in KINDS}
    return {
        "failed": sum(status != 200 for _, _, status in found),
        "requests": len(found),
        "rate": rate,
        "p50": {kind: round(some[len(some) // 2], 4) for kind, some in times.items()},
        "p95": {kind: round(some[int(0.95 * len(some))], 4) for kind, some in times.items()},
        "p95_all": round(sorted(took for _, took, _ in found)[int(0.95 * len(found))], 4),
    }


def weight(address: str, path: str) -> int:
    """Bytes of a page and of all it links to, as they go over the wire, without the library of the plot."""
    with httpx.Client(base_url=address, timeout=60) as client:
        page = client.get(path)
        linked = {urljoin(str(page.url), link) for link in LINKED.findall(page.text)}
        wanted = [page, *(client.get(link) for link in sorted(linked) if PLOT not in link or "htmx" in link)]
        return sum(answer.num_bytes_downloaded for answer in wanted)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--db", required=True, help="file or postgresql:// address of a grown register")
    options.add_argument("--rate", type=float, default=20, help="requests a second")
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--threads", type=int, default=4)
    given = options.parse_args()
    engine = "postgresql" if "://" in given.db else "sqlite"
    with open_register(given.db) as register:
        records = sum(register.counts().records.values())
    entries, articles = drawn(given.db)
    with served(given.db, given.workers, given.threads) as address:
        row = measure(address, entries, articles, given.rate, given.seconds)
        row["weight"] = {
            kind: weight(address, path)
            for kind, path in islice(paths(entries, articles, Random(7)), len(KINDS))
        }
    row |= {"records": records, "workers": given.workers, "threads": given.threads}
    told = json.loads(OUT.read_text("utf-8")) if OUT.exists() else {}
    told |= {"machine": platform.platform(), engine: row}
    OUT.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    print(json.dumps(row))


if __name__ == "__main__":
    main()
