"""Finder of offices: who holds which post, by a name bound to it or by a role that refers to a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from itogi.extraction.assemble import Draft
from itogi.extraction.context import Context
from itogi.extraction.mentions import Mention
from itogi.extraction.offices_shared import Office
from itogi.extraction.patterns import word_classes
from itogi.extraction.people import Person, post_owner
from itogi.extraction.records.states import antecedent

CONFIDENCE = {"before": 0.92, "after": 0.88, "distributed": 0.85, "verb": 0.75, "role": 0.6, "next": 0.6}
# Experts and the like are named for their words, not for a post of an institution.
NO_POST = {"expert", "clergy"}
ROLE_CLASSES = {
    "head-of-state", "head-of-government", "foreign-minister", "defence-minister", "security-secretary",
    "secretary-general",
}  # fmt: skip


STATE_CLASSES = {*ROLE_CLASSES, "minister", "spokesperson"} - {"secretary-general"}


def find(ctx: Context) -> Iterator[Draft]:
    """Offices of the article; journalists, whom a report names for credit, are left out."""
    media = word_classes()["journalist"]
    stated: set[int] = set()
    beside = Counter(o.person.start for o in ctx.people.offices)
    for office in ctx.people.offices:
        person = ctx.people.at(office.person.start)
        first = office.position.split()[0].lower().replace("ё", "е")
        if person is None or first in media or office.cls in NO_POST or not _is_post(office):
            continue
        stated.add(id(person))
        of, known = _owner(ctx, office, person)
        yield Draft(
            "office",
            {"person": person.name, "position": office.position, "of": of},
            ctx.evidence(office.start, office.person.start),
            CONFIDENCE[office.via] - (0.1 if known else 0),
            f"office.{office.via}" + ("+known" if known else ""),
            # Two posts before one name are two offices, whatever else they share.
            distinct=beside[office.person.start] > 1,
        )
    for post in ctx.mentions:
        national = post.level == "minister" and post_owner(ctx.mentions, post) is not None
        if post.label == "POST" and (national or post.level in ROLE_CLASSES):
            yield from _role(ctx, post, stated)


def _is_post(office: Office) -> bool:
    return office.cls != "other" or office.of is not None


def _owner(ctx: Context, office: Office, person: Person) -> tuple[str | None, bool]:
    """What the post is of, and whether only the list of office holders says so (pattern ``+known``)."""
    if office.of:
        return office.of, False
    represented = _represented(ctx, office)
    if represented:
        return represented, False
    if office.anaphor is not None:
        country = _country_before(ctx, office.start) or antecedent(ctx, ctx.doc[office.anaphor])
        if country:
            return country, False
    if office.cls == "secretary-general" or _deputy(office):
        return ctx.organisation(office.start, office.end), False
    said = next((o.of for o in person.offices if o.of and o.cls == office.cls), None)
    if said:
        return said, False
    near = _state_of_sentence(ctx, office)
    if near:
        return near, False
    known = next((k.of for k in person.known if k.class_ == office.cls), None)
    if known is None:
        states = {k.of for k in person.known if len(k.of) == 2}
        known = states.pop() if len(states) == 1 else None
    return known, known is not None


def _state_of_sentence(ctx: Context, office: Office) -> str | None:
    """ "Буэнос-Айрес ответил: новый президент X …": the one state that the sentence names, before the post.

    A state at the name itself ("китаец X") says so, whatever else is named.
    """
    people = ctx.mentions_in(max(0, office.start - 2), office.start, "NATIONAL")
    if people and people[-1].via == "people" and people[-1].end == office.start:
        return people[-1].value
    if office.cls not in STATE_CLASSES:
        return None
    named = ctx.in_sentence(office.start, "COUNTRY", "CAPITAL", "NATIONAL")
    states = {m.country or m.value for m in named}
    before = [m for m in named if m.end <= office.start and m.label != "NATIONAL"]
    subject = [m for m in before if ctx.doc[m.start].dep_ in {"nsubj", "nsubj:pass"}]
    return states.pop() if len(states) == 1 and subject else None


def _deputy(office: Office) -> bool:
    """Whether the post is that of a secretary-general's deputy ("заместитель генсека")."""
    return office.cls == "deputy" and any(
        w in word_classes()["secretary-general"] for w in office.position.split()
    )


def _country_before(ctx: Context, token: int) -> str | None:
    sentence = ctx.sentences[ctx.sentence(token)]
    before = [m for m in ctx.mentions_in(sentence.start, token, "COUNTRY") if m.country]
    return before[-1].country if before else None


def _represented(ctx: Context, office: Office) -> str | None:
    """The country in "Россию представлял премьер-министр …": an object of the verb of representing."""
    verb = ctx.doc[office.person.start : office.person.end].root.head
    for token in (verb, verb.head, *ctx.doc[max(0, office.start - 3) : office.start]):
        if token.lemma_ in word_classes()["represent"] or token.text in "-–—":
            near = ctx.mentions_in(max(0, office.start - 5), office.start, "COUNTRY")
            if near and (token.text not in "-–—" or near[-1].end == token.i):
                return near[-1].value
    return None


def _role(ctx: Context, post: Mention, stated: set[int]) -> Iterator[Draft]:
    """A bare post that refers to a person named elsewhere ("казахстанский лидер", "глава государства")."""
    if ctx.people.named_by(post):
        return
    person = ctx.people.role(post)
    if person is None or id(person) in stated:
        return
    of = post_owner(ctx.mentions, post) or next((k.of for k in person.known if k.class_ == post.level), None)
    stated.add(id(person))
    yield Draft(
        "office",
        {"person": person.name, "position": post.value, "of": of},
        ctx.evidence(person.mentions[0].start, post.start),
        CONFIDENCE["role"],
        "office.role+known" if person.known else "office.role",
    )
