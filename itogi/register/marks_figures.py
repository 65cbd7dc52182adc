"""By which marks figures find each other."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date

from itogi.register.marks import FAR, Spread, rarest
from itogi.register.match_figures import narrowing, own_label
from itogi.register.traits import Item, rules
from itogi.register.words import unit_stems

_BESIDE = 3  # words that the sentences of two counts share where their labels do not tell (match_figures)


def figure(item: Item, *, wide: bool = True) -> Iterator[str]:
    """What figures post: values and labels by time."""
    what, value = item.text("what"), item.record.get("value")
    if what in rules()["countable"]:
        yield from _counted(item)
    elif what == "anniversary":
        yield f"v:{value}"
    else:
        yield from (f"v:{value}:{year}" for year in _years_about(item, 4 * wide))
        label = own_label(item) or {"*"}
        yield from (f"l:{word}:{quarter}" for word in label for quarter in _quarters_about(item, 2 * wide))


def figure_asks(item: Item, spread: Spread) -> Iterable[str]:
    """Marks of its own time only: what others post about a time is asked for at its own."""
    counted = item.text("what") in rules()["countable"]
    return _counted_asks(item, spread) if counted else figure(item, wide=False)


def _counted(item: Item) -> Iterator[str]:
    """Documents, events and the like: by value; by what narrows them; by size, where one is not narrowed."""
    years, narrow = _years_about(item, 1), narrowing(item)
    yield from (f"v:{item.record.get('value')}:{year}" for year in _years_about(item, 2))
    yield from (f"w:{word}@{year}" for word in narrow for year in years)
    yield from (f"c:{word}@{year}" for word in _beside(item) for year in years if narrow)
    if not narrow:
        sizes = {_size(item) + n for n in (-1, 0, 1)}
        yield from (f"p:{year}" for year in years)
        yield from (f"?p:{size}:{year}" for size in sizes for year in years)


def _counted_asks(item: Item, spread: Spread) -> Iterator[str]:
    """Its own years, values and sizes; so many of its words that a match holds one of them."""
    years, narrow = _years_about(item, 0), narrowing(item)
    yield from (f"v:{item.record.get('value')}:{year}" for year in years)
    for year in years:
        yield from rarest(frozenset(f"w:{word}@{year}" for word in narrow), 2 / 3, spread)
        beside = sorted(_beside(item), key=lambda word: (spread.get(f"c:{word}@{year}", 0), word))
        yield from (f"c:{word}@{year}" for word in beside[: max(0, len(beside) - _BESIDE + 1)] if narrow)
        yield f"?p:{_size(item)}:{year}" if narrow else f"p:{year}"


def _beside(item: Item) -> frozenset[str]:
    """The words of its sentences beyond what is counted."""
    return item.context - unit_stems()


def _size(item: Item) -> int:
    """The power of two below a value: of two that differ by no more than twice, the neighbour at most."""
    return math.frexp(abs(float(str(item.record.get("value") or 0))))[1]


def _years_about(item: Item, about: int) -> set[int]:
    """The years of a figure's date, and those about its report."""
    found = {item.said.year + n for n in range(-about, about + 1)} if item.said else set[int]()
    if item.days and item.days[1].year - item.days[0].year < FAR:
        found |= set(range(item.days[0].year, item.days[1].year + 1))
    return found


def _quarters_about(item: Item, about: int) -> set[int]:
    """The quarters of a figure's date, and those about its report."""
    found = {_quarter(item.said) + n for n in range(-about, about + 1)} if item.said else set[int]()
    if item.days:
        first, last = (_quarter(day) for day in item.days)
        found |= set(range(first, min(last, first + FAR) + 1))
    return found


def _quarter(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3
