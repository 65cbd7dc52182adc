"""Whether two meetings or activities are one."""

from __future__ import annotations

from datetime import date

from itogi.register.likeness import (
    Verdict,
    covered,
    days_overlap,
    kinds_fit,
    near,
    one_article,
    said_within,
    same,
    same_body,
    same_place,
    same_words,
    share_days,
    share_topics,
    told_apart,
    unlike,
    worded,
)
from itogi.register.traits import Days, Item, rules

_MONTH, _SEASON = 31, 120
_QUARTER = 92
_FEW = 15  # days
_MANY = 10  # years


# Meetings


def meeting(a: Item, b: Item) -> Verdict:
    """Sessions and talks: the latter are told by who takes part."""
    if ("bilateral" in a.many("formats")) != ("bilateral" in b.many("formats")):
        return None
    if share_days(a, b) is False:
        return None
    return _talks(a, b) if "bilateral" in a.many("formats") else _session(a, b)


def _session(a: Item, b: Item) -> Verdict:
    level, body, place = same(a, b, "level"), same_body(a, b), same_words(a, b, "place")
    exact = a.length == b.length == 1
    one_of_a_day = bool(exact and level and a.text("level") in rules()["single_levels"])
    if level is False or (body is False and not one_of_a_day) or (place is False and not one_of_a_day):
        return None
    if same_words(a, b, "venue") is False and not exact:
        return None
    if one_article(a, b) and _told_twice(a, b):
        return None
    score = _time_score(a, b) + 2.0 * bool(level) + 2.0 * bool(body) + 2.0 * bool(place)
    # Of several that fit, the one that is told most alike.
    score += (
        0.5 * (a.days == b.days)
        + 0.25 * (a.text("level") == b.text("level"))
        + 0.25 * bool(share_topics(a, b))
    )
    if not a.days or not b.days:
        return score if place and (level or body) and near(a, b, _FEW) else 0.0
    if max(a.length, b.length) > _MONTH and not (place and (level or body)) and not _of_the_year(a, b):
        return 0.0
    if not (level or body or place):
        return score if exact and not (a.text("level") and b.text("level")) else 0.0
    return score


def _told_twice(a: Item, b: Item) -> bool:
    """Whether one report tells of two sessions with their days: by differing days, or a body of the one."""
    if not a.days or not b.days:
        return False
    return a.days != b.days or bool(a.text("body")) != bool(b.text("body"))


def _of_the_year(a: Item, b: Item) -> bool:
    """Whether one of them is "the summit of the year" and the other has a day in it."""
    open_ones = [i for i in (a, b) if i.length == max(a.length, b.length)]
    levels = {a.text("level"), b.text("level")}
    return (
        not all(i.text("place") for i in open_ones)
        and len(levels) == 1
        and levels <= set(rules()["annual_levels"])
    )


def _time_score(a: Item, b: Item) -> float:
    longest = max(a.length, b.length)
    if not a.days or not b.days:
        return 0.0
    return 3.0 if longest <= 4 else 2.0 if longest <= _MONTH else 1.0


def _talks(a: Item, b: Item) -> Verdict:
    countries, others = frozenset(a.many("countries")), frozenset(b.many("countries"))
    people, persons = a.people, b.people
    if unlike(countries, others) or unlike(people, persons):
        return None
    if same_words(a, b, "place") is False and not a.length == b.length == 1:
        return None
    shared = max(len(countries & others), len(people & persons))
    close = a.length + b.length <= 10 if a.days and b.days else near(a, b, 3)
    return 3.0 + shared if shared >= 2 and close else 0.0


# Activities


def activity(a: Item, b: Item) -> Verdict:
    """Activities are told by a name of their own and its year; others by day, place, kind and sentence."""
    if not kinds_fit(a, b) or told_apart(a, b):
        return None
    if not activity_years(a) & activity_years(b):
        return None if a.years and b.years else 0.0
    spans = span(a), span(b)
    apart = bool(spans[0] and spans[1] and not days_overlap(spans[0], spans[1]))
    named = is_named(a) and is_named(b)
    if apart and not (named and days_overlap(*_sure(spans), _SEASON) and not _dated_names(a, b)):
        return None
    alike = worded(a, b)
    if alike:
        return alike if _once(a, b, named) else 0.0
    if one_article(a, b) or (a.words and b.words and not a.words & b.words and named):
        return None
    return _plain_activity(a, b, named)


