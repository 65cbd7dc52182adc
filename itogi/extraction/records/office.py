"""Finder of offices: who holds which post, by a name bound to it or by a role that refers to a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from itogi.extraction.assemble import Draft
from itogi.extraction.context import Context
from itogi.extraction.mentions import Mention
from itogi.extraction.offices_shared import Office
from itogi.extraction.patterns import word_classes
from itogi.extraction.people import post_owner
from itogi.extraction.records.office_owner import owner
from itogi.model.letters import without_yo

CONFIDENCE = {"before": 0.92, "after": 0.88, "distributed": 0.85, "verb": 0.75, "role": 0.6, "next": 0.6}
# Experts and the like are named for their words, not for a post of an institution.
NO_POST = {"expert", "clergy"}
ROLE_CLASSES = {
    "head-of-state", "head-of-government", "foreign-minister", "defence-minister", "security-secretary",
    "secretary-general",
}  # fmt: skip


def find(ctx: Context) -> Iterator[Draft]:
    """Offices of the article; journalists, whom a report names for credit, are left out."""
    media = word_classes()["journalist"]
    stated: set[int] = set()
    beside = Counter(o.person.start for o in ctx.people.offices)
    for office in ctx.people.offices:
        person = ctx.people.at(office.person.start)
        first = without_yo(office.position.split()[0].lower())
        if person is None or (first in media and not _employed(office)) or not _is_post(office):
            continue
        stated.add(id(person))
        of, known = owner(ctx, office, person)
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
        national = post.level == "minister" and (
            post_owner(ctx.mentions, post) is not None or _taken_up(ctx, post)
        )
        if post.label == "POST" and (national or post.level in ROLE_CLASSES):
            yield from _role(ctx, post, stated)


def _employed(office: Office) -> bool:
    """Whether a post is that of a researcher or clerk of an institution ("ведущий сотрудник Института …")."""
    return office.of is not None and any(w in word_classes()["employee"] for w in office.position.split())


def _is_post(office: Office) -> bool:
    """Whether words before a name are a post: not a profession, a rank of birth, a trade without a place."""
    if office.cls in NO_POST:
        return _employed(office)
    if office.position.lower() in word_classes()["title-only"]:
        return False
    return office.cls != "other" or office.of is not None


def _taken_up(ctx: Context, post: Mention) -> bool:
    """ "Ответил Сергей Лавров. Министр добавил": the subject takes up a minister of the sentence before."""
    head, number = ctx.doc[post.start], ctx.sentence(post.start)
    if number == 0 or head.dep_ not in {"nsubj", "nsubj:pass"} or "Plur" in head.morph.get("Number", []):
        return False
    people = ctx.people.in_range(ctx.sentences[number - 1].start, post.start)
    known = [p for p in people if any((k.class_ or "").endswith("minister") for k in p.known)]
    return len(known) == 1 and ctx.people.role(post) is known[0]


def _of_post(ctx: Context, post: Mention) -> bool:
    """ "Выборы президента", "пост премьера": the post is meant, not who holds it."""
    return ctx.doc[post.start : post.end].root.head.lemma_ in word_classes()["post-as-thing"]


def _role(ctx: Context, post: Mention, stated: set[int]) -> Iterator[Draft]:
    """A bare post that refers to a person named elsewhere ("казахстанский лидер", "глава государства")."""
    if ctx.people.named_by(post) or _of_post(ctx, post):
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
