"""The chairmanship that a claim speaks of, and the days that it lasted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from itogi.model.entry import Entry
from itogi.model.values import date_range
from itogi.register.store import Register
from itogi.register.traits import Days, head_stems, stems
from itogi.register.words import states

_YEAR_LONG = 300  # days: a date of fewer is of an occasion, not of a term


@dataclass(frozen=True, slots=True)
class Term:
    """A chairmanship with its period (EDTF) and the first and last day of it."""

    entry: Entry
    period: str
    days: Days

    def holds(self, entry: Entry) -> bool:
        """Whether an event lies in the term: of what is known to the year only, most of that year."""
        spans = [s for r in entry.records if isinstance(v := r.get("date"), str) and (s := date_range(v))]
        if not spans:
            return True
        first, last = min(spans, key=lambda s: (s[1] - s[0], s[0]))
        return self.days[0] <= first + (last - first) / 2 <= self.days[1]


class Holdings:
    """What a register holds, for one ledger: each question is put once, as hundreds of claims may ask it."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._found: dict[tuple[str, str, Days | None], list[Entry]] = {}

    def entries(self, organisation: str, type: str, period: Days | None = None) -> list[Entry]:
        """The entries of an organisation, a type and the days from first to last."""
        asked = organisation, type, period
        if asked not in self._found:
            self._found[asked] = self.register.entries(*asked)
        return self._found[asked]


def term_of(held: Holdings, organisation: str, figure: Entry) -> Term | None:
    """The chairmanship that the label or the sentence of a figure speaks of; None where none is on record.

    Of one country's chairmanships it is the one that shares most days with the date of the figure, or
    begins last before the reports of it.
    """
    own = _period_of(figure)
    if not _speaks_of_chair(figure) or (own and _length(own) < _YEAR_LONG):
        return None
    entries = held.entries(organisation, "chairmanship")
    mine = chairs_of(entries, figure)
    terms = [_term(e, own) for e in entries if e.value("country") in mine and _dates(e)]
    if len(mine) != 1 or not terms:
        return None
    return _sharing(terms, own) if own else _last_begun(terms, held.register, figure)


def _sharing(terms: list[Term], own: Days) -> Term | None:
    best = max(terms, key=lambda t: (_shared(t.days, own), t.entry.id))
    return best if _shared(best.days, own) > 0 else None


def _last_begun(terms: list[Term], register: Register, figure: Entry) -> Term:
    """The term that had begun last when the figure was reported; the first one where none had."""
    articles = register.articles({r.article for r in figure.records})
    said = min((a.published for a in articles if a.published), default=date.max)
    begun = [t for t in terms if t.days[0] <= said]
    key = attrgetter("days", "entry.id")
    return max(begun, key=key) if begun else min(terms, key=key)


def chairs_of(entries: Iterable[Entry], figure: Entry) -> set[str]:
    """Whose chairmanship a figure speaks of: the countries named, or whom its reports call the chair."""
    held = list(entries)
    known = {str(e.value("country")) for e in held}
    for text in (str(figure.value("label") or ""), _sentences(figure)):
        if named := states(text) & known:
            return set(named)
    articles = {r.article for r in figure.records}
    records = (r for e in held for r in e.records if r.article in articles)
    return {str(r.get("country")) for r in records if r.get("status") == "current"}


def _sentences(figure: Entry) -> str:
    return " ".join(e.text for r in figure.records for e in r.evidence)


def _speaks_of_chair(figure: Entry) -> bool:
    told = stems(str(figure.value("label") or "")) | stems(_sentences(figure))
    return bool(told & head_stems("term_words"))


def _period_of(figure: Entry) -> Days | None:
    when = figure.value("date")
    return date_range(when) if isinstance(when, str) else None


def _dates(entry: Entry) -> list[str]:
    """The periods stated of a chairmanship, that of a decision alone, else the more exact ones first."""
    variants = entry.slots.get("year", ())
    decided = [v for v in variants if v.rule == "decision"]
    stated = [str(v.value) for v in decided or variants] + (
        [] if decided else [str(y) for r in entry.records if (y := r.get("year"))]
    )
    return sorted((y for y in dict.fromkeys(stated) if date_range(y)), key=lambda y: -len(y))


def _term(entry: Entry, own: Days | None) -> Term:
    """The term of a chairmanship; where years alone are on record, a claim that gives days is more exact."""
    period = _dates(entry)[0]
    days = date_range(period)
    assert days is not None, "only periods that can be read are taken"
    if own and days[0] <= own[0] and own[1] <= days[1] and own != days and not _whole_years(own):
        period, days = f"{own[0].isoformat()}/{own[1].isoformat()}", own
    return Term(entry, period, days)


def _whole_years(days: Days) -> bool:
    return (days[0].month, days[0].day, days[1].month, days[1].day) == (1, 1, 12, 31)


def _length(days: Days) -> int:
    return (days[1] - days[0]).days + 1


def _shared(a: Days, b: Days) -> int:
    return (min(a[1], b[1]) - max(a[0], b[0])).days + 1
