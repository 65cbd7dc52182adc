"""How fast reports become records of a register, on one core and on two processes.

usage: end_to_end.py [--limit N]

Reads news articles of some 1,700 characters (../shared/corpora/nerel) through reading, extraction and storing
into a register of their own, with the stages on the clock of the processor, as other programs may run beside
it; then reads them with `itogi read`, `--jobs 1` and `--jobs 2`, on the clock on the wall. Prints articles a
second, start-up and peak memory, and writes results/end_to_end.json.
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
from itertools import islice
from pathlib import Path

from itogi.errors import ItogiError
from itogi.model.article import Article

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpora" / "nerel"
LENGTHS = range(1_200, 2_201)  # characters: 1,700 in the mean
CORES = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set[int]()
OUT = Path(__file__).parent / "results" / "end_to_end.json"
TARGETS = {
    "reports_per_second": 40.0,
    "two_processes_times_one": 1.8,
    "startup_seconds": 1.5,
    "peak_mb": 700.0,
}


@dataclass
class Measured:
    """Seconds of processor time on one core; the rate leaves out the loading of the models.

    ``two_processes_times_one`` is by the wall, start-up included; ``load_average`` says what ran beside it.
    """

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
    one_process_wall_seconds: float
    two_processes_wall_seconds: float
    one_process_processor_seconds: float
    two_processes_processor_seconds: float
    two_processes_times_one: float
    peak_mb: float
    load_average: float
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
        self._started = time.process_time()

    def __exit__(self, *_: object) -> None:
        self.seconds += time.process_time() - self._started


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
    started = time.process_time()
    from itogi.extraction.extractor import extract

    extract(Article("0" * 16, "Саммит прошёл в Астане."))
    return time.process_time() - started


def spent() -> float:
    """Processor seconds of the processes that have ended, with those that they had started."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def startup(path: Path) -> float:
    """Processor seconds of ``itogi extract`` on one report, the best of three."""

    def once() -> float:
        started = spent()
        command = [sys.executable, "-m", "itogi", "extract", str(path)]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        return spent() - started

    return min(once() for _ in range(3))


def whole(paths: list[Path], jobs: int) -> tuple[float, float]:
    """Wall and processor seconds of ``itogi read`` with so many jobs, those of its workers among them."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "itogi", "read", *map(str, paths)]
        command += ["--db", f"{folder}/r.db", "--jobs", str(jobs)]
        started, before = time.perf_counter(), spent()
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        return time.perf_counter() - started, spent() - before


def measure(paths: list[Path]) -> Measured:
    """Take all measures on these reports."""
    from itogi.corpus.run import batches, extracted
    from itogi.extraction.extractor import load_extractor
    from itogi.register.store import open_register

    load_seconds = load()
    extractor, refused = load_extractor(), list[ItogiError]()
    reading, extraction, storing = Clock(), Clock(), Clock()
    reports = characters = records = 0
    started = time.process_time()
    with tempfile.TemporaryDirectory() as folder, open_register(Path(folder) / "register.db") as register:
        for batch in batches(articles(paths, reading, refused)):
            with extraction:
                found = [(a, r) for a, r in extracted(extractor, batch, strict=True) if isinstance(r, list)]
            with storing:
                records += sum(one.records for one in register.add_all(found))
            reports += len(found)
            characters += sum(len(article.text) for article, _ in found)
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, CORES)
    (one, cpu_one), (two, cpu_two) = whole(paths, 1), whole(paths, 2)
    return Measured(
        reports, characters, records, len(refused), load_seconds, seconds, reports / seconds,
        reading.seconds, extraction.seconds, storing.seconds, startup(paths[0]),
        one, two, cpu_one, cpu_two, one / two, peak, os.getloadavg()[0],
        platform.python_version(), platform.machine(),
    )  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--limit", type=int, help="only so many articles")
    options = parser.parse_args()
    sized = (path for path in sorted(CORPUS.glob("*.txt")) if len(path.read_text("utf-8")) in LENGTHS)
    paths = list(islice(sized, options.limit))
    if not paths:
        print(f"skipped: {CORPUS} is not here")
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
