"""The attacks of docs/security.md, each against the whole application, and each refused."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zipfile
from urllib.parse import quote, urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import RequestFactory
from playing import PUBLIC, REFUSED, net  # noqa: F401  a fixture
from serving import PASSWORD, copied, served
from test_access import VIEWS

from itogi.model.article import Article, article_id, hash_bytes
from itogi.model.record import Evidence, Record
from itogi.register import open_register
from itogi.web import tokens
from itogi.web.models import Draft, Role, Token, User
from itogi.web.options import Options

SCRIPT = "\"'><script>hacked=1</script>"
IMAGE = "<img src=x onerror=hacked=1>"
QUOTED = "x\" onfocus=hacked=1 autofocus y='"
RAW = (SCRIPT, "<script>hacked", IMAGE, "<img src=x", QUOTED)
LINES = "x\r\nSet-Cookie: hacked=1\r\n\r\n"
SQL = (
    "' OR 1=1 --",
    "'; DROP TABLE register_entry; --",
    "%' UNION SELECT password FROM web_user --",
    '") OR ("1"="1',
)
FIELDS = (
    "q", "kind", "type", "organisation", "country", "person", "topic", "stage", "since", "until", "least",
    "most", "after",
    "entry", "do", "find", "lang", "year", "period", "format", "next", "view", "name", "from", "to", "page",
    "limit",
)  # fmt: skip


# Texts of strangers


def hostile(path):
    """A register into which somebody read reports full of scripts; an extractor filled slots with them."""
    text = f"Сессия {SCRIPT} прошла в {IMAGE}. «{QUOTED}», – сказал {SCRIPT}."
    raw = hash_bytes(text.encode())
    with open_register(path) as register, register.run("test") as run:
        for number, url in enumerate(
            ("javascript:alert(1)", "https://site.example/" + QUOTED, f"data:text/html,{SCRIPT}")
        ):
            raw = hash_bytes(f"{number}{text}".encode())
            article = Article(
                article_id(raw),
                text,
                f"{number} {SCRIPT}",
                f"{IMAGE}{LINES}",
                url,
                raw_hash=raw,
                source=f"../{SCRIPT}",
            )
            said = (Evidence.of(article, 0, len(text)),)
            facts = {"organisation": "CSTO", "topics": ("drugs",)}
            place = {"place": IMAGE, "date": "2024-11-28"}
            records = [
                Record(
                    "meeting",
                    facts | place | {"body": SCRIPT, "chair": QUOTED, "people": (SCRIPT, QUOTED)},
                    said,
                ),
                Record(
                    "document",
                    facts | {"title": f"{SCRIPT}{LINES}", "stage": "signed", "date": "2024-11-28"},
                    said,
                ),
                Record("activity", facts | place | {"name": SCRIPT, "kind": "exercise"}, said),
                Record("quote", {"speaker": f"{SCRIPT} {IMAGE}", "text": QUOTED, "direct": True}, said),
                Record("office", {"person": QUOTED, "position": IMAGE, "of": SCRIPT}, said),
                Record("body", {"organisation": SCRIPT, "name": IMAGE, "stage": "created"}, said),
                Record("invitation", {"host": SCRIPT, "guests": (IMAGE,), "occasion": QUOTED}, said),
                Record("commitment", {"actors": (SCRIPT,), "text": QUOTED, "due": "2025"}, said),
                Record(
                    "figure",
                    {"organisation": "CSTO", "what": "documents", "value": 14, "label": IMAGE, "by": SCRIPT},
                    said,
                ),
                Record(
                    "chairmanship", {"organisation": "CSTO", "country": SCRIPT.upper(), "year": "2024"}, said
                ),
            ]
            added = register.add(article, records, run)
            assert not added.refused, added.refused
        register.decide("comment", register.entries("CSTO", "meeting")[0].id, actor=SCRIPT, reason=IMAGE)


@pytest.fixture(scope="module")
def bad(template, tmp_path_factory):
    """The pages of that register."""
    with copied(template, "sqlite", tmp_path_factory.mktemp("bad")) as location:
        hostile(location.path)
        with served(location, Options()) as made:
            yield made


@pytest.fixture(scope="module")
def things(bad):
    """Each entry and article of it that holds what is hostile, and one name of everything else."""
    with open_register(bad.location.path) as register:
        entries = [
            e.id
            for e in register.all_entries()
            if any("hacked" in x.text for r in e.records for x in r.evidence)
        ]
        articles = [a.id for a in register.articles() if "hacked" in a.text]
    return {"entries": entries, "articles": articles}


def addresses(view, things):
    """The addresses of a view for all that is hostile."""
    ids = things["articles"] if view.route.startswith("articles/") else things["entries"]
    other = {
        "organisation": [SCRIPT, "CSTO"], "name": [SCRIPT, QUOTED], "code": [SCRIPT, "KZ"], "number": ["1"],
        "key": [SCRIPT], "id": ids, "entry": things["entries"], "record": things["entries"],
        "article": things["articles"], "slot": ["date", SCRIPT],
    }  # fmt: skip
    most = max((len(other.get(part, "0")) for part in view.parts), default=1)
    for turn in range(most):
        found = view.route
        for part in view.parts:
            some = other.get(part, ["0"])
            start, end = found.index("<"), found.index(">")
            value = quote(quote(some[turn % len(some)], safe=""), safe="")
            found = found[:start] + value + found[end + 1 :]
        yield f"/{found}"


def assert_harmless(answer, address):
    """No text of a stranger stands in an answer so that a browser would run it."""
    assert answer.status_code < 500, f"{address}: {answer.status_code}"
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    assert "\r" not in "".join(answer.headers.values()) and "hacked" not in answer.cookies, address
    assert answer["X-Content-Type-Options"] == "nosniff"
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode()
    if kind == "text/html":
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")
        found = [raw for raw in RAW if raw in text]
        assert not found, f"{address}: {found}"
        assert 'href="javascript:' not in text and 'href="data:' not in text, address
    elif "xml" in kind:
        from xml.etree import ElementTree

        ElementTree.fromstring(text)
        assert "<script" not in text, address
    elif kind == "text/calendar":
        assert "\nSet-Cookie" not in text, address
    else:
        assert kind not in ("image/svg+xml", "application/javascript"), address


@pytest.mark.parametrize("view", VIEWS, ids=[view.route or "/" for view in VIEWS])
def test_stored_scripts_stay_text(bad, things, view):
    client = bad.client("administrator")
    for address in addresses(view, things):
        assert_harmless(client.get(address), address)


@pytest.mark.parametrize("view", VIEWS, ids=[view.route or "/" for view in VIEWS])
@pytest.mark.parametrize("payload", [SCRIPT, IMAGE, QUOTED, LINES, *SQL, "\0", "a" * 5000, "1e309", "-1"])
def test_what_is_asked_for_stays_text(bad, things, view, payload):
    """Reflected scripts, lines that would become headers, SQL: in every field of every address."""
    client, base = bad.client("administrator"), next(addresses(view, things))
    single = FIELDS[:13] if payload == SQL[1] else ()
    for fields in (FIELDS, *((name,) for name in single)):
        address = f"{base}?{urlencode(dict.fromkeys(fields, payload))}"
        assert_harmless(client.get(address), address[:300])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM register_entry")
        assert cursor.fetchone()[0] > 10


@pytest.mark.parametrize("view", VIEWS, ids=[view.route or "/" for view in VIEWS])
def test_forms_of_other_sites_are_refused_everywhere(bad, things, view):
    client = bad.client("administrator", enforce_csrf_checks=True)
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(client, method)(next(addresses(view, things)))
        assert answer.status_code in (401, 403, 404, 405), f"{method}: {answer.status_code}"


def test_forms_give_back_what_was_typed_as_text(bad):
    client = bad.client("administrator")
    for way in ("paste", "upload", "address"):
        given = dict.fromkeys(("text", "title", "outlet", "url", "published", "address"), SCRIPT)
        assert_harmless(client.post("/add/", {**given, "way": way, "text": ""}, follow=True), way)
    upload = {"way": "upload", "reports": SimpleUploadedFile(f"{IMAGE}.exe", b"x")}
    assert_harmless(client.post("/add/", upload), "upload")
    assert_harmless(bad.client().post("/account/login/", {"username": SCRIPT, "password": QUOTED}), "login")
    assert_harmless(client.post("/account/", {"name": SCRIPT, "role": "1"}), "token")
    assert_harmless(client.get("/account/"), "tokens")
    assert_harmless(client.get("/users/"), "users")


def test_what_a_draft_shows_is_text(bad):
    client = bad.client("editor")
    text = (
        f"Министр иностранных дел Армении {SCRIPT} приехал в Ереван.\n{IMAGE} Подписано 14 документов ОДКБ."
    )
    given = {"way": "paste", "text": text, "title": SCRIPT, "outlet": IMAGE}
    page = client.post("/add/", given, follow=True)
    assert_harmless(page, "draft")
    assert "hacked" in page.content.decode()
    client.post("/add/save/", {"key": [d.key for d in Draft.objects.all()], "do": "drop"})


def test_no_script_of_a_stranger_runs_in_a_browser(bad, things, browser):
    """The same in Chromium, with the pages that show most; a breach of the policy would be heard too."""
    context = browser.new_context(base_url=bad.url)
    context.add_cookies(bad.cookies("administrator"))
    context.set_default_timeout(240_000)  # ms: the pages are not to be quick here
    page, heard = context.new_page(), []
    page.on("dialog", lambda dialog: heard.append("dialog") or dialog.dismiss())
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    shown = [f"/entries/{id}/" for id in things["entries"][:6]] + [f"/articles/{things['articles'][0]}/"]
    search = f"/search/?{urlencode({'q': 'сессия', 'person': QUOTED})}"
    for address in (
        *shown,
        "/",
        "/CSTO/",
        "/CSTO/results/",
        "/CSTO/ledger/",
        "/review/",
        "/review/all/?least=0",
        search,
    ):
        page.goto(address)
        assert page.evaluate("typeof hacked") == "undefined", address
    context.close()
    assert not heard


# Fetching


def fetched(site, address):
    return site.client("editor").post("/add/", {"way": "address", "address": address}, follow=True)


@pytest.mark.parametrize("address", [address for address in REFUSED if address])
def test_addresses_inside_are_never_fetched(site, net, address):  # noqa: F811
    page = fetched(site, address)
    assert page.status_code == 200 and not Draft.objects.exists() and not net.hosts


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1/", "http://[::ffff:10.0.0.1]/", "http://2130706433/", "file:///etc/passwd"]
)
def test_redirects_inside_are_never_followed(site, net, to):  # noqa: F811
    net.moved("/", to)
    page = fetched(site, "http://site.example/")
    assert (
        'class="note error"' in page.content.decode() and not Draft.objects.exists() and len(net.hosts) == 1
    )


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["169.254.169.254"], [PUBLIC, "10.0.0.1"], ["::1"]])
def test_names_that_lead_inside_are_never_asked(site, net, answers):  # noqa: F811
    net.names["evil.example"] = answers
    page = fetched(site, "http://evil.example/")
    assert "the address is not on the public net" in page.content.decode() and not net.hosts


def test_a_name_that_changes_its_mind_changes_nothing(site, net):  # noqa: F811
    """Looked up once: a second answer, which would lead inside, is never asked for."""
    net.names["evil.example"] = [[PUBLIC], ["127.0.0.1"]]
    net.page("/", "<html><body><p>Сессия ОДКБ прошла в Астане 28 ноября 2024 года.</p></body></html>")
    fetched(site, "http://evil.example/")
    assert Draft.objects.get().source == "http://evil.example/" and net.asked.count("evil.example") == 1


def test_a_packed_page_is_not_unpacked_without_end(site, net):  # noqa: F811
    net.page("/", gzip.compress(b" " * 200_000_000), Content_Encoding="gzip")
    assert "the page is too large" in fetched(site, "http://site.example/").content.decode()


# Uploads


def sent(site, name, raw):
    return site.client("editor").post(
        "/add/", {"way": "upload", "reports": SimpleUploadedFile(name, raw)}, follow=True
    )


REPORT = "Сессия ОДКБ прошла в Астане 28 ноября 2024 года.".encode()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/cron.d/evil.txt", "evil.txt"), ("..\\..\\evil.txt", "evil.txt"),
        ("/etc/passwd.txt", "passwd.txt"),
        ("C:\\evil.txt", "evil.txt"), ("a\r\nX: y.txt", "aX: y.txt"), (".htaccess.txt", "htaccess.txt"),
        ("\u202etxt.exe.txt", "txt.exe.txt"),
        ("а" * 300 + ".txt", "а" * 116 + ".txt"), ("\0evil.txt", "evil.txt"),
    ],
)  # fmt: skip
def test_names_of_files_are_names_only(site, name, kept):
    from itogi.web.drafts import plain_name

    assert plain_name(name) == kept
    before = sorted(path.name for path in site.location.path.parent.iterdir())
    sent(site, name, REPORT)
    assert all("/" not in draft.source and "\\" not in draft.source for draft in Draft.objects.all())
    assert sorted(path.name for path in site.location.path.parent.iterdir()) == before, (
        "nothing is written beside"
    )


def bomb():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"a" * 200_000_000)
    return held.getvalue()


ENTITIES = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.txt", bomb()), ("a.html", bomb()), ("a.txt", gzip.compress(b"a" * 200_000_000)),
        ("a.zip", bomb()), ("a.svg", b"<svg onload=hacked()>"), ("a.txt", b"\x00" * 1000),
        ("a.html", b"<div>" * 500_000),
        ("a.txt", b"a" * 3_000_001), ("a.txt", b"\xef\xbb\xbf" + "а ".encode() * 200_001),
    ],
    ids=["zip", "zip as html", "gzip", "zip by name", "svg", "zeros", "deep", "too large", "too long"],
)  # fmt: skip
def test_files_that_swell_or_are_no_reports_are_refused(site, name, raw):
    tracemalloc.start()
    page = sent(site, name, raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert 'class="note error"' in page.content.decode() and not Draft.objects.exists()
    assert peak < 80_000_000


def test_entities_do_not_grow(site):
    page = f"{ENTITIES}]><html><body><p>Сессия ОДКБ прошла в Астане 28 ноября. &i;</p></body></html>"
    sent(site, "a.html", page.encode())
    assert all(len(draft.facts["article"]["text"]) < 1000 for draft in Draft.objects.all())


class Body(io.RawIOBase):
    """What a client sends, made as it is read; counts what was."""

    def __init__(self, head, length, tail=b""):
        self.parts, self.read_so_far = iter([head, *[b"a" * 65536] * (length // 65536), tail]), 0
        self.left = b""

    def read(self, size=-1):
        while not self.left:
            self.left = next(self.parts, None)
            if self.left is None:
                self.left = b""
                return b""
        size = len(self.left) if size is None or size < 0 else size
        found, self.left = self.left[:size], self.left[size:]
        self.read_so_far += len(found)
        return found


def post(site, path, body, length):
    """A request as a server hands it to the application; returns the status and the most memory it took."""
    told = []
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in site.cookies("editor"))
    cookies += f"; itogi_csrf={'a' * 32}"  # without one nothing is read at all
    environ = RequestFactory(SERVER_NAME="localhost").post(path).environ | {
        "CONTENT_LENGTH": str(length), "CONTENT_TYPE": "multipart/form-data; boundary=x", "wsgi.input": body,
        "HTTP_COOKIE": cookies,
    }  # fmt: skip
    tracemalloc.start()
    answer = get_wsgi_application()(environ, lambda status, headers, *_: told.append(status))
    list(answer)
    answer.close()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return int(told[0][:3]), peak


@pytest.mark.parametrize("path", ["/add/", "/review/decide/", "/account/login/", "/api/v1/"])
def test_a_hundred_megabytes_are_refused_and_not_held(site, path):
    body = Body(b"", 100_000_000)
    status, peak = post(site, path, body, 100_000_000)
    assert status == 413 and body.read_so_far == 0 and peak < 20_000_000


def test_an_upload_that_is_allowed_is_not_held_in_memory_either(site):
    head = b'--x\r\nContent-Disposition: form-data; name="reports"; filename="a.txt"\r\n\r\n'
    body = Body(head, 400 * 65536, b"\r\n--x--\r\n")
    status, peak = post(site, "/add/", body, len(head) + 400 * 65536 + 9)
    assert body.read_so_far > 26_000_000
    assert status == 403 and peak < 20_000_000, "it is read to the disk, and then lacks the mark of our form"


# In somebody's name


@pytest.fixture
def token(site):
    return tokens.make(User.objects.get(username="editor"), "mine", Role.EDITOR)


def test_tokens_of_others_cannot_be_revoked(site, token):
    assert site.client("administrator").post(f"/account/tokens/{token[0].pk}/revoke/").status_code == 404
    assert Token.objects.get().revoked is None


@pytest.mark.parametrize("spoil", ["revoked", "closed", "altered", "digest", "case"])
def test_a_token_that_is_not_in_force_opens_nothing(site, token, spoil):
    made, text = token
    given = {
        "altered": text[:-1] + ("a" if text[-1] != "a" else "b"),
        "digest": made.digest,
        "case": text.swapcase(),
    }
    if spoil == "revoked":
        tokens.revoke(made)
    if spoil == "closed":
        User.objects.filter(username="editor").update(is_active=False)
    assert tokens.holder(given.get(spoil, text)) is None


def test_a_token_is_never_more_than_its_owner(site, token):
    User.objects.filter(username="editor").update(role=int(Role.READER))
    assert tokens.holder(token[1]).rank == Role.READER
    site.client("reader").post("/account/", {"name": "x", "role": "4"})
    assert not Token.objects.filter(user__username="reader").exists()


def test_who_has_the_database_has_no_token(site, token):
    assert token[1] not in str(list(Token.objects.values()))


# Leading elsewhere


ELSEWHERE = [
    "https://evil.example/", "//evil.example", "///evil.example", "\\\\evil.example", "/\\evil.example",
    "http:evil.example", "https:/evil.example", "javascript:alert(1)", "\thttps://evil.example",
    "//localhost@evil.example",
    "https://localhost.evil.example/", LINES,
]  # fmt: skip


def assert_stays(answer):
    where = answer.headers.get("Location", "/")
    assert where.startswith("/") and not where.startswith(("//", "/\\")), where
    assert "hacked" not in answer.cookies and "\r" not in where and "\n" not in where


@pytest.mark.parametrize("back", ELSEWHERE)
def test_no_page_leads_elsewhere(site, back):
    client = site.client()
    assert_stays(client.post("/settings/theme", {"theme": "dark", "next": back}))
    assert_stays(client.post("/i18n/setlang", {"language": "ru", "next": back}))
    assert_stays(client.post("/i18n/setlang", {"language": "ru"}, headers={"referer": back}))
    given = {"username": "reader", "password": PASSWORD, "next": back}
    assert_stays(client.post(f"/account/login/?{urlencode({'next': back})}", given))
    assert_stays(client.get(f"/account/login/?{urlencode({'next': back})}"))
    assert_stays(client.post(f"/account/logout/?{urlencode({'next': back})}", {"next": back}))


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "//evil.example/%2f.."])
def test_slashes_that_are_appended_lead_nowhere(site, path):
    assert_stays(site.client("reader").get(path.rstrip("/")))


# Sessions and hosts


def test_a_session_that_somebody_planted_is_not_taken(site):
    client = site.client()
    client.cookies["itogi_session"] = "planted"
    client.get("/account/login/")
    client.post("/account/login/", {"username": "reader", "password": PASSWORD})
    assert client.cookies["itogi_session"].value not in ("planted", "")
    assert client.get("/account/").status_code == 200


def test_the_session_changes_with_the_login(site):
    reviewer, client = site.client("reviewer"), site.client()
    client.cookies["itogi_session"] = before = reviewer.cookies["itogi_session"].value
    client.post("/account/logout/")
    client.post("/account/login/", {"username": "reader", "password": PASSWORD})
    assert client.cookies["itogi_session"].value != before
    assert site.client().get("/account/", headers={"cookie": f"itogi_session={before}"}).status_code == 302


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost:80@evil.example", "127.0.0.1.evil.example"]
)
def test_other_names_are_not_answered(site, host):
    for path in ("/account/login/", "/feeds/", "/CSTO/"):
        answer = site.client("reader", SERVER_NAME=host).get(path)
        assert answer.status_code == 400 and "evil" not in answer.content.decode()


def test_what_a_proxy_did_not_say_is_not_believed(site):
    headers = {
        "x-forwarded-host": "evil.example",
        "forwarded": "host=evil.example",
        "x-forwarded-for": "1.2.3.4",
    }
    answer = site.client("reader").get("/CSTO/", headers=headers)
    assert "evil.example" not in answer.content.decode()
