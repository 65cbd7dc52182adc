"""Who meets: persons, countries and the level of a meeting, from the phrase and the clause of its trigger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import word_classes
from itogi.extraction.people import Person
from itogi.extraction.records.clauses import clause_of
from itogi.extraction.records.sides import Side, sides_in
from itogi.extraction.records.talks import LEVEL_OF_POST, level_of_post
from itogi.extraction.single_words import any_of
from itogi.extraction.stance import predicate_of
from itogi.language.lemma import parses

_IN_UPON = any_of("in", "upon")
_UPON_BEFORE_AFTER = any_of("upon", "before", "after")

# Nearer than this a plural post before or after the trigger says who meets.
NEAR = 12
# A person of such a rank acts for a state even where the report does not say for which.
_HIGH = {"heads-of-state", "heads-of-government", "foreign-ministers", "defence-ministers"}
_JOINS = any_of("but", "and", "also") | {","}


@dataclass(slots=True)
class Parties:
    """Participants of one meeting as its sentence names them; ``domestic``: all are of one country."""

    people: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    bilateral: bool = False
    level: str | None = None
    organisation: str | None = None
    known: bool = False
    domestic: bool = False

    @property
    def of_states(self) -> bool:
        """Whether states are named as those who meet."""
        return self.bilateral or len(self.countries) > 1


def parties_of(ctx: Context, trigger: Token) -> list[Parties]:
    """The participants that the clause of ``trigger`` names: one entry, or one a partner of talks.

    Two sides of different states, or a state and an organisation, make a meeting bilateral.
    """
    first, others = sides_in(ctx, trigger) if not _venue_of_talks(ctx, trigger) else ([], [])
    if first and others:
        pairs = _pairs(first, others)
        if pairs:
            return pairs
        if any(side.person or side.level for side in others):
            return [Parties(domestic=True)]
    if trigger.lemma_ in word_classes()["receive-verb"]:
        return []
    people = _people(ctx, trigger)
    return [Parties([p.name for p in people], _attending(ctx, trigger, people))]


def _venue_of_talks(ctx: Context, trigger: Token) -> bool:
    """Whether a summit is only where others talk: "на полях саммита A встретился с B"."""
    classes = word_classes()
    if trigger.pos_ == "VERB" or trigger.lemma_ in classes["weak-meeting"]:
        return False
    if trigger.head.lemma_ in classes["sidelines"]:
        return True
    if not any(c.lower_ in _UPON_BEFORE_AFTER for c in trigger.children if c.dep_ == "case"):
        return False
    talks = classes["weak-meeting"] | classes["meet-verb"]
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    return any(t.lemma_ in talks and t.i != trigger.i for t in sentence)


def _pairs(first: list[Side], others: list[Side]) -> list[Parties]:
    """One meeting per partner's country: "принял послов" of two states are two meetings."""
    if all(s.is_state for s in (*first, *others)):
        return [_parties([*first, *others])]
    groups: dict[str, list[Side]] = {}
    for side in others:
        owner = side.country or side.organisation
        if owner and owner not in {s.country or s.organisation for s in first}:
            groups.setdefault(owner, []).append(side)
    if not any(s.country or s.organisation or s.level in _HIGH for s in first):
        return []
    return [_parties([*first, *group]) for group in groups.values()]


def _parties(sides: list[Side]) -> Parties:
    countries = list(dict.fromkeys(s.country for s in sides if s.country))
    organisation = next((s.organisation for s in sides if s.organisation), None)
    named = [s for s in sides if s.is_state]
    return Parties(
        list(dict.fromkeys(s.person.name for s in sides if s.person)),
        # Beside an organisation only a state that is itself named takes part.
        countries if organisation is None else [s.country for s in named if s.country],
        bilateral=len(countries) + bool(organisation) < 3,
        level=next((s.level for s in sides if s.level), None),
        organisation=organisation,
        known=any(s.known for s in sides),
    )


def _people(ctx: Context, trigger: Token) -> list[Person]:
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    return [p for p in ctx.people.in_range(sentence.start, sentence.end) if _takes_part(ctx, p, trigger)]


def _takes_part(ctx: Context, person: Person, trigger: Token) -> bool:
    """Whether a person of the sentence takes part, and does not only speak of the meeting."""
    classes = word_classes()
    if {o.cls for o in person.offices} & {"spokesperson", "expert"} or not is_named(ctx, person):
        return False
    sentence = ctx.sentence(trigger.i)
    here = [m for m in person.mentions if ctx.sentence(m.start) == sentence]
    if all(m.start and ctx.doc[m.start - 1].lemma_ in classes["name-of"] for m in here):
        return False
    own = predicate_of(trigger)
    speaks = speaking()
    for mention in here:
        root = ctx.doc[mention.start : mention.end].root
        verb = predicate_of(root)
        if verb is not None and verb.lemma_ in classes["meeting-bid"]:
            # Who invites to a meeting is not yet there.
            continue
        if verb is None or verb == own:
            if verb is None or verb.lemma_ not in speaks or _at(trigger, verb):
                return True
        elif verb.lemma_ not in speaks:
            return True
    return False


