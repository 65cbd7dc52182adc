"""Offices that several persons share: "премьеры Киргизии и Казахстана A и B"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from itogi.extraction.mentions import Mention

_JOINS = {",", "и", "а", "также"}


@dataclass(frozen=True, slots=True)
class Office:
    """A post held by a named person: token range of the whole phrase, and what the text says of it."""

    start: int
    end: int
    person: Mention
    position: str
    of: str | None
    cls: str | None
    via: str
    # The token of "республики", "этой страны" that stands for the owner; None where the words name it.
    anaphor: int | None = None


def shared_offices(doc: Doc, mentions: list[Mention], posts: list[Mention]) -> Iterator[Office]:
    """The offices of a plural post with one owner for all its persons, or one for each in the same order."""
    names = [m for m in mentions if m.label in {"COUNTRY", "ORGANISATION"}]
    persons = [m for m in mentions if m.label == "PERSON"]
    for post in posts:
        if "Plur" not in doc[post.start].morph.get("Number", []):
            continue
        owners = _listed(doc, names, post.end)
        at = owners[-1].end if owners else post.end
        people = _listed(doc, persons, at)
        if len(people) < 2 or len(owners) not in {0, 1, len(people)}:
            continue
        for index, person in enumerate(people):
            owner = owners[index if len(owners) > 1 else 0].value if owners else None
            yield Office(person.start, person.end, person, post.value, owner, post.level, "distributed")


def _listed(doc: Doc, mentions: list[Mention], at: int) -> list[Mention]:
    """The mentions that a list beginning at token ``at`` joins by commas and "и"."""
    out: list[Mention] = []
    for mention in mentions:
        if mention.start < at:
            continue
        between = [t.text for t in doc[at : mention.start]]
        if not all(t in _JOINS for t in between) or (not out and between):
            break
        out.append(mention)
        at = mention.end
    return out
