"""People of one article: short names to full ones, posts to persons, roles to office holders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from spacy.tokens import Doc

from itogi.extraction.mentions import Mention
from itogi.extraction.offices import find_offices
from itogi.extraction.offices_shared import Office
from itogi.extraction.similar import family
from itogi.language import lexicon
from itogi.language.lexicon_types import Officeholder


@dataclass(slots=True)
class Person:
    """One person of an article: the fullest name given, every mention, the offices stated, and known ones.

    ``known`` comes from the list of office holders: it links roles to people and is never evidence.
    """

    name: str
    mentions: list[Mention]
    offices: list[Office]
    known: list[Officeholder]


class People:
    """The persons of one article, and what each role ("глава государства") refers to."""

    def __init__(self, doc: Doc, mentions: list[Mention], published: date | None = None) -> None:
        self._doc = doc
        self._mentions = mentions
        self.persons: list[Person] = []
        self._at: dict[int, Person] = {}
        for mention in mentions:
            if mention.label == "PERSON":
                self._place(mention)
        self.offices: list[Office] = find_offices(doc, mentions)
        for office in self.offices:
            person = self._at.get(office.person.start)
            if person:
                person.offices.append(office)
        for person in self.persons:
            person.name = self._as_written(person)
            person.known = known_offices(person.name, published)

    def _place(self, mention: Mention) -> None:
        person = next((p for p in self.persons if same_person(p.name, mention.value)), None)
        if person is None:
            person = Person(mention.value, [], [], [])
            self.persons.append(person)
        person.mentions.append(mention)
        person.name = fuller(person.name, mention.value)
        for token in range(mention.start, mention.end):
            self._at[token] = person

    def _as_written(self, person: Person) -> str:
        """The name with its family name as it stands where the text writes it in one form throughout.

        "Пелоси" and "Давутоглу" do not decline, whatever the ending seems to say.
        """
        given, _, last = person.name.rpartition(" ")
        written = {self._doc[m.end - 1].text for m in person.mentions}
        form = next(iter(written))
        same = len(written) == 1 and len(person.mentions) > 1 and form != last and form[0].isupper()
        known = any(m.value.endswith(form) for m in person.mentions)
        return f"{given} {form}".strip() if same and known else person.name

    def at(self, token: int) -> Person | None:
        """The person named at ``token``, if any."""
        return self._at.get(token)

    def name(self, mention: Mention) -> str:
        """The fullest name that the article gives the person of ``mention``."""
        person = self._at.get(mention.start)
        return person.name if person else mention.value

    def in_range(self, start: int, end: int) -> list[Person]:
        """Persons named in a token range, in text order, each once."""
        found = {id(p): p for i in range(start, end) if (p := self._at.get(i))}
        return list(found.values())

    def holder(self, cls: str | None, of: str | None, before: int) -> Person | None:
        """Who holds a post of class ``cls`` of country or organisation ``of``.

        What the text says of its persons counts first, then the list of office holders; of several the
        one named last before token ``before`` is taken, else the first named after it.
        """
        said = [p for p in self.persons if any(_fits(o.cls, o.of, cls, of) for o in p.offices)]
        known = [p for p in self.persons if any(_fits(k.class_, k.of, cls, of) for k in p.known)]
        if of is not None:
            said = [p for p in said if any(o.of == of for o in p.offices)] or [p for p in said if p in known]
        fits = said or known
        earlier = [p for p in fits if p.mentions[0].start < before]
        if earlier:
            return max(earlier, key=lambda p: max(m.start for m in p.mentions if m.start < before))
        return fits[0] if fits else None

    def role(self, mention: Mention) -> Person | None:
        """The person that a POST mention without a name of its own refers to, or None."""
        named = self.named_by(mention)
        if named:
            return named
        if "Plur" in self._doc[mention.start].morph.get("Number", []):
            return None
        return self.holder(mention.level, post_owner(self._mentions, mention), mention.start)

    def named_by(self, mention: Mention) -> Person | None:
        """The person whose name stands with this post ("президент Касым-Жомарт Токаев")."""
        for office in self.offices:
            if office.start <= mention.start < office.end:
                return self._at.get(office.person.start)
        return None


def _fits(cls: str | None, of: str | None, wanted: str | None, owner: str | None) -> bool:
    # "российский министр" may be one of foreign affairs
    same = cls == wanted or (wanted == "minister" and (cls or "").endswith("-minister"))
    return (wanted is None or same) and (owner is None or of is None or of == owner)


@cache
def _holders() -> dict[str, list[Officeholder]]:
    out: dict[str, list[Officeholder]] = {}
    for holder in lexicon.officeholders():
        out.setdefault(family(holder.person), []).append(holder)
    return out


def known_offices(name: str, published: date | None) -> list[Officeholder]:
    """Offices that the list gives a person of this name at the time of publication, the latest first."""
    found = [h for h in _holders().get(family(name), []) if same_person(h.person, name)]
    if published:
        found = [h for h in found if h.covers(published.isoformat())]
    return sorted(found, key=lambda h: h.since or "", reverse=True)


def same_person(a: str, b: str) -> bool:
    """Whether two names in one article are of one person: family names agree, given names can."""
    x, y = a.split(), b.split()
    if family(a) != family(b):
        # "Си" for "Си Цзиньпин": a family name that comes first.
        return (len(x) == 1 or len(y) == 1) and x[0] == y[0] and len(x[0]) <= 4
    if len(x) == 1 or len(y) == 1:
        return True
    return x[0][:1] == y[0][:1] and (
        x[0].rstrip(".") in y[0] or y[0].rstrip(".") in x[0] or x[0][:4] == y[0][:4]
    )


def fuller(a: str, b: str) -> str:
    """The fuller of two names of one person: more words, then fewer initials, then the first."""
    rank = [(len(n.split()), -n.count("."), len(n) if "." in n else 0) for n in (a, b)]
    return b if rank[1] > rank[0] else a


def post_owner(mentions: list[Mention], post: Mention) -> str | None:
    """The country or organisation a bare post belongs to by the words beside it; None if unsaid."""
    for m in mentions:
        if m.label in {"NATIONAL", "COUNTRY", "ORGANISATION"} and (
            m.end == post.start or m.start == post.end
        ):
            return m.value
    return None
