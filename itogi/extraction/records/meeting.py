"""Finder of meetings: sessions, summits, ministerials, committees and bilateral talks."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from itogi.extraction.assemble import Draft
from itogi.extraction.circumstances import when, where
from itogi.extraction.context import Context
from itogi.extraction.mentions import Mention
from itogi.extraction.nounphrase import noun_phrase
from itogi.extraction.patterns import Match, matcher, word_classes
from itogi.extraction.records.meeting_gap import gapped
from itogi.extraction.records.meeting_merge import Found, complete, find_same, join, marked
from itogi.extraction.records.meeting_status import meeting_status
from itogi.extraction.records.meeting_topics import phrase_topics
from itogi.extraction.records.meeting_window import add_topics, chair_in, enrich, formats_in, place_of_news
from itogi.extraction.records.participants import Parties, level_of, parties_of
from itogi.extraction.stance import predicate_of

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
    for found in known:
        add_topics(ctx, found.draft, owners)
        found.draft.distinct = True
        yield found.draft


def _tells(found: Found) -> bool:
    """Whether a bare word tells enough for a meeting of its own: when or where, or that it is the next or last."""
    slots = found.draft.slots
    return bool(found.sure and slots["organisation"] and (slots["date"] or slots["place"] or found.previous or found.following))


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
    """News of the day often leave "сегодня" out: a past event without any date is of the day of publication."""
    draft, published = found.draft, ctx.article.published
    if draft.slots.get("date") or published is None or found.planned:
        return
    verb = predicate_of(found.trigger)
    leads = ctx.sentence(draft.position) <= LEAD
    events = word_classes()["take-place"] | word_classes()["meet-verb"]
    if leads and (draft.slots["status"] == "ongoing" or verb is not None and verb.lemma_ in events):
        draft.slots["date"] = published.isoformat()


def _mentioned(ctx: Context) -> Iterator[Found]:
    """Every mention of a meeting, in text order."""
    for match in matcher("meeting", ctx.doc.vocab)(ctx.doc):
        start, end = match.groups["t"]
        trigger = ctx.doc[start:end].root
        for found in _drafts(ctx, match, trigger):
            yield found
            yield from gapped(ctx, found)


def _drafts(ctx: Context, match: Match, trigger: Token) -> Iterator[Found]:
    verb = trigger.pos_ == "VERB" or trigger.lemma_ in word_classes()["meet-verb"]
    if match.pattern.id == "meeting.body" and not _acts_as_event(trigger):
        return
    start, end = (trigger.i, trigger.i + 1) if verb else noun_phrase(ctx.doc, trigger)
    if _no_meeting(ctx, trigger, start, end):
        return
    body = next(iter(ctx.mentions_in(min(start, match.start), max(end, match.end), "BODY")), None)
    for parties in parties_of(ctx, trigger, start, end):
        organisation, sure = _organisation(ctx, trigger, start, end, body, parties)
        if organisation is None and len(parties.countries) == 2:
            parties.bilateral = True
        level = _level(ctx, match, trigger, body, parties)
        verdict = _is_international(ctx, trigger, organisation, sure, parties, level, body, (start, end))
        if verdict is False:
            continue
        found = _found(ctx, match, trigger, end, None if parties.bilateral else body, parties, organisation, level)
        found.bare = verdict is None
        yield found


def _found(
    ctx: Context, match: Match, trigger: Token, end: int, body: Mention | None, parties: Parties,
    organisation: str | None, level: str | None,
) -> Found:  # fmt: skip
    date = when(ctx, trigger)
    place, venue = where(ctx, trigger)
    status, sure = meeting_status(ctx, trigger, date)
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    slots: dict[str, object] = {
        "organisation": organisation,
        "body": body.value if body and organisation else None,
        "level": level,
        "formats": formats_in(sentence) + ["bilateral"] * parties.bilateral,
        "status": status,
        "date": date,
        "place": place,
        "venue": venue,
        "chair": chair_in(ctx, sentence),
        "countries": parties.countries,
        "people": parties.people,
        "topics": phrase_topics(ctx, trigger, end),
    }
    pattern = match.pattern.id + ("+known" if parties.known else "")
    draft = Draft("meeting", slots, ctx.evidence(trigger.i), match.pattern.confidence, pattern, trigger.i)  # type: ignore[arg-type]
    found = marked(ctx, draft, trigger, sure)
    found.states = organisation is None and len(parties.countries) > 1 and _direct(ctx, trigger)
    return found


def _direct(ctx: Context, trigger: Token) -> bool:
    """Whether the states that meet stand right with the word ("встреча лидеров США и Испании"), no verb between."""
    names = [m.start for m in ctx.in_sentence(trigger.i, "COUNTRY") if m.start > trigger.i]
    return bool(names) and not any(t.pos_ == "VERB" for t in ctx.doc[trigger.i + 1 : names[0]])


def _acts_as_event(trigger: Token) -> bool:
    """Whether a body stands for its session: it takes place, gathers or is received."""
    classes = word_classes()
    top = trigger
    while top.dep_ == "nmod" and top.head.lemma_ in classes["format-noun"]:
        top = top.head
    verb = top.head if top.dep_ != "root" else None
    if verb is None or top.dep_ not in {"nsubj", "nsubj:pass", "obj", "obl"}:
        return False
    events = classes["take-place"] | classes["go-on"] | classes["meet-verb"] | classes["host"] | classes["plan"]
    return verb.lemma_ in events | classes["meeting-begin"] | classes["meeting-end"]


def _no_meeting(ctx: Context, trigger: Token, start: int, end: int) -> bool:
    """Plurals that mean no one meeting ("на саммитах"), talks by telephone, press conferences."""
    noun = trigger.pos_ == "NOUN" and trigger.lemma_ not in word_classes()["meet-verb"]
    if noun and "Plur" in trigger.morph.get("Number") and trigger.lemma_ != "переговоры":
        return not any(t.lemma_ in word_classes()["meeting-today"] for t in trigger.children)
    if _habit(ctx, trigger):
        return True
    low, high = max(0, start - 3), min(len(ctx.doc), end + 4)
    return any(t.lemma_ in word_classes()["meeting-press"] for t in ctx.doc[low:high])


def _habit(ctx: Context, trigger: Token) -> bool:
    """"раз в год собирается", "проводятся ежегодно": no one meeting."""
    verb = predicate_of(trigger) or trigger
    words = [*trigger.children, *verb.children]
    if any(t.lemma_ in word_classes()["meeting-habit"] for t in words):
        return True
    return any(t.lemma_ == "раз" and t.nbor().lower_ == "в" and not list(t.lefts) for t in words if t.i + 1 < len(ctx.doc))


def _organisation(
    ctx: Context, trigger: Token, start: int, end: int, body: Mention | None, parties: Parties
) -> tuple[str | None, bool]:
    """The organisation that meets, and whether the sentence itself says so."""
    if parties.organisation:
        return parties.organisation, True
    if body and body.owner:
        return body.owner, True
    inside = ctx.mentions_in(start, end, "ORGANISATION")
    if inside:
        return inside[0].value, True
    if parties.bilateral:
        return None, True
    named = ctx.in_sentence(trigger.i, "ORGANISATION") or [
        m for m in ctx.in_sentence(trigger.i, "BODY") if m.owner
    ]
    if not named and len(parties.countries) > 1:
        return None, True
    return ctx.organisation(start, end), bool(named)


def _level(ctx: Context, match: Match, trigger: Token, body: Mention | None, parties: Parties) -> str | None:
    if parties.bilateral and parties.level:
        return parties.level
    if body and body.level:
        return body.level
    fixed = match.pattern.slots.get("level")
    return level_of(ctx, trigger) or (str(fixed) if fixed else None) or parties.level


def _is_international(
    ctx: Context, trigger: Token, organisation: str | None, sure: bool, parties: Parties, level: str | None,
    body: Mention | None, phrase: tuple[int, int],
) -> bool | None:  # fmt: skip
    """Whether an organisation or several states hold the meeting, by the words themselves; None: it depends.

    "Саммит", "сессия" and "заседание" need an organisation that the report is about; weaker words
    ("встреча", "переговоры", a verb) need it in their own phrase, or a level. Else the word may only
    speak again of a meeting that the report has told.
    """
    inside = bool(body and body.owner) or bool(ctx.mentions_in(*phrase, "ORGANISATION"))
    if parties.bilateral or len(parties.countries) > 1:
        return True
    if organisation is None or parties.domestic:
        return False
    if inside:
        return True
    if any(t.lemma_ in word_classes()["meeting-domestic"] for t in ctx.doc[phrase[0] : phrase[1]]):
        return False
    weak = trigger.lemma_ in word_classes()["weak-meeting"] or trigger.pos_ == "VERB"
    if sure and (level is not None or not weak):
        return True
    plain = trigger.lemma_ in word_classes()["meeting-generic"] and not parties.people[:1]
    if level is not None and not (weak and plain):
        return True
    return None if trigger.pos_ != "VERB" else False
