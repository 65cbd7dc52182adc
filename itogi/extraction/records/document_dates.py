"""When an instrument reached its stage, and since when it was in the making."""

from __future__ import annotations

from datetime import timedelta

from spacy.tokens import Doc, Span, Token

from itogi.extraction.circumstances import when
from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.document_heads import word_number
from itogi.extraction.records.document_titles import Instrument, gatherings
from itogi.extraction.records.document_told import Told
from itogi.extraction.single_words import spelt
from itogi.extraction.stance import act_of, predicate_of, stance_of, tense_of
from itogi.model.values import date_range

_BECAUSE_OF = spelt("because-of")
_WHICH = spelt("which")

_TIMELESS = {"clock", "duration"}
_OTHER = {"since", "duration", "repeated", "title", "for"}
_BOUND = {"signed", "ratified", "in-force", "implemented", "agreed", "expected"}
# A bare year before these stages ("Соглашение 2003 года вступило в силу") is that of the signing.
_LATER = {"in-force", "ratified", "implemented"}
_OF_SESSION = {"signed", "expected", "agreed", "proposed"}
_NEWS = {"signed", "agreed", "ratified", "rejected", "proposed"}
# The headline and the two sentences after it tell the news of the day.
_LEAD = 2
# A report tells of what happened within so many days before it.
_FRESH = 7


def date_of(ctx: Context, item: Instrument, told: Told, titles: list[tuple[int, int]]) -> str | None:
    """The date of the stage: a time of its clause, else the day of the session that the text reports."""
    own = near_time(ctx, told.anchor or item.head, titles, told.stage)
    anchor = told.anchor or item.head
    attribute = told.anchor is not None and anchor.dep_ in {"amod", "acl"} and anchor.head == item.head
    if own or attribute:
        return own
    if told.stage not in _OF_SESSION:
        return _news_day(ctx, told, titles)
    if any(t.lemma_ in word_classes()["doc-then"] for t in anchor.sent):
        return _told_before(ctx, anchor)
    day = session_date(ctx, anchor.i, told.stage) or _only_day(ctx, told) or _news_day(ctx, told, titles)
    return day or _event_day(ctx, told)


def _event_day(ctx: Context, told: Told) -> str | None:
    """The one day of the week before the report that it names: what was signed was signed then."""
    published = ctx.article.published
    if published is None or told.stage not in _NEWS or (told.anchor and _of_the_past(told.anchor)):
        return None
    since = published - timedelta(days=_FRESH)
    days = {_closing_day(t.edtf) for _, _, t in ctx.times if t.edtf and t.role in {"at", "duration", "since"}}
    fresh = {
        day for day in days if len(day) == len("2024-11-28") and since.isoformat() <= day <= str(published)
    }
    return fresh.pop() if len(fresh) == 1 else None


def _only_day(ctx: Context, told: Told) -> str | None:
    """The day of publication for a report that tells of an act and names no day or month at all."""
    if ctx.article.published is None or told.stage != "signed" or told.anchor is None:
        return None
    days = [time.edtf for _, _, time in ctx.times if time.edtf and len(time.edtf) > len("2024")]
    if _of_the_past(told.anchor) or any(_fits(ctx, day, "signed") for day in days):
        return None
    return ctx.article.published.isoformat() if tense_of(told.anchor) == "past" else None


def _news_day(ctx: Context, told: Told, titles: list[tuple[int, int]]) -> str | None:
    """The day of publication for an act that the headline or the lead tells without a date of its own."""
    published, anchor = ctx.article.published, told.anchor
    if published is None or anchor is None or told.stage not in _NEWS or tense_of(anchor) != "past":
        return None
    number = ctx.sentence(anchor.i)
    if number > _LEAD or ("Part" in anchor.morph.get("VerbForm", []) and anchor.dep_ in {"amod", "acl"}):
        return None
    sentence = ctx.sentences[number]
    dated = [s for s, _, t in ctx.times_in(sentence.start, sentence.end) if t.edtf]
    if any(not any(low <= s < high for low, high in titles) for s in dated):
        return None
    return None if stance_of(anchor).unreal or _of_the_past(anchor) else published.isoformat()


def _of_the_past(anchor: Token) -> bool:
    """ "на прошлогоднем саммите подписали": the sentence speaks of an earlier session."""
    return any(t.lemma_ in word_classes()["doc-bygone"] for t in anchor.sent)


