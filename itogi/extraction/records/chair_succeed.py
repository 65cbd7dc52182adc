"""Chairmanships told by who follows whom: "председательствует Мальта, её сменит Финляндия"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.chair_nouns import Holding, is_coming
from itogi.extraction.records.states import country_at, named_at, nominatives, preposition, subjects
from itogi.extraction.single_words import any_of
from itogi.extraction.stance import tense_of
from itogi.language.lemma import parses

_HE_SHE_IT = any_of("he", "she", "it")


def of_succession(ctx: Context, verb: Token) -> Iterator[Holding]:
    """Who follows in the chair, and whom, where the sentence or the one before speaks of a chair."""
    if not _of_a_chair(ctx, verb):
        return
    part = any("PRTF" in p.tag for p in parses(verb.lower_))
    comers = _described(ctx, verb) if part else [t for t in subjects(verb) if _state(ctx, t)]
    codes = [c for t in comers or nominatives(ctx, verb) if (c := _state(ctx, t))]
    if not codes or not (part or feature(verb, "VerbForm") in {"Fin", "Inf"}):
        return
    if verb.lemma_ in word_classes()["chm-seize"]:
        # "Потом его заберёт Анкара", of the chairmanship of the same sentence
        if not part and _takes_it(verb):
            yield from (Holding(c, "next" if is_coming(verb) else "current", dated=False) for c in codes)
        return
    past = any({"PRTF", "past"} <= p.tag.grammemes for p in parses(verb.lower_))
    coming = not past and (is_coming(verb) or tense_of(verb) == "present")
    yield from (Holding(c, "next" if coming else "current") for c in codes)
    for child in verb.children:
        if child.dep_ == "obj" and preposition(child) is None and child.pos_ in {"NOUN", "PROPN"}:
            left = _state(ctx, child)
            if left and left not in codes:
                yield Holding(left, "current" if coming else "past", dated=False)


def _described(ctx: Context, participle: Token) -> list[Token]:
    """The state that "сменивший Армению на посту …" tells of: the noun before its comma or behind it."""
    sentence = participle.sent
    before = participle.i > sentence.start and participle.doc[participle.i - 1].text == ","
    if before:
        return [
            t
            for t in participle.doc[max(sentence.start, participle.i - 2) : participle.i - 1]
            if _state(ctx, t)
        ]
    for token in participle.doc[participle.i + 1 : min(sentence.end, participle.i + 12)]:
        if token.text in ",.;:—–":
            break
        if _state(ctx, token) and feature(token, "Case") == "Nom" and token.dep_ != "obj":
            return [token]
    return []


def _takes_it(verb: Token) -> bool:
    """Whether a verb has "его" for an object, and its sentence has a chairmanship before."""
    pronoun = any(c.dep_ == "obj" and c.lemma_ in _HE_SHE_IT for c in verb.children)
    before = verb.doc[verb.sent.start : verb.i]
    return pronoun and any(t.lemma_ in word_classes()["chm-stem"] for t in before)


def _state(ctx: Context, token: Token) -> str | None:
    """A state by its name, or the state of a person who holds an office."""
    return named_at(ctx, token) or (country_at(ctx, token) if ctx.people.at(token.i) else None)


def _of_a_chair(ctx: Context, verb: Token) -> bool:
    """Whether a chair is spoken of in the sentence of ``verb`` or in the one before."""
    number = ctx.sentence(verb.i)
    near = ctx.sentences[max(0, number - 1) : number + 1]
    return any(t.lemma_ in word_classes()["chm-stem"] for s in near for t in s)
