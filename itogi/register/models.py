"""Tables of the register. Records stay as read; nodes, edges, entries are computed (merge.py)."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django.db import models


class PlainJSON(json.JSONEncoder):
    """JSON that keeps Cyrillic letters as they are: half the size, and readable in any database tool."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**(options | {"ensure_ascii": False, "separators": (",", ":")}))


class Run(models.Model):
    """One extraction run: what made the records, with which settings, and how much it stored."""

    version: models.CharField[str, str] = models.CharField(max_length=40)
    extractor: models.CharField[str, str] = models.CharField(max_length=200)
    settings = models.JSONField(default=dict, encoder=PlainJSON)
    started: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    finished: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict, encoder=PlainJSON)


class Article(models.Model):
    """One report as read."""

    id: models.CharField[str, str] = models.CharField(primary_key=True, max_length=64)
    raw_hash: models.CharField[str, str] = models.CharField(max_length=64, unique=True)
    text: models.TextField[str, str] = models.TextField()
    title: models.TextField[str | None, str | None] = models.TextField(null=True)
    outlet: models.TextField[str | None, str | None] = models.TextField(null=True)
    url: models.TextField[str | None, str | None] = models.TextField(null=True)
    published: models.DateField[date | None, date | None] = models.DateField(null=True, db_index=True)
    language: models.CharField[str, str] = models.CharField(max_length=16)
    source: models.TextField[str, str] = models.TextField()
    encoding: models.CharField[str, str] = models.CharField(max_length=40)
    segments = models.JSONField(default=list, encoder=PlainJSON)
    group: models.CharField[str, str] = models.CharField(max_length=64, default="", db_index=True)
    minima: models.BinaryField[bytes, bytes] = models.BinaryField(default=b"")
    credit: models.CharField[str, str] = models.CharField(max_length=40, default="")


class Band(models.Model):
    """A mark by which articles of nearly the same text find each other (reprints.py)."""

    band: models.BigIntegerField[int, int] = models.BigIntegerField()
    article: models.ForeignKey[Article, Article] = models.ForeignKey(
        Article, models.CASCADE, related_name="bands"
    )

    class Meta:
        """Found by band."""

        indexes = (models.Index(fields=["band", "article"], name="band_found"),)


class Subject(models.Model):
    """An organisation that an article states records about; ``main`` if it is what the article is about."""

    article: models.ForeignKey[Article, Article] = models.ForeignKey(
        Article, models.CASCADE, related_name="subjects"
    )
    organisation: models.CharField[str, str] = models.CharField(max_length=200)
    records: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    main: models.BooleanField[bool, bool] = models.BooleanField()

    class Meta:
        """Found by organisation."""

        indexes = (models.Index(fields=["organisation", "main"], name="subject_organisation"),)


class Record(models.Model):
    """One fact that one article states; ``said`` repeats the article's date, ``block`` is for merging."""

    id: models.CharField[str, str] = models.CharField(primary_key=True, max_length=64)
    article: models.ForeignKey[Article, Article] = models.ForeignKey(
        Article, models.CASCADE, related_name="records"
    )
    run: models.ForeignKey[Run | None, Run | None] = models.ForeignKey(
        Run, models.SET_NULL, null=True, related_name="+"
    )
    type: models.CharField[str, str] = models.CharField(max_length=40)
    slots = models.JSONField(encoder=PlainJSON)
    evidence = models.JSONField(encoder=PlainJSON)
    position: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    confidence: models.FloatField[float, float] = models.FloatField()
    pattern: models.CharField[str, str] = models.CharField(max_length=200)
    organisation: models.CharField[str, str] = models.CharField(max_length=200)
    date_from: models.DateField[date | None, date | None] = models.DateField(null=True)
    date_to: models.DateField[date | None, date | None] = models.DateField(null=True)
    said: models.DateField[date | None, date | None] = models.DateField(null=True)
    block: models.CharField[str, str] = models.CharField(max_length=300, db_index=True)
    article_id: str
    node_id: int | None
    node: models.ForeignKey[Node | None, Node | None] = models.ForeignKey(
        "Node", models.SET_NULL, related_name="records", null=True
    )

    class Meta:
        """Found by type, organisation and time."""

        indexes = (
            models.Index(fields=["type", "organisation", "date_from"], name="record_fact"),
            models.Index(fields=["said", "article", "position"], name="record_order"),
            models.Index(fields=["node", "id"], name="record_of_node"),
        )


class Entry(models.Model):
    """What the register holds after merging: computed, so that it can always be computed again."""

    id: models.CharField[str, str] = models.CharField(primary_key=True, max_length=64)
    type: models.CharField[str, str] = models.CharField(max_length=40)
    organisation: models.CharField[str, str] = models.CharField(max_length=200)
    date_from: models.DateField[date | None, date | None] = models.DateField(null=True)
    date_to: models.DateField[date | None, date | None] = models.DateField(null=True)
    said_from: models.DateField[date | None, date | None] = models.DateField(null=True)
    said_to: models.DateField[date | None, date | None] = models.DateField(null=True)
    block: models.CharField[str, str] = models.CharField(max_length=300, db_index=True)
    review: models.CharField[str, str] = models.CharField(max_length=10, default="")
    edited: models.BooleanField[bool, bool] = models.BooleanField(default=False)

    class Meta:
        """Found by organisation, type and time."""

        indexes = (models.Index(fields=["organisation", "type", "date_from"], name="entry_fact"),)


