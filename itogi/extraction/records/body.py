"""Finder of bodies: groups, centres, councils and forces being proposed, planned, created or dissolved."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from spacy.tokens import Token

from itogi.extraction.assemble import Draft
from itogi.extraction.context import Context
from itogi.extraction.features import beside, feature
from itogi.extraction.nounphrase import noun_phrase
from itogi.extraction.patterns import Match, matcher, word_classes
from itogi.extraction.records.states import named_at, preposition, subjects, with_conjuncts
from itogi.extraction.similar import overlap
from itogi.extraction.stance import ancestors, is_verb, stance_of, tense_of
from itogi.model.record import SlotValue

_SUBJECT = {"nsubj", "nsubj:pass"}
# Sentences back in which the organisation of a body must be named.
REACH = 2


def find(ctx: Context) -> Iterator[Draft]:
    """Bodies in text order; one named again at a further stage keeps both."""
    drafts: list[Draft] = []
    for match in matcher("body", ctx.doc.vocab)(ctx.doc):
        trigger = ctx.doc[match.groups["t"][0]]
        heads = _heads(ctx, match, trigger)
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
    if stage == "planned" and preposition(trigger) in {"о", "об"} and stance_of(trigger).negated:
        stage = "proposed"
    if stage == "none" or (stage != "proposed" and stance_of(trigger).negated):
        return None
    start, end = noun_phrase(ctx.doc, head)
    if after is not None and end > after.i:
        end = _before(after, head)
    if _domestic(ctx, head, start, end) or _of_one_state(ctx, trigger, stage):
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


def _heads(ctx: Context, match: Match, trigger: Token) -> list[Token]:
    """The nouns for what is created: object, passive subject, or genitive of "создание"; joined ones too."""
    if match.pattern.id == "body.operate":
        return [
            c for c in trigger.children if c.dep_ in _SUBJECT and c.lemma_ in word_classes()["bdy-standing"]
        ]
    found: list[Token] = []
    for child in trigger.children:
        if not _is_object(trigger, child):
            continue
        found += [t for t in with_conjuncts(child) if _is_body(ctx, t) and not _sits(trigger, t)]
    if not found and feature(trigger, "VerbForm") == "Inf" and trigger.dep_ == "xcomp":
        # "Совет хотят учредить": an object put first is taken for the subject of the verb above.
        front = [c for c in trigger.head.children if c.i < trigger.head.i and c.dep_ in _SUBJECT | {"obj"}]
        plural = feature(trigger.head, "Number") == "Plur"
        found = [c for c in front if plural and feature(c, "Number") == "Sing" and _is_body(ctx, c)]
    if (
        not found
        and feature(trigger, "VerbForm") == "Part"
        and _is_body(ctx, trigger.head)
        and trigger.dep_ in {"acl", "amod"}
    ):
        found = [trigger.head]
    return found


def _is_object(trigger: Token, child: Token) -> bool:
    if trigger.lemma_ in word_classes()["bdy-turn"]:
        return preposition(child) == "в" and feature(child, "Case") == "Acc"
    if preposition(child) is not None:
        return False
    if trigger.pos_ == "NOUN":
        return child.dep_ == "nmod" and feature(child, "Case") in {"Gen", None} and child.i > trigger.i
    if trigger.lemma_ in word_classes()["bdy-lack"]:
        return child.dep_ in {"obj", "obl", "nsubj", "iobj"} and feature(child, "Case") in {"Gen", "Nom"}
    if child.dep_ == "nsubj":
        if _put_first(trigger, child):
            return True
        # "Центр открылся", "заработал": what comes into being is the subject of a verb without object.
        return feature(trigger, "Voice") in {"Mid", "Pass"} or trigger.lemma_ in word_classes()["bdy-arise"]
    return child.dep_ in {"obj", "nsubj:pass"}


def _put_first(verb: Token, child: Token) -> bool:
    """ "Центр открыли": an object before a plural verb without a subject is taken for one."""
    several = any(c.dep_ == "conj" for c in child.children)
    plural = feature(verb, "Number") == "Plur" and feature(child, "Number") == "Sing"
    other = any(is_verb(t) for t in verb.doc[child.i : verb.i])
    return plural and not several and not other and child.i < verb.i


def _sits(trigger: Token, head: Token) -> bool:
    """ "Открытие Совета министров": a council that is opened sits, it is not created."""
    return trigger.lemma_ in word_classes()["bdy-open"] and head.lemma_ in word_classes()["bdy-sitting"]


def _is_body(ctx: Context, token: Token) -> bool:
    """Whether a noun is a body's: by its word and by what tells whose or what for."""
    classes = word_classes()
    if token.lemma_ not in classes["bdy-noun"]:
        return any(m.label == "BODY" and m.owner and m.start <= token.i < m.end for m in ctx.mentions)
    if token.lemma_ not in classes["bdy-weak"]:
        return True
    return any(
        c.dep_ in {"amod", "nmod", "appos", "acl"} and c.lemma_ not in classes["bdy-same"]
        for c in token.children
    )


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
    """Whether the report names its organisation again and again."""
    return sum((m.owner or m.value) == ctx.main_organisation for m in ctx.mentions) >= 3


def _stage(act: Token) -> str:
    """proposed, planned or created by the words above an act of creation and by its tense."""
    classes = word_classes()
    stance = stance_of(act)
    if act.lemma_ in classes["bdy-lack"] or _suggested_beside(act):
        return "proposed"
    if stance.unreal and feature(act, "Mood") == "Cnd":
        return "none"
    above = _above(act)
    coming = any(is_verb(t) and tense_of(t) == "future" for t in above)
    for token in above:
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
    if any(preposition(c) == "по" and c.lemma_ in classes["bdy-suggest"] for c in act.sent if c.i < act.i):
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