def _told_before(ctx: Context, anchor: Token) -> str | None:
    """The date that "тогда" refers to: the last one told in the two sentences before."""
    number = ctx.sentence(anchor.i)
    start = ctx.sentences[max(number - 2, 0)].start
    times = [t for _, _, t in ctx.times_in(start, ctx.sentences[number].start) if t.edtf and t.role == "at"]
    return times[-1].edtf if times else None


def near_time(ctx: Context, token: Token, titles: list[tuple[int, int]], stage: str | None) -> str | None:
    """The time nearest to ``token`` in its sentence that stands in no title."""
    sentence = ctx.sentences[ctx.sentence(token.i)]
    verb = predicate_of(token)
    best: tuple[int, str] | None = None
    for start, end, time in ctx.times_in(sentence.start, sentence.end):
        if (
            not time.edtf
            or time.grain in _TIMELESS
            or (time.role in _OTHER and (time.role, stage) != ("since", "in-force"))
            or any(s <= start < e and not s <= token.i < e for s, e in titles)
        ):
            continue
        if stage in _BOUND and not _fits(ctx, time.edtf, stage):
            continue
        if stage in _LATER and start == token.i + 1 and token.pos_ == "NOUN":
            continue  # "соглашение 2014 года ратифицировали"
        clause = predicate_of(ctx.doc[start])
        if clause is not None and clause.dep_ == "acl:relcl" and clause not in {verb, token}:
            continue
        beside = _verb_beside(ctx.doc, start, sentence.start)
        same = beside in {verb, token} if beside is not None else clause in {verb, token}
        year = ctx.doc[start].is_digit and len(ctx.doc[start]) == 4 and stage in _LATER
        cost = max(start - token.i, token.i - end, 0) + (0 if same else 15) + (10 if year else 0)
        if cost <= 35 and (best is None or cost < best[0]):
            best = (cost, time.edtf)
    return best[1] if best else None


def _verb_beside(doc: Doc, start: int, low: int) -> Token | None:
    """The verb or participle that stands before a time in its stretch between commas, or None."""
    for i in range(start - 1, low - 1, -1):
        if doc[i].text in {",", ";", ":", "(", "—", "–"}:
            return None
        if doc[i].pos_ == "VERB":
            return doc[i]
    return None


def session_date(ctx: Context, token: int, stage: str) -> str | None:
    """The day of the session at which an instrument is signed.

    Sessions of the kind that the sentence names ("по итогам саммита") come first; of several the last one
    before the day of publication has just been held, the first after it is the one expected. A text that
    reports on its own day gives that day.
    """
    sentence = ctx.sentences[ctx.sentence(token)]
    named = {t.lemma_ for t in sentence} & gatherings()
    sessions = [(ctx.doc[i].lemma_, d) for i, d in _sessions(ctx) if _fits(ctx, d, stage)]
    own = [d for lemma, d in sessions if lemma in named]
    today = _same_day(ctx)
    dates = own or ([d for _, d in sessions] if not (named and today) else [])
    if not dates:
        return today
    return _closing_day(min(dates) if stage == "expected" else max(dates))


def _closing_day(date: str) -> str:
    """The last day of a session of several days: that is when its documents are signed."""
    last = date.rsplit("/", 1)[-1]
    return last if len(last) == len("2024-11-28") else date


def _same_day(ctx: Context) -> str | None:
    """The day of publication where the text speaks of it: "сегодня", its date, or a session that goes on."""
    if ctx.article.published is None:
        return _dateline(ctx)
    day = ctx.article.published.isoformat()
    if any(time.edtf == day for _, _, time in ctx.times):
        return day
    line = _dateline(ctx)
    if line is not None and _fits(ctx, line, "signed"):
        return line
    going = (t for t in ctx.doc if t.lemma_ in gatherings() and t.dep_ == "nsubj")
    return (
        day
        if any(stance_of(t).tense == "present" and t.head.lemma_ in word_classes()["go-on"] for t in going)
        else None
    )


