"""The net as tests play it, at the boundary of the socket: a name server and one public site of our own."""

from __future__ import annotations

import contextlib
import http.server
import socket
import threading

import pytest

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


# What no address of a report looks like, or leads to.
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
