"""Many entries accepted at once, from a confidence up: all of them are shown before any is accepted."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from itogi.web.access import reviewer
from itogi.web.desk import Filters, line_of
from itogi.web.door import register
from itogi.web.sitting import Sitting
from itogi.web.steps import who

_LEAST = "95"  # per cent; of what lies above, nearly all is right (docs/quality.md)
_AT_ONCE = 50


@reviewer
@require_http_methods(["GET", "HEAD", "POST"])
def accept_all(request: HttpRequest) -> HttpResponse:
    """Show the surest entries with their sentences; accept those that were left ticked."""
    query = request.GET.copy()
    query.setdefault("least", _LEAST)
    filters = Filters(query)
    if request.method == "POST":
        return _accept(request, filters)
    found = register().queue(limit=_AT_ONCE, surest=True, **filters.wanted).items
    context = {
        "filters": filters,
        "total": register().queue_size(**filters.wanted),
        "rows": [(line_of(one), one.contexts[:1]) for one in found],
    }
    return render(request, "web/review_all.html", context)


def _accept(request: HttpRequest, filters: Filters) -> HttpResponse:
    chosen = dict(one.rsplit(":", 1) for one in request.POST.getlist("pick") if ":" in one)
    if len(chosen) > _AT_ONCE or not chosen:
        messages.error(request, _("Nothing was chosen."))
    else:
        made = register().accept_all(list(chosen), expected=chosen, **who(request))
        if made.decisions:
            Sitting(request).note([one.number for one in made.decisions], made.decisions[0].target)
        _tell(request, len(made.decisions), len(made.passed))
    return redirect(f"{reverse('review_all')}?{filters.query}")


def _tell(request: HttpRequest, done: int, passed: int) -> None:
    told = ngettext("%(n)s entry is accepted.", "%(n)s entries are accepted.", done) % {"n": done}
    if passed:
        told += " " + ngettext(
            "%(n)s was passed over: it has changed since it was shown.",
            "%(n)s were passed over: they have changed since they were shown.",
            passed,
        ) % {"n": passed}
    messages.success(request, told)


urlpatterns = [path("", accept_all, name="review_all")]
