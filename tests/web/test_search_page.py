"""Search: facets, addresses to share, what cannot be read, keys, searches that are kept."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from browsing import assert_accessible, assert_no_sideways

from itogi.register import open_register
from itogi.register.asking import read_query
from itogi.register.facets import changes_of, facets
from itogi.web.asked import PROBLEMS, Asked
from itogi.web.models import SavedSearch, User

ENGINES = pytest.mark.parametrize("site", [{"engine": "sqlite"}, {"engine": "postgresql"}], indirect=True)


def _titles(page):
    return [" ".join(one.inner_text().split()) for one in page.locator(".hit-title").all()]


@ENGINES
def test_facets_count_what_is_found_when_they_are_chosen(site):
    with open_register(site.location.url or site.location.path) as register:
        for query in ("", "Астана", '"укрепления таджикско-афганской границы"', "сессия -Куба"):
            filters = {} if query else {"organisation": "CSTO"}
            counted = facets(register, query, "entries", **filters)
            assert counted.whole and counted.kinds["entries"], query
            for name in ("type", "topic", "stage", "country", "organisation"):
                for value, n in counted.values[name]:
                    chosen = {**filters, name: value}
                    found = register.search(query, kinds=("entries",), limit=100, **chosen)
                    assert len(found) == n, (query, name, value)
            for kind, n in counted.kinds.items():
                assert len(register.search(query, kinds=(kind,), limit=100, **filters)) == n, (query, kind)


@ENGINES
def test_what_is_new_is_told_of_the_answers_only(site):
    with open_register(site.location.url or site.location.path) as register:
        every = changes_of(register, "", limit=100)
        assert {c.brief.id for c in every} == {c.brief.id for c in register.changes(limit=100)}
        cases = (
            ("граница", {}),
            ("", {"type": "document", "stage": "signed"}),
            ('"информационной безопасности"', {}),
            ("Астана", {"since": None}),
        )
        for query, filters in cases:
            found = {h.id for h in register.search(query, kinds=("entries",), limit=100, **filters)}
            assert {c.brief.id for c in changes_of(register, query, **filters)} == found, query


def test_every_complaint_of_a_query_has_its_russian():
    wrong = ('"a', " ".join(["слово"] * 40), "пар*ламент", "*", "п*")
    for text in wrong:
        with pytest.raises(Exception) as caught:
            read_query(text)
        assert {caught.value.problem, caught.value.remedy} <= set(PROBLEMS), text


def test_an_address_says_the_same_whatever_the_order_of_its_parts():
    one = Asked.of({"until": "2024", "q": " Астана ", "noise": "x", "after": "1-ff", "type": ""})
    assert one.query == "q=%D0%90%D1%81%D1%82%D0%B0%D0%BD%D0%B0&until=2024"
    assert Asked.of(one.given) == one and one.changed(until="").given == {"q": "Астана"}


def test_what_a_form_left_empty_is_not_in_the_address(site):
    answer = site.client("reader").get("/search/?q=Астана&type=&since=")
    assert answer.status_code == 302 and parse_qs(urlsplit(answer.url).query) == {"q": ["Астана"]}


@pytest.mark.parametrize(
    "query", ['q="a', "q=п*", "q=x&type=nothing", "q=x&since=soon", "q=x&country=Atlantis", "q=x&kind=all",
              "q=x&after=nowhere", "q=x&since=2025&until=2024", "q=x&person=%21", "q=" + "x" * 600,
              "q=%00"]
)  # fmt: skip
def test_what_cannot_be_read_is_told_on_the_page(site, query):
    answer = site.client("reader").get(f"/search/?{query}")
    if query == "q=%00":
        assert answer.status_code == 200  # nothing is left to look for
        return
    assert answer.status_code == 400 and b'role="alert"' in answer.content


def test_pages_follow_each_other_without_gap(site, monkeypatch):
    from itogi.web.views import search

    monkeypatch.setattr(search, "_LIMIT", 3)
    client, address, seen = site.client("reader"), "/search/?organisation=CSTO", []
    while address:
        answer = client.get(address)
        seen += re.findall(r'href="(/entries/[^"]+)" data-row', answer.content.decode())
        further = re.search(r'rel="next" href="([^"]+)"', answer.content.decode())
        address = "/search/" + further[1].replace("&amp;", "&") if further else ""
    with open_register(site.location.path) as register:
        hits = register.search("", kinds=("entries",), organisation="CSTO", limit=100)
    assert seen == [f"/entries/{hit.id}/" for hit in hits] and len(seen) > 9


def test_search_in_a_browser(visit):
    page = visit("/", role="reader")
    page.keyboard.press("/")
    page.keyboard.type("Токаев")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    titles = _titles(page)
    assert page.locator(".hit mark").first.inner_text() == "Токаев"
    page.locator(".facet a", has_text="Quote").first.click()
    assert "type=quote" in page.url and set(_titles(page)) < set(titles)
    page.get_by_role("link", name=re.compile("Type: Quote")).click()
    assert "type=" not in page.url and _titles(page) == titles
    page.locator("h1").click()
    for key, row in (("j", 0), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        assert (
            page.evaluate("document.activeElement.textContent")
            == page.locator(".hit-title").nth(row).text_content()
        )
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("jk")
    assert page.locator("#q").input_value() == "jkТокаев"
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entries/**")


@pytest.mark.parametrize("query", ["?q=граница", "", "?q=граница&type=document", "?q=арбуз", '?q="a',
                                   "?q=Астана&kind=records", "?q=Астана&kind=articles"])  # fmt: skip
def test_everybody_can_use_the_search(visit, query):
    for lang, width, theme in (("en", 1440, "light"), ("ru", 390, "dark")):
        page = visit("/search/", lang=lang, width=width, theme=theme)
        page.expected.append("400")
        page.goto(f"/search/{query}")
        assert_accessible(page)
        assert_no_sideways(page)


def test_a_search_is_kept_renamed_and_forgotten(visit, site):
    page = visit("/search/?q=граница&type=document", scripts=False)
    page.get_by_label("Keep this search as").fill("Border & <more>")
    page.get_by_role("button", name="Keep", exact=True).click()
    assert page.locator(".saved h2").inner_text() == "Border & <more>"
    assert_no_sideways(page)
    old = page.locator(".addresses a").first.get_attribute("href")
    page.get_by_role("link", name="Border & <more>").click()
    assert parse_qs(urlsplit(page.url).query) == {"q": ["граница"], "type": ["document"]}
    assert page.get_by_label("Keep this search as").count() == 0
    page.goto("/search/saved/")
    page.get_by_label(re.compile("Another name")).fill("Borders")
    page.get_by_role("button", name="Rename").click()
    assert page.locator(".saved h2").inner_text() == "Borders"
    page.get_by_role("button", name="New address for the feed").click()
    new = page.locator(".addresses a").first.get_attribute("href")
    stranger = site.client()
    assert old != new
    assert [stranger.get(urlsplit(a).path).status_code for a in (old, new)] == [404, 200]
    page.get_by_role("button", name="Forget").click()
    assert page.locator(".saved").count() == 0 and stranger.get(urlsplit(new).path).status_code == 404


def test_nobody_changes_the_searches_of_others(site):
    mine = SavedSearch.objects.create(user=User.objects.get(username="reader"), name="mine", query="q=x")
    for role in ("reviewer", "administrator"):
        client = site.client(role)
        assert client.post(f"/search/saved/{mine.pk}/", {"action": "forget"}).status_code == 404
        assert b"mine" not in client.get("/search/saved/").content
    stranger = site.client()
    assert stranger.post(f"/search/saved/{mine.pk}/", {"action": "forget"}).status_code == 302
    assert SavedSearch.objects.filter(pk=mine.pk).exists()


def test_what_cannot_be_kept_is_refused(site):
    client = site.client("reader")
    for sent in ({"query": ""}, {"query": "type=nothing&since=soon"}, {"entry": "nothing"}):
        assert client.post("/search/saved/keep/", sent).status_code == 400, sent
    client.post("/search/saved/keep/", {"query": "q=x&next=//evil.example&kind=records", "name": "a\nb\0"})
    kept = SavedSearch.objects.get()
    assert (kept.name, kept.query) == ("a b", "q=x&kind=records")
