from datetime import date

import examples
import pytest

from itogi.model.article import Article, article_id, hash_bytes
from itogi.model.record import Evidence, Record
from itogi.register import open_register
from itogi.report.export import to_html, to_markdown
from itogi.report.results import ledger_of, results_of


def stored(made: Article) -> Article:
    """The article with an id of its own bytes, as a reader makes it."""
    raw_hash = hash_bytes(made.text.encode())
    id = article_id(raw_hash)
    return Article(
        id, made.text, made.title, made.outlet, made.url, made.published, raw_hash=raw_hash, source="x"
    )


def moved(record: Record, to: Article) -> Record:
    evidence = tuple(Evidence.of(to, e.start, e.end) for e in record.evidence)
    return Record(record.type, record.slots, evidence, record.confidence, record.pattern)


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    entries, articles, claims = examples.csto()
    held = [*entries, *(claim.entry for claim in claims)]
    with open_register(tmp_path_factory.mktemp("r") / "r.db") as opened:
        for made in articles:
            article = stored(made)
            records = [moved(r, article) for e in held for r in e.records if r.article == made.id]
            # Slots that are no part of the text's own words are left to the register's own check.
            assert not opened.add(article, records).refused
        yield opened


def test_the_results_of_a_register(register):
    results = results_of(register, "CSTO", 2024)
    assert len(results.section("sessions")) == 1
    border = [i for i in results.section("documents") if "рограмм" in i.names[0]]
    assert any([s.stage for s in i.steps][-1] == "signed" for i in border)
    assert results.section("next_session") and results.section("quotes") and results.section("commitments")
    assert {s.outlet for s in results.sources} == {"Агентство", "Телеканал", "Газета"}
    assert to_html(results, lang="ru").count("<h1>") == 1


def test_the_ledger_of_a_register(register):
    ledger = ledger_of(register, "CSTO", 2024)
    values = {c.claim.entry.value("value") for c in ledger.claims}
    assert values | {value for c in ledger.claims for value, _ in c.others} >= {12, 14, 60}
    assert {value for d in ledger.disagreements for value, _ in d.values} == {12, 14}
    assert any(c.counted for c in ledger.claims)
    assert "[^1]" in to_markdown(ledger, lang="en")


def test_periods(register):
    assert results_of(register, "CSTO", 1999).empty
    assert not results_of(register, "CSTO").empty
    days = (date(2024, 11, 1), date(2024, 11, 30))
    assert results_of(register, "CSTO", days).period == "2024-11-01/2024-11-30"
    assert not ledger_of(register, "CSTO", days).empty
    assert ledger_of(register, "CSTO").claims


def test_a_report_of_a_year_needs_that_year_only(register, monkeypatch):
    asked = []
    ask = type(register).entries
    monkeypatch.setattr(
        type(register), "entries", lambda self, *a, **k: asked.append(k) or ask(self, *a, **k)
    )
    whole, year = results_of(register, "CSTO"), results_of(register, "CSTO", 2024)
    assert {k.get("period") for k in asked if k.get("announced")} == {None, 2024}
    assert year.section("next_session"), "announced in the year for the next one"
    for name, items in year.sections.items():
        assert {i.entry.id for i in items} <= {
            i.entry.id for n in whole.sections for i in whole.section(n)
        }, name
