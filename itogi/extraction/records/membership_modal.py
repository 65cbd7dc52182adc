"""Whether a step into or out of an organisation is denied, wished for or agreed."""

from __future__ import annotations

from spacy.tokens import Token

from itogi.extraction.features import feature
from itogi.extraction.patterns import word_classes
from itogi.extraction.single_words import spelt
from itogi.extraction.stance import ancestors, is_verb, stance_of, tense_of

_NOT = spelt("not")


def unreal(token: Token) -> bool:
    """Whether a step is denied or unreal."""
    stance = stance_of(token)
    denied = any(c.lemma_ == _NOT and c.i < token.i for c in token.children)
    return stance.unreal or stance.negated or denied


def denied_above(verb: Token) -> bool:
    """ "Не планирует выходить", "отказался вступать"."""
    if feature(verb, "VerbForm") != "Inf":
        return False
    above = list(ancestors(verb))[:1]
    return any(a.lemma_ in word_classes()["mbr-refuse"] or negated(a) for a in above)


def negated(verb: Token) -> bool:
    """Whether "не" stands before a verb."""
    return any(c.lemma_ == _NOT and c.i < verb.i for c in verb.children)


def wished(verb: Token) -> bool:
    """Whether a verb is only wished, planned or possible."""
    above = list(ancestors(verb))[:2]
    return feature(verb, "VerbForm") == "Inf" and any(
        a.lemma_ in word_classes()["mbr-wish"] or is_verb(a) for a in above
    )


def wished_itself(verb: Token) -> bool:
    """ "Хочет в БРИКС"."""
    return verb.lemma_ in word_classes()["mbr-wish"]


def agreed(verb: Token) -> bool:
    """ "Согласились принять"."""
    return verb.lemma_ in word_classes()["mbr-approve"] and tense_of(verb) == "past" and not negated(verb)
