"""Headers, forms of other sites, settings behind https, errors that tell nothing of the inside."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.test import Client

from itogi.errors import RegisterError, UsageError
from itogi.web.middleware import POLICY

ANY = ["/", "/CSTO/", "/account/login/", "/health", "/no/such/page", "/review/"]
FORMS = [
    "/account/login/", "/account/logout/", "/account/", "/users/1/", "/i18n/setlang", "/settings/theme",
    "/review/decide/", "/add/",
]  # fmt: skip
# What the policy would stop, and what would let text of strangers in unescaped.
BAD = (
    "<script>",
    " style=",
    " onclick=",
    " onload=",
    " onchange=",
    "javascript:",
    "hx-on",
    "|safe",
    "mark_safe",
)
# Drawings of report/charts.py, which escapes every text that it draws (tests/report/test_export.py).
DRAWN = {"overview.py: mark_safe", "results.py: mark_safe"}
HTTPS = {"https": True, "hosts": ("register.example",)}


@pytest.mark.parametrize("address", ANY)
def test_every_answer_has_the_headers(site, address):
    answer = site.client("reader").get(address)
    assert answer["Content-Security-Policy"] == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "private" in answer["Cache-Control"] or "no-store" in answer["Cache-Control"]


def test_the_policy_lets_nothing_in():
    assert "unsafe" not in POLICY and "*" not in POLICY and "default-src 'none'" in POLICY


def test_no_page_breaks_the_policy_by_itself():
    from itogi.web.settings import FOLDER

    places = [*FOLDER.rglob("*.html"), *FOLDER.rglob("*.py")]
    found = [f"{path.name}: {part}" for path in places for part in BAD if part in path.read_text("utf-8")]
    assert set(found) <= DRAWN


@pytest.mark.parametrize("address", FORMS)
def test_forms_of_other_sites_are_refused(site, address):
    client = site.client("administrator", enforce_csrf_checks=True)
    assert client.post(address, {"role": "reader"}).status_code == 403


def test_the_mark_of_our_own_form_is_taken(site):
    client = site.client(enforce_csrf_checks=True)
    page = client.get("/account/login/").content.decode()
    mark = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    answer = client.post("/settings/theme", {"theme": "dark", "next": "/CSTO/", "csrfmiddlewaretoken": mark})
    assert answer.status_code == 302 and answer.cookies["itogi_theme"].value == "dark"


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", ""])
def test_settings_lead_nowhere_else(site, client, back):
    assert client.post("/settings/theme", {"theme": "dark", "next": back})["Location"] == "/"


@pytest.mark.parametrize("site", [HTTPS], indirect=True)
def test_cookies_are_secure_behind_https(site):
    from serving import PASSWORD

    client = Client(SERVER_NAME="register.example", HTTP_X_FORWARDED_PROTO="https")
    answer = client.post("/account/login/", {"username": "reader", "password": PASSWORD})
    session = answer.cookies["itogi_session"]
    assert session["secure"] and session["httponly"] and session["samesite"] == "Lax"
    assert answer["Strict-Transport-Security"]
    plain = Client(SERVER_NAME="register.example").get("/")
    assert (plain.status_code, plain["Location"]) == (301, "https://register.example/")
    assert Client(SERVER_NAME="evil.example", HTTP_X_FORWARDED_PROTO="https").get("/").status_code == 400


@pytest.mark.parametrize("site", [HTTPS], indirect=True)
def test_nothing_speaks_against_deploying_it(site, monkeypatch):
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE")  # the tests' own (tests/conftest.py)
    told = io.StringIO()
    call_command("check", deploy=True, fail_level="WARNING", stdout=told, stderr=told)
    assert "no issues" in told.getvalue()


def test_tables_and_migrations_agree(site):
    call_command("makemigrations", "web", check=True, dry_run=True, stdout=io.StringIO())


def _failing(monkeypatch, error):
    from itogi.register import Register

    def fail(self):
        raise error

    monkeypatch.setattr(Register, "counts", fail)


def test_a_failing_register_is_told_without_its_place(site, monkeypatch):
    _failing(monkeypatch, RegisterError("the disk is full", where="/secret/place.db", remedy="free some"))
    page = site.client("reader").get("/")
    text = page.content.decode()
    assert page.status_code == 503 and "/secret" not in text and "full" not in text
    assert "the disk is full" in site.client("administrator").get("/").content.decode()


def test_a_wrong_request_is_told_what_is_wrong(site, monkeypatch):
    _failing(monkeypatch, UsageError("no such <topic>", remedy="choose one"))
    page = site.client("reader").get("/")
    assert page.status_code == 400 and "no such &lt;topic&gt;" in page.content.decode()


def test_a_fault_of_ours_tells_nothing(site, monkeypatch):
    _failing(monkeypatch, ValueError("inner secret"))
    page = site.client("reader", raise_request_exception=False).get("/")
    assert page.status_code == 500 and "secret" not in page.content.decode()
