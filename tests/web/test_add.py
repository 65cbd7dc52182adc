"""Reports pasted, uploaded and fetched: shown before they are saved, and saved as they were shown."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from browsing import assert_accessible, assert_no_sideways
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from itogi.model.article import article_id, hash_bytes
from itogi.register import open_register
from itogi.web import drafts
from itogi.web.models import Draft, Event

TEXT = (
    "Совет министров иностранных дел ОДКБ заседал в Ереване\n"
    "Заседание Совета министров иностранных дел ОДКБ прошло в Ереване 10 июня.\n"
    "Министры подписали заявление о безопасности в Центральной Азии.\n"
    "«Мы договорились о главном», – сказал министр иностранных дел Армении Арарат Мирзоян.\n"
)
ABOUT = {"outlet": "Вестник", "published": "2024-06-10", "url": "https://vestnik.example/1"}


@pytest.fixture
def held(site):
    with open_register(site.location.url or site.location.path) as register:
        yield register


def texts(response):
    return response.content.decode()


def paste(client, text=TEXT, follow=True, **about):
    return client.post("/add/", {"way": "paste", "text": text} | about, follow=follow)


def upload(client, *files, follow=True):
    given = [SimpleUploadedFile(name, raw) for name, raw in files]
    return client.post("/add/", {"way": "upload", "reports": given}, follow=follow)


def keys(page):
    return list(dict.fromkeys(re.findall(r'name="key" value="([^"]+)"', texts(page))))


def same(records):
    return sorted(records, key=lambda record: record.id)


ENGINES = pytest.mark.parametrize(
    "site", [{}, {"engine": "postgresql"}], indirect=True, ids=["sqlite", "postgresql"]
)


@ENGINES
def test_what_is_pasted_is_shown_and_then_saved_as_it_was_shown(site, held):
    client, before = site.client("editor"), held.counts()
    page = paste(client, **ABOUT)
    assert page.redirect_chain == [("/add/drafts/", 302)]
    assert (
        "договорились о главном" in texts(page) and "June 10, 2024" in texts(page)
    ) or "10 June 2024" in texts(page)
    assert held.counts() == before, "nothing is saved before one says so"
    shown = drafts.shown(Draft.objects.get())
    page = client.post("/add/save/", {"key": keys(page)}, follow=True)
    found = held.article(shown.article.id)
    assert found == shown.article and (found.outlet, str(found.published)) == ("Вестник", "2024-06-10")
    assert same(held.records(article=found.id)) == same(shown.records) and shown.records
    assert not Draft.objects.exists() and f"/articles/{found.id}/" in texts(page)
    assert Event.objects.get(kind="report added").actor == "editor"
    assert not list(held.verify())


def test_who_added_is_noted_with_the_run(site, held):
    import zipfile

    client = site.client("editor")
    client.post("/add/save/", {"key": keys(paste(client))})
    backup = site.location.path.with_suffix(".zip")
    held.backup(backup)
    last = zipfile.ZipFile(backup).read("runs.jsonl").decode().splitlines()[-1]
    assert '"by": "editor"' in last and '"way": "paste"' in last


def test_several_files_are_read_and_what_cannot_be_is_named(site, held):
    client = site.client("editor")
    html = f"<html><head><title>Итоги</title></head><body><p>{TEXT}</p></body></html>".encode()
    page = upload(
        client,
        ("one.txt", TEXT.encode("cp1251")),
        ("two.html", html),
        ("three.pdf", b"%PDF-1.7"),
        ("four.txt", b""),
    )
    assert len(keys(page)) == 2
    assert "three.pdf: files of this kind are not read" in texts(page)
    page = client.post("/add/save/", {"key": keys(page)}, follow=True)
    assert held.counts().articles == 5


def test_what_is_on_record_is_told(site, held):
    client = site.client("editor")
    client.post("/add/save/", {"key": keys(paste(client))})
    page = paste(client)
    assert "this report is on record already" in texts(page)
    assert f"/articles/{article_id(hash_bytes(TEXT.encode()))}/" in texts(page) and not keys(page)


def test_saving_twice_saves_once(site, held):
    client = site.client("editor")
    found = keys(paste(client))
    client.post("/add/save/", {"key": found})
    page = client.post("/add/save/", {"key": found}, follow=True)
    assert held.counts().articles == 4 and "not here any more" in texts(page)


def test_what_is_said_of_a_report_has_it_read_anew(site, held):
    client = site.client("editor")
    text = TEXT.replace("10 июня", "вчера")
    page = paste(client, text)
    assert "no day of publication" in texts(page)
    (key,) = keys(page)
    page = client.post(f"/add/{key}/about/", {"published": "2024-06-11", "outlet": "Вестник"}, follow=True)
    shown = drafts.shown(Draft.objects.get())
    assert str(shown.article.published) == "2024-06-11"
    assert "2024-06-10" in {r.get("date") for r in shown.records if r.type == "meeting"}


def test_drafts_are_of_one_person_and_end(site, held):
    client = site.client("editor")
    found = keys(paste(client))
    other = site.client("administrator")
    assert not keys(other.get("/add/drafts/"))
    other.post("/add/save/", {"key": found})
    other.post("/add/save/", {"key": found, "do": "drop"})
    assert other.post(f"/add/{found[0]}/about/", {"title": "x"}).status_code == 404
    assert held.counts().articles == 3 and Draft.objects.count() == 1
    Draft.objects.update(made=timezone.now() - drafts.KEPT - timedelta(seconds=1))
    assert not keys(client.get("/add/drafts/"))
    paste(client, TEXT + "Ещё одно предложение.")
    assert Draft.objects.count() == 1, "what has ended is forgotten"


def test_what_is_dropped_is_gone(site, held):
    client = site.client("editor")
    page = client.post("/add/save/", {"key": keys(paste(client)), "do": "drop"}, follow=True)
    assert "1 report is dropped." in texts(page) and not Draft.objects.exists()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"text": ""}, "This field is required"),
        ({"text": "а" * 200_001}, "at most 200000 characters"),
        ({"text": "слово\0слово"}, "Null characters"),
        ({"text": "<html><body></body></html>"}, "no report is found in the page"),
        ({"text": TEXT, "published": "вчера"}, "valid date"),
        ({"text": TEXT, "url": "javascript:alert(1)"}, "valid URL"),
        ({"text": TEXT, "url": "ftp://site.example/1"}, "valid URL"),
        ({"text": TEXT, "title": "а" * 301}, "at most 300 characters"),
    ],
)
def test_what_cannot_be_taken_is_told(site, held, given, message):
    page = site.client("editor").post("/add/", {"way": "paste", **given}, follow=True)
    assert message.replace("200000", "200000") in texts(page).replace("200,000", "200000")
    assert not Draft.objects.exists()


def test_too_many_files_and_drafts_are_told(site, held, monkeypatch):
    client = site.client("editor")
    page = upload(client, *((f"{n}.txt", b"x") for n in range(11)))
    assert "At most 10 files at once" in texts(page)
    monkeypatch.setattr(drafts, "MAX_DRAFTS", 1)
    paste(client)
    assert "too many reports wait" in texts(paste(client, TEXT + "Ещё."))


def test_a_page_is_fetched_and_kept_with_its_address(site, held, monkeypatch):
    from itogi.reading.fetch import Fetched
    from itogi.web.views import add

    raw = f"<html><body><h1>Итоги</h1><p>{TEXT}</p></body></html>".encode()
    monkeypatch.setattr(
        add, "fetch", lambda address, limits: Fetched("https://news.example/1", raw, ".html", "utf-8")
    )
    client = site.client("editor")
    page = client.post("/add/", {"way": "address", "address": "news.example/1"}, follow=True)
    client.post("/add/save/", {"key": keys(page)})
    assert held.article(article_id(hash_bytes(raw))).url == "https://news.example/1"


@pytest.mark.parametrize("site", [{"public": True}], indirect=True)
def test_only_editors_add(site, held):
    for role in ("stranger", "reader", "reviewer"):
        client = site.client(role)
        for address in ("/add/", "/add/drafts/", "/add/save/", "/add/x/about/"):
            assert client.get(address).status_code in (302, 403)
            assert client.post(address, {"way": "paste", "text": TEXT}).status_code in (302, 403)
    assert not Draft.objects.exists() and held.counts().articles == 3


def test_the_models_are_loaded_once(site, monkeypatch):
    from itogi.web import machine

    machine.extractor.cache_clear()
    client = site.client("editor")
    paste(client)
    paste(client, TEXT + "Ещё одно предложение.")
    assert machine.extractor.cache_info().misses == 1


# In a browser


@pytest.mark.parametrize("scripts", [True, False])
def test_adding_by_paste(visit, held, scripts):
    page = visit("/add/", role="editor", scripts=scripts)
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.get_by_label("Published").first.fill("2024-06-10")
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("heading", name="Before it is saved").wait_for()
    assert page.locator(".records > li").count() >= 3
    if scripts:
        assert_accessible(page)
    page.get_by_role("button", name="Save").first.click()
    page.get_by_text("Saved with").wait_for()
    assert list(held.records(article=article_id(hash_bytes(TEXT.encode()))))


def test_adding_by_upload(visit, held, tmp_path):
    names = []
    for number in (1, 2):
        path = tmp_path / f"report{number}.txt"
        path.write_text(TEXT + "Ещё одно предложение. " * number, "utf-8")
        names.append(str(path))
    page = visit("/add/", role="editor", lang="ru", width=390, theme="dark")
    assert_accessible(page)
    assert_no_sideways(page)
    page.locator("input[type=file]").set_input_files(names)
    page.get_by_role("button", name="Прочитать их").click()
    page.locator(".draft").nth(1).wait_for()
    assert_accessible(page)
    assert_no_sideways(page)
    page.get_by_role("button", name="Сохранить все").click()
    page.get_by_text("Сохранено,").first.wait_for()
    assert held.counts().articles == 5


def test_the_page_tells_of_an_address_that_is_refused(visit):
    page = visit("/add/", role="editor")
    page.get_by_label("Address", exact=True).fill("http://169.254.169.254/latest/meta-data/")
    page.get_by_role("button", name="Fetch it").click()
    page.get_by_text("the address is not on the public net").wait_for()
