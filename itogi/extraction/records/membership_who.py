"""Whose membership it is: subject, object, genitive, dative or apposition, by the kind of trigger."""

from __future__ import annotations

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import beside, feature
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.membership_owners import clause_subjects, code_of, genitives, owners_of
from itogi.extraction.records.membership_stage import giver_of
from itogi.extraction.records.states import (
    country_at,
    listed,
    named_at,
    nominatives,
    person_country,
    preposition,
    subjects,
)
from itogi.extraction.stance import ancestors, is_verb, predicate_of, tense_of

_SUBJECT = {"nsubj", "nsubj:pass"}


def countries_of(ctx: Context, trigger: Token, rule: str, own: str) -> list[str]:
    """The codes of the countries whose membership in ``own`` a trigger tells, in text order."""
    found: list[str] = []
    for token in _holders(ctx, trigger, rule):
        for one in _spelled_out(ctx, token) or listed(ctx, token):
            code = code_of(ctx, one) or (person_country(ctx, one) if rule == "membership.guest" else None)
            if code and code != own and code not in found:
                found.append(code)
    return found


def _spelled_out(ctx: Context, token: Token) -> list[Token]:
    """The countries that a sum of them is: "четверо: Иран и …", "десять государств, включая …"."""
    classes = word_classes()
    many = token.pos_ == "NUM" or any(c.pos_ == "NUM" for c in token.children)
    if not many and not (token.lemma_ in classes["state-noun"] and feature(token, "Number") == "Plur"):
        return []
    for m in ctx.mentions_in(token.i + 1, token.sent.end, "COUNTRY", "CAPITAL"):
        lead = ctx.doc[m.start - 1]
        among = lead.lemma_ in classes["mbr-it"] and lead.i > 0
        among = among and ctx.doc[lead.i - 1].lemma_ in classes["mbr-including"]
        if lead.text in ":—–(" or lead.lemma_ in classes["mbr-including"] or among:
            return listed(ctx, ctx.doc[m.start : m.end].root)
    return []


def _holders(ctx: Context, trigger: Token, rule: str) -> list[Token]:
    if trigger.pos_ == "NOUN" and rule in {"membership.noun", "membership.leave", "membership.suspend"}:
        return owners_of(ctx, trigger)
    if rule == "membership.invite" and trigger.pos_ == "NOUN":
        return clause_subjects(ctx, trigger)
    if rule == "membership.guest":
        return _guests(ctx, trigger)
    if rule == "membership.outside":
        return subjects(trigger) or nominatives(ctx, trigger)
    if rule == "membership.being" and trigger.pos_ == "NOUN":
        return _predicated(ctx, trigger)
    if rule == "membership.apply":
        return genitives(ctx, trigger) or _applicants(ctx, trigger)
    if rule == "membership.status":
        return _status_holders(ctx, trigger)
    if rule == "membership.role":
        return _predicated(ctx, trigger) or _apposed(ctx, trigger)
    if rule == "membership.grow":
        return _grown(ctx, trigger)
    if rule == "membership.new":
        return _apposed(ctx, trigger)
    verb = trigger if is_verb(trigger) or trigger.pos_ in {"VERB", "ADJ"} else predicate_of(trigger.head)
    if verb is None:
        return []
    if rule in {"membership.admit", "membership.expel", "membership.invite"}:
        return _treated(ctx, verb)
    if rule == "membership.ceased" and (own := _seat_of(ctx, verb)):
        return own
    if rule in {"membership.suspend", "membership.restore"}:
        return _suspended(ctx, verb) or _actors(ctx, verb)
    if rule == "membership.join" and (asked := _asked(ctx, verb)):
        return asked
    return _actors(ctx, verb)


def _actors(ctx: Context, verb: Token) -> list[Token]:
    """Who takes the step: the head of a participle, the subject, a nominative beside the verb."""
    if feature(verb, "VerbForm") == "Part" and feature(verb, "Variant") != "Short" and verb.head != verb:
        return [verb.head]
    own = [t for t in subjects(verb) if code_of(ctx, t) or _spelled_out(ctx, t)]
    own = own or nominatives(ctx, verb) or clause_subjects(ctx, verb) or _understood(ctx, verb)
    return own + _together(ctx, verb) if own else []


def _guests(ctx: Context, noun: Token) -> list[Token]:
    """The states that take part as guests: the subject of the clause, else a state named beside it."""
    verb = predicate_of(noun)
    if verb is None:
        return []
    own = [t for t in subjects(verb) if country_at(ctx, t, anaphora=False)]
    return own or nominatives(ctx, verb)


