"""Every address × stranger, reader, reviewer, editor, administrator: computed, so that none is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver
from serving import copied, served

from itogi.register import open_register
from itogi.web.access import ITSELF, MARK, SIGNED_IN
from itogi.web.models import Role
from itogi.web.options import Options

# What people may send who may not decide: things of their own, and nothing of the register.
SENT_BY_ALL = {"login", "logout", "set_language", "theme"}
SENT_BY_THE_SIGNED_IN = {"account", "password_change", "token_revoke"}
SENT_BY_READERS = {"search_keep", "saved_change"}
LEAST = {"review/": Role.REVIEWER, "add/": Role.EDITOR, "users/": Role.ADMINISTRATOR}


@dataclass(frozen=True)
class View:
    """A view under its address, with values for the parts of the address."""

    route: str
    name: str
    callback: Any
    parts: tuple[str, ...]

    @property
    def needs(self):
        return getattr(self.callback, MARK, None)

    def address(self, values: dict[str, str]) -> str:
        found = self.route
        for part in self.parts:
            start, end = found.index("<"), found.index(">")
            found = found[:start] + str(values[part]) + found[end + 1 :]
        return f"/{found}"


def walk(patterns, before="", inside=()):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        parts = (*inside, *pattern.pattern.converters)
        if isinstance(pattern, URLPattern):
            yield View(route, pattern.name or route, pattern.callback, parts)
        else:
            yield from walk(pattern.url_patterns, route, parts)


VIEWS = list(walk(get_resolver("itogi.web.urls").url_patterns))
OURS = [view for view in VIEWS if view.needs != ITSELF]
NAMES = [view.route or "/" for view in OURS]


@pytest.fixture(scope="module", params=[False, True], ids=["private", "public"])
def site(request, template, tmp_path_factory):
    """One site for all views, as none of these requests says anything that could be done."""
    folder, options = tmp_path_factory.mktemp("site"), Options(public=request.param)
    with copied(template, "sqlite", folder) as location, served(location, options) as made:
        made.public = request.param
        yield made


@pytest.fixture(scope="module")
def values(site):
    """Something that exists for each part of an address."""
    with open_register(site.location.path) as register:
        entry = register.entries("CSTO", "meeting", 2024)[0]
        article = entry.records[0].article
    return {
        "organisation": "CSTO", "name": "Касым-Жомарт Токаев", "code": "KZ", "number": "1", "key": "none",
        "entry": entry.id, "record": entry.records[0].id, "article": article, "slot": "date",
    }  # fmt: skip


def id_for(view: View, values: dict[str, str]) -> dict[str, str]:
    """``<id>`` is an article's under /articles/, else an entry's; the rest is what there is not."""
    whose = "article" if view.route.startswith("articles/") else "entry"
    return dict.fromkeys(view.parts, "0") | values | {"id": values[whose]}


def test_there_are_views():
    assert len(VIEWS) > 15


@pytest.mark.parametrize("view", VIEWS, ids=[view.route or "/" for view in VIEWS])
def test_every_view_says_who_may(view):
    assert view.needs is not None, f"/{view.route} has no rule: give it a decorator of web/access.py"


@pytest.mark.parametrize("view", OURS, ids=NAMES)
def test_the_work_of_a_part_needs_its_role(view):
    for start, least in LEAST.items():
        if view.route.startswith(start):
            assert isinstance(view.needs, Role) and view.needs >= least


def to_login(answer) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith("/account/login/")


def may(view: View, role: Role, public: bool) -> bool:
    if view.needs == SIGNED_IN:
        return role > Role.STRANGER
    return max(role, Role.READER if public else role) >= view.needs


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("view", OURS, ids=NAMES)
def test_who_may(view, method, site, values):
    address = view.address(id_for(view, values))
    for role in Role:
        answer = getattr(site.client(role.code), method)(address)
        told = f"{role.code}: {answer.status_code}"
        if may(view, role, site.public):
            assert answer.status_code < 500 and answer.status_code != 403, told
            assert not to_login(answer) or view.name == "logout", told
        elif role == Role.STRANGER:
            assert to_login(answer), told
        else:
            assert answer.status_code == 403, told


@pytest.mark.parametrize("view", OURS, ids=NAMES)
def test_readers_write_nothing_but_their_own(view, site, values):
    """A view that readers may see takes no form, unless it is one of the few named above."""
    known = SENT_BY_ALL | SENT_BY_THE_SIGNED_IN | SENT_BY_READERS
    if view.needs not in (Role.STRANGER, Role.READER, SIGNED_IN) or view.name in known:
        return
    answer = site.client("reader").post(view.address(id_for(view, values)))
    assert answer.status_code == 405, f"/{view.route} takes forms of readers: decorate it with require_safe"
