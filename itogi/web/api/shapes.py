"""The shapes of what the API takes and gives: the names are those of RECORDS.md.

The shapes of records are made of the kinds (``model/kinds``), so that a new slot is there by itself. What is
given out is described by them; what a register of another version holds is not refused for its values.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, Union

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model

from itogi.model.kinds import Slot, kinds
from itogi.model.values import topics
from itogi.register.passages import KINDS, STATE_SLOTS

MOST = 200  # items of a page
Value = bool | int | float | str | list[str]
DECISIONS = ("accept", "reject", "edit", "merge", "split", "comment")


def _plain(text: str) -> str:
    """Refuse what no database takes: the NUL character, and halves of characters."""
    if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise ValueError("the text holds characters that are none")
    return text


Text = Annotated[str, AfterValidator(_plain)]
Id = Annotated[str, AfterValidator(_plain), Field(max_length=64)]
Cursor = Annotated[str, AfterValidator(_plain), Field(max_length=100)]

if TYPE_CHECKING:
    TypeName: TypeAlias = str
    Topic: TypeAlias = str
    Stage: TypeAlias = str
    KindName: TypeAlias = str
    DecisionKind: TypeAlias = str
    AnyRecord: TypeAlias = BaseModel
else:
    _stages = {
        v for kind in kinds().values() for s in STATE_SLOTS if s in kind.slots for v in kind.slots[s].values
    }
    TypeName = Literal[tuple(kinds())]
    Topic = Literal[tuple(topics())]
    Stage = Literal[tuple(sorted(_stages))]
    KindName = Literal[tuple(KINDS)]
    DecisionKind = Literal[DECISIONS]

    def _slot_type(slot: Slot) -> Any:
        """What a slot holds; the values of an enum are told and not enforced."""
        one: Any = {"flag": bool, "number": float}.get(slot.type, str)
        if slot.values:
            one = Annotated[str, Field(json_schema_extra={"examples": list(slot.values)})]
        return list[one] if slot.many else one

    def _record(name: str, slots: dict[str, Slot]) -> Any:
        title = f"{name.capitalize()}Record"
        fields = {slot: (_slot_type(spec) | None, None) for slot, spec in slots.items()}
        return create_model(title, __base__=_Record, type=(Literal[name], ...), **fields)

    class _Record(BaseModel):
        """One fact that one article states."""

        id: str
        article: str
        evidence: list[str]
        offsets: list[list[int]]
        confidence: float
        pattern: str

    AnyRecord = Annotated[
        Union[tuple(_record(name, dict(kind.slots)) for name, kind in kinds().items())],  # noqa: UP007
        Field(discriminator="type"),
    ]


class Problem(BaseModel):
    """What went wrong (RFC 9457), and what to do about it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    remedy: str = ""
    errors: list[dict[str, Any]] = Field(default_factory=list)
    by: str = Field("", description="who decided before you")
    made: str = Field("", description="when they did")


# Asking


class Filters(BaseModel):
    """What lists and searches can be limited to."""

    type: TypeName | None = Field(None, description="meeting, document …")
    organisation: Text | None = Field(None, max_length=100, description="code: CSTO, SCO …")
    country: Text | None = Field(
        None, max_length=100, description="ISO code, or a name in English or Russian"
    )
    person: Text | None = Field(None, max_length=200, description="a name, or words of it, in any case")
    topic: Topic | None = None
    stage: Stage | None = Field(None, description="stage or status")
    since: Text | None = Field(None, max_length=10, description="2024, 2024-11 or 2024-11-28")
    until: Text | None = Field(None, max_length=10, description="2024, 2024-11 or 2024-11-28")


class Paged(Filters):
    """Filters with the place in the list."""

    limit: int = Field(50, ge=1, le=MOST)
    after: Cursor | None = Field(None, description="the cursor that the last page ended with")


class Searched(Paged):
    """A search."""

    q: Text = Field("", max_length=500, description='words; "a phrase"; -without; beginning*')
    kinds: list[KindName] | None = Field(None, max_length=3, description="where to look; else in all")
    limit: int = Field(20, ge=1, le=MOST)


class Period(BaseModel):
    """An organisation and a period: a year, days, or all years; else the year of the last report."""

    organisation: Text = Field(max_length=100)
    year: Text | None = Field(None, max_length=4, description="2024, or all")
    since: Text | None = Field(None, max_length=10)
    until: Text | None = Field(None, max_length=10)


