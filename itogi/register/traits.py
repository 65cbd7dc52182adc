"""What identifies a record: its words as stems, its days, its persons; and the block it is merged in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from itogi.model.data import load_yaml
from itogi.model.record import Record
from itogi.model.values import date_range

_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
Days = tuple[date, date]


@cache
def rules() -> Mapping[str, Any]:
    """The words, groups and thresholds of merging (``matching.yml``)."""
    loaded: Mapping[str, Any] = load_yaml(Path(__file__).parent / "matching.yml")
    return loaded


def fold(text: str) -> str:
    """Lower case, ё as е: two spellings of one word become the same."""
    return text.lower().replace("ё", "е")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The first five letters without vowels at their end: the same for most inflected forms."""
    if word.isdigit():
        return word
    return word[:5].rstrip(rules()["endings"]) or word


@lru_cache(maxsize=65536)
def stems(text: str) -> frozenset[str]:
    """The stems of a wording without short and empty words and without years."""
    words = _WORD.findall(fold(_YEAR.sub(" ", text)))
    return frozenset(stem(w) for w in words if len(w) > 2 or w.isdigit()) - noise()


@cache
def noise() -> frozenset[str]:
    """Stems that say nothing about identity: prepositions, conjunctions."""
    return frozenset(stem(word) for word in rules()["empty"])


@cache
def head_stems(group: str) -> frozenset[str]:
    """The stems of a list of words in ``matching.yml``."""
    return frozenset(stem(word) for word in rules()[group])


def years(text: str) -> frozenset[str]:
    """The years that stand in a wording."""
    return frozenset(_YEAR.findall(text))


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """How alike two sets of stems are, 0 to 1: Jaccard; at least 0.8 where two stems or more are held."""
    if not a or not b:
        return 0.0
    shared = len(a & b)
    contained = shared == min(len(a), len(b)) and shared > 1
    return max(shared / len(a | b), 0.8 if contained else 0.0)


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
    return a == b


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
        return " ".join(filter(None, (self.text(s) for s in rules()["wording"].get(self.record.type, ()))))

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of the wording without the words that only say what kind of thing it is."""
        return stems(self.wording) - head_stems("kind_words")

    @cached_property
    def years(self) -> frozenset[str]:
        """The years in the wording."""
        return years(self.wording)

    @cached_property
    def people(self) -> frozenset[str]:
        """The family names of those who take part."""
        return frozenset(family(p) for p in (*self.many("people"), self.text("chair")) if " " in p)

    @cached_property
    def signature(self) -> tuple[object, ...]:
        """Items with the same signature are one fact for certain, so only one of them is compared."""
        slots, type = rules()["signature"][self.record.type], self.record.type
        values = tuple(fold(str(self.record.get(s) or "")) for s in slots)
        sure = self.record.get(rules()["sure"][type]) is not None
        recalled = self.said if not self.days and type in ("meeting", "activity") else None
        return (type, *values, recalled, "" if sure else self.record.id)


def block_of(item: Item) -> str:
    """The block that a record is merged in: only records of one block can be one entry."""
    parts = (_part(item, name, item.days) for name in rules()["blocks"][item.record.type])
    return "|".join((item.record.type, *parts))[:300]


def _part(item: Item, name: str, days: Days | None) -> str:
    if name == "year":
        day = min((int(y) for y in item.years), default=0) if item.record.type == "activity" else 0
        return str(day or (days[0].year if days else item.said.year if item.said else ""))
    if name == "said":
        return str(item.said.year if item.said else "")
    if name == "bilateral":
        # Bilateral talks are reported with and without the organisation in whose margins they are held.
        return "bilateral" if "bilateral" in item.many("formats") else item.text("organisation")
    if name in ("person", "speaker", "host"):
        return family(item.text(name))
    return fold(item.text(name))


def spread(items: Iterable[Item]) -> Days | None:
    """The days from the first to the last of several items."""
    days = [i.days for i in items if i.days]
    return (min(d[0] for d in days), max(d[1] for d in days)) if days else None
