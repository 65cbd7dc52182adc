"""Meetings told without a word for one: "Лодзь собирала министров", "ждёт союзников в Москве в декабре"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from itogi.extraction.assemble import Draft
from itogi.extraction.circumstances import place_name, when, where
from itogi.extraction.context import Context
from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.meeting_merge import Found, marked
from itogi.extraction.records.meeting_window import formats_in
from itogi.extraction.records.talks import level_of_post
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import tense_of
from itogi.extraction.times import Time
from itogi.model.values import date_range

_UPON = spelt("upon")

# Of two names in the nominative and accusative alike ("министров собирала Лодзь") the parser may err.
_HOSTS = {"nsubj", "nsubj:pass", "obj"}


def told(ctx: Context) -> Iterator[Found]:
    """The meetings that a host's calling, awaiting or gathering of leaders tells."""
    classes = word_classes()
    events = classes["meeting-generic"] | classes["session-noun"] | classes["visit-noun"]
    for token in ctx.doc:
        if token.lemma_ not in classes["meeting-call"] or token.pos_ != "VERB":
            continue
        bids = token.lemma_ in classes["meeting-bid"]
        if not bids and any(t.lemma_ in events for t in ctx.sentences[ctx.sentence(token.i)]):
            continue
        if bids and any(c.lemma_ in events for c in token.children):
            continue
        guests = _guests(ctx, token)
        if guests is not None and (found := _found(ctx, token, guests)):
            yield found


def _guests(ctx: Context, verb: Token) -> Token | None:
    """Those in the plural whom the verb gathers: leaders, ministers, allies."""
    called = word_classes()["meeting-called"]
    children = [c for c in verb.children if c.dep_ in {"obj", "nsubj", "iobj", "obl"}]
    for child in children:
        plural = "Plur" in child.morph.get("Number", [])
        person = any(c.pos_ == "PROPN" and c.dep_ == "appos" for c in child.children)
        case = any(c.dep_ == "case" for c in child.children)
        if child.dep_ == "nsubj" and child.i < verb.i and "Plur" in verb.morph.get("Number", []):
            continue
        if child.lemma_ in called and plural and not person and not case and child.lower_ not in _NOMINATIVE:
            return child
    return None


_NOMINATIVE = any_of("guests", "leaders", "ministers", "allies")


def _found(ctx: Context, verb: Token, guests: Token) -> Found | None:
    organisation = ctx.organisation(verb.i, verb.i + 1)
    near = [m for m in ctx.in_sentence(verb.i, "ORGANISATION", "BODY") if organisation in (m.value, m.owner)]
    if organisation is None or not (near or organisation == ctx.main_organisation):
        return None
    date, (place, venue) = when(ctx, verb), where(ctx, verb)
    place = _host(ctx, verb) or place
    if verb.lemma_ in word_classes()["meeting-bid"]:
        date, place = _due(ctx, verb) or date, _whither(ctx, verb) or place
        if place is None or date is None:
            return None
    if place is None or (date is None and not near and tense_of(verb) == "past"):
        return None
    # "секретарей ждут в Бишкеке": a bare "секретарь" is of the rank of those who met.
    posts = [m for m in ctx.in_sentence(verb.i, "POST") if m.start <= guests.i < m.end]
    invites = verb.lemma_ in word_classes()["meeting-await"] | word_classes()["meeting-bid"]
    status = _status(ctx, date, coming=invites or tense_of(verb) == "future")
    slots: dict[str, object] = {
        "organisation": organisation,
        "body": None,
        "level": _level(posts[0]) if posts else None,
        "formats": formats_in(ctx.sentences[ctx.sentence(verb.i)]),
        "status": status,
        "date": date,
        "place": place,
        "venue": venue,
    }
    found = marked(
        ctx, Draft("meeting", slots, ctx.evidence(verb.i), 0.65, "meeting.told", verb.i), verb, True
    )
    found.like = slots["level"] is None
    return found


def _due(ctx: Context, verb: Token) -> str | None:
    """The time that somebody is invited for: "позвал коллег в Бишкек на осень 2026-го"."""
    sentence = ctx.sentences[ctx.sentence(verb.i)]
    times = [t for t in ctx.times_in(verb.i, sentence.end) if t[2].edtf and _is_aim(ctx, t)]
    if not times:
        return None
    start, end, time = times[0]
    date, published = str(time.edtf), ctx.article.published
    bounds = date_range(date)
    named = any(len(t.text) >= 4 and t.text[:4].isdigit() for t in ctx.doc[start:end])
    if published and bounds and bounds[1] < published and not named:
        # What somebody is bidden to lies ahead: without a year it is the next one of that name.
        return date.replace(str(bounds[0].year), str(bounds[0].year + 1))
    return date


def _is_aim(ctx: Context, timed: tuple[int, int, Time]) -> bool:
    """Whether a time is what somebody is invited for ("на осень", "на 9–10 июля")."""
    start, _, time = timed
    return time.role == "for" or ctx.doc[start - 1].lower_ == _UPON or ctx.doc[start].lower_ == _UPON


def _whither(ctx: Context, verb: Token) -> str | None:
    """The place that somebody is invited to."""
    sentence = ctx.sentences[ctx.sentence(verb.i)]
    for mention in ctx.mentions_in(verb.i, sentence.end, "CAPITAL", "PLACE", "COUNTRY"):
        before = ctx.doc[mention.start - 1]
        if before.pos_ == "ADP" and before.lemma_ in word_classes()["place-preposition"]:
            return place_name(ctx, mention)
    return None


def _status(ctx: Context, date: str | None, *, coming: bool) -> str:
    """The date decides where there is one, else the tense."""
    published, bounds = ctx.article.published, date_range(date) if date else None
    if published and bounds and not bounds[0] <= published <= bounds[1]:
        coming = bounds[0] > published
    return "planned" if coming else "held"


def _level(post: Mention) -> str | None:
    level = level_of_post(post)
    return None if level == "officials" else level


def _host(ctx: Context, verb: Token) -> str | None:
    """The city that is the subject of the verb: "Лодзь собирала министров"."""
    for child in verb.children:
        if child.dep_ not in _HOSTS or any(c.dep_ == "case" for c in child.children):
            continue
        low, high = min(t.i for t in child.subtree), max(t.i for t in child.subtree) + 1
        for mention in ctx.mentions_in(low, high, "CAPITAL", "PLACE"):
            root = ctx.doc[mention.start : mention.end].root
            if child in (root, root.head):
                return place_name(ctx, mention)
    return None
