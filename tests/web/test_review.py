"""The queue of review: every step by form and by key, two reviewers at once, nothing decided unaware."""

from __future__ import annotations

import re

import pytest
from browsing import assert_accessible, assert_no_sideways
from django.template import Template
from django.test.utils import instrumented_test_render
from django.utils.html import escape

from itogi.model.kinds import kinds
from itogi.register import open_register


@pytest.fixture(autouse=True)
def contexts(monkeypatch):
    """Answers tell with what their templates were filled."""
    monkeypatch.setattr(Template, "_render", instrumented_test_render)


@pytest.fixture
def held(site):
    """The register behind the pages."""
    with open_register(site.location.url or site.location.path) as register:
        yield register


def first(held, **wanted):
    return held.queue(limit=1, **wanted).items[0]


def held_to(waiting, **more):
    """What the forms of the desk send along."""
    return {"entry": waiting.entry.id, "record": waiting.record.id, "token": waiting.token, **more}


def texts(response):
    return response.content.decode()


ENGINES = pytest.mark.parametrize(
    "site", [{}, {"engine": "postgresql"}], indirect=True, ids=["sqlite", "postgresql"]
)


@ENGINES
@pytest.mark.parametrize(("kind", "review"), [("accept", "accepted"), ("reject", "rejected")])
def test_a_decision_is_noted_and_undone(site, held, kind, review):
    client, before, was = site.client("reviewer"), held.queue_size(), first(held)
    page = client.post("/review/decide/", held_to(was, kind=kind, reason="so it is"), follow=True)
    assert held.entry(was.entry.id).review == review
    last = held.history(was.entry.id)[-1]
    assert (last.actor, last.reason) == ("reviewer", "so it is")
    assert f"<strong>{before - 1}</strong>" in texts(page) and "<strong>1</strong>" in texts(page)
    client.post("/review/undo/")
    assert held.entry(was.entry.id).review == "" and held.queue_size() == before
    assert client.session["review"]["decided"] == 0


def test_the_riskiest_stands_on_the_desk_with_its_sentence_in_context(site, held):
    was = first(held)
    page = texts(site.client("reviewer").get("/review/"))
    assert f"<mark>{escape(was.contexts[0].text)}</mark>" in page
    assert was.token in page
    assert escape(was.contexts[0].before[:40]) in page


def test_what_says_the_same_stands_below(site, held):
    was = next(one for one in held.queue(limit=50).items if one.others)
    page = texts(site.client("reviewer").get(f"/review/?entry={was.entry.id}"))
    assert all(escape(e.text) in page for record, _ in was.others for e in record.evidence)


@ENGINES
def test_two_reviewers_never_decide_unaware(site, held):
    was = first(held)
    one, other = site.client("reviewer"), site.client("editor")
    for client in (one, other):
        assert was.token in texts(client.get("/review/"))
    one.post("/review/decide/", held_to(was, kind="accept"))
    page = other.post("/review/decide/", held_to(was, kind="reject"), follow=True)
    assert held.entry(was.entry.id).review == "accepted"
    assert "reviewer was quicker: accepted" in texts(page) and "decide again" in texts(page)
    token = re.search(r'name="token" value="([^"]+)"', texts(page))[1]
    assert token == held.token(was.entry.id) != was.token
    other.post("/review/decide/", held_to(was, kind="reject") | {"token": token})
    assert held.entry(was.entry.id).review == "rejected", "who has seen it may decide again"


def test_a_decision_without_a_token_is_none(site, held):
    was = first(held)
    site.client("reviewer").post("/review/decide/", held_to(was, kind="accept") | {"token": ""})
    assert held.entry(was.entry.id).review == ""


def test_what_is_put_off_comes_again(site, held):
    client, was = site.client("reviewer"), first(held)
    page = client.post("/review/skip/", held_to(was), follow=True)
    assert f'value="{was.entry.id}"' not in texts(page) and "put off" in texts(page)
    page = client.post("/review/again/", follow=True)
    assert f'value="{was.entry.id}"' in texts(page)


def test_undo_takes_back_only_what_one_did_oneself(site, held):
    was = first(held)
    site.client("reviewer").post("/review/decide/", held_to(was, kind="accept"))
    page = site.client("editor").post("/review/undo/", follow=True)
    assert held.entry(was.entry.id).review == "accepted" and "nothing to undo" in texts(page)


def test_filters_are_in_the_address(site, held):
    client = site.client("reviewer")
    page = client.get("/review/?type=quote&organisation=CSTO&least=10&since=2024-01-01")
    assert page.context["left"] == held.queue_size(type="quote", organisation="CSTO", least=0.1)
    assert {line.named.type for line in page.context["lines"]} == {"quote"}
    was = first(held, type="quote")
    page = client.post("/review/decide/?type=quote", held_to(was, kind="accept"))
    assert page.headers["Location"] == "/review/?type=quote"


