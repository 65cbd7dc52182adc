"""From drafts to records: one record per fact, with all its evidence, checked against its kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from itogi.errors import RecordError
from itogi.extraction.calibration import calibrated
from itogi.extraction.similar import overlap, same_value, stems
from itogi.model.article import Article
from itogi.model.kinds import check_record, kinds
from itogi.model.record import Evidence, Record, SlotValue

# Figures whose kind says little: the label tells what they count.
_COUNTED_BY_LABEL = frozenset({"share", "other", "money", "projects"})


@dataclass(slots=True)
class Draft:
    """A fact as a finder sees it, before duplicates are merged: character spans stand for evidence."""

    type: str
    slots: dict[str, Any]
    evidence: list[tuple[int, int]]
    confidence: float
    pattern: str
    position: int = field(default=0)
    # Set by a finder that has told its facts apart itself: two such drafts are never merged here.
    distinct: bool = field(default=False)


def assemble(article: Article, drafts: Iterable[Draft]) -> list[Record]:
    """Merge drafts that state one fact and cut their evidence; drafts that break a rule are dropped."""
    merged: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.evidence[0] if d.evidence else (0, 0), d.pattern)):
        twin = next((m for m in merged if m.type == draft.type and _same_fact(m, draft)), None)
        if twin is None:
            merged.append(draft)
        else:
            _absorb(twin, draft)
    records = (_record(article, draft) for draft in merged)
    return [r for r in records if r is not None]


def _same_fact(a: Draft, b: Draft) -> bool:
    """Whether two drafts of one type agree on every identifying slot that both fill, and on one at least."""
    if (a.distinct and b.distinct) or (a.type == "figure" and _count_others(a, b)):
        return False
    agreed = 0
    for name, slot in kinds()[a.type].slots.items():
        x, y = a.slots.get(name), b.slots.get(name)
        if not x or not y or slot.many:
            continue
        same = same_value(slot.type, x, y)
        if not same and (
            slot.key or slot.type in {"date", "number", "place", "enum", "country", "organisation"}
        ):
            return False
        agreed += same and slot.key
    return agreed > 0


def _count_others(a: Draft, b: Draft) -> bool:
    """Whether two figures count different things: 49% of exports and 49% of assets.

    Countries, documents or people of one number are the same ones, whatever they are called.
    """
    if a.slots.get("what") not in _COUNTED_BY_LABEL:
        return False
    x, y = str(a.slots.get("label") or ""), str(b.slots.get("label") or "")
    one, other = stems(x), stems(y)
    return bool(one and other) and overlap(x, y) < 0.5 and not (one <= other or other <= one)


def _absorb(into: Draft, other: Draft) -> None:
    """Fill empty slots of ``into`` from ``other``, join its lists and evidence."""
    for name, value in other.slots.items():
        mine = into.slots.get(name)
        if not mine:
            into.slots[name] = value
        elif isinstance(mine, list | tuple) and isinstance(value, list | tuple):
            into.slots[name] = [*mine, *(v for v in value if v not in mine)]
    into.evidence += [e for e in other.evidence if e not in into.evidence]
    into.confidence = max(into.confidence, other.confidence)


def _clean(slots: Mapping[str, Any]) -> dict[str, SlotValue]:
    out: dict[str, SlotValue] = {}
    for name, value in slots.items():
        if value is None or value in ("", [], ()):
            continue
        out[name] = tuple(dict.fromkeys(value)) if isinstance(value, list | tuple) else value
    return out


def _record(article: Article, draft: Draft) -> Record | None:
    spans = sorted(set(draft.evidence))
    try:
        evidence = tuple(
            Evidence.of(article, start, end)
            for low, high in spans
            for start, end in article.verbatim_pieces(low, high)
        )
        sure = round(calibrated(draft.pattern, draft.confidence), 3)
        record = Record(draft.type, _clean(draft.slots), evidence, sure, draft.pattern)
        check_record(record, article)
    except RecordError:
        return None
    return record
