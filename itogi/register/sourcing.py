"""Where things come from: reports grouped with their reprints; and how the organisations stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Sum

from itogi.register import models
from itogi.register.answers import Head, Source, Standing
from itogi.register.briefs import LANE, TYPE
from itogi.register.convert import head_of
from itogi.register.official import is_official
from itogi.register.tables import Tables, chunks


class Sourcing(Tables):
    """Reads sources and standings of one register."""

    def sources(self, articles: Iterable[str]) -> list[Source]:
        """The independent sources among some articles, by their first day; copies of a text are one."""
        groups: dict[str, list[models.Article]] = defaultdict(list)
        wanted = (*Head.__dataclass_fields__, "group", "credit")
        for some in chunks(sorted(set(articles))):
            for row in self.rows(models.Article).filter(id__in=some).only(*wanted):
                groups[row.group or row.id].append(row)
        found = [_source(sorted(rows, key=_order)) for rows in groups.values()]
        return sorted(found, key=lambda s: (s.heads[0].published or date.max, s.heads[0].id))

    def standings(self) -> list[Standing]:
        """All organisations with their counts, those with most entries first."""
        counts: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
        rows = self.rows(models.Tally).filter(facet__in=[TYPE, LANE]).exclude(organisation="")
        grouped = rows.order_by().values_list("organisation", "facet", "value").annotate(found=Sum("n"))
        for organisation, facet, value, n in grouped:
            counts[organisation][facet][value] = n
        years = self._years()
        made = [
            Standing(code, sum(found[TYPE].values()), found[LANE], *years.get(code, (0, 0)))
            for code, found in counts.items()
        ]
        return sorted(made, key=lambda s: (-s.entries, s.organisation))

    def _years(self) -> dict[str, tuple[int, int]]:
        """The first and last year of each organisation's lanes."""
        rows = self.rows(models.Tally).filter(facet=LANE, year__gt=0).order_by()
        found: dict[str, tuple[int, int]] = {}
        for code, year in rows.values_list("organisation", "year").distinct():
            first, last = found.get(code, (year, year))
            found[code] = min(first, year), max(last, year)
        return found


def _order(row: models.Article) -> tuple[bool, date, str]:
    return not is_official(row.outlet, row.url), row.published or date.max, row.id


def _source(rows: list[models.Article]) -> Source:
    """One source: the report that stands for it first, then its copies."""
    credit = next((row.credit for row in rows if row.credit), "")
    return Source(tuple(map(head_of, rows)), credit, is_official(rows[0].outlet, rows[0].url))
