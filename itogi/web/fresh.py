"""What has not changed since a client asked for it is not made again: marks by the register's revision."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language

from itogi.web.context import theme_of
from itogi.web.door import register

_VARY = ("Accept-Language", "Cookie", "Authorization")


def mark(request: HttpRequest) -> str:
    """Stands for what this address shows this person now; for an answer that only the register changes."""
    told = (
        register().revision(),
        settings.STATIC_URL,  # another version of the pages has other files
        request.build_absolute_uri(),
        get_language() or "",
        theme_of(request),
        str(getattr(request, "user", None) and request.user.pk),
        request.session.session_key if hasattr(request, "session") else "",
        request.headers.get("Authorization", ""),
    )
    return quote_etag(sha256("\0".join(map(str, told)).encode()).hexdigest()[:32])


def unchanged(request: HttpRequest, etag: str) -> HttpResponse | None:
    """304 for a client that has this already; not where there is a message to tell."""
    if len(get_messages(request)):
        return None
    found = get_conditional_response(request, etag=etag)
    return _marked(found, etag) if isinstance(found, HttpResponse) else None


def marked(
    request: HttpRequest, response: HttpResponse, etag: str, modified: datetime | None = None
) -> HttpResponse:
    """The answer with its mark and the time it changed last; 304 where the client's copy is as new."""
    _marked(response, etag)
    if modified is not None:
        response.headers["Last-Modified"] = http_date(modified.timestamp())
    seconds = int(modified.astimezone(UTC).timestamp()) if modified else None
    found = get_conditional_response(request, etag=etag, last_modified=seconds, response=response)
    return found if isinstance(found, HttpResponse) else response


def _marked(response: HttpResponse, etag: str) -> HttpResponse:
    response.headers["ETag"] = etag
    patch_vary_headers(response, _VARY)
    return response
