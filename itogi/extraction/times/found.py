"""What a form resolves to, and moves from a day by so many days, weeks, months or years."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from itogi.extraction.times import calendar
from itogi.extraction.times.grammar import Form


@dataclass(frozen=True, slots=True)
class Found:
    """What a form resolves to: ``edtf`` is None where it does not; ``day`` is a single day."""

    edtf: str | None
    grain: str
    relative: bool = True
    year: int | None = None
    month: int | None = None
    day: date | None = None


def days(first: date, last: date, relative: bool) -> Found:
    """A day, or a stretch of days."""
    if first == last:
        return Found(first.isoformat(), "day", relative, first.year, first.month, first)
    text = calendar.span(first.isoformat(), last.isoformat())
    return Found(text, "interval", relative, last.year, last.month)


def month_found(year: int, month: int, relative: bool) -> Found:
    """A month."""
    return Found(calendar.month_text(year, month), "month", relative, year, month)


def year_found(year: int, relative: bool) -> Found:
    """A year."""
    return Found(calendar.year_text(year), "year", relative, year)


def _no_move(base: date, count: int) -> Found:
    return Found(None, "clock")


def _move_days(base: date, count: int) -> Found:
    day = base + timedelta(days=count)
    return days(day, day, True)


def _move_weeks(base: date, count: int) -> Found:
    return Found(calendar.week(base + timedelta(weeks=count)), "week")


def _move_months(size: int, base: date, count: int) -> Found:
    return month_found(*calendar.plus_months(base.year, base.month, size * count), True)


def _move_years(size: int, base: date, count: int) -> Found:
    return year_found(base.year + size * count, True)


_MOVES: Mapping[str, Callable[[date, int], Found]] = {
    "day": _move_days,
    "week": _move_weeks,
    "month": partial(_move_months, 1),
    "quarter": partial(_move_months, 3),
    "halfyear": partial(_move_months, 6),
    "year": partial(_move_years, 1),
    "decadeyears": partial(_move_years, 10),
}


def move(unit: str, base: date, count: int) -> Found:
    """The time so many units from a day, as coarse as the unit."""
    return _MOVES.get(unit, _no_move)(base, count)


_GRAINS = {"number": "day", "deictic": "day", "eve": "day", "weekday": "day", "next day": "day"}
_GRAINS |= {"months": "interval", "years": "interval", "same": "day"}


def grain_of(form: Form) -> str:
    """The grain of a form that does not resolve."""
    unit = form.get("unit")
    if form.kind in ("unit", "ago", "shift"):
        return unit if unit in ("day", "week", "month", "quarter", "year") else "duration"
    if form.get("day2") or form.get("month2"):
        return "interval"
    return _GRAINS.get(form.kind, form.kind)
