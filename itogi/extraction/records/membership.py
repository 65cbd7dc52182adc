"""Finder of memberships: who joins, leaves or suspends, who has the status of observer or partner."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from itogi.extraction.assemble import Draft
from itogi.extraction.circumstances import when
from itogi.extraction.context import Context
from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import Match, matcher, word_classes
from itogi.extraction.records.states import (
    country_at,
    feature,
    named_at,
    preposition,
    subjects,
    with_conjuncts,
)
from itogi.extraction.stance import ancestors, is_verb, predicate_of, stance_of, tense_of
from itogi.model.record import SlotValue

# Tokens after a trigger within which its organisation must be named.
REACH = 10
_ROLES = ("observer", "partner", "guest", "member")
_SUBJECT = {"nsubj", "nsubj:pass"}


def find(ctx: Context) -> Iterator[Draft]:
    """Memberships in text order, one for each country."""
    drafts: list[Draft] = []
    for match in matcher("membership", ctx.doc.vocab)(ctx.doc):
        for draft in _drafts(ctx, match):
            twin = next((d for d in drafts if _same(d, draft)), None)
            if twin is None:
                drafts.append(draft)
                continue
            for slot in ("stage", "date"):
                twin.slots[slot] = twin.slots[slot] or draft.slots[slot]
            twin.evidence += [e for e in draft.evidence if e not in twin.evidence]
    yield from drafts


def _same(old: Draft, new: Draft) -> bool:
    """Whether two drafts are one step of one country in one organisation."""
    alike = all(old.slots[s] == new.slots[s] for s in ("organisation", "country", "role"))
    return alike and all(
        not old.slots[s] or not new.slots[s] or old.slots[s] == new.slots[s] for s in ("stage", "date")
    )


def _drafts(ctx: Context, match: Match) -> Iterator[Draft]:
    trigger = ctx.doc[match.groups["t"][0]]
    rule = match.pattern.id
    organisation = _organisation(ctx, trigger, rule)
    if organisation is None:
        return
    stage = _stage(ctx, match, trigger)
    if stage == "none":
        return
    role = _role(ctx, match, trigger)
    dated = stage not in {None, "applied"}
    for country in _countries(ctx, trigger, rule, organisation):
        slots: dict[str, SlotValue | list[str] | None] = {
            "organisation": organisation.owner or organisation.value,
            "country": country,
            "role": role,
            "stage": stage,
            "date": _date(ctx, trigger) if dated else None,
        }
        yield Draft("membership", slots, ctx.evidence(trigger.i), match.pattern.confidence, rule, trigger.i)


def _date(ctx: Context, trigger: Token) -> str | None:
    """When it happens; "с 1 января" is the day from which a country is in."""
    found = when(ctx, trigger, reach=14)
    if found:
        return found
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    since = [t for t in ctx.times_in(sentence.start, sentence.end) if t[2].role == "since" and t[2].edtf]
    return since[0][2].edtf if len(since) == 1 and abs(since[0][0] - trigger.i) <= 14 else None


# -- the organisation -------------------------------------------------------------------------------


def _organisation(ctx: Context, trigger: Token, rule: str) -> Mention | None:
    """The organisation in the phrase of the trigger: "в НАТО", "при Содружестве", "член ШОС"."""
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    place = _complement(trigger) if rule in {"membership.join", "membership.leave"} else None
    near = ctx.mentions_in(trigger.i + 1, min(sentence.end, trigger.i + 1 + REACH), "ORGANISATION")
    if rule == "membership.status" and not near:
        return _of_status(ctx, trigger, sentence.start)
    if place is not None:
        return next(
            (m for m in near if m.start <= place.i < m.end or place.lemma_ in {"состав", "член", "ряд"}), None
        )
    if rule in {"membership.join", "membership.admit"}:
        near = [m for m in near if _may_be_entered(ctx, m, sure=rule == "membership.admit")]
    elif rule in {"membership.leave", "membership.expel"}:
        near = [m for m in near if preposition(ctx.doc[m.start : m.end].root) in {"из", None}]
    if near and rule == "membership.status":
        # "наделение ШОС статусом наблюдателя в СНГ": the first may be the one that gets the status.
        return next((m for m in near if preposition(ctx.doc[m.start : m.end].root) is not None), near[0])
    if near:
        return near[0]
    before = ctx.mentions_in(sentence.start, trigger.i, "ORGANISATION")
    if rule in {"membership.join", "membership.role", "membership.become", "membership.suspend"} and before:
        return before[-1] if rule != "membership.role" or trigger.i - before[-1].end <= 4 else None
    return None


def _of_status(ctx: Context, status: Token, start: int) -> Mention | None:
    """The organisation of a status that is named before it, or nowhere in the sentence.

    What stands right before the status is the one to get it: "о наделении ШОС статусом наблюдателя".
    """
    before = [m for m in ctx.mentions_in(start, status.i, "ORGANISATION") if m.end < status.i]
    if before:
        return before[-1]
    main = ctx.main_organisation
    return (
        next((m for m in ctx.mentions if m.label == "ORGANISATION" and m.value == main), None)
        if main
        else None
    )


def _complement(verb: Token) -> Token | None:
    """What is joined or left: the noun after "в", "к", "из", or the object of "покинуть"."""
    for child in verb.children:
        if (
            child.i > verb.i
            and child.dep_ in {"obl", "nmod"}
            and preposition(child) in {"в", "во", "к", "ко", "из"}
        ) and feature(child, "Case") != "Loc":
            return child
        if child.dep_ == "obj" and child.i > verb.i:
            return child
    return None


def _may_be_entered(ctx: Context, mention: Mention, *, sure: bool) -> bool:
    before = preposition(ctx.doc[mention.start : mention.end].root)
    return before in {"в", "во", "к", "ко"} or (before is None and not sure)


# -- how far it has come ----------------------------------------------------------------------------


def _role(ctx: Context, match: Match, trigger: Token) -> str | None:
    """member, observer or partner, by the noun of the match; a wish to be in is one to be a member."""
    classes = word_classes()
    for token in ctx.doc[match.start : match.end]:
        for role in _ROLES:
            if token.lemma_ in classes[f"mbr-{role}"]:
                return role
    fixed = match.pattern.slots.get("role")
    return str(fixed) if fixed else None


def _stage(ctx: Context, match: Match, trigger: Token) -> str | None:
    """The stage that the words give; "none" where nothing is said of a membership; None where it is open."""
    rule = match.pattern.id
    if rule == "membership.role":
        return None
    if rule == "membership.suspend":
        return "none" if _unreal(trigger) else "suspended" if _is_fact(trigger) else None
    if _applied(trigger):
        return None if _wished(predicate_of(trigger.head) or trigger) else "applied"
    if rule in {"membership.leave", "membership.expel"}:
        return _leaving(trigger)
    if rule == "membership.noun":
        return _nominal(trigger)
    if rule == "membership.status":
        return _status_stage(trigger)
    verb = ctx.doc[match.start] if rule == "membership.become" else trigger
    if _unreal(verb):
        return "none"
    if _wished(verb) or (
        feature(verb, "VerbForm") == "Inf" and not any(c.dep_ == "aux" for c in verb.children)
    ):
        return None
    if rule == "membership.admit":
        return "accepted" if tense_of(verb) == "past" else "acceding"
    if tense_of(verb) != "past":
        return "acceding"
    return "joined" if _role(ctx, match, trigger) == "member" else "accepted"


def _applied(trigger: Token) -> bool:
    """Whether an application is spoken of: "подал заявку на вступление", "запросил статус"."""
    classes = word_classes()
    above = [*ancestors(trigger)][:3]
    return any(a.lemma_ in classes["mbr-apply"] or a.lemma_ in classes["mbr-ask"] for a in above)


def _unreal(token: Token) -> bool:
    stance = stance_of(token)
    return stance.unreal or stance.negated


def _wished(verb: Token) -> bool:
    """Whether a verb is only wished, planned or possible."""
    above = list(ancestors(verb))[:2]
    return feature(verb, "VerbForm") == "Inf" and any(
        a.lemma_ in word_classes()["mbr-wish"] or is_verb(a) for a in above
    )


def _is_fact(token: Token) -> bool:
    return token.pos_ == "NOUN" or tense_of(token) in {"past", "present"}


def _leaving(trigger: Token) -> str | None:
    # "исключить" is a word of denial elsewhere, so the general stance does not serve here.
    expelled = trigger.lemma_ in word_classes()["mbr-expel"]
    if any(c.lemma_ == "не" for c in trigger.children) or (_unreal(trigger) and not expelled):
        return "none"
    if trigger.pos_ == "NOUN":
        return "none" if not any(preposition(c) == "из" for c in trigger.children) else None
    if _wished(trigger):
        return None
    return "left" if tense_of(trigger) == "past" else None


def _nominal(noun: Token) -> str | None:
    """ "Вступление Грузии": a process; done where the clause dates it or calls it an event."""
    verb = noun.head if noun.dep_ in _SUBJECT else None
    if noun.lemma_ in word_classes()["mbr-taking-part"] and any(
        c.lemma_ in word_classes()["mbr-suspend"] for c in (noun.head,)
    ):
        return "none"
    if verb is not None and verb.lemma_ in word_classes()["take-place"] and tense_of(verb) == "past":
        return "joined"
    return None


def _giver(status: Token) -> Token | None:
    """The verb or noun that gives, gets or has a status: above it, or just before it."""
    verbs = word_classes()["mbr-get"] | word_classes()["mbr-have"]
    before = reversed(status.doc[max(status.sent.start, status.i - 3) : status.i])
    above = (status.head, *ancestors(status.head))
    return next((t for t in (*above, *before) if t.lemma_ in verbs and t != status), None)


def _status_stage(status: Token) -> str | None:
    """ "Получил статус" is accepted, "имеет статус" open, "лишён статуса" left."""
    classes = word_classes()
    giver = _giver(status)
    if giver is None or giver.lemma_ in classes["mbr-have"]:
        return None
    if giver.lemma_ in classes["mbr-lose"]:
        return "left"
    if _unreal(giver):
        return "none"
    return (
        "accepted"
        if giver.pos_ == "NOUN" or tense_of(giver) == "past" or feature(giver, "VerbForm") == "Inf"
        else "acceding"
    )


# -- the countries ----------------------------------------------------------------------------------


def _countries(ctx: Context, trigger: Token, rule: str, organisation: Mention) -> list[str]:
    own = organisation.value
    found: list[str] = []
    for token in _holders(ctx, trigger, rule):
        for one in with_conjuncts(token):
            code = _code(ctx, one)
            if code and code != own and code not in found:
                found.append(code)
    return found


def _code(ctx: Context, token: Token) -> str | None:
    """The country at ``token``, or the union that stands where a country might."""
    code = _named(ctx, token)
    if code:
        return code
    if (
        token.lemma_ in word_classes()["state-noun"] | {"который"}
        or token.lemma_ in word_classes()["state-pronoun"]
    ):
        return country_at(ctx, token)
    return None


def _named(ctx: Context, token: Token) -> str | None:
    code = named_at(ctx, token)
    if code:
        return code
    union = next((m for m in ctx.mentions if m.label == "ORGANISATION" and m.start <= token.i < m.end), None)
    return union.value if union is not None and union.via != "paraphrase" else None


def _holders(ctx: Context, trigger: Token, rule: str) -> list[Token]:
    """The tokens that may name the country: subject, genitive, dative, "у …" by the kind of trigger."""
    if rule == "membership.noun" or (
        rule in {"membership.leave", "membership.suspend"} and trigger.pos_ == "NOUN"
    ):
        return _genitives(ctx, trigger) or (_clause_subjects(trigger) if _own_step(trigger, rule) else [])
    if rule == "membership.status":
        return _status_holders(ctx, trigger)
    if rule == "membership.role":
        return _predicated(ctx, trigger)
    if rule == "membership.admit":
        objects = [c for c in trigger.children if c.dep_ == "obj" and _code(ctx, c)]
        if objects:
            return objects
        passive = feature(trigger, "Variant") == "Short" or feature(trigger, "Voice") == "Pass"
        return subjects(trigger) if passive else []
    verb = trigger if is_verb(trigger) else predicate_of(trigger.head)
    if verb is None:
        return []
    if rule == "membership.suspend" and (of := _suspended(ctx, trigger)):
        return of
    if rule == "membership.expel":
        return [c for c in verb.children if c.dep_ in {"obj", "nsubj:pass"}]
    if feature(verb, "VerbForm") == "Part" and feature(verb, "Variant") != "Short":
        return [verb.head]
    return subjects(verb) or _clause_subjects(verb)


def _suspended(ctx: Context, verb: Token) -> list[Token]:
    """Whose membership is suspended by others: "приостановил членство России"."""
    nouns = [c for c in verb.children if c.lemma_ in word_classes()["mbr-taking-part"]]
    return [t for n in nouns for t in _genitives(ctx, n) if named_at(ctx, t)]


def _own_step(noun: Token, rule: str) -> bool:
    """Whether the subject of the clause is the one to join or leave: "подал заявку на вступление"."""
    verb = predicate_of(noun.head) if noun.head != noun else None
    wished = verb is not None and verb.lemma_ in word_classes()["mbr-wish"] | word_classes()["chm-take"]
    return _applied(noun) or wished or rule == "membership.suspend"


def _genitives(ctx: Context, noun: Token) -> list[Token]:
    out: list[Token] = []
    for token in ctx.doc[noun.i + 1 : noun.i + 6]:
        if token.text in ",.;:—–" or token.pos_ == "VERB" or token.is_sent_start:
            break
        if feature(token, "Case") in {"Gen", None} and preposition(token) is None and _named(ctx, token):
            return [token]
    if noun.i and (m := next((m for m in ctx.mentions if m.label == "NATIONAL" and m.end == noun.i), None)):
        return [t for t in noun.children if m.start <= t.i < m.end and named_at(ctx, t)]
    return out


def _clause_subjects(token: Token) -> list[Token]:
    verb = predicate_of(token.head) if token.head != token else None
    if verb is None:
        return []
    return subjects(verb) or (subjects(verb.head) if verb.dep_ in {"xcomp", "ccomp", "acl"} else [])


def _status_holders(ctx: Context, status: Token) -> list[Token]:
    """Who has, gets or is given the status: "у Ирана", the dative or accusative of the verb, its subject."""
    sentence = ctx.sentences[ctx.sentence(status.i)]
    for token in sentence:
        if (
            preposition(token) in {"у", "за"}
            and feature(token, "Case") in {"Gen", "Ins"}
            and _code(ctx, token)
        ):
            return [token]
    giver = _giver(status) or status.head
    given = [
        c for c in (*giver.children, *status.children)
        if (c.dep_ == "iobj" or feature(c, "Case") in {"Dat", "Gen", "Acc"})
        and preposition(c) is None and c != status and _code(ctx, c)
        and c.dep_ in {"iobj", "obj", "nmod", "obl"} and c.i < status.i + 6
    ]  # fmt: skip
    named = [c for c in given if feature(c, "Case") == "Dat" or c.dep_ == "iobj"] or [
        c for c in given if c.head == giver
    ]
    if named and giver != status:
        return named[:1]
    return subjects(giver) if is_verb(giver) else _clause_subjects(giver)


def _predicated(ctx: Context, noun: Token) -> list[Token]:
    """The subject of "наблюдатель", "партнёром" as a predicate: "X остаётся наблюдателем при …"."""
    verb = noun.head if noun.head.pos_ in {"VERB", "AUX"} else noun
    strong = any(c.lemma_ in word_classes()["mbr-strong"] for c in noun.children) or any(
        t.lemma_ == "диалог" for t in noun.doc[noun.i + 1 : noun.i + 3]
    )
    ruled = verb.lemma_ in word_classes()["mbr-have"] | {"быть"} or (
        verb == noun and (noun.dep_ == "root" or any(c.dep_ == "cop" for c in noun.children))
    )
    case = feature(noun, "Case")
    if noun.lemma_ in word_classes()["mbr-partner"] and not strong:
        return []
    if not ruled or case not in {"Ins", "Nom"}:
        return []
    return [c for c in verb.children if c.dep_ in _SUBJECT and c != noun]
