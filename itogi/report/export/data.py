"""Results and ledgers as plain data for scripts: no language, footnotes by number."""

from __future__ import annotations

from itogi.model.entry import Entry
from itogi.model.record import SlotValue
from itogi.report.notes import Note
from itogi.report.results import ClaimItem, Disagreement, Item, Results, Source


def _plain(value: SlotValue) -> object:
    return list(value) if isinstance(value, tuple) else value


def _slots(entry: Entry) -> dict[str, object]:
    return {slot: _plain(variants[0].value) for slot, variants in entry.slots.items() if variants}


def _item(item: Item) -> dict[str, object]:
    out: dict[str, object] = {
        "id": item.entry.id,
        "type": item.entry.type,
        "name": item.names[0] if item.names else None,
        "names": list(item.names),
        "slots": _slots(item.entry),
        "disputed": item.disputed,
        "unconfirmed": item.unconfirmed,
        "notes": list(item.notes),
    }
    if item.entry.type == "document":
        out["history"] = [
            {"stage": s.stage, "date": s.date, "known": s.known or None, "notes": list(s.notes)}
            for s in item.steps
        ]
    return out


def _claim(item: ClaimItem) -> dict[str, object]:
    claim = item.claim
    return {
        "id": claim.entry.id,
        **_slots(claim.entry),
        "verdict": claim.verdict,
        "held": claim.held,
        "found": claim.found,
        "period": claim.period or None,
        "chairmanship": _item(item.term) if item.term else None,
        "topics": [
            {"topic": topic or None, "count": len(ids), "entries": list(ids)} for topic, ids in claim.topics
        ],
        "counted": [_item(counted) for counted in item.counted],
        "explanation": dict(claim.explanation),
        "settles": dict(claim.settles),
        "beside": [_item(beside) for beside in item.beside],
        "said": [day.isoformat() for day in item.said],
        "outlets": list(item.outlets),
        "disputed": item.disputed,
        "others": [{"value": _plain(value), "notes": list(notes)} for value, notes in item.others],
        "notes": list(item.notes),
    }


def _disagreement(item: Disagreement) -> dict[str, object]:
    return {
        "entry": item.entry.id,
        "type": item.entry.type,
        "name": item.names[0] if item.names else None,
        "slot": item.slot,
        "rule": item.rule or None,
        "values": [{"value": _plain(value), "notes": list(notes)} for value, notes in item.values],
    }


def _source(source: Source) -> dict[str, object]:
    return {
        "article": source.article,
        "outlet": source.outlet,
        "published": source.published.isoformat() if source.published else None,
        "title": source.title,
        "url": source.url,
        "records": source.records,
        "notes": list(source.notes),
    }


def _note(note: Note) -> dict[str, object]:
    return {
        "number": note.number,
        "text": note.evidence.text,
        "article": note.evidence.article,
        "start": note.evidence.start,
        "end": note.evidence.end,
        "outlet": note.outlet,
        "published": note.published.isoformat() if note.published else None,
        "title": note.title,
        "url": note.url,
    }


def as_dict(results: Results) -> dict[str, object]:
    """The whole report, ready for ``json.dumps``."""
    return {
        "organisation": results.organisation,
        "period": results.period,
        **{name: [_item(item) for item in items] for name, items in results.sections.items()},
        "ledger": [_claim(item) for item in results.claims],
        "contradictions": [_disagreement(item) for item in results.contradictions],
        "disagreements": [_disagreement(item) for item in results.other_disagreements],
        "sources": [_source(source) for source in results.sources],
        "notes": [_note(note) for note in results.notes],
    }


def ledger_rows(results: Results) -> list[dict[str, object]]:
    """One object a claim, each with its footnotes in full, to be printed one a line."""
    by_number = {note.number: note for note in results.notes}
    return [
        _claim(item) | {"evidence": [_note(by_number[n]) for n in item.notes if n in by_number]}
        for item in results.claims
    ]
