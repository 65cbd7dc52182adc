"""Finder of figures: numbers that a report gives about the work of an organisation."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Token

from itogi.extraction.assemble import Draft
from itogi.extraction.circumstances import news_item
from itogi.extraction.context import Context
from itogi.extraction.counted import counted
from itogi.extraction.counted_nouns import Counted
from itogi.extraction.nounphrase import noun_phrase
from itogi.extraction.numbers import Number, find_numbers
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.figure_dates import date_of
from itogi.extraction.records.figure_elided import changed, elided
from itogi.extraction.records.figure_owner import (
    about_organisation,
    by_whom,
    gathering,
    named,
    only_organisation,
)
from itogi.extraction.records.figure_status import planned, status_of_figure
from itogi.extraction.records.figure_years import anniversary, plain, turned
from itogi.extraction.single_words import any_of, spelt
from itogi.language import lexicon

_ANNIVERSARY = spelt("anniversary")
_ANNIVERSARY_JUBILEE = any_of("anniversary", "jubilee")
_IN = any_of("in", "in-full")
_PEOPLE_COUNTED = spelt("people-counted")
_ROUBLE_ONLY = any_of("rouble")
_TIME = spelt("time")

# Things that an organisation does or has; others are its figures only beside its name.
_OWN = {"documents", "events", "meetings", "exercises", "countries", "chairmanships", "projects"}
_SUMS = {"money", "trade", "share"}
_PEOPLE = {"participants", "troops"}
_LEAD = 3
_ITEM = 6  # sentences of an item of TV news, where home affairs stand beside an organisation
_SMALL_SUM = 1000


def find(ctx: Context) -> Iterator[Draft]:
    """Figures of the article in text order; a rough one in the headline gives way to its exact one."""
    drafts = [*_all(ctx), *turned(ctx)]
    yield from (d for d in drafts if not (ctx.is_headline(d.position) and any(_closer(d, x) for x in drafts)))


def _closer(rough: Draft, other: Draft) -> bool:
    """Whether ``other`` tells more exactly what a headline rounds ("почти шесть тонн", then "5,7 т")."""
    a, b = float(str(rough.slots["value"])), float(str(other.slots["value"]))
    alike = rough.slots["what"] == other.slots["what"] and a != b and abs(a - b) <= 0.15 * a
    return alike and bool(rough.slots.get("approximate")) and "anniversary" not in rough.pattern


def _all(ctx: Context) -> Iterator[Draft]:
    numbers = [n for n in find_numbers(ctx.doc) if not _in_time(ctx, n)]
    last: Counted | None = None
    for number in numbers:
        if number.sort in {"years", "ordinal"} or _counts_years(ctx, number):
            yield from _ordinal(ctx, number)
            continue
        what = changed(ctx, number) or counted(ctx, number) or elided(ctx, number, last)
        if what is None:
            continue
        draft = _counted(ctx, what)
        if draft is not None:
            last = what
            yield draft


def _counts_years(ctx: Context, number: Number) -> bool:
    """ "80 годовщина": an ordinal written as a plain number."""
    return number.end < len(ctx.doc) and ctx.doc[number.end].lemma_ == _ANNIVERSARY


def _in_time(ctx: Context, number: Number) -> bool:
    """Whether a numeral is part of a date, clock time or term ("более 20 лет")."""
    return any(s < number.end and number.start < e for s, e, _ in _times(ctx)) and number.sort != "years"


@lru_cache(maxsize=2)
def _times(ctx: Context) -> tuple[tuple[int, int, object], ...]:
    return tuple((s, e, t) for s, e, t in ctx.times)


# --- counts ------------------------------------------------------------------------------------------------


def _counted(ctx: Context, what: Counted) -> Draft | None:
    number = what.number
    if (
        (number.value < 2 and what.what not in {"share", "money", "trade"})
        or _small_talk(ctx, what)
        or _harm(ctx, what.noun)
        or _home(ctx, what)
    ):
        return None
    organisation = _organisation(ctx, what)
    if organisation is None and not gathering(ctx, what):
        return None
    status = status_of_figure(ctx, what)
    slots: dict[str, object] = {
        "organisation": organisation,
        "what": what.what,
        "label": ctx.text(what.start, what.end),
        "value": plain(number.value),
        "approximate": number.approximate or None,
        "status": status,
        "date": date_of(ctx, what, expected=status == "expected"),
        "by": by_whom(ctx, number.start),
    }
    near = bool(ctx.in_sentence(number.start, "ORGANISATION"))
    confidence = 0.5 + 0.2 * near + 0.15 * (what.what in _OWN)
    pattern = "figure.inverted" if what.inverted else "figure.counted"
    return Draft("figure", slots, ctx.evidence(number.start), confidence, pattern, number.start)


def _small_talk(ctx: Context, what: Counted) -> bool:
    """ "обеих стран", "двух государств": not what a report counts."""
    around = (ctx.doc[max(what.number.first - 1, 0)], ctx.doc[min(what.noun.i + 1, len(ctx.doc) - 1)])
    if what.noun.lemma_ == _TIME and any(t.lower_ in _IN for t in around):
        return True  # "в восемь раз" compares, "два раза в год" is a rate
    if what.what == "money" and what.number.value < _SMALL_SUM:
        return True  # the price of a ticket
    if what.what == "countries":
        return what.number.value < 5 and not what.inverted and what.noun.lemma_ not in _collective()
    return not what.listed and what.number.value < 5


def _collective() -> frozenset[str]:
    return word_classes()["figure-collective"]


def _home(ctx: Context, what: Counted) -> bool:
    """Whether a sum, crowd or share is one of home affairs that only stands beside an organisation."""
    if what.what in _OWN | {"troops"}:
        return False
    sentence = {t.lemma_ for t in ctx.sentences[ctx.sentence(what.noun.i)]}
    people = what.noun.lemma_ == _PEOPLE_COUNTED or what.what in {"other", "population"}
    if people and sentence & word_classes()["figure-crowd"]:
        return True
    words = {t.lemma_ for t in ctx.doc[what.start : what.end]} | {what.noun.lemma_}
    subject = {t.lemma_ for t in ctx.doc[max(0, what.number.first - 4) : what.number.first]}
    home = word_classes()["figure-home"] - (_ROUBLE_ONLY if what.what in {"money", "share"} else set())
    return bool((words | subject) & home)


def _harm(ctx: Context, noun: Token) -> bool:
    """Whether the clause tells of victims."""
    sentence = ctx.sentences[ctx.sentence(noun.i)]
    return any(t.lemma_ in word_classes()["figure-harm"] for t in sentence)


def _organisation(ctx: Context, what: Counted) -> str | None:
    """The organisation whose work a number measures: named in its sentence, or the article's own."""
    codes = _codes(ctx, what)
    main = ctx.main_organisation
    if codes:
        return main if main in codes else codes[0]
    if main is None or not about_organisation(ctx) or news_item(ctx, what.noun.i)[2]:
        return None
    number = ctx.sentence(what.noun.i)
    near = any(named(ctx, s.start) for s in ctx.sentences[max(0, number - 2) : number])
    people, headline = what.what in _PEOPLE, named(ctx, 0)
    own = what.what in _OWN or ((people or what.what in _SUMS) and (near or headline)) or (near and headline)
    told = near and len(ctx.sentences) > _ITEM and what.listed
    return main if own or told or only_organisation(ctx) else None


