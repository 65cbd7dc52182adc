"""Whether a counted fact is one already or still to come."""

from __future__ import annotations

from functools import lru_cache

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.counted_nouns import Counted
from itogi.extraction.numbers import Number
from itogi.extraction.patterns import word_classes
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import act_of, predicate_of, stage_at, stance_of, tense_of
from itogi.language import lexicon
from itogi.model.letters import without_yo

_UNTIL = spelt("until")
_WITH = any_of("with", "with-full")


def status_of_figure(ctx: Context, what: Counted) -> str:
    """Members are what they are unless the verb says that they will be; others may be planned too."""
    noun = _stance_word(ctx, what)
    stance = stance_of(noun)
    joins = stance.verb is not None and stance.verb.lemma_ in word_classes()["figure-become"]
    if (
        _to_come(noun)
        or _undertaken(noun)
        or (what.what == "countries" and (joins or _attend(noun)) and stance.tense == "future")
    ):
        return "expected"
    if what.what == "countries" or _before_change(ctx, what.number) or _done(noun):
        return "actual"
    if what.what == "documents" and _to_sign(ctx, noun):
        return "expected"
    return planned(ctx, noun)


def _stance_word(ctx: Context, what: Counted) -> Token:
    """The word whose clause tells whether a count is a fact: the noun, or of a bare number its verb."""
    if what.noun.i >= what.number.end or not what.number.start <= what.noun.i:
        return what.noun
    words = ctx.doc[ctx.sentences[ctx.sentence(what.noun.i)].start : what.number.start]
    return next((t for t in reversed(words) if t.pos_ == "VERB"), what.noun)


def _to_sign(ctx: Context, noun: Token) -> bool:
    """ "должны подписать 14 документов", "к подписанию подготовлено …", "на утверждение внесены …"."""
    verb = predicate_of(noun)
    if verb is not None and act_of(verb) in {"sign", "adopt"}:
        return stage_at(verb).value == "expected"
    classes = word_classes()
    goals = (t for t in ctx.sentences[ctx.sentence(noun.i)] if t.lemma_ in classes["figure-goal"])
    return any(
        c.dep_ == "case" and c.lower_ in classes["figure-goal-case"] for t in goals for c in t.children
    )


def _attend(noun: Token) -> bool:
    verb = predicate_of(noun)
    return verb is not None and verb.lemma_ in word_classes()["attend-verb"] | word_classes()["figure-attend"]


def _undertaken(noun: Token) -> bool:
    """ "готов внести 2 млрд", "намерены выставить", "обещали выделить": an act only promised."""
    verb = predicate_of(noun)
    if verb is None or "Inf" not in verb.morph.get("VerbForm", []):
        return False
    above = [verb.head, *verb.head.children]
    return verb == noun or any(t.lemma_ in _expected() for t in above)


def _to_come(noun: Token) -> bool:
    """ "250 миллионов, которые выделит фонд": a clause of the noun in the future."""
    clauses = (c for c in noun.children if c.dep_ == "acl:relcl")
    return any(tense_of(c) == "future" for c in clauses if c.pos_ == "VERB")


def _before_change(ctx: Context, number: Number) -> bool:
    """ "с десяти процентов до 7,8": what a change starts from is a fact."""
    before = ctx.doc[number.first - 1] if number.first else None
    after = ctx.doc[number.end : number.end + 4]
    return before is not None and before.lower_ in _WITH and any(t.lower_ == _UNTIL for t in after)


def _done(noun: Token) -> bool:
    """ "15 одобренных документов": a participle says that it is done, unless the verb is of the future."""
    amods = (c for c in noun.children if c.dep_ == "amod" and "Past" in c.morph.get("Tense", []))
    done = any("Pass" in c.morph.get("Voice", []) for c in amods if c.lemma_ not in _expected())
    return done and stance_of(noun).tense != "future"


def planned(ctx: Context, token: Token) -> str:
    """expected where tense, a word of planning or a plan of the sentence says so, else actual."""
    stance = stance_of(token)
    words = _expected()
    around = {c.lemma_ for c in token.children if c.dep_ in {"amod", "acl"}}
    if stance.tense == "future" or stance.planned or stance.expected or around & words:
        return "expected"
    if stance.verb is not None and stance.verb.lemma_ in words:
        return "expected"
    adopted = stance.verb is not None and stance.tense == "past" and act_of(stance.verb) in {"sign", "adopt"}
    return "expected" if not adopted and _in_plan(ctx, token) else "actual"


def _in_plan(ctx: Context, token: Token) -> bool:
    """Whether the sentence, or the question before it, puts the number into a plan or an agenda."""
    number = ctx.sentence(token.i)
    first = number - 1 if number and any(t.text == "?" for t in ctx.sentences[number - 1]) else number
    classes = word_classes()
    lemmas = {t.lemma_ for s in ctx.sentences[first : number + 1] for t in s}
    return bool(lemmas & classes["figure-plan"]) and not lemmas & classes["figure-done"]


@lru_cache(maxsize=1)
def _expected() -> frozenset[str]:
    return frozenset(without_yo(w) for w in lexicon.figures().expected)
