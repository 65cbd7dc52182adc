"""Finder of bodies: groups, centres, councils and forces being proposed, planned, created or dissolved."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from spacy.tokens import Token

from itogi.extraction.assemble import Draft
from itogi.extraction.context import Context
from itogi.extraction.features import beside, feature
from itogi.extraction.matching import Match
from itogi.extraction.nounphrase import noun_phrase
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.body_heads import heads_of
from itogi.extraction.records.states import named_at, preposition, subjects, with_conjuncts
from itogi.extraction.similar import overlap
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import ancestors, is_verb, stance_of, tense_of
from itogi.model.record import SlotValue
from itogi.model.values import date_range

_ABOUT = any_of("about", "about-full")
_BY = spelt("by")

# Sentences back in which the organisation of a body must be named.
REACH = 2
# How often a report names the organisation it is on.
OFTEN = 2


def find(ctx: Context) -> Iterator[Draft]:
    """Bodies in text order; one named again at a further stage keeps both."""
    drafts: list[Draft] = []
    for match in ctx.matches("body"):
        trigger = ctx.doc[match.groups["t"][0]]
        heads = heads_of(ctx, match, trigger)
        for head, after in zip_longest(heads, heads[1:]):
            draft = _draft(ctx, match, trigger, head, after)
            if draft is None:
                continue
            twin = next(
                (d for d in drafts if overlap(str(d.slots["name"]), str(draft.slots["name"])) >= 0.5), None
            )
            if twin is None:
                drafts.append(draft)
            else:
                twin.evidence += [e for e in draft.evidence if e not in twin.evidence]
    yield from drafts


def _draft(ctx: Context, match: Match, trigger: Token, head: Token, after: Token | None) -> Draft | None:
    stage = str(match.pattern.slots["stage"]) if "stage" in match.pattern.slots else _stage(trigger)
    if match.pattern.id == "body.operate" and stance_of(trigger).negated:
        stage = "planned" if _not_yet(trigger) else "none"
    if stage == "planned" and preposition(trigger) in _ABOUT and stance_of(trigger).negated:
        stage = "proposed"
    if match.pattern.id == "body.charter" and _long_ago(ctx, trigger):
        stage = "created"
    if stage == "none" or (stage not in {"proposed", "planned"} and stance_of(trigger).negated):
        return None
    start, end = noun_phrase(ctx.doc, head)
    if after is not None and end > after.i:
        end = _before(after, head)
    itself = match.pattern.id in {"body.begin", "body.end", "body.operate"}
    if _domestic(ctx, head, start, end) or (not itself and _of_one_state(ctx, trigger, stage)):
        return None
    if match.pattern.id == "body.reform" and not ctx.mentions_in(start, end, "ORGANISATION", "BODY"):
        return None
    joint = _between_states(ctx, trigger, head)
    organisation = _organisation(ctx, start, end)
    if organisation is None and not joint:
        return None
    if joint and not ctx.in_sentence(head.i, "ORGANISATION"):
        organisation = None
    slots: dict[str, SlotValue | list[str] | None] = {
        "organisation": organisation,
        "name": ctx.text(start, end),
        "stage": stage,
    }
    return Draft(
        "body", slots, ctx.evidence(trigger.i, head.i), match.pattern.confidence, match.pattern.id, start
    )


def _before(after: Token, head: Token) -> int:
    """Where the name of ``head`` ends, when that of ``after`` is joined to it."""
    end = after.i
    while end > head.i + 1 and (
        after.doc[end - 1].head == after or after.doc[end - 1].pos_ in {"CCONJ", "PUNCT", "SPACE"}
    ):
        end -= 1
    return end


def _of_one_state(ctx: Context, trigger: Token, stage: str) -> bool:
    """Whether one man or one state's parliament makes or undoes it: that is no body between states."""
    if stage not in {"created", "dissolved"}:
        return False
    makers = [c for c in trigger.children if c.dep_ == "nsubj" and feature(c, "Number") == "Sing"]
    return any(ctx.people.at(c.i) or c.lemma_ in word_classes()["bdy-maker"] for c in makers)


def _between_states(ctx: Context, trigger: Token, head: Token) -> bool:
    """Whether two states or more share the body: "двусторонняя комиссия", "Россия и Иран создадут"."""
    if any(c.lemma_ in word_classes()["bdy-joint"] for c in head.children):
        named = {m.country for m in ctx.in_sentence(head.i, "COUNTRY", "CAPITAL", "NATIONAL")}
        return len(named) >= 2
    makers = {c for s in subjects(trigger) for t in with_conjuncts(s) if (c := named_at(ctx, t))}
    return len(makers) >= 2


