"""The term of a chairmanship: its years, its number, and what they make of its status."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import beside
from itogi.extraction.patterns import word_classes
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import ancestors, predicate_of
from itogi.extraction.times import Time
from itogi.language import lexicon
from itogi.model.letters import without_yo

_ABSTRACT_ENDING = spelt("abstract-ending")
_BUT_IN_AND_ALSO_COMMA = any_of("but", "in", "and", "also") | {","}
_BY = spelt("by")
_NOT = spelt("not")
_TIME = spelt("time")
_WHICH = spelt("which")

# Tokens between a chairmanship and its years, and what a border of clauses adds to them.
REACH = 30
_OTHER_CLAUSE = 12
# Tokens behind a chairmanship in which its number may be told.
_COUNT = 10
_FINE = {"day", "week", "month", "quarter", "season"}
_OTHER_ROLES = {"duration", "repeated", "title", "until", "by"}
_TIMELESS = {"clock", "duration", "decade"}


def years_of(ctx: Context, trigger: Token, status: str) -> list[str]:
    """The years that the sentence gives a chairmanship: "2024", "2025/2026"; a list gives several."""
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    found = [
        (start, end, time) for start, end, time in ctx.times_in(sentence.start, sentence.end)
        if time.edtf and time.grain not in _TIMELESS and time.role not in _OTHER_ROLES
    ]  # fmt: skip
    found = [t for t in found if not _of_successor(ctx, trigger, t[1])]
    if status == "next":
        found = [t for t in found if _may_begin(t[2], ctx.article.published)]
        found = [t for t in found if _of_its_clause(ctx, trigger, *t[1:])]
    if not found:
        return []
    best = min(range(len(found)), key=lambda i: _distance(ctx, trigger, *found[i][:2]))
    if _distance(ctx, trigger, *found[best][:2]) > REACH:
        return []
    return [year for start, _, time in _listed(ctx, found, best) if (year := year_of(str(time.edtf)))]


def _of_successor(ctx: Context, trigger: Token, end: int) -> bool:
    """Whether a time is that of who comes next: "председательствует Мальта, в 2025-м её сменит …"."""
    classes = word_classes()
    verb = predicate_of(ctx.doc[end - 1])
    if verb is None or verb == trigger or verb.i < trigger.i:
        return verb is not None and verb != trigger and verb.lemma_ in classes["chm-succeed"]
    handed = trigger.pos_ == "VERB" and verb not in ancestors(trigger)
    others = classes["chm-move"] | classes["chm-seize"] | classes["chm-pass"]
    return verb.lemma_ in classes["chm-succeed"] or (handed and verb.lemma_ in others)


def year_of(edtf: str) -> str | None:
    """The year, or the two years, of a date: "2025-09-29" is "2025"."""
    years = re.findall(r"(?:^|/)(\d{4})", edtf)
    if not years:
        return None
    return years[0] if len(set(years)) == 1 else "/".join(years[:2])


def _may_begin(time: Time, published: date | None) -> bool:
    """Whether a time can be the term to come: a day of this year is rather that of the handover."""
    if time.grain not in _FINE or published is None:
        return True
    year = year_of(str(time.edtf))
    return year is not None and int(year[:4]) > published.year


def _of_its_clause(ctx: Context, trigger: Token, end: int, time: Time) -> bool:
    """Whether a year that has begun is told of the term to come itself, not of a clause beside it."""
    year, published = year_of(str(time.edtf)), ctx.article.published
    if year is None or published is None or int(year[-4:]) > published.year:
        return True
    above = predicate_of(trigger)
    return int(year[-4:]) == published.year and predicate_of(ctx.doc[end - 1]) in {above, trigger}


def _distance(ctx: Context, trigger: Token, start: int, end: int) -> int:
    if start <= trigger.i < end:
        return 0
    gap = max(start - trigger.i, trigger.i - end + 1)
    inside = any(a == trigger for a in ancestors(ctx.doc[end - 1]))
    above = (
        predicate_of(trigger.head)
        if trigger.pos_ == "NOUN" or trigger.lemma_.endswith(_ABSTRACT_ENDING)
        else trigger
    )
    same = inside or predicate_of(ctx.doc[end - 1]) == above
    between = ctx.doc[min(trigger.i, end) : max(trigger.i, start)]
    breaks = sum(t.text in ";—–" or t.lemma_ == _WHICH for t in between)
    return gap + (0 if same else _OTHER_CLAUSE) + 8 * breaks


def _listed(ctx: Context, found: list[tuple[int, int, Time]], best: int) -> list[tuple[int, int, Time]]:
    """The time chosen with those that stand in one list with it ("в 2006, 2012 и 2018 годах")."""
    low = high = best
    while low > 0 and _joined(ctx, found[low - 1][1], found[low][0]):
        low -= 1
    while high + 1 < len(found) and _joined(ctx, found[high][1], found[high + 1][0]):
        high += 1
    return found[low : high + 1]


def _joined(ctx: Context, end: int, start: int) -> bool:
    between = ctx.doc[end:start]
    return 0 < len(between) <= 2 and all(t.lemma_ in _BUT_IN_AND_ALSO_COMMA for t in between)


def status_in(year: str | None, status: str, published: date | None) -> str:
    """past, current or next: the years decide against the day of publication, else the words."""
    if year is None or published is None:
        return status
    first, last = int(year[:4]), int(year[-4:])
    if last < published.year:
        return "past"
    if first > published.year:
        return "next"
    return "current" if status == "past" and last > first else status


def ordinal_of(trigger: Token) -> int | None:
    """Which chairmanship it is: "пятое председательство", "в четвёртый раз", "впервые"."""
    ordinals = lexicon.figures().ordinals
    heads = [trigger, *(c for c in trigger.children if c.lemma_ == _TIME)]
    if trigger.head.pos_ == "VERB":
        heads += [c for c in trigger.head.children if c.lemma_ == _TIME]
    for head in heads:
        for child in head.children:
            value = next((v for w, v in ordinals.items() if without_yo(w) == child.lemma_), None)
            if value and child.i < head.i:
                return int(value)
    return _counted(trigger, ordinals)


def _counted(trigger: Token, ordinals: Mapping[str, float]) -> int | None:
    """ "Председательство, третье по счёту", "впервые", "для которого это дебют"."""
    classes = word_classes()
    near = trigger.doc[trigger.i + 1 : min(trigger.sent.end, trigger.i + _COUNT)]
    for word, then in pairwise(near):
        if then.lower_ == _BY and any(t.lemma_ in classes["chm-count"] for t in near):
            value = next((v for w, v in ordinals.items() if without_yo(w) == word.lemma_), None)
            if value:
                return int(value)
    if any(t.lemma_ in classes["chm-debut"] for t in trigger.sent):
        return 1
    first = any(c.lemma_ in classes["chm-first"] and beside(c, -1) != _NOT
                for h in (trigger, trigger.head) for c in h.children)  # fmt: skip
    return 1 if first else None
