"""A newer extractor reads stored articles again: first to look at, then to apply."""

from __future__ import annotations

from pathlib import Path

from running import STUB, Itogi

from itogi.register import open_register

# The next version: it takes every number for approximate.
NEWER = STUB.replace('"value": int(found[1])}', '"value": int(found[1]), "approximate": True}')


def test_the_same_extractor_changes_nothing(report: Path, db: Path, itogi: Itogi) -> None:
    itogi("read", report, "--db", db)
    again = itogi("reread", "--db", db)
    assert (again.code, again.err) == (0, "")
    assert again.out == "1 articles read again, 0 differ: 0 records come, 0 go, 0 stay by a decision\n"


def test_the_difference_is_shown_before_it_is_applied(report: Path, db: Path, itogi: Itogi) -> None:
    itogi("read", report, "--db", db)
    before = itogi("records", "--db", db, "--json").rows()
    exec(NEWER, {})
    shown = itogi("reread", "--db", db)
    assert "- figure" in shown.out and "+ figure" in shown.out and "approximate yes" in shown.out
    assert "1 differ: 1 records come, 1 go, 0 stay by a decision; nothing is changed" in shown.out
    assert itogi("records", "--db", db, "--json").rows() == before
    rows = itogi("reread", "--db", db, "--json").rows()
    assert [(row["change"], row.get("approximate")) for row in rows] == [("-", None), ("+", True)]
    assert itogi("reread", "--db", db, "--apply").code == 0
    assert [row.get("approximate") for row in itogi("records", "--db", db, "--json").rows()] == [True]
    assert "0 differ" in itogi("reread", "--db", db).out
    assert itogi("verify", "--db", db).code == 0


def test_what_a_person_decided_stays(report: Path, db: Path, itogi: Itogi) -> None:
    itogi("read", report, "--db", db)
    (record,) = itogi("records", "--db", db, "--json").rows()
    with open_register(db) as register:
        (entry,) = register.entries()
    assert itogi("decide", "accept", entry.id, "--by", "Анна", "--db", db).code == 0
    exec(NEWER, {})
    assert "1 stay by a decision" in itogi("reread", "--db", db, "--apply").out
    assert [row["id"] for row in itogi("records", "--db", db, "--json").rows()] == [record["id"]]


def test_an_article_that_breaks_the_extractor_keeps_its_records(report: Path, db: Path, itogi: Itogi) -> None:
    itogi("read", report, "--db", db)
    exec(STUB.replace("НЕВОЗМОЖНО", "Астане"), {})
    broken = itogi("reread", "--db", db, "--apply")
    assert (broken.code, "1 refused" in broken.out) == (1, True)
    assert len(itogi("records", "--db", db, "--json").rows()) == 1
