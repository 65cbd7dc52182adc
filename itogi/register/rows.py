"""What is written into a register: runs, articles with their records, and what follows from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from django.db import connections, transaction

import itogi
from itogi.errors import RecordError, RegisterError
from itogi.model.article import Article
from itogi.model.kinds import check_record
from itogi.model.record import Record
from itogi.register import models
from itogi.register.convert import RECORD_FIELDS, article_row, record_of, record_row, subjects
from itogi.register.database import disconnect, lock
from itogi.register.incremental import Merging
from itogi.register.queries import Queries, guarded
from itogi.register.store import Added, Outcome
from itogi.register.tables import CHUNK
from itogi.register.traits import block_of
from itogi.settings import Location

_METADATA = ("title", "outlet", "url", "published")


class Rows(Queries):
    """The tables of one register: what is read (queries.py) and what is written."""

    def __init__(self, location: Location, alias: str) -> None:
        super().__init__(location, alias)
        self._merging = Merging(alias)
        self._tallies: dict[int, dict[str, int]] = {}

    def close(self) -> None:
        """Close the connection."""
        disconnect(self.alias)

    # Writing

    @guarded
    def start_run(self, extractor: str, settings: Mapping[str, Any]) -> int:
        """A new run; returns its number."""
        run = models.Run(
            version=itogi.__version__, extractor=extractor, settings=dict(settings), started=datetime.now(UTC)
        )
        run.save(using=self.alias)
        self._tallies[run.pk] = defaultdict(int)
        return int(run.pk)

    @guarded
    def finish_run(self, number: int) -> None:
        """Note the end of a run and what it did."""
        counts = dict(self._tallies.pop(number, {}))
        runs = models.Run.objects.using(self.alias).filter(pk=number)
        runs.update(finished=datetime.now(UTC), counts=counts)

    @guarded
    def known(self, raw_hash: str) -> bool:
        """Whether these raw bytes are on record."""
        return models.Article.objects.using(self.alias).filter(raw_hash=raw_hash).exists()

    @guarded
    def add(self, article: Article, records: Iterable[Record], run: int | None) -> Added:
        """Store an article with its records and the entries they touch in one transaction."""
        if not article.raw_hash:
            raise RegisterError(
                "the article has no hash of its raw bytes",
                where=article.source or article.id,
                remedy="set Article.raw_hash, for example to hash_bytes(text.encode())",
            )
        good, refused = _sorted_out(article, records)
        with self._writing():
            row = models.Article.objects.using(self.alias).filter(raw_hash=article.raw_hash).first()
            if row is not None:
                added = Added(self._complete(row, article), row.id)
            else:
                self._insert(article, good, run)
                added = Added(Outcome.ADDED, article.id, len(good), tuple(refused))
        self._tally(run, added)
        return added

    def _tally(self, run: int | None, added: Added) -> None:
        if run is not None and run in self._tallies:
            tally = self._tallies[run]
            tally[added.outcome] += 1
            tally["records"] += added.records
            tally["refused"] += len(added.refused)

    def _insert(self, article: Article, records: Sequence[Record], run: int | None) -> None:
        self.rows(models.Article).bulk_create([article_row(article)])
        rows = [record_row(r, article.published, run) for r in records]
        self.rows(models.Record).bulk_create(rows)
        self.rows(models.Subject).bulk_create(subjects(article.id, records))
        self._merging.place(rows)

    def _complete(self, row: models.Article, article: Article) -> Outcome:
        """Fill in metadata that was missing; what is on record is never overwritten."""
        missing = {
            name: value
            for name in _METADATA
            if getattr(row, name) is None and (value := getattr(article, name)) is not None
        }
        if not missing:
            return Outcome.UNCHANGED
        self.rows(models.Article).filter(pk=row.pk).update(**missing)
        if said := missing.get("published"):
            self._redate(row.id, said)
        return Outcome.UPDATED

    def _redate(self, article: str, said: date) -> None:
        """An article has got its date: its records count by it, and may belong to other blocks."""
        rows = list(self.rows(models.Record).filter(article_id=article))
        for row in rows:
            row.said = said
            row.block = block_of(record_of([getattr(row, f) for f in RECORD_FIELDS]), said)
        self.rows(models.Record).bulk_update(rows, ["said", "block"])
        self._merging.replace([row.id for row in rows], rows)

    # Merging

    @guarded
    def complete(self) -> None:
        """Merge the records that have no node: those of a register that an earlier itogi wrote."""
        if not self.rows(models.Record).filter(node=None).exists():
            return
        with self._writing():
            self._merge_all()

    @guarded
    def merge_again(self) -> None:
        """Compute all nodes, matches and entries anew from the records."""
        with self._writing():
            self.rows(models.Record).update(node=None)
            for table in (models.Key, models.Edge, models.Node, models.Entry):
                self.rows(table).all().delete()
            self._merge_all()

    def _merge_all(self) -> None:
        while some := list(self.rows(models.Record).filter(node=None).order_by("block", "id")[:CHUNK]):
            self._merging.place(some)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A transaction that no other writer's overlaps: two reports of one fact must see each other."""
        with transaction.atomic(using=self.alias):
            lock(self.alias)
            yield

    def pragma(self, name: str, value: int) -> None:
        """Set a PRAGMA of SQLite on this connection."""
        with connections[self.alias].cursor() as cursor:
            cursor.execute(f"PRAGMA {name}={int(value)}")


def _sorted_out(article: Article, records: Iterable[Record]) -> tuple[list[Record], list[RecordError]]:
    """The records that hold, each once, and the errors of those that do not."""
    good: dict[str, Record] = {}
    refused: list[RecordError] = []
    for record in records:
        try:
            check_record(record, article)
        except RecordError as error:
            refused.append(error)
        else:
            good.setdefault(record.id, record)
    return list(good.values()), refused
