"""Tokens to forms: what each time expression says, before any of it is resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from itogi.extraction.times.tokens import Tokens
from itogi.extraction.times.words import Pattern, Words

_GROUP = re.compile(r"__\d+\Z")
_YEARS = ("year", "yy", "rel", "old", "new", "that", "yrel", "yord")
# Roles by the preposition's class; a form without one is "at".
ROLES = {"since": "since", "until": "until", "po": "until", "by": "by", "after": "after", "before": "before"}
KINDS_WITHOUT_DATE = {"clock": "at", "duration": "duration", "repeated": "repeated"}


@dataclass(frozen=True, slots=True)
class Form:
    """One time expression: tokens from ``first`` to before ``last``, and the values of its parts by name."""

    first: int
    last: int
    kind: str
    role: str
    values: Mapping[str, Any]

    def get(self, name: str) -> Any:
        """A part's value, None if the expression has no such part."""
        return self.values.get(name)

    @property
    def has_year(self) -> bool:
        """Whether the year is told, in figures or by its distance."""
        return any(name in self.values for name in _YEARS)


def find_forms(tokens: Tokens, words: Words) -> list[Form]:
    """All forms of a text, in order and without overlap: the leftmost wins, then the longest."""
    found: list[tuple[int, int, int, Pattern, re.Match[str]]] = []
    for rank, pattern in enumerate(words.patterns):
        for match in pattern.regex.finditer(tokens.codes):
            if match.end() > match.start():
                found.append((match.start(), -match.end(), rank, pattern, match))
    found.sort(key=lambda row: row[:3])
    forms: list[Form] = []
    for start, _, _, pattern, match in found:
        if forms and start < forms[-1].last:
            continue
        form = build(tokens, pattern, match)
        if form is not None:
            forms.append(form)
    return forms


def build(tokens: Tokens, pattern: Pattern, match: re.Match[str]) -> Form | None:
    """The form of a match, None where its numbers cannot be a time."""
    values = dict(_values(tokens, match))
    kind = pattern.kind
    if kind in ("day", "listed day"):
        ok = _day(values)
    elif kind == "eve":
        values["following"] = match.end()
        ok = True
    else:
        check = _CHECKS.get(kind)
        ok = check is None or check(values)
    if not ok:
        return None
    return Form(match.start(), match.end(), kind.removeprefix("listed "), _role(kind, values), values)


def _values(tokens: Tokens, match: re.Match[str]) -> Iterator[tuple[str, Any]]:
    for group, text in match.groupdict().items():
        if text is None:
            continue
        name, at = _GROUP.sub("", group), match.start(group)
        classes = tokens.classes[at]
        if name in ("prep", "sep"):
            yield name, next(iter(classes))
        elif name == "unit":
            yield name, _unit(classes)
        else:
            yield name, _value(name, classes)
            if name == "rel" and len(classes) > 1:
                yield "way", "past" if "bygone" in classes else "future" if "coming" in classes else None
            if name == "year" and "year" in classes and not _year_word_follows(tokens, at):
                yield "bare", True


def _year_word_follows(tokens: Tokens, at: int) -> bool:
    return at + 1 < len(tokens.classes) and bool({"yearword", "years"} & set(tokens.classes[at + 1]))


def _value(name: str, classes: Mapping[str, Any]) -> Any:
    """The value of the class that a part asks for: "второго" is 2 as an ordinal."""
    wanted = {"limit": "shifted", "count": "card"}.get(name, name)
    if name == "count" and "several" in classes:
        return None
    for known in (wanted, "ord"):
        if known in classes:
            return classes[known]
    return next(iter(classes.values()))


def _unit(classes: Mapping[str, Any]) -> str:
    names = {"let": "year", "yearword": "year", "years": "year", "monthword": "month"}
    # A form of a word can be of a narrower class too ("неделе"): the first class names the unit.
    first = next(iter(classes))
    return names.get(first, first)


def _role(kind: str, values: Mapping[str, Any]) -> str:
    if kind in KINDS_WITHOUT_DATE:
        return KINDS_WITHOUT_DATE[kind]
    if "limit" in values:
        return "by" if values["limit"] > 0 else "since"
    if any(n in values for n in ("day2", "date2", "month2", "year2")) or (
        kind == "weekday" and "wd2" in values
    ):
        role = "at"
    else:
        role = ROLES.get(values.get("prep", ""), "at")
    if values.get("prep") == "upon" and kind in ("year", "years") and "year" in values:
        return "for"
    # "до конца года" sets a term, while "до 2030 года" tells how long something lasts.
    return "by" if role == "until" and values.get("part") == 12 else role


def _day(values: dict[str, Any]) -> bool:
    if "date" in values:
        return all(_is_day(*values[name]) for name in ("date", "date2") if name in values)
    for tens, day in (("tens", "day"), ("tens2", "day2")):
        if tens in values:
            if values[tens] not in (20, 30) or values[day] > 9:
                return False
            values[day] += values.pop(tens)
    days = [values[name] for name in ("day", "day2") if name in values]
    if not all(0 < day <= 31 for day in days):
        return False
    if len(days) == 1 or ("month2" in values and "month" in values):
        return True
    # "12 и 15 мая" are two days, "27 и 28 ноября" one stretch.
    return bool(days[0] + 1 == days[1] if values.get("sep") == "and" else days[0] < days[1])


def _is_day(year: int, month: int, day: int) -> bool:
    return year > 0 and 1 <= month <= 12 and 1 <= day <= 31


def _month(values: dict[str, Any]) -> bool:
    # "в мае 2000 человек"
    if values.get("bare") and values["year"] % 100 == 0 and "month2" not in values:
        return False
    if values.get("sep") == "and":
        return bool(values["month"] % 12 + 1 == values["month2"])
    return True


def _year(values: dict[str, Any]) -> bool:
    if "new" in values:
        return values.get("prep") in ("in", "since", "until", "by", "after")
    # "на 5-м году", and "резолюция 2000-го"
    return not ("yy" in values and values.get("prep") == "upon")


def _years(values: dict[str, Any]) -> bool:
    if "year2" not in values:
        return True
    if values.get("sep") == "and":
        return bool(values["year"] + 1 == values["year2"])
    return bool(values["year"] < values["year2"])


def _decade(values: dict[str, Any]) -> bool:
    decade = values["decade"]
    return bool(decade % 10 == 0 and (decade < 100 or 1000 <= decade < 2200))


def _quarter(values: dict[str, Any]) -> bool:
    limit = {"quarter": 4}.get(values["unit"], 2)
    return "ord" not in values or 1 <= values["ord"] <= limit


def _months(values: dict[str, Any]) -> bool:
    return bool(1 < (values["count"] or 0) < 12)


def _same(values: dict[str, Any]) -> bool:
    return bool(values.get("thisrel", 0) == 0)


_CHECKS = {
    "month": _month,
    "year": _year,
    "years": _years,
    "decade": _decade,
    "quarter": _quarter,
    "months": _months,
    "same": _same,
}
