"""Finder of meetings: sessions, summits, ministerials, committees and bilateral talks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from itogi.extraction.assemble import Draft
from itogi.extraction.circumstances import news_item, when, where
from itogi.extraction.context import Context
from itogi.extraction.matching import Match
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.meeting_acts import acted
from itogi.extraction.records.meeting_chair import chair_in
from itogi.extraction.records.meeting_dates import month_of, own_time
from itogi.extraction.records.meeting_frame import framed
from itogi.extraction.records.meeting_gap import gapped
from itogi.extraction.records.meeting_merge import Found, complete, find_same, join, marked
from itogi.extraction.records.meeting_phrase import (
    Phrase,
    is_international,
    is_plural,
    level_in,
    organisation_of,
    phrase_at,
)
from itogi.extraction.records.meeting_series import counted, series
from itogi.extraction.records.meeting_status import meeting_status
from itogi.extraction.records.meeting_told import told
from itogi.extraction.records.meeting_topics import phrase_topics
from itogi.extraction.records.meeting_window import add_topics, enrich, formats_in, place_of_news
from itogi.extraction.records.participants import Parties, parties_of
from itogi.extraction.records.talks import level_of_person, level_of_post
from itogi.extraction.single_words import any_of
from itogi.model.values import date_range

_UNTIL_ON_EVE = any_of("until", "on-eve")

# News of the day name their meeting in the first sentences.
LEAD = 5


def find(ctx: Context) -> Iterator[Draft]:
    """Meetings in text order; later mentions of one meeting are merged into its first draft."""
    known: list[Found] = []
    for new in _mentioned(ctx):
        if not complete(known, new):
            continue
        twin = find_same(ctx, known, new)
        if twin is None and (not new.bare or _tells(new)):
            known.append(new)
        elif twin is None:
            continue
        else:
            join(twin, new)
            new.draft = twin.draft
    owners = _owners(ctx, known)
    main = _main(ctx, known)
    if main is not None:
        enrich(ctx, main.draft, owners)
        place_of_news(ctx, main.draft, owners)
        _date_of_news(ctx, main)
        _sidelines(ctx, main, known)
    for found in known:
        add_topics(ctx, found.draft, owners)
        found.draft.distinct = True
        yield found.draft


def _sidelines(ctx: Context, main: Found, known: list[Found]) -> None:
    """Talks on the sidelines of a meeting are where and when it is; those "here" are where it is."""
    classes = word_classes()
    for found in known:
        lemmas = {t.lemma_ for t in ctx.sentences[ctx.sentence(found.draft.position)]}
        aside = bool(lemmas & (classes["sidelines"] | classes["meeting-alongside"]))
        if found is main or not (aside or lemmas & classes["meeting-there"]):
            continue
        for slot in ("date", "place") if aside else ("place",):
            found.draft.slots[slot] = found.draft.slots.get(slot) or main.draft.slots.get(slot)


def _tells(found: Found) -> bool:
    """Whether a bare word tells enough for a meeting of its own: when or where, or which of a series."""
    slots = found.draft.slots
    return bool(
        found.sure
        and slots["organisation"]
        and (slots["date"] or slots["place"] or found.previous or found.following)
    )


def _owners(ctx: Context, known: list[Found]) -> dict[int, Draft]:
    """Which meeting each sentence with a trigger speaks of; of two the one that is not the first counts."""
    out: dict[int, Draft] = {}
    for found in known:
        for low, _ in found.draft.evidence:
            token = next((s.start for s in ctx.sentences if ctx.span(s.start, s.end)[0] == low), None)
            if token is not None:
                out[ctx.sentence(token)] = found.draft
    return out


def _main(ctx: Context, known: list[Found]) -> Found | None:
    """The meeting that the report is about: the first that its words do not mark as another one."""
    own = [f for f in known if not f.previous]
    if own and ctx.sentence(own[0].draft.position) <= LEAD:
        return own[0]
    current = next((f for f in own if not f.planned and not f.following), None)
    return current or next(iter(own or known), None)


def _date_of_news(ctx: Context, found: Found) -> None:
    """News of the day often leave "сегодня" out: a past event is of the day of publication."""
    draft, published = found.draft, ctx.article.published
    if draft.slots.get("date") or published is None or found.planned:
        return
    leads = ctx.sentence(draft.position) <= LEAD
    sentence = ctx.sentences[ctx.sentence(draft.position)]
    times = [t[2] for t in ctx.times_in(sentence.start, sentence.end) if t[2].edtf and t[2].role == "at"]
    bounds = [b for t in times if (b := date_range(str(t.edtf)))]
    if any(last < published for _, last in bounds):
        return
    if leads and draft.slots["status"] in {"held", "ongoing"} and not found.previous:
        draft.slots["date"] = published.isoformat()


def _mentioned(ctx: Context) -> Iterator[Found]:
    """Every mention of a meeting, in text order."""
    yield from sorted((*_by_words(ctx), *told(ctx), *acted(ctx)), key=lambda f: f.draft.position)


def _by_words(ctx: Context) -> Iterator[Found]:
    for match in ctx.matches("meeting"):
        start, end = match.groups["t"]
        trigger = ctx.doc[start:end].root
        for found in _drafts(ctx, match, trigger):
            listed = list(counted(ctx, found))
            yield found
            yield from listed
            yield from gapped(ctx, found)
            yield from series(ctx, found)


def _drafts(ctx: Context, match: Match, trigger: Token) -> Iterator[Found]:
    phrase = phrase_at(ctx, match, trigger)
    if phrase is None:
        return
    for parties in parties_of(ctx, trigger):
        organisation, sure = organisation_of(ctx, phrase, parties)
        if organisation is None and len(parties.countries) == 2:
            parties.bilateral = True
        talks = trigger.lemma_ in word_classes()["talks-only"] or is_plural(trigger)
        if talks and not parties.bilateral and not _each(ctx, phrase):
            continue
        level = level_in(ctx, phrase, parties)
        verdict = is_international(ctx, phrase, parties, sure=sure and organisation is not None, level=level)
        summit = organisation is None and match.pattern.id == "meeting.summit"
        heads = summit and _of_heads(ctx, trigger)
        if verdict is False or (organisation is None and not parties.of_states and not heads):
            continue
        found = _found(ctx, phrase, parties, organisation, level)
        found.bare = (verdict is None and not heads) or _itself(ctx, phrase)
        found.like = found.bare and trigger.pos_ == "VERB"
        yield found
        if not parties.bilateral:
            yield from (_found(ctx, other, parties, *_owner_level(other)) for other in _each(ctx, phrase))


def _itself(ctx: Context, phrase: Phrase) -> bool:
    """ "Сам саммит пройдёт": the one told before, whatever organisation is named in between."""
    own = phrase.body or ctx.mentions_in(phrase.start, phrase.end, "ORGANISATION")
    return not own and any(c.lemma_ in word_classes()["meeting-itself"] for c in phrase.trigger.children)


def _of_heads(ctx: Context, trigger: Token) -> bool:
    """Whether heads of state or government are named beside a summit of no organisation."""
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    ranks = {"heads-of-state", "heads-of-government"}
    people = ctx.people.in_range(sentence.start, sentence.end)
    posts = ctx.mentions_in(sentence.start, sentence.end, "POST")
    return any(level_of_person(p) in ranks for p in people) or any(level_of_post(m) in ranks for m in posts)


def _each(ctx: Context, phrase: Phrase) -> list[Phrase]:
    """The other bodies or organisations of "саммиты ОДКБ и ЕАЭС", "заседания СМИД и СМО"."""
    if not is_plural(phrase.trigger):
        return []
    bodies = ctx.mentions_in(phrase.start, phrase.end, "BODY")
    if len(bodies) > 1:
        return [replace(phrase, body=body) for body in bodies[1:]]
    owners = ctx.mentions_in(phrase.start, phrase.end, "ORGANISATION")
    return [replace(phrase, body=replace(m, owner=m.value, level=None)) for m in owners[1:]]


def _owner_level(phrase: Phrase) -> tuple[str | None, str | None]:
    body, fixed = phrase.body, phrase.match.pattern.slots.get("level")
    level = body.level if body is not None and body.level else None
    return body.owner if body is not None else None, level or (str(fixed) if fixed else None)


def _found(
    ctx: Context, phrase: Phrase, parties: Parties, organisation: str | None, level: str | None
) -> Found:
    trigger, match = phrase.trigger, phrase.match
    date = own_time(ctx, trigger) or month_of(ctx, trigger)
    if date is None or (len(date) == 7 and not _until(trigger)):
        date = date if _until(trigger) else _finer(when(ctx, trigger), date)
    place, venue = where(ctx, trigger)
    status, sure = meeting_status(ctx, trigger, date)
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    low, high, _ = news_item(ctx, trigger.i)
    named = phrase.body is not None and phrase.body.label == "BODY" and bool(organisation)
    named = named and not parties.bilateral
    if parties.bilateral and phrase.body is not None and phrase.body.owner is None:
        # "заседание межправительственной комиссии A и B"
        named = True
    slots: dict[str, object] = {
        "organisation": organisation,
        "body": phrase.body.value if phrase.body and named else None,
        "level": level,
        "formats": formats_in(ctx.doc[low:high]) + ["bilateral"] * parties.bilateral,
        "status": status,
        "date": date,
        "place": place,
        "venue": venue,
        "chair": chair_in(ctx, sentence),
        "countries": parties.countries,
        "people": parties.people,
        "topics": phrase_topics(ctx, trigger, phrase.end),
    }
    pattern = match.pattern.id + ("+known" if parties.known else "")
    draft = Draft("meeting", slots, ctx.evidence(trigger.i), match.pattern.confidence, pattern, trigger.i)
    framed(ctx, draft, trigger)
    if date is None and draft.slots["date"]:
        slots["status"], sure = meeting_status(ctx, trigger, str(draft.slots["date"]))
    found = marked(ctx, draft, trigger, sure)
    found.states = organisation is None and len(parties.countries) > 1 and _direct(ctx, trigger)
    return found


def _until(trigger: Token) -> bool:
    """Whether something else happens before the meeting: "до саммита, с 24 по 29 августа, пройдёт учение"."""
    return any(c.lower_ in _UNTIL_ON_EVE for c in trigger.children if c.dep_ == "case")


def _finer(told: str | None, month: str | None) -> str | None:
    """The day that the sentence gives, unless it lies outside the month of the noun."""
    return told if month is None or (told or "").startswith(month) else month


def _direct(ctx: Context, trigger: Token) -> bool:
    """Whether the states that meet stand right with the word ("встреча лидеров США и Испании")."""
    names = [m.start for m in ctx.in_sentence(trigger.i, "COUNTRY") if m.start > trigger.i]
    return bool(names) and not any(t.pos_ == "VERB" for t in ctx.doc[trigger.i + 1 : names[0]])
