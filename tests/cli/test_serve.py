"""``itogi serve`` as a user starts it: a process of its own, asked over HTTP."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

import pytest
from running import ROOT, environment


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(db, *options, **more):
    port = free_port()
    command = [sys.executable, "-m", "itogi", "serve", "--db", str(db), "--port", str(port), *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(**more), cwd=ROOT, text=True
    )
    try:
        process.heard = [process.stdout.readline(), process.stdout.readline()]
        yield port, process
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def ask(port, address, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read().decode()


def test_it_serves_and_ends(db):
    with serving(db, "--public") as (port, process):
        assert process.heard == [f"{db}\n", f"http://127.0.0.1:{port}/\n"]
        status, headers, page = ask(port, "/")
        assert status == 200 and "<h1>" in page
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        style = re.search(r'href="(/static/[^"]+itogi\.css)"', page)[1]
        status, headers, _ = ask(port, style)
        assert status == 200 and "immutable" in headers["Cache-Control"]
        assert ask(port, "/health")[0] == 200
        assert ask(port, "/review/")[0] == 302
        assert ask(port, "/", Host="evil.example")[0] == 400
    assert process.returncode == 0


def test_everybody_logs_in_unless_it_is_public(db):
    with serving(db, ITOGI_HOSTS="register.example") as (port, _):
        status, headers, _ = ask(port, "/CSTO/", Host="register.example")
        assert status == 302 and headers["Location"] == "/account/login/?next=/CSTO/"
        assert ask(port, "/health")[0] == 200


def test_behind_https(db):
    with serving(db, "--public", ITOGI_HTTPS="1") as (port, _):
        assert ask(port, "/")[1]["Location"].startswith("https://")
        status, headers, _ = ask(port, "/account/login/", **{"X-Forwarded-Proto": "https"})
        assert status == 200 and headers["Strict-Transport-Security"]
        assert "Secure" in headers["Set-Cookie"]


def test_a_port_that_is_taken(db, real):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        done = real("serve", "--db", db, "--port", holder.getsockname()[1])
    assert done.code == 2 and "--port" in done.err and not db.exists()


def test_without_the_extra(db, process):
    hide = "import sys; sys.modules['granian'] = None"
    done = process("serve", "--db", db, before=hide)
    assert done.code == 2 and "pip install 'itogi[web]'" in done.err


@pytest.mark.parametrize("value", ["maybe", "2"])
def test_a_setting_that_is_neither_yes_nor_no(db, process, value):
    done = process("serve", "--db", db, "--port", free_port(), ITOGI_PUBLIC=value)
    assert done.code == 2 and "ITOGI_PUBLIC" in done.err
