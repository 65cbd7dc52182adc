"""Chairmanships told by who follows whom: "председательствует Мальта, её сменит Финляндия"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.chair_nouns import Holding, is_coming
from itogi.extraction.records.states import country_at, named_at, nominatives, preposition, subjects
from itogi.extraction.stance import tense_of


def of_succession(ctx: Context, verb: Token) -> Iterator[Holding]:
    """Who follows in the chair, and whom, where the sentence or the one before speaks of a chair."""
    if not _of_a_chair(ctx, verb):
        return
    comers = [t for t in subjects(verb) if _state(ctx, t)] or nominatives(ctx, verb)
    codes = [c for t in comers if (c := _state(ctx, t))]
    if not codes or feature(verb, "VerbForm") not in {"Fin", "Inf"}:
        return
    coming = is_coming(verb) or tense_of(verb) == "present"
    yield from (Holding(c, "next" if coming else "current") for c in codes)
    for child in verb.children:
        if child.dep_ == "obj" and preposition(child) is None and child.pos_ in {"NOUN", "PROPN"}:
            left = _state(ctx, child)
            if left and left not in codes:
                yield Holding(left, "current" if coming else "past", dated=False)


def _state(ctx: Context, token: Token) -> str | None:
    """A state by its name, or the state of a person who holds an office."""
    return named_at(ctx, token) or (country_at(ctx, token) if ctx.people.at(token.i) else None)


def _of_a_chair(ctx: Context, verb: Token) -> bool:
    """Whether a chair is spoken of in the sentence of ``verb`` or in the one before."""
    number = ctx.sentence(verb.i)
    near = ctx.sentences[max(0, number - 1) : number + 1]
    return any(t.lemma_ in word_classes()["chm-stem"] for s in near for t in s)
