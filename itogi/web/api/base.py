"""The ground of the API: who may call it, how often, and how it tells what went wrong."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, AuthorizationError, HttpError, Throttled, ValidationError
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from itogi.errors import Conflict, InputError, ItogiError, UsageError
from itogi.web import fresh, tokens
from itogi.web.access import role_of
from itogi.web.api.shapes import Problem
from itogi.web.audit import address
from itogi.web.models import Role, Token

log = logging.getLogger("itogi.web")
ERRORS = (400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503)
PROBLEM = "application/problem+json"
RATE = 600  # calls a minute of one token, user or address
_TITLES = {
    304: "Not modified", 400: "Bad request", 401: "Not authorised", 403: "Forbidden", 404: "Not found",
    405: "Method not allowed", 409: "Conflict", 413: "Too large", 422: "Not valid", 429: "Too many requests",
    500: "Fault of the server", 503: "The register does not answer",
}  # fmt: skip


class NotModified(Exception):
    """The client has this answer already."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response
        super().__init__()


class Api(NinjaAPI):
    """Its description says of errors what they are: ``application/problem+json``."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        """The description, OpenAPI 3.1."""
        schema: Any = super().get_openapi_schema(*args, **kwargs)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400 and "content" in response:
                        response["content"] = {PROBLEM: response["content"]["application/json"]}
        return schema


class Reads(HttpBearer):
    """A reader: by token, by the session of the pages, or anybody where the pages are public."""

    role = Role.READER

    def __call__(self, request: HttpRequest) -> Any:
        """The role of whoever calls; an error where it does not suffice."""
        token = self.token(request)
        role = token.rank if token else self.without(request)
        if role < self.role:
            known = token is not None or request.user.is_authenticated
            raise AuthorizationError(message="you may not do this") if known else AuthenticationError()
        if request.method == "GET":
            self.check_fresh(request)
        return role

    def token(self, request: HttpRequest) -> Token | None:
        """The token that is shown; the call is then that of its user."""
        shown = request.headers.get("Authorization", "")
        if not shown:
            return None
        kind, _, text = shown.partition(" ")
        token = tokens.holder(text.strip()) if kind.lower() == "bearer" else None
        if token is None:
            raise AuthenticationError(message="the token is not known, or revoked")
        request.user = token.user
        request.itogi_token = token  # type: ignore[attr-defined]
        return token

    def without(self, request: HttpRequest) -> Role:
        """What may be done without a token."""
        return role_of(request)

    def check_fresh(self, request: HttpRequest) -> None:
        """Answer nothing anew that the client has already."""
        etag = fresh.mark(request)
        request.itogi_etag = etag  # type: ignore[attr-defined]
        if (response := fresh.unchanged(request, etag)) is not None:
            raise NotModified(response)

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Not used: ``__call__`` does it all."""
        raise NotImplementedError


class Reviews(Reads):
    """A reviewer, by token: a page of another site cannot bring one along."""

    role = Role.REVIEWER

    def without(self, request: HttpRequest) -> Role:
        """Nothing."""
        raise AuthenticationError(message="writing needs a token")


class Edits(Reviews):
    """An editor, by token."""

    role = Role.EDITOR


class Limit(BaseThrottle):
    """So many calls a minute of one token, user or address; each process of the server counts its own."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether this call is within the limit."""
        token = getattr(request, "itogi_token", None)
        who = f"t{token.pk}" if token else f"u{request.user.pk}" if request.user.pk else address(request)
        key = f"api-{who}-{int(time.time() // 60)}"
        cache.add(key, 0, 120)
        return cache.incr(key) <= int(getattr(settings, "ITOGI_API_RATE", RATE))

    def wait(self) -> float:
        """Until the next minute begins."""
        return 60 - time.time() % 60


reads, reviews, edits = Reads(), Reviews(), Edits()
api = Api(
    title="itogi",
    version="1",
    description="The register of what was decided, done and promised. Reads by token, by session, or freely "
    "where the pages are public; writes by token. The names are those of docs/api.md.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
    throttle=[Limit()],
)


# What went wrong


def problem(status: int, detail: str = "", remedy: str = "", **more: Any) -> HttpResponse:
    """An answer that says what is wrong and what to do."""
    told = Problem(title=_TITLES.get(status, "Error"), status=status, detail=detail, remedy=remedy, **more)
    return JsonResponse(told.model_dump(), status=status, content_type=PROBLEM)


@api.exception_handler(NotModified)
def _not_modified(request: HttpRequest, error: NotModified) -> HttpResponse:
    return error.response


@api.exception_handler(ItogiError)
def _told(request: HttpRequest, error: ItogiError) -> HttpResponse:
    """What itogi says itself; of a register that fails no more than that it does."""
    if isinstance(error, Conflict):
        return problem(409, error.problem, error.remedy, by=error.by, made=error.made)
    if isinstance(error, UsageError | InputError):
        return problem(400, error.problem, error.remedy)
    log.error("%s", error)
    return problem(503, remedy="try again in a moment")


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    found = [{"where": [str(x) for x in e["loc"]], "problem": e["msg"]} for e in error.errors]
    return problem(422, "what was sent is not as it must be", "see errors", errors=found)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    now = str(error)
    remedy = (
        f"ask for {now}, which it is part of now" if now else "search for it: ids change where entries merge"
    )
    return problem(404, "there is no such thing on record", remedy)


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 400:
        return problem(400, "what was sent cannot be read", "send JSON")
    remedy = {401: "send a token: Authorization: Bearer …", 403: "ask an administrator for the right to",
              429: "wait a moment"}.get(error.status_code, "")  # fmt: skip
    response = problem(error.status_code, str(error), remedy)
    if error.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, Throttled) and error.wait is not None:
        response.headers["Retry-After"] = str(int(error.wait) + 1)
    return response


@api.exception_handler(Exception)
def _fault(request: HttpRequest, error: Exception) -> HttpResponse:
    log.exception("fault in %s", request.path, exc_info=error)
    return problem(500, remedy="tell an administrator when it happened")


def finished(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of the API whose answers bear their mark, and say of a wrong method what it is."""

    def respond(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            allowed = response.headers.get("Allow", "")
            response = problem(405, f"only {allowed} here")
            response.headers["Allow"] = allowed
        etag = getattr(request, "itogi_etag", "")
        return fresh.marked(request, response, etag) if etag and response.status_code == 200 else response

    respond.csrf_exempt = True  # type: ignore[attr-defined]  # it writes by token only
    return respond
