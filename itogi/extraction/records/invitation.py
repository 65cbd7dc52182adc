"""Finder of invitations: who invites whom to what, where and when."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from itogi.extraction.assemble import Draft
from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.matching import Match
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.invitation_event import (
    date_of,
    event_before,
    occasion_of,
    place_before,
    place_of,
    waiting,
)
from itogi.extraction.records.invitation_sides import (
    acts,
    guests_of,
    official,
    party,
    person_at,
    sending_of,
    sides_of,
    speaker_of,
)
from itogi.extraction.records.states import named_at, preposition
from itogi.extraction.similar import overlap
from itogi.extraction.single_words import spelt
from itogi.extraction.stance import stance_of
from itogi.language.inflect import nominative
from itogi.model.record import SlotValue

_BY = spelt("by")


def find(ctx: Context) -> Iterator[Draft]:
    """Invitations in text order; the same host and occasion told again is one."""
    drafts: list[Draft] = []
    for match in ctx.matches("invitation"):
        draft = _draft(ctx, match)
        if draft is None:
            continue
        twin = next((d for d in drafts if _same(d, draft)), None)
        if twin is None:
            drafts.append(draft)
            continue
        for slot, value in draft.slots.items():
            twin.slots[slot] = twin.slots[slot] or value
        twin.evidence += [e for e in draft.evidence if e not in twin.evidence]
    yield from drafts


def _same(old: Draft, new: Draft) -> bool:
    """Whether two drafts have nothing that differs in host and occasion, and one of the two in common."""
    pairs = [(old.slots[s], new.slots[s]) for s in ("host", "occasion")]
    if any(a and b and overlap(str(a), str(b)) < 0.5 for a, b in pairs):
        return False
    if set(old.evidence) & set(new.evidence):
        return True
    return any(a and b for a, b in pairs) or old.slots["place"] == new.slots["place"] is not None


def _draft(ctx: Context, match: Match) -> Draft | None:
    trigger = ctx.doc[match.groups["t"][0]]
    rule = match.pattern.id
    if stance_of(trigger).negated or stance_of(trigger).unreal:
        return None
    host, guests = sides_of(ctx, trigger, rule)
    occasion = occasion_of(ctx, trigger)
    if occasion is None and feature(trigger, "Voice") == "Pass" and any(_states(ctx, g) for g in guests):
        occasion = event_before(ctx, trigger)
    there = place_before(ctx, trigger)
    handed = rule == "invitation.noun" and any(official(ctx, g) for g in guests)
    thither = there and any(c.lemma_ in word_classes()["inv-there"] for c in trigger.children)
    if occasion is None and (thither or handed):
        occasion = event_before(ctx, trigger)
    place = there or place_of(ctx, trigger, occasion)
    if place is None and rule == "invitation.await":
        place = waiting(ctx, trigger)
    if (rule == "invitation.await" and not (guests and place)) or (
        rule == "invitation.invite" and not guests_of(ctx, guests)
    ):
        return None
    if not (occasion or place) and not _bare_call(ctx, rule, trigger, host, guests):
        return None
    if not _between_states(ctx, trigger, host, guests, occasion):
        return None
    slots: dict[str, SlotValue | list[str] | None] = {
        "host": party(ctx, host) if host is not None else _unnamed_host(ctx, rule, trigger, guests),
        "guests": guests_of(ctx, guests),
        "occasion": nominative(ctx.doc[occasion[0] : occasion[1]], person=False) if occasion else None,
        "place": place,
        "date": date_of(ctx, trigger, occasion, ahead=rule == "invitation.await"),
    }
    return Draft(
        "invitation",
        slots,
        ctx.evidence(trigger.i, *(occasion or ())[:1]),
        match.pattern.confidence,
        rule,
        trigger.i,
    )


def _states(ctx: Context, guest: Token) -> bool:
    """Whether guests are states: "приглашены сто десять стран"."""
    return guest.lemma_ in word_classes()["state-noun"] or official(ctx, guest)


def _bare_call(ctx: Context, rule: str, trigger: Token, host: Token | None, guests: list[Token]) -> bool:
    """Whether a state is called without a word on the occasion: that of the report is meant."""
    if ctx.main_organisation is None or rule == "invitation.await" or not guests:
        return False
    if rule == "invitation.noun" and sending_of(trigger).lemma_ not in word_classes()["inv-send"]:
        return preposition(trigger) == _BY and host is not None and (acts(ctx, host) or official(ctx, host))
    states = all(named_at(ctx, g) for g in guests)
    if host is None:
        posts = any(m.label == "POST" and m.start <= g.i < m.end for g in guests for m in ctx.mentions)
        return states and not posts
    colleagues = all(g.lemma_ in word_classes()["inv-peer"] or official(ctx, g) for g in guests)
    return (states or colleagues) and (acts(ctx, host) or person_at(ctx, host) is not None)


def _unnamed_host(ctx: Context, rule: str, trigger: Token, guests: list[Token]) -> str | None:
    """ "Азербайджан приглашали": a call without a subject is that of the report's organisation."""
    if speaker := speaker_of(ctx, trigger):
        return speaker
    if rule == "invitation.noun" and sending_of(trigger).lemma_ in word_classes()["inv-get"]:
        return ctx.main_organisation if guests and all(named_at(ctx, g) for g in guests) else None
    if rule != "invitation.invite" or feature(trigger, "Number") != "Plur":
        return None
    called = feature(trigger, "Voice") != "Pass" and any(named_at(ctx, g) or acts(ctx, g) for g in guests)
    return ctx.main_organisation if called else None


def _between_states(
    ctx: Context, trigger: Token, host: Token | None, guests: list[Token], occasion: tuple[int, int] | None
) -> bool:
    """Whether states or their leaders invite or are invited, in an organisation or among themselves."""
    hosts = speaker_of(ctx, trigger) is not None
    hosts = hosts or (
        host is not None and (acts(ctx, host) or person_at(ctx, host) is not None or host.pos_ == "PRON")
    )
    invited = any(acts(ctx, g) or official(ctx, g) for g in guests)
    if not hosts and not invited:
        return False
    organised = bool(occasion and ctx.mentions_in(*occasion, "ORGANISATION", "BODY"))
    return (hosts and invited) or organised or (ctx.main_organisation is not None and (hosts or invited))
