"""Disagreements between sources: what is one, and what is only another wording or a later report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from itogi.model.entry import Claim, Entry, Variant
from itogi.model.kinds import kinds
from itogi.model.record import SlotValue
from itogi.model.values import date_range, dates_overlap
from itogi.report.naming import words
from itogi.report.selection import text_of

_WORDINGS = frozenset({"text", "verbatim"})
_COURSE = frozenset({"planned", "ongoing", "held"})
_STEM = 5


@dataclass(frozen=True, slots=True)
class Dispute:
    """A slot on which sources differ: each value with the ids of the records that state it.

    ``rule`` is why the first value stands first (``Variant.rule``).
    """

    entry: Entry
    slot: str
    values: tuple[tuple[SlotValue, tuple[str, ...]], ...]
    rule: str = ""


def _only_more_exact(values: Iterable[SlotValue]) -> bool:
    """Whether all dates can be one: each two of them lie within each other."""
    spans = [date_range(v) if isinstance(v, str) else None for v in values]
    return all(
        a and b and ((a[0] <= b[0] and b[1] <= a[1]) or (b[0] <= a[0] and a[1] <= b[1]))
        for a, b in combinations(spans, 2)
    )


def _differs(entry: Entry, slot: str, variants: tuple[Variant, ...]) -> bool:
    kind = kinds().get(entry.type)
    spec = kind.slots.get(slot) if kind else None
    if spec is None or spec.type in _WORDINGS:
        return False
    values = [variant.value for variant in variants]
    if entry.type == "document" and slot == "stage":
        return False  # stages follow one another: they are the history, shown as such
    if slot == "status" and _COURSE.issuperset(str(v) for v in values):
        return False  # planned, under way, held: the course of time
    if entry.type == "document" and slot == "date":
        return not all(_only_more_exact(dates) for dates in _dates_by_stage(entry))
    return not (spec.type == "date" and _only_more_exact(values))


def _dates_by_stage(entry: Entry) -> Iterable[set[SlotValue]]:
    """Each stage has a date of its own: only dates of the same stage can contradict each other."""
    by_stage: dict[SlotValue | None, set[SlotValue]] = {}
    for record in entry.records:
        if "date" in record.slots:
            by_stage.setdefault(record.get("stage"), set()).add(record.slots["date"])
    return by_stage.values()


def disputes_within(entry: Entry) -> Iterator[Dispute]:
    """The slots of one entry on which its sources differ."""
    for slot, variants in entry.disagreements().items():
        if _differs(entry, slot, variants):
            values = tuple((v.value, v.records) for v in variants)
            yield Dispute(entry, slot, values, variants[0].rule)


def _stems(label: str) -> set[str]:
    return {word[:_STEM] for word in words(label) if len(word) >= _STEM}


def _counts_the_same(a: Entry, b: Entry) -> bool:
    if text_of(a, "what") != text_of(b, "what") or a.value("value") == b.value("value"):
        return False
    if not _stems(text_of(a, "label")) & _stems(text_of(b, "label")):
        return False
    dates = text_of(a, "date"), text_of(b, "date")
    return not all(dates) or dates_overlap(*dates)


def disputes_between(claims: Iterable[Claim]) -> Iterator[Dispute]:
    """Claims that count the same things and arrive at different numbers, as one dispute each."""
    left = [claim.entry for claim in claims]
    while left:
        first, *rest = left
        same = [first, *(e for e in rest if _counts_the_same(first, e))]
        left = [e for e in rest if e not in same]
        if len(same) > 1:
            yield Dispute(first, "value", _values(same))


def _values(entries: Iterable[Entry]) -> tuple[tuple[SlotValue, tuple[str, ...]], ...]:
    by_value: dict[SlotValue, list[str]] = {}
    for entry in entries:
        value = entry.value("value")
        if value is not None:
            by_value.setdefault(value, []).extend(record.id for record in entry.records)
    return tuple((value, tuple(ids)) for value, ids in by_value.items())


def all_disputes(entries: Iterable[Entry], claims: Iterable[Claim]) -> list[Dispute]:
    """Every disagreement of the report, those between claims first."""
    between = list(disputes_between(claims))
    return [*between, *(d for entry in entries for d in disputes_within(entry))]
