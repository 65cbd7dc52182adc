"""How much a request may send. Who sends more is refused before any of it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

MOST = 6 * 2**20  # bytes; Django holds those of forms, but not those of files, to five million
MOST_FILES = 32 * 2**20
TAKES_FILES = "/add/"


def limits(next: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse by the length that a request announces; of what announces none, nothing is read."""

    def respond(request: HttpRequest) -> HttpResponse:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = MOST_FILES + 1
        if length <= (MOST_FILES if request.path == TAKES_FILES else MOST):
            return next(request)
        title = _("This is too much at once")
        return HttpResponse(render_to_string("web/plain.html", {"title": title}), status=413)

    return respond
