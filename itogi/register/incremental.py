"""Merging in the tables: what a report adds costs what its candidates cost, not what the register holds.

A record joins the node of those that agree with it in all that identifies them. Only a node that is new,
or that gets an earlier head, is compared with others, and only with those that share a mark (keys.py).
Matches are kept as edges; the connected components that were touched are joined again (merge.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connections

from itogi.register import models
from itogi.register.convert import MERGE_FIELDS, bare_item_of
from itogi.register.decisions import Decisions
from itogi.register.entries import earliest, latest, write_entries
from itogi.register.index import Index
from itogi.register.keys import asks, counted, number, one_sided, posts
from itogi.register.match import judge
from itogi.register.merge import Pair, components, entry_id, join
from itogi.register.tables import Tables, chunks
from itogi.register.traits import Item

_COMMON = 50  # a mark that so many nodes post is common: counting further would tell nothing
_Keys = Mapping[str, int]  # marks and the numbers that stand for them
_GROWS = ("head_id", "size", "date_from", "date_to", "said_from", "said_to")
_HEAD = [f"head__{name}" for name in MERGE_FIELDS]


@dataclass
class _Touched:
    """What a change touches: nodes to compare anew, nodes that only grew, and the neighbours of both."""

    fresh: set[int] = field(default_factory=set)
    grown: set[int] = field(default_factory=set)
    around: set[int] = field(default_factory=set)
    entries: set[str] = field(default_factory=set)


class Merging(Tables):
    """Keeps nodes, edges and entries of one register in step with its records and decisions."""

    def __init__(self, alias: str, index: Index) -> None:
        super().__init__(alias)
        self.decisions = Decisions(alias)
        self.index = index

    def place(self, rows: Sequence[models.Record]) -> None:
        """Count new records into the nodes that their rows name, and bring the entries in line."""
        homes: dict[int, list[models.Record]] = defaultdict(list)
        for row in sorted(rows, key=_rank):
            homes[int(row.node_id or 0)].append(row)
        known, touched = self._nodes(homes), _Touched()
        for id, node in known.items():
            self._grow(node, homes[id], touched)
        new = [_new_node(id, members) for id, members in homes.items() if id not in known]
        touched.fresh |= {node.id for node in new}
        self.rows(models.Node).bulk_create(new)
        self.update(models.Node, known.values(), _GROWS)
        self._settle(touched)

    def _grow(self, node: models.Node, members: list[models.Record], touched: _Touched) -> None:
        """Add records to a node; an earlier one than its head becomes its head."""
        first = members[0]
        if _rank(first) < (_day(node.said_from), node.head_id):
            self._forget_matches([node.id], touched)
            touched.fresh.add(node.id)
            node.head_id = first.id
        else:
            touched.grown.add(node.id)
        _widen(node, members)

    def refresh(self, nodes: Iterable[int]) -> None:
        """Compute nodes anew whose records have come, gone or changed; those without records go."""
        touched = _Touched()
        ids = set(nodes)
        known = self._nodes(ids)
        touched.entries |= {node.entry_id for node in known.values() if node.entry_id}
        members: dict[int, list[models.Record]] = defaultdict(list)
        for some in chunks(sorted(ids)):
            for row in self.rows(models.Record).filter(node_id__in=some).defer("evidence"):
                members[row.node_id].append(row)
            self._forget_matches(some, touched)
        made = {id: _new_node(id, sorted(found, key=_rank)) for id, found in members.items()}
        self.rows(models.Node).bulk_create(node for id, node in made.items() if id not in known)
        self.update(models.Node, [node for id, node in made.items() if id in known], _GROWS)
        for some in chunks(sorted(set(known) - set(made))):
            self.rows(models.Node).filter(id__in=some).delete()
        touched.fresh |= set(members)
        touched.around -= ids
        self._settle(touched)

    # Nodes

    def _forget_matches(self, nodes: Sequence[int], touched: _Touched) -> None:
        """Another head is another comparison: the old marks and edges go, the neighbours are looked at."""
        edges = self.rows(models.Edge)
        for side, other in (("a_id__in", "b_id"), ("b_id__in", "a_id")):
            touched.around |= set(edges.filter(**{side: nodes}).values_list(other, flat=True))
            edges.filter(**{side: nodes}).delete()
        self.rows(models.Key).filter(node_id__in=nodes).delete()
        touched.around -= set(nodes)

    def _nodes(self, ids: Iterable[int]) -> dict[int, models.Node]:
        found: dict[int, models.Node] = {}
        for some in chunks(sorted(ids)):
            found |= {node.id: node for node in self.rows(models.Node).filter(id__in=some)}
        return found

    def _heads(self, ids: Iterable[int]) -> dict[int, Item]:
        found: dict[int, Item] = {}
        for some in chunks(sorted(ids)):
            rows = self.rows(models.Node).filter(id__in=some).values_list("id", *_HEAD)
            found |= {values[0]: bare_item_of(values[1:]) for values in rows}
        return found

    # Edges

    def _settle(self, touched: _Touched) -> None:
        """Find the matches of what is fresh, join again every component that was touched, write entries."""
        heads = self._heads(touched.fresh | touched.around)
        if touched.fresh:
            self._match(touched.fresh, heads)
        scores = self._edges_around(touched.fresh | touched.around)
        nodes = {n for pair in scores for n in pair} | touched.fresh | touched.around
        heads |= self._heads(nodes - set(heads))
        decided = self.decisions.on(nodes)
        homes: dict[int, str] = {}
        for some in components(nodes, scores):
            members = set(some)
            inside = {pair: score for pair, score in scores.items() if pair[0] in members}
            for group in join({n: heads[n] for n in some}, inside, decided):
                homes |= dict.fromkeys(group, entry_id(heads[group[0]]))
        written = write_entries(self, self.decisions, homes, touched.grown, touched.entries)
        self.index.changes.entries |= written

    def _match(self, fresh: set[int], heads: dict[int, Item]) -> None:
        """Post the marks of fresh nodes, and keep the edges to those that match."""
        blocks = dict(self.rows(models.Node).filter(id__in=fresh).values_list("id", "block"))
        out = self.decisions.rejected(fresh)
        posted = {n: {m: number(blocks[n], m) for m in posts(heads[n])} for n in fresh - out}
        spread = self._spread({posted[n][m] for n in posted for m in counted(heads[n])})
        asked = {
            n: {m: number(blocks[n], m) for m in asks(heads[n], _known(spread, marks))}
            for n, marks in posted.items()
        }
        self.insert(
            models.Key,
            ("key", "node_id", "asked"),
            ((key, n, mark in asked[n]) for n in posted for mark, key in (posted[n] | asked[n]).items()),
        )
        pairs = self._meeting(posted, asked)
        heads |= self._heads({n for pair in pairs for n in pair} - set(heads))
        scores = {(a, b): score for a, b in sorted(pairs) if (score := judge(heads[a], heads[b]))}
        wanted = self.decisions.on(fresh).apply(scores)
        self.insert(
            models.Edge,
            ("a_id", "b_id", "score"),
            ((a, b, score) for (a, b), score in wanted.items() if a in fresh or b in fresh),
        )

    def _meeting(self, posted: Mapping[int, _Keys], asked: Mapping[int, _Keys]) -> set[Pair]:
        """The pairs in which one node asks for what the other posts; one of them is fresh."""
        asking, apart, offering = (defaultdict[int, list[int]](list) for _ in range(3))
        for node in posted:
            for key in posted[node].values():
                offering[key].append(node)
            for mark, key in asked[node].items():
                (apart if one_sided(mark) else asking)[key].append(node)
        keys, pairs = self.rows(models.Key), set()
        questions = ((asking, keys), (apart, keys.filter(asked=False)), (offering, keys.filter(asked=True)))
        for wanted, query in questions:
            for some in chunks(sorted(wanted)):
                for key, other in query.filter(key__in=some).values_list("key", "node_id"):
                    pairs |= {(min(n, other), max(n, other)) for n in wanted[key] if n != other}
        return pairs

    def _spread(self, keys: set[int]) -> dict[int, int]:
        """How many nodes post each key, counted to a bound."""
        found: dict[int, int] = {}
        one = f"SELECT %s, count(*) FROM (SELECT 1 FROM register_key WHERE key = %s LIMIT {_COMMON}) AS few"
        with connections[self.alias].cursor() as cursor:
            for some in chunks(sorted(keys)):
                for few in (some[i : i + 100] for i in range(0, len(some), 100)):
                    cursor.execute(
                        " UNION ALL ".join([one] * len(few)), [k for key in few for k in (key, key)]
                    )
                    found |= dict(cursor.fetchall())
        return found

    def _edges_around(self, nodes: set[int]) -> dict[Pair, float]:
        """All edges of the components that hold these nodes."""
        scores: dict[Pair, float] = {}
        seen, border = set(nodes), set(nodes)
        while border:
            for some in chunks(sorted(border)):
                for side in ("a_id__in", "b_id__in"):
                    edges = self.rows(models.Edge).filter(**{side: some})
                    scores |= {(a, b): score for a, b, score in edges.values_list("a_id", "b_id", "score")}
            found = {n for pair in scores for n in pair}
            border = found - seen
            seen |= border
        return scores


def _known(spread: Mapping[int, int], marks: _Keys) -> dict[str, int]:
    """How common each of these marks is."""
    return {mark: spread.get(key, 0) for mark, key in marks.items()}


def _day(day: date | None) -> str:
    return day.isoformat() if day else "9999"


def _rank(row: models.Record) -> tuple[str, str]:
    return _day(row.said), row.id


def _new_node(id: int, members: Sequence[models.Record]) -> models.Node:
    """The node of these records, the earliest first."""
    first = members[0]
    node = models.Node(id=id, block=first.block, head_id=first.id, size=0, organisation=first.organisation)
    _widen(node, members)
    return node


def _widen(node: models.Node, members: Sequence[models.Record]) -> None:
    """Count records into a node: its size, and the days that they span."""
    node.size += len(members)
    starts, ends = [node.date_from], [node.date_to]
    said = [node.said_from, node.said_to]
    for row in members:
        starts.append(row.date_from)
        ends.append(row.date_to)
        said.append(row.said)
    node.date_from, node.date_to = earliest(starts), latest(ends)
    node.said_from, node.said_to = earliest(said), latest(said)
