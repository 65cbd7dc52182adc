"""Whose membership a noun speaks of: its genitive, the owner of the application, the organ that decides."""

from __future__ import annotations

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.membership_stage import application_of
from itogi.extraction.records.states import country_at, named_at, nominatives, preposition, subjects
from itogi.extraction.single_words import any_of
from itogi.extraction.stance import ancestors, predicate_of

_WHICH_ONLY = any_of("which")
_WITH = any_of("with", "with-full")


def owners_of(ctx: Context, noun: Token) -> list[Token]:
    """Whose step a noun like "вступление" or "выход" is, the surest words first."""
    return (
        _bereft(ctx, noun)
        or genitives(ctx, noun)
        or _land_of(ctx, noun)
        or _hailed(ctx, noun)
        or _owners_above(ctx, noun)
        or (clause_subjects(ctx, noun) if _own_step(noun) else [])
        or _organ_of(ctx, noun)
    )


def code_of(ctx: Context, token: Token) -> str | None:
    """The country at ``token``, or the union that stands where a country might."""
    code = state_named(ctx, token)
    if code:
        return code
    classes = word_classes()
    stands = classes["state-noun"] | classes["state-pronoun"] | _WHICH_ONLY
    if token.lemma_ not in stands or feature(token, "Number") == "Plur":
        return None
    return country_at(ctx, token)


def state_named(ctx: Context, token: Token) -> str | None:
    """The country or organisation that a mention at a token names."""
    code = named_at(ctx, token)
    if code:
        return code
    if token.pos_ == "ADJ":
        return next((m.country for m in ctx.mentions if m.label == "NATIONAL" and m.start == token.i), None)
    union = next((m for m in ctx.mentions if m.label == "ORGANISATION" and m.start <= token.i < m.end), None)
    return union.value if union is not None and union.via != "paraphrase" else None


def genitives(ctx: Context, noun: Token) -> list[Token]:
    """The state in the genitive after a noun, or in the adjective before it: "вступление Грузии"."""
    for token in ctx.doc[noun.i + 1 : noun.i + 7]:
        if token.text in ",.;:—–" or token.pos_ == "VERB" or token.is_sent_start:
            break
        if token.pos_ == "NOUN" and feature(token, "Case") == "Dat" and preposition(token) is None:
            break
        named = state_named(ctx, token)
        if named and feature(token, "Case") in {"Gen", None} and preposition(token) is None:
            return [token]
    if noun.i and (m := next((m for m in ctx.mentions if m.label == "NATIONAL" and m.end == noun.i), None)):
        return [t for t in noun.children if m.start <= t.i < m.end and named_at(ctx, t)]
    return []


def clause_subjects(ctx: Context, token: Token) -> list[Token]:
    """The subjects of the clause that a token stands in, as far as they are states."""
    verb = predicate_of(token.head) if token.head != token else None
    if verb is None:
        return []
    if feature(verb, "VerbForm") == "Part" and verb.dep_ == "acl" and code_of(ctx, verb.head):
        return [verb.head]
    own = subjects(verb) or (subjects(verb.head) if verb.dep_ in {"xcomp", "ccomp", "acl"} else [])
    return [t for t in own if code_of(ctx, t)] or nominatives(ctx, verb)


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


def _bereft(ctx: Context, noun: Token) -> list[Token]:
    """Who is deprived of membership: "Россию лишили членства"."""
    if noun.head.lemma_ not in word_classes()["mbr-lose"]:
        return []
    return [c for c in noun.head.children if c.dep_ in {"obj", "nsubj", "nsubj:pass"} and code_of(ctx, c)][:1]


def _land_of(ctx: Context, noun: Token) -> list[Token]:
    """ "Вступление страны": the state that is named before it in the sentence."""
    land = next(
        (c for c in noun.children if c.lemma_ in word_classes()["mbr-land"] and feature(c, "Case") == "Gen"),
        None,
    )
    if land is None:
        return []
    before = ctx.mentions_in(noun.sent.start, noun.i, "COUNTRY", "CAPITAL", "NATIONAL")
    states = [m for m in before if m.label != "NATIONAL" or m.via == "people"]
    return [ctx.doc[m.start : m.end].root for m in states[-1:]]


def _organ_of(ctx: Context, noun: Token) -> list[Token]:
    """The state whose organ or people decide on a step: "парламент Ирана одобрил присоединение к ШОС"."""
    verb = predicate_of(noun.head) if noun.head != noun else None
    if any(c.dep_ == "nmod" and feature(c, "Case") == "Gen" and not preposition(c) for c in noun.children):
        return []
    for subject in subjects(verb) if verb is not None else []:
        if named_at(ctx, subject):
            return [subject]
        if subject.lemma_ not in word_classes()["mbr-organ"]:
            continue
        for token in subject.subtree:
            if token.i > subject.i and named_at(ctx, token) and preposition(token) is None:
                return [token]
        if national := nationals(ctx, subject):
            return national
    return []


def _hailed(ctx: Context, noun: Token) -> list[Token]:
    """Who is congratulated: "поздравил Беларусь со вступлением"."""
    if noun.head.lemma_ not in word_classes()["mbr-hail"] or preposition(noun) not in _WITH:
        return []
    return [c for c in noun.head.children if c.dep_ == "obj" and code_of(ctx, c)][:1]


def _owners_above(ctx: Context, noun: Token) -> list[Token]:
    """Whose application, duty or wish it is: "обращение Пакистана о приёме", "индийская просьба о …"."""
    classes = word_classes()
    nouns = classes["mbr-apply"] | classes["mbr-duty"] | classes["mbr-hope"] | classes["mbr-want"]
    asked = application_of(noun)
    for above in (asked, *list(ancestors(noun))[:3]) if asked else list(ancestors(noun))[:3]:
        if above.pos_ != "NOUN" or above.lemma_ not in nouns | classes["mbr-way"]:
            break
        if found := genitives(ctx, above):
            return found
        if national := nationals(ctx, above):
            return national
    return []


def nationals(ctx: Context, noun: Token) -> list[Token]:
    """The adjectives of countries that a noun bears, as the tokens of their mentions."""
    bearing = [
        k for c in noun.children if c.dep_ == "amod" for k in (c, *c.children) if k in {c} or k.dep_ == "conj"
    ]
    return [k for k in bearing if any(m.label == "NATIONAL" and m.start == k.i for m in ctx.mentions)]
