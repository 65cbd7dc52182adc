"""By which marks documents, bodies, quotes, commitments and invitations find each other."""

from __future__ import annotations

import math
from collections.abc import Iterator

from itogi.model.values import date_range
from itogi.register.likeness import ALIKE
from itogi.register.marks import (
    FAR,
    LONG,
    Spread,
    anchors,
    initials_of,
    least_paired,
    months,
    pairs,
    rarest,
    spans,
    triples,
)
from itogi.register.match_texts import full_name, is_draft, making, occasion_days, parties, short_name
from itogi.register.traits import Item, family, fold, rules
from itogi.register.words import initials, stems

# Calendar years that two documents lie apart at most: titles of one word (732 days), plain ones (1098 days).
_NEAR, _FARTHER = 3, 4
_SHORTER = 0.75  # of the shorter one's stems a match of 0.6 (Jaccard) holds so many: s >= 3/8 (a + b)
_COVERED = 0.66  # of the stems of a title that a sentence names (likeness.covered)


def document(item: Item) -> Iterator[str]:
    """What documents post: triples and pairs of words of their titles, or what a plain title has; months.

    Titles of two words ask for pairs, longer ones for triples: two that match share three words then.
    """
    words, years = item.words, anchors(item)
    yield from triples(words)
    yield from pairs(words, "2" if len(words) == 2 else "?2")
    if len(words) == 1:
        yield from (
            f"{sort}:{word}@{s}" for sort in ("1", "?1") for word in words for s in spans(years, _NEAR)
        )
    if not words:
        yield from (f"?c:{word}@{s}" for word in item.context for s in spans(years, _FARTHER))
    kind = item.text("kind")
    days = {making(item), item.days}
    # A record without a kind asks for those of any.
    yield from {f"m:{k}:{month}" for k in {kind, "*"} for some in days for month in months(some, LONG + 1)}
    if kind in rules()["rare_kinds"] and (made := making(item)) and made[1].year - made[0].year <= 1:
        yield from (f"y:{kind}:{year}" for year in range(made[0].year, made[1].year + 1))
    if item.said and is_draft(item):
        yield from (f"y:{kind}:{year}" for year in (item.said.year, item.said.year + 1))
    if kind in rules()["lone_kinds"] or not kind:
        yield from (f"n:{number}" for number in item.numbers)


def document_asks(item: Item, spread: Spread) -> Iterator[str]:
    """Triples of so many of its words that a match holds one; what has two words, one, and none."""
    words, years = item.words, anchors(item)
    ordered = least_paired(words, spread)
    shared = math.ceil(_SHORTER * len(words))
    if len(words) == 2:
        yield from (mark for sort in ("2", "?2") for mark in pairs(words, sort))
    yield from triples(ordered[: len(words) - shared + 3])
    sort = "1" if len(words) == 1 else "?1"
    yield from (f"{sort}:{word}@{year // (2 * _NEAR)}" for word in words for year in years)
    held = math.ceil(_COVERED * len(words) - 1e-9) if len(words) > 2 else len(words)
    named = ordered[: len(words) - held + 1]
    yield from (f"?c:{word}@{year // (2 * _FARTHER)}" for word in named for year in years)
    usual = (mark for mark in document(item) if mark[0] in "myn")
    yield from (mark for mark in usual if not (mark.startswith("m:*") and item.text("kind")))


def body(item: Item) -> Iterator[str]:
    """What bodies post: the words of their names, the name in full, in short, its initials."""
    yield from (f"w:{word}" for word in item.words)
    name = fold(item.text("name"))
    yield f"f:{full_name(item)}"
    if not item.words:
        yield f"n:{short_name(item)}"
    letters = initials(name) if " " in name else name
    some = range(2, min(len(letters), 7) + 1) if " " in name else range(len(letters), len(letters) + 1)
    yield from (f"i:{letters[:n]}" for n in some if n < 8)


def quote(item: Item) -> Iterator[str]:
    """What quotes post: the words that were said, each with the initials of who said them."""
    given, words = initials_of(item.text("speaker")), stems(item.text("text"))
    yield from (f"w:{word}@{letter}" for word in words for letter in given)
    # A speaker without a given name may be any of that family, and any of them may be he.
    yield from (f"?{'n' if '' in given else 'w'}:{word}" for word in words)


def quote_asks(item: Item, spread: Spread) -> Iterator[str]:
    """So many of the rarest words that a match holds one."""
    given, words = initials_of(item.text("speaker")), stems(item.text("text"))
    for letter in given:
        yield from rarest(frozenset(f"w:{word}@{letter}" for word in words), ALIKE, spread)
    other = "w" if "" in given else "n"
    yield from rarest(frozenset(f"?{other}:{word}" for word in words), ALIKE, spread)


def commitment(item: Item, about: int = 2) -> Iterator[str]:
    """What commitments post: their words, alone and with who commits himself, and when they are due."""
    yield from (f"w:{word}" for word in item.words)
    if item.said:
        # Two that lie at most two years apart share one of the spans of four years.
        years = {(item.said.year + n) // 4 for n in (-about, 0, about)}
        yield from (f"a:{p}:{w}:{s}" for p in parties(item) for w in item.words for s in years)
    if due := date_range(item.text("due")):
        years = {month // 12 for month in months(due, FAR * 12)}
        yield from (f"d:{party}:{year}" for party in parties(item) for year in years)


def invitation(item: Item, about: int = 3) -> Iterator[str]:
    """What invitations post: host and year, place and year."""
    years = {item.said.year + n for n in range(-about, about + 1)} if item.said else set[int]()
    yield from (f"h:{family(item.text('host'))}:{year}" for year in years)
    days = occasion_days(item)
    if days and days[1].year - days[0].year <= 1:
        when = range(days[0].year, days[1].year + 1)
        yield from (f"p:{place}:{year}" for place in stems(item.text("place")) for year in when)
