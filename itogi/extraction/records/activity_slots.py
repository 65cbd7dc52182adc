"""What is told of an activity: when, where and with whom it is, what it is about, and whether it is over."""

from __future__ import annotations

import re

from spacy.tokens import Token

from itogi.extraction.circumstances import place_name, stretch, when, where
from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.activity_names import Name, quoted
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import Stance, is_verb, predicate_of, stance_of, status_of
from itogi.language.inflect import nominative
from itogi.model.values import date_range

_ADJECTIVE_FEMININE = spelt("adjective-feminine")
_ANTI_TERROR_STEM = spelt("anti-terror-stem")
_FIRST = spelt("first")
_IN_OUT_OF_UPON = any_of("in", "in-full", "out-of", "upon")
_IN_UPON = any_of("in", "in-full", "upon")
_REGION = spelt("region")

# Kinds that only states and their organisations have.
OF_STATES = frozenset({"exercise", "operation", "mission"})
_LEAD = 3
_OF = {"conj", "nmod", "appos", "amod", "flat:name"}
_PLACES = ("COUNTRY", "CAPITAL", "PLACE")
_TRAINING = {"military-training", "military-cooperation"}
# What a mission works on even where only the lead says so.
_MISSION = {"conflicts", "peacekeeping", "ukraine", "middle-east", "afghanistan", "nuclear"}
_YEAR = re.compile(r"[-–—]\s?((?:19|20)\d\d)$")


def left_of(ctx: Context, trigger: Token) -> int:
    """Where the adjectives before a trigger begin."""
    i = trigger.i
    while i > 0 and not ctx.doc[i].is_sent_start and ctx.doc[i - 1].pos_ in {"ADJ", "PROPN"}:
        i -= 1
    return i


def range_of(ctx: Context, trigger: Token) -> str | None:
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


def place_of(ctx: Context, trigger: Token) -> str | None:
    """The place of its sentence, one that "там" refers to, or the host by the verb."""
    place, _ = where(ctx, trigger)
    if (
        place
        and place.endswith(_ADJECTIVE_FEMININE)
        and any(t.lemma_ == _REGION for t in ctx.sentences[ctx.sentence(trigger.i)])
    ):
        return f"{place} {_REGION}"  # "в Чуйской и Нарынской областях": the noun stands after the last
    if place:
        return place
    house = _house(ctx, trigger)
    if house:
        return house
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


def _house(ctx: Context, trigger: Token) -> str | None:
    """The park, hall or institute that an event without a town is held in: "в парке «Роща»", "во ВГИКе"."""
    for mention in ctx.in_sentence(trigger.i, "VENUE", "ORGNAME", "PLACE"):
        words = ctx.doc[max(0, mention.start - 3) : mention.start]
        before = [t for t in words if t.pos_ == "ADP"]
        if before and before[-1].lower_ in _IN_UPON and "Loc" in _cases(ctx, before[-1], mention.end):
            return mention.value
    return None


def _cases(ctx: Context, preposition: Token, end: int) -> set[str]:
    """The cases of the words behind a preposition up to ``end``."""
    return {c for t in ctx.doc[preposition.i + 1 : end] for c in t.morph.get("Case", [])}


def mission_place(ctx: Context, trigger: Token) -> str | None:
    """Where a mission works by the words right behind it, else the place of its sentence."""
    end = min(ctx.sentences[ctx.sentence(trigger.i)].end, trigger.i + 7)
    for mention in ctx.mentions_in(trigger.i + 1, end, *_PLACES):
        if ctx.doc[mention.start - 1].lower_ in _IN_UPON:
            return place_name(ctx, mention)
    return place_of(ctx, trigger)


def dates_mission(trigger: Token) -> bool:
    """Whether the verb of a mission tells what it does itself, not what is decided or said of it."""
    verb, classes = predicate_of(trigger), word_classes()
    told = ("deploy-verb", "activity-hold", "activity-end", "send-verb")
    return verb is None or any(verb.lemma_ in classes[name] for name in told)


def activity_date(ctx: Context, trigger: Token, name: Name) -> str | None:
    """The date of its clause or sentence, else of the next, the day of the report, the year in its name."""
    here = stretch(ctx, ctx.sentences[ctx.sentence(trigger.i)]) or when(ctx, trigger)
    return here or _date_beside(ctx, trigger, name)


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