@pytest.mark.parametrize(
    "query",
    ["type=nothing", "least=abc", "least=900", "since=yesterday", "country=Нигде",
     "organisation=%27%3B+DROP+TABLE", "entry=nothing", "do=nothing", "entry=%00", "type=%00"],
)  # fmt: skip
def test_a_filter_that_is_wrong_is_told_and_left_out(site, held, query):
    page = site.client("reviewer").get(f"/review/?{query}")
    assert page.status_code == 200 and page.context["left"] == held.queue_size()


# Changes


def edited(was, **values):
    """The fields of the form of slots as the page gives them, with some changed."""
    return {f"slot-{name}": value for name, value in values.items()}


def fields_of(client, was):
    """What the form of slots sends when nothing is changed."""
    form = client.get(f"/review/?entry={was.entry.id}&do=edit").context["form"]
    found = {
        form.add_prefix(name): form.get_initial_for_field(field, name) for name, field in form.fields.items()
    }
    return {name: value for name, value in found.items() if value is not None}


@pytest.mark.parametrize("type", list(kinds()))
def test_a_form_that_is_sent_as_it_came_changes_nothing(site, held, type):
    client, was = site.client("reviewer"), first(held, type=type)
    page = client.post("/review/edit/", fields_of(client, was) | held_to(was))
    assert page.status_code == 200 and "Nothing is changed." in texts(page)
    assert not held.history(was.entry.id)


@ENGINES
def test_several_slots_are_edited_at_once(site, held):
    client, was = site.client("reviewer"), first(held, type="meeting")
    fields = fields_of(client, was) | edited(
        was, place="Душанбе", date="2024-11-25", countries="KZ\nКиргизия"
    )
    page = client.post("/review/edit/", fields | held_to(was, reason="протокол"), follow=True)
    found = held.waiting(was.record.id).entry
    assert (found.value("place"), found.value("date"), found.value("countries")) == (
        "Душанбе",
        "2024-11-25",
        ("KZ", "KG"),
    )
    assert {one.slot for one in held.history(found.id)} == {"place", "date", "countries"}
    assert "Душанбе" in texts(page)
    client.post("/review/undo/")
    assert held.waiting(was.record.id).entry.value("place") == was.entry.value("place"), "one step, one undo"


@pytest.mark.parametrize(
    ("type", "slot", "value", "message"),
    [
        ("meeting", "date", "28 ноября", "is no date"),
        ("meeting", "countries", "KZ\nАтлантида", "Атлантида is no country"),
        ("meeting", "place", "", "cannot be taken away"),
        ("meeting", "level", "kings", "Select a valid choice"),
        ("quote", "text", "этого никто не говорил", "in none of the reports"),
        ("figure", "value", "много", "Enter a number"),
    ],
)
def test_what_a_slot_does_not_take_is_told(site, held, type, slot, value, message):
    client = site.client("reviewer")
    was = next(one for one in held.queue(limit=50, type=type).items if one.entry.value(slot) is not None)
    page = client.post("/review/edit/", fields_of(client, was) | edited(was, **{slot: value}) | held_to(was))
    assert message in texts(page) and not held.history(was.entry.id)


@ENGINES
def test_entries_are_merged_and_split_again(site, held):
    client = site.client("reviewer")
    was, other = held.queue(limit=2, type="document").items
    page = client.get(f"/review/?entry={was.entry.id}&do=merge&find=")
    assert other.entry.id in texts(page), "what is near is suggested"
    chosen = f"{other.entry.id}:{held.token(other.entry.id)}"
    client.post("/review/merge/", held_to(was, other=[chosen]))
    both = held.waiting(was.record.id)
    assert {r.id for r in both.entry.records} == {r.id for one in (was, other) for r in one.entry.records}
    page = texts(client.get(f"/review/?entry={both.entry.id}&do=split"))
    assert all(r.id in page for r in both.entry.records)
    out = [r.id for r in other.entry.records]
    client.post("/review/split/", held_to(both, part=out))
    assert held.waiting(was.record.id).entry.id != held.waiting(other.record.id).entry.id
    client.post("/review/undo/")
    client.post("/review/undo/")
    assert held.waiting(was.record.id).entry.records == was.entry.records


def test_a_merge_is_refused_when_the_other_entry_has_changed(site, held):
    client = site.client("reviewer")
    was, other = held.queue(limit=2, type="document").items
    chosen = f"{other.entry.id}:{other.token}"
    held.decide("reject", other.entry.id, actor="somebody")
    page = client.post("/review/merge/", held_to(was, other=[chosen]), follow=True)
    assert "has changed since it was shown" in texts(page)
    assert held.waiting(was.record.id).entry.records == was.entry.records


@pytest.mark.parametrize("path", ["merge", "split"])
def test_a_change_that_says_nothing_is_told(site, held, path):
    was = first(held, type="document")
    page = site.client("reviewer").post(f"/review/{path}/", held_to(was), follow=True)
    assert page.status_code == 200 and 'class="note error"' in texts(page)
    assert not held.history(was.entry.id)


# Many at once


