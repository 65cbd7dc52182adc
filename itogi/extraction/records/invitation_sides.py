"""Who invites whom: hosts and guests by the voice of the verb or the words about an invitation."""

from __future__ import annotations

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import beside, feature
from itogi.extraction.mentions import Mention
from itogi.extraction.nounphrase import noun_phrase
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.states import (
    country_at,
    listed,
    named_at,
    person_country,
    preposition,
    subjects,
    with_conjuncts,
)
from itogi.extraction.single_words import any_of, spelt
from itogi.language.inflect import nominative

_AND = spelt("and")
_BY = spelt("by")
_EACH_OTHER_ONLY = any_of("each-other")
_FROM = spelt("from")
_FROM_NEAR = any_of("from", "near")
_HE_SHE = any_of("he", "she")
_HIM_HER_HER_DATIVE_HIM_DATIVE_HER_YO_HIM_AFTER = any_of(
    "him", "her", "her-dative", "him-dative", "her-yo", "him-after"
)
_OUT_OF = spelt("out-of")
_WE = spelt("we")

# Tokens after a verb within which the states it calls are named.
_LOOSE = 12


def sides_of(ctx: Context, trigger: Token, rule: str) -> tuple[Token | None, list[Token]]:
    """The token of the host and those of the guests, by the voice of the verb."""
    if rule == "invitation.noun":
        return _noun_sides(ctx, trigger)
    if _attribute(trigger):
        return None, [trigger.head]
    agents = [
        s for s in subjects(trigger) if trigger in (s.head, s.head.head) or s.dep_ == "conj"
    ] or subjects(trigger)
    passive = feature(trigger, "Voice") == "Pass"
    objects = [
        c for c in trigger.children if c.dep_ in {"obj", "iobj"} and c.pos_ in {"NOUN", "PROPN", "PRON"}
    ]
    if passive:
        host = next(
            (c for c in trigger.children if c.dep_ in {"obl", "obl:agent"} and feature(c, "Case") == "Ins"),
            None,
        )
        return host, agents
    if rule == "invitation.ask":
        objects = objects or [c for c in trigger.children if c.dep_ == "obl" and feature(c, "Case") == "Dat"]
    guests = [t for o in objects[:1] for t in with_conjuncts(o)] or _states_after(ctx, trigger)
    if not guests and _called_first(ctx, trigger, agents):
        return None, agents
    if rule == "invitation.await":
        return _awaiting(ctx, agents, guests)
    return (agents[0] if agents else _named_beside(ctx, trigger)), guests


def _attribute(verb: Token) -> bool:
    """ "Эрдоган, приглашённый на саммит": the participle stands by its guest."""
    return (
        feature(verb, "VerbForm") == "Part"
        and feature(verb, "Variant") != "Short"
        and feature(verb, "Voice") == "Pass"
        and verb.dep_ == "acl"
    )


def _states_after(ctx: Context, verb: Token) -> list[Token]:
    """ "Позвала на саммит Колумбию и Уругвай": states in the accusative that the parse leaves loose."""
    near = verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + _LOOSE)]
    first = next(
        (t for t in near if named_at(ctx, t) and feature(t, "Case") == "Acc" and not preposition(t)), None
    )
    return listed(ctx, first) if first is not None else []


def _awaiting(ctx: Context, agents: list[Token], guests: list[Token]) -> tuple[Token | None, list[Token]]:
    """Who waits for whom: "Путин ждёт коллег", "лидеров ждут"; a town that waits is only the place."""
    if any(a.pos_ == "NOUN" and not acts(ctx, a) for a in agents):
        return None, []
    towns = {m.start for m in ctx.mentions if m.label == "CAPITAL"}
    host = next((a for a in agents if acts(ctx, a) and a.i not in towns), None)
    peers = word_classes()["inv-peer"] if host is not None else frozenset()
    known = any(
        official(ctx, g) or g.lemma_ in peers or (acts(ctx, g) and (ctx.people.at(g.i) or list(g.children)))
        for g in guests
    )
    return (host, guests) if known else (None, [])


def _named_beside(ctx: Context, verb: Token) -> Token | None:
    """The person right before or after a verb in the singular that the parser leaves without a subject."""
    if feature(verb, "Number") == "Plur":
        return None
    near = ctx.mentions_in(max(verb.sent.start, verb.i - 4), verb.i, "PERSON")
    near = near or ctx.mentions_in(verb.i + 1, min(verb.sent.end, verb.i + 8), "PERSON")[:1]
    return ctx.doc[near[-1].start] if near and feature(ctx.doc[near[-1].start], "Case") == "Nom" else None


