"""Lists of entries, records and articles by pages, and what belongs to one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from itogi.language.words import forms, words
from itogi.model.kinds import kinds
from itogi.model.record import Record
from itogi.register import models
from itogi.register.answers import ArticlePage, Brief, Head, Involved, Page, Related
from itogi.register.convert import article_of, brief_of_row, head_of, record_of_row
from itogi.register.decisions import REJECTED
from itogi.register.index import Index
from itogi.register.lanes import lanes
from itogi.register.passages import ARTICLES, ENTRIES, RECORDS, TITLE
from itogi.register.search import Filters, Search
from itogi.register.tables import chunks
from itogi.register.telling import Told

_REPORTS = 50  # of an entry, whose other entries are looked at
_REPRINTS = 50
_WORDS = 4  # of a title that another must have too
_ASIDE = frozenset({"quote", "office", "figure"})  # what every report holds tells no relation
_SPARE = 3  # so many times as are wanted are looked up, as some are known already


class Pages:
    """Reads lists of one register, the latest first, by the index of words."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.search = Search(index)

    def entries(self, filters: Filters, limit: int, after: str | None) -> Page[Brief]:
        """Entries in short."""
        keys, more = self.search.keys(replace(filters, kinds=(ENTRIES,)), limit, after)
        found = self.briefs(keys)
        return Page(tuple(found[key] for key in keys if key in found), more)

    def records(self, filters: Filters, limit: int, after: str | None) -> Page[tuple[Record, str]]:
        """Records, each with the id of its entry."""
        keys, more = self.search.keys(replace(filters, kinds=(RECORDS,)), limit, after)
        rows = self.index.rows(models.Record).filter(id__in=keys).select_related("node")
        found = {row.id: (record_of_row(row), str(row.node.entry_id if row.node else "")) for row in rows}
        return Page(tuple(found[key] for key in keys if key in found), more)

    def articles(self, filters: Filters, limit: int, after: str | None) -> Page[Head]:
        """Articles without their texts."""
        keys, more = self.search.keys(replace(filters, kinds=(ARTICLES,)), limit, after)
        rows = self.index.rows(models.Article).filter(id__in=keys).only(*Head.__dataclass_fields__)
        found = {row.id: head_of(row) for row in rows}
        return Page(tuple(found[key] for key in keys if key in found), more)

    def involved(self, filters: Filters, slots: tuple[str, ...], limit: int) -> Involved:
        """The latest entries of each type that has a slot of these types."""
        pages = {
            name: self.entries(replace(filters, type=name), limit, None)
            for name, kind in kinds().items()
            if any(slot.type in slots for slot in kind.slots.values())
        }
        return Involved({name: page for name, page in pages.items() if page.items})

    def article(self, id: str) -> ArticlePage | None:
        """An article with its records, their entries and its reprints."""
        row = self.index.rows(models.Article).filter(id=id).first()
        if row is None:
            return None
        held = self.index.rows(models.Record).filter(article_id=id).order_by("position", "id")
        records = [
            (record_of_row(r), str(r.node.entry_id or "") if r.node else "", _review(r))
            for r in held.select_related("node__entry")
        ]
        alike = self.index.rows(models.Article).filter(group=row.group).exclude(id=id)
        reprints = alike.only(*Head.__dataclass_fields__).order_by("published", "id")[:_REPRINTS]
        return ArticlePage(article_of(row), tuple(records), tuple(map(head_of, reprints)))

    def successor(self, id: str) -> str | None:
        """The entry that one has become part of."""
        if self.index.rows(models.Entry).filter(id=id).exists():
            return None
        record = self.index.rows(models.Former).filter(id=id).values_list("record", flat=True).first()
        homes = self.index.rows(models.Record).filter(id=record, node__entry__isnull=False)
        found = homes.values_list("node__entry_id", flat=True).first()
        return str(found) if found else None

    # What is related

    def related(self, id: str, limit: int) -> list[Related]:
        """Entries that are related to one, the nearest first."""
        told = next(iter(self.index.told([id])), None)
        if told is None:
            return []
        found: dict[str, Related] = {}
        for brief, rule in self._candidates(told, limit):
            if brief.id != id and brief.review != REJECTED:
                found.setdefault(brief.id, Related(brief, rule))
            if len(found) == limit:
                break
        return list(found.values())

    def _candidates(self, told: Told, limit: int) -> Iterator[tuple[Brief, str]]:
        yield from ((brief, "reports") for brief in self._reported_with(told, limit))
        yield from self._of_the_day(told, limit)
        yield from ((brief, "words") for brief in self._of_the_words(told, limit))

    def _reported_with(self, told: Told, limit: int) -> list[Brief]:
        """What the same articles report, of the same organisation; by how many of them do."""
        articles = list(dict.fromkeys(row.article_id for row in told.rows))[:_REPORTS]
        held = self.index.rows(models.Record).filter(article_id__in=articles, node__entry__isnull=False)
        pairs = held.exclude(type__in=_ASIDE).values_list("node__entry_id", "article_id")
        tally = Counter(entry for entry, _ in set(pairs))
        tally.pop(told.row.id, None)
        nearest = sorted(tally, key=lambda entry: (-tally[entry], entry))[: _SPARE * limit]
        found = self.briefs(nearest)
        own = told.row.organisation
        return [found[e] for e in nearest if e in found and own in ("", found[e].organisation)]

    def _of_the_day(self, told: Told, limit: int) -> list[tuple[Brief, str]]:
        """What the organisation did on the same day, first what it did at the same place."""
        row = told.row
        if not (row.organisation and row.date_from and row.date_from == row.date_to):
            return []
        same = self.index.rows(models.Brief).filter(
            organisation=row.organisation, lane__in=list(lanes()), first=row.date_from, last=row.date_from
        )
        place = told.entry.value("place")
        found = [
            (b, "place" if place and b.slots.get("place") == place else "day")
            for b in map(brief_of_row, same.order_by("-records", "id")[: _SPARE * limit])
        ]
        return sorted(found, key=lambda pair: pair[1] != "place")

    def _of_the_words(self, told: Told, limit: int) -> list[Brief]:
        """What has the longest words of its title in its own, is of the same type and organisation."""
        brief = self.briefs([told.row.id]).get(told.row.id)
        title = dict.fromkeys(word for _, _, word in words(brief.title)) if brief else {}
        asked = [{TITLE + form for form in forms(w)} for w in sorted(title, key=len, reverse=True)[:_WORDS]]
        if not brief or not asked:
            return []
        filters = Filters((ENTRIES,), brief.type, brief.home or None)
        keys, _ = self.search.keys(filters, limit + 1, None, asked)
        found = self.briefs(keys)
        return [found[key] for key in keys if key in found]

    def briefs(self, ids: Sequence[str]) -> dict[str, Brief]:
        """Entries in short."""
        found = (row for some in chunks(ids) for row in self.index.rows(models.Brief).filter(id__in=some))
        return {row.id: brief_of_row(row) for row in found}


def _review(row: Any) -> str:
    return str(row.node.entry.review) if row.node and row.node.entry else ""
