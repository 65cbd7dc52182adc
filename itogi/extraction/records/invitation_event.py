"""To what, where and when somebody is invited."""

from __future__ import annotations

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import beside, feature
from itogi.extraction.mentions import Mention
from itogi.extraction.nounphrase import depends_on, noun_phrase
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.states import (
    preposition,
    subjects,
)
from itogi.extraction.single_words import any_of, spelt
from itogi.language.inflect import nominative
from itogi.model.values import date_range

_ANNIVERSARY_ENDING = spelt("anniversary-ending")
_BY = spelt("by")
_IN = any_of("in", "in-full")
_IN_UPON = any_of("in", "in-full", "upon")
_IN_TO_UPON = any_of("in", "to", "upon")
_UPON = spelt("upon")
_VISIT = spelt("visit")
_WITH = spelt("with")

_TOWNS = {"CAPITAL", "PLACE", "COUNTRY"}
_TIMELESS = {"clock", "duration"}
# A day less than so many days back may be that of what has just been.
_FAR = 45


def occasion_of(ctx: Context, trigger: Token) -> tuple[int, int] | None:
    """The event after "на" or "принять участие в", as a token range; "на них" is the event told before."""
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    for token in ctx.doc[trigger.i + 1 : min(sentence.end, trigger.i + 22)]:
        other = token != trigger.head or preposition(trigger) != _BY
        if token.text in ";:" or (token.pos_ == "VERB" and feature(token, "VerbForm") == "Fin" and other):
            break
        if token.text in "«“" and beside(token, -1) == _UPON:
            return _quoted(ctx, token)
        if preposition(token) not in _IN_TO_UPON and not (
            token.head.lemma_ == _VISIT and token.dep_ == "obj"
        ):
            continue
        if _is_event(token):
            return _event(ctx, token)
        if token.pos_ == "PRON" and token.head == trigger:
            return event_before(ctx, trigger)
    inner = [g for c in trigger.children for g in c.children if preposition(c) or c.pos_ == "VERB"]
    near = [*trigger.children, *inner, *(trigger.head.children if preposition(trigger) == _BY else ())]
    first = [c for c in near if preposition(c) == _UPON and (_is_event(c) or _may_be_event(c))]
    if first:
        return _event(ctx, min(first, key=lambda c: not _is_event(c)))
    visit = (
        c for c in trigger.subtree if preposition(c) == _WITH and c.lemma_ in word_classes()["inv-visit"]
    )
    return next((_event(ctx, c) for c in visit), None)


def _may_be_event(noun: Token) -> bool:
    """Any noun to which one is invited by "на", unless it is a time, a post or a job."""
    known = noun.ent_type_ in {"TIME", "COUNTRY", "CAPITAL", "PLACE", "POST", "PERSON"}
    acc = feature(noun, "Case") == "Acc" and noun.pos_ in {"NOUN", "PROPN"}
    return acc and not known and noun.lemma_ not in word_classes()["inv-no"]


def _event(ctx: Context, head: Token) -> tuple[int, int]:
    start, end = noun_phrase(ctx.doc, head)
    while start and ctx.doc[start - 1].text == "," and ctx.doc[start - 2].head == head:
        if ctx.doc[start - 2].dep_ != "amod":
            break
        start -= 2
    return start, _cut(ctx, head, end)


def _quoted(ctx: Context, mark: Token) -> tuple[int, int] | None:
    """An event that is named by its title alone: "на «Ночь музеев»"."""
    end = next((t.i + 1 for t in ctx.doc[mark.i + 1 : mark.i + 10] if t.text in "»”"), None)
    return (mark.i, end) if end else None


def _is_event(token: Token) -> bool:
    return token.lemma_ in word_classes()["inv-occasion"] or token.lemma_.endswith(_ANNIVERSARY_ENDING)


def event_before(ctx: Context, trigger: Token) -> tuple[int, int] | None:
    """The event told of in the sentence before: what "приглашены" alone is meant for."""
    number = ctx.sentence(trigger.i)
    if number == 0:
        return None
    events = [t for t in ctx.sentences[number - 1] if _is_event(t) and t.pos_ in {"NOUN", "PROPN"}]
    if not events:
        return None
    return _event(ctx, events[-1])


def _cut(ctx: Context, head: Token, end: int) -> int:
    """Leave place and date out of the name of an occasion."""
    for token in ctx.doc[head.i + 1 : end]:
        outside = token.lower_ in _IN_UPON or any(
            s <= token.i < e for s, e, t in ctx.times if t.grain != "year"
        )
        outside = outside or (token.ent_type_ == "COUNTRY" and feature(token, "Case") == "Acc")
        if outside and not token.is_punct:
            return token.i
    return end


