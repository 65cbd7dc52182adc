"""Status of a meeting: planned, ongoing, held or cancelled, and whether the words say so themselves."""

from __future__ import annotations

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import predicate_of, stance_of, status_of, tense_of
from itogi.model.values import date_range

_BECAUSE_OF = spelt("because-of")
_DAY = spelt("day")
_REFLEXIVE_PRESENT = spelt("reflexive-present")
_TIME = spelt("time")
_TO_BEFORE = any_of("to", "before")
_UPON = spelt("upon")


def meeting_status(ctx: Context, trigger: Token, date: str | None) -> tuple[str, bool]:
    """The status of the meeting at ``trigger``; False where it is only the default of a past narrative."""
    classes = word_classes()
    published = ctx.article.published
    verb = predicate_of(trigger)
    if verb is not None and any(t.text == ":" for t in ctx.doc[trigger.i : verb.i]):
        # A headline's "Встреча лидеров: страны будут …": what follows the colon says nothing of the meeting.
        return "held", False
    if verb is None and trigger.lemma_ in classes["meet-verb"]:
        verb = trigger
    words = {t.lemma_ for t in (trigger, trigger.head, verb) if t is not None}
    if (
        _awarded(trigger)
        or _moved(trigger, verb)
        or (_next(trigger) and verb is not None and _takes_on(verb))
    ):
        return "planned", True
    if words & classes["cancel"]:
        return "cancelled", True
    base = status_of(trigger, date, published)
    if base == "planned" and trigger.head.lemma_ in classes["meeting-end"] and trigger.head.pos_ == "NOUN":
        return "held", False
    aside = verb is not None and not _argument(trigger, verb) and verb != trigger
    if base == "ongoing" and verb is not None and (aside or any(c.lemma_ == _TIME for c in verb.children)):
        base = "held"
    if base in {"cancelled", "planned"}:
        return base, True
    bounds = date_range(date) if date else None
    past = bool(published and bounds and bounds[1] < published)
    if past:
        return "held", True
    bidden = verb is not None and verb.lemma_ in classes["meeting-bid"] and trigger.head == verb
    if bidden and any(c.lower_ == _UPON for c in trigger.children):
        # "пригласил коллег на саммит"
        return "planned", True
    if (verb is not None and _tense(verb) == "future") or _possible(trigger, verb):
        return "planned", True
    if words & classes["meeting-end"]:
        return "held", True
    if base == "ongoing" or _runs(trigger, verb):
        return "ongoing", True
    events = classes["take-place"] | classes["go-on"] | classes["meet-verb"] | classes["host"]
    if not (verb is not None and verb.lemma_ in events) and _ahead(trigger):
        return "planned", True
    return base, verb is not None and verb.lemma_ in events


def _awarded(trigger: Token) -> bool:
    """ "Восьмая встреча – за Бишкеком": the next host."""
    top = trigger.head
    return (
        trigger.dep_ == "nsubj" and top.pos_ == "PROPN" and any(c.lower_ == _BECAUSE_OF for c in top.children)
    )


def _moved(trigger: Token, verb: Token | None) -> bool:
    """ "перенесён с июля на осень": a meeting with a new date is not cancelled."""
    return (
        verb is not None
        and verb.lemma_ in word_classes()["put-off"]
        and _argument(trigger, verb)
        and any(g.lower_ == _UPON for c in verb.children if c.dep_ == "obl" for g in c.children)
    )


def _next(trigger: Token) -> bool:
    return any(c.lemma_ in word_classes()["next-word"] for c in trigger.children)


def _takes_on(verb: Token) -> bool:
    return verb.lemma_ in word_classes()["take-on"]


def _ahead(trigger: Token) -> bool:
    """ "гостиницы к саммиту будут готовы", "в преддверии саммита": what happens before a meeting."""
    prepositions = {c.lower_ for c in trigger.children if c.dep_ == "case"}
    return bool(prepositions & _TO_BEFORE) or trigger.head.lemma_ in word_classes()["ahead"]


def _argument(trigger: Token, verb: Token) -> bool:
    """Whether the meeting, or a noun it completes ("узкий состав совета"), is subject or object of a verb."""
    top = trigger
    while top.dep_ == "nmod" and top.head.pos_ in {"NOUN", "PROPN"} and top.head != top:
        top = top.head
    return top.head == verb and top.dep_ in {"nsubj", "nsubj:pass", "obj", "iobj"}


def _tense(verb: Token) -> str:
    """Tense of the verb; the forms of verbs of meeting that the tagger takes for nouns are future."""
    if verb.pos_ == "NOUN" and verb.lemma_ in word_classes()["meet-verb"]:
        return "future" if verb.lower_.endswith(_REFLEXIVE_PRESENT) else "past"
    return tense_of(verb)


def _possible(trigger: Token, verb: Token | None) -> bool:
    """ "может пройти", "договорились встретиться", "возможная встреча"."""
    may = word_classes()["meeting-may"]
    above = (
        {verb.head.lemma_, *(c.lemma_ for c in verb.children if c.dep_ in {"aux", "advmod"})}
        if verb is not None
        else set()
    )
    if verb is not None and verb.lemma_ in may and _awaits(verb):
        return True
    if any(
        c.dep_ == "acl:relcl" and c.lemma_ in word_classes()["expect"] and tense_of(c) != "past"
        for c in trigger.children
    ):
        return True
    infinitive = verb is not None and "Inf" in verb.morph.get("VerbForm", [])
    own = {c.lemma_ for c in trigger.children if c.dep_ == "amod"}
    return bool(own & may) or bool(infinitive and above & may)


def _awaits(verb: Token) -> bool:
    """ "может пройти": a modal verb over the infinitive of an event."""
    classes = word_classes()
    events = classes["take-place"] | classes["meet-verb"] | classes["host"] | classes["go-on"]
    return any(c.dep_ in {"xcomp", "csubj"} and c.lemma_ in events for c in verb.children)


def _runs(trigger: Token, verb: Token | None) -> bool:
    """Whether the meeting is going on: it began, a verb in the present, "в первый день саммита"."""
    classes = word_classes()
    if trigger.head.lemma_ == _DAY and trigger.dep_ == "nmod":
        return trigger.head.dep_ != "nsubj"
    if verb is None:
        return False
    direct = trigger == verb or _argument(trigger, verb)
    if verb.lemma_ in classes["meeting-begin"] and direct:
        return stance_of(trigger).tense in {"past", "present"}
    if any(c.lemma_ == _TIME for c in verb.children):
        return False
    events = classes["take-place"] | classes["go-on"] | classes["meet-verb"] | classes["host"]
    return (
        direct
        and verb.lemma_ in events
        and tense_of(verb) == "present"
        and "Part" not in verb.morph.get("VerbForm", [])
    )
