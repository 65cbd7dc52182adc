"""Search with facets; searches that people keep are in ``saved.py``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from itogi.errors import UsageError
from itogi.model.article import Article
from itogi.model.kinds import kinds
from itogi.model.values import topics
from itogi.register.answers import Brief, Hit
from itogi.register.facets import MOST, Facets, facets
from itogi.register.passages import ARTICLES, ENTRIES, KINDS, STATE_SLOTS
from itogi.report.wording import Wording
from itogi.web import lookups
from itogi.web.access import reader
from itogi.web.asked import Asked
from itogi.web.door import register
from itogi.web.models import SavedSearch, User
from itogi.web.naming import TYPES, named
from itogi.web.views.saved import Kept

_LIMIT = 20
KIND_NAMES = {
    "entries": gettext_lazy("Entries"),
    "records": gettext_lazy("Single records"),
    "articles": gettext_lazy("Articles"),
}
FACET_NAMES = {
    "type": gettext_lazy("Type"),
    "organisation": gettext_lazy("Organisation"),
    "stage": gettext_lazy("Stage or status"),
    "topic": gettext_lazy("Topic"),
    "year": gettext_lazy("Year"),
    "country": gettext_lazy("Country"),
    "person": gettext_lazy("Person"),
}
FILTER_NAMES = FACET_NAMES | {
    "q": gettext_lazy("Words"),
    "since": gettext_lazy("Since"),
    "until": gettext_lazy("Until"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A hit as the page shows it: ``parts`` of the sentence, each with whether it is a word looked for."""

    href: str
    title: str
    kind: str
    when: str
    organisation: str
    stage: str
    parts: tuple[tuple[str, bool], ...]
    source: str = ""
    source_href: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet or filter: how many answers have it, and the search with it or without it."""

    text: str
    href: str
    count: str = ""
    value: str = ""
    chosen: bool = False


@reader
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The hits of a search with its facets; without one, how to ask."""
    asked = Asked.of(request.GET)
    if any(not value for value in request.GET.values()):
        return redirect(address(asked))  # what a form left empty makes no address to share
    context: dict[str, Any] = {"asked": asked, **_form(asked), **_kept(request, asked)}
    status = 200
    if not asked.empty:
        try:
            context |= _found(asked, request.GET.get("after") or None)
        except UsageError as error:
            status, context["problem"], context["remedy"] = 400, told(error.problem), told(error.remedy)
    return render(request, "web/search.html", context, status=status)


def address(asked: Asked) -> str:
    """The address of a search."""
    return f"{reverse('search')}?{asked.query}" if asked.given else reverse("search")


def told(text: str) -> str:
    """What an error says, in the language of the reader where there are words for it; as a sentence."""
    said = _(text) if text else ""
    return f"{said[:1].upper()}{said[1:]}." if said else ""


# The hits


def _found(asked: Asked, after: str | None) -> dict[str, Any]:
    filters = asked.filters()
    hits = register().search(asked.words, kinds=(asked.kind,), limit=_LIMIT + 1, after=after, **filters)
    counted = facets(register(), asked.words, asked.kind, **filters)
    shown = hits[:_LIMIT]
    return {
        "rows": rows(shown),
        "after": shown[-1].cursor if len(hits) > _LIMIT else "",
        "count": _count(counted.kinds[asked.kind]),
        "number": counted.kinds[asked.kind],
        "tabs": _tabs(asked, counted),
        "facets": list(_facets(asked, counted)),
        "chips": list(_chips(asked)),
    }


def rows(hits: Sequence[Hit]) -> list[Row]:
    """Hits as pages show them."""
    briefs = register().briefs([hit.id for hit in hits if hit.kind == ENTRIES])
    sources = lookups.articles(hit.article for hit in hits if hit.article)
    words = lookups.wording()
    return [_row(hit, briefs.get(hit.id), sources.get(hit.article), words) for hit in hits]


def _row(hit: Hit, brief: Brief | None, article: Article | None, words: Wording) -> Row:
    source = ", ".join(filter(None, (article.outlet, words.day(article.published)))) if article else ""
    page = reverse("article", args=[article.id]) if article else ""
    if hit.kind == ARTICLES:
        outlet = article.outlet or "" if article else ""
        title = hit.title or words.captions.text("untitled")
        return Row(page, title, "", words.day(hit.day), outlet, "", _parts(hit))
    code = words.organisation(hit.organisation) if hit.organisation else ""
    if brief is not None:
        called = named(brief)
        stage = lookups.stage_name(brief.type, brief.stage)
        return Row(
            called.href, called.title, called.kind, called.when, code, stage, _parts(hit), source, page
        )
    title = hit.title or str(TYPES.get(hit.type, hit.type))
    home = reverse("entry", args=[hit.entry]) if hit.entry else page
    kind = str(TYPES.get(hit.type, hit.type))
    return Row(home, title, kind, words.day(hit.day), code, "", _parts(hit), source, page)


