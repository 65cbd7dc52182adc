"""Fail when the score of the gold fell below its floor, or evidence is not verbatim.

usage: check_floor.py SCORE.txt    the output of score.py; the floor stands in baseline.json beside this file
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

BASELINE = Path(__file__).with_name("baseline.json")
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


def main(argv: list[str]) -> int:
    """Print the faults; 0 if there are none, 1 if there are, 2 on wrong usage."""
    if len(argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    floor = float(json.loads(BASELINE.read_text("utf-8"))["slots_f1"])
    found = faults(Path(argv[1]).read_text("utf-8"), floor)
    for fault in found:
        print(f"error: {fault}", file=sys.stderr)
    if not found:
        print(f"above the floor of {floor}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
