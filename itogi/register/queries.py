"""The queries that read a register: entries, records, articles, counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TypeVar

from django.db.models import Exists, F, Max, OuterRef, Q
from django.db.models.expressions import OrderBy

from itogi.model.article import Article
from itogi.model.entry import Entry
from itogi.model.kinds import kinds
from itogi.model.record import Record
from itogi.register import models
from itogi.register.briefs import ENTRIES, OWNER, RECORDS
from itogi.register.compose import compose
from itogi.register.convert import ITEM_FIELDS, RECORD_FIELDS, article_of, homeless_types, item_of, record_of
from itogi.register.decisions import Decisions
from itogi.register.failures import guard, guarded
from itogi.register.store import Counts, Period
from itogi.register.tables import CHUNK, Tables, chunks
from itogi.register.traits import Item
from itogi.settings import Location

T = TypeVar("T")


class Queries(Tables):
    """What can be asked of one register."""

    def __init__(self, location: Location, alias: str) -> None:
        super().__init__(alias)
        self.location = location
        self.decisions = Decisions(alias)

    @guarded
    def entries(
        self,
        organisation: str | None,
        type: str | None,
        period: Period | None,
        rejected: bool,
        announced: bool,
    ) -> list[Entry]:
        """The entries of an organisation, a type and a period."""
        query = self.rows(models.Entry)
        if not rejected:
            query = query.exclude(review="rejected")
        if type is not None:
            query = query.filter(type=type)
        if period is not None:
            query = query.filter(self._falls_in(*_bounds(period), announced))
        # Two questions and not one with an OR: PostgreSQL would read the whole table for that.
        days = _bounds(period) if period else None
        parts = [query] if organisation is None else self._of(query, organisation, type, days)
        found = [row for part in parts for row in part.values_list("date_from", "id")]
        found.sort(key=lambda row: (row[0] or date.min, row[1]))
        return self._composed(id for _, id in found)

    @guarded
    def reported_until(self, organisation: str) -> date | None:
        """The publication day of the last article that states anything of an organisation."""
        found: date | None = (
            self.rows(models.Entry).filter(organisation=organisation).aggregate(last=Max("said_to"))["last"]
        )
        return found

    @guarded
    def entry(self, id: str) -> Entry | None:
        """The entry with this id, or None."""
        return next(iter(self._composed([id])), None)

    @guarded
    def entries_by_id(self, ids: Iterable[str]) -> list[Entry]:
        """The entries with these ids, in their order; what is not on record is left out."""
        return [entry for some in chunks(list(dict.fromkeys(ids))) for entry in self._composed(some)]

    @guarded
    def all_entries(self) -> Iterator[Entry]:
        """Every entry, by id; a few hundred are held at a time."""
        ids = self.rows(models.Entry).order_by("id").values_list("id", flat=True)
        return self._guarded_stream(e for some in chunks(list(ids)) for e in self._composed(some))

    @guarded
    def articles(self, ids: Iterable[str] | None) -> Iterator[Article]:
        """The articles with these ids, or all, by date and id."""
        query = self.rows(models.Article).order_by(_first("published"), "id")
        if ids is None:
            return self._guarded_stream(article_of(row) for row in query.iterator(CHUNK))
        found = [article_of(row) for some in chunks(sorted(set(ids))) for row in query.filter(id__in=some)]
        return iter(sorted(found, key=lambda a: (a.published is not None, a.published, a.id)))

    @guarded
    def records(self, type: str | None, organisation: str | None, article: str | None) -> Iterator[Record]:
        """A stream of records by date, article and place in the text."""
        wanted = {"type": type, "organisation": organisation, "article_id": article}
        query = self.rows(models.Record).filter(**{k: v for k, v in wanted.items() if v is not None})
        ordered = query.order_by(_first("said"), "article_id", "position", "id").values_list(*RECORD_FIELDS)
        return self._guarded_stream(record_of(values) for values in ordered.iterator(CHUNK))

    @guarded
    def organisations(self) -> dict[str, int]:
        """Organisations with the number of their entries, most first."""
        return dict(sorted(self._counted(OWNER).items(), key=lambda row: (-row[1], row[0])))

    @guarded
    def counts(self) -> Counts:
        """How much there is."""
        held = {facet: self._counted(facet) for facet in (RECORDS, ENTRIES)}
        records, entries = ({name: n[name] for name in kinds() if name in n} for n in held.values())
        return Counts(self.rows(models.Article).count(), self.rows(models.Run).count(), records, entries)

    def _counted(self, facet: str) -> dict[str, int]:
        """What is counted of the whole register: a million rows are not counted while somebody waits."""
        return dict(self.rows(models.Tally).filter(organisation="", facet=facet).values_list("value", "n"))

    def _of(
        self, query: Any, organisation: str, type: str | None, days: tuple[date, date] | None
    ) -> list[Any]:
        """What names the organisation; and, of what names none, what articles mainly about it state."""
        homeless = [name for name in homeless_types() if type in (None, name)]
        named = query.filter(organisation=organisation)
        if not homeless:
            return [named]
        about = self.rows(models.Record).filter(
            type__in=homeless,
            article__subjects__organisation=organisation,
            article__subjects__main=True,
        )
        if days:  # a homeless fact counts when it is voiced
            about = about.filter(said__range=days)
        return [
            named,
            query.filter(id__in=about.values("node__entry_id"), organisation="", type__in=homeless),
        ]

    def _falls_in(self, first: date, last: date, announced: bool) -> Q:
        records = self.rows(models.Record).filter(node__entry=OuterRef("pk"))
        dated = records.filter(date_from__lte=last, date_to__gte=first)
        voiced = records.filter(said__range=(first, last))
        known = Q(Exists(dated) | Q(edited=True), date_from__lte=last, date_to__gte=first)
        said = Q(Exists(voiced), said_from__lte=last, said_to__gte=first)
        later = Q(date_from__gt=last) if announced else Q(pk__in=[])
        return known | (said & (Q(date_from__isnull=True) | later))

    def _composed(self, ids: Iterable[str]) -> list[Entry]:
        groups: dict[str, list[Item]] = {id: [] for id in ids}
        for some in chunks(list(groups)):
            rows = self.rows(models.Record).filter(node__entry_id__in=some)
            rows = rows.values_list("node__entry_id", *ITEM_FIELDS)
            for values in rows:
                groups[values[0]].append(item_of(values[1:]))
        said = self.decisions.of_entries(groups)
        return [compose(id, items, said[id].state, said[id].edits) for id, items in groups.items() if items]

    def _guarded_stream(self, stream: Iterator[T]) -> Iterator[T]:
        with guard(self.location):
            yield from stream


def _first(column: str) -> OrderBy:
    """Ascending, what has no value first: the databases differ on where it stands."""
    return F(column).asc(nulls_first=True)


def _bounds(period: Period) -> tuple[date, date]:
    return (date(period, 1, 1), date(period, 12, 31)) if isinstance(period, int) else period
