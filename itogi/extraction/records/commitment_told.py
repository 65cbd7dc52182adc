"""Commitments told by a verb in the future: "ЕС выделит …", "заявил, что не допустит …", "мы завершим …"."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.actors import actors_of, speaker_at
from itogi.extraction.records.commitment_party import those_in
from itogi.extraction.records.states import subjects
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import tense_of

_IF = spelt("if")
_NOT = spelt("not")
_THAT = spelt("that")
_WOULD_IF_WHETHER_SO_THAT = any_of("would", "if", "whether", "so-that")

# Where a verb in the future states something of its own: no relative, no adverbial clause.
_STATED = {"root", "ROOT", "conj", "ccomp", "parataxis"}
_SUBJECT = {"nsubj", "nsubj:pass"}


@dataclass(frozen=True, slots=True)
class Promise:
    """Who undertakes something, the word that says so, and its subject."""

    actors: list[str]
    predicate: Token
    subject: Token | None


def unreal(predicate: Token, *, deniable: bool) -> bool:
    """Whether a clause is conditional, asked, or denied (unless what is not done is an undertaking too)."""
    children = list(predicate.children)
    if any(c.lemma_ in _WOULD_IF_WHETHER_SO_THAT for c in children):
        return True
    if any(g.lemma_ == _IF for c in children if c.dep_ == "advcl" for g in c.children) and not deniable:
        return True
    sentence = predicate.sent
    if sentence[-1].text == "?" or (len(sentence) > 1 and sentence[-2].text == "?"):
        return True
    if feature(predicate, "Mood") == "Cnd":
        return True
    denied = any(c.lower_ == _NOT and predicate.i - 3 < c.i < predicate.i for c in children)
    return denied and not deniable


def told(ctx: Context, verb: Token) -> Promise | None:
    """What a verb in the future undertakes, and who: its subject, or the speaker who tells of himself."""
    if verb.dep_ not in _STATED or not _in_future(verb) or unreal(verb, deniable=True):
        return None
    classes = word_classes()
    teller = _teller(verb)
    assured = teller is not None and teller.lemma_ in classes["cmt-assure"]
    own_will = assured or _of_us(verb)
    idle = classes["cmt-happen"] | (frozenset() if assured else classes["cmt-agenda"] | classes["cmt-mind"])
    if verb.lemma_ not in classes["cmt-act"] and (not own_will or verb.lemma_ in idle):
        return None
    own = [c for c in verb.children if c.dep_ in _SUBJECT] or (subjects(verb) if verb.dep_ == "conj" else [])
    if feature(verb, "VerbForm") == "Part":
        return _by_teller(ctx, verb, teller) if teller is not None else None
    if own:
        return Promise(actors_of(ctx, own[0]), verb, own[0])
    if _of_us(verb):
        return Promise(speaker_at(ctx, verb), verb, None)
    return _by_teller(ctx, verb, teller) if teller is not None else None


def _of_us(verb: Token) -> bool:
    helper = _helper(verb) or verb
    return feature(helper, "Person") == "1" and feature(helper, "Number") == "Plur"


def _helper(verb: Token) -> Token | None:
    """ "Будем" of "будем добиваться"."""
    return next((c for c in verb.children if c.dep_ == "aux" and feature(c, "Person") == "1"), None)


def _in_future(verb: Token) -> bool:
    passive = feature(verb, "VerbForm") == "Part" and feature(verb, "Variant") == "Short"
    finite = feature(verb, "VerbForm") == "Fin" or _helper(verb) is not None
    return (passive or finite) and tense_of(verb) == "future"


def _teller(verb: Token) -> Token | None:
    """The verb of saying that a clause with "что" depends on."""
    top = verb
    while top.dep_ == "conj" and top.head.pos_ == "VERB":
        top = top.head
    head = top.head
    said = head.lemma_ in word_classes()["quote-tell"] | word_classes()["cmt-assure"]
    that = any(t.lower_ == _THAT for t in verb.doc[head.i : top.i]) if head.i < top.i else False
    return head if top.dep_ == "ccomp" and said and that else None


def _by_teller(ctx: Context, verb: Token, teller: Token) -> Promise | None:
    """ "Заявил, что выведет войска": the speaker tells of what he or his state will do."""
    found = subjects(teller)
    if found and feature(found[0], "Number") != feature(verb, "Number") and feature(verb, "Person") == "3":
        return None
    actors = actors_of(ctx, found[0]) if found else those_in(ctx, teller)
    return Promise(actors, verb, None)
