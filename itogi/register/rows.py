"""What is written into a register: runs, articles with their records, and what follows from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db import connections

import itogi
from itogi.errors import RecordError, RegisterError
from itogi.model.article import Article
from itogi.model.kinds import check_record
from itogi.model.record import Record
from itogi.register import models
from itogi.register.convert import article_row, record_of_row, record_row, subjects
from itogi.register.database import disconnect
from itogi.register.failures import guarded
from itogi.register.keys import RULES
from itogi.register.reprints import Reprints
from itogi.register.reviewing import Reviewing
from itogi.register.store import Added, Difference, Hit, Outcome, Report
from itogi.register.tables import CHUNK, chunks
from itogi.settings import Location

_METADATA = ("title", "outlet", "url", "published")


class Rows(Reviewing):
    """The tables of one register: what is read (queries.py) and what is written."""

    def __init__(self, location: Location, alias: str) -> None:
        super().__init__(location, alias)
        self.reprints = Reprints(alias)
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
        self.take_stock(counts.get("added", 0))

    @guarded
    def known(self, raw_hash: str) -> bool:
        """Whether these raw bytes are on record."""
        return models.Article.objects.using(self.alias).filter(raw_hash=raw_hash).exists()

    @guarded
    def add(self, reports: Iterable[Report], run: int | None) -> list[Added]:
        """Store articles with their records and the entries that they touch in one transaction."""
        given = list(reports)
        for article, _ in given:
            if not article.raw_hash:
                raise RegisterError(
                    "the article has no hash of its raw bytes",
                    where=article.source or article.id,
                    remedy="set Article.raw_hash, for example to hash_bytes(text.encode())",
                )
        with self.writing():
            done = [added for some in _distinct(given) for added in self._add(some, run)]
        for added in done:
            self._tally(run, added)
        return done

    def _add(self, reports: Sequence[Report], run: int | None) -> list[Added]:
        """The same for articles of different bytes."""
        hashes = [article.raw_hash for article, _ in reports]
        known: dict[str, models.Article] = {}
        for some in chunks(hashes):
            known |= {row.raw_hash: row for row in self.rows(models.Article).filter(raw_hash__in=some)}
        done, new = [], []
        for article, records in reports:
            if row := known.get(article.raw_hash):
                done.append(Added(self._complete(row, article), row.id))
                continue
            good, refused = _sorted_out(article, records)
            new.append((article, good))
            done.append(Added(Outcome.ADDED, article.id, len(good), tuple(refused)))
        self._insert(new, run)
        return done

    def _tally(self, run: int | None, added: Added) -> None:
        if run is not None and run in self._tallies:
            tally = self._tallies[run]
            tally[added.outcome] += 1
            tally["records"] += added.records
            tally["refused"] += len(added.refused)

    def _insert(self, new: Sequence[tuple[Article, list[Record]]], run: int | None) -> None:
        rows = [record_row(r, article.published, run) for article, records in new for r in records]
        articles = [article_row(article) for article, _ in new]
        self.rows(models.Article).bulk_create(articles)
        self._touch(self.reprints.place(articles))
        self.rows(models.Record).bulk_create(rows)
        self.rows(models.Subject).bulk_create(s for a, records in new for s in subjects(a.id, records))
        self.merging.place(rows)
        self.index.changes.articles |= {article.id for article in articles}

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
        self.index.changes.articles.add(row.id)
        self._touch([row.id])  # who says it has a say in what is shown first
        if said := missing.get("published"):
            self._redate(row.id, said)
        return Outcome.UPDATED

    def _touch(self, articles: Iterable[str]) -> None:
        """Have what is kept of the entries of these articles made anew."""
        for some in chunks(sorted(articles)):
            of = self.rows(models.Record).filter(article_id__in=some, node__entry__isnull=False)
            self.index.changes.entries |= set(of.values_list("node__entry_id", flat=True))

    def _redate(self, article: str, said: date) -> None:
        """An article has got its date: its records count by it, and may belong to other blocks."""
        rows = list(self.rows(models.Record).filter(article_id=article))
        for row in rows:
            row.said = said
        self.move(rows)

    @guarded
    def reread(self, article: Article, records: Iterable[Record], run: int | None, apply: bool) -> Difference:
        """What new records of an article would change; ``apply`` puts them in the place of the old ones."""
        good, refused = _sorted_out(article, records)
        with self.writing():
            rows = {row.id: row for row in self.rows(models.Record).filter(article_id=article.id)}
            kept = self.decisions.kept(rows)
            rejected = self.decisions.alone(kept)
            new = _without_decided(good, [record_of_row(rows[id]) for id in sorted(kept)], rejected)
            added = [record for record in new if record.id not in rows]
            gone = sorted(set(rows) - {record.id for record in new} - kept)
            found = Difference(
                tuple(added),
                tuple(record_of_row(rows[id]) for id in gone),
                tuple(record_of_row(rows[id]) for id in sorted(kept)),
                tuple(refused),
            )
            if apply and (added or gone):
                self._exchange(article, added, [rows[id] for id in gone], run)
        return found

    def _exchange(
        self, article: Article, added: Sequence[Record], gone: Sequence[models.Record], run: int | None
    ) -> None:
        for row in gone:
            row.node_id, left = None, row.node_id
            self.rows(models.Record).filter(id=row.id).update(node=None)
            self.merging.refresh({left} if left else ())
            self.rows(models.Record).filter(id=row.id).delete()
        said = self.rows(models.Article).get(id=article.id).published
        rows = [record_row(record, said, run) for record in added]
        self.rows(models.Record).bulk_create(rows)
        self.merging.place(rows)
        self.rows(models.Subject).filter(article_id=article.id).delete()
        held = self.rows(models.Record).filter(article_id=article.id).select_related("node")
        self.rows(models.Subject).bulk_create(subjects(article.id, map(record_of_row, held)))
        changes = self.index.changes
        changes.gone |= {row.id for row in gone}
        changes.articles.add(article.id)
        # What an article is about counts for all its entries, also those whose records stay.
        changes.entries |= {str(row.node.entry_id) for row in held if row.node}

    @guarded
    def search(self, text: str, limit: int, after: str | None, filters: Mapping[str, Any]) -> list[Hit]:
        """What a search finds."""
        from itogi.register.search import Filters, Search

        return Search(self.index)(text, Filters(**filters), limit, after)

    # Merging

    @guarded
    def complete(self) -> None:
        """Group and merge what is not, or was by other rules: a register that an earlier itogi wrote."""
        ungrouped = self.rows(models.Article).filter(group="")
        unmerged = self.rows(models.Record).filter(node=None)
        ruled = self.rows(models.Version).filter(part="merging", number=RULES)
        if ruled.exists() and not (ungrouped.exists() or unmerged.exists() or self.index.missing()):
            return
        with self.writing():
            while some := list(ungrouped.order_by("id")[:CHUNK]):
                self.reprints.place(some)
            if not ruled.exists():
                self._unmerge()
            self.merge_all()
            self.index.complete()

    @guarded
    def merge_again(self) -> None:
        """Compute all nodes, matches and entries anew from the records."""
        with self.writing():
            self._unmerge()
            self.merge_all()

    def _unmerge(self) -> None:
        """Forget all that merging made: today's rules are to make it anew."""
        self.rows(models.Record).update(node=None)
        for table in (models.Key, models.Edge, models.Node, models.Entry):
            self.clear(table)
        self.rows(models.Version).update_or_create(part="merging", defaults={"number": RULES})
        self.index.changes.all = True

    @guarded
    def index_again(self) -> None:
        """Make the index of words anew."""
        with self.writing():
            self.index.changes.all = True

    def merge_all(self) -> None:
        """Merge the records that have no node, within a transaction of the caller."""
        while some := list(self.rows(models.Record).filter(node=None).order_by("block", "id")[:CHUNK]):
            self.assign(some)
            self.merging.place(some)

    def pragma(self, name: str, value: int) -> None:
        """Set a PRAGMA of SQLite on this connection."""
        with connections[self.alias].cursor() as cursor:
            cursor.execute(f"PRAGMA {name}={int(value)}")


