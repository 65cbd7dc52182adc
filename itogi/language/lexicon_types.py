"""What the lexicon holds: organisations, countries, places, posts, topics, figures, office holders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from itogi.model.values import date_range

BODY_KINDS: frozenset[str] = frozenset(
    {
        "agency",
        "bank",
        "centre",
        "commission",
        "committee",
        "council",
        "court",
        "force",
        "fund",
        "group",
        "parliament",
        "secretariat",
        "staff",
    }
)
PLACE_KINDS = frozenset({"city", "region", "resort", "range", "venue", "water", "area", "base"})
POST_CLASSES: frozenset[str] = frozenset(
    {
        "head-of-state",
        "head-of-government",
        "foreign-minister",
        "defence-minister",
        "security-secretary",
        "minister",
        "deputy",
        "secretary-general",
        "spokesperson",
        "assistant",
        "ambassador",
        "speaker-of-parliament",
        "head",
        "military",
        "expert",
        "official",
        "mp",
        "party",
        "clergy",
        "other",
    }
)


@dataclass(frozen=True, slots=True)
class Body:
    """A body of an organisation, or one that many have (then ``kind`` may be empty)."""

    name: str
    level: str
    kind: str = ""
    abbreviations: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Membership:
    """A country's time in an organisation; an open bound is None."""

    country: str
    since: str | None = None
    until: str | None = None

    def covers(self, when: str) -> bool:
        """Whether the EDTF date ``when`` can fall into this membership."""
        return _in_term(when, self.since, self.until)


@dataclass(frozen=True, slots=True)
class Organisation:
    """An international organisation with its names, bodies and states."""

    code: str
    names: Mapping[str, str]
    abbreviations: tuple[str, ...]
    aliases: tuple[str, ...]
    paraphrases: tuple[str, ...]
    bodies: tuple[Body, ...]
    members: tuple[Membership, ...]
    observers: tuple[Membership, ...]
    partners: tuple[Membership, ...]
    posts: tuple[str, ...]
    decoys: tuple[str, ...]

    @property
    def phrases(self) -> tuple[str, ...]:
        """Sure names, the full Russian name first."""
        return (self.names["ru"], *self.aliases)

    def members_at(self, when: str) -> tuple[str, ...]:
        """Codes of the member states at the EDTF date ``when``."""
        return tuple(dict.fromkeys(m.country for m in self.members if m.covers(when)))


@dataclass(frozen=True, slots=True)
class Country:
    """A country: what it, its people, its capital and its seats of power are called."""

    code: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    decoys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the map: ``country`` is empty for areas of several countries.

    ``label`` is what a map calls it, where ``name`` is short for that ("Петербург").
    """

    name: str
    country: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post or role, its class (`POST_CLASSES`) and the ways to say it."""

    phrase: str
    class_: str
    abbreviations: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()

    @property
    def phrases(self) -> tuple[str, ...]:
        """The phrase and its synonyms."""
        return (self.phrase, *self.synonyms)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic code with its IPTC Media Topic id, if one fits, and its phrases."""

    code: str
    iptc: str | None
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Words of figures: nouns by what they count, numerals with values, words that make it approximate."""

    nouns: Mapping[str, tuple[str, ...]]
    cardinals: Mapping[str, float]
    ordinals: Mapping[str, float]
    multipliers: Mapping[str, float]
    stems: Mapping[str, float]
    approximators: tuple[str, ...]
    expected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Officeholder:
    """Who held a post of ``class_`` in a country or organisation. Knowledge, never evidence."""

    person: str
    class_: str
    of: str
    since: str | None
    until: str | None

    def covers(self, when: str) -> bool:
        """Whether the EDTF date ``when`` can fall into the term."""
        return _in_term(when, self.since, self.until)


def _in_term(when: str, since: str | None, until: str | None) -> bool:
    asked = date_range(when)
    first = date_range(since) if since else None
    last = date_range(until) if until else None
    if asked is None:
        return False
    return not ((first and asked[1] < first[0]) or (last and asked[0] > last[1]))
