"""Whether two figures are one claim: the same thing counted, on one occasion, whatever their values."""

from __future__ import annotations

from itogi.register.likeness import (
    ALIKE,
    Verdict,
    apart,
    days_overlap,
    one_article,
    said_within,
    share_days,
    told_apart,
)
from itogi.register.traits import Item, head_stems, overlap, rules
from itogi.register.words import stems, unit_stems

_LONG = 92  # days: what is counted over more is the sum of a period
_LARGE = 1_000_000
_FEW = 10
_MONTH, _STILL_NEWS, _SAME_SEASON, _SAME_YEAR = 31, 62, 120, 400
_SPREAD = 1.25  # by how much counts of one thing differ at most


def figure(a: Item, b: Item) -> Verdict:
    """Figures agree in what is counted and in the period; equal values make up for differing labels."""
    equal = a.record.get("value") == b.record.get("value")
    if one_article(a, b) and not equal:
        return None
    if a.text("what") != b.text("what") or not _one_period(a, b) or not _one_kind(a, b):
        return None
    if told_apart(a, b):
        return None
    if a.text("what") == "anniversary":
        return _anniversary(a, b, equal)
    if a.text("what") in rules()["countable"]:
        return _counted(a, b, equal)
    return _labelled(a, b, equal)


def _anniversary(a: Item, b: Item, equal: bool) -> Verdict:
    return 1.0 + overlap(a.words, b.words) if equal and a.words & b.words else None


def _counted(a: Item, b: Item, equal: bool) -> Verdict:
    """Documents, events and the like: all of them, or those of one field."""
    one, two = narrowing(a), narrowing(b)
    alike = one == two or overlap(one, two) >= 0.5
    dated = bool(a.days and b.days)
    told = said_within(a, b, _SAME_SEASON) or (said_within(a, b, _SAME_YEAR) and _context(a, b) >= 3)
    if (equal and (dated or told)) or (alike and dated):
        return 2.0 + equal + overlap(one, two)
    # Sixty events in all and two of one field are two figures; sixty and seventy events are one.
    if (one and two and not alike and not _context(a, b) >= 3) or _ratio(a, b) > 2:
        return None
    return 1.0 if dated or said_within(a, b, _STILL_NEWS) else 0.0


def _labelled(a: Item, b: Item, equal: bool) -> Verdict:
    one, two = own_label(a), own_label(b)
    alike, units, shared = overlap(one, two), _one_unit(a, b), _context(a, b)
    told = units and (alike >= ALIKE or (not one and not two))
    if not (_equal if equal else _differing)(a, b, told, shared):
        return None if one_article(a, b) else 0.0
    return 0.5 + equal + alike


def _differing(a: Item, b: Item, told: bool, shared: int) -> bool:
    """Whether two values are of one thing: of one label, day and size."""
    if not told or _ratio(a, b) > _SPREAD:
        return False
    if share_days(a, b):
        return max(a.length, b.length) <= _MONTH or shared >= 2 or a.days == b.days
    return said_within(a, b, _SAME_SEASON) and shared >= 2


def _equal(a: Item, b: Item, told: bool, shared: int) -> bool:
    """Whether one value is of one thing: the rarer the value, the less the label must say."""
    value = float(str(a.record.get("value") or 0))
    rare = _rare(a)
    if a.days and b.days:  # of one period
        sure, fits = rare or value >= _LARGE, not apart(a.words, b.words)
        return (
            told or (shared >= 3 and (sure or fits)) or (_one_unit(a, b) and fits and (rare or shared >= 2))
        )
    if value >= _LARGE and said_within(a, b, 3 * 366):
        return told or shared >= 2
    if not said_within(a, b, _SAME_YEAR):
        return False
    least = 1 if rare else 2
    return (told and (shared >= least or bool(own_label(a)))) or (_one_unit(a, b) and shared >= least + 1)


def _context(a: Item, b: Item) -> int:
    """How many words the sentences share beyond what is counted."""
    return len(a.context & b.context - unit_stems())


def own_label(item: Item) -> frozenset[str]:
    """The stems of a label beyond its unit: "финских военных" is "финских"."""
    return item.words - unit_stems()


def _one_unit(a: Item, b: Item) -> bool:
    """Whether two labels count in one unit, or one of them names none."""
    one, two = (stems(i.text("label")) & unit_stems() for i in (a, b))
    groups = [frozenset(g) for g in _unit_groups()]
    return not one or not two or bool(one & two) or any(one & g and two & g for g in groups)


def _unit_groups() -> list[frozenset[str]]:
    return [frozenset().union(*(stems(word) for word in group)) for group in rules()["units"]]


def _ratio(a: Item, b: Item) -> float:
    small, large = sorted(float(str(i.record.get("value") or 0)) for i in (a, b))
    return large / small if small > 0 else float("inf")


def _one_period(a: Item, b: Item) -> bool:
    """Whether two figures speak of one period: a day is not a year, but an open date fits either."""
    if not a.days or not b.days:
        return True
    # A count is reported as of the day of the report: a rare value is the same some days later.
    slack = (
        _FEW
        if max(a.length, b.length) <= _FEW and _rare(a) and a.record.get("value") == b.record.get("value")
        else 0
    )
    return days_overlap(a.days, b.days, slack) and (a.length > _LONG) == (b.length > _LONG)


def _rare(item: Item) -> bool:
    """Whether a value is neither small nor round, so that two things seldom have it."""
    value = float(str(item.record.get("value") or 0))
    return value > 12 and value % (10 if value < 100 else 100) != 0


def narrowing(item: Item) -> frozenset[str]:
    """The words of a label that narrow what is counted ("of the statutory fields"); empty for a plain one."""
    return item.words - head_stems("plain_label")


def _one_kind(a: Item, b: Item) -> bool:
    """Whether two figures count one kind of documents ("two protocols"), or all of them."""
    if a.text("what") != "documents":
        return True
    one, two = narrowed(a.text("label")), narrowed(b.text("label"))
    return one == two or any(one in kinds and two in kinds for kinds in rules()["same_kind"])


def narrowed(label: str) -> str:
    """The kind of document that a label names; empty where it names documents at large."""
    found = stems(label)
    nouns = rules()["document_nouns"].items()
    return next((str(kind) for noun, kind in nouns if stems(noun) <= found), "")
