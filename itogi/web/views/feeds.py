"""Feeds of what is new (Atom), and sessions for calendars (iCalendar).

Whoever may read the pages may read the feeds. Programs that collect feeds do not log in: where the pages are
not public, a saved search has a feed under an address that nobody can guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from itogi.errors import UsageError
from itogi.register.answers import Change
from itogi.register.facets import changes_of
from itogi.web import atom, fresh, ical, lookups
from itogi.web.access import anyone, reader
from itogi.web.asked import Asked
from itogi.web.door import register
from itogi.web.models import SavedSearch
from itogi.web.naming import named
from itogi.web.views.saved import followed
from itogi.web.views.search import address, caption

_LIMIT = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@reader
@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """What feeds there are."""
    return render(request, "web/feeds.html", {"saved": reverse("search")})


@reader
@require_safe
def feed_search(request: HttpRequest) -> HttpResponse:
    """What is new among the entries that answer a search; of the whole register where nothing is asked."""
    return _search(request, Asked.of(request.GET))


@reader
@require_safe
def feed_entry(request: HttpRequest, id: str) -> HttpResponse:
    """What the register learnt of one entry: that it is there, and each stage."""
    return _entry(request, id)


@reader
@require_safe
def calendar_search(request: HttpRequest) -> HttpResponse:
    """The sessions of an organisation."""
    return _calendar(request, Asked.of(request.GET))


@anyone
@require_safe
def feed_saved(request: HttpRequest, key: str) -> HttpResponse:
    """The feed of a saved search, by its key."""
    saved = _saved(key)
    if entry := followed(saved):
        return _entry(request, entry, saved.name)
    return _search(request, Asked.of(QueryDict(saved.query)), saved.name)


@anyone
@require_safe
def calendar_saved(request: HttpRequest, key: str) -> HttpResponse:
    """The sessions of the organisation of a saved search, by its key."""
    return _calendar(request, Asked.of(QueryDict(_saved(key).query)))


def _saved(key: str) -> SavedSearch:
    """The search with this key, as long as its owner may read."""
    found = SavedSearch.objects.filter(key=key, user__is_active=True).first()
    if found is None:
        raise Http404(key)
    return found


# Atom


def _search(request: HttpRequest, asked: Asked, name: str = "") -> HttpResponse:
    filters = asked.filters()
    title = name or title_of(asked)
    page = address(asked)
    return _feed(request, title, page, lambda: changes_of(register(), asked.words, limit=_LIMIT, **filters))


def _entry(request: HttpRequest, id: str, name: str = "") -> HttpResponse:
    brief = register().briefs([id]).get(id)
    if brief is None:
        raise Http404(id)
    page = reverse("entry", args=[id])
    return _feed(
        request, name or named(brief).title, page, lambda: register().changes(entry=id, limit=_LIMIT)
    )


def title_of(asked: Asked) -> str:
    """What a feed is called: its words and filters; everything, where there are none."""
    parts = [caption(name, value) if name != "q" else value for name, value in asked.given.items()]
    return ", ".join(parts) if not asked.empty else _("All that is new")


def _feed(request: HttpRequest, title: str, page: str, read: Callable[[], Iterable[Change]]) -> HttpResponse:
    etag = fresh.mark(request)
    if (found := fresh.unchanged(request, etag)) is not None:
        return found
    changes = list(read())
    updated = max((change.learnt for change in changes), default=_EPOCH)
    text = atom.feed(request, f"{title} · itogi", page, changes, updated)
    response = HttpResponse(text, content_type=atom.TYPE)
    return fresh.marked(request, response, etag, updated if changes else None)


# iCalendar


def _calendar(request: HttpRequest, asked: Asked) -> HttpResponse:
    filters, code = asked.filters(), asked.given.get("organisation", "")
    if not code:
        raise UsageError("a calendar is of one organisation", remedy="add ?organisation=CSTO to the address")
    if code not in register().organisations():
        raise UsageError(f"the register holds nothing on {code!r}", remedy="choose another organisation")
    etag = fresh.mark(request)
    if (found := fresh.unchanged(request, etag)) is not None:
        return found
    sessions = register().sessions(code, filters["since"], filters["until"])
    name = lookups.wording().organisation(code)
    text = ical.of_sessions(request, _("Sessions: %(name)s") % {"name": name}, sessions)
    response = HttpResponse(text, content_type=ical.TYPE)
    response.headers["Content-Disposition"] = 'inline; filename="sessions.ics"'
    return fresh.marked(request, response, etag)


urlpatterns = [
    path("", feeds, name="feeds"),
    path("search.atom", feed_search, name="feed_search"),
    path("sessions.ics", calendar_search, name="calendar_search"),
    path("entries/<str:id>.atom", feed_entry, name="feed_entry"),
    path("saved/<str:key>.atom", feed_saved, name="feed_saved"),
    path("saved/<str:key>.ics", calendar_saved, name="calendar_saved"),
]
