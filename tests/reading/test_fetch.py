"""Pages are fetched from the public net and from nowhere else. The net is played at the socket's boundary."""

from __future__ import annotations

import contextlib
import gzip
import http.server
import socket
import ssl
import threading
import time

import pytest

from itogi.errors import InputError
from itogi.reading.fetch import Limits, _trust, fetch
from itogi.reading.net import is_public

PUBLIC = "93.184.216.34"
PAGE = "<html><body><p>Сессия прошла в Астане.</p></body></html>"


class Net:
    """One server of our own behind a public address; ``names`` is what the name server answers."""

    def __init__(self):
        self.pages, self.names, self.asked, self.hosts = {}, {"site.example": [PUBLIC]}, [], []

    def page(self, path, body=PAGE, status=200, **headers):
        raw = body.encode() if isinstance(body, str) else body
        told = {"Content-Type": "text/html; charset=utf-8"} | {
            k.replace("_", "-"): v for k, v in headers.items()
        }
        self.pages[path] = (status, told, raw)

    def moved(self, path, to):
        self.page(path, "", 302, Location=to)


@pytest.fixture
def net(monkeypatch):
    made = Net()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            made.hosts.append(self.headers["Host"])
            answer = made.pages[self.path]
            if callable(answer):
                answer(self)
                return
            status, headers, raw = answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(raw)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    connect, look_up = socket.create_connection, socket.getaddrinfo

    def resolve(host, port, *args, **more):
        made.asked.append(host)
        known = made.names.get(host)
        if known is None:
            return look_up(host, port, *args, **more)
        # A name may lead elsewhere when it is asked again.
        now = known.pop(0) if len(known) > 1 and isinstance(known[0], list) else known
        now = now[0] if isinstance(now[0], list) else now
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in now]

    def reach(address, *args, **more):
        assert is_public(address[0]), f"a connection to {address} was made"
        return connect(("127.0.0.1", server.server_port), *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", reach)
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_is_fetched_with_its_final_address(net):
    net.moved("/a", "/b?x=1")
    net.page("/b?x=1")
    found = fetch("http://site.example/a")
    assert (found.url, found.suffix, found.charset) == ("http://site.example/b?x=1", ".html", "utf-8")
    assert found.raw.decode() == PAGE
    assert net.hosts == ["site.example", "site.example"]


def test_cyrillic_addresses_are_understood(net):
    net.names["xn--e1afmkfd.xn--p1ai"] = [PUBLIC]
    net.page("/%D0%B8%D1%82%D0%BE%D0%B3%D0%B8")
    assert fetch("http://пример.рф/итоги").raw


def test_gzip_is_unpacked(net):
    net.page("/", gzip.compress(PAGE.encode()), Content_Encoding="gzip")
    assert fetch("http://site.example/").raw.decode() == PAGE


REFUSED = [
    "http://127.0.0.1/", "http://localhost/", "http://10.0.0.8/", "http://192.168.1.1/", "http://172.16.0.1/",
    "http://169.254.169.254/latest/meta-data/", "http://100.100.100.200/", "http://168.63.129.16/",
    "http://0.0.0.0/", "http://224.0.0.1/", "http://255.255.255.255/", "http://192.0.2.1/",
    "http://[::1]/", "http://[::]/", "http://[fe80::1]/", "http://[fd00::1]/", "http://[fec0::1]/",
    "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::a00:1]/", "http://[2002:7f00:1::]/", "http://[2001:0:7f00:1::]/", "http://[ff02::1]/",
    "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/",
    "http://127.0.0.1./", "http://1572395042/", "http://0x5db8d822/", "http://①②⑦.0.0.1/",
    "http://user:pass@site.example/", "http://site.example@127.0.0.1/", "http://site.example:22/",
    "http://site.example:6379/", "https://site.example:8443/", "ftp://site.example/", "file:///etc/passwd",
    "gopher://site.example/", "javascript:alert(1)", "data:text/html,x", "//site.example/", "site.example",
    "", "http:///x", "http://site.example\\@127.0.0.1/", "http://127.0.0.1\t/",
    "http://site.example/" + "a" * 2000,
]  # fmt: skip


@pytest.mark.parametrize("address", REFUSED)
def test_addresses_that_are_refused(net, address):
    with pytest.raises(InputError):
        fetch(address)
    assert not net.hosts, "something was asked for"


@pytest.mark.parametrize("address", [a for a in REFUSED if a.startswith("http") and a != "http:///x"])
def test_redirects_are_held_to_the_same_rules(net, address):
    net.moved("/", address)
    with pytest.raises(InputError):
        fetch("http://site.example/")
    assert len(net.hosts) == 1


@pytest.mark.parametrize("answers", [["127.0.0.1"], [PUBLIC, "10.0.0.1"], ["::1"], ["fe80::1%eth0"], []])
def test_names_that_lead_inside_are_refused(net, answers):
    net.names["evil.example"] = answers or [""]
    with pytest.raises(InputError):
        fetch("http://evil.example/")
    assert not net.hosts


def test_a_name_is_asked_for_once(net):
    net.names["evil.example"] = [[PUBLIC], ["127.0.0.1"]]
    net.page("/")
    assert fetch("http://evil.example/").raw
    assert net.asked.count("evil.example") == 1


def test_redirects_end(net):
    net.moved("/", "/")
    with pytest.raises(InputError, match="too often"):
        fetch("http://site.example/")
    assert len(net.hosts) == 6


@pytest.mark.parametrize("packed", [True, False])
def test_what_is_too_large_is_not_held(net, packed):
    import tracemalloc

    net.page("/", gzip.compress(b"a" * 100_000_000) if packed else b"a" * 20_000_000,
             **({"Content_Encoding": "gzip"} if packed else {}))  # fmt: skip
    tracemalloc.start()
    with pytest.raises(InputError, match="too large"):
        fetch("http://site.example/", Limits(bytes=1_000_000))
    assert tracemalloc.get_traced_memory()[1] < 12_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("headers", [True, False])
def test_a_drip_of_bytes_ends(net, headers):
    def drip(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"" if headers else b"Content-Type: text/html\r\n\r\n"))
        try:
            while True:
                handler.wfile.write(b"X-A: b\r\n" if headers else b"<p>")
                time.sleep(0.05)
        except OSError:
            pass

    net.pages["/"] = drip
    with pytest.raises(InputError, match="too slowly"):
        fetch("http://site.example/", Limits(seconds=0.6))


