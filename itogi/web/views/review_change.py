"""What changes an entry on the desk: corrected slots, a merge with others, a split."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from itogi.errors import Conflict, UsageError
from itogi.model.entry import Decision
from itogi.register.database import lock
from itogi.web.access import reviewer
from itogi.web.desk import Desk, Filters, desk_of
from itogi.web.door import ALIAS, register
from itogi.web.panes import form_of
from itogi.web.steps import given, stepped, who
from itogi.web.views.review import page


@reviewer
@require_POST
def edit(request: HttpRequest) -> HttpResponse:
    """Note a decision for each slot that was given another value."""
    desk = _desk(request)
    form = form_of(desk, request.POST)
    if not form.is_valid():
        return page(request, desk.entry.id, "edit", form=form)

    def do() -> list[Decision]:
        target, expected, made = desk.entry.id, given(request, "token"), []
        with transaction.atomic():
            for slot, value in form.changes.items():
                made.append(
                    register().decide(
                        "edit", target, slot=slot, value=value, expected=expected, **who(request)
                    )
                )
                expected = register().token(target)
        return made

    return stepped(request, do)


@reviewer
@require_POST
def merge(request: HttpRequest) -> HttpResponse:
    """Say that other entries are the one on the desk; each is held to what was shown of it."""
    others = dict(one.rsplit(":", 1) for one in request.POST.getlist("other") if ":" in one)
    if not others:
        return _again(request, "merge", _("Choose an entry to merge with."))

    def do() -> list[Decision]:
        with _writing():
            for other, expected in others.items():
                if register().token(other) != expected:
                    raise Conflict("it has changed since it was shown", where=other)
            target, token = given(request, "entry"), given(request, "token")
            return [register().decide("merge", target, others=list(others), expected=token, **who(request))]

    return stepped(request, do)


@reviewer
@require_POST
def split(request: HttpRequest) -> HttpResponse:
    """Take some records out of the entry on the desk."""
    out = request.POST.getlist("part")

    def do() -> list[Decision]:
        target, token = given(request, "entry"), given(request, "token")
        return [register().decide("split", target, others=out, expected=token, **who(request))]

    try:
        return stepped(request, do)
    except UsageError:
        return _again(request, "split", _("Tick some of the records, and leave some."))


def _desk(request: HttpRequest) -> Desk:
    found = register().waiting(given(request, "record"))
    if found is None:
        raise Http404("no such entry")
    return desk_of(found)


def _again(request: HttpRequest, pane: str, problem: str) -> HttpResponse:
    messages.error(request, problem)
    return redirect(Filters(request.GET).address(entry=given(request, "record"), do=pane))


@contextmanager
def _writing() -> Iterator[None]:
    """Nobody else decides until this is done."""
    with transaction.atomic():
        lock(ALIAS)
        yield


urlpatterns = [
    path("edit/", edit, name="review_edit"),
    path("merge/", merge, name="review_merge"),
    path("split/", split, name="review_split"),
]
