"""How far a membership has come, and in which role: by the verb or noun, its tense and what governs it."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.patterns import Match, word_classes
from itogi.extraction.records.states import preposition
from itogi.extraction.stance import ancestors, is_verb, predicate_of, stance_of, tense_of

_ROLES = ("observer", "partner", "guest", "member")
_SUBJECT = {"nsubj", "nsubj:pass"}
_NEAR = 8


def role_of(match: Match, trigger: Token) -> str | None:
    """member, observer or partner: by the nouns of the match, or by "наблюдателем", "как партнёр"."""
    classes = word_classes()
    for token in trigger.doc[match.start : match.end]:
        for role in _ROLES:
            if token.lemma_ in classes[f"mbr-{role}"]:
                return role
    for token in trigger.doc[trigger.i + 1 : min(trigger.sent.end, trigger.i + 1 + _NEAR)]:
        if token.text in ";:—–":
            break
        before = token.doc[token.i - 1].lemma_
        if (feature(token, "Case") == "Ins" and preposition(token) is None) or before in {"в", "качество"}:
            for role in ("observer", "partner"):
                if token.lemma_ in classes[f"mbr-{role}"]:
                    return role
    fixed = match.pattern.slots.get("role")
    return str(fixed) if fixed else None


def stage_of(ctx: Context, match: Match, trigger: Token) -> str | None:
    """The stage that the words give; "none" where nothing is said of a membership; None where it is open."""
    rule = match.pattern.id
    if _candidate(trigger) or _given_up(trigger):
        return "none"
    if rule not in {"membership.role", "membership.suspend", "membership.apply"} and _applied(trigger):
        return _application(trigger)
    reader = _READERS.get(rule)
    if reader is not None:
        return reader(trigger)
    verb = trigger
    if rule == "membership.become":
        verb = next((t for t in ctx.doc[match.start : match.end] if _becomes(t)), trigger)
        if (feature(trigger, "Case") not in {"Ins", None} and "-" not in trigger.lemma_) or (
            trigger.i + 1 < verb.i and _passed(trigger, verb)
        ):
            return "none"
        return _verbal(verb, "joined")
    if rule == "membership.admit":
        return _verbal(verb, "accepted")
    if trigger.lemma_ in word_classes()["mbr-ask"]:
        return "none" if _unreal(verb) else "applied"
    return _verbal(verb, "joined")


def _becomes(token: Token) -> bool:
    return token.lemma_ in word_classes()["mbr-become"] and token.pos_ in {"VERB", "AUX"}


def _passed(member: Token, verb: Token) -> bool:
    """Whether the verb after a noun belongs to another clause."""
    between = member.doc[member.i + 1 : verb.i]
    return member.head != verb and any(t.text in ",;:—–" for t in between)


def _verbal(verb: Token, done: str) -> str | None:
    """The stage of a finite step: done in the past, coming else; open where it is only wished."""
    if _unreal(verb) or _denied_above(verb):
        return "none"
    if _wished(verb) or (
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
    into = any(t.lower_ == "в" for t in before)
    return into and any(t.lemma_ in word_classes()["mbr-candidate"] for t in before)


def _given_up(trigger: Token) -> bool:
    """ "Отозвал заявку", "отклонили заявку"."""
    above = list(ancestors(trigger))[:3]
    applying = [a for a in (trigger, *above) if a.lemma_ in word_classes()["mbr-apply"]]
    return bool(applying) and any(a.lemma_ in word_classes()["mbr-withdraw"] for a in above)


def _applied(trigger: Token) -> bool:
    """Whether an application is spoken of: "подал заявку на вступление", "запросил статус"."""
    classes = word_classes()
    above = [*ancestors(trigger)][:3]
    return any(a.lemma_ in classes["mbr-apply"] | classes["mbr-ask"] for a in above)


def _application(trigger: Token) -> str | None:
    """The stage of an application above a trigger: made, or only meant to be made."""
    classes = word_classes()
    word = next(a for a in ancestors(trigger) if a.lemma_ in classes["mbr-apply"] | classes["mbr-ask"])
    verb = word if is_verb(word) else predicate_of(word.head)
    if verb is None:
        return "applied"
    if _unreal(verb):
        return "none"
    return None if _wished(verb) else "applied"


def _apply(trigger: Token) -> str | None:
    classes = word_classes()
    verb = predicate_of(trigger.head) if trigger.head != trigger else None
    for child in (c for c in trigger.children if preposition(c) in {"на", "о", "об", "в"}):
        if (
            child.i > trigger.i
            and child.ent_type_ not in {"ORGANISATION", "TIME"}
            and child.lemma_
            not in (classes["mbr-joining"] | classes["mbr-member"] | classes["mbr-union"] | {"статус"})
        ):
            return "none"
    if verb is not None and stance_of(verb).unreal:
        return "none"
    if verb is not None and (_wished(verb) or (tense_of(verb) == "future" and _gives(verb))):
        return None
    return "applied"


def _gives(verb: Token) -> bool:
    return verb.lemma_ in word_classes()["mbr-file"]


def _unreal(token: Token) -> bool:
    stance = stance_of(token)
    denied = any(c.lemma_ == "не" and c.i < token.i for c in token.children)
    return stance.unreal or stance.negated or denied


def _denied_above(verb: Token) -> bool:
    """ "Не планирует выходить", "отказался вступать"."""
    if feature(verb, "VerbForm") != "Inf":
        return False
    above = list(ancestors(verb))[:1]
    return any(a.lemma_ in word_classes()["mbr-refuse"] or _negated(a) for a in above)


def _negated(verb: Token) -> bool:
    return any(c.lemma_ == "не" and c.i < verb.i for c in verb.children)


def _wished(verb: Token) -> bool:
    """Whether a verb is only wished, planned or possible."""
    above = list(ancestors(verb))[:2]
    return feature(verb, "VerbForm") == "Inf" and any(
        a.lemma_ in word_classes()["mbr-wish"] or is_verb(a) for a in above
    )


def _suspending(trigger: Token) -> str | None:
    if _unreal(trigger):
        return "none"
    fact = trigger.pos_ in {"NOUN", "ADJ"} or tense_of(trigger) in {"past", "present"}
    return "suspended" if fact or feature(trigger, "VerbForm") in {"Part", "Conv"} else None


def _leaving(trigger: Token) -> str | None:
    # "исключить" is a word of denial elsewhere, so the general stance does not serve here.
    expelled = trigger.lemma_ in word_classes()["mbr-expel"]
    if _negated(trigger) or _denied_above(trigger) or (_unreal(trigger) and not expelled):
        return "none"
    if trigger.pos_ == "NOUN":
        if not any(preposition(c) == "из" for c in trigger.children):
            return "none"
        return "left" if _took_place(trigger) else None
    if _wished(trigger):
        return None
    done = tense_of(trigger) == "past" or feature(trigger, "VerbForm") in {"Part", "Conv"}
    return "left" if done else None


def _took_place(noun: Token) -> bool:
    verb = noun.head if noun.dep_ in _SUBJECT else None
    classes = word_classes()
    done = verb is not None and verb.lemma_ in classes["take-place"] | classes["mbr-finish"]
    return done and verb is not None and tense_of(verb) == "past"


def _nominal(noun: Token) -> str | None:
    """ "Вступление Грузии": a process; done where the clause says it took place or was decided."""
    classes = word_classes()
    if noun.head.lemma_ in classes["mbr-suspend"] | classes["mbr-restore"] | classes["mbr-cease"]:
        return "none"
    if _took_place(noun):
        return "joined"
    above = list(ancestors(noun))[:4]
    lemmas = {a.lemma_ for a in above}
    if lemmas & classes["mbr-duty"] or (lemmas & classes["mbr-way"]):
        return "acceding" if lemmas & classes["mbr-duty"] or lemmas & classes["mbr-begin"] else None
    verb = next((a for a in above if is_verb(a)), None)
    past = verb is None or tense_of(verb) == "past"
    if noun.lemma_ == "членство":
        got = verb is not None and noun.head == verb and verb.lemma_ in classes["mbr-gain"]
        return ("joined" if past else "acceding") if got and not _unreal(verb or noun) else None
    if lemmas & classes["mbr-decision"] and past and (verb is None or verb.lemma_ in classes["mbr-decide"]):
        return "accepted"
    decided = verb is not None and noun.head == verb and verb.lemma_ in classes["mbr-approve"]
    return "accepted" if decided and past and not _unreal(verb or noun) else None


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
    if _unreal(giver):
        return "none"
    if feature(giver, "VerbForm") == "Inf" and giver.head.lemma_ in classes["mbr-wish"]:
        return None if giver.head.lemma_ not in classes["mbr-approve"] else "accepted"
    if giver.pos_ == "NOUN" and above & classes["mbr-hope"]:
        return None
    done = giver.pos_ == "NOUN" or tense_of(giver) == "past" or feature(giver, "VerbForm") == "Inf"
    return "accepted" if done else "acceding"


def _ceased(trigger: Token) -> str | None:
    return None if feature(trigger, "VerbForm") == "Inf" or tense_of(trigger) == "future" else "left"


def _restored(trigger: Token) -> str | None:
    return _verbal(trigger, "joined")


def _new(trigger: Token) -> str | None:
    verb = predicate_of(trigger)
    if verb is not None and (_unreal(verb) or _wished(verb)):
        return "none"
    return "acceding" if verb is not None and tense_of(verb) == "future" else "joined"


_READERS: dict[str, Callable[[Token], str | None]] = {
    "membership.role": lambda token: None,
    "membership.suspend": _suspending,
    "membership.leave": _leaving,
    "membership.expel": _leaving,
    "membership.noun": _nominal,
    "membership.status": _status,
    "membership.apply": _apply,
    "membership.ceased": _ceased,
    "membership.restore": _restored,
    "membership.new": _new,
}
