"""Sessions as a calendar (RFC 5545): whole days, as far as they are known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from django.http import HttpRequest
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from itogi.model.values import date_range
from itogi.register.answers import Brief
from itogi.web import lookups
from itogi.web.atom import clean
from itogi.web.naming import named

TYPE = "text/calendar; charset=utf-8"
_STATUS = {"planned": "TENTATIVE", "cancelled": "CANCELLED"}
_LONGEST = 31  # days: what is known only by its year is on no day of a calendar


def of_sessions(request: HttpRequest, name: str, sessions: Iterable[Brief]) -> str:
    """The sessions whose month, at least, is known; a month shows as free time, with a word in the title."""
    made = Calendar()
    made.add("prodid", "-//itogi//sessions//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", clean(name))
    for brief in sessions:
        if (event := _event(request, brief)) is not None:
            made.add_component(event)
    return str(made.to_ical(), "utf-8")


def _event(request: HttpRequest, brief: Brief) -> Event | None:
    said = brief.slots.get("date")
    days = date_range(said) if isinstance(said, str) else None
    if days is None or (days[1] - days[0]).days >= _LONGEST:
        return None
    called, vague = named(brief), _is_month(str(said))
    made = Event()
    made.add("uid", f"{brief.id}@itogi")
    made.add("dtstamp", datetime.combine(brief.heard or days[0], time(), UTC))
    made.add("dtstart", days[0])
    made.add("dtend", days[1] + timedelta(days=1))  # the first day after it
    title = clean(called.title)
    made.add("summary", _("%(title)s (day not known)") % {"title": title} if vague else title)
    made.add("status", _STATUS.get(brief.stage, "CONFIRMED"))
    made.add("transp", "TRANSPARENT" if vague else "OPAQUE")
    place = ", ".join(str(brief.slots[s]) for s in ("venue", "place") if brief.slots.get(s))
    if place:
        made.add("location", clean(place))
    made.add("url", request.build_absolute_uri(called.href))
    made.add("categories", [brief.home] if brief.home else [])
    made.add("description", clean(_described(brief)))
    return made


def _is_month(said: str) -> bool:
    return len(said) == len("2024-11")


def _described(brief: Brief) -> str:
    """Status and countries."""
    words = lookups.wording()
    countries = words.listed(map(words.country, brief.countries))
    return "\n".join(filter(None, (lookups.stage_name(brief.type, brief.stage), countries)))
