"""What identifies a record: its words as stems, its days, its persons; and the block it is merged in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from itogi.model.record import Record
from itogi.model.values import date_range
from itogi.register.words import (
    fold,
    head_stems,
    joined,
    numbers,
    overlap,
    own_stems,
    plain_stems,
    rules,
    states,
    stem,
    stems,
    title_part,
    years,
)

__all__ = [
    "Days",
    "Item",
    "block_of",
    "family",
    "fold",
    "head_stems",
    "overlap",
    "rules",
    "same_person",
    "spread",
    "stem",
    "stems",
    "time_of",
]

Days = tuple[date, date]


def family(person: str) -> str:
    """The last word of a name, folded: the family name in the order of RECORDS.md."""
    return fold(person).split()[-1] if person.split() else ""


def same_person(a: str, b: str) -> bool:
    """Whether two names can be one person: the words of one all fit words of the other, in their order."""
    long, short = sorted((fold(a).replace(".", ". ").split(), fold(b).replace(".", ". ").split()),
                         key=len, reverse=True)  # fmt: skip
    if not short or short[-1] != long[-1]:
        return False
    rest = iter(long[:-1])
    return all(any(_same_name(given, other) for other in rest) for given in short[:-1])


def _same_name(a: str, b: str) -> bool:
    if a.endswith(".") or b.endswith("."):
        return a[0] == b[0]
    ends = rules()["endings"]
    return a == b or (len(a) > 4 and a.rstrip(ends) == b.rstrip(ends))


def time_of(record: Record) -> str | None:
    """The EDTF date of the fact itself; None for kinds that count when they are voiced."""
    slot = rules()["time"].get(record.type)
    value = record.get(slot) if slot else None
    return value if isinstance(value, str) else None


@dataclass(frozen=True)
class Item:
    """A record with its article and the day that was published, and its traits as merging needs them."""

    record: Record
    said: date | None
    article: str = ""
    group: str = ""
    official: bool = False

    @property
    def source(self) -> str:
        """The independent source: the article, or the group of reprints that it belongs to."""
        return self.group or self.article

    @cached_property
    def rank(self) -> tuple[str, str]:
        """Earliest report first: the first item gives an entry its id."""
        return (self.said.isoformat() if self.said else "9999", self.record.id)

    @cached_property
    def days(self) -> Days | None:
        """First and last day of the fact."""
        when = time_of(self.record)
        return date_range(when) if when else None

    @cached_property
    def length(self) -> int:
        """How many days the date leaves open; 0 where there is none."""
        return (self.days[1] - self.days[0]).days + 1 if self.days else 0

    def text(self, slot: str) -> str:
        """The value of a slot as text; empty where there is none."""
        value = self.record.get(slot)
        return "" if value is None or isinstance(value, tuple) else str(value)

    def many(self, slot: str) -> tuple[str, ...]:
        """The values of a list slot."""
        value = self.record.get(slot)
        return value if isinstance(value, tuple) else ()

    @cached_property
    def wording(self) -> str:
        """The words that name the fact: title, name, label, text, occasion."""
        return joined(self.text(s) for s in rules()["wording"].get(self.record.type, ()))

    @cached_property
    def naming(self) -> str:
        """The wording without a clause that describes what it names."""
        return title_part(self.wording) if self.record.type in rules()["plain"] else self.wording

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of the wording without those that name no single fact."""
        return own_stems(self.naming) - plain_stems(self.record.type)

    @cached_property
    def context(self) -> frozenset[str]:
        """The stems of the sentences that state the fact."""
        return own_stems(" ".join(e.text for e in self.record.evidence)) - plain_stems(self.record.type)

    @cached_property
    def years(self) -> frozenset[str]:
        """The years in the wording."""
        return years(self.naming)

    @cached_property
    def named_year(self) -> Days | None:
        """The year that a name bears."""
        return date_range(min(self.years)) if self.years else None

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers and ordinals in the wording."""
        return numbers(self.naming)

    @cached_property
    def states(self) -> frozenset[str]:
        """The states that the wording names."""
        return states(self.naming)

    @cached_property
    def people(self) -> frozenset[str]:
        """The family names of those who take part."""
        return frozenset(family(p) for p in (*self.many("people"), self.text("chair")) if " " in p)

    @cached_property
    def signature(self) -> tuple[object, ...]:
        """Items with the same signature are one fact for certain, so only one of them is compared."""
        slots, type = rules()["signature"][self.record.type], self.record.type
        values = tuple(fold(str(self.record.get(s) or "")) for s in slots)
        recalled = self.said if not self.days and type in ("meeting", "activity") else None
        return (type, *values, recalled, "" if self._sure else self.record.id)

    @property
    def _sure(self) -> bool:
        """Whether the signature says enough to be one fact by itself."""
        type = self.record.type
        return self.record.get(rules()["sure"][type]) is not None and (
            len(self.words) >= rules()["sure_words"].get(type, 0)
        )


def block_of(item: Item) -> str:
    """The block that a record is merged in: only records of one block can be one entry."""
    parts = (_part(item, name, item.days) for name in rules()["blocks"][item.record.type])
    return "|".join((item.record.type, *parts))[:300]


def _part(item: Item, name: str, days: Days | None) -> str:
    if name == "year":
        return str(days[0].year if days else item.said.year if item.said else "")
    if name == "bilateral":
        # Bilateral talks are reported with and without the organisation in whose margins they are held.
        return "bilateral" if "bilateral" in item.many("formats") else item.text("organisation")
    if name in ("person", "speaker"):
        return family(item.text(name))
    return fold(item.text(name))


def spread(items: Iterable[Item]) -> Days | None:
    """The days from the first to the last of several items."""
    days = [i.days for i in items if i.days]
    return (min(d[0] for d in days), max(d[1] for d in days)) if days else None
