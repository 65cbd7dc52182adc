"""The index of words, kept in step with articles, records and entries in the transaction that changes them.

Whoever writes notes what it touched in ``changes``; before a transaction ends, ``settle`` brings the index
in line. What did not change by it is not written again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import connections

from itogi.model.kinds import kinds
from itogi.register import models
from itogi.register.compose import compose
from itogi.register.convert import item_of_row
from itogi.register.decisions import Decisions, Reviewed
from itogi.register.passages import (
    ARTICLES,
    ENTRIES,
    RECORDS,
    STATE_SLOTS,
    Passage,
    article_passage,
    entry_passage,
    record_passage,
)
from itogi.register.tables import Tables, chunks

# An entry of more records is found by the words of so many of them: keeping its words must not cost more
# the more often it is reported. All its records are found by themselves.
MOST_RECORDS = 100


@dataclass
class Changes:
    """What a transaction touched: entries, articles with their records, records that are gone."""

    entries: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    all: bool = False


class Index(Tables):
    """The words of one register."""

    def __init__(self, alias: str) -> None:
        super().__init__(alias)
        self.decisions = Decisions(alias)
        self.changes = Changes()

    @property
    def on_sqlite(self) -> bool:
        """Whether the words are in a table of FTS5."""
        return connections[self.alias].vendor == "sqlite"

    # Keeping

    def settle(self) -> None:
        """Bring the index in line with what was touched, within the transaction of the caller."""
        touched, self.changes = self.changes, Changes()
        if touched.all:
            self.rebuild()
            return
        for some in chunks(sorted(touched.gone)):
            self._put(RECORDS, some, ())
        for some in chunks(sorted(touched.articles)):
            self._put_articles(some)
        for some in chunks(sorted(touched.entries)):
            self._put(ENTRIES, some, self.entries(some))

    def rebuild(self) -> None:
        """Make the index anew from articles, records, entries and decisions."""
        self.clear(models.Indexed)
        with connections[self.alias].cursor() as cursor:
            cursor.execute("DELETE FROM register_words")
        for some in self.keys(models.Article):
            self._put_articles(some)
        for some in self.keys(models.Entry):
            self._put(ENTRIES, some, self.entries(some))

    def missing(self) -> bool:
        """Whether a register was written before there was an index."""
        return not self.rows(models.Indexed).exists() and self.rows(models.Article).exists()

    def keys(self, table: type[models.Article] | type[models.Entry]) -> Iterator[list[str]]:
        """The ids of all articles or entries, some at a time."""
        return chunks(list(self.rows(table).order_by("id").values_list("id", flat=True)))

    def _put_articles(self, ids: Sequence[str]) -> None:
        for kind, passages in self.articles(ids).items():
            for some in chunks(passages):
                self._put(kind, [passage.key for passage in some], some)

    def _put(self, kind: str, keys: Sequence[str], passages: Iterable[Passage]) -> None:
        """Let the index hold these passages, and nothing else, under these keys."""
        found = (
            self.rows(models.Indexed).filter(kind=kind, key__in=keys).values_list("key", "number", "digest")
        )
        old = {key: (number, digest) for key, number, digest in found}
        wanted = {passage.key: (passage, passage.digest) for passage in passages}
        changed = {k: p for k, (p, digest) in wanted.items() if k not in old or old[k][1] != digest}
        self._drop([old[key][0] for key in keys if key in old and (key in changed or key not in wanted)])
        numbers = self._free(changed.values())
        self.rows(models.Indexed).bulk_create(
            models.Indexed(
                number=numbers[k], kind=kind, key=k, first=p.first, last=p.last, digest=wanted[k][1]
            )
            for k, p in changed.items()
        )
        column, value = ("rowid", "%s") if self.on_sqlite else ("number", "array_to_tsvector(%s)")
        rows = [
            (numbers[k], " ".join(p.terms) if self.on_sqlite else list(p.terms)) for k, p in changed.items()
        ]
        if rows:
            with connections[self.alias].cursor() as cursor:
                cursor.executemany(f"INSERT INTO register_words ({column}, words) VALUES (%s, {value})", rows)

    def _drop(self, numbers: Sequence[int]) -> None:
        if numbers:
            column = "rowid" if self.on_sqlite else "number"
            with connections[self.alias].cursor() as cursor:
                cursor.executemany(f"DELETE FROM register_words WHERE {column} = %s", [(n,) for n in numbers])
            self.rows(models.Indexed).filter(number__in=numbers).delete()

    def _free(self, passages: Iterable[Passage]) -> dict[str, int]:
        """The number of each; of two of one day that would have the same, one takes the next."""
        wanted = sorted((passage.number, passage.key) for passage in passages)
        held = self.rows(models.Indexed)
        taken = set(held.filter(number__in=[n for n, _ in wanted]).values_list("number", flat=True))
        found: dict[str, int] = {}
        for first, key in wanted:
            number = first
            while number in taken or (number != first and held.filter(number=number).exists()):
                number += 1
            taken.add(number)
            found[key] = number
        return found

    # What the index must hold

    def articles(self, ids: Sequence[str]) -> dict[str, list[Passage]]:
        """The passages of these articles and of their records."""
        held: dict[str, list[models.Record]] = defaultdict(list)
        for row in self.rows(models.Record).filter(article_id__in=ids).order_by("id"):
            held[row.article_id].append(row)
        about, main = self._subjects(ids)
        articles = self.rows(models.Article).filter(id__in=ids).defer("segments", "minima").order_by("id")
        return {
            ARTICLES: [article_passage(row, held[row.id], about[row.id]) for row in articles],
            RECORDS: [record_passage(row, main[id]) for id, rows in held.items() for row in rows],
        }

    def entries(self, ids: Sequence[str]) -> list[Passage]:
        """The passages of these entries; those that a person rejected have none."""
        held, said = self.held(ids), self.decisions.of_entries(ids)
        articles = sorted({row.article_id for rows in held.values() for row in rows if not row.organisation})
        main: dict[str, set[str]] = defaultdict(set)
        for some in chunks(articles):
            main |= self._subjects(some)[1]
        found = []
        for row in self.rows(models.Entry).filter(id__in=ids).exclude(review="rejected").order_by("id"):
            rows, theirs = held[row.id], said[row.id]
            about = {code for one in rows for code in main.get(one.article_id, ())}
            found.append(entry_passage(row, rows, _states(row, rows, theirs), about, theirs))
        return found

    def held(self, ids: Sequence[str]) -> dict[str, list[models.Record]]:
        """The records by whose words entries are found: all, or of many the first of each node and more."""
        nodes: dict[str, list[tuple[str, str, int, int]]] = {id: [] for id in ids}
        of_entries = self.rows(models.Node).filter(entry_id__in=ids)
        for entry, *node in of_entries.values_list("entry_id", "said_from", "head_id", "id", "size"):
            nodes[entry].append((str(node[0] or "9999"), node[1], node[2], node[3]))
        few = [id for id, some in nodes.items() if sum(size for *_, size in some) <= MOST_RECORDS]
        homes = {node[2]: id for id in few for node in nodes[id]}
        found: dict[str, list[models.Record]] = {id: [] for id in ids}
        for some in chunks(sorted(homes)):
            for row in self.rows(models.Record).filter(node_id__in=some):
                found[homes[row.node_id]].append(row)
        for id in set(ids) - set(few):
            found[id] = self._first(sorted(nodes[id]))
        return {id: sorted(rows, key=lambda r: (str(r.said or "9999"), r.id)) for id, rows in found.items()}

    def _first(self, nodes: Sequence[tuple[str, str, int, int]]) -> list[models.Record]:
        """So many records of an entry as its words are taken from: the heads of its nodes, then others."""
        heads = [head for _, head, *_ in nodes[:MOST_RECORDS]]
        found = {row.id: row for row in self.rows(models.Record).filter(id__in=heads)}
        for _, _, node, size in nodes:
            if len(found) >= MOST_RECORDS:
                break
            if size > 1:
                more = self.rows(models.Record).filter(node_id=node).exclude(id__in=found).order_by("id")
                found |= {row.id: row for row in more[: MOST_RECORDS - len(found)]}
        return list(found.values())

    def _subjects(self, articles: Sequence[str]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """What articles are about, and what they are mainly about."""
        about: dict[str, set[str]] = defaultdict(set)
        main: dict[str, set[str]] = defaultdict(set)
        for one in self.rows(models.Subject).filter(article_id__in=articles):
            about[one.article_id].add(one.organisation)
            if one.main:
                main[one.article_id].add(one.organisation)
        return about, main

    # Checking

    def count(self) -> int:
        """How many texts the index holds the words of."""
        with connections[self.alias].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM register_words")
            return int(cursor.fetchone()[0])

    def words_of(self, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """The terms that the index holds under these numbers."""
        column, words = ("rowid", "words") if self.on_sqlite else ("number", "tsvector_to_array(words)")
        found: dict[int, tuple[str, ...]] = {}
        with connections[self.alias].cursor() as cursor:
            for some in chunks(numbers):
                marks = ", ".join(["%s"] * len(some))
                cursor.execute(
                    f"SELECT {column}, {words} FROM register_words WHERE {column} IN ({marks})", some
                )
                for number, terms in cursor.fetchall():
                    found[number] = tuple(sorted(terms.split() if isinstance(terms, str) else terms))
        return found


def _states(row: models.Entry, rows: Sequence[models.Record], said: Reviewed) -> list[str]:
    """The stage and the status that are shown of an entry."""
    slots = [name for name in STATE_SLOTS if name in kinds()[row.type].slots]
    if not slots or not rows:
        return []
    entry = compose(row.id, [item_of_row(one) for one in rows], said.state, said.edits)
    return [str(value) for name in slots if (value := entry.value(name)) is not None]
