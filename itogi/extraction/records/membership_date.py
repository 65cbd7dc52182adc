"""When a membership changed: by the clause, by "с 1 января", or by the day that the report tells of."""

from __future__ import annotations

from spacy.tokens import Token

from itogi.extraction.circumstances import when
from itogi.extraction.context import Context
from itogi.extraction.features import beside
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.document_dates import session_date
from itogi.extraction.single_words import any_of
from itogi.extraction.stance import predicate_of, tense_of
from itogi.model.values import date_range

_WITH = any_of("with", "with-full")

# Tokens between a trigger and its date; the only date of a sentence may stand farther off.
_NEAR, _FAR = 14, 26
# A session is fresh for so many days; the first sentences of a report tell its news.
_FRESH, _LEAD = 14, 3
_DONE = {"joined", "accepted", "left", "suspended"}
_TIMELESS = {"clock", "duration"}


def date_of(ctx: Context, trigger: Token, stage: str) -> str | None:
    """When it happens; "с 1 января" is the day from which a country is in."""
    found = when(ctx, trigger, reach=_NEAR)
    if found:
        return found
    verb = predicate_of(trigger)
    if verb is not None and verb != trigger and (found := when(ctx, verb, reach=_NEAR)):
        return found
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    if len(ctx.times_in(sentence.start, sentence.end)) == 1 and (found := when(ctx, trigger, reach=_FAR)):
        return found
    return since_of(ctx, trigger) or (_of_report(ctx, trigger) if stage in _DONE else None)


def since_of(ctx: Context, trigger: Token) -> str | None:
    """The day of the "с" that stands alone in the sentence of a trigger."""
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    since = [
        t for t in ctx.times_in(sentence.start, sentence.end)
        if t[2].edtf and (t[2].role == "since" or _from(ctx.doc[t[0]])) and not _parted(trigger, t[0])
    ]  # fmt: skip
    nearest = min(since, key=lambda t: abs(t[0] - trigger.i), default=None)
    return nearest[2].edtf if nearest and abs(nearest[0] - trigger.i) <= _NEAR else None


def guest_day(ctx: Context, trigger: Token) -> str | None:
    """The day of the sitting that a guest is at: of its clause, else that of the session told of."""
    found = when(ctx, trigger, reach=_NEAR) or session_date(ctx, trigger.i, "signed")
    return found if found and len(found) >= len("2024-11") else None


def long_ago(ctx: Context, day: str | None) -> bool:
    """Whether who was admitted then has been in for long: a day of an earlier year."""
    return bool(day and ctx.article.published) and str(day)[:4] < str(ctx.article.published)[:4]


def _from(first: Token) -> bool:
    """Whether a time begins with, or follows, "с": "с сегодняшнего дня"."""
    return first.lower_ in _WITH or beside(first, -1) in _WITH


def _parted(trigger: Token, time: int) -> bool:
    return any(t.text == ";" for t in trigger.doc[min(trigger.i, time) : max(trigger.i, time)])


def _of_report(ctx: Context, trigger: Token) -> str | None:
    """The day of what the report tells: of its lead for a headline, else of the session it is about."""
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    if any(t.edtf for _, _, t in ctx.times_in(sentence.start, sentence.end)) or _recalled(ctx, trigger):
        return None
    if ctx.is_headline(trigger.i) and ctx.sentence(trigger.i) == 0:
        return _of_lead(ctx)
    found = session_date(ctx, trigger.i, "signed")
    if found is not None:
        return found if _fresh(ctx, found) else None
    return _today(ctx, trigger)


def _fresh(ctx: Context, day: str) -> bool:
    """Whether a session has just been held: one of last year dates nothing that is news today."""
    bounds, published = date_range(day), ctx.article.published
    return bounds is not None and (published is None or abs((published - bounds[1]).days) <= _FRESH)


def _today(ctx: Context, trigger: Token) -> str | None:
    """The day of publication for what the first sentences tell as news, without a day of their own."""
    if ctx.article.published is None or ctx.sentence(trigger.i) >= _LEAD:
        return None
    end = ctx.sentences[min(_LEAD, len(ctx.sentences)) - 1].end
    if any(t.edtf and len(t.edtf) > len("2024") for _, _, t in ctx.times_in(0, end)):
        return None
    return ctx.article.published.isoformat()


def _recalled(ctx: Context, trigger: Token) -> bool:
    """Whether a step is recalled rather than told: "ещё", "ранее", or under no past verb."""
    words = word_classes()["mbr-before"]
    verb = predicate_of(trigger)
    past = verb is not None and tense_of(verb) in {"past", "none"}
    return not past or any(t.lemma_ in words for t in trigger.sent)


def _of_lead(ctx: Context) -> str | None:
    for sentence in ctx.sentences[1:_LEAD]:
        for _, _, time in ctx.times_in(sentence.start, sentence.end):
            if time.edtf and time.grain not in _TIMELESS and time.role == "at":
                return time.edtf if len(time.edtf) >= len("2024-11-28") else None
    return None
