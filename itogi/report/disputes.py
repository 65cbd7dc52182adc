"""Disagreements between sources: within entries, and between claims that count the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from itogi.model.differing import contradictions
from itogi.model.entry import Claim, Entry
from itogi.model.record import SlotValue
from itogi.model.values import dates_overlap
from itogi.report.naming import words
from itogi.report.selection import text_of

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


def disputes_within(entry: Entry) -> Iterator[Dispute]:
    """The slots of one entry on which its sources differ."""
    for slot, variants in contradictions(entry).items():
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
