"""Missions known by their people: observers at elections, peacekeepers of an organisation."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from itogi.extraction.circumstances import news_item, place_name, when, where
from itogi.extraction.context import Context
from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.activity_names import phrase
from itogi.extraction.records.activity_slots import elections_near, mission_topics
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import predicate_of

_IN_OUT_OF_UPON = any_of("in", "in-full", "out-of", "upon")
_NOT = spelt("not")
_PEACE_STEM = spelt("peace-stem")

_PLACES = ("COUNTRY", "CAPITAL", "PLACE")
_LEAD = 3


def people_of(ctx: Context, trigger: Token) -> Iterator[tuple[str, dict[str, object]]]:
    """The organisation and slots of each mission whose people or work ``trigger`` names."""
    classes = word_classes()
    watches = trigger.lemma_ in classes["watch-verb"]
    if watches or trigger.lemma_ in classes["observer-noun"]:
        vote = elections_near(ctx, trigger)
        placed = (
            trigger.dep_.startswith("nsubj")
            and bool(_owner(ctx, trigger))
            and where(ctx, trigger)[0] is not None
        )
        if not vote and (watches or not (placed or _moves(trigger))):
            return
        owners, topics = (_watchers(ctx, trigger) if watches else _owner(ctx, trigger)), ["elections"]
        topics = mission_topics(ctx, trigger, [])
    else:
        peace = _PEACE_STEM in trigger.lower_ or any(_PEACE_STEM in c.lower_ for c in trigger.children)
        acts = trigger.dep_.startswith("nsubj") and trigger.lemma_ in classes["activity-field"]
        peace = peace or acts
        owners, topics = (_owner(ctx, trigger) if peace and _moves(trigger) else []), ["peacekeeping"]
    place = _place(ctx, trigger)
    if place is None and topics == ["peacekeeping"]:
        return
    name = None if watches else ctx.text(*phrase(ctx, trigger))
    for owner in owners:
        told: dict[str, object] = {"status": "cancelled"} if _refused(trigger) else {}
        yield owner, {**told, "name": name, "place": place, "date": when(ctx, trigger), "topics": topics}


def _refused(trigger: Token) -> bool:
    """ "наблюдателей не пошлёт"."""
    verb = predicate_of(trigger)
    return verb is not None and any(c.lemma_ == _NOT for c in verb.children)


def _owner(ctx: Context, trigger: Token) -> list[str]:
    """Whose people they are: named right behind them, or as the subject of the verb that sends them."""
    start, end = phrase(ctx, trigger)
    if "Plur" not in trigger.morph.get("Number", []) and trigger.lemma_ in word_classes()["observer-noun"]:
        return []
    limit = min(ctx.sentences[ctx.sentence(trigger.i)].end, max(end, trigger.i + 3))
    inside = [c for m in ctx.mentions_in(start, limit, "ORGANISATION", "BODY") if (c := _code(m))]
    if inside:
        return inside[:1]
    verb = predicate_of(trigger)
    own = verb is not None and trigger.head == verb and trigger.lemma_ in word_classes()["observer-noun"]
    if verb is None or not (own or verb.lemma_ in word_classes()["send-verb"]):
        return []
    return [c for m, c in _subjects(ctx, trigger) if predicate_of(_root(ctx, m)) == verb][:1]


def _watchers(ctx: Context, trigger: Token) -> list[str]:
    """The organisations that follow a vote: "за выборами следят ОБСЕ и ШОС"."""
    return [c for m, c in _subjects(ctx, trigger) if predicate_of(_root(ctx, m)) == trigger]


def _subjects(ctx: Context, trigger: Token) -> Iterator[tuple[Mention, str]]:
    for mention in ctx.in_sentence(trigger.i, "ORGANISATION", "BODY"):
        root = _root(ctx, mention)
        code = _code(mention)
        if code and _subject(root).dep_.startswith("nsubj"):
            yield mention, code


def _subject(root: Token) -> Token:
    """The subject that a name belongs to or is joined with: "Бюро ОБСЕ и ШОС"."""
    while root.dep_ in {"conj", "nmod", "appos", "flat:name"} and root.head != root:
        root = root.head
    return root


def _root(ctx: Context, mention: Mention) -> Token:
    return ctx.doc[mention.start : mention.end].root


def _code(mention: Mention) -> str | None:
    return mention.owner or (mention.value if mention.label == "ORGANISATION" else None)


def _moves(trigger: Token) -> bool:
    verb = predicate_of(trigger)
    chain = [verb, *verb.children] if verb is not None else []
    if any(t.lemma_ in word_classes()["exercise-noun"] for t in chain):
        return False  # who begins an exercise keeps no peace
    return any(t.lemma_ in word_classes()["deploy-verb"] for t in chain)


def _place(ctx: Context, trigger: Token) -> str | None:
    """Where they work or are sent: "в Ташкенте", "в Казахстан", the country of the vote."""
    low, high, digest = news_item(ctx, trigger.i)
    place, _ = where(ctx, trigger)
    if place and not digest:
        return place
    behind = ctx.mentions_in(trigger.i, high, *_PLACES) + ctx.mentions_in(low, trigger.i, *_PLACES)
    for mention in behind if digest else []:
        if ctx.doc[mention.start - 1].lower_ in _IN_OUT_OF_UPON:
            return place_name(ctx, mention)
    first = ctx.sentences[ctx.sentence(trigger.i)]
    for sentence in (first, *ctx.sentences[:_LEAD]):
        for mention in ctx.mentions_in(sentence.start, sentence.end, *_PLACES):
            before = ctx.doc[mention.start - 1].lower_ if mention.start else ""
            if before in _IN_OUT_OF_UPON:
                return place_name(ctx, mention)
    return None
