"""What the register answers with: plain frozen values, without a database behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypedDict, TypeVar

from itogi.errors import RecordError
from itogi.model.article import Article
from itogi.model.entry import Decision, Entry
from itogi.model.record import Record, SlotValue

T = TypeVar("T")


class Outcome(StrEnum):
    """What adding an article did: new, already there, or there and completed by new metadata."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class Added:
    """The outcome for one article: how many records were stored, which ones were refused and why."""

    outcome: Outcome
    article: str
    records: int = 0
    refused: tuple[RecordError, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What another reading of an article changes: records that come, go, and stay by a decision."""

    added: tuple[Record, ...] = ()
    removed: tuple[Record, ...] = ()
    kept: tuple[Record, ...] = ()
    refused: tuple[RecordError, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """What a search found: an entry, a record or an article (``kind``), and the sentence that answers best.

    ``spans`` are the offsets of the words in ``text``; ``article`` is where it stands, ``entry`` the entry
    that a record belongs to. ``cursor`` is what ``search(after=…)`` goes on from.
    """

    kind: str
    id: str
    type: str = ""
    organisation: str = ""
    day: date | None = None
    title: str = ""
    text: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    article: str = ""
    entry: str = ""
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the register holds; records and entries by type, in the order of RECORDS.md."""

    articles: int
    runs: int
    records: Mapping[str, int]
    entries: Mapping[str, int]


# Lists


class EntryFilters(TypedDict, total=False):
    """What lists of entries, records, articles can be limited to; see ``Register.search``."""

    type: str | None
    organisation: str | None
    country: str | None
    person: str | None
    topic: str | None
    stage: str | None
    since: date | None
    until: date | None


class QueueFilters(TypedDict, total=False):
    """What the queue can be limited to: ``least`` and ``most`` are confidences."""

    type: str | None
    organisation: str | None
    least: float | None
    most: float | None
    country: str | None
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of a list, in its order; ``after`` is what the next page is asked for with, None on the last."""

    items: tuple[T, ...] = ()
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """An entry in short: enough for a line in a list, a point in a plot, a hit with its dates.

    ``slots`` holds the values shown, but for texts (``title``) and topics; lists are cut at twelve members.
    ``home`` is the organisation that it is filed under: its own, or of a quote, post, promise or invitation
    the one that its articles are mainly about. ``first`` and ``last`` are the days of the fact, or of what
    has no date those of its reports; ``heard`` the day of the last report. ``stage`` is the stage or status.
    ``differing`` has the values of each slot on which sources contradict each other, that shown first.
    ``lane`` is session, council, document, exercise, chairmanship, or nothing; ``waiting``: it awaits
    review.
    """

    id: str
    type: str
    organisation: str
    home: str
    first: date | None
    last: date | None
    heard: date | None
    title: str
    stage: str
    slots: Mapping[str, SlotValue]
    topics: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    lane: str = ""
    review: str = ""
    waiting: bool = False
    confidence: float = 0.0
    records: int = 0
    sources: int = 0
    differing: Mapping[str, tuple[SlotValue, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Head:
    """An article without its text."""

    id: str
    title: str | None
    outlet: str | None
    url: str | None
    published: date | None
    language: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What an organisation has done, counted; everything but rejected entries.

    ``years`` and ``lanes`` count entries by year and type, or lane (year 0: without a day). ``stages`` are by
    type. ``plot`` are the entries of the lanes that most records speak of, the most of each lane.
    ``first`` and ``last`` are the days on which the lanes begin and end.
    """

    organisation: str
    revision: str
    years: Mapping[int, Mapping[str, int]]
    lanes: Mapping[int, Mapping[str, int]]
    types: Mapping[str, int]
    topics: Mapping[str, int]
    stages: Mapping[str, Mapping[str, int]]
    countries: Mapping[str, int]
    waiting: Mapping[str, int]
    plot: tuple[Brief, ...] = ()
    disagreements: tuple[Brief, ...] = ()
    first: date | None = None
    last: date | None = None

    @property
    def awaiting(self) -> int:
        """How many entries await review."""
        return sum(self.waiting.values())


@dataclass(frozen=True, slots=True)
class Context:
    """A piece of evidence where it stands: ``before`` and ``after`` are the text around ``text``."""

    article: Head
    start: int
    end: int
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry that awaits review: its surest record with the sentence in its place, and what says the same.

    ``others`` are further records of the entry with their articles, at most ten. ``token`` is what
    ``decide(expected=…)`` takes.
    """

    brief: Brief
    entry: Entry
    record: Record
    contexts: tuple[Context, ...]
    others: tuple[tuple[Record, Head], ...]
    token: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of accepting many entries: the decisions, and the ids passed over as no longer waiting."""

    decisions: tuple[Decision, ...]
    passed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What the register learnt, and when: a new entry, or another stage (``before`` is the one before)."""

    number: int
    learnt: datetime
    new: bool
    stage: str
    before: str
    brief: Brief


@dataclass(frozen=True, slots=True)
class Related:
    """An entry that is related to another, and by which rule: reports, place, day or words."""

    brief: Brief
    rule: str


@dataclass(frozen=True, slots=True)
class Involved:
    """What a person or country appears in: the latest entries of each type, with what to go on from."""

    sections: Mapping[str, Page[Brief]]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article with its records, each with the id and review of its entry, and the reprints of its text."""

    article: Article
    records: Sequence[tuple[Record, str, str]]
    reprints: tuple[Head, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One independent source: a report and the copies of its text.

    ``heads`` are these articles, first that which stands for them (an official one, else the earliest);
    ``credit`` is the code of the agency whose wire they credit.
    """

    heads: tuple[Head, ...]
    credit: str = ""
    official: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What the register holds of an organisation: entries, those of each lane, the years of the lanes."""

    organisation: str
    entries: int
    lanes: Mapping[str, int]
    first: int = 0
    last: int = 0
