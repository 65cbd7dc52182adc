"""The body that sits: one of the lexicon, or a council, committee or group that the words name themselves."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.mentions import Mention
from itogi.extraction.nounphrase import noun_phrase
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.talks import level_of_post
from itogi.extraction.single_words import any_of
from itogi.language.inflect import nominative

_COLLEGIUM_COMMISSION_PRESIDIUM = any_of("collegium", "commission", "presidium")

# Envoys sit in the standing organs of these: their reports give no level.
_ENVOYS = {"UN", "OSCE", "WTO", "IAEA", "UNESCO"}
_LONGEST = 12


def body_of_noun(ctx: Context, noun: Token, start: int, end: int) -> Mention | None:
    """The body whose sitting a noun of meeting is ("заседание Смешанного комитета по торговле")."""
    known = next(iter(ctx.mentions_in(start, end, "BODY")), None)
    if known is not None:
        known = _owned(ctx, known)
    if known is not None and known.via != "generic":
        return _levelled(known)
    for token in ctx.doc[noun.i + 1 : end]:
        own = token.head == noun and token.dep_ in {"nmod", "appos"}
        if own and token.lemma_ in word_classes()["sitting-body"]:
            return _levelled(_told(ctx, token, known))
    return _levelled(known) if known is not None else None


def _owned(ctx: Context, body: Mention) -> Mention:
    """A body of the organisation right after it: "Совет министров внутренних дел государств – членов ШОС"."""
    after = next(iter(ctx.mentions_in(body.end, min(body.end + 6, len(ctx.doc)), "ORGANISATION")), None)
    if after is None or not body.owner:
        return body
    between = ctx.doc[body.end : after.start]
    named = all(t.is_punct or t.lemma_ in word_classes()["member-state"] for t in between)
    return replace(body, owner=after.value) if named else body


def body_of_verb(ctx: Context, verb: Token) -> Mention | None:
    """The body that sits by a verb: "заседал Совет по спорту", known or with a name of its own."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubj:pass"} and (body := body_at(ctx, child)):
            return body
    return None


def body_at(ctx: Context, token: Token) -> Mention | None:
    """The body that a noun names, with its organisation."""
    known = next((m for m in ctx.in_sentence(token.i, "BODY") if m.start <= token.i < m.end), None)
    if known is not None and known.owner and known.via != "generic":
        return _levelled(_owned(ctx, known))
    if token.lemma_ not in word_classes()["sitting-body"] or feature(token, "Number") == "Plur":
        return _levelled(known) if known is not None and known.owner else None
    told = _told(ctx, token, known)
    if (told.end - told.start < 2 and told.via == "told") or _domestic(ctx, told):
        return None
    return _levelled(replace(told, owner=told.owner or ctx.organisation(told.start, told.end)))


def _told(ctx: Context, token: Token, known: Mention | None) -> Mention:
    """A body by its own words, without the name of the organisation that stands among or after them."""
    start, end = noun_phrase(ctx.doc, token)
    end = min(end, start + _LONGEST)
    if known is not None and known.start <= token.i < known.end:
        start, end = min(start, known.start), max(end, known.end)
    owners = ctx.mentions_in(token.i, end, "ORGANISATION")
    inside = {i for m in owners for i in range(m.start, m.end)}
    words = [t for t in ctx.doc[start:end] if t.i not in inside]
    states = {i for m in ctx.mentions_in(token.i, end, "COUNTRY") for i in range(m.start, m.end)}
    while words and (
        words[-1].i in states
        or words[-1].lemma_ in word_classes()["member-state"]
        or words[-1].pos_ in {"ADP", "PUNCT", "CCONJ", "SPACE", "DET"}
    ):
        words.pop()
    while words and words[0].i < token.i and words[0].lemma_ in word_classes()["meeting-which"]:
        words.pop(0)
    owner = owners[0].value if owners else known.owner if known is not None else None
    level = _level(ctx, words)
    if known is not None and level is None and known.level != "officials":
        level = known.level
    if known is not None and all(known.start <= t.i < known.end for t in words):
        return replace(known, owner=owner)
    if known is None and len(words) == 1 and (full := _full(ctx, token)):
        return replace(full, start=start, end=end)
    value = nominative(words) if words else token.text
    return Mention(start, end, "BODY", value, "told", owner=owner, level=level)


def _full(ctx: Context, token: Token) -> Mention | None:
    """The body named in full before that a bare "ассамблея", "Совет" stands for."""
    named = [m for m in ctx.mentions if m.label == "BODY" and m.owner and m.start < token.i]
    fits = [m for m in named if any(t.lemma_ == token.lemma_ for t in ctx.doc[m.start : m.end])]
    return fits[-1] if fits else None


def _level(ctx: Context, words: list[Token]) -> str | None:
    """The level that the words of a body's name tell: ministers, members of parliaments, experts."""
    if not words:
        return None
    posts = ctx.mentions_in(words[0].i, words[-1].i + 1, "POST")
    for post in posts:
        if "Plur" in ctx.doc[post.start].morph.get("Number", []) and (level := level_of_post(post)):
            return level
    classes = word_classes()
    for level in ("ministers", "parliament", "experts"):
        if any(t.lemma_ in classes[f"body-{level}"] for t in words):
            return level
    return None


def _levelled(body: Mention) -> Mention:
    """A body without the level "officials" where only envoys or a group sit."""
    vague = body.level == "officials" and (body.owner in _ENVOYS or body.via == "told")
    return replace(body, level=None) if vague else body


def of_one_state(ctx: Context, start: int, end: int) -> bool:
    """Whether a range tells of a body of one state: "Госсовет", "Совет Безопасности РФ", "Народный совет"."""
    classes = word_classes()
    nouns = classes["sitting-body"] | classes["meeting-national"]
    owners = ctx.mentions_in(start, end, "ORGANISATION")
    first = next((t for t in ctx.doc[start:end] if t.lemma_ in nouns), None)
    if first is None or (owners and owners[0].start < first.i):
        return False  # "саммит СНГ и заседание Госсовета"
    last = first.i + 1
    while last < len(ctx.doc) and ctx.doc[last].pos_ in {"NOUN", "PROPN", "ADJ"}:
        last += 1
    known = [m for m in ctx.in_sentence(first.i, "BODY") if m.start <= first.i < m.end]
    if ctx.mentions_in(first.i, last, "ORGANISATION") or any(m.owner and m.via != "generic" for m in known):
        return False
    statewide = any(c.lemma_ in classes["meeting-statewide"] for c in first.children)
    if statewide or first.lemma_ in classes["meeting-national"]:
        return True
    beside = ctx.mentions_in(last, min(last + 2, len(ctx.doc)), "COUNTRY")
    return len(ctx.mentions_in(first.i, last, "COUNTRY")) == 1 and not beside


def _domestic(ctx: Context, body: Mention) -> bool:
    words = word_classes()["meeting-domestic"] - _COLLEGIUM_COMMISSION_PRESIDIUM
    if any(t.lemma_ in words for t in ctx.doc[body.start : body.end]):
        return True
    states = {m.country for m in ctx.mentions_in(body.start, body.end, "COUNTRY", "NATIONAL")}
    return body.owner is None and len(states) == 1
