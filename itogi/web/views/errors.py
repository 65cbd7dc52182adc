"""Pages for what cannot be shown: 400, 403, 404, 500, and forms that another site sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400. Without the frame of the site: the request may name a host that is not ours."""
    return HttpResponse(
        render_to_string("web/plain.html", {"title": _("This request cannot be answered")}), status=400
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _page(request, 403, _("You may not do this"), _("Ask an administrator for the right to."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _page(
        request, 404, _("There is no such page"), _("It may have been merged with another: search for it.")
    )


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without the mark that our pages put into theirs."""
    title = _("The form was not sent from these pages, or has grown old")
    return _page(request, 403, title, _("Go back, reload the page and send it again."))


def fault(request: HttpRequest) -> HttpResponse:
    """500. It must not need anything that may have failed: no database, no frame."""
    return HttpResponse(
        render_to_string("web/plain.html", {"title": _("Something failed on our side")}), status=500
    )


def _page(request: HttpRequest, status: int, title: str, remedy: str) -> HttpResponse:
    return render(request, "web/refused.html", {"title": title, "remedy": remedy}, status=status)
