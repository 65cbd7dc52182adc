"""Results: the same report on the page and in its files, for the period and language that are asked for."""

from __future__ import annotations

import json
import re

import pytest
from browsing import assert_accessible, assert_no_sideways

from itogi.register import open_register
from itogi.report import export
from itogi.report.organisations import organisation_names
from itogi.report.results import results_of
from itogi.web import reports


def test_the_files_are_those_of_the_command(site):
    client = site.client("reader")
    with open_register(site.location.path) as register:
        found = results_of(register, "CSTO", 2024)
    names = {"organisation_names": organisation_names()}
    for form, text in (
        ("html", export.to_html(found, lang="ru", **names)),
        ("md", export.to_markdown(found, lang="ru", **names)),
    ):
        answer = client.get(f"/CSTO/results/report.{form}?year=2024&lang=ru")
        assert answer.content.decode() == text
        assert f'filename="itogi-CSTO-2024-results-ru.{form}"' in answer.headers["Content-Disposition"]
    answer = client.get("/CSTO/results/report.json?year=2024")
    assert answer.json() == json.loads(json.dumps(export.as_dict(found)))


def test_the_period_is_that_of_the_address(site):
    client = site.client("reader")
    cases = {
        "": "2024",
        "year=2024": "2024",
        "year=all": None,
        "since=2024-11&until=2024-11-28": "2024-11-01/2024-11-28",
        "year=1999": "1999",
    }
    for query, period in cases.items():
        assert client.get(f"/CSTO/results/report.json?{query}").json()["period"] == period, query
    for query in ("year=abc", "year=0", "year=99999", "since=soon", "since=2025&until=2024", "year=²"):
        assert client.get(f"/CSTO/results/?{query}").status_code == 400, query
    assert client.get("/NOBODY/results/").status_code == 404
    assert client.get("/CSTO/results/report.exe").status_code == 404


def test_every_footnote_leads_to_its_sentence(site):
    page = site.client("reader").get("/CSTO/results/?year=all").content.decode()
    cited, noted = set(re.findall(r'href="#(n\d+)"', page)), set(re.findall(r'<li id="(n\d+)"', page))
    assert cited == noted and len(noted) > 9
    with open_register(site.location.path) as register:
        for article, start in re.findall(r'class="place" href="/articles/([^/]+)/#s(\d+)"', page):
            held = register.article_page(article)
            assert any(e.start == int(start) for r, *_ in held.records for e in r.evidence)
    assert set(re.findall(r'class="text" href="/entries/([^/]+)/"', page))


def test_it_is_made_once_for_each_state_of_the_register(site, monkeypatch):
    client, made = site.client("reader"), []
    real = reports.results_of
    monkeypatch.setattr(reports, "results_of", lambda *given: made.append(given) or real(*given))
    first = client.get("/CSTO/results/?year=2024")
    assert client.get("/CSTO/results/?year=2024&lang=ru").status_code == 200 and len(made) == 1
    again = client.get("/CSTO/results/?year=2024", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    with open_register(site.location.path) as register:
        entry = register.entries("CSTO", "document")[0]
        register.decide("reject", entry.id, actor="somebody")
    then = client.get("/CSTO/results/?year=2024", headers={"if-none-match": first.headers["ETag"]})
    assert then.status_code == 200 and len(made) == 2
    assert f"/entries/{entry.id}/" not in then.content.decode()


def test_everybody_can_use_the_results(visit):
    for lang, width, theme in (("en", 1440, "light"), ("ru", 390, "dark")):
        page = visit("/CSTO/results/", lang=lang, width=width, theme=theme)
        assert page.locator("h1").count() == 1
        assert_accessible(page)
        assert_no_sideways(page)


def test_the_report_is_downloaded_in_the_language_that_is_chosen(visit):
    page = visit("/CSTO/results/")
    page.get_by_label("Language", exact=True).select_option("ru")
    page.get_by_role("button", name="Show").first.click()
    page.wait_for_url("**lang=ru**")
    assert page.locator(".report .kicker").inner_text().casefold() == "итоги"
    for name, ending in (("Web page", "html"), ("Markdown", "md"), ("JSON", "json")):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=name).click()
        assert waiting.value.suggested_filename == f"itogi-CSTO-2024-results-ru.{ending}"
    ref = page.locator(".report .ref").first
    ref.focus()
    number = ref.inner_text()
    sentence = page.locator(f"#n{number} blockquote").inner_text()
    assert sentence[:200] in ref.get_attribute("data-note")


@pytest.mark.parametrize("scripts", [True, False])
def test_on_paper_there_is_the_report_alone(visit, scripts):
    page = visit("/CSTO/results/", scripts=scripts)
    page.emulate_media(media="print")
    assert not page.locator(".choose").is_visible() and not page.locator(".top").is_visible()
    assert page.locator(".report h1").is_visible()


def test_pages_travel_packed(site):
    client = site.client("reader")
    plain = client.get("/CSTO/results/?year=2024")
    packed = client.get("/CSTO/results/?year=2024", headers={"accept-encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 3
    assert "Accept-Encoding" in packed.headers["Vary"]
    known = {"accept-encoding": "gzip", "if-none-match": packed.headers["ETag"]}
    assert client.get("/CSTO/results/?year=2024", headers=known).status_code == 304
