"""By which marks meetings and activities find each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from itogi.register.marks import LONG, Spread, months
from itogi.register.match_events import activity_years, is_lasting, span
from itogi.register.traits import Item, rules
from itogi.register.words import stems

_DAYS = 4  # days: a session of no more is found by day
_SEASON = 245  # days: an activity of more is matched by its name


def meeting(item: Item) -> Iterator[str]:
    """What sessions and talks post: days or months, places, level; who talks."""
    if "bilateral" in item.many("formats"):
        yield from _talks(item)
        return
    yield from (f"d:{day}" for day in _days_of(item))
    if not _is_exact(item):
        yield from (f"{sort}:{m}" for sort in ("m", "?m") for m in months(item.days, LONG + 1))
    yield from (f"p:{word}" for word in stems(item.text("place")))
    if item.text("level"):
        yield f"l:{item.text('level')}"


def meeting_asks(item: Item, _: Spread) -> Iterable[str]:
    """An exact date asks by day and month; an open one by place, and by level if a year has one session."""
    marks = frozenset(meeting(item))
    if "bilateral" in item.many("formats"):
        return marks
    if item.days and item.length <= LONG:
        open_ones = [f"?m:{m}" for m in months(item.days, LONG + 1)] if _is_exact(item) else []
        return [*(m for m in marks if m[:2] in ("d:", "m:")), *open_ones]
    annual = {f"l:{level}" for level in rules()["annual_levels"]}
    return [m for m in marks if m.startswith("p:") or m in annual]


def _is_exact(item: Item) -> bool:
    """Whether a session is dated to a few days."""
    return bool(item.days) and item.length <= _DAYS


def _days_of(item: Item) -> Iterator[int]:
    """The days of an exact date, by number."""
    if item.days and _is_exact(item):
        yield from range(item.days[0].toordinal(), item.days[1].toordinal() + 1)


def _talks(item: Item) -> Iterator[str]:
    """Talks share two countries or two persons at least."""
    for letter, names in (("c", item.many("countries")), ("n", item.people)):
        yield from (f"{letter}:{a}+{b}" for a, b in combinations(sorted(set(names)), 2))


def activity(item: Item) -> Iterator[str]:
    """What activities post: the words of their names by year, months, hosts by year."""
    years = activity_years(item)
    yield from (f"w:{word}@{year}" for word in (item.words or item.context) for year in years)
    kind = item.text("kind")
    yield from (f"m:{kind}:{month}" for month in months(span(item), _SEASON))
    if item.text("organisation") and (is_lasting(item) or item.text("place")):
        place = "" if is_lasting(item) else min(stems(item.text("place")), default="")
        yield from (f"y:{kind}:{item.text('organisation')}:{place}:{year}" for year in years)