def is_named(ctx: Context, person: Person) -> bool:
    """Whether the words of a name are one: no verb or pronoun before it, no city ("Беседовал Олег X")."""
    for mention in person.mentions:
        grammemes = {p.tag.POS for p in parses(ctx.doc[mention.start].lower_)}
        cities = ctx.mentions_in(mention.start, mention.end, "CAPITAL", "PLACE")
        if grammemes <= {"VERB", "NPRO", "PRTF", "PRTS"} or any(c.start == mention.start for c in cities):
            return False
    return True


@cache
def speaking() -> frozenset[str]:
    """Verbs whose subject speaks of a meeting: those of saying and thinking, less those of taking part."""
    classes = word_classes()
    says = classes["meeting-speak"] | classes["quote-say"] | classes["quote-tell-think"]
    return says - classes["attend-verb"]


def _at(trigger: Token, verb: Token) -> bool:
    """Whether somebody speaks at the meeting ("на саммите заявил") rather than of it."""
    prepositions = [c.lower_ for t in (trigger, *trigger.ancestors) for c in t.children if c.dep_ == "case"]
    return trigger.i < len(trigger.doc) and bool(_IN_UPON & set(prepositions[:1]))


def _attending(ctx: Context, trigger: Token, people: list[Person]) -> list[str]:
    """Countries whose leaders or delegates meet: a plural post with the countries named after it."""
    low, high = clause_of(ctx, trigger)
    found = countries_of_posts(ctx, low, high, without=absent(ctx, people))
    return found if len(found) > 1 or level_of(ctx, trigger) else []


def absent(ctx: Context, people: list[Person]) -> list[tuple[int, int]]:
    """Where the offices stand of the persons that are not among those who take part."""
    return [(o.start, o.end) for o in ctx.people.offices if ctx.people.at(o.person.start) not in people]


def countries_of_posts(
    ctx: Context, low: int, high: int, *, without: Sequence[tuple[int, int]] = ()
) -> list[str]:
    """Countries listed after a post in a token range: "президенты Казахстана, России и Беларуси".

    ``without``: the offices of those who do not take part.
    """
    found: list[Mention] = []
    names = ctx.mentions_in(low, high, "COUNTRY")
    names = [m for m in names if not any(a <= m.start < b for a, b in without)]
    leaders = word_classes()["leader-word"]
    heads = [m.end for m in ctx.mentions_in(low, high, "POST") if m.level in LEVEL_OF_POST]
    heads += [t.i + 1 for t in ctx.doc[low:high] if t.lemma_ in leaders]
    for head in heads:
        at = head
        for name in names:
            joined = all(t.lemma_ in _JOINS or t.is_space for t in ctx.doc[at : name.start])
            if name.start >= at and joined and name not in found:
                found.append(name)
                at = name.end
    return list(dict.fromkeys(m.value for m in found))


def level_of(ctx: Context, trigger: Token) -> str | None:
    """The level by the plural posts beside the trigger: "встреча министров обороны", "лидеры собрались"."""
    low, high = clause_of(ctx, trigger)
    if any(c.lemma_ in word_classes()["body-ministers"] for c in trigger.children if c.dep_ == "amod"):
        return "ministers"
    if trigger.pos_ != "VERB" and (near := _leaders(ctx, trigger, trigger.i, high)):
        return near
    posts = [
        m for m in ctx.mentions_in(low, high, "POST")
        if m.level in LEVEL_OF_POST and "Plur" in ctx.doc[m.start].morph.get("Number", [])
    ]  # fmt: skip
    if not posts and trigger.pos_ == "VERB":
        posts = [
            m
            for m in ctx.in_sentence(trigger.i, "POST")
            if ctx.doc[m.start].head == trigger and m.level in LEVEL_OF_POST
        ]
    if not posts:
        return _leaders(ctx, trigger, low, high)
    nearest = min(posts, key=lambda m: min(abs(m.start - trigger.i), abs(m.end - trigger.i)))
    return level_of_post(nearest)


def _leaders(ctx: Context, trigger: Token, low: int, high: int) -> str | None:
    """ "встреча глав Таджикистана, Кыргызстана": a bare "глава" with a state is its head."""
    names = {m.start for m in ctx.mentions_in(low, high, "COUNTRY")}
    near = ctx.doc[max(low, trigger.i - NEAR) : min(high, trigger.i + NEAR)]
    heads = [t for t in near if t.lemma_ in word_classes()["leader-word"] and t.i + 1 in names]
    heads = [t for t in heads if "Plur" in t.morph.get("Number", []) or len(names) > 1]
    return "heads-of-state" if heads else None
