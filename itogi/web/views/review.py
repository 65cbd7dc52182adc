"""The records that await review: one at a time on the desk, the list beside it. Every step is a plain form.

Whoever decides gives the token of what was shown: if it has changed since, nothing is decided, and the
page says who did what and shows the entry as it is now.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from itogi.errors import UsageError
from itogi.model.entry import Decision
from itogi.web.access import actor, reviewer
from itogi.web.desk import Filters, desk_of, line_of, listed
from itogi.web.door import register
from itogi.web.panes import PANES, pane_of
from itogi.web.sitting import Sitting
from itogi.web.steps import given, stepped, who


@reviewer
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """The desk: the entry in the address, or the first of the queue."""
    return page(request, request.GET.get("entry", ""), request.GET.get("do", ""))


def page(request: HttpRequest, at: str = "", pane: str = "", **more: Any) -> HttpResponse:
    """The page with an entry on the desk and, below it, the form of a change."""
    filters, sitting = Filters(request.GET), Sitting(request)
    queue = listed(filters, sitting)
    found = register().waiting(at) if at else None
    if at and found is None:
        messages.warning(request, _("There is no such entry any more."))
    desk = desk_of(found) if found else desk_of(queue[0]) if queue else None
    pane = pane if desk and pane in PANES else ""
    context = {
        "filters": filters,
        "sitting": sitting,
        "left": register().queue_size(**filters.wanted),
        "lines": [line_of(one) for one in queue],
        "desk": desk,
        "pane": pane,
    }
    if desk and pane:
        context |= pane_of(request, desk, pane)
    return render(request, "web/review.html", context | more)


@reviewer
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Accept or reject the entry on the desk."""
    kind = given(request, "kind")
    if kind not in ("accept", "reject"):
        raise UsageError(f"there is no decision {kind!r} here", remedy="accept or reject")

    def do() -> list[Decision]:
        return [
            register().decide(kind, given(request, "entry"), expected=given(request, "token"), **who(request))
        ]

    return stepped(request, do, onwards=True)


@reviewer
@require_POST
def skip(request: HttpRequest) -> HttpResponse:
    """Put the entry on the desk off until it is taken up again."""
    Sitting(request).skip(given(request, "record"))
    return redirect(Filters(request.GET).address())


@reviewer
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Take up again what was put off."""
    Sitting(request).skip_none()
    return redirect(Filters(request.GET).address())


@reviewer
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Undo the last step of this sitting, and lay the entry on the desk again."""
    sitting, filters = Sitting(request), Filters(request.GET)
    if not sitting.can_undo:
        messages.info(request, _("There is nothing to undo: what others decided, they undo."))
        return redirect(filters.address())
    numbers, at = sitting.take_last()
    try:
        with transaction.atomic():
            for number in reversed(numbers):
                register().undo(number, actor=actor(request))
    except UsageError:
        messages.warning(request, _("That decision was undone already."))
    else:
        many = len(numbers)
        told = ngettext("%(n)s decision is undone.", "%(n)s decisions are undone.", many) % {"n": many}
        messages.success(request, told)
    return redirect(filters.address(entry=at) if len(numbers) == 1 else filters.address())


urlpatterns = [
    path("", review, name="review"),
    path("decide/", decide, name="review_decide"),
    path("skip/", skip, name="review_skip"),
    path("again/", again, name="review_again"),
    path("undo/", undo, name="review_undo"),
    path("", include("itogi.web.views.review_change")),
    path("all/", include("itogi.web.views.review_all")),
]
