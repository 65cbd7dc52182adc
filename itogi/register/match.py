"""Whether two records are one fact: a judge for each type, symmetric, and of the two records only.

A judge returns None where the two contradict each other (they can never be one entry), 0 where
nothing speaks for it, and a positive score, the higher the surer, where they match.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from itogi.register.traits import (
    Days,
    Item,
    fold,
    head_stems,
    overlap,
    rules,
    same_person,
    stems,
)

Verdict = float | None
_ALIKE = 0.6  # share of stems from which two wordings name one thing
_SAME_ARTICLE = 0.9  # in one report two things are told apart by less


def judge(a: Item, b: Item) -> Verdict:
    """The verdict on two records of one block."""
    if a.record.type != b.record.type:
        return None
    one, two = a.text("organisation"), b.text("organisation")
    if one and two and one != two:
        return None
    return _JUDGES[a.record.type](a, b)


# What several judges ask


def _same(a: Item, b: Item, slot: str) -> bool | None:
    """Whether two records agree in a slot; None where one of them leaves it open."""
    one, two = a.text(slot), b.text(slot)
    if not one or not two:
        return None
    if fold(one) == fold(two):
        return True
    finer = rules()["general"].get(slot, {})
    return one in finer.get(two, ()) or two in finer.get(one, ())


def _same_words(a: Item, b: Item, slot: str) -> bool | None:
    one, two = stems(a.text(slot)), stems(b.text(slot))
    return overlap(one, two) >= 0.5 if one and two else None


def _share_days(a: Item, b: Item) -> bool | None:
    return _overlap(a.days, b.days) if a.days and b.days else None


def _overlap(a: Days, b: Days, slack: int = 0) -> bool:
    more = timedelta(days=slack)
    return a[0] <= b[1] + more and b[0] <= a[1] + more


def _kinds_fit(a: Item, b: Item) -> bool:
    one, two = a.text("kind"), b.text("kind")
    if not one or not two or one == two or "other" in (one, two):
        return True
    return any(one in group and two in group for group in rules()["same_kind"])


def _one_article(a: Item, b: Item) -> bool:
    return a.article == b.article


def _near(a: Item, b: Item, days: int) -> bool:
    """Whether the two reports, or the days they speak of, lie near each other."""
    if a.days and b.days:
        return _overlap(a.days, b.days, days)
    return bool(a.said and b.said and abs((a.said - b.said).days) <= days)


def _worded(a: Item, b: Item) -> float:
    """How alike the wordings are; 0 below the threshold, which is higher within one report."""
    alike = overlap(a.words, b.words)
    return alike if alike >= (_SAME_ARTICLE if _one_article(a, b) else _ALIKE) else 0.0


# One judge a type


def _meeting(a: Item, b: Item) -> Verdict:
    if ("bilateral" in a.many("formats")) != ("bilateral" in b.many("formats")):
        return None
    if _share_days(a, b) is False:
        return None
    return _talks(a, b) if "bilateral" in a.many("formats") else _session(a, b)


def _session(a: Item, b: Item) -> Verdict:
    level, body, place = _same(a, b, "level"), _same_words(a, b, "body"), _same_words(a, b, "place")
    exact = a.length == b.length == 1
    one_of_a_day = bool(exact and level and a.text("level") in rules()["single_levels"])
    if level is False or (body is False and not one_of_a_day) or (place is False and not one_of_a_day):
        return None
    if _same_words(a, b, "venue") is False and not exact:
        return None
    score = _time_score(a, b) + 2.0 * bool(level) + 2.0 * bool(body) + 2.0 * bool(place)
    if not a.days or not b.days:
        return score if place and (level or body) and _near(a, b, 14) else 0.0
    if max(a.length, b.length) > 31 and not place and not _of_the_year(a, b):
        return 0.0
    return score if score >= 3.0 else 0.0


def _of_the_year(a: Item, b: Item) -> bool:
    """Whether "the summit of 2024", said without a place, can be meant: levels with one session a year."""
    vague = max((a, b), key=lambda i: i.length)
    levels = {a.text("level"), b.text("level")}
    return not vague.text("place") and len(levels) == 1 and levels <= set(rules()["annual_levels"])


def _time_score(a: Item, b: Item) -> float:
    longest = max(a.length, b.length)
    if not a.days or not b.days:
        return 0.0
    return 3.0 if longest <= 4 else 2.0 if longest <= 31 else 1.0


def _talks(a: Item, b: Item) -> Verdict:
    countries, others = frozenset(a.many("countries")), frozenset(b.many("countries"))
    people, persons = a.people, b.people
    for one, two in ((countries, others), (people, persons)):
        if one and two and not (one <= two or two <= one):
            return None
    if _same_words(a, b, "place") is False and not a.length == b.length == 1:
        return None
    shared = max(len(countries & others), len(people & persons))
    near = a.length + b.length <= 10 if a.days and b.days else _near(a, b, 3)
    return 3.0 + shared if shared >= 2 and near else 0.0


def _document(a: Item, b: Item) -> Verdict:
    if a.years and b.years and a.years != b.years:
        return None
    if not _kinds_fit(a, b):
        return None
    done = a.text("stage") == b.text("stage") and a.text("stage") in rules()["once"]
    if done and a.days and b.days and not _overlap(a.days, b.days, 31):
        return None
    alike = _worded(a, b)
    if not alike:
        return None if _one_article(a, b) else 0.0
    # A short title ("the final declaration") is one document only near one day.
    short = min(len(a.words), len(b.words)) < 3
    return alike if _near(a, b, 45 if short else 10 * 366) else 0.0


def _activity(a: Item, b: Item) -> Verdict:
    if not _kinds_fit(a, b) or (a.years and b.years and a.years != b.years):
        return None
    named = bool(_proper(a) and _proper(b))
    if not named and _share_days(a, b) is False:
        return None
    alike = _worded(a, b)
    if not alike:
        return None if _one_article(a, b) or named else 0.0
    if named or (_same(a, b, "place") is not False and _near(a, b, 31)):
        return alike
    return 0.0


def _proper(item: Item) -> bool:
    """Whether a name is a proper one: it begins with a capital letter or a quotation mark."""
    name = item.text("name").strip("«»\"“”„' ")
    return bool(name) and (name[0].isupper() or bool(item.years))


def _chairmanship(a: Item, b: Item) -> Verdict:
    numbers = {n for n in (a.record.get("ordinal"), b.record.get("ordinal")) if n is not None}
    share = _share_days(a, b)
    if share is False or (share is None and len(numbers) > 1):
        return None
    if share:
        return 3.0
    if len(numbers) == 1 and a.record.get("ordinal") == b.record.get("ordinal"):
        return 2.0
    dated, open_one = (a, b) if a.days else (b, a)
    if not dated.days:
        return 1.0 if _near(a, b, 400) and _same(a, b, "status") is not False else 0.0
    if not open_one.said or open_one.text("status") == "past":
        return 0.0
    said = open_one.said
    ahead = 366 if open_one.text("status") == "next" else 0
    return 1.0 if _overlap(dated.days, (said, said + timedelta(days=ahead))) else 0.0


def _membership(a: Item, b: Item) -> Verdict:
    role = _same(a, b, "role")
    return None if role is False else 2.0 if role else 1.0


def _body(a: Item, b: Item) -> Verdict:
    return _worded(a, b) or (None if _one_article(a, b) else 0.0)


def _office(a: Item, b: Item) -> Verdict:
    if not same_person(a.text("person"), b.text("person")) or _same(a, b, "of") is False:
        return None
    one, two = stems(a.text("position")), stems(b.text("position"))
    if not one or not two:
        return 0.5 if _same(a, b, "of") else 0.0
    # One word of two is enough only if the other title holds it whole: "секретарь", "генеральный секретарь".
    return 1.0 + overlap(one, two) if overlap(one, two) >= 0.5 else None


def _quote(a: Item, b: Item) -> Verdict:
    one, two = fold(a.text("text")), fold(b.text("text"))
    short, long = sorted((one, two), key=len)
    if len(short) >= 40 and short in long:
        return 2.0
    if _one_article(a, b):
        return None
    first, second = stems(one), stems(two)
    shared = len(first & second)
    return 1.0 if shared >= 4 and shared / len(first | second) >= 0.8 else 0.0


def _invitation(a: Item, b: Item) -> Verdict:
    if _share_days(a, b) is False or _same_words(a, b, "place") is False:
        return None
    return _worded(a, b)


def _commitment(a: Item, b: Item) -> Verdict:
    alike = overlap(a.words, b.words)
    return alike if alike >= 0.7 and min(len(a.words), len(b.words)) >= 3 else 0.0


def _figure(a: Item, b: Item) -> Verdict:
    value, other = a.record.get("value"), b.record.get("value")
    equal = value == other
    if _one_article(a, b) and not equal:
        return None
    if a.text("what") != b.text("what") or not _one_period(a, b) or _narrow_to(a) != _narrow_to(b):
        return None
    if a.text("what") not in rules()["countable"]:
        return _worded_figure(a, b, equal)
    one, two = narrowing(a), narrowing(b)
    alike = one == two or overlap(one, two) >= 0.5
    if equal or (alike and a.days and b.days):
        return 2.0 + equal + overlap(one, two)
    # Sixty events in all and two of one field are two figures; sixty and seventy events are one.
    large, small = sorted((float(str(value or 0)), float(str(other or 0))), reverse=True)
    if (one and two and not alike) or large > 2 * small:
        return None
    return 1.0


def _worded_figure(a: Item, b: Item, equal: bool) -> Verdict:
    alike = overlap(a.words, b.words)
    if a.text("what") == "anniversary":
        shared = bool(a.words & b.words)
        return (1.0 + alike) if equal and shared else None
    return alike + equal if alike >= _ALIKE else None if _one_article(a, b) else 0.0


def _one_period(a: Item, b: Item) -> bool:
    """Whether two figures speak of one period: a day is not a year, but an open date fits either."""
    if not a.days or not b.days:
        return True
    return _overlap(a.days, b.days) and (a.length > 92) == (b.length > 92)


def narrowing(item: Item) -> frozenset[str]:
    """The words of a label that narrow what is counted ("of the statutory fields"); empty for a plain one."""
    return item.words - head_stems("plain_label")


def _narrow_to(item: Item) -> str:
    """The kind of document that a figure counts ("two protocols"); empty where it counts all."""
    return narrowed(item.text("label")) if item.text("what") == "documents" else ""


def narrowed(label: str) -> str:
    """The kind of document that a label names; empty where it names documents at large."""
    found = stems(label)
    nouns = rules()["document_nouns"].items()
    return next((str(kind) for noun, kind in nouns if stems(noun) <= found), "")


_JUDGES: dict[str, Callable[[Item, Item], Verdict]] = {
    "meeting": _meeting,
    "document": _document,
    "activity": _activity,
    "chairmanship": _chairmanship,
    "membership": _membership,
    "body": _body,
    "office": _office,
    "quote": _quote,
    "invitation": _invitation,
    "commitment": _commitment,
    "figure": _figure,
}
