"""Scoring of predicted records against gold ones, template-filling style (MUC-4: align, then count slots).

Records of one type are aligned within a document, best pairs first; a pair that agrees on none of the
kind's key slots is never aligned. Then every filled slot of every record is one item: correct, missed
or spurious; list slots count by element. Records are rows in the form of RECORDS.md (JSON objects).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from itogi.model.kinds import Kind, Slot, kinds
from itogi.model.letters import without_yo

Row = Mapping[str, Any]
SOFT_TYPES = frozenset({"text", "verbatim", "place", "person", "party"})
# Parties that are one acting person where the text names one: the family name is enough for them.
ONE_PARTY = frozenset({"chair", "host", "speaker", "by"})
ALIKE = 0.5  # share of stems that two soft values must have in common
RIGHT = 0.5  # share of its filled values that a right record has correct
_EMPTY: Row = {}


@dataclass(frozen=True, slots=True)
class Tally:
    """Items that are correct, that the gold holds, that were predicted."""

    correct: int = 0
    gold: int = 0
    predicted: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.correct + other.correct, self.gold + other.gold, self.predicted + other.predicted)

    @property
    def precision(self) -> float:
        """Share of the predicted items that are correct; 0 where there are none."""
        return self.correct / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold items that were found; 0 where there are none."""
        return self.correct / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def wrong(self) -> int:
        """Items missed and items spurious."""
        return self.gold + self.predicted - 2 * self.correct


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of ``tallies``."""
    return sum(tallies, Tally())


# Values


@lru_cache(maxsize=1 << 16)
def stems(text: str) -> frozenset[str]:
    """Word stems for soft comparison: lower case, ё as е, the first five letters (Russian inflects ends)."""
    words = re.findall(r"\w+", without_yo(text.lower()))
    return frozenset(w[:5] for w in words if len(w) > 1 or w.isdigit())


def family(name: str) -> str:
    """The stem of the last word of a name."""
    words = re.findall(r"[\w-]+", without_yo(name.lower()))
    return words[-1][:5] if words else ""


def same(slot: Slot, a: object, b: object) -> bool:
    """Whether two values of ``slot`` count as one: soft for words, exact for codes, dates and flags."""
    if slot.type in SOFT_TYPES:
        one_person = slot.type == "person" or slot.name in ONE_PARTY
        if one_person and family(str(a)) == family(str(b)):
            return True
        one, other = stems(str(a)), stems(str(b))
        if not one or not other:
            return str(a).strip() == str(b).strip()
        return len(one & other) / len(one | other) >= ALIKE
    if slot.name == "value":
        x, y = _number(a), _number(b)
        return x is not None and y is not None and abs(x - y) < 1e-9
    return str(a).lower() == str(b).lower()


def _number(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, int | float | str) else None
    except ValueError:
        return None


def elements(value: object) -> list[object]:
    """The values of a slot as a list; empty where the slot is not filled."""
    if value is None or value in ("", [], ()):
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def count(slot: Slot, gold: object, predicted: object) -> Tally:
    """The tally of one slot of one aligned pair."""
    mine, left, correct = elements(predicted), elements(gold), 0
    items = len(left)
    for value in mine:
        hit = next((i for i, other in enumerate(left) if same(slot, value, other)), None)
        if hit is not None:
            del left[hit]
            correct += 1
    return Tally(correct, items, len(mine))


# Records


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold record and the predicted record aligned with it; one of them is None where it stands alone."""

    document: str
    type: str
    gold: Row | None
    predicted: Row | None

    def slots(self) -> dict[str, Tally]:
        """The tally of every slot of the kind."""
        gold, predicted = self.gold or _EMPTY, self.predicted or _EMPTY
        slots = kinds()[self.type].slots.values()
        return {s.name: count(s, gold.get(s.name), predicted.get(s.name)) for s in slots}

    @property
    def right(self) -> bool:
        """Whether the predicted record is right: aligned, and at least half of what it fills is correct."""
        if self.gold is None or self.predicted is None:
            return False
        return total(self.slots().values()).precision >= RIGHT


