"""Which records are one fact: pairs are judged (match.py), and groups grow without contradiction.

The result depends on the set of records only, never on the order in which they were read: every
block is computed from all its records, pairs in the order of their scores and ids.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from itogi.register.candidates import candidates
from itogi.register.match import judge
from itogi.register.traits import Days, Item, spread


@dataclass(frozen=True)
class Group:
    """The items of one entry, earliest report first."""

    items: tuple[Item, ...]

    @property
    def type(self) -> str:
        """The type of all its records."""
        return self.items[0].record.type

    @cached_property
    def id(self) -> str:
        """Made from the earliest report, so that later ones do not change it."""
        first = self.items[0].record
        return hashlib.sha256(f"{first.type}:{first.id}".encode()).hexdigest()[:16]

    @property
    def records(self) -> list[str]:
        """The ids of its records."""
        return [item.record.id for item in self.items]

    @property
    def organisation(self) -> str:
        """The organisation that most of its records name; empty if none does."""
        tally: dict[str, int] = defaultdict(int)
        for item in self.items:
            if name := item.text("organisation"):
                tally[name] += 1
        return min(tally, key=lambda name: (-tally[name], name), default="")

    @property
    def days(self) -> Days | None:
        """From the first to the last day that its records state."""
        return spread(self.items)


def merge(items: Iterable[Item]) -> list[Group]:
    """Group the items of one block into entries, sorted by their earliest report."""
    alike: dict[tuple[object, ...], list[Item]] = defaultdict(list)
    for item in sorted(items, key=lambda i: i.rank):
        alike[item.signature].append(item)
    nodes = [group[0] for group in alike.values()]
    joined = _join(nodes, list(alike.values()))
    groups = (Group(tuple(sorted(found, key=lambda i: i.rank))) for found in joined)
    return sorted(groups, key=lambda g: g.items[0].rank)


def _join(nodes: list[Item], alike: list[list[Item]]) -> list[list[Item]]:
    """Union by falling score; two groups stay apart when any of their members contradict each other."""
    verdicts = _Verdicts(nodes)
    home = {n: [n] for n in range(len(nodes))}
    for a, b in verdicts.unambiguous():
        one, two = home[a], home[b]
        if one is two or any(verdicts.apart(x, y) for x in one for y in two):
            continue
        one += two
        for n in two:
            home[n] = one
    groups = {id(members): members for members in home.values()}
    return [[item for n in members for item in alike[n]] for members in groups.values()]


class _Verdicts:
    """The verdicts on pairs of nodes, each judged once and only when asked for."""

    def __init__(self, nodes: list[Item]) -> None:
        self._nodes = nodes
        self._known: dict[tuple[int, int], float | None] = {}

    def of(self, a: int, b: int) -> float | None:
        """The verdict on two nodes."""
        pair = (a, b) if a < b else (b, a)
        if pair not in self._known:
            self._known[pair] = judge(self._nodes[pair[0]], self._nodes[pair[1]])
        return self._known[pair]

    def apart(self, a: int, b: int) -> bool:
        """Whether two nodes contradict each other."""
        return a != b and self.of(a, b) is None

    def unambiguous(self) -> list[tuple[int, int]]:
        """The matching pairs, best first, without those where a node fits two that exclude each other."""
        scores = {pair: score for pair in candidates(self._nodes) if (score := self.of(*pair))}
        partners: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for (a, b), score in scores.items():
            partners[a].append((score, b))
            partners[b].append((score, a))

        def torn(node: int, other: int, score: float) -> bool:
            return any(s >= score and self.apart(n, other) for s, n in partners[node])

        kept = [(a, b) for (a, b), s in scores.items() if not torn(a, b, s) and not torn(b, a, s)]
        return sorted(kept, key=lambda pair: (-scores[pair], pair))
