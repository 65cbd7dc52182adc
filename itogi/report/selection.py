"""Which entries belong to the report on an organisation and period, and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from itogi.model.article import Article
from itogi.model.entry import Entry
from itogi.model.kinds import kinds
from itogi.model.values import date_range, dates_overlap
from itogi.register.lanes import SESSION, in_lane

_DATE_SLOTS = ("date", "year", "due")


def text_of(entry: Entry, slot: str) -> str:
    """The first value of ``slot`` as text; empty where there is none or it is a list."""
    value = entry.value(slot)
    return value if isinstance(value, str) else ""


def list_of(entry: Entry, slot: str) -> tuple[str, ...]:
    """The values of a list slot."""
    value = entry.value(slot)
    return value if isinstance(value, tuple) else ()


def when(entry: Entry) -> str | None:
    """The EDTF date of the fact itself, if it has one."""
    return next((text for slot in _DATE_SLOTS if (text := text_of(entry, slot))), None)


def bounds(entry: Entry) -> tuple[date, date] | None:
    """First and last day on which the fact can have been."""
    at = when(entry)
    return date_range(at) if at else None


def by_date(entry: Entry) -> tuple[date, date, str]:
    """Sort key: earlier first, the more precise first of two, undated last."""
    first, last = bounds(entry) or (date.max, date.max)
    return (first, last, entry.id)


def published(entry: Entry, articles: Mapping[str, Article]) -> list[date]:
    """The publication dates of the articles that speak of ``entry``, in order."""
    found = (articles.get(record.article) for record in entry.records)
    return sorted(a.published for a in found if a and a.published)


def _has_owner(entry: Entry) -> bool:
    """Whether the entry says whose it is, or its kind demands that it should."""
    kind = kinds().get(entry.type)
    owned = kind is not None and "organisation" in kind.slots
    return owned and (entry.type != "body" or bool(text_of(entry, "organisation")))


def _said_within(entry: Entry, articles: Mapping[str, Article], period: str) -> bool:
    dates = published(entry, articles)
    return not dates or any(dates_overlap(day.isoformat(), period) for day in dates)


def in_period(entry: Entry, articles: Mapping[str, Article], period: str | None) -> bool:
    """Whether the fact falls into ``period``, or is announced in it for a later time.

    What only recalls an earlier time is background and stays out.
    """
    span = date_range(period) if period else None
    if period is None or span is None:
        return True
    at = bounds(entry)
    if at is None:
        return _said_within(entry, articles, period)
    if at[0] > span[1]:
        return _said_within(entry, articles, period)
    return at[1] >= span[0]


def _mainly_about(organisation: str, entries: Iterable[Entry]) -> set[str]:
    """The articles that state at least as many entries of ``organisation`` as of any other."""
    counts: dict[str, Counter[str]] = {}
    for entry in entries:
        if owner := text_of(entry, "organisation"):
            for article in {record.article for record in entry.records}:
                counts.setdefault(article, Counter())[owner] += 1
    return {a for a, count in counts.items() if 0 < count[organisation] == max(count.values())}


def select(
    entries: Iterable[Entry], articles: Mapping[str, Article], organisation: str, period: str | None
) -> list[Entry]:
    """The entries of ``organisation`` in ``period``.

    Quotes, offices, invitations, commitments and bodies that name no organisation belong to the report
    when an article that is mainly about its work in the period holds them, and of such an entry only what
    those articles say: a post is held for years, but the report of a year rests on the reports of that year.
    """
    near = [e for e in entries if in_period(e, articles, period)]
    own = [e for e in near if _has_owner(e) and text_of(e, "organisation") == organisation]
    speaking = _mainly_about(organisation, near)
    within = {id for id in speaking if _published_within(articles.get(id), period)}
    others = (_as_told(e, within) for e in near if not _has_owner(e))
    return sorted([*own, *(e for e in others if e.records)], key=by_date)


def _published_within(article: Article | None, period: str | None) -> bool:
    if period is None or article is None or article.published is None:
        return True
    return dates_overlap(article.published.isoformat(), period)


def _as_told(entry: Entry, articles: set[str]) -> Entry:
    """The entry with the records of some articles only."""
    return replace(entry, records=tuple(r for r in entry.records if r.article in articles))


def is_session(entry: Entry) -> bool:
    """Whether a meeting is a session of the organisation: of its heads, or of a council without a level."""
    return in_lane(SESSION, entry)


def is_ahead(entry: Entry, period: str | None) -> bool:
    """Whether the fact lies after ``period``."""
    span, at = date_range(period) if period else None, bounds(entry)
    return bool(span and at and at[0] > span[1])
