"""The commands that keep and review a register, over registers made without an extractor."""

from __future__ import annotations

import json

import pytest
from making import fact, fill, report
from typer.testing import CliRunner

from itogi.cli.app import app
from itogi.register import open_register


@pytest.fixture
def run(target):
    def call(*args, code=0):
        done = CliRunner().invoke(app, [*map(str, args), "--db", target], prog_name="itogi")
        assert done.exit_code == code, done.output
        return done.stdout

    return call


@pytest.fixture
def entry(target):
    session = fact("meeting", "Сессия ОДКБ.", organisation="CSTO", level="heads-of-state", date="2024-11-28",
                   place="Алматы", countries=("KZ",))  # fmt: skip
    with open_register(target) as register:
        fill(register, report(session), report(session, outlet="Другой"))
        return register.entries()[0].id


def test_export_is_the_same_twice_and_after_a_move(run, entry, tmp_path):
    first = run("export", "jsonl")
    assert json.loads(first)["id"] == entry
    run("export", "-o", tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_text("utf-8") == first
    run("backup", tmp_path / "register.zip")
    moved = ["restore", str(tmp_path / "register.zip"), "--db", str(tmp_path / "moved.db")]
    assert CliRunner().invoke(app, moved).exit_code == 0
    again = CliRunner().invoke(app, ["export", "--db", str(tmp_path / "moved.db")])
    assert again.stdout == first
    run("restore", tmp_path / "register.zip", code=1)


def test_verify_says_what_is_broken(run, entry, target):
    assert "whole" in run("verify")
    with open_register(target) as register:
        from itogi.register import models

        register._rows.rows(models.Node).update(size=9)
    assert "size" in run("verify", code=1)
    told = [json.loads(line) for line in run("verify", "--json", code=1).splitlines()]
    assert "size" in told[0]["problem"] and all(line["where"] for line in told)


def test_decide_undo_history(run, entry):
    run(
        "decide",
        "edit",
        entry,
        "--slot",
        "place",
        "--value",
        "Астана",
        "--by",
        "Анна",
        "--reason",
        "протокол",
    )
    run("decide", "edit", entry, "--slot", "countries", "--value", "KZ", "--value", "RU", "--by", "Анна")
    run("merge")
    slots = json.loads(run("export"))["slots"]
    assert slots["place"][0] == {"value": "Астана", "records": [], "rule": "decision"}
    assert slots["countries"][0]["value"] == ["KZ", "RU"]
    first, second = (json.loads(line) for line in run("history", entry, "--json").splitlines())
    assert (first["actor"], first["reason"], second["slot"]) == ("Анна", "протокол", "countries")
    run("undo", first["number"], "--by", "Борис")
    assert f"undone by {second['number'] + 1}" in run("history")
    assert json.loads(run("export"))["slots"]["place"][0]["value"] == "Алматы"


@pytest.mark.parametrize(
    "args",
    [
        ("decide", "edit", "ENTRY", "--slot", "date", "--value", "вчера"),
        ("decide", "edit", "none", "--slot", "date", "--value", "2024"),
        ("decide", "split", "ENTRY", "none"),
        ("decide", "praise", "ENTRY"),
        ("undo", "7"),
        ("history", "none"),
    ],
)
def test_wrong_usage_is_told(run, entry, args):
    run(*(entry if arg == "ENTRY" else arg for arg in args), code=2)


def test_search(run, entry, target):
    shown = run("search", "сессии")
    assert (
        f"2024-11-28  entry  meeting  CSTO  {entry}\n" in shown
        and "⟦Сессия⟧ ОДКБ. (Пример, 2024-11-28)" in shown
    )
    assert shown.endswith("5 hits\n")
    assert run("search", "ничто") == "0 hits\n"
    filters = ["--in", "entries", "--in", "records", "--type", "meeting", "--organisation", "csto"]
    filters += ["--country", "казахстан", "--since", "2024-11", "--until", "2024", "--limit", "2", "--json"]
    first, second = (json.loads(line) for line in run("search", *filters).splitlines())
    assert (first["kind"], first["id"], first["day"], first["spans"]) == ("entries", entry, "2024-11-28", [])
    assert second["entry"] == entry
    (third,) = run("search", *filters, "--after", second["cursor"]).splitlines()
    assert json.loads(third)["kind"] == "records"
    # An argument of several words is a phrase, unless it holds a minus; one in front wants a -- before it.
    assert run("search", "одкб сессия") == "0 hits\n"
    assert run("search", "сессия -устав", "--in", "entries").endswith("1 hit\n")
    assert run("search", "--person", "Петров") == "0 hits\n"
    without = ["search", "--db", target, "--in", "entries", "--", "сессия", "-одкб"]
    assert CliRunner().invoke(app, without).stdout == "0 hits\n"


@pytest.mark.parametrize(
    "args",
    [
        ("",),
        ("с*",),
        ("x", "--type", "song"),
        ("x", "--country", "Нарния"),
        ("x", "--since", "вчера"),
        ("x", "--organisation", "EAEU"),
        ("x", "--in", "songs"),
        ("x", "--after", "y"),
        ("x", "--stage", "song"),
    ],
)
def test_searches_that_cannot_be_answered_are_told(run, entry, args):
    run("search", *args, code=2)
