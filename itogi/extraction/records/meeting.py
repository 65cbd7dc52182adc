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
from itogi.extraction.records.meeting_window import chair_in, enrich, formats_in
from itogi.extraction.records.participants import Parties, level_of, parties_of
from itogi.extraction.similar import same_value
from itogi.extraction.stance import predicate_of, status_of

_VAGUE_LEVELS = {"ministers", "officials"}


def find(ctx: Context) -> Iterator[Draft]:
    """Meetings in text order; later mentions of one meeting are merged into its first draft."""
    drafts: list[Draft] = []
    for match in matcher("meeting", ctx.doc.vocab)(ctx.doc):
        start, end = match.groups["t"]
        trigger = ctx.doc[start:end].root
        draft = _draft(ctx, match, trigger)
        if draft is None:
            continue
        twin = _same_meeting(ctx, drafts, draft)
        if twin is None:
            drafts.append(draft)
        else:
            _join(twin, draft)
    main = _main(ctx, drafts)
    if main is not None:
        owners = {ctx.sentence(d.position): d for d in drafts}
        enrich(ctx, main, owners)
        _date_of_news(ctx, main)
    yield from drafts


def _main(ctx: Context, drafts: list[Draft]) -> Draft | None:
    """The meeting that the report is about: the first that its words do not mark as another one."""
    own = [d for d in drafts if not _marked(ctx, d)]
    return next((d for d in own if d.slots["status"] != "planned"), own[0] if own else None)


def _date_of_news(ctx: Context, draft: Draft) -> None:
    """News of the day often leave "сегодня" out: a past event without any date is of the day of publication."""
    published = ctx.article.published
    if draft.slots.get("date") or published is None or draft.slots["status"] == "planned":
        return
    sentence = ctx.sentences[ctx.sentence(draft.position)]
    verb = predicate_of(ctx.doc[draft.position])
    leads = ctx.sentence(draft.position) <= 3
    if leads and verb is not None and verb.lemma_ in word_classes()["take-place"] and not ctx.times_in(sentence.start, sentence.end):
        draft.slots["date"] = published.isoformat()


def _draft(ctx: Context, match: Match, trigger: Token) -> Draft | None:
    verb = trigger.pos_ == "VERB"
    if match.pattern.id == "meeting.body" and not _acts_as_event(trigger):
        return None
    start, end = (trigger.i, trigger.i + 1) if verb else noun_phrase(ctx.doc, trigger)
    body = next(iter(ctx.mentions_in(min(start, match.start), max(end, match.end), "BODY")), None)
    parties = parties_of(ctx, trigger, start, end)
    organisation, sure = _organisation(ctx, trigger, start, end, body, parties)
    level = _level(ctx, match, trigger, body, parties, end)
    weak = trigger.lemma_ in word_classes()["weak-meeting"]
    inside = bool(body and body.owner) or bool(ctx.mentions_in(start, end, "ORGANISATION"))
    if not _is_international(organisation, sure, parties, level, weak=weak or verb, inside=inside):
        return None
    date = when(ctx, trigger)
    place, venue = where(ctx, trigger)
    slots: dict[str, object] = {
        "organisation": organisation,
        "body": _body_name(body, organisation),
        "level": level,
        "formats": formats_in(ctx.sentences[ctx.sentence(trigger.i)]) + ["bilateral"] * parties.bilateral,
        "status": status_of(trigger, date, ctx.article.published),
        "date": date,
        "place": place,
        "venue": venue,
        "chair": chair_in(ctx, ctx.sentences[ctx.sentence(trigger.i)]),
        "countries": parties.countries,
        "people": parties.people,
        "topics": _topics(ctx, trigger, start, end),
    }
    return Draft("meeting", slots, ctx.evidence(trigger.i), match.pattern.confidence, match.pattern.id, trigger.i)  # type: ignore[arg-type]


def _acts_as_event(trigger: Token) -> bool:
    """Whether a body stands for its session: it takes place, gathers or is received."""
    classes = word_classes()
    verb = trigger.head if trigger.dep_ != "root" else None
    if verb is None or trigger.dep_ not in {"nsubj", "nsubj:pass", "obj", "obl"}:
        return False
    events = classes["take-place"] | classes["go-on"] | classes["meet-verb"] | classes["host"] | classes["plan"]
    return verb.lemma_ in events


