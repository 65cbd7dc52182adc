from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from making import fact, fill, report, state

from itogi.errors import RegisterError
from itogi.model.article import Article
from itogi.model.record import Evidence, Record
from itogi.register import Outcome, open_register
from itogi.settings import default_path, locate

SESSION = fact("meeting", "В Астане прошла сессия ОДКБ.", organisation="CSTO", level="heads-of-state",
               date="2024-11-28", place="Астана", status="held", countries=("KZ", "RU"))  # fmt: skip
QUOTE = fact("quote", "«Мы довольны», – сказал Иван Петров.", speaker="Иван Петров", direct=True,
             text="Мы довольны")  # fmt: skip


def test_what_was_added_is_read_back_as_it_was(register):
    article, records = report(SESSION, QUOTE)
    added = register.add(article, records)
    assert (added.outcome, added.records, added.refused) == (Outcome.ADDED, 2, ())
    assert register.article(article.id) == article
    assert sorted(register.records(), key=lambda r: r.id) == sorted(records, key=lambda r: r.id)
    assert {r.id for e in register.entries() for r in e.records} == {r.id for r in records}


def test_the_same_bytes_twice_change_nothing(register):
    article, records = report(SESSION, QUOTE)
    fill(register, (article, records), report(SESSION, lead="Агентство."))
    before = state(register)
    assert register.add(article, records).outcome is Outcome.UNCHANGED
    assert register.add(article, records[:1]).outcome is Outcome.UNCHANGED
    assert state(register) == before


def test_known_tells_what_need_not_be_read_again(register):
    article, records = report(SESSION)
    assert not register.known(article.raw_hash)
    register.add(article, records)
    assert register.known(article.raw_hash)


def test_missing_metadata_is_filled_in_and_never_overwritten(register):
    from dataclasses import replace

    article, records = report(fact("quote", "«Да», – сказал он.", text="Да"), published=None)
    register.add(replace(article, outlet="Первый"), records)
    again = replace(article, outlet="Второй", url="https://example.org/1", published=date(2024, 5, 6))
    assert register.add(again, records).outcome is Outcome.UPDATED
    kept = register.article(article.id)
    assert (kept.outlet, kept.url, kept.published) == ("Первый", again.url, again.published)
    assert register.entries(type="quote", period=2024), "the record counts by the new date"
    assert register.add(again, records).outcome is Outcome.UNCHANGED


def test_a_record_without_verbatim_evidence_is_refused_and_the_rest_is_kept(register):
    article, records = report(SESSION)
    bad = Record("meeting", {"organisation": "CSTO"}, (Evidence(article.id, 0, 5, "Иначе"),))
    wrong = Record("meeting", {"status": "soon"}, records[0].evidence)
    added = register.add(article, [bad, *records, wrong])
    assert (added.records, len(added.refused)) == (1, 2)
    assert "not verbatim" in str(added.refused[0])
    assert [r.id for r in register.records()] == [records[0].id]


def test_an_article_without_hash_is_refused(register):
    with pytest.raises(RegisterError, match="raw_hash"):
        register.add(Article("x", "Текст."), [])


def test_a_run_counts_what_it_did(register):
    with register.run("itogi", {"threads": 1}) as run:
        register.add(*report(SESSION), run=run)
        register.add(*report(SESSION), run=run)
    assert register.counts().runs == 1
    from itogi.register import models

    row = register._rows.rows(models.Run).get()
    assert row.finished and row.counts == {"added": 1, "unchanged": 1, "records": 1, "refused": 0}


def test_queries_by_organisation_type_and_period(register):
    body = fact(
        "body", "Создаётся рабочая группа ШОС.", organisation="SCO", name="рабочая группа", stage="planned"
    )
    fill(register, report(SESSION, QUOTE), report(body, published="2023-01-02"))
    assert [e.type for e in register.entries("CSTO")] == ["quote", "meeting"]
    assert not register.entries("SCO", "quote")
    assert [e.type for e in register.entries("SCO", period=2023)] == ["body"]
    assert not register.entries("SCO", period=2024)
    assert register.entries("CSTO", "meeting", (date(2024, 11, 1), date(2024, 11, 30)))
    assert not register.entries("CSTO", "meeting", (date(2024, 11, 29), date(2024, 11, 30)))
    assert list(register.organisations()) == ["CSTO", "SCO"]
    assert [r.type for r in register.records(organisation="SCO")] == ["body"]
    counts = register.counts()
    assert (counts.articles, counts.records["quote"], counts.entries["body"]) == (2, 1, 1)
    assert register.entry("none") is None
    assert register.article("none") is None


def test_an_invitation_counts_in_the_year_it_was_voiced(register):
    invitation = fact(
        "invitation", "Он пригласил гостей на праздник.", occasion="праздник", date="2025-05-09"
    )
    fill(register, report(SESSION, invitation))
    assert register.entries("CSTO", "invitation", 2024)
    assert not register.entries("CSTO", "invitation", 2025)


def test_several_registers_one_after_another_and_at_once(tmp_path):
    with open_register(tmp_path / "a.db") as a, open_register(f"sqlite:///{tmp_path / 'b.db'}") as b:
        fill(a, report(SESSION))
        assert (a.counts().articles, b.counts().articles) == (1, 0)
    with open_register(tmp_path / "a.db") as again:
        assert again.counts().articles == 1
    again.close()


def test_two_processes_write_into_one_register(target):
    code = """
import sys; sys.path[:0] = [{here!r}]
from making import report, fact
from itogi.register import open_register
with open_register({target!r}) as register:
    for n in range(15):
        register.add(*report(fact("quote", "«Да», – сказал он.", text="Да"), lead=f"{{sys.argv[1]}} {{n}}."))
"""
    code = code.format(here=str(Path(__file__).parent), target=target)
    running = [subprocess.Popen([sys.executable, "-c", code, name]) for name in "аб"]
    assert [p.wait(60) for p in running] == [0, 0]
    with open_register(target) as register:
        assert register.counts().articles == 30
        before = state(register)
        register.merge_again()
        assert state(register) == before


def test_import_starts_no_django():
    code = "import sys, itogi.register; assert 'django' not in sys.modules; "
    code += "import itogi.register.store; assert 'django' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_register_is_found_by_argument_then_environment_then_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("ITOGI_DB", str(tmp_path / "env.db"))
    assert locate("x.db").path.name == "x.db"
    assert locate().path == tmp_path / "env.db"
    assert locate("sqlite:////var/x%20y.db").path.as_posix() == "/var/x y.db"
    assert locate("sqlite:///x.db").path.as_posix() == "x.db"
    assert str(locate("postgresql://me:secret@host:5432/db")) == "postgresql://me:***@host:5432/db"
    monkeypatch.delenv("ITOGI_DB")
    assert locate().path == default_path()


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("postgresql://me:secret@host", "names no database"),
        ("postgresql://me:secret@127.0.0.1:1/db", "no server answers|psycopg"),
        ("postgresql://me:secret@127.0.0.1:x/db", "port is no number|psycopg"),
        ("mysql://host/db", "unknown kind"),
        ("sqlite://", "names no file"),
        ("", "empty"),
    ],
)
def test_addresses_that_cannot_be_opened(target, said):
    with pytest.raises(RegisterError, match=said) as caught:
        open_register(target)
    assert "secret" not in str(caught.value)
