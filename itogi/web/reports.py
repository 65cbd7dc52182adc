"""Results and ledgers for pages and API: which period is asked for, and each report made once a revision."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse

from itogi.errors import UsageError
from itogi.register.given import day_given
from itogi.register.store import Period
from itogi.report.export import Links
from itogi.report.results import Results, ledger_of, results_of
from itogi.web.door import register

ALL = "all"
_KEPT = 16  # reports that a process remembers
_lock = threading.Lock()
_made: OrderedDict[tuple[str, ...], Results] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Asked:
    """The period of a report as an address has it: a year, days, or all years."""

    period: Period | None
    query: str

    @property
    def year(self) -> int | None:
        """The year, if it is one."""
        return self.period if isinstance(self.period, int) else None

    @property
    def since(self) -> str:
        """The first day, where it is days and the calendar does not begin with it."""
        return str(self.period[0]) if isinstance(self.period, tuple) and self.period[0] != date.min else ""

    @property
    def until(self) -> str:
        """The last day, where it is days and the calendar does not end with it."""
        return str(self.period[1]) if isinstance(self.period, tuple) and self.period[1] != date.max else ""


def known(organisation: str) -> str:
    """The code of an organisation that is on record.

    Raises:
        Http404: there is nothing on it.
    """
    if not organisation or organisation not in register().organisations():
        raise Http404(organisation)
    return organisation


def asked(given: Mapping[str, str], organisation: str) -> Asked:
    """The period that is asked for; else the year of the last report.

    Raises:
        UsageError: it cannot be read.
    """
    year, since, until = (str(given.get(name, "")).strip() for name in ("year", "since", "until"))
    if year == ALL:
        return Asked(None, f"year={ALL}")
    if year:
        return Asked(_year(year), f"year={int(year)}")
    if since or until:
        first, last = _days(since, until)
        return Asked((first, last), f"since={first}&until={last}")
    last_report = register().reported_until(organisation)
    return Asked(last_report.year, f"year={last_report.year}") if last_report else Asked(None, f"year={ALL}")


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:5]) <= 9999):
        raise UsageError(f"{text!r} is no year", where="year", remedy="give a year such as 2024, or all")
    return int(text)


def _days(since: str, until: str) -> tuple[date, date]:
    first = day_given(since, "since", last=False) or date.min
    last = day_given(until, "until", last=True) or date.max
    if first > last:
        raise UsageError(f"{first} is after {last}", remedy="give the earlier day first")
    return first, last


def years(organisation: str) -> list[int]:
    """The years in which the register has something of an organisation, the latest first."""
    return sorted((year for year in register().overview(organisation).years if year), reverse=True)


def results(organisation: str, period: Period | None) -> Results:
    """The report on an organisation and period."""
    return _once("results", organisation, period)


def ledger(organisation: str, period: Period | None) -> Results:
    """The ledger of an organisation and period."""
    return _once("ledger", organisation, period)


def _once(kind: str, organisation: str, period: Period | None) -> Results:
    """What was made under this revision of the register already, else made now and remembered."""
    asked_of = register()
    key = (kind, str(asked_of.location), asked_of.revision(), organisation, repr(period))
    with _lock:
        if (found := _made.get(key)) is not None:
            _made.move_to_end(key)
            return found
    made = (results_of if kind == "results" else ledger_of)(asked_of, organisation, period)
    with _lock:
        _made[key] = made
        while len(_made) > _KEPT:
            _made.popitem(last=False)
    return made


class OurLinks(Links):
    """Entries and sentences lead to their pages."""

    def __init__(self, found: Results) -> None:
        self._notes = {note.number: note.evidence for note in found.notes}

    def entry(self, id: str) -> str:
        """The page of an entry."""
        return reverse("entry", args=[id])

    def note(self, number: int) -> str:
        """The article, at the sentence."""
        evidence = self._notes[number]
        return f"{reverse('article', args=[evidence.article])}#s{evidence.start}"