def _once(a: Item, b: Item, named: bool) -> bool:
    """Whether two activities of one name are one, and not two of a series."""
    place = same_place(a, b)
    if place is False:
        return named and bool(span(a) and span(b))
    if (is_lasting(a) and is_lasting(b)) or (named and _dated_names(a, b)):
        return True
    whens = [span(i) or (i.said, i.said) for i in (a, b)]
    close = 2 * _SEASON if place else _SEASON if named else _MONTH
    one, two = (when for when in whens)
    return bool(one[0] and two[0]) and days_overlap(_sure_days(one), _sure_days(two), close)


def _sure_days(when: tuple[date | None, date | None]) -> Days:
    first, last = when
    assert first and last
    return first, last


def _sure(spans: tuple[Days | None, Days | None]) -> tuple[Days, Days]:
    one, two = spans
    assert one and two
    return one, two


def _dated_names(a: Item, b: Item) -> bool:
    return bool(a.years and b.years)


def _plain_activity(a: Item, b: Item, named: bool) -> Verdict:
    """A plain name: one activity with what its sentences name, or what its host does there and then."""
    place, organisation = same_place(a, b), same(a, b, "organisation")
    if a.text("kind") != b.text("kind") or place is False or share_topics(a, b) is False:
        return 0.0
    if not place and unlike(hosts(a), hosts(b)):
        return 0.0
    plain = not a.words or not b.words
    held = not plain and not unlike(a.words, b.words)
    where, days = bool(place or hosts(a) & hosts(b)), max(_length(a), _length(b))
    dated = bool(span(a) and span(b))
    if dated and organisation and (plain or held) and days <= 2 * _SEASON and (where or share_topics(a, b)):
        return 0.5 + where / 10
    if dated and days < _FEW and share_topics(a, b) and not named and (held or organisation):
        return 0.45
    if dated and place and ((held and organisation) or (plain and days < _FEW)):
        return 0.45
    if is_lasting(a) and is_lasting(b) and organisation and (where or share_topics(a, b)):
        # Observers come and go with each election; a field mission stays.
        passing = "elections" in (*a.many("topics"), *b.many("topics")) and not where
        news = _QUARTER if passing else 2 * _SEASON
        return 0.5 if said_within(a, b, news) and (plain or held) else 0.0
    full, bare = (b, a) if not a.words else (a, b)
    return 0.4 if not bare.words and covered(bare, full) and near(a, b, _SEASON) else 0.0


def _length(item: Item) -> int:
    found = span(item)
    return (found[1] - found[0]).days if found else 0


def is_lasting(item: Item) -> bool:
    """Whether an activity is of a kind that lasts for years, told of with and without a date."""
    return item.text("kind") in rules()["lasting_kinds"]


def activity_years(item: Item) -> frozenset[int]:
    """The years in which an activity may be: those of its days or its name, else that of the report."""
    said = {item.said.year} if item.said else set[int]()
    days = span(item)
    if not days:
        ahead = item.text("status") == "planned"
        return frozenset(said | {y - 1 for y in said if is_lasting(item)} | {y + 1 for y in said if ahead})
    first, last = (day.year for day in days)
    if last - first > _MANY:  # an open date: as far as is known
        first, last = (min(last, *said), last) if first == 1 else (first, max(first, *said))
        first = max(first, last - _MANY)
    found = set(range(first, last + 1))
    return frozenset(found | said | {min(found) - 1} if is_lasting(item) else found)


def hosts(item: Item) -> frozenset[str]:
    """The states where an activity takes place, as far as they are told."""
    return frozenset(item.many("countries")) | item.states


def is_named(item: Item) -> bool:
    """Whether a name is one of its own: a capital letter, quotation mark or year, and a word of its own."""
    name = item.text("name").strip()
    return bool(item.words) and (bool(item.years) or name[:1] in '«"“„' or name[:1].isupper())


def span(item: Item) -> Days | None:
    """The days of an activity; a name with a year has that year."""
    if item.days:
        return item.days
    return item.named_year
