"""The start page and the overview of an organisation: what they show, the plot, and pages without scripts."""

from __future__ import annotations

import json
import re

import pytest
from browsing import assert_accessible, assert_no_sideways

from itogi.register import open_register
from itogi.web.timeline import LANES, years


def test_organisations_stand_as_cards_with_their_last_report(site):
    page = site.client("reader").get("/").content.decode()
    assert 'href="/CSTO/"' in page
    assert "Что решили в Астане" in page, "the last report of the CSTO"


def test_an_organisation_that_nobody_names_has_no_page(site):
    assert site.client("reader").get("/NOSUCH/").status_code == 404
    assert site.client("reader").get("/NOSUCH/timeline.json").status_code == 404


@pytest.mark.parametrize("year", ["x", "-5", "²", "0", "99999", "20 24"])
def test_a_year_that_is_none_has_no_page(site, year):
    assert site.client("reader").get("/CSTO/", {"year": year}).status_code == 404


def test_counts_are_those_of_the_register(site):
    with open_register(site.location.path) as register:
        held = register.overview("CSTO")
    page = site.client("reader").get("/CSTO/").content.decode()
    tiles = re.findall(r'type=(\w+)" class="k-\w+"><strong>(\d+)</strong>', page)
    assert {type: int(n) for type, n in tiles} == dict(held.types)


def test_the_plot_has_all_entries_of_the_lanes(site):
    with open_register(site.location.path) as register:
        held = register.overview("CSTO").plot
    answer = json.loads(site.client("reader").get("/CSTO/timeline.json").content)
    assert {point["href"] for point in answer["points"]} == {f"/entries/{b.id}/" for b in held if b.first}
    assert {point["lane"] for point in answer["points"]} <= set(LANES)
    assert all(point["from"] <= point["to"] for point in answer["points"])


def test_a_year_shows_what_is_dated_in_it(site):
    page = site.client("reader").get("/CSTO/", {"year": "2025"}).content.decode()
    with open_register(site.location.path) as register:
        (ahead,) = register.entries("CSTO", "meeting", 2025)
        past = [entry for entry in register.entries("CSTO", "meeting", 2024) if entry.id != ahead.id]
    assert f"/entries/{ahead.id}/" in page
    assert not [entry for entry in past if f"/entries/{entry.id}/" in page]
    assert "2,025" not in page, "a year is no quantity"


def test_years_are_without_gaps_and_drawn_to_scale():
    found = years({2001: {"session": 4}, 2003: {"document": 1, "session": 1}, 0: {"session": 9}}, 2003)
    assert [year.year for year in found] == ["2001", "2002", "2003"]
    heights = [sum(float(bar.height) for bar in year.bars) for year in found]
    assert heights == [40.0, 0.0, 20.0]
    assert [year.chosen for year in found] == [False, False, True]


def test_what_a_browser_has_is_not_sent_again(site):
    client = site.client("reader")
    etag = client.get("/CSTO/").headers["ETag"]
    assert client.get("/CSTO/", headers={"if-none-match": etag}).status_code == 304
    with open_register(site.location.path) as register:
        entry = register.entries("CSTO", "document")[0]
        register.decide("accept", entry.id, actor="somebody")
    assert client.get("/CSTO/", headers={"if-none-match": etag}).status_code == 200


def test_without_scripts_there_are_a_drawing_and_years(visit):
    page = visit("/CSTO/", scripts=False)
    assert page.locator(".drawing.wide svg").is_visible()
    page.get_by_role("navigation", name="Years").get_by_role("link", name="2024").click()
    assert page.get_by_role("heading", level=1).inner_text().endswith("2024")


def _ready(page):
    page.wait_for_selector("[data-timeline][data-ready=yes]")
    return page.locator(".plot")


def test_the_plot_stands_in_for_the_drawing(visit):
    page = visit("/CSTO/")
    assert _ready(page).locator("canvas").count() > 0
    assert not page.locator(".drawing.wide").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".drawing.wide").is_visible(), "what is printed is the drawing"
    assert not page.locator(".plot").is_visible()


def test_every_entry_of_the_plot_is_reached_by_keys(visit):
    page = visit("/CSTO/")
    _ready(page).focus()
    page.keyboard.press("Home")
    first = page.locator(".plot-status").inner_text()
    page.keyboard.press("ArrowDown")
    second = page.locator(".plot-status").inner_text()
    assert first != second
    page.keyboard.press("+")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entries/**")
    assert page.locator("h1").inner_text() in second


def test_a_point_opens_its_entry(visit):
    page = visit("/CSTO/")
    plot = _ready(page)
    box = plot.bounding_box()
    # Where points are is the plot's affair: its own tip says that the pointer is on one.
    for y in range(20, int(box["height"]) - 80, 8):
        for x in range(180, int(box["width"]), 8):
            page.mouse.move(box["x"] + x, box["y"] + y)
            if page.locator(".plot-tip").count() and page.locator(".plot-tip").is_visible():
                page.mouse.click(box["x"] + x, box["y"] + y)
                page.wait_for_url("**/entries/**")
                return
    raise AssertionError("there is no point to click")


@pytest.mark.parametrize("address", ["/", "/CSTO/", "/CSTO/?year=2024"])
def test_everybody_can_use_them(visit, address):
    for lang, width, theme in (("en", 1440, "dark"), ("ru", 390, "light")):
        page = visit(address, lang=lang, width=width, theme=theme)
        if address != "/":
            _ready(page)
        assert_accessible(page)
        assert_no_sideways(page)
