"""The publication date of a page without one: its own date line."""

from __future__ import annotations

from datetime import date

from itogi.extraction.times import calendar
from itogi.extraction.times.grammar import Form
from itogi.extraction.times.tokens import Tokens


def inferred_publication(tokens: Tokens, forms: list[Form]) -> date | None:
    """A full date beside a clock, or alone on its line: the date line of a page without a sidecar."""
    for at, form in enumerate(forms):
        year = form.get("year")
        if form.kind != "day" or form.get("day2") or form.get("date2") or not (year or form.get("date")):
            continue
        near = [f for f in forms[max(0, at - 1) : at + 2] if f.kind == "clock"]
        clock = any(abs(f.first - form.last) < 2 or abs(form.first - f.last) < 2 for f in near)
        if not clock and not _alone(tokens, form):
            continue
        try:
            told, month, day = form.get("date") or (year, form.get("month"), form.get("day"))
            return date(told if told > 99 else calendar.two_digit_year(told, None), month, day)
        except ValueError:
            continue
    return None


def _alone(tokens: Tokens, form: Form) -> bool:
    before = form.first == 0 or "stop" in tokens.classes[form.first - 1]
    return before and (form.last == len(tokens.starts) or "stop" in tokens.classes[form.last])
