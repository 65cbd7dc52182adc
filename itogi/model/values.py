"""Types of slot values: what each accepts, how dates compare, and captions in English and Russian."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path

import pycountry
from babel import Locale

from itogi.model.data import load_yaml
from itogi.model.letters import without_yo
from itogi.model.record import SlotValue

SLOT_TYPES = frozenset(
    {
        "organisation",
        "country",
        "person",
        "party",
        "date",
        "place",
        "topic",
        "text",
        "verbatim",
        "enum",
        "number",
        "flag",
    }
)
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@cache
def topics() -> Mapping[str, Mapping[str, str]]:
    """Topic codes with their captions by language."""
    loaded: Mapping[str, Mapping[str, str]] = load_yaml(Path(__file__).parent / "topics.yml")
    return loaded


@lru_cache(maxsize=4096)
def is_edtf(value: str) -> bool:
    """Whether ``value`` is a date by the Extended Date/Time Format (ISO 8601-2) that has a range of days.

    Years, months, days and intervals of them are read by `date_range`, a thousand times faster than the
    ``edtf`` parser; a test holds the two against each other.
    """
    return date_range(value) is not None


@cache
def is_country(code: str) -> bool:
    """Whether ``code`` is an ISO 3166-1 alpha-2 code."""
    return len(code) == 2 and code.isupper() and pycountry.countries.get(alpha_2=code) is not None


def problem_of(slot_type: str, value: SlotValue, allowed: tuple[str, ...] = ()) -> str | None:
    """Why ``value`` is not of ``slot_type``, or None if it is."""
    if slot_type == "flag":
        return None if isinstance(value, bool) else f"{value!r} is not true or false"
    if slot_type == "number":
        ok = isinstance(value, int | float) and not isinstance(value, bool)
        return None if ok else f"{value!r} is not a number"
    if not isinstance(value, str) or not value.strip():
        return f"{value!r} is not a text"
    if slot_type == "enum":
        return None if value in allowed else f"{value!r} is not one of {', '.join(allowed)}"
    if slot_type == "topic":
        return None if value in topics() else f"{value!r} is no topic code"
    if slot_type == "date":
        return None if is_edtf(value) else f"{value!r} is no EDTF date"
    if slot_type == "country":
        # Unions act where a country is expected: "the SCO was given observer status in the CIS".
        return None if is_country(value) or value.isupper() else f"{value!r} is no country code"
    return None


def _bounds(text: str) -> tuple[date, date] | None:
    found = _DAY.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(g) if g else None for g in found.groups())
    try:
        if year is None:
            return None
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            after = date(year + month // 12, month % 12 + 1, 1)
            return date(year, month, 1), after - timedelta(days=1)
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def date_range(value: str) -> tuple[date, date] | None:
    """First and last day of an EDTF date (``2024``, ``2024-11-28``, ``A/B``, ``../B``, ``A/..``).

    None if it has none. An interval open at one end runs to the first or last day of the calendar.
    """
    if "/" not in value:
        return _bounds(value)
    low, high = value.split("/", 1)
    first = (date.min, date.min) if low == ".." and high != ".." else _bounds(low)
    last = (date.max, date.max) if high == ".." and low != ".." else _bounds(high)
    return (first[0], last[1]) if first and last and first[0] <= last[1] else None


def dates_overlap(a: str, b: str) -> bool:
    """Whether two EDTF dates can be the same time: their ranges of days share a day."""
    x, y = date_range(a), date_range(b)
    return bool(x and y and x[0] <= y[1] and y[0] <= x[1])


@cache
def country_name(code: str, language: str = "en") -> str:
    """The name of a country in ``language``; the code itself where it has none."""
    return str(Locale.parse(language).territories.get(code, code))


@cache
def country_names() -> Mapping[str, frozenset[str]]:
    """The codes of countries with their English and Russian names, folded: lower case, ё as е."""
    names = [Locale.parse(language).territories for language in ("en", "ru")]
    codes = (country.alpha_2 for country in pycountry.countries)
    return {
        code: frozenset(without_yo(str(some[code]).casefold()) for some in names if code in some)
        for code in codes
    }
