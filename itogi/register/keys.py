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

from itogi.model.values import date_range
from itogi.register.match_events import activity_years, is_lasting, span
from itogi.register.match_figures import own_label
from itogi.register.match_people import head_words, post_words, process
from itogi.register.match_texts import full_name, is_draft, making, occasion_days, parties, short_name
from itogi.register.traits import Days, Item, family, fold, rules
from itogi.register.words import initials, stems

# No judge of wordings matches below this share of the longer one's stems, unless it holds the other whole.
_SHARE = {"commitment": 0.7}
_USUAL_SHARE = 0.6
_LONG = 31  # days: a date of more than a month is matched by place or level
_SEASON = 245  # days: an activity of more is matched by its name
_FAR = 40  # years or quarters: what lasts longer is as good as undated
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
    if type in _OWN_TIME:
        # What others post about a time is asked for at its own time only.
        marks = frozenset(_OWN_TIME[type](item))
    if type == "meeting":
        return marks if "bilateral" in item.many("formats") else frozenset(_session_asks(item, marks))
    words = counted(item)
    # A plain wording posts the words of its sentences; who names the thing asks for them.
    share = _SHARE.get(type, _USUAL_SHARE)
    asked = frozenset(_rarest_by_year(words, share, spread)) if _names(item) else Marks()
    any_kind = frozenset(m for m in marks if m.startswith("m:*") and item.text("kind"))
    return marks - words - any_kind | asked


def _names(item: Item) -> bool:
    return bool(item.words) or item.record.type == "quote"


def counted(item: Item) -> Marks:
    """The marks whose spread decides which are asked for."""
    return frozenset(m for m in posts(item) if m.startswith("w:"))


def _rarest_by_year(words: Marks, share: float, spread: Mapping[str, int]) -> Iterator[str]:
    """The rarest of each year that the marks bear."""
    groups: dict[str, set[str]] = {}
    for mark in words:
        groups.setdefault(mark.partition("@")[2], set()).add(mark)
    for marks in groups.values():
        yield from _rarest(frozenset(marks), share, spread)


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


def _named_words(item: Item) -> frozenset[str]:
    """The words of the name; of a plain one, those of its sentences."""
    return item.words or item.context


def _months(days: Days | None, most: int = _LONG) -> Iterator[int]:
    """The months that a date touches, unless it leaves more days open than ``most``."""
    if days and (days[1] - days[0]).days < most:
        first, last = (day.year * 12 + day.month for day in days)
        yield from range(first, last + 1)


def _document(item: Item) -> Iterator[str]:
    yield from (f"w:{word}" for word in _named_words(item))
    kind = item.text("kind")
    days = {making(item), item.days}
    # A record without a kind asks for those of any.
    yield from {f"m:{k}:{month}" for k in {kind, "*"} for some in days for month in _months(some, _LONG + 1)}
    if kind in rules()["rare_kinds"] and (made := making(item)) and made[1].year - made[0].year <= 1:
        yield from (f"y:{kind}:{year}" for year in range(made[0].year, made[1].year + 1))
    if item.said and is_draft(item):
        yield from (f"y:{kind}:{year}" for year in (item.said.year, item.said.year + 1))
    if kind in rules()["lone_kinds"] or not kind:
        yield from (f"n:{number}" for number in item.numbers)


def _activity(item: Item) -> Iterator[str]:
    years = activity_years(item)
    yield from (f"w:{word}@{year}" for word in _named_words(item) for year in years)
    kind = item.text("kind")
    yield from (f"m:{kind}:{month}" for month in _months(span(item), _SEASON))
    if item.text("organisation") and (is_lasting(item) or item.text("place")):
        place = "" if is_lasting(item) else min(stems(item.text("place")), default="")
        yield from (f"y:{kind}:{item.text('organisation')}:{place}:{year}" for year in years)


def _body(item: Item) -> Iterator[str]:
    yield from _words(item)
    name = fold(item.text("name"))
    yield f"f:{full_name(item)}"
    if not item.words:
        yield f"n:{short_name(item)}"
    letters = initials(name) if " " in name else name
    some = range(2, min(len(letters), 7) + 1) if " " in name else range(len(letters), len(letters) + 1)
    yield from (f"i:{letters[:n]}" for n in some if n < 8)


def _quote(item: Item) -> Iterator[str]:
    return (f"w:{word}" for word in stems(item.text("text")))


