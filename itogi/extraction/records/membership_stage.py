"""How far a membership has come, and in which role: by the verb or noun, its tense and what governs it."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.matching import Match
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.membership_leave import ceased, leaving, told_as_done, took_place
from itogi.extraction.records.membership_modal import (
    agreed,
    denied_above,
    negated,
    unreal,
    wished,
    wished_itself,
)
from itogi.extraction.records.states import preposition
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import ancestors, is_verb, predicate_of, stance_of, tense_of

_GRANT_ONLY = any_of("grant")
_IN = spelt("in")
_IN_QUALITY = any_of("in", "quality")
_IN_UPON_ABOUT = any_of("in", "upon", "about", "about-full")
_MEMBERSHIP = spelt("membership")
_MORE_NOT = any_of("more", "not")
_OUT_OF = spelt("out-of")
_STATUS_ONLY = any_of("status")
_UNTIL = spelt("until")
_UPON_ABOUT = any_of("upon", "about", "about-full")

_ROLES = ("observer", "partner", "guest", "member")
_SUBJECT = {"nsubj", "nsubj:pass"}
_NEAR = 8
# Tokens back in which the role of "такой же статус" is named.
_TOLD = 40


def role_of(match: Match, trigger: Token) -> str | None:
    """member, observer or partner: by the nouns of the match, or by "наблюдателем", "как партнёр"."""
    classes = word_classes()
    words = list(trigger.doc[match.start : match.end])
    # "Повысить статус с партнёра до наблюдателя": the last one is what it comes to.
    for token in sorted(words, key=lambda t: preposition(t) != _UNTIL):
        for role in _ROLES:
            if token.lemma_ in classes[f"mbr-{role}"]:
                return "partner" if role == "member" and _associated(token) else role
    listed = next((c for t in trigger.children if t.dep_ == "obj" for c in t.children if _ranked(c)), None)
    if listed is not None:
        return next((r for r in ("observer", "partner") if listed.lemma_ in classes[f"mbr-{r}"]), "member")
    for token in trigger.doc[trigger.i + 1 : min(trigger.sent.end, trigger.i + 1 + _NEAR)]:
        if token.text in ";:—–" and token.doc[token.i - 1].lemma_ not in classes["mbr-land"]:
            break
        before = token.doc[token.i - 1].lemma_
        instead = feature(token, "Case") == "Ins" and preposition(token) is None
        if instead or before in _IN_QUALITY or _in_ranks(token, trigger):
            for role in ("observer", "partner"):
                if token.lemma_ in classes[f"mbr-{role}"]:
                    return role
    if match.pattern.id == "membership.status" and (told := _role_told(trigger)):
        return told
    fixed = match.pattern.slots.get("role")
    return str(fixed) if fixed else None


def _role_told(status: Token) -> str | None:
    """ "О таком же статусе": the role named last before it."""
    for token in reversed(status.doc[max(0, status.i - _TOLD) : status.i]):
        for role in _ROLES[:2]:
            if token.lemma_ in word_classes()[f"mbr-{role}"]:
                return role
    return None


def _associated(member: Token) -> bool:
    """ "Ассоциированный участник" takes part without the rights of a member."""
    return any(c.lemma_ in word_classes()["mbr-associate"] for c in member.children)


def _ranked(noun: Token) -> bool:
    """ "Пополнили список партнёров"."""
    return feature(noun, "Case") == "Gen" and noun.head.lemma_ in word_classes()["mbr-into"]


def _in_ranks(noun: Token, trigger: Token) -> bool:
    """ "К числу партнёров", "в круг стран-наблюдателей": the genitive of what is entered."""
    into = word_classes()["mbr-into"]
    return feature(noun, "Case") == "Gen" and any(
        trigger.i < a.i < noun.i and a.lemma_ in into for a in list(ancestors(noun))[:3]
    )


def stage_of(ctx: Context, match: Match, trigger: Token) -> str | None:
    """The stage that the words give; "none" where nothing is said of a membership; None where it is open."""
    rule = match.pattern.id
    if _candidate(trigger) or _given_up(trigger):
        return "none"
    if rule == "membership.status" and any(
        t.lemma_ in word_classes()["mbr-candidate"] for t in ctx.doc[match.start : match.end]
    ):
        return None
    if rule not in {"membership.role", "membership.suspend", "membership.apply"} and (
        asked := application_of(trigger)
    ):
        if rule == "membership.leave" and asked.head.lemma_ in word_classes()["mbr-approve"] | _GRANT_ONLY:
            return "left"
        return _application(asked)
    reader = _READERS.get(rule)
    if reader is not None:
        return reader(trigger)
    verb = trigger
    if rule == "membership.become":
        verb = next((t for t in ctx.doc[match.start : match.end] if _becomes(t)), trigger)
        turned = preposition(trigger) == _IN and verb.i < trigger.i
        case = feature(trigger, "Case") in {"Ins", None} or "-" in trigger.lemma_ or turned
        if not case or (trigger.i + 1 < verb.i and _passed(trigger, verb)):
            return "none"
        return _verbal(verb, "joined")
    if rule == "membership.admit":
        again = word_classes()["mbr-again"]
        back = verb.lemma_ in word_classes()["mbr-exclude"] or any(c.lemma_ in again for c in verb.children)
        return _verbal(verb, "joined" if back else "accepted")
    if trigger.lemma_ in word_classes()["mbr-ask"]:
        return "none" if unreal(verb) else "applied"
    return _verbal(verb, "joined")


def _becomes(token: Token) -> bool:
    return token.lemma_ in word_classes()["mbr-become"] and token.pos_ in {"VERB", "AUX"}


def _passed(member: Token, verb: Token) -> bool:
    """Whether the verb after a noun belongs to another clause."""
    between = member.doc[member.i + 1 : verb.i]
    return member.head != verb and any(t.text in ",;:—–" for t in between)


def _verbal(verb: Token, done: str) -> str | None:
    """The stage of a finite step: done in the past, coming else; open where it is only wished."""
    if unreal(verb) or denied_above(verb):
        return "none"
    if wished_itself(verb):
        return None
    if done == "accepted" and feature(verb, "VerbForm") == "Inf" and agreed(verb.head):
        return done
    if wished(verb) or (
        feature(verb, "VerbForm") == "Inf" and not any(c.dep_ == "aux" for c in verb.children)
    ):
        return None
    if feature(verb, "VerbForm") == "Conv":
        return done if feature(verb, "Aspect") == "Perf" else None
    return done if tense_of(verb) == "past" else "acceding"


def _candidate(trigger: Token) -> bool:
    """ "Кандидат в члены": none yet."""
    if trigger.head.lemma_ in word_classes()["mbr-candidate"]:
        return True
    before = trigger.doc[max(0, trigger.i - 4) : trigger.i]
    into = any(t.lower_ == _IN for t in before)
    return into and any(
        t.lemma_ in word_classes()["mbr-candidate"] and preposition(t) != _OUT_OF for t in before
    )


def _given_up(trigger: Token) -> bool:
    """ "Отозвал заявку", "отклонили заявку"."""
    above = list(ancestors(trigger))[:3]
    applying = [a for a in (trigger, *above) if a.lemma_ in word_classes()["mbr-apply"]]
    return bool(applying) and any(
        a.lemma_ in word_classes()["mbr-withdraw"] and not negated(a) for a in above
    )


def application_of(trigger: Token) -> Token | None:
    """The application for what a trigger names: "подал заявку на вступление", "запросил статус"."""
    classes = word_classes()
    asking = classes["mbr-apply"] | classes["mbr-ask"]
    above = next((a for a in [*ancestors(trigger)][:3] if a.lemma_ in asking), None)
    if above is not None or preposition(trigger) not in _UPON_ABOUT:
        return above
    # "Получение обращений Пакистана о приёме": the parser hangs the last noun on the first.
    for token in reversed(trigger.doc[max(trigger.sent.start, trigger.i - _NEAR) : trigger.i]):
        if token.pos_ == "VERB" or token.is_punct:
            return None
        if token.lemma_ in classes["mbr-apply"] and token.pos_ in {"NOUN", "PROPN"}:
            return token
    return None


def _application(word: Token) -> str | None:
    """The stage of an application: made, or only meant to be made."""
    verb = word if is_verb(word) else predicate_of(word.head)
    if verb is None:
        return "applied"
    if unreal(verb) and (verb == word or _gives(verb)):
        return "none"
    return None if wished(verb) and verb.lemma_ not in word_classes()["mbr-treat"] else "applied"


def _apply(trigger: Token) -> str | None:
    classes = word_classes()
    verb = predicate_of(trigger.head) if trigger.head != trigger else None
    likened = any(c.lemma_ in classes["mbr-same"] for c in trigger.children)
    told = likened or any(c.i > trigger.i and preposition(c) in _IN_UPON_ABOUT for c in trigger.children)
    if trigger.lemma_ in classes["mbr-plea"] and not told:
        return "none"
    for child in (c for c in trigger.children if preposition(c) in _IN_UPON_ABOUT):
        if (
            child.i > trigger.i
            and child.ent_type_ not in {"ORGANISATION", "TIME"}
            and child.lemma_
            not in (classes["mbr-joining"] | classes["mbr-member"] | classes["mbr-union"] | _STATUS_ONLY)
        ):
            return "none"
    if verb is not None and (stance_of(verb).unreal or denied_above(verb)):
        return "none"
    if verb is not None and (wished(verb) or (tense_of(verb) == "future" and _gives(verb))):
        return None
    return "applied"


def _gives(verb: Token) -> bool:
    return verb.lemma_ in word_classes()["mbr-file"]


def _suspending(trigger: Token) -> str | None:
    if unreal(trigger):
        return "none"
    fact = trigger.pos_ in {"NOUN", "ADJ"} or tense_of(trigger) in {"past", "present"}
    return "suspended" if fact or feature(trigger, "VerbForm") in {"Part", "Conv"} else None


def _nominal(noun: Token) -> str | None:
    """ "Вступление Грузии": a process; done where the clause says it took place or was decided."""
    classes = word_classes()
    if noun.head.lemma_ in classes["mbr-suspend"] | classes["mbr-restore"] | classes["mbr-cease"]:
        return "none"
    if took_place(noun):
        return "joined"
    if is_verb(noun.head) and negated(noun.head) and noun.head.lemma_ not in classes["mbr-expel"]:
        return "none"
    above = list(ancestors(noun))[:4]
    if told_as_done(noun) and not any(is_verb(a) and (unreal(a) or tense_of(a) == "future") for a in above):
        return "joined"
    lemmas = {a.lemma_ for a in above}
    if lemmas & classes["mbr-duty"] or (lemmas & classes["mbr-way"]):
        return "acceding" if lemmas & classes["mbr-duty"] or lemmas & classes["mbr-begin"] else None
    verb = next((a for a in above if is_verb(a)), None)
    past = verb is None or tense_of(verb) == "past"
    if verb is not None and noun.head == verb and verb.lemma_ in classes["mbr-lose"]:
        return "left" if past and not unreal(verb) else "none"
    if noun.lemma_ == _MEMBERSHIP:
        got = verb is not None and noun.head == verb and verb.lemma_ in classes["mbr-gain"]
        return ("joined" if past else "acceding") if got and not unreal(verb or noun) else None
    if lemmas & classes["mbr-decision"] and past and (verb is None or verb.lemma_ in classes["mbr-decide"]):
        return "accepted"
    decided = verb is not None and noun.head == verb and verb.lemma_ in classes["mbr-approve"]
    return "accepted" if decided and past and not unreal(verb or noun) else None


def giver_of(status: Token) -> Token | None:
    """The verb or noun that gives, gets or has a status: above it, or just before it."""
    verbs = word_classes()["mbr-get"] | word_classes()["mbr-have"]
    before = reversed(status.doc[max(status.sent.start, status.i - 3) : status.i])
    above = (status.head, *ancestors(status.head))
    return next((t for t in (*above, *before) if t.lemma_ in verbs and t != status), None)


def _status(status: Token) -> str | None:
    """ "Получил статус" is accepted, "имеет статус" open, "лишён статуса" left."""
    classes = word_classes()
    giver = giver_of(status)
    above = {a.lemma_ for a in list(ancestors(status))[:4]}
    if above & classes["mbr-duty"]:
        return "acceding"
    if giver is None or giver.lemma_ in classes["mbr-have"]:
        return None
    if giver.lemma_ in classes["mbr-lose"]:
        return "left"
    if unreal(giver):
        return "none"
    if feature(giver, "VerbForm") == "Inf" and giver.head.lemma_ in classes["mbr-wish"]:
        return None if giver.head.lemma_ not in classes["mbr-approve"] else "accepted"
    if giver.pos_ == "NOUN" and above & classes["mbr-hope"]:
        return None
    if giver.pos_ != "NOUN" and tense_of(giver) == "past":
        return "joined"
    return "accepted" if giver.pos_ == "NOUN" or feature(giver, "VerbForm") == "Inf" else "acceding"


def _restored(trigger: Token) -> str | None:
    return _verbal(trigger, "joined")


def _being(trigger: Token) -> str | None:
    """ "Состоит с 2001 года" has joined then; "не входит" tells of none."""
    verb = trigger if is_verb(trigger) else predicate_of(trigger)
    less = word_classes()["mbr-observer"] | word_classes()["mbr-partner"]
    if verb == trigger and any(c.lemma_ in less for c in trigger.children):
        return "none"
    return "none" if negated(trigger) or (verb is not None and unreal(verb)) else "joined"


def _seated(trigger: Token) -> str | None:
    return _verbal(trigger, "joined")


def _invited(trigger: Token) -> str | None:
    """ "Официально позвали в блок": accepted, as soon as it is said."""
    if trigger.pos_ == "NOUN":
        verb = predicate_of(trigger)
        got = verb is not None and verb.lemma_ in word_classes()["mbr-gain"]
        return (
            "accepted"
            if got and verb is not None and not unreal(verb) and tense_of(verb) == "past"
            else "none"
        )
    return "none" if unreal(trigger) or tense_of(trigger) != "past" else "accepted"


def _new(trigger: Token) -> str | None:
    verb = predicate_of(trigger)
    if verb is not None and (unreal(verb) or wished(verb)):
        return "none"
    return "acceding" if verb is not None and tense_of(verb) == "future" else "joined"


def _within(union: Token) -> str | None:
    """ "Турция в НАТО с 1952 года": joined, unless a verb says something else."""
    after = union.doc[union.i + 1 : min(union.sent.end, union.i + _NEAR)]
    return "none" if any(is_verb(t) or t.lower_ in _MORE_NOT for t in after) else "joined"


_READERS: dict[str, Callable[[Token], str | None]] = {
    "membership.role": lambda token: None,
    "membership.suspend": _suspending,
    "membership.leave": leaving,
    "membership.expel": leaving,
    "membership.noun": _nominal,
    "membership.status": _status,
    "membership.apply": _apply,
    "membership.ceased": ceased,
    "membership.restore": _restored,
    "membership.new": _new,
    "membership.being": _being,
    "membership.seat": _seated,
    "membership.invite": _invited,
    "membership.outside": lambda token: "left",
    "membership.guest": lambda token: None,
    "membership.watch": lambda token: "none" if unreal(token) else None,
    "membership.within": _within,
}
