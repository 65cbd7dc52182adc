"""One record per instrument: repeated mentions, and sentences that speak of "the document", are joined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from itogi.extraction.assemble import Draft
from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.document_check import is_instrument
from itogi.extraction.records.document_dates import date_of, since_of
from itogi.extraction.records.document_parties import Owner
from itogi.extraction.records.document_stages import told_of
from itogi.extraction.records.document_titles import Instrument
from itogi.extraction.records.document_told import Told
from itogi.extraction.similar import stems
from itogi.extraction.stance import STAGES

_REACH = 3
_PRONOUN_REACH = 1
# Titles that stand as near as this are items of one row.
_ROW = 6


@dataclass(slots=True)
class Known:
    """An instrument with its draft; ``sure`` is False while only a later sentence can make it one."""

    item: Instrument
    draft: Draft
    owner: Owner
    sure: bool


def merged(
    ctx: Context, known: list[Known], titles: list[tuple[int, int]]
) -> Iterator[tuple[Draft, Instrument]]:
    """The drafts with later mentions of one instrument, and remarks on it, taken in."""
    kept: list[Known] = []
    today = ctx.article.published.isoformat() if ctx.article.published else None
    for new in known:
        for k in kept:
            if k.item.kind == new.item.kind and _in_row(k, new):
                k.draft.distinct = new.draft.distinct = True
        twin = next((k for k in kept if _same(k, new)), None)
        if twin is None:
            kept.append(new)
        else:
            _absorb(twin.draft, new.draft, today)
            twin.sure = twin.sure or new.sure
    for target, token, told in _remarks(ctx, {k.item.head.i for k in known}, kept):
        _apply(ctx, target, token, told, titles)
    yield from ((k.draft, k.item) for k in kept if k.sure)


def _in_row(a: Known, b: Known) -> bool:
    """Whether two titles side by side each have words of their own: two items of one list."""
    p, q = stems(str(a.draft.slots["title"])), stems(str(b.draft.slots["title"]))
    return bool(p - q and q - p) and a.item.end <= b.item.start <= a.item.end + _ROW


def _same(a: Known, b: Known) -> bool:
    """Whether two mentions name one instrument: same kind, and one title holds the words of the other."""
    if a.item.kind != b.item.kind or a.item.head == b.item.head:
        return False
    p, q = stems(str(a.draft.slots["title"])), stems(str(b.draft.slots["title"]))
    shared = len(p & q)
    if _in_row(a, b):
        return False
    return shared > 0 and (shared / min(len(p), len(q)) >= 0.75)


def _absorb(into: Draft, other: Draft, today: str | None) -> None:
    later = _rank(other) > _rank(into)
    if into.slots.get("date") == today and other.slots.get("date") and _rank(other) == _rank(into):
        into.slots["date"] = None  # the headline told no date: the body does
    for slot, value in other.slots.items():
        mine = into.slots.get(slot)
        if slot == "title" and len(str(value)) > len(str(mine)):
            into.slots[slot] = value
        elif slot == "topics":
            into.slots[slot] = list(dict.fromkeys([*(mine or []), *(value or [])]))[:2]
        elif slot in {"stage", "date"}:
            if (
                (later and value)
                or (not mine and slot == "stage")
                or (not mine and _rank(other) == _rank(into))
            ):
                into.slots[slot] = value
        elif not mine:
            into.slots[slot] = value
    if later and other.slots.get("stage") and not other.slots.get("date"):
        into.slots["date"] = None
    into.evidence += [e for e in other.evidence if e not in into.evidence]


def _rank(draft: Draft) -> int:
    stage = draft.slots.get("stage")
    return STAGES.index(str(stage)) if stage else -1


def _remarks(ctx: Context, taken: set[int], kept: list[Known]) -> Iterator[tuple[Known, Token, Told]]:
    """Sentences that name an instrument by a bare noun or pronoun ("Документ готовили", "его приняли")."""
    heads = {k.item.head.lemma_ for k in kept}
    nouns = heads | word_classes()["doc-any"] | word_classes()["doc-decision"]
    pronouns = word_classes()["doc-it"]
    for token in ctx.doc:
        noun, pronoun = token.lemma_ in nouns, token.lemma_ in pronouns
        if not (noun or pronoun) or token.i in taken or "Plur" in token.morph.get("Number", []):
            continue
        target = None
        if noun and token.pos_ in {"NOUN", "PROPN"}:
            bare = not any(c.dep_ == "nmod" for c in token.children)
            target = _referent(ctx, token, kept) if bare else None
        elif pronoun and token.dep_ in {"nsubj", "nsubj:pass", "obj"}:
            target = _antecedent(ctx, token, kept)
        if target is None:
            continue
        told = told_of(ctx, Instrument(token, "", token.i, token.i + 1, "", 0.0))
        if told.stage and not told.unreal:
            yield target, token, told


def _referent(ctx: Context, token: Token, kept: list[Known]) -> Known | None:
    """The instrument that a bare noun stands for: the last one within three sentences before it, one only."""
    number = ctx.sentence(token.i)
    near = [k for k in kept if k.item.head.i < token.i and number - ctx.sentence(k.item.head.i) <= _REACH]
    if token.lemma_ not in word_classes()["doc-any"]:
        marked = any(c.dep_ == "det" for c in token.children)
        near = [k for k in near if k.item.head.lemma_ == token.lemma_ or marked]
    return _only(ctx, near)


def _antecedent(ctx: Context, token: Token, kept: list[Known]) -> Known | None:
    """The one instrument of its gender, in its sentence or the one before, that a pronoun stands for."""
    number, gender = ctx.sentence(token.i), token.morph.get("Gender", [])
    near = [
        k for k in kept if k.item.head.i < token.i and number - ctx.sentence(k.item.head.i) <= _PRONOUN_REACH
    ]
    feminine = gender == ["Fem"]
    return _only(ctx, [k for k in near if (k.item.head.morph.get("Gender", []) == ["Fem"]) == feminine])


def _only(ctx: Context, near: list[Known]) -> Known | None:
    if not near:
        return None
    last = ctx.sentence(near[-1].item.head.i)
    rivals = [k for k in near if ctx.sentence(k.item.head.i) == last]
    return rivals[0] if len(rivals) == 1 else None


def _apply(ctx: Context, target: Known, token: Token, told: Told, titles: list[tuple[int, int]]) -> None:
    draft, item = target.draft, target.item
    since = since_of(ctx, Instrument(token, "", token.i, token.i + 1, "", 0.0), told)
    later = told.stage is not None and STAGES.index(told.stage) > _rank(draft)
    if since and not draft.slots.get("since"):
        draft.slots["since"] = since
        if not draft.slots.get("stage"):
            draft.slots["stage"] = told.stage
    elif later:
        draft.slots["stage"] = told.stage
        draft.slots["date"] = date_of(ctx, item, told, titles)
    else:
        return
    target.sure = target.sure or is_instrument(ctx, item, told, target.owner)
    draft.evidence += [e for e in ctx.evidence(token.i) if e not in draft.evidence]
