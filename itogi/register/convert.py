"""Between the rows of the tables and the model's articles and records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from itogi.model.article import Article, Segment
from itogi.model.kinds import kinds
from itogi.model.record import Evidence, Record, SlotValue
from itogi.model.values import date_range
from itogi.register import models
from itogi.register.answers import Brief, Head
from itogi.register.keys import node_of
from itogi.register.official import is_official
from itogi.register.traits import Item, block_of, time_of

RECORD_FIELDS = ("id", "type", "slots", "evidence", "confidence", "pattern", "article_id", "said")
ITEM_FIELDS = (*RECORD_FIELDS, "article__group", "article__outlet", "article__url")
MERGE_FIELDS = ("id", "type", "slots", "evidence", "article_id", "said")


def article_row(article: Article) -> models.Article:
    """The row of an article."""
    return models.Article(
        id=article.id,
        raw_hash=article.raw_hash,
        text=article.text,
        title=article.title,
        outlet=article.outlet,
        url=article.url,
        published=article.published,
        language=article.language,
        source=article.source,
        encoding=article.encoding,
        segments=[[s.start, s.source, s.length] for s in article.segments],
    )


def article_of(row: models.Article) -> Article:
    """The article of a row."""
    return Article(
        id=row.id,
        text=row.text,
        title=row.title,
        outlet=row.outlet,
        url=row.url,
        published=row.published,
        language=row.language,
        raw_hash=row.raw_hash,
        source=row.source,
        encoding=row.encoding,
        segments=tuple(Segment(*s) for s in row.segments),
    )


def record_row(record: Record, said: date | None, run: int | None) -> models.Record:
    """The row of a record of an article published on ``said``."""
    first, last = period_of(record)
    item = Item(record, said, record.article)
    block = block_of(item)
    return models.Record(
        id=record.id,
        article_id=record.article,
        run_id=run,
        type=record.type,
        slots=dict(record.slots),
        evidence=[[e.article, e.start, e.end, e.text] for e in record.evidence],
        position=record.evidence[0].start,
        confidence=record.confidence,
        pattern=record.pattern,
        organisation=str(record.get("organisation") or ""),
        date_from=first,
        date_to=last,
        said=said,
        block=block,
        node_id=node_of(item, block),
    )


def period_of(record: Record) -> tuple[date | None, date | None]:
    """First and last day of what a record is about; nothing for kinds that count when they are voiced."""
    when = time_of(record)
    return (date_range(when) if when else None) or (None, None)


def record_of(values: Sequence[Any]) -> Record:
    """The record of a row of ``RECORD_FIELDS``."""
    id, type, slots, evidence, confidence, pattern, *_ = values
    spans = tuple(Evidence(*e) for e in evidence)
    return Record(type, _filled(slots), spans, confidence, pattern, id)


def _filled(slots: dict[Any, Any]) -> dict[Any, SlotValue]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in slots.items()}


def item_of(values: Sequence[Any]) -> Item:
    """A record with its article, source and date, of a row of ``ITEM_FIELDS``."""
    record, said, article, group = record_of(values), values[7], values[6], values[8]
    return Item(record, said, article, group, is_official(values[9], values[10]))


def bare_item_of(values: Sequence[Any]) -> Item:
    """The same as far as merging needs it, of a row of ``MERGE_FIELDS``."""
    id, type, slots, evidence, article, said = values
    return Item(Record(type, _filled(slots), tuple(Evidence(*e) for e in evidence), id=id), said, article)


def record_of_row(row: models.Record) -> Record:
    """The record of a whole row."""
    return record_of([getattr(row, name) for name in RECORD_FIELDS])


def item_of_row(row: models.Record) -> Item:
    """The same of a whole row."""
    return bare_item_of([getattr(row, name) for name in MERGE_FIELDS])


def subjects(article: str, records: Iterable[Record]) -> list[models.Subject]:
    """The organisations of an article; the main ones have half as many records as the first, or more."""
    tally: dict[str, int] = {}
    for record in records:
        if organisation := record.get("organisation"):
            tally[str(organisation)] = tally.get(str(organisation), 0) + 1
    most = max(tally.values(), default=0)
    return [
        models.Subject(article_id=article, organisation=o, records=n, main=2 * n >= most)
        for o, n in sorted(tally.items())
    ]


def homeless_types() -> list[str]:
    """The types whose entries belong to what their articles are about: no slot for an organisation."""
    return [name for name, kind in kinds().items() if "organisation" not in kind.slots] + ["body"]


def brief_of_row(row: models.Brief) -> Brief:
    """The brief of a row."""
    return Brief(
        id=row.id,
        type=row.type,
        organisation=row.organisation,
        home=row.home,
        first=row.first,
        last=row.last,
        heard=None if row.heard == date.min else row.heard,
        title=row.title,
        stage=row.stage,
        slots=_filled(row.slots),
        topics=tuple(row.topics),
        countries=tuple(row.countries.split()),
        lane=row.lane or "",
        review=row.review,
        waiting=row.risk is not None,
        confidence=row.confidence,
        records=row.records,
        sources=row.sources,
        differing={slot: tuple(_filled(dict(enumerate(v))).values()) for slot, v in row.differing.items()},
    )


def head_of(row: models.Article) -> Head:
    """An article without its text."""
    return Head(row.id, row.title, row.outlet, row.url, row.published, row.language)
