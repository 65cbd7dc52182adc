"""Whether two records are one fact: a judge for each type, symmetric, and of the two records only.

A judge returns None where the two contradict each other (they can never be one entry), 0 where
nothing speaks for it, and a positive score, the higher the surer, where they match.
"""

from __future__ import annotations

from collections.abc import Callable

from itogi.register import match_texts
from itogi.register.likeness import Verdict
from itogi.register.match_events import activity, meeting
from itogi.register.match_figures import figure, narrowed, narrowing
from itogi.register.match_people import chairmanship, membership, office
from itogi.register.traits import Item

__all__ = ["Verdict", "judge", "narrowed", "narrowing"]


def judge(a: Item, b: Item) -> Verdict:
    """The verdict on two records of one block."""
    if a.record.type != b.record.type:
        return None
    one, two = a.text("organisation"), b.text("organisation")
    if one and two and one != two:
        return None
    return _JUDGES[a.record.type](a, b)


_JUDGES: dict[str, Callable[[Item, Item], Verdict]] = {
    "meeting": meeting,
    "document": match_texts.document,
    "activity": activity,
    "chairmanship": chairmanship,
    "membership": membership,
    "body": match_texts.body,
    "office": office,
    "quote": match_texts.quote,
    "invitation": match_texts.invitation,
    "commitment": match_texts.commitment,
    "figure": figure,
}
