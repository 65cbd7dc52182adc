"""Whose membership it is: subject, object, genitive, dative or apposition, by the kind of trigger."""

from __future__ import annotations

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.membership_owners import (
    clause_subjects,
    code_of,
    genitives,
    nationals,
    owners_of,
)
from itogi.extraction.records.membership_roles import apposed, guests, predicated, whose_person
from itogi.extraction.records.membership_stage import giver_of
from itogi.extraction.records.states import (
    listed,
    named_at,
    nominatives,
    person_country,
    preposition,
    subjects,
)
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import ancestors, is_verb, predicate_of, tense_of

_BECAUSE_OF_NEAR = any_of("because-of", "near")
_WHOSE = spelt("whose")

_SUBJECT = {"nsubj", "nsubj:pass"}
# Rules that a leader may stand in for his state.
_PERSONAL = {"membership.guest", "membership.role", "membership.watch"}


def countries_of(ctx: Context, trigger: Token, rule: str, own: str) -> list[str]:
    """The codes of the countries whose membership in ``own`` a trigger tells, in text order."""
    found: list[str] = []
    # Guests come one by one: who else takes part is no guest.
    sitting = rule == "membership.guest"
    for token in _holders(ctx, trigger, rule):
        for one in _spelled_out(ctx, token) or ([token] if sitting else listed(ctx, token)):
            code = code_of(ctx, one) or (person_country(ctx, one) if rule in _PERSONAL else None)
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
        return guests(ctx, trigger)
    if rule == "membership.outside":
        return subjects(trigger) or nominatives(ctx, trigger)
    if rule == "membership.being" and trigger.pos_ == "NOUN":
        return predicated(ctx, trigger)
    if rule == "membership.apply":
        return genitives(ctx, trigger) or nationals(ctx, trigger) or _applicants(ctx, trigger)
    if rule == "membership.within":
        return nominatives(ctx, trigger, reach=3)
    if rule == "membership.watch":
        own = subjects(trigger) or nominatives(ctx, trigger)
        return next((who for t in own if (who := whose_person(ctx, t))), own)
    if rule == "membership.ceased" and trigger.pos_ == "NOUN":
        return _ended(ctx, trigger)
    if rule == "membership.status":
        return _status_holders(ctx, trigger)
    if rule == "membership.role":
        return predicated(ctx, trigger) or apposed(ctx, trigger)
    if rule == "membership.grow":
        return _grown(ctx, trigger)
    if rule == "membership.new":
        return apposed(ctx, trigger)
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
    treated = [c for c in verb.children if c.dep_ in {"obj", "nsubj:pass"}]
    objects = [c for c in treated if code_of(ctx, c)] or [c for c in treated if _spelled_out(ctx, c)]
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
        whose = next((c for c in noun.children if c.lemma_ == _WHOSE), None)
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
    """Who makes an application, or stands in the line of those who did."""
    verb = predicate_of(noun.head) if noun.head != noun else None
    if noun.lemma_ in word_classes()["mbr-queue"]:
        return _in_line(ctx, noun) or (_actors(ctx, verb) if verb is not None else [])
    if verb is None or verb.lemma_ not in word_classes()["mbr-file"]:
        return []
    return _actors(ctx, verb)


def _in_line(ctx: Context, noun: Token) -> list[Token]:
    """ "В очереди на вступление – Азербайджан и Армения": the states after the dash."""
    dash = next((t for t in ctx.doc[noun.i + 1 : noun.sent.end] if t.text in "—–-:"), None)
    if dash is None or any(t.pos_ == "VERB" for t in ctx.doc[noun.i : dash.i]):
        return []
    named = ctx.mentions_in(dash.i + 1, min(dash.i + 4, noun.sent.end), "COUNTRY", "CAPITAL")
    return [t for m in named[:1] if feature(t := ctx.doc[m.start : m.end].root, "Case") in {"Nom", None}]


def _ended(ctx: Context, noun: Token) -> list[Token]:
    """Whose membership ends: "прекращение членства Грузии", "Грузия уведомила о прекращении членства"."""
    seat = next((c for c in noun.children if c.lemma_ in word_classes()["mbr-taking-part"]), noun)
    return genitives(ctx, seat) or clause_subjects(ctx, noun)


def _status_holders(ctx: Context, status: Token) -> list[Token]:
    """Who has, gets or is given the status: "у Ирана", the dative or accusative of the verb, its subject."""
    sentence = ctx.sentences[ctx.sentence(status.i)]
    for token in sentence:
        ruled = preposition(token) in _BECAUSE_OF_NEAR and feature(token, "Case") in {"Gen", "Ins"}
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
