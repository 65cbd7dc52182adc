"""Who has a role in an organisation: "X — наблюдатель", "партнёрами считаются …", "в качестве гостя – …"."""

from __future__ import annotations

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import beside, feature
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.states import (
    country_at,
    listed,
    named_at,
    nominatives,
    preposition,
    subjects,
)
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import predicate_of, tense_of

_BE_ONLY = any_of("be")
_DIALOGUE = spelt("dialogue")
_NOT = spelt("not")
_WHOSE = spelt("whose")
_WITH = any_of("with", "with-full")

_SUBJECT = {"nsubj", "nsubj:pass"}
# Who may take part in a role, and the tokens after the role within which he is named.
_WHO = ("POST", "PERSON", "COUNTRY", "CAPITAL")
_AFTER = 9


def guests(ctx: Context, noun: Token) -> list[Token]:
    """The states that take part in a role: the one named with it, else the subject of the clause."""
    if found := _bracketed(ctx, noun) or _followed(ctx, noun):
        return found
    verb = predicate_of(noun)
    if verb is None:
        return []
    own = [t for t in subjects(verb) if country_at(ctx, t, anaphora=False)]
    # "Участвовали A, B и C, … в качестве гостя": one of several, but none can tell which.
    if len(own) > 1 and feature(noun, "Number") == "Sing":
        return []
    return own or nominatives(ctx, verb)


def _bracketed(ctx: Context, noun: Token) -> list[Token]:
    """ "… президент Узбекистана (в качестве наблюдателя)": who is named before the bracket."""
    opening = next(
        (t for t in reversed(ctx.doc[max(noun.sent.start, noun.i - 5) : noun.i]) if t.text == "("), None
    )
    if opening is None:
        return []
    return [ctx.doc[m.start] for m in ctx.mentions if m.end == opening.i and m.label in _WHO][-1:]


def _followed(ctx: Context, noun: Token) -> list[Token]:
    """ "…, а в качестве наблюдателей – премьер Венгрии и …": those named after it, up to the next verb."""
    for m in ctx.mentions_in(noun.i + 1, min(noun.sent.end, noun.i + _AFTER), *_WHO):
        between = ctx.doc[noun.i + 1 : m.start]
        if any(t.pos_ in {"VERB", "AUX"} for t in between):
            return []
        head = ctx.doc[m.start : m.end].root
        if feature(head, "Case") == "Nom" and preposition(head) is None:
            plural = feature(noun, "Number") == "Plur"
            joined = [t for t in listed(ctx, head) if t.i >= head.i] if plural else [head]
            return [t for t in joined if country_at(ctx, t, anaphora=False)]
    return []


def whose_person(ctx: Context, token: Token) -> list[Token]:
    """ "Виктор Орбан, чья страна …": the person whose state a noun with "чей" stands for."""
    whose = next((c for c in token.children if c.lemma_ == _WHOSE), None)
    if whose is None or whose.i < 2:
        return []
    return [ctx.doc[m.start] for m in ctx.mentions if m.label == "PERSON" and m.end == whose.i - 1]


def predicated(ctx: Context, noun: Token) -> list[Token]:
    """The subject of "наблюдатель", "партнёром" as a predicate: "X остаётся наблюдателем при …"."""
    if state := _before_comma(ctx, noun):
        return state
    verb = noun.head if noun.head.pos_ in {"VERB", "AUX"} else noun
    classes = word_classes()
    ruled = verb.lemma_ in classes["mbr-have"] | _BE_ONLY or (
        verb == noun and (noun.dep_ == "root" or any(c.dep_ == "cop" for c in noun.children))
    ) or noun.dep_ == "parataxis"  # fmt: skip
    if not _strong(ctx, noun) or not ruled or feature(noun, "Case") not in {"Ins", "Nom"}:
        return []
    if verb != noun and feature(verb, "VerbForm") == "Part":
        return [verb.head]
    if verb != noun and tense_of(verb) == "future" and any(c.lemma_ == _NOT for c in verb.children):
        return []
    own = [c for c in verb.children if c.dep_ in _SUBJECT and c != noun]
    own = next((who for c in own if (who := whose_person(ctx, c))), own)
    return own or (nominatives(ctx, verb) if verb != noun else [])


def _before_comma(ctx: Context, noun: Token) -> list[Token]:
    """ "Куба, тоже наблюдатель, …": the state before the comma, with only adverbs and adjectives between."""
    if feature(noun, "Case") != "Nom" or not _strong(ctx, noun):
        return []
    i = noun.i - 1
    while i > noun.sent.start and ctx.doc[i].pos_ in {"ADV", "ADJ", "PART", "VERB"} and noun.i - i <= 3:
        i -= 1
    if i <= noun.sent.start or ctx.doc[i].text != ",":
        return []
    named = [m for m in ctx.mentions if m.end == i and m.label in {"COUNTRY", "CAPITAL"}]
    heads = [ctx.doc[m.start : m.end].root for m in named]
    return [t for t in heads if feature(t, "Case") in {"Nom", None} and preposition(t) is None]


def _strong(ctx: Context, noun: Token) -> bool:
    """Whether a partner is one of the organisation: "официальный партнёр", "партнёр по диалогу"."""
    classes = word_classes()
    if noun.lemma_ not in classes["mbr-partner"] or "-" in noun.lemma_:
        return True
    after = noun.doc[noun.i + 1 : noun.i + 3]
    if any(c.lemma_ in classes["mbr-strong"] for c in noun.children) or any(
        t.lemma_ == _DIALOGUE for t in after
    ):
        return True
    if any(c.dep_ == "amod" and c.lemma_ not in classes["mbr-fresh"] for c in noun.children):
        return False
    return any(m.label == "ORGANISATION" and m.start == noun.i + 1 for m in ctx.mentions) or since_when(noun)


def since_when(noun: Token) -> bool:
    """ "С 1 января партнёрами считаются …": a partner from a day on, and of nobody else."""
    if noun.head.lemma_ not in word_classes()["mbr-have"] or any(c.dep_ == "nmod" for c in noun.children):
        return False
    return any(preposition(c) in _WITH and c.ent_type_ == "TIME" for c in noun.head.children)


def apposed(ctx: Context, noun: Token) -> list[Token]:
    """Countries named right after a noun: "государство-наблюдатель Куба", "членом — Белоруссией"."""
    classes = word_classes()
    new = any(c.lemma_ in classes["mbr-fresh"] for c in noun.children) or noun.lemma_ in classes["mbr-fresh"]
    stately = "-" in noun.lemma_ or noun.head.lemma_ in classes["state-noun"]
    stately = stately or (
        noun.lemma_ in classes["mbr-observer"] and beside(noun) in {"—", "–", "-", ":", "("}
    )
    if not (new or stately) or (not _strong(ctx, noun) and not new):
        return []
    for token in ctx.doc[noun.i + 1 : min(noun.sent.end, noun.i + 9)]:
        if token.pos_ == "VERB":
            break
        if named_at(ctx, token):
            same = feature(token, "Case") in {feature(noun, "Case"), "Nom", None}
            return [token] if same and preposition(token) is None else []
    return []
