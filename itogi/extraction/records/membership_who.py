"""Whose membership it is: subject, object, genitive, dative or apposition, by the kind of trigger."""

from __future__ import annotations

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.membership_stage import giver_of
from itogi.extraction.records.states import (
    country_at,
    listed,
    named_at,
    nominatives,
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
            code = _code(ctx, one)
            if code and code != own and code not in found:
                found.append(code)
    return found


def _code(ctx: Context, token: Token) -> str | None:
    """The country at ``token``, or the union that stands where a country might."""
    code = _named(ctx, token)
    if code:
        return code
    classes = word_classes()
    stands = classes["state-noun"] | classes["state-pronoun"] | {"который"}
    if token.lemma_ not in stands or feature(token, "Number") == "Plur":
        return None
    return country_at(ctx, token)


def _spelled_out(ctx: Context, token: Token) -> list[Token]:
    """The countries that a sum of them is: "четверо: Иран и …", "десять государств, включая …"."""
    classes = word_classes()
    many = token.pos_ == "NUM" or any(c.pos_ == "NUM" for c in token.children)
    if not many and not (token.lemma_ in classes["state-noun"] and feature(token, "Number") == "Plur"):
        return []
    for m in ctx.mentions_in(token.i + 1, token.sent.end, "COUNTRY", "CAPITAL"):
        lead = ctx.doc[m.start - 1]
        if lead.text in ":—–(" or lead.lemma_ in classes["mbr-including"]:
            return listed(ctx, ctx.doc[m.start : m.end].root)
    return []


def _named(ctx: Context, token: Token) -> str | None:
    code = named_at(ctx, token)
    if code:
        return code
    union = next((m for m in ctx.mentions if m.label == "ORGANISATION" and m.start <= token.i < m.end), None)
    return union.value if union is not None and union.via != "paraphrase" else None


def _holders(ctx: Context, trigger: Token, rule: str) -> list[Token]:
    if trigger.pos_ == "NOUN" and rule in {"membership.noun", "membership.leave", "membership.suspend"}:
        return _genitives(ctx, trigger) or (_clause_subjects(ctx, trigger) if _own_step(trigger) else [])
    if rule == "membership.apply":
        return _genitives(ctx, trigger) or _applicants(ctx, trigger)
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
    if rule in {"membership.admit", "membership.expel"}:
        return _treated(ctx, verb)
    if rule in {"membership.suspend", "membership.restore"}:
        return _suspended(ctx, verb) or _actors(ctx, verb)
    if rule == "membership.join" and (asked := _asked(ctx, verb)):
        return asked
    return _actors(ctx, verb)


def _actors(ctx: Context, verb: Token) -> list[Token]:
    """Who takes the step: the head of a participle, the subject, a nominative beside the verb."""
    if feature(verb, "VerbForm") == "Part" and feature(verb, "Variant") != "Short" and verb.head != verb:
        return [verb.head]
    own = [t for t in subjects(verb) if _code(ctx, t) or _spelled_out(ctx, t)]
    return own or nominatives(ctx, verb) or _clause_subjects(ctx, verb)


def _treated(ctx: Context, verb: Token) -> list[Token]:
    """Who is admitted or expelled: the object, or the subject of a passive."""
    if feature(verb, "VerbForm") == "Part" and feature(verb, "Variant") != "Short" and verb.head != verb:
        return subjects(verb.head) if verb.head.pos_ == "VERB" else [verb.head]
    objects = [c for c in verb.children if c.dep_ in {"obj", "nsubj:pass"} and _code(ctx, c)]
    if objects:
        return objects[:1]
    if feature(verb, "Variant") == "Short" or feature(verb, "Voice") == "Pass":
        return subjects(verb) or nominatives(ctx, verb)
    near = ctx.doc[verb.i + 1 : min(verb.sent.end, verb.i + 8)]
    # "В клуб приняли Самоа": the parser takes what does not decline for the subject.
    many = feature(verb, "Number") == "Plur"
    cases = {"Acc", "Nom"} if many and near and named_at(ctx, near[0]) else {"Acc"}
    return [t for t in near if named_at(ctx, t) and feature(t, "Case") in cases and not preposition(t)][:1]


def _asked(ctx: Context, verb: Token) -> list[Token]:
    """Whom others ask, invite or allow to join: "пригласили Эр-Рияд вступить"."""
    if feature(verb, "VerbForm") != "Inf" or verb.head.lemma_ not in word_classes()["mbr-bid"]:
        return []
    return [c for c in verb.head.children if c.dep_ in {"obj", "iobj", "nsubj:pass"} and _code(ctx, c)][:1]


def _suspended(ctx: Context, verb: Token) -> list[Token]:
    """Whose membership others suspend or restore: "приостановил членство России", "Мали отстранена"."""
    taking = word_classes()["mbr-taking-part"]
    for noun in (c for c in verb.children if c.lemma_ in taking):
        whose = next((c for c in noun.children if c.lemma_ == "чей"), None)
        if whose is not None:
            before = ctx.mentions_in(max(0, whose.i - 4), whose.i, "COUNTRY")
            return [ctx.doc[m.start : m.end].root for m in before[-1:]]
        if named := [t for t in _genitives(ctx, noun) if named_at(ctx, t)]:
            return named
    given = [
        c for c in verb.children
        if (feature(c, "Case") == "Dat" or c.dep_ == "iobj") and not preposition(c) and named_at(ctx, c)
    ]  # fmt: skip
    if given:
        return given[:1]
    return _treated(ctx, verb) if verb.lemma_ in word_classes()["mbr-exclude"] else []


def _own_step(noun: Token) -> bool:
    """Whether the subject of the clause is the one to join or leave: "подал заявку на вступление"."""
    classes = word_classes()
    above = list(ancestors(noun))[:3]
    own = classes["mbr-wish"] | classes["mbr-apply"] | classes["mbr-ask"] | classes["mbr-announce"]
    own |= (
        classes["mbr-gain"]
        | classes["chm-take"]
        | classes["mbr-taking-part"]
        | classes["mbr-want"]
        | classes["mbr-way"]
    )
    return noun.lemma_ in classes["mbr-suspend"] or any(a.lemma_ in own for a in above)


def _applicants(ctx: Context, noun: Token) -> list[Token]:
    verb = predicate_of(noun.head) if noun.head != noun else None
    if verb is None or verb.lemma_ not in word_classes()["mbr-file"]:
        return []
    return _actors(ctx, verb)


def _genitives(ctx: Context, noun: Token) -> list[Token]:
    for token in ctx.doc[noun.i + 1 : noun.i + 7]:
        if token.text in ",.;:—–" or token.pos_ == "VERB" or token.is_sent_start:
            break
        named = _named(ctx, token)
        if named and feature(token, "Case") in {"Gen", None} and preposition(token) is None:
            return [token]
    if noun.i and (m := next((m for m in ctx.mentions if m.label == "NATIONAL" and m.end == noun.i), None)):
        return [t for t in noun.children if m.start <= t.i < m.end and named_at(ctx, t)]
    return []


def _clause_subjects(ctx: Context, token: Token) -> list[Token]:
    verb = predicate_of(token.head) if token.head != token else None
    if verb is None:
        return []
    own = subjects(verb) or (subjects(verb.head) if verb.dep_ in {"xcomp", "ccomp", "acl"} else [])
    return [t for t in own if _code(ctx, t)] or nominatives(ctx, verb)


def _status_holders(ctx: Context, status: Token) -> list[Token]:
    """Who has, gets or is given the status: "у Ирана", the dative or accusative of the verb, its subject."""
    sentence = ctx.sentences[ctx.sentence(status.i)]
    for token in sentence:
        ruled = preposition(token) in {"у", "за"} and feature(token, "Case") in {"Gen", "Ins"}
        if ruled and _code(ctx, token):
            return [token]
    if duty := next((a for a in ancestors(status) if a.lemma_ in word_classes()["mbr-duty"]), None):
        return _genitives(ctx, duty)
    giver = giver_of(status) or status.head
    given = [
        c for c in (*giver.children, *status.children, *(g for k in status.children for g in k.children))
        if (c.dep_ == "iobj" or feature(c, "Case") in {"Dat", "Gen", "Acc"})
        and preposition(c) is None and c != status and _code(ctx, c)
        and c.dep_ in {"iobj", "obj", "nmod", "obl"} and c.i < status.i + 9
    ]  # fmt: skip
    named = [c for c in given if feature(c, "Case") == "Dat" or c.dep_ == "iobj"] or [
        c for c in given if c.head == giver
    ]
    if named and giver != status:
        return named[:1]
    return _actors(ctx, giver) if is_verb(giver) else _clause_subjects(ctx, giver)


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
    return [c for c in verb.children if c.dep_ in _SUBJECT and c != noun]


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
