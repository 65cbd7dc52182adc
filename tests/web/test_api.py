"""The API: who may, what it answers, how it tells what is wrong, whether it is as it is described."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from browsing import assert_accessible, assert_no_sideways
from django.conf import settings
from django.core.cache import cache

from itogi.model.kinds import kinds
from itogi.register import open_register
from itogi.web import tokens
from itogi.web.models import Role, User

ROOT = Path(__file__).parents[2]
ENGINES = pytest.mark.parametrize("site", [{"engine": "sqlite"}, {"engine": "postgresql"}], indirect=True)
WRITING = {
    "decisions": {"kind": "accept", "target": "x"},
    "decisions/1/undo": {},
    "articles": {"text": "Текст."},
}


@pytest.fixture(autouse=True)
def counted_anew():
    cache.clear()


class Caller:
    """Calls the API with the token of a user."""

    def __init__(self, site, role="", most=Role.ADMINISTRATOR):
        self.client, self.headers = site.client(), {}
        if role:
            self.token, text = tokens.make(User.objects.get(username=role), "test", most)
            self.headers = {"authorization": f"Bearer {text}"}

    def get(self, path, **headers):
        return self.client.get(f"/api/v1/{path}", headers={**self.headers, **headers})

    def post(self, path, sent):
        address = f"/api/v1/{path}"
        return self.client.post(address, json.dumps(sent), "application/json", headers=self.headers)


def _problem(answer, status):
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status and told["title"]
    return told


def _register(site):
    return open_register(site.location.url or site.location.path)


# Who may


def test_reading_wants_a_token_a_session_or_public_pages(site):
    for path in ("organisations", "entries", "search?q=Астана", "results?organisation=CSTO"):
        stranger = Caller(site).get(path)
        assert (
            "token" in _problem(stranger, 401)["remedy"] and stranger.headers["WWW-Authenticate"] == "Bearer"
        )
        assert Caller(site, "reader").get(path).status_code == 200
        assert site.client("reader").get(f"/api/v1/{path}").status_code == 200


@pytest.mark.parametrize("site", [{"public": True}], indirect=True)
def test_where_strangers_may_read_they_may_not_write(site):
    assert Caller(site).get("entries").status_code == 200
    for path, sent in WRITING.items():
        _problem(Caller(site).post(path, sent), 401)


def test_writing_wants_a_token_whose_user_may(site):
    may = {"decisions": "reviewer", "decisions/1/undo": "reviewer", "articles": "editor"}
    roles = ["reader", "reviewer", "editor", "administrator"]
    for path, sent in WRITING.items():
        for role in roles[: roles.index(may[path])]:
            _problem(Caller(site, role).post(path, sent), 403)
        _problem(Caller(site, "administrator", Role.READER).post(path, sent), 403)  # the token's own limit
        client = site.client("administrator")  # a session alone does not write
        answer = client.post(f"/api/v1/{path}", json.dumps(sent), "application/json")
        _problem(answer, 401)


def test_a_token_that_is_revoked_or_whose_user_left_opens_nothing(site):
    caller = Caller(site, "editor")
    assert caller.get("entries").status_code == 200
    tokens.revoke(caller.token)
    _problem(caller.get("entries"), 401)
    other = Caller(site, "reviewer")
    User.objects.filter(username="reviewer").update(is_active=False)
    _problem(other.get("entries"), 401)
    for wrong in ("Bearer", "Bearer itogi_nothing", "Basic eDp5", "Bearer ", "itogi_"):
        _problem(site.client("reader").get("/api/v1/entries", headers={"authorization": wrong}), 401)


def test_too_many_calls_are_told_to_wait(site, monkeypatch):
    monkeypatch.setattr(settings, "ITOGI_API_RATE", 3, raising=False)
    caller = Caller(site, "reader")
    assert [caller.get("organisations").status_code for _ in range(3)] == [200] * 3
    answer = caller.get("organisations")
    _problem(answer, 429)
    assert 1 <= int(answer.headers["Retry-After"]) <= 61
    assert Caller(site, "editor").get("organisations").status_code == 200, "each token has its own count"


# Reading


@ENGINES
def test_pages_hold_everything_once(site):
    caller = Caller(site, "reader")
    with _register(site) as register:
        held = {entry.id for entry in register.all_entries()}
        sizes = {"entries": len(held), "records": len(list(register.records())), "articles": 3}
    for path, size in sizes.items():
        seen, after = [], ""
        while True:
            answer = caller.get(f"{path}?limit=3{after}").json()
            seen += answer["items"]
            if answer["after"] is None:
                break
            after = f"&after={answer['after']}"
        assert len(seen) == size, path
        if path == "entries":
            assert {one["id"] for one in seen} == held
        if path == "records":
            assert {one["entry"] for one in seen} == held
    hits = caller.get("search?q=Астана&limit=2").json()
    more = caller.get(f"search?q=Астана&limit=2&after={hits['after']}").json()
    with _register(site) as register:
        assert [h["id"] for h in hits["items"] + more["items"]] == [
            h.id for h in register.search("Астана", limit=4)
        ]


@ENGINES
def test_an_entry_and_its_article_are_whole(site):
    caller = Caller(site, "reader")
    with _register(site) as register:
        for entry in register.all_entries():
            told = caller.get(f"entries/{entry.id}").json()
            assert set(told["slots"]) == set(entry.slots) and told["token"] == register.token(entry.id)
            for record, held in zip(told["records"], sorted(entry.records, key=lambda r: r.id), strict=True):
                slots = {k: list(v) if isinstance(v, tuple) else v for k, v in held.slots.items()}
                assert {name: record[name] for name in slots} == slots
                assert set(record) - set(slots) == {
                    "id", "article", "type", "evidence", "offsets", "confidence", "pattern"
                }, "slots that are not filled are left out"  # fmt: skip
            article = caller.get(f"articles/{entry.records[0].article}").json()
            assert all(article["text"][start:end] == text for one in article["records"]
                       for text, (start, end) in zip(one["record"]["evidence"], one["record"]["offsets"],
                                                     strict=True))  # fmt: skip
    assert caller.get("organisations").json()[0]["code"] == "CSTO"
    work = caller.get("organisations/CSTO").json()
    assert set(work["types"]) <= set(kinds()) and sum(work["types"].values()) > 9


def test_reports_are_those_of_the_pages(site):
    caller, client = Caller(site, "reader"), site.client("reader")
    page = client.get("/CSTO/results/report.json?year=2024").json()
    assert caller.get("results?organisation=CSTO&year=2024").json() == page
    ledger = caller.get("ledger?organisation=CSTO&year=2024").json()
    assert [c["id"] for c in ledger["claims"]] == [c["id"] for c in page["ledger"]]
    assert all(claim["evidence"] for claim in ledger["claims"])
    _problem(caller.get("results?organisation=NOBODY"), 404)


def test_what_has_not_changed_is_not_sent_again(site):
    caller = Caller(site, "reviewer")
    for path in ("entries", "search?q=Астана", "ledger?organisation=CSTO"):
        etag = caller.get(path).headers["ETag"]
        again = caller.get(path, **{"if-none-match": etag})
        assert (again.status_code, again.content) == (304, b"")
        with _register(site) as register:
            target = register.entries("CSTO", "meeting")[0].id
        assert caller.post("decisions", {"kind": "comment", "target": target}).status_code == 201
        assert caller.get(path, **{"if-none-match": etag}).status_code == 200


# Writing


@ENGINES
def test_decisions_are_made_told_and_undone(site):
    caller = Caller(site, "reviewer")
    target = caller.get("entries?type=document").json()["items"][0]["id"]
    seen = caller.get(f"entries/{target}").json()
    made = caller.post("decisions", {"kind": "accept", "target": target, "expected": seen["token"]})
    assert made.status_code == 201 and made.json()["actor"] == "reviewer"
    late = Caller(site, "editor").post(
        "decisions", {"kind": "reject", "target": target, "expected": seen["token"]}
    )
    assert _problem(late, 409)["by"] == "reviewer"
    edit = {"kind": "edit", "target": target, "slot": "topics", "value": ["border"], "reason": "a slip"}
    assert caller.post("decisions", edit).json()["value"] == ["border"]
    now = caller.get(f"entries/{target}").json()
    assert now["review"] == "accepted" and now["slots"]["topics"][0]["value"] == ["border"]
    number = made.json()["number"]
    assert caller.post(f"decisions/{number}/undo", {"reason": "no"}).json()["undoes"] == number
    assert caller.get(f"entries/{target}").json()["review"] == ""
    assert [d["kind"] for d in caller.get(f"entries/{target}/decisions").json()] == ["accept", "edit", "undo"]


def test_a_report_is_read_into_the_register(site):
    caller = Caller(site, "editor")
    sent = {"text": "28 ноября 2024 года в Астане прошла сессия Совета коллективной безопасности ОДКБ.",
            "title": "Сессия", "published": "2024-11-29"}  # fmt: skip
    added = caller.post("articles", sent)
    assert added.status_code == 201, added.content
    assert added.json()["outcome"] == "added" and added.json()["records"] > 0
    told = caller.get(f"articles/{added.json()['article']}").json()
    assert told["title"] == "Сессия" and told["records"]
    again = caller.post("articles", sent)
    assert again.status_code == 200
    assert again.json() == {"article": told["id"], "outcome": "unchanged", "records": 0, "refused": []}


# What is wrong


@ENGINES
def test_what_is_wrong_is_told_with_its_remedy(site):
    caller = Caller(site, "editor")
    for path in ('search?q="a', "search", "entries?since=soon", "entries?country=Atlantis", "entries?after=x",
                 "results?organisation=CSTO&year=abc", "entries?since=2025&until=2024"):  # fmt: skip
        assert _problem(caller.get(path), 400)["remedy"], path
    for path in ("entries?type=nothing", "entries?limit=0", "entries?limit=201", "entries?topic=x", "results",
                 "entries?organisation=%00", "search?q=%00", "entries/%00", "decisions/0/undo",
                 f"entries?organisation={'x' * 101}", "changes?since=x"):  # fmt: skip
        answer = caller.post(path, {}) if "undo" in path else caller.get(path)
        assert _problem(answer, 422)["errors"], path
    for path in ("entries/none", "articles/none", "entries/none/decisions", "organisations/none", "nothing",
                 "entries/x/y/z"):  # fmt: skip
        _problem(caller.get(path), 404)
    assert caller.get("entries/none/related").json() == []
    _problem(caller.client.delete("/api/v1/entries", headers=caller.headers), 405)
    for sent in ({}, {"kind": "accept"}, {"kind": "nothing", "target": "x"}, [], "x", {"target": "\0"},
                 {"kind": "accept", "target": "x", "reason": "a\0b"},
                 {"kind": "accept", "target": "x", "reason": "\ud800"},
                 {"kind": "accept", "target": "x", "more": 1}):  # fmt: skip
        _problem(caller.post("decisions", sent), 422)
    _problem(caller.post("decisions", {"kind": "accept", "target": "none"}), 400)
    _problem(caller.post("decisions/99999/undo", {}), 400)
    _problem(caller.post("articles", {"text": "x", "url": "javascript:alert(1)"}), 422)
    broken = caller.client.post("/api/v1/decisions", "{", "application/json", headers=caller.headers)
    _problem(broken, 400)


def test_a_failing_register_tells_no_secrets(site, monkeypatch):
    from itogi.errors import RegisterError
    from itogi.web.api import reading

    def fail():
        raise RegisterError("disk of /srv/secret is full", where="/srv/secret.db", remedy="x")

    monkeypatch.setattr(reading, "register", fail)
    answer = Caller(site, "reader").get("organisations")
    _problem(answer, 503)
    assert b"secret" not in answer.content


# The description


def test_every_address_is_described_and_documented(site):
    schema = site.client().get("/api/v1/openapi.json").json()
    text = (ROOT / "docs" / "api.md").read_text("utf-8")
    for path, methods in schema["paths"].items():
        bare = re.sub(r"\{(\w+)\}", lambda m: {"number": "17"}.get(m[1], m[1].upper()), path)
        assert bare.removeprefix("/api/v1/") in text, path
        for told in methods.values():
            assert told["description"] and told["tags"]
            for status, answer in told["responses"].items():
                type = "application/problem+json" if int(status) >= 400 else "application/json"
                assert set(answer["content"]) == {type}
    shapes = schema["components"]["schemas"]
    for name, kind in kinds().items():
        assert set(kind.slots) < set(shapes[f"{name.capitalize()}Record"]["properties"])


def test_calls_made_from_the_description(site):
    sys.path.insert(0, str(ROOT / "benchmarks"))
    from api_fuzz import Calls

    settings.ITOGI_API_RATE = 10**9
    try:
        calls = Calls()
        assert calls.run(300, seed=7) >= 300
    finally:
        del settings.ITOGI_API_RATE
        sys.path.remove(str(ROOT / "benchmarks"))
    assert not calls.failures, "\n".join(f"{name}\n{told}" for name, told in calls.failures.items())
    assert {"GET 200", "GET 404", "POST 201"} <= set(calls.statuses)


def test_the_fuzzer_reads_its_samples_and_calls():
    command = [sys.executable, str(ROOT / "benchmarks" / "api_fuzz.py"), "--calls", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0 and "0 faults of the server" in done.stdout, done.stdout + done.stderr


def test_the_page_of_the_api(visit):
    for lang, width, theme in (("en", 1440, "light"), ("ru", 390, "dark")):
        page = visit("/api/v1/", lang=lang, width=width, theme=theme)
        for summary in page.locator("details.operation > summary").all():
            summary.click()
        assert page.locator("pre", has_text="curl").count() > 10
        assert_accessible(page)
        assert_no_sideways(page)
