"""Who meets: persons, countries and the level of a meeting, from the phrase and the clause of its trigger."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import word_classes
from itogi.extraction.people import Person
from itogi.extraction.stance import predicate_of

LEVEL_OF_POST = {
    "head-of-state": "heads-of-state",
    "head-of-government": "heads-of-government",
    "foreign-minister": "foreign-ministers",
    "defence-minister": "defence-ministers",
    "security-secretary": "security-secretaries",
    "minister": "ministers",
    "speaker-of-parliament": "parliament",
    "mp": "parliament",
    "expert": "experts",
    "deputy": "officials",
    "assistant": "officials",
    "official": "officials",
    "military": "officials",
    "secretary-general": "officials",
}


@dataclass(slots=True)
class Parties:
    """Participants of one meeting as its sentence names them."""

    people: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    bilateral: bool = False
    level: str | None = None
    organisation: str | None = None


def parties_of(ctx: Context, trigger: Token, start: int, end: int) -> Parties:
    """The participants that the clause of ``trigger`` names.

    Two persons, or two countries, joined by the words of meeting make it bilateral.
    """
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    persons = [p for p in ctx.people.in_range(sentence.start, sentence.end) if _takes_part(ctx, p, trigger)]
    countries = _attending(ctx, trigger, start, end)
    parties = Parties([p.name for p in persons], countries)
    pair = _pair(ctx, trigger, persons)
    if pair:
        parties.bilateral = True
        parties.level = _person_level(pair[0]) or _person_level(pair[1])
        owners = [o.of for p in pair for o in p.offices if o.of]
        parties.countries = list(dict.fromkeys([*countries, *(o for o in owners if len(o) == 2)]))
        parties.organisation = next((o for o in owners if len(o) > 2 and o.isascii()), None)
    return parties


def _takes_part(ctx: Context, person: Person, trigger: Token) -> bool:
    """Whether a person of the sentence takes part, and does not only speak of the meeting."""
    if {o.cls for o in person.offices} & {"spokesperson", "expert"}:
        return False
    here = [m for m in person.mentions if ctx.sentence(m.start) == ctx.sentence(trigger.i)]
    verbs = [predicate_of(ctx.doc[m.start : m.end].root) for m in here]
    own = predicate_of(trigger)
    says = word_classes()["say-neutral"]
    return any(v is None or v == own or v.lemma_ not in says for v in verbs)


def _attending(ctx: Context, trigger: Token, start: int, end: int) -> list[str]:
    """Countries whose leaders or delegates meet: in the phrase of the trigger, or of its subject."""
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    found: list[Mention] = []
    posts = [m for m in ctx.mentions_in(sentence.start, sentence.end, "POST") if m.level in LEVEL_OF_POST]
    names = ctx.mentions_in(sentence.start, sentence.end, "COUNTRY")
    for post in posts:
        at = post.end
        for name in names:
            if name.start >= at and all(t.lemma_ in {",", "и", "а", "также"} or t.is_space for t in ctx.doc[at : name.start]):
                found.append(name)
                at = name.end
    return list(dict.fromkeys(m.value for m in found))


def _pair(ctx: Context, trigger: Token, persons: list[Person]) -> tuple[Person, Person] | None:
    """The two persons who meet: "X встретился с Y", "переговоры X и Y", "X принял Y"."""
    if len(persons) < 2:
        return None
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    for token in sentence:
        if token.lemma_ == "с" and token.pos_ == "ADP" and token.i > trigger.i - 12:
            after = ctx.people.in_range(token.i, sentence.end)
            before = [p for p in persons if p not in after]
            if before and after:
                return before[-1], after[0]
    joined = word_classes()["meet-verb"] | word_classes()["session-noun"]
    if trigger.lemma_ in joined and len(persons) == 2:
        between = ctx.doc[persons[0].mentions[0].end : persons[1].mentions[0].start]
        if any(t.lemma_ == "и" for t in between) and len(between) < 10:
            return persons[0], persons[1]
    return None


def _person_level(person: Person) -> str | None:
    return next((LEVEL_OF_POST[o.cls] for o in person.offices if o.cls in LEVEL_OF_POST), None)


def level_of(ctx: Context, trigger: Token, end: int) -> str | None:
    """The level by the plural posts beside the trigger: "встреча министров обороны", "лидеры собрались"."""
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    posts = [
        m for m in ctx.mentions_in(sentence.start, sentence.end, "POST")
        if m.level in LEVEL_OF_POST and "Plur" in ctx.doc[m.start].morph.get("Number")
    ]  # fmt: skip
    if not posts:
        return None
    nearest = min(posts, key=lambda m: min(abs(m.start - trigger.i), abs(m.end - trigger.i)))
    return LEVEL_OF_POST[nearest.level or ""]
