"""What everything that reads and writes the tables of one register shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

T = TypeVar("T")
CHUNK = 500


class Tables:
    """The tables of one register, reached by Django's ``alias`` of its connection."""

    def __init__(self, alias: str) -> None:
        self.alias = alias

    def rows(self, table: type[Any]) -> Any:
        """The query set of a table in this register."""
        return table.objects.using(self.alias)


def chunks(values: Sequence[T]) -> Iterator[list[T]]:
    """Lists of at most 500: SQLite takes only so many parameters."""
    rest = iter(values)
    while some := list(islice(rest, CHUNK)):
        yield some
