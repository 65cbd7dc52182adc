"""Searches and entries that people keep: named, renamed, forgotten; each with a feed of its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from itogi.errors import UsageError
from itogi.register.facets import entry_with
from itogi.web.access import signed_in
from itogi.web.asked import Asked
from itogi.web.door import register
from itogi.web.models import SavedSearch, User

MOST = 200  # searches that one person keeps
_LONGEST = 120  # characters of a name


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved search with its addresses; ``entry`` where it is one entry that is followed."""

    saved: SavedSearch
    page: str
    feed: str
    calendar: str

    @classmethod
    def of(cls, request: HttpRequest, saved: SavedSearch) -> Kept:
        """With the addresses that a reader of feeds takes, which begin with the name of this site."""
        entry, asked = followed(saved), Asked.of(QueryDict(saved.query))
        page = reverse("entry", args=[entry]) if entry else f"{reverse('search')}?{asked.query}"
        feed = request.build_absolute_uri(reverse("feed_saved", args=[saved.key]))
        calendar = ""
        if not entry and asked.given.get("organisation"):
            calendar = request.build_absolute_uri(reverse("calendar_saved", args=[saved.key]))
        return cls(saved, page, feed, calendar)


def followed(saved: SavedSearch) -> str:
    """The id of the entry that is followed; nothing where a search is kept."""
    query = QueryDict(saved.query)
    record = query.get("record")
    return (entry_with(register(), str(record)) if record else "") or str(query.get("entry") or "")


@signed_in
@require_safe
def saved_searches(request: HttpRequest) -> HttpResponse:
    """The searches of one's own."""
    mine = SavedSearch.objects.filter(user=_user(request)).order_by("name", "pk")
    return render(request, "web/saved.html", {"kept": [Kept.of(request, one) for one in mine]})


@signed_in
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a search, or follow an entry."""
    user, entry = _user(request), request.POST.get("entry", "")
    if SavedSearch.objects.filter(user=user).count() >= MOST:
        raise UsageError(f"you keep {MOST} searches already", remedy="forget one of them first")
    if entry:
        found = register().entry(entry)
        if found is None:
            raise UsageError("there is no such entry", remedy="search for it")
        query = f"entry={found.id}&record={found.records[0].id}"
    else:
        asked = Asked.of(QueryDict(request.POST.get("query", "")))
        if asked.empty:
            raise UsageError("there is nothing to keep", remedy="search for something first")
        asked.filters()  # what cannot be read is not kept
        query = asked.query
    name = _name(request) or query[:_LONGEST]
    SavedSearch.objects.create(user=user, name=name, query=query)
    messages.success(request, _("Kept as “%(name)s”.") % {"name": name})
    return redirect("saved_searches")


@signed_in
@require_POST
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Rename or forget a search of one's own, or give its feed another address."""
    saved = get_object_or_404(SavedSearch, pk=number, user=_user(request))
    action = request.POST.get("action", "")
    if action == "forget":
        saved.delete()
        messages.success(request, _("“%(name)s” is forgotten.") % {"name": saved.name})
    elif action == "renew":
        saved.key = SavedSearch().key  # a new one
        saved.save(update_fields=["key"])
        messages.success(request, _("The feed has a new address; the old one opens nothing."))
    elif name := _name(request):
        saved.name = name
        saved.save(update_fields=["name"])
        messages.success(request, _("It is called “%(name)s” now.") % {"name": name})
    return redirect("saved_searches")


def _name(request: HttpRequest) -> str:
    """On one line, without the marks that databases refuse."""
    return " ".join(request.POST.get("name", "").replace("\0", "").split())[:_LONGEST]


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)  # the decorator lets nobody else in
    return user


urlpatterns = [
    path("", saved_searches, name="saved_searches"),
    path("keep/", keep, name="search_keep"),
    path("<int:number>/", change, name="saved_change"),
]
