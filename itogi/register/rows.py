"""The queries behind the store: the one module that reads and writes the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import wraps
from itertools import islice
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import connections, transaction
from django.db.models import Count, Exists, OuterRef, Q

import itogi
from itogi.errors import RecordError, RegisterError
from itogi.model.article import Article
from itogi.model.entry import Entry
from itogi.model.kinds import check_record, kinds
from itogi.model.record import Record
from itogi.register import models
from itogi.register.compose import compose
from itogi.register.convert import (
    MERGE_FIELDS,
    RECORD_FIELDS,
    article_of,
    article_row,
    bare_item_of,
    homeless_types,
    item_of,
    record_of,
    record_row,
    subjects,
)
from itogi.register.database import disconnect
from itogi.register.failures import guard
from itogi.register.merge import Group, merge
from itogi.register.store import Added, Counts, Outcome, Period
from itogi.register.traits import Item, block_of
from itogi.settings import Location

P = ParamSpec("P")
T = TypeVar("T")
_CHUNK = 500
_METADATA = ("title", "outlet", "url", "published")


def _guarded(method: Callable[Concatenate[Rows, P], T]) -> Callable[Concatenate[Rows, P], T]:
    """Turn failures of the database into RegisterErrors that name the file."""

    @wraps(method)
    def inner(self: Rows, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with guard(self.location):
            return method(self, *args, **kwargs)

    return inner


class Rows:
    """The tables of one register, reached by Django's ``alias`` of its connection."""

    def __init__(self, location: Location, alias: str) -> None:
        self.location, self.alias = location, alias
        self._tallies: dict[int, dict[str, int]] = {}

    def close(self) -> None:
        """Close the connection."""
        disconnect(self.alias)

    # Writing

    @_guarded
    def start_run(self, extractor: str, settings: Mapping[str, Any]) -> int:
        """A new run; returns its number."""
        run = models.Run(
            version=itogi.__version__, extractor=extractor, settings=dict(settings), started=datetime.now(UTC)
        )
        run.save(using=self.alias)
        self._tallies[run.pk] = defaultdict(int)
        return int(run.pk)

    @_guarded
    def finish_run(self, number: int) -> None:
        """Note the end of a run and what it did."""
        counts = dict(self._tallies.pop(number, {}))
        runs = models.Run.objects.using(self.alias).filter(pk=number)
        runs.update(finished=datetime.now(UTC), counts=counts)

    @_guarded
    def known(self, raw_hash: str) -> bool:
        """Whether these raw bytes are on record."""
        return models.Article.objects.using(self.alias).filter(raw_hash=raw_hash).exists()

    @_guarded
    def add(self, article: Article, records: Iterable[Record], run: int | None) -> Added:
        """Store an article with its records and the entries they touch in one transaction."""
        if not article.raw_hash:
            raise RegisterError(
                "the article has no hash of its raw bytes",
                where=article.source or article.id,
                remedy="set Article.raw_hash, for example to hash_bytes(text.encode())",
            )
        good, refused = _sorted_out(article, records)
        with transaction.atomic(using=self.alias):
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
        self._rows_of(models.Article).bulk_create([article_row(article)])
        rows = [record_row(r, article.published, run) for r in records]
        self._rows_of(models.Record).bulk_create(rows)
        self._rows_of(models.Subject).bulk_create(subjects(article.id, records))
        self._merge({row.block for row in rows})

    def _complete(self, row: models.Article, article: Article) -> Outcome:
        """Fill in metadata that was missing; what is on record is never overwritten."""
        missing = {
            name: value
            for name in _METADATA
            if getattr(row, name) is None and (value := getattr(article, name)) is not None
        }
        if not missing:
            return Outcome.UNCHANGED
        self._rows_of(models.Article).filter(pk=row.pk).update(**missing)
        if said := missing.get("published"):
            self._redate(row.id, said)
        return Outcome.UPDATED

    def _redate(self, article: str, said: date) -> None:
        """An article has got its date: its records count by it, and may belong to other blocks."""
        rows = list(self._rows_of(models.Record).filter(article_id=article))
        touched = {row.block for row in rows}
        for row in rows:
            row.said = said
            row.block = block_of(record_of([getattr(row, f) for f in RECORD_FIELDS]), said)
        self._rows_of(models.Record).bulk_update(rows, ["said", "block"])
        self._merge(touched | {row.block for row in rows})

    # Merging

    def _merge(self, blocks: set[str]) -> None:
        """Compute the entries of some blocks again from all their records; write what differs."""
        items: dict[str, list[Item]] = defaultdict(list)
        for some in _chunks(sorted(blocks)):
            rows = self._rows_of(models.Record).filter(block__in=some)
            for values in rows.values_list("block", *MERGE_FIELDS):
                items[values[0]].append(bare_item_of(values[1:]))
        wanted = {g.id: (block, g) for block in sorted(items) for g in merge(items[block])}
        self._write_entries(blocks, wanted)

    def _write_entries(self, blocks: set[str], wanted: Mapping[str, tuple[str, Group]]) -> None:
        entries, links = self._rows_of(models.Entry), self._rows_of(models.Link)
        new = {id: _entry_row(block, group) for id, (block, group) in wanted.items()}
        old: dict[str, models.Entry] = {}
        linked: dict[str, str] = {}
        for some in _chunks(sorted(blocks)):
            old |= {row.id: row for row in entries.filter(block__in=some)}
        for some in _chunks(sorted(old)):
            linked |= dict(links.filter(entry_id__in=some).values_list("record_id", "entry_id"))
        changed = [row for id, row in new.items() if id in old and _differs(row, old[id])]
        entries.bulk_create([row for id, row in new.items() if id not in old])
        entries.bulk_update(changed, ["organisation", "date_from", "date_to", "block"])
        pairs = {record: id for id, (_, group) in wanted.items() for record in group.records}
        moved = [record for record, id in pairs.items() if linked.get(record) != id]
        for some in _chunks(sorted(record for record in moved if record in linked)):
            links.filter(record_id__in=some).delete()
        links.bulk_create([models.Link(record_id=r, entry_id=pairs[r]) for r in moved])
        for some in _chunks(sorted(set(old) - set(new))):
            entries.filter(id__in=some).delete()

    # Reading

    @_guarded
    def entries(self, organisation: str | None, type: str | None, period: Period | None) -> list[Entry]:
        """The entries of an organisation, a type and a period."""
        query = self._rows_of(models.Entry)
        if type is not None:
            query = query.filter(type=type)
        if organisation is not None:
            query = query.filter(self._belongs(organisation))
        if period is not None:
            query = query.filter(self._falls_in(*_bounds(period)))
        return self._composed(query.order_by("date_from", "id").values_list("id", flat=True))

    @_guarded
    def entry(self, id: str) -> Entry | None:
        """The entry with this id, or None."""
        return next(iter(self._composed([id])), None)

    @_guarded
    def articles(self, ids: Iterable[str] | None) -> Iterator[Article]:
        """The articles with these ids, or all, by date and id."""
        query = self._rows_of(models.Article).order_by("published", "id")
        if ids is None:
            return self._guarded_stream(article_of(row) for row in query.iterator(_CHUNK))
        found = [article_of(row) for some in _chunks(sorted(set(ids))) for row in query.filter(id__in=some)]
        return iter(sorted(found, key=lambda a: (a.published is not None, a.published, a.id)))

    @_guarded
    def records(self, type: str | None, organisation: str | None, article: str | None) -> Iterator[Record]:
        """A stream of records by date, article and place in the text."""
        wanted = {"type": type, "organisation": organisation, "article_id": article}
        query = self._rows_of(models.Record).filter(**{k: v for k, v in wanted.items() if v is not None})
        ordered = query.order_by("said", "article_id", "position", "id").values_list(*RECORD_FIELDS)
        return self._guarded_stream(record_of(values) for values in ordered.iterator(_CHUNK))

    @_guarded
    def organisations(self) -> dict[str, int]:
        """Organisations with the number of their entries, most first."""
        tally = self._rows_of(models.Entry).exclude(organisation="").values_list("organisation")
        return dict(tally.annotate(n=Count("id")).order_by("-n", "organisation"))

    @_guarded
    def counts(self) -> Counts:
        """How much there is."""
        records, entries = (self._by_type(table) for table in (models.Record, models.Entry))
        return Counts(
            self._rows_of(models.Article).count(), self._rows_of(models.Run).count(), records, entries
        )

    def _by_type(self, table: type[models.Record] | type[models.Entry]) -> dict[str, int]:
        found = dict(self._rows_of(table).order_by().values_list("type").annotate(n=Count("id")))
        return {name: found[name] for name in kinds() if name in found}

    def _belongs(self, organisation: str) -> Q:
        about = models.Link.objects.using(self.alias).filter(
            entry=OuterRef("pk"),
            record__article__subjects__organisation=organisation,
            record__article__subjects__main=True,
        )
        return Q(organisation=organisation) | Q(Exists(about), organisation="", type__in=homeless_types())

    def _falls_in(self, first: date, last: date) -> Q:
        links = models.Link.objects.using(self.alias).filter(entry=OuterRef("pk"))
        dated = links.filter(record__date_from__lte=last, record__date_to__gte=first)
        voiced = links.filter(record__said__range=(first, last))
        return Q(Exists(dated), date_from__isnull=False) | Q(Exists(voiced), date_from__isnull=True)

    def _composed(self, ids: Iterable[str]) -> list[Entry]:
        groups: dict[str, list[Item]] = {id: [] for id in ids}
        fields = [f"record__{name}" for name in RECORD_FIELDS]
        for some in _chunks(list(groups)):
            rows = self._rows_of(models.Link).filter(entry_id__in=some).values_list("entry_id", *fields)
            for values in rows:
                groups[values[0]].append(item_of(values[1:]))
        return [compose(id, items) for id, items in groups.items() if items]

    def _rows_of(self, table: type[T]) -> Any:
        return table.objects.using(self.alias)  # type: ignore[attr-defined]

    def _guarded_stream(self, stream: Iterator[T]) -> Iterator[T]:
        with guard(self.location):
            yield from stream

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


def _entry_row(block: str, group: Group) -> models.Entry:
    first, last = group.days or (None, None)
    return models.Entry(
        id=group.id,
        type=group.type,
        organisation=group.organisation,
        date_from=first,
        date_to=last,
        block=block,
    )


def _differs(a: models.Entry, b: models.Entry) -> bool:
    names = ("organisation", "date_from", "date_to", "block")
    return any(getattr(a, name) != getattr(b, name) for name in names)


def _bounds(period: Period) -> tuple[date, date]:
    return (date(period, 1, 1), date(period, 12, 31)) if isinstance(period, int) else period


def _chunks(values: Sequence[T]) -> Iterator[list[T]]:
    """Lists of at most 500: SQLite takes only so many parameters."""
    rest = iter(values)
    while some := list(islice(rest, _CHUNK)):
        yield some
