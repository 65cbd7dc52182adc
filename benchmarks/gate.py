"""What the gate of ``itogi read --only`` costs, and whether it stops anything that it should let pass.

usage: gate.py [--full FILE] [--read-full SECONDS]

Writes the items of ../shared/corpora/tv-news.jsonl.gz into a folder, one file with its sidecar each, and
reads it with ``itogi read --only CSTO,SCO,CIS,EAEU,BRICS`` in a process of its own: time, peak memory, items
a second. Then the files that passed are read without the gate: both registers must export the same bytes.

Recall is measured against a full read, which takes hours: ``--read-full`` reads so many seconds more of it
into FILE (those with a hint of any organisation first, then the rest in random order) and can be repeated.
Writes results/gate.json.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from itogi.errors import ItogiError
from itogi.extraction.gate import Gate
from itogi.language import lexicon
from itogi.model.article import Article
from itogi.reading.source import read_all

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpora" / "tv-news.jsonl.gz"
OUT = Path(__file__).parent / "results" / "gate.json"
ONLY = ("CSTO", "SCO", "CIS", "EAEU", "BRICS")
_CODES = frozenset(ONLY)
# Words beside the names of the lexicon that may hint at an organisation.
HINT = re.compile(
    r"организаци|содруж|евраз|шанха|ташкент|коллектив|секретариат|генсек|генеральн\w+ секретар|саммит"
    r"|п[яе]т[её]рк|шест[её]рк|восьм[её]рк|ближне\w+ заруб|постсовет|межгосударств|межправит",
    re.IGNORECASE,
)


def write_items(folder: Path) -> int:
    """One text with its sidecar for each item."""
    number = 0
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            item = json.loads(line)
            place = folder / item["published"][:4] / f"{number - 1:06}.txt"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(f"{item['title']}\n\n{item['text']}\n", "utf-8")
            meta = {key: item[key] for key in ("url", "published", "title")}
            place.with_suffix(".json").write_text(json.dumps(meta, ensure_ascii=False), "utf-8")
    return number


def itogi(*args: object, out: Path) -> tuple[float, float, float]:
    """Run the command line; wall seconds, seconds of processor time and peak memory in MB."""
    started = time.perf_counter()
    with out.open("wb") as file:
        command = [sys.executable, "-m", "itogi", *map(str, args)]
        child = subprocess.Popen(command, stdout=file, cwd=ROOT)
        _, status, used = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"{' '.join(command)} failed")
    return time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def gated(items: Path, work: Path) -> dict[str, Any]:
    """Read all items with the gate, then those that passed without it."""
    log, db, again = work / "read.jsonl", work / "gated.db", work / "again.db"
    wall, cpu, peak = itogi("read", items, "--only", ",".join(ONLY), "--db", db, "--json", out=log)
    rows = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    fates: dict[str, int] = {}
    for row in rows:
        fates[row["outcome"]] = fates.get(row["outcome"], 0) + 1
    passed = [row["source"] for row in rows if row["outcome"] not in {"passed over", "refused"}]
    for low in range(0, len(passed), 500):
        itogi("read", *passed[low : low + 500], "--db", again, out=work / "again.txt")
    exports = [work / "gated.jsonl", work / "again.jsonl"]
    for place, target in zip((db, again), exports, strict=True):
        itogi("export", "jsonl", "--db", place, out=target)
    return {
        "items": len(rows), "outcomes": fates, "records": sum(row.get("records", 0) for row in rows),
        "wall_seconds": wall, "processor_seconds": cpu, "items_per_second": len(rows) / wall,
        "items_per_processor_second": len(rows) / cpu, "peak_mb": peak,
        "same_records_without_gate": exports[0].read_bytes() == exports[1].read_bytes(),
    }  # fmt: skip


def articles(items: Path) -> Iterator[Article]:
    """All items as read."""
    return (one for one in read_all([items]) if isinstance(one, Article))


def _order(items: Path) -> list[str]:
    """What the gate lets pass, then what hints at any organisation, then the rest shuffled."""
    gate, every = Gate(ONLY), Gate(lexicon.organisations())
    ranked: list[list[str]] = [[], [], []]
    for one in articles(items):
        rank = 0 if gate(one) else 1 if every(one) or HINT.search(one.text) else 2
        ranked[rank].append(one.source)
    random.Random(1).shuffle(ranked[2])
    return [source for some in ranked for source in some]


def read_full(items: Path, full: Path, seconds: float) -> None:
    """Read without the gate for so many seconds; a line for each item in ``full``."""
    from itogi.corpus.run import batches, extracted
    from itogi.extraction.extractor import load_extractor
    from itogi.model.record import as_dict

    done = {json.loads(line)["file"] for line in full.open(encoding="utf-8")} if full.exists() else set()
    todo = [source for source in _order(items) if Path(source).stem not in done]
    end, extractor = time.monotonic() + seconds, load_extractor()
    with full.open("a", encoding="utf-8") as file:
        for batch in batches(todo, 16):
            if time.monotonic() > end:
                break
            read = [one for one in read_all(batch) if isinstance(one, Article)]
            for article, records in extracted(extractor, read):
                if not isinstance(records, ItogiError):
                    row = {"file": Path(article.source).stem, "records": [as_dict(r) for r in records]}
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")


def recall(items: Path, full: Path) -> dict[str, Any]:
    """What the full read found of the organisations, and how much of it the gate would have stopped."""
    read = {row["file"]: row["records"] for row in map(json.loads, full.open(encoding="utf-8"))}
    gate, every = Gate(ONLY), Gate(lexicon.organisations())
    count = dict.fromkeys(("read_in_full", "passed", "stopped_with_a_hint", "stopped_without"), 0)
    whole = dict(count)
    found = missed = 0
    for article in articles(items):
        passes = gate(article)
        hint = not passes and (every(article) or HINT.search(article.text))
        kind = "passed" if passes else "stopped_with_a_hint" if hint else "stopped_without"
        whole[kind] += 1
        records = read.get(Path(article.source).stem)
        if records is None:
            continue
        count["read_in_full"] += 1
        count[kind] += 1
        wanted = sum(not _CODES.isdisjoint(_values(record)) for record in records)
        found += wanted
        missed += 0 if passes else wanted
    return {
        "items": count, "of": whole, "records_of_the_organisations": found, "stopped_by_the_gate": missed,
        "recall": 1 - missed / found if found else None,
    }  # fmt: skip


def _values(record: dict[str, Any]) -> Iterable[str]:
    for name, value in record.items():
        if name != "evidence":
            yield from (v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--full", type=Path, help="the full read, so far")
    parser.add_argument("--read-full", type=float, metavar="SECONDS", help="read more of it, nothing else")
    parser.add_argument("--items", type=Path, help="the folder of the items, kept and used again")
    options = parser.parse_args()
    if not CORPUS.exists():
        print(f"skipped: {CORPUS} is not here")
        return 0
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"  # for the children too
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        items = options.items or work / "items"
        if not items.exists():
            print(f"{write_items(items)} items written")
        if options.read_full:
            read_full(items, options.full, options.read_full)
            return 0
        result: dict[str, Any] = {"python": platform.python_version(), "machine": platform.machine()}
        result["gate"] = gated(items, work)
        if options.full:
            result["recall"] = recall(items, options.full)
    OUT.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    print(json.dumps(result, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
