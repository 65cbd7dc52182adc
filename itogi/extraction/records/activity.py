"""Finder of activities: exercises, operations, missions, consultations, forums, competitions, visits."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from itogi.extraction.assemble import Draft
from itogi.extraction.circumstances import news_item, when
from itogi.extraction.context import Context
from itogi.extraction.patterns import Match, matcher, word_classes
from itogi.extraction.records.activity_merge import Known, merged
from itogi.extraction.records.activity_names import Name, names_of, quoted, years_celebrated
from itogi.extraction.records.activity_people import people_of
from itogi.extraction.records.activity_slots import (
    OF_STATES,
    activity_date,
    activity_status,
    countries_of,
    is_first,
    left_of,
    place_of,
    range_of,
    topics_of,
)
from itogi.extraction.records.visits import Visit, visit_of
from itogi.extraction.stance import predicate_of

# Kinds that anybody may hold.
_OWN_NAME = {"forum", "competition", "conference", "celebration"}
_JOINT = OF_STATES | {"consultations"}
_LEAD = 3
_OFTEN = 3


def find(ctx: Context) -> Iterator[Draft]:
    """Activities in text order; later mentions of one activity are merged into its first draft."""
    found: list[Known] = []
    for match in matcher("activity", ctx.doc.vocab)(ctx.doc):
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
        organisation, firm = _organisation(ctx, trigger, name, kind)
        if organisation is None and not firm:
            continue
        known = _made(
            ctx,
            trigger,
            name,
            kind,
            organisation=organisation,
            confidence=match.pattern.confidence,
            pattern=match.pattern.id,
        )
        known.weak = not firm
        if known.weak:
            known.draft.slots["topics"] = None
        yield known


def _people(ctx: Context, match: Match, trigger: Token) -> Iterator[Known]:
    for owner, told in people_of(ctx, trigger):
        status = activity_status(ctx, trigger, str(told["date"]) if told["date"] else None)
        slots = {"organisation": owner, "kind": "mission", "status": status, **told}
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
    date = activity_date(ctx, trigger, name)
    place = range_of(ctx, trigger) or place_of(ctx, trigger)
    countries = countries_of(ctx, trigger, place) if kind != "celebration" else []
    if organisation is None and kind == "exercise":
        countries = countries or _states(ctx, trigger)
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
        "status": activity_status(ctx, trigger, date),
        "date": date,
        "place": visit.place,
        "countries": list(visit.countries),
    }
    draft = Draft(
        "activity", slots, ctx.evidence(trigger.i), match.pattern.confidence, match.pattern.id, trigger.i
    )  # fmt: skip
    return Known(draft, trigger.i, visit.who, False)


# --- is it one, and whose ----------------------------------------------------------------------------------


def _is_event(ctx: Context, trigger: Token, kind: str) -> bool:
    """Whether a noun means an activity here: "стол" only as "круглый стол", no counted or generic plural."""
    words = {c.lemma_ for c in trigger.children}
    before = ctx.doc[trigger.i - 1] if trigger.i else None
    if any(m.start <= trigger.i < m.end for m in ctx.in_sentence(trigger.i, "ORGANISATION")):
        return False  # "организация «Исламская конференция»"
    if trigger.lemma_ == "стол":
        return "круглый" in words
    if kind == "mission" and trigger.i + 1 < len(ctx.doc) and ctx.doc[trigger.i + 1].text in "»”":
        return False  # an exercise is called "Мирная миссия"
    if trigger.lemma_ in word_classes()["week-noun"]:
        after = ctx.doc[trigger.i + 1 : trigger.i + 3]
        return any(t.lemma_ in word_classes()["week-theme"] for t in after)
    if trigger.lemma_ in {"чтение", "сбор", "курс"} and "Plur" not in trigger.morph.get("Number", []):
        return False
    return before is None or not (before.pos_ == "NUM" or any(c.pos_ == "NUM" for c in trigger.children))


def _organisation(ctx: Context, trigger: Token, name: Name, kind: str) -> tuple[str | None, bool]:
    """Whose activity it is, and whether the words make it one by themselves.

    Named in its phrase or sentence, or the article's own for what states alone do. A plain "учения" in an
    article about an organisation is not firm: it may only refer to what is named elsewhere.
    """
    low, end = min(name.start, left_of(ctx, trigger)), max(name.end, trigger.i + 1)
    inside = [
        m for m in ctx.mentions_in(low, end, "ORGANISATION", "BODY") if m.owner or m.label == "ORGANISATION"
    ]
    if inside:
        itself = any(m.start <= trigger.i < m.end for m in inside)
        bare = trigger.lemma_ == "форум" and not name.proper and low == trigger.i
        return (None, False) if bare or itself else (inside[0].owner or inside[0].value, True)
    words = {t.lemma_ for t in ctx.doc[low:end]} | {c.lemma_ for c in trigger.children}
    classes = word_classes()
    firm = name.proper or bool(words & (classes["activity-force"] | classes["activity-members"]))
    firm = (
        firm or (kind == "consultations" and "по" in words) or (kind == "mission" and _placed(ctx, trigger))
    )
    first, last, digest = news_item(ctx, trigger.i)
    about = _about(ctx) and not digest
    acting = _acting(ctx, trigger)
    if acting:
        return acting, True
    if not firm and kind not in OF_STATES and about and _told(ctx, trigger, name):
        return ctx.main_organisation, True
    if not firm:
        return (ctx.main_organisation, False) if kind in OF_STATES and about else (None, False)
    named = [
        m
        for m in ctx.mentions_in(first, last, "ORGANISATION", "BODY")
        if m.owner or m.label == "ORGANISATION"
    ]
    if named and about:
        return ctx.organisation(low, end), True
    if kind in _JOINT and about:
        return ctx.main_organisation, True
    if kind == "exercise" and len(_states(ctx, trigger)) > 1:
        return None, True
    return None, name.proper and about and kind in _OWN_NAME


def _acting(ctx: Context, trigger: Token) -> str | None:
    """The organisation that holds it by the verb ("ОДКБ проведёт семинар") or under whose wing it is."""
    verb, classes = predicate_of(trigger), word_classes()
    for mention in ctx.in_sentence(trigger.i, "ORGANISATION", "BODY"):
        code = mention.owner or (mention.value if mention.label == "ORGANISATION" else None)
        root = ctx.doc[mention.start : mention.end].root
        subject = root.dep_.startswith("nsubj") and verb is not None and root.head == verb
        if code and subject and verb is not None and verb.lemma_ in classes["activity-run"]:
            return code
        aegis = ctx.doc[max(mention.start - 2, 0) : mention.start]
        if code and any(t.lemma_ in classes["activity-aegis"] for t in aegis):
            return code
    return None


def _told(ctx: Context, trigger: Token, name: Name) -> bool:
    """Whether an article about an organisation tells of an event by more than its noun: named and held."""
    verb, classes = predicate_of(trigger), word_classes()
    party = trigger.lemma_ in classes["celebration-noun"] and not name.proper
    if party and verb is not None and verb.lemma_ == "пригласить":
        return False  # whoever is invited to a celebration does not hold it
    held = verb is not None and verb.lemma_ in classes["activity-hold"] | classes["activity-run"]
    held = held or trigger.head.lemma_ in classes["activity-holding"]
    words = {t.lemma_ for t in ctx.doc[name.start : name.end]} - classes["activity-this"] - {trigger.lemma_}
    return held and (name.proper or bool(words))


def _placed(ctx: Context, trigger: Token) -> bool:
    """ "миссия в Афганистане": the country right behind tells which."""
    behind = ctx.mentions_in(trigger.i + 2, trigger.i + 4, "COUNTRY", "CAPITAL", "PLACE")
    return (
        bool(behind)
        and ctx.doc[trigger.i - 1].pos_ != "ADJ"
        and ctx.doc[trigger.i + 1].lower_ in {"в", "во", "на"}
    )


def _states(ctx: Context, trigger: Token) -> list[str]:
    """The countries that the sentence of a joint exercise names, its place aside."""
    names = [m for m in ctx.in_sentence(trigger.i, "COUNTRY", "NATIONAL") if m.country]
    return list(dict.fromkeys(str(m.country) for m in names))


def _about(ctx: Context) -> bool:
    """Whether the article is about an organisation: its first lines name one, or it names one often."""
    named = [m for m in ctx.mentions if ctx.main_organisation in (m.owner, m.value)]
    if len(named) >= _OFTEN:
        return True
    first = ctx.sentences[:_LEAD]
    end = first[-1].end if first else 0
    return any(m.label == "ORGANISATION" or m.owner for m in ctx.mentions_in(0, end, "ORGANISATION", "BODY"))


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
    """Whether a bare name takes place, by its verb."""
    root = ctx.doc[name.start : name.end].root
    verb = predicate_of(root)
    if verb is None or not ctx.sentences[ctx.sentence(root.i)].start <= verb.i:
        return False
    return verb.lemma_ in word_classes()["activity-hold"] and name.end - name.start <= 4


def _years(ctx: Context) -> Iterator[Known]:
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
