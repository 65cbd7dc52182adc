"""When a counted fact holds: its clause, the event told before it, or the day of the report."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from itogi.extraction.circumstances import stretch, when
from itogi.extraction.context import Context
from itogi.extraction.counted_nouns import Counted
from itogi.extraction.patterns import word_classes
from itogi.extraction.single_words import spelt
from itogi.extraction.stance import stance_of, tense_of
from itogi.model.values import date_range

_BECAUSE_OF = spelt("because-of")
_CHAIRMANSHIP = spelt("chairmanship")

_LEAD = 3
_BACK = 3
_NEAR = 20
_LASTING = {"countries", "share", "population", "money", "trade"}
# What is counted at one event, whose date the sentences before give.
_OF_EVENT = {"documents", "events", "exercises", "troops"}
_GRAINS = {"day", "interval", "week", "month"}


def date_of(ctx: Context, what: Counted, *, expected: bool) -> str | None:
    """The EDTF date of a counted fact, or None: what lasts (members, shares) has only its own clause's."""
    number = ctx.doc[what.number.start]
    lasting = what.what in _LASTING and not _attended(what.noun)
    found = when(ctx, number, reach=10 if lasting else 30) or _period(ctx, number, expected=expected)
    if found or lasting:
        return found or (_of_lead(ctx, what) if what.what == "countries" else None)
    found = next(
        (d for d in _dates(ctx, ctx.sentences[ctx.sentence(number.i)]) if _fits(ctx, d, expected)), None
    )
    if found:
        return found
    if _under_chair(ctx, what.noun):
        return str(ctx.article.published.year) if ctx.article.published else None
    of_event = what.what in _OF_EVENT or _attended(what.noun) or _yielded(ctx, what.noun)
    told = next((d for d in _told_before(ctx, what) if _fits(ctx, d, expected)), None) if of_event else None
    if told or not (what.what == "documents" or _attended(what.noun)):
        return told or (_headline_year(ctx) if expected else None)
    # Documents are signed, and delegations come, on the day that the report is of.
    return ctx.article.published.isoformat() if ctx.article.published else None


def _period(ctx: Context, number: Token, *, expected: bool) -> str | None:
    """A stretch that a number is counted over ("за прошлый год", "с января"), or its term ("к 2030 году")."""
    sentence = ctx.sentences[ctx.sentence(number.i)]
    published = ctx.article.published
    for start, _, time in ctx.times_in(sentence.start, sentence.end):
        if not time.edtf:
            continue
        if expected and time.role == "by" and abs(start - number.i) < _NEAR:
            return time.edtf
        if time.role == "at" and ctx.doc[start].lower_ == _BECAUSE_OF and start < number.i:
            return time.edtf
        if (
            time.role == "since"
            and start < number.i
            and not expected
            and published
            and time.edtf[:4].isdigit()
        ):
            first = time.edtf[:4]
            return first if int(first) == published.year else f"{first}/{published.year}"
    return None


def _of_lead(ctx: Context, what: Counted) -> str | None:
    """States that act in the lead (sign, vote, enter) do so on the day of the report."""
    verb = stance_of(what.noun).verb
    done = verb is not None and verb.lemma_ in word_classes()["figure-act"] and tense_of(verb) == "past"
    if not done or ctx.article.published is None or ctx.sentence(what.noun.i) >= _LEAD:
        return None
    return ctx.article.published.isoformat()


def _told_before(ctx: Context, what: Counted) -> Iterator[str]:
    number = ctx.sentence(what.noun.i)
    for sentence in [*reversed(ctx.sentences[max(0, number - _BACK) : number]), *ctx.sentences[:_LEAD]]:
        yield from _dates(ctx, sentence)


def _dates(ctx: Context, sentence: Span) -> Iterator[str]:
    whole = stretch(ctx, sentence)
    if whole:
        yield whole
    for _, _, time in reversed(ctx.times_in(sentence.start, sentence.end)):
        if time.edtf and time.role == "at" and time.grain in _GRAINS:
            yield time.edtf


def _fits(ctx: Context, date: str, expected: bool) -> bool:
    """Whether a fact still to come can have this date, or one that is done."""
    bounds, published = date_range(date), ctx.article.published
    if not bounds or not published:
        return True
    return bounds[1] >= published if expected else bounds[0] <= published


def _under_chair(ctx: Context, noun: Token) -> bool:
    """ "в рамках председательства Казахстана проведено …": the year of the chairmanship."""
    sentence = ctx.sentences[ctx.sentence(noun.i)]
    return any(t.lemma_ == _CHAIRMANSHIP and t.i < noun.i for t in sentence)


def _headline_year(ctx: Context) -> str | None:
    first = ctx.sentences[0]
    times = (t for _, _, t in ctx.times_in(first.start, first.end))
    return next((t.edtf for t in times if t.edtf and t.grain == "year"), None)


def _yielded(ctx: Context, noun: Token) -> bool:
    """Whether the sentence tells what an operation has yielded."""
    sentence = ctx.sentences[ctx.sentence(noun.i)]
    return any(t.lemma_ in word_classes()["figure-result"] for t in sentence)


def _attended(noun: Token) -> bool:
    """Whether countries are counted at an event ("подключились семь стран"), not as members."""
    verb = stance_of(noun).verb
    return verb is not None and verb.lemma_ in word_classes()["attend-verb"] | word_classes()["figure-attend"]