class Deciding(BaseModel):
    """A decision on an entry, or on a record."""

    model_config = ConfigDict(extra="forbid")
    kind: DecisionKind
    target: Id = Field(description="the id of an entry or record")
    reason: Text = Field("", max_length=2000)
    slot: Text = Field("", max_length=40, description="of an edit")
    value: Value | None = Field(None, description="of an edit")
    others: list[Id] = Field(
        default_factory=list, max_length=200, description="entries to merge, records to split"
    )
    expected: Text | None = Field(None, max_length=100, description="the token of the entry as you saw it")


class Undoing(BaseModel):
    """Why a decision is undone."""

    model_config = ConfigDict(extra="forbid")
    reason: Text = Field("", max_length=2000)


class Adding(BaseModel):
    """A report to read."""

    model_config = ConfigDict(extra="forbid")
    text: Text = Field(min_length=1, max_length=200_000, description="plain text; or a page, with html")
    html: bool = Field(False, description="whether the text is the HTML of a page")
    title: Text | None = Field(None, max_length=300)
    outlet: Text | None = Field(None, max_length=300)
    published: date | None = None
    url: Text | None = Field(None, max_length=2000, pattern=r"^https?://\S+$")


# Answers


class Organisation(BaseModel):
    """An organisation on record."""

    code: str
    entries: int
    names: dict[str, str]


class Work(BaseModel):
    """What an organisation has done, counted: by type, topic, stage, year, country, what awaits review."""

    organisation: str
    first: date | None
    last: date | None
    types: dict[str, int]
    topics: dict[str, int]
    stages: dict[str, dict[str, int]]
    years: dict[str, dict[str, int]]
    countries: dict[str, int]
    waiting: dict[str, int]


class Brief(BaseModel):
    """An entry in short."""

    id: str
    type: str
    organisation: str
    home: str
    first: date | None
    last: date | None
    heard: date | None
    title: str
    stage: str
    slots: dict[str, Value]
    topics: list[str]
    countries: list[str]
    review: str
    waiting: bool
    confidence: float
    records: int
    sources: int
    differing: dict[str, list[Value]]


class Variant(BaseModel):
    """One value of a slot, the records that state it, and why it stands first."""

    value: Value
    records: list[str]
    rule: str


class StageOf(BaseModel):
    """A stage as one record states it."""

    stage: str
    record: str
    said: str | None
    fact: str | None


class Entry(BaseModel):
    """A meeting, document, activity … with all that is said of it; ``token`` is for deciding."""

    id: str
    type: str
    review: str
    sources: int
    slots: dict[str, list[Variant]]
    stages: list[StageOf]
    records: list[AnyRecord]
    token: str


class RecordOf(BaseModel):
    """A record with the entry that it belongs to."""

    entry: str
    record: AnyRecord


class Head(BaseModel):
    """An article without its text."""

    id: str
    title: str | None
    outlet: str | None
    url: str | None
    published: date | None
    language: str


class Article(Head):
    """An article with its records, each with its entry, and its reprints."""

    text: str
    records: list[RecordOf]
    reprints: list[Head]


class Hit(BaseModel):
    """What a search found; ``spans`` are the places of the words in ``text``."""

    kind: str
    id: str
    type: str
    organisation: str
    day: date | None
    title: str
    text: str
    spans: list[list[int]]
    article: str
    entry: str
    cursor: str


class Entries(BaseModel):
    """A page of entries."""

    items: list[Brief]
    after: str | None


class Records(BaseModel):
    """A page of records."""

    items: list[RecordOf]
    after: str | None


class Articles(BaseModel):
    """A page of articles."""

    items: list[Head]
    after: str | None


class Hits(BaseModel):
    """A page of hits."""

    items: list[Hit]
    after: str | None


class Change(BaseModel):
    """What the register learnt: a new entry, or another stage."""

    number: int
    learnt: str
    new: bool
    stage: str
    before: str
    entry: Brief


class Decision(BaseModel):
    """What a person decided."""

    number: int
    kind: str
    target: str
    whole: bool
    actor: str
    made: str
    reason: str
    slot: str
    value: Value | None
    records: list[str]
    others: list[str]
    undoes: int | None
    undone: int | None


class Added(BaseModel):
    """What adding a report did: added, or unchanged where it is on record."""

    article: str
    outcome: str
    records: int
    refused: list[str]
