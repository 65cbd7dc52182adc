"""The words that the index holds, each once: what a beginning (``парламент*``) stands for is looked up here.

Databases would join all texts of all words that begin so before they look at any other word of a question.
Words are never taken away: one that no text holds any more finds nothing and costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connections, transaction

from itogi.register import models
from itogi.register.tables import Tables, chunks

_MOST = 64  # words of one beginning: of more, the database may as well join the texts
_KEPT = 1 << 18  # words that this process remembers to have written
_AFTER = "\U0010ffff"  # sorts behind all letters


class Vocabulary(Tables):
    """The words of one register."""

    def __init__(self, alias: str) -> None:
        super().__init__(alias)
        self._written: set[str] = set()

    def add(self, terms: Iterable[str]) -> None:
        """Note the words among some terms of the index, within the transaction of the caller."""
        fresh = sorted(term for term in set(terms) - self._written if ":" not in term)
        for some in chunks(fresh):
            self.rows(models.Term).bulk_create((models.Term(term=t) for t in some), ignore_conflicts=True)
        if fresh:  # not before the transaction has ended well
            transaction.on_commit(lambda: self._note(fresh), using=self.alias)

    def _note(self, fresh: Iterable[str]) -> None:
        if len(self._written) > _KEPT:
            self._written.clear()
        self._written.update(fresh)

    def missing(self, terms: Iterable[str]) -> list[str]:
        """The words among some terms that are not here."""
        wanted = sorted({term for term in terms if ":" not in term})
        held: set[str] = set()
        for some in chunks(wanted):
            held.update(self.rows(models.Term).filter(term__in=some).values_list("term", flat=True))
        return [term for term in wanted if term not in held]

    def beginning(self, start: str) -> frozenset[str]:
        """The words that begin so; none where they are too many."""
        terms = self.rows(models.Term)
        if connections[self.alias].vendor == "sqlite":  # its LIKE asks every word
            found = terms.filter(term__gte=start, term__lt=start + _AFTER)
        else:
            found = terms.filter(term__startswith=start)
        some = list(found.values_list("term", flat=True)[: _MOST + 1])
        return frozenset(some) if len(some) <= _MOST else frozenset()