class Node(models.Model):
    """Records that agree in all that identifies them: one fact without comparison, and one entry.

    The earliest of them, ``head``, stands for all where facts are compared. ``id`` is made of block and
    signature, so that it is the same whatever the order of reading.
    """

    id: models.BigIntegerField[int, int] = models.BigIntegerField(primary_key=True)
    block: models.CharField[str, str] = models.CharField(max_length=300)
    head_id: str
    entry_id: str | None
    head: models.ForeignKey[Record, Record] = models.ForeignKey(Record, models.CASCADE, related_name="+")
    entry: models.ForeignKey[Entry | None, Entry | None] = models.ForeignKey(
        Entry, models.CASCADE, related_name="nodes", null=True
    )
    size: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    organisation: models.CharField[str, str] = models.CharField(max_length=200)
    date_from: models.DateField[date | None, date | None] = models.DateField(null=True)
    date_to: models.DateField[date | None, date | None] = models.DateField(null=True)
    said_from: models.DateField[date | None, date | None] = models.DateField(null=True)
    said_to: models.DateField[date | None, date | None] = models.DateField(null=True)


class Key(models.Model):
    """A mark by which nodes that may be one fact find each other (keys.py); ``asked`` if it looks for it."""

    key: models.BigIntegerField[int, int] = models.BigIntegerField()
    node: models.ForeignKey[Node, Node] = models.ForeignKey(Node, models.CASCADE, related_name="keys")
    asked: models.BooleanField[bool, bool] = models.BooleanField()

    class Meta:
        """Found by key."""

        indexes = (models.Index(fields=["key", "asked", "node"], name="key_found"),)


class Edge(models.Model):
    """Two nodes that match, with their score; the lower number first."""

    a: models.ForeignKey[Node, Node] = models.ForeignKey(Node, models.CASCADE, related_name="+")
    b: models.ForeignKey[Node, Node] = models.ForeignKey(Node, models.CASCADE, related_name="+")
    score: models.FloatField[float, float] = models.FloatField()


class Indexed(models.Model):
    """An article, record or entry in the index of words (index.py); ``number`` is its place in the order.

    Its words are in the table ``register_words``: of FTS5 on SQLite, with a tsvector on PostgreSQL.
    """

    number: models.BigIntegerField[int, int] = models.BigIntegerField(primary_key=True)
    kind: models.CharField[str, str] = models.CharField(max_length=8)
    key: models.CharField[str, str] = models.CharField(max_length=64)
    first: models.DateField[date | None, date | None] = models.DateField(null=True)
    last: models.DateField[date | None, date | None] = models.DateField(null=True)
    digest: models.BigIntegerField[int, int] = models.BigIntegerField()

    class Meta:
        """Found by its key."""

        constraints = (models.UniqueConstraint(fields=["key", "kind"], name="indexed_once"),)


class Brief(models.Model):
    """An entry in short, for lists, counts and queues: computed from what it shows (briefs.py).

    ``home`` is the organisation that it is filed under, ``homes`` all that it belongs to; ``first`` and
    ``last`` are the days of the fact, or of what has none those of its reports; ``heard`` is the day of the
    last report (the first of all days if there is none: databases differ on where they sort nothing).
    Three columns are empty where an entry is not in a list, so that the index of the list holds no more than
    the list: ``lane``, ``risk`` (it awaits review, the higher the sooner) and ``disputes`` (how many slots
    sources differ on).
    """

    id: models.CharField[str, str] = models.CharField(primary_key=True, max_length=64)
    type: models.CharField[str, str] = models.CharField(max_length=40)
    organisation: models.CharField[str, str] = models.CharField(max_length=200)
    home: models.CharField[str, str] = models.CharField(max_length=200)
    homes = models.JSONField(encoder=PlainJSON)
    first: models.DateField[date | None, date | None] = models.DateField(null=True)
    last: models.DateField[date | None, date | None] = models.DateField(null=True)
    heard: models.DateField[date, date] = models.DateField()
    lane: models.CharField[str | None, str | None] = models.CharField(max_length=20, null=True)
    title: models.TextField[str, str] = models.TextField()
    slots = models.JSONField(encoder=PlainJSON)
    topics = models.JSONField(encoder=PlainJSON)
    countries: models.TextField[str, str] = models.TextField()
    stage: models.CharField[str, str] = models.CharField(max_length=40)
    review: models.CharField[str, str] = models.CharField(max_length=10)
    confidence: models.FloatField[float, float] = models.FloatField()
    risk: models.IntegerField[int | None, int | None] = models.IntegerField(null=True)
    records: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    sources: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    differing = models.JSONField(encoder=PlainJSON)
    disputes: models.PositiveSmallIntegerField[int | None, int | None] = models.PositiveSmallIntegerField(
        null=True
    )

    class Meta:
        """Found by the list that it is in, in the order of that list."""

        indexes = (
            models.Index(
                fields=["home", "-risk", "id", "type", "confidence"],
                name="brief_waiting",
                condition=models.Q(risk__isnull=False),
            ),
            models.Index(
                fields=["-risk", "id", "type", "confidence"],
                name="brief_waiting_all",
                condition=models.Q(risk__isnull=False),
            ),
            models.Index(
                fields=["organisation", "lane", "-records", "id"],
                name="brief_lane",
                condition=models.Q(lane__isnull=False),
            ),
            models.Index(
                fields=["organisation", "lane", "first"],
                name="brief_lane_days",
                condition=models.Q(lane__isnull=False),
            ),
            models.Index(
                fields=["organisation", "-heard", "id"],
                name="brief_disputed",
                condition=models.Q(disputes__isnull=False),
            ),
        )


