"""What stands at the head of the pages: the overview of an organisation, its sessions, what is new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from itogi.register import models
from itogi.register.answers import Brief, Change, Overview
from itogi.register.briefs import COUNTRY, LANE, STAGE, TOPIC, TYPE, WAITING, Briefs
from itogi.register.convert import brief_of_row
from itogi.register.decisions import REJECTED
from itogi.register.lanes import COUNCIL, SESSION, lanes
from itogi.register.tables import Tables, chunks

_REMEMBERED = 64  # overviews of the present revision


class Overviews(Tables):
    """Answers from counts and briefs, whose cost does not grow with the register."""

    def __init__(self, alias: str) -> None:
        super().__init__(alias)
        self.briefs = Briefs(alias)
        self._known: dict[tuple[str, int, int], Overview] = {}

    def overview(self, organisation: str, most: int, disagreements: int) -> Overview:
        """The overview of an organisation; of all entries, without a plot, where its code is empty."""
        revision, key = self.briefs.revision(), (organisation, most, disagreements)
        known = self._known.get(key)
        if known is None or known.revision != revision:
            known = self._overview(organisation, revision, most, disagreements)
            if len(self._known) >= _REMEMBERED:
                self._known = {}
            self._known[key] = known
        return known

    def _overview(self, organisation: str, revision: str, most: int, disagreements: int) -> Overview:
        counts = self._counts(organisation)
        briefs = self.rows(models.Brief).filter(organisation=organisation)
        disputed = briefs.filter(disputes__isnull=False).order_by("-heard", "id")
        first, last = self._days(organisation)
        return Overview(
            organisation,
            revision,
            _by_year(counts[TYPE]),
            _by_year(counts[LANE]),
            _most_first(counts[TYPE]),
            _most_first(counts[TOPIC]),
            _split(counts[STAGE]),
            _summed(counts[COUNTRY]),
            _most_first(counts[WAITING]),
            self._plot(organisation, most) if organisation else (),
            tuple(map(brief_of_row, disputed[:disagreements])) if organisation else (),
            first,
            last,
        )

    def _counts(self, organisation: str) -> Mapping[str, list[tuple[str, int, int]]]:
        """By facet: value, year, how many."""
        found: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
        rows = self.rows(models.Tally).filter(organisation=organisation)
        for facet, *counted in rows.values_list("facet", "value", "year", "n"):
            found[facet].append((counted[0], counted[1], counted[2]))
        return found

    def _plot(self, organisation: str, most: int) -> tuple[Brief, ...]:
        found: list[Brief] = []
        for lane in lanes():
            some = self.rows(models.Brief).filter(organisation=organisation, lane=lane)
            found += map(brief_of_row, some.order_by("-records", "id")[:most])
        return tuple(sorted(found, key=_by_day))

    def _days(self, organisation: str) -> tuple[date | None, date | None]:
        firsts, lasts = [], []
        for lane in lanes():
            some = self.rows(models.Brief).filter(organisation=organisation, lane=lane, first__isnull=False)
            firsts += some.order_by("first").values_list("first", flat=True)[:1]
            lasts += some.order_by("-first").values_list("last", flat=True)[:1]
        return min(firsts, default=None), max(lasts, default=None)

    def sessions(
        self, organisation: str, since: date | None, until: date | None, councils: bool
    ) -> list[Brief]:
        """Sessions, and councils of ministers if wanted, in their order."""
        some = self.rows(models.Brief).filter(
            organisation=organisation, lane__in=[SESSION, COUNCIL] if councils else [SESSION]
        )
        if since:
            some = some.filter(last__gte=since)
        some = some.filter(first__lte=until) if until else some.filter(first__isnull=False)
        return sorted(map(brief_of_row, some), key=_by_day)

    # News

    def changes(
        self,
        organisation: str | None,
        type: str | None,
        entry: str | None,
        since: datetime | None,
        limit: int,
    ) -> list[Change]:
        """What was learnt last, the latest first."""
        query = self.rows(models.News).order_by("-learnt", "-id")
        if organisation is not None:
            query = query.filter(organisation=organisation)
        if type is not None:
            query = query.filter(type=type)
        if since is not None:
            query = query.filter(learnt__gt=since)
        if entry is not None:
            return self._told(self._of_entry(query, entry))[:limit]
        found: list[Change] = []
        start = 0
        while len(found) < limit and (some := list(query[start : start + 2 * limit])):
            found += self._told(some)
            start += 2 * limit
        return _each_once(found)[:limit]

    def _of_entry(self, query: Any, entry: str) -> list[models.News]:
        records = self.rows(models.Record).filter(node__entry_id=entry).values_list("id", flat=True)
        found = [row for some in chunks(list(records)) for row in query.filter(record__in=some)]
        return sorted(found, key=lambda row: (row.learnt, row.id), reverse=True)

    def _told(self, news: Iterable[models.News]) -> list[Change]:
        """The news with the entries that they are of now; without those that are gone or rejected."""
        rows = list(news)
        homes: dict[str, str] = {}
        for some in chunks([row.record for row in rows]):
            of = self.rows(models.Record).filter(id__in=some, node__entry__isnull=False)
            homes |= dict(of.values_list("id", "node__entry_id"))
        briefs: dict[str, Brief] = {}
        for some in chunks(sorted(set(homes.values()))):
            shown = self.rows(models.Brief).filter(id__in=some).exclude(review=REJECTED)
            briefs |= {row.id: brief_of_row(row) for row in shown}
        return [
            Change(row.id, row.learnt, row.new, row.stage, row.before, brief)
            for row in rows
            if (brief := briefs.get(homes.get(row.record, "")))
        ]


def _each_once(changes: Iterable[Change]) -> list[Change]:
    """Entries that were merged later were new once: each change of an entry is told once."""
    return list({(c.brief.id, c.new, c.stage, c.before): c for c in changes}.values())


def _by_day(brief: Brief) -> tuple[date, str]:
    return brief.first or date.max, brief.id


# Counts


def _by_year(counts: Iterable[tuple[str, int, int]]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for value, year, n in sorted(counts, key=lambda row: (row[1], row[0])):
        found[year][value] = n
    return dict(found)


def _most_first(counts: Iterable[tuple[str, int, int]]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for value, _, n in counts:
        found[value] += n
    return dict(sorted(found.items(), key=lambda row: (-row[1], row[0])))


def _summed(counts: Iterable[tuple[str, int, int]]) -> dict[str, int]:
    """Without what stands behind the stroke."""
    return _most_first((value.partition("/")[0], year, n) for value, year, n in counts)


def _split(counts: Iterable[tuple[str, int, int]]) -> dict[str, dict[str, int]]:
    """By what stands before the stroke, then by what stands behind it."""
    found: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for value, year, n in counts:
        before, _, behind = value.partition("/")
        found[before].append((behind, year, n))
    return {name: _most_first(some) for name, some in sorted(found.items())}
