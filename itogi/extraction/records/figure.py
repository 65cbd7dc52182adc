"""Finder of figures: numbers that a report gives about the work of an organisation."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Token

from itogi.extraction.assemble import Draft
from itogi.extraction.circumstances import news_item, when
from itogi.extraction.context import Context
from itogi.extraction.counted import Counted, counted, genitives
from itogi.extraction.nounphrase import noun_phrase
from itogi.extraction.numbers import Number, find_numbers
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.figure_dates import date_of
from itogi.extraction.records.figure_elided import changed, elided
from itogi.extraction.records.figure_status import planned, status_of_figure
from itogi.extraction.stance import stance_of
from itogi.language import lexicon

# Things that an organisation does or has; others are its figures only beside its name.
_OWN = {"documents", "events", "meetings", "exercises", "countries", "chairmanships"}
_PEOPLE = {"participants", "troops"}
_LEAD = 3
_ITEM = 6  # sentences of an item of TV news, where home affairs stand beside an organisation
_SMALL_SUM = 1000


def find(ctx: Context) -> Iterator[Draft]:
    """Figures of the article in text order; a rough one in the headline gives way to its exact one."""
    drafts = list(_all(ctx))
    yield from (d for d in drafts if not (ctx.is_headline(d.position) and any(_closer(d, x) for x in drafts)))


def _closer(rough: Draft, other: Draft) -> bool:
    """Whether ``other`` tells more exactly what a headline rounds ("почти шесть тонн", then "5,7 т")."""
    a, b = float(str(rough.slots["value"])), float(str(other.slots["value"]))
    alike = rough.slots["what"] == other.slots["what"] and a != b and abs(a - b) <= 0.15 * a
    return alike and bool(rough.slots.get("approximate")) and "anniversary" not in rough.pattern


def _all(ctx: Context) -> Iterator[Draft]:
    numbers = [n for n in find_numbers(ctx.doc) if not _in_time(ctx, n)]
    if ctx.main_organisation is None and not any(n.sort == "years" for n in numbers):
        return
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
    return number.end < len(ctx.doc) and ctx.doc[number.end].lemma_ == "годовщина"


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
    if organisation is None:
        return None
    status = status_of_figure(ctx, what)
    slots: dict[str, object] = {
        "organisation": organisation,
        "what": what.what,
        "label": ctx.text(what.start, what.end),
        "value": _value(number.value),
        "approximate": number.approximate or None,
        "status": status,
        "date": date_of(ctx, what, expected=status == "expected"),
        "by": _by(ctx, number.start),
    }
    near = bool(ctx.in_sentence(number.start, "ORGANISATION"))
    confidence = 0.5 + 0.2 * near + 0.15 * (what.what in _OWN)
    pattern = "figure.inverted" if what.inverted else "figure.counted"
    return Draft("figure", slots, ctx.evidence(number.start), confidence, pattern, number.start)


def _value(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _small_talk(ctx: Context, what: Counted) -> bool:
    """ "обеих стран", "двух государств": not what a report counts."""
    around = (ctx.doc[max(what.number.first - 1, 0)], ctx.doc[min(what.noun.i + 1, len(ctx.doc) - 1)])
    if what.noun.lemma_ == "раз" and any(t.lower_ in {"в", "во"} for t in around):
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
    people = what.noun.lemma_ == "человек" or what.what in {"other", "population"}
    if people and sentence & word_classes()["figure-crowd"]:
        return True
    words = {t.lemma_ for t in ctx.doc[what.start : what.end]} | {what.noun.lemma_}
    subject = {t.lemma_ for t in ctx.doc[max(0, what.number.first - 4) : what.number.first]}
    home = word_classes()["figure-home"] - ({"рубль"} if what.what == "money" else set())
    return bool((words | subject) & home)


def _harm(ctx: Context, noun: Token) -> bool:
    """Whether the clause tells of victims."""
    sentence = ctx.sentences[ctx.sentence(noun.i)]
    return any(t.lemma_ in word_classes()["figure-harm"] for t in sentence)


def _organisation(ctx: Context, what: Counted) -> str | None:
    """The organisation whose work a number measures: named in its sentence, or the article's own."""
    named = _codes(ctx, what)
    main = ctx.main_organisation
    if named:
        return main if main in named else named[0]
    if main is None or not _about_organisation(ctx) or news_item(ctx, what.noun.i)[2]:
        return None
    number = ctx.sentence(what.noun.i)
    near = any(_named(ctx, s.start) for s in ctx.sentences[max(0, number - 2) : number])
    people, headline = what.what in _PEOPLE, _named(ctx, 0)
    own = what.what in _OWN or (people and (near or headline)) or (near and headline)
    told = near and len(ctx.sentences) > _ITEM and what.listed
    return main if own or told or _only_organisation(ctx) else None


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
    if not outside and inside and main and main not in inside and _about_organisation(ctx):
        return [main]
    return [c for _, c in sorted(outside)] or inside