def _understood(ctx: Context, verb: Token) -> list[Token]:
    """The subject that a verb without one goes on with: "Баку подал заявку, наблюдателем стал в 2022-м"."""
    if subjects(verb) or feature(verb, "VerbForm") != "Fin" or tense_of(verb) != "past":
        return []
    start = ctx.sentences[ctx.sentence(verb.i)].start
    for token in reversed(ctx.doc[start : verb.i]):
        if token.dep_ in _SUBJECT and feature(token, "Case") in {"Nom", None}:
            return [token] if code_of(ctx, token) else []
    return []


def _together(ctx: Context, verb: Token) -> list[Token]:
    """Who takes the step along with the subject: "вместе со Стокгольмом"."""
    for word in (t for t in verb.sent if t.lemma_ in word_classes()["mbr-with"]):
        near = ctx.mentions_in(word.i + 1, min(verb.sent.end, word.i + 5), "COUNTRY", "CAPITAL")
        if near and near[0].start <= word.i + 2:
            return [ctx.doc[near[0].start : near[0].end].root]
    return []


def _seat_of(ctx: Context, verb: Token) -> list[Token]:
    """Whose membership ends: "прекратил членство России", "членство Тбилиси прекратилось"."""
    taking = word_classes()["mbr-taking-part"]
    return next((g for c in verb.children if c.lemma_ in taking and (g := genitives(ctx, c))), [])


def _treated(ctx: Context, verb: Token) -> list[Token]:
    """Who is admitted or expelled: the object, or the subject of a passive."""
    if feature(verb, "VerbForm") == "Part" and feature(verb, "Variant") != "Short" and verb.head != verb:
        return subjects(verb.head) if verb.head.pos_ == "VERB" else [verb.head]
    objects = [c for c in verb.children if c.dep_ in {"obj", "nsubj:pass"} and code_of(ctx, c)]
    if objects:
        return objects[:1]
    if feature(verb, "Variant") == "Short" or feature(verb, "Voice") == "Pass":
        return subjects(verb) or nominatives(ctx, verb)
    many = feature(verb, "Number") == "Plur"
    first = [
        t
        for t in subjects(verb)
        if many and t.i < verb.i and t.head == verb and named_at(ctx, t) and feature(t, "Number") != "Plur"
    ]
    # "Израиль приняли в ООН": a state before a verb in the plural is taken for its subject.
    if len(first) == 1 and len(subjects(verb)) == 1:
        return first
    near = ctx.doc[verb.i + 1 : min(verb.sent.end, verb.i + 8)]
    # "В клуб приняли Самоа": the parser takes what does not decline for the subject.
    cases = {"Acc", "Nom"} if many and near and named_at(ctx, near[0]) else {"Acc"}
    return [t for t in near if named_at(ctx, t) and feature(t, "Case") in cases and not preposition(t)][:1]


def _asked(ctx: Context, verb: Token) -> list[Token]:
    """Whom others ask, invite or allow to join: "пригласили Эр-Рияд вступить"."""
    if feature(verb, "VerbForm") != "Inf" or verb.head.lemma_ not in word_classes()["mbr-bid"]:
        return []
    return [c for c in verb.head.children if c.dep_ in {"obj", "iobj", "nsubj:pass"} and code_of(ctx, c)][:1]


def _suspended(ctx: Context, verb: Token) -> list[Token]:
    """Whose membership others suspend or restore: "приостановил членство России", "Мали отстранена"."""
    taking = word_classes()["mbr-taking-part"]
    for noun in (c for c in verb.children if c.lemma_ in taking):
        whose = next((c for c in noun.children if c.lemma_ == "чей"), None)
        if whose is not None:
            before = ctx.mentions_in(max(0, whose.i - 4), whose.i, "COUNTRY")
            return [ctx.doc[m.start : m.end].root for m in before[-1:]]
        if named := [t for t in genitives(ctx, noun) if named_at(ctx, t)]:
            return named
    given = [
        c for c in verb.children
        if (feature(c, "Case") == "Dat" or c.dep_ == "iobj") and not preposition(c) and named_at(ctx, c)
    ]  # fmt: skip
    if given:
        return given[:1]
    return _treated(ctx, verb) if verb.lemma_ in word_classes()["mbr-exclude"] else []


def _applicants(ctx: Context, noun: Token) -> list[Token]:
    verb = predicate_of(noun.head) if noun.head != noun else None
    if verb is None or verb.lemma_ not in word_classes()["mbr-file"]:
        return []
    return _actors(ctx, verb)


