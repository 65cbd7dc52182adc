"""Meetings of a series whose noun is left out: "Шестая прошла в Астане, восьмая – в Бишкеке"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from itogi.extraction.assemble import Draft
from itogi.extraction.circumstances import place_name
from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.meeting_merge import Found, ordinal_of
from itogi.extraction.single_words import spelt
from itogi.extraction.stance import predicate_of, tense_of
from itogi.model.values import date_range

_AND = spelt("and")

# How many sentences after the noun the adjective may still stand for it.
_REACH = 2
_BREAKS = {";", "(", ")", "."}
_LISTS = {":", "–", "—", "-"}
_NO_DATE = {"since", "until", "duration"}
_NO_PLACE = {"seat", "area", "water"}


def series(ctx: Context, found: Found) -> Iterator[Found]:
    """The other meetings of its series that ordinals, "следующий", "предыдущий" after ``found`` tell."""
    noun = found.trigger
    if noun.pos_ not in {"NOUN", "PROPN"}:
        return
    last = min(ctx.sentence(noun.i) + _REACH, len(ctx.sentences) - 1)
    marks: list[Token] = []
    for token in ctx.doc[noun.i + 1 : ctx.sentences[last].end]:
        if token.lemma_ in _nouns() and feature(token, "Gender") == feature(noun, "Gender"):
            break
        if _stands_alone(ctx, token, noun):
            marks.append(token)
    for number, mark in enumerate(marks):
        limit = marks[number + 1].i if number + 1 < len(marks) else len(ctx.doc)
        other = _other(ctx, found, mark, limit)
        if other is not None:
            yield other


def counted(ctx: Context, found: Found) -> Iterator[Found]:
    """ "собирались дважды: в октябре в Ташкенте и на прошлой неделе": a meeting for each time or place."""
    verb = predicate_of(found.trigger)
    counts = word_classes()["count-adverb"]
    if verb is None or not any(c.lemma_ in counts for c in verb.children):
        return
    sentence = ctx.sentences[ctx.sentence(found.trigger.i)]
    start = next((t.i for t in ctx.doc[verb.i : sentence.end] if t.text in _LISTS), None)
    if start is None:
        return
    low, first, told = start + 1, True, str(found.draft.slots["date"] or "")
    year = told if len(told) == 4 else None
    for token in ctx.doc[low : sentence.end]:
        if token.text not in {",", ";", "."} and token.lower_ != _AND:
            continue
        item = _item(ctx, found, low, token.i, year)
        if item is None:
            continue
        low = token.i + 1
        if first:
            slots = item.draft.slots
            found.draft.slots.update({k: slots[k] for k in ("date", "place", "status")})
            first = False
        else:
            yield item


def _item(ctx: Context, found: Found, low: int, high: int, year: str | None) -> Found | None:
    """One of a list of times and places as a meeting of its own."""
    date, place = _date(ctx, low, high), _place(ctx, low, high)
    if date is None and place is None:
        return None
    date = date or year
    slots = {**found.draft.slots, "date": date, "place": place, "formats": [], "venue": None, "chair": None}
    slots["status"] = _status(ctx, found.trigger, date, found)
    draft = Draft("meeting", slots, ctx.evidence(found.trigger.i), 0.7, "meeting.series", low)
    return Found(draft, found.trigger, True)


def _date(ctx: Context, low: int, high: int) -> str | None:
    times = [t for t in ctx.times_in(low, high) if t[2].edtf and t[2].role not in _NO_DATE]
    return str(times[0][2].edtf) if times else None


def _place(ctx: Context, low: int, high: int) -> str | None:
    places = [m for m in ctx.mentions_in(low, high, "CAPITAL", "PLACE", "COUNTRY") if m.via not in _NO_PLACE]
    places = [m for m in places if not ctx.people.at(m.start)]
    place = next((m for m in places if m.label != "COUNTRY"), places[0] if places else None)
    return place_name(ctx, place) if place is not None else None


def _nouns() -> frozenset[str]:
    classes = word_classes()
    return classes["session-noun"] | classes["meeting-generic"] | classes["series-noun"]


def _stands_alone(ctx: Context, token: Token, noun: Token) -> bool:
    """Whether an ordinal or a word of order has no noun of its own and agrees with that of the meeting."""
    classes = word_classes()
    order = token.lemma_ in classes["previous-word"] | classes["next-word"]
    if not (order or ordinal_of(token)) or (token.pos_ not in {"ADJ", "NOUN", "DET"} and not order):
        return False
    if token.dep_ in {"amod", "advmod", "case", "det"} or feature(token, "Number") == "Plur":
        return False
    if feature(token, "Gender") not in {feature(noun, "Gender"), None}:
        return False
    after = ctx.doc[token.i + 1] if token.i + 1 < len(ctx.doc) else None
    if after is not None and (after.pos_ in {"NOUN", "PROPN", "ADJ"} and after.dep_ != "obl"):
        return False
    timed = any(low <= token.i < high for low, high, _ in ctx.times)
    children = {c.dep_ for c in token.children}
    return not timed and "case" not in children


def _other(ctx: Context, found: Found, mark: Token, limit: int) -> Found | None:
    low, high = _clause(ctx, mark, limit)
    date, place = _date(ctx, low, high), _place(ctx, low, high)
    if date is None and place is None:
        return None
    classes, model = word_classes(), found.draft.slots
    previous, following = mark.lemma_ in classes["previous-word"], mark.lemma_ in classes["next-word"]
    slots: dict[str, object] = {
        "organisation": model["organisation"],
        "body": model.get("body"),
        "level": model.get("level"),
        "formats": [],
        "status": _status(ctx, mark, date, found),
        "date": date,
        "place": place,
    }
    draft = Draft("meeting", slots, ctx.evidence(mark.i), 0.7, "meeting.series", mark.i)
    out = Found(draft, mark, True, previous, following, ordinal_of(mark))
    out.apart = True
    return out


def _clause(ctx: Context, mark: Token, limit: int) -> tuple[int, int]:
    """The words between the breaks around a mark, and before the next mark."""
    sentence = ctx.sentences[ctx.sentence(mark.i)]
    breaks = [t.i + 1 for t in ctx.doc[sentence.start : mark.i] if t.text in _BREAKS | {","}]
    low = max(breaks, default=sentence.start)
    high = next((t.i for t in ctx.doc[mark.i : sentence.end] if t.text in _BREAKS), sentence.end)
    if limit < high:
        # What stands before the next mark may belong to it: "…, в Баку – седьмая".
        commas = [t.i for t in ctx.doc[mark.i : limit] if t.text == ","]
        high = commas[-1] if commas else limit
    return low, high


def _status(ctx: Context, mark: Token, date: str | None, found: Found) -> str:
    classes, published = word_classes(), ctx.article.published
    verb = predicate_of(mark)
    if verb is not None and verb.lemma_ in classes["cancel"]:
        return "cancelled"
    bounds = date_range(date) if date else None
    if published and bounds and bounds[0] > published:
        return "planned"
    if published and bounds and bounds[1] < published:
        return "held"
    if verb is not None:
        tense = tense_of(verb)
        if tense == "future" or verb.lemma_ in classes["plan"]:
            return "planned"
        if tense == "past":
            return "held"
    return "planned" if mark.lemma_ in classes["next-word"] else "held"
