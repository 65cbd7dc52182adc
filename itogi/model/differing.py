"""Where the sources of an entry contradict each other, and do not only word it otherwise or report later."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from itogi.model.entry import Entry, Variant
from itogi.model.kinds import kinds
from itogi.model.record import SlotValue
from itogi.model.values import date_range

_WORDINGS = frozenset({"text", "verbatim"})
_COURSE = frozenset({"planned", "ongoing", "held"})


def contradictions(entry: Entry) -> dict[str, tuple[Variant, ...]]:
    """The slots of an entry whose sources cannot all be right, each with its values."""
    return {slot: found for slot, found in entry.disagreements().items() if _differs(entry, slot, found)}


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
