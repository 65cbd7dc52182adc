"""Stance: from aspect, tense, voice, mood and negation to the status of events and the stage of documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Token

from itogi.extraction.patterns import word_classes
from itogi.model.values import date_range

_CLIMB = 6


@dataclass(frozen=True, slots=True)
class Stance:
    """How the text puts a predicate: its verb, tense, whether it is denied, unreal, planned or wished."""

    verb: Token | None
    tense: str
    negated: bool = False
    unreal: bool = False
    planned: bool = False
    expected: bool = False


def ancestors(token: Token) -> Iterator[Token]:
    """The heads of ``token`` up to the root of its sentence, nearest first, at most six."""
    current = token
    for _ in range(_CLIMB):
        if current.head == current:
            return
        current = current.head
        yield current


def is_verb(token: Token) -> bool:
    """Whether a token can be a predicate: a finite verb, infinitive, short participle or "нужно"."""
    if token.pos_ in {"VERB", "AUX"}:
        form = token.morph.get("VerbForm")
        return "Part" not in form or "Short" in token.morph.get("Variant") or token.dep_ in {"root", "acl"}
    return False


def predicate_of(token: Token) -> Token | None:
    """The verb that ``token`` depends on, directly or through nouns; itself if it is one."""
    if is_verb(token):
        return token
    for above in ancestors(token):
        if is_verb(above):
            return above
    return None


def stance_of(token: Token) -> Stance:
    """The stance of the clause that ``token`` stands in."""
    verb = predicate_of(token)
    if verb is None:
        return Stance(None, "none")
    classes = word_classes()
    chain = [verb, *(a for a in ancestors(verb) if is_verb(a) and _governs(a, verb))]
    words = [child for v in chain for child in v.children]
    lemmas = {t.lemma_ for t in chain} | {w.lemma_ for w in words if w.dep_ in {"aux", "cop", "advmod", "aux:pass"}}
    return Stance(
        verb,
        tense_of(verb),
        negated=any(w.lemma_ == "не" for v in chain[:1] for w in v.children) or bool(lemmas & classes["deny"]),
        unreal=any(w.lemma_ in {"бы", "если"} for w in words) or "Cnd" in verb.morph.get("Mood"),
        planned=bool(lemmas & classes["plan"]),
        expected=bool(lemmas & classes["expect"]),
    )


def _governs(above: Token, verb: Token) -> bool:
    """Whether a higher verb colours a lower one ("планируется подписать", "ожидается, что подпишут")."""
    if above.lemma_ in word_classes()["say-neutral"]:
        return False
    current = verb
    while current != above:
        if current.dep_ not in {"ccomp", "xcomp", "csubj", "csubj:pass", "aux", "aux:pass", "cop"}:
            return False
        current = current.head
    return True


def tense_of(verb: Token) -> str:
    """past, present, future or none; an auxiliary "будет", "был" decides for its participle or infinitive."""
    helpers = [c for c in verb.children if c.dep_ in {"aux", "aux:pass", "cop"}]
    for helper in helpers:
        if "Fut" in helper.morph.get("Tense") or helper.lower_ in {"будет", "будут"}:
            return "future"
        if "Past" in helper.morph.get("Tense"):
            return "past"
    tense = next(iter(verb.morph.get("Tense")), None)
    form = next(iter(verb.morph.get("VerbForm")), None)
    if form == "Part" and "Pass" in verb.morph.get("Voice"):
        return "past" if "Perf" in verb.morph.get("Aspect") else "present"
    if tense == "Past":
        return "past"
    if tense == "Fut" or (tense == "Pres" and "Perf" in verb.morph.get("Aspect")):
        return "future"
    return "present" if tense == "Pres" else "none"


def status_of(token: Token, when: str | None, published: date | None, *, past_default: bool = True) -> str:
    """planned, ongoing, held or cancelled for an event whose noun or verb is ``token``.

    ``when`` is the EDTF date of the event, if the text gives one. The words decide first; then the date
    against the day of publication; then the tense.
    """
    stance = stance_of(token)
    classes = word_classes()
    lemma = stance.verb.lemma_ if stance.verb is not None else ""
    own_words = {token.lemma_, lemma} | {c.lemma_ for c in token.children if c.dep_ in {"amod", "acl"}}
    if own_words & classes["cancel"] or (stance.negated and lemma in classes["take-place"]):
        return "cancelled"
    bounds = date_range(when) if when else None
    if published and bounds and bounds[0] > published:
        return "planned"
    if published and bounds and bounds[1] < published:
        return "held"
    if own_words & (classes["plan"] | classes["expect"]) or stance.planned or stance.expected:
        return "planned"
    if lemma in classes["go-on"] and stance.tense in {"present", "past"} and lemma not in classes["take-place"]:
        return "ongoing"
    if lemma in classes["take-place"] | classes["go-on"]:
        return {"past": "held", "future": "planned", "present": "ongoing"}.get(stance.tense, "held")
    if stance.tense == "future":
        return "planned"
    return "held" if past_default or stance.tense == "past" else "ongoing"
