"""Sittings told by what was done there: "Совбез ООН продлил мандат", "в мае министры утвердили план"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from itogi.extraction.assemble import Draft
from itogi.extraction.circumstances import place_name, when
from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.mentions import Mention
from itogi.extraction.nounphrase import noun_phrase
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.meeting_body import body_at
from itogi.extraction.records.meeting_merge import Found, marked
from itogi.extraction.records.meeting_status import meeting_status
from itogi.extraction.records.meeting_topics import topics_of
from itogi.extraction.records.meeting_window import formats_in
from itogi.extraction.records.states import preposition, subjects
from itogi.extraction.records.talks import level_of_post
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import is_verb, stance_of

_IN_IN_FULL_UPON = any_of("in", "in-full", "upon")
_IN_UPON = any_of("in", "upon")
_REFLEXIVE_ENDING = spelt("reflexive-ending")

_SITTING = {"heads-of-state", "heads-of-government", "foreign-ministers", "defence-ministers", "ministers",
            "security-secretaries", "parliament"}  # fmt: skip
# A deed without a time or place tells of a sitting only where the news begin with it.
_FIRST = 2


def acted(ctx: Context) -> Iterator[Found]:
    """The sittings that the deeds of bodies and of leaders of an organisation tell."""
    classes = word_classes()
    for verb in ctx.doc:
        if verb.lemma_ not in classes["meeting-act"] or not is_verb(verb):
            continue
        if any(c.lemma_ in classes["meeting-act-not"] for c in verb.children):
            continue
        for actor in _actors(ctx, verb):
            found = _of_body(ctx, verb, actor) or _of_leaders(ctx, verb, actor)
            if found is not None:
                yield found
                break


def _actors(ctx: Context, verb: Token) -> Iterator[Token]:
    """Who acts: the subject, the agent of a passive, whose decision it is, in which body "they" act."""
    passive = "Pass" in verb.morph.get("Voice", []) or verb.lemma_.endswith(_REFLEXIVE_ENDING)
    own = subjects(verb)
    for child in verb.children:
        case = feature(child, "Case")
        agent = passive and case == "Ins" and child.dep_ in {"obl", "obl:agent"} and not preposition(child)
        inside = child.dep_ == "obl" and preposition(child) in _IN_UPON and case in {"Loc", None}
        if child.lemma_ in word_classes()["meeting-decision"] and case in {"Ins", "Dat"}:
            yield from (c for c in child.children if c.dep_ == "nmod")
        elif agent or inside:
            yield child
    if not passive or verb.lemma_ in word_classes()["meeting-act-mutual"]:
        yield from own


def _of_body(ctx: Context, verb: Token, actor: Token) -> Found | None:
    body = body_at(ctx, actor)
    if body is None and actor.lemma_ in word_classes()["member-state"]:
        # "члены Совета не пришли к согласию"
        body = next((b for c in actor.children if c.dep_ == "nmod" and (b := body_at(ctx, c))), None)
    if body is None or body.owner is None:
        return None
    first = ctx.doc[body.start].lemma_
    heads = {t.lemma_ for t in ctx.doc[body.start : body.end]}
    if not heads & word_classes()["sitting-body"] and not first.isupper() and body.level not in _SITTING:
        return None
    if heads & word_classes()["standing-body"]:
        return None
    return _found(ctx, verb, body.owner, body, body.level)


def _of_leaders(ctx: Context, verb: Token, actor: Token) -> Found | None:
    if feature(actor, "Number") != "Plur":
        return None
    post = next((m for m in ctx.in_sentence(verb.i, "POST") if m.start <= actor.i < m.end), None)
    level = level_of_post(post) if post is not None else None
    if level is None or (level not in _SITTING - {"parliament"} and not _of_organisation(ctx, actor)):
        return None
    low, high = noun_phrase(ctx.doc, actor)
    if any(t.lemma_ in word_classes()["meeting-both"] for t in ctx.doc[low:high]):
        # "президенты двух стран"
        return None
    told = [m for m in ctx.mentions if m.label in {"ORGANISATION", "BODY"} and m.start < max(verb.i, high)]
    organisation = ctx.organisation(low, high)
    if organisation is None or organisation not in {m.owner or m.value for m in told}:
        return None
    if any(c.dep_ == "conj" and level_of_post(m) != level for c in actor.children
           for m in ctx.in_sentence(verb.i, "POST") if m.start == c.i):  # fmt: skip
        level = "ministers"
    return _found(ctx, verb, organisation, None, level)


def _of_organisation(ctx: Context, actor: Token) -> bool:
    """Whether an organisation stands in the very phrase ("эксперты стран ШОС")."""
    low, high = noun_phrase(ctx.doc, actor)
    return bool(ctx.mentions_in(low, high, "ORGANISATION"))


def _found(
    ctx: Context, verb: Token, organisation: str, body: Mention | None, level: str | None
) -> Found | None:
    stance = stance_of(verb)
    if stance.unreal:
        return None
    date, place = when(ctx, verb), _place(ctx, verb)
    leads = ctx.sentence(verb.i) < _FIRST
    if date is None and place is None and not leads:
        return None
    status, _ = meeting_status(ctx, verb, date)
    if status == "ongoing" and stance.tense == "past":
        status = "held"
    if status == "cancelled":
        status = "held"
    sentence = ctx.sentences[ctx.sentence(verb.i)]
    slots: dict[str, object] = {
        "organisation": organisation,
        "body": body.value if body is not None else None,
        "level": level,
        "formats": formats_in(sentence),
        "status": status,
        "date": date,
        "place": place,
        "topics": topics_of(ctx, verb.i, sentence.end),
    }
    draft = Draft("meeting", slots, ctx.evidence(verb.i), 0.6, "meeting.acts", verb.i)
    return marked(ctx, draft, verb, sure=False)


def _place(ctx: Context, verb: Token) -> str | None:
    """Where it was done, by a place that hangs on the verb itself."""
    for mention in ctx.in_sentence(verb.i, "CAPITAL", "PLACE", "COUNTRY"):
        root = ctx.doc[mention.start : mention.end].root
        if mention.via in {"seat", "area", "water"} or root.head != verb or root.dep_ != "obl":
            continue
        timed = {i for low, high, _ in ctx.times_in(verb.i, mention.start) for i in range(low, high)}
        if any(t.pos_ == "NOUN" and t.i not in timed for t in ctx.doc[verb.i + 1 : mention.start]):
            # "принял решение по ситуации в Ливане"
            continue
        if preposition(root) in _IN_IN_FULL_UPON and feature(root, "Case") in {"Loc", None}:
            return place_name(ctx, mention)
    return None
