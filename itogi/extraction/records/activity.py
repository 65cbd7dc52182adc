"""Finder of activities: exercises, operations, missions, consultations, forums, competitions, visits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from itogi.extraction.assemble import Draft
from itogi.extraction.circumstances import news_item, stretch, when, where
from itogi.extraction.context import Context
from itogi.extraction.patterns import Match, matcher, word_classes
from itogi.extraction.records.activity_merge import Known, merged
from itogi.extraction.records.activity_names import Name, names_of, quoted, years_celebrated
from itogi.extraction.records.visits import Visit, visit_of
from itogi.extraction.stance import Stance, is_verb, predicate_of, stance_of, status_of
from itogi.language.inflect import nominative
from itogi.model.values import date_range

# Kinds that only states and their organisations have, and those that anybody may hold.
_OF_STATES = {"exercise", "operation", "mission"}
_OWN_NAME = {"forum", "competition", "conference", "celebration"}
_JOINT = _OF_STATES | {"consultations"}
_LEAD = 3
_YEAR = re.compile(r"[-–—]\s?((?:19|20)\d\d)$")


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
    date = _date(ctx, trigger, name)
    place = _range(ctx, trigger) or _place(ctx, trigger)
    countries = _countries(ctx, trigger, place) if kind != "celebration" else []
    if organisation is None and kind == "exercise":
        countries = countries or _states(ctx, trigger)
    slots: dict[str, object] = {
        "organisation": organisation,
        "kind": kind,
        "name": name.text,
        "status": _status(ctx, trigger, date),
        "date": date,
        "place": place,
        "countries": countries,
        "topics": _topics(ctx, trigger, name, kind),
        "first": _first(ctx, trigger) or None,
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
        "status": _status(ctx, trigger, date),
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
    if trigger.lemma_ in {"чтение", "сбор", "курс"} and "Plur" not in trigger.morph.get("Number", []):
        return False
    return before is None or not (before.pos_ == "NUM" or any(c.pos_ == "NUM" for c in trigger.children))


def _organisation(ctx: Context, trigger: Token, name: Name, kind: str) -> tuple[str | None, bool]:
    """Whose activity it is, and whether the words make it one by themselves.

    Named in its phrase or sentence, or the article's own for what states alone do. A plain "учения" in an
    article about an organisation is not firm: it may only refer to what is named elsewhere.
    """
    low, end = min(name.start, _left(ctx, trigger)), max(name.end, trigger.i + 1)
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
    firm = firm or (kind == "consultations" and "по" in words)
    first, last, digest = news_item(ctx, trigger.i)
    about = _about(ctx) and not digest
    if not firm:
        return (ctx.main_organisation, False) if kind in _OF_STATES and about else (None, False)
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


def _states(ctx: Context, trigger: Token) -> list[str]:
    """The countries that the sentence of a joint exercise names, its place aside."""
    names = [m for m in ctx.in_sentence(trigger.i, "COUNTRY", "NATIONAL") if m.country]
    return list(dict.fromkeys(str(m.country) for m in names))


def _left(ctx: Context, trigger: Token) -> int:
    i = trigger.i
    while i > 0 and not ctx.doc[i].is_sent_start and ctx.doc[i - 1].pos_ in {"ADJ", "PROPN"}:
        i -= 1
    return i


def _about(ctx: Context) -> bool:
    first = ctx.sentences[:_LEAD]
    end = first[-1].end if first else 0
    return any(m.label == "ORGANISATION" or m.owner for m in ctx.mentions_in(0, end, "ORGANISATION", "BODY"))


# --- names elsewhere ---------------------------------------------------------------------------------------


def _bare(ctx: Context, found: list[Known]) -> Iterator[Known]:
    """Names in marks without a noun ("проведёт «Взаимодействие»"), once the article speaks of exercises."""
    named = [k for k in found if k.draft.slots["kind"] in _OF_STATES and k.proper]
    if not named:
        return
    for token in ctx.doc:
        name = quoted(ctx.doc, token.i) if token.text in {"«", "“", "„", '"'} else None
        if name is None or not _held(ctx, name) or _announced(found, name):
            continue
        near = min(named, key=lambda k: abs(k.trigger - name.start))
        owner, kind = near.draft.slots.get("organisation"), str(near.draft.slots["kind"])
        root = ctx.doc[name.start : name.end].root
        organisation = str(owner) if owner else None
        yield _made(ctx, root, name, kind, organisation=organisation, confidence=0.6, pattern="activity.name")


def _announced(found: list[Known], name: Name) -> bool:
    """Whether a name stands with a noun that has been read already ("учение «Рубеж»")."""
    return any(k.name == name.text and k.trigger < name.start < k.trigger + 12 for k in found)


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


# --- slots -------------------------------------------------------------------------------------------------


def _range(ctx: Context, trigger: Token) -> str | None:
    """The name of a range in the sentence: "на полигоне Донгуз", "полигон «Берег»"."""
    for token in ctx.sentences[ctx.sentence(trigger.i)]:
        if token.lemma_ not in word_classes()["range-noun"] or token.i + 1 >= len(ctx.doc):
            continue
        after = ctx.doc[token.i + 1]
        name = quoted(ctx.doc, after.i)
        if name is not None:
            return name.text
        if after.text[0].isupper() and after.is_alpha and not after.is_sent_start:
            return nominative(ctx.doc[after.i : after.i + 1])
    return None


def _place(ctx: Context, trigger: Token) -> str | None:
    place, _ = where(ctx, trigger)
    if place:
        return place
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    there = next(
        (t for t in ctx.doc[sentence.start : trigger.i] if t.lemma_ in word_classes()["there"]), None
    )
    before = (
        ctx.mentions_in(sentence.start, there.i, "COUNTRY", "CAPITAL", "PLACE") if there is not None else []
    )
    if before:
        return nominative(ctx.doc[before[-1].start : before[-1].end])
    verb = predicate_of(trigger)
    if verb is None or verb.lemma_ not in word_classes()["give-place"]:
        return None
    for mention in ctx.in_sentence(trigger.i, "COUNTRY", "CAPITAL"):
        root = ctx.doc[mention.start : mention.end].root
        if root.head == verb and root.i != trigger.i and "Gen" not in root.morph.get("Case", []):
            return nominative(ctx.doc[mention.start : mention.end])
    return None


def _date(ctx: Context, trigger: Token, name: Name) -> str | None:
    """The date of its clause or sentence, else of the next, the day of the report, the year in its name."""
    here = stretch(ctx, ctx.sentences[ctx.sentence(trigger.i)]) or when(ctx, trigger)
    return here or _date_beside(ctx, trigger, name) or _today(ctx, trigger) or _named_year(name)


def _date_beside(ctx: Context, trigger: Token, name: Name) -> str | None:
    """The one date in the next sentence of the paragraph, for an activity with a name of its own."""
    number = ctx.sentence(trigger.i)
    if not name.proper or ctx.is_headline(trigger.i) or number + 1 >= len(ctx.sentences):
        return None
    here, after = ctx.sentences[number], ctx.sentences[number + 1]
    if "\n" in ctx.article.text[here.end_char : after.start_char]:
        return None
    whole = stretch(ctx, after)
    if whole:
        return whole
    times = [t for _, _, t in ctx.times_in(after.start, after.end) if t.edtf and t.role == "at"]
    return times[0].edtf if len(times) == 1 and times[0].grain in {"day", "interval", "month"} else None


def _today(ctx: Context, trigger: Token) -> str | None:
    """The day of publication, where the lead that tells of the activity says that it is news of today."""
    if ctx.sentence(trigger.i) >= _LEAD or ctx.article.published is None or not _acts_now(trigger):
        return None
    today = ctx.article.published.isoformat()
    end = ctx.sentences[:_LEAD][-1].end
    return today if any(t.edtf == today and t.relative for _, _, t in ctx.times_in(0, end)) else None


def _acts_now(trigger: Token) -> bool:
    stance = stance_of(trigger)
    return stance.tense in {"past", "present"} and not stance.planned and not stance.expected


def _named_year(name: Name) -> str | None:
    """The year that is part of a name: "Скала-2024"."""
    found = _YEAR.search(name.text) if name.proper else None
    return found[1] if found else None


def _status(ctx: Context, trigger: Token, date: str | None) -> str:
    """By the words and the date; a verb in the present that tells of today makes it ongoing."""
    status = status_of(trigger, date, ctx.article.published)
    stance = stance_of(trigger)
    if status == "held" and _ahead(ctx, trigger) and not _past(ctx, date):
        return "planned"
    if (
        status == "held"
        and date is None
        and trigger.lemma_ in word_classes()["mission-noun"]
        and _works_on(stance)
    ):
        return "ongoing"
    if status == "held" and stance.tense == "present" and not _past(ctx, date):
        return "ongoing"
    return status


def _ahead(ctx: Context, trigger: Token) -> bool:
    """Whether the words before it say that it is still to come: "накануне визита", "подготовка к учению"."""
    for i in range(trigger.i - 1, max(trigger.i - 6, -1), -1):
        token = ctx.doc[i]
        if token.lemma_ in word_classes()["activity-ahead"]:
            return True
        if token.is_punct or token.is_sent_start or is_verb(token):
            return False
    return False


def _works_on(stance: Stance) -> bool:
    """A mission that only stands in another's story ("глава миссии посетил …") is at work."""
    classes = word_classes()
    return stance.verb is None or stance.verb.lemma_ not in classes["take-place"] | classes["go-on"]