@lru_cache(maxsize=2)
def _only_organisation(ctx: Context) -> bool:
    """Whether nearly all names of organisations in the article are of one."""
    codes = [
        m.owner or m.value
        for m in ctx.mentions
        if m.label == "ORGANISATION" or (m.label == "BODY" and m.owner)
    ]
    return bool(codes) and codes.count(str(ctx.main_organisation)) >= 0.75 * len(codes)


def _named(ctx: Context, token: int) -> bool:
    return any(m.label == "ORGANISATION" or m.owner for m in ctx.in_sentence(token, "ORGANISATION", "BODY"))


@lru_cache(maxsize=2)
def _about_organisation(ctx: Context) -> bool:
    """Whether the article is about an organisation: its headline or lead names it."""
    return any(_named(ctx, s.start) for s in ctx.sentences[:_LEAD])


# --- anniversaries and chairmanships -----------------------------------------------------------------------


def _ordinal(ctx: Context, number: Number) -> Iterator[Draft]:
    token = ctx.doc[number.start]
    if number.sort == "years":
        yield from _anniversary(ctx, number, token)
        return
    noun = _ordinal_noun(token)
    if noun is None:
        return
    if noun.lemma_ in {"годовщина", "юбилей"}:
        yield from _anniversary(ctx, number, noun)
    elif noun.lemma_ in _chair_nouns() or (noun.lemma_ == "раз" and _takes_chair(ctx, noun)):
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
    return any(t.lemma_ in word_classes()["take-chair"] for t in sentence) and _named(ctx, noun.i)


def _anniversary(ctx: Context, number: Number, head: Token) -> Iterator[Draft]:
    """ "80-летие Победы": value 80; a bare "десятилетие" is a term unless it is celebrated."""
    if number.value < 5 or not _celebrated(ctx, number, head):
        return
    end = max(noun_phrase(ctx.doc, head)[1], genitives(ctx.doc, head.i + 1))
    organisation = _near_organisation(ctx, head, end)
    slots: dict[str, object] = {
        "organisation": organisation,
        "what": "anniversary",
        "label": ctx.text(head.i, end),
        "value": _value(number.value),
        "date": _year_of(when(ctx, head, reach=12)),
        "by": _by(ctx, number.start),
    }
    town = any(t.lemma_ == "столица" for t in ctx.doc[head.i : end]) or any(
        not m.country or m.label != "COUNTRY" for m in ctx.mentions_in(head.i, end, "PLACE", "CAPITAL")
    )
    if town or (organisation is None and not _states(ctx, head)):
        return
    yield Draft("figure", slots, ctx.evidence(head.i), 0.75, "figure.anniversary", head.i)


def _year_of(date: str | None) -> str | None:
    """An anniversary has a year, if anything: a day beside it is that of its celebration."""
    return date if date and len(date) == 4 else None


def _celebrated(ctx: Context, number: Number, head: Token) -> bool:
    if head.lemma_ in {"десятилетие", "столетие", "тысячелетие", "двухсотлетие"} or number.value > 1000:
        around = ctx.doc[max(0, head.i - 6) : head.i + 1]
        return any(t.lemma_ in word_classes()["celebrate-word"] for t in around)
    return True


def _near_organisation(ctx: Context, head: Token, end: int) -> str | None:
    """The organisation in the sentence of an anniversary, or the article's own if it is about one."""
    if _named(ctx, head.i) or _about_organisation(ctx):
        return ctx.organisation(head.i, end)
    return None


def _states(ctx: Context, head: Token) -> bool:
    return len({m.country for m in ctx.in_sentence(head.i, "COUNTRY", "NATIONAL", "CAPITAL")}) > 1


def _chairmanship(ctx: Context, number: Number, noun: Token) -> Iterator[Draft]:
    organisation = ctx.organisation(noun.i, noun.i + 1)
    if organisation is None:
        return
    end = noun_phrase(ctx.doc, noun)[1]
    slots: dict[str, object] = {
        "organisation": organisation,
        "what": "chairmanships",
        "label": ctx.text(noun.i, end if noun.lemma_ != "раз" else noun.i + 1),
        "value": _value(number.value),
        "status": planned(ctx, noun),
        "by": _by(ctx, number.start),
    }
    yield Draft("figure", slots, ctx.evidence(noun.i), 0.85, "figure.chairmanship", noun.i)


# --- who says it -------------------------------------------------------------------------------------------


def _by(ctx: Context, token: int) -> str | None:
    """The speaker of the quotation that holds a number, else the person whose estimate it is."""
    at = ctx.doc[token].idx
    said = next((q.speaker for q in ctx.quotes if q.start <= at < q.end), None)
    if said:
        return said
    verb = stance_of(ctx.doc[token]).verb
    if verb is None or verb.lemma_ not in word_classes()["figure-say"]:
        return None
    for subject in (c for c in verb.children if c.dep_ == "nsubj"):
        start, end = noun_phrase(ctx.doc, subject)
        people = ctx.people.in_range(start, end)
        if people:
            return people[0].name
    return None
