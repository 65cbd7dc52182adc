"""Learn how often records of each pattern are right, and write itogi/extraction/patterns/calibration.yml.

usage: python quality/calibrate.py [--dry] [--target 0.95] [--gold DIR ...]

Data: tests/gold and tests/stories (our own texts) and, where it is there, ../shared/register/gold without
the texts that quality/aside.txt sets aside. A record is right when it is aligned with a gold record and at
least half of the values it fills are correct. Five ways from a pattern's own word to a probability are
compared by cross-validation over texts (ten parts): the word itself, isotonic regression of it, and the
pattern's measured share shrunk toward it with a strength of 2 to 50 records. The strength with the least
log loss is written; the acceptance threshold is the lowest confidence such that of the records at or above
it, each judged by the nine parts it is not in, the target share is right in each gold by itself.

The run takes seconds to minutes and is deterministic: the same code and gold give the same file.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from itogi.cli.gold import predicted_rows, read_gold, read_ids, score_texts
from itogi.extraction import calibration
from itogi.extraction.calibration import FILE, Calibration
from itogi.extraction.extractor import load_extractor
from itogi.model.scoring import Score, calibration_error, reliability

ROOT = Path(__file__).parents[1]
OWN = ROOT / "tests" / "gold"
STORIES = ROOT / "tests" / "stories"
SHARED = ROOT.parent / "shared" / "register" / "gold"
ASIDE = ROOT / "quality" / "aside.txt"
FOLDS = 10
STRENGTHS = (2.0, 5.0, 10.0, 20.0, 50.0)
LEAST = 0.9
HEAD = """\
# Written by quality/calibrate.py: how many records of a pattern were right, and how many were seen.
# Confidence of a record = (right + strength * own) / (seen + strength), own being the pattern's own word.
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A predicted record: of which gold and text, by which pattern, how sure of itself, whether right."""

    gold: str
    document: str
    pattern: str
    own: float
    right: bool

    @property
    def fold(self) -> int:
        """The part of the cross-validation that the text falls into."""
        return hashlib.sha256(f"{self.gold}/{self.document}".encode()).digest()[0] % FOLDS


Model = Callable[[Case], float]
Learner = Callable[[Sequence[Case]], Model]


def cases_of(name: str, score: Score) -> list[Case]:
    """The predicted records of a scored gold."""
    return [
        Case(name, p.document, str(p.predicted["pattern"]), float(p.predicted["confidence"]), p.right)
        for p in score.pairs()
        if p.predicted is not None
    ]


def measured(folder: Path, without: frozenset[str]) -> list[Case]:
    """Extract the texts of a gold with the patterns' own confidence, and judge the records."""
    calibration.calibration = lambda: Calibration(0.0, 1.0, {})  # type: ignore[assignment]
    pairs = predicted_rows(load_extractor(), read_gold(folder, without=without))
    return cases_of(str(folder), score_texts(pairs))


# Ways from own word to probability


def own_word(_: Sequence[Case]) -> Model:
    """What the pattern says."""
    return lambda case: case.own


def counts(cases: Iterable[Case]) -> dict[str, tuple[int, int]]:
    """Right and seen of each pattern, in the order of their names."""
    out: dict[str, tuple[int, int]] = {}
    for case in cases:
        right, seen = out.get(case.pattern, (0, 0))
        out[case.pattern] = (right + case.right, seen + 1)
    return dict(sorted(out.items()))


def shrunk(strength: float) -> Learner:
    """The pattern's share of right records, shrunk toward its own word."""

    def learn(cases: Sequence[Case]) -> Model:
        model = Calibration(0.0, strength, counts(cases))
        return lambda case: model.confidence(case.pattern, case.own)

    return learn


def isotonic(cases: Sequence[Case]) -> Model:
    """Isotonic regression of right on own word (pool adjacent violators), one case of doubt on each side."""
    blocks: list[list[float]] = []  # sum, number, highest own word
    for case in sorted(cases, key=lambda c: c.own):
        blocks.append([case.right, 1.0, case.own])
        while len(blocks) > 1 and blocks[-2][0] * blocks[-1][1] >= blocks[-1][0] * blocks[-2][1]:
            last = blocks.pop()
            blocks[-1] = [blocks[-1][0] + last[0], blocks[-1][1] + last[1], last[2]]

    def model(case: Case) -> float:
        block = next((b for b in blocks if case.own <= b[2]), blocks[-1])
        return (block[0] + 1) / (block[1] + 2)

    return model


# Judging


def held_out(cases: Sequence[Case], learner: Learner) -> list[float]:
    """The probability of each case by a model that has not seen its part."""
    models = {k: learner([c for c in cases if c.fold != k]) for k in sorted({c.fold for c in cases})}
    return [models[c.fold](c) for c in cases]


