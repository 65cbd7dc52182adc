"""An article: its text in pieces, evidence and records that point to each other, strangers' texts."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from browsing import assert_accessible, assert_no_sideways
from hypothesis import given
from hypothesis import strategies as st

from itogi.model.article import Article, article_id, hash_bytes
from itogi.model.record import Evidence, Record
from itogi.register import open_register
from itogi.web.highlight import paragraphs

TEXT = "Первое предложение. Второе, длиннее.\nТретье в новом абзаце."
SCRIPT = "<script>alert(1)</script>"


def _record(type, *spans, text=TEXT, **slots):
    article = Article("a", text)
    return Record(type, slots, tuple(Evidence.of(article, *span) for span in spans), 0.9, "test")


def _pieces(*records):
    return [piece for paragraph in paragraphs(TEXT, records) for piece in paragraph.pieces]


def test_overlapping_evidence_is_cut_at_every_edge():
    pieces = _pieces(_record("meeting", (0, 36)), _record("quote", (20, 36)))
    assert [(p.text, p.covered, p.classes) for p in pieces[:2]] == [
        ("Первое предложение. ", (1,), "a-meeting"),
        ("Второе, длиннее.", (1, 2), "a-meeting b-quote"),
    ]
    assert [(n.number, n.type) for n in pieces[1].ends] == [(1, "meeting"), (2, "quote")]
    assert [p.anchor for p in pieces[:2]] == ["s0", "s20"]


def test_evidence_over_two_paragraphs_is_marked_in_both():
    pieces = _pieces(_record("document", (20, len(TEXT))))
    assert [p.covered for p in pieces] == [(), (1,), (1,)]
    assert [p.anchor for p in pieces] == ["", "s20", ""], "one id, where it begins"


_spans = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT))).filter(lambda s: s[0] < s[1])


@given(st.lists(st.lists(_spans, min_size=1, max_size=3), max_size=6))
def test_no_letter_is_lost_or_doubled(spans):
    records = [_record("meeting", *some, place=str(n)) for n, some in enumerate(spans)]
    made = paragraphs(TEXT, records)
    assert ["".join(p.text for p in one.pieces) for one in made] == TEXT.split("\n")
    anchors = [p.anchor for one in made for p in one.pieces if p.anchor]
    assert len(anchors) == len(set(anchors))
    numbers = {n.number for one in made for p in one.pieces for n in p.ends}
    assert numbers == set(range(1, len(spans) + 1)), "every record can be found in the text"


def _store(location, text, evidence, slots, type="meeting", **facts):
    raw_hash = hash_bytes(f"{text}{facts}".encode())
    made = Article(article_id(raw_hash), text, raw_hash=raw_hash, source="own.txt", **facts)
    start = text.index(evidence)
    record = Record(type, slots, (Evidence.of(made, start, start + len(evidence)),), 0.9, "test")
    with open_register(location.path) as register:
        assert not register.add(made, [record]).refused
        entry = next(home for _, home, _ in register.article_page(made.id).records)
    return made.id, entry


def test_evidence_opens_where_values_say_it_stands(site):
    with open_register(site.location.path) as register:
        pages = [register.article_page(article.id) for article in register.articles()]
    client = site.client("reader")
    for page in pages:
        html = client.get(f"/articles/{page.article.id}/").content.decode()
        ids = re.findall(r'id="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        wanted = {f"s{e.start}" for record, _, _ in page.records for e in record.evidence}
        assert wanted <= set(ids)
        text = "".join(re.findall(r'<section class="text".*?</section>', html, re.DOTALL))
        text = re.sub(r'<a class="ref.*?</a>', "", text)
        assert page.article.text in " ".join(unescape(re.sub(r"<[^>]+>", "", text)).split())


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://agency.example/1", True),
        ("http://agency.example/1", True),
        ("javascript:alert(1)", False),
        ("JavaScript://agency.example/%0aalert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ('https://agency.example/"onmouseover="alert(1)', True),
    ],
)
def test_only_web_addresses_are_links(site, url, linked):
    slots = {"organisation": "CSTO", "level": "heads-of-state", "date": "2020-05-01"}
    id, _ = _store(site.location, "Саммит прошёл в мае.", "Саммит прошёл в мае.", slots, url=url)
    html = site.client("reader").get(f"/articles/{id}/").content.decode()
    links = [unescape(found) for found in re.findall(r'<a [^>]*href="([^"]*)"[^>]*external', html)]
    assert (url in links) is linked
    assert not re.search(r'href="\s*(javascript|data):', html, re.IGNORECASE)
    assert 'onmouseover="' not in html


def test_what_a_text_holds_is_never_run(site, visit):
    text = f"Саммит {SCRIPT} прошёл. <img src=x onerror=alert(1)> Ещё одно предложение."
    slots = {"organisation": "CSTO", "body": f"Совет {SCRIPT}", "date": "2020-05-02", "place": SCRIPT}
    facts = {"title": SCRIPT, "outlet": f'"><b>{SCRIPT}', "published": date(2020, 5, 3)}
    article, entry = _store(site.location, text, f"Саммит {SCRIPT} прошёл.", slots, **facts)
    for address in (f"/articles/{article}/", f"/entries/{entry}/", "/CSTO/", "/CSTO/?year=2020", "/"):
        html = site.client("reader").get(address).content.decode()
        assert SCRIPT not in html, address
        assert "<img src=x" not in html, address
    page = visit(f"/articles/{article}/")
    assert SCRIPT in page.locator(".text").inner_text()
    page.goto("/CSTO/")
    page.wait_for_selector("[data-timeline][data-ready=yes]")


def test_a_record_and_its_sentence_light_up_together(site, visit):
    with open_register(site.location.path) as register:
        (article,) = [a for a in register.articles() if a.title == "Саммит в Астане"]
    page = visit(f"/articles/{article.id}/")
    card = page.locator(".notes li").nth(1)
    card.hover()
    lit = page.locator("mark.lit")
    assert lit.count() >= 1
    assert "2" in lit.first.get_attribute("data-records").split()
    page.locator("a.ref").first.focus()
    assert page.locator(".notes li.lit").count() == 1
    assert_accessible(page)
    page.get_by_role("checkbox", name="Quote").uncheck()
    assert not page.locator(".notes .t-quote").first.is_visible()


def test_records_stand_below_the_text_on_a_phone(site, visit):
    with open_register(site.location.path) as register:
        article = next(iter(register.articles()))
    page = visit(f"/articles/{article.id}/", width=390, lang="ru", theme="dark", scripts=False)
    text, beside = page.locator(".text").bounding_box(), page.locator(".beside").bounding_box()
    assert beside["y"] >= text["y"] + text["height"]
    page.locator("a.ref").first.click()
    assert page.locator(".notes li:target").count() == 1
    assert_no_sideways(page)


def test_an_article_that_is_not_there_has_no_page(site):
    assert site.client("reader").get("/articles/0000000000000000/").status_code == 404