def _parts(hit: Hit) -> tuple[tuple[str, bool], ...]:
    found: list[tuple[str, bool]] = []
    at = 0
    for start, end in hit.spans:
        found += [(hit.text[at:start], False), (hit.text[start:end], True)]
        at = end
    return tuple(part for part in (*found, (hit.text[at:], False)) if part[0])


# Facets


def _count(number: int, whole: bool = True) -> str:
    """A count in words; what was not counted to its end is at least that much."""
    shown = lookups.wording().number(min(number, MOST))
    return f"{shown}+" if number > MOST or not whole else shown


def _tabs(asked: Asked, counted: Facets) -> list[Choice]:
    return [
        Choice(
            str(KIND_NAMES[kind]),
            address(asked.changed(kind="" if kind == ENTRIES else kind)),
            _count(counted.kinds[kind]),
            kind,
            kind == asked.kind,
        )
        for kind in (ENTRIES, *(kind for kind in KINDS[::-1] if kind != ENTRIES))
    ]


def _facets(asked: Asked, counted: Facets) -> Iterator[tuple[str, list[Choice]]]:
    """Facets that still divide the answers; what is chosen already is shown as a filter."""
    for name, title in FACET_NAMES.items():
        values = counted.values.get(name, ())
        chosen = asked.given.get("since" if name == "year" else name)
        if values and not chosen:
            yield str(title), [_choice(asked, name, value, n, counted.whole) for value, n in values]


def _choice(asked: Asked, name: str, value: str, n: int, whole: bool) -> Choice:
    changes = {"since": value, "until": value} if name == "year" else {name: value}
    return Choice(caption(name, value), address(asked.changed(**changes)), _count(n, whole), value)


def caption(name: str, value: str) -> str:
    """The value of a filter in words."""
    words = lookups.wording()
    if name == "type":
        return str(TYPES.get(value, value))
    if name == "stage":
        return _states(words).get(value, value)
    if name in ("since", "until"):
        return words.when(value)
    by_name = {"organisation": words.organisation, "country": words.country, "topic": words.topic}
    return by_name[name](value) if name in by_name else value


def _states(words: Wording) -> dict[str, str]:
    """Stages and statuses of all types, in words; of one that several types have, the words of the first."""
    found: dict[str, str] = {}
    for kind in kinds().values():
        for slot in STATE_SLOTS:
            for value in kind.slots[slot].values if slot in kind.slots else ():
                found.setdefault(value, words.captions.value(kind.name, slot, value))
    return found


def _chips(asked: Asked) -> Iterator[tuple[str, Choice]]:
    """The filters in force, each with the search without it."""
    for name, value in asked.given.items():
        if name not in ("q", "kind"):
            without = address(asked.changed(**{name: ""}))
            yield str(FILTER_NAMES[name]), Choice(caption(name, value), without)


# The form


def _form(asked: Asked) -> dict[str, Any]:
    """What the fields offer."""
    words, whole = lookups.wording(), register().overview()
    options: Mapping[str, Mapping[str, str]] = {
        "type": {name: str(title) for name, title in TYPES.items()},
        "organisation": {one.code: one.name for one in lookups.organisations() if one.code},
        "stage": _states(words),
        "topic": {code: words.topic(code) for code in topics()},
        "country": {code: words.country(code) for code in whole.countries},
    }
    fields = [
        (name, str(FACET_NAMES[name]), _options(some, asked.given.get(name, "")))
        for name, some in options.items()
    ]
    open_ = bool(set(asked.given) - {"q", "kind"})
    return {"fields": fields, "open": open_}


def _options(some: Mapping[str, str], chosen: str) -> list[Choice]:
    """By name; a value that is not among them is kept, so that the form sends what the address says."""
    held = dict(sorted(some.items(), key=lambda pair: pair[1].casefold()))
    if chosen and chosen not in held:
        held[chosen] = chosen
    return [Choice(text, "", value=value, chosen=value == chosen) for value, text in held.items()]


def _kept(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """The searches that somebody keeps, and whether this is one of them."""
    if not isinstance(request.user, User):
        return {}
    saved = SavedSearch.objects.filter(user=request.user).order_by("name", "pk")
    kept = [Kept.of(request, one) for one in saved]
    return {"kept": kept, "is_kept": any(one.saved.query == asked.query for one in kept)}


urlpatterns = [
    path("", search, name="search"),
    path("saved/", include("itogi.web.views.saved")),
]
