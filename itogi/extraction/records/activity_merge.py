"""Which mentions of activities in one article are of one activity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from itogi.extraction.assemble import Draft
from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.activity_slots import guessed_date
from itogi.extraction.similar import same_value, stems
from itogi.extraction.single_words import any_of
from itogi.extraction.stance import predicate_of
from itogi.language import lexicon
from itogi.model.letters import without_yo
from itogi.model.values import date_range

_FIRST_VERY = any_of("first", "very")


@dataclass(slots=True)
class Known:
    """A draft with its trigger token, the name as written (of a visit: who travels), whether that is a proper
    name, and whether it is weak: a plain noun that may only refer to another activity."""

    draft: Draft
    trigger: int
    name: str
    proper: bool
    weak: bool = False


def merged(ctx: Context, found: list[Known]) -> Iterator[Draft]:
    """One draft for each activity: mentions of one name, and plain nouns that refer to a named one."""
    kept: list[Known] = []
    for known in found:
        twin = _twin(ctx, kept, known)
        if twin is not None:
            _join(twin, known)
        elif not known.weak or _dated_other(found, known) or _tells(ctx, kept, known):
            kept.append(known)
    for known in kept:
        slots, trigger = known.draft.slots, ctx.doc[known.trigger]
        if not slots.get("date"):
            slots["date"] = guessed_date(ctx, trigger, known.name, str(slots["kind"]))
        yield known.draft


def _dated_other(found: list[Known], weak: Known) -> bool:
    """Whether a plain noun with its own date tells of another activity of a kind that the article names."""
    kind = weak.draft.slots["kind"]
    return bool(weak.draft.slots.get("date")) and any(
        not k.weak and k.draft.slots["kind"] == kind for k in found
    )


def _tells(ctx: Context, kept: list[Known], weak: Known) -> bool:
    """Whether a plain noun, the first of its kind, tells of an event with its date and place."""
    slots, verb = weak.draft.slots, predicate_of(ctx.doc[weak.trigger])
    if any(k.draft.slots["kind"] == slots["kind"] for k in kept) or verb is None:
        return False
    return bool(slots.get("date") and slots.get("place")) and verb.lemma_ in word_classes()["activity-hold"]


def _twin(ctx: Context, kept: list[Known], new: Known) -> Known | None:
    for old in reversed(kept):
        if old.draft.slots["kind"] == new.draft.slots["kind"] and _agree(ctx, old, new):
            return old
    return None


def _agree(ctx: Context, old: Known, new: Known) -> bool:
    a, b = old.draft.slots, new.draft.slots
    both_named = old.proper and new.proper
    if a.get("date") and b.get("date") and not _near(str(a["date"]), str(b["date"]), 31 if both_named else 0):
        return False
    if a["kind"] == "visit":
        same = set(_list(a.get("countries"))) == set(_list(b.get("countries")))
        return same and (not old.name or not new.name or same_value("person", old.name, new.name))
    if _apart(ctx, new) != _apart(ctx, old) or _other_ordinal(ctx, old, new):
        return False
    if new.draft.pattern == "activity.name" and not old.proper:
        return False  # a bare name tells of an activity of its own, not of a plain noun before it
    if both_named:
        return _one_name(old.name, new.name)
    return a.get("organisation") == b.get("organisation") and _one_place(a.get("place"), b.get("place"))


def _one_place(a: object, b: object) -> bool:
    """Whether two places may be one: a country holds a town or a range."""
    if not a or not b or same_value("place", a, b):
        return True
    return (str(a) in _states()) != (str(b) in _states())


@cache
def _states() -> frozenset[str]:
    return frozenset(name for c in lexicon.countries().values() for name in c.names)


def _other_ordinal(ctx: Context, old: Known, new: Known) -> bool:
    """Whether both have a number in a row, and another: "вторые игры" and "третьи игры"."""
    a, b = (
        {c.lemma_ for c in ctx.doc[k.trigger].children if c.dep_ == "amod" and c.lemma_ in _ordinals()}
        for k in (old, new)
    )
    return bool(a and b and a != b)


@cache
def _ordinals() -> frozenset[str]:
    return frozenset(without_yo(w) for w in lexicon.figures().ordinals)


def _near(a: str, b: str, days: int) -> bool:
    """Whether two dates overlap, or lie at most ``days`` apart: one exercise opens and closes."""
    x, y = date_range(a), date_range(b)
    if not x or not y:
        return True
    gap = timedelta(days=days)
    return x[0] - gap <= y[1] and y[0] - gap <= x[1]


def _one_name(a: str, b: str) -> bool:
    """Whether one name holds the other, years aside unless both have one."""
    x, y = stems(a), stems(b)
    return bool(x and y) and (x <= y or y <= x)


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _apart(ctx: Context, known: Known) -> bool:
    """Whether words mark an activity as another than the report's own ("предыдущее", "следующее")."""
    classes = word_classes()
    token = ctx.doc[known.trigger]
    words = {c.lemma_ for c in token.children} | {t.lemma_ for t in ctx.doc[max(0, token.i - 3) : token.i]}
    first = words >= _FIRST_VERY
    return first or bool(
        words & (classes["previous-word"] | classes["next-word"] | classes["activity-apart"])
    )


def _join(old: Known, new: Known) -> None:
    mine, theirs = old.draft, new.draft
    for slot, value in theirs.slots.items():
        have = mine.slots.get(slot)
        if isinstance(have, list) and isinstance(value, list):
            mine.slots[slot] = [*have, *(v for v in value if v not in have)]
        elif not have and value:
            mine.slots[slot] = value
    if len(str(theirs.slots.get("date") or "")) > len(str(mine.slots.get("date") or "")):
        mine.slots["date"] = theirs.slots["date"]
    if new.proper and not old.proper:
        for slot in ("date", "status", "place"):
            mine.slots[slot] = theirs.slots.get(slot) or mine.slots.get(slot)
        mine.slots["name"], old.name, old.proper = new.name, new.name, True
    if mine.pattern == "activity.people" and theirs.pattern == "activity.mission" and not old.proper:
        mine.slots["name"] = theirs.slots["name"]
    mine.evidence += [e for e in theirs.evidence if e not in mine.evidence]
    mine.confidence = max(mine.confidence, theirs.confidence)
