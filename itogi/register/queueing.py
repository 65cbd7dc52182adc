"""The queue of what awaits review: what is least sure and weighs most first (``review.yml``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from itogi.errors import UsageError
from itogi.register import models
from itogi.register.answers import Context, Head, Page, Waiting
from itogi.register.briefs import RISK, WAITING, weights
from itogi.register.convert import brief_of_row, head_of, record_of_row
from itogi.register.reviewing import Reviewing
from itogi.register.search import at_least_one
from itogi.register.telling import Told

_AROUND = 400  # characters of the text before and after a sentence
_OTHERS = 10  # further records of an entry that are shown


@dataclass(frozen=True)
class Wanted:
    """What of the queue is wanted."""

    type: str | None = None
    organisation: str | None = None
    least: float | None = None
    most: float | None = None
    country: str | None = None
    since: date | None = None
    until: date | None = None

    def apply(self, query: Any) -> Any:
        """The query of briefs that await review, limited to these."""
        exact = {"type": self.type, "home": self.organisation, "confidence__gte": self.least,
                 "confidence__lte": self.most, "last__gte": self.since, "first__lte": self.until}  # fmt: skip
        query = query.filter(risk__isnull=False, **{k: v for k, v in exact.items() if v is not None})
        if self.country is not None:
            query = query.filter(countries__contains=f" {self.country} ")
        low, high = self._risks()
        # What follows for the risk is said as well: the index is in its order.
        query = query if low is None else query.filter(risk__gte=low)
        return query if high is None else query.filter(risk__lte=high)

    def _risks(self) -> tuple[int | None, int | None]:
        """Between which risks the confidences that are wanted can lie."""
        each = weights()["weight"]
        some = [each[self.type]] if self.type in each else list(each.values())
        low = None if self.most is None else round((1 - self.most) * min(some) * RISK) - 1
        high = (
            None
            if self.least is None
            else round((1 - self.least) * max(some) * weights()["contradicted"] * RISK) + 1
        )
        return low, high


class Queue:
    """Reads the queue of one register."""

    def __init__(self, rows: Reviewing) -> None:
        self.rows = rows

    def size(self, wanted: Wanted) -> int:
        """How many entries await review; of a type and organisation that is counted as entries change."""
        # Counted without an organisation is all, wanted with an empty one is what belongs to none.
        if wanted != Wanted(wanted.type, wanted.organisation) or wanted.organisation == "":
            return int(self._query(wanted).count())
        counts = self.rows.rows(models.Tally).filter(organisation=wanted.organisation or "", facet=WAITING)
        each = dict(counts.values_list("value", "n"))
        return int(sum(each.values()) if wanted.type is None else each.get(wanted.type, 0))

    def ids(self, wanted: Wanted, limit: int) -> list[str]:
        """The ids of entries that await review, the surest first."""
        return list(self._query(wanted).order_by("risk", "-id").values_list("id", flat=True)[:limit])

    def page(self, wanted: Wanted, limit: int, after: str | None, surest: bool) -> Page[Waiting]:
        """Some of the queue, the riskiest first, or the surest first."""
        at_least_one(limit)
        query = self._query(wanted)
        if after is not None:
            risk, id = _place(after)
            if surest:
                query = query.filter(risk__gte=risk).exclude(risk=risk, id__gte=id)
            else:
                query = query.filter(risk__lte=risk).exclude(risk=risk, id__lte=id)
        order = ("risk", "-id") if surest else ("-risk", "id")
        some = list(query.order_by(*order)[: limit + 1])
        shown = some[:limit]
        told = {one.row.id: one for one in self.rows.index.told([row.id for row in shown])}
        more = f"{shown[-1].risk}-{shown[-1].id}" if len(some) > limit else None
        return Page(tuple(self._waiting(shown, told)), more)

    def one(self, target: str) -> Waiting | None:
        """An entry, or the entry of a record, as the queue shows it, whether it awaits review or not."""
        of_record = self.rows.rows(models.Record).filter(id=target).values_list("node__entry_id", flat=True)
        some = list(self.rows.rows(models.Brief).filter(id__in=[target, *of_record]))[:1]
        told = {one.row.id: one for one in self.rows.index.told([row.id for row in some])}
        return next(iter(self._waiting(some, told)), None)

    def _query(self, wanted: Wanted) -> Any:
        return wanted.apply(self.rows.rows(models.Brief))

    def _waiting(self, shown: Sequence[models.Brief], told: Mapping[str, Told]) -> list[Waiting]:
        kept = [(row, told[row.id]) for row in shown if row.id in told]
        surest = {row.id: max(one.rows, key=lambda r: r.confidence) for row, one in kept}
        speaking = {a for r in surest.values() for a, *_ in r.evidence}
        texts = {a.id: a for a in self._articles(speaking).defer("segments", "minima")}
        others = {row.id: [r for r in one.rows if r.id != surest[row.id].id][:_OTHERS] for row, one in kept}
        tokens = self.rows.tokens([row.id for row, _ in kept])
        also = {r.article_id for some in others.values() for r in some}
        heads = {a.id: head_of(a) for a in self._articles(also).only(*Head.__dataclass_fields__)}
        return [
            Waiting(
                brief_of_row(row),
                one.entry,
                record_of_row(surest[row.id]),
                tuple(_context(texts[a], start, end) for a, start, end, _ in surest[row.id].evidence),
                tuple((record_of_row(r), heads[r.article_id]) for r in others[row.id]),
                tokens[row.id],
            )
            for row, one in kept
        ]

    def _articles(self, ids: set[str]) -> Any:
        return self.rows.rows(models.Article).filter(id__in=sorted(ids))


def _context(row: models.Article, start: int, end: int) -> Context:
    """A sentence with the text around it, cut between words."""
    low, high = max(0, start - _AROUND), min(len(row.text), end + _AROUND)
    low = row.text.find(" ", low, start) + 1 if low else 0
    high = row.text.rfind(" ", end, high) if high < len(row.text) and " " in row.text[end:high] else high
    return Context(head_of(row), start, end, row.text[low:start], row.text[start:end], row.text[end:high])


def _place(after: str) -> tuple[int, str]:
    risk, _, id = after.partition("-")
    if not risk.isdecimal() or not id:
        raise UsageError(f"{after!r} is no place in the queue", remedy="take the cursor of the last page")
    return int(risk), id