def guessed_date(ctx: Context, trigger: Token, name: str, kind: str) -> str | None:
    """The date of an activity that no mention dates: the day of the report, or the year in its name."""
    return _today(ctx, trigger, kind) or guessed_year(name)


def _today(ctx: Context, trigger: Token, kind: str) -> str | None:
    """The day of publication, where the lead that tells of the activity says that it is news of today."""
    if ctx.sentence(trigger.i) >= _LEAD or ctx.article.published is None or not _acts_now(trigger):
        return None
    today = ctx.article.published.isoformat()
    verb, classes = predicate_of(trigger), word_classes()
    own = {"mission": "deploy-verb", "visit": "arrive-verb"}.get(kind, "activity-hold")
    news = classes["activity-news"] | classes[own] | (classes["visit-verb"] if kind == "visit" else set())
    if verb is not None and verb.lemma_ in news and not _apart_year(trigger):
        return today
    end = ctx.sentences[:_LEAD][-1].end
    return today if any(t.edtf == today and t.relative for _, _, t in ctx.times_in(0, end)) else None


def _apart_year(trigger: Token) -> bool:
    """Whether words put an event into another time than the report's ("прошлое учение", "ранее")."""
    classes = word_classes()
    verb = predicate_of(trigger)
    words = {t.lemma_ for t in (*trigger.children, *(verb.children if verb is not None else ()))}
    return bool(words & (classes["previous-word"] | classes["next-word"] | classes["activity-earlier"]))


def _acts_now(trigger: Token) -> bool:
    stance = stance_of(trigger)
    return stance.tense in {"past", "present"} and not stance.planned and not stance.expected


def guessed_year(name: str) -> str | None:
    """The year that is part of a name: "Скала-2024"."""
    found = _YEAR.search(name)
    return found[1] if found else None


def activity_status(ctx: Context, trigger: Token, date: str | None) -> str:
    """By the words and the date; a verb in the present that tells of today makes it ongoing."""
    status = status_of(trigger, date, ctx.article.published)
    stance = stance_of(trigger)
    mission = trigger.lemma_ in word_classes()["mission-noun"]
    if mission and status == "held" and stance.verb is not None and not _past(ctx, date):
        told = _mission_status(trigger, stance.verb, stance.tense)
        if told:
            return told
    if status == "held" and _ahead(ctx, trigger) and not _past(ctx, date):
        return "planned"
    if status == "held" and date is None and mission and _works_on(stance):
        return "ongoing"
    if status == "held" and _offered(stance) and not _past(ctx, date):
        return "planned"
    if status == "held" and _goes_on_today(ctx, stance, date):
        return "ongoing"
    if status == "held" and stance.tense == "present" and not _past(ctx, date):
        return "ongoing"
    return status


def _mission_status(trigger: Token, verb: Token, tense: str) -> str | None:
    """A mission that has been closed or has judged a vote is over; one decided on is still to come."""
    classes = word_classes()
    judges = verb.lemma_ in classes["activity-judge"] and trigger.dep_.startswith("nsubj")
    if (judges or verb.lemma_ in classes["activity-end"]) and tense == "past":
        return "held"
    return "planned" if verb.lemma_ in classes["activity-decide"] else None


def _offered(stance: Stance) -> bool:
    """Whether an event is only proposed, or people are invited to it."""
    verb = stance.verb
    offers = word_classes()["activity-offer"]
    if verb is None or "Inf" not in verb.morph.get("VerbForm", []):
        return verb is not None and verb.lemma_ in offers
    return verb.head.lemma_ in offers | word_classes()["stage-to-come"]


def _goes_on_today(ctx: Context, stance: Stance, date: str | None) -> bool:
    """Whether the day of the report lies within the days of an event that no word says is over."""
    bounds, published = date_range(date) if date and "/" in date else None, ctx.article.published
    if not bounds or not published or not bounds[0] <= published < bounds[1]:
        return False
    return stance.verb is None or stance.verb.lemma_ not in word_classes()["activity-over"]


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


def countries_of(ctx: Context, trigger: Token, place: str | None, kind: str) -> list[str]:
    """Countries that take part: by a verb of taking part, as subjects or in the phrase of the event.

    The country where a mission works belongs to it.
    """
    if kind == "mission":
        return _host(ctx, trigger)
    number = ctx.sentence(trigger.i)
    for sentence in ctx.sentences[number : number + 3]:
        if any(t.lemma_ in word_classes()["activity-join"] for t in sentence):
            mentions = ctx.mentions_in(sentence.start, sentence.end, "COUNTRY")
            names = [m for m in mentions if nominative(ctx.doc[m.start : m.end]) != place]
            if len(names) > 1:
                return list(dict.fromkeys(m.value for m in names))
    return _acting_states(ctx, trigger, place) if kind in OF_STATES | {"consultations"} else []


