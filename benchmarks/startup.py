"""How long the commands take to start.

usage: startup.py [--rounds N]

`itogi --help` and `itogi extract` on one report, each as a process of its own: medians of seconds on the
wall and of the processor, after one round that warms the disk and lets Python keep what it compiled. Writes
results/startup.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
OUT = Path(__file__).parent / "results" / "startup.json"
COMMANDS = {"help": ["--help"], "extract": ["extract", "samples/01-csto-session-agency.txt"]}
TARGETS = {"help": 0.3, "extract": 1.5}


def once(args: list[str]) -> tuple[float, float]:
    """Wall and processor seconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "itogi", *args], check=True, capture_output=True, cwd=ROOT)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    result: dict[str, object] = {"rounds": options.rounds, "load_average": os.getloadavg()[0]}
    for name, args in COMMANDS.items():
        once(args)
        walls, cpus = zip(*(once(args) for _ in range(options.rounds)), strict=True)
        result[name] = {
            "wall": round(statistics.median(walls), 3),
            "processor": round(statistics.median(cpus), 3),
            "target": TARGETS[name],
        }
    result |= {"python": platform.python_version(), "machine": platform.machine()}
    OUT.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    print(json.dumps(result, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
