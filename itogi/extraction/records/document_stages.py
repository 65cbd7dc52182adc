"""The stage that a text gives an instrument: by its participle, its verb, or the opening of its list."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Span, Token

from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.document_titles import Instrument, in_enumeration, outermost
from itogi.extraction.records.document_told import (
    NOTHING,
    Told,
    acts_above,
    before_colon,
    by_decision,
    by_predicate,
    by_sum,
    collective,
)
from itogi.extraction.single_words import spelt
from itogi.extraction.stance import STAGES, Stage, act_of, is_verb, stage_at, tense_of

_WHICH = spelt("which")

_LOOK_BACK = 12
# What a law does to an instrument between states.
_BY_LAW = {"ratify": "ratified", "reject": "rejected"}


def told_of(ctx: Context, item: Instrument) -> Told:
    """The stage of one instrument, by the nearest word that tells it."""
    if in_enumeration(item.head):
        # The parser hangs the later items of such a list on any clause between them.
        opened = _by_participle(item) or _by_opening(ctx, item)
        if opened is not None:
            return opened
    decided = by_decision(item)
    if decided is not None:
        return decided
    near = [t for t in (_by_clause(ctx, item), _by_participle(item), _by_remark(item)) if t is not None]
    best = max(near, key=lambda t: STAGES.index(t.stage) if t.stage else -1, default=None)
    if best is not None and (best.stage or best.unreal):
        return best
    return by_predicate(item) or by_sum(ctx, item) or _by_opening(ctx, item) or best or NOTHING


def told_all(ctx: Context, found: list[Instrument]) -> list[Told]:
    """The stages of all instruments; an item of a list shares the act of the item before it."""
    out: list[Told] = []
    for number, item in enumerate(found):
        told = told_of(ctx, item)
        if told.act is None and number and _joined(ctx, found[number - 1], item):
            told = out[-1]
        if told.stage is None and item.draft and not told.unreal:
            told = replace(told, stage="drafting")
        out.append(told)
    return out


def _joined(ctx: Context, before: Instrument, item: Instrument) -> bool:
    """Whether only commas, "и", "а также" and line marks stand between two instruments."""
    if not before.end <= item.start <= before.end + 6:
        return False
    between = ctx.doc[before.end : item.start]
    joins = word_classes()["doc-join"]
    return len(between) > 0 and all(
        t.is_space or t.is_punct or t.lemma_ in joins or t.is_digit for t in between
    )


def _by_clause(ctx: Context, item: Instrument) -> Told | None:
    """The act above the instrument: its verb or a verbal noun ("подписание соглашения")."""
    act = next(acts_above(outermost(item.head)), None) or _act_before(ctx, item)
    if act is None or (act.lemma_ in word_classes()["doc-lay-down"] and not _instrumental(item)):
        return None
    stage = _stage(act, item)
    if item.kind == "report" and stage.act == "discuss" and _to_come(act):
        return Told("expected", act, "adopt")
    return Told(stage.value, stage.anchor, stage.act, unreal=stage.value is None and stage.act != "discuss")


def _to_come(act: Token) -> bool:
    """ "доклад должны представить осенью": what is presented then is issued then."""
    if act.lemma_ not in word_classes()["doc-present"]:
        return False
    verbs = (act, act.head)
    return any(tense_of(v) == "future" or v.lemma_ in word_classes()["stage-to-come"] for v in verbs)


def _instrumental(item: Instrument) -> bool:
    """ "закреплено Конвенцией": what is laid down is no instrument, what it is laid down in is."""
    return "Ins" in outermost(item.head).morph.get("Case", [])


def _stage(act: Token, item: Instrument) -> Stage:
    """The stage by an act, by a later verb of the same subject, or by the law that ratifies."""
    amends = _amends(item)
    stage = stage_at(act, draft=item.draft and not amends)
    if amends and act.lemma_ in word_classes()["doc-bring"] and tense_of(act) == "past":
        return replace(stage, value="signed", act="adopt")
    if stage.act in _BY_LAW and act.head.lemma_ in word_classes()["doc-law"]:
        above = next(acts_above(act.head), None)
        law = stage_at(above) if above is not None else stage
        return replace(law, value=_BY_LAW[stage.act] if law.value == "signed" else "expected")
    for other in act.children:
        aside = any(t.text == "(" for t in act.doc[act.i : other.i])
        if other.dep_ == "conj" and is_verb(other) and act_of(other) and not (aside or _own_object(other)):
            later = stage_at(other, draft=item.draft)
            if later.value and stage.value and STAGES.index(later.value) > STAGES.index(stage.value):
                stage = later
    return stage


def _amends(item: Instrument) -> bool:
    """ "внёс изменения в регламент": amendments that are no draft any more."""
    words = {t.lemma_ for t in item.head.doc[max(item.start - 1, 0) : item.head.i]}
    return bool(words & word_classes()["doc-amendment"]) and not words & word_classes()["doc-draft"]


def _own_object(verb: Token) -> bool:
    return any(c.dep_ in {"obj", "nsubj", "nsubj:pass"} for c in verb.children)


def _act_before(ctx: Context, item: Instrument) -> Token | None:
    """A verbal noun right before a title in the genitive, wherever the parser hangs the title."""
    before = ctx.doc[item.start - 1] if item.start else item.head
    genitive = "Gen" in item.head.morph.get("Case", []) and not item.head.is_sent_start
    return before if genitive and before.pos_ == "NOUN" and act_of(before) else None


def _by_participle(item: Instrument) -> Told | None:
    """ "подписанное накануне соглашение", "договор, который вступил в силу", "программа, разработанная …"."""
    for child in (*item.head.children, *(c for c in outermost(item.head).children)):
        if any(t.text == ";" for t in item.head.doc[item.head.i : child.i]):
            continue  # the parser hangs what a later clause tells of another on this one
        if child.dep_ == "acl:relcl" and child.i < item.head.i:
            continue  # the parser hangs "программа, которую готовили, и два протокола" on the protocols
        if child.dep_ in {"amod", "acl", "acl:relcl"} and act_of(child) and not _acts_itself(child):
            stage = stage_at(child, draft=item.draft)
            return Told(stage.value, child, stage.act)
    return None


def _acts_itself(clause: Token) -> bool:
    """ "резолюция, которая призывает": the instrument is the one that calls, not what is called for."""
    subject = any(c.dep_ == "nsubj" and c.lemma_ == _WHICH for c in clause.children)
    return act_of(clause) == "propose" and (subject or "Act" in clause.morph.get("Voice", []))


def _by_remark(item: Instrument) -> Told | None:
    """A verb hung on the noun: "соглашение — подписано", "дорожную карту — документ подготовлен"."""
    for child in item.head.children:
        if child.dep_ not in {"parataxis", "conj", "appos", "nmod"} or (
            not is_verb(child) and child.dep_ != "parataxis"
        ):
            continue
        word = next((t for t in (child, *child.children) if act_of(t)), None)
        if word is not None:
            stage = stage_at(word, draft=item.draft)
            return Told(stage.value, word, stage.act)
    return None


def _by_opening(ctx: Context, item: Instrument) -> Told | None:
    """By the sentence that opens a list: "Подписаны документы. Среди них …", "приняты решения:" and lines."""
    number = ctx.sentence(item.head.i)
    if in_enumeration(item.head) or _is_copular(item):
        return collective(ctx.sentences[max(number - 1, 0)]) if number else None
    if not _is_listed(ctx, item):
        return None
    for back in range(number, max(number - _LOOK_BACK, -1), -1):
        sentence = ctx.sentences[back]
        if _opens_list(ctx, sentence):
            told = collective(sentence) or before_colon(sentence)
            if told is not None:
                return told
    return None


def _is_copular(item: Instrument) -> bool:
    """ "Это решение о …", "Главный из них — Стратегия …": the sentence before tells the act."""
    sentence = item.head.sent
    opening = [t for t in sentence if not t.is_space][:5]
    return item.head.i - sentence.start < 40 and any(
        t.lemma_ in word_classes()["doc-of-them"] for t in opening
    )


def _is_listed(ctx: Context, item: Instrument) -> bool:
    """Whether the title opens its line or sentence, or follows a colon: an item of a list."""
    before = item.start - 1
    while before >= 0 and (
        (ctx.doc[before].is_punct and ctx.doc[before].text != ":") or ctx.doc[before].is_digit
    ):
        before -= 1
    return (
        before < 0
        or ctx.doc[before].is_space
        or ctx.doc[before].text == ":"
        or item.start == item.head.sent.start
        or item.head.dep_ in {"root", "conj"}
    )


def _opens_list(ctx: Context, sentence: Span) -> bool:
    return any(t.text == ":" for t in sentence)