def _visitor(ctx: Context, subject: Token) -> Token:
    """Whose visit it is, where a visit is the subject: "визит Лаврова проходит по приглашению"."""
    if subject.lemma_ not in word_classes()["inv-visit"]:
        return subject
    return next((c for c in subject.children if feature(c, "Case") == "Gen" and person_at(ctx, c)), subject)


def _called_first(ctx: Context, verb: Token, agents: list[Token]) -> bool:
    """ "Азербайджан приглашали": a state in the accusative before the verb is taken for its subject."""
    if feature(verb, "Number") != "Plur" or len(agents) != 1 or agents[0].i > verb.i:
        return False
    return feature(agents[0], "Number") == "Sing" and named_at(ctx, agents[0]) is not None


def _noun_sides(ctx: Context, noun: Token) -> tuple[Token | None, list[Token]]:
    """ "Направил приглашение X", "получил приглашение", "по приглашению X"."""
    verb = sending_of(noun)
    own = next(
        (
            c
            for c in noun.children
            if c.dep_ == "nmod" and feature(c, "Case") == "Gen" and (acts(ctx, c) or official(ctx, c))
        ),
        None,
    )
    if verb.lemma_ not in word_classes()["inv-send"]:
        if noun.i and preposition(noun) == _BY:
            return own, [_visitor(ctx, s) for s in subjects(verb)[:1]]
        return own, []
    agents = subjects(verb)
    agents = [a for a in agents if a != noun]
    to = [
        c
        for c in (*verb.children, *noun.children)
        if feature(c, "Case") == "Dat" and preposition(c) is None and c != noun
    ]
    if verb.lemma_ in word_classes()["inv-get"]:
        near = (*verb.children, *noun.children, *ctx.doc[noun.i + 1 : noun.i + 6])
        giver = next((c for c in near if preposition(c) in _FROM_NEAR), None)
        return giver or own, agents
    sender = next((c for c in (*noun.children, *verb.children) if preposition(c) == _FROM), None)
    return sender or (agents[0] if agents else own), [t for g in to[:1] for t in with_conjuncts(g)]


def sending_of(noun: Token) -> Token:
    """The verb that sends or gets an invitation: its head, else the next one of the sentence."""
    if noun.head.lemma_ in word_classes()["inv-send"]:
        return noun.head
    for token in noun.doc[noun.i + 1 : min(noun.sent.end, noun.i + 12)]:
        if token.text in ",;":
            break
        if token.pos_ == "VERB" and token.lemma_ in word_classes()["inv-send"]:
            return token
    return noun.head


def acts(ctx: Context, token: Token) -> bool:
    """Whether a noun stands for a state, an organisation or an official."""
    if ctx.people.at(token.i) is not None:
        return bool(person_country(ctx, token)) or bool(ctx.people.at(token.i).offices)  # type: ignore[union-attr]
    if _organised(ctx, token) or country_at(ctx, token, anaphora=False):
        return True
    return token.lemma_ in word_classes()["cmt-leader"] | word_classes()["cmt-member"]


def _organised(ctx: Context, token: Token) -> Mention | None:
    labels = {"ORGANISATION", "BODY"}
    return next((m for m in ctx.mentions if m.label in labels and m.start <= token.i < m.end), None)


def party(ctx: Context, token: Token) -> str | None:
    """A host as a person, a code, or the phrase."""
    person = person_at(ctx, token) or (_he(ctx, token) if token.pos_ == "PRON" else None)
    if token.lemma_ == _WE:
        quote = next((q for q in ctx.quotes if q.start <= token.idx < q.end), None)
        return quote.speaker if quote is not None else None
    if person:
        return person
    mention = _organised(ctx, token)
    if mention is not None:
        return mention.owner or mention.value
    if token.lemma_ in word_classes()["inv-colleague"] | _EACH_OTHER_ONLY:
        nations = {m.country for m in ctx.mentions_in(*noun_phrase(ctx.doc, token), "NATIONAL")}
        if len(nations) == 1:
            return _colleague(ctx, token) or nations.pop()
    post = any(m.label == "POST" and m.start <= token.i < m.end for m in ctx.mentions)
    code = None if post else country_at(ctx, token)
    return code or nominative(ctx.doc[slice(*noun_phrase(ctx.doc, token))], person=False)


def speaker_of(ctx: Context, trigger: Token) -> str | None:
    """Who says "приглашаю": the speaker of the words around it."""
    inviting = (trigger, trigger.head) if feature(trigger, "VerbForm") == "Inf" else (trigger,)
    words = (k for t in inviting for k in (t, *t.children) if k.pos_ != "PRON")
    if not any(feature(k, "Person") in {"First", "1"} for k in words):
        return None
    quote = next((q for q in ctx.quotes if q.start <= trigger.idx < q.end), None)
    return quote.speaker if quote is not None else None


