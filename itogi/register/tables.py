"""What everything that reads and writes the tables of one register shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connections
from django.db.models import Model

from itogi.register import models

T = TypeVar("T")
CHUNK = 500
_FEW = 20  # so many times more articles, and those that were added are few
_LOOKED_AT = 1000  # rows of an index, by which SQLite estimates the rest


class Tables:
    """The tables of one register, reached by Django's ``alias`` of its connection."""

    def __init__(self, alias: str) -> None:
        self.alias = alias

    def rows(self, table: type[Any]) -> Any:
        """The query set of a table in this register."""
        return table.objects.using(self.alias)

    def records_of(self, articles: Iterable[str], *order: str) -> list[models.Record]:
        """The records of some articles, sorted by these columns.

        Not by the database: asked for an order, SQLite may read all records in it, and look up none.
        """
        return sorted(self.rows(models.Record).filter(article_id__in=articles), key=attrgetter(*order))

    def insert(self, table: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Add rows of plain values: for tables of many small rows, at a third of what bulk_create costs."""
        values = list(rows)
        if values:
            names, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
            with connections[self.alias].cursor() as cursor:
                cursor.executemany(f"INSERT INTO {table._meta.db_table} ({names}) VALUES ({marks})", values)

    def update(self, table: type[Model], rows: Iterable[Model], columns: Sequence[str]) -> None:
        """Write some columns of many rows: far cheaper than saving each, or than Django's bulk_update."""
        fields = [f for f in table._meta.concrete_fields if f.attname in columns]
        pk = table._meta.pk
        connection = connections[self.alias]
        values = [
            [f.get_db_prep_save(getattr(row, f.attname), connection) for f in (*fields, pk)] for row in rows
        ]
        if values:
            quote = connection.ops.quote_name  # "group" is a word of SQL
            assigned = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
            sql = f"UPDATE {table._meta.db_table} SET {assigned} WHERE {quote(str(pk.column))} = %s"
            with connection.cursor() as cursor:
                cursor.executemany(sql, values)

    def take_stock(self, added: int | None = None) -> None:
        """Let the database count its rows, by which it plans: by themselves both do so too late, or never.

        It takes a second on a large register, where a few articles that were ``added`` change no plan.
        """
        if added is not None and _FEW * added < self.rows(models.Article).count():
            return
        with connections[self.alias].cursor() as cursor:
            if connections[self.alias].vendor == "sqlite":
                cursor.execute(f"PRAGMA analysis_limit = {_LOOKED_AT}")
            cursor.execute("ANALYZE")

    def clear(self, table: type[Model]) -> None:
        """Delete all rows of a table that nothing outside refers to; a million of them as fast as one."""
        with connections[self.alias].cursor() as cursor:
            cursor.execute(f"DELETE FROM {table._meta.db_table}")


def chunks(values: Sequence[T]) -> Iterator[list[T]]:
    """Lists of at most 500: SQLite takes only so many parameters."""
    rest = iter(values)
    while some := list(islice(rest, CHUNK)):
        yield some
