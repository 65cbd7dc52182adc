"""How the answers to a search divide: by kind, type, organisation and so on; and what is new among them.

Both are bounded: no more than ``MOST`` answers are counted, and what is new is looked for among the last
``NEWS`` changes of the register, so that neither costs more the more the register holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Any

from django.db import connections

from itogi.model.kinds import kinds
from itogi.register import models
from itogi.register.answers import Change
from itogi.register.asking import Query, read_query
from itogi.register.convert import brief_of_row
from itogi.register.index import Index
from itogi.register.passages import ARTICLES, ENTRIES, KINDS, RECORDS, STATE_SLOTS
from itogi.register.search import END, Filters, Search, written
from itogi.register.store import Register
from itogi.register.tables import chunks

MOST = 200  # answers that are counted; where there are more, each count is "at least"
NEWS = 600  # of the last changes are held against a search
_SHOWN = 12  # values of one facet
Counted = tuple[tuple[str, int], ...]
Tally = Callable[[Index, Sequence[str]], dict[str, Counter[str]]]


@dataclass(frozen=True, slots=True)
class Facets:
    """How many answers there are of each kind, and how those of one kind divide.

    A count above ``MOST`` says only that there are more. ``values`` is by filter (type, organisation,
    country, person, topic, stage, year), each with its values, most first; ``whole`` says whether they
    count all answers or the first ``MOST``.
    """

    kinds: Mapping[str, int]
    values: Mapping[str, Counted]
    whole: bool


def facets(register: Register, query: str, kind: str, **filters: Any) -> Facets:
    """How the answers to a search divide; ``filters`` as for ``Register.search`` without ``kinds``.

    Raises:
        UsageError: as ``Register.search`` does.
    """
    return _Sample(register._rows.index, query, Filters(**filters)).facets(kind)


def changes_of(register: Register, query: str, *, limit: int = 50, **filters: Any) -> list[Change]:
    """What the register learnt last of the entries that answer a search, the latest first.

    Raises:
        UsageError: as ``Register.search`` does.
    """
    wanted = Filters(kinds=(ENTRIES,), **filters)
    news = register.changes(organisation=wanted.organisation, type=wanted.type, limit=NEWS)
    kept = _Sample(register._rows.index, query, wanted).among({change.brief.id for change in news})
    return [change for change in news if change.brief.id in kept][:limit]


def entry_with(register: Register, record: str) -> str:
    """The id of the entry that holds a record now: ids of entries change where earlier reports come in."""
    rows = register._rows.rows(models.Record).filter(id=record, node__entry__isnull=False)
    return str(rows.values_list("node__entry_id", flat=True).first() or "")


@dataclass(frozen=True)
class _Sample:
    """The first answers to one search."""

    index: Index
    text: str
    filters: Filters

    @cached_property
    def query(self) -> Query:
        return read_query(self.text)

    @cached_property
    def search(self) -> Search:
        return Search(self.index)

    def facets(self, kind: str) -> Facets:
        self.filters.check()
        found = {one: list(islice(self._numbers(one), MOST + 1)) for one in KINDS}
        tally = _TALLIES[kind](self.index, self._keys(found[kind][:MOST]))
        return Facets(
            {one: len(numbers) for one, numbers in found.items()},
            {name: _most(counter) for name, counter in tally.items()},
            len(found[kind]) <= MOST,
        )

    def _keys(self, numbers: Sequence[int]) -> list[str]:
        """The ids of these answers."""
        rows = self.index.rows(models.Indexed).filter(number__in=numbers).values_list("number", "key")
        held = dict(rows)
        return [held[number] for number in numbers if number in held]

    def _numbers(self, kind: str) -> Iterator[int]:
        filters = replace(self.filters, kinds=(kind,))
        asked = self.search.candidates(self.query, list(filters.marks()), filters, MOST + 1, (0, END))
        for _, numbers in asked:
            fitting = self.search.texts(numbers, self.query) if self.query.has_phrases else numbers
            yield from fitting

    def among(self, ids: set[str]) -> set[str]:
        """Those of these entries that answer the search."""
        self.filters.check()
        if not self.query.wanted and not self.query.unwanted and not list(self.filters.marks()):
            return ids
        found: set[str] = set()
        for some in chunks(sorted(ids)):
            rows = self.index.rows(models.Indexed).filter(kind=ENTRIES, key__in=some)
            places = dict(rows.values_list("number", "key"))
            found |= {places[number] for number in self._fitting(list(places))}
        return found

    def _fitting(self, numbers: Sequence[int]) -> list[int]:
        fitting = [n for tier in ((0, 1) if self.query.wanted else (1,)) for n in self._asked(tier, numbers)]
        return list(self.search.texts(fitting, self.query)) if self.query.has_phrases else fitting

    def _asked(self, tier: int, numbers: Sequence[int]) -> list[int]:
        """Those of some places that hold the words, in the title (0) or elsewhere (1)."""
        if not numbers:
            return []
        on = self.index.on_sqlite
        number, match = ("rowid", "register_words MATCH %s") if on else ("number", "words @@ %s::tsquery")
        asked = written(self.index, self.query, list(self.filters.marks()), tier)
        places = ", ".join(["%s"] * len(numbers))
        sql = f"SELECT {number} FROM register_words WHERE {match} AND {number} IN ({places})"
        with connections[self.index.alias].cursor() as cursor:
            cursor.execute(sql, [asked, *numbers])
            return [row[0] for row in cursor.fetchall()]


# Counting


def _most(counter: Counter[str]) -> Counted:
    kept = ((value, n) for value, n in counter.items() if value)
    return tuple(sorted(kept, key=lambda pair: (-pair[1], pair[0])))[:_SHOWN]


def _of_entries(index: Index, ids: Sequence[str]) -> dict[str, Counter[str]]:
    briefs = [brief_of_row(row) for row in index.rows(models.Brief).filter(id__in=list(ids))]
    return {
        "type": Counter(b.type for b in briefs),
        "organisation": Counter(b.home for b in briefs),
        "topic": Counter(topic for b in briefs for topic in b.topics),
        "stage": Counter(b.stage for b in briefs),
        "country": Counter(country for b in briefs for country in b.countries),
        "person": Counter(name for b in briefs for name in _people(b.type, b.slots)),
        "year": Counter(str(b.first.year) for b in briefs if b.first),
    }


def _of_records(index: Index, ids: Sequence[str]) -> dict[str, Counter[str]]:
    fields = ("type", "organisation", "slots", "date_from", "said")
    rows = list(index.rows(models.Record).filter(id__in=list(ids)).values_list(*fields))
    days = [date or said for *_, date, said in rows]
    return {
        "type": Counter(row[0] for row in rows),
        "organisation": Counter(row[1] for row in rows),
        "topic": Counter(topic for row in rows for topic in row[2].get("topics", ())),
        "stage": Counter(next((row[2][s] for s in STATE_SLOTS if row[2].get(s)), "") for row in rows),
        "person": Counter(name for row in rows for name in _people(row[0], row[2])),
        "year": Counter(str(day.year) for day in days if day),
    }


def _of_articles(index: Index, ids: Sequence[str]) -> dict[str, Counter[str]]:
    about = index.rows(models.Subject).filter(article_id__in=list(ids), main=True)
    days = index.rows(models.Article).filter(id__in=list(ids)).values_list("published", flat=True)
    return {
        "organisation": Counter(about.values_list("organisation", flat=True)),
        "year": Counter(str(day.year) for day in days if day),
    }


def _people(type: str, slots: Mapping[str, Any]) -> set[str]:
    """The persons whom the slots name, each once; parties may be codes and phrases, and are left out."""
    named = (slots.get(name) for name, slot in kinds()[type].slots.items() if slot.type == "person")
    return {one for value in named for one in _each(value)}


def _each(value: Any) -> Iterable[str]:
    return value if isinstance(value, list | tuple) else (value,) if value else ()


_TALLIES: Mapping[str, Tally] = {ENTRIES: _of_entries, RECORDS: _of_records, ARTICLES: _of_articles}
