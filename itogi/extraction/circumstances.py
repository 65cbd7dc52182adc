"""Circumstances of an event: when and where it is, and which countries take part, by the words around it."""

from __future__ import annotations

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import word_classes
from itogi.extraction.stance import predicate_of
from itogi.language import lexicon
from itogi.language.inflect import nominative

# A time or place under another verb than the event's own is taken only if nothing nearer is there.
OTHER_CLAUSE = 12
_TIMELESS = {"clock", "duration"}
_OTHER_ROLES = {"since", "until", "by", "duration", "repeated", "for", "title"}


def when(ctx: Context, token: Token, *, reach: int = 40) -> str | None:
    """The EDTF date of the event at ``token``: the nearest time of its clause, then of its sentence."""
    sentence = ctx.sentences[ctx.sentence(token.i)]
    best: tuple[int, str] | None = None
    for start, end, time in ctx.times_in(sentence.start, sentence.end):
        if not time.edtf or time.grain in _TIMELESS or time.role in _OTHER_ROLES or _in_name(ctx, start):
            continue
        cost = _distance(ctx, token, start, end)
        if cost <= reach and (best is None or cost < best[0]):
            best = (cost, time.edtf)
    return best[1] if best else None


def _in_name(ctx: Context, token: int) -> bool:
    return any(m.start <= token < m.end for m in ctx.mentions if m.label in {"ORGNAME", "BODY"})


def _distance(ctx: Context, token: Token, start: int, end: int) -> int:
    """Tokens between an event and a circumstance, dearer across clauses."""
    gap = max(start - token.i, token.i - end, 0)
    if start <= token.i < end:
        return 0
    same = predicate_of(ctx.doc[start]) == predicate_of(token)
    between = ctx.doc[min(token.i, end) : max(token.i, start)]
    breaks = sum(t.text in ";—–" or t.lemma_ == "который" for t in between)
    return gap + (0 if same else OTHER_CLAUSE) + 8 * breaks


def where(ctx: Context, token: Token) -> tuple[str | None, str | None]:
    """Place and venue of the event at ``token``, in the nominative; None for what the sentence leaves out."""
    place = _nearest(ctx, token, {"PLACE", "CAPITAL"}) or _capital(ctx, token) or _nearest(ctx, token, {"COUNTRY"})
    venue = _nearest(ctx, token, {"VENUE"})
    return place, venue


def _nearest(ctx: Context, token: Token, labels: set[str]) -> str | None:
    best: tuple[int, str] | None = None
    for mention in ctx.in_sentence(token.i, *labels):
        if mention.via == "seat" or not _locative(ctx, mention):
            continue
        cost = _distance(ctx, token, mention.start, mention.end)
        if best is None or cost < best[0]:
            best = (cost, nominative(ctx.doc[mention.start : mention.end]))
    return best[1] if best and best[0] <= 30 else None


def _locative(ctx: Context, mention: Mention) -> bool:
    """Whether a name stands as a place: after "в" or "на" in the locative, or as the host of a meeting."""
    head = ctx.doc[mention.start : mention.end].root
    before = _preposition(ctx, mention)
    case = head.morph.get("Case")
    if before is not None:
        return before.lemma_ in word_classes()["place-preposition"] and (not case or case[0] in {"Loc", "Gen", "Acc"})
    if head.dep_ == "nsubj" and head.head.lemma_ in word_classes()["host"]:
        return True
    return mention.label == "VENUE" and bool(case) and case[0] != "Gen"


def _preposition(ctx: Context, mention: Mention) -> Token | None:
    """The preposition before a name, past adjectives and words such as "город"."""
    i = mention.start - 1
    while i >= 0 and not ctx.doc[i + 1].is_sent_start and mention.start - i <= 4:
        token = ctx.doc[i]
        if token.pos_ == "ADP":
            return token
        if token.pos_ not in {"ADJ", "DET", "NOUN", "PUNCT"} or (token.text in {",", "(", ")"}):
            return None
        if token.pos_ == "NOUN" and token.lemma_ not in word_classes()["place-noun"]:
            return None
        i -= 1
    return None


def _capital(ctx: Context, token: Token) -> str | None:
    """The city that "столица Узбекистана" or "белорусская столица" stands for."""
    sentence = ctx.sentences[ctx.sentence(token.i)]
    for word in sentence:
        if word.lemma_ != "столица":
            continue
        owner = next(
            (m for m in ctx.mentions if m.country and (m.start == word.i + 1 or m.end == word.i)
             and m.label in {"COUNTRY", "NATIONAL"}),
            None,
        )  # fmt: skip
        if owner and owner.country:
            capitals = lexicon.countries()[owner.country].capitals
            return capitals[0] if capitals else None
    return None


def countries_in(ctx: Context, start: int, end: int) -> list[str]:
    """Codes of the countries named as nouns, adjectives or capitals in a token range, in text order."""
    found = ctx.mentions_in(start, end, "COUNTRY", "NATIONAL", "CAPITAL")
    return list(dict.fromkeys(m.country for m in found if m.country))