def _status_holders(ctx: Context, status: Token) -> list[Token]:
    """Who has, gets or is given the status: "у Ирана", the dative or accusative of the verb, its subject."""
    sentence = ctx.sentences[ctx.sentence(status.i)]
    for token in sentence:
        ruled = preposition(token) in {"у", "за"} and feature(token, "Case") in {"Gen", "Ins"}
        if ruled and code_of(ctx, token):
            return [token]
    if duty := next((a for a in ancestors(status) if a.lemma_ in word_classes()["mbr-duty"]), None):
        return genitives(ctx, duty)
    giver = giver_of(status) or status.head
    given = [
        c for c in (*giver.children, *status.children, *(g for k in status.children for g in k.children))
        if (c.dep_ == "iobj" or feature(c, "Case") in {"Dat", "Gen", "Acc"})
        and preposition(c) is None and c != status and code_of(ctx, c)
        and c.dep_ in {"iobj", "obj", "nmod", "obl"} and c.i < status.i + 9
    ]  # fmt: skip
    named = [c for c in given if feature(c, "Case") == "Dat" or c.dep_ == "iobj"] or [
        c for c in given if c.head == giver
    ]
    if named and giver != status:
        return named[:1]
    return _actors(ctx, giver) if is_verb(giver) else clause_subjects(ctx, giver)


def _predicated(ctx: Context, noun: Token) -> list[Token]:
    """The subject of "наблюдатель", "партнёром" as a predicate: "X остаётся наблюдателем при …"."""
    verb = noun.head if noun.head.pos_ in {"VERB", "AUX"} else noun
    classes = word_classes()
    ruled = verb.lemma_ in classes["mbr-have"] | {"быть"} or (
        verb == noun and (noun.dep_ == "root" or any(c.dep_ == "cop" for c in noun.children))
    ) or noun.dep_ == "parataxis"  # fmt: skip
    if not _strong(noun) or not ruled or feature(noun, "Case") not in {"Ins", "Nom"}:
        return []
    if verb != noun and feature(verb, "VerbForm") == "Part":
        return [verb.head]
    if verb != noun and tense_of(verb) == "future" and any(c.lemma_ == "не" for c in verb.children):
        return []
    own = [c for c in verb.children if c.dep_ in _SUBJECT and c != noun]
    return own or (nominatives(ctx, verb) if verb != noun else [])


def _strong(noun: Token) -> bool:
    """Whether a partner is one of the organisation: "официальный партнёр", "партнёр по диалогу"."""
    classes = word_classes()
    if noun.lemma_ not in classes["mbr-partner"] or "-" in noun.lemma_:
        return True
    after = noun.doc[noun.i + 1 : noun.i + 3]
    return any(c.lemma_ in classes["mbr-strong"] for c in noun.children) or any(
        t.lemma_ == "диалог" for t in after
    )


def _apposed(ctx: Context, noun: Token) -> list[Token]:
    """Countries named right after a noun: "государство-наблюдатель Куба", "членом — Белоруссией"."""
    classes = word_classes()
    new = any(c.lemma_ in classes["mbr-fresh"] for c in noun.children) or noun.lemma_ in classes["mbr-fresh"]
    stately = "-" in noun.lemma_ or noun.head.lemma_ in classes["state-noun"]
    stately = stately or (
        noun.lemma_ in classes["mbr-observer"] and beside(noun) in {"—", "–", "-", ":", "("}
    )
    if not (new or stately) or (not _strong(noun) and not new):
        return []
    for token in ctx.doc[noun.i + 1 : min(noun.sent.end, noun.i + 9)]:
        if token.pos_ == "VERB":
            break
        if named_at(ctx, token):
            same = feature(token, "Case") in {feature(noun, "Case"), "Nom", None}
            return [token] if same and preposition(token) is None else []
    return []


def _grown(ctx: Context, verb: Token) -> list[Token]:
    """By whom an organisation has grown: "пополнилась Ираном", "прибавилось четверо: …"."""
    union = [c for c in verb.children if c.dep_ in _SUBJECT | {"obl"} and _is_union(ctx, c)]
    if not union:
        return []
    counted = [c for c in verb.children if c not in union and _spelled_out(ctx, c)]
    by = [c for c in verb.children if c.dep_ == "obl" and feature(c, "Case") == "Ins" and named_at(ctx, c)]
    return (counted or by)[:1]


def _is_union(ctx: Context, token: Token) -> bool:
    if token.lemma_ in word_classes()["mbr-union"]:
        return True
    return any(m.start <= token.i < m.end for m in ctx.mentions if m.label == "ORGANISATION")
