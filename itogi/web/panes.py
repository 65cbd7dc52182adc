"""The forms of a change below the entry on the desk: its slots, what it may be merged with, its records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest

from itogi.errors import UsageError
from itogi.register.answers import Brief
from itogi.report.naming import stems
from itogi.web import lookups
from itogi.web.desk import Desk, Line
from itogi.web.door import register
from itogi.web.naming import named
from itogi.web.showing import Said, Sentences
from itogi.web.slot_form import SlotForm

PANES = ("edit", "merge", "split")
_NEAR = timedelta(days=45)  # what lies so near may be the same
_CANDIDATES, _LOOKED_AT = 8, 40


@dataclass(frozen=True, slots=True)
class Part:
    """A record of the entry on the desk, as a split shows it."""

    id: str
    said: tuple[Said, ...]
    slots: tuple[tuple[str, str], ...]


def pane_of(request: HttpRequest, desk: Desk, pane: str) -> Mapping[str, Any]:
    """What the form of a change needs."""
    if pane == "edit":
        return {"form": form_of(desk)}
    if pane == "split":
        return {"parts": parts(desk)}
    query = request.GET.get("find", "").replace("\0", "").strip()[:200]
    try:
        return {"candidates": candidates(desk, query), "find": query}
    except UsageError:
        return {"candidates": [], "find": query}


def form_of(desk: Desk, data: Any = None) -> SlotForm:
    """The form of an entry's slots."""
    texts = (article.text for article in lookups.articles(r.article for r in desk.entry.records).values())
    return SlotForm(desk.entry, lookups.wording(), texts, data)


def parts(desk: Desk) -> list[Part]:
    """The records of an entry, each with its sentences and what it states."""
    words, said = lookups.wording(), Sentences.of(desk.entry.records)
    return [
        Part(
            record.id,
            said.of_record(record.id),
            tuple((words.captions.slot(k), words.slot(record.type, k, v)) for k, v in record.slots.items()),
        )
        for record in desk.entry.records
    ]


def candidates(desk: Desk, query: str) -> list[Line]:
    """Entries that may be the same: those that a search finds, or those that are near and named alike."""
    brief = desk.waiting.brief
    if query:
        hits = register().search(query, kinds=("entries",), type=brief.type, limit=_CANDIDATES + 1)
        found = list(register().briefs([hit.id for hit in hits]).values())
    else:
        found = sorted(_near(brief), key=lambda other: -len(stems(other.title) & stems(brief.title)))
    return [
        Line(
            named(one),
            round(100 * one.confidence),
            bool(one.differing),
            one.records,
            register().token(one.id),
        )
        for one in found
        if one.id != brief.id
    ][:_CANDIDATES]


def _near(brief: Brief) -> tuple[Brief, ...]:
    wanted: dict[str, Any] = {"type": brief.type, "organisation": brief.home or None}
    if brief.first and brief.last and (brief.last - brief.first) < 8 * _NEAR:
        wanted |= {"since": brief.first - _NEAR, "until": brief.last + _NEAR}
    return register().entries_page(limit=_LOOKED_AT, **wanted).items