def pair_score(kind: Kind, gold: Row, predicted: Row) -> float:
    """How well two records agree: key slots that do, plus the F1 of all slots; 0 where no key slot does."""
    tallies = {s.name: count(s, gold.get(s.name), predicted.get(s.name)) for s in kind.slots.values()}
    keys = sum(tallies[s.name].correct > 0 for s in kind.slots.values() if s.key)
    if not keys:
        return 0.0
    whole = total(tallies.values())
    return keys + 2 * whole.correct / (whole.gold + whole.predicted)


def align(kind: Kind, gold: Sequence[Row], predicted: Sequence[Row]) -> list[tuple[int, int]]:
    """Index pairs of aligned records, best pairs first; ties in the order of the lists."""
    scored = sorted(
        (-pair_score(kind, g, p), i, j) for i, g in enumerate(gold) for j, p in enumerate(predicted)
    )
    out: list[tuple[int, int]] = []
    taken_gold: set[int] = set()
    taken: set[int] = set()
    for score, i, j in scored:
        if score < 0 and i not in taken_gold and j not in taken:
            taken_gold.add(i)
            taken.add(j)
            out.append((i, j))
    return out


@dataclass(frozen=True, slots=True)
class Scored:
    """One document: its pairs, and how many predicted records have verbatim evidence."""

    id: str
    pairs: tuple[Pair, ...]
    verbatim: int
    predicted: int

    def slots(self) -> Tally:
        """The tally of all slots of the document."""
        return total(t for pair in self.pairs for t in pair.slots().values())


def score_document(id: str, text: str, gold: Sequence[Row], predicted: Sequence[Row]) -> Scored:
    """Align and pair the records of one document; a predicted type that no kind has makes no pair."""
    verbatim = sum(bool(r.get("evidence")) and all(e in text for e in r["evidence"]) for r in predicted)
    pairs = [pair for kind in kinds().values() for pair in _pairs(id, kind, gold, predicted)]
    return Scored(id, tuple(pairs), verbatim, len(predicted))


def _pairs(id: str, kind: Kind, gold: Sequence[Row], predicted: Sequence[Row]) -> Iterator[Pair]:
    theirs = [r for r in gold if r["type"] == kind.name]
    mine = [r for r in predicted if r.get("type") == kind.name]
    aligned = align(kind, theirs, mine)
    yield from (Pair(id, kind.name, theirs[i], mine[j]) for i, j in aligned)
    taken_gold, taken = {i for i, _ in aligned}, {j for _, j in aligned}
    yield from (Pair(id, kind.name, r, None) for i, r in enumerate(theirs) if i not in taken_gold)
    yield from (Pair(id, kind.name, None, r) for j, r in enumerate(mine) if j not in taken)


def record_tally(pairs: Iterable[Pair]) -> Tally:
    """Aligned pairs, gold records, predicted records."""
    return total(
        Tally(int(p.gold is not None and p.predicted is not None), int(p.gold is not None),
              int(p.predicted is not None))
        for p in pairs
    )  # fmt: skip


