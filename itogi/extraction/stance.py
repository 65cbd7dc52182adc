"""Stance: from aspect, tense, voice, mood and negation to the status of events and the stage of documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from spacy.tokens import Token

from itogi.extraction.patterns import word_classes
from itogi.extraction.single_words import any_of, spelt
from itogi.language.lemma import parses
from itogi.model.letters import without_yo
from itogi.model.values import date_range

_BECAUSE_OF = spelt("because-of")
_FORCE = spelt("force")
_NOT = spelt("not")
_OUT_OF = spelt("out-of")
_OVER = spelt("over")
_SO_THAT_SHORT_SO_THAT = any_of("so-that-short", "so-that")
_UPON = spelt("upon")
_WILL_BE_WILL_BE_MANY = any_of("will-be", "will-be-many")
_WOULD_IF = any_of("would", "if")

_CLIMB = 6


@dataclass(frozen=True, slots=True)
class Stance:
    """How the text puts a predicate: its verb, tense, whether it is denied, unreal, planned or wished."""

    verb: Token | None
    tense: str
    negated: bool = False
    unreal: bool = False
    planned: bool = False
    expected: bool = False


def ancestors(token: Token) -> Iterator[Token]:
    """The heads of ``token`` up to the root of its sentence, nearest first, at most six."""
    current = token
    for _ in range(_CLIMB):
        if current.head == current:
            return
        current = current.head
        yield current


def is_verb(token: Token) -> bool:
    """Whether a token can be a predicate: a finite verb, infinitive, short participle or "нужно"."""
    if token.pos_ in {"VERB", "AUX"}:
        form = token.morph.get("VerbForm", [])
        return (
            "Part" not in form or "Short" in token.morph.get("Variant", []) or token.dep_ in {"root", "acl"}
        )
    return False


def predicate_of(token: Token) -> Token | None:
    """The verb that ``token`` depends on, directly or through nouns; itself if it is one."""
    if is_verb(token):
        return token
    for above in ancestors(token):
        if is_verb(above):
            return above
    return None


def stance_of(token: Token) -> Stance:
    """The stance of the clause that ``token`` stands in."""
    verb = predicate_of(token)
    if verb is None:
        return Stance(None, "none")
    classes = word_classes()
    chain = [verb, *(a for a in ancestors(verb) if is_verb(a) and _governs(a, verb))]
    words = [child for v in chain for child in v.children]
    lemmas = {t.lemma_ for t in chain} | {
        w.lemma_ for w in words if w.dep_ in {"aux", "cop", "advmod", "aux:pass"}
    }
    return Stance(
        verb,
        tense_of(verb),
        negated=any(w.lemma_ == _NOT for v in chain[:1] for w in v.children)
        or bool(lemmas & classes["deny"]),
        unreal=any(w.lemma_ in _WOULD_IF for w in words) or "Cnd" in verb.morph.get("Mood", []),
        planned=bool(lemmas & classes["plan"]),
        expected=bool(lemmas & classes["expect"]),
    )


def _governs(above: Token, verb: Token) -> bool:
    """Whether a higher verb colours a lower one ("планируется подписать", "ожидается, что подпишут")."""
    if above.lemma_ in word_classes()["say-neutral"]:
        return False
    current = verb
    while current != above:
        if current.dep_ not in {"ccomp", "xcomp", "csubj", "csubj:pass", "aux", "aux:pass", "cop"}:
            return False
        current = current.head
    return True


def tense_of(verb: Token) -> str:
    """past, present, future or none; an auxiliary "будет", "был" decides for its participle or infinitive."""
    helpers = [c for c in verb.children if c.dep_ in {"aux", "aux:pass", "cop"}]
    for helper in helpers:
        if "Fut" in helper.morph.get("Tense", []) or helper.lower_ in _WILL_BE_WILL_BE_MANY:
            return "future"
        if "Past" in helper.morph.get("Tense", []):
            return "past"
    known = _dictionary_tense(verb.lower_)
    if known:
        return known
    tense = next(iter(verb.morph.get("Tense", [])), None)
    form = next(iter(verb.morph.get("VerbForm", [])), None)
    if form == "Part" and "Pass" in verb.morph.get("Voice", []):
        return "past" if "Perf" in verb.morph.get("Aspect", []) else "present"
    if tense == "Past":
        return "past"
    if tense == "Fut" or (tense == "Pres" and "Perf" in verb.morph.get("Aspect", [])):
        return "future"
    return "present" if tense == "Pres" else "none"


@lru_cache(maxsize=16384)
def _dictionary_tense(word: str) -> str | None:
    """The tense of a form that the dictionary knows in one tense only: the model errs on rare verbs."""
    tenses = {
        next((t for t in ("past", "pres", "futr") if t in p.tag), None)
        for p in parses(word)
        if p.is_known and "VERB" in p.tag
    }
    if len(tenses) != 1 or not all("VERB" in p.tag for p in parses(word)):
        return None
    return {"past": "past", "pres": "present", "futr": "future"}.get(tenses.pop() or "")


def status_of(token: Token, when: str | None, published: date | None, *, past_default: bool = True) -> str:
    """planned, ongoing, held or cancelled for an event whose noun or verb is ``token``.

    ``when`` is the EDTF date of the event, if the text gives one. The words decide first; then the date
    against the day of publication; then the tense.
    """
    stance = stance_of(token)
    classes = word_classes()
    lemma = stance.verb.lemma_ if stance.verb is not None else ""
    own_words = {token.lemma_, lemma} | {c.lemma_ for c in token.children if c.dep_ in {"amod", "acl"}}
    if own_words & classes["cancel"] or (stance.negated and lemma in classes["take-place"]):
        return "cancelled"
    bounds = date_range(when) if when else None
    if published and bounds and bounds[0] > published:
        return "planned"
    if published and bounds and bounds[1] < published:
        return "held"
    if own_words & (classes["plan"] | classes["expect"]) or stance.planned or stance.expected:
        return "planned"
    if (
        lemma in classes["go-on"]
        and stance.tense in {"present", "past"}
        and lemma not in classes["take-place"]
    ):
        return "ongoing"
    if lemma in classes["take-place"] | classes["go-on"]:
        return {"past": "held", "future": "planned", "present": "ongoing"}.get(stance.tense, "held")
    if stance.tense == "future":
        return "planned"
    return "held" if past_default or stance.tense == "past" else "ongoing"


# -- stages of instruments ----------------------------------------------------------------------------

STAGES = (
    "proposed",
    "drafting",
    "agreed",
    "expected",
    "signed",
    "ratified",
    "in-force",
    "implemented",
    "rejected",
)
_ACTS = ("sign", "adopt", "agree", "draft", "propose", "ratify", "force", "implement", "reject", "discuss")
_DONE = {
    "sign": "signed",
    "adopt": "signed",
    "agree": "agreed",
    "draft": "drafting",
    "propose": "proposed",
    "ratify": "ratified",
    "force": "in-force",
    "implement": "implemented",
    "reject": "rejected",
}
# What is still to be signed is expected; what is still to enter into force has been signed.
_TO_COME = {
    "sign": "expected",
    "adopt": "expected",
    "agree": "expected",
    "draft": "drafting",
    "propose": "proposed",
    "ratify": "expected",
    "force": "signed",
    "implement": "in-force",
}
_NOT_YET = {
    "sign": "expected",
    "adopt": "expected",
    "agree": "drafting",
    "ratify": "signed",
    "force": "signed",
}
_CLAUSAL = {"xcomp", "ccomp", "csubj", "csubj:pass", "advcl", "aux", "aux:pass", "cop"}
_NOMINAL = {"nsubj", "nsubj:pass", "obj", "obl", "nmod", "iobj"}


@dataclass(frozen=True, slots=True)
class Stage:
    """The stage that an act gives an instrument, and the word that says so; None: named, but unreal."""

    value: str | None
    anchor: Token
    act: str


@cache
def _act_of() -> dict[str, str]:
    """The act of each lemma of the classes ``stage-…``; of two classes the first listed counts."""
    classes = word_classes()
    return {lemma: act for act in reversed(_ACTS) for lemma in classes[f"stage-{act}"]}


def act_of(token: Token) -> str | None:
    """Which act on an instrument a verb or noun stands for: sign, adopt, agree, draft, …; None for others."""
    act = _act_of().get(token.lemma_)
    if act is None and token.lemma_ in word_classes()["stage-light"]:
        # "поставили подписи под документом"
        lemmas = {c.lemma_ for c in token.children} | {t.lemma_ for t in token.doc[token.i + 1 : token.i + 3]}
        if lemmas & word_classes()["stage-signature"]:
            return "sign"
        if lemmas & word_classes()["stage-still"]:
            return "reject" if token.lemma_ in word_classes()["doc-lose"] else "force"
        return "reject" if lemmas & word_classes()["doc-void"] else None
    if act in {"force", "reject", "adopt"} and not _complete(token):
        return None
    if act == "draft" and token.lemma_ in word_classes()["stage-on"] and not _has(token, _OVER):
        return None
    return act


def _complete(token: Token) -> bool:
    """Whether "вступить" has its "в силу", "выйти" its "из"; "направленное на развитие" tells of an aim."""
    if token.lemma_ in word_classes()["stage-into-force"]:
        return any(c.lemma_ == _FORCE for c in token.children)
    if token.lemma_ in word_classes()["stage-out-of"]:
        return _has(token, _OUT_OF)
    if token.lemma_ in word_classes()["stage-send"]:
        return "Part" not in token.morph.get("VerbForm", []) or not _has(token, _UPON)
    return True


def _has(token: Token, preposition: str) -> bool:
    return any(g.lower_ == preposition for c in token.children for g in c.children if g.dep_ == "case")


def stage_at(act: Token, *, draft: bool = False) -> Stage:
    """The stage that the act at ``act`` (a verb, participle or verbal noun) gives its instrument."""
    kind = act_of(act) or "discuss"
    colour = _colour(act)
    value: str | None
    if kind == "discuss":
        value = "drafting" if draft and colour != "unreal" else None
    elif colour == "done":
        value = "agreed" if draft and kind in {"sign", "adopt"} else _DONE[kind]
    elif colour == "to-come":
        entering = act.lemma_ in word_classes()["stage-into-force"]
        value = _DONE[kind] if kind == "force" and not entering else _TO_COME.get(kind)
    elif colour == "wished":
        value = "proposed" if kind not in {"force", "implement", "reject"} else None
    elif colour == "not-yet":
        value = _NOT_YET.get(kind)
    elif colour == "refused":
        value = "rejected" if kind in {"sign", "adopt", "ratify", "agree"} else None
    else:
        value = None
    if value == "agreed" and kind == "agree" and "Imp" in act.morph.get("Aspect", []):
        value = "drafting"
    if kind == "implement" and tense_of(act) == "present":
        value = "in-force"
    if value == "agreed" and act.lemma_ in word_classes()["stage-send"]:
        value = "drafting"
    if value == "agreed" and act.head.lemma_ in word_classes()["stage-phase"]:
        value = "drafting"
    return Stage(value, act, kind)


def _colour(act: Token) -> str:
    """done, to-come, wished, refused, not-yet or unreal: by mood, tense, negation and governors of an act."""
    classes = word_classes()
    above = list(_governors(act))
    words = [w for v in (act, *above) for w in v.children]
    if any(w.lemma_ in _WOULD_IF for w in words) or any(
        "Cnd" in v.morph.get("Mood", []) for v in (act, *above)
    ):
        return "unreal"
    lemmas = [v.lemma_ for v in above]
    if any(lemma in classes["stage-refuse"] for lemma in lemmas) or any(
        _negated(v) and v.lemma_ in classes["stage-to-come"] | classes["stage-managed"] for v in above[:1]
    ):
        return "refused"
    if _negated(act):
        return "not-yet" if _not_yet(act) else "refused"
    if any(lemma in classes["stage-wished"] for lemma in lemmas):
        return "wished"
    if act.pos_ == "NOUN":
        return _nominal_colour(act, above)
    return _verbal_colour(act, above)


def _not_yet(act: Token) -> bool:
    """ "ещё не согласована", "пока не подписан"."""
    near = act.doc[max(act.i - 4, act.sent.start) : act.i]
    return any(without_yo(t.lemma_) in word_classes()["stage-yet"] for t in (*act.children, *near))


def _negated(verb: Token) -> bool:
    return any(c.lemma_ == _NOT and c.i < verb.i and verb.i - c.i <= 3 for c in verb.children)


def _governors(act: Token) -> Iterator[Token]:
    """The words above an act that colour it, nearest first, up to a verb of saying or another clause."""
    current = act
    for above in ancestors(act):
        if above.lemma_ in word_classes()["say-neutral"]:
            return
        link = current.dep_
        to_do = "Inf" in current.morph.get("VerbForm", []) and link in {"acl", "nmod"}
        if link not in _CLAUSAL and not to_do and not (current.pos_ == "NOUN" and link in _NOMINAL):
            return
        yield above
        current = above


def _verbal_colour(act: Token, above: list[Token]) -> str:
    classes = word_classes()
    form = next(iter(act.morph.get("VerbForm", [])), None)
    tense = tense_of(act)
    coming = [v for v in above if v.lemma_ in classes["stage-to-come"]]
    helpers = {c.lemma_ for c in act.children if c.dep_ in {"aux", "aux:pass", "cop", "xcomp", "advmod"}}
    if form == "Inf":
        managed = any(v.lemma_ in classes["stage-managed"] and tense_of(v) == "past" for v in above)
        return "done" if managed and not coming else "to-come"
    if tense == "future" or helpers & classes["stage-to-come"]:
        return "to-come"
    if coming and act.dep_ in {"ccomp", "csubj", "csubj:pass"} and tense != "past":
        return "to-come"
    purpose = act.dep_ == "advcl" and any(c.lower_ in _SO_THAT_SHORT_SO_THAT for c in act.children)
    return "to-come" if purpose else "done"


def _nominal_colour(act: Token, above: list[Token]) -> str:
    """ "состоялось подписание" is done, "готовится к подписанию", "договорились о подписании" to come."""
    classes = word_classes()
    case = next((c.lower_ for c in act.children if c.dep_ == "case"), "")
    verb = next((v for v in above if v.pos_ in {"VERB", "AUX"} or v.lemma_ in classes["stage-to-come"]), None)
    if case == _BECAUSE_OF and verb is not None:
        return "wished"
    if case in classes["stage-before"] and act_of(act) not in {"force", "draft", "propose"}:
        return "to-come"
    if any(v.lemma_ in classes["stage-to-come"] | classes["stage-put-off"] for v in above):
        return "to-come"
    return "to-come" if verb is not None and tense_of(verb) == "future" else "done"
