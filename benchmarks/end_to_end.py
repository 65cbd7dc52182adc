"""How fast reports become records of a register, on one core.

usage: end_to_end.py [--limit N]

Reads the development gold texts (../shared/register/gold) through reading, extraction and storing into a
register of their own, prints reports a second, start-up and peak memory, and writes results/end_to_end.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from itogi.errors import ItogiError
from itogi.model.article import Article

ROOT = Path(__file__).parents[1]
GOLD = ROOT.parent / "shared" / "register" / "gold"
OUT = Path(__file__).parent / "results" / "end_to_end.json"
# What issue 2 asks for.
TARGETS = {"reports_per_second": 5.0, "startup_seconds": 3.0, "peak_mb": 700.0}


@dataclass
class Measured:
    """Seconds are wall time on one core; the rate leaves out the loading of the models."""

    reports: int
    characters: int
    records: int
    refused: int
    load_seconds: float
    seconds: float
    reports_per_second: float
    reading_seconds: float
    extraction_seconds: float
    storing_seconds: float
    startup_seconds: float
    peak_mb: float
    python: str
    machine: str


def keep_to_one_core() -> None:
    """Called before anything imports numpy, which looks once how many cores there are."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


class Clock:
    """Adds up the time that is spent in a stage."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __enter__(self) -> None:
        self._started = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter() - self._started


def articles(paths: list[Path], clock: Clock, refused: list[ItogiError]) -> Iterator[Article]:
    """The reports, with the time of reading on the clock."""
    from itogi.reading.source import read_all

    stream = iter(read_all(paths))
    while True:
        with clock:
            one = next(stream, None)
        if one is None:
            return
        if isinstance(one, ItogiError):
            refused.append(one)
        else:
            yield one


def load() -> float:
    """Seconds to load the extractor with its models and patterns."""
    started = time.perf_counter()
    from itogi.extraction.extractor import extract

    extract(Article("0" * 16, "Саммит прошёл в Астане."))
    return time.perf_counter() - started


def startup(path: Path) -> float:
    """Seconds of ``itogi extract`` on one report, the best of three."""

    def once() -> float:
        started = time.perf_counter()
        command = [sys.executable, "-m", "itogi", "extract", str(path)]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        return time.perf_counter() - started

    return min(once() for _ in range(3))


def measure(paths: list[Path]) -> Measured:
    """Take all measures on these reports."""
    from itogi.corpus.run import batches
    from itogi.extraction.extractor import load_extractor
    from itogi.register.store import open_register

    load_seconds = load()
    extractor, refused = load_extractor(), list[ItogiError]()
    reading, extraction, storing = Clock(), Clock(), Clock()
    reports = characters = records = 0
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, open_register(Path(folder) / "register.db") as register:
        for batch in batches(articles(paths, reading, refused)):
            with extraction:
                found = list(extractor.extract(batch))
            for article, made in found:
                with storing:
                    records += register.add(article, made).records
                reports += 1
                characters += len(article.text)
    seconds = time.perf_counter() - started
    return Measured(
        reports, characters, records, len(refused), load_seconds, seconds, reports / seconds,
        reading.seconds, extraction.seconds, storing.seconds, startup(paths[0]),
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        platform.python_version(), platform.machine(),
    )  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--limit", type=int, help="only so many reports")
    options = parser.parse_args()
    paths = sorted(GOLD.glob("*.txt"))[: options.limit]
    if not paths:
        print(f"skipped: {GOLD} is not here")
        return 0
    keep_to_one_core()
    result = {
        key: round(value, 3) if isinstance(value, float) else value
        for key, value in asdict(measure(paths)).items()
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    for key, value in result.items():
        target = f"   (target {TARGETS[key]:g})" if key in TARGETS else ""
        print(f"{key:20} {value}{target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
