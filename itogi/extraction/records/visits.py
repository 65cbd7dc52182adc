"""Visits: who travels where, read from a noun ("визит X в Y") or a verb ("X посетил Y")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import word_classes
from itogi.extraction.people import Person
from itogi.extraction.single_words import any_of, spelt
from itogi.language import lexicon
from itogi.language.inflect import nominative

_BY = spelt("by")
_HE_SHE = any_of("he", "she")
_IN_AND_COMMA = any_of("in", "in-full", "and") | {","}
_IN_UPON = any_of("in", "in-full", "upon")
_WITH = spelt("with")

_LEADERS = frozenset(
    (
        "head-of-state", "head-of-government", "foreign-minister", "defence-minister", "security-secretary",
        "minister", "deputy", "secretary-general", "assistant", "ambassador", "speaker-of-parliament",
    )
)  # fmt: skip
_BEHIND = 9
_HEADS = _LEADERS | {"head", "spokesperson"}
_PLACES = ("COUNTRY", "CAPITAL", "PLACE")


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit abroad: who, the place in the nominative, countries, the organisation of the traveller."""

    who: str
    place: str
    countries: tuple[str, ...]
    organisation: str | None


def visit_of(ctx: Context, trigger: Token) -> Visit | None:
    """The visit that ``trigger`` tells of, or None: a private or domestic trip, no leader, no place."""
    goal = _goal(ctx, trigger)
    if goal is None or goal.country is None or _to_session(ctx, trigger):
        return None
    for who, home in _homes(ctx, trigger, goal):
        if home == goal.country:
            return None
        place = _place_name(ctx, goal)
        if home in lexicon.countries():
            goals = (g.country for g in _joined(ctx, goal) if g.country and g.country != home)
            return Visit(who, place, tuple(dict.fromkeys((home, *goals))), None)
        if home in lexicon.organisations() and trigger.lemma_ not in word_classes()["visit-arrive"]:
            return Visit(who, place, (), home)
    return None


def _to_session(ctx: Context, trigger: Token) -> bool:
    """Whether a leader only arrives, for a session or with a visit that another word tells of."""
    classes = word_classes()
    if trigger.pos_ != "VERB" or trigger.lemma_ in classes["visit-verb"]:
        return False
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    return any(t.lemma_ in classes["visit-other"] for t in sentence)


def _place_name(ctx: Context, goal: Mention) -> str:
    return nominative(ctx.doc[goal.start : goal.end]) if goal.label == "COUNTRY" else goal.value


def _goal(ctx: Context, trigger: Token) -> Mention | None:
    """Where the visit goes: after "в", "на" behind the noun, or the object of the verb."""
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    verb = trigger.pos_ == "VERB"
    for mention in ctx.mentions_in(trigger.i + 1, min(sentence.end, trigger.i + 18), *_PLACES):
        before = ctx.doc[mention.start - 1]
        root = ctx.doc[mention.start : mention.end].root
        if before.lower_ in _IN_UPON or (before.lower_ == _BY and not verb):
            return mention
        if (
            verb
            and (root.head == trigger or before.i == trigger.i)
            and root.dep_ in {"obj", "obl", "nmod", "nsubj"}
        ):
            return mention
    return _object_before(ctx, trigger) or _goal_before(ctx, trigger)


def _object_before(ctx: Context, trigger: Token) -> Mention | None:
    """ "С визитом Казахстан посетит председатель КНР": the country that a verb governs stands before it."""
    if trigger.pos_ != "VERB" or trigger.lemma_ in word_classes()["arrive-verb"]:
        return None
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    for mention in ctx.mentions_in(sentence.start, trigger.i, *_PLACES):
        root = ctx.doc[mention.start : mention.end].root
        bare = mention.end == trigger.i and ctx.doc[max(mention.start - 1, 0)].pos_ != "ADP"
        if bare or (root.head == trigger and root.dep_ == "obj"):
            return mention
    return None


def _joined(ctx: Context, goal: Mention) -> list[Mention]:
    """Every country of "поездка в Казахстан, Таджикистан и Киргизию"."""
    out, end = [goal], goal.end
    for mention in ctx.mentions_in(goal.end, min(goal.end + 10, len(ctx.doc)), *_PLACES):
        if any(t.text not in _IN_AND_COMMA for t in ctx.doc[end : mention.start]):
            break
        out.append(mention)
        end = mention.end
    return out


