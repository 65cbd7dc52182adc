"""The index of words, kept in step with articles, records and entries in the transaction that changes them.

Whoever writes notes what it touched in ``changes``; before a transaction ends, ``settle`` brings the index
in line. What did not change by it is not written again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import connections

from itogi.register import models
from itogi.register.briefs import Briefs
from itogi.register.decisions import REJECTED
from itogi.register.passages import (
    ARTICLES,
    ENTRIES,
    RECORDS,
    Passage,
    article_passage,
    entry_passage,
    record_passage,
)
from itogi.register.tables import chunks
from itogi.register.telling import Telling, Told
from itogi.register.vocabulary import Vocabulary


@dataclass
class Changes:
    """What a transaction touched: entries, articles with their records, records that are gone.

    ``decided``: somebody decided something, be it a comment that changes no entry.
    """

    entries: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    decided: bool = False
    all: bool = False

    def __bool__(self) -> bool:
        """Whether there is anything that a reader could see."""
        return self.all or self.decided or bool(self.entries or self.articles or self.gone)


class Index(Telling):
    """The words of one register."""

    def __init__(self, alias: str) -> None:
        super().__init__(alias)
        self.briefs = Briefs(alias)
        self.vocabulary = Vocabulary(alias)
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
            self._put_entries(some)
        if touched:
            self.briefs.mark_revision()

    def rebuild(self) -> None:
        """Make the index anew from articles, records, entries and decisions."""
        self.clear(models.Indexed)
        with connections[self.alias].cursor() as cursor:
            cursor.execute("DELETE FROM register_words")
        self.briefs.clear_all()
        for some in self.keys(models.Article):
            self._put_articles(some)
        for some in self.keys(models.Entry):
            self._put_entries(some, again=True)
        self.briefs.mark_revision()

    def missing(self) -> bool:
        """Whether a register was written before there was an index, its vocabulary, or briefs."""
        return self._unindexed() or self._unbriefed() or self._unspelt()

    def complete(self) -> None:
        """Make what is missing, within the transaction of the caller."""
        if self._unindexed():
            self.changes.all = True
            return
        if self._unspelt():
            numbers = list(self.rows(models.Indexed).order_by("number").values_list("number", flat=True))
            for some in chunks(numbers):
                self.vocabulary.add(term for terms in self.words_of(some).values() for term in terms)
        if self._unbriefed():
            for some in self.keys(models.Entry):
                self.briefs.put(some, self.told(some), again=True)
            self.briefs.mark_revision()

    def _unindexed(self) -> bool:
        return not self.rows(models.Indexed).exists() and self.rows(models.Article).exists()

    def _unbriefed(self) -> bool:
        return not self.rows(models.Brief).exists() and self.rows(models.Entry).exists()

    def _unspelt(self) -> bool:
        return not self.rows(models.Term).exists() and self.rows(models.Indexed).exists()

    def keys(self, table: type[models.Article] | type[models.Entry]) -> Iterator[list[str]]:
        """The ids of all articles or entries, some at a time."""
        return chunks(list(self.rows(table).order_by("id").values_list("id", flat=True)))

    def _put_articles(self, ids: Sequence[str]) -> None:
        for kind, passages in self.articles(ids).items():
            for some in chunks(passages):
                self._put(kind, [passage.key for passage in some], some)

    def _put_entries(self, ids: Sequence[str], *, again: bool = False) -> None:
        told = self.told(ids)
        self._put(ENTRIES, ids, self.entries(told))
        self.briefs.put(ids, told, again=again)

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
        self.vocabulary.add(term for p in changed.values() for term in p.terms)
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
        for row in self.records_of(ids, "id"):
            held[row.article_id].append(row)
        about, main = self.subjects(ids)
        articles = self.rows(models.Article).filter(id__in=ids).defer("segments", "minima").order_by("id")
        return {
            ARTICLES: [article_passage(row, held[row.id], about[row.id]) for row in articles],
            RECORDS: [record_passage(row, main[id]) for id, rows in held.items() for row in rows],
        }

    def entries(self, told: Iterable[Told]) -> list[Passage]:
        """The passages of these entries; those that a person rejected have none."""
        return [
            entry_passage(t.row, t.rows, t.states, t.main, t.said) for t in told if t.row.review != REJECTED
        ]

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
