"""What the register tells of entries, read for many of them at once: the ground of index and briefs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from itogi.model.entry import Entry
from itogi.register import models
from itogi.register.compose import compose
from itogi.register.convert import record_of_row
from itogi.register.decisions import Decisions, Reviewed
from itogi.register.official import is_official
from itogi.register.passages import STATE_SLOTS
from itogi.register.tables import Tables, chunks
from itogi.register.traits import Item

# An entry of more records is told by so many of them: keeping its words must not cost more the more
# often it is reported. All its records are found by themselves.
MOST_RECORDS = 100


@dataclass(frozen=True)
class Told:
    """An entry with the records it is told by, the earliest first, and what their articles are mainly about.

    ``size`` is the number of all its records.
    """

    row: models.Entry
    rows: tuple[models.Record, ...]
    entry: Entry
    main: Counter[str]
    said: Reviewed
    size: int

    @property
    def states(self) -> list[str]:
        """The stage and the status that are shown."""
        return [str(value) for name in STATE_SLOTS if (value := self.entry.value(name)) is not None]


class Telling(Tables):
    """Reads entries of one register."""

    def __init__(self, alias: str) -> None:
        super().__init__(alias)
        self.decisions = Decisions(alias)

    def told(self, ids: Sequence[str]) -> list[Told]:
        """These entries, by id; at most as many as a query takes."""
        nodes, said = self._nodes(ids), self.decisions.of_entries(ids)
        held = self._held(nodes)
        about, items = self._sources(row for rows in held.values() for row in rows)
        found = []
        for row in self.rows(models.Entry).filter(id__in=ids).order_by("id"):
            rows, theirs = held[row.id], said[row.id]
            if not rows:
                continue
            entry = compose(row.id, [items[one.id] for one in rows], theirs.state, theirs.edits)
            main = Counter(code for article in {r.article_id for r in rows} for code in about[article])
            size = sum(node[3] for node in nodes[row.id])
            found.append(Told(row, tuple(rows), entry, main, theirs, size))
        return found

    def held(self, ids: Sequence[str]) -> dict[str, list[models.Record]]:
        """The records by which entries are told: all, or of many the first of each node and more."""
        return self._held(self._nodes(ids))

    def subjects(self, articles: Sequence[str]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """What articles are about, and what they are mainly about."""
        about: dict[str, set[str]] = defaultdict(set)
        main: dict[str, set[str]] = defaultdict(set)
        for one in self.rows(models.Subject).filter(article_id__in=articles):
            about[one.article_id].add(one.organisation)
            if one.main:
                main[one.article_id].add(one.organisation)
        return about, main

    def _nodes(self, ids: Sequence[str]) -> dict[str, list[tuple[str, str, int, int]]]:
        """The nodes of entries: day of the first report, head, id, size."""
        nodes: dict[str, list[tuple[str, str, int, int]]] = {id: [] for id in ids}
        of_entries = self.rows(models.Node).filter(entry_id__in=ids)
        for entry, *node in of_entries.values_list("entry_id", "said_from", "head_id", "id", "size"):
            nodes[entry].append((str(node[0] or "9999"), node[1], node[2], node[3]))
        return nodes

    def _held(self, nodes: dict[str, list[tuple[str, str, int, int]]]) -> dict[str, list[models.Record]]:
        few = [id for id, some in nodes.items() if sum(size for *_, size in some) <= MOST_RECORDS]
        homes = {node[2]: id for id in few for node in nodes[id]}
        found: dict[str, list[models.Record]] = {id: [] for id in nodes}
        for some in chunks(sorted(homes)):
            for row in self.rows(models.Record).filter(node_id__in=some):
                found[homes[row.node_id]].append(row)
        for id in set(nodes) - set(few):
            found[id] = self._first(sorted(nodes[id]))
        return {id: sorted(rows, key=lambda r: (str(r.said or "9999"), r.id)) for id, rows in found.items()}

    def _first(self, nodes: Sequence[tuple[str, str, int, int]]) -> list[models.Record]:
        """So many records of an entry as it is told by: the heads of its nodes, then others."""
        heads = [head for _, head, *_ in nodes[:MOST_RECORDS]]
        found = {row.id: row for row in self.rows(models.Record).filter(id__in=heads)}
        for _, _, node, size in nodes:
            if len(found) >= MOST_RECORDS:
                break
            if size > 1:
                more = self.rows(models.Record).filter(node_id=node).exclude(id__in=found).order_by("id")
                found |= {row.id: row for row in more[: MOST_RECORDS - len(found)]}
        return list(found.values())

    def _sources(self, rows: Iterable[models.Record]) -> tuple[dict[str, set[str]], dict[str, Item]]:
        """What the articles of records are mainly about, and the records with their sources."""
        held = list(rows)
        main: dict[str, set[str]] = defaultdict(set)
        sources: dict[str, tuple[str, bool]] = {}
        for some in chunks(sorted({row.article_id for row in held})):
            main |= self.subjects(some)[1]
            articles = self.rows(models.Article).filter(id__in=some)
            for id, group, outlet, url in articles.values_list("id", "group", "outlet", "url"):
                sources[id] = group, is_official(outlet, url)
        items = {r.id: Item(record_of_row(r), r.said, r.article_id, *sources[r.article_id]) for r in held}
        return main, items
