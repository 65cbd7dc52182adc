"""Marks by which records find those they may be one fact with, so that a block is never read whole.

Each node posts its marks and asks for some of them. Two nodes that a judge could match always meet:
one of them asks for a mark that the other posts. Which marks are asked for may depend on how common
they are at the time; what is found beyond the matches costs a judgement and changes nothing.

Titles meet by triples of words: single words become common as a register grows, and pairs do too. A mark that
begins with ? is one-sided: those who ask for it (long titles, say) are not those who post it (short ones).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from itogi.register import marks_events, marks_figures, marks_people, marks_texts
from itogi.register.marks import Spread, rarest
from itogi.register.traits import Item

# No judge of wordings matches below this share of the longer one's stems, unless it holds the other whole.
_SHARE = {"commitment": 0.7}
_USUAL_SHARE = 0.6
Marks = frozenset[str]
# The number of these rules. Raise it with every change of marks, blocks or signatures: a register whose rows
# were made by others is merged anew when it is opened.
RULES = 3


def number(*parts: object) -> int:
    """A number of 63 bits that stands for these parts, in every database and process the same."""
    digest = hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


def one_sided(mark: str) -> bool:
    """Whether those who ask for a mark do not post it."""
    return mark.startswith("?")


def posts(item: Item) -> Marks:
    """All marks of a record, within its block."""
    return frozenset(_MARKS.get(item.record.type, _whole_block)(item))


def asks(item: Item, spread: Spread) -> Marks:
    """The marks that a record looks for; ``spread`` tells how many others post one."""
    type = item.record.type
    return frozenset(_ASKS.get(type, _usual)(item, spread))


def counted(item: Item) -> Marks:
    """The marks whose spread decides which are asked for."""
    return frozenset(m for m in posts(item) if m.startswith(("w:", "?w:", "?n:", "?2:", "c:")))


def _usual(item: Item, spread: Spread) -> Iterator[str]:
    """What it posts; of its words so many of the rarest, year by year, that a match holds one of them.

    A plain wording posts the words of its sentences; who names the thing asks for them.
    """
    type = item.record.type
    marks = frozenset(_OWN_TIME[type](item)) if type in _OWN_TIME else posts(item)
    words = frozenset(m for m in posts(item) if m.startswith("w:"))
    yield from marks - words
    if item.words:
        groups: dict[str, set[str]] = {}
        for mark in words:
            groups.setdefault(mark.partition("@")[2], set()).add(mark)
        for some in groups.values():
            yield from rarest(frozenset(some), _SHARE.get(type, _USUAL_SHARE), spread)


def _whole_block(_: Item) -> Iterator[str]:
    yield "*"


_MARKS: dict[str, Callable[[Item], Iterator[str]]] = {
    "meeting": marks_events.meeting,
    "document": marks_texts.document,
    "figure": marks_figures.figure,
    "activity": marks_events.activity,
    "membership": marks_people.membership,
    "body": marks_texts.body,
    "office": marks_people.office,
    "quote": marks_texts.quote,
    "invitation": marks_texts.invitation,
    "commitment": marks_texts.commitment,
}
# Types that ask for other marks than they post.
_ASKS: dict[str, Callable[[Item, Spread], Iterable[str]]] = {
    "meeting": marks_events.meeting_asks,
    "document": marks_texts.document_asks,
    "office": marks_people.office_asks,
    "quote": marks_texts.quote_asks,
    "figure": marks_figures.figure_asks,
}
# What others post about a time is asked for at its own time only.
_OWN_TIME: dict[str, Callable[[Item], Iterator[str]]] = {
    "invitation": lambda item: marks_texts.invitation(item, 0),
    "commitment": lambda item: marks_texts.commitment(item, 0),
}


def node_of(item: Item, block: str, *, alone: bool = False) -> int:
    """The number of the node that a record belongs to; ``alone``: of its own, by a decision."""
    signature = (*item.signature, item.record.id) if alone else item.signature
    return number(block, *(s.isoformat() if isinstance(s, date) else s for s in signature))
