"""Fail when a score fell below its floor, evidence is not verbatim, or the gold is another than was measured.

usage: check_floor.py SCORE.txt [SET]             check the output of score.py or of `itogi score`
       check_floor.py --record SCORE.txt [SET]    take its F1, less a margin, and the gold's digest as floor

Floors and digests stand in baseline.json beside this file, by SET: dev (the development gold; the default),
own (tests/gold) and stories (tests/stories).
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import sys
from pathlib import Path
from typing import Any

BASELINE = Path(__file__).with_name("baseline.json")
ROOT = BASELINE.parents[1]
MARGIN = 0.02  # what a floor lies below the measured F1
_SLOTS = re.compile(r"^slots P [\d.]+ R [\d.]+ F1 ([\d.]+)$", re.MULTILINE)
_EVIDENCE = re.compile(r"^evidence verbatim (\d+) of (\d+)$", re.MULTILINE)


def faults(score: str, floor: float) -> list[str]:
    """What is wrong with a score, one sentence each; empty if nothing is."""
    slots, evidence = _SLOTS.search(score), _EVIDENCE.search(score)
    if slots is None or evidence is None:
        return ["this is not the output of score.py: the line of the slots or of the evidence is missing"]
    out = []
    if float(slots[1]) < floor:
        out.append(f"slots F1 is {slots[1]}, the floor is {floor}")
    if evidence[1] != evidence[2]:
        out.append(f"evidence is verbatim in {evidence[1]} of {evidence[2]} records only")
    return out


def digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of the gold's texts and records, sorted by name."""
    whole = hashlib.sha256()
    for path in sorted(p for p in folder.iterdir() if p.suffix in {".json", ".txt"}):
        whole.update(f"{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def gold_faults(name: str, baseline: dict[str, Any]) -> list[str]:
    """Whether the gold of a set is the one that its floor was measured on."""
    folder = ROOT / baseline["folder"]
    if not folder.is_dir() or digest(folder) == baseline["digest"]:
        return []
    remedy = f"measure it anew and run quality/check_floor.py --record SCORE.txt {name}"
    return [f"{baseline['folder']} is not the gold that the floor was measured on; {remedy}"]


def record(score: str, name: str) -> str:
    """Write floor and digest of a set to the baseline; returns what was written, in words."""
    whole = json.loads(BASELINE.read_text("utf-8"))
    mine, slots = whole["sets"][name], _SLOTS.search(score)
    if slots is None:
        return "nothing: the line of the slots is missing"
    mine["slots_f1"] = math.floor((float(slots[1]) - MARGIN) * 1000) / 1000
    mine["digest"] = digest(ROOT / mine["folder"])
    BASELINE.write_text(json.dumps(whole, indent=2) + "\n", "utf-8")
    return f"the floor of {name} is {mine['slots_f1']}, measured {slots[1]}"


def main(argv: list[str]) -> int:
    """Print the faults; 0 if there are none, 1 if there are, 2 on wrong usage."""
    recording = argv[1:2] == ["--record"]
    given = argv[2:] if recording else argv[1:]
    sets = json.loads(BASELINE.read_text("utf-8"))["sets"]
    name = given[1] if len(given) == 2 else "dev"
    if len(given) not in {1, 2} or name not in sets:
        print(__doc__, file=sys.stderr)
        return 2
    score = Path(given[0]).read_text("utf-8")
    if recording:
        print(f"recorded: {record(score, name)}")
        return 0
    floor = float(sets[name]["slots_f1"])
    found = faults(score, floor) + gold_faults(name, sets[name])
    for fault in found:
        print(f"error: {fault}", file=sys.stderr)
    if not found:
        print(f"above the floor of {floor}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