def _he(ctx: Context, pronoun: Token) -> str | None:
    """The person that "он" goes back to: the last one named in the two sentences before."""
    start = ctx.sentences[max(0, ctx.sentence(pronoun.i) - 2)].start
    people = [m for m in ctx.mentions_in(start, pronoun.i, "PERSON") if person_country(ctx, ctx.doc[m.start])]
    return ctx.people.name(people[-1]) if people and pronoun.lemma_ in _HE_SHE else None


def _him(ctx: Context, pronoun: Token) -> str | None:
    """The guest that "его" goes back to: the person named last before it who is not the subject."""
    if pronoun.lower_ not in _HIM_HER_HER_DATIVE_HIM_DATIVE_HER_YO_HIM_AFTER:
        return None
    start = ctx.sentences[max(0, ctx.sentence(pronoun.i) - 1)].start
    hosts = {s.i for s in subjects(pronoun.head)}
    people = [
        m
        for m in ctx.mentions_in(start, pronoun.i, "PERSON")
        if not hosts & set(range(m.start, m.end)) and ctx.doc[m.start].head.i not in hosts
    ]
    # Who is no subject comes first, then the one that the sentence before was about.
    own = ctx.sentences[ctx.sentence(pronoun.i)].start
    oblique = [m for m in people if feature(ctx.doc[m.start], "Case") != "Nom"]
    told = oblique or [m for m in people if m.end <= own]
    return ctx.people.name(told[-1]) if told else None


def _colleague(ctx: Context, token: Token) -> str | None:
    """The person meant by "казахстанского коллегу": the one of that country in the report."""
    if token.lemma_ not in word_classes()["inv-colleague"] or feature(token, "Number") == "Plur":
        return None
    code = next((m.country for m in ctx.mentions_in(*noun_phrase(ctx.doc, token), "NATIONAL")), None)
    own = [
        p for p in ctx.people.persons if code and person_country(ctx, ctx.doc[p.mentions[0].start]) == code
    ]
    return own[0].name if own else None


def person_at(ctx: Context, token: Token) -> str | None:
    """The person named at a token or right behind it, or the holder of the post there."""
    flat = (c.i for c in token.children if c.i == token.i + 1 and c.dep_ in {"appos", "flat:name"})
    person = next((q for i in (token.i, *flat) if (q := ctx.people.at(i)) is not None), None)
    if person is not None:
        return person.name
    post = next((m for m in ctx.mentions if m.label == "POST" and m.start <= token.i < m.end), None)
    if post is not None and feature(token, "Number") != "Plur":
        holder = ctx.people.role(post)
        return holder.name if holder is not None else None
    return None


def guests_of(ctx: Context, tokens: list[Token]) -> list[str]:
    """Guests as persons and codes, else the phrase as it stands, joined nouns together."""
    if len(tokens) == 1 and tokens[0].pos_ == "PRON" and tokens[0].lemma_ not in word_classes()["inv-all"]:
        found = _him(ctx, tokens[0])
        return [found] if found else []
    if len(tokens) == 1 and (holder := _colleague(ctx, tokens[0])):
        return [holder]
    if len(tokens) == 1 and tokens[0].lemma_ in word_classes()["inv-all"]:
        return [tokens[0].lower_]
    tokens = [t for t in tokens if t.pos_ != "PRON"]
    named = [person_at(ctx, t) or named_at(ctx, t) for t in tokens if feature(t, "Number") != "Plur"]
    if named and all(named) and len(named) == len(tokens):
        return [n for n in named if n]
    if not tokens:
        return []
    start, end = noun_phrase(ctx.doc, tokens[0])
    while start > tokens[0].sent.start and ctx.doc[start - 1].pos_ == "NUM":
        start -= 1
    end = max(end, *(noun_phrase(ctx.doc, t)[1] for t in tokens))
    stop = next((t.i for t in ctx.doc[tokens[-1].i + 1 : end] if _ends(ctx, t)), end)
    return [ctx.text(start, max(stop, tokens[-1].i + 1))]


def _ends(ctx: Context, token: Token) -> bool:
    """Whether a phrase of guests ends before a token: a preposition but "из", an "и" without a state."""
    if token.pos_ == "ADP":
        at_work = (
            token.lower_ == _BY and beside(token) != "" and ctx.doc[token.i + 1].ent_type_ == "ORGANISATION"
        )
        return token.lower_ != _OUT_OF and not at_work
    states = {"COUNTRY", "ORGANISATION", "NATIONAL"}
    return token.lower_ == _AND and beside(token) != "" and ctx.doc[token.i + 1].ent_type_ not in states


def official(ctx: Context, token: Token) -> bool:
    """Whether a phrase names a state or an organisation: "наблюдателей ОБСЕ"."""
    start, end = noun_phrase(ctx.doc, token)
    return bool(ctx.mentions_in(start, end, "ORGANISATION", "COUNTRY"))
