"""Dates that stand in the adjective of a meeting: "июньский саммит", "мартовская встреча"."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes
from itogi.extraction.single_words import any_of
from itogi.extraction.stance import predicate_of, tense_of

_TO_BEFORE = any_of("to", "before")
_UPON_AFTER = any_of("upon", "after")


def own_time(ctx: Context, trigger: Token) -> str | None:
    """The time that hangs on the noun itself: "заседание 8 июня и саммит в Казани 13 октября"."""
    if trigger.pos_ == "VERB":
        return None
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    for start, end, time in ctx.times_in(trigger.i + 1, sentence.end):
        if not time.edtf or time.grain in _TIMELESS or time.role in _OTHER_ROLES:
            continue
        current = ctx.doc[start:end].root
        while (
            current != trigger
            and current.dep_ in {"nmod", "obl", "flat", "appos"}
            and current.head != current
        ):
            current = current.head
        if current == trigger:
            return time.edtf
    return None


def month_of(ctx: Context, trigger: Token) -> str | None:
    """The month, as EDTF, that an adjective gives the meeting; the verb's tense tells which year's."""
    published = ctx.article.published
    years = [n for c in trigger.children for n in (1, 2) if c.lemma_ in word_classes()[f"year-ago-{n}"]]
    if years and published is not None:
        return str(published.year - years[0])
    month = next((n for c in trigger.children if (n := _months().get(c.lemma_))), None)
    if month is None or published is None:
        return None
    ahead = (month - published.month) % 12
    behind = (published.month - month) % 12
    coming = _coming(trigger)
    if coming is None:
        coming = 0 < ahead <= behind
    year = published.year
    if coming:
        year += month < published.month
    else:
        year -= month > published.month
    return f"{year}-{month:02d}"


def _coming(trigger: Token) -> bool | None:
    """Whether the meeting lies ahead, by its words and the tense of its verb; None where they do not tell."""
    words = word_classes()
    lemmas = {c.lemma_ for c in trigger.children}
    if lemmas & words["plan"] or any(c.lower_ in _TO_BEFORE for c in trigger.children):
        return True
    if lemmas & words["previous-word"]:
        return False
    verb = predicate_of(trigger)
    on = any(c.lower_ in _UPON_AFTER for c in trigger.children if c.dep_ == "case")
    subject = verb is not None and trigger.head == verb and trigger.dep_ in {"nsubj", "nsubj:pass", "obj"}
    if verb is None or not (on or subject):
        return None
    return {"past": False, "future": True}.get(tense_of(verb))


_TIMELESS = {"clock", "duration"}
_OTHER_ROLES = {"since", "until", "by", "duration", "repeated", "for", "title"}


@cache
def _months() -> dict[str, int]:
    rows = [word_classes()[f"month-{number}"] for number in range(1, 13)]
    return {lemma: number for number, row in enumerate(rows, start=1) for lemma in row}