def _dateline(ctx: Context) -> str | None:
    """The day in a line of its own before the text ("Душанбе, 15 сентября")."""
    for sentence in ctx.sentences[:4]:
        words = [t for t in sentence if not t.is_space and not t.is_punct]
        days = [
            t.edtf for _, _, t in ctx.times_in(sentence.start, sentence.end) if t.grain == "day" and t.edtf
        ]
        if len(words) <= 9 and len(days) == 1 and not any(t.pos_ == "VERB" for t in words):
            return days[0]
    return None


def _sessions(ctx: Context) -> list[tuple[int, str]]:
    """Sessions of the text as (token, date), without those marked as others ("предыдущий", "следующий")."""
    classes = word_classes()
    marked = classes["previous-word"] | classes["next-word"]
    out: list[tuple[int, str]] = []
    for sentence in ctx.sentences:
        if not ctx.times_in(sentence.start, sentence.end):
            continue
        for token in sentence:
            if token.lemma_ not in gatherings() or any(c.lemma_ in marked for c in token.children):
                continue
            date = when(ctx, token)
            if date and len(date) >= 7:
                out.append((token.i, date))
    return out


def _fits(ctx: Context, date: str, stage: str) -> bool:
    bounds, published = date_range(date), ctx.article.published
    if bounds is None or published is None:
        return True
    return bounds[1] >= published if stage == "expected" else bounds[0] <= published


def since_of(ctx: Context, item: Instrument, told: Told) -> str | None:
    """ "разрабатывался с 2013 года", "за два месяца подготовили": when the work on an instrument began."""
    anchor = told.anchor if told.act == "draft" else _drafted_in_clause(ctx, item)
    if anchor is None:
        return _signed_before(ctx, item, told) if told.stage in _LATER else None
    sentence = ctx.sentences[ctx.sentence(anchor.i)]
    for start, end, time in ctx.times_in(sentence.start, sentence.end):
        if time.role == "since" and time.edtf:
            return time.edtf
        begun = any(v.lemma_ in word_classes()["doc-begin"] for v in (anchor.head, *anchor.children))
        if begun and time.role == "at" and time.edtf:
            return time.edtf
        if time.role == "duration" and ctx.doc[start].lower_ == _BECAUSE_OF:
            return _before(ctx, ctx.doc[start:end])
    return None


def _signed_before(ctx: Context, item: Instrument, told: Told) -> str | None:
    """When an instrument that has come into force was signed: "подписанное 25 декабря, вступило 15 мая"."""
    sentence = ctx.sentences[ctx.sentence(item.head.i)]
    year = next((t for s, _, t in ctx.times_in(sentence.start, sentence.end) if s == item.head.i + 1), None)
    if year is not None and year.role == "at":
        return year.edtf
    for token in sentence:
        near = token in item.head.children or (told.anchor is not None and token.dep_ == "conj")
        near = near or (told.anchor is not None and told.anchor.dep_ == "conj" and told.anchor.head == token)
        if near and token != told.anchor and act_of(token) in {"sign", "adopt"}:
            return near_time(ctx, token, [], "signed")
    return None


def _drafted_in_clause(ctx: Context, item: Instrument) -> Token | None:
    """The drafting verb of a clause on the title: "программа, которую готовили с 2013 года"."""
    clauses = [
        c
        for t in ctx.doc[item.head.i : item.end]
        for c in t.children
        if c.dep_ in {"acl", "acl:relcl"} and (c.i > t.i or c.dep_ == "acl")
    ]
    hung = next((t for c in clauses for t in (c, *c.children) if act_of(t) == "draft"), None)
    return hung or _after_comma(ctx, item)


def _after_comma(ctx: Context, item: Instrument) -> Token | None:
    """The drafting verb after ", которую", wherever the parser hangs it."""
    after = ctx.doc[item.end : item.end + 6]
    if len(after) < 3 or after[0].text != "," or after[1].lemma_ != _WHICH:
        return None
    return next((t for t in after[2:] if act_of(t) == "draft"), None)


def _before(ctx: Context, duration: Span) -> str | None:
    """The month or year that lies a duration ("за два месяца") before the day of publication."""
    published = ctx.article.published
    number = next((n for t in duration if (n := word_number(t)) is not None), 1)
    if published is None:
        return None
    lemma = duration[-1].lemma_
    if lemma in word_classes()["time-month"]:
        months = published.year * 12 + published.month - 1 - number
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    return f"{published.year - number:04d}" if lemma in word_classes()["time-year"] else None