def _acting_states(ctx: Context, trigger: Token, place: str | None) -> list[str]:
    """ "российские и китайские военные проводят учения", "учения России и Китая"."""
    verb, out = predicate_of(trigger), []
    for mention in ctx.in_sentence(trigger.i, "COUNTRY", "NATIONAL"):
        root = ctx.doc[mention.start : mention.end].root
        if mention.label == "COUNTRY" and nominative(ctx.doc[mention.start : mention.end]) == place:
            continue
        head = root
        while head.dep_ in _OF and head.head != head:
            if head.head == trigger:
                break
            head = head.head
        own = head.dep_ in _OF and head.head == trigger and not _case(root)
        if own or (head.dep_.startswith("nsubj") and verb is not None and head.head == verb):
            out.append(str(mention.country))
    return list(dict.fromkeys(out))


def _case(root: Token) -> bool:
    return any(c.dep_ == "case" for c in root.children)


def _host(ctx: Context, trigger: Token) -> list[str]:
    """Where a mission works: the state named behind it or in its sentence as a place, or of the vote."""
    number = ctx.sentence(trigger.i)
    here = ctx.sentences[number]
    near = ctx.mentions_in(trigger.i, min(here.end, trigger.i + 6), *_PLACES)
    spans = [near, ctx.mentions_in(here.start, here.end, *_PLACES)]
    if elections_near(ctx, trigger):
        spans += [ctx.mentions_in(s.start, s.end, *_PLACES) for s in ctx.sentences[:_LEAD]]
    for mentions in spans:
        for mention in mentions:
            before = ctx.doc[mention.start - 1].lower_ if mention.start else ""
            if mention.country and (before in _IN_OUT_OF_UPON or _of_vote(ctx, mention.start)):
                return [mention.country]
    return []


def _of_vote(ctx: Context, at: int) -> bool:
    """ "выборы президента Казахстана"."""
    return any(t.lemma_ in word_classes()["election-word"] for t in ctx.doc[max(0, at - 3) : at])


def elections_near(ctx: Context, trigger: Token) -> bool:
    """Whether the sentence or the lead of the report speaks of elections."""
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    words = word_classes()["election-word"]
    lead = (t for s in ctx.sentences[:_LEAD] for t in s)
    return any(t.lemma_ in words for t in sentence) or any(t.lemma_ in words for t in lead)


def topics_of(ctx: Context, trigger: Token, name: Name, kind: str) -> list[str]:
    """Topics of the name and its phrase; an exercise without any trains troops."""
    start, end = min(left_of(ctx, trigger), name.start), max(name.end, trigger.i + 1)
    topics = ctx.topics((start, end))
    if any(
        t.lemma_ in word_classes()["topic-antiterror"] or _ANTI_TERROR_STEM in t.lower_
        for t in ctx.doc[start:end]
    ):
        topics = ["terrorism", *(t for t in topics if t not in {"terrorism", "military-training"})]
    topics = [t for t in topics if t != "institutional"]
    if kind == "exercise":
        return [t for t in topics if t not in _TRAINING] or ["military-training"]
    if kind == "mission":
        return mission_topics(ctx, trigger, topics)
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    return topics or [t for t in ctx.topics((sentence.start, sentence.end)) if t != "institutional"]


def mission_topics(ctx: Context, trigger: Token, topics: list[str]) -> list[str]:
    """Elections where the report speaks of them; else what the sentence and the lead tell of its work."""
    if elections_near(ctx, trigger):
        return ["elections"]
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    topics = topics or ctx.topics((sentence.start, sentence.end))
    lead = ctx.topics((0, ctx.sentences[:_LEAD][-1].end))
    return list(dict.fromkeys([*topics, *(t for t in lead if t in _MISSION)]))


def is_first(ctx: Context, trigger: Token) -> bool:
    """ "впервые" in the clause, or "первый" with the noun."""
    if any(c.lemma_ == _FIRST for c in trigger.children):
        return True
    verb = predicate_of(trigger)
    words = verb.children if verb is not None else ()
    return any(c.lemma_ in word_classes()["activity-first"] for c in (*words, *trigger.children))
