"""Chairmanships told by a noun: whose "председательство" it is, and from whom to whom it goes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.actors import speaker_at
from itogi.extraction.records.states import (
    country_at,
    named_at,
    nominatives,
    preposition,
    subjects,
    with_conjuncts,
)
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import ancestors, predicate_of, stance_of, tense_of
from itogi.language.lemma import parses

_BECAUSE_OF_NEAR = any_of("because-of", "near")
_FOLLOWING_FROM_AFTER_NEAR = any_of("following", "from", "after", "near")
_FOR_NEAR = any_of("for", "near")
_FROM_ONLY = any_of("from")
_HER_YO_ONLY = any_of("her-yo")
_OUR = spelt("our")
_OWN = spelt("own")
_TO = spelt("to")
_TO_FULL = spelt("to-full")
_UNTIL_ONLY = any_of("until")
_UPON_ONLY = any_of("upon")
_WHICH = spelt("which")
_WHOSE = spelt("whose")

_SUBJECT = {"nsubj", "nsubj:pass"}


@dataclass(frozen=True, slots=True)
class Holding:
    """A country that holds, takes or gives up a chairmanship.

    ``dated``: the times of the clause are those of its term.
    """

    country: str
    status: str
    dated: bool = True


def of_noun(ctx: Context, trigger: Token) -> Iterator[Holding]:
    """ "Председательство": of whom, and from whom to whom it goes."""
    if _personal(ctx, trigger):
        return
    top = _top(trigger)
    own = _owner(ctx, trigger)
    goes = list(moved(ctx, top, own)) or list(_lies(ctx, trigger))
    if goes:
        yield from goes
    elif own is not None:
        yield Holding(own, _plain_status(trigger))


def _lies(ctx: Context, trigger: Token) -> Iterator[Holding]:
    """ "Председательство сейчас у ЮАР", "за Турцией"."""
    status = _plain_status(trigger)
    holder: Token | None = trigger.head
    if not (
        trigger.dep_ in _SUBJECT
        and preposition(trigger.head) in _BECAUSE_OF_NEAR
        and named_at(ctx, trigger.head)
    ):
        holder = _with_preposition(ctx, trigger)
    if holder is not None:
        yield from (Holding(c, status) for t in with_conjuncts(holder) if (c := named_at(ctx, t)))


def _with_preposition(ctx: Context, trigger: Token) -> Token | None:
    """ "Председательство в НАТО пока за Турцией", "у Турции председательство", "для Турции это …"."""
    if preposition(trigger) is not None or feature(trigger, "Case") not in {"Nom", "Acc", None}:
        return None
    before = list(ctx.doc[max(trigger.sent.start, trigger.i - 6) : trigger.i])
    after = []
    for token in ctx.doc[trigger.i + 1 : min(trigger.sent.end, trigger.i + 9)]:
        if token.text in ",.;:—–" or (token.pos_ == "VERB" and not token.ent_type_):
            break
        after.append(token)
    if any(t.text in ".;:—–" or t.pos_ == "VERB" for t in before):
        before = []
    for words, wanted in ((after, _BECAUSE_OF_NEAR), (before, _FOR_NEAR)):
        for token in words:
            if named_at(ctx, token) and preposition(token) in wanted:
                return token
    return None


def _top(trigger: Token) -> Token:
    """The noun that stands for the chairmanship under its verb: "эстафету председательства", "передача …"."""
    head = trigger.head
    if head != trigger and head.pos_ == "NOUN" and head.lemma_ in word_classes()["chm-handover"]:
        return head
    return trigger


def _personal(ctx: Context, trigger: Token) -> bool:
    """Whether a person holds the chair: "под председательством министра", "президентство Петрова"."""
    for token in ctx.doc[trigger.i + 1 : trigger.i + 6]:
        if token.text in ",.;:—–" or token.pos_ in {"VERB", "ADP"}:
            return False
        if token.ent_type_ in {"PERSON", "POST"} or token.lemma_ in word_classes()["chm-personal"]:
            return True
        if token.ent_type_ == "COUNTRY":
            return False
    return False


def _owner(ctx: Context, trigger: Token) -> str | None:
    """Whose chairmanship it is by an adjective, a possessive or a genitive."""
    for child in trigger.children:
        if child.dep_ in {"amod", "det", "nmod"} and child.i < trigger.i:
            code = _adjective(ctx, child) or _possessive(ctx, child)
            if code:
                return code
    start = trigger.i + 1
    for token in ctx.doc[start : start + 14]:
        if token.is_sent_start or token.text in ",;:—–" or (token.pos_ == "VERB" and token.ent_type_ == ""):
            break
        named = named_at(ctx, token)
        noun = token.lemma_ in word_classes()["state-noun"] and token.head == trigger
        if (named or noun) and feature(token, "Case") in {"Gen", None} and preposition(token) is None:
            return named or country_at(ctx, token)
    return None


def _adjective(ctx: Context, token: Token) -> str | None:
    return next(
        (m.country for m in ctx.mentions if m.label == "NATIONAL" and m.start <= token.i < m.end), None
    )


def _possessive(ctx: Context, token: Token) -> str | None:
    if token.lemma_ == _OWN:
        verb = _verb_of(token.head)
        return (
            next((c for s in subjects(verb) if (c := country_at(ctx, s))), None) if verb is not None else None
        )
    if token.lemma_ == _OUR:
        return next((a for a in speaker_at(ctx, token) if len(a) == 2 and a.isupper()), None)
    if token.lemma_ == _WHOSE or token.lower_ in word_classes()["state-pronoun"] | _HER_YO_ONLY:
        return country_at(ctx, token)
    return None


def moved(ctx: Context, top: Token, own: str | None) -> Iterator[Holding]:
    """From whom to whom a chairmanship goes, by the verb that governs its noun."""
    classes = word_classes()
    verb = _verb_of(top)
    if verb is None or not _governed(top, verb):
        if top.lemma_ in word_classes()["chm-transfer"]:
            yield from (Holding(c, "next") for c in _parties(ctx, top, {_TO, None}, "Dat"))
            if own:
                yield Holding(own, "next")
        return
    coming = is_coming(verb)
    if verb.lemma_ in classes["chm-succeed"] and any("PRTF" in p.tag for p in parses(verb.lower_)):
        # "Сменившая Армению на посту председателя": told by the participle itself
        return
    if verb.lemma_ in classes["chm-pass"]:
        yield from _given(ctx, verb, top, own, coming)
    elif verb.lemma_ in classes["chm-move"] | classes["chm-lay"]:
        takers = _parties(ctx, verb, {_TO, _TO_FULL, None}, "Dat") or _parties(ctx, verb, _UNTIL_ONLY, "Gen")
        takers = takers or ([own] if own else [])
        if verb.lemma_ in classes["chm-lay"]:
            takers = _parties(ctx, verb, _UPON_ONLY, "Acc") or takers
        yield from (
            Holding(c, "next" if coming or tense_of(verb) == "present" else "current") for c in takers
        )
        status = "current" if coming or tense_of(verb) == "present" else "past"
        yield from (
            Holding(c, status, dated=False) for c in _parties(ctx, verb, _FROM_ONLY, "Gen") if c not in takers
        )
    elif verb.lemma_ in classes["chm-take"]:
        yield from _taken(ctx, verb, top, own, coming)
    elif verb.lemma_ in classes["chm-prepare"] and not own:
        yield from (Holding(c, "next") for s in subjects(verb) if (c := country_at(ctx, s)))
    elif verb.lemma_ in classes["chm-end"]:
        holders = [own] if own else [c for s in subjects(verb) if (c := country_at(ctx, s))]
        # "Саммит завершил год председательства": what ends it is not its holder.
        others = [s for s in subjects(verb) if s != top and not country_at(ctx, s)]
        ended = not others and tense_of(verb) == "past" and feature(verb, "Aspect") == "Perf"
        yield from (Holding(c, "past" if ended else "current") for c in holders)


def _verb_of(noun: Token) -> Token | None:
    """The verb above a noun; the tagger takes "председательство" for a verb at times."""
    return predicate_of(noun.head) if noun.head != noun else None


def _governed(noun: Token, verb: Token) -> bool:
    """Whether a noun depends on a verb directly, not through other nouns."""
    head = noun.head
    return head == verb or (head.head == verb and (noun.dep_ == "conj" or head.pos_ == "ADJ"))


def is_coming(verb: Token) -> bool:
    """Whether a clause speaks of what is still to come."""
    stance = stance_of(verb)
    return (
        tense_of(verb) == "future"
        or stance.planned
        or stance.expected
        or tense_of(stance.verb or verb) == "future"
    )


def _given(ctx: Context, verb: Token, top: Token, own: str | None, coming: bool) -> Iterator[Holding]:
    givers = _doers(ctx, verb, top)
    takers = [c for c in _parties(ctx, verb, {_TO, None}, "Dat") if c not in givers]
    if not takers and own and own not in givers:
        # "Армения передала председательство Беларуси", "передадут председательство Киргизии": the
        # dative looks like a genitive.
        takers = [own]
    elif not givers and own and own not in takers:
        givers = [own]
    if not takers:
        # "Сдаёт вахту России": the same of another noun.
        after = top.doc[top.i + 1 : top.i + 2]
        takers = [c for t in after if feature(t, "Case") in {"Gen", "Loc"} and (c := named_at(ctx, t))]
    present = tense_of(verb) == "present"
    yield from (Holding(c, "current" if coming or present else "past", dated=False) for c in givers)
    yield from (Holding(c, "next" if coming or present else "current") for c in takers)


def _taken(ctx: Context, verb: Token, top: Token, own: str | None, coming: bool) -> Iterator[Holding]:
    takers = _doers(ctx, verb, top)
    lasting = verb.lemma_ in word_classes()["chm-lasting"]
    present = tense_of(verb) == "present" and not lasting
    yield from (Holding(c, "next" if coming or present else "current") for c in takers)
    givers = _parties(ctx, verb, _FOLLOWING_FROM_AFTER_NEAR, "Gen")
    if own and own not in takers:
        if takers:
            givers.append(own)
        else:
            yield Holding(own, "next" if coming else "current")
    status = "current" if coming or present else "past"
    yield from (Holding(c, status, dated=False) for c in givers if c not in takers)


def _doers(ctx: Context, verb: Token, top: Token) -> list[str]:
    """Who hands on or takes over: the subject, or a nominative that the parse hangs elsewhere."""
    own = [c for s in subjects(verb) if s != top and (c := country_at(ctx, s))]
    if not own and feature(verb, "VerbForm") == "Part" and verb.dep_ in {"acl", "amod"}:
        # "Таджикистан, перенявший председательство у России"
        own = [c for c in [named_at(ctx, verb.head)] if c]
    return own or [c for t in nominatives(ctx, verb, reach=4) if (c := named_at(ctx, t))]


def _parties(ctx: Context, verb: Token, prepositions: Collection[str | None], case: str) -> list[str]:
    """Countries of the clause of ``verb`` in a case, after one of the prepositions (None: without any)."""
    out: list[str] = []
    sentence = ctx.sentences[ctx.sentence(verb.i)]
    for token in sentence:
        named = token.pos_ in {"PROPN", "NOUN", "PRON", "X"} and abs(token.i - verb.i) <= 25
        if not named or feature(token, "Case") not in {case, None} or preposition(token) not in prepositions:
            continue
        if not may_be_state(ctx, token) or not (verb in ancestors(token) or _beside(ctx, verb, token)):
            continue
        if case == "Gen" and preposition(token) is None:
            continue
        out += [c for t in with_conjuncts(token) if (c := country_at(ctx, t))]
    return list(dict.fromkeys(out))


def _beside(ctx: Context, verb: Token, token: Token) -> bool:
    """Whether a phrase with a preposition stands right by the verb; the parser hangs some elsewhere."""
    between = ctx.doc[min(verb.i, token.i) : max(verb.i, token.i)]
    return (
        preposition(token) is not None and len(between) <= 8 and all(t.text not in ",;:—–" for t in between)
    )


def may_be_state(ctx: Context, token: Token) -> bool:
    """Whether a noun or pronoun may stand for a state, or a person for his."""
    classes = word_classes()
    pronoun = token.lemma_ == _WHICH or token.lemma_ in classes["state-pronoun"]
    return (
        pronoun
        or token.lemma_ in classes["state-noun"]
        or bool(named_at(ctx, token))
        or bool(ctx.people.at(token.i))
    )


def _plain_status(trigger: Token) -> str:
    """The status of a chairmanship that is only mentioned, by its adjectives and by the tense of its verb."""
    words = {c.lemma_ for c in trigger.children if c.dep_ == "amod"}
    if words & word_classes()["chm-before"]:
        return "past"
    if words & word_classes()["chm-after"]:
        return "next"
    verb = trigger.head
    if trigger.dep_ in _SUBJECT and verb.lemma_ in word_classes()["chm-over"]:
        return "past" if tense_of(verb) == "past" else "current"
    if trigger.dep_ in _SUBJECT and is_coming(verb) and verb.pos_ == "VERB":
        return "next" if verb.lemma_ in word_classes()["go-on"] else "current"
    return "current"
