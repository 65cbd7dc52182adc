"""Which pairs of a block are worth judging: those that share a rare word, or a month."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from itogi.register.traits import Item, rules

_SHARE = 0.6  # no judge of wordings matches below this share of the shorter one's stems
_SMALL = 12  # so few nodes are judged pair by pair
Pair = tuple[int, int]


def candidates(nodes: list[Item]) -> Iterable[Pair]:
    """The pairs of nodes, lower index first, that a judge could match; all others it would not."""
    type = nodes[0].record.type if nodes else ""
    if len(nodes) > _SMALL and type in rules()["by_words"]:
        return sorted(set(_by_words(nodes)))
    if len(nodes) > _SMALL and type == "meeting":
        return sorted(set(_by_months(nodes)))
    return combinations(range(len(nodes)), 2)


def _by_words(nodes: list[Item]) -> Iterator[Pair]:
    """Pairs that share one of the rarest stems of the shorter wording.

    Two wordings that share 60 % of the shorter one's stems share one of any 40 % and one more of
    them: the rarest are asked, as they stand in few others.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        for word in node.words:
            holders[word].append(number)
    spread = Counter({word: len(found) for word, found in holders.items()})
    for number, node in enumerate(nodes):
        asked = len(node.words) - math.ceil(_SHARE * len(node.words)) + 1
        for word in sorted(node.words, key=lambda w: (spread[w], w))[:asked]:
            for other in holders[word]:
                if other != number and _alike(node, nodes[other]):
                    yield (number, other) if number < other else (other, number)


def _alike(a: Item, b: Item) -> bool:
    """Whether two wordings share enough stems: one intersection is far cheaper than a judgement."""
    return len(a.words & b.words) >= _SHARE * min(len(a.words), len(b.words))


def _by_months(nodes: list[Item]) -> Iterator[Pair]:
    """Pairs whose days lie in one month; a date of more than a month, or none, goes with all."""
    months: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        if not node.days or node.length > 31:
            yield from ((min(number, n), max(number, n)) for n in range(len(nodes)) if n != number)
            continue
        for day in set(node.days):
            months[day.year, day.month].append(number)
    for found in months.values():
        yield from combinations(sorted(set(found)), 2)
