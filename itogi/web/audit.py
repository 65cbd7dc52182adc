"""Notes of what happened to users, rights and tokens, and from which address a request came."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from itogi.web.models import Event


def note(request: HttpRequest | None, kind: str, target: str = "", *, by: str = "", **detail: object) -> None:
    """Write down one event; ``by`` where there is no request, or nobody is logged in yet."""
    actor = by or (str(request.user.get_username()) if request else "")
    where = address(request) if request else ""
    Event.objects.create(actor=actor[:60], kind=kind, target=target[:200], detail=detail, address=where)


def address(request: HttpRequest) -> str:
    """The address of the person. Behind a proxy, what the proxy itself saw: the last one it noted."""
    found = request.META.get("REMOTE_ADDR", "")
    if settings.ITOGI_PROXY:
        found = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or found
    try:
        return str(ip_address(found))
    except ValueError:
        return ""
