"""The list of organisations, the settings of a reader, and whether the server is well."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from itogi.web import fresh
from itogi.web.access import anyone, reader
from itogi.web.context import THEME_COOKIE, THEMES
from itogi.web.door import register
from itogi.web.standing import cards


@reader
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The organisations on record, and a search."""
    etag = fresh.mark(request)
    if known := fresh.unchanged(request, etag):
        return known
    first, others = cards()
    held = register().counts()
    context = {
        "first": first,
        "others": others,
        "articles": held.articles,
        "records": sum(held.records.values()),
    }
    return fresh.marked(request, render(request, "web/home.html", context), etag)


@anyone
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 where the register answers; an error of it is 503."""
    register().known("")
    return JsonResponse({"status": "ok"})


@anyone
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the theme that was chosen, and go back."""
    chosen, back = request.POST.get("theme", ""), request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = redirect(back)
    if chosen in THEMES:
        age = settings.LANGUAGE_COOKIE_AGE
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=age, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    return response


urlpatterns = [
    path("", home, name="home"),
    path("health", health, name="health"),
    path("i18n/setlang", anyone(set_language), name="set_language"),
    path("settings/theme", theme, name="theme"),
]