def log_loss(cases: Sequence[Case], guesses: Sequence[float]) -> float:
    """Mean negative log likelihood; probabilities are kept off 0 and 1 by 0.001."""
    safe = (min(max(p, 0.001), 0.999) for p in guesses)
    return -sum(math.log(p if c.right else 1 - p) for c, p in zip(cases, safe, strict=True)) / len(cases)


def brier(cases: Sequence[Case], guesses: Sequence[float]) -> float:
    """Mean squared error."""
    return sum((p - c.right) ** 2 for c, p in zip(cases, guesses, strict=True)) / len(cases)


def threshold(cases: Sequence[Case], guesses: Sequence[float], target: float) -> float:
    """The lowest confidence at and above which ``target`` of the records of every gold are right.

    Never below `LEAST`: the patterns were written with these golds in view, so what they show flatters.
    """
    names = sorted({c.gold for c in cases})
    for at in sorted({max(math.floor(p * 100) / 100, LEAST) for p in guesses}):
        above = [c for c, p in zip(cases, guesses, strict=True) if p >= at]
        if all(_share([c for c in above if c.gold == name]) >= target for name in names):
            return at
    return 1.0


def _share(cases: Sequence[Case]) -> float:
    return sum(c.right for c in cases) / len(cases) if cases else 1.0


def show_table(title: str, cases: Sequence[Case], guesses: Sequence[float]) -> None:
    """Print a reliability table."""
    pairs = [(p, c.right) for c, p in zip(cases, guesses, strict=True)]
    print(
        f"\n{title}: calibration error {calibration_error(pairs, 20):.3f}\nconfidence  records   mean  right"
    )
    for b in reliability(pairs, 20):
        print(f"{b.low:.2f}-{b.high:.2f}  {b.number:7d}  {b.confidence:.3f}  {b.share:.3f}")


def written(chosen: Calibration) -> str:
    """The calibration as its file holds it."""
    lines = [f"  {name}: [{right}, {seen}]" for name, (right, seen) in chosen.patterns.items()]
    head = f"{HEAD}acceptance: {chosen.acceptance}\nstrength: {chosen.strength}\n"
    return head + "\n".join(["patterns:", *lines] if lines else ["patterns: {}"]) + "\n"


def learn(cases: Sequence[Case], target: float) -> Calibration:
    """Compare the ways, print what was found, and return the calibration that is to be written."""
    ways: dict[str, Learner] = {"own word": own_word, "isotonic": isotonic}
    ways |= {f"shrunk {k:g}": shrunk(k) for k in STRENGTHS}
    losses: dict[str, float] = {}
    print("cross-validated     log loss   Brier")
    for name, way in ways.items():
        guesses = held_out(cases, way)
        losses[name] = log_loss(cases, guesses)
        print(f"{name:18s}  {losses[name]:8.4f}  {brier(cases, guesses):6.4f}")
    strength = min(STRENGTHS, key=lambda k: losses[f"shrunk {k:g}"])
    guesses = held_out(cases, shrunk(strength))
    show_table("before (own word)", cases, [c.own for c in cases])
    show_table(f"after (shrunk {strength:g}, cross-validated)", cases, guesses)
    at = threshold(cases, guesses, target)
    for name in sorted({c.gold for c in cases}):
        mine = [(c, p) for c, p in zip(cases, guesses, strict=True) if c.gold == name]
        above = [c for c, p in mine if p >= at]
        print(f"\n{name}: at {at} and above {len(above)} of {len(mine)} records "
              f"({len(above) / len(mine):.0%}), {_share(above):.1%} right")  # fmt: skip
    return Calibration(at, strength, counts(cases))


def main() -> int:
    """Measure, learn, write."""
    options = argparse.ArgumentParser(description="Learn the confidence of patterns from annotated texts.")
    options.add_argument("--dry", action="store_true", help="write nothing")
    options.add_argument("--target", type=float, default=0.95, help="share right above the threshold")
    chosen = options.parse_args()
    aside = read_ids(ASIDE)
    folders = [folder for folder in (OWN, STORIES, SHARED) if any(folder.glob("*.json"))]
    if not folders:
        print("error: there is no gold to learn from", file=sys.stderr)
        return 1
    cases = [c for folder in folders for c in measured(folder, aside if folder == SHARED else frozenset())]
    made = learn(cases, chosen.target)
    if not chosen.dry:
        FILE.write_text(written(made), "utf-8")
        print(f"\nwritten: {FILE} ({len(made.patterns)} patterns)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
