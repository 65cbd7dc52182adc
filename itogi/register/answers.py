"""What the register answers with: plain frozen values, without a database behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from itogi.errors import RecordError
from itogi.model.record import Record


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