def _commitment(item: Item, about: int = 2) -> Iterator[str]:
    yield from _words(item)
    if item.said:
        # Two that lie at most two years apart share one of the spans of four years.
        spans = {(item.said.year + n) // 4 for n in (-about, 0, about)}
        yield from (f"a:{p}:{w}:{s}" for p in parties(item) for w in item.words for s in spans)
    if due := date_range(item.text("due")):
        months = _months(due, _FAR * 12)
        yield from (f"d:{party}:{year}" for party in parties(item) for year in {m // 12 for m in months})


def _invitation(item: Item, about: int = 3) -> Iterator[str]:
    years = {item.said.year + n for n in range(-about, about + 1)} if item.said else set[int]()
    yield from (f"h:{family(item.text('host'))}:{year}" for year in years)
    days = occasion_days(item)
    if days and days[1].year - days[0].year <= 1:
        when = range(days[0].year, days[1].year + 1)
        yield from (f"p:{place}:{year}" for place in stems(item.text("place")) for year in when)


def _figure(item: Item, *, wide: bool = True) -> Iterator[str]:
    what, value = item.text("what"), item.record.get("value")
    if what == "anniversary":
        yield f"v:{value}"
    elif what in rules()["countable"]:
        yield from (f"y:{year}" for year in _years_about(item, 2 * wide))
    else:
        yield from (f"v:{value}:{year}" for year in _years_about(item, 4 * wide))
        label = own_label(item) or {"*"}
        yield from (f"l:{word}:{quarter}" for word in label for quarter in _quarters_about(item, 2 * wide))


def _years_about(item: Item, about: int) -> set[int]:
    """The years of a figure's date, and those about its report."""
    found = {item.said.year + n for n in range(-about, about + 1)} if item.said else set[int]()
    if item.days and item.days[1].year - item.days[0].year < _FAR:
        found |= set(range(item.days[0].year, item.days[1].year + 1))
    return found


def _quarters_about(item: Item, about: int) -> set[int]:
    """The quarters of a figure's date, and those about its report."""
    found = {_quarter(item.said) + n for n in range(-about, about + 1)} if item.said else set[int]()
    if item.days:
        first, last = (_quarter(day) for day in item.days)
        found |= set(range(first, min(last, first + _FAR) + 1))
    return found


def _quarter(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def _membership(item: Item) -> Iterator[str]:
    yield f"g:{process(item)}"


def _office(item: Item) -> Iterator[str]:
    position = post_words(item.text("position"))
    yield from (f"p:{word}" for word in position)
    if position & head_words():
        yield "head"
    if item.text("of"):
        yield f"of:{fold(item.text('of'))}:{bool(position)}"
        if not position:
            yield f"of:{fold(item.text('of'))}:True"


def _meeting(item: Item) -> Iterator[str]:
    if "bilateral" in item.many("formats"):
        yield from _talks(item)
        return
    yield from (f"m:{month}" for month in _months(item.days, _LONG + 1))
    yield from (f"p:{word}" for word in stems(item.text("place")))
    if item.text("level"):
        yield f"l:{item.text('level')}"


def _talks(item: Item) -> Iterator[str]:
    """Talks share two countries or two persons at least."""
    for letter, names in (("c", item.many("countries")), ("n", item.people)):
        yield from (f"{letter}:{a}+{b}" for a, b in combinations(sorted(set(names)), 2))


def _session_asks(item: Item, marks: Marks) -> Iterable[str]:
    """An exact date asks by month; an open one by place, and by level where a year has one session."""
    if item.days and item.length <= _LONG:
        return [m for m in marks if m.startswith("m:")]
    annual = {f"l:{level}" for level in rules()["annual_levels"]}
    return [m for m in marks if m.startswith("p:") or m in annual]


_MARKS: dict[str, Callable[[Item], Iterator[str]]] = {
    "meeting": _meeting,
    "document": _document,
    "figure": _figure,
    "activity": _activity,
    "membership": _membership,
    "body": _body,
    "office": _office,
    "quote": _quote,
    "invitation": _invitation,
    "commitment": _commitment,
}


_OWN_TIME: dict[str, Callable[[Item], Iterator[str]]] = {
    "figure": lambda item: _figure(item, wide=False),
    "invitation": lambda item: _invitation(item, 0),
    "commitment": lambda item: _commitment(item, 0),
}


def node_of(item: Item, block: str, *, alone: bool = False) -> int:
    """The number of the node that a record belongs to; ``alone``: of its own, by a decision."""
    signature = (*item.signature, item.record.id) if alone else item.signature
    return number(block, *(s.isoformat() if isinstance(s, date) else s for s in signature))
