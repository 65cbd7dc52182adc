"""Anniversaries: "80-летие Победы", "десятилетие соглашения", "исполнилось 20 лет со дня …"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from itogi.extraction.assemble import Draft
from itogi.extraction.circumstances import when
from itogi.extraction.context import Context
from itogi.extraction.counted_nouns import genitives
from itogi.extraction.nounphrase import noun_phrase
from itogi.extraction.numbers import Number, find_numbers
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.figure_owner import about_organisation, by_whom, named
from itogi.extraction.single_words import spelt

_CAPITAL = spelt("capital")

_NEAR = 8


def anniversary(ctx: Context, number: Number, head: Token) -> Iterator[Draft]:
    """ "80-летие Победы": value 80; a bare "десятилетие" is a term unless it is celebrated."""
    if number.value < 5 or not _celebrated(ctx, number, head):
        return
    end = max(noun_phrase(ctx.doc, head)[1], genitives(ctx.doc, head.i + 1))
    organisation = _near_organisation(ctx, head, end)
    slots: dict[str, object] = {
        "organisation": organisation,
        "what": "anniversary",
        "label": ctx.text(head.i, end),
        "value": plain(number.value),
        "date": _year_of(when(ctx, head, reach=12)),
        "by": by_whom(ctx, number.start),
    }
    town = any(t.lemma_ == _CAPITAL for t in ctx.doc[head.i : end]) or any(
        not m.country or m.label != "COUNTRY" for m in ctx.mentions_in(head.i, end, "PLACE", "CAPITAL")
    )
    if town or (organisation is None and not _states(ctx, head)):
        return
    yield Draft("figure", slots, ctx.evidence(head.i), 0.75, "figure.anniversary", head.i)


def _year_of(date: str | None) -> str | None:
    """An anniversary has a year, if anything: a day beside it is that of its celebration."""
    return date if date and len(date) == 4 else None


def _celebrated(ctx: Context, number: Number, head: Token) -> bool:
    """Whether a bare "десятилетие" is marked: by a word beside it, or "к десятилетию договора"."""
    classes = word_classes()
    if head.lemma_ not in classes["figure-jubilee"] and number.value <= 1000:
        return True
    around = ctx.doc[max(0, head.i - 6) : head.i + 7]
    to = any(c.dep_ == "case" and c.lemma_ in classes["figure-goal-case"] for c in head.children)
    of = any(c.dep_ == "nmod" for c in head.children) and "Dat" in head.morph.get("Case", [])
    return (to and of) or any(t.lemma_ in classes["celebrate-word"] for t in around)


def _near_organisation(ctx: Context, head: Token, end: int) -> str | None:
    """The organisation in the sentence of an anniversary, or the article's own if it is about one."""
    if named(ctx, head.i) or about_organisation(ctx):
        return ctx.organisation(head.i, end)
    return None


def _states(ctx: Context, head: Token) -> bool:
    return len({m.country for m in ctx.in_sentence(head.i, "COUNTRY", "NATIONAL", "CAPITAL")}) > 1


def turned(ctx: Context) -> Iterator[Draft]:
    """ "Сегодня исполнилось два года, как учреждён фонд", "исполняется 30 лет со дня создания"."""
    doc, classes = ctx.doc, word_classes()
    numbers = {n.end: n for n in find_numbers(doc) if n.sort == "cardinal"}
    for years in doc:
        number = numbers.get(years.i)
        if years.lemma_ not in classes["figure-year"] or number is None or number.value < 2:
            continue
        sentence = ctx.sentences[ctx.sentence(years.i)]
        verbs = doc[max(sentence.start, number.first - _NEAR) : min(sentence.end, years.i + 5)]
        verb = next((t for t in verbs if t.lemma_ in classes["figure-turn"]), None)
        end = _since(ctx, years)
        owner = named(ctx, years.i) or about_organisation(ctx)
        if verb is None or not owner or not (end > years.i + 1 or _of_organisation(ctx, verb)):
            continue
        date = when(ctx, verb, reach=12)
        slots: dict[str, object] = {
            "organisation": ctx.organisation(number.start, end),
            "what": "anniversary",
            "label": ctx.text(number.start, end),
            "value": plain(number.value),
            "date": date,
            "by": by_whom(ctx, number.start),
        }
        yield Draft("figure", slots, ctx.evidence(years.i), 0.7, "figure.anniversary", years.i)


def _of_organisation(ctx: Context, verb: Token) -> bool:
    """Whether an organisation or a treaty is so old, not a person: "ОДКБ исполнилось 20 лет"."""
    whose = [c for c in verb.children if "Dat" in c.morph.get("Case", []) or c.dep_ == "iobj"]
    named_there = {i for m in ctx.in_sentence(verb.i, "ORGANISATION", "BODY") for i in range(m.start, m.end)}
    return any(c.i in named_there for c in whose)


def _since(ctx: Context, years: Token) -> int:
    """The end of what years are counted from: "лет со дня создания СНГ", "года, как учреждён фонд"."""
    doc, sentence = ctx.doc, ctx.sentences[ctx.sentence(years.i)]
    after = doc[years.i + 1 : years.i + 3]
    if not len(after) or not any(t.dep_ in {"mark", "case"} for t in after):
        return years.i + 1
    return next((t.i for t in doc[after.start + 1 : sentence.end] if t.is_punct), sentence.end)


def plain(value: float) -> float | int:
    """A whole number without its point."""
    return int(value) if value == int(value) else value
