"""Offices that several persons share: "премьеры Киргизии и Казахстана A и B"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import word_classes
from itogi.extraction.single_words import any_of
from itogi.language.lemma import parses

_JOINS = any_of("but", "and", "also") | {","}


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
        sure = "Plur" in doc[post.start].morph.get("Number", [])
        if not sure and not any(str(p.tag.number) == "plur" for p in parses(doc[post.start].lower_)):
            continue
        owners = _listed(doc, names, post.end) or _adjectives(doc, mentions, post.start)
        at = _after_colon(doc, max(owners[-1].end if owners else 0, post.end))
        people = _listed(doc, persons, at)
        # "главы" may be one head's: an owner for each person tells that there are several
        if sure and len(people) < 2 and (pairs := list(_pairs(doc, names, persons, post))):
            yield from pairs
        if len(people) < 2 or len(owners) not in ({0, 1, len(people)} if sure else {len(people)}):
            continue
        for index, person in enumerate(people):
            owner = owners[index if len(owners) > 1 else 0].value if owners else None
            yield Office(person.start, person.end, person, post.value, owner, post.level, "distributed")


def _pairs(doc: Doc, names: list[Mention], persons: list[Mention], post: Mention) -> Iterator[Office]:
    """ "президенты Казахстана A, Киргизии B и России C": an owner before each name, two at least."""
    found: list[tuple[Mention, Mention]] = []
    at = post.end
    while True:
        owner = next((m for m in names if m.start >= at), None)
        person = next((p for p in persons if owner is not None and p.start == owner.end), None)
        if owner is None or person is None or any(t.text not in _JOINS for t in doc[at : owner.start]):
            break
        found.append((owner, person))
        at = person.end
    for owner, person in found if len(found) > 1 else ():
        yield Office(owner.start, person.end, person, post.value, owner.value, post.level, "distributed")


def _after_colon(doc: Doc, at: int) -> int:
    """ "пятерых президентов региона: A, B и C": where the list begins that a colon or dash opens."""
    for i in range(at, min(at + 4, len(doc))):
        if doc[i].text in {":", "–", "—"}:
            return i + 1
        if doc[i].pos_ not in {"NOUN", "ADJ", "PROPN"}:
            break
    return at


def colleagues(doc: Doc, mentions: list[Mention], offices: list[Office], person: Mention) -> Iterator[Office]:
    """ "министр X принял американского коллегу Y": the colleague has the post of the one before him."""
    near = [m for m in mentions if m.label in {"NATIONAL", "COUNTRY"} and m.end <= person.start]
    owner = near[-1] if near else None
    if owner is None or not _is_peer(doc, owner, person):
        return
    last = next((o for o in reversed(offices) if o.cls not in {"other", "former"}), None)
    same_line = last is not None and doc[last.person.start : person.start].text.count("\n") == 0
    if last is not None and same_line and last.person is not person:
        yield Office(owner.start, person.end, person, last.position, owner.value, last.cls, "distributed")


def _is_peer(doc: Doc, owner: Mention, person: Mention) -> bool:
    """Whether a name is that of a colleague: "американский коллега X", "коллега из Китая X"."""
    peers = word_classes()["peer"]
    if owner.end == person.start - 1:
        return doc[person.start - 1].lemma_ in peers
    return owner.end == person.start and any(
        t.lemma_ in peers for t in doc[max(0, owner.start - 2) : owner.start]
    )


def _adjectives(doc: Doc, mentions: list[Mention], end: int) -> list[Mention]:
    """ "камбоджийский и таиландский лидеры": the states that a list of adjectives before a post names."""
    out: list[Mention] = []
    for mention in reversed([m for m in mentions if m.label == "NATIONAL" and m.end <= end]):
        if any(t.text not in _JOINS for t in doc[mention.end : end]):
            break
        out.insert(0, mention)
        end = mention.start
    return out


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
