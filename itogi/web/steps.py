"""Steps of review: what was decided on is held to what was shown, and what came of it is told."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from itogi.errors import Conflict
from itogi.model.entry import Decision
from itogi.web.access import actor
from itogi.web.desk import Filters
from itogi.web.entry_page import DECISIONS
from itogi.web.sitting import Sitting

_LONGEST = 500  # characters of a reason


def stepped(request: HttpRequest, do: Callable[[], list[Decision]], *, onwards: bool = False) -> HttpResponse:
    """Take a step of review and tell what came of it; then the next entry, or the same as it is now."""
    filters, record = Filters(request.GET), given(request, "record")
    try:
        made = do()
    except Conflict as error:
        messages.warning(request, told(error))
        return redirect(filters.address(entry=record))
    Sitting(request).note([one.number for one in made], made[0].target)
    messages.success(request, _("Noted: %(what)s.") % {"what": DECISIONS[made[0].kind]})
    return redirect(filters.address() if onwards else filters.address(entry=made[0].target))


def told(error: Conflict) -> str:
    """What a reviewer reads whose decision came too late."""
    again = _("Nothing was noted of yours. This is how it stands now: decide again.")
    if not error.by:
        return _("It has changed since it was shown.") + " " + again
    when = parse_datetime(error.made)
    said = _("%(who)s was quicker: %(what)s, %(when)s.") % {
        "who": error.by,
        "what": DECISIONS.get(error.kind, error.kind),
        "when": date_format(localtime(when), "SHORT_DATETIME_FORMAT") if when else error.made,
    }
    return f"{said} {again}"


def given(request: HttpRequest, name: str) -> str:
    """A field of a form, without letters that no database keeps."""
    return str(request.POST.get(name, "")).replace("\0", "").strip()


def who(request: HttpRequest) -> dict[str, str]:
    """Who decides, and why."""
    return {"actor": actor(request), "reason": given(request, "reason")[:_LONGEST]}
