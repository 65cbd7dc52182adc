"""What the marks of all types are made of: words and pairs of words, months, years, spans of years."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from itogi.register.traits import Days, Item, fold

Spread = Mapping[str, int]  # how many nodes post each mark
LONG = 31  # days: a date of more than a month is matched by place or level
FAR = 40  # years or quarters: what lasts longer is as good as undated


def months(days: Days | None, most: int = LONG) -> Iterator[int]:
    """The months that a date touches, unless it leaves more days open than ``most``."""
    if days and (days[1] - days[0]).days < most:
        first, last = (day.year * 12 + day.month for day in days)
        yield from range(first, last + 1)


def anchors(item: Item) -> set[int]:
    """The years of a fact and of its report: two facts lie near each other by the one or by the other."""
    found = {item.said.year} if item.said else set[int]()
    if item.days:
        first, last = (day.year for day in item.days)
        found |= {first, last} if last - first > FAR else set(range(first, last + 1))
    return found


def spans(years: Iterable[int], about: int) -> set[int]:
    """The spans of years that a year and those about it lie in: two, or one in the middle of a span."""
    return {(year + n) // (2 * about) for year in years for n in (-about, 0, about)}


def pairs(words: Iterable[str], sort: str = "2") -> Iterator[str]:
    """The marks of all pairs of words."""
    return (f"{sort}:{a}+{b}" for a, b in combinations(sorted(words), 2))


def triples(words: Iterable[str]) -> Iterator[str]:
    """The marks of all triples of words."""
    return (f"3:{a}+{b}+{c}" for a, b, c in combinations(sorted(words), 3))


def least_paired(words: frozenset[str], spread: Spread) -> list[str]:
    """Words, first those whose pairs are rare."""
    common: Counter[str] = Counter()
    for a, b in combinations(sorted(words), 2):
        n = spread.get(f"?2:{a}+{b}", 0)
        common[a] += n
        common[b] += n
    return sorted(words, key=lambda word: (common[word], word))


def initials_of(person: str) -> frozenset[str]:
    """The first letters of the given names, one of which a namesake's share; "" where none is told."""
    given = fold(person).replace(".", ". ").split()[:-1]
    return frozenset(word[0] for word in given) or frozenset(("",))


def rarest(words: frozenset[str], share: float, spread: Spread) -> list[str]:
    """So many of the rarest stems that a match must hold one of them.

    A match holds ``share`` of them or more: of any ``1 - share`` and one more it holds one at least.
    """
    asked = len(words) - math.ceil(share * len(words) - 1e-9) + 1
    return sorted(words, key=lambda word: (spread.get(word, 0), word))[:asked]
