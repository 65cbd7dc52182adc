"""The organisations on record for the start page: those with most entries as cards, the rest in a list."""

from __future__ import annotations

from dataclasses import dataclass

from itogi.register.answers import Head
from itogi.web.door import register
from itogi.web.lookups import wording
from itogi.web.timeline import LANES

_CARDS = 12


@dataclass(frozen=True, slots=True)
class Card:
    """An organisation: its name, how much of what it has done is on record, its years, the last report."""

    code: str
    name: str
    entries: int
    lanes: tuple[tuple[str, str, int], ...]
    years: str
    report: Head | None


def cards() -> tuple[list[Card], list[Card]]:
    """Those with most entries, each with its last report, and the others."""
    words, found = wording(), []
    for number, one in enumerate(register().standings()):
        report = None
        if number < _CARDS:
            report = next(iter(register().articles_page(organisation=one.organisation, limit=1).items), None)
        lanes = tuple((lane, str(LANES[lane]), one.lanes[lane]) for lane in LANES if one.lanes.get(lane))
        years = f"{one.first}–{one.last}" if one.first < one.last else str(one.first or "")
        name = words.organisation(one.organisation)
        found.append(Card(one.organisation, name, one.entries, lanes, years, report))
    return found[:_CARDS], found[_CARDS:]
