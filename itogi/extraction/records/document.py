"""Finder of documents: instruments that are named or described, with whose they are, stage and dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from itogi.extraction.assemble import Draft
from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.document_check import is_instrument, is_titled, may_become
from itogi.extraction.records.document_dates import date_of, session_date, since_of
from itogi.extraction.records.document_lists import instruments
from itogi.extraction.records.document_merge import Known, merged
from itogi.extraction.records.document_parties import BETWEEN_STATES, Owner, owner_of
from itogi.extraction.records.document_stages import told_all
from itogi.extraction.records.document_titles import Instrument
from itogi.extraction.records.document_told import Told
from itogi.model.record import SlotValue

_TOPICS = 2
# Kinds that speak of everything: what stands beside them is not what they are about.
_GENERAL = {"declaration", "communique", "statement", "treaty", "decision", "report", "strategy", "protocol"}
# Kinds that a session adopts at its end: named alone, they are those of the session that is reported.
_OF_SESSION = {"declaration", "communique", "statement", "concept"}


def find(ctx: Context) -> Iterator[Draft]:
    """Documents of the article, each with what later sentences add to it ("документ разрабатывался …")."""
    found = instruments(ctx)
    titles = [(f.start, f.end) for f in found]
    known: list[Known] = []
    for item, first in zip(found, told_all(ctx, found), strict=True):
        owner = owner_of(ctx, item, first, titles)
        ratified = owner.actor == "parliament" and first.stage == "signed" and item.kind in BETWEEN_STATES
        told = replace(first, stage="ratified", act="ratify") if ratified else first
        sure = is_instrument(ctx, item, told, owner)
        if sure or may_become(ctx, item, told, owner):
            known.append(Known(item, _draft(ctx, item, told, owner, titles), owner, sure))
    for draft, item in merged(ctx, known, titles):
        if not draft.slots.get("stage") and item.kind != "report" and is_titled(ctx, item):
            # What bears a name of its own, and of which nothing else is said, exists.
            draft.slots["stage"] = "signed"
            if item.kind in _OF_SESSION and not draft.slots.get("date"):
                draft.slots["date"] = session_date(ctx, item.head.i, "signed")
        yield draft


def _topics(ctx: Context, item: Instrument) -> list[str]:
    """What an instrument is about: by its title; one without a subject, by the joining or vote beside it."""
    own = ctx.topics(*([item.lead] if item.lead else []), (item.start, item.end))
    subjects = word_classes()["doc-subject"]
    about = [
        c.lemma_
        for t in ctx.doc[item.head.i : item.end]
        if t.pos_ == "ADP" and t.lemma_ in subjects
        for c in ctx.doc[t.i + 1 : t.i + 2]
    ]
    if own or any(lemma not in word_classes()["doc-it"] for lemma in about):
        return own
    sentence = ctx.sentences[ctx.sentence(item.head.i)]
    around = ctx.topics((sentence.start, sentence.end))
    if about or (item.kind not in _GENERAL and len(around) == 1):
        return around
    return [t for t in around if t in word_classes()["topic-around"]]


def _draft(ctx: Context, item: Instrument, told: Told, owner: Owner, titles: list[tuple[int, int]]) -> Draft:
    lead = ctx.text(*item.lead) + " " if item.lead else ""
    title = lead + ctx.text(item.start, item.end)
    slots: dict[str, SlotValue | list[str] | None] = {
        "organisation": owner.organisation,
        "kind": item.kind,
        "title": title,
        "stage": told.stage,
        "date": date_of(ctx, item, told, titles),
        "since": since_of(ctx, item, told),
        "topics": _topics(ctx, item)[:_TOPICS],
    }
    tokens = [item.head.i, item.start, *([told.anchor.i] if told.anchor is not None else [])]
    sure = item.confidence * (1.0 if told.stage else 0.7) * (1.0 if owner.named else 0.85)
    return Draft(
        "document", slots, ctx.evidence(*tokens), round(sure, 3), item.pattern, item.head.i, item.split
    )
