"""Entries: what the register holds after merging the records of one fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from itogi.model.record import Record, SlotValue


@dataclass(frozen=True, slots=True)
class Variant:
    """One value of a slot with the ids of the records that state it.

    ``rule`` says why it stands before the others: ``decision`` (a person set it), ``official`` (a state
    or organisation says so itself), ``majority`` (of independent sources), ``later`` (report), ``order``
    (nothing tells them apart); empty where it is the only value, or not the first.
    """

    value: SlotValue
    records: tuple[str, ...]
    rule: str = ""


@dataclass(frozen=True, slots=True)
class StageStatement:
    """One stage of a document as one record states it.

    ``said`` is the publication date of the article (ISO), ``fact`` the date of the stage itself (EDTF).
    """

    stage: str
    record: str
    said: str | None
    fact: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting, document, exercise … of the register, with every record that speaks of it.

    ``slots`` maps a slot to its variants, the one to show first at index 0; more than one variant
    is a disagreement (list slots hold the union as one variant). ``stages`` is the history of the kinds
    that have a stage: documents, memberships, bodies. ``review`` is what people said of it:
    ``accepted``, ``rejected`` or nothing. ``sources`` counts independent sources: reprints are one.
    """

    id: str
    type: str
    slots: Mapping[str, tuple[Variant, ...]]
    records: tuple[Record, ...]
    stages: tuple[StageStatement, ...] = ()
    review: str = ""
    sources: int = 0

    def value(self, slot: str) -> SlotValue | None:
        """The value of ``slot`` that is shown first, or None."""
        variants = self.slots.get(slot)
        return variants[0].value if variants else None

    def disagreements(self) -> dict[str, tuple[Variant, ...]]:
        """The slots whose sources differ."""
        return {slot: variants for slot, variants in self.slots.items() if len(variants) > 1}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of an entry or a record, as it stands in the history.

    ``kind`` is accept, reject, edit, merge, split, comment or undo; ``target`` the record by which the
    entry is found, ``whole`` whether the entry is meant and not that record alone; ``records`` those
    that were named (of a split: those that were taken out), ``others`` those that they were merged
    with or taken from; ``undone`` the number of the decision that undid this one.
    """

    number: int
    kind: str
    target: str
    whole: bool
    actor: str
    made: str
    reason: str = ""
    slot: str = ""
    value: SlotValue | None = None
    records: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    undoes: int | None = None
    undone: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure entry that the register can be held against, with its verdict.

    ``verdict`` is one of supported, partly, contradicted, unverified; ``counted`` are the ids of the
    entries that count towards the claimed ``value``; ``found`` is how many there are (None: not
    countable). ``explanation`` says why, ``settles`` what would settle it (nothing where it is
    supported), by language (``en``, ``ru``). ``beside`` are the ids of entries that do not count but
    show the claim in its place: the chairmanships of others, between which a country's own stand.

    ``period`` (EDTF) is the time that the claim was held against, ``chairmanship`` the id of the
    chairmanship whose time that is. ``topics`` has the ids of ``counted`` by their first topic, the most
    frequent topic first; what has no topic stands last, under an empty one. It is empty where what counts
    is no event.
    """

    entry: Entry
    verdict: str
    counted: tuple[str, ...]
    found: int | None
    explanation: Mapping[str, str]
    settles: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    period: str = ""
    chairmanship: str = ""
    topics: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def held(self) -> bool:
        """Whether the register counts such things at all; if not, it is one of the "other figures"."""
        return self.found is not None or self.verdict == "contradicted"