@ENGINES
def test_many_are_shown_and_then_accepted(site, held):
    client = site.client("reviewer")
    page = client.get("/review/all/?least=50&type=document")
    assert page.context["total"] == held.queue_size(least=0.5, type="document")
    picks = re.findall(r'name="pick" value="([^"]+)"', texts(page))
    left_out = picks.pop()
    page = client.post("/review/all/?least=50&type=document", {"pick": picks}, follow=True)
    assert {held.entry(pick.split(":")[0]).review for pick in picks} == {"accepted"}
    assert held.entry(left_out.split(":")[0]).review == ""
    client.post("/review/undo/")
    assert {held.entry(pick.split(":")[0]).review for pick in picks} == {""}


def test_of_many_that_which_has_changed_is_passed_over(site, held):
    client, was = site.client("reviewer"), first(held, type="document")
    page = client.get("/review/all/?least=0")
    picks = re.findall(r'name="pick" value="([^"]+)"', texts(page))
    held.decide("comment", was.entry.id, actor="somebody", reason="look again")
    page = client.post("/review/all/", {"pick": picks}, follow=True)
    assert held.entry(was.entry.id).review == "" and "1 was passed over" in texts(page)


# In a browser


def title(page):
    return page.locator("#desk-title").inner_text()


def pressed(page, key):
    """Press a key and wait until the page has answered."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press(key)
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_review_by_keyboard_with_undo(visit, held, lang):
    page, size = visit("/review/", role="reviewer", lang=lang), held.queue_size()
    start = title(page)
    pressed(page, "a")
    page.wait_for_function("was => document.querySelector('#desk-title').innerText !== was", arg=start)
    assert held.queue_size() == size - 1
    second = title(page)
    pressed(page, "r")
    page.wait_for_function("was => document.querySelector('#desk-title').innerText !== was", arg=second)
    assert held.queue_size() == size - 2
    pressed(page, "u")
    page.wait_for_function("was => document.querySelector('#desk-title').innerText === was", arg=second)
    pressed(page, "u")
    page.wait_for_function("was => document.querySelector('#desk-title').innerText === was", arg=start)
    assert held.queue_size() == size
    pressed(page, "n")
    page.wait_for_function("was => document.querySelector('#desk-title').innerText !== was", arg=start)
    assert held.queue_size() == size, "what is put off is not decided"
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible() and page.locator("#keys kbd", has_text="m").count() == 1


def test_a_key_that_is_held_down_decides_nothing(visit, held):
    page, size = visit("/review/", role="reviewer"), held.queue_size()
    held_down = """() => document.body.dispatchEvent(
        new KeyboardEvent('keydown', {key: 'a', repeat: true, bubbles: true}))"""
    for _ in range(3):
        page.evaluate(held_down)
    page.wait_for_timeout(500)
    assert held.queue_size() == size
    pressed(page, "a")
    assert held.queue_size() == size - 1


def test_keys_do_nothing_in_fields(visit, held):
    page, size = visit("/review/", role="reviewer"), held.queue_size()
    page.locator("#reason").click()
    page.keyboard.type("arnu")
    assert page.locator("#reason").input_value() == "arnu" and held.queue_size() == size


def test_editing_by_keyboard(visit, held):
    page = visit("/review/?type=meeting", role="reviewer")
    record = page.locator("input[name=record]").first.input_value()
    page.keyboard.press("e")
    page.locator("#slot-slot-place").fill("Бишкек")
    assert_accessible(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Noted: edited.").wait_for()
    assert held.waiting(record).entry.value("place") == "Бишкек"


@pytest.mark.parametrize("scripts", [True, False])
def test_two_reviewers_at_once(visit, held, scripts):
    one = visit("/review/", role="reviewer", scripts=scripts)
    other = visit("/review/", role="editor", scripts=scripts)
    record = one.locator("input[name=record]").first.input_value()
    one.get_by_role("button", name="Accept a").click()
    one.get_by_text("Noted: accepted.").wait_for()
    other.get_by_role("button", name="Reject r").click()
    other.get_by_text("reviewer was quicker: accepted").wait_for()
    assert held.waiting(record).entry.review == "accepted"
    assert other.locator(".marks .badge.good").inner_text() == "accepted"
    other.get_by_role("button", name="Reject r").click()
    other.get_by_text("Noted: rejected.").wait_for()
    assert held.waiting(record).entry.review == "rejected"


@pytest.mark.parametrize("do", ["", "edit", "merge", "split"])
def test_everybody_can_use_it(visit, held, do):
    was = next(one for one in held.queue(limit=50, type="document").items if one.others)
    address = f"/review/?type=document&entry={was.entry.id}&do={do}"
    for lang, width, theme in (("en", 1440, "light"), ("ru", 390, "dark")):
        page = visit(address, role="reviewer", lang=lang, width=width, theme=theme)
        assert_accessible(page)
        assert_no_sideways(page)


def test_everybody_can_use_the_page_of_many(visit):
    for lang, width, theme in (("en", 390, "light"), ("ru", 1440, "dark")):
        page = visit("/review/all/?least=0", role="reviewer", lang=lang, width=width, theme=theme)
        assert_accessible(page)
        assert_no_sideways(page)
