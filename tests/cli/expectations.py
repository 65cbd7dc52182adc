"""Holds a register against ``samples/expected.yml``; the form of that file is told at its head."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from itogi.model.article import Article
from itogi.model.entry import Entry, StageStatement
from itogi.model.kinds import kinds
from itogi.model.record import SlotValue
from itogi.model.values import dates_overlap
from itogi.register.ledger import claims
from itogi.register.store import Register

Wanted = Mapping[str, Any]


def fold(text: object) -> str:
    return str(text).lower().replace("ё", "е")


def is_tail(a: str, b: str) -> bool:
    """Whether one name is the other without its first words."""
    short, long = sorted((fold(a).split(), fold(b).split()), key=len)
    return long[-len(short) :] == short


def same(slot_type: str, wanted: object, found: object) -> bool:
    if slot_type == "date":
        return dates_overlap(str(wanted), str(found))
    if slot_type in ("person", "party"):
        return is_tail(str(wanted), str(found))
    if slot_type in ("text", "verbatim", "place"):
        return fold(wanted) == fold(found)
    return wanted == found


class Sample:
    """A register into which samples/ were read."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.articles: dict[str, Article] = {a.id: a for a in register.articles()}
        self.files = {i: Path(a.source).name.split("-")[0] for i, a in self.articles.items()}
        self.entries = register.entries()

    def sources(self, entry: Entry) -> set[str]:
        """The numbers of the files that an entry rests on."""
        return {self.files[record.article] for record in entry.records}

    # Each check yields what is not as it should be, one line for one expectation.

    def faults_of_entry(self, wanted: Wanted) -> list[str]:
        """What the best candidate for an expected entry lacks; empty if there is one that lacks nothing."""
        found = [entry for entry in self.entries if entry.type == wanted["type"]]
        if not found:
            return [f"there is no {wanted['type']}"]
        return min((list(self._lacks(entry, wanted)) for entry in found), key=len)

    def _lacks(self, entry: Entry, wanted: Wanted) -> Iterator[str]:
        for slot, value in wanted.get("slots", {}).items():
            if not _holds(entry, slot, value):
                yield f"{slot}: {value!r} expected, {_values(entry, slot)!r} found"
        for slot, stems in wanted.get("like", {}).items():
            texts = [fold(value) for value in _values(entry, slot)]
            if not any(all(fold(stem) in text for stem in stems) for text in texts):
                yield f"{slot}: like {stems!r} expected, {_values(entry, slot)!r} found"
        if missing := set(wanted.get("from", ())) - self.sources(entry):
            yield f"from: {sorted(missing)} missing, {sorted(self.sources(entry))} found"
        if not _in_order(wanted.get("stages", ()), entry.stages):
            yield f"stages: {wanted['stages']} expected, {_stages(entry.stages)} found"

    def faults_of_claim(self, wanted: Wanted) -> list[str]:
        """What the ledger lacks of an expected claim."""
        slots = {k: v for k, v in wanted.items() if k not in ("year", "from")}
        stated = claims(self.register, wanted["organisation"], wanted["year"])
        sources: set[str] = set()
        for claim in stated:
            if all(_holds(claim.entry, slot, value) for slot, value in slots.items()):
                sources |= self.sources(claim.entry)
        missing = set(wanted["from"]) - sources
        return [f"from: {sorted(missing)} missing, {sorted(sources)} found"] if missing else []

    def faults_of_absent(self, file: str, text: str) -> list[str]:
        """Records that rest on the furniture of a page."""
        records = (record for entry in self.entries for record in entry.records)
        return [
            f"{record.type} {record.pattern} rests on it"
            for record in records
            if self.files[record.article] == file and any(text in e.text for e in record.evidence)
        ]

    def faults_of_reprint(self, copy: str) -> list[str]:
        """Entries that a reprint has to itself."""
        own = [entry for entry in self.entries if self.sources(entry) == {copy}]
        return [f"{entry.type} of its own: {entry.records[0].evidence[0].text[:60]}…" for entry in own]


def _values(entry: Entry, slot: str) -> list[SlotValue]:
    return [variant.value for variant in entry.slots.get(slot, ())]


def _holds(entry: Entry, slot: str, wanted: object) -> bool:
    slot_type = kinds()[entry.type].slots[slot].type
    found = _values(entry, slot)
    if isinstance(wanted, list):
        items = [item for value in found if isinstance(value, tuple) for item in value]
        return all(any(same(slot_type, one, item) for item in items) for one in wanted)
    return any(same(slot_type, wanted, value) for value in found)


def _stages(statements: Iterable[StageStatement]) -> list[str]:
    rank = {stage: place for place, stage in enumerate(kinds()["document"].slots["stage"].values)}
    ranked = sorted(statements, key=lambda s: (s.said or "9999", rank.get(s.stage, 0)))
    return [statement.stage for statement in ranked]


def _in_order(wanted: Iterable[str], statements: Iterable[StageStatement]) -> bool:
    rest = iter(_stages(statements))
    return all(stage in rest for stage in wanted)


def expectations(path: Path) -> Iterator[tuple[str, Callable[[Sample], list[str]]]]:
    """Each expectation of ``expected.yml`` with its name and its check."""
    raw = yaml.safe_load(path.read_text("utf-8"))
    for wanted in raw["entries"]:
        yield f"entry {wanted['id']}", lambda sample, wanted=wanted: sample.faults_of_entry(wanted)
    for wanted in raw["claims"]:
        name = " ".join(str(wanted[k]) for k in ("organisation", "what", "value", "status"))
        yield f"claim {name}", lambda sample, wanted=wanted: sample.faults_of_claim(wanted)
    for file, texts in raw["absent"].items():
        for text in texts:
            yield f"absent {file} {text}", lambda s, file=file, text=text: s.faults_of_absent(file, text)
    yield "reprint", lambda sample: sample.faults_of_reprint(raw["reprint"][1])