def _domestic(ctx: Context, head: Token, start: int, end: int) -> bool:
    """Whether a body is one of a single state, a town or a firm, by the words of its name."""
    if ctx.mentions_in(start, end, "ORGANISATION"):
        return False
    if any(c.lemma_ in word_classes()["bdy-domestic"] for c in head.children):
        return True
    names = ctx.mentions_in(start, end, "COUNTRY", "NATIONAL")
    owners = {m.country for m in names if ctx.doc[m.start : m.end].root.head == head}
    return len(owners) == 1 and len({m.country for m in names}) == 1


def _organisation(ctx: Context, start: int, end: int) -> str | None:
    """The organisation of a body: named in its phrase, its sentence or just before, or in the headline."""
    number = ctx.sentence(start)
    low, high = ctx.sentences[max(0, number - REACH)].start, ctx.sentences[number].end
    near = [
        m for m in ctx.mentions_in(low, high) if m.label == "ORGANISATION" or (m.label == "BODY" and m.owner)
    ]
    headline = any(m.value == ctx.main_organisation and ctx.is_headline(m.start) for m in ctx.mentions)
    states = any(
        t.lemma_ in word_classes()["cmt-state"] and feature(t, "Number") == "Plur" for t in ctx.doc[start:end]
    )
    if not near and not headline and not states and not _often(ctx):
        return None
    return ctx.organisation(start, end)


def _often(ctx: Context) -> bool:
    """Whether the report names its organisation again."""
    return sum((m.owner or m.value) == ctx.main_organisation for m in ctx.mentions) >= OFTEN


def _long_ago(ctx: Context, trigger: Token) -> bool:
    """Whether a sentence tells of a year before the last."""
    published = ctx.article.published
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    bounds = [date_range(t.edtf) for _, _, t in ctx.times_in(sentence.start, sentence.end) if t.edtf]
    return published is not None and any(b and b[1].year < published.year - 1 for b in bounds)


def _not_yet(verb: Token) -> bool:
    """ "Пока не действует"."""
    return any(t.lemma_ in word_classes()["bdy-yet"] for t in verb.sent[: verb.i - verb.sent.start])


def _stage(act: Token) -> str:
    """proposed, planned or created by the words above an act of creation and by its tense."""
    classes = word_classes()
    stance = stance_of(act)
    if feature(act, "VerbForm") == "Part" and feature(act, "Variant") != "Short" and tense_of(act) == "past":
        return "created"
    if act.lemma_ in classes["bdy-lack"] or _suggested_beside(act):
        return "proposed"
    if stance.unreal and feature(act, "Mood") == "Cnd":
        return "none"
    above = _above(act)
    coming = any(is_verb(t) and tense_of(t) == "future" for t in above)
    for token in above:
        if token.lemma_ in classes["bdy-suggest"] and any(t.lemma_ in classes["bdy-firm"] for t in above):
            return "planned"
        if token.lemma_ in classes["bdy-suggest"]:
            return "proposed"
        if token.lemma_ in classes["bdy-plan"]:
            return "planned"
        if token.lemma_ in classes["bdy-done"]:
            return "planned" if coming else "created"
    if is_verb(act) and feature(act, "VerbForm") != "Inf":
        return "planned" if tense_of(act) == "future" or stance.planned or stance.expected else "created"
    verb = next((t for t in above if is_verb(t)), None)
    if act.pos_ == "NOUN" and verb is not None and tense_of(verb) == "past":
        return "created"
    return "planned"


def _suggested_beside(act: Token) -> bool:
    """ "По его предложению при Совете появится …", "предложил завести X; его коллега – создать Y"."""
    classes = word_classes()
    if any(preposition(c) == _BY and c.lemma_ in classes["bdy-suggest"] for c in act.sent if c.i < act.i):
        return not is_verb(act) or tense_of(act) != "past"
    bare = feature(act, "VerbForm") == "Inf" and beside(act, -1) in {"–", "—"}
    return bool(bare) and any(t.lemma_ in classes["bdy-propose"] for t in act.doc[act.sent.start : act.i])


def _above(act: Token) -> list[Token]:
    """The words that govern an act of creation, up to the verb of its clause."""
    out: list[Token] = []
    for token in ancestors(act):
        out.append(token)
        if is_verb(token) and feature(token, "VerbForm") != "Inf":
            break
    return out
