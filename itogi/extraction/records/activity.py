"""Finder of activities: exercises, operations, missions, consultations, forums, competitions, visits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from spacy.tokens import Token

from itogi.extraction.assemble import Draft
from itogi.extraction.circumstances import when
from itogi.extraction.context import Context
from itogi.extraction.matching import Match
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.activity_merge import Known, merged
from itogi.extraction.records.activity_names import Name, names_of, quoted, years_celebrated
from itogi.extraction.records.activity_owner import owner_of, senders, states_named
from itogi.extraction.records.activity_people import people_of
from itogi.extraction.records.activity_slots import (
    OF_STATES,
    activity_date,
    activity_status,
    countries_of,
    dates_mission,
    guessed_year,
    is_first,
    mission_place,
    place_of,
    range_of,
    topics_of,
)
from itogi.extraction.records.visits import Visit, visit_of
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import predicate_of
from itogi.language.inflect import nominative

_IN = any_of("in", "in-full")
_ROUND = spelt("round")
_SUMMIT = spelt("summit")
_TABLE = spelt("table")

_ABROAD = 6  # tokens from "год" to the country that is its host


def find(ctx: Context) -> Iterator[Draft]:
    """Activities in text order; later mentions of one activity are merged into its first draft."""
    found: list[Known] = []
    for match in ctx.matches("activity"):
        trigger = ctx.doc[match.groups["t"][0]]
        found.extend(_known(ctx, match, trigger))
    found.extend(_bare(ctx, found))
    found.extend(_years(ctx))
    yield from merged(ctx, sorted(found, key=lambda k: k.trigger))


def _known(ctx: Context, match: Match, trigger: Token) -> Iterator[Known]:
    kind = str(match.pattern.slots["kind"])
    if kind == "visit":
        visit = visit_of(ctx, trigger)
        if visit is not None:
            yield _visit(ctx, match, trigger, visit)
        return
    if match.pattern.id == "activity.people":
        yield from _people(ctx, match, trigger)
        return
    if not _is_event(ctx, trigger, kind):
        return
    for name in names_of(ctx, trigger, kind):
        organisation, firm = owner_of(ctx, trigger, name, kind)
        known = match.pattern.slots.get("organisation")
        if known:
            organisation, firm = organisation or str(known), True
        if organisation is None and not firm:
            continue
        for other in senders(ctx, trigger)[1:] if kind == "mission" else ():
            sure, pattern = match.pattern.confidence, match.pattern.id
            yield _made(ctx, trigger, name, kind, organisation=other, confidence=sure, pattern=pattern)
        one = _made(
            ctx,
            trigger,
            name,
            kind,
            organisation=organisation,
            confidence=match.pattern.confidence,
            pattern=match.pattern.id,
        )
        one.weak = not firm
        if one.weak:
            one.draft.slots["topics"] = None
        yield one


def _people(ctx: Context, match: Match, trigger: Token) -> Iterator[Known]:
    for owner, told in people_of(ctx, trigger):
        status = activity_status(ctx, trigger, str(told["date"]) if told["date"] else None)
        kind = "operation" if "peacekeeping" in cast(list[str], told["topics"]) else "mission"
        slots = {"organisation": owner, "kind": kind, "status": status, **told}
        sure = match.pattern.confidence
        draft = Draft("activity", slots, ctx.evidence(trigger.i), sure, match.pattern.id, trigger.i)
        yield Known(draft, trigger.i, str(told["name"] or ""), False)


def _made(
    ctx: Context,
    trigger: Token,
    name: Name,
    kind: str,
    *,
    organisation: str | None,
    confidence: float,
    pattern: str,
) -> Known:
    dated = kind != "mission" or dates_mission(trigger)
    date = activity_date(ctx, trigger, name) if dated else None
    place = mission_place(ctx, trigger) if kind == "mission" else place_of(ctx, trigger)
    place = range_of(ctx, trigger) or place
    countries = countries_of(ctx, trigger, place, kind) if kind != "celebration" else []
    if organisation is None and kind == "exercise":
        countries = countries or states_named(ctx, trigger)
    slots: dict[str, object] = {
        "organisation": organisation,
        "kind": kind,
        "name": name.text,
        "status": activity_status(ctx, trigger, date),
        "date": date,
        "place": place,
        "countries": countries,
        "topics": topics_of(ctx, trigger, name, kind),
        "first": is_first(ctx, trigger) or None,
    }
    draft = Draft("activity", slots, ctx.evidence(trigger.i), confidence, pattern, trigger.i)
    return Known(draft, trigger.i, name.text, name.proper)


def _visit(ctx: Context, match: Match, trigger: Token, visit: Visit) -> Known:
    date = when(ctx, trigger)
    noun = trigger.pos_ != "VERB"
    name = names_of(ctx, trigger, "visit")[0].text if noun else None
    slots: dict[str, object] = {
        "organisation": visit.organisation,
        "kind": "visit",
        "name": name,
        "status": _visit_status(ctx, trigger, date),
        "date": date,
        "place": visit.place,
        "countries": list(visit.countries),
    }
    draft = Draft(
        "activity", slots, ctx.evidence(trigger.i), match.pattern.confidence, match.pattern.id, trigger.i
    )  # fmt: skip
    return Known(draft, trigger.i, visit.who, False)


def _visit_status(ctx: Context, trigger: Token, date: str | None) -> str:
    """A visit goes on where the news is that somebody has arrived."""
    status, published = activity_status(ctx, trigger, date), ctx.article.published
    today = date is None or (published is not None and date == published.isoformat())
    arrived = trigger.lemma_ in word_classes()["visit-arrive"]
    return "ongoing" if arrived and today and status == "held" else status


# --- is it one, and whose ----------------------------------------------------------------------------------


def _is_event(ctx: Context, trigger: Token, kind: str) -> bool:
    """Whether a noun means an activity here: "стол" only as "круглый стол", no counted or generic plural."""
    classes, words = word_classes(), {c.lemma_ for c in trigger.children}
    if any(m.start <= trigger.i < m.end for m in ctx.in_sentence(trigger.i, "ORGANISATION")):
        return False  # "организация «Исламская конференция»"
    if trigger.lemma_ == _TABLE:
        return _ROUND in words
    if trigger.lemma_ == _SUMMIT:
        return bool(words & classes["forum-sort"])
    if words & classes["activity-session"] or trigger.head.lemma_ in classes["activity-paper"]:
        return False
    if kind == "mission" and trigger.i + 1 < len(ctx.doc) and ctx.doc[trigger.i + 1].text in "»”":
        return False  # an exercise is called "Мирная миссия"
    if trigger.lemma_ in classes["press-noun"] | classes["meal-noun"]:
        return _given(trigger)
    if trigger.lemma_ in classes["week-noun"]:
        after = ctx.doc[trigger.i + 1 : trigger.i + 3]
        return any(t.lemma_ in classes["week-theme"] for t in after)
    single = trigger.lemma_ in classes["plural-event"] and "Plur" not in trigger.morph.get("Number", [])
    return not (single or _counted(ctx, trigger)) or names_of(ctx, trigger, kind)[0].proper


def _counted(ctx: Context, trigger: Token) -> bool:
    before = ctx.doc[trigger.i - 1] if trigger.i else None
    return (before is not None and before.pos_ == "NUM") or any(c.pos_ == "NUM" for c in trigger.children)


def _given(trigger: Token) -> bool:
    """A press conference that somebody gives, not one at which something is said; a dinner in honour."""
    classes, words = word_classes(), {t.lemma_ for t in trigger.subtree}
    if trigger.lemma_ in classes["meal-noun"]:
        return bool(words & classes["meal-for"])
    verb = predicate_of(trigger)
    told = verb is not None and verb.lemma_ in classes["quote-say"]
    told = told and not any(c.dep_ == "nmod" for c in trigger.children)
    return not told or trigger.dep_.startswith(("nsubj", "obj"))


# --- names elsewhere ---------------------------------------------------------------------------------------


def _bare(ctx: Context, found: list[Known]) -> Iterator[Known]:
    """Names in marks without a noun ("проведёт «Взаимодействие»"), once the article speaks of exercises."""
    named = [k for k in found if k.draft.slots["kind"] in OF_STATES and k.proper]
    if not named:
        return
    for token in ctx.doc:
        name = quoted(ctx.doc, token.i) if token.text in {"«", "“", "„", '"'} else None
        if name is None or not _held(ctx, name) or _announced(found, name) or _of_range(ctx, name):
            continue
        near = min(named, key=lambda k: abs(k.trigger - name.start))
        owner, kind = near.draft.slots.get("organisation"), str(near.draft.slots["kind"])
        root = ctx.doc[name.start : name.end].root
        organisation = str(owner) if owner else None
        yield _made(ctx, root, name, kind, organisation=organisation, confidence=0.6, pattern="activity.name")


def _announced(found: list[Known], name: Name) -> bool:
    """Whether a name stands with a noun that has been read already ("учение «Рубеж»")."""
    return any(k.name == name.text and k.trigger < name.start < k.trigger + 12 for k in found)


def _of_range(ctx: Context, name: Name) -> bool:
    """ "на полигоне «Берег»": the name of a training ground."""
    return name.start > 1 and ctx.doc[name.start - 2].lemma_ in word_classes()["range-noun"]


def _held(ctx: Context, name: Name) -> bool:
    """Whether a bare name takes place, by its verb, or ends in a year as names of exercises do."""
    if name.end - name.start <= 4 and guessed_year(name.text):
        return True
    root = ctx.doc[name.start : name.end].root
    verb = predicate_of(root)
    if verb is None or not ctx.sentences[ctx.sentence(root.i)].start <= verb.i:
        return False
    return verb.lemma_ in word_classes()["activity-hold"] and name.end - name.start <= 4


def _years(ctx: Context) -> Iterator[Known]:
    yield from _days_abroad(ctx)
    for name in years_celebrated(ctx):
        named = ctx.in_sentence(name.start, "ORGANISATION")
        if named:
            trigger = ctx.doc[name.start]
            yield _made(
                ctx,
                trigger,
                name,
                "celebration",
                organisation=named[0].value,
                confidence=0.6,
                pattern="activity.year",
            )


def _days_abroad(ctx: Context) -> Iterator[Known]:
    """ "Год России в Болгарии", "Дни культуры Казахстана в Узбекистане": held by one state in another."""
    heads = word_classes()["proper-year"] | word_classes()["week-noun"]
    for token in ctx.doc:
        if token.lemma_ not in heads:
            continue
        states = ctx.mentions_in(token.i + 1, min(len(ctx.doc), token.i + _ABROAD), "COUNTRY")
        own, host = [*states, None, None][:2]
        if own is None or host is None or not own.country or not host.country or own.country == host.country:
            continue
        theme = ctx.doc[token.i + 1 : own.start]
        if any("Gen" not in t.morph.get("Case", []) for t in theme) or host.start - own.end != 1:
            continue
        if ctx.doc[own.end].lower_ not in _IN:
            continue
        text = ctx.text(token.i, host.end)
        date = when(ctx, token)
        slots: dict[str, object] = {
            "kind": "celebration",
            "name": text,
            "status": activity_status(ctx, token, date),
            "date": date,
            "place": nominative(ctx.doc[host.start : host.end]),
            "countries": [own.country, host.country],
            "topics": ["culture"],
        }
        draft = Draft("activity", slots, ctx.evidence(token.i), 0.65, "activity.abroad", token.i)
        yield Known(draft, token.i, text, False)