# Sums over documents


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a set of documents."""

    documents: tuple[Scored, ...]

    def pairs(self, type: str | None = None) -> list[Pair]:
        """All pairs, or those of one type."""
        return [p for d in self.documents for p in d.pairs if type in (None, p.type)]

    def slots(self) -> Tally:
        """All slots of all records."""
        return total(self.by_slot().values())

    def records(self) -> Tally:
        """All records."""
        return record_tally(self.pairs())

    def evidence(self) -> tuple[int, int]:
        """Predicted records with verbatim evidence, and all predicted records."""
        return sum(d.verbatim for d in self.documents), sum(d.predicted for d in self.documents)

    def by_slot(self) -> dict[tuple[str, str], Tally]:
        """The tally of each slot, by type and name."""
        out = {(kind.name, slot): Tally() for kind in kinds().values() for slot in kind.slots}
        for pair in self.pairs():
            for slot, tally in pair.slots().items():
                out[pair.type, slot] += tally
        return out

    def by_type(self) -> dict[str, tuple[Tally, Tally]]:
        """For each type the tally of its slots and of its records."""
        slots = self.by_slot()
        return {
            name: (total(t for (kind, _), t in slots.items() if kind == name), record_tally(self.pairs(name)))
            for name in kinds()
        }

    def worst(self, number: int) -> list[Scored]:
        """The documents with the lowest F1 of slots, worst first."""
        return sorted(self.documents, key=lambda d: (d.slots().f1, -d.slots().wrong, d.id))[:number]

    def confusion(self) -> dict[tuple[str, str], Counter[tuple[str, str]]]:
        """For each slot with listed values: how often a gold value met a predicted one ("-": none)."""
        out: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
        for pair in self.pairs():
            if pair.gold is None or pair.predicted is None:
                continue
            for slot in kinds()[pair.type].slots.values():
                if slot.type == "enum" and not slot.many:
                    seen = (str(pair.gold.get(slot.name) or "-"), str(pair.predicted.get(slot.name) or "-"))
                    if seen != ("-", "-"):
                        out.setdefault((pair.type, slot.name), Counter())[seen] += 1
        return out


# Errors


@dataclass(frozen=True, slots=True)
class Mistake:
    """One error: what it is (``document.stage agreed for signed``), where, and both values."""

    what: str
    document: str
    gold: str
    predicted: str


def mistakes(score: Score) -> Iterator[Mistake]:
    """Every error of ``score``: whole records first missed or spurious, else slot by slot."""
    for pair in score.pairs():
        if pair.predicted is None:
            yield Mistake(f"{pair.type} missed", pair.document, _brief(pair.type, pair.gold), "")
        elif pair.gold is None:
            pattern = pair.predicted.get("pattern") or "no pattern named"
            shown = _brief(pair.type, pair.predicted)
            yield Mistake(f"{pair.type} spurious ({pattern})", pair.document, "", shown)
        else:
            yield from _slot_mistakes(pair, pair.gold, pair.predicted)


def _slot_mistakes(pair: Pair, gold: Row, predicted: Row) -> Iterator[Mistake]:
    for name, tally in pair.slots().items():
        if not tally.wrong:
            continue
        slot, x, y = kinds()[pair.type].slots[name], gold.get(name), predicted.get(name)
        if tally.gold and tally.predicted and slot.type == "enum" and not slot.many:
            how = f"{y} for {x}"
        else:
            how = "missed" if not tally.predicted else "spurious" if not tally.gold else "wrong"
        yield Mistake(f"{pair.type}.{name} {how}", pair.document, _shown(x), _shown(y))


def commonest(score: Score, number: int) -> list[tuple[str, list[Mistake]]]:
    """The ``number`` commonest kinds of error, each with its cases."""
    found: dict[str, list[Mistake]] = {}
    for mistake in mistakes(score):
        found.setdefault(mistake.what, []).append(mistake)
    return sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))[:number]


def _brief(type: str, row: Row | None) -> str:
    values = ((slot.name, (row or {}).get(slot.name)) for slot in kinds()[type].slots.values())
    return "; ".join(f"{name} {_shown(value)}" for name, value in values if elements(value))


def _shown(value: object) -> str:
    return ", ".join(str(x) for x in elements(value))


# Confidence


@dataclass(frozen=True, slots=True)
class Bin:
    """Records with a confidence from ``low`` to ``high``: their number and mean, and how many are right."""

    low: float
    high: float
    number: int
    confidence: float
    right: int

    @property
    def share(self) -> float:
        """The share of its records that are right."""
        return self.right / self.number if self.number else 0.0


def judged(score: Score) -> list[tuple[Row, bool]]:
    """Every predicted record with whether it is right (see `Pair.right`)."""
    return [(p.predicted, p.right) for p in score.pairs() if p.predicted is not None]


def reliability(cases: Iterable[tuple[float, bool]], bins: int = 10) -> list[Bin]:
    """The reliability table of ``(confidence, right)`` cases: bins of equal width, empty ones left out."""
    held: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in cases:
        held.setdefault(min(int(confidence * bins + 1e-9), bins - 1), []).append((confidence, right))
    return [
        Bin(
            k / bins,
            (k + 1) / bins,
            len(held[k]),
            sum(c for c, _ in held[k]) / len(held[k]),
            sum(right for _, right in held[k]),
        )
        for k in sorted(held)
    ]


def calibration_error(cases: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error: the gap between confidence and share right, weighted by bin size."""
    gaps = (b.number * abs(b.confidence - b.share) for b in reliability(cases, bins))
    return sum(gaps) / len(cases) if cases else 0.0


def accepted(cases: Iterable[tuple[float, bool]], threshold: float) -> tuple[int, int]:
    """How many records have at least ``threshold`` confidence, and how many of those are right."""
    above = [right for confidence, right in cases if confidence >= threshold]
    return len(above), sum(above)
