"""Finder of commitments: what states, organisations and their leaders undertake or intend to do."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from itogi.extraction.assemble import Draft
from itogi.extraction.context import Context
from itogi.extraction.features import beside, feature
from itogi.extraction.matching import Match
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.actors import actors_of
from itogi.extraction.records.commitment_clause import (
    due_of,
    extent,
    promised,
    put_first,
    that_follows,
    topics_of,
)
from itogi.extraction.records.commitment_party import parties_of, subject_of
from itogi.extraction.records.commitment_told import Promise, told, unreal
from itogi.extraction.records.states import preposition, subjects
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import tense_of
from itogi.model.record import SlotValue

_ABOUT = any_of("about", "about-full")
_BECOME = spelt("become")
_NOT = spelt("not")
_TO = spelt("to")
_TO_FULL = spelt("to-full")
_UPON = spelt("upon")

# How the infinitive of what is to be done depends on the word that says so.
_TO_DO = {"xcomp", "nmod", "csubj", "csubj:pass", "acl", "obl", "obj"}


def find(ctx: Context) -> Iterator[Draft]:
    """Commitments in text order; of two in one clause the wider stands."""
    drafts: list[tuple[int, int, Draft]] = []
    for match in ctx.matches("commitment"):
        found = _draft(ctx, match)
        if found is None:
            continue
        start, end, _ = found
        inside = next((d for d in drafts if (d[0] < end and start < d[1]) or _again(ctx, d, found)), None)
        if inside is None:
            drafts.append(found)
            continue
        wider, other = (found, inside) if end - start > inside[1] - inside[0] else (inside, found)
        wider[2].evidence += [e for e in other[2].evidence if e not in wider[2].evidence]
        drafts[drafts.index(inside)] = wider
    yield from (draft for _, _, draft in drafts)


def _again(ctx: Context, old: tuple[int, int, Draft], new: tuple[int, int, Draft]) -> bool:
    """Whether a clause says with the same verbs and object what an earlier one has said."""
    verbs = [{t.lemma_ for t in ctx.doc[s:e] if t.pos_ in {"VERB", "NOUN"}} for s, e, _ in (old, new)]
    shared, least = verbs[0] & verbs[1], min(map(len, verbs))
    return least >= 2 and len(shared) >= max(2, 0.7 * least)


def _draft(ctx: Context, match: Match) -> tuple[int, int, Draft] | None:
    trigger = ctx.doc[match.groups["t"][0]]
    if match.pattern.id == "commitment.aside":
        return _aside(ctx, match, trigger)
    of_future = match.pattern.id == "commitment.told"
    found = told(ctx, trigger) if of_future else _undertaken(ctx, match, trigger)
    if found is None or not found.actors or not _between_states(ctx, found):
        return None
    return _record(ctx, match, found, extent(ctx, found.predicate, trigger, found.subject))


def _aside(ctx: Context, match: Match, trigger: Token) -> tuple[int, int, Draft] | None:
    """ "Биржу запустят к лету, пообещал премьер": what is promised stands before, or around, an inset."""
    subject = next((s for s in subjects(trigger) if s.i > trigger.i), None)
    span = promised(ctx, trigger)
    if subject is None or span is None or feature(trigger, "VerbForm") != "Fin":
        return None
    found = Promise(actors_of(ctx, subject), trigger, subject)
    return _record(ctx, match, found, span) if found.actors and _between_states(ctx, found) else None


def _record(ctx: Context, match: Match, found: Promise, span: tuple[int, int]) -> tuple[int, int, Draft]:
    start, end = span
    slots: dict[str, SlotValue | list[str] | None] = {
        "actors": found.actors,
        "text": ctx.text(start, end),
        "topics": topics_of(ctx, start, end),
        "due": due_of(ctx, start, end),
    }
    evidence = ctx.evidence(found.predicate.i)
    return (
        start,
        end,
        Draft("commitment", slots, evidence, match.pattern.confidence, match.pattern.id, start),
    )


def _undertaken(ctx: Context, match: Match, trigger: Token) -> Promise | None:
    """What the words of an undertaking say: "намерены", "обещал", "выразили готовность"."""
    rule = match.pattern.id
    predicate = _predicate(match, trigger)
    if predicate is None or not _undertakes(rule, trigger, predicate):
        return None
    if unreal(predicate, deniable=rule == "commitment.jointly"):
        return None
    subject = subject_of(predicate)
    return Promise(parties_of(ctx, trigger, predicate, subject), predicate, subject)


def _predicate(match: Match, trigger: Token) -> Token | None:
    """The word that says that something is undertaken: the trigger, or the verb of "выразил готовность"."""
    if match.pattern.id != "commitment.voice":
        return trigger if match.pattern.id != "commitment.jointly" or _is_future(trigger) else None
    verb = trigger.doc[match.start]
    return verb if all(t.text not in ",:;—–" for t in trigger.doc[verb.i : trigger.i]) else None


def _is_future(verb: Token) -> bool:
    """Whether a verb says what will be done: "будут бороться", "станут сотрудничать", "объединяют"."""
    if verb.lemma_ in word_classes()["cmt-join"]:
        effort = any(c.lemma_ in word_classes()["cmt-effort"] for c in verb.children)
        return effort and feature(verb, "VerbForm") == "Fin"
    helper = next((c for c in verb.children if c.dep_ == "aux"), None)
    if helper is None and verb.dep_ == "xcomp" and verb.head.lemma_ == _BECOME:
        helper = verb.head if tense_of(verb.head) == "future" else None
    return helper is not None and helper.lemma_ in word_classes()["cmt-become"] and tense_of(verb) != "past"


def _undertakes(rule: str, trigger: Token, predicate: Token) -> bool:
    """Whether the words make an undertaking: what is to be done is told, and it is no item of an agenda."""
    classes = word_classes()
    done = [
        c
        for c in (*trigger.children, *(predicate.children if predicate != trigger else ()))
        if feature(c, "VerbForm") == "Inf" and c.dep_ in _TO_DO
    ]
    if rule == "commitment.voice":
        if trigger.lemma_ in classes["cmt-aim"]:
            return bool(done)
        return trigger.lemma_ not in classes["cmt-word"] or bool(done) or that_follows(trigger)
    if trigger.lemma_ in classes["cmt-hope"] and feature(trigger, "Person") != "1":
        return False
    ours = feature(trigger, "Person") == "1"
    if (
        not ours
        and trigger.lemma_ in classes["cmt-plan"]
        and any(c.lemma_ in classes["cmt-agenda"] for c in done)
    ):
        return False
    if rule == "commitment.goes-on":
        return tense_of(predicate) == "future"
    if rule == "commitment.jointly":
        return _jointly(trigger)
    if feature(predicate, "VerbForm") in {"Inf", "Part"} and feature(predicate, "Variant") != "Short":
        return False
    if trigger.lemma_ in classes["cmt-decide"]:
        return _decided(predicate, done)
    return (
        bool(done)
        or put_first(trigger) is not None
        or (trigger.lemma_ in classes["cmt-agree"] and _agreed_on(trigger))
        or _ready_for(trigger)
    )


def _jointly(verb: Token) -> bool:
    """Whether "будут …" tells of common or lasting work."""
    classes = word_classes()
    if verb.lemma_ in classes["cmt-join"]:
        return True
    jointly = any(c.lemma_ in classes["cmt-jointly"] for c in verb.children)
    lasting = classes["cmt-cooperate"] | classes["cmt-hinder"] | classes["cmt-act"]
    return verb.lemma_ in lasting or (jointly and verb.lemma_ not in classes["cmt-agenda"])


def _decided(predicate: Token, done: list[Token]) -> bool:
    """ "Лидеры решили ускорить …", "решено продлить": several decide what is no item of an agenda."""
    classes = word_classes()
    several = any(s.lemma_ in classes["cmt-leader"] | classes["cmt-member"] for s in subjects(predicate))
    plural = feature(predicate, "Number") == "Plur" and several
    nobody = feature(predicate, "Gender") == "Neut" and feature(predicate, "Variant") == "Short"
    what = [c for c in done if c.lemma_ not in classes["cmt-agenda"] and beside(c, -1) != _NOT]
    return (plural or nobody) and bool(what)


def _ready_for(word: Token) -> bool:
    """ "Готова к диалогу", "нацелен на вступление"."""
    if word.lemma_ not in word_classes()["cmt-ready"] or feature(word, "Variant") != "Short":
        return False
    wanted = {(_TO, "Dat"), (_TO_FULL, "Dat"), (_UPON, "Acc")}
    return any((preposition(c), feature(c, "Case")) in wanted for c in word.children if c.pos_ == "NOUN")


def _agreed_on(verb: Token) -> bool:
    """ "Договорились о …", "условились, что …"."""
    return that_follows(verb) or any(
        (c.dep_ == "obl" and any(g.lower_ in _ABOUT for g in c.children)) or c.dep_ == "ccomp"
        for c in verb.children
    )


def _between_states(ctx: Context, promise: Promise) -> bool:
    """Whether a commitment concerns work between states: an organisation or another state is in play."""
    subject, actors = promise.subject, promise.actors
    if (
        subject is not None
        and subject.lemma_ in word_classes()["cmt-state"]
        and feature(subject, "Number") == "Plur"
    ):
        return True
    if len(actors) > 1 or ctx.main_organisation is not None:
        return True
    here = {m.country for m in ctx.in_sentence(promise.predicate.i) if m.country}
    if not actors[0].isupper() or len(actors[0]) > 2:
        return bool(here)
    sentence = ctx.sentences[ctx.sentence(promise.predicate.i)]
    abroad = any(t.lemma_ in word_classes()["cmt-abroad"] for t in sentence)
    return bool(here - set(actors)) or abroad