def place_of(ctx: Context, trigger: Token, occasion: tuple[int, int] | None) -> str | None:
    """The town or country to which one is invited: after "в", in the accusative or locative."""
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    before = preposition(trigger) == _BY or feature(trigger, "Voice") == "Pass"
    for m in ctx.mentions_in(
        min(sentence.start if before else trigger.i, (occasion or (trigger.i,))[0]),
        sentence.end,
        "CAPITAL",
        "PLACE",
        "COUNTRY",
    ):
        head = ctx.doc[m.start : m.end].root
        if head.dep_ == "obj" and head.head.lemma_ == _VISIT:
            return _town(ctx, m)
        if preposition(head) in _IN_UPON and m.via != "seat":
            tied = (
                depends_on(head, trigger)
                or _beside(head, trigger)
                or (occasion is not None and m.start <= occasion[1] + 3)
            )
            if tied and head.pos_ != "ADJ":
                return _town(ctx, m)
    return None


def _beside(place: Token, noun: Token) -> bool:
    """ "Прибыл в Душанбе по приглашению": the place of the verb that an invitation hangs on."""
    return preposition(noun) == _BY and place.head == noun.head


def place_before(ctx: Context, trigger: Token) -> str | None:
    """What "куда" or "туда" goes back to: the last place named in the sentence or the one before."""
    if not any(c.lemma_ in word_classes()["inv-where"] for c in (*trigger.children, *trigger.head.children)):
        return None
    start = ctx.sentences[max(0, ctx.sentence(trigger.i) - 1)].start
    named = [
        m for m in ctx.mentions_in(start, trigger.i, *_TOWNS)
        if m.via != "seat"
        and (preposition(ctx.doc[m.start : m.end].root) in _IN or _relative_to(ctx, m, trigger))
    ]  # fmt: skip
    return _town(ctx, named[-1]) if named else None


def _relative_to(ctx: Context, place: Mention, trigger: Token) -> bool:
    """ "Турция, куда …": the place right before the clause."""
    return any(
        t.lemma_ in word_classes()["inv-where"] for t in ctx.doc[place.end : min(place.end + 2, trigger.i)]
    )


def _town(ctx: Context, place: Mention) -> str:
    """The name of a town or country as a dictionary has it."""
    return (
        place.value if place.label in {"CAPITAL", "PLACE"} else nominative(ctx.doc[place.start : place.end])
    )


def waiting(ctx: Context, verb: Token) -> str | None:
    """The town or country that awaits its guests."""
    for subject in subjects(verb):
        mention = next((m for m in ctx.mentions if m.start <= subject.i < m.end and m.label in _TOWNS), None)
        if mention is not None:
            return _town(ctx, mention)
    return None


def date_of(
    ctx: Context, trigger: Token, occasion: tuple[int, int] | None, *, ahead: bool = False
) -> str | None:
    """When the occasion is: a time in or after its phrase; one before the verb is that of the inviting."""
    sentence = ctx.sentences[ctx.sentence(occasion[0] if occasion else trigger.i)]
    low = min(occasion[0], trigger.i + 1) if occasion else trigger.i + 1
    if ahead or (occasion and occasion[1] <= trigger.i):
        low = sentence.start
    times = list(ctx.times_in(low, sentence.end))
    # "Накануне заявили, что саммит 9 октября …": what follows the event dates it before what precedes it.
    times.sort(key=lambda t: t[1] <= (occasion[0] if occasion else trigger.i))
    for start, end, time in times:
        if time.edtf and time.grain not in _TIMELESS and time.role != "duration":
            return _ahead(ctx, start, end, time.edtf)
    return None


def _ahead(ctx: Context, start: int, end: int, day: str) -> str:
    """A day or month without a year lies ahead: one is invited to what is to come."""
    published, bounds = ctx.article.published, date_range(day)
    told = any(t.text[:4].isdigit() and len(t) >= len("2024") for t in ctx.doc[start : end + 1])
    words = word_classes()["previous-word"] | word_classes()["inv-past"]
    told = told or any(t.lemma_ in words for t in ctx.doc[max(0, start - 2) : end])
    if published is None or bounds is None or told or bounds[1] >= published:
        return day
    if len(day) < len("2024-11") or (published - bounds[1]).days < _FAR:
        return day
    return "/".join(f"{int(part[:4]) + 1}{part[4:]}" for part in day.split("/"))
