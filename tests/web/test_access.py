"""Every address × stranger, reader, reviewer, editor, administrator: computed, so that none is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver

from itogi.register import open_register
from itogi.web.access import ITSELF, MARK, SIGNED_IN
from itogi.web.models import ROLES, Role

# What people may send who may not decide: things of their own, and nothing of the register.
SENT_BY_ALL = {"login", "logout", "set_language", "theme"}
SENT_BY_THE_SIGNED_IN = {"account", "password_change", "token_revoke"}
SENT_BY_READERS = {"search_save", "search_forget"}
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


@pytest.fixture
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


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("view", OURS, ids=NAMES)
def test_who_may(view, method, site, values):
    address = view.address(id_for(view, values))
    for role in ("stranger", *(role.code for role in ROLES)):
        answer = getattr(site.client(role), method)(address)
        rank = Role.named(role)
        allowed = rank >= view.needs if isinstance(view.needs, Role) else rank > Role.STRANGER
        to_login = answer.status_code == 302 and answer["Location"].startswith("/account/login/")
        if allowed:
            assert answer.status_code < 500 and answer.status_code != 403, f"{role}: {answer.status_code}"
            assert not to_login or view.name == "logout"
        elif role == "stranger":
            assert to_login, f"{answer.status_code}"
        else:
            assert answer.status_code == 403, f"{role}: {answer.status_code}"


@pytest.mark.parametrize("view", OURS, ids=NAMES)
def test_readers_write_nothing_but_their_own(view, site, values):
    """A view that readers may see takes no form, unless it is one of the few named above."""
    known = SENT_BY_ALL | SENT_BY_THE_SIGNED_IN | SENT_BY_READERS
    if view.needs not in (Role.STRANGER, Role.READER, SIGNED_IN) or view.name in known:
        return
    answer = site.client("reader").post(view.address(id_for(view, values)))
    assert answer.status_code == 405, f"/{view.route} takes forms of readers: decorate it with require_safe"


@pytest.mark.parametrize("site", [{"public": True}], indirect=True)
@pytest.mark.parametrize("view", OURS, ids=NAMES)
def test_strangers_read_where_pages_are_public(view, site, values):
    address = view.address(id_for(view, values))
    answer = site.client().get(address)
    may = view.needs in (Role.STRANGER, Role.READER)
    to_login = answer.status_code == 302 and answer["Location"].startswith("/account/login/")
    assert to_login != may, f"/{view.route} {answer.status_code}"


def test_a_view_without_a_rule_answers_nobody(site, monkeypatch):
    from itogi.web.views.home import home

    monkeypatch.delattr(home, MARK)
    assert site.client("administrator").get("/").status_code == 403


def test_a_closed_account_opens_nothing(site):
    from itogi.web.models import User

    client = site.client("editor")
    assert client.get("/add/").status_code == 200
    User.objects.filter(username="editor").update(is_active=False)
    assert client.get("/add/").status_code == 302


def test_another_role_holds_at_once(site):
    from itogi.web.models import User

    client = site.client("reader")
    assert client.get("/review/").status_code == 403
    User.objects.filter(username="reader").update(role=int(Role.REVIEWER))
    assert client.get("/review/").status_code == 200


def test_a_part_of_a_page_sends_the_whole_page_to_the_login(site):
    answer = site.client().get("/CSTO/", HTTP_HX_REQUEST="true")
    assert answer.status_code == 401 and answer["HX-Redirect"] == "/account/login/"
