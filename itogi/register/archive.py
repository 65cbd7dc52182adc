"""Backup and restore: a register as one archive that belongs to no database, so that restoring is moving.

A zip of lines of JSON: articles with their records as read, runs, decisions. What is computed (nodes,
matches, entries) is left out and computed again.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from django.core.management.color import no_style
from django.db import connections

import itogi
from itogi.errors import RecordError, RegisterError
from itogi.model.kinds import check_record
from itogi.register import models
from itogi.register.convert import article_of, article_row, record_of_row, record_row, subjects
from itogi.register.rows import Rows
from itogi.register.tables import CHUNK, chunks

FORMAT = 1
_FORMER = "former"  # addresses of entries that are no more; archives of earlier versions have none
_RUN = ("id", "version", "extractor", "settings", "started", "finished", "counts")
_ARTICLE = (
    "id", "raw_hash", "text", "title", "outlet", "url", "published", "language", "source", "encoding",
    "segments",
)  # fmt: skip
_RECORD = ("id", "run_id", "type", "slots", "evidence", "confidence", "pattern")
_DECISION = ("id", "kind", "record_id", "whole", "slot", "value", "actor", "reason", "made", "undoes_id")
Row = dict[str, Any]


def write_backup(rows: Rows, path: Path) -> Mapping[str, int]:
    """Write a register to an archive, whole or not at all; returns how much there is of what."""
    try:
        number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        try:
            with os.fdopen(number, "wb") as file, rows.writing():
                counts = _write(rows, file)
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
    except OSError as error:
        raise RegisterError(
            f"the backup cannot be written ({error.strerror or error})",
            where=str(path),
            remedy="name a file in a folder that exists and that you may write to, on a disk with space",
        ) from error
    return counts


def _write(rows: Rows, file: IO[bytes]) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    parts = {
        "runs": _runs(rows),
        "articles": _articles(rows),
        "decisions": _decisions(rows),
        _FORMER: (_columns(row, ("id", "record")) for row in rows.rows(models.Former).order_by("id")),
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, stream in parts.items():
            counts[name] = 0
            with archive.open(f"{name}.jsonl", "w", force_zip64=True) as out:
                for row in stream:
                    counts[name] += 1
                    counts["records"] = counts.get("records", 0) + len(row.get("records", ()))
                    out.write(json.dumps(row, ensure_ascii=False, default=_plain).encode() + b"\n")
        about = {"format": FORMAT, "itogi": itogi.__version__, "counts": counts}
        archive.writestr("register.json", json.dumps(about, indent=1))
    return counts


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} has no form in an archive")


def _runs(rows: Rows) -> Iterator[Row]:
    return (_columns(row, _RUN) for row in rows.rows(models.Run).order_by("id"))


def _articles(rows: Rows) -> Iterator[Row]:
    ids = list(rows.rows(models.Article).order_by("id").values_list("id", flat=True))
    for some in chunks(ids):
        held: dict[str, list[Row]] = {id: [] for id in some}
        for row in rows.records_of(some, "position", "id"):
            held[row.article_id].append(_columns(row, _RECORD))
        for row in rows.rows(models.Article).filter(id__in=some).order_by("id"):
            yield _columns(row, _ARTICLE) | {"records": held[row.id]}


def _decisions(rows: Rows) -> Iterator[Row]:
    for row in rows.rows(models.Decision).order_by("id").prefetch_related("named"):
        named = sorted((n.record_id, n.side) for n in row.named.all())
        yield _columns(row, _DECISION) | {"named": named}


def _columns(row: Any, names: Iterable[str]) -> Row:
    return {name: getattr(row, name) for name in names}


def read_backup(rows: Rows, path: Path) -> Mapping[str, int]:
    """Fill an empty register from an archive, whole or not at all; returns how much there was of what."""
    try:
        with zipfile.ZipFile(path) as archive:
            about = json.loads(archive.read("register.json"))
            _check(rows, about, path)
            with rows.writing():
                _fill(rows, archive)
            rows.take_stock()
            return dict(about["counts"])
    except RecordError as error:
        raise RegisterError(
            str(error), where=str(path), remedy="the backup is damaged: take another"
        ) from error
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
        raise RegisterError(
            f"this is no backup of a register, or it is damaged ({error})",
            where=str(path),
            remedy="name a file that `itogi backup` wrote; the register is as it was",
        ) from error


def _check(rows: Rows, about: Mapping[str, Any], path: Path) -> None:
    if about["format"] != FORMAT:
        raise RegisterError(
            f"the backup has format {about['format']}, this version reads {FORMAT}",
            where=str(path),
            remedy=f"restore it with itogi {about.get('itogi', 'that wrote it')}",
        )
    if any(rows.rows(table).exists() for table in (models.Article, models.Run)):
        raise RegisterError(
            "the register is not empty", where=str(rows.location), remedy="restore into a new one"
        )


def _fill(rows: Rows, archive: zipfile.ZipFile) -> None:
    rows.rows(models.Run).bulk_create(models.Run(**_timed(row)) for row in _lines(archive, "runs"))
    some: list[Row] = []
    for row in _lines(archive, "articles"):
        some.append(row)
        if len(some) == CHUNK:
            _fill_articles(rows, some)
            some = []
    _fill_articles(rows, some)
    for row in _lines(archive, "decisions"):
        named = row.pop("named")
        rows.rows(models.Decision).bulk_create([models.Decision(**_timed(row))])
        rows.rows(models.Named).bulk_create(
            models.Named(decision_id=row["id"], record_id=record, side=side) for record, side in named
        )
    _count_on(rows)
    rows.merge_all()
    if f"{_FORMER}.jsonl" in archive.namelist():
        former = (models.Former(**row) for row in _lines(archive, _FORMER))
        rows.rows(models.Former).bulk_create(former, ignore_conflicts=True)
    rows.index.changes.all = True


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[Row]:
    with archive.open(f"{name}.jsonl") as lines:
        for line in lines:
            yield json.loads(line)


def _timed(row: Row) -> Row:
    times = {
        name: datetime.fromisoformat(row[name]) for name in ("started", "finished", "made") if row.get(name)
    }
    return row | times


def _fill_articles(rows: Rows, some: list[Row]) -> None:
    articles, records, about = [], [], []
    for row in some:
        held = row.pop("records")
        if row["published"]:
            row["published"] = date.fromisoformat(row["published"])
        article = article_of(models.Article(**row))
        articles.append(article_row(article))
        for one in held:
            record = record_of_row(models.Record(article_id=article.id, **one))
            check_record(record, article)
            made = record_row(record, article.published, one["run_id"])
            made.node_id = None  # it is merged when all are there, with the decisions on them
            records.append(made)
        about += subjects(article.id, (record_of_row(r) for r in records if r.article_id == article.id))
    rows.rows(models.Article).bulk_create(articles)
    rows.reprints.place(articles)
    rows.rows(models.Record).bulk_create(records)
    rows.rows(models.Subject).bulk_create(about)


def _count_on(rows: Rows) -> None:
    """PostgreSQL gives the next number from a counter, which knows nothing of numbers that were given."""
    connection = connections[rows.alias]
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [models.Run, models.Decision]):
            cursor.execute(sql)
