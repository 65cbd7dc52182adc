"""Entries in short (lists, queues), the counts of an overview, and the news: kept as entries change.

Whoever asks for a list of a register of a million records must not read its records. In the transaction
that changes an entry its brief is made anew, the counts that it adds to are moved by the difference, and
what readers would call news is noted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connections

from itogi.model.data import load_yaml
from itogi.model.differing import contradictions
from itogi.model.entry import Entry
from itogi.model.kinds import kinds
from itogi.model.values import is_country
from itogi.register import models
from itogi.register.convert import homeless_types
from itogi.register.decisions import REJECTED
from itogi.register.lanes import lane_of
from itogi.register.passages import STATE_SLOTS, days_of
from itogi.register.tables import Tables, chunks
from itogi.register.telling import Told
from itogi.register.traits import rules

TYPE, LANE, TOPIC, STAGE, COUNTRY, WAITING = "type", "lane", "topic", "stage", "country", "waiting"
# Of the whole register, whatever a person decided: entries and records by type, entries by organisation.
ENTRIES, RECORDS, OWNER = "entries", "records", "organisation"
RISK = 100_000  # of an entry of weight one that nothing speaks for
_LONGEST_TITLE, _MOST_MEMBERS = 300, 12
_COLUMNS = [f.attname for f in models.Brief._meta.concrete_fields if not f.primary_key]
_ADD = (
    "INSERT INTO register_tally (organisation, facet, value, year, n) VALUES (%s, %s, %s, %s, %s) "
    "ON CONFLICT (organisation, facet, value, year) DO UPDATE SET n = register_tally.n + excluded.n"
)
Key = tuple[str, str, str, int]


@cache
def weights() -> Mapping[str, Any]:
    """What entries weigh in the queue (``review.yml``)."""
    loaded: Mapping[str, Any] = load_yaml(Path(__file__).parent / "review.yml")
    return loaded


def name_of(type: str, slots: Mapping[str, Any]) -> str:
    """The words that name a fact; nothing where it has no name."""
    return next((str(slots[name]) for name in rules()["wording"].get(type, ()) if slots.get(name)), "")


# One brief


def brief_of(told: Told) -> models.Brief:
    """The brief of an entry."""
    row, entry = told.row, told.entry
    shown = {name: entry.value(name) for name in entry.slots}
    first, last = days_of((row.date_from, row.date_to), (row.said_from, row.said_to))
    differing = {slot: [v.value for v in variants] for slot, variants in contradictions(entry).items()}
    homes = _homes(told)
    confidence = max(record.confidence for record in entry.records)
    return models.Brief(
        id=row.id,
        type=row.type,
        organisation=row.organisation,
        home=homes[0] if homes else "",
        homes=homes,
        first=first,
        last=last,
        heard=row.said_to or date.min,
        lane=None if row.review == REJECTED else lane_of(entry),
        title=name_of(row.type, shown)[:_LONGEST_TITLE],
        slots={name: v for name, value in shown.items() if (v := _short(row.type, name, value)) is not None},
        topics=list(_members(shown.get("topics"))),
        countries="".join(f" {code} " for code in sorted(_countries(entry))),
        stage=next(iter(told.states), ""),
        review=row.review,
        confidence=confidence,
        risk=None if row.review else risk_of(row.type, confidence, bool(differing)),
        records=told.size,
        sources=entry.sources,
        differing=differing,
        disputes=None if row.review == REJECTED else len(differing) or None,
    )


def risk_of(type: str, confidence: float, contradicted: bool) -> int:
    """How soon an entry is to be looked at: how unsure it is, times what it weighs."""
    weight: int = weights()["weight"][type] * (weights()["contradicted"] if contradicted else 1)
    return round((1 - confidence) * weight * RISK)


def _homes(told: Told) -> list[str]:
    """The organisations that an entry belongs to, first that under which it is filed."""
    if told.row.organisation or told.row.type not in homeless_types():
        return [told.row.organisation] if told.row.organisation else []
    return sorted(told.main, key=lambda code: (-told.main[code], code))


def _members(value: object) -> Sequence[str]:
    return value if isinstance(value, tuple | list) else ()


def _short(type: str, name: str, value: object) -> object:
    """What a list shows of a slot: values, no texts; of long lists the beginning."""
    if kinds()[type].slots[name].type in ("text", "verbatim", "topic"):
        return None
    return list(value[:_MOST_MEMBERS]) if isinstance(value, tuple) else value


def _countries(entry: Entry) -> set[str]:
    found: set[str] = set()
    for name, slot in kinds()[entry.type].slots.items():
        if slot.type in ("country", "party"):
            value = entry.value(name)
            found |= {v for v in (value if isinstance(value, tuple) else (str(value),)) if is_country(v)}
    return found


def counted(brief: models.Brief) -> Counter[Key]:
    """What a brief counts as, in the whole register and in each organisation that it belongs to."""
    found = Counter({("", ENTRIES, brief.type, 0): 1, ("", RECORDS, brief.type, 0): brief.records})
    if brief.organisation:
        found["", OWNER, brief.organisation[:100], 0] += 1
    if brief.review != REJECTED:
        for code in ("", *brief.homes):
            found.update((code, *facet) for facet in _facets(brief))
    if brief.risk is not None:
        found.update((code, WAITING, brief.type, 0) for code in {"", brief.home})
    return found


def _facets(brief: models.Brief) -> Iterator[tuple[str, str, int]]:
    year = brief.first.year if brief.first else 0
    yield TYPE, brief.type, year
    if brief.lane:
        yield LANE, brief.lane, year
    yield from ((TOPIC, topic, 0) for topic in brief.topics)
    yield from ((COUNTRY, f"{country}/{brief.type}", 0) for country in brief.countries.split())
    if brief.stage:
        yield STAGE, f"{brief.type}/{brief.stage}", 0


def same(a: models.Brief, b: models.Brief) -> bool:
    """Whether two briefs of one entry say the same."""
    return all(getattr(a, name) == getattr(b, name) for name in _COLUMNS)


class Briefs(Tables):
    """The briefs, counts and news of one register."""

    def put(self, ids: Sequence[str], told: Sequence[Told], *, again: bool = False) -> None:
        """Let the register hold the briefs of these entries as told, and none of the other ``ids``.

        With ``again`` all of them are made anew: what they tell was learnt when their records were read.
        """
        old = {row.id: row for some in chunks(ids) for row in self.rows(models.Brief).filter(id__in=some)}
        new = {one.row.id: brief_of(one) for one in told}
        added = [row for id, row in new.items() if id not in old]
        changed = [row for id, row in new.items() if id in old and not same(row, old[id])]
        gone = sorted(set(old) - set(new))
        self.rows(models.Brief).bulk_create(added)
        self.update(models.Brief, changed, _COLUMNS)
        self.rows(models.Brief).filter(id__in=gone).delete()
        self._count([*added, *changed], [old[row.id] for row in changed] + [old[id] for id in gone])
        fresh = [o for o in told if o.row.id not in old or new[o.row.id].stage != old[o.row.id].stage]
        self._note([(one, new[one.row.id]) for one in fresh], again)

    def _count(self, plus: Iterable[models.Brief], minus: Iterable[models.Brief]) -> None:
        """Move the counts by what has come and gone."""
        moved: Counter[Key] = Counter()
        for brief in plus:
            moved.update(counted(brief))
        for brief in minus:
            moved.subtract(counted(brief))
        rows = [(*key, n) for key, n in sorted(moved.items()) if n]
        if not rows:
            return
        with connections[self.alias].cursor() as cursor:
            cursor.executemany(_ADD, rows)
        if any(n < 0 for *_, n in rows):
            self.rows(models.Tally).filter(n=0).delete()

    # News

    def _note(self, fresh: Sequence[tuple[Told, models.Brief]], again: bool) -> None:
        """Note entries that are new, and those that show another stage than was noted last.

        Entries change their names when earlier reports come or people merge them: what was noted is found
        by the records. What a person rejected is no news.
        """
        shown = [(told, brief) for told, brief in fresh if brief.review != REJECTED]
        noted: dict[str, list[models.News]] = {}
        for some in chunks([row.id for told, _ in shown for row in told.rows]):
            for row in self.rows(models.News).filter(record__in=some):
                noted.setdefault(row.record, []).append(row)
        found, moment = [], datetime.now(UTC)
        for told, brief in shown:
            before = [news for row in told.rows for news in noted.get(row.id, ())]
            last = max(before, key=lambda news: (news.learnt, news.id), default=None)
            if last is None or last.stage != brief.stage:
                found.append(_news(told, brief, last, _learnt(told) if again else moment))
        runs = {news.record: news for news in found}
        if again:
            self._date_by_runs(runs)
        self.rows(models.News).bulk_create(found)

    def _date_by_runs(self, found: Mapping[str, models.News]) -> None:
        """What is noted after the fact was learnt when the run began that read it."""
        for some in chunks(sorted(found)):
            rows = self.rows(models.Record).filter(id__in=some, run__isnull=False)
            for id, began in rows.values_list("id", "run__started"):
                found[id].learnt = began

    # The whole

    def clear_all(self) -> None:
        """Forget briefs and counts, to make them anew; what was learnt when is kept."""
        self.clear(models.Brief)
        self.clear(models.Tally)

    def mark_revision(self) -> None:
        """Give the register a mark that no earlier state of it has borne."""
        self.rows(models.Revision).update_or_create(id=1, defaults={"mark": uuid4().hex})

    def revision(self) -> str:
        """The mark of the state that the register is in."""
        return str(self.rows(models.Revision).filter(id=1).values_list("mark", flat=True).first() or "")


def _news(told: Told, brief: models.Brief, last: models.News | None, learnt: datetime) -> models.News:
    return models.News(
        record=_stating(told, brief.stage) if last else told.rows[0].id,
        type=brief.type,
        organisation=brief.home,
        new=last is None,
        stage=brief.stage,
        before=last.stage if last else "",
        learnt=learnt,
    )


def _stating(told: Told, stage: str) -> str:
    """The record that states the stage shown; of what a person set, the first."""
    variants = (told.entry.slots.get(name, ()) for name in STATE_SLOTS)
    stating = (some[0].records for some in variants if some and some[0].value == stage)
    return next((records[-1] for records in stating if records), told.rows[0].id)


def _learnt(told: Told) -> datetime:
    """When an entry was first reported; now, where no report says so."""
    day = told.row.said_from
    return datetime.combine(day, time(), UTC) if day else datetime.now(UTC)
