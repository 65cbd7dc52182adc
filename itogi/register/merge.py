"""Which records are one fact: pairs are judged (match.py), and groups grow without contradiction.

The result depends on the set of records only, never on the order in which they were read. Nodes that
match are joined in the order of their scores and ranks, each connected component by itself: what does
not touch a component cannot change it, so a register computes only those that a report touches
(incremental.py), and arrives where ``merge`` does with all records at once.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from itogi.register.keys import asks, node_of, posts
from itogi.register.match import judge
from itogi.register.traits import Item, block_of

Pair = tuple[int, int]
BY_PERSON = 1000.0  # the score of a match that a person made: above all that judges give


@dataclass(frozen=True)
class Group:
    """The items of one entry, earliest report first."""

    items: tuple[Item, ...]

    @cached_property
    def id(self) -> str:
        """Made from the earliest report, so that later ones do not change it."""
        return entry_id(self.items[0])

    @property
    def records(self) -> list[str]:
        """The ids of its records."""
        return [item.record.id for item in self.items]


def entry_id(first: Item) -> str:
    """The id of the entry whose earliest report this is."""
    return name_of_entry(first.record.type, first.record.id)


def name_of_entry(type: str, record: str) -> str:
    """The id of the entry of this type whose earliest report states this record."""
    return hashlib.sha256(f"{type}:{record}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Decided:
    """What people decided on pairs of nodes, the lower number first: one fact (True), or two (False)."""

    pairs: Mapping[Pair, bool] = field(default_factory=dict)

    def same(self, a: int, b: int) -> bool:
        """Whether a person made two nodes one entry."""
        return self.pairs.get((a, b) if a < b else (b, a)) is True

    def apply(self, scores: Mapping[Pair, float]) -> dict[Pair, float]:
        """The matches as people want them: those that they made come first, those they deny are gone."""
        kept = {pair: score for pair, score in scores.items() if self.pairs.get(pair) is not False}
        return kept | {pair: BY_PERSON for pair, same in self.pairs.items() if same}


UNDECIDED = Decided()


def merge(items: Iterable[Item]) -> list[Group]:
    """Group records into entries, sorted by their earliest report: what a register of them must hold."""
    alike: dict[int, list[Item]] = defaultdict(list)
    blocks: dict[str, dict[int, Item]] = defaultdict(dict)
    for item in sorted(items, key=lambda i: i.rank):
        block = block_of(item)
        node = node_of(item, block)
        alike[node].append(item)
        blocks[block].setdefault(node, item)
    groups = [
        Group(tuple(sorted((i for n in members for i in alike[n]), key=lambda i: i.rank)))
        for heads in blocks.values()
        for members in join(heads, matches(heads))
    ]
    return sorted(groups, key=lambda g: g.items[0].rank)


def matches(heads: Mapping[int, Item]) -> dict[Pair, float]:
    """The pairs of nodes of a block that match, scored; only those that share a mark are judged."""
    posting: dict[str, list[int]] = defaultdict(list)
    for node, item in heads.items():
        for mark in posts(item):
            posting[mark].append(node)
    common = Counter({mark: len(nodes) for mark, nodes in posting.items()})
    pairs = {
        (min(node, other), max(node, other))
        for node, item in heads.items()
        for mark in asks(item, common)
        for other in posting[mark]
        if other != node
    }
    return {(a, b): score for a, b in pairs if (score := judge(heads[a], heads[b]))}


def join(
    heads: Mapping[int, Item], scores: Mapping[Pair, float], decided: Decided = UNDECIDED
) -> list[list[int]]:
    """Union by falling score; two groups stay apart when any of their members contradict each other.

    Args:
        heads: nodes, each with the record that stands for it.
        scores: the pairs that match. All matches of a node given must be there.
        decided: what people decided on pairs of them.

    Returns:
        The groups; the earliest node first, in each group and of the groups.
    """
    nodes = sorted(heads, key=lambda n: heads[n].rank)
    verdicts = _Verdicts(heads, scores, decided)
    home = {n: [n] for n in nodes}
    for a, b in verdicts.unambiguous(nodes):
        one, two = home[a], home[b]
        if one is two or verdicts.forbid(a, one, b, two):
            continue
        one += two
        for n in two:
            home[n] = one
    place = {n: number for number, n in enumerate(nodes)}
    groups = {id(members): sorted(members, key=place.__getitem__) for members in home.values()}
    return sorted(groups.values(), key=lambda members: place[members[0]])


def components(nodes: Iterable[int], pairs: Iterable[Pair]) -> Iterator[list[int]]:
    """The nodes in sets that no pair connects."""
    partners: dict[int, list[int]] = {n: [] for n in nodes}
    for a, b in pairs:
        partners[a].append(b)
        partners[b].append(a)
    while partners:
        found, rest = [], [next(iter(partners))]
        while rest:
            node = rest.pop()
            if node in partners:
                found.append(node)
                rest += partners.pop(node)
        yield found


class _Verdicts:
    """The verdicts on pairs of nodes: those that match are given, the others are judged when asked for."""

    def __init__(self, heads: Mapping[int, Item], scores: Mapping[Pair, float], decided: Decided) -> None:
        self._heads, self._scores, self._decided = heads, scores, decided
        self._apart: dict[Pair, bool] = {}

    def apart(self, a: int, b: int) -> bool:
        """Whether two nodes contradict each other."""
        pair = (a, b) if a < b else (b, a)
        if a == b or pair in self._scores:
            return False
        if pair not in self._apart:
            denied = self._decided.pairs.get(pair) is False
            self._apart[pair] = denied or judge(self._heads[a], self._heads[b]) is None
        return self._apart[pair]

    def forbid(self, a: int, one: list[int], b: int, two: list[int]) -> bool:
        """Whether the groups of a and b must not be joined by this pair.

        What a person put beside a node is no obstacle to those that match the node itself.
        """
        mine = [x for x in one if not self._decided.same(a, x)]
        theirs = [y for y in two if not self._decided.same(b, y)]
        return any(self.apart(x, y) for x in mine for y in theirs)

    def unambiguous(self, nodes: Sequence[int]) -> list[Pair]:
        """The matching pairs, best first, without those where a node fits two that exclude each other."""
        partners: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for (a, b), score in self._scores.items():
            partners[a].append((score, b))
            partners[b].append((score, a))

        def torn(node: int, other: int, score: float) -> bool:
            if self._decided.same(node, other):
                return False
            rivals = (n for s, n in partners[node] if s >= score and not self._decided.same(node, n))
            return any(self.apart(n, other) for n in rivals)

        kept = [(a, b) for (a, b), s in self._scores.items() if not torn(a, b, s) and not torn(b, a, s)]
        place = {n: number for number, n in enumerate(nodes)}

        def order(pair: Pair) -> tuple[float, int, int]:
            a, b = sorted(place[n] for n in pair)
            return -self._scores[pair], a, b

        return sorted(kept, key=order)
