"""Accounts made and changed by commands."""

from __future__ import annotations

import subprocess
import sys

import pytest
from running import ROOT, environment

GOOD = "tsaritsyno-47\n"


@pytest.fixture
def anna(db, real):
    done = real("user", "add", "Anna", "--role", "administrator", "--password-stdin", "--db", db, input=GOOD)
    assert (done.code, done.out) == (0, "anna: administrator\n"), done.err
    return db


def roles(db, real):
    return {
        row["name"]: (row["role"], row["active"]) for row in real("user", "list", "--json", "--db", db).rows()
    }


def test_an_account_is_made_and_changed(anna, real):
    add = ("user", "add", "boris", "--called", "Борис Орлов", "--password-stdin", "--db", anna)
    assert real(*add, input=GOOD).code == 0
    assert real("user", "role", "BORIS", "reviewer", "--db", anna).out == "boris: reviewer\n"
    assert "Борис Орлов" in real("user", "list", "--db", anna).out
    assert real("user", "close", "boris", "--db", anna).out == "boris: closed\n"
    assert roles(anna, real) == {"anna": ("administrator", True), "boris": ("reviewer", False)}
    assert real("user", "close", "boris", "--reopen", "--db", anna).out == "boris: open\n"


@pytest.mark.parametrize("password", ["short", "1234567890", "password123", ""])
def test_a_weak_password_is_refused(db, real, password):
    done = real("user", "add", "anna", "--password-stdin", "--db", db, input=f"{password}\n")
    assert done.code == 2 and "too weak" in done.err
    assert roles(db, real) == {}


@pytest.mark.parametrize("name", ["", "two words", "x" * 61])
def test_a_name_is_one_word(db, real, name):
    done = real("user", "add", name, "--password-stdin", "--db", db, input=GOOD)
    assert done.code == 2 and "one word" in done.err


def test_a_name_is_taken_once(anna, real):
    done = real("user", "add", "ANNA", "--password-stdin", "--db", anna, input=GOOD)
    assert done.code == 2 and "already" in done.err


def test_the_last_administrator_stays(anna, real):
    for command in (("role", "anna", "reader"), ("close", "anna")):
        done = real("user", *command, "--db", anna)
        assert done.code == 2 and "last administrator" in done.err
    assert roles(anna, real) == {"anna": ("administrator", True)}


def test_nobody_of_this_name(anna, real):
    done = real("user", "role", "nobody", "editor", "--db", anna)
    assert done.code == 2 and "itogi user list" in done.err


def test_without_a_terminal_the_password_must_be_given(db):
    command = [sys.executable, "-m", "itogi", "user", "add", "anna", "--db", str(db)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        env=environment(),
        stdin=subprocess.DEVNULL,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 2 and "--password-stdin" in done.stderr


def test_a_token_is_printed_once_and_kept_as_a_digest(anna, real):
    text = real("user", "token", "anna", "--role", "reader", "--db", anna).out.strip()
    assert text.startswith("itogi_") and len(text) > 40
    assert text.encode() not in anna.read_bytes()
    from itogi.web import tokens

    assert tokens.holder(text).rank.code == "reader"
    assert tokens.holder(text[:-1]) is None and tokens.holder("") is None


def test_the_register_is_whole_beside_the_accounts(anna, real, tmp_path):
    assert real("read", ROOT / "samples" / "01-csto-session-agency.txt", "--db", anna).code == 0
    assert real("verify", "--db", anna).code == 0
    archive = tmp_path / "register.zip"
    assert real("backup", archive, "--db", anna).code == 0
    other = tmp_path / "other.db"
    assert real("restore", archive, "--db", other).code == 0
    assert roles(other, real) == {}, "a backup holds the register, and nobody's password"


def test_the_secret_key_is_for_its_owner_only(anna):
    key = anna.with_name(f"{anna.name}.key")
    assert key.stat().st_mode & 0o777 == 0o600 and len(key.read_text()) >= 50