def _distinct(reports: Iterable[Report]) -> Iterator[list[Report]]:
    """The reports in runs in which no bytes come twice: what comes again must find what came before."""
    some: dict[str, Report] = {}
    for one in reports:
        if one[0].raw_hash in some:
            yield list(some.values())
            some = {}
        some[one[0].raw_hash] = one
    yield list(some.values())


def _without_decided(new: Sequence[Record], decided: Sequence[Record], rejected: set[str]) -> list[Record]:
    """The new records without those that say again what a person has decided on.

    In the place of a rejected one another may come, if it says something else.
    """
    left = {record.id: record for record in new}
    for record in decided:
        rivals = [(_agreement(record, other), other.id) for other in left.values()]
        least = 1.0 if record.id in rejected else 0.5
        if best := max((r for r in rivals if r[0] >= least), default=None):
            del left[best[1]]
    return list(left.values())


def _agreement(a: Record, b: Record) -> float:
    """The share of slots in which two records of one type and one sentence agree; 0 for all others."""
    together = any(x.start < y.end and y.start < x.end for x in a.evidence for y in b.evidence)
    if a.type != b.type or not together:
        return 0.0
    names = {*a.slots, *b.slots}
    return sum(a.get(name) == b.get(name) for name in names) / len(names) if names else 1.0


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
