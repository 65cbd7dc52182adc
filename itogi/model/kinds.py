"""Kinds of records: their slots as data (``kinds/*.yml``), and the check of a record against them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from itogi.errors import DataError, RecordError
from itogi.model.article import Article
from itogi.model.data import load_yaml
from itogi.model.record import Record, SlotValue
from itogi.model.values import SLOT_TYPES, problem_of

FOLDER = Path(__file__).parent / "kinds"


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a kind: the type of its values, whether it is a list, whether it identifies the fact."""

    name: str
    type: str
    many: bool = False
    key: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of record with its slots in their order."""

    name: str
    says: Mapping[str, str]
    plural: Mapping[str, str]
    slots: Mapping[str, Slot]

    def problems(self, record: Record) -> list[str]:
        """What is wrong with the slots of ``record``, one sentence each; empty if nothing is."""
        out = [f"slot {name!r} does not exist" for name in record.slots if name not in self.slots]
        for name, slot in self.slots.items():
            value = record.slots.get(name)
            if value is not None:
                out += [f"{name}: {p}" for p in _slot_problems(slot, value)]
        return out

    def check_value(self, slot: str, value: SlotValue) -> list[str]:
        """What is wrong with a value of ``slot``."""
        return _slot_problems(self.slots[slot], value)


def _slot_problems(slot: Slot, value: SlotValue) -> list[str]:
    if slot.many != isinstance(value, tuple):
        return [f"{value!r} should be {'a list' if slot.many else 'one value'}"]
    items: tuple[SlotValue, ...] = value if isinstance(value, tuple) else (value,)
    if not items:
        return ["an empty list: leave the slot out"]
    found = (problem_of(slot.type, item, slot.values) for item in items)
    return [p for p in found if p]


def _slot(path: Path, name: str, spec: Mapping[str, Any]) -> Slot:
    unknown = set(spec) - {"type", "many", "key", "values"}
    if unknown or spec.get("type") not in SLOT_TYPES:
        raise DataError(
            f"slot {name!r} has an unknown type or key ({spec.get('type')!r}, {sorted(unknown)})",
            where=str(path),
            remedy=f"use one of the types {', '.join(sorted(SLOT_TYPES))}",
        )
    return Slot(
        name, spec["type"], bool(spec.get("many")), bool(spec.get("key")), tuple(spec.get("values", ()))
    )


def load_kind(path: Path) -> Kind:
    """Read one kind from its YAML file; DataError names the file if it is faulty."""
    raw = load_yaml(path)
    if not isinstance(raw, dict) or not {"name", "says", "plural", "slots"} <= set(raw):
        raise DataError(
            "a kind needs name, says, plural and slots", where=str(path), remedy="see the other kinds"
        )
    slots = {name: _slot(path, name, spec) for name, spec in raw["slots"].items()}
    return Kind(raw["name"], raw["says"], raw["plural"], slots)


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds by name, in the order of RECORDS.md."""
    found = {kind.name: kind for kind in map(load_kind, FOLDER.glob("*.yml"))}
    order = ("meeting", "document", "figure", "activity", "chairmanship", "membership", "body",
             "office", "quote", "invitation", "commitment")  # fmt: skip
    return {name: found[name] for name in order if name in found} | {
        name: found[name] for name in sorted(found) if name not in order
    }


def check_record(record: Record, article: Article) -> None:
    """Refuse a record that breaks its kind, or whose evidence is not verbatim in ``article``.

    Raises:
        RecordError: with every fault found.
    """
    kind = kinds().get(record.type)
    faults = [f"type {record.type!r} does not exist"] if kind is None else kind.problems(record)
    if not record.evidence:
        faults.append("it has no evidence")
    lost = [e for e in record.evidence if not e.holds_in(article)]
    faults += [f"evidence {e.start}:{e.end} is not verbatim" for e in lost]
    if not 0.0 <= record.confidence <= 1.0:
        faults.append(f"confidence {record.confidence} is not between 0 and 1")
    if kind is not None:
        faults += _verbatim_problems(kind, record, article)
    if faults:
        raise RecordError(
            "; ".join(faults),
            where=f"{record.type} by {record.pattern or 'an unnamed pattern'} in article {article.id}",
            remedy="mend the extractor that made it",
        )


def _verbatim_problems(kind: Kind, record: Record, article: Article) -> list[str]:
    """Slots of type ``verbatim`` must stand in the article letter for letter."""
    names = [s.name for s in kind.slots.values() if s.type == "verbatim" and s.name in record.slots]
    return [f"{n} is not verbatim" for n in names if str(record.slots[n]) not in article.text]
