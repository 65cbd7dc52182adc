"""Arithmetic of days, weeks, months and years, and their EDTF strings."""

from __future__ import annotations

from datetime import date, timedelta

# The first and the last month in which each season, named by its middle month, can be spoken of.
SEASONS = {1: (1, 2), 4: (3, 5), 7: (6, 8), 10: (9, 11)}
# A date without a year that lies more than _FAR days off is of another year if that one is within _NEAR.
_FAR, _NEAR = 300, 65
# A day so near to the publication is of its year, whatever the weekday beside it says.
_CLOSE = 31
# Days by which the publication date may be late.
_SLIP = 7


def year_text(year: int) -> str:
    """A year as EDTF.

    Raises:
        ValueError: the year is not from 1 to 9998 (``datetime`` cannot tell where December 9999 ends).
    """
    if not 1 <= year <= 9998:
        raise ValueError(f"year {year} is out of range")
    return f"{year:04d}"


def month_text(year: int, month: int) -> str:
    """A month as EDTF."""
    return f"{year_text(year)}-{month:02d}"


def span(first: str, last: str) -> str:
    """Two EDTF dates as an interval, one if they are the same.

    Raises:
        ValueError: the first lies after the last.
    """
    if first > last:
        raise ValueError(f"{first} lies after {last}")
    return first if first == last else f"{first}/{last}"


def week(day: date) -> str:
    """The week of a day, Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return span(monday.isoformat(), (monday + timedelta(days=6)).isoformat())


def weekend(day: date) -> str:
    """Saturday and Sunday of the week of a day."""
    saturday = day + timedelta(days=5 - day.weekday())
    return span(saturday.isoformat(), (saturday + timedelta(days=1)).isoformat())


def plus_months(year: int, month: int, count: int) -> tuple[int, int]:
    """Year and month so many months later."""
    total = year * 12 + month - 1 + count
    return total // 12, total % 12 + 1


def months_of(year: int, first: int, count: int) -> str:
    """So many months of a year from ``first`` on."""
    return span(month_text(year, first), month_text(year, first + count - 1))


def fitting_year(month: int, day: int, published: date, tense: str | None, weekday: int | None) -> int:
    """The year of a day and month told without one."""
    days = {y: _day(y, month, day) for y in (published.year - 1, published.year, published.year + 1)}
    known = {y: d for y, d in days.items() if d}
    near = published.year in known and abs((known[published.year] - published).days) <= _CLOSE
    if weekday is not None and not near:
        named = [y for y, d in known.items() if d.isoweekday() == weekday]
        if named:
            return min(named, key=lambda y: abs(known[y] - published))
    same = known.get(published.year)
    if same is None:
        return min(known, key=lambda y: abs(known[y] - published), default=published.year)
    return _nearest_year(known, same, published, tense)


def _nearest_year(known: dict[int, date], same: date, published: date, tense: str | None) -> int:
    distance = (same - published).days
    wrong = distance < 0 if tense == "future" else distance > 0 if tense == "past" else True
    other = known.get(published.year + (1 if distance < 0 else -1))
    if not wrong or other is None:
        return published.year
    away = abs((other - published).days)
    if tense == "future":
        # A future is told by a word of the list: it is trusted more than a past told by an ending.
        return published.year if abs(distance) <= _SLIP else other.year
    if tense is None:
        return other.year if abs(distance) > _FAR and away < _NEAR else published.year
    # Nobody leaves out the year of a day eleven months away: the tense has been read wrongly.
    return published.year if away > _FAR else other.year


def fitting_month(first: int, last: int, published: date, tense: str | None) -> int:
    """The year of a stretch of months told without one: the latest begun, or the next not over."""
    if tense == "past":
        return published.year - (first > published.month)
    if tense == "future":
        return published.year + (last < published.month)
    distance = first - published.month
    return published.year + (distance < -8) - (distance > 8)


def fitting_weekday(weekday: int, published: date, tense: str | None) -> date:
    """The nearest such day: not after the publication, or not before it where the tense is future."""
    if tense == "future":
        return published + timedelta(days=(weekday - published.isoweekday()) % 7)
    return published - timedelta(days=(published.isoweekday() - weekday) % 7)


def two_digit_year(year: int, published: date | None) -> int:
    """ "61 года" is 1961, "24-го года" 2024."""
    limit = (published.year % 100 + 10) if published else 30
    return year + (2000 if year <= limit else 1900)


def decade_years(decade: int, published: date | None) -> int:
    """The first year of a decade: 1990 for 90, the nearest begun for 20."""
    if decade >= 100:
        return decade
    return decade + (2000 if published and decade <= published.year % 100 else 1900)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
