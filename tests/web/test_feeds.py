"""Feeds and calendars: valid, the same for as long as nothing happens, open to those who may read."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from browsing import assert_accessible, assert_no_sideways
from django.http import QueryDict
from icalendar import Calendar

from itogi.model.article import Article, article_id, hash_bytes
from itogi.model.record import Evidence, Record
from itogi.register import open_register
from itogi.web.models import SavedSearch, User

ATOM = "{http://www.w3.org/2005/Atom}"
ENGINES = pytest.mark.parametrize("site", [{"engine": "sqlite"}, {"engine": "postgresql"}], indirect=True)


def _register(site):
    return open_register(site.location.url or site.location.path)


def _read(site, text, /, **slots):
    """One more report with one document."""
    raw = hash_bytes(text.encode())
    article = Article(
        article_id(raw), text, "Новости", "Агентство", None, date(2026, 5, 5), raw_hash=raw, source="a.txt"
    )
    record = Record("document", slots, (Evidence.of(article, 0, len(text)),), 0.9, "test.document")
    with _register(site) as register, register.run("test", {}) as run:
        assert not register.add(article, [record], run).refused


def _feed(answer):
    """The feed after the rules of RFC 4287 that a reader relies on."""
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("application/atom+xml")
    root = ET.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    for one in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"{ATOM}{name}")) == 1, name
        UUID(one.findtext(f"{ATOM}id"))
        assert datetime.fromisoformat(one.findtext(f"{ATOM}updated")).tzinfo
        links = [link for link in one.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert len(links) == 1 and urlsplit(links[0].get("href")).scheme == "http"
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    assert [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    entries = root.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    times = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert len(set(ids)) == len(ids) and times == sorted(times, reverse=True)
    assert not times or root.findtext(f"{ATOM}updated") == times[0]
    return root


def _items(answer):
    return [
        (entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}title"))
        for entry in _feed(answer).iter(f"{ATOM}entry")
    ]


@ENGINES
def test_a_feed_tells_what_is_new_and_nothing_twice(site):
    client = site.client("reader")
    before = _items(client.get("/feeds/search.atom?organisation=CSTO"))
    assert len(before) > 9
    _read(site, "Подписан договор о почте ОДКБ.", organisation="CSTO", kind="treaty",
          title="договор о почте", stage="signed", date="2026-05-04")  # fmt: skip
    after = _items(client.get("/feeds/search.atom?organisation=CSTO"))
    assert after[1:] == before and "договор о почте" in after[0][1].casefold()
    assert _items(client.get("/feeds/search.atom?q=почта")) == after[:1]
    assert _items(client.get("/feeds/search.atom?q=почта&stage=expected")) == []
    assert len(_items(client.get("/feeds/search.atom"))) >= len(after)


@ENGINES
def test_a_document_has_a_feed_of_its_stages(site):
    title = "соглашение о морской почте"
    _read(site, "Соглашение о морской почте готовится.", organisation="CSTO", kind="agreement",
          title=title, stage="drafting")  # fmt: skip
    with _register(site) as register:
        (entry,) = register.search(title, kinds=("entries",))
    client = site.client("reader")
    first = _items(client.get(f"/feeds/entries/{entry.id}.atom"))
    client.post("/search/saved/keep/", {"entry": entry.id, "name": "Post"})
    address = f"/feeds/saved/{SavedSearch.objects.get().key}.atom"
    _read(site, "Соглашение о морской почте подписано.", organisation="CSTO", kind="agreement",
          title=title, stage="signed", date="2026-05-05")  # fmt: skip
    then = _items(client.get(address))
    assert len(first) == 1 and then[1:] == first
    assert then[0][1].endswith("now signed or adopted")
    russian = _items(site.client("reader", headers={"accept-language": "ru"}).get(address))
    assert russian[0][1].endswith("теперь подписано или принято")
    assert [id for id, _ in russian] == [id for id, _ in then]
    assert client.get("/feeds/entries/nothing.atom").status_code == 404


def test_what_has_not_changed_is_not_sent_again(site):
    client = site.client("reader")
    for address in ("/feeds/search.atom?organisation=CSTO", "/feeds/search.atom?q=арбуз",
                    "/feeds/sessions.ics?organisation=CSTO"):  # fmt: skip
        first = client.get(address)
        etag = first.headers["ETag"]
        again = client.get(address, headers={"if-none-match": etag})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
        assert client.get(address).content == first.content
        other = client.get(address, headers={"if-none-match": etag, "accept-language": "ru"})
        assert other.status_code == 200, "another language is another feed"
        if modified := first.headers.get("Last-Modified"):
            assert parsedate_to_datetime(modified) <= datetime.now(UTC)
            assert client.get(address, headers={"if-modified-since": modified}).status_code == 304
        _read(
            site, f"Заявление о реках, по адресу {address}.", organisation="CSTO", title="заявление о реках"
        )
        assert client.get(address, headers={"if-none-match": etag}).status_code == 200


def test_strangers_need_the_key_of_a_saved_search(site):
    stranger = site.client()
    for address in ("/feeds/", "/feeds/search.atom", "/feeds/sessions.ics?organisation=CSTO"):
        assert stranger.get(address).status_code == 302
    owner = User.objects.get(username="reader")
    saved = SavedSearch.objects.create(user=owner, name="Mine", query="organisation=CSTO")
    feed, calendar = f"/feeds/saved/{saved.key}.atom", f"/feeds/saved/{saved.key}.ics"
    assert _feed(stranger.get(feed)).findtext(f"{ATOM}title") == "Mine · itogi"
    assert stranger.get(calendar).status_code == 200
    assert saved.key not in ET.fromstring(stranger.get(feed).content).findtext(f"{ATOM}id")
    for wrong in (saved.key[:-1], "x", str(saved.pk), saved.key.swapcase()):
        assert stranger.get(f"/feeds/saved/{wrong}.atom").status_code == 404
    owner.is_active = False
    owner.save()
    assert [stranger.get(a).status_code for a in (feed, calendar)] == [404, 404]


@pytest.mark.parametrize("site", [{"public": True}], indirect=True)
def test_where_strangers_may_read_they_may_read_feeds(site):
    assert _items(site.client().get("/feeds/search.atom?organisation=CSTO"))
    assert site.client().get("/feeds/sessions.ics?organisation=CSTO").status_code == 200


def test_an_entry_that_is_followed_has_its_feed(site):
    with _register(site) as register:
        entry = register.entries("CSTO", "document")[0]
    site.client("reader").post("/search/saved/keep/", {"entry": entry.id, "name": "Followed"})
    saved = SavedSearch.objects.get()
    assert QueryDict(saved.query)["entry"] == entry.id
    with _register(site) as register:
        changes = register.changes(entry=entry.id)
    assert len(_items(site.client().get(f"/feeds/saved/{saved.key}.atom"))) == len(changes) == 2


def test_texts_of_strangers_stay_texts(site):
    title = "заявление <script>alert(1)</script> & ]]>"
    _read(site, f"Принято {title} \x0b\x1f и подписано.", organisation="CSTO", kind="statement",
          title=title, stage="signed")  # fmt: skip
    answer = site.client("reader").get("/feeds/search.atom?q=script")
    ((_, shown),) = _items(answer)
    assert "<script>alert(1)</script> & ]]>" in shown
    assert b"<script" not in answer.content
    for summary in ET.fromstring(answer.content).iter(f"{ATOM}summary"):
        assert "<script" not in summary.text


def _events(answer):
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/calendar")
    lines = answer.content.split(b"\r\n")
    assert not any(b"\n" in line for line in lines) and max(map(len, lines)) <= 75
    calendar = Calendar.from_ical(answer.content)
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"]
    return list(calendar.walk("VEVENT"))


def _session(site, text, /, **slots):
    raw = hash_bytes(text.encode())
    article = Article(article_id(raw), text, None, None, None, date(2026, 5, 5), raw_hash=raw, source="b.txt")
    slots = {"organisation": "CSTO", "level": "heads-of-state", **slots}
    record = Record("meeting", slots, (Evidence.of(article, 0, len(text)),), 0.9, "test.meeting")
    with _register(site) as register, register.run("test", {}) as run:
        assert not register.add(article, [record], run).refused


@ENGINES
def test_sessions_stand_in_a_calendar_by_whole_days(site):
    _session(site, "Саммит пройдёт 3-4 июня.", date="2026-06-03/2026-06-04", place="Минск", status="planned")
    _session(
        site, "Саммит 9 июля отменён.", date="2026-07-09", place="Ереван, «Дом; приёмов»", status="cancelled"
    )
    _session(site, "Саммит пройдёт в ноябре.", date="2026-11", place="Москва", status="planned")
    client = site.client("reader")
    events = _events(client.get("/feeds/sessions.ics?organisation=CSTO"))
    by_day = {event["DTSTART"].dt: event for event in events}
    assert set(by_day) == {date(2024, 11, 27), date(2024, 11, 28), date(2026, 6, 3), date(2026, 7, 9),
                           date(2026, 11, 1)}, "what is known by its year only is on no day"  # fmt: skip
    june, july, autumn = (by_day[date(2026, *d)] for d in ((6, 3), (7, 9), (11, 1)))
    assert june["DTSTART"].params["VALUE"] == "DATE" and june["DTEND"].dt == date(2026, 6, 5)
    assert [e["STATUS"] for e in (june, july, autumn)] == ["TENTATIVE", "CANCELLED", "TENTATIVE"]
    assert by_day[date(2024, 11, 28)]["STATUS"] == "CONFIRMED"
    assert str(july["LOCATION"]) == "Ереван, «Дом; приёмов»"
    assert autumn["TRANSP"] == "TRANSPARENT" and "day not known" in autumn["SUMMARY"]
    again = _events(client.get("/feeds/sessions.ics?organisation=CSTO"))
    assert [e["UID"] for e in again] == [e["UID"] for e in events]
    assert len({e["UID"] for e in events}) == len(events)
    assert urlsplit(june["URL"]).path.startswith("/entries/")
    only = _events(client.get("/feeds/sessions.ics?organisation=CSTO&since=2026-07&until=2026-08"))
    assert [e["DTSTART"].dt for e in only] == [date(2026, 7, 9)]


@pytest.mark.parametrize("query", ["", "organisation=NONE", "organisation=CSTO&since=soon"])
def test_a_calendar_is_of_one_organisation(site, query):
    assert site.client("reader").get(f"/feeds/sessions.ics?{query}").status_code == 400


def test_the_page_of_feeds(visit):
    for lang, width, theme in (("en", 1440, "light"), ("ru", 390, "dark")):
        page = visit("/feeds/", lang=lang, width=width, theme=theme)
        assert_accessible(page)
        assert_no_sideways(page)
        assert page.locator("a[href*='search.atom']").count() > 1
    page.goto("/search/saved/")
    assert_accessible(page)
