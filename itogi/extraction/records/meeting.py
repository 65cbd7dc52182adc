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
from itogi.extraction.records.participants import Parties, level_of, parties_of
from itogi.extraction.stance import predicate_of, status_of

_FORMATS = ("narrow", "expanded", "plenary", "joint", "bilateral", "informal", "online")


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
    yield from drafts


def _draft(ctx: Context, match: Match, trigger: Token) -> Draft | None:
    verb = trigger.pos_ == "VERB"
    if match.pattern.id == "meeting.body" and not _acts_as_event(trigger):
        return None
    start, end = (trigger.i, trigger.i + 1) if verb else noun_phrase(ctx.doc, trigger)
    body = next(iter(ctx.mentions_in(min(start, match.start), max(end, match.end), "BODY")), None)
    parties = parties_of(ctx, trigger, start, end)
    organisation = _organisation(ctx, trigger, start, end, body, parties)
    level = _level(ctx, match, trigger, body, parties, end)
    if not _is_international(ctx, organisation, parties, level, verb):
        return None
    date = when(ctx, trigger)
    place, venue = where(ctx, trigger)
    slots: dict[str, object] = {
        "organisation": organisation,
        "body": _body_name(body, organisation),
        "level": level,
        "formats": _formats(ctx, trigger, parties),
        "status": status_of(trigger, date, ctx.article.published),
        "date": date,
        "place": place,
        "venue": venue,
        "chair": _chair(ctx, trigger),
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
) -> str | None:
    if body and body.owner:
        return body.owner
    inside = [m for m in ctx.mentions_in(start, end, "ORGANISATION")]
    if inside:
        return inside[0].value
    if parties.bilateral:
        return parties.organisation
    return ctx.organisation(start, end)


def _level(
    ctx: Context, match: Match, trigger: Token, body: Mention | None, parties: Parties, end: int
) -> str | None:
    if body and body.level:
        return body.level
    fixed = match.pattern.slots.get("level")
    named = level_of(ctx, trigger, end)
    return named or (str(fixed) if fixed else None) or parties.level


def _is_international(
    ctx: Context, organisation: str | None, parties: Parties, level: str | None, verb: bool
) -> bool:
    """Whether an organisation or several states hold the meeting, by the words themselves."""
    if parties.bilateral or len(parties.countries) > 1:
        return True
    if organisation is None:
        return False
    return not verb or level is not None


def _body_name(body: Mention | None, organisation: str | None) -> str | None:
    return body.value if body and organisation else None


def _formats(ctx: Context, trigger: Token, parties: Parties) -> list[str]:
    classes = word_classes()
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    found = []
    for name in _FORMATS:
        words = classes[f"format-{name}"]
        for token in sentence:
            if token.lemma_ in words and (name == "online" or _qualifies(token)):
                found.append(name)
                break
    if parties.bilateral and "bilateral" not in found:
        found.append("bilateral")
    return found


def _qualifies(token: Token) -> bool:
    """Whether an adjective of format belongs to a sitting ("в узком составе"), not to any other noun."""
    return token.head.lemma_ in word_classes()["format-noun"] or token.lemma_ in word_classes()["format-noun"]


def _chair(ctx: Context, trigger: Token) -> str | None:
    """"под председательством X", "председательствовал X" in the sentence of the meeting or the next."""
    number = ctx.sentence(trigger.i)
    for sentence in ctx.sentences[number : number + 2]:
        for token in sentence:
            if token.lemma_ == "председательство" and token.i and ctx.doc[token.i - 1].lemma_ == "под":
                return _party_after(ctx, token)
            if token.lemma_ == "председательствовать" and token.pos_ == "VERB":
                subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
                if subject is not None:
                    return _party_at(ctx, subject)
    return None


def _party_after(ctx: Context, token: Token) -> str | None:
    sentence = ctx.sentences[ctx.sentence(token.i)]
    people = ctx.people.in_range(token.i, min(sentence.end, token.i + 14))
    if people and all(t.text not in ",;" for t in ctx.doc[token.i : people[0].mentions[0].start]):
        return people[0].name
    near = ctx.mentions_in(token.i, min(sentence.end, token.i + 6), "COUNTRY")
    return near[0].value if near else None


def _party_at(ctx: Context, subject: Token) -> str | None:
    start, end = noun_phrase(ctx.doc, subject)
    people = ctx.people.in_range(start, max(end, subject.i + 1))
    if people:
        return people[0].name
    near = ctx.mentions_in(start, end, "COUNTRY", "NATIONAL")
    return near[0].value if near else None


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
    from itogi.extraction.similar import same_value

    for slot, kind in (("organisation", ""), ("body", "text"), ("level", ""), ("date", "date"), ("place", "place")):
        a, b = old.slots.get(slot), new.slots.get(slot)
        if a and b and not same_value(kind, a, b):
            return True
    if ("bilateral" in (old.slots.get("formats") or ())) != ("bilateral" in (new.slots.get("formats") or ())):  # type: ignore[operator]
        return True
    if _marked(ctx, new) != _marked(ctx, old):
        return True
    return bool((old.slots["status"] == "planned") != (new.slots["status"] == "planned") and new.slots.get("date"))


def _marked(ctx: Context, draft: Draft) -> bool:
    """Whether the words mark the meeting as another one than the report's own ("предыдущий", "следующий")."""
    trigger = ctx.doc[draft.position]
    classes = word_classes()
    words = {c.lemma_ for c in trigger.children} | {c.lemma_ for c in trigger.head.children if c.dep_ == "advmod"}
    return bool(words & (classes["previous-word"] | classes["next-word"]))


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


def predicate_lemma(token: Token) -> str:
    """The lemma of the verb that governs ``token``, or an empty string."""
    verb = predicate_of(token)
    return verb.lemma_ if verb is not None else ""
