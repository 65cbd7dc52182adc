"""The shapes of the reports that the API gives: the results and the ledger."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, create_model

from itogi.report.results import ITEM_SECTIONS
from itogi.web.api.shapes import Value


class Step(BaseModel):
    """A stage of a document with its date, and what the date is of."""

    stage: str
    date: str | None
    known: str | None
    notes: list[int]


class Item(BaseModel):
    """An entry in a report; ``notes`` are the numbers of its footnotes."""

    id: str
    type: str
    name: str | None
    names: list[str]
    slots: dict[str, Value]
    disputed: bool
    unconfirmed: bool
    notes: list[int]
    history: list[Step] = Field(default_factory=list)


class OfTopic(BaseModel):
    """What counts towards a claim, of one topic."""

    topic: str | None
    count: int
    entries: list[str]


class Other(BaseModel):
    """A value that other sources give."""

    value: Value
    notes: list[int]


class Note(BaseModel):
    """A footnote: the sentence and where it stands."""

    number: int
    text: str
    article: str
    start: int
    end: int
    outlet: str | None
    published: date | None
    title: str | None
    url: str | None


class Claim(BaseModel):
    """A claim with its verdict, what counts towards it, and what would settle it; further keys are slots."""

    model_config = ConfigDict(extra="allow")
    id: str
    verdict: str
    held: bool
    found: int | None
    period: str | None
    chairmanship: Item | None
    topics: list[OfTopic]
    counted: list[Item]
    explanation: dict[str, str]
    settles: dict[str, str]
    beside: list[Item]
    said: list[date]
    outlets: list[str]
    disputed: bool
    others: list[Other]
    notes: list[int]


class LedgerClaim(Claim):
    """A claim with its footnotes in full."""

    evidence: list[Note]


class Ledger(BaseModel):
    """The claims of an organisation and period."""

    organisation: str
    period: str | None
    claims: list[LedgerClaim]


class Disagreement(BaseModel):
    """A slot on which sources differ, with each value."""

    entry: str
    type: str
    name: str | None
    slot: str
    rule: str | None
    values: list[Other]


class Source(BaseModel):
    """An article that a report rests on."""

    article: str
    outlet: str | None
    published: date | None
    title: str | None
    url: str | None
    records: int
    notes: list[int]


class _Results(BaseModel):
    """The report on an organisation and period, without words: sections of entries, footnotes by number."""

    organisation: str
    period: str | None
    ledger: list[Claim]
    contradictions: list[Disagreement]
    disagreements: list[Disagreement]
    sources: list[Source]
    notes: list[Note]


if TYPE_CHECKING:
    Results = _Results
else:
    Results = create_model(
        "Results",
        __base__=_Results,
        **{name: (list[Item], Field(default_factory=list)) for name in ITEM_SECTIONS if name != "ledger"},
    )
