"""All addresses. Every module of views brings its own list; ``/<organisation>/`` takes what is left."""

from __future__ import annotations

from django.urls import include, path, register_converter

from itogi.web.converters import Name

register_converter(Name, "name")

_VIEWS = "itogi.web.views"
urlpatterns = [
    path("", include(f"{_VIEWS}.home")),  # / /health /settings/…
    path("account/", include(f"{_VIEWS}.accounts")),
    path("users/", include(f"{_VIEWS}.users")),
    path("search/", include(f"{_VIEWS}.search")),
    path("review/", include(f"{_VIEWS}.review")),
    path("add/", include(f"{_VIEWS}.add")),
    path("feeds/", include(f"{_VIEWS}.feeds")),
    path("articles/", include(f"{_VIEWS}.articles")),
    path("api/v1/", include("itogi.web.api.urls")),
    path("", include(f"{_VIEWS}.entries")),  # /entries/<id>/ /people/<name>/ /countries/<code>/
    path("<name:organisation>/ledger/", include(f"{_VIEWS}.ledger")),
    path("<name:organisation>/results/", include(f"{_VIEWS}.results")),
    path("<name:organisation>/", include(f"{_VIEWS}.overview")),
]
handler400 = f"{_VIEWS}.errors.bad_request"
handler403 = f"{_VIEWS}.errors.forbidden"
handler404 = f"{_VIEWS}.errors.not_found"
handler500 = f"{_VIEWS}.errors.fault"
