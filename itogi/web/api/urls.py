"""The addresses of the API; it asks for rights by itself, by token or session."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from itogi.web.access import reader


@reader
def index(request: HttpRequest) -> HttpResponse:
    """What there is."""
    return JsonResponse({})


urlpatterns = [path("", index, name="api")]
