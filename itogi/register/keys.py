"""Marks by which records find those they may be one fact with, so that a block is never read whole.

Each node posts its marks and asks for some of them. Two nodes that a judge could match always meet:
one of them asks for a mark that the other posts. Which marks are asked for may depend on how common
they are at the time; what is found beyond the matches costs a judgement and changes nothing.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations

from itogi.register.traits import Item, fold, rules, stems

# No judge of wordings matches below this share of the longer one's stems, unless it holds the other whole.
_SHARE = {"office": 0.5, "commitment": 0.7}
_USUAL_SHARE = 0.6
_LONG = 31  # days: a date of more than a month is matched by place or level
Marks = frozenset[str]


def number(*parts: object) -> int:
    """A number of 63 bits that stands for these parts, in every database and process the same."""
    digest = hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


def posts(item: Item) -> Marks:
    """All marks of a record, within its block."""
    return frozenset(_MARKS.get(item.record.type, _whole_block)(item))


def asks(item: Item, spread: Mapping[str, int]) -> Marks:
    """The marks that a record looks for; ``spread`` tells how many others post one."""
    type, marks = item.record.type, posts(item)
    if type == "meeting":
        return marks if "bilateral" in item.many("formats") else frozenset(_session_asks(item, marks))
    if type == "office" and not stems(item.text("position")):
        return marks
    if type == "figure" and item.text("what") == "anniversary":
        return marks
    words = frozenset(m for m in marks if m.startswith("w:"))
    return frozenset(_rarest(words, _SHARE.get(type, _USUAL_SHARE), spread)) if words else marks


def counted(item: Item) -> Marks:
    """The marks whose spread decides which are asked for."""
    return frozenset(m for m in posts(item) if m.startswith("w:"))


def _rarest(words: Marks, share: float, spread: Mapping[str, int]) -> list[str]:
    """So many of the rarest stems that a match must hold one of them.

    A match holds ``share`` of them or more: of any ``1 - share`` and one more it holds one at least.
    """
    asked = len(words) - math.ceil(share * len(words) - 1e-9) + 1
    return sorted(words, key=lambda word: (spread.get(word, 0), word))[:asked]


# What each type posts


def _whole_block(_: Item) -> Iterator[str]:
    yield "*"


def _words(item: Item) -> Iterator[str]:
    return (f"w:{word}" for word in item.words)


def _figure(item: Item) -> Iterator[str]:
    return _whole_block(item) if item.text("what") in rules()["countable"] else _words(item)


def _office(item: Item) -> Iterator[str]:
    yield from (f"w:{word}" for word in stems(item.text("position")))
    if item.text("of"):
        yield f"of:{fold(item.text('of'))}"


def _meeting(item: Item) -> Iterator[str]:
    if "bilateral" in item.many("formats"):
        yield from _talks(item)
        return
    yield from _months(item)
    yield from (f"p:{word}" for word in stems(item.text("place")))
    if item.text("level"):
        yield f"l:{item.text('level')}"


def _talks(item: Item) -> Iterator[str]:
    """Talks share two countries or two persons at least."""
    for letter, names in (("c", item.many("countries")), ("n", item.people)):
        yield from (f"{letter}:{a}+{b}" for a, b in combinations(sorted(set(names)), 2))


def _months(item: Item) -> Iterator[str]:
    """The months that a date of up to a month touches."""
    if not item.days or item.length > _LONG:
        return
    first, last = (day.year * 12 + day.month for day in item.days)
    yield from (f"m:{month}" for month in range(first, last + 1))


def _session_asks(item: Item, marks: Marks) -> Iterable[str]:
    """An exact date asks by month; an open one by place, and by level where a year has one session."""
    if item.days and item.length <= _LONG:
        return [m for m in marks if m.startswith("m:")]
    annual = {f"l:{level}" for level in rules()["annual_levels"]}
    return [m for m in marks if m.startswith("p:") or m in annual]


_MARKS: dict[str, Callable[[Item], Iterator[str]]] = {
    "meeting": _meeting,
    "figure": _figure,
    "office": _office,
    **dict.fromkeys(("document", "activity", "body", "quote", "invitation", "commitment"), _words),
}


def node_of(item: Item, block: str, *, alone: bool = False) -> int:
    """The number of the node that a record belongs to; ``alone``: of its own, by a decision."""
    signature = (*item.signature, item.record.id) if alone else item.signature
    return number(block, *(s.isoformat() if isinstance(s, date) else s for s in signature))