class Tally(models.Model):
    """How many entries of an organisation have a value: kept as entries change. No organisation: all entries.

    ``facet`` says of what: type and lane by ``year``; topic, stage, country and waiting (year 0) over all;
    of the register also how many entries and records it holds by type, and entries by organisation.
    """

    organisation: models.CharField[str, str] = models.CharField(max_length=200)
    facet: models.CharField[str, str] = models.CharField(max_length=20)
    value: models.CharField[str, str] = models.CharField(max_length=100)
    year: models.IntegerField[int, int] = models.IntegerField()
    n: models.IntegerField[int, int] = models.IntegerField()

    class Meta:
        """Each is counted once."""

        constraints = (
            models.UniqueConstraint(fields=["organisation", "facet", "value", "year"], name="tallied_once"),
        )


class News(models.Model):
    """What the register has learnt: an entry that is new, or that shows another stage, and when.

    ``record`` is the record by which the entry is found, whatever it is merged with later.
    """

    id: int
    record: models.CharField[str, str] = models.CharField(max_length=64, db_index=True)
    type: models.CharField[str, str] = models.CharField(max_length=40)
    organisation: models.CharField[str, str] = models.CharField(max_length=200)
    new: models.BooleanField[bool, bool] = models.BooleanField()
    stage: models.CharField[str, str] = models.CharField(max_length=40)
    before: models.CharField[str, str] = models.CharField(max_length=40)
    learnt: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    class Meta:
        """Found by when it was learnt."""

        indexes = (
            models.Index(fields=["-learnt", "-id"], name="news_learnt"),
            models.Index(fields=["organisation", "-learnt", "-id"], name="news_of_organisation"),
        )


class Version(models.Model):
    """The number of the rules by which a part of the register was computed (``merging``: keys.RULES)."""

    part: models.CharField[str, str] = models.CharField(max_length=20, primary_key=True)
    number: models.IntegerField[int, int] = models.IntegerField()


class Term(models.Model):
    """A word that the index of words holds (vocabulary.py)."""

    term: models.TextField[str, str] = models.TextField(primary_key=True)


class Former(models.Model):
    """An entry that is no more, and a record of it: links to it lead to where the record is now."""

    id: models.CharField[str, str] = models.CharField(max_length=64, primary_key=True)
    record: models.CharField[str, str] = models.CharField(max_length=64)


class Revision(models.Model):
    """One row: a mark that no earlier state of this register has borne."""

    mark: models.CharField[str, str] = models.CharField(max_length=40)


class Decision(models.Model):
    """What a person said of an entry or a record: a row, never changed; an undo is a row of its own.

    ``record`` is the record by which the entry is found whatever it is merged with later.
    """

    kind: models.CharField[str, str] = models.CharField(max_length=10)
    record_id: str
    record: models.ForeignKey[Record, Record] = models.ForeignKey(
        Record, models.PROTECT, related_name="decisions"
    )
    whole: models.BooleanField[bool, bool] = models.BooleanField()
    slot: models.CharField[str, str] = models.CharField(max_length=40, default="")
    value = models.JSONField(null=True, encoder=PlainJSON)
    actor: models.CharField[str, str] = models.CharField(max_length=200)
    reason: models.TextField[str, str] = models.TextField(default="")
    made: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    undoes: models.OneToOneField[Decision | None, Decision | None] = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="undone"
    )


class Named(models.Model):
    """A record that a decision is about; ``side`` 1 are those that stay, or that are merged into."""

    decision: models.ForeignKey[Decision, Decision] = models.ForeignKey(
        Decision, models.CASCADE, related_name="named"
    )
    record: models.ForeignKey[Record, Record] = models.ForeignKey(
        Record, models.PROTECT, related_name="named"
    )
    side: models.PositiveSmallIntegerField[int, int] = models.PositiveSmallIntegerField()
