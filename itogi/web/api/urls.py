"""The addresses of the API; it asks for rights by itself, by token or session."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from itogi.web.access import anyone, by_itself
from itogi.web.api import writing
from itogi.web.api.base import api, finished, problem
from itogi.web.api.page import index
from itogi.web.api.reading import router

PREFIX = "/api/v1/"
assert writing  # what it adds to the router is there when the router is added
api.add_router("", router)


@anyone
@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The description of the API (OpenAPI): of it and not of the register, and so for anyone."""
    return JsonResponse(json.loads(_described()))


@cache
def _described() -> str:
    return json.dumps(api.get_openapi_schema(path_prefix=PREFIX))


@by_itself
@csrf_exempt
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """404 in the words of the API."""
    return problem(404, f"there is no {PREFIX}{rest}", f"see {PREFIX}openapi.json")


def _ours() -> Iterator[URLPattern]:
    """The operations under the address of the API; one address may have several methods."""
    for found in api.urls[0]:
        if isinstance(found, URLPattern) and found.name != "api-root":
            view = by_itself(finished(found.callback))
            yield path(str(found.pattern), view, name=f"api-{found.name}")


urlpatterns = [
    path("", index, name="api"),
    path("openapi.json", description, name="api_description"),
    *_ours(),
    path("<path:rest>", unknown, name="api_unknown"),
]
