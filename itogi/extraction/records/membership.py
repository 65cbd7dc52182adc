"""Finder of memberships: who joins, leaves or suspends, who has the status of observer or partner."""

from __future__ import annotations

from collections.abc import Iterator

from itogi.extraction.assemble import Draft
from itogi.extraction.context import Context
from itogi.extraction.matching import Match
from itogi.extraction.records.membership_date import date_of, guest_day, long_ago, since_of
from itogi.extraction.records.membership_place import organisation_of
from itogi.extraction.records.membership_stage import role_of, stage_of
from itogi.extraction.records.membership_who import countries_of
from itogi.extraction.records.states import elliptic
from itogi.model.record import SlotValue

# Rules whose "с 2021 года" tells since when a country has what it has.
_LASTING = {
    "membership.role",
    "membership.status",
    "membership.being",
    "membership.guest",
    "membership.watch",
    "membership.within",
}
# Rules that tell of nothing but since when.
_DATED = {"membership.being", "membership.within"}
_OPEN = {None, "joined"}
_VERBAL = {
    "membership.join",
    "membership.become",
    "membership.admit",
    "membership.leave",
    "membership.apply",
}


def find(ctx: Context) -> Iterator[Draft]:
    """Memberships in text order, one for each country."""
    drafts: list[Draft] = []
    for match in ctx.matches("membership"):
        for draft in _drafts(ctx, match):
            twin = next((d for d in drafts if _same(d, draft)), None)
            if twin is None:
                drafts.append(draft)
                continue
            for slot in ("stage", "date"):
                twin.slots[slot] = twin.slots[slot] or draft.slots[slot]
            twin.evidence += [e for e in draft.evidence if e not in twin.evidence]
    yield from drafts


def _same(old: Draft, new: Draft) -> bool:
    """Whether two drafts are one step of one country in one organisation."""
    alike = all(old.slots[s] == new.slots[s] for s in ("organisation", "country", "role"))
    return alike and all(
        not old.slots[s] or not new.slots[s] or old.slots[s] == new.slots[s] for s in ("stage", "date")
    )


def _drafts(ctx: Context, match: Match) -> Iterator[Draft]:
    trigger = ctx.doc[match.groups["t"][0]]
    rule = match.pattern.id
    stage = stage_of(ctx, match, trigger)
    if stage == "none":
        return
    organisation = organisation_of(ctx, trigger, rule)
    if organisation is None:
        return
    role = role_of(match, trigger)
    since = since_of(ctx, trigger) if rule in _LASTING and stage in _OPEN else None
    if rule in _DATED and not since:
        return
    if role == "guest":
        date = guest_day(ctx, trigger)
    else:
        stage = "joined" if since else stage
        date = since or (date_of(ctx, trigger, stage) if stage else None)
        if rule == "membership.admit" and stage == "accepted" and long_ago(ctx, date):
            stage = "joined"
    found = [(code, date) for code in countries_of(ctx, trigger, rule, organisation)]
    if found and (rule in _VERBAL or since):
        known = {code for code, _ in found}
        found += [(code, day) for code, day in elliptic(ctx, trigger) if code not in known]
    for country, day in found:
        slots: dict[str, SlotValue | list[str] | None] = {
            "organisation": organisation,
            "country": country,
            "role": role,
            "stage": stage,
            "date": day,
        }
        yield Draft("membership", slots, ctx.evidence(trigger.i), match.pattern.confidence, rule, trigger.i)
