"""Calibration: the confidence of a record is the measured probability that it is right.

``patterns/calibration.yml`` holds, for each pattern, how many of its records were seen on annotated
texts and how many of them were right (`itogi.model.scoring.Pair.right`). The share is shrunk toward
what the pattern says of itself, so that a pattern seen twice moves little and one never seen not at
all. ``quality/calibrate.py`` writes the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from itogi.errors import DataError
from itogi.model.data import load_yaml

FILE = Path(__file__).parent / "patterns" / "calibration.yml"


@dataclass(frozen=True, slots=True)
class Calibration:
    """How often records of each pattern were right: ``{pattern: (right, seen)}``.

    ``strength`` is the number of records that a pattern's own word counts for.
    """

    acceptance: float
    strength: float
    patterns: Mapping[str, tuple[int, int]]

    def confidence(self, pattern: str, own: float) -> float:
        """The probability that a record of ``pattern`` is right, ``own`` being the pattern's own word."""
        right, seen = self.patterns.get(pattern, (0, 0))
        return (right + self.strength * own) / (seen + self.strength)


def load_calibration(path: Path = FILE) -> Calibration:
    """Read a calibration.

    Raises:
        DataError: the file is not of its form.
    """
    raw = load_yaml(path)
    try:
        patterns = {str(k): (int(right), int(seen)) for k, (right, seen) in raw["patterns"].items()}
        out = Calibration(float(raw["acceptance"]), float(raw["strength"]), patterns)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(f"no calibration: {error}", where=str(path), remedy=_REMEDY) from error
    wrong = [name for name, (right, seen) in patterns.items() if not 0 <= right <= seen]
    if wrong or not 0 <= out.acceptance <= 1 or out.strength <= 0:
        raise DataError(f"numbers out of range ({wrong})", where=str(path), remedy=_REMEDY)
    return out


_REMEDY = "run quality/calibrate.py, or write `pattern: [right, seen]` with acceptance and strength above"


@cache
def calibration() -> Calibration:
    """The calibration that itogi ships."""
    return load_calibration()


def calibrated(pattern: str, own: float) -> float:
    """The confidence of a record of ``pattern`` whose finder gave it ``own``, from 0 to 1."""
    return calibration().confidence(pattern, own)


def acceptance() -> float:
    """Records of at least this confidence were right 95 times in 100 on annotated texts."""
    return calibration().acceptance
