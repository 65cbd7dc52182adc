"""Counts of an overview as rows with bars, each a link to what it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from itogi.model.kinds import kinds
from itogi.register.answers import Brief, Overview
from itogi.report.history import stage_order
from itogi.web.lookups import language, wording
from itogi.web.naming import TYPES, Named, named

_MOST = 10  # rows of a column


@dataclass(frozen=True, slots=True)
class Row:
    """A caption with its number; ``share`` of the longest bar in percent; ``href`` shows what is counted."""

    text: str
    n: int
    share: str
    href: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Disputed:
    """An entry on which sources differ: the slot and its values."""

    named: Named
    slots: tuple[tuple[str, tuple[str, ...]], ...]


def _rows(found: Iterable[tuple[str, str, int, str]]) -> list[Row]:
    kept = [row for row in found if row[2] > 0]
    most = max((n for _, _, n, _ in kept), default=1)
    return [Row(text, n, f"{100 * n / most:.1f}", href, key) for key, text, n, href in kept]


def _search(found: Overview, **asked: str) -> str:
    given = {"organisation": found.organisation, **asked}
    return f"{reverse('search')}?{urlencode(given)}"


def by_type(found: Overview, year: int | None = None) -> list[Row]:
    """Entries by type, of all years or of one, in the order of RECORDS.md."""
    counts = found.years.get(year, {}) if year else found.types
    within = {"since": str(year), "until": str(year)} if year else {}
    named_types = ((name, _many(name, counts.get(name, 0))) for name in kinds())
    return _rows((t, text, counts.get(t, 0), _search(found, type=t, **within)) for t, text in named_types)


def _many(type: str, n: int) -> str:
    """The name of a type beside a number: "1 body", "12 bodies"."""
    return str(TYPES[type]).lower() if n == 1 else kinds()[type].plural[language()]


def by_stage(found: Overview) -> list[Row]:
    """Documents by stage, in the order in which stages follow one another."""
    counts, say = found.stages.get("document", {}), wording().captions.value
    return _rows(
        (s, say("document", "stage", s), counts.get(s, 0), _search(found, type="document", stage=s))
        for s in stage_order("document")
    )


def by_topic(found: Overview) -> list[Row]:
    """The topics of most entries."""
    return _rows((t, wording().topic(t), n, _search(found, topic=t)) for t, n in _first(found.topics))


def by_country(found: Overview) -> list[Row]:
    """The countries of most entries."""
    return _rows((c, wording().country(c), n, _search(found, country=c)) for c, n in _first(found.countries))


def waiting(found: Overview) -> list[Row]:
    """What awaits review by type, most first."""
    address = reverse("review")
    return _rows(
        (t, kinds()[t].plural[language()], n,
         f"{address}?{urlencode({'organisation': found.organisation, 'type': t})}")
        for t, n in found.waiting.items()
    )  # fmt: skip


def _first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST]


def disputed(brief: Brief) -> Disputed:
    """An entry with the values that sources give."""
    say = wording()
    slots = tuple(
        (say.captions.slot(slot), tuple(say.slot(brief.type, slot, value) for value in values))
        for slot, values in brief.differing.items()
    )
    return Disputed(named(brief), slots)
