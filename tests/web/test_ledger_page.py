"""The ledger: verdicts, what counts, what is missing, and the sentence of each."""

from __future__ import annotations

import re

import pytest
from browsing import assert_accessible, assert_no_sideways

from itogi.register import open_register
from itogi.report.results import ledger_of
from itogi.web.views import ledger


def _claims(site, period=2024):
    with open_register(site.location.path) as register:
        return ledger_of(register, "CSTO", period)


def test_each_claim_unfolds_to_what_counts(site, visit):
    found = _claims(site)
    page = visit("/CSTO/ledger/?year=2024")
    assert page.locator("details.claim[id]").count() == len(found.held_claims) > 1
    for item in found.held_claims:
        claim = page.locator(f"#e{item.claim.entry.id}")
        claim.locator("summary").first.click()
        sentence = item.claim.entry.records[0].evidence[0].text
        assert sentence in claim.locator(".evidence q").all_inner_texts()
        hrefs = {a.get_attribute("href") for a in claim.locator(".counted a[href^='/entries/']").all()}
        counted = {f"/entries/{id}/" for id in item.claim.counted}
        assert counted <= hrefs or len(counted & hrefs) == ledger._FIRST
        if item.claim.found is not None and item.claim.found < item.claim.entry.value("value"):
            assert "missing" in claim.locator(".claim-count").inner_text()


def test_a_value_opens_its_sentence_without_scripts(visit):
    page = visit("/CSTO/ledger/?year=2024", scripts=False)
    page.locator("details.claim summary").first.click()
    folded = page.locator(".counted details summary:visible")
    if folded.count():
        folded.first.click()
    button = page.locator(".value.small:visible").first
    button.click()
    assert page.locator(".sheet:popover-open q").first.is_visible()


def test_claims_that_contradict_each_other_stand_side_by_side(site, visit):
    found = _claims(site)
    page = visit("/CSTO/ledger/?year=2024")
    assert page.locator(".contradiction").count() == len(found.contradictions) > 0
    for at, item in enumerate(found.contradictions):
        sides = page.locator(".contradiction").nth(at).locator(".sides > li")
        assert sides.count() == len(item.values)
        sides.first.locator(".value").click()
        assert page.locator(".sheet:popover-open q").count() > 0
        page.keyboard.press("Escape")


@pytest.mark.parametrize("query", ["", "?year=all", "?year=1999", "?since=2024-11&until=2024-12"])
def test_everybody_can_use_the_ledger(visit, query):
    for lang, width, theme in (("en", 1440, "light"), ("ru", 390, "dark")):
        page = visit(f"/CSTO/ledger/{query}", lang=lang, width=width, theme=theme)
        for summary in page.locator("details.claim > summary").all():
            summary.click()
        assert_accessible(page)
        assert_no_sideways(page)


def test_files_of_the_ledger(site):
    client = site.client("reader")
    rows = client.get("/CSTO/ledger/report.json?year=2024").json()["ledger"]
    assert [row["id"] for row in rows] == [item.claim.entry.id for item in _claims(site).claims]
    assert client.get("/CSTO/ledger/report.md?year=2024&lang=ru").content.decode().startswith("# ")
    assert client.get("/NOBODY/ledger/").status_code == 404


def test_a_claim_has_a_page_with_all_that_counts(site, monkeypatch):
    client = site.client("reader")
    item = max(_claims(site).held_claims, key=lambda item: len(item.claim.counted))
    counted = {f"/entries/{id}/" for id in item.claim.counted}
    assert len(counted) > 2
    monkeypatch.setattr(ledger, "_FIRST", 1)
    monkeypatch.setattr(ledger, "_PAGE", 2)
    address = f"/CSTO/ledger/claims/{item.claim.entry.id}/?year=2024"
    assert address in client.get("/CSTO/ledger/?year=2024").content.decode()
    found: list[str] = []
    for after in range(0, len(counted), 2):
        page = client.get(f"{address}&after={after}").content.decode()
        part = re.search(r'<ul class="counted">.*?</ul>\s*(?=<nav|<p class="aside")', page, re.DOTALL)[0]
        here = re.findall(r'<a href="(/entries/[^"]+)"', part)
        assert len(here) <= 2
        found += here
        assert ('rel="next"' in page) is (after + 2 < len(counted))
    assert len(found) == len(counted) and set(found) == counted
    for after in ("-1", "x", "9" * 5000):  # no place: the first page, or none of it
        assert client.get(f"{address}&after={after}").status_code == 200
    known = client.get(address).headers["ETag"]
    assert client.get(address, headers={"if-none-match": known}).status_code == 304
    assert client.get("/CSTO/ledger/claims/0000000000000000/").status_code == 404


def test_everybody_can_use_the_page_of_a_claim(site, visit):
    item = max(_claims(site).held_claims, key=lambda item: len(item.claim.counted))
    for lang, width, theme in (("en", 1440, "light"), ("ru", 390, "dark")):
        page = visit(
            f"/CSTO/ledger/claims/{item.claim.entry.id}/?year=2024", lang=lang, width=width, theme=theme
        )
        assert_accessible(page)
        assert_no_sideways(page)


def test_of_many_claims_the_first_unfold_and_the_others_have_pages(site, visit, monkeypatch):
    monkeypatch.setattr(ledger, "_UNFOLDED", 1)
    ids = [item.claim.entry.id for item in _claims(site).held_claims]
    page = site.client("reader").get("/CSTO/ledger/?year=2024").content.decode()
    assert page.count('<details class="claim" id=') == 1
    assert all(f"/CSTO/ledger/claims/{id}/" in page for id in ids[1:])
    for lang, width, theme in (("en", 1440, "light"), ("ru", 390, "dark")):
        page = visit("/CSTO/ledger/?year=2024", lang=lang, width=width, theme=theme)
        assert_accessible(page)
        assert_no_sideways(page)
        folded, plain = page.locator("summary .claim-name").first, page.locator("p.claim .claim-name").first
        assert abs(folded.bounding_box()["x"] - plain.bounding_box()["x"]) < 1  # in one column