def _past(ctx: Context, date: str | None) -> bool:
    bounds = date_range(date) if date else None
    return bool(bounds and ctx.article.published and bounds[1] < ctx.article.published)


def _countries(ctx: Context, trigger: Token, place: str | None) -> list[str]:
    """Countries that take part by the verb of the sentence, or of the next one."""
    number = ctx.sentence(trigger.i)
    for sentence in ctx.sentences[number : number + 2]:
        if any(t.lemma_ in word_classes()["activity-join"] for t in sentence):
            mentions = ctx.mentions_in(sentence.start, sentence.end, "COUNTRY")
            names = [m for m in mentions if nominative(ctx.doc[m.start : m.end]) != place]
            if len(names) > 1:
                return list(dict.fromkeys(m.value for m in names))
    return []


def _topics(ctx: Context, trigger: Token, name: Name, kind: str) -> list[str]:
    """Topics of the name and its phrase; an exercise without any trains troops."""
    start, end = min(_left(ctx, trigger), name.start), max(name.end, trigger.i + 1)
    topics = ctx.topics((start, end))
    if any(
        t.lemma_ in word_classes()["topic-antiterror"] or "антитеррор" in t.lower_ for t in ctx.doc[start:end]
    ):
        topics = ["terrorism", *(t for t in topics if t not in {"terrorism", "military-training"})]
    if topics or kind == "exercise":
        return topics or ["military-training"]
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    return ctx.topics((sentence.start, sentence.end)) if kind in _OF_STATES else []


def _first(ctx: Context, trigger: Token) -> bool:
    """ "впервые" in the clause, or "первый" with the noun."""
    if any(c.lemma_ == "первый" for c in trigger.children):
        return True
    verb = predicate_of(trigger)
    words = verb.children if verb is not None else ()
    return any(c.lemma_ in word_classes()["activity-first"] for c in (*words, *trigger.children))
