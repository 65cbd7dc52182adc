"""The frame of all pages, in a browser: both languages, two widths, both themes, with and without scripts."""

from __future__ import annotations

import pytest
from browsing import assert_accessible, assert_no_sideways

PAGES = ["/", "/CSTO/", "/account/", "/users/", "/review/", "/add/", "/search/"]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_can_be_used_by_everybody(visit, address):
    for lang, width, theme in (("en", 1440, "light"), ("ru", 390, "dark")):
        page = visit(address, role="administrator", lang=lang, width=width, theme=theme)
        assert page.locator("html").get_attribute("lang") == lang
        assert page.locator("h1").count() == 1
        assert_accessible(page)
        assert_no_sideways(page)


def test_the_language_is_chosen_without_scripts(visit):
    page = visit("/", scripts=False)
    assert page.get_by_role("heading", level=1).inner_text().startswith("What was decided")
    page.get_by_role("button", name="Русский").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Что решили")
    page.reload()
    assert page.locator("html").get_attribute("lang") == "ru"


def _paper(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_theme_is_kept(visit, scripts):
    page = visit("/", scripts=scripts, theme="light")
    page.get_by_role("button", name="Dark").click()
    page.goto("/CSTO/")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    if scripts:
        assert _paper(page) == "rgb(20, 24, 29)"


def test_the_system_gives_the_theme_where_none_is_chosen(visit):
    assert _paper(visit("/", theme="dark")) != _paper(visit("/", theme="light"))


def test_keys(visit):
    page = visit("/", role="editor")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("?g r")
    assert page.locator("#find").input_value() == "?g r", "what is typed into a field is no command"
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/review/")


def test_a_value_opens_its_sentence(visit, site):
    from itogi.register import open_register

    with open_register(site.location.path) as register:
        entry = register.entries("CSTO", "meeting", 2024)[0]
    page = visit(f"/entries/{entry.id}/")
    page.locator("dd .value").first.click()
    sheet = page.locator(".sheet:popover-open")
    assert sheet.locator("q").first.inner_text() in {e.text for r in entry.records for e in r.evidence}
    assert_accessible(page)
    assert "/articles/" in sheet.locator("a").first.get_attribute("href")
