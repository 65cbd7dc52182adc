"""Whose a figure is: the organisation around a number, and who gives it."""

from __future__ import annotations

from functools import lru_cache

from itogi.extraction.context import Context
from itogi.extraction.counted_nouns import Counted
from itogi.extraction.nounphrase import noun_phrase
from itogi.extraction.patterns import word_classes
from itogi.extraction.stance import stance_of

LEAD = 3
_CROWD = 10


@lru_cache(maxsize=2)
def only_organisation(ctx: Context) -> bool:
    """Whether nearly all names of organisations in the article are of one."""
    codes = [
        m.owner or m.value
        for m in ctx.mentions
        if m.label == "ORGANISATION" or (m.label == "BODY" and m.owner)
    ]
    return bool(codes) and codes.count(str(ctx.main_organisation)) >= 0.75 * len(codes)


def named(ctx: Context, token: int) -> bool:
    """Whether an organisation is named in the sentence of a token."""
    return any(m.label == "ORGANISATION" or m.owner for m in ctx.in_sentence(token, "ORGANISATION", "BODY"))


@lru_cache(maxsize=2)
def about_organisation(ctx: Context) -> bool:
    """Whether the article is about an organisation: its headline or lead names it."""
    return any(named(ctx, s.start) for s in ctx.sentences[:LEAD])


def gathering(ctx: Context, what: Counted) -> bool:
    """Whether people or states are counted at an international event, whoever holds it."""
    if what.what not in {"countries", "participants"} or what.number.value < _CROWD:
        return False
    classes, number = word_classes(), ctx.sentence(what.noun.i)
    near = [*ctx.sentences[:LEAD], *ctx.sentences[max(0, number - 2) : number + 1]]
    held = (t for s in near for t in s if t.lemma_ in classes["figure-gathering"])
    return any(
        t.lemma_ in classes["figure-international"] for h in held for t in ctx.doc[max(0, h.i - 3) : h.i]
    )


def by_whom(ctx: Context, token: int) -> str | None:
    """The speaker of the quotation that holds a number, else the person whose estimate it is."""
    at = ctx.doc[token].idx
    said = next((q.speaker for q in ctx.quotes if q.start <= at < q.end), None)
    if said:
        return said
    verb = stance_of(ctx.doc[token]).verb
    if verb is None or verb.lemma_ not in word_classes()["figure-say"]:
        return None
    for subject in (c for c in verb.children if c.dep_ == "nsubj"):
        start, end = noun_phrase(ctx.doc, subject)
        people = ctx.people.in_range(start, end)
        if people:
            return people[0].name
    return None
