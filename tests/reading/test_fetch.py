"""Pages are fetched from the public net and from nowhere else."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time

import pytest
from playing import PAGE, PUBLIC, REFUSED

from itogi.errors import InputError
from itogi.reading.fetch import Limits, _trust, fetch


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
