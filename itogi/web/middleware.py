"""What holds for every page: headers, rights, and errors told in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from itogi.errors import ItogiError, UsageError
from itogi.web.access import MARK, allows

Next = Callable[[HttpRequest], HttpResponse]
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
PERMISSIONS = ", ".join(
    f"{name}=()" for name in ("camera", "geolocation", "microphone", "payment", "usb", "interest-cohort")
)


def headers(next: Next) -> Next:
    """The policy for scripts and the like; a view may set a stricter one, and none a looser one."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = next(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers["Permissions-Policy"] = PERMISSIONS
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if not request.path.startswith(settings.STATIC_URL):
            # Pages show what one person may see: no cache between may keep them for another.
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return respond


class Rights:
    """Holds every view to the role that it is marked with (access.py)."""

    def __init__(self, next: Next) -> None:
        self.next = next

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the work is done when the view is known."""
        return self.next(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Let the view answer, ask for a login, or refuse."""
        needs = getattr(view, MARK, None)
        if needs is None:
            raise PermissionDenied(f"{view} has no rule of access")
        if allows(needs, request):
            return None
        if request.user.is_authenticated:
            raise PermissionDenied(str(needs))
        return _to_login(request)


def _to_login(request: HttpRequest) -> HttpResponse:
    """To the login page and back; a part of a page that htmx asks for cannot be redirected, the page can."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": reverse("login")})
    back = request.get_full_path() if request.method == "GET" else "/"
    return redirect_to_login(back)


class Errors:
    """Errors that itogi raises on purpose become a page that says what is wrong and what to do."""

    def __init__(self, next: Next) -> None:
        self.next = next

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; exceptions of views come to the method below."""
        return self.next(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """400 where the request was wrong, 503 where the register fails; faults of ours stay faults."""
        if not isinstance(error, ItogiError):
            return None
        status = 400 if isinstance(error, UsageError) else 503
        return render(request, "web/error.html", {"error": error, "status": status}, status=status)
