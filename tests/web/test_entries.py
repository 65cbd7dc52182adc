"""Entries, people and countries: every value with its sentences, stages, disagreements, decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from browsing import assert_accessible, assert_no_sideways

from itogi.model.article import Article
from itogi.model.entry import Entry, StageStatement, Variant
from itogi.model.kinds import kinds
from itogi.model.record import Evidence, Record
from itogi.register import open_register
from itogi.report.captions import Captions
from itogi.report.wording import Wording
from itogi.web.entry_page import is_name, page_of
from itogi.web.showing import Sentences
from itogi.web.stages import line, steps_back

WORDS = Wording(Captions("en"))


def _document(*stages, since=None):
    """A document of these stages: name, day of the report, day of the stage."""
    article = Article("a", "Документ прошёл ещё один шаг.")
    evidence = (Evidence.of(article, 0, len(article.text)),)
    records = tuple(
        Record("document", {"stage": stage, "title": f"документ {n}"}, evidence, 0.9, "test")
        for n, (stage, _, _) in enumerate(stages)
    )
    history = tuple(
        StageStatement(stage, record.id, said, fact)
        for record, (stage, said, fact) in zip(records, stages, strict=True)
    )
    slots = {"stage": (Variant(stages[-1][0], (records[-1].id,)),)}
    if since:
        slots["since"] = (Variant(since, (records[0].id,)),)
    return Entry("e", "document", slots, records, history)


def _line(entry):
    return [(s.name, s.state, s.when) for s in line(entry, WORDS, Sentences({}, {}, WORDS))]


def test_stages_stand_in_their_order_with_their_days(site):
    made = _document(("signed", "2024-11-28", "2024-11-28"), ("agreed", "2024-11-27", None), since="2013")
    assert _line(replace(made, slots=made.slots | {"stage": (Variant("signed", ()),)})) == [
        ("drafting", "done", "since 2013"),
        ("agreed", "done", "reported 27 November 2024"),
        ("signed", "now", "28 November 2024"),
    ]


def test_what_was_passed_over_is_shown(site):
    made = _document(("drafting", "2020-01-01", None), ("signed", "2021-01-01", None))
    assert [(name, state) for name, state, _ in _line(made)] == [
        ("drafting", "done"), ("agreed", "missing"), ("signed", "now"),
    ]  # fmt: skip


def test_a_way_back_is_told(site):
    back = _document(("agreed", "2020-05-01", None), ("drafting", "2021-02-01", None))
    (found,) = steps_back(back, WORDS, Sentences({}, {}, WORDS))
    assert (found.text, found.after, found.when) == ("drafting", "agreed", "reported 1 February 2021")
    recalled = _document(("signed", "2021-05-01", "2021-05-01"), ("drafting", "2021-06-01", "2013"))
    assert not steps_back(recalled, WORDS, Sentences({}, {}, WORDS)), "what is only recalled is no way back"


@pytest.mark.parametrize(
    ("type", "value", "address"),
    [
        ("country", "KZ", "/countries/KZ/"),
        ("party", "KZ", "/countries/KZ/"),
        ("party", "CSTO", "/CSTO/"),
        ("person", "Касым-Жомарт Токаев", None),
        ("party", "коллег", ""),
        ("text", "Астана", ""),
    ],
)
def test_what_a_value_names_has_a_page(site, type, value, address):
    found = page_of(type, value)
    assert found.startswith("/people/") if address is None else found == address


def test_names_are_told_from_phrases():
    assert is_name("Егор Лисицын")
    assert not is_name("главы государств")
    assert not is_name("Токаев")


def test_every_type_has_its_page(site):
    client = site.client("reader")
    with open_register(site.location.path) as register:
        entries = list(register.all_entries())
    assert {entry.type for entry in entries} == set(kinds())
    for entry in entries:
        page = client.get(f"/entries/{entry.id}/")
        assert page.status_code == 200
        assert page.content.decode().count('class="evidence"') >= len(set(entry.slots) - {"organisation"})
    assert client.get("/entries/0000000000000000/").status_code == 404


def test_an_old_address_leads_to_where_the_entry_is_now(site):
    with open_register(site.location.path) as register:
        one = next(entry for entry in register.entries("CSTO", "document"))
        record = one.records[0]
        article = register.article(record.article)
        earlier = replace(article, id=f"0{article.id[1:]}", raw_hash="0" * 64, published=date(1999, 1, 1))
        evidence = tuple(replace(e, article=earlier.id) for e in record.evidence)
        register.add(earlier, [replace(record, evidence=evidence, id="")])
        now = register.successor(one.id)
    assert now
    answer = site.client("reader").get(f"/entries/{one.id}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/entries/{now}/")
    told = site.client("reader").get(f"/api/v1/entries/{one.id}")
    assert told.status_code == 404
    assert now in told.json()["remedy"]


def _entry(site, type, where):
    with open_register(site.location.path) as register:
        return next(e for e in register.entries("CSTO", type) if where(e))


def test_a_document_shows_its_way(site, visit):
    entry = _entry(site, "document", lambda e: len({s.stage for s in e.stages}) > 1)
    page = visit(f"/entries/{entry.id}/")
    assert page.locator(".steps li").count() >= 3
    assert "signed" in page.locator(".steps [aria-current=step]").inner_text()
    page.locator(".steps .value").first.click()
    assert page.locator(".sheet:popover-open q").count() >= 1
    page.keyboard.press("Escape")
    assert_accessible(page)


def test_a_disagreement_stands_side_by_side(site, visit):
    entry = _entry(site, "activity", lambda e: len(e.slots.get("place", ())) > 1)
    page = visit(f"/entries/{entry.id}/", lang="ru", width=390, theme="dark")
    sides = page.locator("#differ ~ .sides li strong").all_inner_texts()
    assert {v.value for v in entry.slots["place"]} <= set(sides)
    assert page.locator("#differ ~ .sides .evidence").count() >= len(sides)
    assert_accessible(page)
    assert_no_sideways(page)


def test_decisions_are_told_with_who_and_why(site):
    entry = _entry(site, "meeting", lambda e: e.value("date") == "2024-11-28")
    with open_register(site.location.path) as register:
        register.decide("accept", entry.id, actor="anna", reason="сверено с сайтом")
        number = register.decide("edit", entry.id, actor="boris", slot="place", value="Алматы").number
        register.undo(number, actor="boris")
    page = site.client("reader").get(f"/entries/{entry.id}/").content.decode()
    for said in ("anna", "сверено с сайтом", "boris", "place: Алматы", "undone since"):
        assert said in page


def test_people_and_countries_gather_what_names_them(site, visit):
    page = visit("/people/Касым-Жомарт Токаев/")
    assert page.get_by_role("heading", level=2).count() >= 3
    assert_accessible(page)
    page.goto("/countries/KZ/")
    assert page.get_by_role("heading", level=1).inner_text() == "Kazakhstan"
    client = site.client("reader")
    assert client.get("/countries/KZ/", {"type": "meeting"}).status_code == 200
    assert client.get("/countries/ZZ/").status_code == 404
    assert client.get("/countries/KZ/", {"type": "nothing"}).status_code == 404
    nobody = client.get("/people/Никто Никакой/")
    assert nobody.status_code == 200
    assert "holds nothing here" in nobody.content.decode()