def _goal_before(ctx: Context, trigger: Token) -> Mention | None:
    """ "Прибыл в Москву с визитом", "… в Туркмении. Там с визитом …"."""
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    classes = word_classes()
    number = ctx.sentence(trigger.i)
    spans = []
    with_visit = any(c.dep_ == "case" and c.lower_ == _WITH for c in trigger.children)
    if (
        trigger.pos_ == "VERB"
        or with_visit
        or any(t.lemma_ in classes["arrive-verb"] | classes["visit-run"] for t in sentence)
    ):
        spans.append((sentence.start, trigger.i))
    if number and any(t.lemma_ in classes["there"] for t in ctx.doc[sentence.start : trigger.i]):
        spans.append((ctx.sentences[number - 1].start, sentence.start))
    for low, high in spans:
        for mention in ctx.mentions_in(low, high, *_PLACES):
            words = list(reversed(ctx.doc[max(low, mention.start - 3) : mention.start]))
            stop = next((i for i, t in enumerate(words) if t.is_punct), len(words))
            if any(t.lower_ in _IN_UPON for t in words[:stop]):
                return mention
    return None


def _homes(ctx: Context, trigger: Token, goal: Mention) -> Iterable[tuple[str, str]]:
    """Who travels, and the countries or organisations he stands for, the likeliest first."""
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    after = trigger.i + 1, (goal.start if goal.start > trigger.i else sentence.end)
    before = sentence.start, trigger.i
    behind = goal.end, min(sentence.end, goal.end + _BEHIND)  # "визит в Москву министра Японии"
    behind = behind if goal.start > trigger.i else (trigger.i, trigger.i)
    spans = [after, behind, before] if trigger.pos_ != "VERB" else [before, (trigger.i + 1, sentence.end)]
    for low, high in spans:
        people = [p for p in ctx.people.in_range(low, high) if _leader(p)]
        posts = [m for m in ctx.mentions_in(low, high, "POST") if m.level in _HEADS and m.start != goal.start]
        order = people if trigger.pos_ != "VERB" else people[::-1]
        for person in order:
            yield from ((person.name, of) for of in _stands_for(person))
        for post in posts:
            yield from (("", of) for of in _owner(ctx, post, goal))
    yield from _neighbour(ctx, trigger, goal)


def _leader(person: Person) -> bool:
    return any(o.cls in _LEADERS for o in person.offices) or any(k.class_ in _LEADERS for k in person.known)


def _stands_for(person: Person) -> Iterable[str]:
    yield from (o.of for o in person.offices if o.of and o.cls in _LEADERS)
    yield from (k.of for k in person.known if k.class_ in _LEADERS)


def _owner(ctx: Context, post: Mention, goal: Mention) -> Iterable[str]:
    for mention in ctx.mentions:
        if mention is goal or mention.label not in {"NATIONAL", "COUNTRY", "ORGANISATION", "CAPITAL"}:
            continue
        inside = post.start <= mention.start and mention.end <= post.end
        beside = inside or mention.end == post.start or mention.start == post.end
        if beside and (post.level in _LEADERS or mention.label == "ORGANISATION"):
            yield mention.country or mention.value
        elif (
            mention.label == "ORGANISATION"
            and 0 < mention.start - post.end < 4
            and _same_phrase(ctx, post, mention)
        ):
            yield mention.value


def _same_phrase(ctx: Context, post: Mention, owner: Mention) -> bool:
    """ "глава гуманитарной миссии ООН": only nouns and adjectives in the genitive stand between."""
    return all("Gen" in t.morph.get("Case", []) for t in ctx.doc[post.end : owner.start])


def _neighbour(ctx: Context, trigger: Token, goal: Mention) -> Iterable[tuple[str, str]]:
    """Whoever travels is named in the sentence before ("… в Туркмении. Там с визитом Михаил Мишустин")."""
    number = ctx.sentence(trigger.i)
    sentence = ctx.sentences[number]
    if any(t.lemma_ in _HE_SHE for t in sentence) and number:
        before = ctx.sentences[number - 1]
        for person in ctx.people.in_range(before.start, before.end)[:1]:
            if _leader(person):
                yield from ((person.name, of) for of in _stands_for(person))
