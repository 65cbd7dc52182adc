"""By which marks offices and memberships find each other."""

from __future__ import annotations

from collections.abc import Iterator

from itogi.register.marks import Spread, initials_of
from itogi.register.match_people import head_words, post_words, process
from itogi.register.traits import Item, fold


def office(item: Item) -> Iterator[str]:
    """Posts and institutions, each with the initials that a namesake may not have; "" if none is told."""
    position = post_words(item.text("position"))
    given = initials_of(item.text("person"))
    for mark in _posts_held(item, position):
        yield from (f"{mark}:{letter}" for letter in given)
    # Who is told without a given name asks for those of any.
    yield from (f"?{mark}" for mark in _posts_held(item, position) if "" not in given)


def office_asks(item: Item, _: Spread) -> Iterator[str]:
    """The same marks; without a given name, those of any."""
    yield from (mark for mark in office(item) if not mark.startswith("?"))
    if "" in initials_of(item.text("person")):
        yield from (f"?{mark}" for mark in _posts_held(item, post_words(item.text("position"))))


def _posts_held(item: Item, position: frozenset[str]) -> Iterator[str]:
    yield from (f"p:{word}" for word in position)
    if position & head_words():
        yield "head"
    if item.text("of"):
        yield f"of:{fold(item.text('of'))}:{bool(position)}"
        if not position:
            yield f"of:{fold(item.text('of'))}:True"


def membership(item: Item) -> Iterator[str]:
    """What memberships post: the process that they are part of."""
    yield f"g:{process(item)}"