@pytest.mark.parametrize(
    "page",
    [
        {"Content_Type": "application/pdf"}, {"Content_Type": "image/svg+xml"}, {"status": 404},
        {"status": 500}, {"Content_Encoding": "br"}, {"Content_Encoding": "gzip"},
    ],
)  # fmt: skip
def test_what_is_no_page_is_refused(net, page):
    net.page("/", **page)
    with pytest.raises(InputError) as told:
        fetch("http://site.example/")
    assert told.value.where.startswith("http://site.example/") and told.value.remedy


def test_a_certificate_must_bear_the_name_of_the_site(net, monkeypatch):
    """The connection goes to a number; what is asked for, and held against the certificate, is the name."""
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def hear():
            connection, _ = listener.accept()
            with connection:
                heard.append(connection.recv(4096))

        thread = threading.Thread(target=hear)
        thread.start()
        monkeypatch.setattr(socket, "create_connection", lambda *_, **__: _connected(port))
        with pytest.raises(InputError, match="does not answer"):
            fetch("https://site.example/")
        thread.join()
    assert b"site.example" in heard[0]
    assert _trust().check_hostname and _trust().verify_mode == ssl.CERT_REQUIRED


def _connected(port):
    made = socket.socket()
    made.connect(("127.0.0.1", port))
    return made