def _codes(ctx: Context, what: Counted) -> list[str]:
    """Organisations named in the sentence of a number, the nearest first; those inside the label last."""
    first, last, _ = news_item(ctx, what.noun.i)
    found = ctx.mentions_in(first, last, "ORGANISATION", "BODY")
    names = [(m, m.owner or (m.value if m.label == "ORGANISATION" else None)) for m in found]
    inside = [c for m, c in names if c and what.start <= m.start < what.end]
    outside = [
        (abs(m.start - what.noun.i), c) for m, c in names if c and not what.start <= m.start < what.end
    ]
    main = ctx.main_organisation
    if not outside and inside and main and main not in inside and about_organisation(ctx):
        return [main]
    return [c for _, c in sorted(outside)] or inside


# --- anniversaries and chairmanships -----------------------------------------------------------------------


def _ordinal(ctx: Context, number: Number) -> Iterator[Draft]:
    token = ctx.doc[number.start]
    if number.sort == "years":
        yield from anniversary(ctx, number, token)
        return
    noun = _ordinal_noun(token)
    if noun is None:
        return
    if noun.lemma_ in _ANNIVERSARY_JUBILEE:
        yield from anniversary(ctx, number, noun)
    elif noun.lemma_ in _chair_nouns() or (noun.lemma_ == _TIME and _takes_chair(ctx, noun)):
        yield from _chairmanship(ctx, number, noun)


def _ordinal_noun(token: Token) -> Token | None:
    for after in token.doc[token.i + 1 : token.i + 4]:
        if after.pos_ in {"NOUN", "PROPN"}:
            return after
        if after.pos_ not in {"ADJ", "PUNCT"}:
            return None
    return None


@lru_cache(maxsize=1)
def _chair_nouns() -> frozenset[str]:
    return frozenset(lexicon.figures().nouns["chairmanships"])


def _takes_chair(ctx: Context, noun: Token) -> bool:
    sentence = ctx.sentences[ctx.sentence(noun.i)]
    ours = named(ctx, noun.i) or about_organisation(ctx)
    return any(t.lemma_ in word_classes()["take-chair"] for t in sentence) and ours


def _chairmanship(ctx: Context, number: Number, noun: Token) -> Iterator[Draft]:
    organisation = ctx.organisation(noun.i, noun.i + 1)
    if organisation is None:
        return
    end = noun_phrase(ctx.doc, noun)[1]
    slots: dict[str, object] = {
        "organisation": organisation,
        "what": "chairmanships",
        "label": ctx.text(noun.i, end if noun.lemma_ != _TIME else noun.i + 1),
        "value": plain(number.value),
        "status": planned(ctx, noun),
        "by": by_whom(ctx, number.start),
    }
    yield Draft("figure", slots, ctx.evidence(noun.i), 0.85, "figure.chairmanship", noun.i)
