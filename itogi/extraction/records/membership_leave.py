"""Whether a country has left, and whether a step that a noun names has been taken."""

from __future__ import annotations

from spacy.tokens import Token

from itogi.extraction.features import feature
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.membership_modal import denied_above, negated, unreal, wished
from itogi.extraction.records.states import preposition
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import ancestors, is_verb, tense_of

_BECAUSE_OF_ABOUT = any_of("because-of", "about", "about-full")
_OUT_OF = spelt("out-of")
_WITH = spelt("with")
_WITH_FULL = spelt("with-full")
_WITH_WITH_FULL = any_of("with", "with-full")

_SUBJECT = {"nsubj", "nsubj:pass"}


def leaving(trigger: Token) -> str | None:
    """The stage of leaving or expelling: done, asked for, or open."""
    # "исключить" is a word of denial elsewhere, so the general stance does not serve here.
    expelled = trigger.lemma_ in word_classes()["mbr-expel"]
    if trigger.pos_ == "NOUN":
        above = trigger.head if is_verb(trigger.head) else None
        denied = above is not None and negated(above) and above.lemma_ not in word_classes()["mbr-expel"]
        if denied or not any(t.lower_ == _OUT_OF for t in trigger.doc[trigger.i + 1 : trigger.i + 6]):
            return "none"
        if took_place(trigger) or told_as_done(trigger) or _resolved(trigger):
            return "left"
        return "applied" if _noted(trigger) else None
    if negated(trigger) or denied_above(trigger) or (unreal(trigger) and not expelled):
        return "none"
    if wished(trigger):
        return None
    done = tense_of(trigger) == "past" or feature(trigger, "VerbForm") in {"Part", "Conv"}
    return "left" if done else None


def took_place(noun: Token) -> bool:
    """ "Вступление состоялось", "завершил выход", "процедура приёма завершена"."""
    classes = word_classes()
    above = list(ancestors(noun))[:3]
    verb = next((a for a in above if is_verb(a)), None)
    if verb is None or tense_of(verb) != "past" or unreal(verb):
        return False
    way = above[: above.index(verb)]
    if any(a.lemma_ not in classes["mbr-way"] for a in way):
        return False
    if verb.lemma_ in classes["mbr-finish"]:
        return True
    return noun.dep_ in _SUBJECT and verb.lemma_ in classes["take-place"]


def told_as_done(noun: Token) -> bool:
    """ "Поздравил со вступлением", "после вступления": the step lies behind."""
    classes = word_classes()
    if noun.lemma_ in classes["mbr-lasting"]:
        return False
    before = preposition(noun)
    if before in _WITH_WITH_FULL and feature(noun, "Case") == "Ins" and noun.dep_ == "obl":
        return True
    hailed = noun.head.lemma_ in classes["mbr-hail"] and before in {None, _WITH, _WITH_FULL}
    return hailed or before in classes["mbr-since"] or noun.head.lemma_ in classes["mbr-since"]


def ceased(trigger: Token) -> str | None:
    """The stage of "прекратил членство", "о прекращении членства"; open where it is still to come."""
    if trigger.pos_ == "NOUN":
        return "left" if took_place(trigger) or _resolved(trigger) or _noted(trigger) else None
    return None if feature(trigger, "VerbForm") == "Inf" or tense_of(trigger) == "future" else "left"


def _resolved(noun: Token) -> bool:
    """ "Поддержали постановление о выходе", "объявила о выходе": told of as resolved."""
    classes = word_classes()
    if preposition(noun) not in _BECAUSE_OF_ABOUT:
        return False
    above = list(ancestors(noun))[:2]
    verb = next((a for a in above if is_verb(a)), None)
    if verb is not None and (unreal(verb) or tense_of(verb) == "future"):
        return False
    if verb is not None and verb == noun.head and verb.lemma_ in classes["mbr-notify"]:
        return True
    decided = noun.head.lemma_ in classes["mbr-decision"]
    return decided and verb is not None and verb.lemma_ in classes["mbr-decide"] and tense_of(verb) == "past"


def _noted(noun: Token) -> bool:
    """ "Нота о выходе": leaving has been asked for or told of in writing."""
    return noun.head.lemma_ in word_classes()["mbr-note"]
