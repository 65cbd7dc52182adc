"""What every template knows: the register's organisations, the role, the theme, the navigation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from itogi.web import lookups
from itogi.web.access import role_of
from itogi.web.models import Role

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "itogi_theme"


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of ``base.html``; ``organisation`` is the code in the address, if there is one."""
    match = request.resolver_match
    role = role_of(request)
    return {
        "role": role,
        "may": {other.code: role >= other for other in Role if other},
        "public": settings.ITOGI_PUBLIC,
        "theme": theme_of(request),
        "languages": settings.LANGUAGES,  # each by its own name, which the tag of Django would translate
        "here": match.view_name if match else "",
        "organisation": match.kwargs.get("organisation", "") if match else "",
        "organisations": lookups.organisations() if role >= Role.READER else (),
    }


def theme_of(request: HttpRequest) -> str:
    """The theme that the person chose; ``auto`` follows the system."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else "auto"
