"""What the page of a draft shows: where it comes from, what it lacks, and its records by type."""

from __future__ import annotations

from dataclasses import dataclass

from itogi.model.kinds import kinds
from itogi.model.record import Record
from itogi.web.drafts import Shown, shown
from itogi.web.lookups import wording
from itogi.web.models import Draft
from itogi.web.naming import TYPES

_UNSAID = frozenset({"organisation"})  # said above the others


@dataclass(frozen=True, slots=True)
class Line:
    """A record in words: its organisation, its slots, its sentences."""

    type: str
    kind: str
    organisation: str
    slots: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]
    confidence: int


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft with its records in words."""

    shown: Shown
    source: str
    lines: tuple[Line, ...]
    counts: tuple[tuple[str, int], ...]


def draft_page(draft: Draft) -> DraftPage:
    """A draft as its page shows it."""
    held = shown(draft)
    order = list(kinds())
    records = sorted(held.records, key=lambda r: (order.index(r.type), r.evidence[0].start))
    counts = {type: sum(r.type == type for r in records) for type in order}
    told = tuple((str(TYPES[type]), n) for type, n in counts.items() if n)
    return DraftPage(held, draft.source, tuple(map(_line, records)), told)


def _line(record: Record) -> Line:
    words = wording()
    slots = tuple(
        (words.captions.slot(name), words.slot(record.type, name, value))
        for name, value in record.slots.items()
        if name not in _UNSAID
    )
    home = str(record.get("organisation") or "")
    said = tuple(evidence.text for evidence in record.evidence)
    sure = round(100 * record.confidence)
    return Line(
        record.type, str(TYPES[record.type]), words.organisation(home) if home else "", slots, said, sure
    )