def _organisation(
    ctx: Context, trigger: Token, start: int, end: int, body: Mention | None, parties: Parties
) -> tuple[str | None, bool]:
    """The organisation that meets, and whether the sentence itself says so."""
    if body and body.owner:
        return body.owner, True
    inside = ctx.mentions_in(start, end, "ORGANISATION")
    if inside:
        return inside[0].value, True
    if parties.bilateral:
        return parties.organisation, True
    named = ctx.in_sentence(trigger.i, "ORGANISATION") or [
        m for m in ctx.in_sentence(trigger.i, "BODY") if m.owner
    ]
    return ctx.organisation(start, end), bool(named)


def _level(
    ctx: Context, match: Match, trigger: Token, body: Mention | None, parties: Parties, end: int
) -> str | None:
    if body and body.level:
        return body.level
    fixed = match.pattern.slots.get("level")
    named = level_of(ctx, trigger, end)
    return named or (str(fixed) if fixed else None) or parties.level


def _is_international(
    organisation: str | None, sure: bool, parties: Parties, level: str | None, *, weak: bool, inside: bool
) -> bool:
    """Whether an organisation or several states hold the meeting, by the words themselves.

    "Саммит", "сессия" and "заседание" need an organisation that the report is about; weaker words
    ("встреча", "переговоры", a verb) need it in their own phrase, or a level.
    """
    if parties.bilateral or len(parties.countries) > 1:
        return True
    if organisation is None:
        return False
    return level is not None or (sure if not weak else inside)


def _body_name(body: Mention | None, organisation: str | None) -> str | None:
    return body.value if body and organisation else None


def _topics(ctx: Context, trigger: Token, start: int, end: int) -> list[str]:
    """Topics of what the meeting is about: "по …" in its phrase, and what its participants discussed."""
    ranges = []
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    for token in sentence:
        if token.lemma_ in word_classes()["discuss"]:
            ranges.append((token.i, sentence.end))
    about = next((t for t in ctx.doc[start:end] if t.lemma_ in {"по", "о", "об"}), None)
    if about is not None:
        ranges.append((about.i, end))
    return ctx.topics(*ranges)


def _same_meeting(ctx: Context, drafts: list[Draft], new: Draft) -> Draft | None:
    """The earlier draft that ``new`` speaks of again: nothing disagrees, and it adds or repeats facts."""
    for old in reversed(drafts):
        if _conflict(ctx, old, new):
            continue
        return old
    return None


def _conflict(ctx: Context, old: Draft, new: Draft) -> bool:
    for slot, kind in (("organisation", ""), ("body", "text"), ("level", ""), ("date", "date"), ("place", "place")):
        a, b = old.slots.get(slot), new.slots.get(slot)
        if slot == "level" and {a, b} & _VAGUE_LEVELS:
            continue
        if a and b and not same_value(kind, a, b):
            return True
    if ("bilateral" in (old.slots.get("formats") or ())) != ("bilateral" in (new.slots.get("formats") or ())):  # type: ignore[operator]
        return True
    if _markers(ctx, new) != _markers(ctx, old):
        return True
    return bool((old.slots["status"] == "planned") != (new.slots["status"] == "planned") and new.slots.get("date"))


def _marked(ctx: Context, draft: Draft) -> bool:
    """Whether the words mark the meeting as another one than the report's own ("предыдущий", "следующий")."""
    return "other" in _markers(ctx, draft)


def _markers(ctx: Context, draft: Draft) -> frozenset[str]:
    """What tells one meeting of a series from another: "предыдущий", "очередной"; "восемнадцатое"."""
    trigger = ctx.doc[draft.position]
    classes = word_classes()
    others = classes["previous-word"] | classes["next-word"]
    found = set()
    for token in ctx.sentences[ctx.sentence(draft.position)]:
        belongs = token.head == trigger or (token.head.head == trigger and token.head.lemma_ == "раз")
        belongs = belongs or (token.dep_ == "conj" and token.head.head == trigger)
        if belongs and token.lemma_ in others:
            found.add("other")
    return frozenset(found)


def _join(old: Draft, new: Draft) -> None:
    for slot, value in new.slots.items():
        mine = old.slots.get(slot)
        if isinstance(value, list):
            old.slots[slot] = [*(mine or []), *(v for v in value if v not in (mine or []))]  # type: ignore[misc,operator]
        elif not mine:
            old.slots[slot] = value
    if new.slots.get("date") and len(str(new.slots["date"])) > len(str(old.slots.get("date") or "")):
        old.slots["date"] = new.slots["date"]
    old.evidence += [e for e in new.evidence if e not in old.evidence]
    old.confidence = max(old.confidence, new.confidence)
