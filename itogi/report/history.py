"""The stage history of a document: each stage once, in its order, with the sentences that state it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from itogi.model.entry import Entry, StageStatement
from itogi.model.kinds import kinds
from itogi.model.values import date_range
from itogi.report.notes import Notebook

# Stages that lie before the one that was announced.
_AHEAD = frozenset({"proposed", "drafting", "agreed", "expected"})
# Reports of a signing come within days; a quarter without one says that none is known.
_PATIENCE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Step:
    """One stage. ``known`` says what ``date`` is: of the stage itself (``fact``), of its beginning
    (``since``), or only of the report that states it (``said``); empty without a date."""

    stage: str
    date: str | None
    known: str
    notes: tuple[int, ...]


def _statements(entry: Entry) -> tuple[StageStatement, ...]:
    if entry.stages:
        return entry.stages
    return tuple(
        StageStatement(str(r.slots["stage"]), r.id, None, str(r.slots["date"]) if "date" in r.slots else None)
        for r in entry.records
        if "stage" in r.slots
    )


def _most_exact(dates: Iterable[str]) -> str | None:
    """The shortest span; of two equally long ones, the earlier."""
    spans = [(span[1] - span[0], span[0], text) for text in dates if (span := date_range(text))]
    return min(spans)[2] if spans else None


def dated(stage: str, statements: list[StageStatement], entry: Entry) -> tuple[str | None, str]:
    """The date of a stage, and what it is: ``fact``, ``since`` or ``said``, as in ``Step.known``."""
    since = entry.value("since")
    if stage == "drafting" and isinstance(since, str):
        return since, "since"
    fact = _most_exact(s.fact for s in statements if s.fact)
    if fact:
        return fact, "fact"
    said = min((s.said for s in statements if s.said), default=None)
    return said, "said" if said else ""


def history(entry: Entry, notebook: Notebook) -> tuple[Step, ...]:
    """The stages of a document in the order in which they follow one another; empty for other entries."""
    if entry.type != "document":
        return ()
    return tuple(_step(stage, said, entry, notebook) for stage, said in by_stage(entry).items())


def by_stage(entry: Entry) -> dict[str, list[StageStatement]]:
    """What is stated of each stage, in the order in which they follow one another."""
    found: dict[str, list[StageStatement]] = {}
    for statement in _statements(entry):
        found.setdefault(statement.stage, []).append(statement)
    if entry.value("since") is not None:
        found.setdefault("drafting", [])
    order = stage_order(entry.type)
    return {stage: found[stage] for stage in sorted((s for s in found if s in order), key=order.index)}


def stage_order(type: str) -> tuple[str, ...]:
    """The stages of a type of entry in their order; empty where it has none."""
    slot = kinds()[type].slots.get("stage")
    return slot.values if slot else ()


def unconfirmed(entry: Entry, until: date | None) -> bool:
    """Whether a document was announced, its time has passed, and nothing says that it came about.

    Args:
        entry: any entry; only documents are announced with a stage.
        until: the day up to which reports have been read; None where that is not known.
    """
    statements = _statements(entry)
    stages = {statement.stage for statement in statements}
    if entry.type != "document" or until is None or "expected" not in stages or stages - _AHEAD:
        return False
    spans = [date_range(s.fact or s.said or "") for s in statements if s.stage == "expected"]
    due = [span[1] for span in spans if span]
    return bool(due) and until - max(due) > _PATIENCE


def _step(stage: str, statements: list[StageStatement], entry: Entry, notebook: Notebook) -> Step:
    ids = {statement.record for statement in statements}
    if stage == "drafting" and entry.value("since") is not None:
        ids |= {record.id for record in entry.records if "since" in record.slots}
    date, known = dated(stage, statements, entry)
    return Step(stage, date, known, notebook.cite(r for r in entry.records if r.id in ids))
