"""Chairmanships told in passing: "российский год в ЕАЭС", "избрали президентом фонда", "затем — Польша"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.chair_nouns import Holding, is_coming
from itogi.extraction.records.states import person_country, preposition
from itogi.extraction.single_words import any_of
from itogi.extraction.stance import predicate_of

_IN = any_of("in", "in-full")


def of_year(ctx: Context, year: Token) -> Iterator[Holding]:
    """ "Армянский год в ЕАЭС", "2023 год в ЕАЭС был российским"."""
    after = ctx.mentions_in(year.i + 1, min(len(ctx.doc), year.i + 6), "ORGANISATION", "BODY")
    if not after or not any(t.lower_ in _IN for t in ctx.doc[year.i + 1 : after[0].start]):
        return
    whose = [m for m in ctx.mentions if m.label == "NATIONAL" and m.country and _tells(m, ctx, year)]
    if whose and whose[0].country:
        yield Holding(whose[0].country, "current")


def _tells(mention: Mention, ctx: Context, year: Token) -> bool:
    """Whether an adjective of a state stands right before a year, or is what is said of it."""
    word = ctx.doc[mention.start]
    if word.i == year.i - 1 and feature(word, "Gender") == feature(year, "Gender"):
        return True
    bare = word.pos_ == "ADJ" and not any(
        t.pos_ in {"NOUN", "PROPN"} for t in ctx.doc[word.i + 1 : word.i + 2]
    )
    return bare and word == year.head and year.dep_ == "nsubj"


def of_elected(ctx: Context, title: Token) -> Iterator[Holding]:
    """ "Избрали президентом фонда президента Таджикистана": a head of state who leads an organisation."""
    verb = predicate_of(title)
    if (
        feature(title, "Case") != "Ins"
        or verb is None
        or verb.lemma_ not in word_classes()["chm-elect"]
        or not _leads_one(ctx, title)
    ):
        return
    start, end = title.sent.start, title.sent.end
    for post in ctx.mentions_in(start, end, "POST", "PERSON"):
        head = ctx.doc[post.start : post.end].root
        if post.start <= title.i < post.end or preposition(head) is not None:
            continue
        code = person_country(ctx, head)
        if code and any(ctx.doc[i].lemma_ in word_classes()["figure-state-head"] for i in _around(ctx, post)):
            yield Holding(code, "next" if is_coming(verb) else "current")
            return


def _around(ctx: Context, mention: Mention) -> range:
    return range(max(0, mention.start - 3), mention.end)


def _leads_one(ctx: Context, title: Token) -> bool:
    """Whether an organisation, or a bare "фонда", follows a title."""
    after = ctx.doc[title.i + 1 : title.i + 2]
    named = any(m.start == title.i + 1 and m.label == "ORGANISATION" for m in ctx.mentions)
    bare = any(t.lemma_ in word_classes()["chm-union"] for t in after)
    return named or (bare and ctx.main_organisation is not None)


def following(ctx: Context, trigger: Token) -> Iterator[Holding]:
    """ "…, затем — Польша": who is next in a clause without a verb."""
    for dash in ctx.doc[trigger.i + 1 : trigger.sent.end]:
        if dash.text not in {"—", "–", "-"}:
            continue
        then = ctx.doc[max(trigger.i, dash.i - 3) : dash.i]
        named = ctx.mentions_in(dash.i + 1, min(len(ctx.doc), dash.i + 3), "COUNTRY", "CAPITAL")
        if named and named[0].country and any(t.lemma_ in word_classes()["chm-then"] for t in then):
            yield Holding(named[0].country, "next", dated=False)
